//! In: a list and the page context beside it, in whatever shape it came. Out: a [`Page`].

use serde_json::{Map, Value};

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// The page context as it came: an object, a list of one, `null`; `None` where none came.
    pub page_context: Option<Value>,
    /// The text of the first item.
    pub(crate) first: Option<String>,
}

impl<T> Page<T> {
    /// The page context as an object, where there is one.
    pub fn context(&self) -> Option<&Map<String, Value>> {
        match self.page_context.as_ref()? {
            Value::Object(object) => Some(object),
            Value::Array(list) => list.first()?.as_object(),
            _ => None,
        }
    }

    /// Whether more pages follow; `None` where the service does not say.
    pub fn has_more(&self) -> Option<bool> {
        match self.context()?.get("has_more_page")? {
            Value::Bool(more) => Some(*more),
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_i64().map(|number| number != 0),
            _ => None,
        }
    }

    /// The number of this page, from 1.
    pub fn page(&self) -> Option<u64> {
        self.number("page")
    }

    /// How many items a page takes.
    pub fn per_page(&self) -> Option<u64> {
        self.number("per_page")
    }

    /// How many items there are on all pages; few operations say.
    pub fn total(&self) -> Option<u64> {
        self.number("total")
    }

    fn number(&self, key: &str) -> Option<u64> {
        match self.context()?.get(key)? {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64(),
        }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// An operation that answers with pages.
pub trait Paged {
    /// What is on a page.
    type Item: super::output::Json;
}

impl<O, T> Paged for O
where
    O: super::operation::Operation<Output = Page<T>>,
    T: super::output::Json,
{
    type Item = T;
}
