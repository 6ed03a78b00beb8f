//! References, cycles and operations; and every sample document from the disk to the wire layer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

use super::*;
use crate::diag::{Code, Severity};
use crate::ir::FileId;
use crate::ir::wire::{DeclaredBy, Location, Schema, SchemaUse};
use crate::load::{LoadOptions, ProductSource, SourceFile};

const HEAD: &str = "openapi: 3.0.0\ninfo: {title: t, version: 1}\n";

fn run(files: &[(&str, &str)]) -> (Wire, Vec<String>) {
    let mut source = Source::default();
    let mut product = ProductSource { name: "p".to_owned(), ..ProductSource::default() };
    for (index, (name, text)) in files.iter().enumerate() {
        let text = format!("{HEAD}{text}");
        source.files.push(SourceFile { path: format!("p/{name}"), text, ..SourceFile::default() });
        product.documents.push(FileId(u32::try_from(index).unwrap()));
    }
    source.products.push(product);
    let mut out = Diagnostics::default();
    let wire = from_source(&source, &mut out);
    let found = out.sorted().into_iter().map(|finding| {
        let at = finding.at.unwrap_or_default();
        assert!(finding.help.is_some());
        format!("{} {}:{} {}", finding.code.id(), at.line, at.column, finding.message)
    });
    (wire, found.collect())
}

fn from_source(source: &Source, out: &mut Diagnostics) -> Wire {
    let trees = crate::tree::parse(source, out);
    let trees = crate::overlay::apply(trees, source, out);
    let documents = crate::document::read(trees, source, out);
    resolve(&documents, source, out)
}

fn component<'w>(wire: &'w Wire, name: &str) -> &'w Schema {
    let id = wire.products[0].documents[0].components[name];
    wire.schema(id).unwrap()
}

fn property<'w>(wire: &'w Wire, of: &str, name: &str) -> &'w SchemaUse {
    &component(wire, of).properties[name]
}

#[test]
fn cycles_are_plain() {
    let (wire, found) = run(&[(
        "d.yml",
        "paths: {}\ncomponents:\n  schemas:\n    A: {properties: {b: {$ref: '#/components/schemas/B'}, a: {$ref: '#/components/schemas/A'}}}\n    B: {allOf: [{$ref: '#/components/schemas/A'}]}\n",
    )]);
    assert_eq!(found, Vec::<String>::new());
    let ids = &wire.products[0].documents[0].components;
    assert_eq!(property(&wire, "A", "b").id, ids["B"]);
    assert_eq!(property(&wire, "A", "a").id, ids["A"]);
    assert_eq!(component(&wire, "B").all_of[0].id, ids["A"]);
    assert_eq!(wire.schemas.len(), 2);
    assert_eq!(component(&wire, "B").pointer, "/components/schemas/B");
    assert_eq!((component(&wire, "B").at.line, component(&wire, "B").at.column), (7, 5));
}

#[test]
fn aliases_have_the_id_of_what_they_stand_for() {
    let (wire, found) = run(&[(
        "d.yml",
        "paths: {}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/C'}\n    C: {type: string}\n    D: {properties: {a: {$ref: '#/components/schemas/A', description: why}}}\n",
    )]);
    assert_eq!(found, Vec::<String>::new());
    let ids = &wire.products[0].documents[0].components;
    assert_eq!((ids["A"], ids["B"]), (ids["C"], ids["C"]));
    let usage = property(&wire, "D", "a");
    assert_eq!((usage.component.as_deref(), usage.description.as_deref()), (Some("A"), Some("why")));
    assert_eq!(component(&wire, "C").component.as_deref(), Some("C"));
}

#[test]
fn broken_references_become_untyped() {
    let (wire, found) = run(&[(
        "d.yml",
        "paths: {}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n    C: {properties: {a: {$ref: '#/nope'}, b: {$ref: 'x.yml#/a'}, c: {$ref: 'https://x/y'}, d: {$ref: Pet}}}\n",
    )]);
    assert_eq!(
        found.iter().filter(|one| one.starts_with("ZG020") && one.contains("leads back")).count(),
        2,
        "{found:?}"
    );
    assert_eq!(found.iter().filter(|one| one.starts_with("ZG020") && one.contains("no such schema")).count(), 1);
    assert_eq!(found.iter().filter(|one| one.starts_with("ZG021")).count(), 3);
    let empty = wire.schema(property(&wire, "C", "a").id).unwrap();
    assert_eq!((empty.ty.as_ref(), empty.pointer.as_str()), (None, "/components/schemas/C/properties/a"));
}

#[test]
fn references_reach_anywhere_in_the_product() {
    let (wire, found) = run(&[
        (
            "a.yml",
            "paths:\n  /{id}:\n    parameters: [{$ref: 'b.yml#/components/parameters/P'}]\n    get:\n      responses:\n        '200': {description: x, content: {a/b: {schema: {$ref: '#/paths/~1%7Bid%7D/get/responses/201/content/a~1b/schema'}}}}\n        '201': {description: x, content: {a/b: {schema: {type: integer}}}}\n        '202': {description: x, content: {a/b: {schema: {$ref: '#/x-shared/S%7e0'}, examples: {one: {$ref: './b.yml#/components/examples/E'}}}}}\nx-shared: {'S~0': {type: boolean}, 'S~': {type: array, items: {type: string}}}\n",
        ),
        (
            "b.yml",
            "paths: {}\ncomponents: {parameters: {P: {$ref: '#/components/parameters/Q'}, Q: {name: id, in: path, schema: {type: string}}}, examples: {E: {value: [1]}}}\n",
        ),
    ]);
    assert_eq!(found, Vec::<String>::new());
    let operation = &wire.products[0].documents[0].operations[0];
    let ty = |index: usize| {
        let id = operation.responses[index].content[0].schema.as_ref().unwrap().id;
        wire.schema(id).unwrap().ty.clone().unwrap()
    };
    assert_eq!((ty(0), ty(1), ty(2)), ("integer".to_owned(), "integer".to_owned(), "array".to_owned()));
    assert_eq!(operation.responses[2].content[0].example, Some(serde_json::json!([1])));
    let param = &operation.params[0];
    assert_eq!(
        (param.name.as_str(), param.declared_by, param.component.as_deref()),
        ("id", DeclaredBy::Path, Some("P"))
    );
    assert_eq!(param.at.file, FileId(1));
}

#[test]
fn operations_override_params_of_their_path() {
    let (wire, found) = run(&[(
        "d.yml",
        "paths:\n  /a/{id}:\n    parameters:\n    - {name: id, in: path, required: true, schema: {type: string}}\n    - {name: id, in: query, schema: {type: string}}\n    - {name: X-A, in: header, schema: {type: string}}\n    get:\n      parameters:\n      - {name: x-a, in: header, schema: {type: integer}}\n      - {name: x-a, in: header, schema: {type: integer}}\n      responses: {}\n",
    )]);
    let params: Vec<_> = wire.products[0].documents[0].operations[0]
        .params
        .iter()
        .map(|param| (param.name.as_str(), param.location, param.declared_by))
        .collect();
    assert_eq!(
        params,
        [
            ("x-a", Location::Header, DeclaredBy::Operation),
            ("id", Location::Path, DeclaredBy::Path),
            ("id", Location::Query, DeclaredBy::Path)
        ]
    );
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("declared twice"));
}

#[test]
fn an_operation_stands_once() {
    let get = "paths: {'/a/{x}': {get: {responses: {}}, post: {responses: {}}}}\n";
    let (wire, found) = run(&[
        ("a.yml", get),
        ("b.yml", "paths: {'/a/{y}': {get: {responses: {}}}, '/a/{y}/b': {get: {responses: {}}}}\n"),
    ]);
    assert_eq!(found, ["ZG022 3:20 GET /a/{y} is documented at p/a.yml:3 as well"]);
    let count = |index: usize| wire.products[0].documents[index].operations.len();
    assert_eq!((count(0), count(1)), (2, 1));
}

#[test]
fn of_two_operations_the_fuller_one_is_kept() {
    let whole =
        "{summary: S, responses: {'200': {description: d, content: {application/json: {schema: {type: object}}}}}}";
    let stub = "{operationId: o, summary: S, responses: {}}";
    let (wire, found) = run(&[
        ("a.yml", &format!("paths: {{'/a': {{get: {stub}}}}}\n")),
        ("b.yml", &format!("paths: {{'/a': {{get: {whole}}}}}\n")),
    ]);
    assert_eq!(found, ["ZG022 3:16 GET /a is documented at p/b.yml:3 as well"]);
    let documents = &wire.products[0].documents;
    assert_eq!((documents[0].operations.len(), documents[1].operations.len()), (0, 1));
}

#[test]
fn heads_are_put_together() {
    let (wire, found) = run(&[(
        "d.yml",
        "paths: {}\nservers: [{url: 'https://{none}'}, {url: 'https://{host}/{base}', variables: {host: {default: a.b}, base: {enum: [v1], default: v3}}}]\nsecurity: [{o: [s]}, {}]\ncomponents:\n  securitySchemes:\n    o: {type: oauth2, flows: {implicit: {authorizationUrl: x, scopes: {s: d}}, password: {tokenUrl: y, scopes: {s: e, t: f}}}}\n    k: {type: apiKey, in: header, name: X}\n    b: {type: http, scheme: bearer}\n    bad: {type: magic}\n",
    )]);
    let document = &wire.products[0].documents[0];
    assert_eq!(document.servers[0].url, "https://a.b/v3");
    assert_eq!(document.security.len(), 2);
    assert_eq!(document.security_schemes.keys().collect::<Vec<_>>(), ["o", "k", "b"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("the variable `none` has no value"), "{found:?}");
    assert!(found[1].contains("`magic` is not known here"), "{found:?}");
}

#[test]
fn path_items_may_be_references() {
    let (wire, found) = run(&[(
        "d.yml",
        "paths: {/a: {get: {operationId: g, responses: {}}}, /b: {$ref: '#/paths/~1a'}, /c: {$ref: 'x.yml'}, /d: {$ref: '#/paths/~1d'}}\n",
    )]);
    let operations = &wire.products[0].documents[0].operations;
    let paths: Vec<_> = operations.iter().map(|one| (one.path.as_str(), one.pointer.as_str())).collect();
    assert_eq!(paths, [("/a", "/paths/~1a/get"), ("/b", "/paths/~1a/get")]);
    assert_eq!(found.len(), 2, "{found:?}");
}

/// A folder of samples beside the project, or nothing where there is none.
fn samples(name: &str) -> Option<(Source, Diagnostics)> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name);
    if !specs.is_dir() {
        println!("skipped: no shared/{name} beside the project");
        return None;
    }
    let mut out = Diagnostics::default();
    let source = crate::load::load(&LoadOptions { templates: specs.clone(), specs, products: Vec::new() }, &mut out);
    Some((source, out))
}

#[test]
fn published_documents_load() {
    let Some((source, mut out)) = samples("published") else { return };
    let wire = from_source(&source, &mut out);
    let documents: Vec<_> = wire.products.iter().flat_map(|product| &product.documents).collect();
    assert_eq!(documents.len(), source.files.len());
    assert!(documents.iter().all(|document| !document.operations.is_empty()));
    assert!(!out.has_errors());
    assert!(out.sorted().iter().all(|finding| finding.at.is_some_and(|at| at.line > 0)), "{out:?}");
    assert!(wire.schemas.iter().all(|schema| schema.at.line > 0 && !schema.pointer.is_empty()));
    let mut again = Diagnostics::default();
    assert_eq!(wire, from_source(&source, &mut again));
}

#[test]
fn odd_documents_do_not_break_anything() {
    let Some((source, mut out)) = samples("odd") else { return };
    let wire = from_source(&source, &mut out);
    let read: Vec<_> =
        wire.products.iter().flat_map(|product| &product.documents).map(|document| document.file).collect();
    for product in &source.products {
        for id in &product.documents {
            let error = out
                .sorted()
                .into_iter()
                .any(|one| one.severity == Severity::Error && one.at.is_some_and(|at| at.file == *id));
            assert!(read.contains(id) != error, "{}", source.path_of(*id));
        }
    }
    let mut again = Diagnostics::default();
    assert_eq!(wire, from_source(&source, &mut again));
    assert_eq!(out, again);
}

/// The tree holds what `serde_yaml`, the reader of record, reads.
#[test]
fn trees_agree_with_serde_yaml() {
    for name in ["published", "odd"] {
        let Some((source, _)) = samples(name) else { return };
        let mut out = Diagnostics::default();
        let products = crate::tree::parse(&source, &mut out);
        let sorted = out.sorted();
        // `serde_yaml` keeps the last of two equal keys.
        let twice =
            |file| sorted.iter().any(|one| one.code == Code::DuplicateKey && one.at.is_some_and(|at| at.file == file));
        for product in products {
            for tree in product.documents.iter().filter(|tree| !twice(tree.file())) {
                let text = &source.file(tree.file()).unwrap().text;
                if let Ok(expected) = serde_yaml::from_str::<serde_json::Value>(text) {
                    assert_eq!(tree.value(tree.root()), expected, "{}", source.path_of(tree.file()));
                }
            }
        }
    }
}
