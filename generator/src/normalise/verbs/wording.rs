//! How a method is put.
//!
//! In: an operation, the words of its path and what its id or summary says. Out: verb and object.

use crate::ir::model::{Body, Many, Payload, Type};
use crate::ir::name::Name;
use crate::ir::wire::{Location, Method};
use crate::normalise::english;
use crate::normalise::paths::Segment;
use crate::normalise::phrases::{Phrase, spoken, turned};
use crate::normalise::vocabulary::Vocabulary;
use crate::normalise::work::OperationWork;

/// The literals of a path, as words.
pub(super) struct PathWords {
    literals: Vec<Name>,
    /// Whether the path ends in a parameter.
    member: bool,
}

impl PathWords {
    pub(super) fn of(segments: &[Segment], vocabulary: &Vocabulary) -> Self {
        let literals = segments.iter().filter_map(Segment::literal).map(|text| vocabulary.words(text));
        let literals = literals.map(|name| Name::from_words(turned(&name.words())));
        Self { literals: literals.collect(), member: matches!(segments.last(), Some(Segment::Param(_))) }
    }

    pub(super) fn last(&self) -> Option<&Name> {
        self.literals.last()
    }
}

/// Words of generated ids: method and path, and nothing that a person has said.
pub(super) fn is_mechanical(operation: &OperationWork<'_>, id: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (id, path) = (letters(id), letters(&operation.wire.path));
    let method = letters(operation.wire.method.as_str());
    let verb = matches!(operation.wire.method, Method::Post | Method::Put | Method::Patch);
    id == format!("{method}{path}") || id == format!("{path}{method}") || (verb && id.starts_with(&method))
}

/// Whether the verb can be what the method does.
pub(super) fn goes_with(method: Method, phrase: &Phrase) -> bool {
    let verb = phrase.verb();
    match method {
        Method::Get => !(english::is_create(verb) || english::is_update(verb) || english::is_delete(verb)),
        Method::Put | Method::Patch => {
            !(english::is_get(verb) || english::is_create(verb) && verb != "add" || english::is_delete(verb))
        }
        Method::Delete => !(english::is_get(verb) || english::is_create(verb) || english::is_update(verb)),
        Method::Post => verb != "delete" && verb != "list",
        _ => true,
    }
}

/// Whether the verb says no more than the method does.
pub(super) fn is_plain(verb: &str) -> bool {
    english::is_get(verb) || english::is_create(verb) || english::is_update(verb) || english::is_delete(verb)
}

pub(super) fn lists(operation: &OperationWork<'_>) -> bool {
    operation.wire.method == Method::Get && matches!(operation.result.payload, Payload::Items { .. })
}

/// Whether one call changes many: a list is sent, or ids stand in the query.
pub(super) fn takes_many(operation: &OperationWork<'_>) -> bool {
    let list = matches!(operation.body, Some(Body::JsonValue { ty: Type::List(_), .. }));
    list || operation.params.iter().any(|param| param.location == Location::Query && param.wire.ends_with("_ids"))
}

/// Whether the resource's own ids must be given: `GET /itemdetails?item_ids=`.
pub(super) fn fetches_many(operation: &OperationWork<'_>, own: &[Name]) -> bool {
    let asks = |name: &Name| {
        let ids = format!("{name}_ids");
        operation.params.iter().any(|param| param.wire == ids && (param.required || param.many != Many::No))
    };
    lists(operation) && own.iter().any(asks)
}

/// `update_by_unique_identifier` of a header `X-Unique-Identifier-Key` that must be sent.
pub(super) fn found_by(operation: &OperationWork<'_>) -> Option<Name> {
    let key = operation.params.iter().find(|param| param.location == Location::Header && param.required)?;
    let words = key.name.words();
    let words = words.iter().filter(|word| !matches!(**word, "key" | "name" | "value"));
    Some(Name::from_words(["update", "by"].into_iter().chain(words.copied())))
}

/// The phrase, put so that it says enough: a bare `add` gets the path's noun, and what is too long keeps only that.
pub(super) fn completed(operation: &OperationWork<'_>, phrase: &Phrase, path: &PathWords, collection: bool) -> Name {
    let object = phrase.object();
    let noun = path.last().cloned().unwrap_or_default();
    let reads = operation.wire.method == Method::Get && english::is_get(phrase.verb()) && phrase.verb() != "list";
    let verb = Name::parse(if reads { "get" } else { phrase.verb() });
    let object = if noun.as_str() == "email" { said_as(&object, "mail", "email") } else { object };
    if !phrase.is_short() {
        return verb.join(&noun);
    }
    if !object.is_empty() {
        return verb.join(&specific(&object, &noun, path.member && is_plain(verb.as_str())));
    }
    // `Refund a credit note` makes a refund.
    let many = noun.singular() != noun;
    if operation.wire.method == Method::Post && collection && many && !path.member && noun.singular() == verb {
        return Name::parse("create").join(&noun.singular());
    }
    if is_plain(verb.as_str()) { verb.join(&if path.member { noun.singular() } else { noun }) } else { verb }
}

/// The path's word for the same thing.
fn said_as(name: &Name, said: &str, path: &str) -> Name {
    Name::from_words(name.words().into_iter().map(|word| if word == said { path } else { word }))
}

/// `delete items` of `/lineitems/{}` is `delete_line_item`.
fn specific(object: &Name, noun: &Name, one: bool) -> Name {
    let (said, path) = (object.singular(), noun.singular());
    let tied = path.words().iter().any(|word| english::is_preposition(word));
    let more = !tied && path.words().len() > said.words().len() && path.words().ends_with(&said.words());
    let object = match (more, *object == said) {
        (true, true) => path,
        (true, false) => path.plural(),
        (false, _) => object.clone(),
    };
    if one && object.singular() == noun.singular() { object.singular() } else { object }
}

/// `POST /invoices/{}/status/sent` gives `mark_sent`, `…/writeoff/cancel` gives `cancel_write_off`.
pub(super) fn by_path(operation: &OperationWork<'_>, path: &PathWords, collection: bool) -> Name {
    let Some(last) = path.last().filter(|last| !last.is_empty()) else {
        let root = operation.path.literals().all(str::is_empty) && operation.path.params().is_empty();
        return by_method(operation).join(&Name::parse(if root { "root" } else { "" }));
    };
    let before = path.literals.len().checked_sub(2).and_then(|at| path.literals.get(at));
    let words = last.words();
    let acts = words.first().is_some_and(|word| english::is_verb(word));
    let stated = matches!(words.as_slice(), [state] if english::is_state(state));
    let change = matches!(operation.wire.method, Method::Post | Method::Put | Method::Patch);
    if change && (stated || before.is_some_and(|name| name.as_str() == "status")) {
        return marked(last, before);
    }
    if acts && !collection && !path.member {
        return match before {
            Some(object) if words.len() == 1 && !english::is_verb(object.as_str()) => last.join(&object.singular()),
            _ => spoken(last),
        };
    }
    let one = last.singular();
    match operation.wire.method {
        Method::Get => Name::parse("get").join(if path.member { &one } else { last }),
        Method::Put | Method::Patch => Name::parse("update").join(if collection { &one } else { last }),
        Method::Delete => Name::parse("delete").join(if path.member { &one } else { last }),
        Method::Post if words.first() == Some(&"from") => Name::parse("create").join(last),
        Method::Post => Name::parse(if collection { "add" } else { "create" }).join(&one),
        _ => by_method(operation).join(last),
    }
}

/// `mark_sent`; what is itself done is said as a verb: `void`.
fn marked(state: &Name, before: Option<&Name>) -> Name {
    let object = before.filter(|name| name.as_str() != "status" && !english::is_verb(name.as_str()));
    let marked = Name::from_words(["mark", state.as_str()]);
    match object {
        Some(object) => Name::from_words(["mark", object.singular().as_str(), state.as_str()]),
        None => spoken(&marked),
    }
}

/// The method of HTTP, where there is nothing else to say.
pub(super) fn by_method(operation: &OperationWork<'_>) -> Name {
    Name::parse(match operation.wire.method {
        Method::Get => "get",
        Method::Post => "create",
        Method::Put | Method::Patch => "update",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
        Method::Trace => "trace",
    })
}

/// What gives a list is called so: `list_comments`.
pub(super) fn listed(name: &Name, path: &PathWords) -> Name {
    let words = name.words();
    let Some((verb, object)) = words.split_first() else { return name.clone() };
    if !english::is_get(verb) {
        return name.clone();
    }
    let object = if object.is_empty() { path.last().cloned().unwrap_or_default() } else { Name::from_words(object) };
    let told = *verb == "list" && path.last().is_none_or(|noun| noun.singular() != object.singular());
    Name::parse("list").join(&if told { object } else { plural_head(&object) })
}

/// A list is sent: `update_custom_fields`.
pub(super) fn on_many(name: &Name) -> Name {
    match name.words().as_slice() {
        [verb, object @ ..] if is_plain(verb) && !object.is_empty() => {
            Name::parse(verb).join(&plural_head(&Name::from_words(object)))
        }
        _ => name.clone(),
    }
}

/// The noun before the first preposition in the plural.
fn plural_head(name: &Name) -> Name {
    let words = name.words();
    let end = words.iter().position(|word| english::is_preposition(word)).filter(|&at| at > 0).unwrap_or(words.len());
    let head = Name::from_words(words.get(..end).unwrap_or_default());
    let counted = !head.words().last().is_some_and(|last| english::is_uncountable(last));
    let head = if counted { head.plural() } else { head };
    Name::from_words(std::iter::once(head.as_str()).chain(words.iter().skip(end).copied()))
}
