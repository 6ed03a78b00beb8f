//! Spelling of names.
//!
//! In: names as words. Out: identifiers that Rust accepts without a warning: in ASCII letters, keywords escaped, prelude
//! types avoided, no digit in front, and none twice in one scope.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::krate::Ident;
use crate::ir::name::Name;

/// Types that emitted code uses without a path; a model must not hide them.
const RESERVED_TYPES: [&str; 21] = [
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Self",
    "Into",
    "From",
    "IntoIterator",
    "Iterator",
    "Default",
    "Clone",
    "Debug",
    "PartialEq",
    "Eq",
    "Hash",
    "Send",
];

/// Methods that every request struct has; a setter must not have their names.
const REQUEST_METHODS: [&str; 12] = [
    "prepare",
    "send",
    "send_full",
    "send_raw",
    "wait",
    "organization",
    "header",
    "query",
    "timeout",
    "max_response_bytes",
    "retry",
    "retry_unsafe",
];

/// Methods of request structs that page.
const PAGE_METHODS: [&str; 4] = ["page", "pages", "per_page", "stream"];

/// Methods of request structs that give a file.
const FILE_METHODS: [&str; 3] = ["send_to", "download_to", "send_stream"];

/// Names that the crate has at its root, as features, or as methods of its client.
const RESERVED_PRODUCTS: [&str; 21] = [
    "blocking",
    "builder",
    "chrono",
    "clone",
    "common",
    "dec",
    "default",
    "fake",
    "guide",
    "lib",
    "main",
    "native_tls",
    "new",
    "organization",
    "request",
    "runtime",
    "rustls_tls",
    "serde_json",
    "serialize",
    "tracing",
    "with_organization",
];

/// Modules that every product has, and the file that a module `mod` would be.
const RESERVED_RESOURCES: [&str; 5] = ["types", "mod", "new", "clone", "fake"];

/// Longer names are cut: rustdoc makes files of them, and files have a limit.
const LONGEST: usize = 100;

/// The module of a product: also its feature, and the method of the client.
pub(super) fn product(name: &Name) -> Ident {
    module(name, &RESERVED_PRODUCTS)
}

/// The module of a resource: also the method of the product's handle.
pub(super) fn resource(name: &Name) -> Ident {
    module(name, &RESERVED_RESOURCES)
}

/// A module is a file as well, so its name is no raw identifier.
fn module(name: &Name, reserved: &[&str]) -> Ident {
    let ident = checked(&latin(name).to_snake_case(), "api");
    let plain = ident.plain();
    if plain != ident.as_str() || reserved.contains(&plain) { Ident(format!("{plain}_api")) } else { ident }
}

/// `customer_payments`.
pub(super) fn snake(name: &Name) -> Ident {
    checked(&latin(name).to_snake_case(), "field")
}

/// The name in ASCII letters, other scripts by their sound. Rust takes most letters, but warns of those that look like
/// others, and takes some different ones as one.
fn latin(name: &Name) -> String {
    let mut text = deunicode::deunicode(name.as_str());
    // ASCII from here on, so every length is the end of a character.
    text.truncate(LONGEST);
    text
}

/// The setters of a request struct, which has methods of its own first.
pub(super) fn setters(paged: bool, file: bool) -> Scope {
    let mut scope = Scope::default();
    let page = PAGE_METHODS.into_iter().filter(|_| paged);
    let file = FILE_METHODS.into_iter().filter(|_| file);
    for taken in REQUEST_METHODS.into_iter().chain(page).chain(file) {
        scope.claim(Ident(taken.to_owned()));
    }
    scope
}

/// `CustomerPayments`.
pub(super) fn camel(name: &Name) -> Ident {
    let camel = latin(name).to_upper_camel_case();
    if RESERVED_TYPES.contains(&camel.as_str()) { Ident(format!("{camel}Object")) } else { checked(&camel, "Object") }
}

/// A variant; `Other` is taken by the variant for what is not listed.
pub(super) fn variant(name: &Name) -> Ident {
    let camel = latin(name).to_upper_camel_case();
    match camel.as_str() {
        "Other" | "Self" => Ident(format!("{camel}Value")),
        _ => checked(&camel, "Empty"),
    }
}

/// `clear_notes`.
pub(super) fn clear(ident: &Ident) -> Ident {
    Ident(format!("clear_{}", ident.plain().trim_end_matches('_')))
}

/// Keywords of the edition that `syn` takes for names.
const YOUNG_KEYWORDS: [&str; 1] = ["gen"];

/// The text as an identifier: escaped, or changed as little as it takes.
fn checked(text: &str, empty: &str) -> Ident {
    let kept: String = text.chars().filter(|c| *c == '_' || c.is_ascii_alphanumeric()).collect();
    let kept = if kept.is_empty() { empty.to_owned() } else { kept };
    let prefix = if empty.starts_with(char::is_uppercase) { "N" } else { "n" };
    let kept = if kept.starts_with(|c: char| c.is_ascii_digit()) { format!("{prefix}{kept}") } else { kept };
    if is_ident(&kept) && !YOUNG_KEYWORDS.contains(&kept.as_str()) {
        return Ident(kept);
    }
    // `self`, `super`, `crate` and `_` cannot be raw.
    let candidates = [format!("r#{kept}"), format!("{kept}_")];
    let found = candidates.into_iter().find(|candidate| is_ident(candidate));
    Ident(found.unwrap_or_else(|| empty.to_owned()))
}

fn is_ident(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok()
}

/// Identifiers of one resource module.
#[derive(Debug, Default)]
pub(super) struct Methods {
    /// Methods of the handle.
    pub(super) methods: Scope,
    /// Request structs beside it.
    pub(super) requests: Scope,
}

impl Methods {
    /// The handle has its own name and its constructor first.
    pub(super) fn of(handle: &Ident) -> Self {
        let mut scopes = Self::default();
        scopes.requests.claim(handle.clone());
        scopes.methods.claim(Ident("new".to_owned()));
        scopes.methods.claim(Ident("clone".to_owned()));
        scopes
    }

    /// Method and request struct of a verb.
    pub(super) fn claim(&mut self, verb: &Name) -> (Ident, Ident) {
        (self.methods.claim(snake(verb)).0, self.requests.claim(camel(verb)).0)
    }
}

/// Identifiers of one scope.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// The identifier, or, where it is taken, the same with `_value`.
    pub(super) fn claim_value(&mut self, ident: Ident) -> Ident {
        let free = if self.taken.contains(&ident.0) {
            Ident(format!("{}_value", ident.plain().trim_end_matches('_')))
        } else {
            ident
        };
        self.claim(free).0
    }

    /// The type's identifier, or, where it is taken, the same with `Object`.
    pub(super) fn claim_type(&mut self, ident: Ident) -> Ident {
        let free = if self.taken.contains(&ident.0) { Ident(format!("{ident}Object")) } else { ident };
        self.claim(free).0
    }

    /// The identifier, or one with a number where it is taken; the flag says which.
    pub(super) fn claim(&mut self, ident: Ident) -> (Ident, bool) {
        if self.taken.insert(ident.0.clone()) {
            return (ident, false);
        }
        let bare = ident.plain().trim_end_matches('_').to_owned();
        for number in 2_u32.. {
            let separator = if bare.starts_with(char::is_uppercase) { "" } else { "_" };
            let next = format!("{bare}{separator}{number}");
            if self.taken.insert(next.clone()) {
                return (Ident(next), true);
            }
        }
        (ident, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_so_that_rust_accepts_them() {
        let snake = |text: &str| snake(&Name::parse(text)).0;
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("1st"), "n1st");
        assert_eq!(snake(""), "field");
        assert_eq!(snake("Straße"), "strasse");
        assert_eq!(snake("日本語"), "ri_ben_yu");
        assert_eq!(snake(&"a".repeat(300)).len(), LONGEST);
        assert_eq!(snake("ﬁeld\u{301}"), "field");
        assert_eq!(snake("gen"), "r#gen");
        let camel = |text: &str| camel(&Name::parse(text)).0;
        assert_eq!(camel("option"), "OptionObject");
        assert_eq!(camel("customer-payments"), "CustomerPayments");
        let variant = |text: &str| variant(&Name::parse(text)).0;
        assert_eq!(variant("other"), "OtherValue");
        assert_eq!(variant("1099"), "N1099");
        assert_eq!(variant("self"), "SelfValue");
    }

    #[test]
    fn modules_never_hide_what_the_crate_has() {
        let of = |text: &str| (product(&Name::parse(text)).0, resource(&Name::parse(text)).0);
        assert_eq!(of("runtime"), ("runtime_api".to_owned(), "runtime".to_owned()));
        assert_eq!(of("blocking"), ("blocking_api".to_owned(), "blocking".to_owned()));
        assert_eq!(of("types"), ("types".to_owned(), "types_api".to_owned()));
        assert_eq!(of("mod"), ("mod_api".to_owned(), "mod_api".to_owned()));
        assert_eq!(of("../../etc"), ("etc".to_owned(), "etc".to_owned()));
    }

    #[test]
    fn a_scope_has_each_name_once() {
        let mut scope = Scope::default();
        assert_eq!(scope.claim(Ident("a".into())), (Ident("a".into()), false));
        assert_eq!(scope.claim(Ident("a".into())), (Ident("a_2".into()), true));
        assert_eq!(clear(&Ident("r#type".into())).0, "clear_type");
    }
}
