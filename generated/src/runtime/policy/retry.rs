//! In: the outcome of a try and what came before. Out: whether the request is done or sent again, and after which wait.
//!
//! What the service refused (limits, tokens) was not carried out, and may be repeated whatever the method is. What may
//! have been carried out is repeated only where doing it twice is the same as doing it once.

use std::fmt;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use reqwest::Method;
use reqwest::header::HeaderMap;

use super::classify::Outcome;
use crate::runtime::error::RateLimit;

/// How often and how fast a failed request is sent again.
///
/// Set it for all requests with [`ClientBuilder::retry`](crate::ClientBuilder::retry), or on a single request with its
/// own `retry`. What is repeated, and what never is, stands in [`guide::retries`](crate::guide::retries).
///
/// ```
/// use std::time::Duration;
/// use zoho_finance::RetryPolicy;
///
/// let patient = RetryPolicy::default().tries(6).delays(Duration::from_secs(1), Duration::from_secs(30));
/// let once = RetryPolicy::none();
/// # let _ = (patient, once);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    tries: u32,
    first: Duration,
    longest: Duration,
}

/// Four tries; waits of about 0.3, 0.6 and 1.2 seconds, each made longer by up to its own length, by chance.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self { tries: 4, first: Duration::from_millis(300), longest: Duration::from_secs(10) }
    }
}

impl RetryPolicy {
    /// Nothing is sent again, but for one renewal of a token that the service refused.
    pub fn none() -> Self {
        Self { tries: 1, ..Self::default() }
    }

    /// How often a request is sent at most where it fails: 1 is "never again". What the service refused for a limit is
    /// not counted: it is repeated as long as the request's time allows.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// The wait before the second try, and the longest one. In between they double; to each one up to its own length is
    /// added by chance, so that clients do not go in step.
    #[must_use]
    pub fn delays(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest.max(first);
        self
    }

    fn backoff(&self) -> ExponentialBackoff {
        let builder = ExponentialBuilder::new().with_jitter().without_max_times();
        builder.with_min_delay(self.first).with_max_delay(self.longest).build()
    }
}

/// What is to be done after a try.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The result stands.
    Finish,
    /// Once more, after a wait.
    Again(Duration),
    /// Once more, after the pause that all calls of the organisation make.
    AfterPause,
    /// Once more with another token, if one can be had.
    NewToken(Option<i64>),
}

/// A request on its way: what has been tried so far.
pub(crate) struct Tries {
    /// Doing it twice is the same as doing it once.
    repeatable: bool,
    failures: u32,
    policy: RetryPolicy,
    after_failure: Option<ExponentialBackoff>,
    after_refusal: Option<ExponentialBackoff>,
    asked_for_token: bool,
    reached: bool,
}

impl Tries {
    pub(crate) fn new(policy: &RetryPolicy, repeatable: bool) -> Self {
        Self {
            repeatable,
            failures: 0,
            policy: policy.clone(),
            after_failure: None,
            after_refusal: None,
            asked_for_token: false,
            reached: false,
        }
    }

    /// Whether an earlier try may have been carried out.
    pub(crate) fn reached(&self) -> bool {
        self.reached
    }

    /// What to do after a try with this outcome.
    pub(crate) fn decide(&mut self, outcome: &Outcome) -> Decision {
        match *outcome {
            Outcome::Final | Outcome::Gone => Decision::Finish,
            Outcome::Unauthorized { .. } if self.asked_for_token => Decision::Finish,
            Outcome::Unauthorized { code } => {
                self.asked_for_token = true;
                Decision::NewToken(code)
            }
            Outcome::Limited { .. } if self.policy.tries == 1 => Decision::Finish,
            Outcome::Limited { limit: RateLimit::PerMinute, .. } => Decision::AfterPause,
            Outcome::Limited { wait, .. } => Decision::Again(longer(wait, &self.policy, &mut self.after_refusal)),
            Outcome::Failed { reached, wait } => self.failed(reached, wait),
        }
    }

    fn failed(&mut self, reached: bool, wait: Option<Duration>) -> Decision {
        self.failures += 1;
        if self.failures >= self.policy.tries || (reached && !self.repeatable) {
            return Decision::Finish;
        }
        self.reached |= reached;
        Decision::Again(longer(wait, &self.policy, &mut self.after_failure))
    }
}

fn longer(asked: Option<Duration>, policy: &RetryPolicy, backoff: &mut Option<ExponentialBackoff>) -> Duration {
    let next = backoff.get_or_insert_with(|| policy.backoff()).next();
    asked.unwrap_or_default().max(next.unwrap_or_default())
}

impl fmt::Debug for Tries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tries").field("repeatable", &self.repeatable).field("failures", &self.failures).finish()
    }
}

/// Whether doing a request twice is the same as doing it once, as HTTP has it; a `PUT` that may create is an exception.
pub(crate) fn is_repeatable(method: &Method, headers: &HeaderMap) -> bool {
    let upserts = || headers.get_all("x-upsert").iter().any(|value| !is_no(value.as_bytes()));
    match *method {
        Method::GET | Method::HEAD | Method::OPTIONS | Method::DELETE => true,
        Method::PUT => !upserts(),
        _ => false,
    }
}

fn is_no(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    value.eq_ignore_ascii_case(b"false") || value == b"0" || value.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: Outcome = Outcome::Failed { reached: true, wait: None };
    const UNREACHED: Outcome = Outcome::Failed { reached: false, wait: None };

    fn tries(repeatable: bool) -> Tries {
        Tries::new(&RetryPolicy::default(), repeatable)
    }

    #[test]
    fn failures_are_repeated_where_that_is_safe() {
        let mut safe = tries(true);
        let mut waits = Vec::new();
        while let Decision::Again(wait) = safe.decide(&FAILED) {
            waits.push(wait.as_millis());
        }
        assert_eq!(waits.len(), 3);
        for (wait, least) in waits.iter().zip([300, 600, 1200]) {
            assert!((least..=2 * least).contains(wait), "{waits:?}");
        }
        assert!(safe.reached());
        assert_eq!(tries(false).decide(&FAILED), Decision::Finish);
    }

    #[test]
    fn what_never_left_is_repeated_whatever_it_is() {
        let mut post = tries(false);
        assert!(matches!(post.decide(&UNREACHED), Decision::Again(_)));
        assert!(!post.reached());
        assert_eq!(post.decide(&FAILED), Decision::Finish);
    }

    #[test]
    fn refusals_are_repeated_whatever_it_is_and_not_counted() {
        let mut post = tries(false);
        for _ in 0..50 {
            let outcome = Outcome::Limited { limit: RateLimit::Concurrency, wait: None };
            assert!(matches!(post.decide(&outcome), Decision::Again(wait) if wait <= Duration::from_secs(20)));
        }
        let minute = Outcome::Limited { limit: RateLimit::PerMinute, wait: None };
        assert_eq!(post.decide(&minute), Decision::AfterPause);
        assert!(matches!(post.decide(&UNREACHED), Decision::Again(_)));
    }

    #[test]
    fn a_longer_wait_that_is_asked_for_wins() {
        let wait = Some(Duration::from_secs(60));
        assert_eq!(
            tries(true).decide(&Outcome::Failed { reached: true, wait }),
            Decision::Again(Duration::from_secs(60))
        );
        let at_once = Outcome::Limited { limit: RateLimit::Other, wait: Some(Duration::ZERO) };
        assert!(matches!(tries(true).decide(&at_once), Decision::Again(wait) if wait >= Duration::from_millis(300)));
    }

    #[test]
    fn a_token_is_renewed_once() {
        let mut tries = tries(false);
        let outcome = Outcome::Unauthorized { code: Some(57) };
        assert_eq!(tries.decide(&outcome), Decision::NewToken(Some(57)));
        assert_eq!(tries.decide(&outcome), Decision::Finish);
    }

    #[test]
    fn none_means_once() {
        let mut tries = Tries::new(&RetryPolicy::none(), true);
        for outcome in [FAILED, UNREACHED, Outcome::Final, Outcome::Limited { limit: RateLimit::PerMinute, wait: None }]
        {
            assert_eq!(tries.decide(&outcome), Decision::Finish);
        }
    }

    #[test]
    fn methods() {
        let with = |value: Option<&str>| {
            value.map(|value| ("x-upsert".parse().unwrap(), value.parse().unwrap())).into_iter().collect::<HeaderMap>()
        };
        for (method, upsert, expected) in [
            (Method::GET, None, true),
            (Method::DELETE, None, true),
            (Method::PUT, None, true),
            (Method::PUT, Some("false"), true),
            (Method::PUT, Some("true"), false),
            (Method::PUT, Some("TRUE "), false),
            (Method::PUT, Some("1"), false),
            (Method::POST, None, false),
            (Method::PATCH, None, false),
        ] {
            assert_eq!(is_repeatable(&method, &with(upsert)), expected, "{method} {upsert:?}");
        }
    }
}
