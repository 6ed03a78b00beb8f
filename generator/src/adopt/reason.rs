//! What a response says about itself. In: a status. Out: HTTP's own words for it.

use crate::ir::wire::Status;

/// The key of a status in `responses`.
pub(super) fn key(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// The reason phrase of a status, or what its class means.
pub(super) fn phrase(status: Status) -> &'static str {
    let class = |class: u16| match class {
        1 => "Informational",
        2 => "Success",
        3 => "Redirection",
        4 => "Client Error",
        _ => "Server Error",
    };
    match status {
        Status::Code(code) => http::StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or_else(|| class(code / 100)),
        Status::Range(range) => class(range),
        Status::Default => "Any other status",
    }
}
