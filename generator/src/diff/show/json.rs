//! JSON: an array of changes.

use serde_json::{Value, json as object};

use super::Sides;
use crate::diff::effect::{CRATE, Effect, ItemChange, Touched};
use crate::diff::{Level, Report};

/// The changes as an array; described in ARCHITECTURE.md. With an effect, each has what it means in Rust, and items of the
/// crate that no change explains follow.
#[must_use]
pub fn json(report: &Report, sides: Sides<'_>, effect: Option<&Effect>) -> Value {
    let change = |change: &crate::diff::Change| {
        let mut said = object!({
            "id": change.id,
            "level": change.level,
            "product": change.product,
            "resource": change.resource,
            "operation": change.method.map(crate::ir::wire::Method::as_str),
            "path": change.path,
            "subject": change.subject,
            "before": change.before,
            "after": change.after,
            "source": {
                "base": sides.base(change).map(|site| site.to_string()),
                "revision": sides.revision(change).map(|site| site.to_string()),
            },
            "text": change.text,
        });
        if let (Some(effect), Value::Object(keys)) = (effect, &mut said) {
            keys.insert("rust".to_owned(), rust(effect.touched(change)));
        }
        said
    };
    let items = effect.into_iter().flat_map(Effect::unexplained);
    report.changes.iter().map(change).chain(items.map(unexplained)).collect()
}

/// What a change means in Rust.
fn rust(touched: Option<&Touched>) -> Value {
    touched.map_or(Value::Null, |touched| {
        let items: Vec<String> = touched.items.iter().map(|path| format!("{CRATE}::{path}")).collect();
        object!({ "verdict": touched.verdict, "items": items })
    })
}

/// An item of the crate that differs while the API does not.
fn unexplained(item: &ItemChange) -> Value {
    let path = format!("{CRATE}::{}", item.path);
    let now = item.now.as_ref().map(|now| format!(", now `{CRATE}::{now}`")).unwrap_or_default();
    object!({
        "id": format!("rust-item-{}", item.fate.as_str()),
        "level": Level::Info,
        "product": item.path.split("::").next(),
        "resource": "",
        "operation": null,
        "path": "",
        "subject": format!("`{path}`"),
        "before": item.before,
        "after": item.after,
        "source": { "base": null, "revision": null },
        "text": format!("`{path}`: {}{now}", item.fate.as_str()),
        "rust": { "verdict": item.fate.verdict(), "items": [path] },
    })
}
