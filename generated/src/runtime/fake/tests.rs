//! What the fake service does, with a table of its own.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Error, Fault, Received, Service};
use crate::runtime::policy::retry::RetryPolicy;
use crate::{AccessToken, AuthErrorKind, AuthorizationCode, Client, RefreshToken, Scopes};

/// A list, a member of it, one that is made, a file and an upload.
fn tables() -> String {
    let organization = json!(["query", "organization_id"]);
    let things = json!([{"thing_id": "71", "name": "a"}, {"thing_id": "72", "name": "b"}]);
    let list =
        json!({"code": 0, "message": "success", "things": things, "page_context": {"page": 1, "applied_filter": "x"}});
    json!([{
        "product": "p",
        "shapes": [
            {"kind": "object", "keys": {"name": "text", "amount": "number", "lines": 1}, "required": ["name"]},
            {"kind": "array", "items": 2},
            {"kind": "object", "keys": {"rate": "integer", "on": "boolean"}, "any": [3, 4]},
            {"required": ["rate"]},
            {"required": ["on"]},
        ],
        "operations": [
            {"id": "list_things", "method": "GET", "path": "/p/v1/things", "organization": organization,
             "scopes": ["P.things.READ"], "query": {"filter": false}, "list": {"key": "things", "id": "thing_id"},
             "answer": {"status": 200, "body": list}},
            {"id": "get_thing", "method": "GET", "path": "/p/v1/things/{thing_id}", "format": "accept",
             "answer": {"status": 200, "body": {"code": 0, "message": "success", "thing": {"thing_id": "71"}}}},
            {"id": "get_summary", "method": "GET", "path": "/p/v1/things/summary",
             "answer": {"status": 200, "body": {"code": 0, "message": "success", "total": 1}}},
            {"id": "create_thing", "method": "POST", "path": "/p/v1/things", "query": {"number": true},
             "scopes": ["P.things.CREATE"], "body": {"required": true, "json": 0},
             "answer": {"status": 201, "body": {"code": 0, "message": "made", "thing": {}}}},
            {"id": "add_file", "method": "POST", "path": "/p/v1/things/{thing_id}/file",
             "body": {"parts": [{"name": "file", "file": true, "required": true}]},
             "answer": {"status": 200, "media": "text/csv"}},
        ],
    }])
    .to_string()
}

fn service() -> Service {
    Service::builder().tables(tables()).start_blocking().unwrap()
}

fn client(service: &Service) -> Client {
    service.client().retry(RetryPolicy::none()).build().unwrap()
}

/// Status and JSON body of an answer, without the client's own rules. The service has a thread of its own.
fn exchange(service: &Service, line: &str, headers: &[(&str, &str)], body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(service.url().trim_start_matches("http://")).unwrap();
    let mut head = format!("{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
    write!(stream, "{head}\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap_or_default())
}

fn ask(service: &Service, method: &str, path: &str, body: Option<&str>) -> (u16, Value) {
    let token = format!("Zoho-oauthtoken {}", service.access_token());
    let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
    exchange(service, &format!("{method} {path}"), &headers, body.unwrap_or_default())
}

fn last(service: &Service) -> Received {
    service.requests().pop().unwrap()
}

#[test]
fn requests_are_checked_in_the_services_order() {
    let service = service();
    let things = "/p/v1/things?organization_id=1";
    for (method, path, body, status, code) in [
        ("GET", "/p/v1/nothing", None, 404, 5),
        ("PATCH", things, None, 404, 5),
        ("GET", things, None, 200, 0),
        ("GET", "/p/v1/things", None, 400, 4),
        ("GET", "/p/v1/things?organization_id=1&page=0", None, 400, 4),
        ("GET", "/p/v1/things/71", None, 200, 0),
        ("GET", "/p/v1/things/", None, 404, 5),
        ("POST", "/p/v1/things", Some(r#"{"name":"a"}"#), 400, 4),
        ("POST", "/p/v1/things?number=1", None, 400, 4),
        ("POST", "/p/v1/things?number=1", Some("{"), 400, 1038),
        ("POST", "/p/v1/things?number=1", Some("{}"), 400, 4),
        ("POST", "/p/v1/things?number=1", Some(r#"{"name":null}"#), 400, 4),
        ("POST", "/p/v1/things?number=1", Some(r#"{"name":"a","amount":"x"}"#), 400, 4),
        ("POST", "/p/v1/things?number=1", Some(r#"{"name":7,"amount":"1.5","lines":null}"#), 201, 0),
        ("POST", "/p/v1/things?number=1", Some(r#"{"name":"a","lines":[{"rate":2},{"on":"true"}]}"#), 201, 0),
        ("POST", "/p/v1/things?number=1", Some(r#"{"name":"a","lines":[{}]}"#), 400, 4),
        ("POST", "/p/v1/things?number=1", Some(r#"{"name":"a","lines":{}}"#), 400, 4),
        ("POST", "/p/v1/things/71/file", Some("{}"), 400, 4),
    ] {
        let (is, answer) = ask(&service, method, path, body);
        assert_eq!((is, answer["code"].as_i64()), (status, Some(code)), "{method} {path} {body:?}: {answer}");
    }
    ask(&service, "GET", "/p/v1/things/summary", None);
    assert_eq!(last(&service).operation.as_deref(), Some("get_summary"));
}

#[test]
fn what_is_not_documented_is_told_and_in_strict_refused() {
    let path = "/p/v1/things?number=1&colour=red";
    let body = r#"{"name":"a","size":1,"lines":[{"rate":1,"of":{}}]}"#;
    let service = service();
    assert_eq!(ask(&service, "POST", path, Some(body)).0, 201);
    assert_eq!(last(&service).undocumented, ["body.lines[0].of", "body.size", "query colour"]);
    let strict = Service::builder().tables(tables()).strict().start_blocking().unwrap();
    assert_eq!(ask(&strict, "POST", path, Some(body)).0, 400);
}

#[test]
fn lists_come_in_pages() {
    let service = service();
    let path = "/p/v1/things?organization_id=1";
    let (_, answer) = ask(&service, "GET", path, None);
    assert_eq!(answer["things"].as_array().unwrap().len(), 2);
    assert_eq!(
        answer["page_context"],
        json!({"page": 1, "per_page": 200, "has_more_page": false, "applied_filter": "x"})
    );
    service.on_id("list_things").unwrap().items(5);
    let mut ids = Vec::new();
    for page in 1..=4 {
        let (_, answer) = ask(&service, "GET", &format!("{path}&page={page}&per_page=2"), None);
        assert_eq!(answer["page_context"]["has_more_page"], json!(page < 3));
        ids.extend(answer["things"].as_array().unwrap().iter().map(|item| item["thing_id"].clone()));
    }
    assert_eq!(ids, ["71", "72", "73", "74", "75"]);
}

#[tokio::test]
async fn tokens_and_scopes() {
    let service = service();
    let read = || client(&service).request("GET", "/p/v1/things/71");
    let built =
        |token: &str| service.client().retry(RetryPolicy::none()).auth(AccessToken::new(token)).build().unwrap();
    assert!(read().send().await.is_ok());
    service.accept_token_for("own", &Scopes::from(["P.things.ALL"]));
    service.accept_token_for("narrow", &Scopes::from(["P.others.ALL"]));
    for (token, good) in [("own", true), ("narrow", false), ("none", false)] {
        let call = built(token).request("GET", "/p/v1/things").query("organization_id", "1").send().await;
        assert_eq!(call.is_ok(), good, "{token}");
    }
    assert_eq!(last(&service).problem.unwrap().0, 57);
    let (status, answer) = exchange(&service, "GET /p/v1/things/71", &[], "");
    assert_eq!((status, answer["code"].as_i64()), (401, Some(14)));
    assert!(!format!("{:?}", service.requests()).contains(service.access_token()));
}

#[tokio::test]
async fn it_is_the_accounts_server_too() {
    let service = service();
    let auth = RefreshToken::new("id", "secret", service.refresh_token());
    let client = service.client().auth(auth).build().unwrap();
    let read = || client.request("GET", "/p/v1/things/71").send();
    read().await.unwrap();
    service.expire_tokens();
    read().await.unwrap();
    let paths: Vec<String> = service.requests().into_iter().map(|request| request.path).collect();
    let (token, thing) = ("/oauth/v2/token", "/p/v1/things/71");
    assert_eq!(paths, [token, thing, thing, token, thing]);

    let unknown = service.client().auth(RefreshToken::new("id", "secret", "other")).build().unwrap();
    let error = unknown.request("GET", thing).send().await.unwrap_err();
    assert!(matches!(&error, crate::Error::Auth(error) if error.kind == AuthErrorKind::Refused), "{error}");

    service.accept_code("once");
    let code = || AuthorizationCode::new("id", "secret", "once").redirect_uri("https://example.com");
    assert!(code().exchange(&client).await.unwrap().refresh_token.is_some());
    assert!(code().exchange(&client).await.is_err());
}

#[test]
fn faults_come_on_order_and_in_order() {
    let service = service();
    let call = || ask(&service, "GET", "/p/v1/things/71", None);
    let faults = [
        (Fault::PerMinute, 429, Some(44)),
        (Fault::PerDay, 429, Some(45)),
        (Fault::Concurrency, 429, Some(1070)),
        (Fault::Unauthorized, 401, Some(57)),
        (Fault::Internal, 500, Some(1000)),
        (Fault::Api { status: 400, code: 1002, message: "gone".to_owned() }, 400, Some(1002)),
        (Fault::Html, 200, None),
        (Fault::Truncated, 200, None),
        (Fault::Empty, 200, None),
    ];
    faults.iter().for_each(|(fault, ..)| service.next(fault.clone()));
    for (fault, status, code) in faults {
        let (is, answer) = call();
        assert_eq!((is, answer["code"].as_i64()), (status, code), "{fault:?}");
    }
    assert_eq!(call().0, 200);
    service.on_id("get_thing").unwrap().always(Fault::Internal);
    assert_eq!((call().0, call().0), (500, 500));
    assert_eq!(ask(&service, "GET", "/p/v1/things/summary", None).0, 200);
    service.on_id("GET /p/v1/things/{thing_id}").unwrap().works();
    assert_eq!(call().0, 200);
    assert!(matches!(service.on_id("no_thing"), Err(Error::UnknownOperation(_))));
}

#[tokio::test]
async fn connections_break_and_answers_wait() {
    let service = service();
    let get = || client(&service).request("GET", "/p/v1/things/71").send();
    for fault in [Fault::Reset, Fault::Cut] {
        service.next(fault.clone());
        let error = get().await.unwrap_err();
        assert!(matches!(error, crate::Error::Transport { .. }), "{fault:?}: {error}");
    }
    service.next(Fault::Slow(Duration::from_millis(80)));
    let begun = Instant::now();
    get().await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn answers_can_be_changed() {
    let service = service();
    let body = json!({"code": 0, "message": "own", "thing": {"thing_id": 9}});
    service.on_id("get_thing").unwrap().answer(body.clone()).status(202);
    assert_eq!(ask(&service, "GET", "/p/v1/things/71", None), (202, body));
    service.reset();
    assert_eq!(ask(&service, "GET", "/p/v1/things/71", None).0, 200);
    assert_eq!(service.requests().len(), 1);
    let file = client(&service).request("GET", "/p/v1/things/71").query("accept", "pdf").send_raw().await.unwrap();
    assert!(file.content_type().as_deref() == Some("application/pdf") && file.body.starts_with(b"%PDF"));
}

#[test]
fn parts_are_checked() {
    let service = service();
    let token = format!("Zoho-oauthtoken {}", service.access_token());
    let headers = [("authorization", token.as_str()), ("content-type", "multipart/form-data; boundary=x")];
    let send = |body: &str| exchange(&service, "POST /p/v1/things/71/file", &headers, &body.replace('\n', "\r\n")).0;
    let file = "--x\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\n\nbytes\n--x--\n";
    for (body, status) in [
        (file.to_owned(), 200),
        (file.replace("; filename=\"a.png\"", ""), 400),
        (file.replace("name=\"file\"", "name=\"other\""), 400),
        (file.replace("--x--", "--x"), 400),
        (String::new(), 400),
    ] {
        assert_eq!(send(&body), status, "{body}");
    }
}

#[test]
fn it_ends_when_it_is_dropped() {
    let service = service();
    let address = service.url().trim_start_matches("http://").to_owned();
    drop(service);
    assert!(TcpStream::connect(&address).is_err());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = Service::builder().tables(tables()).port(port).start_blocking().unwrap_err();
    assert!(matches!(error, Error::Io(_)), "{error}");
    assert!(Service::builder().tables("{").start_blocking().is_err());
}
