//! Prose as rustdoc's Markdown.
//!
//! In: blocks. Out: Markdown in which only what this file writes means anything: every character of a text that could
//! begin a link, a list, HTML or a code block is escaped, and bare addresses become links.

use super::prose::{Block, Inline, Kind};

/// The blocks, a line each, with a blank line between paragraphs.
pub(super) fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    // Depth and width of the markers of the items around.
    let mut margins: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<Kind> = None;
    for block in blocks {
        if let Some(before) = before {
            out.push_str(if is_tight(before, block.kind) { "\n" } else { "\n\n" });
        }
        match block.kind {
            Kind::Paragraph => {
                margins.clear();
                out.push_str(&inlines(&block.inlines, ""));
            }
            Kind::Item(depth, number) => {
                margins.retain(|(outer, _)| *outer < depth);
                let margin: usize = margins.iter().map(|(_, width)| width).sum();
                let marker = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                margins.push((depth, marker.len()));
                let (margin, indent) = (" ".repeat(margin), " ".repeat(margin + marker.len()));
                out.push_str(&format!("{margin}{marker}{}", inlines(&block.inlines, &indent)));
            }
        }
        before = Some(block.kind);
    }
    out
}

/// Whether a block may follow on the next line. Only a list that counts from 1 can begin behind a line of text.
fn is_tight(before: Kind, block: Kind) -> bool {
    match (before, block) {
        (Kind::Item(..), Kind::Item(_, None | Some(1))) => true,
        (Kind::Item(depth, Some(_)), Kind::Item(own, Some(_))) => depth == own,
        _ => false,
    }
}

/// A text as a code span on one line, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| super::is_readable(*c)).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return "an empty text".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn inlines(inlines: &[Inline], indent: &str) -> String {
    let mut line = Line { out: String::new(), indent, emphasised: false, linked: false };
    line.all(inlines);
    line.out
}

/// One block while it is written.
struct Line<'i> {
    out: String,
    indent: &'i str,
    /// Whether emphasis is open: only the outermost is shown.
    emphasised: bool,
    /// Whether a link is open: there is none in it.
    linked: bool,
}

impl Line<'_> {
    fn all(&mut self, inlines: &[Inline]) {
        for (index, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => {
                    // Backticks that touch would be one run of them.
                    self.apart(|last| last == '`');
                    self.out.push_str(&code(text));
                }
                Inline::Strong(inner) => self.emphasis(inner, "**", inlines.get(index + 1)),
                Inline::Emphasis(inner) => self.emphasis(inner, "*", inlines.get(index + 1)),
                Inline::Link(inner, target) => self.link(inner, target),
                Inline::Break => {
                    self.out.push_str("\\\n");
                    self.out.push_str(self.indent);
                }
            }
        }
    }

    /// Puts a blank where the last character would change the meaning of the next.
    fn apart(&mut self, clashes: impl Fn(char) -> bool) {
        if self.out.chars().next_back().is_some_and(clashes) && !self.at_start() {
            self.out.push(' ');
        }
    }

    /// Whether a line begins here.
    fn at_start(&self) -> bool {
        self.out.rsplit('\n').next().unwrap_or_default().trim().is_empty()
    }

    fn emphasis(&mut self, inner: &[Inline], mark: &str, next: Option<&Inline>) {
        let (plain, written) = (super::prose::plain(inner), self.inside(inner, self.linked));
        // Bold code is code.
        if self.emphasised || written.is_empty() || matches!(inner, [Inline::Code(_)]) {
            self.all(inner);
            return;
        }
        if plain.starts_with(char::is_whitespace) {
            self.apart(|last| !last.is_whitespace());
        }
        // A mark between a letter and a sign means nothing, and marks that touch mean something else.
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let sign = !letter(written.chars().next());
        self.apart(|last| last == '*' || (sign && last.is_alphanumeric()));
        self.out.push_str(&format!("{mark}{written}{mark}"));
        let sign = !letter(written.chars().next_back());
        let touches = match next {
            Some(Inline::Text(text)) => sign && letter(text.chars().next()),
            Some(Inline::Break) | None => false,
            Some(_) => true,
        };
        if touches || plain.ends_with(char::is_whitespace) {
            self.out.push(' ');
        }
    }

    /// What stands within emphasis or a link, without emphasis of its own.
    fn inside(&self, inner: &[Inline], linked: bool) -> String {
        let mut line = Line { out: String::new(), indent: self.indent, emphasised: true, linked };
        line.all(inner);
        line.out.trim().to_owned()
    }

    fn link(&mut self, inner: &[Inline], target: &str) {
        if self.linked {
            return self.all(inner);
        }
        let plain = super::prose::plain(inner);
        if plain.starts_with(char::is_whitespace) {
            self.apart(|last| !last.is_whitespace());
        }
        let text = plain.trim();
        if text.is_empty() || text == target || Some(text) == target.strip_prefix("mailto:") {
            self.address(target);
        } else {
            // Behind a `!` the link would be an image.
            if self.out.ends_with('!') {
                self.out.insert(self.out.len() - 1, '\\');
            }
            self.out.push_str(&format!("[{}]({})", self.inside(inner, true), safe(target)));
        }
        if plain.ends_with(char::is_whitespace) {
            self.out.push(' ');
        }
    }

    fn address(&mut self, target: &str) {
        self.out.push_str(&format!("<{}>", bare(target)));
    }

    /// Text with the addresses in it as links.
    fn text(&mut self, text: &str) {
        let mut rest = if self.out.ends_with(' ') || self.at_start() { text.trim_start() } else { text };
        while let Some((begin, end)) = address(rest).filter(|_| !self.linked) {
            self.escaped(rest.get(..begin).unwrap_or_default());
            self.address(rest.get(begin..end).unwrap_or_default());
            rest = rest.get(end..).unwrap_or_default();
        }
        self.escaped(rest);
    }

    fn escaped(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        for (index, &c) in chars.iter().enumerate() {
            let after = chars.get(index + 1..).unwrap_or_default();
            if self.begins_block(c, after) || means_something(c, self.out.chars().next_back(), after) {
                self.out.push('\\');
            }
            self.out.push(c);
        }
    }
}

impl Line<'_> {
    /// Whether a character makes the line that it stands in a heading, a rule or a list item.
    fn begins_block(&self, c: char, after: &[char]) -> bool {
        if !matches!(c, '#' | '=' | ':' | '-' | '+' | '.' | ')') {
            return false;
        }
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim_start();
        let alone = !after.first().is_some_and(|c| c.is_alphanumeric());
        match c {
            '#' | '=' | ':' => line.is_empty(),
            '-' | '+' => line.is_empty() && alone,
            _ => alone && !line.is_empty() && line.len() < 10 && line.chars().all(|c| c.is_ascii_digit()),
        }
    }
}

/// Whether a character means something wherever it stands.
fn means_something(c: char, previous: Option<char>, after: &[char]) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
        '_' => !(word(previous) && word(after.first().copied())),
        // The end of an entity decides whether it is one, and may come later.
        '&' => matches!(after.iter().find(|c| !c.is_ascii_alphanumeric() && **c != '#'), None | Some(';')),
        _ => false,
    }
}

/// Where the first address of the web is in a text.
fn address(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let begin = ["https://", "http://"].iter().filter_map(|scheme| lower.find(scheme)).min()?;
    let rest = text.get(begin..)?;
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '{' | '}' | '[' | ']');
    let end = rest.find(ends).unwrap_or(rest.len());
    let mut url = rest.get(..end)?;
    // A stop behind an address ends the sentence; a bracket belongs to it where it was opened in it.
    loop {
        let shorter = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if shorter.matches(')').count() > shorter.matches('(').count() => inner,
            _ => shorter,
        };
        if shorter == url {
            break;
        }
        url = shorter;
    }
    (url.split("://").nth(1).is_some_and(|host| !host.is_empty())).then(|| (begin, begin + url.len()))
}

/// A target without what would end an address.
fn bare(target: &str) -> String {
    encoded(target, |c| c.is_whitespace() || matches!(c, '<' | '>'))
}

/// A target without what would end the link around it, or mean something in it.
fn safe(target: &str) -> String {
    let meant = ['<', '>', '(', ')', '\\', '`', '"', '|', '^', '{', '}', '[', ']', '*', '~'];
    encoded(target, |c| c.is_whitespace() || meant.contains(&c)).replace('&', "&amp;")
}

fn encoded(target: &str, is: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for c in target.chars() {
        if is(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}
