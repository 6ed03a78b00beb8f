//! Documentation as rustdoc wants it.
//!
//! In: text of documents, which may hold HTML. Out: Markdown without broken links: `<code>` becomes backticks, other
//! tags go, brackets that are no link are escaped and bare URLs become links.

use crate::ir::fact::Editions;

/// One paragraph or more of Markdown; empty where there is nothing to say.
pub(super) fn markdown(text: &str) -> String {
    let text = decode_entities(&tags(text));
    let lines = text.lines().map(str::trim).map(line).collect::<Vec<_>>();
    let mut out = String::new();
    for line in lines {
        if line.is_empty() && (out.is_empty() || out.ends_with("\n\n")) {
            continue;
        }
        out.push_str(&line);
        out.push('\n');
    }
    out.trim_end().to_owned()
}

/// The first sentence ends with a stop, as Rust documentation does.
pub(super) fn sentence(text: &str) -> String {
    let text = markdown(text);
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':', '`', ')']) { text.to_owned() } else { format!("{text}.") }
}

/// What a document says of something, or its name on the wire where it says nothing.
pub(super) fn or_code(docs: Option<&str>, wire: &str) -> String {
    let said = docs.map(sentence).filter(|docs| !docs.is_empty());
    said.unwrap_or_else(|| format!("{}.", code(wire)))
}

/// Which editions have something; nothing where all do.
pub(super) fn editions(editions: &Editions) -> Option<String> {
    let named = |names: &[String]| names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ");
    match (editions.only.as_slice(), editions.except.as_slice()) {
        ([], []) => None,
        ([], except) => Some(format!("Not in the editions {}.", named(except))),
        (only, []) => Some(format!("Editions: {}.", named(only))),
        (only, except) => Some(format!("Editions: {}, not {}.", named(only), named(except))),
    }
}

/// Replaces tags by what they mean in Markdown.
fn tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tail) = rest.split_at(open);
        out.push_str(before);
        let named = tail.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic() || c == '/');
        let close = tail.find('>').filter(|_| named);
        let Some(close) = close else {
            out.push('<');
            rest = tail.get(1..).unwrap_or_default();
            continue;
        };
        out.push_str(tag(tail.get(1..close).unwrap_or_default()));
        rest = tail.get(close + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn tag(inner: &str) -> &'static str {
    let name: String = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    match (name.to_ascii_lowercase().as_str(), inner.starts_with('/')) {
        ("code" | "tt", _) => "`",
        ("br" | "p" | "div", _) => "\n\n",
        ("li", false) => "\n- ",
        ("ul" | "ol", true) => "\n\n",
        _ => "",
    }
}

fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// Escapes what rustdoc would take for links, HTML or code blocks, outside code spans. Nothing that a document says
/// may become a code block, because rustdoc compiles and runs those.
fn line(text: &str) -> String {
    // One blank between words: more of them begin an indented code block inside a list.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let spans: Vec<&str> = text.split('`').collect();
    let balanced = spans.len() % 2 == 1 && !text.contains("``");
    let escaped =
        spans.iter().enumerate().map(|(i, span)| if balanced && i % 2 == 1 { (*span).to_owned() } else { prose(span) });
    escaped.collect::<Vec<_>>().join(if balanced { "`" } else { "\\`" })
}

/// A text as a code span on one line, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    if text.is_empty() { "an empty text".to_owned() } else { format!("`{text}`") }
}

fn prose(text: &str) -> String {
    let words = text.split_inclusive(' ').map(|word| {
        let bare = word.trim_end();
        let url = bare.trim_end_matches(['.', ',', ')', ';']);
        if url.starts_with("https://") || url.starts_with("http://") {
            return word.replacen(url, &format!("<{url}>"), 1);
        }
        let mut out = String::new();
        for c in word.chars() {
            if matches!(c, '[' | ']' | '<' | '>' | '*' | '\\' | '~') || (c == '_' && word.contains("__")) {
                out.push('\\');
            }
            if !c.is_control() {
                out.push(c);
            }
        }
        out
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        assert_eq!(markdown("Use <code>a_b</code> &amp; <b>c</b>."), "Use `a_b` & c.");
        assert_eq!(markdown("one<br>two"), "one\n\ntwo");
        assert_eq!(markdown("Max-length [100], 1 < 2"), "Max-length \\[100\\], 1 \\< 2");
        assert_eq!(markdown("see https://a.example/b."), "see <https://a.example/b>.");
        assert_eq!(sentence("An invoice"), "An invoice.");
    }

    #[test]
    fn no_text_becomes_a_code_block() {
        for text in ["~~~\nx();\n~~~", "```\nx();\n```", "````\nx();\n````", "-     x();", "    x();", "1.      x();"] {
            let text = markdown(text);
            for line in text.lines() {
                assert!(!line.starts_with("~~~") && !line.starts_with("```") && !line.contains("     "), "{text}");
            }
        }
        assert_eq!(code("a `b`\n~~~"), "`a 'b' ~~~`");
    }
}
