//! No two methods of a resource share a name.
//!
//! In: what each operation would be called. Out: the verbs. Of `/invoices/{id}/approve` and `/invoices/approve` the
//! first keeps the verb; the other takes `_many`, or `_all` if it lists. Where names still meet, what is nearest to the
//! resource's own collection keeps the short one and the others say more; a number comes last and is reported.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::name::Name;
use crate::ir::wire::Method;

use super::english;
use super::paths::Segment;
use super::phrases::{LONGEST, Phrase};
use super::vocabulary::Vocabulary;
use super::work::{OperationWork, Work};

/// What an operation would be called.
pub(super) struct Proposal {
    name: Name,
    /// Longer wording.
    long: Option<Name>,
    /// Whether it reads or changes the resource's own collection.
    own: bool,
}

impl Proposal {
    pub(super) const fn own(name: Name) -> Self {
        Self { name, long: None, own: true }
    }

    pub(super) fn other(name: Name, said: Option<Phrase>) -> Self {
        let long = said.map(|phrase| phrase.long).filter(|long| long.as_str().len() <= LONGEST);
        Self { name, long, own: false }
    }
}

/// Gives every operation its verb.
pub(super) fn settle(
    work: &mut Work<'_>,
    mut proposals: Vec<Proposal>,
    vocabulary: &Vocabulary,
    diagnostics: &mut Diagnostics,
) {
    split_pairs(work, &mut proposals);
    let mut groups: BTreeMap<(u32, Name), Vec<usize>> = BTreeMap::new();
    for (index, operation) in work.operations.iter().enumerate() {
        groups.entry((operation.id.product, operation.resource.clone())).or_default().push(index);
    }
    for members in groups.into_values() {
        for (index, verb) in (Clash { work, proposals: &proposals, vocabulary }).solve(&members, diagnostics) {
            if let Some(operation) = work.operations.get_mut(index) {
                operation.verb = verb;
            }
        }
    }
}

/// Rule 18: the operation on many beside the one on one.
fn split_pairs(work: &Work<'_>, proposals: &mut [Proposal]) {
    let mut single: BTreeMap<(u32, Name, Method, String), Name> = BTreeMap::new();
    for (operation, proposal) in work.operations.iter().zip(proposals.iter()) {
        let shape = operation.path.shape();
        if shape.matches("{}").count() == 1 && !operation.path.ends_in_id() {
            let key =
                (operation.id.product, operation.resource.clone(), operation.wire.method, shape.replace("/{}", ""));
            single.entry(key).or_insert_with(|| proposal.name.clone());
        }
    }
    for (operation, proposal) in work.operations.iter().zip(proposals) {
        let key = (operation.id.product, operation.resource.clone(), operation.wire.method, operation.path.shape());
        if let Some(one) = single.get(&key) {
            let list = proposal.name.words().first() == Some(&"list");
            let verb = if list { &proposal.name } else { one };
            proposal.name = Name::from_words([verb.as_str(), if list { "all" } else { "many" }]);
            proposal.long = None;
        }
    }
}

struct Clash<'a, 'w> {
    work: &'a Work<'w>,
    proposals: &'a [Proposal],
    vocabulary: &'a Vocabulary,
}

impl Clash<'_, '_> {
    fn solve(&self, members: &[usize], diagnostics: &mut Diagnostics) -> Vec<(usize, Name)> {
        let mut order = members.to_vec();
        order.sort_by_key(|&index| self.rank(index));
        let mut taken = BTreeSet::new();
        let mut named = Vec::new();
        for &index in &order {
            let (Some(operation), Some(proposal)) = (self.work.operations.get(index), self.proposals.get(index)) else {
                continue;
            };
            let equals = order
                .iter()
                .filter(|&&other| self.name(other) == Some(&proposal.name) && self.level(other) == self.level(index));
            // Equals all say which they are.
            let mut candidates = self.candidates(operation, proposal, self.outer_of(index, members));
            candidates.push(cut(&proposal.name));
            let skipped = usize::from(equals.count() > 1 && self.outer_of(index, members).is_some());
            let mut free = candidates.into_iter().skip(skipped).filter(|name| name.as_str().len() <= LONGEST);
            let verb = free.find(|name| !name.is_empty() && !taken.contains(name));
            let verb = verb.unwrap_or_else(|| numbered(&cut(&proposal.name), &taken, operation, diagnostics));
            taken.insert(verb.clone());
            named.push((index, verb));
        }
        named
    }

    fn name(&self, index: usize) -> Option<&Name> {
        self.proposals.get(index).map(|proposal| &proposal.name)
    }

    /// How near an operation is to what its name says: the nearest keeps it.
    fn level(&self, index: usize) -> (bool, bool, usize) {
        let (Some(operation), Some(proposal)) = (self.work.operations.get(index), self.proposals.get(index)) else {
            return (true, true, 0);
        };
        let verb = proposal.name.words().first().copied().unwrap_or_default();
        let agrees = match operation.wire.method {
            Method::Put | Method::Patch => english::is_update(verb),
            Method::Delete => english::is_delete(verb),
            Method::Get => english::is_get(verb),
            _ => !english::is_update(verb),
        };
        (!proposal.own, !agrees, operation.path.segments().len())
    }

    fn rank(&self, index: usize) -> ((bool, bool, usize), usize) {
        (self.level(index), index)
    }

    /// The name, then others in the order in which they are tried.
    fn candidates(&self, operation: &OperationWork<'_>, proposal: &Proposal, outer: Option<Name>) -> Vec<Name> {
        let name = &proposal.name;
        let mut all = vec![name.clone()];
        all.extend(outer.map(|outer| Name::from_words([name.as_str(), "for", outer.as_str()])));
        all.extend(proposal.long.clone());
        if let ["update", rest @ ..] = name.words().as_slice()
            && !rest.is_empty()
        {
            all.push(Name::from_words(std::iter::once("set").chain(rest.iter().copied())));
        }
        let literals = operation.path.literals().map(|text| self.vocabulary.words(text).singular());
        let literals: Vec<Name> = literals.filter(|literal| !literal.is_empty()).collect();
        let unsaid =
            literals.iter().rev().filter(|literal| !literal.words().iter().all(|word| name.words().contains(word)));
        all.extend(unsaid.map(|literal| name.join(literal)));
        if operation.path.ends_in_id()
            && let Some(param) = operation.path.params().last()
        {
            let key = Name::parse(param);
            all.push(Name::from_words([name.as_str(), "by", key.as_str()]));
        }
        all.extend(literals.iter().map(|literal| Name::from_words([name.as_str(), "of", literal.as_str()])));
        all.push(Name::from_words([operation.wire.method.as_str().to_lowercase().as_str(), name.as_str()]));
        all
    }

    /// What the collection is in: `contact` of `/contacts/{}/contactpersons`.
    fn outer(&self, index: usize) -> Option<Name> {
        let segments = self.work.operations.get(index)?.path.collection_segments();
        let behind = segments.iter().rev().skip(1).skip_while(|segment| segment.literal().is_some());
        let outer = behind.filter_map(Segment::literal).map(|text| self.vocabulary.words(text).singular()).next()?;
        Some(outer)
    }

    /// What the collection is in, if that tells it from those of the same name.
    fn outer_of(&self, index: usize, members: &[usize]) -> Option<Name> {
        let outer = self.outer(index)?;
        let mut others = members.iter().filter(|&&other| other != index && self.name(other) == self.name(index));
        others.all(|&other| self.outer(other).as_ref() != Some(&outer)).then_some(outer)
    }
}

/// As many of the first words as a name may have letters for.
fn cut(name: &Name) -> Name {
    let mut words = name.words();
    while words.len() > 1 && words.join("_").len() > LONGEST {
        words.pop();
    }
    while words.len() > 1 && words.last().is_some_and(|word| english::is_preposition(word)) {
        words.pop();
    }
    Name::from_words(words)
}

fn numbered(verb: &Name, taken: &BTreeSet<Name>, operation: &OperationWork<'_>, diagnostics: &mut Diagnostics) -> Name {
    let name = verb.numbered().find(|name| !taken.contains(name)).unwrap_or_else(|| verb.clone());
    let message = format!("`{verb}` is the name of another method; this one is `{name}`");
    let help = "give the operation an operationId of its own";
    diagnostics.push(Diagnostic::new(Code::NumberedName, operation.wire.at, message).help(help));
    name
}
