//! The reader that all parts share. In: a tree. Out: values that fit a [`Shape`], findings about those that do not.

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use super::human;
use super::part::{Parts, Reference};
use super::shape::{Shape, Want};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Place;
use crate::tree::{Kind, NodeId, Tree, Typed, pointer};

/// Which kind of part a node is to be read as, or a reference is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Schema,
    Param,
    Body,
    Response,
    Header,
}

/// Reads one document.
pub(super) struct Reader<'a> {
    pub(super) tree: &'a Tree,
    pub(super) parts: Parts,
    tried: HashSet<(Role, NodeId)>,
    targets: Vec<(Role, String)>,
    known_targets: HashSet<(Role, String)>,
    out: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tree: &'a Tree, out: &'a mut Diagnostics) -> Self {
        Self {
            tree,
            parts: Parts::default(),
            tried: HashSet::new(),
            targets: Vec::new(),
            known_targets: HashSet::new(),
            out,
        }
    }

    pub(super) fn finish(self) -> Parts {
        self.parts
    }

    /// Whether a node is yet to be read as `role`; says so only once.
    pub(super) fn is_new(&mut self, role: Role, node: NodeId) -> bool {
        self.tried.insert((role, node))
    }

    /// Reads what references name and nothing else has read: parts outside their usual places.
    pub(super) fn targets(&mut self) {
        while let Some((role, target)) = self.targets.pop() {
            let Some((node, at)) = self.tree.locate(&target) else { continue };
            match role {
                Role::Schema => self.schema(node, at, target),
                Role::Param => self.param(node, at, &target),
                Role::Body => self.body(node, at, &target),
                Role::Response => self.response(node, at, &target),
                Role::Header => self.header(node, at, &target),
            }
        }
    }

    /// The `$ref` that a node is, if it is one.
    ///
    /// `Err` means that it is a broken one, which has been reported.
    pub(super) fn reference(&mut self, node: NodeId, role: Role, pointer: &str) -> Result<Option<Reference>, ()> {
        let Some(entry) = self.tree.entry(node, "$ref") else { return Ok(None) };
        let Some(to) = self.tree.text(entry.value) else {
            let message = format!("{pointer}: `$ref` needs text, found {}", self.tree.describe(entry.value));
            self.bad(self.tree.at(entry.value), message, "write it like '#/components/schemas/Name'");
            return Err(());
        };
        self.check_siblings(node, entry.key_at, role, pointer);
        self.aim(role, to);
        let description = self.tree.child(node, "description").and_then(|node| self.tree.text(node)).map(str::to_owned);
        Ok(Some(Reference { to: to.to_owned(), description, at: entry.key_at, pointer: pointer.to_owned() }))
    }

    /// Remembers that something refers to `to` as a `role`.
    fn aim(&mut self, role: Role, to: &str) {
        if let Some(fragment) = to.strip_prefix('#') {
            let target = pointer::from_fragment(fragment).into_owned();
            if self.known_targets.insert((role, target.clone())) {
                self.targets.push((role, target));
            }
        }
    }

    fn check_siblings(&mut self, node: NodeId, at: Place, role: Role, pointer: &str) {
        let tree = self.tree;
        let known = |key: &str, value: NodeId| match key {
            "$ref" | "description" | "summary" => true,
            "required" => role == Role::Schema && self.tree.scalar(value).is_some(),
            _ => false,
        };
        let lost: Vec<String> = tree
            .entries(node)
            .filter(|(key, entry)| !known(key, entry.value))
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        if !lost.is_empty() {
            let message = format!("{pointer}: {} beside `$ref` has no effect", lost.join(", "));
            let help = "put the `$ref` into an `allOf` beside them, or remove them";
            self.push(Diagnostic::new(Code::RefSibling, at, message).help(help));
        }
    }

    /// The keys of a part that `openapiv3` is to read, each in the type it wants; nothing if the node is no object.
    pub(super) fn shallow(&mut self, node: NodeId, shape: &Shape, pointer: &str) -> Option<Map<String, Value>> {
        let tree = self.tree;
        if !matches!(tree.kind(node), Kind::Mapping(_)) {
            return self.no_object(node, shape, pointer);
        }
        let mut map = Map::new();
        for (key, entry) in tree.entries(node) {
            let value = match shape.want(key) {
                Some(Want::Aside) => None,
                Some(want) => self.wanted(entry.value, want, pointer, key),
                None => {
                    self.unknown(entry.key_at, key, shape.name, pointer);
                    None
                }
            };
            if let Some(value) = value {
                map.insert(key.to_owned(), value);
            }
        }
        Some(map)
    }

    fn no_object(&mut self, node: NodeId, shape: &Shape, pointer: &str) -> Option<Map<String, Value>> {
        let at = self.tree.at(node);
        if self.tree.is_null(node) {
            self.mended(at, format!("{pointer}: {} is empty", shape.name), "fill it in, or remove it");
            return Some(Map::new());
        }
        let message = format!("{pointer}: {} needs an object, found {}", shape.name, self.tree.describe(node));
        self.bad(at, message, "write it as an object");
        None
    }

    /// Reports a key that is passed over.
    pub(super) fn unknown(&mut self, at: Place, key: &str, part: &str, pointer: &str) {
        let message = format!("{pointer}: `{key}` is no key of {part} and was passed over");
        self.push(
            Diagnostic::new(Code::UnknownKey, at, message).help("correct its spelling or place, or begin it with `x-`"),
        );
    }

    /// The value of a key in the type that is wanted; a value that does not fit is cut out.
    fn wanted(&mut self, node: NodeId, want: Want, pointer: &str, key: &str) -> Option<Value> {
        match want {
            Want::Aside => None,
            Want::Any => Some(self.tree.value(node)),
            _ if self.tree.is_null(node) => None,
            Want::Text => self.text(node, pointer, key).map(Value::String),
            Want::Flag => self.flag(node, pointer, key).map(Value::Bool),
            Want::Count => self.count(node, pointer, key).map(Value::from),
            Want::Texts => self.texts(node, pointer, key).map(Value::from),
        }
    }

    /// Text: any scalar as written.
    pub(super) fn text(&mut self, node: NodeId, pointer: &str, key: &str) -> Option<String> {
        let text = self.tree.scalar(node).map(|scalar| scalar.text.clone());
        if text.is_none() {
            self.misfit(node, pointer, key, "text");
        }
        text
    }

    /// True or false; either in quotes is mended.
    pub(super) fn flag(&mut self, node: NodeId, pointer: &str, key: &str) -> Option<bool> {
        let scalar = self.tree.scalar(node);
        let value = match scalar.map(|scalar| (scalar.typed(), scalar.text.trim().to_ascii_lowercase())) {
            Some((Typed::Bool(value), _)) => return Some(value),
            Some((_, text)) if text == "true" || text == "yes" => true,
            Some((_, text)) if text == "false" || text == "no" => false,
            _ => {
                self.misfit(node, pointer, key, "true or false");
                return None;
            }
        };
        self.mended(self.tree.at(node), format!("{pointer}: `{key}` is text"), &format!("write `{key}: {value}`"));
        Some(value)
    }

    /// A whole number from 0; one in quotes or with a zero fraction is mended.
    fn count(&mut self, node: NodeId, pointer: &str, key: &str) -> Option<u64> {
        let number = self.number(node, pointer, key)?;
        if let Some(count) = number.as_u64() {
            return Some(count);
        }
        match number.as_f64().filter(|value| value.fract() == 0.0 && (0.0..9e15).contains(value)) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Some(value) => Some(value as u64),
            None => {
                self.misfit(node, pointer, key, "a whole number from 0");
                None
            }
        }
    }

    /// A number; one in quotes is mended.
    pub(super) fn number(&mut self, node: NodeId, pointer: &str, key: &str) -> Option<Number> {
        let scalar = self.tree.scalar(node);
        match scalar.map(crate::tree::Scalar::typed) {
            Some(Typed::Number(number)) => return Some(number),
            Some(Typed::Null) => return None,
            _ => {}
        }
        match scalar.and_then(|scalar| serde_json::from_str::<Number>(scalar.text.trim()).ok()) {
            Some(number) => {
                self.mended(
                    self.tree.at(node),
                    format!("{pointer}: `{key}` is text"),
                    &format!("write `{key}: {number}`"),
                );
                Some(number)
            }
            None => {
                self.misfit(node, pointer, key, "a number");
                None
            }
        }
    }

    /// A list of texts; one text alone is mended to a list.
    pub(super) fn texts(&mut self, node: NodeId, pointer: &str, key: &str) -> Option<Vec<String>> {
        match self.tree.kind(node) {
            Kind::Scalar(scalar) => {
                self.mended(self.tree.at(node), format!("{pointer}: `{key}` is no list"), "write it as a list of one");
                Some(vec![scalar.text.clone()])
            }
            Kind::Mapping(_) => {
                self.misfit(node, pointer, key, "a list of texts");
                None
            }
            Kind::Sequence(items) => {
                let items = items.clone();
                Some(items.into_iter().filter_map(|item| self.text(item, pointer, key)).collect())
            }
        }
    }

    /// The entries of an object under `key`; nothing if there is none, a finding if it is something else.
    pub(super) fn entries(&mut self, node: NodeId, key: &str, pointer: &str) -> Vec<(&'a str, NodeId, Place)> {
        let tree = self.tree;
        let Some(entry) = tree.entry(node, key) else { return Vec::new() };
        if !matches!(tree.kind(entry.value), Kind::Mapping(_)) && !tree.is_null(entry.value) {
            self.misfit(entry.value, pointer, key, "an object");
        }
        tree.entries(entry.value).map(|(key, entry)| (key, entry.value, entry.key_at)).collect()
    }

    /// The items of a list under `key`; nothing if there is none, a finding if it is something else.
    pub(super) fn items(&mut self, node: NodeId, key: &str, pointer: &str) -> Vec<(NodeId, Place)> {
        let tree = self.tree;
        let Some(entry) = tree.entry(node, key) else { return Vec::new() };
        if !matches!(tree.kind(entry.value), Kind::Sequence(_)) && !tree.is_null(entry.value) {
            self.misfit(entry.value, pointer, key, "a list");
        }
        tree.items(entry.value).iter().map(|item| (*item, tree.at(*item))).collect()
    }

    /// Reads a value with the types of `openapiv3`; a failure is reported at `at`.
    pub(super) fn typed<T: DeserializeOwned>(
        &mut self,
        map: Map<String, Value>,
        shape: &Shape,
        at: Place,
        pointer: &str,
    ) -> Option<T> {
        match serde_json::from_value(Value::Object(map)) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = format!("{pointer}: {}", human::explain(shape.name, &error.to_string()));
                self.bad(at, message, "correct it; until then this part is left out");
                None
            }
        }
    }

    /// Reports a value of the wrong type, which is cut out.
    pub(super) fn misfit(&mut self, node: NodeId, pointer: &str, key: &str, wanted: &str) {
        let message = format!("{pointer}: `{key}` needs {wanted}, found {}", self.tree.describe(node));
        self.bad(self.tree.at(node), message, "correct it; until then it is left out");
    }

    /// Reports a part that is cut out.
    pub(super) fn bad(&mut self, at: Place, message: String, help: &str) {
        self.push(Diagnostic::new(Code::Structure, at, message).help(help));
    }

    /// Reports a part that was mended.
    pub(super) fn mended(&mut self, at: Place, message: String, help: &str) {
        self.push(Diagnostic::new(Code::Mended, at, message).help(help));
    }

    fn push(&mut self, finding: Diagnostic) {
        self.out.push(finding);
    }
}
