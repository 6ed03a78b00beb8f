//! In: the rows of a request model. Out: its setters, one that sets and one that clears for each row.

/// `due_date(value: impl Into<Date>) = value.into(), or clear_due_date;` becomes `due_date` and `clear_due_date`; and
/// every request model has `extra`.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! setters {
    ($name:ident { $($(#[$docs:meta])* $field:ident($value:ident: $parameter:ty) = $set:expr, or $clear:ident;)* }) => {
        impl $name {
            $(
                $(#[$docs])*
                #[must_use]
                pub fn $field(mut self, $value: $parameter) -> Self {
                    self.$field = $crate::Field::Set($set);
                    self
                }

                /// Sends `null`, which clears the value.
                #[must_use]
                pub fn $clear(mut self) -> Self {
                    self.$field = $crate::Field::Null;
                    self
                }
            )*

            /// Sends a key that no document lists; it comes behind the others.
            #[must_use]
            pub fn extra(mut self, key: impl Into<String>, value: impl Into<::serde_json::Value>) -> Self {
                self.extra.set(key, value);
                self
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use setters;
