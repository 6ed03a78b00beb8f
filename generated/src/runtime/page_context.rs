//! In: what stands beside a list under `page_context`, in whatever shape it came. Out: what it says of the pages.

use serde_json::{Map, Value};

use super::wire::FromWire;

/// What the service says of a page: an object, a list of one, `null`, its values typed or as texts.
///
/// ```ignore
/// let page = client.books().invoices().list().send().await?;
/// if let Some(context) = &page.page_context {
///     println!("page {:?}, more: {:?}, sorted by {:?}", context.page(), context.has_more(), context.get("sort_column"));
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PageContext(Value);

impl PageContext {
    pub(crate) fn new(value: Value) -> Self {
        Self(value)
    }

    /// As it came.
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// As an object, where there is one.
    pub fn as_object(&self) -> Option<&Map<String, Value>> {
        match &self.0 {
            Value::Object(object) => Some(object),
            Value::Array(list) => list.iter().find_map(Value::as_object),
            _ => None,
        }
    }

    /// The value under a key, such as `sort_column` or `applied_filter`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// Whether more pages follow; `None` where the service does not say.
    pub fn has_more(&self) -> Option<bool> {
        let value = self.get("has_more_page")?;
        let flag = bool::from_wire(value).ok().flatten();
        flag.or_else(|| Some(i64::from_wire(value).ok()?? != 0))
    }

    /// The number of the page, from 1.
    pub fn page(&self) -> Option<u64> {
        self.number("page")
    }

    /// How many items a page takes. It may be less than was asked for.
    pub fn per_page(&self) -> Option<u64> {
        self.number("per_page")
    }

    /// How many items there are on all pages; few operations say.
    pub fn total(&self) -> Option<u64> {
        self.number("total")
    }

    /// The number of the next page, where the service says that there is one.
    pub fn next_page(&self) -> Option<u64> {
        self.has_more().filter(|more| *more)?;
        self.page()?.checked_add(1)
    }

    fn number(&self, key: &str) -> Option<u64> {
        u64::try_from(i64::from_wire(self.get(key)?).ok()??).ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whatever_its_shape() {
        for shape in [
            json!({"page": 2, "per_page": 100, "has_more_page": true, "total": 350}),
            json!([{"page": "2", "per_page": " 100 ", "has_more_page": "True", "total": "350"}]),
            json!([null, {"page": 2.0, "per_page": "100", "has_more_page": 1, "total": 350}]),
            json!({"page": "2", "per_page": 100.0, "has_more_page": "1", "total": "350"}),
        ] {
            let context = PageContext::new(shape.clone());
            assert_eq!((context.page(), context.per_page()), (Some(2), Some(100)), "{shape}");
            assert_eq!((context.has_more(), context.total()), (Some(true), Some(350)), "{shape}");
            assert_eq!(context.next_page(), Some(3), "{shape}");
        }
        for last in [json!(false), json!("false"), json!("FALSE"), json!(0), json!("0")] {
            let context = PageContext::new(json!({"page": 2, "has_more_page": last}));
            assert_eq!((context.has_more(), context.next_page()), (Some(false), None), "{last}");
        }
    }

    #[test]
    fn what_says_nothing() {
        let contexts = [json!(null), json!([]), json!("page 1"), json!({}), json!([[]]), json!(1)];
        let odd = ["", "maybe", "1.5"].map(|odd| json!({"has_more_page": odd, "page": odd, "per_page": -1}));
        for shape in contexts.into_iter().chain(odd) {
            let context = PageContext::new(shape.clone());
            assert_eq!((context.has_more(), context.page(), context.per_page()), (None, None, None), "{shape}");
            assert_eq!((context.next_page(), context.as_value()), (None, &shape));
        }
    }
}
