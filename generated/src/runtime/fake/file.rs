//! In: a media type or the name of a format. Out: a small file of that kind.

use bytes::Bytes;

/// The smallest PDF that readers take for one.
const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
                   trailer<</Root 1 0 R>>\n%%EOF\n";
/// The header of a PNG picture, which is all of it.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The media type that a format such as `pdf` or `xls` stands for.
pub(super) fn media(format: &str) -> &'static str {
    match format.to_ascii_lowercase().as_str() {
        "html" => "text/html",
        "csv" => "text/csv",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/pdf",
    }
}

/// The content of a file.
pub(super) fn content(media: &str) -> Bytes {
    match media.split(';').next().unwrap_or_default().trim() {
        "image/png" => Bytes::from_static(PNG),
        "text/html" => Bytes::from_static(b"<!doctype html><title>Document</title>"),
        media if media.starts_with("text/") => Bytes::from_static(b"name,amount\nfirst,1\n"),
        _ => Bytes::from_static(PDF.as_bytes()),
    }
}
