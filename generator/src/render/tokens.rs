//! Types, arguments and expressions as tokens.
//!
//! In: lowered parts. Out: token streams, built by `quote`, so that no text of a document can become code: texts are
//! literals, names are identifiers.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::ir::model::Many;

use crate::lower::krate::{self, Arg, ArgPlace, Carry, Conversion, Expr, Field, Path, Ty};

/// An identifier; `r#…` becomes a raw one. `lower` has checked it; what it let through would not compile, but no text
/// may make the generator panic.
pub(super) fn ident(name: &krate::Ident) -> Ident {
    syn::parse_str(name.as_str()).unwrap_or_else(|_| Ident::new("unspeakable", Span::call_site()))
}

/// A text as a raw literal, which leaves its quotes as they are.
pub(super) fn raw_text(text: &str) -> Literal {
    let closing = |hashes: &usize| text.contains(&format!("\"{}", "#".repeat(*hashes)));
    let hashes = "#".repeat((1..).find(|hashes| !closing(hashes)).unwrap_or(1));
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}

/// The lines of a text as `#[doc]` attributes, which are printed as `///`.
pub(super) fn docs(text: &str) -> TokenStream {
    let lines = doc_lines(text);
    quote! { #(#[doc = #lines])* }
}

/// The lines of a text as inner `#![doc]` attributes.
pub(super) fn inner_docs(text: &str) -> TokenStream {
    let lines = doc_lines(text);
    quote! { #(#![doc = #lines])* }
}

/// Every documentation passes here: no control character and none that changes the direction of text reaches source.
pub(super) fn doc_lines(text: &str) -> Vec<String> {
    let plain = |c: &char| *c != '\t' && crate::lower::docs::is_readable(*c);
    let lines = text.split('\n').map(|line| line.chars().filter(plain).collect::<String>());
    lines.map(|line| if line.is_empty() { line } else { format!(" {line}") }).collect()
}

/// `crate::books::Payment`.
pub(super) fn path(path: &Path) -> TokenStream {
    let (module, name) = (ident(&path.module), ident(&path.name));
    quote! { crate::#module::#name }
}

/// A type as written inside the crate.
pub(crate) fn ty(of: &Ty) -> TokenStream {
    match of {
        Ty::Unit => quote! { () },
        Ty::Bool => quote! { bool },
        Ty::Int => quote! { i64 },
        Ty::Decimal => quote! { crate::Decimal },
        Ty::Text => quote! { String },
        Ty::Id | Ty::NumericId => quote! { crate::Id },
        Ty::IdList => quote! { crate::IdList },
        Ty::Date => quote! { crate::Date },
        Ty::DateTime => quote! { crate::DateTime },
        Ty::Json => quote! { serde_json::Value },
        Ty::Upload => quote! { crate::Upload },
        Ty::Bytes => quote! { crate::Content },
        Ty::Download => quote! { crate::Download },
        Ty::List(inner) => {
            let inner = ty(inner);
            quote! { Vec<#inner> }
        }
        Ty::Map(inner) => {
            let inner = ty(inner);
            quote! { std::collections::BTreeMap<String, #inner> }
        }
        Ty::Page(inner) => {
            let inner = ty(inner);
            quote! { crate::Page<#inner> }
        }
        Ty::Boxed(inner) => {
            let inner = ty(inner);
            quote! { Box<#inner> }
        }
        Ty::Struct(of) | Ty::Enum(of) | Ty::Choice(of) => path(of),
    }
}

/// Whether ids inside are sent as numbers.
pub(super) fn sent_as_number(of: &Ty) -> bool {
    match of {
        Ty::NumericId => true,
        Ty::List(inner) | Ty::Boxed(inner) => sent_as_number(inner),
        _ => false,
    }
}

/// What a caller may give for a type.
pub(crate) fn parameter(of: &Ty) -> TokenStream {
    match of {
        Ty::Bool => quote! { bool },
        Ty::Boxed(inner) => parameter(inner),
        Ty::List(inner) if converts(inner) => {
            let inner = ty(inner);
            quote! { impl IntoIterator<Item = impl Into<#inner>> }
        }
        Ty::Struct(_) | Ty::List(_) | Ty::Map(_) | Ty::Upload => ty(of),
        other => {
            let inner = ty(other);
            quote! { impl Into<#inner> }
        }
    }
}

/// The value made of what the caller gave.
pub(super) fn converted(of: &Ty, name: &Ident) -> TokenStream {
    match of {
        Ty::Boxed(inner) => {
            let value = converted(inner, name);
            quote! { Box::new(#value) }
        }
        Ty::List(inner) if converts(inner) => quote! { #name.into_iter().map(Into::into).collect() },
        Ty::Bool | Ty::Struct(_) | Ty::List(_) | Ty::Map(_) | Ty::Upload => quote! { #name },
        _ => quote! { #name.into() },
    }
}

/// The field of a struct literal that takes its value from a parameter of the same name.
pub(super) fn initialised(of: &Ty, name: &Ident) -> TokenStream {
    let value = converted(of, name);
    if *name == value.to_string() {
        value
    } else {
        quote! { #name: #value }
    }
}

/// Types that callers give in several forms.
fn converts(of: &Ty) -> bool {
    matches!(
        of,
        Ty::Id
            | Ty::NumericId
            | Ty::Text
            | Ty::Decimal
            | Ty::Date
            | Ty::DateTime
            | Ty::Enum(_)
            | Ty::Choice(_)
            | Ty::Int
            | Ty::Json
    )
}

/// `name: impl Into<Id>` of a method.
pub(super) fn argument(arg: &Arg) -> TokenStream {
    argument_called(arg, &ident(&arg.ident))
}

/// `value: impl Into<Id>` of a setter.
pub(crate) fn setter_argument(arg: &Arg) -> TokenStream {
    argument_called(arg, &value_ident())
}

/// What setters call what they are given.
pub(super) fn value_ident() -> Ident {
    Ident::new("value", Span::call_site())
}

fn argument_called(arg: &Arg, name: &Ident) -> TokenStream {
    let of = match (arg.place, arg.many) {
        (ArgPlace::Body, _) => body_parameter(&arg.ty),
        (ArgPlace::File, Many::Repeated) => quote! { impl IntoIterator<Item = crate::Upload> },
        (_, Many::Commas | Many::Repeated) => {
            let inner = ty(&arg.ty);
            quote! { impl IntoIterator<Item = impl Into<#inner>> }
        }
        _ => parameter(&arg.ty),
    };
    quote! { #name: #of }
}

/// Bodies are borrowed: they are turned into bytes at once and may be sent again.
fn body_parameter(of: &Ty) -> TokenStream {
    match of {
        Ty::List(inner) => {
            let inner = ty(inner);
            quote! { &[#inner] }
        }
        Ty::Text => quote! { &str },
        other => {
            let other = ty(other);
            quote! { &#other }
        }
    }
}

/// The call that adds an argument: `.path("payment_id", …)`.
pub(super) fn added(arg: &Arg) -> TokenStream {
    let wire = arg.wire.as_str();
    let name = ident(&arg.ident);
    let value = param_value(arg, &name);
    match arg.place {
        ArgPlace::Path => quote! { .path(#wire, #value) },
        ArgPlace::Query if arg.many == Many::Repeated => quote! { .query_each(#wire, #value) },
        ArgPlace::Query => quote! { .query(#wire, #value) },
        ArgPlace::Header => quote! { .header(#wire, #value) },
        ArgPlace::PartText => quote! { .text_part(#wire, #value) },
        ArgPlace::FormField => quote! { .form_field(#wire, #value) },
        ArgPlace::Raw => quote! { .raw(#wire, #name.into()) },
        ArgPlace::File if arg.many == Many::Repeated => quote! { .parts(#wire, #name) },
        ArgPlace::File => quote! { .part(#wire, #name) },
        ArgPlace::Body => quote! { .json(#name) },
    }
}

/// The call that sets an argument later: `.set_query("page", …)`.
pub(super) fn set(arg: &Arg) -> TokenStream {
    let wire = arg.wire.as_str();
    let name = value_ident();
    let value = param_value(arg, &name);
    match arg.place {
        ArgPlace::Header => quote! { .set_header(#wire, #value) },
        ArgPlace::PartText => quote! { .set_text_part(#wire, #value) },
        ArgPlace::FormField => quote! { .set_form_field(#wire, #value) },
        ArgPlace::Raw => quote! { .set_raw(#wire, #name.into()) },
        ArgPlace::File => quote! { .set_part(#wire, #name) },
        // Path values and bodies are always given at once.
        ArgPlace::Body => quote! { .set_json(#name) },
        ArgPlace::Query if arg.many == Many::Repeated => quote! { .set_query_each(#wire, #value) },
        // Path values are always given at once.
        ArgPlace::Query | ArgPlace::Path => quote! { .set_query(#wire, #value) },
    }
}

/// The value as something that the runtime knows how to spell.
fn param_value(arg: &Arg, name: &Ident) -> TokenStream {
    let of = ty(&arg.ty);
    match (&arg.ty, arg.many) {
        (_, Many::Commas) => quote! { crate::runtime::comma_separated(#name.into_iter().map(Into::<#of>::into)) },
        (_, Many::Repeated) => quote! { #name.into_iter().map(Into::<#of>::into) },
        (Ty::Bool, _) => quote! { #name },
        (Ty::Json, _) => quote! { Into::<#of>::into(#name).to_string() },
        _ => quote! { Into::<#of>::into(#name) },
    }
}

/// How a field of a request struct is stored.
pub(super) fn stored(field: &Field) -> TokenStream {
    let of = ty(&field.ty);
    if field.required {
        of
    } else {
        quote! { crate::Field<#of> }
    }
}

/// A documentation expression, as a user of the crate writes it.
pub(super) fn expression(expr: &Expr) -> TokenStream {
    match expr {
        Expr::Text(text) => quote! { #text },
        Expr::Bool(value) => quote! { #value },
        Expr::Int(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote! { #value }
        }
        Expr::Decimal(number) => {
            // The lexer takes what is a number; anything else was no example of one.
            let number: TokenStream = number.parse().unwrap_or_else(|_| quote! { 450 });
            quote! { dec!(#number) }
        }
        Expr::Variant(of, variant) => {
            let (name, variant) = (ident(&of.name), ident(variant));
            quote! { #name::#variant }
        }
        Expr::New(of, args) => {
            let name = ident(&of.name);
            let args = args.iter().map(expression);
            quote! { #name::new(#(#args),*) }
        }
        Expr::Unwritten(of) => {
            let name = ident(&of.name);
            quote! { unimplemented!() as #name }
        }
        Expr::Make(of, variant, args) => {
            let (name, variant) = (ident(&of.name), ident(variant));
            let args = args.iter().map(expression);
            quote! { #name::#variant(#(#args),*) }
        }
        Expr::List(elements) => {
            let elements = elements.iter().map(expression);
            quote! { vec![#(#elements),*] }
        }
        Expr::Array(elements) => {
            let elements = elements.iter().map(expression);
            quote! { [#(#elements),*] }
        }
        Expr::Owned(inner) => {
            let inner = expression(inner);
            quote! { #inner.into() }
        }
        Expr::Json(value) => {
            // JSON is spelled as Rust spells it but for escapes, and then its text will do.
            let text = value.to_string();
            let spelled =
                text.parse::<TokenStream>().ok().filter(|_| !text.contains("\\u")).unwrap_or_else(|| quote! { #text });
            quote! { json!(#spelled) }
        }
        Expr::With(inner, setters) => {
            let inner = expression(inner);
            let setters = setters.iter().map(|(name, value)| {
                let (name, value) = (ident(name), expression(value));
                quote! { .#name(#value) }
            });
            quote! { #inner #(#setters)* }
        }
        Expr::Default => quote! { Default::default() },
        Expr::Bytes => quote! { "a,b\n1,2\n" },
        Expr::Upload => quote! { Upload::bytes("receipt.pdf", b"%PDF-1.7".to_vec()) },
    }
}

/// The fields of the struct literal that `From<&Response>` or `TryFrom<&Response>` gives.
pub(super) fn conversion(conversion: &Conversion) -> TokenStream {
    let lines = conversion.fields.iter().map(|field| {
        let (name, wire) = (ident(&field.ident), field.wire.as_str());
        let value = match field.carry {
            None => return quote! { #name: crate::Field::Unset, },
            Some(Carry::Copy) => quote! { from.#name },
            Some(Carry::Clone) => quote! { from.#name.clone() },
            Some(Carry::Into) => quote! { from.#name.clone().map(Into::into) },
            Some(Carry::Json) => quote! { from.#name.as_ref().map(crate::runtime::to_json) },
            Some(Carry::Convert { fallible: false }) => quote! { from.#name.as_ref().map(Into::into) },
            Some(Carry::Convert { fallible: true }) => quote! {
                from.#name.as_ref()
                    .map(|inner| inner.try_into().map_err(|missing: crate::Missing| missing.within(#wire)))
                    .transpose()?
            },
            Some(Carry::ConvertEach { fallible: false }) => {
                quote! { from.#name.as_ref().map(|each| each.iter().map(Into::into).collect()) }
            }
            Some(Carry::ConvertEach { fallible: true }) => quote! {
                from.#name.as_ref().map(|list| crate::runtime::missing::each(#wire, list)).transpose()?
            },
        };
        if field.required {
            quote! { #name: #value.ok_or_else(|| crate::Missing::of(#wire))?, }
        } else {
            quote! { #name: #value.into(), }
        }
    });
    quote! { #(#lines)* }
}
