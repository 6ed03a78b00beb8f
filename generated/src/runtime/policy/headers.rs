//! In: the headers of an answer. Out: how long it asks to wait, and what it says of the allowance.

use std::time::{Duration, SystemTime};

use chrono::DateTime;

use crate::runtime::error::{Quota, RateLimit};
use crate::runtime::response::RawResponse;

/// From here on a number is a moment, in seconds since 1970, and no duration.
const MOMENT: u64 = 1_000_000_000;
/// From here on it counts milliseconds.
const MOMENT_IN_MILLISECONDS: u64 = 1_000_000_000_000;

/// The allowance of a minute begins anew within this; what takes longer is another one.
const MINUTE: Duration = Duration::from_secs(120);

/// How long the service asks to wait: `Retry-After`, else the time until the allowance of this limit begins anew.
pub(crate) fn wait_for(raw: &RawResponse, limit: Option<RateLimit>) -> Option<Duration> {
    let is_own = |wait: &Duration| limit != Some(RateLimit::PerMinute) || *wait <= MINUTE;
    retry_after(raw).or_else(|| reset(raw).filter(is_own))
}

/// Seconds, or a date. The date is measured against the answer's own `Date`, so that no clock needs to be right.
fn retry_after(raw: &RawResponse) -> Option<Duration> {
    let text = raw.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = seconds_of(text)?;
    let now = raw.header("date").and_then(seconds_of).unwrap_or_else(now);
    Some(Duration::from_secs(until.saturating_sub(now)))
}

/// `X-Rate-Limit-Reset`: seconds from now, or a moment. Where requests are left, it is about another allowance.
fn reset(raw: &RawResponse) -> Option<Duration> {
    if quota(raw).remaining.is_some_and(|left| left > 0) {
        return None;
    }
    let number = number(raw, "x-rate-limit-reset")?;
    let now = || raw.header("date").and_then(seconds_of).unwrap_or_else(now);
    Some(match number {
        MOMENT_IN_MILLISECONDS.. => Duration::from_millis(number.saturating_sub(now().saturating_mul(1000))),
        MOMENT.. => Duration::from_secs(number.saturating_sub(now())),
        seconds => Duration::from_secs(seconds),
    })
}

/// What the headers say of the allowance.
pub(crate) fn quota(raw: &RawResponse) -> Quota {
    Quota { limit: number(raw, "x-rate-limit-limit"), remaining: number(raw, "x-rate-limit-remaining") }
}

fn number(raw: &RawResponse, name: &str) -> Option<u64> {
    raw.header(name)?.trim().parse().ok()
}

/// A date as HTTP writes it, in seconds since 1970.
fn seconds_of(date: &str) -> Option<u64> {
    u64::try_from(DateTime::parse_from_rfc2822(date.trim()).ok()?.timestamp()).ok()
}

fn now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&'static str, &str)]) -> RawResponse {
        let mut raw = RawResponse::new(429, Default::default(), Default::default());
        for (name, value) in headers {
            raw.headers.insert(*name, value.parse().unwrap());
        }
        raw
    }

    #[test]
    fn waits() {
        const DATE: (&str, &str) = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        for (headers, seconds) in [
            (vec![("retry-after", "7")], Some(7)),
            (vec![DATE, ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")], Some(30)),
            (vec![DATE, ("retry-after", "Sun, 06 Nov 1994 08:49:07 GMT")], Some(0)),
            (vec![("retry-after", "soon")], None),
            (vec![("retry-after", "-1")], None),
            (vec![("retry-after", "7"), ("x-rate-limit-reset", "9")], Some(7)),
            (vec![("x-rate-limit-reset", "9")], Some(9)),
            (vec![("x-rate-limit-reset", "9"), ("x-rate-limit-remaining", "0")], Some(9)),
            (vec![("x-rate-limit-reset", "9"), ("x-rate-limit-remaining", "10")], None),
            (vec![("date", "Sun, 09 Sep 2001 01:46:40 GMT"), ("x-rate-limit-reset", "1000000030")], Some(30)),
            (vec![("date", "Sun, 09 Sep 2001 01:46:40 GMT"), ("x-rate-limit-reset", "1000000030000")], Some(30)),
            (vec![], None),
        ] {
            assert_eq!(wait_for(&answer(&headers), None), seconds.map(Duration::from_secs), "{headers:?}");
        }
        let later = wait_for(&answer(&[("retry-after", "Fri, 01 Jan 2100 00:00:00 GMT")]), None);
        assert!(later.unwrap() > Duration::from_secs(3600));
    }

    #[test]
    fn the_day_is_not_waited_for_where_the_minute_is_used_up() {
        let day = answer(&[("x-rate-limit-reset", "40000")]);
        assert_eq!(wait_for(&day, Some(RateLimit::PerMinute)), None);
        assert_eq!(wait_for(&day, Some(RateLimit::PerDay)), Some(Duration::from_secs(40000)));
    }

    #[test]
    fn allowances() {
        let quota = quota(&answer(&[("X-Rate-Limit-Limit", "2000"), ("X-Rate-Limit-Remaining", "x")]));
        assert_eq!((quota.limit, quota.remaining), (Some(2000), None));
    }
}
