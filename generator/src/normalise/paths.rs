//! Path templates, taken apart.
//!
//! In: a path as documented. Out: its segments, its shape (parameter names forgotten) and the collection it is about.

use std::fmt::Write as _;

/// A path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    segments: Vec<Segment>,
}

/// One segment between slashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    Literal(String),
    /// A segment that is one parameter.
    Param(String),
    /// A segment that is partly a parameter, as written.
    Mixed(String),
}

impl Path {
    /// A slash at the end is sent as documented, but says nothing about what the path is.
    pub(super) fn parse(path: &str) -> Self {
        let segments = path.trim_matches('/').split('/').map(Segment::parse).collect();
        Self { segments }
    }

    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The path with the names of its parameters forgotten: `/invoices/{}/email`.
    pub(super) fn shape(&self) -> String {
        shape(&self.segments)
    }

    /// Whether the last segment is a parameter.
    pub(super) fn ends_in_id(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::Param(_)))
    }

    /// Shape of the collection: the path without the id it ends in.
    pub(super) fn collection(&self) -> String {
        shape(self.collection_segments())
    }

    /// Shapes of the collections around this one's, the nearest first.
    pub(super) fn ancestors(&self) -> Vec<String> {
        let own = self.collection_segments().len();
        let ends = (1..own).rev().filter(|&end| matches!(self.segments.get(end - 1), Some(Segment::Literal(_))));
        ends.map(|end| self.shape_of(end)).collect()
    }

    /// Shape of the first segments.
    pub(super) fn shape_of(&self, length: usize) -> String {
        shape(self.segments.get(..length).unwrap_or(&self.segments))
    }

    /// The last literal segment: what the collection is called.
    pub(super) fn noun(&self) -> Option<&str> {
        self.literals().last()
    }

    pub(super) fn literals(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::literal)
    }

    /// Names of the parameters in order, each once: a name that stands twice is one value.
    pub(super) fn params(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .segments
            .iter()
            .flat_map(|segment| match segment {
                Segment::Literal(_) => Vec::new(),
                Segment::Param(name) => vec![name.clone()],
                Segment::Mixed(text) => braced(text),
            })
            .collect();
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    /// The segments without the id they end in.
    pub(super) fn collection_segments(&self) -> &[Segment] {
        match self.segments.split_last() {
            Some((Segment::Param(_), rest)) => rest,
            _ => &self.segments,
        }
    }
}

impl Segment {
    /// Its text, where there is no parameter in it.
    pub(super) fn literal(&self) -> Option<&str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Param(_) | Self::Mixed(_) => None,
        }
    }

    fn parse(text: &str) -> Self {
        let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        match inner {
            Some(name) if !name.contains(['{', '}']) => Self::Param(name.to_owned()),
            _ if text.contains('{') => Self::Mixed(text.to_owned()),
            _ => Self::Literal(text.to_owned()),
        }
    }
}

pub(super) fn shape(segments: &[Segment]) -> String {
    let mut out = String::new();
    for segment in segments {
        let _ = match segment {
            Segment::Literal(text) => write!(out, "/{text}"),
            Segment::Param(_) => write!(out, "/{{}}"),
            Segment::Mixed(text) => write!(out, "/{}", forget_names(text)),
        };
    }
    out
}

/// `report.{format}` gives `report.{}`.
fn forget_names(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '{' => {
                inside = true;
                out.push('{');
            }
            '}' => {
                inside = false;
                out.push('}');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn braced(text: &str) -> Vec<String> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_knows_its_collection() {
        let path = Path::parse("/invoices/{invoice_id}/comments/{comment_id}");
        assert_eq!(path.shape(), "/invoices/{}/comments/{}");
        assert_eq!(path.collection(), "/invoices/{}/comments");
        assert_eq!(path.ancestors(), ["/invoices"]);
        assert_eq!(path.params(), ["invoice_id", "comment_id"]);
        assert!(path.ends_in_id());
    }

    #[test]
    fn partly_templated_segments_keep_their_text() {
        let path = Path::parse("/reports/{name}.{format}/x");
        assert_eq!(path.shape(), "/reports/{}.{}/x");
        assert_eq!(path.params(), ["name", "format"]);
    }
}
