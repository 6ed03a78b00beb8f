//! A document as a whole: title, servers, tags and security.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows};

use super::Resolver;
use super::operation::requirements;
use crate::document::Document;
use crate::ir::noted;
use crate::ir::wire::{self, Location, SchemaId, SecurityScheme, Server, Tag};

impl<'a> Resolver<'a> {
    /// One document with all its operations.
    pub(super) fn document(
        &mut self,
        index: usize,
        document: &'a Document,
        components: IndexMap<String, SchemaId>,
    ) -> wire::Document {
        wire::Document {
            file: document.file,
            stem: document.stem.clone(),
            title: document.info.title.clone(),
            version: document.info.version.clone(),
            description: document.info.description.clone(),
            servers: document.servers.iter().map(server).collect(),
            tags: document.tags.iter().map(tag).collect(),
            security: requirements(&document.security),
            security_schemes: document
                .security_schemes
                .iter()
                .map(|(name, scheme)| (name.clone(), security(scheme)))
                .collect(),
            components,
            operations: self.operations(index, &document.operations),
            words: words(document),
        }
    }
}

/// How words are read, as `x-facts` of the document say.
fn words(document: &Document) -> BTreeMap<String, String> {
    let tree = &document.tree;
    let words = tree.child(tree.root(), noted::KEY).and_then(|facts| tree.child(facts, noted::WORDS));
    let entries = words.into_iter().flat_map(|words| tree.entries(words));
    entries.filter_map(|(word, entry)| Some((word.to_owned(), tree.text(entry.value)?.to_owned()))).collect()
}

/// A server with the default of each variable put in.
fn server(read: &openapiv3::Server) -> Server {
    let mut url = String::with_capacity(read.url.len());
    let mut rest = read.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let known = after.split_once('}').and_then(|(name, tail)| {
            read.variables.as_ref()?.get(name).map(|variable| (variable.default.as_str(), tail))
        });
        url.push_str(before);
        match known {
            Some((default, tail)) => {
                url.push_str(default);
                rest = tail;
            }
            None => {
                url.push('{');
                rest = after;
            }
        }
    }
    url.push_str(rest);
    Server { url, description: read.description.clone() }
}

fn tag(read: &openapiv3::Tag) -> Tag {
    Tag { name: read.name.clone(), description: read.description.clone() }
}

fn security(read: &openapiv3::SecurityScheme) -> SecurityScheme {
    match read {
        openapiv3::SecurityScheme::APIKey { location, name, .. } => SecurityScheme::ApiKey {
            location: match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            },
            name: name.clone(),
        },
        openapiv3::SecurityScheme::HTTP { scheme, .. } => SecurityScheme::Http { scheme: scheme.clone() },
        openapiv3::SecurityScheme::OAuth2 { flows, .. } => SecurityScheme::OAuth2 {
            authorization_url: authorization_url(flows),
            token_url: token_url(flows),
            scopes: scopes(flows),
        },
        openapiv3::SecurityScheme::OpenIDConnect { open_id_connect_url, .. } => {
            SecurityScheme::OpenIdConnect { url: open_id_connect_url.clone() }
        }
    }
}

fn authorization_url(flows: &OAuth2Flows) -> Option<String> {
    let implicit = flows.implicit.as_ref().map(|flow| flow.authorization_url.clone());
    implicit.or_else(|| flows.authorization_code.as_ref().map(|flow| flow.authorization_url.clone()))
}

fn token_url(flows: &OAuth2Flows) -> Option<String> {
    let code = flows.authorization_code.as_ref().map(|flow| flow.token_url.clone());
    let password = || flows.password.as_ref().map(|flow| flow.token_url.clone());
    code.or_else(password).or_else(|| flows.client_credentials.as_ref().map(|flow| flow.token_url.clone()))
}

/// All scopes of all flows; the first description of a scope is kept.
fn scopes(flows: &OAuth2Flows) -> IndexMap<String, String> {
    let mut all = IndexMap::new();
    let implicit = flows.implicit.as_ref().map(|flow| &flow.scopes);
    let password = flows.password.as_ref().map(|flow| &flow.scopes);
    let client = flows.client_credentials.as_ref().map(|flow| &flow.scopes);
    let code = flows.authorization_code.as_ref().map(|flow| &flow.scopes);
    for (scope, description) in [implicit, password, client, code].into_iter().flatten().flatten() {
        all.entry(scope.clone()).or_insert_with(|| description.clone());
    }
    all
}
