//! Calls as a user makes them, against a real server on loopback.
//!
//! In: the public API of the generated crate. Out: what goes over the wire (method, path, query, organisation,
//! authorisation, body) and what comes back to the caller.

use serde_json::{Value, json};
use zoho_finance::{AccessToken, Client, Error, Upload, billing, books, dec, inventory};

use crate::support::server::{Answer, Request, Server};

const ORGANISATION: &str = "10234695";

fn client(server: &Server) -> Client {
    let auth = AccessToken::new("1000.token".to_owned());
    Client::builder().base_url(&server.url).organization(ORGANISATION).auth(auth).build().unwrap()
}

/// Method and path, the token, and the organisation in its place, once.
#[track_caller]
fn assert_sent(request: &Request, method: &str, path: &str, query: &[(&str, &str)]) {
    assert_eq!((request.method.as_str(), request.path.as_str()), (method, path));
    assert_eq!(request.header("authorization"), Some("Zoho-oauthtoken 1000.token"));
    let in_header = request.header("x-com-zoho-subscriptions-organizationid");
    let mut expected = query.to_vec();
    if path.starts_with("/billing/") {
        assert_eq!(in_header, Some(ORGANISATION));
    } else {
        assert_eq!(in_header, None);
        expected.push(("organization_id", ORGANISATION));
    }
    let mut given = request.query();
    expected.sort_unstable();
    given.sort_unstable();
    assert_eq!(given, expected);
}

fn done() -> Value {
    json!({ "code": 0, "message": "Done." })
}

#[tokio::test]
async fn get() {
    let body = json!({"code": 0, "message": "success", "payment": {"payment_id": 9030000079467_i64, "amount": "450.10", "date": "2016-06-05", "payment_mode": "barter"}});
    let server = Server::start(vec![Answer::json(200, &body)]).await;
    let payment = client(&server).books().customer_payments().get("90 300/7").send().await.unwrap();
    let request = server.only();
    assert_sent(&request, "GET", "/books/v3/customerpayments/90%20300%2F7", &[]);
    assert!(request.body.is_empty());
    assert_eq!(payment.payment_id.unwrap().as_str(), "9030000079467");
    assert_eq!(payment.amount, Some(dec!(450.10)));
    assert_eq!(payment.date.unwrap().as_str(), "2016-06-05");
    assert_eq!(payment.payment_mode, Some(books::PaymentMode::Other("barter".to_owned())));
    assert_eq!(payment.reference_number, None);
}

#[tokio::test]
async fn list() {
    let body = json!({"code": 0, "message": "success", "customerpayments": [{"payment_id": "1"}, {"payment_id": "2"}], "page_context": {"page": 3, "per_page": 2, "has_more_page": true}});
    let server = Server::start(vec![Answer::json(200, &body)]).await;
    let payments = client(&server).inventory().customer_payments();
    let page = payments.list().customer_name_contains("Bow man&co").page(3).per_page(2).send().await.unwrap();
    let query = [("customer_name_contains", "Bow man&co"), ("page", "3"), ("per_page", "2")];
    assert_sent(&server.only(), "GET", "/inventory/v1/customerpayments", &query);
    assert_eq!((page.items.len(), page.has_more(), page.page()), (2, Some(true), Some(3)));
}

#[tokio::test]
async fn stream() {
    let page = |ids: &[&str], more: bool| {
        let items: Vec<Value> = ids.iter().map(|id| json!({"invoice_id": id})).collect();
        Answer::json(
            200,
            &json!({"code": 0, "message": "success", "invoices": items, "page_context": {"has_more_page": more}}),
        )
    };
    let server = Server::start(vec![page(&["1", "2"], true), page(&["3"], false)]).await;
    let mut all = client(&server)
        .books()
        .invoices()
        .list()
        .filter_by(books::InvoiceFilter::Other("Status.Odd".to_owned()))
        .per_page(2)
        .stream();
    let mut ids = Vec::new();
    while let Some(invoice) = all.next().await {
        ids.push(invoice.unwrap().invoice_id.unwrap().into_string());
    }
    assert_eq!(ids, ["1", "2", "3"]);
    let seen = server.seen();
    for (request, page) in seen.iter().zip(["1", "2"]) {
        let query = [("filter_by", "Status.Odd"), ("page", page), ("per_page", "2")];
        assert_sent(request, "GET", "/books/v3/invoices", &query);
    }
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn pages_that_nobody_documents() {
    let page = |ids: &[&str]| {
        let items: Vec<Value> = ids.iter().map(|id| json!({"payment_id": id})).collect();
        Answer::json(200, &json!({"code": 0, "message": "success", "payments": items}))
    };
    let server = Server::start(vec![page(&["1", "2"]), page(&["3"])]).await;
    let all = client(&server).billing().payments().list().per_page(2).stream().collect_all().await.unwrap();
    assert_eq!(all.len(), 3);
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert_sent(&seen[1], "GET", "/billing/v1/payments", &[("page", "2"), ("per_page", "2")]);
}

#[tokio::test]
async fn create() {
    let body = json!({"code": 0, "message": "Payment recorded.", "payment": {"payment_id": "9030000079467"}, "instance_id": 7});
    let server = Server::start(vec![Answer::json(201, &body)]).await;
    let request = billing::CreatePayment::new("903000000000099", billing::PaymentMode::Cash, dec!(450))
        .date("2016-06-05")
        .exchange_rate(dec!(1.25))
        .clear_description()
        .invoices(vec![billing::PaymentInvoiceInput::new("90300000079426", dec!(450))])
        .extra("from_a_later_version", json!([1, null]));
    let full = client(&server).billing().payments().create(&request).send_full().await.unwrap();
    let sent = server.only();
    assert_sent(&sent, "POST", "/billing/v1/payments", &[]);
    assert_eq!(
        sent.json(),
        json!({
            "customer_id": "903000000000099",
            "payment_mode": "cash",
            "amount": 450,
            "date": "2016-06-05",
            "exchange_rate": 1.25,
            "description": null,
            "invoices": [{"invoice_id": "90300000079426", "amount_applied": 450}],
            "from_a_later_version": [1, null],
        })
    );
    assert_eq!((full.status, full.code), (201, Some(0)));
    assert_eq!(full.message.as_deref(), Some("Payment recorded."));
    assert_eq!(full.extra.get("instance_id"), Some(&json!(7)));
    assert_eq!(full.payload.payment_id.unwrap().as_str(), "9030000079467");
}

#[tokio::test]
async fn create_that_answers_with_a_list_of_one() {
    let body = json!({"code": 0, "message": "success", "payment_refunds": [{"payment_refund_id": "9"}]});
    let server = Server::start(vec![Answer::json(201, &body)]).await;
    let request = books::CreatePaymentRefund::new("2025-03-14", dec!(5), "460000000000361");
    let refund = client(&server).books().customer_payments().create_refund("42", &request).send().await.unwrap();
    assert_sent(&server.only(), "POST", "/books/v3/customerpayments/42/refunds", &[]);
    assert_eq!(refund.payment_refund_id.unwrap().as_str(), "9");
}

#[tokio::test]
async fn update() {
    let body = json!({"code": 0, "message": "success", "payment": {"payment_id": "42", "amount": 1}});
    let server = Server::start(vec![Answer::json(200, &body)]).await;
    let lines = vec![billing::PaymentInvoiceInput::new("7", dec!(1))];
    let request = billing::UpdatePayment::new("3", billing::PaymentMode::BankTransfer, dec!(1), lines);
    let payment = client(&server).billing().payments().update(42, &request).send().await.unwrap();
    let sent = server.only();
    assert_sent(&sent, "PUT", "/billing/v1/payments/42", &[]);
    assert_eq!(sent.json()["payment_mode"], "banktransfer");
    assert_eq!(payment.amount, Some(dec!(1)));
}

#[tokio::test]
async fn delete() {
    let server =
        Server::start(vec![Answer::json(200, &done()), Answer::json(200, &done()), Answer::json(200, &done())]).await;
    let client = client(&server);
    client.books().invoices().delete("1").send().await.unwrap();
    client.inventory().customer_payments().delete("2").send().await.unwrap();
    client.billing().payments().delete("3").send().await.unwrap();
    let seen = server.seen();
    assert_sent(&seen[0], "DELETE", "/books/v3/invoices/1", &[]);
    assert_sent(&seen[1], "DELETE", "/inventory/v1/customerpayments/2", &[]);
    assert_sent(&seen[2], "DELETE", "/billing/v1/payments/3", &[]);
}

#[tokio::test]
async fn action() {
    let server = Server::start(vec![Answer::json(200, &done())]).await;
    client(&server).books().invoices().mark_sent("1").send().await.unwrap();
    let request = server.only();
    assert_sent(&request, "POST", "/books/v3/invoices/1/status/sent", &[]);
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn upload() {
    let server = Server::start(vec![Answer::json(200, &done())]).await;
    let content = b"%PDF-1.7\r\n--not a boundary\0\xff";
    let file = Upload::bytes("rec\"eipt.pdf", content.to_vec());
    client(&server).books().invoices().add_attachment("1", file).send().await.unwrap();
    let request = server.only();
    assert_sent(&request, "POST", "/books/v3/invoices/1/attachment", &[]);
    let parts = request.parts();
    assert_eq!(parts.len(), 1, "{parts:?}");
    let (head, bytes) = &parts[0];
    assert_eq!(bytes, content);
    assert!(head.contains("name=\"attachment\"; filename=\"rec%22eipt.pdf\""), "{head}");
    assert!(head.contains("Content-Type: application/pdf"), "{head}");
}

#[tokio::test]
async fn download() {
    let pdf = Answer::file(b"%PDF-1.7 \xff", "application/pdf", "attachment; filename=\"INV-1.pdf\"");
    let refusal = json!({"code": 5, "message": "There is no attachment."});
    let server = Server::start(vec![pdf, Answer::json(200, &refusal)]).await;
    let invoices = client(&server).books().invoices();
    let file = invoices.export_pdf_many(["1", "2"]).send().await.unwrap();
    assert_eq!(&file.bytes()[..], b"%PDF-1.7 \xff");
    assert_eq!((file.file_name(), file.content_type()), (Some("INV-1.pdf"), Some("application/pdf")));
    let error = invoices.get_attachment("1").send().await.unwrap_err();
    assert!(matches!(&error, Error::Api { code: 5, .. }), "{error:?}");
    let seen = server.seen();
    assert_sent(&seen[0], "GET", "/books/v3/invoices/pdf", &[("invoice_ids", "1,2")]);
    assert_sent(&seen[1], "GET", "/books/v3/invoices/1/attachment", &[]);
}

#[tokio::test]
async fn another_format() {
    let server = Server::start(vec![Answer::file(b"%PDF", "application/pdf", "inline")]).await;
    let file = client(&server).books().invoices().get_as("1", books::InvoiceFormat::Pdf).send().await.unwrap();
    assert_eq!(&file.bytes()[..], b"%PDF");
    assert_sent(&server.only(), "GET", "/books/v3/invoices/1", &[("accept", "pdf")]);
}

#[tokio::test]
async fn a_file_goes_to_a_writer_and_to_a_path() {
    let pdf = || Answer::file(b"%PDF", "application/pdf", "attachment; filename=INV-1.pdf");
    let refusal = json!({"code": 1002, "message": "Invoice does not exist."});
    let server = Server::start(vec![pdf(), pdf(), pdf(), Answer::json(200, &refusal)]).await;
    let invoices = client(&server).books().invoices();
    let mut bytes = Vec::new();
    let info = invoices.get_as("1", books::InvoiceFormat::Pdf).send_to(&mut bytes).await.unwrap();
    assert_eq!((&bytes[..], info.length, info.file_name.as_deref()), (&b"%PDF"[..], 4, Some("INV-1.pdf")));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    invoices.export_pdf_many(["1", "2"]).download_to(&path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"%PDF");
    let mut stream = invoices.get_attachment("1").send_stream().await.unwrap();
    assert_eq!(stream.chunk().await.unwrap().as_deref(), Some(&b"%PDF"[..]));
    assert_eq!(stream.chunk().await.unwrap(), None);
    let error = invoices.get_as("1", books::InvoiceFormat::Html).download_to(&path).await.unwrap_err();
    assert!(error.is_not_found() && std::fs::read(&path).unwrap() == b"%PDF", "{error:?}");
    let seen = server.seen();
    assert_sent(&seen[0], "GET", "/books/v3/invoices/1", &[("accept", "pdf")]);
    assert_sent(&seen[3], "GET", "/books/v3/invoices/1", &[("accept", "html")]);
}

#[tokio::test]
async fn headers_and_another_organisation() {
    let body = json!({"code": 0, "message": "success", "customerpayments": []});
    let server = Server::start(vec![Answer::json(200, &body), Answer::json(200, &body)]).await;
    let payments = client(&server).inventory().customer_payments();
    payments.list().organization("777").header("X-Trace", "1").query("later", 2_u32).send().await.unwrap();
    client(&server).with_organization("888").inventory().customer_payments().list().send().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].query(), [("organization_id", "777"), ("later", "2")]);
    assert_eq!(seen[0].header("x-trace"), Some("1"));
    assert_eq!(seen[1].query(), [("organization_id", "888")]);
}

#[tokio::test]
async fn refusals() {
    let refused = json!({"code": 1002, "message": "Payment does not exist."});
    let server = Server::start(vec![
        Answer::json(404, &refused),
        Answer::json(200, &json!({"code": 0, "message": "", "payment": []})),
    ])
    .await;
    let payments = client(&server).inventory().customer_payments();
    match payments.get("1").send().await.unwrap_err() {
        Error::Api { code, message, status, .. } => {
            assert_eq!((code, message.as_str(), status), (1002, "Payment does not exist.", 404));
        }
        other => panic!("{other:?}"),
    }
    match payments.get("1").send().await.unwrap_err() {
        Error::Decode { path, .. } => assert!(path.starts_with("payment"), "{path}"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(payments.get("").send().await.unwrap_err(), Error::InvalidInput { .. }));
    assert_eq!(server.seen().len(), 2, "what cannot be sent is not sent");
}

#[tokio::test]
async fn every_product_takes_its_own_type() {
    let body = json!({"code": 0, "message": "success", "payment": {"payment_id": "1"}});
    let server = Server::start(vec![Answer::json(200, &body)]).await;
    let payment: inventory::Payment = client(&server).inventory().customer_payments().get(1).await.unwrap();
    assert_eq!(payment.payment_id.unwrap().as_str(), "1");
}

/// What was received can be changed and sent back: nothing has to be typed again, and what is required and did not
/// come is an error before anything is sent.
#[test]
fn an_answer_becomes_the_request_that_changes_it() {
    use zoho_finance::billing::{Payment, UpdatePayment};

    let received: Payment = serde_json::from_value(json!({
        "payment_id": "9030000079467",
        "customer_id": "903000000000099",
        "payment_mode": "cash",
        "amount": 450.10,
        "invoices": [{"invoice_id": "90300000079426", "amount_applied": "450.10", "invoice_number": "INV-1"}],
        "custom_fields": [{"label": "Cost centre", "value": 4711}],
    }))
    .unwrap();
    let update = UpdatePayment::try_from(&received).unwrap().reference_number("TRF-1");
    assert_eq!(
        serde_json::to_value(&update).unwrap(),
        json!({
            "customer_id": "903000000000099",
            "payment_mode": "cash",
            "amount": 450.1,
            "invoices": [{"invoice_id": "90300000079426", "amount_applied": 450.1}],
            "custom_fields": [{"label": "Cost centre", "value": 4711}],
            "reference_number": "TRF-1",
        })
    );

    let mut without_customer = received;
    without_customer.customer_id = None;
    let missing = UpdatePayment::try_from(&without_customer).unwrap_err();
    assert_eq!(missing.to_string(), "`customer_id` is required, and did not come with the answer");
}

/// A line without its id would be a new line to the service.
#[test]
fn the_lines_of_an_invoice_keep_their_ids() {
    use zoho_finance::books::{Invoice, UpdateInvoice};

    let received: Invoice = serde_json::from_value(json!({
        "customer_id": "982000000567001",
        "line_items": [{"line_item_id": "982000000567021", "item_id": "982000000030049", "quantity": 2}],
    }))
    .unwrap();
    let update = serde_json::to_value(UpdateInvoice::try_from(&received).unwrap()).unwrap();
    assert_eq!(update["line_items"][0]["line_item_id"], "982000000567021");

    let mut incomplete = received;
    incomplete.line_items.as_mut().unwrap()[0].item_id = None;
    let missing = UpdateInvoice::try_from(&incomplete).unwrap_err();
    assert_eq!(missing.path(), "line_items[0].item_id");
}
