//! What prose and examples tell becomes keywords and notes.

use serde_json::{Value, json};

use super::{at, document, holds, source};

const PARAMS: &str = r#"
paths:
  /things:
    get:
      operationId: list_things
      summary: All things there are
      description: Gives the things that somebody made.
      externalDocs: {url: https://example.org, description: More of it}
      parameters:
        - {name: sort_column, in: query, description: "Order. Allowed Values: <code>name</code> and <code>made_on</code>.", schema: {type: string}}
        - {name: name, in: query, description: "By name. Variants: <code>name_contains</code> and `name_startswith`. Max-length [100]", schema: {type: string}}
        - {name: name_startswith, in: query, description: "By its beginning.", schema: {type: string}}
        - {name: made_on, in: query, description: "Format [yyyy-mm-dd]. Variants: made_on_start, made_on_before", schema: {type: string}}
        - {name: thing_ids, in: query, description: "Comma separated ids of things.", schema: {type: string}}
        - {name: other_ids, in: query, description: "Comma separated ids.", schema: {type: array, items: {type: string}}}
        - {name: open, in: query, description: "Allowed values: true, false", schema: {type: string}}
        - {name: shut, in: query, description: "Allowed values: true, false. Default value is false.", schema: {type: string}}
        - {name: size, in: query, description: "Default value is 5. Maximum value is 9.", schema: {type: integer}}
        - {name: hue, in: query, description: "Allowed values: `dark` and `light`.", schema: {$ref: '#/components/schemas/text'}}
        - {name: due_date, in: query, description: "Allowed values: `soon` and `late`.", example: soon, schema: {example: '2020-01-01', type: string}}
      responses:
        '200':
          description: What was asked for.
          content: {application/json: {schema: {type: object, properties: {code: {type: integer}, message: {type: string}, things: {type: array, items: {$ref: '#/components/schemas/thing'}}}}}}
    post:
      operationId: create_thing
      requestBody: {description: A thing., content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
      responses: {'201': {description: It is made., content: {application/json: {schema: {type: object, properties: {code: {type: integer}, message: {type: string}, thing: {$ref: '#/components/schemas/thing'}}}}}}}
components:
  schemas:
    text: {type: string, description: Any text.}
    colour: {type: string, description: "It can be `red` or `green`. Max-length [10]", example: red}
    day: {type: string, description: "In the format yyyy-mm-dd"}
    status: {type: string, description: "Status of the thing. Allowed values: `open` and `done`."}
    made: {example: '2020-12-31', type: string}
    thing:
      type: object
      title: A thing that has all the properties which things may have here
      properties:
        thing_id: {type: string}
        colour: {$ref: '#/components/schemas/colour'}
        shade: {$ref: '#/components/schemas/text', description: "Allowed values: `pale` and `deep`."}
        day: {$ref: '#/components/schemas/day'}
        made_date: {$ref: '#/components/schemas/made'}
        made_note: {$ref: '#/components/schemas/made'}
        part_ids: {type: string, description: Comma separated ids}
        tax: {type: string, x-node_unavailable_in: [us], x-hint: {text: Only for some}}
        size: {type: integer, description: Values from 1 to 7. Default value is 3.}
        owner: {type: object, properties: {owner_id: {type: string}, status: {$ref: '#/components/schemas/status'}}}
        invoice: {type: object, properties: {status: {$ref: '#/components/schemas/status'}}}
        invoices: {type: array, items: {type: object, properties: {invoice_id: {type: string}, status: {$ref: '#/components/schemas/status'}}}}
"#;

const PROSE: [&str; 8] =
    ["Of no use", "All about", "Where it is", "somebody made", "More of it", "asked for", "Only for", "It can be"];

#[test]
fn facts_of_prose_are_keywords_where_they_can_be() {
    let once = holds(&source(&[("shop/things.yml", &document(PARAMS))]), &PROSE);
    let param = |index: usize, rest: &str| at(&once, &format!("/paths/~1things/get/parameters/{index}{rest}"));
    let facts = |index: usize, key: &str| param(index, &format!("/x-facts/{key}"));
    assert_eq!(param(0, "/schema/enum"), json!(["name", "made_on"]));
    assert_eq!(facts(1, "variants"), json!(["name_contains", "name_startswith"]));
    assert_eq!(param(1, "/schema/maxLength"), json!(100));
    assert_eq!(param(3, "/schema/format"), json!("date"));
    assert_eq!(facts(4, "separator"), json!("comma"));
    assert_eq!(param(5, "/explode"), json!(false));
    assert_eq!(param(6, "/schema/type"), json!("boolean"));
    assert_eq!(facts(7, "values"), json!(["true", "false"]));
    assert_eq!(param(8, "/schema"), json!({"type": "integer", "default": 5, "maximum": 9}));
    assert_eq!(
        (param(9, "/schema/$ref"), facts(9, "values")),
        (json!("#/components/schemas/text"), json!(["dark", "light"]))
    );
    assert_eq!(param(10, "/schema/enum"), Value::Null);
    let schema = |rest: &str| at(&once, &format!("/components/schemas/{rest}"));
    assert_eq!(schema("colour"), json!({"type": "string", "enum": ["red", "green"], "maxLength": 10}));
    assert_eq!(schema("day/format"), json!("date"));
    assert_eq!(schema("made"), json!({"type": "string", "x-facts": {"shown": "date"}}));
    assert_eq!(schema("thing/properties/shade/enum"), json!(["pale", "deep"]));
    assert_eq!(schema("thing/properties/shade/allOf/0/$ref"), json!("#/components/schemas/text"));
    assert_eq!(schema("thing/properties/part_ids/x-facts/separator"), json!("comma"));
    assert_eq!(schema("thing/properties/tax"), json!({"type": "string", "x-node_unavailable_in": ["us"]}));
    assert_eq!(schema("thing/properties/size"), json!({"type": "integer", "default": 3, "minimum": 1, "maximum": 7}));
    assert_eq!(schema("thing/title"), Value::Null);
    assert_eq!(at(&once, "/paths/~1things/get/responses/200/description"), json!("OK"));
    assert_eq!(at(&once, "/info"), json!({"title": "Things", "version": "1"}));
}

/// A value that belongs to one of two holders of a field stays with that one.
#[test]
fn values_of_one_thing_are_not_those_of_another() {
    let text = PARAMS.replace("/things:", "/invoices:");
    let text = format!("{text}\n").replace("Status of the thing.", "Status of the invoice.");
    let text = text.replace("paths:\n", "paths:\n  /owners: {get: {operationId: list_owners, responses: {}}}\n");
    let once = holds(&source(&[("shop/things.yml", &document(&text))]), &[]);
    let status = at(&once, "/components/schemas/status");
    assert_eq!(status, json!({"type": "string", "x-facts": {"values": ["open", "done"], "of": "invoice"}}));
}

const EXAMPLES: &str = r#"
paths:
  /things/{thing_id}:
    parameters: [{name: thing_id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: get_thing
      responses:
        '200':
          description: Well
          content:
            application/json:
              schema: {type: object, properties: {code: {type: integer}, message: {type: string}, thing: {$ref: '#/components/schemas/thing'}}}
              example: {code: 0, message: Fine, thing: {total: 12.5, discount: 20.00%, rate: '7', sizes: [1, Small]}}
  /things:
    get:
      operationId: list_things
      responses:
        '200':
          description: Well
          content:
            application/json:
              schema: {type: object, properties: {code: {type: integer}, message: {type: string}, things: {type: array, items: {$ref: '#/components/schemas/item'}}}}
              example: {code: 0, message: Fine, things: [{rate: 4.5}]}
components:
  schemas:
    thing:
      type: object
      properties:
        thing_id: {type: string}
        name: {type: string}
        total: {type: integer}
        discount: {type: number}
        rate: {type: string}
        flag: {example: true}
        count: {example: 3}
        note: {example: A remark of somebody}
        due_date: {example: '2020-02-01', type: string}
        sizes: {type: array, items: {type: integer}}
        codes: {type: array, items: {type: integer, example: Large}}
        prices: {type: object, additionalProperties: {type: integer, example: 1.5}}
    item: {type: object, properties: {thing_id: {type: string}, name: {type: string}, total: {type: integer}, rate: {type: number}}}
"#;

#[test]
fn what_examples_show_stays() {
    let once = holds(&source(&[("shop/things.yml", &document(EXAMPLES))]), &["A remark", "20.00", "Small", "Large"]);
    let schema = |rest: &str| at(&once, &format!("/components/schemas/thing{rest}"));
    assert_eq!(schema("/properties/flag"), json!({"type": "boolean"}));
    assert_eq!(schema("/properties/count"), json!({"type": "number"}));
    assert_eq!(schema("/properties/note"), json!({"type": "string"}));
    assert_eq!(schema("/properties/due_date"), json!({"type": "string", "format": "date"}));
    assert_eq!(schema("/properties/codes/items/x-facts/shown"), json!("text"));
    assert_eq!(schema("/properties/prices/additionalProperties/x-facts/shown"), json!("number"));
    assert_eq!(schema("/x-facts/fields/total"), json!(["number"]));
    assert_eq!(schema("/x-facts/fields/discount"), json!(["text"]));
    // One is a text and the other a number: both were seen to be numbers.
    assert_eq!(schema("/x-facts/fields/rate"), json!(["integer text"]));
}

const NAMES: &str = r#"
paths:
  /salesorders/{salesorder_id}/status/sent:
    parameters: [{schema: {type: string}, required: true, in: path, name: salesorder_id}]
    post: {summary: Tell the customer of a sales order, responses: {'200': {description: Done}}}
  /salesorders/{salesorder_id}/mode:
    parameters: [{schema: {type: string}, required: true, in: path, name: salesorder_id}]
    post: {summary: Change to online/offline mode, responses: {'200': {description: Done}}}
  /salesorders/{salesorder_id}/approval:
    parameters: [{schema: {type: string}, required: true, in: path, name: salesorder_id}]
    get: {summary: Look at it, description: Gives a pdf., responses: {'200': {description: Done}}}
  /salesorders/lines:
    post: {summary: Apply multiple credits to the sales order, responses: {'200': {description: Done}}}
"#;

#[test]
fn names_that_only_prose_tells_stay() {
    let once = holds(&source(&[("shop/salesorders.yml", &document(NAMES))]), &["Tell the", "Gives a pdf"]);
    let operation = |path: &str, rest: &str| at(&once, &format!("/paths/~1salesorders~1{path}{rest}"));
    assert_eq!(at(&once, "/x-facts/words/salesorders"), json!("sales orders"));
    assert_eq!(operation("{salesorder_id}~1approval", "/get/x-facts/file"), json!(true));
    assert!(operation("lines", "/post/x-facts/action").is_string());
}
