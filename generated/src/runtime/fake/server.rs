//! In: connections. Out: answers of the service, on a thread of its own, so that tests need no runtime for it.

use std::convert::Infallible;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use std::time::Instant;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;

use super::body::{self, Sent};
use super::received::Received;
use super::reply::{Reply, Sending};
use super::service::Shared;

/// Serves until `stop` is dropped.
pub(super) fn run(listener: StdListener, shared: &Arc<Shared>, stop: oneshot::Receiver<()>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        let accepting = tokio::spawn(accept(listener, Arc::clone(shared)));
        // The other end is only ever dropped.
        let _ = stop.await;
        accepting.abort();
        Ok(())
    })
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(connection(stream, Arc::clone(&shared)));
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection, until it ends or an ordered fault resets it.
async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    let reset = Arc::new(Notify::new());
    let ordered = Arc::clone(&reset);
    let service = service_fn(move |request| answer(request, Arc::clone(&shared), Arc::clone(&ordered)));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let mut ordered = Box::pin(reset.notified());
    let broken = std::future::poll_fn(|cx| {
        if ordered.as_mut().poll(cx).is_ready() {
            return std::task::Poll::Ready(true);
        }
        // A client that goes away is no failure of ours; neither is a body that was to break.
        let ended = std::pin::Pin::new(&mut connection).poll(cx);
        ended.map(|ended| ended.is_err())
    });
    if broken.await {
        let stream = connection.into_parts().io.into_inner();
        // Closing with no time to linger resets the connection.
        let _ = stream.set_zero_linger();
    }
}

async fn answer(
    request: Request<Incoming>,
    shared: Arc<Shared>,
    reset: Arc<Notify>,
) -> Result<Response<Sent>, Infallible> {
    let begun = Instant::now();
    let (head, incoming) = request.into_parts();
    let body = body::read(incoming).await.unwrap_or_default();
    let received = Received::new(head.method.as_str(), &head.uri, head.headers, body);
    let (received, reply) = shared.answer(received);
    if !reply.wait.is_zero() {
        tokio::time::sleep(reply.wait).await;
    }
    shared.tell(&received, begun.elapsed());
    if reply.sending == Sending::Reset {
        reset.notify_one();
        return std::future::pending().await;
    }
    Ok(response(&reply))
}

fn response(reply: &Reply) -> Response<Sent> {
    let body = if reply.sending == Sending::Cut { Sent::half(&reply.body) } else { Sent::whole(reply.body.clone()) };
    let mut response = Response::new(body);
    *response.status_mut() = hyper::StatusCode::from_u16(reply.status).unwrap_or_default();
    let media = reply.media.as_deref().and_then(|media| hyper::header::HeaderValue::from_str(media).ok());
    if let Some(media) = media {
        response.headers_mut().insert("content-type", media);
    }
    response
}
