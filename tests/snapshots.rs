//! Small pictures of what the stages make, to be looked at when they change.
//!
//! In: the project's documents and the small ones of `tests/cases/`. Out: insta snapshots in `snapshots/`. A changed
//! one is accepted by hand (`cargo insta review`); where the variable `CI` is set, insta writes nothing.

use std::fmt::Write as _;

use generator::diag::Sites;
use generator::ir::{Api, face};
use generator::lint::Findings;
use serde_json::Value;

use crate::cases;
use crate::support::picture;
use crate::support::run::{Run, project};

#[test]
fn insta_never_accepts_by_itself() {
    if std::env::var_os("CI").is_some() {
        let update = std::env::var("INSTA_UPDATE").unwrap_or_else(|_| "no".to_owned());
        assert_eq!(update, "no", "a snapshot is accepted by a person");
    }
}

#[test]
fn api_of_the_project() {
    picture!("api", listing(&project().normalised.api));
}

#[test]
fn api_of_the_cases() {
    picture!("cases-api", listing(&cases::run().normalised.api));
}

#[test]
fn face_of_an_operation() {
    let face = face::json(&project().normalised.api);
    let operation = face["products"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|product| product["resources"].as_array().unwrap())
        .flat_map(|resource| resource["operations"].as_array().unwrap())
        .find(|operation| operation["id"] == "email_invoice");
    picture!("face-operation", format!("{:#}", operation.unwrap()));
}

#[test]
fn face_of_a_model() {
    let face = face::json(&project().normalised.api);
    let named = |key: &str, name: &str| {
        let mut found = face[key].as_array().unwrap().iter().find(|item| item["name"] == name).cloned().unwrap();
        // Lines of documents move all the time; that there is a place is enough.
        let places = if key == "enums" { "sources" } else { "origins" };
        for origin in found[places].as_array_mut().unwrap() {
            let file = origin["at"].as_str().unwrap().split(':').next().unwrap().to_owned();
            origin["at"] = file.into();
        }
        found
    };
    picture!("face-model", format!("{:#}", named("models", "payment_summary")));
    picture!("face-enum", format!("{:#}", named("enums", "payment_mode")));
}

#[test]
fn each_defect_is_one_finding_with_code_and_place() {
    let run = cases::run();
    let sites = Sites::new(run.normalised.source.files.iter().map(|file| file.path.clone()).collect());
    let findings = Findings::of(&run.diagnostics, &sites).findings.into_iter();
    let lines = findings.filter(|finding| finding.file.as_deref().is_some_and(|file| file.starts_with("defects/")));
    let lines = lines.map(|finding| {
        let place =
            [finding.line, finding.column].map(|number| number.map_or(String::new(), |number| format!(":{number}")));
        format!("{} {}{} {}\n", finding.code.id(), finding.file.unwrap_or_default(), place.concat(), finding.message)
    });
    picture!("case-defects", lines.collect::<String>());
}

#[test]
fn public_types_of_each_product() {
    let mut text = String::new();
    for product in &project().normalised.api.model.products {
        writeln!(text, "{}: {}", product.name, types(project(), product.name.as_str()).join(" ")).unwrap();
    }
    picture!("types", text);
}

#[test]
fn a_resource_as_generated() {
    picture!("billing-payments", file(project(), "src/billing/payments.rs"));
}

#[test]
fn a_struct_of_each_side_and_an_enum_as_generated() {
    let text = file(project(), "src/billing/types/payments.rs");
    picture!("billing-types", items(&text, &["PaymentSummary", "UpdatePayment", "PaymentFilter"]));
}

#[test]
fn types_of_the_cases_as_generated() {
    for (name, path, chosen) in [
        ("case-recursion", "src/shapes/types/recursion.rs", &["Node", "NodeInput", "Person", "PersonEmployer"][..]),
        ("case-things", "src/shapes/types/things.rs", &["CreateThing", "Thing", "ThingKind", "ThingEither"]),
        (
            "case-choices",
            "src/choices/types/charges.rs",
            &["ChargeLineInput", "ChargeLineBy", "PaymentInput", "UpdateChargeByEmail", "ChargeOwnerInput"],
        ),
        ("case-clashes", "src/names/types/clashes.rs", &["Clash", "ClashState", "ClashSort"]),
        ("case-keywords", "src/names/types/keywords.rs", &["Type", "TypeInput"]),
    ] {
        picture!(name, signatures(&items(&file(cases::run(), path), chosen)));
    }
}

#[test]
fn methods_of_the_cases_as_generated() {
    for (name, path) in [
        ("case-uploads", "src/bodies/uploads.rs"),
        ("case-replies", "src/answers/replies.rs"),
        ("case-filters", "src/params/filters.rs"),
        ("case-logs", "src/paging/logs.rs"),
        ("case-plain", "src/plain/no_ids.rs"),
    ] {
        picture!(name, calls(&file(cases::run(), path)));
    }
}

/// A line an operation: method of the client, HTTP line, arguments, body, result.
fn listing(api: &Api) -> String {
    let face = face::json(api);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut out = String::new();
    for product in list(&face["products"]) {
        writeln!(out, "{} {} {}", text(&product["name"]), text(&product["base_path"]), product["tenancy"]).unwrap();
        for resource in list(&product["resources"]) {
            writeln!(out, "  {}", text(&resource["name"])).unwrap();
            for operation in list(&resource["operations"]) {
                let required: Vec<String> = list(&operation["params"])
                    .iter()
                    .filter(|param| param["required"] == true)
                    .map(|param| format!("{}: {}", text(&param["name"]), text(&param["type"])))
                    .collect();
                let optional = list(&operation["params"]).len() - required.len();
                let request = match &operation["request"] {
                    Value::Null => String::new(),
                    body if body["kind"] == "json" => format!(" <- {}", text(&body["type"])),
                    body => format!(" <- {} of {}", text(&body["kind"]), list(&body["parts"]).len()),
                };
                let result = &operation["result"];
                let of = result["type"].as_str().map(|ty| format!(" {ty}")).unwrap_or_default();
                writeln!(
                    out,
                    "    {}({}{}) {} {}{request} -> {}{of}{}{}",
                    text(&operation["verb"]),
                    required.join(", "),
                    if optional > 0 { format!("; {optional} more") } else { String::new() },
                    text(&operation["method"]),
                    text(&operation["path"]),
                    text(&result["kind"]),
                    if operation["paging"].is_null() { "" } else { ", paged" },
                    if operation["tenant"] == true { ", of an organisation" } else { "" },
                )
                .unwrap();
            }
        }
    }
    out
}

fn file(run: &Run, path: &str) -> String {
    run.files.files.get(path).unwrap_or_else(|| panic!("{path} is not generated: {:?}", run.files.files.keys())).clone()
}

/// Names of the types of a product, those it shares included, sorted.
fn types(run: &Run, product: &str) -> Vec<String> {
    let model = &run.normalised.api.model;
    let index = model.products.iter().position(|known| known.name.as_str() == product).unwrap();
    let owned = |products: &[u32]| products.iter().any(|known| *known as usize == index);
    let models = model.models.iter().filter(|item| owned(&item.products)).map(|item| item.name.to_string());
    let enums = model.enums.iter().filter(|item| owned(&item.products)).map(|item| item.name.to_string());
    let mut names: Vec<String> = models.chain(enums).collect();
    names.sort();
    names
}

/// The structs and enums of these names, their `impl`s and the macro calls about them, as they stand in the text.
fn items(text: &str, names: &[&str]) -> String {
    let chosen = |item: &str| {
        names.iter().any(|name| {
            let about = [format!("pub struct {name} "), format!("pub enum {name} "), format!("impl {name} ")];
            let call =
                [format!("!({name} "), format!("!(\n    {name} "), format!("! {{ {name} "), format!(" for {name} ")];
            about.iter().chain(&call).any(|part| item.contains(part.as_str()))
        })
    };
    let mut found = Vec::new();
    let mut item = String::new();
    for line in text.lines() {
        item.push_str(line);
        item.push('\n');
        let closes = line.starts_with('}') || line.starts_with(')') || (!line.starts_with(' ') && line.ends_with(';'));
        if closes {
            found.extend(Some(std::mem::take(&mut item)).filter(|item| chosen(item)));
        }
    }
    found.concat()
}

/// The text without docs and bodies: what a caller sees.
fn signatures(text: &str) -> String {
    let kept = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("//") && !line.is_empty() && line != "#[must_use]"
    };
    let mut out: String = text.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    // The bodies of methods say again what the request's data says.
    while let Some(begin) = out.find(" {\n        self.").or_else(|| out.find(" {\n        Self {")) {
        let Some(length) = out[begin..].find("\n    }\n") else { break };
        out.replace_range(begin..begin + length + 6, ";");
    }
    out
}

/// Of a resource: the methods and setters, and per request what comes back and where in the answer it is.
fn calls(text: &str) -> String {
    let mut inside = false;
    let kept = |line: &&str| {
        let begin = line.trim_start();
        inside |= begin.starts_with("pub fn ");
        let data = ["id: ", "envelope: ", "impl "].iter().any(|part| begin.starts_with(part))
            || (begin.contains(" -> ") && begin.ends_with('{'));
        let kept = inside || data;
        inside &= !begin.ends_with([';', '{']);
        kept && !begin.starts_with("impl crate::Operation")
    };
    signatures(text).lines().filter(kept).map(|line| format!("{}\n", line.trim_end_matches([' ', '{']))).collect()
}
