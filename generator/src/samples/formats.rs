//! Formats of texts.
//!
//! In: the word behind `format` and a text. Out: whether it is one, as validators of JSON Schema understand it, and a
//! text that is. A format that is not listed is no restriction.

/// Whether a text is of a format.
pub(super) fn fits(format: &str, text: &str) -> bool {
    let bytes = text.as_bytes();
    match format {
        "date" => is_date(text),
        "date-time" => text.split_once(['T', 't', ' ']).is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "time" => is_time(text),
        "email" => text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !host.contains('@')
        }),
        "uri" => text.split_once(':').is_some_and(|(scheme, rest)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
                && !rest.is_empty()
                && !text.contains(|c: char| c.is_whitespace() || c == '<' || c == '{')
        }),
        "uuid" => is_uuid(text),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "hostname" => !text.is_empty() && bytes.iter().all(|c| c.is_ascii_alphanumeric() || b"-.".contains(c)),
        "byte" => text.len().is_multiple_of(4) && bytes.iter().all(|c| c.is_ascii_alphanumeric() || b"+/=".contains(c)),
        _ => true,
    }
}

/// A text of a format; of an unknown one, any.
pub(super) fn sample(format: Option<&str>) -> &'static str {
    match format {
        Some("date") => "2026-01-31",
        Some("date-time") => "2026-01-31T10:30:00Z",
        Some("time") => "10:30:00Z",
        Some("email") => "someone@example.com",
        Some("uri" | "url") => "https://example.com/",
        Some("uuid") => "123e4567-e89b-42d3-a456-426614174000",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("hostname") => "example.com",
        Some("byte") => "dGV4dA==",
        Some("int32" | "int64") => "10",
        Some("float" | "double") => "10.5",
        _ => "text",
    }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(|year| year.parse::<u32>().ok());
    let (month, day) = (parts.next().and_then(two), parts.next().and_then(two));
    let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// `10:30:00Z`, `10:30:00.5+05:30`: the offset is part of it.
fn is_time(text: &str) -> bool {
    let at = text.find(['Z', 'z', '+', '-']);
    let Some((clock, offset)) = at.and_then(|at| text.split_at_checked(at)) else { return false };
    let seconds = clock.split('.').next().unwrap_or_default();
    let parts: Vec<Option<u32>> = seconds.split(':').map(two).collect();
    let clock = matches!(parts.as_slice(), [Some(0..=23), Some(0..=59), Some(0..=60)]);
    let offset = offset.trim_start_matches(['+', '-']);
    let zone: Vec<Option<u32>> = offset.split(':').map(two).collect();
    clock && (matches!(offset, "Z" | "z") || matches!(zone.as_slice(), [Some(0..=23), Some(0..=59)]))
}

/// A number of two digits.
fn two(text: &str) -> Option<u32> {
    if text.len() == 2 && text.bytes().all(|c| c.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(i, c)| if [8, 13, 18, 23].contains(&i) { c == b'-' } else { c.is_ascii_hexdigit() })
}
