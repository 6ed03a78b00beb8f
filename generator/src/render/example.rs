//! Examples of methods.
//!
//! In: a method with expressions for what it takes. Out: a doc test: the imports that its reader needs, a call with
//! everything required and, where one can be sent, a body; what only makes it compile is hidden.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::name::plural;
use crate::lower::krate::{Arg, ArgPlace, Expr, Method, Product, Resource, Ty};

use super::tokens;

/// Longer names of variables say no more.
const LONGEST: usize = 24;

/// The example as Markdown.
pub(super) fn of(product: &Product, resource: &Resource, method: &Method) -> String {
    let mut lines = vec!["```no_run".to_owned()];
    let imports = imports(product, method);
    if !imports.is_empty() {
        lines.extend(imports);
        lines.push(String::new());
    }
    lines.push("# async fn example(client: zoho_finance::Client) -> zoho_finance::Result<()> {".to_owned());
    lines.extend(statements(product, resource, method));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines.join("\n")
}

/// The arguments of the call, and the body that can be sent with it.
fn given(method: &Method) -> impl Iterator<Item = &Arg> {
    method.args.iter().chain(optional_body(method))
}

fn optional_body(method: &Method) -> Option<&Arg> {
    method.setters.iter().find(|setter| setter.place == ArgPlace::Body)
}

/// Bodies are borrowed, so they have a line of their own; a plain text does without.
fn has_line(arg: &Arg) -> bool {
    arg.place == ArgPlace::Body && !matches!(arg.example, Expr::Text(_))
}

/// `use` lines for the names in the example, the standard ones aside.
fn imports(product: &Product, method: &Method) -> Vec<String> {
    let mut names = Names::default();
    given(method).for_each(|arg| names.collect(&arg.example));
    let list = |names: BTreeSet<String>| {
        let names: Vec<String> = names.into_iter().collect();
        match names.as_slice() {
            [one] => one.clone(),
            names => format!("{{{}}}", names.join(", ")),
        }
    };
    let mut lines = Vec::new();
    if !names.types.is_empty() {
        lines.push(format!("use zoho_finance::{}::{};", product.module, list(names.types)));
    }
    if !names.own.is_empty() {
        lines.push(format!("use zoho_finance::{};", list(names.own)));
    }
    lines
}

/// What an expression names.
#[derive(Default)]
struct Names {
    /// Types of the product.
    types: BTreeSet<String>,
    /// What the crate has at its root.
    own: BTreeSet<String>,
}

impl Names {
    fn collect(&mut self, expr: &Expr) {
        match expr {
            Expr::Variant(path, _) | Expr::Unwritten(path) => drop(self.types.insert(path.name.to_string())),
            Expr::New(path, args) | Expr::Make(path, _, args) => {
                self.types.insert(path.name.to_string());
                args.iter().for_each(|arg| self.collect(arg));
            }
            Expr::Owned(inner) => self.collect(inner),
            Expr::With(inner, setters) => {
                self.collect(inner);
                setters.iter().for_each(|(_, value)| self.collect(value));
            }
            Expr::List(elements) | Expr::Array(elements) => elements.iter().for_each(|element| self.collect(element)),
            Expr::Decimal(_) => drop(self.own.insert("dec".to_owned())),
            Expr::Upload => drop(self.own.insert("Upload".to_owned())),
            Expr::Json(_) => drop(self.own.insert("serde_json::json".to_owned())),
            Expr::Text(_) | Expr::Bool(_) | Expr::Int(_) | Expr::Default | Expr::Bytes => {}
        }
    }
}

/// The lines of the example, laid out as people lay them out.
fn statements(product: &Product, resource: &Resource, method: &Method) -> Vec<String> {
    let bodies = given(method).filter(|arg| has_line(arg)).map(|arg| {
        let (name, value) = (tokens::ident(&arg.ident), tokens::expression(&arg.example));
        quote! { let #name = #value; }
    });
    let bodies: Vec<TokenStream> = bodies.collect();
    let call = call(product, resource, method);
    let last = match answer(&method.output) {
        Some(name) => quote! { let #name = #call.send().await?; },
        None => quote! { #call.send().await?; },
    };
    let function = quote! { async fn example() { #(#bodies)* #last } };
    let Ok(file) = syn::parse2::<syn::File>(function.clone()) else { return vec![function.to_string()] };
    let text = prettyplease::unparse(&file);
    let inner = text.trim_end().lines().skip(1).map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned());
    let mut inner: Vec<String> = inner.collect();
    inner.pop();
    inner
}

fn call(product: &Product, resource: &Resource, method: &Method) -> TokenStream {
    let (handle, group, verb) =
        (tokens::ident(&product.module), tokens::ident(&resource.module), tokens::ident(&method.ident));
    let args = method.args.iter().map(value);
    let body = optional_body(method).map(|arg| {
        let (setter, value) = (tokens::ident(&arg.ident), value(arg));
        quote! { .#setter(#value) }
    });
    let page = method.paged.then(|| quote! { .per_page(25) });
    quote! { client.#handle().#group().#verb(#(#args),*) #body #page }
}

fn value(arg: &Arg) -> TokenStream {
    if has_line(arg) {
        let name = tokens::ident(&arg.ident);
        quote! { &#name }
    } else {
        tokens::expression(&arg.example)
    }
}

/// What the answer is called: `invoice`, `page`, `file`; nothing where there is none.
fn answer(output: &Ty) -> Option<proc_macro2::Ident> {
    let named =
        |name: &str| syn::parse_str::<syn::Ident>(name).ok().filter(|_| name.len() <= LONGEST && name != "client");
    let called = |ty: &Ty| match ty {
        Ty::Struct(path) => Some(path.name.as_str().to_snake_case()),
        _ => None,
    };
    let name = match output {
        Ty::Unit => return None,
        Ty::Page(_) => Some("page".to_owned()),
        Ty::Download => Some("file".to_owned()),
        Ty::List(inner) => called(inner).map(|name| plural(&name)),
        other => called(other),
    };
    name.as_deref().and_then(named).or_else(|| named("answer"))
}
