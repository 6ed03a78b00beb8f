//! Products side by side: what is the same under other names, what differs, what only one has.

use super::*;
use crate::diag::Diagnostics;
use crate::load::load_texts;
use std::collections::BTreeMap;

const SHOP: &str = "
openapi: 3.0.3
info: {title: Payments, version: '1'}
servers: [{url: 'https://api.example/shop/v1'}]
paths:
  /payments:
    post:
      operationId: create_payment
      requestBody: {content: {application/json: {schema: {type: object, required: [amount], properties: {amount: {type: number}, MODE: {type: string, enum: [cash, card]}}}}}}
      responses: {'200': {description: Done., content: {application/json: {schema: {type: object, properties: {code: {type: integer}, message: {type: string}, payment: {$ref: '#/components/schemas/Payment'}}}}}}}
    get:
      operationId: list_payments
      responses: {'200': {description: Done., content: {application/json: {schema: {type: object, properties: {code: {type: integer}, message: {type: string}, payments: {type: array, items: {$ref: '#/components/schemas/Payment'}}}}}}}}
  /payments/{payment_id}:
    get:
      operationId: get_payment
      parameters: [{in: path, name: payment_id, required: true, schema: {type: string}}]
      responses: {'200': {description: Done., content: {application/json: {schema: {type: object, properties: {code: {type: integer}, message: {type: string}, payment: {$ref: '#/components/schemas/Payment'}}}}}}}
components:
  schemas:
    Payment: {type: object, properties: {payment_id: {type: string}, MODE: {type: string}, amount: {type: number}, date: {type: string, format: date}, note: {type: string}, ONLY: {type: string}}}
";

fn matrix(settings: &str) -> Matrix {
    let shop = SHOP.replace("MODE", "mode").replace("ONLY", "till");
    let office = SHOP
        .replace("MODE", "payment_mode")
        .replace("ONLY", "desk")
        .replace("[cash, card]", "[card, cheque]")
        .replace("required: [amount]", "required: [amount, payment_mode]")
        .replace("/payments", "/customerpayments")
        .replace("/shop/", "/office/");
    let texts = BTreeMap::from([
        ("office/customer-payments.yml".to_owned(), office.clone()),
        ("office/desks.yml".to_owned(), office.replace("customerpayments", "desks").replace("_payment", "_desk")),
        ("products.toml".to_owned(), settings.to_owned()),
        ("shop/payments.yml".to_owned(), shop),
    ]);
    let mut diagnostics = Diagnostics::default();
    let normalised = crate::normalise_source(load_texts("", &texts), &mut diagnostics, &mut ());
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    let config = Config::parse(crate::ir::FileId(0), settings).unwrap();
    let names = ["office".to_owned(), "shop".to_owned()];
    compare(&normalised.api, &names, &config, &Sites::default()).unwrap()
}

fn row<'a>(matrix: &'a Matrix, group: &str, name: &str) -> &'a Row {
    let fields = &matrix.resources[0].fields;
    fields.iter().find(|row| row.group == group && row.name == name).unwrap_or_else(|| panic!("{name}: {fields:#?}"))
}

#[test]
fn what_is_the_same_stands_in_one_row_whatever_it_is_called() {
    let matrix = matrix("");
    let members: Vec<_> = matrix.resources.iter().map(|resource| resource.members.clone()).collect();
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(members, [vec![name("customer_payments"), name("payments")], vec![name("desks"), None]]);
    let mode = row(&matrix, "received", "payment_mode");
    assert_eq!(mode.differs, [Aspect::Name]);
    assert!(mode.is_everywhere());
    let sent = row(&matrix, "sent", "payment_mode");
    assert_eq!(sent.differs, [Aspect::Name, Aspect::Required, Aspect::Values]);
    assert_eq!(sent.cells[0].as_ref().unwrap().said(Aspect::Required), Some("create"));
    assert!(row(&matrix, "received", "amount").differs.is_empty());
}

#[test]
fn what_only_one_has_is_told() {
    let matrix = matrix("");
    assert!(row(&matrix, "received", "desk").cells[1].is_none());
    assert!(row(&matrix, "received", "till").cells[0].is_none());
    let text = markdown(&matrix);
    assert!(text.contains("| `desk` | ✓ | — |"), "{text}");
    assert!(text.contains("- office: `desks` (3 operations)"), "{text}");
}

#[test]
fn an_alias_says_what_names_cannot_tell() {
    let matrix = matrix("[[same]]\nof = ['office.desks', 'shop.payments']\n");
    let members: Vec<_> = matrix.resources.iter().map(|resource| resource.members.clone()).collect();
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(members, [vec![name("desks"), name("payments")], vec![name("customer_payments"), None]]);
}

#[test]
fn operations_differ_in_what_callers_notice() {
    let matrix = matrix("");
    let create = matrix.resources[0].operations.iter().find(|row| row.name == "create").unwrap();
    assert_eq!(create.differs, [Aspect::Path]);
}
