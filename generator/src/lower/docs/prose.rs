//! Prose as a tree.
//!
//! In: what the readers of HTML and Markdown found. Out: [`Block`]s, one a paragraph or list item, of [`Inline`]s whose
//! texts are plain: whatever a text holds, only the writer decides how it is spelled.

/// A paragraph or a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) inlines: Vec<Inline>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph.
    Paragraph,
    /// An item: how many lists are around its own, and its number where items are counted.
    Item(usize, Option<u64>),
}

/// A piece of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Plain text.
    Text(String),
    /// Something spelled exactly so.
    Code(String),
    /// Bold.
    Strong(Vec<Self>),
    /// Italic.
    Emphasis(Vec<Self>),
    /// A link and its target, which is absolute.
    Link(Vec<Self>, String),
    /// The end of a line within the block.
    Break,
}

/// The visible characters of inlines.
pub(super) fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(inner, _) => out.push_str(&plain(inner)),
            Inline::Break => out.push(' '),
        }
    }
    out
}

/// The paragraphs of a block: two line breaks in a row end one. An item stays one.
pub(super) fn paragraphs(block: Block) -> Vec<Block> {
    if block.kind != Kind::Paragraph {
        return vec![Block { inlines: tidy(block.inlines), ..block }];
    }
    let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut broken = false;
    for inline in block.inlines {
        let blank = matches!(&inline, Inline::Text(text) if text.trim().is_empty());
        if inline == Inline::Break && broken {
            parts.push(Vec::new());
        } else {
            parts.last_mut().into_iter().for_each(|part| part.push(inline.clone()));
        }
        broken = inline == Inline::Break || (broken && blank);
    }
    parts.into_iter().map(|inlines| Block { kind: Kind::Paragraph, inlines: tidy(inlines) }).collect()
}

/// Puts texts that touch together, takes blanks off both ends and around line breaks, and drops what is empty.
pub(super) fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in inlines {
        let inline = match inline {
            Inline::Strong(inner) => Inline::Strong(tidy_inner(inner)),
            Inline::Emphasis(inner) => Inline::Emphasis(tidy_inner(inner)),
            Inline::Link(inner, target) => Inline::Link(tidy_inner(inner), target),
            other => other,
        };
        match (out.last_mut(), inline) {
            (_, Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link(inner, _)) if inner.is_empty() => {}
            (Some(Inline::Text(known)), Inline::Text(text)) => join(known, &text),
            (None | Some(Inline::Break), Inline::Break) => {}
            (_, Inline::Code(code)) if code.trim().is_empty() => {}
            (_, Inline::Text(text)) => {
                let mut clean = String::new();
                join(&mut clean, &text);
                out.push(Inline::Text(clean));
            }
            (_, inline) => out.push(inline),
        }
    }
    trim(&mut out);
    out
}

/// Emphasis keeps a blank at its ends, which the writer puts outside.
fn tidy_inner(inlines: Vec<Inline>) -> Vec<Inline> {
    let blank = |inline: Option<&Inline>, at_end: bool| {
        let Some(Inline::Text(text)) = inline else { return false };
        if at_end { text.ends_with(char::is_whitespace) } else { text.starts_with(char::is_whitespace) }
    };
    let (before, after) = (blank(inlines.first(), false), blank(inlines.last(), true));
    let mut inner = tidy(inlines);
    if inner.is_empty() {
        return inner;
    }
    if before {
        inner.insert(0, Inline::Text(" ".to_owned()));
    }
    if after {
        inner.push(Inline::Text(" ".to_owned()));
    }
    inner
}

/// Adds text, one blank between words.
fn join(out: &mut String, text: &str) {
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
}

fn trim(inlines: &mut Vec<Inline>) {
    let last = inlines.len().saturating_sub(1);
    let breaks: Vec<bool> = inlines.iter().map(|inline| *inline == Inline::Break).collect();
    let ends = |index: Option<usize>| index.is_none_or(|index| breaks.get(index).copied().unwrap_or(true));
    for (index, inline) in inlines.iter_mut().enumerate() {
        if let Inline::Text(text) = inline {
            if ends(index.checked_sub(1)) {
                *text = text.trim_start().to_owned();
            }
            if index == last || ends(Some(index + 1)) {
                *text = text.trim_end().to_owned();
            }
        }
    }
    inlines.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    while inlines.last() == Some(&Inline::Break) {
        inlines.pop();
    }
    while inlines.first() == Some(&Inline::Break) {
        inlines.remove(0);
    }
}
