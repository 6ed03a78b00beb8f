//! Requests by hand.

use serde_json::{Value, json};

use super::{client, client_saying, code};
use crate::runtime::sample::{CreatePayment, Payment, PaymentInvoiceInput};
use crate::runtime::server::Reply;
use crate::{Error, Id, RetryPolicy, Tenancy, Upload, dec};

#[tokio::test]
async fn path_query_headers_and_json() {
    let (client, server) = client_saying(200, json!({"code": 0, "organizations": []})).await;
    let request = client.request("post", "/books/v3/a b/{id}.pdf").path("id", "x").path("id", Id::from("1/2"));
    let request = request.query("page", 2_u32).query("page", 3_u32).header("X-Own", "1").header("x-own", "2");
    let body = request.json(&json!({"x": 1})).send().await.unwrap();
    assert_eq!(body["organizations"], json!([]));
    let seen = server.seen();
    assert_eq!((seen[0].method.as_str(), seen[0].text().as_str()), ("POST", "{\"x\":1}"));
    assert_eq!(seen[0].target, "/books/v3/a%20b/1%2F2.pdf?page=2&page=3");
    assert_eq!(seen[0].header("authorization"), Some("Zoho-oauthtoken 1000.secret"));
    assert_eq!((seen[0].header("x-own"), seen[0].header("content-type")), (Some("2"), Some("application/json")));
}

#[tokio::test]
async fn the_organisation_goes_where_the_caller_says() {
    let (client, server) = client_saying(200, json!({"code": 0})).await;
    client.request("GET", "/a").send().await.unwrap();
    client.request("GET", "/a").organization("7").send().await.unwrap();
    client.request("GET", "/a").tenancy(Tenancy::Query("org")).await.unwrap();
    client.with_organization("8").request("GET", "/a").tenancy(Tenancy::Header("X-Org")).send().await.unwrap();
    let request = client.request("GET", "/a").tenancy(Tenancy::Header("X-Org")).organization("9");
    request.send().await.unwrap();
    let seen = server.seen();
    let targets: Vec<&str> = seen.iter().map(|request| request.target.as_str()).collect();
    assert_eq!(targets, ["/a", "/a?organization_id=7", "/a?org=10234695", "/a", "/a"]);
    let headers: Vec<Option<&str>> = seen.iter().map(|request| request.header("x-org")).collect();
    assert_eq!(headers, [None, None, None, Some("8"), Some("9")]);
    let error = client.request("GET", "/a").organization(" ").send().await.unwrap_err();
    assert!(matches!(error, Error::InvalidInput { .. }));
}

#[tokio::test]
async fn bodies_of_every_kind() {
    let (client, server) = client_saying(200, json!({"code": 0})).await;
    let post = || client.request("POST", "/a");
    post().form("b", "1 2").form("a", true).form("b", "&").send().await.unwrap();
    post().body("text/csv", "a,b\n").send().await.unwrap();
    let file = Upload::bytes("a.txt", "content");
    post().file("attachment", file).text("kind", "x").json(&json!({"y": 1})).send().await.unwrap();
    post().json(&CreatePayment::new("1", dec!(2.5), vec![PaymentInvoiceInput::new("3")])).send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].text(), "b=%26&a=true");
    assert_eq!(seen[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!((seen[1].text().as_str(), seen[1].header("content-type")), ("a,b\n", Some("text/csv")));
    assert!(seen[2].header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    for part in ["name=\"JSONString\"", "{\"y\":1}", "name=\"attachment\"; filename=\"a.txt\"", "name=\"kind\""] {
        assert!(seen[2].text().contains(part), "{part}");
    }
    assert_eq!(seen[3].text(), r#"{"customer_id":1,"amount":2.5,"invoices":[{"invoice_id":"3"}]}"#);
    let bad = post().file("a", Upload::bytes("a", "b")).header("Content-Type", "text/plain").send().await;
    assert!(matches!(bad, Err(Error::InvalidInput { .. })));
}

#[tokio::test]
async fn answers_as_any_type() {
    let answer = json!({"code": 0, "message": "done", "payment": {"payment_id": 1, "amount": "4.50"}, "more": [1]});
    let (client, _server) = client_saying(201, answer.clone()).await;
    let get = || client.request("GET", "/a");
    assert_eq!(get().send().await.unwrap(), answer);
    let payment: Payment = get().result_key("payment").send_as().await.unwrap();
    assert_eq!((payment.payment_id.unwrap().as_str(), payment.amount), ("1", Some(dec!(4.50))));
    let whole: std::collections::HashMap<String, Value> = get().send_as().await.unwrap();
    assert_eq!(whole.len(), 4);
    let full = get().result_key("payment").send_full().await.unwrap();
    assert_eq!((full.status, full.code, full.message.as_deref()), (201, Some(0), Some("done")));
    assert_eq!((full.payload["amount"].as_str(), full.extra.len()), (Some("4.50"), 1));
    let full = get().send_full_as::<Value>().await.unwrap();
    assert_eq!((full.payload, full.code, full.extra.len()), (answer, Some(0), 0));
    let error = get().result_key("invoice").send().await.unwrap_err();
    assert!(matches!(&error, Error::Decode { path, .. } if path == "invoice"), "{error}");
    assert!(error.to_string().contains("more, payment"), "{error}");
    let error = get().result_key("payment").send_as::<Vec<i64>>().await.unwrap_err();
    assert!(matches!(&error, Error::Decode { operation, .. } if operation == "GET /a"), "{error}");
    assert_eq!(get().send_raw().await.unwrap().status, 201);
}

#[tokio::test]
async fn answers_that_are_no_objects() {
    let (client, _server) = client_saying(200, json!([1, 2])).await;
    let full = client.request("GET", "/a").send_full_as::<Vec<i64>>().await.unwrap();
    assert_eq!((full.payload, full.code), (vec![1, 2], None));
    assert!(matches!(client.request("GET", "/a").result_key("x").send().await, Err(Error::Decode { .. })));
}

#[tokio::test]
async fn errors_and_retries_are_those_of_all_requests() {
    let (client, server) = client(super::in_turn(vec![|| code(500, 1000), || code(200, 5)])).await;
    let retry = RetryPolicy::default().delays(std::time::Duration::ZERO, std::time::Duration::ZERO);
    let error = client.request("GET", "/a").retry(retry).send().await.unwrap_err();
    assert!(matches!(error, Error::Api { code: 5, .. }), "{error}");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn files() {
    let (client, server) = client(|request| match request.path() {
        "/file" => {
            Reply::new(200, "application/pdf", "%PDF").header("Content-Disposition", "attachment; filename=a.pdf")
        }
        "/empty" => Reply::new(200, "application/pdf", ""),
        _ => code(404, 1002),
    })
    .await;
    let file = client.request("GET", "/file").send_download().await.unwrap();
    assert_eq!(file.bytes().as_ref(), b"%PDF");
    assert_eq!(server.seen()[0].header("accept"), Some("*/*"));
    client.request("GET", "/file").header("Accept", "application/pdf").send_download().await.unwrap();
    assert_eq!(server.seen()[1].header("accept"), Some("application/pdf"));
    assert!(client.request("GET", "/none").send_download().await.unwrap_err().is_not_found());
    assert!(matches!(client.request("GET", "/empty").send_download().await, Err(Error::UnexpectedBody { .. })));
}

#[tokio::test]
async fn nothing_is_sent() {
    let (client, server) = client_saying(200, json!({})).await;
    let prepared = client.request("GET", "/a/{b}").path("b", "c d").query("x", "y").prepare().unwrap();
    assert_eq!((prepared.method.as_str(), prepared.path.as_str()), ("GET", "/a/c%20d?x=y"));
    assert!(!prepared.headers.contains_key("authorization"));
    assert_eq!(server.count(), 0);
}

#[test]
fn a_key_by_hand_takes_the_place_of_a_documented_one() {
    let body = CreatePayment::new("1", dec!(2), vec![]).reference_number("r").extra("amount", "2,5").extra("own", 1);
    let text = serde_json::to_string(&body.extra("reference_number", Value::Null)).unwrap();
    assert_eq!(text, r#"{"amount":"2,5","own":1,"reference_number":null,"customer_id":1,"invoices":[]}"#);
}
