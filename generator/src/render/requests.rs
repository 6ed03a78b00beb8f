//! The table that builds documented calls through the public API.
//!
//! In: a lowered crate. Out: for each method the expression that calls it with the values of a sample, and the setters
//! that the sample has values for.

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use crate::ir::model::Many;
use crate::lower::krate::{Arg, ArgPlace, Crate, Method, Product, Resource, Ty};

use super::tokens;
use super::verbatim::compact;

/// Rows of all products.
#[derive(Serialize)]
pub(super) struct RequestsContext {
    products: Vec<ProductRows>,
}

#[derive(Serialize)]
struct ProductRows {
    feature: String,
    constant: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    product: String,
    method: String,
    path: String,
    call: String,
    setters: Vec<Setter>,
    /// `sample`, or `_` where the call takes nothing.
    sample: &'static str,
}

#[derive(Serialize)]
struct Setter {
    given: String,
    call: String,
}

impl RequestsContext {
    pub(super) fn of(krate: &Crate) -> Self {
        let rows = |product: &Product| {
            let methods = product
                .resources
                .iter()
                .flat_map(|resource| resource.methods.iter().map(move |method| (resource, method)));
            let own = methods.filter(|(_, method)| !method.as_file);
            own.map(|(resource, method)| row(product, resource, method)).collect()
        };
        let products = krate.products.iter().map(|product| {
            let feature = product.module.plain().to_owned();
            ProductRows { constant: feature.to_uppercase(), feature, rows: rows(product) }
        });
        Self { products: products.collect() }
    }
}

fn row(product: &Product, resource: &Resource, method: &Method) -> Row {
    let (handle, group, verb) =
        (tokens::ident(&product.module), tokens::ident(&resource.module), tokens::ident(&method.ident));
    let args = method.args.iter().map(value);
    let path = format!("{}{}", method.spec.base_path, method.spec.path);
    let (name, wire_method) = (&method.spec.product, method.spec.method);
    let paging = ["page", "per_page"].into_iter().filter(|_| method.paged).map(page);
    let setters: Vec<Setter> = method.setters.iter().map(setter).chain(paging).collect();
    Row {
        product: quote! { #name }.to_string(),
        method: quote! { #wire_method }.to_string(),
        path: quote! { #path }.to_string(),
        call: compact(quote! { client.#handle().#group().#verb(#(#args),*) }),
        sample: if method.args.is_empty() && setters.is_empty() { "_" } else { "sample" },
        setters,
    }
}

/// `page` and `per_page`, which paging adds to the request.
fn page(name: &str) -> Setter {
    let method = proc_macro2::Ident::new(name, proc_macro2::Span::call_site());
    Setter {
        given: compact(quote! { sample.has_query(#name) }),
        call: compact(quote! { request.#method(sample.query(#name).parsed::<u32>()?) }),
    }
}

fn setter(arg: &Arg) -> Setter {
    let (name, value) = (tokens::ident(&arg.ident), value(arg));
    let wire = arg.wire.as_str();
    let given = match arg.place {
        ArgPlace::Header => quote! { sample.has_header(#wire) },
        ArgPlace::Body => quote! { sample.has_body() },
        ArgPlace::File | ArgPlace::PartText | ArgPlace::FormField | ArgPlace::Raw => quote! { sample.has_part(#wire) },
        ArgPlace::Query | ArgPlace::Path => quote! { sample.has_query(#wire) },
    };
    Setter { given: compact(given), call: compact(quote! { request.#name(#value) }) }
}

/// The sample's value of an argument, in a form that the method takes.
fn value(arg: &Arg) -> TokenStream {
    let wire = arg.wire.as_str();
    let text = match arg.place {
        ArgPlace::Body => return body(&arg.ty),
        ArgPlace::File if arg.many == Many::Repeated => return quote! { [sample.file()] },
        ArgPlace::File => return quote! { sample.file() },
        ArgPlace::Path => quote! { sample.path(#wire) },
        ArgPlace::Header => quote! { sample.header(#wire) },
        ArgPlace::PartText | ArgPlace::FormField | ArgPlace::Raw => quote! { sample.part(#wire) },
        ArgPlace::Query => quote! { sample.query(#wire) },
    };
    match (&arg.ty, arg.many) {
        (Ty::Bool, Many::No) => quote! { #text.parsed::<bool>()? },
        (Ty::Int, Many::No) => quote! { #text.parsed::<i64>()? },
        (Ty::Decimal, Many::No) => quote! { #text.parsed::<zoho_finance::Decimal>()? },
        (Ty::Bool, _) => quote! { #text.each_parsed::<bool>()? },
        (Ty::Int, _) => quote! { #text.each_parsed::<i64>()? },
        (Ty::Decimal, _) => quote! { #text.each_parsed::<zoho_finance::Decimal>()? },
        (_, Many::Commas | Many::Repeated) => quote! { #text.each() },
        _ => quote! { #text.text() },
    }
}

fn body(of: &Ty) -> TokenStream {
    match of {
        Ty::List(_) => quote! { &sample.body::<Vec<_>>()? },
        Ty::Text => quote! { &sample.body::<String>()? },
        _ => quote! { &sample.body()? },
    }
}
