//! The rules of normalisation, each on a document as small as it can be.

use super::{Lock, normalise};
use crate::config::Config;
use crate::diag::{Code, Diagnostics};
use crate::ir::model::{Body, Payload, Side, Type};
use crate::ir::{Api, FileId};
use crate::load::{ProductSource, Source, SourceFile};
use crate::{document, resolve, tree};

mod mined;

/// One run over documents given as product, stem and paths (and components) in YAML.
fn run_with(documents: &[(&str, &str, &str)], lock: &Lock) -> (Api, Lock, Diagnostics) {
    let (api, lock, diagnostics) = run_configured(documents, lock, &Config::default());
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
    (api, lock, diagnostics)
}

fn run_configured(documents: &[(&str, &str, &str)], lock: &Lock, config: &Config) -> (Api, Lock, Diagnostics) {
    let mut source = Source::default();
    for (product, stem, text) in documents {
        let id = FileId(u32::try_from(source.files.len()).unwrap());
        let head = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: https://api.example/v1}]\n";
        let file = SourceFile {
            path: format!("{product}/{stem}.yml"),
            text: format!("{head}{text}"),
            ..SourceFile::default()
        };
        source.files.push(file);
        match source.products.iter_mut().find(|known| known.name == *product) {
            Some(known) => known.documents.push(id),
            None => source.products.push(ProductSource {
                name: (*product).to_owned(),
                documents: vec![id],
                ..ProductSource::default()
            }),
        }
    }
    let mut diagnostics = Diagnostics::default();
    let trees = tree::parse(&source, &mut diagnostics);
    let documents = document::read(trees, &source, &mut diagnostics);
    let wire = resolve::resolve(&documents, &source, &mut diagnostics);
    let (api, lock) = normalise(wire, config, lock, &mut diagnostics);
    crate::validate::validate(&api, &mut diagnostics);
    (api, lock, diagnostics)
}

fn run(text: &str) -> (Api, Diagnostics) {
    let (api, _, diagnostics) = run_with(&[("shop", "invoices", text)], &Lock::default());
    (api, diagnostics)
}

fn verbs(api: &Api) -> Vec<String> {
    api.model.operations().map(|(_, resource, operation)| format!("{}.{}", resource.name, operation.verb)).collect()
}

fn models(api: &Api, side: Side) -> Vec<String> {
    let named = api.model.models.iter().filter(|model| model.side == side && !model.products.is_empty());
    let mut names: Vec<String> = named.map(|model| model.name.to_string()).collect();
    names.sort();
    names
}

/// The variants of every choice, by the name of the choice.
fn choices(api: &Api) -> Vec<String> {
    let choices = api.model.models.iter().filter(|model| model.is_choice());
    let spelled = choices.map(|model| {
        let variants: Vec<String> = model.variants.iter().map(|variant| variant.name.to_string()).collect();
        format!("{}: {}", model.name, variants.join(" "))
    });
    let mut spelled: Vec<String> = spelled.collect();
    spelled.sort();
    spelled
}

/// What a model has: keys, `!` where they are required, and choices.
fn shape(api: &Api, name: &str) -> String {
    let model = api.model.models.iter().find(|model| model.name.as_str() == name).unwrap();
    let fields = model.fields.iter().map(|field| format!("{}{}", field.wire, if field.required { "!" } else { "" }));
    let choices = model.choices.iter().map(|choice| api.model.model(choice.model().unwrap()).unwrap().name.to_string());
    fields.chain(choices).collect::<Vec<_>>().join(" ")
}

/// The models of a POST with this schema as body.
fn sent(schema: &str) -> (Api, Diagnostics) {
    let body = format!("requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}}}}}");
    run(&format!("paths:\n  /invoices/{{id}}/collect:\n    post: {{{body}, {}}}\n", answer("")))
}

fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    diagnostics.sorted().iter().map(|finding| finding.code).collect()
}

/// An answer with the envelope around these properties.
fn answer(properties: &str) -> String {
    format!(
        "responses: {{'200': {{description: Ok., content: {{application/json: {{schema: {{type: object, properties: \
         {{code: {{type: integer}}, message: {{type: string}}{properties}}}}}}}}}}}}}"
    )
}

const INVOICE: &str = "{type: object, properties: {invoice_id: {type: string}, number: {type: string}, \
                       total: {type: number}, line_items: {items: {properties: {line_id: {type: string}}, type: object}, type: array}}}";

fn invoices() -> String {
    let one = answer(&format!(", invoice: {INVOICE}"));
    let many = answer(
        ", invoices: {type: array, items: {type: object, properties: {invoice_id: {type: string}, number: {type: string}, \
         total: {type: number}}}}",
    );
    let none = answer("");
    format!(
        "paths:\n  /invoices:\n    get: {{{many}}}\n    post: {{{one}}}\n  /invoices/{{invoice_id}}:\n    get: {{{one}}}\n    put: \
         {{{one}}}\n    delete: {{{none}}}\n  /invoices/{{invoice_id}}/status/sent:\n    post: {{{none}}}\n  \
         /invoices/{{invoice_id}}/approve:\n    post: {{{none}}}\n  /invoices/approve:\n    post: {{{none}}}\n"
    )
}

#[test]
fn verbs_come_from_method_and_path_without_operation_ids() {
    let (api, _) = run(&invoices());
    assert_eq!(
        verbs(&api),
        [
            "invoices.list",
            "invoices.create",
            "invoices.get",
            "invoices.update",
            "invoices.delete",
            "invoices.mark_sent",
            "invoices.approve",
            "invoices.approve_many",
        ]
    );
}

#[test]
fn one_entity_is_one_model_and_its_list_a_summary() {
    let (api, _) = run(&invoices());
    assert_eq!(models(&api, Side::Response), ["invoice", "invoice_line_item", "invoice_summary"]);
}

#[test]
fn the_payload_is_what_stands_beside_code_and_message() {
    let cases = [
        ("get", "/a/{a_id}", ", a: {type: object, properties: {a_id: {type: string}}}", "key"),
        ("post", "/a/{a_id}/b", "", "none"),
        ("get", "/a/{a_id}/pdf", "", "download"),
        ("get", "/a/{a_id}/state", "", "json"),
        ("put", "/a/{a_id}", ", a: {type: array, items: {type: object, properties: {a_id: {type: string}}}}", "first"),
        ("get", "/a", ", a: {type: array, items: {type: object, properties: {a_id: {type: string}}}}", "items"),
        ("put", "/a/{a_id}/c", ", x: {type: string}, y: {type: string}", "flat"),
    ];
    for (method, path, properties, expected) in cases {
        let (api, _) = run(&format!("paths:\n  {path}:\n    {method}: {{{}}}\n", answer(properties)));
        let payload = &api.model.operations().next().unwrap().2.result.payload;
        let kind = match payload {
            Payload::None => "none",
            Payload::Key { .. } => "key",
            Payload::First { .. } => "first",
            Payload::Items { .. } => "items",
            Payload::Flat { .. } => "flat",
            Payload::Whole { .. } => "whole",
            Payload::Json => "json",
            Payload::Download => "download",
        };
        assert_eq!(kind, expected, "{method} {path}");
    }
}

#[test]
fn a_bulk_create_gives_all_that_it_created() {
    let items = "{type: array, items: {type: object, properties: {a_id: {type: string}}}}";
    let body = format!("requestBody: {{required: true, content: {{application/json: {{schema: {items}}}}}}}");
    let text = format!(
        "paths:\n  /a:\n    post: {{{body}, {}}}\n  /a/{{a_id}}:\n    delete: {{{}}}\n",
        answer(&format!(", a: {items}")),
        answer("")
    );
    let (api, _) = run(&text);
    assert!(matches!(api.model.operations().next().unwrap().2.result.payload, Payload::Items { .. }));
}

#[test]
fn the_organisation_is_found_and_is_no_parameter() {
    for (location, name) in [("query", "organization_id"), ("header", "X-com-vendor-organizationid")] {
        let param = format!("parameters: [{{in: {location}, name: {name}, schema: {{type: string}}}}]");
        let (api, _) = run(&format!(
            "paths:\n  /a:\n    delete: {{{param}, {}}}\n  /b:\n    delete: {{{}}}\n",
            answer(""),
            answer("")
        ));
        assert_eq!(api.model.products[0].tenancy.as_ref().unwrap().name, name);
        let tenants: Vec<bool> = api.model.operations().map(|(_, _, operation)| operation.tenant).collect();
        assert_eq!(tenants, [true, false]);
        assert!(api.model.operations().all(|(_, _, operation)| operation.params.is_empty()));
    }
}

#[test]
fn lists_of_a_collection_page_although_nobody_says_so() {
    let (api, _) = run(&invoices());
    let paged: Vec<bool> = api.model.operations().map(|(_, _, operation)| operation.paging.is_some()).collect();
    assert_eq!(paged.iter().filter(|paged| **paged).count(), 1);
    assert!(paged[0]);
}

#[test]
fn types_that_do_not_go_together_are_raw_json_and_reported() {
    let one = |ty: &str| {
        answer(&format!(", a: {{type: object, properties: {{a_id: {{type: string}}, b: {{type: string}}, c: {ty}}}}}"))
    };
    let text = format!(
        "paths:\n  /a/{{a_id}}:\n    get: {{{}}}\n    put: {{{}}}\n    patch: {{{}}}\n",
        one("{type: string}"),
        one("{type: object, properties: {x: {type: string}}}"),
        one("{type: string}")
    );
    let (api, diagnostics) = run(&text);
    let model = api.model.models.iter().find(|model| model.name.as_str() == "a").unwrap();
    assert_eq!(model.fields.iter().find(|field| field.wire == "c").unwrap().ty, Type::Json);
    assert!(codes(&diagnostics).contains(&Code::TypeConflict));
}

#[test]
fn equal_shapes_of_two_products_are_one_type() {
    let text = format!(
        "paths:\n  /a/{{a_id}}:\n    get: {{{}}}\n",
        answer(", a: {type: object, properties: {a_id: {type: string}}}")
    );
    let (api, lock, _) = run_with(&[("one", "a", &text), ("two", "a", &text)], &Lock::default());
    let shared: Vec<_> = api.model.models.iter().filter(|model| model.products.len() == 2).collect();
    assert_eq!(shared.len(), 1);
    assert_eq!(lock.shared["a"], ["one two"]);
}

#[test]
fn locked_names_win_and_broken_lines_are_reported() {
    let (_, mut lock, _) = run_with(&[("shop", "invoices", &invoices())], &Lock::default());
    let product = lock.products.get_mut("shop").unwrap();
    product.methods.insert("POST /invoices/{}/approve".to_owned(), "invoices.wave_through".to_owned());
    product.methods.insert("POST /invoices/approve".to_owned(), "invoices.".to_owned());
    let summary = product.models.remove("invoice_summary").unwrap();
    product.models.insert("invoice_row".to_owned(), summary);
    let (api, again, diagnostics) = run_with(&[("shop", "invoices", &invoices())], &lock);
    assert!(verbs(&api).contains(&"invoices.wave_through".to_owned()));
    assert_eq!(models(&api, Side::Response), ["invoice", "invoice_line_item", "invoice_row"]);
    assert_eq!(codes(&diagnostics).iter().filter(|code| **code == Code::Renamed).count(), 1);
    assert!(again.products["shop"].models.contains_key("invoice_row"));
}

#[test]
fn what_a_reference_wraps_keeps_its_values_and_limits() {
    let text = "paths:\n  /a:\n    post:\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}\n      \
                responses: {'200': {description: Ok.}}\ncomponents:\n  schemas:\n    A: {type: object, properties: {state: {description: S, \
                allOf: [{$ref: '#/components/schemas/State'}]}, name: {allOf: [{type: string, maxLength: 5}]}}}\n    State: {type: string, enum: [open, shut]}\n";
    let (api, _) = run(text);
    let model = &api.model.models[0];
    assert!(matches!(model.fields[0].ty, Type::Enum(_)));
    assert_eq!(model.fields[1].constraints.max_length, Some(5));
}

#[test]
fn files_are_parts_for_every_operation_that_sends_them() {
    let body = "requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/F'}}}}";
    let text = format!(
        "paths:\n  /a:\n    post: {{{body}, {0}}}\n  /b:\n    post: {{{body}, {0}}}\ncomponents:\n  schemas:\n    F: {{type: object, required: \
         [file], properties: {{title: {{type: string}}, file: {{type: string, format: binary}}}}}}\n",
        answer("")
    );
    let (api, _) = run(&text);
    for (_, _, operation) in api.model.operations() {
        assert_eq!(
            operation.files.iter().map(|file| (file.wire.as_str(), file.required)).collect::<Vec<_>>(),
            [("file", true)]
        );
    }
    assert_eq!(api.model.models[0].fields.len(), 1);
}

#[test]
fn what_no_operation_reaches_is_no_type() {
    let choice =
        "{oneOf: [{type: object, properties: {x: {type: string}}}, {type: object, properties: {y: {type: string}}}]}";
    let text = format!(
        "paths:\n  /a:\n    post:\n      parameters: [{{in: query, name: q, schema: {choice}}}]\n      {}\n",
        answer("")
    );
    let (api, _) = run(&text);
    assert_eq!(models(&api, Side::Request), Vec::<String>::new());
}

#[test]
fn sets_of_required_keys_are_a_choice_among_the_keys() {
    let (api, _) = sent(
        "{type: object, required: [amount], properties: {amount: {type: number}, note: {type: string}, card_id: {type: string}, \
         bank: {type: object, properties: {iban: {type: string}}}}, oneOf: [{required: [amount, card_id]}, {required: [bank, code]}]}",
    );
    assert_eq!(choices(&api), ["collect_invoice_by: card bank_and_code"]);
    assert_eq!(shape(&api, "collect_invoice"), "amount! note collect_invoice_by");
    assert_eq!(shape(&api, "collect_invoice_by_card"), "card_id!");
    assert_eq!(shape(&api, "collect_invoice_by_bank_and_code"), "bank! code!");
}

#[test]
fn sets_without_any_schema_are_a_choice() {
    let (api, _) = sent("{oneOf: [{required: [card_id]}, {required: [account_id]}, {required: [account_id]}]}");
    assert_eq!(choices(&api), ["collect_invoice: card account"]);
    assert_eq!(shape(&api, "collect_invoice_card"), "card_id!");
}

#[test]
fn any_of_sets_offers_the_keys_of_the_others() {
    let (api, _) = sent(
        "{properties: {phone: {type: string}, email: {type: string}}, anyOf: [{required: [email]}, {required: [phone]}]}",
    );
    assert_eq!(choices(&api), ["collect_invoice_by: email phone"]);
    assert_eq!(shape(&api, "collect_invoice_by_phone"), "phone! email");
}

#[test]
fn alternatives_that_ask_for_nothing_are_optional_keys() {
    let (api, _) =
        sent("{properties: {a: {type: string}}, oneOf: [{properties: {b: {type: string}}}, {required: [c]}]}");
    assert_eq!((choices(&api), shape(&api, "collect_invoice").as_str()), (Vec::new(), "a b"));
    let (api, _) =
        sent("{properties: {a: {type: string}}, oneOf: [{required: [a, b], properties: {b: {type: string}}}]}");
    assert_eq!((choices(&api), shape(&api, "collect_invoice").as_str()), (Vec::new(), "a! b!"));
}

#[test]
fn objects_are_told_apart_by_a_key_or_by_their_names() {
    let of = |kind: &str, key: &str| {
        format!("{{type: object, required: [kind], properties: {{kind: {kind}, {key}: {{type: string}}}}}}")
    };
    let (api, _) = sent(&format!("{{oneOf: [{}, {}]}}", of("{enum: [card]}", "number"), of("{enum: [bank]}", "iban")));
    assert_eq!(choices(&api), ["collect_invoice: card bank"]);
    assert_eq!(shape(&api, "collect_invoice_bank"), "iban");
    let (api, _) = sent(&format!("{{oneOf: [{}, {}]}}", of("{type: string}", "a"), of("{type: string}", "b")));
    assert_eq!(choices(&api), ["collect_invoice: a b"]);
    let (api, found) = sent(&format!("{{oneOf: [{}, {}]}}", of("{type: string}", "a"), of("{type: integer}", "a")));
    assert_eq!(choices(&api), ["collect_invoice: variant_1 variant_2"]);
    assert!(codes(&found).contains(&Code::NumberedName));
}

#[test]
fn a_customer_or_its_id_have_different_names() {
    let (api, _) = sent(
        "{properties: {customer: {type: object, properties: {name: {type: string}}}, customer_id: {type: string}}, \
         oneOf: [{required: [customer]}, {required: [customer_id]}]}",
    );
    assert_eq!(choices(&api), ["collect_invoice_by: customer customer_id"]);
}

#[test]
fn plain_kinds_join_where_one_says_all() {
    let (api, found) = sent(
        "{properties: {a: {oneOf: [{type: integer}, {type: number}]}, b: {oneOf: [{type: string}, {type: array, items: {type: string}}]}, \
         c: {anyOf: [{type: string}, {type: boolean}]}}}",
    );
    let kinds: Vec<&Type> = api.model.models[0].fields.iter().map(|field| &field.ty).collect();
    assert_eq!(kinds, [&Type::Decimal, &Type::Text.list(), &Type::Json]);
    assert!(!codes(&found).contains(&Code::TypeConflict));
}

#[test]
fn what_creates_or_replaces_takes_its_body() {
    let body = "requestBody: {content: {application/json: {schema: {properties: {a: {type: string}}}}}}";
    let (api, _) = run(&format!(
        "paths:\n  /bills:\n    post: {{{body}, {0}}}\n  /bills/{{id}}:\n    put: {{{body}, {0}}}\n  \
         /bills/{{id}}/email:\n    post: {{{body}, {0}}}\n",
        answer("")
    ));
    let required = |operation: &crate::ir::model::Operation| match operation.body {
        Some(Body::Json { required, .. }) => required,
        _ => false,
    };
    let bodies: Vec<bool> = api.model.operations().map(|(_, _, operation)| required(operation)).collect();
    assert_eq!(bodies, [true, true, false]);
}
