//! What a type is for, where no document says it.
//!
//! In: a lowered crate. Out: every type without documentation says which methods take or give it, or what it is a part
//! of. Types of one product link there; shared types do not, because not every product need be compiled in.

use std::collections::BTreeMap;

use super::docs;
use super::krate::{Arg, ArgPlace, Crate, Ident, Method, Path, Product, Resource, Struct, Ty, Types};

/// More users say no more.
const MOST: usize = 3;

/// Fills in what is empty.
pub(super) fn describe(krate: &mut Crate) {
    let mut users = Users::default();
    for product in &krate.products {
        for resource in &product.resources {
            resource.methods.iter().for_each(|method| users.add_method(product, resource, method));
        }
    }
    each_types(krate, |module, types| users.add_parts(module, types));
    each_types(krate, |module, types| {
        let linked = module.as_str() != COMMON;
        let said = |name: &Ident| users.say(&Path { module: module.clone(), name: name.clone() }, linked);
        let structs = types.structs.iter_mut().map(|item| (&item.name, &mut item.docs));
        let enums = types.enums.iter_mut().map(|item| (&item.name, &mut item.docs));
        let choices = types.choices.iter_mut().map(|item| (&item.name, &mut item.docs));
        structs
            .chain(enums)
            .chain(choices)
            .filter(|(_, docs)| docs.is_empty())
            .for_each(|(name, docs)| *docs = said(name));
    });
}

/// The module of shared types.
const COMMON: &str = "common";

fn each_types(krate: &mut Crate, mut visit: impl FnMut(&Ident, &mut Types)) {
    let common = Ident(COMMON.to_owned());
    krate.common.iter_mut().for_each(|shared| visit(&common, &mut shared.types));
    for product in &mut krate.products {
        product.types.iter_mut().for_each(|types| visit(&product.module, types));
    }
}

/// How a type is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// A method sends it.
    Sent,
    /// A method gives it.
    Given,
    /// A parameter of a method takes it.
    Taken,
    /// It is what a field holds.
    Field,
    /// It is one of several alternatives.
    Alternative,
    /// It says which keys another type has.
    Keys,
}

/// By type, how it is used, and by what: its name for people, its path, and the field or parameter.
#[derive(Default)]
struct Users(BTreeMap<Path, BTreeMap<How, Vec<User>>>);

struct User {
    shown: String,
    link: String,
    field: String,
}

impl Users {
    fn add(&mut self, ty: &Ty, how: How, user: User) {
        match ty {
            Ty::Struct(path) | Ty::Enum(path) | Ty::Choice(path) => {
                self.0.entry(path.clone()).or_default().entry(how).or_default().push(user);
            }
            Ty::List(inner) | Ty::Map(inner) | Ty::Page(inner) | Ty::Boxed(inner) => self.add(inner, how, user),
            _ => {}
        }
    }

    fn add_method(&mut self, product: &Product, resource: &Resource, method: &Method) {
        let user = |field: &str| User {
            shown: format!("{}::{}", resource.handle, method.ident.plain()),
            link: format!("crate::{}::{}::{}::{}", product.module, resource.module, resource.handle, method.ident),
            field: field.to_owned(),
        };
        let how = |arg: &Arg| if arg.place == ArgPlace::Body { How::Sent } else { How::Taken };
        for arg in method.args.iter().chain(&method.setters) {
            self.add(&arg.ty, how(arg), user(&arg.wire));
        }
        self.add(&method.output, How::Given, user(""));
    }

    fn add_parts(&mut self, module: &Ident, types: &Types) {
        let user = |name: &Ident, field: &str| User {
            shown: name.plain().to_owned(),
            link: format!("crate::{module}::{name}"),
            field: field.to_owned(),
        };
        for item in &types.structs {
            item.fields.iter().for_each(|field| self.add(&field.ty, How::Field, user(&item.name, &field.wire)));
            self.add_slots(item, &user);
        }
        for item in &types.choices {
            item.variants.iter().for_each(|variant| self.add(&variant.ty, How::Alternative, user(&item.name, "")));
        }
    }

    fn add_slots(&mut self, item: &Struct, user: &impl Fn(&Ident, &str) -> User) {
        for slot in &item.choices {
            self.add(&Ty::Choice(slot.choice.clone()), How::Keys, user(&item.name, ""));
        }
    }

    /// One sentence about a type.
    fn say(&self, path: &Path, linked: bool) -> String {
        let Some((how, users)) = self.0.get(path).and_then(|used| used.first_key_value()) else {
            return "Not used by any method.".to_owned();
        };
        let mut names: Vec<String> = users.iter().map(|user| user.name(linked)).collect();
        names.dedup();
        let more = names.len() > MOST;
        names.truncate(MOST);
        let several = names.len() > 1;
        let names = match names.split_last() {
            Some((last, rest)) if more => format!("{}, {last} and others", rest.join(", ")),
            Some((last, rest)) if several => format!("{} and {last}", rest.join(", ")),
            _ => names.concat(),
        };
        let field = users.first().map(|user| docs::code(&user.field)).unwrap_or_default();
        match how {
            How::Sent => format!("What {names} {}.", if several { "send" } else { "sends" }),
            How::Given => format!("What {names} {}.", if several { "give" } else { "gives" }),
            How::Taken => format!("{field} of {names}."),
            How::Field => format!("{field} of {names}."),
            How::Alternative => format!("An alternative of {names}."),
            How::Keys => format!("A choice between keys of {names}."),
        }
    }
}

impl User {
    /// Raw identifiers are no links.
    fn name(&self, linked: bool) -> String {
        if linked && !self.link.contains("r#") {
            format!("[`{}`]({})", self.shown, self.link)
        } else {
            format!("`{}`", self.shown)
        }
    }
}
