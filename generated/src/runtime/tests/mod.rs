//! The client against a real HTTP server on this machine, one concern a file.

#[cfg(feature = "blocking")]
mod blocking;
mod by_hand;
mod downloads;
mod faults;
mod http_client;
mod limits;
#[cfg(target_os = "linux")]
mod memory;
mod middleware;
mod oauth;
mod pages;
mod requests;
mod retries;
mod safety;
mod secrets;
mod uploads;

use serde_json::{Value, json};

use super::server::{Reply, Request, Server};
use crate::{AccessToken, Client, ClientBuilder, Limits, RetryPolicy};

/// A client for a server that answers like this: nothing is held back, nothing sent again.
async fn client(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (Client, Server) {
    let (builder, server) = builder(answer).await;
    (builder.retry(RetryPolicy::none()).build().unwrap(), server)
}

async fn client_saying(status: u16, body: Value) -> (Client, Server) {
    client(move |_| Reply::json(status, body.to_string())).await
}

/// Settings for a client of a server that answers like this: nothing is held back.
async fn builder(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (ClientBuilder, Server) {
    let server = Server::start(answer).await;
    let builder = Client::builder()
        .base_url(&server.url)
        .accounts_url(&server.url)
        .organization("10234695")
        .auth(AccessToken::new("1000.secret"))
        .limits(Limits::none());
    (builder, server)
}

/// Answers in order; the last one goes on.
fn in_turn(replies: Vec<fn() -> Reply>) -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    let next = std::sync::atomic::AtomicUsize::new(0);
    move |_| {
        let number = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        replies[number.min(replies.len() - 1)]()
    }
}

fn done() -> Reply {
    Reply::json(200, json!({"code": 0, "message": "success", "payment": {}, "payments": []}).to_string())
}

fn code(status: u16, code: i64) -> Reply {
    Reply::json(status, json!({"code": code, "message": "no"}).to_string())
}
