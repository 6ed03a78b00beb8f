//! Fragments of macro calls that are laid out by their template, and not by `prettyplease`, which knows no macro.
//!
//! In: tokens and documentation. Out: texts as a person would write them: `impl Into<crate::Id>`, `/// …`. They come from
//! tokens as everything does, and the whole call is parsed once more when files are formatted.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::tokens::doc_lines;

/// Documentation as comments, each line below the other at this depth; the first one is where the template puts it.
pub(super) fn docs(text: &str, depth: usize) -> String {
    let lines: Vec<String> = doc_lines(text).iter().map(|line| format!("///{line}")).collect();
    lines.join(&format!("\n{}", " ".repeat(depth)))
}

/// Tokens with no more space between them than people put there.
pub(super) fn compact(tokens: TokenStream) -> String {
    let mut words = Vec::new();
    flatten(tokens, &mut words);
    let mut out = String::new();
    let mut last = String::new();
    for word in words {
        if is_apart(&last, &word) {
            out.push(' ');
        }
        out.push_str(&word);
        last = word;
    }
    out
}

/// Words, literals, brackets and signs, one by one; signs of two characters are one.
fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.to_owned());
                flatten(group.stream(), words);
                words.push(close.to_owned());
            }
            TokenTree::Punct(sign) => match (words.last_mut(), sign.as_char()) {
                (Some(last), ':') if last == ":" => last.push(':'),
                (Some(last), '>') if last == "-" || last == "=" => last.push('>'),
                (_, sign) => words.push(sign.to_string()),
            },
            word => words.push(word.to_string()),
        }
    }
}

/// Whether there is a space between two words.
fn is_apart(last: &str, next: &str) -> bool {
    match (last, next) {
        ("" | "(" | "[" | "<" | "::" | "&" | ".", _)
        | (_, "" | ")" | "]" | ">" | "::" | "." | "," | ";" | ":" | "?") => false,
        (last, "(" | "[" | "<") => matches!(last, "=" | "," | ":" | "->" | "=>"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn tokens_are_written_as_people_write_them() {
        for (tokens, expected) in [
            (
                quote! { impl IntoIterator<Item = impl Into<crate::Id>> },
                "impl IntoIterator<Item = impl Into<crate::Id>>",
            ),
            (quote! { value.into_iter().map(Into::into).collect() }, "value.into_iter().map(Into::into).collect()"),
            (quote! { Box::new(value.into()) }, "Box::new(value.into())"),
            (
                quote! { std::collections::BTreeMap<String, Vec<crate::Date>> },
                "std::collections::BTreeMap<String, Vec<crate::Date>>",
            ),
            (quote! { &["a. ( b", "c"] }, r#"&["a. ( b", "c"]"#),
            (quote! { Some(crate::Tenancy::Query("id")) }, r#"Some(crate::Tenancy::Query("id"))"#),
            (quote! { crate::Payload::Key { key: "r#type" } }, r#"crate::Payload::Key { key: "r#type" }"#),
            (quote! { () }, "()"),
            (quote! { fn(r#type: &str) -> bool }, "fn(r#type: &str) -> bool"),
        ] {
            assert_eq!(compact(tokens), expected);
        }
    }

    #[test]
    fn documentation_stays_documentation() {
        assert_eq!(docs("One.\n\n*/ two\rthree", 4), "/// One.\n    ///\n    /// */ twothree");
    }
}
