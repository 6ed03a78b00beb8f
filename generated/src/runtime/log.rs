//! In: a call and how it goes. Out: a span for the call, and in it an event for each try, each wait and each renewal of a
//! token (feature `tracing`). Never a value, never a secret: names, numbers and kinds of errors only.
//!
//! Fields are called as OpenTelemetry calls them for HTTP, where it knows them. Of a request by hand the path is left out:
//! it may hold values.

use std::time::Duration;

use reqwest::Url;

use super::call::Call;
use super::error::{AuthError, Error};
use super::policy::classify::Outcome;
use super::response::RawResponse;

#[cfg(feature = "tracing")]
pub(crate) use on::*;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;

#[cfg(feature = "tracing")]
mod on {
    use tracing::field::Empty;
    use tracing::instrument::Instrumented;
    use tracing::{Instrument, Span, debug, info_span, trace, warn as warning};

    use super::*;
    use crate::runtime::call::Target;
    use crate::runtime::envelope;

    /// What all events and spans are filtered by.
    const TARGET: &str = "zoho_finance";

    /// The span of a call.
    pub(crate) struct CallSpan {
        span: Span,
        since: Timer,
    }

    impl CallSpan {
        pub(crate) fn new(call: &Call) -> Self {
            let span = info_span!(
                target: TARGET, "request",
                otel.kind = "client", otel.name = Empty,
                operation = Empty, product = call.target.product(),
                http.request.method = call.target.method(), url.template = Empty,
                server.address = Empty, server.port = Empty,
                http.response.status_code = Empty, http.request.resend_count = Empty,
                code = Empty, "error.type" = Empty,
            );
            if !span.is_disabled() {
                name(&span, &call.target);
            }
            Self { span, since: Timer::start() }
        }

        /// The work of the call, in its span.
        pub(crate) fn around<F: Future>(&self, work: F) -> Instrumented<F> {
            work.instrument(self.span.clone())
        }

        /// Where the request goes.
        pub(crate) fn server(&self, url: &Url) {
            self.span.record("server.address", url.host_str());
            self.span.record("server.port", url.port_or_known_default());
        }

        /// The call is at its end.
        pub(crate) fn end(&self, call: &Call, tries: u32, result: &Result<RawResponse, Error>) {
            let (span, milliseconds) = (&self.span, self.since.milliseconds());
            if tries > 1 {
                span.record("http.request.resend_count", tries - 1);
            }
            match result {
                Ok(raw) => {
                    let code = envelope::failure(raw, call.target.has_envelope());
                    span.record("http.response.status_code", raw.status);
                    span.record("code", code);
                    if !raw.is_success() {
                        span.record("error.type", raw.status.to_string());
                    } else if code.is_some() {
                        span.record("error.type", "api");
                    }
                    let bytes = raw.body.len();
                    debug!(target: TARGET, status = raw.status, code, bytes, tries, milliseconds, "answered");
                }
                Err(error) => {
                    span.record("error.type", error.kind());
                    debug!(target: TARGET, error = error.kind(), tries, milliseconds, "failed");
                }
            }
        }
    }

    fn name(span: &Span, target: &Target) {
        match target {
            Target::Operation(spec) => {
                let template = format!("{}{}", spec.base_path, spec.path);
                span.record("operation", spec.id);
                span.record("otel.name", format!("{} {template}", spec.method));
                span.record("url.template", template);
            }
            Target::Path { method, .. } => {
                span.record("operation", "by_hand");
                span.record("otel.name", method.as_str());
            }
        }
    }

    /// Measures a try, or a wait.
    pub(crate) struct Timer(std::time::Instant);

    impl Timer {
        pub(crate) fn start() -> Self {
            Self(std::time::Instant::now())
        }

        /// A try is at its end.
        pub(crate) fn tried(self, number: u32, result: &Result<RawResponse, Error>) {
            let milliseconds = self.milliseconds();
            match result {
                Ok(raw) => trace!(target: TARGET, number, status = raw.status, milliseconds, "tried"),
                Err(error) => trace!(target: TARGET, number, error = error.kind(), milliseconds, "tried in vain"),
            }
        }

        /// It is the call's turn.
        pub(crate) fn turn(self) {
            let milliseconds = self.milliseconds();
            if milliseconds > 0 {
                debug!(target: TARGET, milliseconds, "waited for its turn");
            }
        }

        /// The accounts server was asked for a token.
        pub(crate) fn renewed<T>(self, result: &Result<T, AuthError>) {
            let milliseconds = self.milliseconds();
            match result {
                Ok(_) => debug!(target: TARGET, milliseconds, "the access token was renewed"),
                Err(error) => {
                    debug!(target: TARGET, because = ?error.kind, milliseconds, "the access token was not renewed")
                }
            }
        }

        fn milliseconds(&self) -> u64 {
            u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
        }
    }

    /// A request will be sent again.
    pub(crate) fn again(outcome: &Outcome, wait: Duration) {
        let milliseconds = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        debug!(target: TARGET, because = ?outcome, milliseconds, "waits and tries again");
    }

    /// Something went wrong that the caller will not hear of.
    pub(crate) fn warn(what: &str, error: &Error) {
        warning!(target: TARGET, error = error.kind(), cause = %error, "{what}");
    }
}

/// Without the feature nothing is measured.
#[cfg(not(feature = "tracing"))]
mod off {
    use super::*;

    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn new(_: &Call) -> Self {
            Self
        }

        pub(crate) fn around<F: Future>(&self, work: F) -> F {
            work
        }

        pub(crate) fn server(&self, _: &Url) {}

        pub(crate) fn end(&self, _: &Call, _: u32, _: &Result<RawResponse, Error>) {}
    }

    pub(crate) struct Timer;

    impl Timer {
        pub(crate) fn start() -> Self {
            Self
        }

        pub(crate) fn tried(self, _: u32, _: &Result<RawResponse, Error>) {}

        pub(crate) fn turn(self) {}

        pub(crate) fn renewed<T>(self, _: &Result<T, AuthError>) {}
    }

    pub(crate) fn again(_: &Outcome, _: Duration) {}

    pub(crate) fn warn(_: &str, _: &Error) {}
}
