//! What to do where the documents say less than the service can.
//!
//! # More of an answer
//!
//! `send` gives the result. `send_full` gives a [`Full`](crate::Full): status, headers, code, message, result and the keys
//! beside it. `send_raw` gives a [`RawResponse`](crate::RawResponse): status, headers and bytes, errors that the answer
//! reports included. `prepare` shows what would be sent, and sends nothing.
//!
//! # More of a request
//!
//! Every request has `query(name, value)` and `header(name, value)` for what no document lists, and every body has
//! `extra(key, json)`, which takes the place of a documented key of that name. `organization(id)` asks another organisation
//! with one request,
//! [`with_organization`](crate::Client::with_organization) with all requests of a client; connections and tokens are shared.
//!
//! Headers that belong to the client, `Authorization` first of all, are refused. So is whatever a header cannot hold: line
//! breaks, control characters, and blanks at either end, which HTTP would take away. What is no ASCII goes out as UTF-8.
//! No value changes where a request goes: in paths and queries everything but letters, digits and `-._~` is
//! percent-encoded. An id that is empty or blank is an error before anything is sent, and so is `..` in a path.
//!
//! # Requests by hand
//!
//! ```
//! # async fn f(client: &zoho_finance::Client) -> zoho_finance::Result<()> {
//! use zoho_finance::{Date, Tenancy, Upload, serde_json::json};
//!
//! // Anything that serde can read; the types of this crate too.
//! let date: Date = client
//!     .request("GET", "/books/v3/estimates/{id}")
//!     .path("id", "460000000026049")
//!     .organization("10234695")
//!     .result_key("date")
//!     .send_as()
//!     .await?;
//!
//! // The client's organisation, in a header; JSON and a file.
//! let answer = client
//!     .request("POST", "/a/path")
//!     .tenancy(Tenancy::Header("X-Organization-Id"))
//!     .json(&json!({"name": "A thing"}))
//!     .file("attachment", Upload::bytes("note.txt", "paid"))
//!     .send()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! A [`RawRequest`](crate::RawRequest) has the token, limits, retries and errors of all other requests. Its path is text: a
//! slash separates segments, and `{name}` stands for a value that `path` sets. Bodies are `json`, `form`, `file` and
//! `text` (multipart), or `body` as it is; results are `send`, `send_as`, `send_full`, `send_raw`, and for files
//! `send_download`, `send_to`, `download_to` and `send_stream`.
//!
//! # Middleware
//!
//! A [`Middleware`](crate::Middleware) is called before and after each try of each request. It can measure, count, add
//! headers, and refuse: then the request ends as [`Error::Refused`](crate::Error::Refused). It never sees a token.
//!
//! # Spans
//!
//! With the feature `tracing` each request is a span `request` (target `zoho_finance`, level `INFO`), with the fields
//! `operation`, `product`, `code` (the service's) and, as OpenTelemetry calls them, `http.request.method`, `url.template`,
//! `server.address`, `server.port`, `http.response.status_code`, `http.request.resend_count`, `error.type`, `otel.name` and
//! `otel.kind`. In it are events: the end of the request, waits and renewals of the token (`DEBUG`), and each try
//! (`TRACE`). There are names, numbers and kinds of errors in them, and never a value; of a request by hand not even the
//! path.
//!
//! # An HTTP client of your own
//!
//! [`http_client`](crate::ClientBuilder::http_client) takes a [`reqwest::Client`](crate::reqwest::Client), for proxies and
//! certificates of your own. Let it follow no redirects. If it does all the same, the token is not sent to another host, no
//! body is sent a second time, and the answer is an error.
