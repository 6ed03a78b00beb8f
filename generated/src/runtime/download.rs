//! In: an answer that is a file. Out: its bytes, media type and name.

use std::fmt;
use std::path::Path;

use bytes::Bytes;

use super::error::Error;
use super::response::RawResponse;

/// A file that the service sent.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    content_type: Option<String>,
    file_name: Option<String>,
    bytes: Bytes,
}

impl Download {
    pub(crate) fn from_response(raw: &RawResponse) -> Self {
        let file_name = raw
            .headers
            .get("content-disposition")
            .and_then(|value| file_name(&String::from_utf8_lossy(value.as_bytes())));
        Self { content_type: raw.content_type(), file_name, bytes: raw.body.clone() }
    }

    /// The media type, such as `application/pdf`, without parameters.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The name that the service gives the file. It never has folders in it.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The content.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The content, by value.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Writes the content to a file, replacing what is there.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the file cannot be written.
    pub async fn save(&self, path: impl AsRef<Path> + Send) -> Result<(), Error> {
        let path = path.as_ref().to_owned();
        tokio::fs::write(&path, &self.bytes).await.map_err(|error| Error::io(path, error))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type)
            .field("file_name", &self.file_name)
            .field("bytes", &self.bytes.len())
            .finish()
    }
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
