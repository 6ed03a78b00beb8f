//! In: the client's HTTP stack and accounts server. Out: what an [`Auth`](super::Auth) may use of them.

use std::fmt;

use reqwest::header::HeaderValue;
use reqwest::{Method, Request, Url};

use crate::runtime::encode;
use crate::runtime::error::Error;
use crate::runtime::http::Http;
use crate::runtime::response::RawResponse;

/// What an [`Auth`](super::Auth) may use of the client.
#[derive(Clone, Copy)]
pub struct AuthContext<'a> {
    http: &'a Http,
    accounts_url: &'a str,
}

impl<'a> AuthContext<'a> {
    pub(crate) fn new(http: &'a Http, accounts_url: &'a str) -> Self {
        Self { http, accounts_url }
    }

    /// The base URL of the accounts server, without a slash at the end.
    pub fn accounts_url(&self) -> &'a str {
        self.accounts_url
    }

    /// Posts a form to a path of the accounts server, such as `/oauth/v2/token`.
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
        self.http.exchange(request, "access_token").await
    }
}

impl fmt::Debug for AuthContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthContext").field("accounts_url", &self.accounts_url).finish_non_exhaustive()
    }
}
