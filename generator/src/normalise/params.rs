//! Parameters of methods.
//!
//! In: the parameters of an operation as documented. Out: what a caller gives: path parameters in path order (those
//! that the path names and nobody declares are text), then the rest; files apart. The organisation is left out, the
//! client adds it.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::{Constraints, Many, Param, Part, Side, Tenancy, Type};
use crate::ir::name::Name;
use crate::ir::wire::{self, Location, SchemaUse};

use super::flatten::Flat;
use super::schemas::{self, Context, SchemaReader, Told};
use super::tenancy;
use super::variants;
use super::work::{EnumOwner, Use, Work};

/// Headers that belong to HTTP and the client; OpenAPI says to ignore them as parameters.
const CLIENT_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Reads the parameters of every operation.
pub(super) fn read(work: &mut Work<'_>, reader: &mut SchemaReader, diagnostics: &mut Diagnostics) {
    for index in 0..work.operations.len() {
        let Some(operation) = work.operations.get(index) else { continue };
        let tenancy = work.products.get(operation.id.product as usize).and_then(|product| product.tenancy.clone());
        let (params, files) = read_operation(work, reader, index, tenancy.as_ref(), diagnostics);
        if let Some(operation) = work.operations.get_mut(index) {
            operation.params = params;
            operation.files = files;
        }
    }
}

fn read_operation(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    index: usize,
    tenancy: Option<&Tenancy>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Param>, Vec<Part>) {
    let Some(operation) = work.operations.get(index) else { return Default::default() };
    let (wire, path) = (operation.wire, operation.path.clone());
    let mut params = Vec::new();
    let names = path.params();
    let mut declarations = Vec::new();
    for name in &names {
        let declared = declaration(wire, &names, name);
        params.push(match declared {
            Some((at, param)) if param.name == *name => read_param(work, reader, index, at, param).0,
            Some((at, param)) => {
                report_misnamed(wire, param, name, diagnostics);
                read_param(work, reader, index, at, &wire::Param { name: name.clone(), ..param.clone() }).0
            }
            None => undeclared(wire, name, diagnostics),
        });
        declarations.extend(declared.map(|(_, param)| &param.name));
    }
    report_unused(wire, &declarations, diagnostics);
    let mut files = Vec::new();
    for (at, param) in wire.params.iter().enumerate() {
        match param.location {
            Location::Path => {}
            Location::Cookie => diagnostics.push(
                Diagnostic::new(
                    Code::Structure,
                    param.at,
                    format!("the cookie `{}` is not offered as a parameter", param.name),
                )
                .help("set it as a `Cookie` header on the request"),
            ),
            _ if tenancy::is_tenancy(tenancy, param) => {}
            Location::Header if CLIENT_HEADERS.contains(&param.name.to_ascii_lowercase().as_str()) => {}
            _ if is_binary(work, param) => files.push(file(param, diagnostics)),
            _ => {
                let (param, variants) = read_param(work, reader, index, at, param);
                params.push(param);
                params.extend(variants);
            }
        }
    }
    // A variant that is documented by itself, or named twice, is one parameter.
    let mut seen = BTreeSet::new();
    params.retain(|param: &Param| seen.insert((param.location, param.wire.clone())));
    (params, files)
}

/// One parameter, and those that its prose names as variants of it and nobody declares.
fn read_param(
    work: &mut Work<'_>,
    reader: &mut SchemaReader,
    operation: usize,
    at: usize,
    param: &wire::Param,
) -> (Param, Vec<Param>) {
    let context = Context {
        field: param.name.clone(),
        owner: EnumOwner::Operation(operation),
        used: Use { operation, side: Side::Request, pointer: format!("?{}", param.name) },
    };
    let schema = param.schema.as_ref();
    let flat = schema.and_then(|used| Flat::of(work.wire, used.id));
    let own_docs = flat.as_ref().and_then(|flat| flat.docs.map(str::to_owned));
    let docs = param.description.clone().or(own_docs);
    let example = param.example.clone().or_else(|| flat.as_ref().and_then(|flat| flat.example.cloned()));
    let mut limits = flat.as_ref().map(|flat| flat.constraints.clone()).unwrap_or_default();
    limits.deprecated |= param.deprecated;
    let of_schema = flat.as_ref().map(|flat| work.mined.schema(&flat.parts)).unwrap_or_default();
    let of_param = work.operations.get(operation).map(|owner| work.mined.param(owner.id, at)).unwrap_or_default();
    let learned = of_param.or(of_schema);
    learned.constrain(&mut limits);
    let ty = param_type(work, reader, schema, &context);
    if let Type::Enum(id) = ty
        && let Some(draft) = work.enums.get_mut(id.0 as usize)
    {
        draft.docs = draft.docs.take().or_else(|| docs.clone());
    }
    if matches!(ty, Type::Model(_) | Type::Map(_)) {
        let message = format!("`{}` is an object outside a body; it is taken as text", param.name);
        let help = "give its keys as parameters of their own, or write its text yourself";
        reader.findings.push(Diagnostic::new(Code::Structure, param.at, message).help(help));
    }
    let told = Told { docs: docs.as_deref(), schema: schema.map(|used| used.id), at: param.at };
    let ty = schemas::refine(work, scalar_only(ty), &learned, &told, &context);
    if let Some(told) = work.told.as_mut().filter(|_| !learned.holds(&ty)) {
        told.partial_params.insert(param.at);
    }
    let (ty, many) = many(param, ty, learned.commas);
    let read = Param {
        wire: param.name.clone(),
        name: caller_name(param),
        location: param.location,
        ty,
        many,
        required: param.required || param.location == Location::Path,
        constraints: limits,
        docs,
        example,
        at: param.at,
    };
    let declared = work.operations.get(operation).map_or(&[][..], |owner| owner.wire.params.as_slice());
    let variants = variants::of(&read, &learned.variants, declared);
    (read, variants)
}

/// The name without the `X-` that only says that a header is no standard one.
fn caller_name(param: &wire::Param) -> Name {
    let bare = param.name.get(..2).filter(|prefix| prefix.eq_ignore_ascii_case("x-")).and_then(|_| param.name.get(2..));
    let named = bare.filter(|_| param.location == Location::Header).map(Name::parse).filter(|name| !name.is_empty());
    named.unwrap_or_else(|| Name::parse(&param.name))
}

fn param_type(work: &mut Work<'_>, reader: &mut SchemaReader, schema: Option<&SchemaUse>, context: &Context) -> Type {
    schema.map_or(Type::Text, |used| reader.type_of(work, used, context))
}

/// Outside bodies there are only texts: an undocumented kind is text, and an id is sent as its digits either way.
fn scalar_only(ty: Type) -> Type {
    match ty {
        Type::Json | Type::Map(_) | Type::Model(_) | Type::Bytes => Type::Text,
        Type::NumericId => Type::Id,
        Type::List(inner) => match scalar_only(*inner) {
            Type::List(_) => Type::Text.list(),
            scalar => scalar.list(),
        },
        other => other,
    }
}

/// Lists, and texts called `…_ids` that are said to be comma-separated, take many values. A list in the query is sent
/// as the parameter repeated, unless the document or its prose says otherwise.
fn many(param: &wire::Param, ty: Type, commas: bool) -> (Type, Many) {
    match ty {
        Type::List(inner) => {
            let form = matches!(param.style.as_deref(), None | Some("form"));
            let repeated = param.location == Location::Query && form && param.explode.unwrap_or(true) && !commas;
            (*inner, if repeated { Many::Repeated } else { Many::Commas })
        }
        Type::IdList => (Type::Id, Many::Commas),
        other => (other, Many::No),
    }
}

fn is_binary(work: &Work<'_>, param: &wire::Param) -> bool {
    param
        .schema
        .as_ref()
        .and_then(|used| Flat::of(work.wire, used.id))
        .is_some_and(|flat| flat.format == Some("binary"))
}

fn file(param: &wire::Param, diagnostics: &mut Diagnostics) -> Part {
    diagnostics.push(
        Diagnostic::new(
            Code::BinaryQuery,
            param.at,
            format!("`{}` is a file in the query; it is sent as a part of a multipart body", param.name),
        )
        .help("document it as a property of a `multipart/form-data` body, or move it there by an overlay"),
    );
    Part {
        wire: param.name.clone(),
        name: Name::parse(&param.name),
        ty: Type::Bytes,
        many: false,
        required: param.required,
        docs: param.description.clone(),
        at: param.at,
    }
}

/// What declares a parameter that the path names: the declaration of this name, or one that no part of the path has,
/// if it is alike but for case and signs, or the only one where only this parameter lacks one.
fn declaration<'w>(operation: &'w wire::Operation, names: &[String], name: &str) -> Option<(usize, &'w wire::Param)> {
    let params = operation.params.iter().enumerate();
    let declared: Vec<_> = params.filter(|(_, param)| param.location == Location::Path).collect();
    if let Some(exact) = declared.iter().find(|(_, param)| param.name == name) {
        return Some(*exact);
    }
    let unused: Vec<_> = declared.iter().filter(|(_, param)| !names.contains(&param.name)).collect();
    if let Some(alike) = unused.iter().find(|(_, param)| letters(&param.name) == letters(name)) {
        return Some(**alike);
    }
    let lacking = names.iter().filter(|name| !declared.iter().any(|(_, param)| param.name == **name)).count();
    match unused.as_slice() {
        [only] if lacking == 1 => Some(**only),
        _ => None,
    }
}

fn letters(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn report_misnamed(operation: &wire::Operation, param: &wire::Param, name: &str, diagnostics: &mut Diagnostics) {
    let message = format!(
        "`{}` is declared as a path parameter, but `{}` calls it `{{{name}}}`; it is taken for that one",
        param.name, operation.path
    );
    diagnostics.push(
        Diagnostic::new(Code::UnusedParam, param.at, message).help("give the parameter the name that the path has"),
    );
}

fn undeclared(operation: &wire::Operation, name: &str, diagnostics: &mut Diagnostics) -> Param {
    diagnostics.push(
        Diagnostic::new(
            Code::UndeclaredParam,
            operation.at,
            format!("`{}` names `{{{name}}}`, which no parameter declares", operation.path),
        )
        .help(format!("declare a parameter `{name}` with `in: path`; it is taken as text")),
    );
    let is_id = name == "id" || name.ends_with("_id");
    Param {
        wire: name.to_owned(),
        name: Name::parse(name),
        location: Location::Path,
        ty: if is_id { Type::Id } else { Type::Text },
        many: Many::No,
        required: true,
        constraints: Constraints::default(),
        docs: None,
        example: None,
        at: operation.at,
    }
}

fn report_unused(operation: &wire::Operation, declarations: &[&String], diagnostics: &mut Diagnostics) {
    for param in operation.params.iter().filter(|param| param.location == Location::Path) {
        if !declarations.contains(&&param.name) {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnusedParam,
                    param.at,
                    format!(
                        "`{}` is declared as a path parameter, but `{}` does not name it",
                        param.name, operation.path
                    ),
                )
                .help("rename the parameter or remove it"),
            );
        }
    }
}
