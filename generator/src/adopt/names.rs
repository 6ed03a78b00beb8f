//! Which texts are names. In: a title or a path. Out: the same if it is a name, else nothing or what stands for it.

use crate::ir::name::Name;

/// A title has no more words than these.
const MOST_WORDS: usize = 6;
/// Longest title.
const LONGEST: usize = 60;

/// A title that names something: a few words, and no sentence.
pub(super) fn title(text: &str) -> Option<&str> {
    let text = text.trim();
    let short = text.len() <= LONGEST && text.split_whitespace().count() <= MOST_WORDS;
    let sentence = text.ends_with(['.', '!', '?']) || text.contains(". ") || text.contains('\n');
    (short && !sentence && !text.is_empty()).then_some(text)
}

/// `customer-payments` as a title: `Customer payments`.
pub(super) fn titled(stem: &str) -> String {
    let words = Name::parse(stem).words().join(" ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The path of the YAML that a document becomes.
pub(super) fn yaml_path(path: &str) -> String {
    path.strip_suffix(".json").map_or_else(|| path.to_owned(), |stem| format!("{stem}.yml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_and_sentences_are_not() {
        assert_eq!(title(" Customer Payments "), Some("Customer Payments"));
        assert_eq!(title("All that one may do with it."), None);
        assert_eq!(title("Everything that has to do with payments by customers"), None);
        assert_eq!(titled("customer-payments"), "Customer payments");
        assert_eq!(yaml_path("books/a.json"), "books/a.yml");
        assert_eq!(yaml_path("books/a.yaml"), "books/a.yaml");
    }
}
