//! In: what a request sets: path values, query, headers, body. Out: one value, the same for all operations.
//!
//! Nothing is checked here; what cannot be sent is reported when the request is sent.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use super::body::Content;
use super::body::multipart::Part;
use super::body::upload::Upload;
use super::client::Client;
use super::id::Id;
use super::operation::{OperationSpec, Payload, Tenancy};
use super::options::Options;
use super::param::Param;
use super::policy::retry::RetryPolicy;
use super::wire::{ToWire, Wire};

/// The part that holds the JSON body where files travel beside it.
pub(crate) const JSON_PART: &str = "JSONString";

/// Where a call goes.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Operation(&'static OperationSpec),
    /// By hand. The key is where in the body the result is.
    Path {
        method: String,
        path: String,
        key: Option<String>,
    },
}

impl Target {
    /// The name of the operation, for errors and logs.
    pub(crate) fn name(&self) -> Name {
        match self {
            Self::Operation(spec) => Cow::Borrowed(spec.id),
            Self::Path { method, path, .. } => Cow::Owned(format!("{method} {path}")),
        }
    }

    /// The product, where it is known.
    pub(crate) fn product(&self) -> Option<&'static str> {
        match self {
            Self::Operation(spec) => Some(spec.product),
            Self::Path { .. } => None,
        }
    }

    /// The HTTP method.
    pub(crate) fn method(&self) -> &str {
        match self {
            Self::Operation(spec) => spec.method,
            Self::Path { method, .. } => method,
        }
    }

    /// The OAuth scopes that it asks for, where they are known.
    pub(crate) fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::Operation(spec) => spec.scopes,
            Self::Path { .. } => &[],
        }
    }

    /// Whether an answer without a result can be read as one.
    pub(crate) fn takes_nothing(&self) -> bool {
        match self {
            Self::Operation(spec) => matches!(spec.payload, Payload::None | Payload::Flat | Payload::Json),
            Self::Path { .. } => true,
        }
    }

    /// Whether the body of an answer has code and message.
    pub(crate) fn has_envelope(&self) -> bool {
        match self {
            Self::Operation(spec) => spec.envelope,
            Self::Path { .. } => true,
        }
    }
}

/// What a call carries.
#[derive(Clone, Default)]
pub(crate) enum Body {
    #[default]
    None,
    Json(Bytes),
    Multipart(Vec<Part>),
    /// Fields of a form, in order.
    Form(Vec<(Name, String)>),
    /// Something of this media type.
    Raw(Name, Content),
    /// What went wrong while the body was put together.
    Invalid(String),
}

pub(crate) type Name = Cow<'static, str>;

/// A request before it is sent.
#[derive(Clone)]
pub struct Call {
    pub(crate) client: Client,
    pub(crate) target: Target,
    pub(crate) path_values: Vec<(Name, String)>,
    pub(crate) query: Vec<(Name, String)>,
    pub(crate) headers: Vec<(Name, String)>,
    pub(crate) organization: Option<Id>,
    /// Where the organisation goes.
    pub(crate) tenancy: Option<Tenancy>,
    pub(crate) body: Body,
    pub(crate) options: Options,
    /// The first value that cannot be sent, by its name, and why.
    pub(crate) problem: Option<(Name, &'static str)>,
}

impl Call {
    /// A call of a documented operation.
    pub fn new(client: &Client, spec: &'static OperationSpec) -> Self {
        Self { tenancy: spec.tenancy, ..Self::to(client, Target::Operation(spec)) }
    }

    pub(crate) fn to(client: &Client, target: Target) -> Self {
        Self {
            client: client.clone(),
            target,
            path_values: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            organization: None,
            tenancy: None,
            body: Body::None,
            options: Options::default(),
            problem: None,
        }
    }

    /// The text of a value, after a look at whether it can be sent.
    pub(crate) fn text(&mut self, name: &str, value: impl Param) -> String {
        if let Some(problem) = value.problem() {
            self.problem.get_or_insert_with(|| (name.to_owned().into(), problem));
        }
        value.into_param()
    }

    /// The value of a `{name}` in the path.
    #[must_use]
    pub fn path(mut self, name: &'static str, value: impl Param) -> Self {
        let value = self.text(name, value);
        self.path_values.push((name.into(), value));
        self
    }

    /// A required query parameter.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Param) -> Self {
        let value = self.text(name, value);
        self.put_query(name.into(), value);
        self
    }

    /// A required header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Param) -> Self {
        let value = self.text(name, value);
        self.put_header(name, value);
        self
    }

    /// The JSON body.
    #[must_use]
    pub fn json<T: ToWire + ?Sized>(mut self, body: &T) -> Self {
        self.put_json(serde_json::to_vec(&Wire(body)));
        self
    }

    /// A file as a part of a multipart body.
    #[must_use]
    pub fn part(mut self, name: &'static str, file: Upload) -> Self {
        self.add_part(Part::file(name, file));
        self
    }

    /// Files as parts of a multipart body, all of one name.
    #[must_use]
    pub fn parts(mut self, name: &'static str, files: impl IntoIterator<Item = Upload>) -> Self {
        files.into_iter().for_each(|file| self.add_part(Part::file(name, file)));
        self
    }

    /// A text as a part of a multipart body.
    #[must_use]
    pub fn text_part(mut self, name: &'static str, value: impl Param) -> Self {
        self.set_text_part(name, value);
        self
    }

    /// A value as JSON in a part of a multipart body.
    #[must_use]
    pub fn json_part<T: ToWire + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        match serde_json::to_string(&Wire(value)) {
            Ok(text) => self.add_part(Part::json(name, text)),
            Err(error) => self.body = Body::Invalid(error.to_string()),
        }
        self
    }

    /// A query parameter that is repeated for each value.
    #[must_use]
    pub fn query_each<T: Param>(mut self, name: &'static str, values: impl IntoIterator<Item = T>) -> Self {
        self.set_query_each(name, values);
        self
    }

    /// A field of a form.
    #[must_use]
    pub fn form_field(mut self, name: &'static str, value: impl Param) -> Self {
        self.set_form_field(name, value);
        self
    }

    /// A body of bytes.
    #[must_use]
    pub fn raw(mut self, media_type: &'static str, body: Content) -> Self {
        self.set_raw(media_type, body);
        self
    }

    /// Sets an optional query parameter that is repeated for each value, in place of earlier ones.
    pub fn set_query_each<T: Param>(&mut self, name: &'static str, values: impl IntoIterator<Item = T>) {
        self.query.retain(|(known, _)| known != name);
        for value in values {
            let value = self.text(name, value);
            self.query.push((name.into(), value));
        }
    }

    /// Sets an optional field of a form; the last value wins.
    pub fn set_form_field(&mut self, name: impl Into<Cow<'static, str>>, value: impl Param) {
        let name = name.into();
        let value = self.text(&name, value);
        self.put_field(name, value);
    }

    /// Sets an optional body of bytes.
    pub fn set_raw(&mut self, media_type: impl Into<Cow<'static, str>>, body: Content) {
        self.body = Body::Raw(media_type.into(), body);
    }

    /// Sets an optional query parameter; the last value wins.
    pub fn set_query(&mut self, name: &'static str, value: impl Param) {
        let value = self.text(name, value);
        self.put_query(name.into(), value);
    }

    /// Sets an optional header; the last value wins.
    pub fn set_header(&mut self, name: &'static str, value: impl Param) {
        let value = self.text(name, value);
        self.put_header(name, value);
    }

    /// Sets an optional JSON body.
    pub fn set_json<T: ToWire + ?Sized>(&mut self, body: &T) {
        self.put_json(serde_json::to_vec(&Wire(body)));
    }

    /// Adds an optional file to a multipart body.
    pub fn set_part(&mut self, name: impl Into<Cow<'static, str>>, file: Upload) {
        self.add_part(Part::file(name, file));
    }

    /// Adds an optional text to a multipart body.
    pub fn set_text_part(&mut self, name: impl Into<Cow<'static, str>>, value: impl Param) {
        let name = name.into();
        let value = self.text(&name, value);
        self.add_part(Part::text(name, value));
    }

    /// Sets the organisation of this call.
    pub fn set_organization(&mut self, organization: Id) {
        self.organization = Some(organization);
    }

    /// How long the call may take as a whole.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.options.timeout = Some(timeout);
    }

    /// How often the call is tried.
    pub fn set_retry(&mut self, policy: RetryPolicy) {
        self.options.retry = Some(policy);
    }

    /// The largest answer to be read, in bytes.
    pub fn set_limit(&mut self, bytes: u64) {
        self.options.limit = Some(bytes);
    }

    /// Says that doing it twice does no harm.
    pub fn set_repeatable(&mut self) {
        self.options.repeatable = true;
    }

    /// Adds a query parameter, also where one of the name is there.
    pub fn add_query(&mut self, name: String, value: impl Param) {
        let value = self.text(&name, value);
        self.query.push((name.into(), value));
    }

    /// Sets a header, whatever the case of its name; the last value wins.
    pub fn put_header(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        let name = name.into();
        match self.headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            Some((_, slot)) => *slot = value,
            None => self.headers.push((name, value)),
        }
    }

    fn put_query(&mut self, name: Name, value: String) {
        match self.query.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => *slot = value,
            None => self.query.push((name, value)),
        }
    }

    pub(crate) fn put_json(&mut self, json: serde_json::Result<Vec<u8>>) {
        match (json, &mut self.body) {
            (Ok(json), Body::Multipart(parts)) => {
                parts.retain(|part| !part.is_named(JSON_PART));
                parts.insert(0, Part::object(JSON_PART, json.into()));
            }
            (Ok(json), body) => *body = Body::Json(json.into()),
            (Err(error), body) => *body = Body::Invalid(error.to_string()),
        }
    }

    fn put_field(&mut self, name: Name, value: String) {
        match &mut self.body {
            Body::Form(fields) => match fields.iter_mut().find(|(known, _)| *known == name) {
                Some((_, slot)) => *slot = value,
                None => fields.push((name, value)),
            },
            body => *body = Body::Form(vec![(name, value)]),
        }
    }

    /// Adds a part. Files of one name accumulate, a text takes the place of the last one.
    fn add_part(&mut self, part: Part) {
        match &mut self.body {
            Body::None | Body::Form(_) | Body::Raw(..) => self.body = Body::Multipart(vec![part]),
            Body::Multipart(parts) => {
                if !part.is_file() {
                    parts.retain(|known| !known.is_named(part.name()));
                }
                parts.push(part);
            }
            Body::Json(json) => self.body = Body::Multipart(vec![Part::object(JSON_PART, json.clone()), part]),
            Body::Invalid(_) => {}
        }
    }

    /// Files come in any media type, unless the caller asks for one.
    pub(crate) fn take_any_media(&mut self) {
        if !self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case("accept")) {
            self.put_header("accept", "*/*".to_owned());
        }
    }

    pub(crate) fn query_number(&self, name: &str) -> Option<u64> {
        self.query.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.parse().ok())
    }

    /// The name of the operation, for errors and logs.
    pub(crate) fn operation(&self) -> Name {
        self.target.name()
    }
}

/// Values are customer data, and not shown.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |list: &[(Name, String)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        f.debug_struct("Call")
            .field("operation", &self.operation())
            .field("path_values", &self.path_values)
            .field("query", &names(&self.query))
            .field("headers", &names(&self.headers))
            .finish_non_exhaustive()
    }
}
