//! Overlays and switches hold on top of adopted documents.

use serde_json::{Value, json};

use super::{at, codes, document, holds, model, source};

const THINGS: &str = r#"
paths:
  /things:
    get:
      operationId: list_things
      parameters:
        - {name: sort, in: query, description: "Allowed values: `up` and `down`.", schema: {type: string}}
        - {name: mode, in: query, description: "Allowed values: `fast` and `slow`.", schema: {type: string}}
        - {name: kind, in: query, description: "Allowed values: `old` and `new`.", schema: {type: string}}
        - {name: tone, in: query, description: "It can be `high` or `low`.", schema: {type: string}}
      responses: {'200': {description: Well, content: {application/json: {schema: {type: object, properties: {things: {type: array, items: {type: object, properties: {thing_id: {type: string}}}}}}}}}}
"#;

const OVERLAY: &str = r#"
overlay: 1.0.0
info: {title: What is wrong, version: '1'}
actions:
  - target: $.paths['/things'].get.parameters[?@.name=='sort']
    description: There is a third way.
    update: {description: "Our own words. Allowed values: `up`, `down` and `none`."}
  - target: $.paths['/things'].get.parameters[?@.name=='mode']
    description: There are many more.
    update: {x-not-mined: values}
  - target: $.paths['/things'].get.parameters[?@.name=='kind'].schema
    description: They are others.
    update: {enum: [first, last]}
"#;

#[test]
fn what_overlays_say_is_not_contradicted() {
    let files = [("shop/things.yml", &*document(THINGS)), ("shop/things.overlay.yaml", OVERLAY)];
    let once = holds(&source(&files), &["Allowed"]);
    let schema = |index: usize| at(&once, &format!("/paths/~1things/get/parameters/{index}/schema"));
    assert_eq!(
        [schema(0), schema(1), schema(2)],
        [json!({"type": "string"}), json!({"type": "string"}), json!({"type": "string"})]
    );
    assert_eq!(schema(3), json!({"type": "string", "enum": ["high", "low"]}));
    let (api, diagnostics) = super::api(&once);
    assert_eq!(codes(&diagnostics).get("ZG006"), None);
    let docs = api.model.operations().next().map(|(_, _, operation)| operation.params[0].docs.clone());
    assert_eq!(docs.flatten().as_deref(), Some("Our own words. Allowed values: `up`, `down` and `none`."));
}

#[test]
fn switches_of_the_configuration_stay_valid() {
    let config = "[[products.shop.not_mined]]\nfact = \"values\"\nof = \"GET /things ?tone\"\nreason = \"others\"\n";
    let once = holds(&source(&[("shop/things.yml", &document(THINGS)), ("products.toml", config)]), &[]);
    let param = |rest: &str| at(&once, &format!("/paths/~1things/get/parameters/3{rest}"));
    assert_eq!((param("/schema/enum"), param("/x-not-mined")), (Value::Null, json!(["values"])));
    let (_, diagnostics) = super::api(&once);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.sorted());
}

#[test]
fn the_names_of_the_lock_stay() {
    let files = source(&[("shop/things.yml", &document(THINGS))]);
    let lock = crate::normalise_source(files, &mut crate::diag::Diagnostics::default(), &mut ()).lock;
    let lock = lock.to_text().unwrap();
    let once = holds(&source(&[("shop/things.yml", &document(THINGS)), ("names.lock", &lock)]), &[]);
    let normalised = crate::normalise_source(once.clone(), &mut crate::diag::Diagnostics::default(), &mut ());
    assert_eq!(normalised.lock.to_text().unwrap(), lock);
    assert!(model(&once).is_object());
}
