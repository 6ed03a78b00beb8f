//! In: nothing. Out: how much longer a call takes than the same with bare `reqwest` and serde, on this machine.
//!
//! `cargo bench --package zoho-finance --bench overhead`
//!
//! Both sides talk to one server in another thread, which answers from memory. They take turns, and what is printed are
//! medians, so that other work on the machine does not count for one side alone. What the client holds back by itself is
//! switched off, for it is meant to take time. The bare side has the same settings as the client, time limits among them:
//! waiting with a time limit costs the system a timer, on both sides. With `-- unlimited` it has none.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark fails by panicking, and is no library")]

use std::fmt::Write as _;
use std::future::Future;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zoho_finance::runtime::wire::FromWire;
use zoho_finance::runtime::wire::model::{self, Model};
#[cfg(feature = "serialize")]
use zoho_finance::runtime::wire::{ToWire, to_wire::Object};
use zoho_finance::runtime::{Call, OperationSpec, Payload, Tenancy};
use zoho_finance::{AccessToken, Client, Date, DateTime, Decimal, Id, Limits, Page, Pending};

/// How often the sides take turns.
const ROUNDS: usize = 61;
/// How long a turn is to take, about.
const TURN: Duration = Duration::from_millis(50);
const CONCURRENCIES: [usize; 2] = [1, 32];
/// So much more than the bare call may a call take.
const TARGET: f64 = 5.0;

/// A thing as emitted code has it, and as somebody would write it who has serde.
macro_rules! thing {
    ($name:ident, $bare:ident { $($field:ident: $type:ty, $plain:ty;)* }) => {
        #[derive(Debug, Default)]
        struct $name { $($field: Option<$type>,)* }

        impl Model for $name {
            const NAME: &'static str = stringify!($name);

            fn field<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
                match key {
                    $(stringify!($field) => model::take(&mut self.$field, map),)*
                    _ => Ok(false),
                }
            }
        }

        impl FromWire for $name {
            fn from_wire<'de, D: serde::Deserializer<'de>>(de: D) -> Result<Option<Self>, D::Error> {
                model::read(de)
            }
        }

        #[cfg(feature = "serialize")]
        impl ToWire for $name {
            fn to_wire<S: serde::Serializer>(&self, ser: S) -> Result<S::Ok, S::Error> {
                let mut object = Object::begin(ser);
                $(object.put_some(stringify!($field), &self.$field);)*
                object.end()
            }
        }

        #[derive(Debug, Deserialize)]
        #[allow(dead_code, reason = "reading is what is measured")]
        struct $bare { $($field: Option<$plain>,)* }
    };
}

thing!(Line, BareLine {
    line_item_id: Id, String;
    item_id: Id, String;
    name: String, String;
    description: String, String;
    rate: Decimal, f64;
    quantity: Decimal, f64;
    item_total: Decimal, f64;
    unit: String, String;
});

thing!(Thing, BareThing {
    thing_id: Id, String;
    customer_id: Id, String;
    customer_name: String, String;
    thing_number: String, String;
    reference_number: String, String;
    status: String, String;
    date: Date, String;
    due_date: Date, String;
    created_time: DateTime, String;
    last_modified_time: DateTime, String;
    currency_code: String, String;
    exchange_rate: Decimal, f64;
    total: Decimal, f64;
    balance: Decimal, f64;
    is_emailed: bool, bool;
    is_viewed_by_client: bool, bool;
    due_days: i64, i64;
    email: String, String;
    notes: String, String;
    line_items: Vec<Line>, Vec<BareLine>;
});

#[derive(Deserialize)]
#[allow(dead_code, reason = "reading is what is measured")]
struct BareObject {
    code: i64,
    message: String,
    thing: BareThing,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "reading is what is measured")]
struct BareList {
    code: i64,
    message: String,
    things: Vec<BareThing>,
    page_context: BareContext,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "reading is what is measured")]
struct BareContext {
    page: u64,
    per_page: u64,
    has_more_page: bool,
}

const fn spec(id: &'static str, path: &'static str, payload: Payload) -> OperationSpec {
    OperationSpec {
        id,
        product: "bench",
        method: "GET",
        base_path: "/bench/v1",
        path,
        scopes: &["Bench.things.READ"],
        tenancy: Some(Tenancy::Query("organization_id")),
        envelope: true,
        payload,
    }
}

const GET: &OperationSpec = &spec("get_thing", "/things/{thing_id}", Payload::Key { key: "thing" });
const LIST: &OperationSpec = &spec("list_things", "/things", Payload::Items { key: "things" });

fn thing(number: u64, lines: u64) -> String {
    let mut text = format!(
        r#"{{"thing_id":"{}","customer_id":"460000000017{number:03}","customer_name":"Customer No. {number} & Sons",
        "thing_number":"T-{number:06}","reference_number":"PO {number}","status":"sent","date":"2026-11-21",
        "due_date":"2026-12-21","created_time":"2026-11-21T10:20:30+0100","last_modified_time":"2026-11-21T10:20:31+0100",
        "currency_code":"EUR","exchange_rate":1.0,"total":{number}.45,"balance":{number}.4,"is_emailed":true,
        "is_viewed_by_client":false,"due_days":{number},"email":"someone@example.com","notes":"Thank you \u00fc",
        "not_known":{{"a":[1,2,3]}},"line_items":["#,
        460_000_000_026_000 + number
    );
    for line in 0..lines {
        let comma = if line == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"line_item_id":"98213{line}","item_id":"98200{line}","name":"Item {line}","description":"What it
            is: {line}","rate":12.5,"quantity":{line},"item_total":125.25,"unit":"pcs"}}"#
        )
        .unwrap();
    }
    (text + "]}").replace('\n', " ")
}

fn answer(body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// Answers from memory, in a thread of its own, for as long as the program runs.
fn serve() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let object = answer(&format!(r#"{{"code":0,"message":"success","thing":{}}}"#, thing(1, 5)));
    let things: Vec<String> = (0..200).map(|number| thing(number, 0)).collect();
    let context = r#"{"page":1,"per_page":200,"has_more_page":false}"#;
    let things = things.join(",");
    let list = answer(&format!(r#"{{"code":0,"message":"success","things":[{things}],"page_context":{context}}}"#));
    println!("object: {} bytes, list: {} bytes", object.len(), list.len());
    let (object, list): (&'static [u8], &'static [u8]) = (object.leak(), list.leak());
    std::thread::spawn(move || {
        runtime().block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection(stream, object, list));
            }
        });
    });
    url
}

async fn connection(mut stream: TcpStream, object: &'static [u8], list: &'static [u8]) {
    stream.set_nodelay(true).unwrap();
    let (mut buffer, mut length) = ([0; 8192], 0);
    while let Some(space) = buffer.get_mut(length..) {
        match stream.read(space).await {
            Ok(count) if count > 0 => length += count,
            _ => return,
        }
        let head = buffer.get(..length).unwrap_or_default();
        if head.ends_with(b"\r\n\r\n") {
            let reply = if head.starts_with(b"GET /bench/v1/things/") { object } else { list };
            length = 0;
            if stream.write_all(reply).await.is_err() {
                return;
            }
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// One of the two sides: what it calls, as often as it is told, in so many tasks.
async fn time<F, W>(call: F, calls: usize, concurrency: usize) -> Duration
where
    F: Fn() -> W + Clone + Send + 'static,
    W: Future<Output = ()> + Send + 'static,
{
    let begin = Instant::now();
    let tasks: Vec<_> = (0..concurrency)
        .map(|_| {
            let call = call.clone();
            tokio::spawn(async move {
                for _ in 0..calls / concurrency {
                    call().await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    begin.elapsed()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Lets the sides take turns, prints the medians, and says whether the target is met.
async fn compare<A, B, X, Y>(what: &str, concurrency: usize, client: A, bare: B) -> bool
where
    A: Fn() -> X + Clone + Send + 'static,
    B: Fn() -> Y + Clone + Send + 'static,
    X: Future<Output = ()> + Send + 'static,
    Y: Future<Output = ()> + Send + 'static,
{
    let warm = 4 * concurrency;
    let one = time(bare.clone(), warm, concurrency).await.max(time(client.clone(), warm, concurrency).await);
    let calls = (TURN.as_nanos() * warm as u128 / one.as_nanos().max(1)) as usize;
    let calls = calls.next_multiple_of(concurrency).max(concurrency);
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (a, b) = if round % 2 == 0 {
            let a = time(client.clone(), calls, concurrency).await;
            (a, time(bare.clone(), calls, concurrency).await)
        } else {
            let b = time(bare.clone(), calls, concurrency).await;
            (time(client.clone(), calls, concurrency).await, b)
        };
        let each = |time: Duration| time.as_secs_f64() * 1e6 / calls as f64;
        ours.push(each(a));
        theirs.push(each(b));
        ratios.push(a.as_secs_f64() / b.as_secs_f64());
    }
    let (ours, theirs, overhead) = (median(ours), median(theirs), (median(ratios) - 1.0) * 100.0);
    println!(
        "{what:<12} {concurrency:>2} at a time   client {ours:>8.1} us   bare {theirs:>8.1} us   overhead {overhead:>+6.1} %"
    );
    overhead <= TARGET
}

fn bare_request(http: &reqwest::Client, url: &str) -> reqwest::RequestBuilder {
    let request = http.get(format!("{url}organization_id=10234695"));
    request.header("Authorization", "Zoho-oauthtoken 1000.secret").header("Accept", "application/json")
}

fn main() {
    let url = serve();
    let client = Client::builder()
        .base_url(&url)
        .accounts_url(&url)
        .organization("10234695")
        .auth(AccessToken::new("1000.secret"))
        .limits(Limits::none())
        .build()
        .unwrap();
    let http = bare_client();
    let met = runtime().block_on(async {
        let mut met = true;
        for concurrency in CONCURRENCIES {
            let (client_, http_, url_) =
                (client.clone(), http.clone(), format!("{url}/bench/v1/things/460000000026001?"));
            let ours = move || {
                let client = client_.clone();
                async move {
                    let call = Call::new(&client, GET).path("thing_id", Id::from("460000000026001"));
                    let thing = Pending::<Thing>::payload(call).await.unwrap();
                    assert!(thing.thing_id.is_some());
                }
            };
            let bare = move || {
                let request = bare_request(&http_, &url_);
                async move {
                    let bytes = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
                    let object: BareObject = serde_json::from_slice(&bytes).unwrap();
                    assert!(object.code == 0 && object.thing.thing_id.is_some());
                }
            };
            met &= compare("one object", concurrency, ours, bare).await;
        }
        for concurrency in CONCURRENCIES {
            let (client_, http_, url_) = (client.clone(), http.clone(), format!("{url}/bench/v1/things?per_page=200&"));
            let ours = move || {
                let client = client_.clone();
                async move {
                    let call = Call::new(&client, LIST).query("per_page", 200_u32);
                    let page = Pending::<Page<Thing>>::payload(call).await.unwrap();
                    assert!(page.items.len() == 200 && page.has_more() == Some(false));
                }
            };
            let bare = move || {
                let request = bare_request(&http_, &url_);
                async move {
                    let bytes = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
                    let list: BareList = serde_json::from_slice(&bytes).unwrap();
                    assert!(list.code == 0 && list.things.len() == 200 && !list.page_context.has_more_page);
                }
            };
            met &= compare("list of 200", concurrency, ours, bare).await;
        }
        met
    });
    println!("{} {TARGET} %", if met { "all within" } else { "not all within" });
}

/// The settings that the client has for this machine.
fn bare_client() -> reqwest::Client {
    #[cfg(feature = "rustls-tls")]
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let builder = reqwest::Client::builder()
        .no_proxy()
        .connect_timeout(Duration::from_secs(15))
        .pool_idle_timeout(Duration::from_secs(20))
        .user_agent("bare")
        .redirect(reqwest::redirect::Policy::none())
        .referer(false);
    if std::env::args().any(|argument| argument == "unlimited") {
        return builder.build().unwrap();
    }
    builder.timeout(Duration::from_secs(300)).read_timeout(Duration::from_secs(60)).build().unwrap()
}
