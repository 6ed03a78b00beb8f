//! In: the client's HTTP stack and accounts server. Out: what an [`Auth`](super::Auth) may use of them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::{Method, Request, Url};

use crate::runtime::encode;
use crate::runtime::error::Error;
use crate::runtime::http::Http;
use crate::runtime::policy::clock::Deadline;
use crate::runtime::response::RawResponse;

/// How long the accounts server may take. Others than the one who asked may be waiting for the answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What an [`Auth`](super::Auth) may use of the client. A clone is cheap.
#[derive(Clone)]
pub struct AuthContext {
    http: Http,
    accounts_url: Arc<str>,
}

impl AuthContext {
    pub(crate) fn new(http: Http, accounts_url: String) -> Self {
        Self { http, accounts_url: accounts_url.into() }
    }

    /// The base URL of the accounts server, without a slash at the end.
    pub fn accounts_url(&self) -> &str {
        &self.accounts_url
    }

    /// Posts a form to a path of the accounts server, such as `/oauth/v2/token`. It is given 30 seconds.
    ///
    /// # Errors
    ///
    /// Those of the transport; the answer is not looked at.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Result<RawResponse, Error> {
        let url = Url::parse(&format!("{}{path}", self.accounts_url));
        let url = url.map_err(|_| Error::invalid("accounts_url", "not a URL"))?;
        let mut request = Request::new(Method::POST, url);
        let media = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert("content-type", media);
        *request.body_mut() = Some(encode::pairs(fields.iter().copied()).into());
        let bounds = self.http.bounds(&"access_token".into(), Deadline::after(TIMEOUT), None);
        self.http.exchange(request, bounds).await
    }
}

impl fmt::Debug for AuthContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthContext").field("accounts_url", &self.accounts_url).finish_non_exhaustive()
    }
}
