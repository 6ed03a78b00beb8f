//! Verbs: what the method of an operation is called.
//!
//! In: method, path, operationId and summary of every operation. Out: a verb, unique within its resource. Reading
//! and changing a collection is told by method and path, alike in all products; for everything else the operationId
//! speaks first, then the summary, then the path. The resource's own noun is left out: `mark_sent`, not
//! `mark_invoice_sent`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::model::Payload;
use crate::ir::name::{Name, singular};
use crate::ir::wire::Method;

use super::paths::Segment;
use super::resources;
use super::vocabulary::Vocabulary;
use super::work::{OperationWork, Work};

/// Words that carry no meaning in a method's name.
const ARTICLES: [&str; 7] = ["a", "an", "the", "existing", "details", "given", "specific"];
/// Words that must not end or begin a method's name.
const PREPOSITIONS: [&str; 10] = ["of", "for", "in", "to", "from", "on", "with", "by", "using", "s"];
/// First words of a name that says what is done.
const VERBS: &[&str] = &[
    "accept",
    "activate",
    "add",
    "allocate",
    "apply",
    "approve",
    "archive",
    "assign",
    "associate",
    "attach",
    "bulk",
    "buy",
    "cancel",
    "capture",
    "categorize",
    "change",
    "charge",
    "check",
    "clear",
    "clone",
    "close",
    "collect",
    "confirm",
    "convert",
    "copy",
    "create",
    "deactivate",
    "decline",
    "delete",
    "detach",
    "disable",
    "disassociate",
    "download",
    "duplicate",
    "edit",
    "email",
    "enable",
    "end",
    "exclude",
    "export",
    "extend",
    "fetch",
    "find",
    "finalize",
    "generate",
    "get",
    "hold",
    "import",
    "initiate",
    "link",
    "list",
    "lock",
    "make",
    "map",
    "mark",
    "match",
    "merge",
    "move",
    "open",
    "pause",
    "pay",
    "post",
    "postpone",
    "preview",
    "print",
    "process",
    "publish",
    "push",
    "reactivate",
    "recall",
    "record",
    "reconcile",
    "refresh",
    "refund",
    "reject",
    "remind",
    "remove",
    "renew",
    "reopen",
    "replace",
    "request",
    "resend",
    "reset",
    "restore",
    "resume",
    "retrieve",
    "retry",
    "revert",
    "review",
    "save",
    "search",
    "send",
    "set",
    "share",
    "ship",
    "start",
    "stop",
    "submit",
    "suspend",
    "sync",
    "terminate",
    "track",
    "transfer",
    "uncategorize",
    "undo",
    "unlink",
    "unlock",
    "unmark",
    "unmatch",
    "untrack",
    "update",
    "upload",
    "validate",
    "verify",
    "view",
    "void",
    "write",
];

/// Names the method of every operation.
pub(super) fn assign(work: &mut Work<'_>, vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) {
    let namer = Namer { roots: resources::roots(work, vocabulary), facts: Facts::of(work), vocabulary };
    let verbs: Vec<Name> = work.operations.iter().map(|operation| namer.verb(operation)).collect();
    for (operation, verb) in work.operations.iter_mut().zip(verbs) {
        operation.verb = verb;
    }
    split_pairs(work);
    make_unique(work, vocabulary, diagnostics);
}

/// What is known of paths across a product.
struct Facts {
    /// Collections with members: product and shape.
    with_members: BTreeSet<(u32, String)>,
    /// Collections whose GET gives a list.
    listed: BTreeSet<(u32, String)>,
}

impl Facts {
    fn of(work: &Work<'_>) -> Self {
        let of = |keep: fn(&OperationWork<'_>) -> bool| {
            let kept = work.operations.iter().filter(|operation| keep(operation));
            kept.map(|operation| (operation.id.product, operation.path.collection())).collect()
        };
        Self {
            with_members: of(|operation| operation.path.ends_in_id()),
            listed: of(|operation| {
                operation.wire.method == Method::Get
                    && !operation.path.ends_in_id()
                    && matches!(operation.result.payload, Payload::Items { .. })
            }),
        }
    }
}

struct Namer<'v> {
    roots: BTreeMap<(u32, Name), String>,
    facts: Facts,
    vocabulary: &'v Vocabulary,
}

impl Namer<'_> {
    fn verb(&self, operation: &OperationWork<'_>) -> Name {
        match self.below_root(operation) {
            Some([]) => self.on_collection(operation),
            Some([Segment::Param(_)]) => self.on_member(operation),
            Some([.., Segment::Literal(noun)]) if self.is_collection(operation) => {
                self.on_nested(operation, noun, false)
            }
            Some([.., Segment::Literal(noun), Segment::Param(_)]) => self.on_nested(operation, noun, true),
            _ => self.action(operation),
        }
    }

    /// The segments behind the resource's own collection; nothing where the path is not below it.
    fn below_root<'o>(&self, operation: &'o OperationWork<'_>) -> Option<&'o [Segment]> {
        let root = self.roots.get(&(operation.id.product, operation.resource.clone()))?;
        let first = resources::first_literal(operation)?;
        let alike = first == root || resources::plain(&Name::parse(first)) == resources::plain(&Name::parse(root));
        alike.then(|| operation.path.segments().get(1..)).flatten()
    }

    fn is_collection(&self, operation: &OperationWork<'_>) -> bool {
        let key = (operation.id.product, operation.path.collection());
        self.facts.with_members.contains(&key) || self.facts.listed.contains(&key)
    }

    fn on_collection(&self, operation: &OperationWork<'_>) -> Name {
        match operation.wire.method {
            Method::Get => Name::parse("list"),
            Method::Post => Name::parse("create"),
            Method::Put | Method::Patch => self.worded(operation).unwrap_or_else(|| Name::parse("update_many")),
            Method::Delete => Name::parse("delete_many"),
            _ => self.action(operation),
        }
    }

    fn on_member(&self, operation: &OperationWork<'_>) -> Name {
        match operation.wire.method {
            Method::Get => Name::parse("get"),
            Method::Put => Name::parse("update"),
            Method::Patch => Name::parse("patch"),
            Method::Delete => Name::parse("delete"),
            _ => self.action(operation),
        }
    }

    fn on_nested(&self, operation: &OperationWork<'_>, noun: &str, member: bool) -> Name {
        let many = self.vocabulary.words(noun);
        let one = many.singular();
        if let Some(name) = self.agreeing(operation, member) {
            return name;
        }
        let verb = match (operation.wire.method, member) {
            (Method::Get, false) if self.facts.listed.contains(&(operation.id.product, operation.path.shape())) => {
                return Name::parse("list").join(&many.plural());
            }
            (Method::Get, _) => "get",
            (Method::Put | Method::Patch, _) => "update",
            (Method::Delete, true) => "delete",
            _ => {
                let said = self.worded(operation).and_then(|name| name.words().first().map(|word| (*word).to_owned()));
                let verb = said.unwrap_or_else(|| "add".to_owned());
                return Name::parse(&verb).join(&one);
            }
        };
        Name::parse(verb).join(&one)
    }

    /// The operationId where its verb is the one that method and path ask for.
    fn agreeing(&self, operation: &OperationWork<'_>, member: bool) -> Option<Name> {
        let name = self.strip(operation, operation.wire.operation_id.as_deref()?);
        let expected: &[&str] = match (operation.wire.method, member) {
            (Method::Get, false) => &["list", "get"],
            (Method::Get, true) => &["get"],
            (Method::Put | Method::Patch, _) => &["update"],
            (Method::Delete, _) => &["delete"],
            _ => &["add", "create", "apply"],
        };
        let words = name.words();
        (words.len() > 1 && words.first().is_some_and(|word| expected.contains(word))).then(|| name.clone())
    }

    fn action(&self, operation: &OperationWork<'_>) -> Name {
        self.worded(operation).unwrap_or_else(|| self.by_path(operation))
    }

    /// The words of operationId or summary, the resource's noun left out, if they begin with a verb.
    fn worded(&self, operation: &OperationWork<'_>) -> Option<Name> {
        let sources = [&operation.wire.operation_id, &operation.wire.summary];
        sources.into_iter().flatten().map(|text| self.strip(operation, text)).find(|name| {
            name.words().first().is_some_and(|word| VERBS.contains(word))
                && name.as_str().len() <= 40
                && name.words().len() <= 7
        })
    }

    fn strip(&self, operation: &OperationWork<'_>, text: &str) -> Name {
        let words = self.vocabulary.words(text);
        let words: Vec<&str> = words.words().into_iter().filter(|word| !ARTICLES.contains(word)).collect();
        let noun = operation.resource.words();
        let words = without(&words, &noun);
        let end = words.iter().rposition(|word| !PREPOSITIONS.contains(word)).map_or(0, |last| last + 1);
        Name::from_words(words.get(..end).unwrap_or_default())
    }

    /// `POST /invoices/{}/status/sent` gives `mark_sent`, `…/writeoff/cancel` gives `cancel_write_off`.
    fn by_path(&self, operation: &OperationWork<'_>) -> Name {
        let below = self.below_root(operation).unwrap_or(operation.path.segments());
        let literals = below.iter().filter_map(|segment| match segment {
            Segment::Literal(text) => Some(self.vocabulary.words(text)),
            _ => None,
        });
        let literals: Vec<Name> = literals.collect();
        let prefix = match operation.wire.method {
            Method::Get => "get",
            Method::Put | Method::Patch => "update",
            Method::Delete => "delete",
            Method::Head => "head",
            Method::Options => "options",
            Method::Trace => "trace",
            Method::Post => "",
        };
        match literals.as_slice() {
            [status, value] if status.as_str() == "status" => Name::parse("mark").join(value),
            [.., object, verb] if verb.words().first().is_some_and(|word| VERBS.contains(word)) => verb.join(object),
            [.., only] if prefix.is_empty() && only.words().first().is_some_and(|word| VERBS.contains(word)) => {
                only.clone()
            }
            [] => Name::parse(if prefix.is_empty() { "post" } else { prefix }),
            all if prefix.is_empty() => Name::from_words(std::iter::once("create").chain(all.iter().map(Name::as_str))),
            all => Name::from_words(std::iter::once(prefix).chain(all.iter().map(Name::as_str))),
        }
    }
}

/// The words without the first run that is the resource's noun, in singular or plural.
fn without<'a>(words: &[&'a str], noun: &[&str]) -> Vec<&'a str> {
    let alike = |a: &&str, b: &&str| singular(a) == singular(b);
    // A compound noun also stands for itself by its last word only where the whole does not occur.
    let at = (1..words.len())
        .find(|&at| words.get(at..at + noun.len()).is_some_and(|run| run.iter().zip(noun).all(|(a, b)| alike(a, b))));
    match at {
        Some(at) => {
            words.iter().enumerate().filter(|(i, _)| *i < at || *i >= at + noun.len()).map(|(_, word)| *word).collect()
        }
        None => words.to_vec(),
    }
}

/// Of `/invoices/{id}/approve` and `/invoices/approve` the first keeps the verb, the other takes `_many` or `_all`.
fn split_pairs(work: &mut Work<'_>) {
    let keys: Vec<_> = work
        .operations
        .iter()
        .map(|operation| (operation.id.product, operation.wire.method, operation.path.shape()))
        .collect();
    let verbs: Vec<Name> = work.operations.iter().map(|operation| operation.verb.clone()).collect();
    for (index, (product, method, shape)) in keys.iter().enumerate() {
        let one = keys.iter().zip(&verbs).enumerate().find(|(other, ((p, m, s), _))| {
            *other != index
                && p == product
                && m == method
                && without_ids(s) == *shape
                && s != shape
                && s.matches("{}").count() == 1
        });
        let Some((_, (_, verb))) = one else { continue };
        if let Some(operation) = work.operations.get_mut(index) {
            let list = verb.words().first() == Some(&"list");
            operation.verb = Name::from_words([verb.as_str(), if list { "all" } else { "many" }]);
        }
    }
}

/// `/invoices/{}/approve` gives `/invoices/approve`; a path that ends in an id is no action and stays.
fn without_ids(shape: &str) -> String {
    if shape.ends_with("{}") { shape.to_owned() } else { shape.replace("/{}", "") }
}

/// Two operations of one resource never share a verb: the longer words of the later one decide, a number only at last.
fn make_unique(work: &mut Work<'_>, vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeSet<(u32, Name, Name)> = BTreeSet::new();
    for operation in &mut work.operations {
        let key = |verb: &Name| (operation.id.product, operation.resource.clone(), verb.clone());
        let mut verb = operation.verb.clone();
        if taken.contains(&key(&verb)) {
            let full = operation.wire.operation_id.iter().map(|id| vocabulary.words(id));
            let literals: Vec<&str> = operation.path.literals().collect();
            let by_path = literals.iter().rev().map(|literal| verb.join(&vocabulary.words(literal)));
            let candidates: Vec<Name> = full.chain(by_path).collect();
            verb = match candidates.into_iter().find(|name| !taken.contains(&key(name))) {
                Some(name) => name,
                None => numbered(&verb, |name| taken.contains(&key(name)), operation, diagnostics),
            };
        }
        taken.insert(key(&verb));
        operation.verb = verb;
    }
}

fn numbered(
    verb: &Name,
    taken: impl Fn(&Name) -> bool,
    operation: &OperationWork<'_>,
    diagnostics: &mut Diagnostics,
) -> Name {
    let name = verb.numbered().find(|name| !taken(name)).unwrap_or_else(|| verb.clone());
    diagnostics.push(
        Diagnostic::new(
            Code::NumberedName,
            operation.wire.at,
            format!("`{verb}` is the name of another method; this one is `{name}`"),
        )
        .help("give the operation an operationId of its own"),
    );
    name
}

/// Whether a word says what is done.
pub(super) fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}
