//! What a schema is the schema of, in ids and in words.

use crate::ir::wire::{Location, Status};

/// What a schema is the schema of.
#[derive(Clone, Debug)]
pub(super) enum Subject<'a> {
    /// The body of a request.
    RequestBody {
        /// Its media type.
        media_type: &'a str,
    },
    /// A parameter.
    Parameter {
        /// Where it travels.
        location: Location,
        /// Its name.
        name: &'a str,
        /// Whether both sides require it.
        required: bool,
        /// Whether a single value is also a list of one: `form` with `explode`.
        exploded: bool,
    },
    /// The body of an answer.
    ResponseBody {
        /// For which status.
        status: Status,
        /// Its media type.
        media_type: &'a str,
    },
    /// A header of an answer.
    ResponseHeader {
        /// For which status.
        status: Status,
        /// Its name.
        name: &'a str,
    },
}

impl Subject<'_> {
    /// Whether callers send it.
    pub(super) fn is_sent(&self) -> bool {
        matches!(self, Self::RequestBody { .. } | Self::Parameter { .. })
    }

    /// Whether `1` and `"1"` are written differently.
    pub(super) fn is_strongly_typed(&self) -> bool {
        match self {
            Self::RequestBody { media_type } | Self::ResponseBody { media_type, .. } => {
                let essence = media_type.split(';').next().unwrap_or_default().trim();
                essence == "application/json" || essence.ends_with("+json")
            }
            Self::Parameter { .. } | Self::ResponseHeader { .. } => false,
        }
    }

    /// What ids begin with: of the whole, or of a part of it.
    pub(super) fn prefix(&self, whole: bool) -> &'static str {
        match (self, whole) {
            (Self::RequestBody { .. }, true) => "request-body",
            (Self::RequestBody { .. }, false) => "request-property",
            (Self::Parameter { .. }, true) => "request-parameter",
            (Self::Parameter { .. }, false) => "request-parameter-property",
            (Self::ResponseBody { .. }, true) => "response-body",
            (Self::ResponseBody { .. }, false) => "response-property",
            (Self::ResponseHeader { .. }, true) => "response-header",
            (Self::ResponseHeader { .. }, false) => "response-header-property",
        }
    }

    /// In words; `path` leads to a part of it.
    pub(super) fn said(&self, path: &str) -> String {
        let whole = match self {
            Self::RequestBody { .. } => "request".to_owned(),
            Self::Parameter { location, name, .. } => format!("{} `{name}`", parameter(*location)),
            Self::ResponseBody { status, .. } => format!("answer {}", said_status(*status)),
            Self::ResponseHeader { status, name } => format!("header `{name}` of answer {}", said_status(*status)),
        };
        match (self, path.is_empty()) {
            (Self::RequestBody { .. } | Self::ResponseBody { .. }, true) => format!("{whole} body"),
            (_, true) => whole,
            (Self::RequestBody { .. } | Self::ResponseBody { .. }, false) => format!("{whole} field `{path}`"),
            (_, false) => format!("{whole}, field `{path}`"),
        }
    }
}

/// A parameter by where it travels.
pub(super) const fn parameter(location: Location) -> &'static str {
    match location {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

/// `200`, `2XX` or `default`.
pub(super) fn said_status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
