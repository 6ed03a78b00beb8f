//! What the crate offers: its public items.
//!
//! In: a lowered crate. Out: a [`Surface`]: the path of each item with its signature. What the machine writes the same
//! for all (`send`, `timeout`, `Debug`, …) is not listed; neither are documentation and data such as scopes.

use std::collections::BTreeMap;

use crate::lower::krate::{Arg, ArgPlace, Crate, Ident, Method, Product, Resource, Ty};
use crate::normalise::path_shape;

use super::{spell, types};

/// Public items by path.
#[derive(Debug, Default)]
pub(super) struct Surface {
    pub(super) items: BTreeMap<String, Item>,
}

/// One public item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    /// As people read it.
    pub(super) signature: String,
    /// What callers depend on: two items with the same shape can stand for each other.
    pub(super) shape: String,
    /// What it is part of; an item goes with its owner.
    pub(super) owner: String,
    /// What it is on the wire, within its owner; of a method, within the product.
    pub(super) id: String,
    /// What the shape is made of, by the key on the wire that it comes from.
    pub(super) parts: BTreeMap<String, String>,
    /// Whether it should no longer be used.
    pub(super) deprecated: bool,
}

impl Item {
    /// An item that nothing on the wire stands for alone.
    pub(super) fn plain(owner: &str, signature: impl Into<String>) -> Self {
        let signature = signature.into();
        let shape = signature.split(' ').next().unwrap_or_default().to_owned();
        Self { shape, signature, owner: owner.to_owned(), ..Self::default() }
    }

    /// An item that stands for one key on the wire.
    pub(super) fn keyed(owner: &str, kind: &str, key: &str, signature: String, of: String) -> Self {
        Self {
            signature,
            shape: format!("{kind} {of}"),
            owner: owner.to_owned(),
            id: format!("{kind} {key}"),
            parts: BTreeMap::from([(key.to_owned(), of)]),
            deprecated: false,
        }
    }

    /// A function that takes what keys on the wire say, in this order.
    pub(super) fn function(owner: &str, name: &str, receiver: &str, params: &[Param], gives: &str) -> Self {
        let said = params.iter().map(|param| format!("{}: {}", param.name, param.of));
        let said: Vec<String> = (!receiver.is_empty()).then(|| receiver.to_owned()).into_iter().chain(said).collect();
        let shape: Vec<String> = params.iter().map(|param| format!("{}: {}", param.key, param.of)).collect();
        Self {
            signature: format!("fn {name}({}) -> {gives}", said.join(", ")),
            shape: format!("fn({})", shape.join(", ")),
            owner: owner.to_owned(),
            id: String::new(),
            parts: params.iter().map(|param| (param.key.clone(), param.of.clone())).collect(),
            deprecated: false,
        }
    }
}

/// One parameter of a function.
#[derive(Clone, Debug)]
pub(super) struct Param {
    /// What it is called in Rust, which means nothing to callers.
    pub(super) name: String,
    /// What it is on the wire.
    pub(super) key: String,
    /// What callers give.
    pub(super) of: String,
}

impl Surface {
    pub(super) fn of(krate: &Crate) -> Self {
        let mut surface = Self::default();
        for product in &krate.products {
            surface.product(product);
            product.types.iter().for_each(|types| types::add(&mut surface, types, product));
            let shared = krate.common.iter().filter(|shared| shared.products.contains(&product.module));
            for shared in shared {
                types::add(&mut surface, &shared.types, product);
                types::add_sameness(&mut surface, shared, product);
            }
        }
        surface
    }

    pub(super) fn add(&mut self, path: String, item: Item) {
        self.items.entry(path).or_insert(item);
    }

    fn product(&mut self, product: &Product) {
        let (module, handle) = (product.module.plain(), product.handle.plain());
        self.add(module.to_owned(), Item::plain("", format!("mod {module}")));
        self.add(format!("Client::{module}"), Item::plain(module, format!("fn {module}(&self) -> {module}::{handle}")));
        let path = format!("{module}::{handle}");
        self.add(path, Item::plain(module, format!("struct {handle}")));
        product.resources.iter().for_each(|resource| self.resource(product, resource));
    }

    fn resource(&mut self, product: &Product, resource: &Resource) {
        let (root, name) = (product.module.plain(), resource.module.plain());
        let module = format!("{root}::{name}");
        let handle = handle_path(product, resource);
        self.add(module.clone(), Item::plain(root, format!("mod {name}")));
        let getter = format!("{root}::{}::{name}", product.handle.plain());
        self.add(getter, Item::plain(&module, format!("fn {name}(&self) -> {handle}")));
        self.add(handle.clone(), Item::plain(&module, format!("struct {}", resource.handle.plain())));
        for method in &resource.methods {
            self.method(product, resource, method);
        }
    }

    fn method(&mut self, product: &Product, resource: &Resource, method: &Method) {
        let handle = handle_path(product, resource);
        let path = method_path(product, resource, method);
        let request = request_path(product, resource, method);
        let params: Vec<Param> = arguments(method, &product.module);
        let item = Item::function(&handle, method.ident.plain(), "&self", &params, &request);
        let (id, deprecated) = (operation_id(product, method), method.deprecated);
        self.add(path.clone(), Item { id, deprecated, ..item });
        let output = spell::ty(&method.output, &product.module);
        let signature = format!("struct {}: Operation<Output = {output}>", method.request.plain());
        let id = format!("request {}", operation_id(product, method));
        self.add(request.clone(), Item { id, ..Item::keyed(&path, "struct", "output", signature, output) });
        for setter in &method.setters {
            let (name, of) = (setter.ident.plain(), spell::argument(setter, &product.module));
            let signature = format!("fn {name}(self, value: {of}) -> Self");
            self.add(format!("{request}::{name}"), Item::keyed(&request, "setter", &key(setter, 0), signature, of));
        }
        self.offers(product, &request, method);
    }

    /// What requests of one kind offer beside what all do.
    fn offers(&mut self, product: &Product, request: &str, method: &Method) {
        let mut offer = |name: &str, signature: &str| {
            let signature = format!("fn {name}{signature}");
            let item = Item { shape: signature.clone(), ..Item::plain(request, signature) };
            self.add(format!("{request}::{name}"), item);
        };
        if let (true, Ty::Page(of)) = (method.paged, &method.output) {
            offer("page", "(self, page: u32) -> Self");
            offer("per_page", "(self, per_page: u32) -> Self");
            offer("stream", &format!("(self) -> Items<{}>", spell::ty(of, &product.module)));
        }
        if method.output == Ty::Download {
            offer("send_to", "(self, writer: &mut dyn AsyncWrite)");
            offer("download_to", "(self, path: impl AsRef<Path>)");
            offer("send_stream", "(self) -> DownloadStream");
        }
    }
}

/// Arguments of a method in order.
fn arguments(method: &Method, product: &Ident) -> Vec<Param> {
    let param = |(position, arg): (usize, &Arg)| Param {
        name: arg.ident.plain().to_owned(),
        key: key(arg, position),
        of: spell::argument(arg, product),
    };
    method.args.iter().enumerate().map(param).collect()
}

/// What an argument or setter is on the wire. A path parameter is known by its position: its name means nothing.
pub(super) fn key(arg: &Arg, position: usize) -> String {
    match arg.place {
        ArgPlace::Path => format!("{{{position}}}"),
        ArgPlace::Query => format!("?{}", arg.wire),
        ArgPlace::Header => format!("header {}", arg.wire.to_lowercase()),
        ArgPlace::Body | ArgPlace::Raw => "body".to_owned(),
        ArgPlace::PartText | ArgPlace::FormField | ArgPlace::File => format!("part {}", arg.wire),
    }
}

/// `books::invoices::Invoices`.
pub(super) fn handle_path(product: &Product, resource: &Resource) -> String {
    format!("{}::{}::{}", product.module.plain(), resource.module.plain(), resource.handle.plain())
}

/// `books::invoices::Invoices::create`.
pub(super) fn method_path(product: &Product, resource: &Resource, method: &Method) -> String {
    format!("{}::{}", handle_path(product, resource), method.ident.plain())
}

/// `books::invoices::Create`.
pub(super) fn request_path(product: &Product, resource: &Resource, method: &Method) -> String {
    format!("{}::{}::{}", product.module.plain(), resource.module.plain(), method.request.plain())
}

/// `operation books POST /invoices`.
fn operation_id(product: &Product, method: &Method) -> String {
    let view = if method.as_file { " as file" } else { "" };
    format!("operation {} {} {}{view}", product.module.plain(), method.spec.method, path_shape(&method.spec.path))
}
