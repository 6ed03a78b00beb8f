//! What documents say, as documentation.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::prose::plain;
use super::{code, item, operation, read, sentence};

/// What rustdoc makes of Markdown: visible text, links, and whatever no document may make it write.
struct Shown {
    text: String,
    links: Vec<String>,
    bad: Vec<String>,
}

fn shown(markdown: &str) -> Shown {
    let mut shown = Shown { text: String::new(), links: Vec::new(), bad: Vec::new() };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut linked = 0;
    let lead = |link: pulldown_cmark::BrokenLink<'_>| Some((link.reference.to_string().into(), "broken".into()));
    for event in Parser::new_with_broken_link_callback(markdown, options, Some(lead)) {
        match event {
            Event::Text(text) => {
                if linked == 0 && text.split("://").skip(1).any(is_host) {
                    shown.bad.push(format!("bare address in {text}"));
                }
                shown.text.push_str(&text);
            }
            Event::Code(text) => shown.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => shown.text.push(' '),
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                linked += 1;
                if !title.is_empty() {
                    shown.bad.push(format!("broken link {dest_url}"));
                }
                shown.links.push(dest_url.to_string());
            }
            Event::End(TagEnd::Link) => linked -= 1,
            Event::End(TagEnd::Paragraph | TagEnd::Item) => shown.text.push(' '),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::List(_) | Tag::Strong | Tag::Emphasis) | Event::End(_) => {}
            other => shown.bad.push(format!("{other:?}")),
        }
    }
    shown
}

/// Whether rustdoc takes what stands behind `https://` for a host.
fn is_host(text: &str) -> bool {
    let host = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-@:%._+~#=".contains(c)).next().unwrap();
    host.split_once('.').is_some_and(|(name, rest)| name.len() > 1 && rest.contains(|c: char| c.is_ascii_alphabetic()))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Checks what holds for every text: nothing is written that it did not mean, and nothing that it says is lost.
fn check(text: &str) -> String {
    let markdown = sentence(text);
    let (shown, blocks) = (shown(&markdown), read::blocks(text));
    assert!(shown.bad.is_empty(), "{text:?}\n gives {markdown:?}\n with {:?}", shown.bad);
    let said: String = super::sentences::ended(blocks).iter().map(|block| words(&plain(&block.inlines))).collect();
    assert_eq!(words(&shown.text), said, "{text:?}\n gives {markdown:?}");
    for link in &shown.links {
        assert!(
            ["http://", "https://", "mailto:"].iter().any(|scheme| link.to_lowercase().starts_with(scheme)),
            "{link}"
        );
    }
    markdown
}

#[test]
fn tags_become_markdown() {
    for (html, markdown) in [
        ("Use <code>a_b</code> &amp; <b>c</b>.", "Use `a_b` & **c**."),
        ("one<br>two", "One\\\ntwo."),
        ("one</br></br>two", "One.\n\ntwo."),
        ("<p>One<p>Two</p>", "One.\n\nTwo."),
        ("Set <strong><code>a</code></strong> to <em>one</em>", "Set `a` to *one*."),
        ("<b>For UK:</b>two letters", "**For UK:** two letters."),
        ("<b>Note</b>s and re<i>do</i>", "**Note**s and re*do*."),
        ("Allowed: <code>a</code>,<code> b </code>and<code>c", "Allowed: `a`, `b` and`c`."),
        ("Values <code>draft</br>next", "Values `draft`\\\nnext."),
        ("Is <code>a<code>, or <code>b</code>", "Is `a`, or `b`."),
        ("Never closed <code>this one goes on for long", "Never closed this one goes on for long."),
        ("Takes <customer_id> and <date>", "Takes \\<customer_id\\> and \\<date\\>."),
        ("1 < 2 && a<b", "1 \\< 2 && a\\<b."),
        ("a <!-- hidden --> b <script>x()</script>c", "A b c."),
        ("<h3>Head</h3>Text<hr>more", "**Head**\n\nText.\n\nmore."),
        ("&lt;b&gt; &#65;&#x42; &nbsp;&copy; &amp;nbsp; x&nbsp y a&amp b", "\\<b\\> AB © x y a& b."),
    ] {
        assert_eq!(check(html), markdown, "{html}");
    }
}

#[test]
fn lists_and_tables_are_lists() {
    for (html, markdown) in [
        ("Either<ul><li>one</li><li>two<ul><li>deep</ul></ul>end", "Either.\n\n- one\n- two\n  - deep\n\nend."),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<li>loose<br>line<li>other", "- loose\\\n  line\n- other"),
        (
            "<table><tr><th>Name</th><th>Code</th></tr><tr><td>Ajman</td><td><code>AJ</code></td></tr></table>.",
            "- **Name** | **Code**\n- Ajman | `AJ`\n\n.",
        ),
        ("- one\n- two\n  - deep\n\ntext", "- one\n- two\n  - deep\n\ntext."),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "- a | b\n- 1 | 2"),
        ("<dl><dt>a<dd>first<dt>b<dd>second</dl>", "- **a** | first\n- **b** | second"),
    ] {
        assert_eq!(check(html).replace(" \\| ", " | "), markdown, "{html}");
    }
}

#[test]
fn links_survive_where_they_lead_somewhere() {
    for (text, markdown) in [
        ("See <a href= http://a.example/x.xls  >the list.</a>", "See [the list.](http://a.example/x.xls)"),
        (
            "See <a class='x' HREF=\"https://a.example/?a=1&amp;copy;=2\">it</a>",
            "See [it](https://a.example/?a=1&amp;copy;=2).",
        ),
        (
            "See <a href=\"#codes\">codes</a>, <a href='javascript:x()'>run</a> and <a href='/api'>api</a>",
            "See codes, run and api.",
        ),
        (
            "[text](https://a.example) and [rel](../x) and <https://b.example>",
            "[text](https://a.example) and rel and <https://b.example>.",
        ),
        (
            "Avalara [codes][1], or [gone][2]\n[1]: https://a.example/codes",
            "Avalara [codes](https://a.example/codes), or gone.",
        ),
        ("Max [25], items[0][1], [a][b] and [x]", "Max \\[25\\], items\\[0\\]\\[1\\], \\[a\\]\\[b\\] and \\[x\\]."),
        (
            "At https://a.example/b_c(d). Or (http://e.example/f), x",
            "At <https://a.example/b_c(d)>. Or (<http://e.example/f>), x.",
        ),
        ("<a href='https://a.example'>https://a.example</a>", "<https://a.example>."),
        ("<b>See https://a.example now</b>", "**See <https://a.example> now**"),
        ("Mail <a href='mailto:a@b.example'>us</a> or a@b.example", "Mail [us](mailto:a@b.example) or a@b.example."),
        ("![logo](https://a.example/l.png)", "[logo](https://a.example/l.png)."),
    ] {
        assert_eq!(check(text), markdown, "{text}");
    }
}

#[test]
fn markdown_stays_markdown() {
    for (text, markdown) in [
        ("The `a_b` is **bold** and *so*", "The `a_b` is **bold** and *so*."),
        ("# Head\ntext\n\nmore\nlines", "**Head**\n\ntext.\n\nmore lines."),
        ("snake_case and _it_ and a*b", "snake_case and *it* and a\\*b."),
        ("    indented by chance", "Indented by chance."),
        ("> 100 items", "\\> 100 items."),
        ("```json\n{\"a\": 1,\n \"b\": `2`}\n```", "`{\"a\": 1,`\\\n``\"b\": `2`}``."),
        ("~~~rust\nfn main() {}\n~~~", "`fn main() {}`."),
        ("Use `<b>` tags", "Use `<b>` tags."),
    ] {
        assert_eq!(check(text), markdown, "{text}");
    }
}

#[test]
fn sentences_end_and_summaries_stand_alone() {
    assert_eq!(item("name of it, e.g. a desk. It has Four legs"), "Name of it, e.g. a desk.\n\nIt has Four legs.");
    assert_eq!(item("Total (No. 1). <b>Note:</b> more"), "Total (No. 1).\n\n**Note:** more.");
    assert_eq!(item("One<br>two"), "One.\n\ntwo.");
    assert_eq!(
        operation(Some("Create an invoice"), Some("Create an invoice for your customer.")),
        "Create an invoice for your customer."
    );
    assert_eq!(operation(Some("List invoices"), Some("Mark it. As sent")), "List invoices.\n\nMark it.\n\nAs sent.");
    assert_eq!(operation(Some("Void"), None), "Void.");
    assert_eq!(operation(None, Some("")), "");
}

#[test]
fn code_is_one_span_whatever_it_holds() {
    for (text, markdown) in
        [("a `b`\n~~~", "``a `b` ~~~``"), ("", "an empty text"), ("``", "``` `` ```"), ("a\u{202e}b", "`ab`")]
    {
        assert_eq!(code(text), markdown);
        assert!(shown(&code(text)).bad.is_empty());
    }
}

/// Every text gives Markdown without HTML, code blocks and broken links, in which all that it says stands.
#[test]
fn no_text_means_more_than_it_says() {
    const PIECES: [&str; 72] = [
        "a",
        "word ",
        "B",
        " ",
        "  ",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "`",
        "``",
        "```",
        "~~~",
        "~",
        "*",
        "**",
        "_",
        "__",
        "#",
        "# ",
        "-",
        "- ",
        "+ ",
        "1. ",
        "2) ",
        "=",
        "===",
        "---",
        ">",
        "<",
        "[",
        "]",
        "(",
        ")",
        "[x](",
        "](y)",
        "][1]",
        "[1]: ",
        "!",
        "|",
        "|-|",
        ":",
        "&",
        "&amp;",
        "&lt;",
        "&#60;",
        "&#x3c",
        ";",
        "\\",
        "<b>",
        "</b>",
        "<code>",
        "</code>",
        "<br>",
        "</br>",
        "<ul>",
        "<li>",
        "</ul>",
        "<a href=",
        "\"https://x.example\">",
        "</a>",
        "https://x.example/a_b",
        "http://",
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "<tr><td>",
        "'",
        "é",
        "\u{f0001}",
        "\u{202e}",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    for _ in 0..5_000 {
        let text: String = (0..=next(12)).map(|_| PIECES[next(PIECES.len())]).collect();
        check(&text);
        assert!(shown(&item(&text)).bad.is_empty(), "{text:?}");
    }
}
