//! In: a text that a server sent, and a secret that was sent to it. Out: the text without the secret, and without what
//! is left of it where the text was cut: some servers echo what they are sent.

use super::Error;

/// Shorter secrets are not looked for: they would be found everywhere.
const SHORTEST: usize = 8;
const MARK: &str = "[hidden]";

/// Takes every occurrence of a secret, and of its beginning, out of a text.
pub(crate) fn redact(text: &mut String, secret: &str) {
    let Some(head) = secret.get(..SHORTEST) else { return };
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(head)).map(|at| from + at) {
        let shown = text.get(at..).unwrap_or_default().bytes();
        let length = shown.zip(secret.bytes()).take_while(|(a, b)| a == b).count();
        // Both begin alike, so both have a boundary between characters where the shorter one of them ends; a secret of
        // several bytes a character may differ inside of one.
        let end = (at + length..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        text.replace_range(at..end, MARK);
        from = at + MARK.len();
    }
}

impl Error {
    /// The same error without a secret in what the service said.
    pub(crate) fn without(mut self, secret: &str) -> Self {
        match &mut self {
            Self::RateLimit { message, .. } | Self::Api { message, .. } => redact(message, secret),
            Self::Auth(error) => redact(&mut error.message, secret),
            Self::UnexpectedBody { problem, content_type, .. } => {
                redact(problem, secret);
                content_type.iter_mut().for_each(|text| redact(text, secret));
            }
            Self::Decode { path, problem, .. } => {
                redact(path, secret);
                redact(problem, secret);
            }
            Self::Transport { .. }
            | Self::Timeout { .. }
            | Self::TooLarge { .. }
            | Self::Refused { .. }
            | Self::InvalidInput { .. }
            | Self::Io { .. } => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_their_beginnings_are_taken_out() {
        let secret = "1000.abcdefghij";
        for (text, expected) in [
            ("nothing", "nothing"),
            ("a 1000.abcdefghij b", "a [hidden] b"),
            ("1000.abcdefghij1000.abcdefghij", "[hidden][hidden]"),
            ("cut: 1000.abcde", "cut: [hidden]"),
            ("1000.abc/x", "[hidden]/x"),
            ("1000.ab", "1000.ab"),
            ("ü1000.abcdü", "ü[hidden]ü"),
        ] {
            let mut given = text.to_owned();
            redact(&mut given, secret);
            assert_eq!(given, expected);
        }
        let mut text = "1000.abcä".to_owned();
        redact(&mut text, "1000.abcü");
        assert_eq!(text, "[hidden]");
        let mut text = "short".to_owned();
        redact(&mut text, "short");
        assert_eq!(text, "short");
    }
}
