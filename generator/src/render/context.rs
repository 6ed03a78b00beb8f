//! What templates are given.
//!
//! In: a lowered crate. Out: plain data with every Rust fragment already printed from tokens. Templates arrange
//! fragments; they make none.

use quote::quote;
use serde::Serialize;

use crate::ir::model::Side;
use crate::ir::wire::Location;
use crate::lower::krate::{
    Alternative, Arg, Choice, Enum, Field, Ident, Method, Payload, Product, Resource, Shared, Slot, Spec, Struct, Ty,
    Types,
};

use crate::lower::docs;

use super::{example, tokens, verbatim};

/// A product's `mod.rs`.
#[derive(Serialize)]
pub(super) struct ProductContext {
    docs: String,
    module: String,
    handle: String,
    title: String,
    resources: Vec<ResourceLink>,
    has_types: bool,
    shared: Vec<String>,
}

#[derive(Serialize)]
struct ResourceLink {
    module: String,
    handle: String,
    docs: String,
    /// Whether it is called like its product, which clippy asks about.
    called_like_product: bool,
}

impl ProductContext {
    pub(super) fn of(product: &Product) -> Self {
        let names = |idents: &[Ident]| idents.iter().map(|name| tokens::ident(name).to_string()).collect();
        Self {
            docs: tokens::inner_docs(&docs::item(&product.title)).to_string(),
            module: tokens::ident(&product.module).to_string(),
            handle: tokens::ident(&product.handle).to_string(),
            title: tokens::docs(&docs::item(&product.title)).to_string(),
            has_types: !product.types.is_empty(),
            shared: names(&product.shared),
            resources: product.resources.iter().map(|resource| ResourceLink::of(product, resource)).collect(),
        }
    }
}

impl ResourceLink {
    fn of(product: &Product, resource: &Resource) -> Self {
        let first = resource.docs.lines().next().unwrap_or_default();
        Self {
            module: tokens::ident(&resource.module).to_string(),
            handle: tokens::ident(&resource.handle).to_string(),
            docs: tokens::docs(first).to_string(),
            called_like_product: resource.module == product.module,
        }
    }
}

/// The `mod.rs` of a product's types.
#[derive(Serialize)]
pub(super) struct TypesIndexContext {
    modules: Vec<TypesLink>,
}

#[derive(Serialize)]
struct TypesLink {
    module: String,
    names: Vec<String>,
}

impl TypesIndexContext {
    pub(super) fn of(product: &Product) -> Self {
        let link = |types: &Types| TypesLink {
            module: tokens::ident(&types.module).to_string(),
            names: types.names().into_iter().map(|name| tokens::ident(name).to_string()).collect(),
        };
        Self { modules: product.types.iter().map(link).collect() }
    }
}

/// The `mod.rs` of shared types.
#[derive(Serialize)]
pub(super) struct CommonContext {
    modules: Vec<SharedLink>,
}

#[derive(Serialize)]
struct SharedLink {
    module: String,
    features: Vec<String>,
    names: Vec<String>,
}

impl CommonContext {
    pub(super) fn of(common: &[Shared]) -> Self {
        let link = |shared: &Shared| SharedLink {
            module: tokens::ident(&shared.types.module).to_string(),
            features: shared.products.iter().map(|product| product.plain().to_owned()).collect(),
            names: shared.types.names().into_iter().map(|name| tokens::ident(name).to_string()).collect(),
        };
        Self { modules: common.iter().map(link).collect() }
    }
}

/// One file of types.
#[derive(Serialize)]
pub(super) struct TypesContext {
    docs: String,
    structs: Vec<StructContext>,
    choices: Vec<ChoiceContext>,
    enums: Vec<EnumContext>,
}

#[derive(Serialize)]
struct StructContext {
    name: String,
    docs: String,
    request: bool,
    fields: Vec<FieldContext>,
    /// What the constructor is and takes.
    new_docs: String,
    required: Vec<FieldContext>,
    optional: Vec<FieldContext>,
    /// Choices that the constructor takes.
    slots: Vec<SlotContext>,
    /// `customer_id: "customer_id" as number`.
    table: Vec<String>,
    crowded: bool,
    from: Option<FromContext>,
}

#[derive(Serialize)]
struct FromContext {
    source: String,
    fields: String,
    fallible: bool,
}

#[derive(Clone, Serialize)]
struct FieldContext {
    ident: String,
    clear: String,
    docs: String,
    ty: String,
    parameter: String,
    /// `customer_id: customer_id.into()` of the constructor.
    init: String,
    setter: Setter,
}

/// A row of `setters!`.
#[derive(Clone, Serialize)]
struct Setter {
    docs: String,
    parameter: String,
    value: String,
}

#[derive(Serialize)]
struct SlotContext {
    ident: String,
    ty: String,
}

#[derive(Serialize)]
struct ChoiceContext {
    name: String,
    docs: String,
    variants: Vec<AlternativeContext>,
    /// `by keys`, `by "type"`, or nothing.
    how: String,
    /// `Card(crate::books::Card) = "card"`.
    table: Vec<String>,
    /// Variants that what they hold converts into.
    from: Vec<String>,
}

#[derive(Serialize)]
struct AlternativeContext {
    ident: String,
    docs: String,
    ty: String,
    make: String,
    make_docs: String,
    /// `card_id: impl Into<crate::Id>`.
    params: Vec<String>,
    value: String,
    crowded: bool,
}

#[derive(Serialize)]
struct EnumContext {
    name: String,
    docs: String,
    variants: Vec<VariantContext>,
}

#[derive(Serialize)]
struct VariantContext {
    name: String,
    docs: String,
    wire: String,
}

impl TypesContext {
    pub(super) fn of(types: &Types, docs: &str) -> Self {
        Self {
            docs: tokens::inner_docs(docs).to_string(),
            structs: types.structs.iter().map(StructContext::of).collect(),
            choices: types.choices.iter().map(ChoiceContext::of).collect(),
            enums: types.enums.iter().map(EnumContext::of).collect(),
        }
    }
}

impl StructContext {
    fn of(item: &Struct) -> Self {
        let fields = |keep: fn(&&Field) -> bool| {
            item.fields.iter().filter(keep).map(|field| FieldContext::of(field, item.side)).collect()
        };
        let required: Vec<FieldContext> = fields(|field| field.required);
        let table = item.fields.iter().map(|field| {
            let (name, wire) = (tokens::ident(&field.ident), field.wire.as_str());
            match item.side {
                Side::Request if tokens::sent_as_number(&field.ty) => quote! { #name: #wire as number }.to_string(),
                _ => quote! { #name: #wire }.to_string(),
            }
        });
        Self {
            name: tokens::ident(&item.name).to_string(),
            docs: tokens::docs(&item.docs).to_string(),
            request: item.side == Side::Request,
            fields: fields(|_| true),
            new_docs: tokens::docs(&constructor_docs(&item.fields, &item.choices)).to_string(),
            crowded: required.len() + item.choices.len() > 7,
            required,
            slots: item.choices.iter().map(SlotContext::of).collect(),
            optional: fields(|field| !field.required),
            table: table.collect(),
            from: item.from.as_ref().map(|from| FromContext {
                source: tokens::path(&from.from).to_string(),
                fields: tokens::conversion(from).to_string(),
                fallible: from.fallible,
            }),
        }
    }
}

/// Required fields have no setter of their own, so the constructor says what they are.
fn constructor_docs(fields: &[Field], choices: &[Slot]) -> String {
    let lines = required_docs(fields, choices);
    if lines.is_empty() {
        return "With nothing set; the service requires nothing.".to_owned();
    }
    format!("With what the service requires; everything else is set by the methods below.\n\n{lines}")
}

/// A line for each thing that a constructor takes.
fn required_docs(fields: &[Field], choices: &[Slot]) -> String {
    let required = fields.iter().filter(|field| field.required).map(|field| (&field.ident, &field.docs));
    let all = required.chain(choices.iter().map(|slot| (&slot.ident, &slot.docs)));
    let lines = all.map(|(ident, docs)| match docs.replace("\n\n", " ").replace('\n', " ") {
        // Nothing is known but the name.
        said if said == format!("`{ident}`.") => format!("- `{ident}`"),
        said => format!("- `{ident}`: {said}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl SlotContext {
    fn of(slot: &Slot) -> Self {
        Self { ident: tokens::ident(&slot.ident).to_string(), ty: tokens::path(&slot.choice).to_string() }
    }
}

impl ChoiceContext {
    fn of(item: &Choice) -> Self {
        let row = |variant: &Alternative| {
            let (ident, ty) = (tokens::ident(&variant.ident), tokens::ty(&variant.ty));
            match &variant.value {
                Some(value) if item.tag.is_some() => quote! { #ident(#ty) = #value }.to_string(),
                _ => quote! { #ident(#ty) }.to_string(),
            }
        };
        // A plain value becomes a choice through its function alone.
        let converts = |variant: &&Alternative| variant.unique && matches!(variant.ty, Ty::Struct(_) | Ty::Choice(_));
        let from = item.variants.iter().filter(converts).map(|variant| {
            let (ident, ty) = (tokens::ident(&variant.ident), tokens::ty(&variant.ty));
            quote! { #ident(#ty) }.to_string()
        });
        let how = match &item.tag {
            Some(tag) => quote! { by #tag },
            None if item.keyed => quote! { by keys },
            None => quote! {},
        };
        Self {
            name: tokens::ident(&item.name).to_string(),
            docs: tokens::docs(&item.docs).to_string(),
            variants: item.variants.iter().map(AlternativeContext::of).collect(),
            how: how.to_string(),
            table: item.variants.iter().map(row).collect(),
            from: from.collect(),
        }
    }
}

impl AlternativeContext {
    fn of(variant: &Alternative) -> Self {
        let (ident, ty) = (tokens::ident(&variant.ident), tokens::ty(&variant.ty));
        let made = variant.made_of.clone().unwrap_or_default();
        let lines = required_docs(&made.fields, &made.choices);
        let (params, value) = match &variant.made_of {
            Some(made) => {
                let fields = made.fields.iter().map(|field| (&field.ident, tokens::parameter(&field.ty)));
                let choices = made.choices.iter().map(|slot| {
                    let of = tokens::path(&slot.choice);
                    (&slot.ident, quote! { impl Into<#of> })
                });
                let params: Vec<_> = fields.chain(choices).map(|(name, of)| (tokens::ident(name), of)).collect();
                let names = params.iter().map(|(name, _)| name);
                let value = quote! { Self::#ident(#ty::new(#(#names),*)) };
                (params.iter().map(|(name, of)| quote! { #name: #of }.to_string()).collect(), value)
            }
            None => {
                let (name, of) = (tokens::value_ident(), tokens::parameter(&variant.ty));
                let value = tokens::converted(&variant.ty, &name);
                (vec![quote! { #name: #of }.to_string()], quote! { Self::#ident(#value) })
            }
        };
        let docs = [variant.docs.as_str(), &lines].join("\n\n");
        Self {
            ident: ident.to_string(),
            docs: tokens::docs(&variant.docs).to_string(),
            ty: ty.to_string(),
            make: tokens::ident(&variant.make).to_string(),
            make_docs: tokens::docs(docs.trim_end()).to_string(),
            crowded: params.len() > 7,
            params,
            value: value.to_string(),
        }
    }
}

impl FieldContext {
    fn of(field: &Field, side: Side) -> Self {
        let value = tokens::value_ident();
        let ident = tokens::ident(&field.ident);
        let of = tokens::ty(&field.ty);
        let ty = match side {
            Side::Request => tokens::stored(field),
            Side::Response => quote! { Option<#of> },
        };
        Self {
            ident: ident.to_string(),
            clear: tokens::ident(&field.clear).to_string(),
            docs: tokens::docs(&field.docs).to_string(),
            ty: ty.to_string(),
            parameter: tokens::parameter(&field.ty).to_string(),
            init: tokens::initialised(&field.ty, &ident).to_string(),
            setter: Setter {
                docs: verbatim::docs(&field.docs, 4),
                parameter: verbatim::compact(tokens::parameter(&field.ty)),
                value: verbatim::compact(tokens::converted(&field.ty, &value)),
            },
        }
    }
}

impl EnumContext {
    fn of(item: &Enum) -> Self {
        let variants = item.variants.iter().map(|(name, wire)| VariantContext {
            name: tokens::ident(name).to_string(),
            docs: tokens::docs(&format!("{}.", docs::code(wire))).to_string(),
            wire: quote! { #wire }.to_string(),
        });
        Self {
            name: tokens::ident(&item.name).to_string(),
            docs: tokens::docs(&item.docs).to_string(),
            variants: variants.collect(),
        }
    }
}

/// The table of the fake service of one product.
#[derive(Serialize)]
pub(super) struct FakeContext {
    lines: Vec<String>,
}

impl FakeContext {
    pub(super) fn of(product: &Product) -> Self {
        Self { lines: product.fake.iter().map(|line| tokens::raw_text(line).to_string()).collect() }
    }
}

/// One resource file.
#[derive(Serialize)]
pub(super) struct ResourceContext {
    docs: String,
    handle: String,
    handle_docs: String,
    methods: Vec<MethodContext>,
}

#[derive(Serialize)]
struct MethodContext {
    ident: String,
    request: String,
    docs: String,
    link: String,
    args: String,
    added: String,
    setters: Vec<SetterContext>,
    output: String,
    /// What is on a page, where the method pages.
    item: Option<String>,
    /// Whether the answer is a file.
    file: bool,
    spec: SpecContext,
    deprecated: bool,
    crowded: bool,
}

#[derive(Serialize)]
struct SetterContext {
    ident: String,
    docs: String,
    argument: String,
    set: String,
}

#[derive(Serialize)]
struct SpecContext {
    id: String,
    product: String,
    method: String,
    base_path: String,
    path: String,
    scopes: String,
    tenancy: String,
    envelope: String,
    payload: String,
}

impl ResourceContext {
    pub(super) fn of(product: &Product, resource: &Resource) -> Self {
        let handle = tokens::ident(&resource.handle).to_string();
        Self {
            docs: tokens::inner_docs(&module_docs(product, resource)).to_string(),
            handle_docs: tokens::docs(&resource.docs).to_string(),
            methods: resource.methods.iter().map(|method| MethodContext::of(product, resource, method)).collect(),
            handle,
        }
    }
}

/// What a resource is, and how to get at it.
fn module_docs(product: &Product, resource: &Resource) -> String {
    let (handle, module) = (&resource.handle, resource.module.as_str());
    let way = format!("All of it is reached by `client.{}().{module}()`, which gives [`{handle}`].", product.module);
    format!("{}\n\n{way}", resource.docs)
}

impl MethodContext {
    fn of(product: &Product, resource: &Resource, method: &Method) -> Self {
        let arguments = method.args.iter().map(tokens::argument);
        let added = method.args.iter().map(tokens::added);
        let docs = format!("{}\n\n{}", method.docs, example::of(product, resource, method));
        let summary = method.docs.split("\n\n").next().unwrap_or_default();
        let link = format!("{summary}\n\nThe request that [`{}::{}`] makes.", resource.handle, method.ident.plain());
        Self {
            ident: tokens::ident(&method.ident).to_string(),
            request: tokens::ident(&method.request).to_string(),
            docs: tokens::docs(&docs).to_string(),
            link: verbatim::docs(&link, 4),
            args: quote! { #(, #arguments)* }.to_string(),
            added: quote! { #(#added)* }.to_string(),
            setters: method.setters.iter().map(SetterContext::of).collect(),
            output: verbatim::compact(tokens::ty(&method.output)),
            spec: SpecContext::of(&method.spec),
            file: matches!(method.output, Ty::Download),
            item: match &method.output {
                Ty::Page(item) if method.paged => Some(tokens::ty(item).to_string()),
                _ => None,
            },
            deprecated: method.deprecated,
            // The receiver counts.
            crowded: method.args.len() > 6,
        }
    }
}

impl SetterContext {
    fn of(setter: &Arg) -> Self {
        Self {
            ident: tokens::ident(&setter.ident).to_string(),
            docs: tokens::docs(&setter.docs).to_string(),
            argument: tokens::setter_argument(setter).to_string(),
            set: tokens::set(setter).to_string(),
        }
    }
}

impl SpecContext {
    fn of(spec: &Spec) -> Self {
        let text = |text: &str| quote! { #text }.to_string();
        let scopes = &spec.scopes;
        let tenancy = match &spec.tenancy {
            Some((Location::Header, name)) => quote! { Some(crate::Tenancy::Header(#name)) },
            Some((_, name)) => quote! { Some(crate::Tenancy::Query(#name)) },
            None => quote! { None },
        };
        Self {
            id: text(&spec.id),
            product: text(&spec.product),
            method: text(spec.method),
            base_path: text(&spec.base_path),
            path: text(&spec.path),
            scopes: verbatim::compact(quote! { &[#(#scopes),*] }),
            tenancy: verbatim::compact(tenancy),
            envelope: spec.envelope.to_string(),
            payload: verbatim::compact(payload(&spec.payload)),
        }
    }
}

fn payload(payload: &Payload) -> proc_macro2::TokenStream {
    match payload {
        Payload::None => quote! { None },
        Payload::Key(key) => quote! { Key { key: #key } },
        Payload::First(key) => quote! { First { key: #key } },
        Payload::Items(key) => quote! { Items { key: #key } },
        Payload::List(key) => quote! { List { key: #key } },
        Payload::Flat => quote! { Flat },
        Payload::Whole => quote! { Whole },
        Payload::Json => quote! { Json },
        Payload::Download => quote! { Download },
    }
}
