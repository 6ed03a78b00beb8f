//! JSON (RFC 8259). In: a text. Out: events to the builder, or a located syntax error.
//!
//! A YAML reader fails on control characters, surrogate escapes and long integers that JSON allows, and `serde_json`
//! keeps no places: hence this reader. Escapes of half a surrogate pair become U+FFFD.

use super::build::{Builder, Built};
use super::node::{Scalar, Style, Tree};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{FileId, Place};

/// Parses one JSON value.
pub(super) fn parse(file: FileId, text: &str, out: &mut Diagnostics) -> Built<Tree> {
    let mut builder = Builder::new(file, text.len(), out);
    let mut reader = Reader { rest: text, line: 1, column: 1, file, open: Vec::new() };
    let mut expect = Expect::Value;
    loop {
        reader.skip_space();
        if matches!(expect, Expect::End) {
            break;
        }
        expect = reader.step(expect, &mut builder)?;
    }
    if !reader.rest.is_empty() {
        return Err(reader.error("there is text after the end of the value", "remove it"));
    }
    builder.finish().ok_or_else(|| reader.error("there is no value", "write an object"))
}

/// What may come next.
#[derive(Clone, Copy)]
enum Expect {
    /// A value.
    Value,
    /// A value, or the end of the list.
    FirstItem,
    /// A key, or the end of the object.
    FirstKey,
    /// A key.
    Key,
    /// A comma or the end of the collection.
    Next,
    /// The end of the text.
    End,
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
    column: usize,
    file: FileId,
    open: Vec<char>,
}

impl<'t> Reader<'t> {
    fn step(&mut self, expect: Expect, builder: &mut Builder<'_>) -> Built<Expect> {
        let at = builder.place(self.line, self.column);
        let next = self.rest.chars().next();
        match (expect, next) {
            (Expect::FirstItem, Some(']')) | (Expect::FirstKey, Some('}')) => self.close(builder),
            (Expect::Next, Some(end @ (']' | '}'))) if self.open.last() == Some(&end) => self.close(builder),
            (Expect::Next, Some(',')) => {
                self.advance(1);
                Ok(if self.open.last() == Some(&'}') { Expect::Key } else { Expect::Value })
            }
            (Expect::Key, Some('}')) | (Expect::Value, Some(']')) => {
                Err(self.error("there is a comma too many", "remove it"))
            }
            (Expect::Value | Expect::FirstItem, Some(_)) => self.value(at, builder),
            (Expect::Key | Expect::FirstKey, Some('"')) => self.key(at, builder),
            (_, None) => Err(self.error("the text ends early", "close all objects, lists and quotes")),
            (Expect::Key | Expect::FirstKey, _) => Err(self.error("expected a key in double quotes", "quote it")),
            _ => Err(self.error("expected a comma or the end of the object or list", "add what is missing")),
        }
    }

    fn close(&mut self, builder: &mut Builder<'_>) -> Built<Expect> {
        self.advance(1);
        self.open.pop();
        builder.end()?;
        Ok(self.after_value())
    }

    fn after_value(&self) -> Expect {
        if self.open.is_empty() { Expect::End } else { Expect::Next }
    }

    fn key(&mut self, at: Place, builder: &mut Builder<'_>) -> Built<Expect> {
        let text = self.string()?;
        builder.scalar(Scalar { text, style: Style::Quoted }, at, 0)?;
        self.skip_space();
        if !self.rest.starts_with(':') {
            return Err(self.error("expected a colon after the key", "add it"));
        }
        self.advance(1);
        Ok(Expect::Value)
    }

    fn value(&mut self, at: Place, builder: &mut Builder<'_>) -> Built<Expect> {
        match self.rest.chars().next() {
            Some('{') => {
                self.advance(1);
                self.open.push('}');
                builder.begin_mapping(at, 0)?;
                Ok(Expect::FirstKey)
            }
            Some('[') => {
                self.advance(1);
                self.open.push(']');
                builder.begin_sequence(at, 0)?;
                Ok(Expect::FirstItem)
            }
            Some('"') => {
                let text = self.string()?;
                builder.scalar(Scalar { text, style: Style::Quoted }, at, 0)?;
                Ok(self.after_value())
            }
            _ => {
                let scalar = self.literal()?;
                builder.scalar(scalar, at, 0)?;
                Ok(self.after_value())
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn literal(&mut self) -> Built<Scalar> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'));
        let word = self.rest.get(..end.unwrap_or(self.rest.len())).unwrap_or_default();
        let known = matches!(word, "true" | "false" | "null");
        let is_number = word.starts_with(|c: char| c == '-' || c.is_ascii_digit())
            && serde_json::from_str::<serde::de::IgnoredAny>(word).is_ok();
        if !known && !is_number {
            return Err(self.error("expected a value", "write an object, a list, text in double quotes or a number"));
        }
        let scalar = Scalar { text: word.to_owned(), style: Style::Plain };
        self.advance(word.len());
        Ok(scalar)
    }

    /// Text in double quotes, its escapes undone.
    fn string(&mut self) -> Built<String> {
        self.advance(1);
        let mut text = String::new();
        loop {
            let run = self.rest.find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(self.rest.len());
            text.push_str(self.rest.get(..run).unwrap_or_default());
            self.advance(run);
            match self.rest.chars().next() {
                Some('"') => {
                    self.advance(1);
                    return Ok(text);
                }
                Some('\\') => text.push(self.escape()?),
                Some(_) => {
                    return Err(self.error("a control character stands in text", "write it as an escape such as \\n"));
                }
                None => return Err(self.error("the text ends within quotes", "close them")),
            }
        }
    }

    fn escape(&mut self) -> Built<char> {
        let plain = match self.rest.chars().nth(1) {
            Some(letter @ ('"' | '\\' | '/')) => letter,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.unicode(),
            _ => return Err(self.error("this escape is unknown", "write a backslash twice")),
        };
        self.advance(2);
        Ok(plain)
    }

    fn unicode(&mut self) -> Built<char> {
        let Some(high) = self.unit(0) else {
            return Err(self.error("`\\u` needs four hexadecimal digits", "add them"));
        };
        let low = if (0xd800..0xdc00).contains(&high) { self.unit(6) } else { None };
        let units: Vec<u16> =
            [Some(high), low.filter(|low| (0xdc00..0xe000).contains(low))].into_iter().flatten().collect();
        self.advance(6 * units.len());
        Ok(char::decode_utf16(units).next().and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The code unit of a `\uXXXX` that begins `skip` bytes ahead.
    fn unit(&self, skip: usize) -> Option<u16> {
        let digits = self.rest.get(skip..skip + 6)?.strip_prefix("\\u")?;
        if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u16::from_str_radix(digits, 16).ok() } else { None }
    }

    fn skip_space(&mut self) {
        let end = self.rest.find(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).unwrap_or(self.rest.len());
        self.advance(end);
    }

    /// Moves `count` bytes on and keeps line and column.
    fn advance(&mut self, count: usize) {
        let (passed, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, ""));
        match passed.rfind('\n') {
            Some(last) => {
                self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
                self.column = passed.get(last..).unwrap_or_default().chars().count();
            }
            None => self.column += passed.chars().count(),
        }
        self.rest = rest;
    }

    fn error(&self, message: &str, help: &str) -> Box<Diagnostic> {
        let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let at = Place { file: self.file, line: clamp(self.line), column: clamp(self.column) };
        Box::new(Diagnostic::new(Code::Syntax, at, format!("this is not JSON: {message}")).help(help))
    }
}
