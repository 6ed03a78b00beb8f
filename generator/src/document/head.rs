//! The head of a document: `info`, `servers`, `tags`, `security` and the security schemes.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::reader::Reader;
use super::shape::{FLOW, INFO, SECURITY_SCHEME, SERVER, TAG, VARIABLE};
use crate::ir::Place;
use crate::tree::{Kind, NodeId, pointer};

/// What a document says about itself as a whole.
pub(super) struct Head {
    pub(super) info: openapiv3::Info,
    pub(super) servers: Vec<openapiv3::Server>,
    pub(super) tags: Vec<openapiv3::Tag>,
    pub(super) security: Vec<openapiv3::SecurityRequirement>,
    pub(super) security_schemes: IndexMap<String, openapiv3::SecurityScheme>,
}

impl Reader<'_> {
    /// Reads the head.
    pub(super) fn head(&mut self) -> Head {
        let root = self.tree.root();
        Head {
            info: self.info(root),
            servers: self.servers(root),
            tags: self.tags(root),
            security: self.security(root, "").unwrap_or_default(),
            security_schemes: self.security_schemes(root),
        }
    }

    fn info(&mut self, root: NodeId) -> openapiv3::Info {
        let Some(entry) = self.tree.entry(root, "info") else {
            let at = Place::file(self.tree.file());
            self.mended(at, "the document has no `info`".to_owned(), "add `info` with `title` and `version`");
            return openapiv3::Info::default();
        };
        let Some(mut map) = self.shallow(entry.value, &INFO, "/info") else { return openapiv3::Info::default() };
        for key in ["title", "version"] {
            if !map.contains_key(key) {
                self.mended(entry.key_at, format!("/info: `{key}` is missing"), &format!("add `{key}`"));
                map.insert(key.to_owned(), Value::String(String::new()));
            }
        }
        self.typed(map, &INFO, entry.key_at, "/info").unwrap_or_default()
    }

    fn servers(&mut self, root: NodeId) -> Vec<openapiv3::Server> {
        let items = self.items(root, "servers", "");
        let read = items.into_iter().enumerate().filter_map(|(index, (node, at))| {
            let pointer = format!("/servers/{index}");
            let mut map = self.shallow(node, &SERVER, &pointer)?;
            let variables = self.variables(node, &pointer);
            if !variables.is_empty() {
                map.insert("variables".to_owned(), Value::Object(variables));
            }
            let server = self.typed(map, &SERVER, at, &pointer)?;
            self.is_address(&server, at, &pointer).then_some(server)
        });
        read.collect()
    }

    /// Whether a server can be one: no blanks, and a value for each variable.
    fn is_address(&mut self, server: &openapiv3::Server, at: Place, pointer: &str) -> bool {
        let known = |name: &str| server.variables.as_ref().is_some_and(|known| known.contains_key(name));
        let names = server.url.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default());
        let unknown = names.into_iter().find(|name| !known(name)).map(str::to_owned);
        let message = match unknown {
            Some(name) => format!("{pointer}: the variable `{name}` has no value; the server was left out"),
            None if server.url.contains(char::is_whitespace) => {
                format!("{pointer}: `{}` is no address; the server was left out", server.url)
            }
            None => return true,
        };
        self.bad(at, message, "write a URL such as `https://www.example.com/v1`, with a default for each variable");
        false
    }

    fn variables(&mut self, node: NodeId, pointer: &str) -> Map<String, Value> {
        let mut variables = Map::new();
        for (name, value, at) in self.entries(node, "variables", pointer) {
            let pointer = pointer::join(&format!("{pointer}/variables"), name);
            let Some(mut map) = self.shallow(value, &VARIABLE, &pointer) else { continue };
            if !map.contains_key("default") {
                let first = map.get("enum").and_then(|values| values.get(0)).cloned();
                self.mended(at, format!("{pointer}: `default` is missing"), "add it");
                map.insert("default".to_owned(), first.unwrap_or_else(|| Value::String(String::new())));
            }
            variables.insert(name.to_owned(), Value::Object(map));
        }
        variables
    }

    fn tags(&mut self, root: NodeId) -> Vec<openapiv3::Tag> {
        let items = self.items(root, "tags", "");
        let read = items.into_iter().enumerate().filter_map(|(index, (node, at))| {
            let pointer = format!("/tags/{index}");
            if let Some(scalar) = self.tree.scalar(node) {
                self.mended(at, format!("{pointer}: a tag is an object"), "write `- name: …`");
                return Some(openapiv3::Tag { name: scalar.text.clone(), ..openapiv3::Tag::default() });
            }
            let map = self.shallow(node, &TAG, &pointer)?;
            self.typed(map, &TAG, at, &pointer)
        });
        read.collect()
    }

    /// `security` of the document or of an operation: absent and empty are two things.
    pub(super) fn security(&mut self, node: NodeId, pointer: &str) -> Option<Vec<openapiv3::SecurityRequirement>> {
        let entry = self.tree.entry(node, "security").filter(|entry| !self.tree.is_null(entry.value))?;
        let alternatives = match self.tree.kind(entry.value) {
            Kind::Mapping(_) => {
                self.mended(entry.key_at, format!("{pointer}: `security` is no list"), "write it as a list of one");
                vec![entry.value]
            }
            _ => self.items(node, "security", pointer).into_iter().map(|(node, _)| node).collect(),
        };
        Some(alternatives.into_iter().filter_map(|node| self.requirement(node, pointer)).collect())
    }

    fn requirement(&mut self, node: NodeId, pointer: &str) -> Option<openapiv3::SecurityRequirement> {
        let tree = self.tree;
        if !matches!(tree.kind(node), Kind::Mapping(_)) {
            self.misfit(node, pointer, "security", "objects of scheme and scopes");
            return None;
        }
        let mut schemes = openapiv3::SecurityRequirement::new();
        for (name, entry) in tree.entries(node) {
            let scopes = if tree.is_null(entry.value) {
                None
            } else {
                self.texts(entry.value, &format!("{pointer}/security"), name)
            };
            schemes.insert(name.to_owned(), scopes.unwrap_or_default());
        }
        Some(schemes)
    }

    fn security_schemes(&mut self, root: NodeId) -> IndexMap<String, openapiv3::SecurityScheme> {
        let Some(components) = self.tree.child(root, "components") else { return IndexMap::new() };
        let mut schemes = IndexMap::new();
        for (name, node, at) in self.entries(components, "securitySchemes", "/components") {
            let pointer = pointer::join("/components/securitySchemes", name);
            let node = self.follow(node);
            if let Some(scheme) = self.security_scheme(node, at, &pointer) {
                schemes.insert(name.to_owned(), scheme);
            }
        }
        schemes
    }

    /// What a local `$ref` to a security scheme or path item stands for; the node itself otherwise.
    pub(super) fn follow(&self, node: NodeId) -> NodeId {
        let mut node = node;
        for _ in 0..16 {
            let target =
                self.tree.child(node, "$ref").and_then(|to| self.tree.text(to)).and_then(|to| to.strip_prefix('#'));
            match target.and_then(|to| self.tree.get(&pointer::from_fragment(to))) {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    fn security_scheme(&mut self, node: NodeId, at: Place, pointer: &str) -> Option<openapiv3::SecurityScheme> {
        let mut map = self.shallow(node, &SECURITY_SCHEME, pointer)?;
        if map.get("type").and_then(Value::as_str) == Some("oauth2") {
            let flows = self.flows(node, pointer);
            map.insert("flows".to_owned(), Value::Object(flows));
        }
        self.typed(map, &SECURITY_SCHEME, at, pointer)
    }

    fn flows(&mut self, node: NodeId, pointer: &str) -> Map<String, Value> {
        let mut flows = Map::new();
        for (name, node, at) in self.entries(node, "flows", pointer) {
            let pointer = format!("{pointer}/flows/{name}");
            let needed: &[&str] = match name {
                "implicit" => &["authorizationUrl"],
                "password" | "clientCredentials" => &["tokenUrl"],
                "authorizationCode" => &["authorizationUrl", "tokenUrl"],
                _ => continue,
            };
            let Some(mut flow) = self.shallow(node, &FLOW, &pointer) else { continue };
            for key in needed.iter().filter(|key| self.tree.child(node, key).is_none()) {
                self.mended(at, format!("{pointer}: `{key}` is missing"), "add it");
                flow.insert((*key).to_owned(), Value::String(String::new()));
            }
            let mut scopes = Map::new();
            for (scope, node, _) in self.entries(node, "scopes", &pointer) {
                let text = self.tree.scalar(node).map(|scalar| scalar.text.clone());
                scopes.insert(scope.to_owned(), Value::String(text.unwrap_or_default()));
            }
            flow.insert("scopes".to_owned(), Value::Object(scopes));
            flows.insert(name.to_owned(), Value::Object(flow));
        }
        flows
    }
}
