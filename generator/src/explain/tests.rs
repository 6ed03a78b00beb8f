//! Explanations of small documents: every origin, every overlay, every fact, and names that are almost right.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::ir::FileId;
use crate::ir::fact::{Fact, State, Stated, Subject};
use crate::load::{ProductSource, Source, SourceFile};

const HEAD: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: https://api.example/v1}]
";

const INVOICES: &str = "\
paths:
  /invoices:
    get:
      operationId: list_invoices
      parameters: [{name: status, in: query, description: 'One of sent and paid.', schema: {type: string}}]
      responses:
        '200':
          description: All.
          content:
            application/json:
              schema:
                properties:
                  code: {type: integer}
                  message: {type: string}
                  invoices: {type: array, items: {$ref: '#/components/schemas/Row'}}
  /invoices/{invoice_id}:
    parameters: [{in: path, name: invoice_id, schema: {type: string}, required: true}]
    get:
      operationId: get_invoice
      responses:
        '200':
          description: One.
          content:
            application/json:
              schema:
                type: object
                properties:
                  code: {type: integer}
                  message: {type: string}
                  invoice: {$ref: '#/components/schemas/Invoice'}
components:
  schemas:
    Row:
      type: object
      properties:
        invoice_id: {type: string}
        status: {type: string}
        total: {type: integer, example: 1.5}
    Invoice:
      type: object
      allOf:
      - properties:
          invoice_id: {type: string}
          status: {$ref: '#/components/schemas/status'}
      properties:
        total: {type: number}
    status: {type: string, enum: [sent, paid]}
    unused: {type: string}
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: t, version: '1'}
actions:
- target: $.components.schemas.status
  description: The service sends drafts as well.
  update: {enum: [draft], maxLength: 9}
- target: $.components.schemas.Row.properties.none
  description: It is never sent.
  remove: true
";

fn file(source: &mut Source, path: &str, text: String) -> FileId {
    source.files.push(SourceFile { path: path.to_owned(), text, ..SourceFile::default() });
    FileId(u32::try_from(source.files.len() - 1).unwrap())
}

/// One run: documents by product, and an overlay of the first product.
fn run(products: &[(&str, &str)], overlay: &str) -> (Normalised, Diagnostics, Sites) {
    let mut source = Source::default();
    for (name, text) in products {
        let document = file(&mut source, &format!("{name}/invoices.yml"), format!("{HEAD}{text}"));
        let mut product = ProductSource { name: (*name).to_owned(), documents: vec![document], overlays: Vec::new() };
        if !overlay.is_empty() && source.products.is_empty() {
            product.overlays.push(file(&mut source, &format!("{name}/invoices.overlay.yaml"), overlay.to_owned()));
        }
        source.products.push(product);
    }
    let mut diagnostics = Diagnostics::default();
    let normalised = crate::normalise_source(source, &mut diagnostics, &mut ());
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    let sites = Sites::new(normalised.source.files.iter().map(|file| file.path.clone()).collect());
    (normalised, diagnostics, sites)
}

fn shop() -> (Normalised, Diagnostics, Sites) {
    let text = INVOICES
        .replace("        status: {type: string}\n", "        status: {type: string}\n        none: {type: string}\n");
    run(&[("shop", &text)], OVERLAY)
}

fn told(run: &(Normalised, Diagnostics, Sites), name: &str) -> Explanation {
    explain(&run.0, &run.1, &run.2, name).unwrap_or_else(|unknown| panic!("{unknown}: {}", unknown.help))
}

/// Line, reason and first identity of every origin.
fn origins(found: &Explanation) -> Vec<String> {
    let line = |origin: &Origin| {
        let refers = origin.refers_to.as_ref().map(|site| format!(" -> {}", site.line.unwrap())).unwrap_or_default();
        format!("{}{refers} {:?} {}", origin.at.line.unwrap(), origin.joined, origin.identities[0])
    };
    found.origins.iter().map(line).collect()
}

#[test]
fn every_origin_of_a_field_is_found_through_all_of_and_references() {
    let run = shop();
    let found = told(&run, "shop::Invoice.status");
    assert_eq!(
        origins(&found),
        [
            "40 First GET /invoices response /invoices/status",
            "48 -> 51 Collection(\"/invoices\") GET /invoices/{} response /invoice/status",
        ]
    );
    let What::Field { field, .. } = &found.what else { panic!("{:?}", found.what) };
    assert_eq!(field.wire, "status");
    assert_eq!(
        found.uses.iter().map(|used| used.operation.as_str()).collect::<Vec<_>>(),
        ["shop::invoices::list", "shop::invoices::get"]
    );
}

#[test]
fn what_an_example_widened_is_told_with_the_example() {
    let run = shop();
    let found = told(&run, "Invoice.total");
    let codes: Vec<&str> = found.findings.iter().map(|finding| finding.code.id()).collect();
    assert_eq!(codes, ["ZG032"]);
    assert!(found.findings[0].message.contains("`1.5`"), "{}", found.findings[0].message);
    assert_eq!((found.findings[0].line, found.findings[0].column), (Some(42), Some(9)));
}

#[test]
fn overlays_are_told_of_what_they_wrote_and_of_what_held_what_they_removed() {
    let run = shop();
    let reasons = |name: &str| {
        let overlays = told(&run, name).overlays.into_iter();
        overlays.map(|overlay| (overlay.at.line.unwrap(), overlay.reason, overlay.touched)).collect::<Vec<_>>()
    };
    let drafts = "The service sends drafts as well.".to_owned();
    let status = "shop/invoices.yml#/components/schemas/status".to_owned();
    assert_eq!(reasons("Invoice.status"), [(4, drafts, vec![status])]);
    let gone = "shop/invoices.yml#/components/schemas/Row/properties/none".to_owned();
    assert_eq!(reasons("Invoice"), [(7, "It is never sent.".to_owned(), vec![gone])]);
    assert_eq!(reasons("Invoice.total"), []);
}

#[test]
fn places_are_in_the_document_but_for_what_an_overlay_added() {
    let overlay = OVERLAY.replace("enum: [draft], maxLength: 9", "properties: {a: {type: integer, default: soon}}");
    let overlay = overlay.replace("schemas.status", "schemas.Row").replace("properties.none", "properties.status");
    let text = INVOICES.replace("total: {type: integer, example: 1.5}", "total: {type: integer, default: later}");
    let (_, diagnostics, sites) = run(&[("shop", &text)], &overlay);
    let found = diagnostics.sorted().into_iter().filter(|finding| finding.code.id() == "ZG044");
    let places: Vec<String> = found.map(|finding| sites.of_finding(finding).unwrap().to_string()).collect();
    assert_eq!(places, ["shop/invoices.yml:41:9", "shop/invoices.overlay.yaml:6:25"]);
}

#[test]
fn facts_are_told_of_what_they_are_about() {
    let mut run = shop();
    let api = &mut run.0.api;
    let (_, _, operation) = api.model.operations().next().unwrap();
    let subject = Subject::Param(operation.wire, 0);
    let at = operation.params[0].at;
    let stated = Stated::Values(vec!["sent".to_owned(), "paid".to_owned()]);
    let fact = |subject, stated, range, state| Fact { subject, identity: "it".to_owned(), stated, range, at, state };
    let first = fact(subject, stated, Some((0, 8)), State::Applied);
    let schema = api.model.models[0].origins[0].schema.unwrap();
    let subject = Subject::Property(schema, "total".to_owned());
    let second = fact(subject, Stated::Length(None, Some(9)), None, State::Off);
    api.model.facts = vec![first, second];
    let facts = |name: &str| {
        let facts = told(&run, name).facts.into_iter();
        facts
            .map(|fact| format!("{} {} {} {:?}", fact.kind, fact.subject, fact.state, fact.sentence))
            .collect::<Vec<_>>()
    };
    assert_eq!(facts("invoices.list"), ["values it applied Some(\"One of s\")"]);
    assert_eq!(facts("Invoice.total"), ["length it off None"]);
    assert_eq!(facts("Invoice.status"), Vec::<String>::new());
}

#[test]
fn names_are_found_in_every_spelling() {
    let run = shop();
    for (typed, found) in [
        ("shop::Invoice", "shop::Invoice"),
        ("invoice", "shop::Invoice"),
        ("shop.Invoice.invoiceId", "shop::Invoice.invoice_id"),
        ("InvoiceStatus", "shop::InvoiceStatus"),
        ("shop::invoices::list", "shop::invoices::list"),
        ("invoices.get", "shop::invoices::get"),
        ("GET /invoices/{}", "shop::invoices::get"),
        ("shop get /invoices/{any}/", "shop::invoices::get"),
        ("/invoices", "shop::invoices::list"),
    ] {
        assert_eq!(told(&run, typed).name, found, "{typed}");
    }
}

#[test]
fn names_that_are_almost_right_are_corrected() {
    let run = shop();
    for (typed, suggested) in [
        ("shop::Invoise", "`shop::Invoice`"),
        ("Invoice.statos", "`shop::Invoice.status`"),
        ("shop::invoices::gett", "`shop::invoices::get`"),
        ("Warehouse", "cargo xtask api"),
        ("GET /warehouses", "cargo xtask api"),
        ("", "cargo xtask api"),
    ] {
        let unknown = explain(&run.0, &run.1, &run.2, typed).unwrap_err();
        assert!(unknown.help.contains(suggested), "{typed}: {}", unknown.help);
    }
}

#[test]
fn a_name_of_two_products_needs_one_unless_both_have_the_same_thing() {
    let other = INVOICES.replace("total: {type: number}", "total: {type: number}\n        more: {type: string}");
    let two = run(&[("one", INVOICES), ("two", &other)], "");
    let unknown = explain(&two.0, &two.1, &two.2, "Invoice").unwrap_err();
    assert!(unknown.help.contains("`one::Invoice`, `two::Invoice`"), "{}", unknown.help);
    assert_eq!(told(&two, "two::Invoice").name, "two::Invoice");
    let same = run(&[("one", INVOICES), ("two", INVOICES)], "");
    assert_eq!(told(&same, "Invoice").name, "one::Invoice");
    let found = told(&same, "two::Invoice");
    assert_eq!(found.name, "two::Invoice");
    assert!(origins(&found).iter().any(|origin| origin.contains(" Product ")), "{:?}", origins(&found));
    assert_eq!(found.lock.iter().map(|lock| lock.product.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert!(found.lock.iter().all(|lock| lock.name == "invoice" && !lock.kept));
}

#[test]
fn operations_are_told_with_what_they_take_and_give() {
    let found = told(&shop(), "shop::invoices::get");
    let What::Operation(method) = &found.what else { panic!("{:?}", found.what) };
    assert_eq!((method.method.as_str(), method.path.as_str()), ("GET", "/invoices/{invoice_id}"));
    assert_eq!(method.operation_id.as_deref(), Some("get_invoice"));
    let params = method.params.iter().map(|param| (param.wire.as_str(), param.at.line));
    assert_eq!(params.collect::<Vec<_>>(), [("invoice_id", Some(20))]);
    assert_eq!((method.result.kind, method.result.ty.as_deref()), ("key", Some("invoice")));
    assert_eq!(origins(&found), ["21 First GET /invoices/{}"]);
}
