//! In: an address and what has come already. Out: the rest, through redirects; or why not, and whether to try again.

use std::time::Duration;

use reqwest::header::{self, HeaderMap};
use reqwest::{Response, StatusCode, Url};

use super::Ended;
use super::client::client;
use super::partial::Partial;
use crate::fetch::address;
use crate::fetch::failure::{Failure, beginning, printable};
use crate::fetch::limits::Limits;
use crate::progress::Task;

/// One download, try by try.
pub(super) struct Exchange<'a> {
    pub(super) url: &'a Url,
    pub(super) limits: &'a Limits,
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Stop(failure)
    }
}

impl Exchange<'_> {
    /// One try. Gives the content type once all bytes have come.
    pub(super) async fn run(&self, partial: &mut Partial, task: &mut Task) -> Result<Option<String>, Ended> {
        let response = self.ask(partial).await?;
        let status = response.status();
        match status {
            StatusCode::PARTIAL_CONTENT if continues(&response, partial) => {}
            StatusCode::OK => partial.begin(validator(response.headers()))?,
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
                partial.forget();
                return Err(again("the server has other bytes by now"));
            }
            _ => return Err(self.refused(response).await),
        }
        let encoding = text(response.headers(), header::CONTENT_ENCODING).filter(|encoding| *encoding != "identity");
        if let Some(encoding) = encoding {
            let encoding = printable(encoding);
            return Err(self.stop(&format!("the server sends it encoded (`{encoding}`), which nobody asked for")));
        }
        let kind = text(response.headers(), header::CONTENT_TYPE).map(str::to_owned);
        self.receive(response, partial, task).await?;
        Ok(kind)
    }

    /// Sends the request, and follows where it leads.
    async fn ask(&self, partial: &Partial) -> Result<Response, Ended> {
        let mut url = self.url.clone();
        for _ in 0..=self.limits.redirects {
            let mut request = client(&url, self.limits)?.get(url.clone()).header(header::ACCEPT_ENCODING, "identity");
            if let Some((from, validator)) = partial.resume() {
                request = request.header(header::RANGE, format!("bytes={from}-")).header(header::IF_RANGE, validator);
            }
            let response = match tokio::time::timeout(self.limits.idle, request.send()).await {
                Ok(Ok(response)) => response,
                Ok(Err(error)) => return Err(again(format!("cannot be reached: {}", reason(&error)))),
                Err(_) => return Err(again(format!("no answer within {} s", self.limits.idle.as_secs_f64()))),
            };
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            url = self.next(&url, &response)?;
        }
        let most = self.limits.redirects;
        Err(self.stop(&format!("more than {most} redirects, the last one to {}", printable(url.as_str()))))
    }

    /// Where a redirect leads, if it may.
    fn next(&self, from: &Url, response: &Response) -> Result<Url, Ended> {
        let target = text(response.headers(), header::LOCATION).unwrap_or_default();
        let shown = printable(target);
        let next = from.join(target).map_err(|_| self.stop(&format!("the redirect to `{shown}` leads nowhere")))?;
        match address::check_hop(from, &next) {
            Ok(()) => Ok(next),
            Err(why) => Err(self.stop(&format!("the redirect to `{}` {why}", printable(next.as_str())))),
        }
    }

    async fn receive(&self, mut response: Response, partial: &mut Partial, task: &mut Task) -> Result<(), Ended> {
        let total = response.content_length().map(|rest| partial.have().saturating_add(rest));
        task.total(total);
        let limit = self.limits.download;
        let too_large = |size: u64| {
            let message = format!("{}: {size} bytes or more; {limit} are the limit", self.url);
            Ended::Stop(Failure::new(message).help("raise it with `--max-size`"))
        };
        if let Some(total) = total.filter(|total| *total > limit) {
            partial.forget();
            return Err(too_large(total));
        }
        loop {
            task.at(partial.have());
            let bytes = match tokio::time::timeout(self.limits.idle, response.chunk()).await {
                Ok(Ok(Some(bytes))) => bytes,
                Ok(Ok(None)) => break,
                Ok(Err(error)) => return Err(again(cut(partial, total, &reason(&error)))),
                Err(_) => {
                    let silence = format!("nothing came for {} s", self.limits.idle.as_secs_f64());
                    return Err(again(cut(partial, total, &silence)));
                }
            };
            if partial.have() + bytes.len() as u64 > limit {
                partial.forget();
                return Err(too_large(limit + 1));
            }
            partial.append(&bytes)?;
        }
        match total {
            Some(total) if total != partial.have() => Err(again(cut(partial, Some(total), "the answer ended"))),
            _ => Ok(()),
        }
    }

    /// An answer without the content.
    async fn refused(&self, mut response: Response) -> Ended {
        let status = response.status();
        let why = format!("the server answered {status}");
        if matches!(status.as_u16(), 408 | 429) || status.is_server_error() {
            return Ended::Again { why, after: retry_after(response.headers()) };
        }
        let said = match tokio::time::timeout(self.limits.idle, response.chunk()).await {
            Ok(Ok(Some(bytes))) if !bytes.is_empty() => format!(": {}", beginning(&bytes)),
            _ => String::new(),
        };
        let from = if response.url() == self.url { String::new() } else { format!(" at {}", response.url()) };
        let failure = Failure::new(format!("{}: {why}{from}{said}", self.url));
        Ended::Stop(failure.help("check the address: what was there may have moved"))
    }

    fn stop(&self, why: &str) -> Ended {
        Ended::Stop(Failure::new(format!("{}: {why}", self.url)))
    }
}

fn again(why: impl Into<String>) -> Ended {
    Ended::Again { why: why.into(), after: None }
}

fn cut(partial: &Partial, total: Option<u64>, why: &str) -> String {
    let of = total.map_or_else(String::new, |total| format!(" of {total}"));
    format!("the connection was cut after {}{of} bytes: {why}", partial.have())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What tells one content from another. A weak tag does not, byte by byte.
fn validator(headers: &HeaderMap) -> Option<String> {
    let strong = text(headers, header::ETAG).filter(|tag| tag.starts_with('"'));
    strong.or_else(|| text(headers, header::LAST_MODIFIED)).map(str::to_owned)
}

/// Whether an answer is what follows on what has come.
fn continues(response: &Response, partial: &Partial) -> bool {
    let Some((from, known)) = partial.resume() else { return false };
    let headers = response.headers();
    let range = text(headers, header::CONTENT_RANGE).and_then(|range| range.strip_prefix("bytes "));
    let starts = range.and_then(|range| range.split('-').next()).and_then(|start| start.parse::<u64>().ok());
    starts == Some(from) && validator(headers).is_none_or(|tag| tag == known)
}

/// How long the server asks to wait: seconds or a moment.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = chrono::DateTime::parse_from_rfc2822(value).ok()?;
    Some((moment.to_utc() - chrono::Utc::now()).to_std().unwrap_or_default())
}

/// An error with what caused it, in one line.
pub(super) fn reason(error: &reqwest::Error) -> String {
    let mut words = Vec::new();
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        words.push(error.to_string());
        cause = error.source();
    }
    // The outer ones only repeat the address.
    let kept = words.len().saturating_sub(2);
    printable(&words.split_off(kept).join(": "))
}
