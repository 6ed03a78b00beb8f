//! What schemas leave out, or say twice in two ways.
//!
//! In: every schema that a parameter, body or successful answer leads to. Out: a finding for each that has no type,
//! items or fields, whose format, default or example does not go with its type, or whose enum is none. What is then
//! done about it is decided where types are read; this only tells.

mod seen;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::ir::Place;
use crate::ir::model::Type;
use crate::ir::wire::{Param, Schema, Wire};

use super::fit::{fits, read_as, shown};
use super::scalars::widen;
use seen::{Role, Seen, Uses, parts};

/// Formats of OpenAPI 3.0 by the type that they go with.
const FORMATS: [(&str, &[&str]); 3] = [
    ("integer", &["int32", "int64"]),
    ("number", &["float", "double"]),
    ("string", &["byte", "binary", "date", "date-time", "password"]),
];

/// Reports what is wrong with the schemas that operations use.
pub(super) fn report(wire: &Wire, diagnostics: &mut Diagnostics) {
    // What leads nowhere, or was cut out, is empty and has been told.
    let is_cut_out = |code: Code| matches!(code, Code::UnresolvedRef | Code::ExternalRef | Code::Structure);
    let told: BTreeSet<Place> = diagnostics
        .sorted()
        .iter()
        .filter(|finding| is_cut_out(finding.code))
        .filter_map(|finding| finding.at)
        .collect();
    let mut seen = Seen::default();
    for operation in
        wire.products.iter().flat_map(|product| &product.documents).flat_map(|document| &document.operations)
    {
        for param in &operation.params {
            seen.visit(wire, param.schema.as_ref(), Role::Sent);
            report_param_example(wire, param, diagnostics);
        }
        for media in operation.body.iter().flat_map(|body| &body.content) {
            seen.visit(wire, media.schema.as_ref(), Role::Sent);
        }
        let answers = operation.responses.iter().filter(|response| response.status.is_success());
        for media in answers.flat_map(|response| &response.content) {
            seen.visit(wire, media.schema.as_ref(), Role::Received);
        }
    }
    for (id, seen) in seen.schemas {
        if let Some(schema) = wire.schema(id).filter(|schema| !told.contains(&schema.at)) {
            Check { schema, seen, diagnostics }.all();
        }
    }
}

/// The checks of one schema.
struct Check<'a> {
    schema: &'a Schema,
    seen: Uses,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn all(&mut self) {
        self.missing();
        self.format();
        self.default();
        self.example();
        self.enumeration();
    }

    fn tell(&mut self, code: Code, message: &str, help: &str) {
        self.tell_as(code, code.severity(), message, help);
    }

    fn tell_as(&mut self, code: Code, severity: Severity, message: &str, help: &str) {
        let message = format!("{}: {message}", self.schema.pointer);
        let finding = Diagnostic { severity, ..Diagnostic::new(code, self.schema.at, message).help(help) };
        self.diagnostics.push(finding);
    }

    /// Type, items and fields. What is made of parts may leave them to the parts.
    fn missing(&mut self) {
        let schema = self.schema;
        let is_made_of_parts = parts(schema).next().is_some();
        match schema.ty.as_deref() {
            None if is_made_of_parts || !self.seen.whole => {}
            None if !schema.properties.is_empty() => {
                self.tell(
                    Code::MissingType,
                    "`type` is missing; it has fields and is taken for an object",
                    "add `type: object`",
                );
            }
            None if schema.items.is_some() => {
                self.tell(
                    Code::MissingType,
                    "`type` is missing; it has items and is taken for a list",
                    "add `type: array`",
                );
            }
            None if schema.additional_properties.is_some() || says_nothing(schema) => {}
            None if schema.enumeration.is_some() => {
                self.tell(Code::MissingType, "`type` is missing; its values tell it", "add `type: string`");
            }
            None => {
                let message = match (self.seen.sent, schema.example.is_some()) {
                    (false, true) => "`type` is missing; it is read by its example",
                    (true, true) => "`type` is missing; it is read by its example, and sent as raw JSON",
                    (_, false) => "`type` is missing; it is raw JSON, unless its description tells",
                };
                self.tell(Code::MissingType, message, "add the `type`");
            }
            Some("array") if schema.items.is_none() && !is_made_of_parts => {
                self.tell(
                    Code::MissingItems,
                    "`items` is missing; it is a list of raw JSON",
                    "say in `items` what it holds",
                );
            }
            Some("object")
                if schema.properties.is_empty()
                    && schema.additional_properties.is_none()
                    && !is_made_of_parts
                    && self.seen.whole =>
            {
                let help = "document its `properties`, or `additionalProperties` if any key goes";
                self.tell(Code::MissingFields, "the object has no fields; it is raw JSON", help);
            }
            Some(_) => {}
        }
    }

    fn format(&mut self) {
        let Some(format) = self.schema.format.as_deref() else { return };
        let goes_with = FORMATS.iter().find(|(_, formats)| formats.contains(&format)).map(|(ty, _)| *ty);
        match (goes_with, self.schema.ty.as_deref()) {
            (Some(ty), Some(own)) if ty != own => {
                let message = format!("the format `{format}` goes with `type: {ty}`, not with `{own}`; the type stays");
                self.tell(Code::OtherFormat, &message, "correct one of them");
            }
            (Some(_), _) => {}
            (None, _) => {
                let message = format!("the format `{format}` is none of OpenAPI 3.0; the type alone speaks");
                self.tell_as(
                    Code::OtherFormat,
                    Severity::Note,
                    &message,
                    "nothing needs to be done if the type is right",
                );
            }
        }
    }

    fn default(&mut self) {
        let Some(default) = &self.schema.default else { return };
        let ty = self.schema.ty.as_deref();
        if fits(ty, default) {
            return;
        }
        let (name, found) = (ty.unwrap_or_default(), shown(default));
        match read_as(ty, default) {
            Some(read) => {
                let message = format!("the default {found} is not of `type: {name}`; it is taken for {}", shown(&read));
                self.tell(Code::OtherDefault, &message, "write it as its type asks");
            }
            None => {
                let message = format!("the default {found} is not of `type: {name}`; it was left out");
                self.tell(Code::OtherDefault, &message, "write a value, and say the rest in `description`");
            }
        }
    }

    /// An example that does not go with its type and changes nothing; one that does is told where the type changes.
    fn example(&mut self) {
        let Some(example) = &self.schema.example else { return };
        let ty = self.schema.ty.as_deref();
        if fits(ty, example) || (self.seen.received && widens(ty, example)) {
            return;
        }
        let (name, found) = (ty.unwrap_or_default(), shown(example));
        let message = format!("the example {found} is not of `type: {name}`; the type stays");
        self.tell(Code::OtherExample, &message, "correct the example, or the type");
    }

    fn enumeration(&mut self) {
        let Some(values) = &self.schema.enumeration else { return };
        let values: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
        if values.iter().any(|value| !value.is_string()) {
            let help = "quote the values if they are texts; otherwise nothing needs to be done";
            self.tell(Code::OddEnum, "not all values of the `enum` are texts; it is no type of its own", help);
        } else if let [only] = values.as_slice() {
            let message = format!("the `enum` lists {} alone; any other value is read as well", shown(only));
            self.tell(Code::OddEnum, &message, "add the other values, if there are any");
        }
    }
}

/// `{}`: any JSON, on purpose.
fn says_nothing(schema: &Schema) -> bool {
    let Schema { description, title, format, default, example, enumeration, nullable, .. } = schema;
    let texts = [description, title, format].into_iter().all(Option::is_none);
    texts && default.is_none() && example.is_none() && enumeration.is_none() && !nullable
}

/// Whether an answer's field of this type is widened by the example.
fn widens(ty: Option<&str>, example: &Value) -> bool {
    let ty = match ty {
        Some("integer") => Type::Int,
        Some("number") => Type::Decimal,
        Some("boolean") => Type::Bool,
        Some("string") => Type::Text,
        Some("array") => Type::Json.list(),
        Some("object") => Type::Map(Box::new(Type::Json)),
        _ => return false,
    };
    widen(&ty, std::slice::from_ref(example)) != ty
}

/// A parameter's own example stands beside its schema.
fn report_param_example(wire: &Wire, param: &Param, diagnostics: &mut Diagnostics) {
    let schema = param.schema.as_ref().and_then(|used| wire.schema(used.id));
    let (Some(schema), Some(example)) = (schema, &param.example) else { return };
    let ty = schema.ty.as_deref();
    if fits(ty, example) {
        return;
    }
    let (name, found) = (ty.unwrap_or_default(), shown(example));
    let message =
        format!("the example {found} of the parameter `{}` is not of `type: {name}`; the type stays", param.name);
    diagnostics.push(Diagnostic::new(Code::OtherExample, param.at, message).help("correct the example, or the type"));
}
