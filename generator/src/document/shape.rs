//! Shapes: which keys a part may have, and what OpenAPI wants there.

/// What OpenAPI wants under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// Text; numbers and truth values keep their source text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0.
    Count,
    /// A list of texts.
    Texts,
    /// Any value.
    Any,
    /// Read elsewhere, or of no use here.
    Aside,
}

/// The keys of one kind of part.
#[derive(Debug)]
pub(super) struct Shape {
    /// What it is called in messages, with its article.
    pub(super) name: &'static str,
    /// Its keys.
    pub(super) keys: &'static [(&'static str, Want)],
}

impl Shape {
    /// What is wanted under `key`.
    pub(super) fn want(&self, key: &str) -> Option<Want> {
        if key.starts_with("x-") {
            return Some(Want::Any);
        }
        self.keys.iter().find(|(known, _)| *known == key).map(|(_, want)| *want)
    }
}

use Want::{Aside, Count, Flag, Text, Texts};

/// `info`.
pub(super) const INFO: Shape = Shape {
    name: "`info`",
    keys: &[
        ("title", Text),
        ("description", Text),
        ("termsOfService", Text),
        ("contact", Aside),
        ("license", Aside),
        ("version", Text),
        ("summary", Aside),
    ],
};

/// An entry of `servers`.
pub(super) const SERVER: Shape =
    Shape { name: "a server", keys: &[("url", Text), ("description", Text), ("variables", Aside)] };

/// A server's variable.
pub(super) const VARIABLE: Shape =
    Shape { name: "a server variable", keys: &[("enum", Texts), ("default", Text), ("description", Text)] };

/// An entry of `tags`.
pub(super) const TAG: Shape =
    Shape { name: "a tag", keys: &[("name", Text), ("description", Text), ("externalDocs", Aside)] };

/// A security scheme.
pub(super) const SECURITY_SCHEME: Shape = Shape {
    name: "a security scheme",
    keys: &[
        ("type", Text),
        ("description", Text),
        ("name", Text),
        ("in", Text),
        ("scheme", Text),
        ("bearerFormat", Text),
        ("flows", Aside),
        ("openIdConnectUrl", Text),
    ],
};

/// An OAuth flow.
pub(super) const FLOW: Shape = Shape {
    name: "an OAuth flow",
    keys: &[("authorizationUrl", Text), ("tokenUrl", Text), ("refreshUrl", Text), ("scopes", Aside)],
};

/// An operation.
pub(super) const OPERATION: Shape = Shape {
    name: "an operation",
    keys: &[
        ("tags", Texts),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", Aside),
        ("operationId", Text),
        ("parameters", Aside),
        ("requestBody", Aside),
        ("responses", Aside),
        ("callbacks", Aside),
        ("deprecated", Flag),
        ("security", Aside),
        ("servers", Aside),
    ],
};

/// A parameter.
pub(super) const PARAM: Shape = Shape {
    name: "a parameter",
    keys: &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("allowReserved", Flag),
        ("style", Text),
        ("explode", Flag),
        ("schema", Aside),
        ("content", Aside),
        ("example", Aside),
        ("examples", Aside),
    ],
};

/// A header.
pub(super) const HEADER: Shape = Shape {
    name: "a header",
    keys: &[
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Aside),
        ("allowReserved", Aside),
        ("style", Aside),
        ("explode", Aside),
        ("schema", Aside),
        ("content", Aside),
        ("example", Aside),
        ("examples", Aside),
    ],
};

/// A media type.
pub(super) const MEDIA: Shape = Shape {
    name: "a media type",
    keys: &[("schema", Aside), ("example", Aside), ("examples", Aside), ("encoding", Aside)],
};

/// A request body.
pub(super) const BODY: Shape =
    Shape { name: "a request body", keys: &[("description", Text), ("content", Aside), ("required", Flag)] };

/// A response.
pub(super) const RESPONSE: Shape = Shape {
    name: "a response",
    keys: &[("description", Text), ("headers", Aside), ("content", Aside), ("links", Aside)],
};

/// A schema.
pub(super) const SCHEMA: Shape = Shape {
    name: "a schema",
    keys: &[
        ("type", Aside),
        ("properties", Aside),
        ("description", Text),
        ("example", Aside),
        ("format", Text),
        ("required", Aside),
        ("items", Aside),
        ("enum", Aside),
        ("default", Aside),
        ("nullable", Flag),
        ("readOnly", Flag),
        ("writeOnly", Flag),
        ("deprecated", Flag),
        ("title", Text),
        ("allOf", Aside),
        ("oneOf", Aside),
        ("anyOf", Aside),
        ("not", Aside),
        ("additionalProperties", Aside),
        ("discriminator", Aside),
        ("pattern", Text),
        ("minLength", Count),
        ("maxLength", Count),
        ("minItems", Count),
        ("maxItems", Count),
        ("minProperties", Count),
        ("maxProperties", Count),
        ("uniqueItems", Flag),
        ("minimum", Aside),
        ("maximum", Aside),
        ("multipleOf", Aside),
        ("exclusiveMinimum", Aside),
        ("exclusiveMaximum", Aside),
        ("externalDocs", Aside),
        ("xml", Aside),
        ("const", Aside),
        ("examples", Aside),
    ],
};
