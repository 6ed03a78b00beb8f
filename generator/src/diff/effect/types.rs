//! Public items of types. In: the types of one module and the product that offers them. Out: items of the surface.

use crate::ir::model::Side;
use crate::lower::krate::{Choice, Enum, Field, Ident, Product, Shared, Slot, Struct, Ty, Types};

use super::spell;
use super::surface::{Item, Param, Surface};

/// Adds the types as the product offers them.
pub(super) fn add(surface: &mut Surface, types: &Types, product: &Product) {
    let at = |name: &Ident| format!("{}::{}", product.module.plain(), name.plain());
    for item in &types.structs {
        let path = at(&item.name);
        surface.add(path.clone(), Item::plain(product.module.plain(), format!("struct {}", item.name.plain())));
        match item.side {
            Side::Response => response(surface, &path, item, &product.module),
            Side::Request => request(surface, &path, item, &product.module),
        }
    }
    for item in &types.enums {
        enumeration(surface, &at(&item.name), item, product);
    }
    for item in &types.choices {
        choice(surface, &at(&item.name), item, product);
    }
}

/// Adds which types are one type in two products: what one gives can be passed to the other.
pub(super) fn add_sameness(surface: &mut Surface, shared: &Shared, product: &Product) {
    let own = product.module.plain();
    for other in shared.products.iter().map(Ident::plain).filter(|other| *other > own) {
        for name in shared.types.names().into_iter().map(Ident::plain) {
            let path = format!("{own}::{name} = {other}::{name}");
            surface.add(path, Item::plain(&format!("{own}::{name}"), format!("use {own}::{name} as {other}::{name}")));
        }
    }
}

fn response(surface: &mut Surface, path: &str, item: &Struct, product: &Ident) {
    for field in &item.fields {
        let (name, of) = (field.ident.plain(), format!("Option<{}>", spell::ty(&field.ty, product)));
        let signature = format!("pub {name}: {of}");
        surface.add(format!("{path}::{name}"), Item::keyed(path, "field", &field.wire, signature, of));
    }
}

fn request(surface: &mut Surface, path: &str, item: &Struct, product: &Ident) {
    let params = constructor(&item.fields, &item.choices, product);
    surface.add(format!("{path}::new"), Item::function(path, "new", "", &params, "Self"));
    for field in item.fields.iter().filter(|field| !field.required) {
        let (name, of) = (field.ident.plain(), spell::parameter(&field.ty, product));
        let signature = format!("fn {name}(self, value: {of}) -> Self");
        let mut setter = Item::keyed(path, "setter", &field.wire, signature, of);
        // What clears it comes and goes with the setter, and nearly always has its name.
        let clear = field.clear.plain();
        if clear != format!("clear_{name}") {
            setter.shape = format!("{} {clear}", setter.shape);
        }
        surface.add(format!("{path}::{name}"), setter);
    }
    if let Some(from) = &item.from {
        let kind = if from.fallible { "TryFrom" } else { "From" };
        let source = spell::path(&from.from, product);
        let parts = from.fields.iter();
        let parts = parts.map(|field| (field.wire.clone(), format!("{} {:?}", field.required, field.carry))).collect();
        let plain = Item::plain(path, format!("impl {kind}<&{source}> for {path}"));
        let item = Item { parts, shape: kind.to_owned(), id: format!("from {source}"), ..plain };
        surface.add(format!("{path} from &{source}"), item);
    }
}

/// What a constructor takes.
fn constructor(fields: &[Field], choices: &[Slot], product: &Ident) -> Vec<Param> {
    let fields = fields.iter().filter(|field| field.required).map(|field| Param {
        name: field.ident.plain().to_owned(),
        key: field.wire.clone(),
        of: spell::parameter(&field.ty, product),
    });
    let choices = choices.iter().map(|slot| Param {
        name: slot.ident.plain().to_owned(),
        key: String::new(),
        of: format!("impl Into<{}>", spell::path(&slot.choice, product)),
    });
    fields.chain(choices).collect()
}

fn enumeration(surface: &mut Surface, path: &str, item: &Enum, product: &Product) {
    surface.add(path.to_owned(), Item::plain(product.module.plain(), format!("enum {}", item.name.plain())));
    for (variant, value) in &item.variants {
        let variant = variant.plain();
        let keyed = Item::keyed(path, "variant", value, variant.to_owned(), String::new());
        surface.add(format!("{path}::{variant}"), keyed);
    }
}

fn choice(surface: &mut Surface, path: &str, item: &Choice, product: &Product) {
    let module = &product.module;
    surface.add(path.to_owned(), Item::plain(module.plain(), format!("enum {}", item.name.plain())));
    for variant in &item.variants {
        let (name, of) = (variant.ident.plain(), spell::ty(&variant.ty, module));
        let signature = format!("{name}({of})");
        surface.add(format!("{path}::{name}"), Item::keyed(path, "variant", &of, signature, of.clone()));
        let made = variant.made_of.as_ref();
        let params = made.map(|made| constructor(&made.fields, &made.choices, module)).unwrap_or_else(|| {
            let of = spell::parameter(&variant.ty, module);
            vec![Param { name: "value".to_owned(), key: String::new(), of }]
        });
        let make = variant.make.plain();
        surface.add(format!("{path}::{make}"), Item::function(path, make, "", &params, "Self"));
        if variant.unique && matches!(variant.ty, Ty::Struct(_) | Ty::Choice(_)) {
            let id = format!("from {of}");
            let made = Item { id, ..Item::plain(path, format!("impl From<{of}> for {path}")) };
            surface.add(format!("{path} from {of}"), made);
        }
    }
}
