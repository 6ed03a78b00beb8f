//! Requests of the sample and their answers, each sent once.

use std::time::Duration;

use serde_json::json;

use super::{client, client_saying};
use crate::runtime::sample::{CreatePayment, List, PaymentInvoiceInput};
use crate::runtime::server::{Reply, Server};
use crate::{AccessToken, AuthErrorKind, Client, DataCenter, Error, Id, Operation, RateLimit, dec};

#[tokio::test]
async fn get_sends_token_and_organisation_and_reads_the_payload() {
    let body =
        json!({"code": 0, "message": "success", "payment": {"payment_id": 9030000079467_u64, "amount": "450.10"}});
    let (client, server) = client_saying(200, body).await;
    let payment = client.sample().get("9030000079467").send().await.unwrap();
    assert_eq!(payment.payment_id.unwrap(), "9030000079467");
    assert_eq!(payment.amount, Some(dec!(450.10)));
    let seen = server.seen();
    assert_eq!(seen[0].method, "GET");
    assert_eq!(seen[0].target, "/sample/v1/payments/9030000079467?organization_id=10234695");
    assert_eq!(seen[0].header("authorization"), Some("Zoho-oauthtoken 1000.secret"));
    assert_eq!(seen[0].header("accept"), Some("application/json"));
}

#[tokio::test]
async fn a_request_can_be_awaited_as_it_is() {
    let (client, _server) = client_saying(200, json!({"code": 0, "message": "", "payment": {}})).await;
    client.sample().get(1_u64).await.unwrap();
}

#[tokio::test]
async fn full_and_raw_have_all_parts() {
    let body = json!({"code": 0, "message": "success", "payment": {}, "more": [1]});
    let (client, _server) = client_saying(201, body.clone()).await;
    let full = client.sample().get("1").send_full().await.unwrap();
    assert_eq!((full.status, full.code, full.message.as_deref()), (201, Some(0), Some("success")));
    assert_eq!(full.extra["more"], json!([1]));
    assert!(full.headers.contains_key("content-type"));
    let raw = client.sample().get("1").send_raw().await.unwrap();
    assert_eq!((raw.status, raw.body.to_vec()), (201, body.to_string().into_bytes()));
}

#[tokio::test]
async fn the_organisation_of_client_and_request() {
    let (client, server) = client_saying(200, json!({"code": 0, "message": "", "payment": {}, "payments": []})).await;
    let body = CreatePayment::new("1", dec!(1), vec![]);
    client.sample().create(&body).send().await.unwrap();
    client.with_organization("2").sample().list().send().await.unwrap();
    client.sample().list().organization(3_u64).send().await.unwrap();
    client.sample().delete("1").send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].header("x-organizationid"), Some("10234695"));
    assert_eq!(seen[0].query("organization_id"), None);
    assert_eq!(seen[1].query("organization_id"), Some("2"));
    assert_eq!(seen[2].query("organization_id"), Some("3"));
    assert_eq!((seen[3].query("organization_id"), seen[3].header("x-organizationid")), (None, None));
}

#[tokio::test]
async fn a_missing_organisation_is_an_error_before_sending() {
    let (_, server) = client_saying(200, json!({})).await;
    let client =
        Client::builder().base_url(&server.url).accounts_url(&server.url).auth(AccessToken::new("t")).build().unwrap();
    let error = client.sample().list().send().await.unwrap_err();
    assert!(matches!(&error, Error::InvalidInput { name, .. } if name == "organization_id"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let (_, server) = client_saying(200, json!({})).await;
    let client = Client::builder().base_url(&server.url).accounts_url(&server.url).build().unwrap();
    let error = client.sample().delete("1").send().await.unwrap_err();
    assert!(matches!(&error, Error::Auth(auth) if auth.kind == AuthErrorKind::Missing), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_wrong_list_key_is_no_empty_list() {
    let (client, _server) = client_saying(200, json!({"code": 0, "message": "", "customerpayments": [{}]})).await;
    let error = client.sample().list().send().await.unwrap_err().to_string();
    assert!(error.contains("payments: ") && error.contains("customerpayments"), "{error}");
}

#[tokio::test]
async fn create_sends_what_was_set() {
    let (client, server) = client_saying(201, json!({"code": 0, "message": "", "payment": {"payment_id": "1"}})).await;
    let body = CreatePayment::new("460000000026049", dec!(450.00), vec![PaymentInvoiceInput::new("90300000000079426")])
        .clear_reference_number()
        .date("2026-01-31")
        .tags(["12", "x"])
        .extra("note", "own");
    client.sample().create(&body).send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].header("content-type"), Some("application/json"));
    assert_eq!(
        seen[0].text(),
        r#"{"note":"own","customer_id":460000000026049,"amount":450,"invoices":[{"invoice_id":"90300000000079426"}],"reference_number":null,"date":"2026-01-31","tags":[12,"x"]}"#
    );
}

#[tokio::test]
async fn delete_answers_nothing() {
    let (client, server) = client(|request| match request.path() {
        "/sample/v1/payments/1" => Reply::json(200, r#"{"code":0,"message":"deleted"}"#),
        _ => Reply::new(204, "text/plain", ""),
    })
    .await;
    let full = client.sample().delete("1").send_full().await.unwrap();
    assert_eq!(full.message.as_deref(), Some("deleted"));
    client.sample().delete("2").send().await.unwrap();
    assert_eq!(server.seen()[1].method, "DELETE");
}

#[tokio::test]
async fn a_download_is_a_file() {
    let (client, server) = client(|_| {
        Reply::new(200, "application/pdf;charset=UTF-8", b"%PDF".to_vec())
            .header("Content-Disposition", "attachment; filename=\"CP-1.pdf\"")
    })
    .await;
    let file = client.sample().pdf("1").send().await.unwrap();
    assert_eq!(
        (file.content_type(), file.file_name(), &file.bytes()[..]),
        (Some("application/pdf"), Some("CP-1.pdf"), &b"%PDF"[..])
    );
    let path = std::env::temp_dir().join(format!("zoho-finance-{}-saved.pdf", std::process::id()));
    file.save(&path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"%PDF");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(server.seen()[0].header("accept"), Some("*/*"));
}

#[tokio::test]
async fn a_download_may_be_an_error() {
    let (client, _server) = client_saying(200, json!({"code": 1002, "message": "does not exist"})).await;
    let error = client.sample().pdf("1").send().await.unwrap_err();
    assert!(matches!(&error, Error::Api { code: 1002, status: 200, operation, .. } if operation == "get_payment_pdf"));
    assert!(error.is_not_found());
}

#[tokio::test]
async fn a_code_is_an_error_whatever_the_status() {
    for status in [200, 400, 500] {
        let (client, _server) = client_saying(status, json!({"message": "invalid", "code": 4, "payment": "?"})).await;
        let error = client.sample().get("1").send().await.unwrap_err();
        assert_eq!(error.to_string(), format!("get_payment: invalid (code 4, HTTP {status})"));
        assert_eq!(error.code(), Some(4));
    }
}

#[tokio::test]
async fn a_refused_token_is_an_auth_error() {
    let (client, server) = client_saying(401, json!({"code": 57, "message": "You are not authorized"})).await;
    let error = client.sample().get("1").send().await.unwrap_err();
    assert!(
        matches!(&error, Error::Auth(auth) if auth.kind == AuthErrorKind::TokenOrScope && auth.code == Some(57)),
        "{error}"
    );
    assert_eq!(
        error.to_string(),
        "get_payment: the access token was rejected, or lacks a scope: You are not authorized (code 57); it asks for Sample.payments.GET"
    );
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn limits_are_told_apart() {
    for (code, limit) in [(44, RateLimit::PerMinute), (45, RateLimit::PerDay), (1070, RateLimit::Concurrency)] {
        let (client, _server) = client(move |_| {
            Reply::json(429, json!({"code": code, "message": "slow"}).to_string()).header("Retry-After", "7")
        })
        .await;
        let error = client.sample().get("1").send().await.unwrap_err();
        assert!(
            matches!(&error, Error::RateLimit { limit: known, retry_after: Some(wait), .. } if *known == limit && *wait == Duration::from_secs(7)),
            "{error}"
        );
    }
    let (client, _server) = client(|_| Reply::new(429, "text/html", "<html>slow down")).await;
    let error = client.sample().get("1").send().await.unwrap_err();
    assert!(matches!(error, Error::RateLimit { limit: RateLimit::Other, .. }));
}

#[tokio::test]
async fn pages_that_are_no_json_are_typed_errors() {
    for (status, body, problem) in [
        (200, "<html>hello</html>", "HTML"),
        (200, "", "empty"),
        (502, "<html>bad gateway</html>", "bad gateway"),
        (302, "", "answered with an error"),
        (404, r#"{"message":"no such page"}"#, "no such page"),
    ] {
        let (client, _server) = client(move |_| Reply::new(status, "text/html", body)).await;
        let error = client.sample().get("1").send().await.unwrap_err();
        assert!(matches!(&error, Error::UnexpectedBody { problem: text, .. } if text.contains(problem)), "{error}");
    }
}

#[tokio::test]
async fn broken_json_and_wrong_kinds_are_decode_errors() {
    let (client, _server) = client(|_| Reply::json(200, r#"{"code":0,"payment":{"#)).await;
    assert!(matches!(client.sample().get("1").send().await, Err(Error::Decode { .. })));

    let body = json!({"code": 0, "message": "", "payment": {"invoices": [{}, {"amount_applied": [1]}]}});
    let (client, _server) = client_saying(200, body).await;
    match client.sample().get("1").send().await.unwrap_err() {
        Error::Decode { path, problem, operation } => {
            assert_eq!(path, "payment.invoices[1].amount_applied");
            assert_eq!(problem, "expected a number, found a list");
            assert_eq!(operation, "get_payment");
        }
        other => panic!("{other}"),
    }

    let (client, _server) = client_saying(200, json!({"code": 0, "message": "", "payment": {"count": 12.5}})).await;
    let error = client.sample().get("1").send().await.unwrap_err().to_string();
    assert_eq!(error, "get_payment: payment.count: expected an integer, found 12.5");

    let (client, _server) = client_saying(200, json!({"code": 0, "message": "", "pay_ment": {}})).await;
    let error = client.sample().get("1").send().await.unwrap_err().to_string();
    assert_eq!(error, "get_payment: payment: expected the result, found no value, but the keys pay_ment");

    let (client, _server) = client_saying(200, json!([1])).await;
    let error = client.sample().get("1").send().await.unwrap_err().to_string();
    assert_eq!(error, "get_payment: expected an object with code and message, found a list");
}

#[tokio::test]
async fn one_thing_in_a_list() {
    let (client, _server) = client_saying(200, json!({"code": 0, "message": "", "refunds": [{"payment_id": 1}]})).await;
    assert_eq!(client.sample().refund("1").send().await.unwrap().payment_id, Some(Id::from("1")));
    let (client, _server) = client_saying(200, json!({"code": 0, "message": "", "refunds": []})).await;
    let error = client.sample().refund("1").send().await.unwrap_err().to_string();
    assert_eq!(error, "refund_payment: refunds: expected a list with one element, found an empty list");
}

#[tokio::test]
async fn flat_fields_and_what_remains() {
    let (client, server) = client_saying(200, json!({"code": 0, "message": "", "payment_id": 1, "x": 2})).await;
    let payment = client.sample().update_by_custom_field("cf_a", "Zürich").x_upsert(true).send().await.unwrap();
    assert_eq!(payment.payment_id, Some(Id::from("1")));
    assert_eq!(server.seen()[0].header("x-unique-identifier-value"), Some("Zürich"));
    assert_eq!(server.seen()[0].header("x-upsert"), Some("true"));
    let rest = client.sample().email_many(["1", "2"]).send().await.unwrap();
    assert_eq!(rest, json!({"payment_id": 1, "x": 2}));
    assert_eq!(server.seen()[1].query("payment_ids"), Some("1%2C2"));
}

#[tokio::test]
async fn answers_are_bounded() {
    let server = Server::start(|_| Reply::json(200, vec![b' '; 2048])).await;
    let client = Client::builder().base_url(&server.url).accounts_url(&server.url).auth(AccessToken::new("t"));
    let client = client.max_response_bytes(1024).build().unwrap();
    assert!(matches!(client.sample().delete("1").send().await, Err(Error::TooLarge { limit: 1024, .. })));
}

#[tokio::test]
async fn headers_are_bounded_too() {
    for (limit, is_ok) in [(4000, true), (2200, true), (2000, false), (1000, false)] {
        let server = Server::start(|_| {
            let body = json!({"code": 0, "message": "", "payment": {}}).to_string();
            Reply::json(200, body).header("X-Long", &"x".repeat(2000))
        })
        .await;
        let client = Client::builder().base_url(&server.url).accounts_url(&server.url).auth(AccessToken::new("t"));
        let client = client.max_response_bytes(limit).organization("1").build().unwrap();
        let result = client.sample().get("1").send().await;
        assert!(is_ok && result.is_ok() || matches!(result, Err(Error::TooLarge { .. })), "{limit}: {result:?}");
    }
}

#[tokio::test]
async fn a_time_limit() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::builder().base_url(&url).accounts_url(&url).auth(AccessToken::new("t"));
    let client = client.timeout(Duration::from_millis(100)).build().unwrap();
    assert!(matches!(client.sample().delete("1").send().await, Err(Error::Timeout { .. })));
}

#[test]
fn futures_can_move_between_threads() {
    fn send<T: Send + 'static>(_: T) {}
    fn shared<T: Send + Sync + Unpin + 'static>() {}
    let client = Client::builder().organization("1").data_center(DataCenter::Eu).build().unwrap();
    send(client.sample().list().send());
    send(client.sample().list().send_full());
    send(client.sample().list().stream());
    send(client.sample().list().stream().collect_all());
    shared::<Error>();
    shared::<Client>();
    assert_eq!(List::SPEC.id, "list_payments");
}
