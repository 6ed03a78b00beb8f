//! No value changes where a request goes, or what else it says.

use serde_json::json;

use super::client_saying;
use crate::{Client, Error, Id, IdList, Param, Result, dec};

/// Base URLs as callers set them.
const BASES: [&str; 3] = ["https://www.example.com", "https://proxy.example/zoho", "http://127.0.0.1:9/a/b/c/"];

/// Pseudo-random numbers, the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Texts of what has a meaning in URLs, headers and paths, and of anything else.
    fn text(&mut self) -> String {
        const SPECIAL: [&str; 38] = [
            "/",
            "\\",
            "?",
            "#",
            "%",
            "&",
            "=",
            ".",
            "..",
            "../",
            "/..",
            "%2e",
            "%2E%2e",
            "%2f",
            "%252f",
            ";",
            ":",
            "@",
            "//",
            "http://evil.example/",
            " ",
            "\t",
            "\r\n",
            "\0",
            "\u{7f}",
            "\u{a0}",
            "\u{202e}",
            "\u{feff}",
            "ü",
            "東",
            "🦀",
            "e\u{301}",
            "+",
            "{id}",
            "}",
            "{",
            "[",
            "|",
        ];
        (0..=self.below(8))
            .map(|_| match self.below(3) {
                0 => char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap()).unwrap_or('x').to_string(),
                1 => char::from(u8::try_from(self.below(128)).unwrap()).to_string(),
                _ => SPECIAL[usize::try_from(self.below(38)).unwrap()].to_owned(),
            })
            .collect()
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

/// The URL that a request goes to; it is what the HTTP stack reads in the text.
fn url(client: &Client, path: &str) -> reqwest::Url {
    let url = client.inner.url(&crate::Token::new("t"), path).unwrap();
    let base = client.inner.base_url.as_str().trim_end_matches('/');
    assert_eq!(url, reqwest::Url::parse(&format!("{base}{path}")).unwrap());
    assert_eq!(url, reqwest::Url::parse(url.as_str()).unwrap());
    url
}

fn refused<T>(result: Result<T>) -> bool {
    matches!(result, Err(Error::InvalidInput { .. }))
}

#[test]
fn values_stay_segments_and_queries() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let clients = BASES.map(|base| Client::builder().base_url(base).organization("1").build().unwrap());
    let mut refusals = 0;
    for round in 0..20_000 {
        let (base, client) = (BASES[round % 3], &clients[round % 3]);
        let (value, name) = (numbers.text(), numbers.text());
        let documented = client.sample().get(value.as_str()).query(name.as_str(), value.as_str()).prepare();
        let by_hand = client.request("GET", "/sample/v1/payments/{payment_id}").path("payment_id", value.as_str());
        let by_hand = by_hand.query("organization_id", 1_u32).query(name.as_str(), value.as_str()).prepare();
        if value.trim().is_empty() || value == "." || value == ".." {
            refusals += 1;
            assert!(refused(documented) && refused(by_hand), "{value:?}");
            continue;
        }
        let (documented, by_hand) = (documented.unwrap(), by_hand.unwrap());
        assert_eq!(documented.path, by_hand.path, "{value:?}");
        let url = url(client, &documented.path);
        let bare = reqwest::Url::parse(base).unwrap();
        assert_eq!(url.origin(), bare.origin(), "{value:?}");
        assert_eq!((url.fragment(), url.username(), url.password()), (None, "", None), "{value:?}");
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        let before: Vec<&str> = bare.path().split('/').filter(|segment| !segment.is_empty()).collect();
        let (start, rest) = segments.split_at(before.len());
        assert_eq!((start, rest.len()), (&before[..], 4), "{value:?}: {url}");
        assert_eq!(&rest[..3], ["sample", "v1", "payments"], "{value:?}");
        assert_eq!(decoded(rest[3]), value);
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let own = ("organization_id".to_owned(), "1".to_owned());
        assert_eq!(query, [own, (name, value)]);
    }
    assert!(refusals > 100, "{refusals}");
}

#[test]
fn a_path_by_hand_is_text() {
    let mut numbers = Numbers(42);
    let client = Client::builder().base_url(BASES[1]).organization("1").build().unwrap();
    for _ in 0..20_000 {
        let path = format!("/{}", numbers.text());
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let bad = |segment: &&str| segment.trim().is_empty() || matches!(*segment, "." | "..");
        let prepared = client.request("GET", path.as_str()).prepare();
        if path.contains(['?', '#', '{']) || segments.iter().any(bad) {
            assert!(refused(prepared), "{path:?}");
            continue;
        }
        let url = url(&client, &prepared.unwrap().path);
        let read: Vec<String> = url.path_segments().unwrap().skip(1).map(decoded).collect();
        assert_eq!(read, segments, "{path:?}");
        assert_eq!((url.host_str(), url.query(), url.fragment()), (Some("proxy.example"), None, None), "{path:?}");
    }
}

#[tokio::test]
async fn no_value_changes_the_path() {
    let (client, server) = client_saying(200, json!({"code": 0, "message": "", "payment": {}})).await;
    client.sample().get("a/../b?c=d#e%2e ü").send().await.unwrap();
    assert_eq!(server.seen()[0].path(), "/sample/v1/payments/a%2F..%2Fb%3Fc%3Dd%23e%252e%20%C3%BC");
    for bad in ["", " ", "\u{3000}", ".", ".."] {
        assert!(refused(client.sample().get(bad).send().await), "{bad:?}");
    }
    assert_eq!(server.count(), 1);
}

#[test]
fn paths_by_hand_that_are_refused() {
    let client = Client::builder().build().unwrap();
    for (method, path) in [
        ("GET", "a"),
        ("GET", ""),
        ("GET", "/"),
        ("GET", "//a"),
        ("GET", "/a//b"),
        ("GET", "/a/../b"),
        ("GET", "/a/."),
        ("GET", "/a/ /b"),
        ("GET", "/a?b=1"),
        ("GET", "/a#b"),
        ("GET", "/a/{id}"),
        ("GET", "/a/{id"),
        ("GET", "https://evil.example/a"),
        ("G T", "/a"),
        ("", "/a"),
        ("CONNECT", "/a"),
        ("GET\r\nX: 1", "/a"),
    ] {
        assert!(refused(client.request(method, path).prepare()), "{method} {path}");
    }
    for (path, name, value) in [("/a", "id", "1"), ("/a/{id}", "di", "1"), ("/a/{id}", "id", ""), ("/{id}", "id", "..")]
    {
        assert!(refused(client.request("GET", path).path(name, value).prepare()), "{path} {name} {value}");
    }
    for odd in ["/a/%2e%2e/b", "/a/..;/b", "/a/...", "/a\\b", "/http://x"] {
        let prepared = client.request("GET", odd).prepare();
        let url = prepared.map(|prepared| url(&client, &prepared.path).path_segments().unwrap().count());
        assert!(url.is_err() || url.unwrap() == odd.matches('/').count(), "{odd}");
    }
}

#[test]
fn an_id_is_never_empty() {
    let client = Client::builder().organization("1").build().unwrap();
    let none: [&str; 0] = [];
    for ids in [&none[..], &[""], &["1", " "], &["1,2"]] {
        assert!(refused(client.sample().email_many(ids.iter().copied()).prepare()), "{ids:?}");
    }
    let sent = client.sample().email_many(["1", "2"]).prepare().unwrap();
    assert!(sent.path.ends_with("payment_ids=1%2C2"), "{}", sent.path);
    let get = || client.request("GET", "/a");
    fn with(request: crate::RawRequest, value: impl Param) -> Result<crate::Prepared> {
        request.query("customer_id", value).prepare()
    }
    assert!(refused(with(get(), Id::from(" "))) && refused(with(get(), IdList::from(""))));
    assert!(refused(with(get(), Vec::<Id>::new())) && refused(with(get(), vec![Id::from("")])));
    assert!(with(get(), "").is_ok() && with(get(), dec!(1)).is_ok() && with(get(), Vec::<String>::new()).is_ok());
    let error = with(get(), Id::from("")).unwrap_err();
    assert!(matches!(&error, Error::InvalidInput { name, .. } if name == "customer_id"), "{error}");
    assert!(refused(get().query("", "x").prepare()));
}

#[tokio::test]
async fn headers_are_checked() {
    let (client, server) = client_saying(200, json!({"code": 0, "payments": []})).await;
    for (name, value) in [
        ("X-A", "1\r\nX-B: 2"),
        ("X-A", "1\n"),
        ("X-A", "\0"),
        ("X-A", "\u{7f}"),
        ("X-A", " 1"),
        ("X-A", "1\t"),
        ("X A", "1"),
        ("X-A:", "1"),
        ("", "1"),
        ("X-Ä", "1"),
        ("Authorization", "mine"),
        ("authorization", "mine"),
        ("Proxy-Authorization", "mine"),
        ("Host", "elsewhere"),
        ("Content-Length", "0"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "upgrade"),
        ("Upgrade", "h2c"),
    ] {
        assert!(refused(client.sample().list().header(name, value).send().await), "{name} {value:?}");
        assert!(refused(client.request("GET", "/a").header(name, value).send().await), "{name} {value:?}");
    }
    assert_eq!(server.count(), 0);
    // The bytes of UTF-8, as other clients of the service send them.
    let prepared = client.sample().list().header("X-A", "Bücher").header("X-B", "").prepare().unwrap();
    assert_eq!(prepared.headers["x-a"].as_bytes(), "Bücher".as_bytes());
    assert_eq!(prepared.headers["x-b"], "");
}

/// The organisation that a request goes to is the client's or the request's, and never slipped in.
#[test]
fn the_organisation_is_said_once() {
    let client = Client::builder().organization("1").build().unwrap();
    let by_query = client.sample().list().query("organization_id", "2").prepare().unwrap();
    assert!(by_query.path.ends_with("?organization_id=1"), "{}", by_query.path);
    let body = crate::runtime::sample::CreatePayment::new("1", dec!(1), vec![]);
    let by_header = client.sample().create(&body).header("x-ORGANIZATIONID", "2").prepare().unwrap();
    assert_eq!(by_header.headers.get_all("x-organizationid").iter().collect::<Vec<_>>(), ["1"]);
}
