//! HTML as people write it into descriptions.
//!
//! In: text that may hold tags and entities, well-formed or not. Out: [`Token`]s. Only elements that HTML has are tags;
//! `<customer_id>` is text. Nothing is refused: what closes nothing is dropped, what is never closed ends with its block.

/// A piece of text, or what a tag means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text, entities decoded.
    Text(String),
    /// What stands in `<code>`, on one line.
    Code(String),
    /// What stands in `<pre>`, line by line.
    Lines(Vec<String>),
    /// Something begins.
    Open(Span),
    /// Something ends.
    Close(Span),
    /// A new line.
    Break,
    /// A new paragraph.
    Paragraph,
    /// A list begins; whether its items are counted.
    List(bool),
    /// A list ends.
    ListEnd,
    /// A list item begins.
    Item,
    /// A table ends.
    TableEnd,
    /// A table's row begins.
    Row,
    /// A table's cell begins.
    Cell,
}

/// What a tag can do to the text between it and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Span {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// A link and its target.
    Link(String),
    /// A heading, which is a paragraph of its own in bold.
    Heading,
}

/// Reads a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader { rest: text, out: Vec::new() };
    while let Some(piece) = reader.next() {
        reader.take(piece);
    }
    reader.out
}

/// Text without entities.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    // The oldest entities also stand without their semicolon.
    for name in ["amp", "lt", "gt", "quot", "nbsp"] {
        text = terminated(&text, name);
    }
    html_escape::decode_html_entities(&text).into_owned()
}

fn terminated(text: &str, name: &str) -> String {
    let entity = format!("&{name}");
    let mut parts = text.split(entity.as_str());
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let whole = part.starts_with(|next: char| next == ';' || next == '=' || next.is_ascii_alphanumeric());
        out.push_str(&format!("&{name}{}{part}", if whole { "" } else { ";" }));
    }
    out
}

/// Text up to a tag, or a tag.
enum Piece<'t> {
    Text(&'t str),
    Tag(Tag<'t>),
}

struct Tag<'t> {
    name: String,
    closes: bool,
    attributes: &'t str,
}

struct Reader<'t> {
    rest: &'t str,
    out: Vec<Token>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<Piece<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some((tag, after)) = tag(self.rest) {
            self.rest = after;
            return Some(Piece::Tag(tag));
        }
        let end = text_end(self.rest);
        let (text, after) = self.rest.split_at(end);
        self.rest = after;
        Some(Piece::Text(text))
    }

    fn take(&mut self, piece: Piece<'t>) {
        let tag = match piece {
            Piece::Text(text) => return self.out.push(Token::Text(decoded(text))),
            Piece::Tag(tag) => tag,
        };
        let token = match (tag.name.as_str(), tag.closes) {
            ("code" | "tt" | "kbd" | "samp" | "var", false) => return self.code(),
            ("pre", false) => return self.lines(),
            ("script" | "style" | "head", false) => return self.skip(&tag.name),
            ("b" | "strong" | "th" | "dt", closes) => self.span(Span::Strong, closes, &tag.name),
            ("i" | "em", closes) => self.span(Span::Emphasis, closes, &tag.name),
            ("a", false) => Token::Open(Span::Link(attribute(tag.attributes, "href"))),
            ("a", true) => Token::Close(Span::Link(String::new())),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption", closes) => {
                self.out.push(Token::Paragraph);
                if closes { Token::Close(Span::Heading) } else { Token::Open(Span::Heading) }
            }
            ("br", _) => Token::Break,
            ("ul" | "dl", false) => Token::List(false),
            ("ol", false) => Token::List(true),
            ("ul" | "ol" | "dl", true) => Token::ListEnd,
            ("li", false) => Token::Item,
            ("table", true) => Token::TableEnd,
            ("tr", false) => Token::Row,
            ("td" | "dd", false) => Token::Cell,
            (name, _) if PARAGRAPHS.contains(&name) => Token::Paragraph,
            _ => return,
        };
        self.out.push(token);
    }

    /// Bold or italic; a cell of a table's head and a term of a list begin something as well.
    fn span(&mut self, span: Span, closes: bool, name: &str) -> Token {
        match (name, closes) {
            ("th", false) => self.out.push(Token::Cell),
            ("dt", false) => self.out.push(Token::Item),
            _ => {}
        }
        if closes { Token::Close(span) } else { Token::Open(span) }
    }

    /// The text up to what ends a piece of code: its closing tag, another opening one (which is a closing one misspelt),
    /// the end of the line or of the block. What nothing closes is code only if it is short.
    fn code(&mut self) {
        let mut text = String::new();
        let mut closed = false;
        loop {
            let before = self.rest;
            match self.next() {
                Some(Piece::Text(more)) => text.push_str(more),
                Some(Piece::Tag(tag)) if CODE.contains(&tag.name.as_str()) => {
                    closed = true;
                    break;
                }
                Some(Piece::Tag(tag)) if INSIDE_CODE.contains(&tag.name.as_str()) => {}
                Some(Piece::Tag(_)) => {
                    self.rest = before;
                    break;
                }
                None => break,
            }
        }
        let text = decoded(&text);
        if !closed && text.split_whitespace().count() > 4 {
            self.out.push(Token::Text(text));
            return;
        }
        // Blanks belong to the text around it.
        let blank = |is: bool| is.then(|| Token::Text(" ".to_owned()));
        let (before, after) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
        self.out.extend(blank(before));
        let code = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.out.extend(Some(Token::Code(code)).filter(|code| *code != Token::Code(String::new())));
        self.out.extend(blank(after));
    }

    fn lines(&mut self) {
        let text = self.until("pre");
        let plain = tokens(text).into_iter().map(|token| match token {
            Token::Text(text) | Token::Code(text) => text,
            Token::Break | Token::Paragraph => "\n".to_owned(),
            _ => String::new(),
        });
        let text: String = plain.collect();
        self.out.push(Token::Lines(text.lines().map(str::to_owned).collect()));
    }

    fn skip(&mut self, name: &str) {
        self.until(name);
    }

    /// The text up to a closing tag, or to the end.
    fn until(&mut self, name: &str) -> &'t str {
        let whole = self.rest;
        let mut at = 0;
        while let Some(found) = whole.get(at..).and_then(|rest| rest.find('<')) {
            let begin = at + found;
            if let Some((tag, after)) = whole.get(begin..).and_then(tag)
                && tag.closes
                && tag.name == name
            {
                self.rest = after;
                return whole.get(..begin).unwrap_or_default();
            }
            at = begin + 1;
        }
        self.rest = "";
        whole
    }
}

/// Where text ends: before the next tag. What stands in backticks is text, tags included.
fn text_end(text: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['<', '`'])) {
        let here = at + found;
        let rest = text.get(here..).unwrap_or_default();
        match rest.strip_prefix('`') {
            Some(after) => at = here + 1 + quoted(after),
            None if tag(rest).is_some() => return here,
            None => at = here + 1,
        }
    }
    text.len()
}

/// How long the text in backticks is, the closing one included; nothing where it is not closed at once.
fn quoted(text: &str) -> usize {
    const LONGEST: usize = 60;
    text.find(['`', '\n'])
        .filter(|&end| end < LONGEST && text.get(end..).is_some_and(|end| end.starts_with('`')))
        .map_or(0, |end| end + 1)
}

/// The tag, or comment, that a text begins with, and what stands behind it.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let inner = text.strip_prefix('<')?;
    if let Some(comment) = inner.strip_prefix("!--") {
        let (_, after) = comment.split_once("-->")?;
        return Some((Tag { name: String::new(), closes: false, attributes: "" }, after));
    }
    let (inner, after) = inner.split_once('>').filter(|(inner, _)| !inner.contains('<'))?;
    let name = inner.trim_start().trim_start_matches(['/', '\\']).trim_start();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, attributes) = name.split_at(end);
    let name = name.to_ascii_lowercase();
    let sound = attributes.is_empty() || attributes.starts_with(|c: char| c.is_whitespace() || c == '/');
    // `<code/>` closes what `<code>` opened.
    let closes = inner.trim_start().starts_with(['/', '\\']) || (inner.ends_with('/') && CODE.contains(&name.as_str()));
    (sound && is_element(&name)).then_some((Tag { name, closes, attributes }, after))
}

/// The value of an attribute, quoted or not.
fn attribute(attributes: &str, name: &str) -> String {
    let lower = attributes.to_ascii_lowercase();
    let value = lower.find(name).and_then(|at| attributes.get(at + name.len()..));
    let value = value.and_then(|rest| rest.trim_start().strip_prefix('=')).unwrap_or_default().trim_start();
    let end = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            return decoded(value.get(1..).unwrap_or_default().split(quote).next().unwrap_or_default());
        }
        _ => value.find(char::is_whitespace).unwrap_or(value.len()),
    };
    decoded(value.get(..end).unwrap_or_default())
}

/// Elements whose content is spelled exactly so.
const CODE: [&str; 5] = ["code", "tt", "kbd", "samp", "var"];

/// Elements that may stand in code and mean nothing there.
const INSIDE_CODE: [&str; 9] = ["b", "strong", "i", "em", "a", "span", "font", "u", "small"];

/// Elements that begin and end a paragraph.
const PARAGRAPHS: [&str; 8] = ["p", "div", "section", "article", "center", "blockquote", "hr", "table"];

/// Elements that mean nothing here.
const PLAIN: [&str; 19] = [
    "thead", "tbody", "tfoot", "abbr", "big", "del", "font", "html", "img", "ins", "mark", "q", "s", "small", "span",
    "strike", "sub", "sup", "u",
];

/// Elements that mean something of their own.
const OTHER: [&str; 31] = [
    "a", "b", "br", "caption", "code", "dd", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "head", "i", "kbd",
    "li", "ol", "pre", "samp", "script", "strong", "style", "td", "th", "tr", "tt", "ul", "var",
];

fn is_element(name: &str) -> bool {
    OTHER.contains(&name) || PARAGRAPHS.contains(&name) || PLAIN.contains(&name)
}
