//! What servers and connections do.

use std::time::{Duration, Instant};

use super::{Project, document, published};
use crate::support::folders;
use crate::support::host::{Given, Host};

fn fetch(url: &str) -> [&str; 2] {
    ["--from", url]
}

#[test]
fn an_archive_comes_with_its_size() {
    let host = Host::of(Given::file(published()).header("content-type", "application/zip"));
    let project = Project::new();
    let url = host.at("all.zip");
    let ended = project.fetch(&fetch(&url)).expect(0);
    // Plain lines where nobody watches: no escapes, no carriage returns.
    let lines: Vec<&str> = ended.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ended.stderr);
    assert_eq!(lines[0], format!("shop: {url}"));
    assert!(lines[1].starts_with(&format!("shop: {url}: ")) && lines[1].contains(" B in "), "{}", ended.stderr);
    assert!(!ended.stderr.contains(['\u{1b}', '\r']), "{}", ended.stderr);
    assert!(ended.stdout.contains(&format!("shop: 2 documents from {url} (")), "{}", ended.stdout);
    assert!(ended.stdout.contains("shop: 1 document not listed in products.toml: taxes.yml\n"), "{}", ended.stdout);
    assert_eq!(project.read("target/specs/shop/items.yml"), document("items"));
    assert!(!project.path("target/specs/shop/taxes.yml").exists());
    let ended = project.fetch(&["--quiet", "--from", &url]).expect(0);
    assert_eq!(ended.stderr, "");
    assert!(ended.stdout.contains("nothing new: `target/specs` is as it was"), "{}", ended.stdout);
}

#[test]
fn a_connection_that_is_cut_is_taken_up() {
    let file = published();
    let (content, cut) = (file.clone(), file.len() / 3);
    let host = Host::start(move |asked, before| match before {
        0 => Given::ranged(&content, "\"a\"", asked).cut(cut),
        _ => Given::ranged(&content, "\"a\"", asked),
    });
    let project = Project::new();
    let ended = project.fetch(&fetch(&host.at("all.zip"))).expect(0);
    assert!(ended.stderr.contains(&format!("cut after {cut} of {} bytes", file.len())), "{}", ended.stderr);
    assert!(ended.stderr.contains("trying again in 0.5 s"), "{}", ended.stderr);
    let asked = host.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!((asked[1].from(), asked[1].header("if-range")), (Some(cut), Some("\"a\"")));
    assert_eq!(project.read("target/specs/shop/bills.yml"), document("bills"));
}

#[test]
fn a_server_without_ranges_or_with_another_file_by_now_sends_the_whole() {
    for tag in ["", "\"b\""] {
        let (content, other) = (published(), document("other"));
        let host = Host::start(move |asked, before| match (before, tag) {
            // It knows neither ranges nor tags.
            (0, "") => Given::file(content.clone()).cut(100),
            (_, "") => Given::file(content.clone()),
            (0, _) => Given::ranged(other.repeat(9).as_bytes(), "\"a\"", asked).cut(100),
            (_, tag) => Given::ranged(&content, tag, asked),
        });
        let project = Project::new();
        project.fetch(&fetch(&host.at("all.zip"))).expect(0);
        assert_eq!(host.asked()[1].from(), (!tag.is_empty()).then_some(100));
        assert_eq!(project.read("target/specs/shop/bills.yml"), document("bills"));
    }
}

#[test]
fn a_range_that_does_not_fit_is_not_joined() {
    let content = published();
    let part = |range: &str, tag: &str| Given::new(206, "end").header("content-range", range).header("etag", tag);
    // One that begins elsewhere, another file's end, one that says nothing, none.
    for unfit in
        [part("bytes 99-101/102", "\"a\""), part("bytes 100-102/103", "\"b\""), part("", ""), Given::new(416, "")]
    {
        let content = content.clone();
        let host = Host::start(move |asked, before| match before {
            0 => Given::ranged(&content, "\"a\"", asked).cut(100),
            1 => unfit.clone(),
            _ => Given::ranged(&content, "\"a\"", asked),
        });
        let project = Project::new();
        project.fetch(&fetch(&host.at("all.zip"))).expect(0);
        let ranges: Vec<Option<usize>> = host.asked().iter().map(|asked| asked.from()).collect();
        assert_eq!(ranges, [None, Some(100), None]);
        assert_eq!(project.read("target/specs/shop/bills.yml"), document("bills"));
    }
}

#[test]
fn a_later_run_goes_on_too() {
    let content = published();
    let host = Host::start(move |asked, before| match before {
        0..=3 => Given::ranged(&content, "\"a\"", asked).cut(10),
        _ => Given::ranged(&content, "\"a\"", asked),
    });
    let project = Project::new();
    let url = host.at("all.zip");
    project.refuses(&fetch(&url), &["cut after 40 of", "(4 tries)"]);
    project.fetch(&fetch(&url)).expect(0);
    assert_eq!(host.asked()[4].from(), Some(40));
    assert_eq!(project.read("target/specs/shop/bills.yml"), document("bills"));
    project.fetch(&fetch(&url)).expect(0);
    assert_eq!(host.asked()[5].from(), None, "what is whole is not kept");
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let content = published();
    let host = Host::start(move |_, before| match before {
        0 => Given::new(503, ""),
        1 => Given::new(429, "").header("retry-after", "1"),
        _ => Given::file(content.clone()),
    });
    let begun = Instant::now();
    let ended = Project::new().fetch(&fetch(&host.at("all.zip"))).expect(0);
    assert!(begun.elapsed() >= Duration::from_millis(1500), "{:?}", begun.elapsed());
    assert!(ended.stderr.contains("503") && ended.stderr.contains("429"), "{}", ended.stderr);
    let host = Host::of(Given::new(429, "").header("retry-after", "3600"));
    Project::new().refuses(&fetch(&host.at("all.zip")), &["429", "3600 s", "--timeout"]);
    assert_eq!(host.asked().len(), 1);
}

#[test]
fn an_answer_without_the_documents_says_what_it_is() {
    let page = "<!DOCTYPE html>\n<html><body>Sign in</body></html>";
    let host = Host::of(Given::new(404, "Not here"));
    Project::new().refuses(&fetch(&host.at("all.zip")), &["all.zip: the server answered 404 Not Found: `Not here`"]);
    assert_eq!(host.asked().len(), 1, "it would say so again");
    for name in ["all.zip", "bills.yml", "bills.json", ""] {
        let host = Host::of(Given::file(page).header("content-type", "text/html; charset=UTF-8"));
        let project = Project::with("[products.shop]\nsource = 'https://example.com/'\ndocuments = ['bills.yml']\n");
        let url = host.at(&format!("at/{name}"));
        project.refuses(&fetch(&url), &["HTML", "`text/html; charset=UTF-8`", "`<!DOCTYPE html> <html>"]);
    }
    let host = Host::of(Given::file(""));
    Project::new().refuses(&fetch(&host.at("all.zip")), &["nothing came"]);
    let host = Host::of(Given::file("openapi: 3.0.3\n").header("content-encoding", "gzip"));
    Project::new().refuses(&fetch(&host.at("bills.yml")), &["encoded", "`gzip`"]);
}

#[test]
fn redirects_are_followed_where_they_may_lead() {
    let content = published();
    let host = Host::start(move |asked, _| match asked.path.as_str() {
        "/a.zip" => Given::new(302, "").header("location", "/b.zip"),
        "/b.zip" => Given::new(308, "").header("location", "c.zip"),
        _ => Given::file(content.clone()),
    });
    Project::new().fetch(&fetch(&host.at("a.zip"))).expect(0);
    for (target, words) in [
        ("/around.zip", &["more than 5 redirects"][..]),
        ("http://example.com/all.zip", &["`http://example.com/all.zip` is refused", "this machine only"]),
        ("file:///etc/passwd", &["is refused", "not `file`"]),
        ("", &["more than 5 redirects"]),
        ("http://", &["leads nowhere"]),
    ] {
        let host = Host::of(Given::new(301, "").header("location", target));
        Project::new().refuses(&fetch(&host.at("around.zip")), words);
        assert!(host.asked().len() <= 6, "{target}");
    }
}

#[test]
fn time_and_size_are_bounded() {
    let slow = Host::of(Given::file(published()).late(Duration::from_secs(30)));
    let begun = Instant::now();
    let project = Project::new();
    project.refuses(&["--from", &slow.at("all.zip"), "--timeout", "1.5"], &["not done after 1.5 s", "--timeout"]);
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
    // It says how much comes, or it does not.
    let large = vec![b'x'; (1 << 20) + 1];
    let host = Host::of(Given::file(large));
    project.refuses(&["--from", &host.at("all.zip"), "--max-size", "1"], &["1048577 bytes or more", "--max-size"]);
    assert!(folders::read(&project.path("target")).is_empty(), "what cannot be taken up is not kept");
}

#[test]
fn no_network_is_said_after_some_tries() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let told = Project::new().refuses(&fetch(&format!("http://{closed}/all.zip")), &["cannot be reached", "(4 tries)"]);
    assert_eq!(told.matches("trying again").count(), 3, "{told}");
}
