//! A page of Markdown that is never longer than a pull request may be.
//!
//! In: sections with their rows. Out: a text in which every section says how many rows it has, shows as many as there is
//! room for, and counts the rest.

use std::fmt::Write as _;

/// What a pull request holds is 65,536 characters; the workflow puts some of its own below.
pub(super) const LONGEST: usize = 60_000;
/// Rows of a list.
const MOST: usize = 30;
/// Longest row. One that is longer is left out and counted.
const LONGEST_ROW: usize = 1_500;
/// Room for headings, and for the counts of what is left out.
const SPARE: usize = 2_000;

/// The page so far.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    /// What stands at its end whatever the rest is.
    end: String,
}

impl Page {
    /// Begins with what is always read, and keeps room for the end.
    pub(super) fn new(text: String, end: String) -> Self {
        Self { text, end }
    }

    /// A list below its title, folded unless it is to be read by all; nothing where it has no rows.
    pub(super) fn section(&mut self, title: &str, rows: &[String], is_open: bool) {
        if rows.is_empty() {
            return;
        }
        let (begin, end) = if is_open {
            (format!("\n## {title}\n\n"), "")
        } else {
            (format!("\n<details><summary>{title} ({})</summary>\n\n", rows.len()), "\n</details>\n")
        };
        let mut list = String::new();
        let mut shown = 0;
        for row in rows {
            let is_room = self.text.len() + self.end.len() + list.len() + row.len() + SPARE < LONGEST;
            if shown < MOST && row.len() <= LONGEST_ROW && is_room {
                let _ = writeln!(list, "- {row}");
                shown += 1;
            }
        }
        let more = rows.len() - shown;
        if more > 0 {
            let _ = writeln!(list, "- and {more} more, which the commands below list");
        }
        let section = format!("{begin}{list}{end}");
        if self.text.len() + self.end.len() + section.len() < LONGEST {
            self.text.push_str(&section);
        }
    }

    /// The whole of it.
    pub(super) fn finish(self) -> String {
        let mut text = self.text;
        if text.len() + self.end.len() > LONGEST {
            let mut room = LONGEST.saturating_sub(self.end.len());
            while !text.is_char_boundary(room) {
                room -= 1;
            }
            text.truncate(room);
        }
        text + &self.end
    }
}

/// Names as a list in a row: the first few, and how many more.
pub(super) fn named(names: &[String], most: usize) -> String {
    let first = names.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// A text of no more characters than these.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    // A backtick that is cut off would make code of what follows.
    let cut: String = text.chars().take(most).collect();
    let is_open = cut.matches('`').count() % 2 == 1;
    format!("{cut}{}…", if is_open { "`" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_never_longer_than_it_may_be() {
        let mut page = Page::new("# Title\n".to_owned(), "\nThe end.\n".to_owned());
        for section in 0..200 {
            let rows: Vec<String> = (0..500).map(|row| "ü".repeat(row)).collect();
            page.section(&format!("Section {section}"), &rows, section % 2 == 0);
        }
        let text = page.finish();
        assert!(text.len() <= LONGEST, "{}", text.len());
        assert!(text.starts_with("# Title\n\n## Section 0\n") && text.ends_with("The end.\n"));
        assert!(text.contains("- and 470 more"), "{text}");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        let page = Page::new("x".repeat(LONGEST * 2), "end".to_owned());
        let text = page.finish();
        assert!(text.len() <= LONGEST && text.ends_with("xend"), "{}", text.len());
    }

    #[test]
    fn what_is_cut_closes_its_code() {
        assert_eq!(clipped("a `b`", 9), "a `b`");
        assert_eq!(clipped("a `bcd` e", 5), "a `bc`…");
    }
}
