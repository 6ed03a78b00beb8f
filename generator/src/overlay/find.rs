//! Finding what a JSONPath selects. In: a path and a tree. Out: the nodes it selects, each with its depth.

use std::collections::HashSet;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::tree::{NodeId, Tree};

/// A path ready to be used: most only name keys one below the other and need no JSON value of the document.
pub(super) struct Finder {
    path: JsonPath,
    plain: Option<Vec<Step>>,
}

/// A step of a plain path.
enum Step {
    Name(String),
    Index(usize),
}

impl Finder {
    /// Parses a JSONPath; the error is in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let path = JsonPath::parse(text).map_err(|error| error.message().to_owned())?;
        Ok(Self { path, plain: plain(text) })
    }

    /// The nodes that the path selects in `tree`, each once, with their depths.
    pub(super) fn find(&self, tree: &Tree) -> Vec<(NodeId, usize)> {
        if let Some(steps) = &self.plain {
            let found = steps.iter().try_fold(tree.root(), |node, step| match step {
                Step::Name(name) => tree.child(node, name),
                Step::Index(index) => tree.items(node).get(*index).copied(),
            });
            return found.map(|node| (node, steps.len())).into_iter().collect();
        }
        self.query(tree, &tree.value(tree.root()))
    }

    fn query(&self, tree: &Tree, value: &Value) -> Vec<(NodeId, usize)> {
        let mut seen = HashSet::new();
        let located = self.path.query_located(value).into_iter().filter_map(|found| {
            let location = found.location();
            let node = location.iter().try_fold(tree.root(), |node, step| match step {
                PathElement::Name(name) => tree.child(node, name),
                PathElement::Index(index) => tree.items(node).get(*index).copied(),
            });
            node.map(|node| (node, location.len()))
        });
        located.filter(|(node, _)| seen.insert(*node)).collect()
    }
}

/// The steps of a path such as `$.paths['/a/{id}'].get.parameters[0]`; nothing for any other.
fn plain(text: &str) -> Option<Vec<Step>> {
    let mut rest = text.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = quoted(rest).or_else(|| index(rest)).or_else(|| dotted(rest))?;
        steps.push(step);
        rest = after;
    }
    Some(steps)
}

fn quoted(rest: &str) -> Option<(Step, &str)> {
    let rest = rest.strip_prefix('[')?;
    let quote = rest.chars().next().filter(|sign| matches!(sign, '\'' | '"'))?;
    let (name, after) = rest.get(1..)?.split_once(quote)?;
    let after = after.strip_prefix(']')?;
    (!name.contains('\\')).then(|| (Step::Name(name.to_owned()), after))
}

fn index(rest: &str) -> Option<(Step, &str)> {
    let (digits, after) = rest.strip_prefix('[')?.split_once(']')?;
    let plain = digits == "0" || (!digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()));
    if plain { digits.parse().ok().map(|index| (Step::Index(index), after)) } else { None }
}

fn dotted(rest: &str) -> Option<(Step, &str)> {
    let rest = rest.strip_prefix('.')?;
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(rest.len());
    let (name, after) = rest.split_at_checked(end)?;
    (!name.is_empty()).then(|| (Step::Name(name.to_owned()), after))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use crate::diag::Diagnostics;
    use crate::ir::FileId;

    #[test]
    fn plain_paths_find_what_jsonpath_finds() {
        let text = "a: {'/b/{c}': [{get: 1}, {get: 2}], d_e: {f: 3}, 'x''y': 4}\n";
        let tree = crate::tree::parse_text(FileId(0), "x.yml", text, &mut Diagnostics::default()).unwrap();
        for (path, is_plain, count) in [
            ("$", true, 1),
            ("$.a", true, 1),
            ("$.a['/b/{c}'][1].get", true, 1),
            ("$['a'][\"d_e\"].f", true, 1),
            ("$.a[\"x'y\"]", true, 1),
            ("$.a['x\\'y']", false, 1),
            ("$.a[0]", true, 0),
            ("$.a['/b/{c}'].get", true, 0),
            ("$.a['/b/{c}'][2]", true, 0),
            ("$.a['/b/{c}'][-1]", false, 1),
            ("$.a['/b/{c}'][*].get", false, 2),
            ("$..get", false, 2),
            ("$.a['/b/{c}'][?@.get == 2]", false, 1),
            ("$.a['/b/{c}'][0, 0]", false, 1),
        ] {
            let finder = Finder::parse(path).unwrap();
            assert_eq!(finder.plain.is_some(), is_plain, "{path}");
            let found = finder.find(&tree);
            assert_eq!(found.len(), count, "{path}");
            assert_eq!(found, finder.query(&tree, &tree.value(tree.root())), "{path}");
        }
        assert!(Finder::parse("$.").is_err());
    }
}
