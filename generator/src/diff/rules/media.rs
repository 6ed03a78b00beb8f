//! Media types of a body, aligned: those of one name, then those of which one is a kind of the other.

use std::collections::BTreeMap;

use crate::ir::wire::Media;

/// Media types of both sides.
#[derive(Debug, Default)]
pub(super) struct Content<'a> {
    pub(super) added: Vec<&'a Media>,
    pub(super) removed: Vec<&'a Media>,
    /// The same on both sides, perhaps with another name.
    pub(super) both: Vec<(&'a Media, &'a Media)>,
}

impl<'a> Content<'a> {
    pub(super) fn of(was: &'a [Media], is: &'a [Media]) -> Self {
        let mut content = Self { added: is.iter().collect(), removed: was.iter().collect(), both: Vec::new() };
        content.take(|one, other| one.media_type == other.media_type);
        content.take(|one, other| {
            let (one, other) = (Name::parse(&one.media_type), Name::parse(&other.media_type));
            one.holds(&other) || other.holds(&one)
        });
        content
    }

    fn take(&mut self, same: impl Fn(&Media, &Media) -> bool) {
        for one in std::mem::take(&mut self.removed) {
            match self.added.iter().position(|other| same(one, other)) {
                Some(index) => self.both.push((one, self.added.remove(index))),
                None => self.removed.push(one),
            }
        }
    }
}

/// A media type, taken apart; upper and lower case are one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    ty: String,
    subtype: String,
    suffix: String,
    pub(super) parameters: BTreeMap<String, String>,
}

impl Name {
    pub(super) fn parse(text: &str) -> Self {
        let mut parts = text.split(';');
        let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let (ty, rest) = essence.split_once('/').unwrap_or((&essence, ""));
        let (subtype, suffix) = rest.split_once('+').unwrap_or((rest, ""));
        let parameters = parts
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned()));
        let [ty, subtype, suffix] = [ty, subtype, suffix].map(str::to_owned);
        Self { ty, subtype, suffix, parameters: parameters.collect() }
    }

    /// Whether the other one is of this kind: `application/json` holds `application/problem+json`. Parameters do not
    /// count.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let refines = self.suffix.is_empty() && !other.suffix.is_empty() && other.suffix == self.subtype;
        self.ty == other.ty && (refines || (self.subtype == other.subtype && self.suffix == other.suffix))
    }
}
