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

/// What the words about a change say that it is about: [`Subject::said`] and its like, read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About<'t> {
    /// A parameter, or a part of what it holds.
    Parameter {
        /// Where it travels.
        location: Location,
        /// Its name.
        name: &'t str,
        /// The way to the part; empty for the whole.
        path: &'t str,
    },
    /// The body of a request, or a part of it.
    Request {
        /// The way to the part; empty for the whole.
        path: &'t str,
    },
    /// An answer, or a part of it.
    Response {
        /// For which status.
        status: Status,
        /// The way to the part; empty for the whole.
        path: &'t str,
    },
    /// A header of an answer.
    Header,
    /// Something else.
    Other,
}

impl<'t> About<'t> {
    pub(super) fn read(subject: &'t str) -> Self {
        let quoted = |text: &'t str| text.split('`').nth(1);
        if let Some(rest) = subject.strip_prefix("request ") {
            let path = rest.strip_prefix("field ").and_then(quoted).unwrap_or_default();
            return Self::Request { path };
        }
        if let Some(rest) = subject.strip_prefix("answer ") {
            let (status, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let path = rest.strip_prefix("field ").and_then(quoted).unwrap_or_default();
            return status_of(status).map_or(Self::Other, |status| Self::Response { status, path });
        }
        if subject.starts_with("header `") && subject.contains("` of answer ") {
            return Self::Header;
        }
        let locations = [Location::Path, Location::Query, Location::Header, Location::Cookie];
        for location in locations {
            let Some(rest) = subject.strip_prefix(parameter(location)).and_then(|rest| rest.strip_prefix(" `")) else {
                continue;
            };
            let (name, rest) = rest.split_once('`').unwrap_or((rest, ""));
            let path = rest.strip_prefix(", field ").and_then(quoted).unwrap_or_default();
            return Self::Parameter { location, name, path };
        }
        Self::Other
    }

    /// What contains it, as long as that is a part as well.
    pub(super) fn outer(self) -> Option<Self> {
        let shorter = |path: &'t str| path.rsplit_once('/').map(|(outer, _)| outer);
        match self {
            Self::Parameter { location, name, path } => Some(Self::Parameter { location, name, path: shorter(path)? }),
            Self::Request { path } => Some(Self::Request { path: shorter(path)? }),
            Self::Response { status, path } => Some(Self::Response { status, path: shorter(path)? }),
            Self::Header | Self::Other => None,
        }
    }

    /// Whether it is about the whole of what is sent or received as a body.
    pub(super) const fn is_whole(&self) -> bool {
        match self {
            Self::Request { path } | Self::Response { path, .. } => path.is_empty(),
            Self::Parameter { .. } | Self::Header | Self::Other => false,
        }
    }
}

fn status_of(said: &str) -> Option<Status> {
    match said.strip_suffix("XX") {
        _ if said == "default" => Some(Status::Default),
        Some(class) => class.parse().ok().map(Status::Range),
        None => said.parse().ok().map(Status::Code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read_back() {
        for status in [Status::Code(200), Status::Range(2), Status::Default] {
            for path in ["", "a/[]/b"] {
                let said = Subject::ResponseBody { status, media_type: "application/json" }.said(path);
                assert_eq!(About::read(&said), About::Response { status, path }, "{said}");
            }
            let header = Subject::ResponseHeader { status, name: "X" };
            assert_eq!(About::read(&header.said("")), About::Header);
        }
        for path in ["", "a/b"] {
            let said = Subject::RequestBody { media_type: "application/json" }.said(path);
            assert_eq!(About::read(&said), About::Request { path }, "{said}");
            for location in [Location::Path, Location::Query, Location::Header, Location::Cookie] {
                let subject = Subject::Parameter { location, name: "n", required: false, exploded: false };
                let said = subject.said(path);
                assert_eq!(About::read(&said), About::Parameter { location, name: "n", path }, "{said}");
            }
        }
        assert_eq!(About::read("security scheme `x`"), About::Other);
    }
}
