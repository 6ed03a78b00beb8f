//! How a program gets tokens, and how to keep them.
//!
//! # What there is
//!
//! A request carries an *access token*, which lives for an hour. A *refresh token* gets new access tokens for as long as
//! nobody revokes it; it belongs to a user, to a *client* (an id and a secret, from the API console of the accounts
//! server), to the scopes that the user agreed to, and to one [`DataCenter`](crate::DataCenter). Tokens of one data
//! centre are of no use in another.
//!
//! # A program for one account
//!
//! Make a client of the kind "self client" in the console and let it give you a code for the scopes you need. Exchange
//! it once, by hand or with [`AuthorizationCode`](crate::AuthorizationCode), and configure the refresh token that comes:
//!
//! ```
//! # fn f(client_secret: String, refresh_token: String) -> zoho_finance::Result<()> {
//! use zoho_finance::{Client, DataCenter, FileStore, RefreshToken};
//!
//! let auth = RefreshToken::new("1000.CLIENT", client_secret, refresh_token)
//!     .store(FileStore::new("/var/lib/my-program/zoho-token"));
//! let client = Client::builder().data_center(DataCenter::Eu).organization("10234695").auth(auth).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! The store is optional. Without it every start of the program asks for a new access token, and the accounts server
//! gives ten in ten minutes at most.
//!
//! # A program for many users
//!
//! Send the user to a [`ConsentUrl`](crate::ConsentUrl). They come back to your redirect URI with `code`, `state` and
//! `location`. Compare the state with what you sent, and exchange the code within a minute:
//!
//! ```no_run
//! # async fn f(client_secret: String, code: String, location: &str) -> zoho_finance::Result<()> {
//! use zoho_finance::{AuthorizationCode, Client, ConsentUrl, FileStore, RefreshToken, TokenStore};
//!
//! let url = ConsentUrl::new("1000.CLIENT", "https://example.com/callback", ["ZohoBooks.invoices.READ"])
//!     .state("kept in the user's session")
//!     .to_string();
//!
//! // Later, when the user is back:
//! let client = Client::builder().data_center(location.parse()?).build()?;
//! let code = AuthorizationCode::new("1000.CLIENT", client_secret.as_str(), code);
//! let grant = code.redirect_uri("https://example.com/callback").exchange(&client).await?;
//! let store = FileStore::new("/var/lib/my-program/user-17");
//! store.save(&grant).await?;
//!
//! // From now on:
//! let auth = RefreshToken::stored("1000.CLIENT", client_secret, store);
//! let client = Client::builder().data_center(location.parse()?).auth(auth).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! For a database instead of files, implement [`TokenStore`](crate::TokenStore).
//!
//! # Which scopes to ask for
//!
//! The documentation of each method names the scopes that it needs, and they are data as well:
//! [`Operation::SPEC`](crate::Operation::SPEC) of the type that the method gives back. [`Scopes`](crate::Scopes) puts
//! together the shortest list:
//!
//! ```
//! use zoho_finance::{Operation, Scopes};
//!
//! fn needed<A: Operation, B: Operation>() -> String {
//!     Scopes::new().operation::<A>().operation::<B>().to_string()
//! }
//! ```
//!
//! # What the client does by itself
//!
//! - However many requests run at the same time, one fetch gets the token for all of them, also when the request that
//!   began it is dropped.
//! - A token is renewed five minutes before it ends. While it is still good, a renewal that fails is no error.
//! - Where the service refuses a token (codes 14 and 57), it is renewed and the request sent once more. Code 57 is also
//!   what a missing scope looks like: where a fresh token is refused too, the error is
//!   [`ScopeMissing`](crate::AuthErrorKind::ScopeMissing), and for an hour no further token is spent on that scope.
//! - At most ten tokens are asked for in ten minutes; three of them are kept for tokens that expire.
//! - A token is sent to the hosts of the data centres only, or to the base URL that you set. What the accounts server says
//!   about the host (`api_domain`) counts where you named none, and only if it is a known one.
//! - Secrets are part of no error, no log and no `Debug` text, also where a server sends back what it was sent.
//!
//! # Tokens from elsewhere
//!
//! [`AccessToken`](crate::AccessToken) is a token as given, which nobody renews. To get tokens from another process,
//! implement [`Auth`](crate::Auth).
