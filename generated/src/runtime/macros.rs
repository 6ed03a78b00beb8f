//! In: the name of a request type that holds a [`Call`](super::call::Call) named `call`. Out: its methods.

/// The request of an operation, from what is known of the operation.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! operation {
    ($(#[$docs:meta])* $name:ident -> $output:ty { $($spec:tt)* }) => {
        $(#[$docs])*
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $name {
            call: $crate::runtime::Call,
        }

        impl $crate::Operation for $name {
            type Output = $output;
            const SPEC: &'static $crate::OperationSpec = &$crate::OperationSpec { $($spec)* };
        }

        $crate::runtime::request!($name -> $output);
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use operation;

/// What every request can do. The type after the arrow is `Operation::Output`, spelled out for the documentation.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! request {
    ($name:ident) => {
        $crate::runtime::request!($name -> <Self as $crate::Operation>::Output);
    };
    ($name:ident -> $output:ty) => {
        impl $name {
            /// Asks another organisation than the client's, for this request only. It has no effect on operations that
            /// take no organisation.
            #[inline]
            pub fn organization(mut self, organization_id: impl Into<$crate::Id>) -> Self {
                self.call.set_organization(organization_id.into());
                self
            }

            /// Adds a query parameter that the documents do not list.
            #[inline]
            pub fn query(mut self, name: impl Into<String>, value: impl $crate::runtime::Param) -> Self {
                self.call.add_query(name.into(), value);
                self
            }

            /// Sets a header that the documents do not list. `Authorization` and the like are refused when sending.
            #[inline]
            pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.call.put_header(name.into(), value.into());
                self
            }

            /// How long this request may take as a whole, with all tries and waits; with `stream`, all pages.
            #[inline]
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call.set_timeout(timeout);
                self
            }

            /// How often and how fast this request is sent again where it fails.
            #[inline]
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.call.set_retry(policy);
                self
            }

            /// The largest answer to be read, in bytes, in place of the client's
            /// [`max_response_bytes`]($crate::ClientBuilder::max_response_bytes).
            #[inline]
            pub fn max_response_bytes(mut self, bytes: u64) -> Self {
                self.call.set_limit(bytes);
                self
            }

            /// Says that doing it twice does no harm, so that it is sent again also where its method alone forbids it.
            #[inline]
            pub fn retry_unsafe(mut self) -> Self {
                self.call.set_repeatable();
                self
            }

            /// What would be sent, but for host and credentials. Nothing is sent.
            ///
            /// # Errors
            ///
            /// [`Error::InvalidInput`]($crate::Error::InvalidInput) where a value cannot be sent.
            #[inline]
            pub fn prepare(self) -> $crate::Result<$crate::Prepared> {
                $crate::runtime::prepare::prepare(&self.call)
            }

            /// Sends the request; the result is the payload of the answer.
            #[inline]
            pub fn send(self) -> $crate::Pending<$output> {
                $crate::Pending::payload(self.call)
            }

            /// Sends the request; the result has status, headers, code, message, payload and further keys.
            #[inline]
            pub fn send_full(self) -> $crate::Pending<$crate::Full<$output>> {
                $crate::Pending::full(self.call)
            }

            /// Sends the request; the result is the answer as it came, errors that it reports included.
            #[inline]
            pub fn send_raw(self) -> $crate::Pending<$crate::RawResponse> {
                $crate::Pending::raw(self.call)
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = $crate::Result<$output>;
            type IntoFuture = $crate::Pending<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use request;

/// What the request of a list that comes page by page can do besides. The type after the arrow is what is on a page.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! paged {
    ($name:ident) => {
        $crate::runtime::paged!($name -> <Self as $crate::runtime::page::Paged>::Item);
    };
    ($name:ident -> $item:ty) => {
        impl $name {
            /// Which page, from 1.
            #[inline]
            pub fn page(mut self, page: u32) -> Self {
                self.call.set_query("page", page);
                self
            }

            /// How many items a page takes; the service takes 200 where nothing is said.
            #[inline]
            pub fn per_page(mut self, per_page: u32) -> Self {
                self.call.set_query("per_page", per_page);
                self
            }

            /// All pages from this one on, one after the other.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$item> {
                $crate::Pages::new(self.call, <Self as $crate::Operation>::SPEC)
            }

            /// All items from this page on, page after page.
            #[inline]
            pub fn stream(self) -> $crate::Items<$item> {
                $crate::Items::new(self.call, <Self as $crate::Operation>::SPEC)
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use paged;

/// What a request can do besides whose answer is a file.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! download {
    ($name:ident) => {
        impl $name {
            /// Sends the request; the file goes to a writer while it comes. Of an error that the service reports nothing is
            /// written. After the first byte has been written the request is not sent again by itself.
            #[inline]
            pub fn send_to<'a>(
                self,
                writer: &'a mut (dyn ::tokio::io::AsyncWrite + Send + Unpin + 'a),
            ) -> $crate::BoxFuture<'a, $crate::Result<$crate::DownloadInfo>> {
                $crate::runtime::download::to_writer(self.call, writer)
            }

            /// Sends the request; the file goes to this path while it comes, and replaces what is there in one step when all
            /// of it has come. A failure leaves what was there.
            #[inline]
            pub fn download_to(
                self,
                path: impl AsRef<::std::path::Path>,
            ) -> $crate::BoxFuture<'static, $crate::Result<$crate::DownloadInfo>> {
                $crate::runtime::download::to_path(self.call, path.as_ref())
            }

            /// Sends the request; the file is read chunk by chunk.
            #[inline]
            pub fn send_stream(self) -> $crate::BoxFuture<'static, $crate::Result<$crate::DownloadStream>> {
                $crate::runtime::download::to_stream(self.call)
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use download;
