//! What facts of prose become.

use super::{answer, codes, run, run_configured};
use crate::config::Config;
use crate::diag::Code;
use crate::ir::fact::State;
use crate::ir::model::{Many, Model, Operation, Param, Type};
use crate::ir::{Api, FileId};
use crate::normalise::Lock;

const THINGS: &str = r#"
  /things:
    get:
      operationId: list_things
      x-node_available_in: [uk]
      parameters:
        - {name: sort_column, in: query, description: "Order. Allowed Values: <code>name</code> and <code>made_on</code>.", schema: {type: string}}
        - {name: name, in: query, description: "By name. Variants: <code>name_contains</code> and `name_startswith`. Max-length [100]", schema: {type: string}}
        - {name: name_startswith, in: query, description: "By its beginning.", schema: {type: string}}
        - {name: made_on, in: query, description: "Format [yyyy-mm-dd]. Variants: made_on_start, made_on_before", schema: {type: string}}
        - {name: price, in: query, description: "Variants: price_less_than", schema: {type: string}}
        - {name: thing_ids, in: query, description: "Array of thing ids.", schema: {type: string}}
        - {name: open, in: query, description: "Allowed values: true, false", schema: {type: string}}
        - {name: size, in: query, description: "Default value is 5. Maximum value is 9.", schema: {type: integer}}
      ANSWER
components:
  schemas:
    colour: {type: string, description: "It can be `red` or `green`. Max-length [10]", example: red}
    hue: {type: string, description: "It can be `red` or `green`.", example: blue}
"#;

fn document() -> String {
    let fields = "{type: array, items: {type: object, properties: {thing_id: {type: string}, \
                  colour: {$ref: '#/components/schemas/colour'}, hue: {$ref: '#/components/schemas/hue'}, \
                  part_ids: {type: string, description: Comma separated ids}, tax: {type: string, x-node_unavailable_in: [us]}}}}";
    format!("paths:{}", THINGS.replace("ANSWER", &answer(&format!(", things: {fields}"))))
}

fn operation(api: &Api) -> &Operation {
    api.model.operations().map(|(_, _, operation)| operation).next().unwrap()
}

fn param<'a>(api: &'a Api, name: &str) -> &'a Param {
    operation(api).params.iter().find(|param| param.wire == name).unwrap()
}

fn thing(api: &Api) -> &Model {
    api.model.models.iter().find(|model| model.fields.iter().any(|field| field.wire == "thing_id")).unwrap()
}

fn values(api: &Api, ty: &Type) -> Vec<String> {
    let found = api.model.enumeration(ty.enumeration().unwrap()).unwrap();
    found.values.iter().map(|value| value.wire.clone()).collect()
}

#[test]
fn facts_become_types_parameters_and_constraints() {
    let (api, diagnostics) = run(&document());
    assert_eq!(values(&api, &param(&api, "sort_column").ty), ["name", "made_on"]);
    let names: Vec<&str> = operation(&api).params.iter().map(|param| param.wire.as_str()).collect();
    assert_eq!(
        names,
        [
            "sort_column",
            "name",
            "name_contains",
            "name_startswith",
            "made_on",
            "made_on_start",
            "made_on_before",
            "price",
            "price_less_than",
            "thing_ids",
            "open",
            "size"
        ]
    );
    assert_eq!(param(&api, "name_startswith").docs.as_deref(), Some("By its beginning."));
    assert_eq!(param(&api, "name").constraints.max_length, Some(100));
    assert_eq!(param(&api, "name_contains").ty, Type::Text);
    assert_eq!((&param(&api, "made_on").ty, &param(&api, "made_on_before").ty), (&Type::Date, &Type::Date));
    assert_eq!(param(&api, "price_less_than").ty, Type::Decimal);
    assert_eq!((&param(&api, "thing_ids").ty, param(&api, "thing_ids").many), (&Type::Id, Many::Commas));
    assert_eq!(param(&api, "open").ty, Type::Bool);
    let size = &param(&api, "size").constraints;
    assert_eq!((size.default.as_ref(), size.maximum.as_ref()), (Some(&5.into()), Some(&9.into())));
    assert_eq!(operation(&api).editions.only, ["uk"]);
    assert_eq!(codes(&diagnostics), [Code::Mended]);
}

#[test]
fn facts_of_schemas_type_fields_unless_an_example_refutes_them() {
    let (api, _) = run(&document());
    let field = |name: &str| thing(&api).fields.iter().find(|field| field.wire == name).unwrap();
    assert_eq!(values(&api, &field("colour").ty), ["red", "green"]);
    assert_eq!(field("colour").constraints.max_length, Some(10));
    assert_eq!(field("hue").ty, Type::Text);
    assert_eq!(field("part_ids").ty, Type::IdList);
    assert_eq!(field("tax").constraints.editions.except, ["us"]);
    let refuted = api.model.facts.iter().filter(|fact| matches!(fact.state, State::Passed(_)));
    assert_eq!(refuted.map(|fact| fact.identity.as_str()).collect::<Vec<_>>(), ["invoices#/components/schemas/hue"]);
}

#[test]
fn every_fact_has_its_sentence() {
    let (api, _) = run(&document());
    let sentence = |identity: &str, word: &str| {
        let mut facts = api.model.facts.iter();
        let fact = facts.find(|fact| fact.identity == identity && fact.stated.word() == word).unwrap();
        fact.sentence(&api.wire)
    };
    assert_eq!(
        sentence("GET /things ?sort_column", "values"),
        Some("Allowed Values: <code>name</code> and <code>made_on</code>.")
    );
    assert_eq!(sentence("invoices#/components/schemas/colour", "length"), Some("Max-length [10]"));
    assert_eq!(sentence("GET /things", "editions"), None);
}

#[test]
fn a_fact_can_be_switched_off() {
    let off = |text: &str| {
        let config = format!("[[products.shop.not_mined]]\n{text}\nreason = 'It is wrong.'");
        let config = Config::parse(FileId(0), &config).unwrap();
        run_configured(&[("shop", "invoices", &document())], &Lock::default(), &config)
    };
    let (api, _, diagnostics) = off("fact = 'values'\nof = 'GET /things ?sort_column'");
    assert!(!diagnostics.has_errors());
    assert_eq!(param(&api, "sort_column").ty, Type::Text);
    assert!(api.model.facts.iter().any(|fact| fact.state == State::Off));

    let (api, _, _) = off("fact = 'variants'\nof = 'GET /things ?name'");
    assert!(!operation(&api).params.iter().any(|param| param.wire == "name_contains"));
    let (_, _, diagnostics) = off("fact = 'values'\nof = 'GET /things ?name'");
    let errors: Vec<_> = diagnostics.sorted().into_iter().filter(|finding| finding.code == Code::Config).collect();
    assert_eq!(errors.first().and_then(|finding| finding.at).map(|at| (at.line, at.column)), Some((3, 6)));
}

#[test]
fn an_extension_key_switches_facts_of_its_node_off() {
    let key = |value: &str| {
        run(&document().replace("colour: {type: string,", &format!("colour: {{type: string, x-not-mined: {value},"))).0
    };
    let colour = |api: &Api| thing(api).fields.iter().find(|field| field.wire == "colour").cloned().unwrap();
    let api = key("[values]");
    assert_eq!((colour(&api).ty, colour(&api).constraints.max_length), (Type::Text, Some(10)));
    let api = key("true");
    assert_eq!((colour(&api).ty, colour(&api).constraints.max_length), (Type::Text, None));
}
