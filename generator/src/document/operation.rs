//! `components` and `paths`: which parts there are, and the operations.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::part::OperationPart;
use super::reader::Reader;
use super::shape::OPERATION;
use crate::ir::Place;
use crate::ir::wire::{Method, Status};
use crate::tree::{Kind, NodeId, pointer};

/// A path item that is being read.
struct PathItem<'p> {
    path: &'p str,
    pointer: &'p str,
    params: &'p [(NodeId, Place)],
}

impl Reader<'_> {
    /// Reads all components and gives the schemas by name.
    pub(super) fn components(&mut self) -> IndexMap<String, NodeId> {
        let mut schemas = IndexMap::new();
        let Some(components) = self.tree.child(self.tree.root(), "components") else { return schemas };
        for (name, node, at) in self.entries(components, "schemas", "/components") {
            self.schema(node, at, pointer::join("/components/schemas", name));
            schemas.insert(name.to_owned(), node);
        }
        for (name, node, at) in self.entries(components, "parameters", "/components") {
            self.param(node, at, &pointer::join("/components/parameters", name));
        }
        for (name, node, at) in self.entries(components, "requestBodies", "/components") {
            self.body(node, at, &pointer::join("/components/requestBodies", name));
        }
        for (name, node, at) in self.entries(components, "responses", "/components") {
            self.response(node, at, &pointer::join("/components/responses", name));
        }
        for (name, node, at) in self.entries(components, "headers", "/components") {
            self.header(node, at, &pointer::join("/components/headers", name));
        }
        schemas
    }

    /// Reads all operations.
    pub(super) fn paths(&mut self) -> Vec<OperationPart> {
        let root = self.tree.root();
        if self.tree.child(root, "paths").is_none() {
            let at = Place::file(self.tree.file());
            self.mended(at, "the document has no `paths`".to_owned(), "add `paths`, or remove the document");
        }
        let mut operations = Vec::new();
        for (path, node, at) in self.entries(root, "paths", "") {
            if !path.starts_with("x-") {
                self.path_item(path, node, at, &mut operations);
            }
        }
        operations
    }

    fn path_item(&mut self, path: &str, node: NodeId, at: Place, operations: &mut Vec<OperationPart>) {
        let own = pointer::join("/paths", path);
        let Some((node, pointer)) = self.path_target(node, own) else { return };
        if !matches!(self.tree.kind(node), Kind::Mapping(_)) {
            if !self.tree.is_null(node) {
                self.misfit(node, "/paths", path, "an object of operations");
            }
            return;
        }
        if !braces_match(path) {
            let message = format!("the braces of the path `{path}` do not go together; the path was left out");
            self.bad(at, message, "write each parameter as `{name}`");
            return;
        }
        if path.contains(['?', '#']) {
            let message = format!("the path `{path}` holds more than a path; it is sent as it stands");
            self.mended(at, message, "declare parameters of the query as such");
        }
        let mut rooted = path.to_owned();
        if !path.starts_with('/') {
            self.mended(at, format!("the path `{path}` does not begin with `/`"), "begin it with `/`");
            rooted.insert(0, '/');
        }
        let params = self.params(node, &pointer);
        let item = PathItem { path: &rooted, pointer: &pointer, params: &params };
        let tree = self.tree;
        for (key, entry) in tree.entries(node) {
            if let Some(method) = method(key) {
                operations.extend(self.operation(entry.value, entry.key_at, method, key, &item));
            } else if !matches!(key, "parameters" | "summary" | "description" | "servers" | "$ref")
                && !key.starts_with("x-")
            {
                self.unknown(entry.key_at, key, "a path item", &pointer);
            }
        }
    }

    /// The node and pointer that a path item's `$ref` leads to; its own without one.
    fn path_target(&mut self, node: NodeId, own: String) -> Option<(NodeId, String)> {
        let Some(entry) = self.tree.entry(node, "$ref") else { return Some((node, own)) };
        let to = self.tree.text(entry.value).unwrap_or_default();
        let target = to.strip_prefix('#').map(|to| pointer::from_fragment(to).into_owned());
        match target.as_ref().and_then(|target| self.tree.get(target)) {
            Some(found) if found != node && self.tree.child(found, "$ref").is_none() => {
                target.map(|target| (found, target))
            }
            Some(_) | None => {
                let message = format!("{own}: the path item `{to}` is not in this document; the path was left out");
                self.bad(entry.key_at, message, "refer to a path item of this document, or write it out");
                None
            }
        }
    }

    fn operation(
        &mut self,
        node: NodeId,
        at: Place,
        method: Method,
        key: &str,
        item: &PathItem<'_>,
    ) -> Option<OperationPart> {
        let pointer = format!("{}/{key}", item.pointer);
        let mut map = self.shallow(node, &OPERATION, &pointer)?;
        map.insert("responses".to_owned(), Value::Object(Map::new()));
        let mut operation: openapiv3::Operation = self.typed(map, &OPERATION, at, &pointer)?;
        operation.security = self.security(node, &pointer);
        Some(OperationPart {
            method,
            path: item.path.to_owned(),
            operation,
            params: self.params(node, &pointer),
            path_params: item.params.to_vec(),
            body: self.operation_body(node, &pointer),
            responses: self.operation_responses(node, at, &pointer),
            at,
            pointer,
        })
    }

    fn params(&mut self, node: NodeId, pointer: &str) -> Vec<(NodeId, Place)> {
        let items = self.items(node, "parameters", pointer);
        for (index, (node, at)) in items.iter().enumerate() {
            self.param(*node, *at, &format!("{pointer}/parameters/{index}"));
        }
        items
    }

    fn operation_body(&mut self, node: NodeId, pointer: &str) -> Option<(NodeId, Place)> {
        let entry = self.tree.entry(node, "requestBody").filter(|entry| !self.tree.is_null(entry.value))?;
        self.body(entry.value, entry.key_at, &format!("{pointer}/requestBody"));
        Some((entry.value, entry.key_at))
    }

    fn operation_responses(&mut self, node: NodeId, at: Place, pointer: &str) -> Vec<(Status, NodeId, Place)> {
        if self.tree.child(node, "responses").is_none() {
            self.mended(at, format!("{pointer}: `responses` is missing"), "add `responses` with at least one status");
        }
        let mut responses = Vec::new();
        for (key, node, at) in self.entries(node, "responses", pointer) {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(key) else {
                let message = format!("{pointer}/responses: `{key}` is no status");
                self.bad(at, message, "write a status such as '200' or '4XX', or `default`");
                continue;
            };
            self.response(node, at, &pointer::join(&format!("{pointer}/responses"), key));
            responses.push((status, node, at));
        }
        responses
    }
}

/// Whether every parameter has a name and is closed before the next begins.
fn braces_match(path: &str) -> bool {
    let mut parts = path.split('{');
    let whole = |part: &str| part.split_once('}').is_some_and(|(name, rest)| !name.is_empty() && !rest.contains('}'));
    parts.next().is_none_or(|first| !first.contains('}')) && parts.all(whole)
}

/// The method that a key of a path item stands for.
pub(crate) fn method(key: &str) -> Option<Method> {
    Some(match key {
        "get" => Method::Get,
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        "trace" => Method::Trace,
        _ => return None,
    })
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return key.parse().ok().filter(|code| *code >= 100).map(Status::Code);
    }
    let class = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx"))?;
    class.parse().ok().filter(|class| (1..=5).contains(class)).map(Status::Range)
}
