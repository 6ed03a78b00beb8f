//! The builder. In: events with places. Out: a [`Tree`], or the one error that ends the reading of a file.
//!
//! It keeps its own stack, so that nesting is bounded by [`MAX_DEPTH`] and not by the stack of the thread.

use std::collections::HashMap;

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use super::node::{Entry, Kind, Node, NodeId, Scalar, Style, Tree};
use super::scalar::Typed;
use super::{MAX_COPIES, MAX_DEPTH};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{FileId, Place};

/// A result whose error ends the reading of the file.
pub(super) type Built<T> = Result<T, Box<Diagnostic>>;

/// Number of an anchor, as the event parser counts them; 0 is none.
pub(super) type Anchor = usize;

/// Builds one tree.
pub(super) struct Builder<'a> {
    file: FileId,
    nodes: Vec<Node>,
    frames: Vec<Frame>,
    anchors: HashMap<Anchor, (NodeId, usize)>,
    copies: usize,
    root: Option<NodeId>,
    out: &'a mut Diagnostics,
}

/// A collection that is not finished yet.
struct Frame {
    at: Place,
    anchor: Anchor,
    height: usize,
    state: State,
}

enum State {
    Sequence(Vec<NodeId>),
    Mapping(Open),
}

/// A mapping that is not finished yet.
#[derive(Default)]
struct Open {
    entries: IndexMap<String, Entry>,
    key: Option<Key>,
    merges: Vec<(NodeId, Place)>,
    holds_statuses: bool,
}

/// A key that waits for its value.
enum Key {
    Text(String, Place),
    Merge(Place),
    Skipped,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: FileId, text_len: usize, out: &'a mut Diagnostics) -> Self {
        Self {
            file,
            nodes: Vec::with_capacity(text_len / 24),
            frames: Vec::new(),
            anchors: HashMap::new(),
            copies: 0,
            root: None,
            out,
        }
    }

    /// A place in this file.
    pub(super) fn place(&self, line: usize, column: usize) -> Place {
        let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place { file: self.file, line: clamp(line), column: clamp(column) }
    }

    /// A scalar.
    pub(super) fn scalar(&mut self, scalar: Scalar, at: Place, anchor: Anchor) -> Built<()> {
        if anchor == 0 && self.expects_key() {
            self.take_key(&scalar, at);
            return Ok(());
        }
        let id = self.add(Kind::Scalar(scalar), at);
        self.attach(id, at, anchor, 0)
    }

    /// The beginning of a sequence.
    pub(super) fn begin_sequence(&mut self, at: Place, anchor: Anchor) -> Built<()> {
        self.begin(State::Sequence(Vec::new()), at, anchor)
    }

    /// The beginning of a mapping.
    pub(super) fn begin_mapping(&mut self, at: Place, anchor: Anchor) -> Built<()> {
        let holds_statuses = matches!(
            self.frames.last().map(|frame| &frame.state),
            Some(State::Mapping(Open { key: Some(Key::Text(key, _)), .. })) if key == "responses"
        );
        self.begin(State::Mapping(Open { holds_statuses, ..Open::default() }), at, anchor)
    }

    /// The end of the collection begun last.
    pub(super) fn end(&mut self) -> Built<()> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let kind = match frame.state {
            State::Sequence(items) => Kind::Sequence(items),
            State::Mapping(open) => Kind::Mapping(self.merged(open)?),
        };
        let id = self.add(kind, frame.at);
        self.attach(id, frame.at, frame.anchor, frame.height)
    }

    /// A reference to an anchor.
    pub(super) fn alias(&mut self, anchor: Anchor, at: Place) -> Built<()> {
        let Some((target, height)) = self.anchors.get(&anchor).copied() else {
            return Err(limit(at, "an alias stands within the node that it names", "write the node out"));
        };
        if self.frames.len() + height > MAX_DEPTH {
            return Err(too_deep(at));
        }
        let id = self.copy(target, at)?;
        self.attach(id, at, 0, height)
    }

    /// The finished tree; nothing if there was no node.
    pub(super) fn finish(self) -> Option<Tree> {
        self.root.map(|root| Tree { file: self.file, nodes: self.nodes, root })
    }

    /// Reports a finding that does not end the reading.
    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.out.push(finding);
    }

    /// Whether the root is complete.
    pub(super) fn is_complete(&self) -> bool {
        self.root.is_some() && self.frames.is_empty()
    }

    fn begin(&mut self, state: State, at: Place, anchor: Anchor) -> Built<()> {
        if self.frames.len() >= MAX_DEPTH {
            return Err(too_deep(at));
        }
        self.frames.push(Frame { at, anchor, height: 1, state });
        Ok(())
    }

    fn add(&mut self, kind: Kind, at: Place) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { at, kind });
        id
    }

    fn expects_key(&self) -> bool {
        matches!(self.frames.last().map(|frame| &frame.state), Some(State::Mapping(open)) if open.key.is_none())
    }

    /// Puts a finished node where it belongs: into the open collection, as key or value, or as the root.
    fn attach(&mut self, id: NodeId, at: Place, anchor: Anchor, height: usize) -> Built<()> {
        if anchor != 0 {
            self.anchors.insert(anchor, (id, height));
        }
        if self.expects_key() {
            self.take_node_as_key(id, at);
            return Ok(());
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root.get_or_insert(id);
            return Ok(());
        };
        frame.height = frame.height.max(height + 1);
        match &mut frame.state {
            State::Sequence(items) => items.push(id),
            State::Mapping(open) => {
                if let Some(finding) = open.put(id) {
                    self.out.push(finding);
                }
            }
        }
        Ok(())
    }

    fn take_node_as_key(&mut self, id: NodeId, at: Place) {
        if let Some(Node { kind: Kind::Scalar(scalar), .. }) = self.nodes.get(id.0 as usize) {
            let scalar = scalar.clone();
            self.take_key(&scalar, at);
            return;
        }
        let message = "a key is itself a list or an object; its entry was left out";
        self.out.push(Diagnostic::new(Code::KeyKind, at, message).help("make the key text"));
        self.set_key(Key::Skipped);
    }

    fn take_key(&mut self, scalar: &Scalar, at: Place) {
        if scalar.style == Style::Plain && scalar.text == "<<" {
            self.set_key(Key::Merge(at));
            return;
        }
        if scalar.typed() != Typed::Text && !self.is_status(scalar) {
            let text = &scalar.text;
            let message = format!("the key `{text}` is {}; it was read as text", scalar.typed().describe());
            self.out.push(Diagnostic::new(Code::KeyKind, at, message).help(format!("write '{text}'")));
        }
        self.set_key(Key::Text(scalar.text.clone(), at));
    }

    /// Whether a number is a status code below `responses`, where nobody quotes it and nothing can go wrong.
    fn is_status(&self, scalar: &Scalar) -> bool {
        let below =
            matches!(self.frames.last().map(|frame| &frame.state), Some(State::Mapping(open)) if open.holds_statuses);
        below && scalar.text.len() == 3 && scalar.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn set_key(&mut self, key: Key) {
        if let Some(Frame { state: State::Mapping(open), .. }) = self.frames.last_mut() {
            open.key = Some(key);
        }
    }

    /// The entries of a mapping with those of its merge keys; its own come first and win.
    fn merged(&mut self, open: Open) -> Built<IndexMap<String, Entry>> {
        let Open { mut entries, merges, .. } = open;
        for (value, at) in merges {
            let sources = self.merge_sources(value, at);
            for (key, entry) in sources {
                if !entries.contains_key(&key) {
                    let value = self.copy(entry.value, at)?;
                    entries.insert(key, Entry { key_at: entry.key_at, value });
                }
            }
        }
        Ok(entries)
    }

    fn merge_sources(&mut self, value: NodeId, at: Place) -> Vec<(String, Entry)> {
        let maps: Vec<NodeId> = match self.nodes.get(value.0 as usize).map(|node| &node.kind) {
            Some(Kind::Sequence(items)) => items.clone(),
            _ => vec![value],
        };
        let mut sources = Vec::new();
        let mut sound = true;
        for map in maps {
            match self.nodes.get(map.0 as usize).map(|node| &node.kind) {
                Some(Kind::Mapping(entries)) => {
                    sources.extend(entries.iter().map(|(key, entry)| (key.clone(), *entry)))
                }
                _ => sound = false,
            }
        }
        let (message, help) = if sound {
            ("a merge key `<<` was put in place", "OpenAPI has no merge keys: write the keys out, or use `allOf`")
        } else {
            ("a merge key `<<` names something that is no object; that was left out", "merge objects only")
        };
        self.out.push(Diagnostic::new(Code::MergeKey, at, message).help(help));
        sources
    }

    /// A copy of a node and all below it, within the limit.
    fn copy(&mut self, id: NodeId, at: Place) -> Built<NodeId> {
        self.copies += 1;
        if self.copies > MAX_COPIES {
            let message = format!("the aliases of this file stand for more than {MAX_COPIES} nodes");
            return Err(limit(at, &message, "write the nodes out, or use `$ref`"));
        }
        let Some(Node { at: place, kind }) = self.nodes.get(id.0 as usize).cloned() else { return Ok(id) };
        let kind = match kind {
            Kind::Scalar(scalar) => Kind::Scalar(scalar),
            Kind::Sequence(items) => {
                Kind::Sequence(items.into_iter().map(|item| self.copy(item, at)).collect::<Built<_>>()?)
            }
            Kind::Mapping(entries) => {
                let copied = entries
                    .into_iter()
                    .map(|(key, Entry { key_at, value })| Ok((key, Entry { key_at, value: self.copy(value, at)? })));
                Kind::Mapping(copied.collect::<Built<_>>()?)
            }
        };
        Ok(self.add(kind, place))
    }
}

impl Open {
    /// Puts a value under the key that waits; the finding says what is wrong with that.
    fn put(&mut self, id: NodeId) -> Option<Diagnostic> {
        match self.key.take()? {
            Key::Skipped => None,
            Key::Merge(at) => {
                self.merges.push((id, at));
                None
            }
            Key::Text(key, at) => match self.entries.entry(key) {
                Slot::Vacant(slot) => {
                    slot.insert(Entry { key_at: at, value: id });
                    None
                }
                Slot::Occupied(slot) => {
                    let line = slot.get().key_at.line;
                    let message = format!("the key `{}` stands on line {line} already; the first is kept", slot.key());
                    Some(Diagnostic::new(Code::DuplicateKey, at, message).help("remove one of them"))
                }
            },
        }
    }
}

/// The error of a collection that lies too deep.
pub(super) fn too_deep(at: Place) -> Box<Diagnostic> {
    let message = format!("lists and objects lie more than {MAX_DEPTH} deep here");
    limit(at, &message, "move inner parts to `components` and refer to them with `$ref`")
}

fn limit(at: Place, message: &str, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::Limit, at, message).help(help))
}
