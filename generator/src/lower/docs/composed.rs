//! Documentation where no document says anything.
//!
//! In: names and types. Out: a sentence of these facts: `mark_sent` of invoices `Marks an invoice as sent.`

use crate::ir::model::Type;
use crate::ir::name::Name;

use super::code;

/// Words that tie a verb to what follows: `convert to open`.
const TIES: [&str; 12] = ["as", "by", "for", "from", "in", "into", "of", "on", "to", "using", "via", "with"];
/// Words that belong to the verb before them: `write off`.
const PARTICLES: [&str; 6] = ["back", "down", "off", "out", "over", "up"];

/// What a method does to its resource: to `one` of it, where the path names one.
pub(in crate::lower) fn operation(verb: &Name, resource: &Name, one: bool) -> String {
    let words = verb.words();
    let (mut words, many) = match words.as_slice() {
        [head @ .., "many"] if !head.is_empty() => (head.to_vec(), true),
        _ => (words, false),
    };
    if words.is_empty() {
        words.push("call");
    }
    let (first, rest) = words.split_first().unwrap_or((&"call", &[]));
    let (particle, rest) = match rest.split_first() {
        Some((particle, rest)) if PARTICLES.contains(particle) => (format!(" {particle}"), rest),
        _ => (String::new(), rest),
    };
    let does = format!("{}{particle}", capital(&third_person(first)));
    let whole = match (many, one || *first == "create" && rest.is_empty(), *first == "list" && rest.is_empty()) {
        (true, ..) => format!("several {}", spoken(&resource.plural())),
        (_, true, false) => with_article(&resource.singular()),
        _ => spoken(&resource.plural()),
    };
    match rest.split_first() {
        None => format!("{does} {whole}."),
        Some((tie, _)) if TIES.contains(tie) => format!("{does} {whole} {}.", rest.join(" ")),
        Some(_) if *first == "mark" => format!("{does} {whole} as {}.", rest.join(" ")),
        Some(_) => format!("{does} {} of {whole}.", object(&Name::from_words(rest))),
    }
}

/// What a field or argument holds, by its name on the wire.
pub(super) fn field(wire: &str, ty: &Type) -> String {
    let plain = wire.starts_with(|c: char| c.is_ascii_lowercase())
        && wire.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let name = Name::parse(wire);
    let words = name.words();
    match (words.as_slice(), ty) {
        (_, Type::Bool) => format!("{}.", code(wire)),
        ([owner @ .., "id"], Type::Id | Type::NumericId) if plain && !owner.is_empty() => {
            format!("Id of the {}.", owner.join(" "))
        }
        ([owner @ .., "ids"], _) if plain && !owner.is_empty() => {
            format!("Ids of {}.", spoken(&Name::from_words(owner).plural()))
        }
        ([_, ..], _) if plain => format!("{}.", capital(&words.join(" "))),
        _ => format!("{}.", code(wire)),
    }
}

/// A noun behind a verb: one has an article unless a word before it says more.
fn object(name: &Name) -> String {
    let words = name.words();
    let head = words.iter().position(|word| TIES.contains(word)).unwrap_or(words.len());
    let noun = Name::from_words(words.iter().take(head));
    let tail: String = words.iter().skip(head).map(|word| format!(" {word}")).collect();
    let one = noun.singular() == noun && noun.plural() != noun;
    format!("{}{tail}", if one { with_article(&noun) } else { spoken(&noun) })
}

fn spoken(name: &Name) -> String {
    name.words().join(" ")
}

fn with_article(name: &Name) -> String {
    let spoken = spoken(name);
    let vowel = spoken.starts_with(['a', 'e', 'i', 'o', 'u']);
    let one = ["uni", "use", "eu", "one"].iter().any(|start| spoken.starts_with(start));
    format!("{} {spoken}", if vowel && !one { "an" } else { "a" })
}

fn third_person(verb: &str) -> String {
    let before_y = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| verb.ends_with(end)) => format!("{verb}es"),
        None => format!("{verb}s"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_sentences() {
        for (verb, one, said) in [
            ("create", false, "Creates a sales order."),
            ("list", false, "Lists sales orders."),
            ("get", true, "Gets a sales order."),
            ("delete_many", false, "Deletes several sales orders."),
            ("mark_sent", true, "Marks a sales order as sent."),
            ("void", true, "Voids a sales order."),
            ("write_off", true, "Writes off a sales order."),
            ("convert_to_open", true, "Converts a sales order to open."),
            ("update_by_custom_field", false, "Updates sales orders by custom field."),
            ("list_refunds", true, "Lists refunds of a sales order."),
            ("apply_credits", true, "Applies credits of a sales order."),
            ("create_comment", true, "Creates a comment of a sales order."),
        ] {
            assert_eq!(operation(&Name::parse(verb), &Name::parse("sales_orders"), one), said);
        }
        assert_eq!(operation(&Name::parse("email"), &Name::parse("invoices"), true), "Emails an invoice.");
    }

    #[test]
    fn fields_are_said_in_words() {
        assert_eq!(field("customer_id", &Type::Id), "Id of the customer.");
        assert_eq!(field("reference_number", &Type::Text), "Reference number.");
        assert_eq!(field("contact_ids", &Type::IdList), "Ids of contacts.");
        assert_eq!(field("is_paid", &Type::Bool), "`is_paid`.");
        assert_eq!(field("X-Upsert", &Type::Text), "`X-Upsert`.");
    }
}
