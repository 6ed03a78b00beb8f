//! In: the documented answer of a list, and which page is asked for. Out: that page.

use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::received::Received;
use super::table::List;

/// How many items a page takes where nothing is said.
const PER_PAGE: u64 = 200;

/// One page of a list that has `count` items; without a number, those of the document.
pub(super) fn page(list: &List, body: &mut Value, count: Option<u64>, received: &Received) -> Result<(), Problem> {
    let number = |name: &str, default: u64| match received.query(name).map(str::parse) {
        None => Ok(default),
        Some(Ok(number)) if number > 0 => Ok(number),
        Some(_) => Err(Problem::value(format!("The parameter {name} is no number above 0."))),
    };
    let (page, per_page) = (number("page", 1)?, number("per_page", PER_PAGE)?);
    let Value::Object(keys) = body else { return Ok(()) };
    let documented = match keys.get(&list.key) {
        Some(Value::Array(elements)) => elements.clone(),
        _ => Vec::new(),
    };
    let count = count.unwrap_or(documented.len() as u64);
    let begin = (page - 1).saturating_mul(per_page).min(count);
    let end = begin.saturating_add(per_page).min(count);
    let items = (begin..end).map(|index| item(list, &documented, index)).collect();
    keys.insert(list.key.clone(), Value::Array(items));
    let mut context = match keys.remove("page_context") {
        Some(Value::Object(context)) => context,
        _ => Map::new(),
    };
    context.insert("page".to_owned(), json!(page));
    context.insert("per_page".to_owned(), json!(per_page));
    context.insert("has_more_page".to_owned(), json!(end < count));
    keys.insert("page_context".to_owned(), Value::Object(context));
    Ok(())
}

/// A documented item; behind the last, the first again with another id.
fn item(list: &List, documented: &[Value], index: u64) -> Value {
    let known = usize::try_from(index).ok().and_then(|index| documented.get(index));
    if let Some(known) = known {
        return known.clone();
    }
    let mut item = documented.first().cloned().unwrap_or_else(|| json!({}));
    let id = list.id.as_deref().and_then(|id| item.get_mut(id));
    if let Some(id) = id {
        *id = other(id, index);
    }
    item
}

/// An id beside another.
fn other(id: &Value, index: u64) -> Value {
    match id {
        Value::Number(number) => number.as_u64().map_or_else(|| json!(index), |id| json!(id.saturating_add(index))),
        Value::String(text) => match text.parse::<u64>() {
            Ok(id) => json!(id.saturating_add(index).to_string()),
            Err(_) => json!(format!("{text}{index}")),
        },
        _ => json!(index.to_string()),
    }
}
