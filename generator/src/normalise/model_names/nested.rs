//! Names of parts.
//!
//! In: named payloads and bodies. Out: names of what is nested in them: owner and noun (`invoice_line_item`), the noun
//! alone for what several entities have (`address`). What is sent ends in `input`; where it differs by what is done,
//! the verb says so: `create_invoice_line_item` and `update_invoice_line_item`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::model::{Side, Type};
use crate::ir::name::Name;
use crate::normalise::english;

use super::nouns::{LONGEST, common_head, common_tail, letters, part, thing, whole, without_word};
use super::{Namer, Stem};

/// Every draft of one side with what holds it.
type Owners = BTreeMap<usize, Vec<Holder>>;

/// A field that holds a draft, or a choice that offers it.
struct Holder {
    owner: usize,
    /// What is in the field.
    noun: Name,
    /// The field's own words.
    field: Name,
    /// Whether the draft is a variant of its owner, or a choice among its keys.
    alternative: bool,
}

/// A choice among the keys of an object: `collect_invoice_by` card or account.
const CHOICE: &str = "by";

impl Namer<'_, '_> {
    /// Names nested objects, outer ones first; of one depth those that would be called alike together.
    pub(super) fn nested(&mut self, side: Side) {
        let owners = self.owners(side);
        loop {
            let ready: Vec<usize> = owners
                .iter()
                .filter(|(object, _)| !self.names.contains_key(object))
                .filter(|(_, owned_by)| owned_by.iter().all(|holder| self.names.contains_key(&holder.owner)))
                .map(|(&object, _)| object)
                .collect();
            if ready.is_empty() {
                break;
            }
            let mut groups: BTreeMap<_, Vec<(usize, Stem)>> = BTreeMap::new();
            for object in ready {
                if self.name_alternative(object, &owners) {
                    continue;
                }
                let product = self.work.product_of_object(object);
                let stem = self.part_stem(product, owners.get(&object).map(Vec::as_slice).unwrap_or_default());
                groups.entry((product, stem.owner.clone())).or_default().push((object, stem));
            }
            for ((_, base), group) in groups {
                self.name_group(side, &base, group, &owners);
            }
        }
        self.name_the_rest(side, &owners);
    }

    /// A variant is named after its choice, a choice among the keys of an object after the object; nothing else is
    /// ever called so. What has other owners besides is named as their part.
    fn name_alternative(&mut self, object: usize, owners: &Owners) -> bool {
        let Some([holder]) = owners.get(&object).map(Vec::as_slice) else { return false };
        let Some(owner) = self.names.get(&holder.owner).filter(|_| holder.alternative) else { return false };
        let owner = without_word(owner, "input");
        let stem = self.stems.get(&holder.owner).cloned().unwrap_or_default();
        let name = owner.join(&holder.noun);
        let short = stem.entity.join(&holder.noun);
        let (name, short) = if letters(&name) > LONGEST { (short, name) } else { (name, short) };
        self.give(object, &name, &[short]);
        self.stems.insert(object, stem);
        true
    }

    fn name_group(&mut self, side: Side, base: &Name, group: Vec<(usize, Stem)>, owners: &Owners) {
        let verbs: Vec<Option<Name>> = group.iter().map(|(object, _)| self.only_verb(*object)).collect();
        for (at, (object, stem)) in group.iter().enumerate() {
            let alone = verbs.iter().filter(|verb| **verb == *verbs.get(at).unwrap_or(&None)).count() == 1;
            let verb = verbs.get(at).cloned().flatten();
            let input = Name::from_words([base.as_str(), "input"]);
            let product = self.work.product_of_object(*object).unwrap_or_default();
            let free = |name: &Name| !self.actions.contains(&(product, name.clone()));
            let owned = owners.get(object).and_then(|owned_by| owned_by.first()).map(|holder| self.in_full(holder));
            let said =
                |base: &Name| verb.as_ref().map(|verb| Name::from_words([verb.as_str(), base.as_str()])).filter(free);
            let by_verb = said(base).or_else(|| said(&owned?));
            let name = match (side, &by_verb) {
                (Side::Response, _) => base.clone(),
                (Side::Request, Some(name)) if group.len() > 1 && alone => name.clone(),
                (Side::Request, _) => input.clone(),
            };
            let more = self.longer(side, *object, owners);
            let more: Vec<Name> = by_verb.filter(|_| side == Side::Request).into_iter().chain(more).collect();
            self.give(*object, &name, &more);
            self.stems.insert(*object, stem.clone());
        }
    }

    /// The verb by which a part is sent, if it is one that makes or changes what it is sent to.
    fn only_verb(&self, object: usize) -> Option<Name> {
        let verbs = self.verbs.get(&object)?;
        let changes = |verb: &str| english::is_create(verb) || english::is_update(verb);
        verbs.first().filter(|verb| verbs.len() == 1 && changes(verb.as_str())).cloned()
    }

    /// Owner and noun, whatever they share: `contact_contact_person`.
    fn in_full(&self, holder: &Holder) -> Name {
        let owner = self.stems.get(&holder.owner).map(|stem| stem.owner.clone()).unwrap_or_default();
        Name::from_words([owner.as_str(), holder.noun.as_str()])
    }

    /// What a part is called: within its owner, or within what its owners share.
    fn part_stem(&self, product: Option<usize>, owned_by: &[Holder]) -> Stem {
        let stems: Vec<&Stem> = owned_by.iter().filter_map(|holder| self.stems.get(&holder.owner)).collect();
        let nouns: BTreeSet<Name> = owned_by.iter().map(|holder| holder.noun.clone()).collect();
        let nouns: Vec<Name> =
            if nouns.len() > 1 { nouns.iter().map(Name::singular).collect() } else { nouns.into_iter().collect() };
        // `billing_address` and `shipping_address` are both an address.
        let noun = common_tail(&nouns).or_else(|| nouns.first().cloned()).unwrap_or_default();
        let one = stems.windows(2).all(|pair| matches!(pair, [a, b] if a.entity == b.entity));
        // What an invoice, a payment or a bill is called is no name for a line about one.
        let known = self.own.iter().any(|(of, entity)| Some(*of as usize) == product && *entity == noun);
        let owner = match stems.first() {
            Some(first) if one => {
                let owners: Vec<Name> = stems.iter().map(|stem| stem.owner.clone()).collect();
                Stem { entity: first.entity.clone(), owner: common_head(&owners).unwrap_or_default() }
            }
            Some(first) if known => (*first).clone(),
            _ => return Stem { entity: noun.clone(), owner: noun },
        };
        Stem { owner: part(&owner.entity, &owner.owner, &noun), entity: owner.entity }
    }

    /// Names that say more, where the short ones are taken.
    fn longer(&self, side: Side, object: usize, owners: &Owners) -> Vec<Name> {
        let Some(Holder { owner, noun, field, .. }) = owners.get(&object).and_then(|owned_by| owned_by.first()) else {
            return Vec::new();
        };
        let Some(holder) = self.names.get(owner) else { return Vec::new() };
        let stem = self.stems.get(owner).cloned().unwrap_or_default();
        let holder = without_word(holder, "input");
        let extent = if self.is_less(object, &stem.owner.join(noun)) { "summary" } else { "detail" };
        let end = if side == Side::Request { "input" } else { "" };
        let free = |name: &Name| !self.actions.iter().any(|(_, action)| action == name);
        let names = [
            stem.owner.join(noun),
            Name::from_words([stem.owner.join(noun).as_str(), extent]),
            stem.owner.join(&field.singular()),
            holder.join(noun),
            holder.join(&field.singular()),
            Name::from_words([holder.as_str(), noun.as_str()]),
            Name::from_words([holder.as_str(), noun.as_str(), extent]),
        ];
        let named = names.into_iter().map(|name| match said_by_verb(&name) {
            true => name,
            false => Name::from_words([name.as_str(), end]),
        });
        named.filter(free).collect()
    }

    /// Whether an object has fewer fields than the one with that name.
    fn is_less(&self, object: usize, name: &Name) -> bool {
        let fields = |object: usize| self.work.objects.get(object).map_or(0, |draft| draft.fields.len());
        let product = self.work.product_of_object(object).unwrap_or_default();
        self.taken.get(&(product, name.clone())).is_some_and(|&other| fields(object) < fields(other))
    }

    /// Objects that own each other have no outer one; any order does.
    fn name_the_rest(&mut self, side: Side, owners: &Owners) {
        let mut rest: Vec<usize> = self.work.roots().filter(|object| !self.names.contains_key(object)).collect();
        // A choice before its variants, which are named after it.
        rest.sort_by_key(|&object| self.work.objects.get(object).is_none_or(|draft| draft.variants.is_empty()));
        for object in rest {
            let Some(draft) = self.work.objects.get(object).filter(|draft| draft.side == side) else { continue };
            if self.name_alternative(object, owners) {
                continue;
            }
            let field = owners.get(&object).and_then(|owned_by| owned_by.first()).map(|holder| holder.noun.clone());
            let component = draft.component.as_ref().map(|component| thing(&self.vocabulary.words(component)));
            let name = component.or(field).unwrap_or_else(|| Name::parse("object"));
            let input = Name::from_words([name.as_str(), "input"]);
            let named = if side == Side::Request { &input } else { &name };
            let more = self.longer(side, object, owners);
            self.give(object, named, &more);
            self.stems.insert(object, Stem { entity: name.clone(), owner: name });
        }
    }

    fn owners(&self, side: Side) -> Owners {
        let mut owners: Owners = BTreeMap::new();
        for owner in self.work.roots() {
            let Some(draft) = self.work.objects.get(owner).filter(|draft| draft.side == side) else { continue };
            let held = |ty: &Type| ty.model().map(|id| self.work.root(id.0 as usize)).filter(|&object| object != owner);
            for (field, drafted) in &draft.fields {
                let Some(object) = held(&drafted.ty) else { continue };
                let field = self.vocabulary.words(field);
                let noun = if matches!(drafted.ty, Type::Model(_)) { whole(&field) } else { thing(&field) };
                owners.entry(object).or_default().push(Holder { owner, noun, field, alternative: false });
            }
            let choices = draft.choices.iter().map(|ty| (Name::parse(CHOICE), ty));
            let variants = draft.variants.iter().map(|variant| (variant.name.clone(), &variant.ty));
            for (word, object) in variants.chain(choices).filter_map(|(word, ty)| Some((word, held(ty)?))) {
                owners.entry(object).or_default().push(Holder {
                    owner,
                    noun: word.clone(),
                    field: word,
                    alternative: true,
                });
            }
        }
        owners
    }
}

/// Whether a name begins with what is done: `create_contact_contact_person`.
fn said_by_verb(name: &Name) -> bool {
    name.words().first().is_some_and(|word| english::is_create(word) || english::is_update(word))
}
