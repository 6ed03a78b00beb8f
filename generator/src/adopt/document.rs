//! A document as facts: head, paths and components.
//!
//! In: a [`Document`] and what is noted of its parts. Out: the document as a value, collections in the order in which
//! they stand, keywords in one order of their own. References stay references; one that leads nowhere goes.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::notes::Notes;
use super::schemas::{flag, put};
use super::{extensions, names, reason};
use crate::document::{Document, OperationPart, Reference, Role, Slot, method};
use crate::ir::Place;
use crate::tree::{Kind, NodeId, Tree, pointer};

/// Writes one document.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) tree: &'a Tree,
    pub(super) notes: &'a Notes,
    /// The value of every key, by the place of the key.
    pub(super) by_place: BTreeMap<Place, NodeId>,
    /// Paths of all documents of the product.
    paths: &'a [&'a str],
    /// What is referred to within the document.
    aims: RefCell<Vec<(Role, String)>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document, notes: &'a Notes, paths: &'a [&'a str]) -> Self {
        let tree = &document.tree;
        let mut by_place = BTreeMap::new();
        let mut open = vec![tree.root()];
        while let Some(node) = open.pop() {
            open.extend(tree.items(node));
            for (_, entry) in tree.entries(node) {
                by_place.insert(entry.key_at, entry.value);
                open.push(entry.value);
            }
        }
        Self { document, tree, notes, by_place, paths, aims: RefCell::default() }
    }

    /// The whole document.
    pub(super) fn document(&self) -> Value {
        let root = self.tree.root();
        let mut map = Map::new();
        put(&mut map, "openapi", self.tree.child(root, "openapi").and_then(|node| self.tree.text(node)));
        let title = names::title(&self.document.info.title).map(str::to_owned);
        let title = title.unwrap_or_else(|| names::titled(&self.document.stem));
        map.insert("info".to_owned(), json!({ "title": title, "version": self.document.info.version }));
        let servers: Vec<Value> = self.document.servers.iter().map(server).collect();
        put(&mut map, "servers", Some(servers).filter(|servers| !servers.is_empty()));
        let tags: Vec<Value> = self.document.tags.iter().map(|tag| json!({ "name": tag.name })).collect();
        put(&mut map, "tags", Some(tags).filter(|tags| !tags.is_empty()));
        if !self.document.security.is_empty() {
            map.insert("security".to_owned(), json!(self.document.security));
        }
        map.insert("paths".to_owned(), Value::Object(self.all_paths()));
        let components = self.components();
        if !components.is_empty() {
            map.insert("components".to_owned(), Value::Object(components));
        }
        let mut whole = Value::Object(map);
        self.bring(&mut whole);
        whole
    }

    fn all_paths(&self) -> Map<String, Value> {
        let mut paths = Map::new();
        let root = self.tree.root();
        let nodes = self.tree.child(root, "paths").into_iter().flat_map(|node| self.tree.entries(node));
        for (path, entry) in nodes.filter(|(path, _)| !path.starts_with("x-")) {
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            let operations: Vec<&OperationPart> =
                self.document.operations.iter().filter(|operation| operation.path == path).collect();
            // One without operations is there for overlays; one whose operations were left out is not.
            let lost = self.tree.entries(entry.value).any(|(key, _)| method(key).is_some());
            let item = matches!(self.tree.kind(entry.value), Kind::Mapping(_)) && !lost;
            if operations.is_empty() && !item {
                continue;
            }
            paths.entry(path).or_insert_with(|| Value::Object(self.path_item(&operations)));
        }
        paths
    }

    fn path_item(&self, operations: &[&OperationPart]) -> Map<String, Value> {
        let mut item = Map::new();
        if let Some(first) = operations.first() {
            self.params(&first.path_params, &mut item);
        }
        for operation in operations {
            let method = operation.method.as_str().to_ascii_lowercase();
            item.entry(method).or_insert_with(|| Value::Object(self.operation(operation)));
        }
        item
    }

    fn operation(&self, part: &OperationPart) -> Map<String, Value> {
        let read = &part.operation;
        let mut map = Map::new();
        put(&mut map, "tags", Some(read.tags.clone()).filter(|tags| !tags.is_empty()));
        put(&mut map, "operationId", read.operation_id.clone());
        flag(&mut map, "deprecated", read.deprecated);
        put(&mut map, "security", read.security.as_ref().map(|security| json!(security)));
        self.params(&part.params, &mut map);
        put(&mut map, "requestBody", part.body.and_then(|(node, _)| self.body(node)));
        let responses = part
            .responses
            .iter()
            .filter_map(|(status, node, _)| Some((reason::key(*status), self.response(*node, Some(*status))?)));
        let responses: Map<String, Value> = responses.collect();
        map.insert("responses".to_owned(), Value::Object(responses));
        extensions::keep(&read.extensions, &mut map);
        self.notes.of_operation(part.at, &mut map);
        map
    }

    fn params(&self, params: &[(NodeId, Place)], map: &mut Map<String, Value>) {
        let params: Vec<Value> = params.iter().filter_map(|(node, _)| self.param(*node)).collect();
        put(map, "parameters", Some(params).filter(|params| !params.is_empty()));
    }

    fn components(&self) -> Map<String, Value> {
        let mut components = Map::new();
        let root = self.tree.child(self.tree.root(), "components");
        let section = |name: &str| {
            let section = root.and_then(|root| self.tree.child(root, name));
            section.map(|section| self.tree.entries(section).collect::<Vec<_>>()).unwrap_or_default()
        };
        let mut add = |name: &str, write: &dyn Fn(NodeId) -> Option<Value>| {
            let entries = section(name).into_iter();
            let parts: Map<String, Value> =
                entries.filter_map(|(key, entry)| Some((key.to_owned(), write(entry.value)?))).collect();
            if !parts.is_empty() {
                components.insert(name.to_owned(), Value::Object(parts));
            }
        };
        add("parameters", &|node| self.param(node));
        add("requestBodies", &|node| self.body(node));
        add("responses", &|node| self.response(node, None));
        add("headers", &|node| self.header(node));
        add("schemas", &|node| Some(self.schema(node)));
        let schemes = &self.document.security_schemes;
        if !schemes.is_empty() {
            let schemes = schemes.iter().filter_map(|(name, scheme)| Some((name.clone(), scheme_of(scheme)?)));
            components.insert("securitySchemes".to_owned(), Value::Object(schemes.collect()));
        }
        components
    }

    /// A reference, unless it leads nowhere.
    pub(super) fn reference(&self, role: Role, reference: &Reference) -> Option<Value> {
        let Some(fragment) = reference.to.strip_prefix('#') else { return self.outside(&reference.to) };
        let target = pointer::from_fragment(fragment).into_owned();
        if !self.leads(role, &target) {
            return None;
        }
        self.aims.borrow_mut().push((role, target));
        Some(json!({ "$ref": reference.to }))
    }

    /// A reference to another document of the product.
    fn outside(&self, to: &str) -> Option<Value> {
        let (file, fragment) = to.split_once('#').unwrap_or((to, ""));
        let name = file.rsplit('/').next().filter(|name| !name.is_empty())?;
        let known = self.paths.iter().any(|path| path.rsplit('/').next() == Some(name));
        known.then(|| json!({ "$ref": format!("{}#{fragment}", names::yaml_path(file)) }))
    }

    /// Whether there is a part at the end of all references.
    fn leads(&self, role: Role, target: &str) -> bool {
        let (mut target, mut seen) = (target.to_owned(), HashSet::new());
        while seen.insert(target.clone()) {
            let Some(node) = self.tree.get(&target) else { return false };
            let parts = &self.document.parts;
            let next = match role {
                Role::Schema => next(parts.schemas.get(&node)),
                Role::Param => next(parts.params.get(&node)),
                Role::Body => next(parts.bodies.get(&node)),
                Role::Response => next(parts.responses.get(&node)),
                Role::Header => next(parts.headers.get(&node)),
            };
            match next {
                Next::Nothing => return false,
                Next::Part => return true,
                Next::Other(to) => match to.strip_prefix('#') {
                    Some(fragment) => target = pointer::from_fragment(fragment).into_owned(),
                    None => return self.outside(to).is_some(),
                },
            }
        }
        false
    }

    /// Brings what is referred to and stands in no usual place.
    fn bring(&self, whole: &mut Value) {
        loop {
            let Some((role, target)) = self.aims.borrow_mut().pop() else { break };
            let Some(node) = self.tree.get(&target).filter(|_| whole.pointer(&target).is_none()) else { continue };
            let part = match role {
                Role::Schema => Some(self.schema(node)),
                Role::Param => self.param(node),
                Role::Body => self.body(node),
                Role::Response => self.response(node, None),
                Role::Header => self.header(node),
            };
            if let (Some(part), Some(steps)) = (part, pointer::steps(&target)) {
                let steps: Vec<String> = steps.map(|step| step.into_owned()).collect();
                set(whole, &steps, part);
            }
        }
    }
}

enum Next<'r> {
    Nothing,
    Part,
    Other(&'r str),
}

fn next<T>(slot: Option<&Slot<T>>) -> Next<'_> {
    match slot {
        None => Next::Nothing,
        Some(Slot::Item(_)) => Next::Part,
        Some(Slot::Ref(reference)) => Next::Other(&reference.to),
    }
}

/// Puts a value at a pointer; what is between is made where it is missing.
fn set(value: &mut Value, steps: &[String], part: Value) {
    let Some((first, rest)) = steps.split_first() else {
        *value = part;
        return;
    };
    if let Value::Object(map) = value {
        set(map.entry(first.clone()).or_insert_with(|| json!({})), rest, part);
    }
}

fn server(read: &openapiv3::Server) -> Value {
    let mut map = Map::new();
    put(&mut map, "url", Some(read.url.clone()));
    let variables = read.variables.iter().flatten().map(|(name, variable)| {
        let mut told = Map::new();
        put(&mut told, "enum", Some(variable.enumeration.clone()).filter(|values| !values.is_empty()));
        put(&mut told, "default", Some(variable.default.clone()));
        (name.clone(), Value::Object(told))
    });
    let variables: Map<String, Value> = variables.collect();
    if !variables.is_empty() {
        map.insert("variables".to_owned(), Value::Object(variables));
    }
    Value::Object(map)
}

/// A scheme; a scope is described by its name.
fn scheme_of(scheme: &openapiv3::SecurityScheme) -> Option<Value> {
    let mut value = serde_json::to_value(scheme).ok()?;
    let map = value.as_object_mut()?;
    map.retain(|key, _| key != "description" && !key.starts_with("x-"));
    for (_, flow) in map.get_mut("flows").and_then(Value::as_object_mut).into_iter().flatten() {
        let scopes = flow.get("scopes").and_then(Value::as_object);
        let scopes: IndexMap<String, String> =
            scopes.into_iter().flatten().map(|(scope, _)| (scope.clone(), scope.clone())).collect();
        if let Value::Object(flow) = flow {
            flow.retain(|key, _| !key.starts_with("x-"));
            flow.insert("scopes".to_owned(), json!(scopes));
        }
    }
    Some(value)
}
