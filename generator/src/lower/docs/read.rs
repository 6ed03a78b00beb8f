//! Descriptions as they come: Markdown, HTML, or both at once.
//!
//! In: a text of a document. Out: its blocks. Tags decide first, because people who write HTML do not leave blank lines
//! around it; the text between them is then read as Markdown, in which a private character stands for each tag within
//! a paragraph. Code blocks become lines of code; headings become paragraphs in bold; tables become lists of their rows.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html::{Span, Token, tokens};
use super::prose::{Block, Inline, Kind, paragraphs};

/// Stands for the tag at its index.
const MARKS: u32 = 0xF_0000;

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    if is_plain(text) {
        let block = Block { kind: Kind::Paragraph, inlines: vec![Inline::Text(text.to_owned())] };
        return paragraphs(block).into_iter().filter(|block| !block.inlines.is_empty()).collect();
    }
    let (text, definitions) = definitions(&readable(text));
    let mut reader = Reader { definitions, ..Reader::default() };
    for token in tokens(&text) {
        reader.take(token);
    }
    reader.flush();
    reader.finish()
}

/// Whether a text is one line of words, as most are: nothing in it can be Markdown or HTML.
fn is_plain(text: &str) -> bool {
    let word =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | ',' | '\'' | '"' | '(' | ')' | '/' | '%' | ';');
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(word)
}

/// Text without what cannot be seen: control characters, those that turn the direction of text, and our own marks.
fn readable(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| super::is_readable(*c) && u32::from(*c) < MARKS).collect()
}

/// Takes out lines that only say where a reference leads: `[1]: https://…`.
fn definitions(text: &str) -> (String, Vec<(String, String)>) {
    let mut found = Vec::new();
    let mut rest = Vec::new();
    for line in text.split('\n') {
        let label = line.trim_start().strip_prefix('[').and_then(|line| line.split_once("]:"));
        let target = label.map(|(label, target)| (label, target.trim().trim_start_matches('<').trim_end_matches('>')));
        match target.filter(|(label, target)| !label.is_empty() && is_absolute(target)) {
            Some((label, target)) => found.push((label.to_lowercase(), target.to_owned())),
            None => rest.push(line),
        }
    }
    (rest.join("\n"), found)
}

/// What a link may lead to from anywhere.
fn is_absolute(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        && !target.contains(char::is_whitespace)
}

#[derive(Default)]
struct Reader {
    definitions: Vec<(String, String)>,
    blocks: Vec<Block>,
    /// Markdown since the last tag that ends a block, and the tags within it.
    buffer: String,
    marks: Vec<Token>,
    /// HTML lists around, and the number of the next item where items are counted.
    lists: Vec<Option<u64>>,
    /// Whether a table's row is open.
    row: bool,
    /// Whether the next text belongs to the block that is there.
    goes_on: bool,
}

impl Reader {
    fn take(&mut self, token: Token) {
        match token {
            Token::Text(text) => self.buffer.extend(text.chars().filter(|c| super::is_readable(*c))),
            Token::Code(_) | Token::Open(_) | Token::Close(_) | Token::Break => {
                // Lists and headings of Markdown begin on lines of their own.
                let line = if token == Token::Break { "\n" } else { "" };
                if let Some(mark) = u32::try_from(self.marks.len()).ok().and_then(|index| char::from_u32(MARKS + index))
                {
                    self.buffer.push(mark);
                    self.marks.push(token);
                }
                self.buffer.push_str(line);
            }
            Token::Paragraph => self.flush(),
            Token::Lines(lines) => {
                self.flush();
                self.lines(lines.iter().map(String::as_str));
            }
            Token::List(counted) => {
                self.flush();
                self.lists.push(counted.then_some(1));
            }
            Token::ListEnd => {
                self.flush();
                self.lists.pop();
                self.goes_on = false;
            }
            Token::Item => {
                self.flush();
                let number = counted(self.lists.last_mut());
                self.begin_item(self.lists.len().saturating_sub(1), number);
            }
            Token::Row => {
                self.flush();
                self.begin_item(self.lists.len(), None);
                self.row = true;
            }
            Token::TableEnd => {
                self.flush();
                (self.row, self.goes_on) = (false, false);
            }
            Token::Cell => {
                self.flush();
                self.begin_cell();
            }
        }
    }

    /// The cells of a row stand on one line.
    fn begin_cell(&mut self) {
        let Some(block) = self.blocks.last_mut().filter(|_| self.goes_on) else { return };
        while block.inlines.last() == Some(&Inline::Break) {
            block.inlines.pop();
        }
        if !block.inlines.is_empty() {
            block.inlines.push(Inline::Text(" | ".to_owned()));
        }
    }

    fn begin_item(&mut self, depth: usize, number: Option<u64>) {
        self.blocks.push(Block { kind: Kind::Item(depth, number), inlines: Vec::new() });
        self.goes_on = true;
    }

    /// Reads the Markdown since the last flush.
    fn flush(&mut self) {
        let text = dedented(&std::mem::take(&mut self.buffer));
        let marks = std::mem::take(&mut self.marks);
        if text.trim().is_empty() {
            return;
        }
        let definitions = self.definitions.clone();
        let lead = |link: pulldown_cmark::BrokenLink<'_>| {
            let label = link.reference.to_lowercase();
            let known = definitions.iter().find(|(name, _)| *name == label).map(|(_, target)| target.clone());
            // `[text][1]` without a definition still is a link that leads nowhere; `[25]` and `items[0][id]` are none.
            let before = text.get(..link.span.start).and_then(|before| before.chars().next_back());
            let word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ']'));
            let number = !label.is_empty() && label.chars().all(|c| c.is_ascii_digit());
            let reference = link.link_type == LinkType::Reference && number && !word;
            let target = known.or_else(|| reference.then(String::new))?;
            Some((target.into(), "".into()))
        };
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        let parser = Parser::new_with_broken_link_callback(&text, options, Some(lead));
        let mut markdown = Markdown { out: self, marks: &marks, frames: Vec::new(), lists: Vec::new(), code: None };
        parser.for_each(|event| markdown.take(event));
        markdown.end_block();
    }

    /// Adds to the block that is there, or begins a paragraph.
    fn push_inlines(&mut self, inlines: Vec<Inline>) {
        match self.blocks.last_mut().filter(|_| self.goes_on) {
            Some(block) => block.inlines.extend(inlines),
            None => self.blocks.push(Block { kind: Kind::Paragraph, inlines }),
        }
    }

    /// Lines of code, one below the other.
    fn lines<'l>(&mut self, lines: impl Iterator<Item = &'l str>) {
        let code = lines.map(str::trim).filter(|line| !line.is_empty()).map(|line| Inline::Code(line.to_owned()));
        let inlines: Vec<Inline> = code.flat_map(|line| [line, Inline::Break]).collect();
        if !inlines.is_empty() {
            self.push_inlines(inlines);
        }
    }

    fn finish(self) -> Vec<Block> {
        self.blocks.into_iter().flat_map(paragraphs).filter(|block| !block.inlines.is_empty()).collect()
    }
}

/// The number of the next item of a list whose items are counted.
fn counted(list: Option<&mut Option<u64>>) -> Option<u64> {
    let number = list?;
    let own = *number;
    *number = own.map(|own| own.saturating_add(1));
    own
}

/// Indented text is a code block to Markdown, and only indented to people; below a list item it belongs to the item.
fn dedented(text: &str) -> String {
    let mut listed = false;
    let lines = text.split('\n').map(|line| {
        let trimmed = line.trim_start();
        let marker = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
        listed |= marker.starts_with(['-', '*', '+', '.', ')']);
        // A `>` is a comparison far more often than it is a quotation.
        match trimmed.strip_prefix('>') {
            Some(rest) => format!("\\>{rest}"),
            None if listed => line.to_owned(),
            None => trimmed.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What an open piece of Markdown or HTML is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Frame {
    Strong,
    Emphasis,
    Link(String),
    Heading,
}

struct Markdown<'r> {
    out: &'r mut Reader,
    marks: &'r [Token],
    frames: Vec<(Frame, Vec<Inline>)>,
    /// Markdown lists around, as in [`Reader::lists`].
    lists: Vec<Option<u64>>,
    /// The text of a code block.
    code: Option<(bool, String)>,
}

impl Markdown<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) if self.code.is_some() => {
                self.code.iter_mut().for_each(|(_, code)| code.push_str(&text));
            }
            // What is no tag of HTML's is text that has angle brackets.
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(code) => self.push(Inline::Code(self.unmarked(&code))),
            Event::SoftBreak => self.push(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.push(Inline::Break),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Rule => self.end_block(),
            Event::TaskListMarker(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.open(Frame::Strong),
            Tag::Emphasis => self.open(Frame::Emphasis),
            Tag::Link { dest_url, .. } => self.open(Frame::Link(dest_url.to_string())),
            Tag::Image { dest_url, .. } => self.open(Frame::Link(dest_url.to_string())),
            Tag::Heading { .. } => {
                self.end_block();
                self.open(Frame::Heading);
            }
            Tag::CodeBlock(kind) => {
                self.end_block();
                self.code = Some((matches!(kind, CodeBlockKind::Fenced(_)), String::new()));
            }
            Tag::List(number) => {
                self.end_block();
                self.lists.push(number);
            }
            Tag::Item => {
                self.end_block();
                let depth = (self.out.lists.len() + self.lists.len()).saturating_sub(1);
                let number = counted(self.lists.last_mut());
                self.out.begin_item(depth, number);
            }
            Tag::TableRow | Tag::TableHead => {
                self.end_block();
                self.out.begin_item(self.out.lists.len() + self.lists.len(), None);
                self.out.row = true;
            }
            Tag::TableCell => self.out.begin_cell(),
            Tag::Paragraph | Tag::Strikethrough => {}
            _ => self.end_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.close(|frame| *frame == Frame::Strong),
            TagEnd::Emphasis => self.close(|frame| *frame == Frame::Emphasis),
            TagEnd::Link | TagEnd::Image => self.close(|frame| matches!(frame, Frame::Link(_))),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
                self.out.goes_on = false;
            }
            TagEnd::TableCell | TagEnd::Strikethrough => {}
            TagEnd::Table => {
                self.end_block();
                (self.out.row, self.out.goes_on) = (false, false);
            }
            _ => self.end_block(),
        }
    }

    /// A fenced block is code; an indented one is text.
    fn end_code(&mut self) {
        match self.code.take() {
            Some((true, code)) => {
                let code = self.unmarked(&code);
                self.out.lines(code.lines());
                self.out.goes_on = !self.lists.is_empty();
            }
            Some((false, text)) => {
                self.text(&text);
                self.end_block();
            }
            None => {}
        }
    }

    /// Text with the tags that stand in it.
    fn text(&mut self, text: &str) {
        let mut plain = String::new();
        for c in text.chars() {
            match self.mark(c).cloned() {
                Some(token) => {
                    self.push(Inline::Text(std::mem::take(&mut plain)));
                    self.tag(token);
                }
                None => plain.push(c),
            }
        }
        self.push(Inline::Text(plain));
    }

    fn mark(&self, c: char) -> Option<&Token> {
        u32::from(c).checked_sub(MARKS).and_then(|index| self.marks.get(index as usize))
    }

    /// Code in backticks, in which tags mean nothing.
    fn unmarked(&self, text: &str) -> String {
        let plain = text.chars().map(|c| match self.mark(c) {
            Some(Token::Code(code)) => code.clone(),
            Some(Token::Break) => "\n".to_owned(),
            Some(_) => String::new(),
            None => c.to_string(),
        });
        plain.collect()
    }

    fn tag(&mut self, token: Token) {
        match token {
            Token::Code(code) => self.push(Inline::Code(code)),
            Token::Break => self.push(Inline::Break),
            Token::Open(Span::Strong) => self.open(Frame::Strong),
            Token::Open(Span::Emphasis) => self.open(Frame::Emphasis),
            Token::Open(Span::Link(target)) => self.open(Frame::Link(target)),
            Token::Open(Span::Heading) => self.open(Frame::Heading),
            Token::Close(Span::Strong) => self.close(|frame| *frame == Frame::Strong),
            Token::Close(Span::Emphasis) => self.close(|frame| *frame == Frame::Emphasis),
            Token::Close(Span::Link(_)) => self.close(|frame| matches!(frame, Frame::Link(_))),
            Token::Close(Span::Heading) => self.close(|frame| *frame == Frame::Heading),
            _ => {}
        }
    }

    fn push(&mut self, inline: Inline) {
        match self.frames.last_mut() {
            Some((_, inlines)) => inlines.push(inline),
            None => self.out_push(inline),
        }
    }

    /// Outside emphasis and links: into the block that is there, or a new one.
    fn out_push(&mut self, inline: Inline) {
        if matches!(&inline, Inline::Text(text) if text.is_empty()) {
            return;
        }
        self.out.push_inlines(vec![inline]);
        self.out.goes_on = true;
    }

    fn open(&mut self, frame: Frame) {
        self.frames.push((frame, Vec::new()));
    }

    /// Ends the last open piece of a kind, and what was left open in it; nothing where none is open.
    fn close(&mut self, is: impl Fn(&Frame) -> bool) {
        if self.frames.iter().any(|(frame, _)| is(frame)) {
            while let Some((frame, inlines)) = self.frames.pop() {
                let last = is(&frame);
                self.finish(frame, inlines);
                if last {
                    return;
                }
            }
        }
    }

    fn finish(&mut self, frame: Frame, inlines: Vec<Inline>) {
        match frame {
            Frame::Strong | Frame::Heading => self.push(Inline::Strong(inlines)),
            Frame::Emphasis => self.push(Inline::Emphasis(inlines)),
            Frame::Link(target) if is_absolute(&target) => {
                let target = target.chars().filter(|c| u32::from(*c) < MARKS && super::is_readable(*c)).collect();
                self.push(Inline::Link(inlines, target));
            }
            // A link that leads nowhere is its text.
            Frame::Link(_) => inlines.into_iter().for_each(|inline| self.push(inline)),
        }
    }

    fn end_block(&mut self) {
        while let Some((frame, inlines)) = self.frames.pop() {
            self.finish(frame, inlines);
        }
        let in_item = !self.lists.is_empty() || !self.out.lists.is_empty() || self.out.row;
        let begun = self.out.blocks.last().is_some_and(|block| !block.inlines.is_empty());
        self.out.goes_on &= in_item;
        if self.out.goes_on && begun {
            self.out.push_inlines(vec![Inline::Break]);
        }
    }
}
