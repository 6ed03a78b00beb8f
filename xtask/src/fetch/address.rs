//! In: an address as somebody wrote it, or as a server redirects to it. Out: one that may be asked: https, or http of
//! this machine.

use reqwest::Url;

use super::failure::{Failure, printable};

/// Whether a text is an address, and no path.
pub(super) fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign))
    })
}

/// Reads an address.
pub(super) fn parse(text: &str) -> Result<Url, Failure> {
    let shown = printable(text);
    let url = Url::parse(text).map_err(|error| Failure::misuse(format!("`{shown}` is no address: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::misuse("an address with a user or a password is refused, because it would be kept")
            .help("download the archive, then give the file"));
    }
    match check(&url) {
        Ok(()) => Ok(url),
        Err(why) => Err(Failure::misuse(format!("`{shown}` {why}"))),
    }
}

/// Whether this address may be asked at all.
fn check(url: &Url) -> Result<(), String> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(url) => Ok(()),
        "http" => Err("is refused: http is for this machine only (127.0.0.1, [::1], localhost); use https".to_owned()),
        other => Err(format!("is refused: documents come over https, not `{other}`")),
    }
}

/// Whether a server may send us from one address to another.
pub(super) fn check_hop(from: &Url, to: &Url) -> Result<(), String> {
    if from.scheme() == "https" && to.scheme() != "https" {
        return Err(format!("is refused: it leads from https to {}", to.scheme()));
    }
    if !is_loopback(from) && is_loopback(to) {
        return Err("is refused: it leads to this machine".to_owned());
    }
    check(to)
}

/// Whether an address is of this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    use std::net::{Ipv4Addr, Ipv6Addr};
    let Some(host) = url.host_str() else { return false };
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || plain.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || plain.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_http_of_this_machine_are_asked() {
        for sound in [
            "https://example.com/a.zip",
            "http://127.0.0.1:1/a",
            "http://127.9.9.9/a",
            "http://[::1]/a",
            "http://localhost:80/",
        ] {
            assert!(parse(sound).is_ok(), "{sound}");
        }
        for refused in [
            "http://example.com/a.zip",
            "http://127.0.0.1.example.com/a.zip",
            "http://localhost.example.com/",
            "ftp://example.com/a.zip",
            "file:///a.zip",
            "https://user:word@example.com/a.zip",
            "https://",
        ] {
            assert!(parse(refused).is_err_and(|failure| failure.misuse), "{refused}");
        }
    }

    #[test]
    fn a_redirect_keeps_what_was_asked_for() {
        let hop = |from: &str, to: &str| match (Url::parse(from), Url::parse(to)) {
            (Ok(from), Ok(to)) => check_hop(&from, &to),
            _ => Err("no address".to_owned()),
        };
        assert_eq!(hop("https://a.example/x", "https://b.example/y"), Ok(()));
        assert_eq!(hop("http://127.0.0.1:1/x", "http://127.0.0.1:2/y"), Ok(()));
        assert_eq!(hop("http://127.0.0.1:1/x", "https://b.example/y"), Ok(()));
        for (from, to, word) in [
            ("https://a.example/x", "http://a.example/x", "from https to http"),
            ("https://a.example/x", "http://127.0.0.1/x", "from https to http"),
            ("https://127.0.0.1/x", "http://127.0.0.1/x", "from https to http"),
            ("https://a.example/x", "https://127.0.0.1/x", "this machine"),
            ("http://127.0.0.1/x", "http://a.example/x", "http is for this machine only"),
            ("https://a.example/x", "file:///etc/passwd", "from https to file"),
        ] {
            assert!(hop(from, to).is_err_and(|why| why.contains(word)), "{from} {to}");
        }
    }
}
