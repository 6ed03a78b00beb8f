//! What becomes of a fact.
//!
//! In: what prose states, and the type and example of what it is about. Out: whether it is used, known already, or
//! passed over and why.

use std::ops::Range;

use serde_json::{Number, Value};

use crate::ir::fact::{Commas, State, Stated, TimeFormat};
use crate::ir::name::Name;
use crate::ir::wire::Location;

use super::defaults::Default;
use super::prose::Prose;
use super::subjects::Described;
use super::values::{Claim, Values};

/// Something stated, with what speaks against it already.
pub(super) struct Finding {
    pub(super) stated: Stated,
    pub(super) range: Option<(u32, u32)>,
    doubt: Option<String>,
}

impl Finding {
    pub(super) const fn plain(stated: Stated, range: Option<(u32, u32)>) -> Self {
        Self { stated, range, doubt: None }
    }

    /// Nothing for a mere hint that no example proves.
    pub(super) fn values(found: Values, described: &Described<'_>, prose: &Prose) -> Option<Self> {
        let shown = described.example.and_then(Value::as_str).map(str::trim).filter(|shown| !shown.is_empty());
        let holds = |shown: &str| found.values.iter().any(|value| value.eq_ignore_ascii_case(shown));
        let about = found.about.as_ref().filter(|about| Name::parse(about) != described.name);
        let doubt = match (found.claim, about, shown) {
            (Claim::Hinted, _, shown) if !shown.is_some_and(holds) => return None,
            _ if found.partial => Some("they are the codes of some countries only".to_owned()),
            (_, Some(about), _) => Some(format!("it speaks of `{about}`")),
            (Claim::Said, None, Some(shown)) if !holds(shown) => Some("its example is none of them".to_owned()),
            _ => None,
        };
        let range = Some(prose.origin(found.range.clone()));
        Some(Self { stated: Stated::Values(prefixed(found.values, described.example)), range, doubt })
    }

    pub(super) fn default(found: Default, described: &Described<'_>, prose: &Prose) -> Self {
        let range: Range<usize> = found.range.clone();
        let (value, doubt) = match typed(&found, described.ty()) {
            _ if found.conditional => (Value::String(found.text), Some("it holds on a condition only".to_owned())),
            Some(value) => (value, None),
            None => (Value::String(found.text), Some("it is of another kind".to_owned())),
        };
        Self { stated: Stated::Default(value), range: Some(prose.origin(range)), doubt }
    }
}

/// What becomes of a finding.
pub(super) fn state(described: &Described<'_>, finding: &Finding) -> State {
    if let Some(doubt) = &finding.doubt {
        return State::Passed(doubt.clone());
    }
    let passed = |why: &str| State::Passed(why.to_owned());
    let is_text = matches!(described.ty(), Some("string") | None);
    let is_number = matches!(described.ty(), Some("integer" | "number"));
    let schema = described.schema.as_ref();
    let keywords = schema.map(|schema| schema.constraints.clone()).unwrap_or_default();
    let format = schema.and_then(|schema| schema.format);
    match &finding.stated {
        Stated::Editions(_) => State::Applied,
        Stated::Values(values) => values_state(described, values),
        Stated::Variants(names) if described.location == Some(Location::Query) => {
            let known = names.iter().all(|name| described.beside.contains(&name.as_str()));
            if known { State::Known } else { State::Applied }
        }
        Stated::Variants(_) => passed("it is no query parameter"),
        Stated::Length(..) if !is_text => passed("only texts have a length"),
        Stated::Length(..) if is_id(&described.name) => passed("it is an id"),
        Stated::Length(..) if keywords.max_length.is_some() => State::Known,
        Stated::Bounds(..) if !is_number => passed("it is no number"),
        Stated::Bounds(low, high) => {
            let known = (low.is_none() || keywords.minimum.is_some()) && (high.is_none() || keywords.maximum.is_some());
            if known { State::Known } else { State::Applied }
        }
        Stated::Format(_) if matches!(format, Some("date" | "date-time")) => State::Known,
        Stated::Format(_) if !is_text => passed("it is no text"),
        Stated::Format(TimeFormat::Other) => passed("no type has this format: it stays text"),
        Stated::Commas(said) => commas_state(described, *said),
        Stated::Default(_) if keywords.default.is_some() => State::Known,
        Stated::Length(..) | Stated::Format(_) | Stated::Default(_) => State::Applied,
    }
}

/// A text called `…_ids` takes many ids; where commas are spoken of, one called `…_id` does as well.
fn commas_state(described: &Described<'_>, said: Commas) -> State {
    let passed = |why: &str| State::Passed(why.to_owned());
    let named = |ends: &[&str]| described.name.words().last().is_some_and(|last| ends.contains(last));
    match (described.ty(), said) {
        (Some("array"), Commas::Said) if described.location.is_some() => State::Applied,
        (Some("array"), _) => passed("it is a list already"),
        (Some("string") | None, _) if named(&["ids"]) => State::Applied,
        (Some("string") | None, Commas::Said) if named(&["id"]) => State::Applied,
        (Some("string") | None, _) => passed("it stays one text"),
        _ => passed("it is no text"),
    }
}

fn values_state(described: &Described<'_>, values: &[String]) -> State {
    let passed = |why: &str| State::Passed(why.to_owned());
    match described.ty() {
        Some("boolean") if is_truth(values) => return State::Known,
        Some("string") | None => {}
        Some("array") => return passed("it is a list"),
        Some("integer" | "number") => return passed("it is a number"),
        Some(_) => return passed("it is no text"),
    }
    let Some(schema) = described.schema.as_ref() else { return State::Applied };
    if schema.texts.is_some() {
        return State::Known;
    }
    if !schema.properties.is_empty() || !schema.choices.is_empty() || schema.items.is_some() {
        return passed("it is no text");
    }
    if matches!(schema.format, Some("binary" | "date" | "date-time")) {
        return passed("its format says otherwise");
    }
    if is_id(&described.name) {
        return passed("it is an id");
    }
    if is_truth(values) && described.location.is_none() {
        return passed("it is a text that says true or false");
    }
    State::Applied
}

/// "All, Sent" for a field whose example is `Status.Sent` are `Status.All` and `Status.Sent`.
fn prefixed(values: Vec<String>, example: Option<&Value>) -> Vec<String> {
    let prefix = example.and_then(Value::as_str).and_then(|example| {
        let (prefix, value) = example.split_once('.')?;
        let fits = values.iter().any(|known| known == value) && values.iter().all(|known| !known.contains('.'));
        (fits && !prefix.is_empty()).then(|| prefix.to_owned())
    });
    match prefix {
        Some(prefix) => values.into_iter().map(|value| format!("{prefix}.{value}")).collect(),
        None => values,
    }
}

/// Whether these are the words for truth values.
pub(super) fn is_truth(values: &[String]) -> bool {
    values.iter().all(|value| value == "true" || value == "false")
}

fn is_id(name: &Name) -> bool {
    name.words().last() == Some(&"id")
}

/// A default of the documented type.
fn typed(found: &Default, ty: Option<&str>) -> Option<Value> {
    let text = found.text.as_str();
    match ty {
        Some("boolean") => text.parse().ok().map(Value::Bool),
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("number") => serde_json::from_str::<Number>(text).ok().map(Value::Number),
        Some("string") | None => {
            let word = !text.contains(' ') && text.chars().any(char::is_alphanumeric);
            (found.marked || word).then(|| Value::String(text.to_owned()))
        }
        Some(_) => None,
    }
}
