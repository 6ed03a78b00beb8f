//! In: the service's code for a limit. Out: which limit it is, and what is known of the allowance.

use std::fmt;

/// Which limit an [`Error::RateLimit`](crate::Error::RateLimit) reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RateLimit {
    /// Over 100 requests a minute for the organisation (code 44): wait about a minute.
    PerMinute,
    /// The plan's daily limit (code 45): trying again today is of no use.
    PerDay,
    /// Too many calls at the same time (code 1070): try again shortly, with fewer at once.
    Concurrency,
    /// Another limit, or the answer had no code.
    Other,
}

/// What the service says of an allowance, in the headers `X-Rate-Limit-…`; each is there or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quota {
    /// How many requests there are in all.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
}

impl RateLimit {
    /// The limit that a code stands for, where it stands for one.
    pub(crate) fn from_code(code: i64) -> Option<Self> {
        match code {
            44 => Some(Self::PerMinute),
            45 => Some(Self::PerDay),
            1070 => Some(Self::Concurrency),
            _ => None,
        }
    }

    pub(crate) fn code(self) -> Option<i64> {
        match self {
            Self::PerMinute => Some(44),
            Self::PerDay => Some(45),
            Self::Concurrency => Some(1070),
            Self::Other => None,
        }
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PerMinute => "too many requests in a minute",
            Self::PerDay => "the daily limit is used up",
            Self::Concurrency => "too many requests at the same time",
            Self::Other => "too many requests",
        })
    }
}
