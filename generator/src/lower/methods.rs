//! Methods and their request structs.
//!
//! In: operations. Out: one [`Method`] each, and a second one where the same answer can be had as a file.

use serde_json::Value;

use crate::ir::model::{Body, Formats, Many, Operation, Param, Part, Payload as ModelPayload, Product, Type};
use crate::ir::name::Name;
use crate::ir::wire::Location;

use super::Lowering;
use super::docs;
use super::expr::exact;
use super::ident::{self, Methods, Scope};
use super::krate::{Arg, ArgPlace, Expr, Ident, Method, Payload, Spec, Ty};
use super::types::facts;

impl Lowering<'_> {
    pub(super) fn methods(&self, product: &Product, operation: &Operation, scopes: &mut Methods) -> Vec<Method> {
        let method = self.method(product, operation, scopes);
        let file = operation.formats.as_ref().map(|formats| self.as_file(operation, formats, &method, scopes));
        std::iter::once(method).chain(file).collect()
    }

    fn method(&self, product: &Product, operation: &Operation, scopes: &mut Methods) -> Method {
        let mut names = Scope::default();
        let given = operation.params.iter().filter(|param| param.required).map(|param| self.param(param, &mut names));
        let mut args: Vec<Arg> = given.collect();
        args.extend(
            operation
                .files
                .iter()
                .filter(|file| file.required)
                .map(|file| self.part(file, ArgPlace::PartText, &mut names)),
        );
        let (needed, optional): (Vec<Arg>, Vec<Arg>) =
            self.body(operation, &mut names).into_iter().partition(|_| body_required(operation));
        args.extend(needed);
        let offered =
            operation.params.iter().filter(|param| !param.required).map(|param| self.param(param, &mut names));
        let mut setters: Vec<Arg> = offered.collect();
        setters.extend(
            operation
                .files
                .iter()
                .filter(|file| !file.required)
                .map(|file| self.part(file, ArgPlace::PartText, &mut names)),
        );
        setters.extend(optional_parts(operation).map(|(part, place)| self.part(part, place, &mut names)));
        setters.extend(optional);
        let mut free = ident::setters(operation.paging.is_some(), gives_file(operation));
        setters.iter_mut().for_each(|setter| setter.ident = free.claim_value(setter.ident.clone()));
        let (ident, request) = scopes.claim(&operation.verb);
        Method {
            ident,
            request,
            docs: method_docs(product, operation),
            args,
            setters,
            spec: spec(product, operation),
            output: self.output(operation),
            paged: operation.paging.is_some(),
            as_file: false,
            deprecated: operation.deprecated,
        }
    }

    /// `get_as(id, format)`: the same answer as a file.
    fn as_file(&self, operation: &Operation, formats: &Formats, method: &Method, scopes: &mut Methods) -> Method {
        let mut method = method.clone();
        let verb = Name::from_words([operation.verb.as_str(), "as"]);
        (method.ident, method.request) = scopes.claim(&verb);
        let place = method.args.iter().take_while(|arg| arg.place == ArgPlace::Path).count();
        method.args.insert(place, self.format(formats, &method.args));
        let choice = match formats.location {
            Location::Header => format!("in a media type of your choice: {}", codes(&formats.media_types)),
            _ => "in a format of your choice".to_owned(),
        };
        method.docs = format!("The same as a file, {choice}.\n\n{}\n\n{FILE}", method.docs);
        method.spec.payload = Payload::Download;
        method.output = Ty::Download;
        method.paged = false;
        method.as_file = true;
        method
    }

    /// The argument that chooses, beside others.
    fn format(&self, formats: &Formats, others: &[Arg]) -> Arg {
        let mut names = Scope::default();
        others.iter().for_each(|arg| drop(names.claim(arg.ident.clone())));
        let example = formats.media_types.first().map_or("pdf", String::as_str);
        let header = formats.location == Location::Header;
        Arg {
            ident: names.claim_value(ident::snake(&Name::parse("format"))),
            wire: formats.param.clone(),
            place: if header { ArgPlace::Header } else { ArgPlace::Query },
            example: self.example(&formats.param, &formats.format, Some(&Value::from(example)), 0),
            ty: self.ty(&formats.format),
            many: Many::No,
            docs: "Format of the file.".to_owned(),
        }
    }

    fn param(&self, param: &Param, names: &mut Scope) -> Arg {
        let place = match param.location {
            Location::Path => ArgPlace::Path,
            Location::Header => ArgPlace::Header,
            Location::Query | Location::Cookie => ArgPlace::Query,
        };
        let one = param.many == Many::No;
        let example = match (&param.example, one) {
            (Some(serde_json::Value::String(text)), false) => {
                Some(serde_json::Value::from(text.split(',').next().unwrap_or_default().trim()))
            }
            (example, _) => example.clone(),
        };
        let example = self.example(&param.wire, &param.ty, example.as_ref(), 0);
        let docs =
            [docs::or_named(param.docs.as_deref(), &param.wire, &param.ty), facts(&param.ty, &param.constraints)];
        Arg {
            ident: names.claim_value(ident::snake(&param.name)),
            wire: param.wire.clone(),
            place,
            ty: self.ty(&param.ty),
            many: param.many,
            docs: docs.join("\n\n").trim_end().to_owned(),
            example: if one { example } else { Expr::Array(vec![example]) },
        }
    }

    fn part(&self, part: &Part, text: ArgPlace, names: &mut Scope) -> Arg {
        let file = part.ty == Type::Bytes;
        // A setter is called once for each file; only an argument takes them all.
        let several = part.many && part.required;
        let ty = form_type(&part.ty);
        let example = if file { Expr::Upload } else { self.example(&part.wire, ty, None, 0) };
        Arg {
            ident: names.claim_value(ident::snake(&part.name)),
            wire: part.wire.clone(),
            place: if file { ArgPlace::File } else { text },
            ty: if file { Ty::Upload } else { self.ty(ty) },
            many: if several { Many::Repeated } else { Many::No },
            docs: docs::or_named(part.docs.as_deref(), &part.wire, &part.ty),
            example: if several { Expr::Array(vec![example]) } else { example },
        }
    }

    fn body(&self, operation: &Operation, names: &mut Scope) -> Vec<Arg> {
        self.written.set(0);
        let (ty, example) = match &operation.body {
            Some(Body::Json { model, .. }) => {
                (self.ty(&Type::Model(*model)), self.body_example(*model, self.documented_body(operation)))
            }
            Some(Body::JsonValue { ty, .. }) => {
                (self.ty(ty), exact(self.example("body", ty, self.documented_body(operation), 0)))
            }
            Some(Body::Multipart { .. } | Body::Form { .. }) => {
                let required = parts(operation).filter(|(part, _)| part.required);
                return required.map(|(part, place)| self.part(part, place, names)).collect();
            }
            Some(Body::Raw { media_type, .. }) => return vec![raw(media_type, names)],
            None => return Vec::new(),
        };
        let ident = names.claim_value(Ident("body".to_owned()));
        vec![Arg {
            ident,
            wire: String::new(),
            place: ArgPlace::Body,
            ty,
            many: Many::No,
            docs: "What to send.".to_owned(),
            example,
        }]
    }

    /// The body that the document shows.
    fn documented_body(&self, operation: &Operation) -> Option<&Value> {
        let id = operation.wire;
        let document = self.api.wire.products.get(id.product as usize)?.documents.get(id.document as usize)?;
        let body = document.operations.get(id.operation as usize)?.body.as_ref()?;
        body.content.iter().find_map(|media| media.example.as_ref())
    }

    fn output(&self, operation: &Operation) -> Ty {
        let inner = |ty: &Type| self.ty(ty);
        match &operation.result.payload {
            ModelPayload::None => Ty::Unit,
            ModelPayload::Json => Ty::Json,
            ModelPayload::Download => Ty::Download,
            ModelPayload::Items { ty, .. } if operation.paging.is_some() => Ty::Page(Box::new(inner(ty))),
            ModelPayload::Items { ty, .. } => Ty::List(Box::new(inner(ty))),
            ModelPayload::Key { ty, .. }
            | ModelPayload::First { ty, .. }
            | ModelPayload::Flat { ty }
            | ModelPayload::Whole { ty } => inner(ty),
        }
    }
}

/// A part of a form is one scalar; anything deeper is sent as JSON.
const fn form_type(ty: &Type) -> &Type {
    match ty {
        Type::List(_) | Type::Map(_) | Type::Model(_) => &Type::Json,
        Type::NumericId => &Type::Id,
        other => other,
    }
}

/// Whether one of the operation's methods gives a file.
const fn gives_file(operation: &Operation) -> bool {
    operation.formats.is_some() || matches!(operation.result.payload, ModelPayload::Download)
}

/// A body that may be left out is a setter.
const fn body_required(operation: &Operation) -> bool {
    match &operation.body {
        Some(Body::Json { required, .. } | Body::JsonValue { required, .. } | Body::Raw { required, .. }) => *required,
        _ => true,
    }
}

fn optional_parts(operation: &Operation) -> impl Iterator<Item = (&Part, ArgPlace)> {
    parts(operation).filter(|(part, _)| !part.required)
}

/// The texts of a multipart body or form.
fn parts(operation: &Operation) -> impl Iterator<Item = (&Part, ArgPlace)> {
    let (parts, place) = match &operation.body {
        Some(Body::Multipart { parts }) => (parts.as_slice(), ArgPlace::PartText),
        Some(Body::Form { parts }) => (parts.as_slice(), ArgPlace::FormField),
        _ => (&[][..], ArgPlace::PartText),
    };
    parts.iter().map(move |part| (part, place))
}

/// A body of bytes.
fn raw(media_type: &str, names: &mut Scope) -> Arg {
    Arg {
        ident: names.claim_value(Ident("body".to_owned())),
        wire: media_type.to_owned(),
        place: ArgPlace::Raw,
        ty: Ty::Bytes,
        many: Many::No,
        docs: format!("What to send, as {}.", docs::code(media_type)),
        example: Expr::Bytes,
    }
}

fn spec(product: &Product, operation: &Operation) -> Spec {
    let tenancy = product.tenancy.as_ref().filter(|_| operation.tenant);
    Spec {
        id: operation.id.clone(),
        product: product.name.to_string(),
        method: operation.method.as_str(),
        base_path: operation.base_path.clone(),
        path: operation.path.clone(),
        scopes: operation.scopes.clone(),
        tenancy: tenancy.map(|tenancy| (tenancy.location, tenancy.name.clone())),
        envelope: operation.result.envelope,
        payload: payload(operation),
    }
}

fn payload(operation: &Operation) -> Payload {
    match &operation.result.payload {
        ModelPayload::None => Payload::None,
        ModelPayload::Key { key, .. } => Payload::Key(key.clone()),
        ModelPayload::First { key, .. } => Payload::First(key.clone()),
        ModelPayload::Items { key, .. } if operation.paging.is_some() => Payload::Items(key.clone()),
        ModelPayload::Items { key, .. } => Payload::List(key.clone()),
        ModelPayload::Flat { .. } => Payload::Flat,
        ModelPayload::Whole { .. } => Payload::Whole,
        ModelPayload::Json => Payload::Json,
        ModelPayload::Download => Payload::Download,
    }
}

/// Summary, description, then the facts: HTTP line, scope, paging, editions.
/// `a`, `b`.
fn codes(texts: &[String]) -> String {
    texts.iter().map(|text| docs::code(text)).collect::<Vec<_>>().join(", ")
}

/// How a file can be had.
const FILE: &str =
    "Gives a file: `send` in memory, `download_to` at a path, `send_to` in a writer, `send_stream` by chunks.";

fn method_docs(product: &Product, operation: &Operation) -> String {
    let said = docs::operation(operation.summary.as_deref(), operation.docs.as_deref());
    let composed = || {
        let holds =
            |resource: &&crate::ir::model::Resource| resource.operations.iter().any(|own| own.wire == operation.wire);
        let resource = product.resources.iter().find(holds).map(|resource| resource.name.clone()).unwrap_or_default();
        let one = operation.params.iter().any(|param| param.location == Location::Path);
        docs::composed::operation(&operation.verb, &resource, one)
    };
    let mut paragraphs = vec![Some(said).filter(|said| !said.is_empty()).unwrap_or_else(composed)];
    paragraphs.push(docs::code(&format!("{} {}{}", operation.method.as_str(), operation.base_path, operation.path)));
    if !operation.scopes.is_empty() {
        paragraphs.push(format!("OAuth scope: {}.", codes(&operation.scopes)));
    }
    if operation.paging.is_some() {
        paragraphs.push("Comes in pages: `send` gives one, `stream` all.".to_owned());
    }
    if matches!(operation.result.payload, ModelPayload::Download) {
        paragraphs.push(FILE.to_owned());
    }
    paragraphs.extend(docs::editions(&operation.editions));
    paragraphs.join("\n\n")
}
