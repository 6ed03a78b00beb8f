//! In: the header `Content-Disposition`. Out: the name of a file, without folders.

use reqwest::header::HeaderMap;

/// The file name that an answer has.
pub(super) fn name(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("content-disposition")?;
    file_name(&String::from_utf8_lossy(value.as_bytes()))
}

/// The file name in a `Content-Disposition`; the encoded form (`filename*`) goes first.
fn file_name(disposition: &str) -> Option<String> {
    let parameters = parameters(disposition);
    let find = |name: &str| parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let encoded = find("filename*").and_then(|value| percent_decode(value.splitn(3, '\'').nth(2)?));
    let name = encoded.or_else(|| find("filename").map(str::to_owned))?;
    let name: String = name.rsplit(['/', '\\']).next()?.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim();
    (!matches!(name, "" | "." | "..")).then(|| name.to_owned())
}

/// The `name=value` pairs after the first semicolon, quotes taken off.
fn parameters(text: &str) -> Vec<(String, String)> {
    let (mut found, mut current, mut quoted, mut escaped) = (Vec::new(), String::new(), false, false);
    for c in text.chars().chain([';']) {
        match c {
            _ if escaped => {
                current.push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => found.push(std::mem::take(&mut current)),
            c => current.push(c),
        }
    }
    let pair = |text: &String| {
        text.split_once('=').map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    found.iter().filter_map(pair).collect()
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let pair = [char::from(rest.next()?).to_digit(16)?, char::from(rest.next()?).to_digit(16)?];
                u8::try_from(pair.iter().fold(0, |value, digit| value * 16 + digit)).ok()?
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (disposition, expected) in [
            ("attachment; filename=INV-1.pdf", Some("INV-1.pdf")),
            ("attachment; filename=\"INV; 1.pdf\"", Some("INV; 1.pdf")),
            ("attachment;filename=\"a.pdf\";filename*=UTF-8''B%C3%BCcher.pdf", Some("Bücher.pdf")),
            ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
            ("attachment; filename=\"..\"", None),
            ("attachment; filename*=UTF-8''%F", None),
            ("inline", None),
        ] {
            assert_eq!(file_name(disposition).as_deref(), expected, "{disposition}");
        }
    }
}
