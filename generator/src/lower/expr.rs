//! Expressions for documentation.
//!
//! In: a kind of value and its documented example. Out: an expression that compiles; where the example does not fit
//! the kind, a plain value of the kind.

use serde_json::Value;

use crate::diag::Diagnostics;
use crate::ir::model::{EnumId, Field, Model, ModelId, Type, Variant};
use crate::ir::name::Name;

use super::Lowering;
use super::krate::{Expr, Ident, Path};
use super::types::setters;

/// How deep lists are filled; below that an empty one is as good an example, and a recursion ends.
const DEEPEST: usize = 3;

/// How many objects an example has at most; a reader has given up long before.
const MOST: usize = 60;

/// How many optional fields an example sets.
const SHOWN: usize = 2;

impl Lowering<'_> {
    /// An example of a value; the name says what a plain text should look like.
    pub(super) fn example(&self, name: &str, ty: &Type, example: Option<&Value>, depth: usize) -> Expr {
        match ty {
            Type::Bool => Expr::Bool(example.and_then(Value::as_bool).unwrap_or(true)),
            Type::Int => Expr::Int(example.and_then(Value::as_i64).unwrap_or(1)),
            Type::Decimal => decimal(example),
            Type::Id | Type::NumericId => Expr::Text(text(example, "460000000026049")),
            Type::IdList => Expr::Text(text(example, "460000000026049,460000000026051")),
            Type::Date => Expr::Text(text(example, "2025-03-14")),
            Type::DateTime => Expr::Text(text(example, "2025-03-14T10:05:12-0500")),
            Type::Text | Type::Bytes => Expr::Text(text(example, &placeholder(name))),
            Type::Json => Expr::Json(json(example).unwrap_or_else(|| Value::from(placeholder(name)))),
            Type::Map(_) => Expr::Default,
            Type::List(inner) => {
                let first = example.and_then(Value::as_array).and_then(|elements| elements.first());
                if depth >= DEEPEST && inner.model().is_some() {
                    return Expr::List(Vec::new());
                }
                let element = self.example(name, inner, first, depth + 1);
                Expr::List(vec![if matches!(**inner, Type::List(_)) { exact(element) } else { element }])
            }
            Type::Enum(id) => self.variant(*id, example),
            Type::Model(id) => self.constructor(*id, example, depth),
        }
    }

    /// A body as the document shows it: with what it requires, or, where that is nothing, with something of what it may
    /// have.
    pub(super) fn body_example(&self, id: ModelId, example: Option<&Value>) -> Expr {
        let plain = self.constructor(id, example, 0);
        let (Expr::New(_, args), Some(model)) = (&plain, self.api.model.model(id)) else { return plain };
        if !args.is_empty() {
            return plain;
        }
        let (names, _) = setters(model, &mut Diagnostics::default());
        let shown = model.fields.iter().zip(names).filter_map(|(field, (ident, _))| {
            let own = example.and_then(|example| example.get(&field.wire)).or(field.example.as_ref())?;
            let fits = match field.ty {
                Type::Text | Type::Id => own.as_str().is_some_and(|text| !text.trim().is_empty() && text.len() <= 40),
                Type::Decimal => own.is_number(),
                Type::Bool => own.is_boolean(),
                _ => false,
            };
            fits.then(|| (ident, self.example(&field.wire, &field.ty, Some(own), 1)))
        });
        let shown: Vec<(Ident, Expr)> = shown.take(SHOWN).collect();
        if shown.is_empty() { plain } else { Expr::With(Box::new(plain), shown) }
    }

    fn variant(&self, id: EnumId, example: Option<&Value>) -> Expr {
        let found = self.names.enums.get(&id).zip(self.api.model.enumeration(id)).and_then(|(path, item)| {
            let mut ignored = Diagnostics::default();
            let lowered = self.enumeration(id, item, &mut ignored)?;
            let wanted = example.and_then(Value::as_str);
            let (variant, _) = lowered
                .variants
                .iter()
                .find(|(_, wire)| Some(wire.as_str()) == wanted)
                .or_else(|| lowered.variants.first())?;
            Some(Expr::Variant(path.clone(), variant.clone()))
        });
        found.unwrap_or_else(|| Expr::Text(text(example, "text")))
    }

    /// A request value with what it requires. What requires itself is not required, so this ends.
    pub(super) fn constructor(&self, id: ModelId, example: Option<&Value>, depth: usize) -> Expr {
        let Some((path, model)) = self.names.models.get(&id).zip(self.api.model.model(id)) else {
            return Expr::Json(Value::Null);
        };
        self.written.set(self.written.get() + 1);
        if self.written.get() > MOST {
            return Expr::Unwritten(path.clone());
        }
        if model.is_choice() {
            return self.chosen(path, model, example, depth);
        }
        Expr::New(path.clone(), self.arguments(id, model, example, depth))
    }

    fn arguments(&self, id: ModelId, model: &Model, example: Option<&Value>, depth: usize) -> Vec<Expr> {
        let boxed = |field: &&Field| matches!(field.ty, Type::Model(inner) if self.boxes.needed(id, inner));
        let required = model.fields.iter().filter(|field| field.required && !boxed(field));
        let fields = required.map(|field| {
            let own = example.and_then(|example| example.get(&field.wire)).or(field.example.as_ref());
            self.example(&field.wire, &field.ty, own, depth + 1)
        });
        fields.chain(model.choices.iter().map(|choice| self.example("", choice, example, depth + 1))).collect()
    }

    /// The variant that an example shows, or the first.
    fn chosen(&self, path: &Path, model: &Model, example: Option<&Value>, depth: usize) -> Expr {
        let shown = |variant: &&Variant| match (&model.tag, &variant.value, example) {
            (Some(tag), Some(value), Some(example)) => example.get(tag).and_then(Value::as_str) == Some(value),
            (None, _, Some(example)) => self.has_required_keys(&variant.ty, example),
            _ => false,
        };
        let makers = self.makers(model);
        let found = model.variants.iter().zip(&makers).find(|(variant, _)| shown(variant));
        let Some((variant, (_, make))) = found.or_else(|| model.variants.iter().zip(&makers).next()) else {
            return Expr::Default;
        };
        let inner =
            if let Type::Model(id) = variant.ty { self.api.model.model(id).map(|model| (id, model)) } else { None };
        let args = match inner {
            Some((id, inner)) if !inner.is_choice() => self.arguments(id, inner, example, depth),
            _ => vec![self.example(variant.name.as_str(), &variant.ty, example, depth)],
        };
        Expr::Make(path.clone(), make.clone(), args)
    }

    fn has_required_keys(&self, ty: &Type, example: &Value) -> bool {
        let model = if let Type::Model(id) = ty { self.api.model.model(*id) } else { None };
        let mut required = model.into_iter().flat_map(|model| &model.fields).filter(|field| field.required).peekable();
        required.peek().is_some() && required.all(|field| example.get(&field.wire).is_some())
    }
}

fn text(example: Option<&Value>, default: &str) -> String {
    let shown = match example {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    // Long texts make no better example.
    shown.filter(|text| text.chars().count() <= 60 && !text.contains('\n')).unwrap_or_else(|| default.to_owned())
}

/// A list whose elements are of the very type that it holds; elsewhere callers may give several forms.
pub(super) fn exact(list: Expr) -> Expr {
    let owned = |element| match element {
        Expr::Text(_) => Expr::Owned(Box::new(element)),
        other => other,
    };
    match list {
        Expr::List(elements) => Expr::List(elements.into_iter().map(owned).collect()),
        other => other,
    }
}

/// What a text of this name may look like.
fn placeholder(name: &str) -> String {
    let name = Name::parse(name);
    let words = name.words();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    if has(&["email", "emails"]) {
        "name@example.com".to_owned()
    } else if has(&["phone", "mobile", "fax"]) {
        "+1-925-921-9201".to_owned()
    } else if has(&["url", "website"]) {
        "https://example.com".to_owned()
    } else if words.is_empty() {
        "text".to_owned()
    } else {
        words.join(" ")
    }
}

/// Small JSON; a page of it is no example.
fn json(example: Option<&Value>) -> Option<Value> {
    example.filter(|value| !value.is_null() && value.to_string().len() <= 80).cloned()
}

fn decimal(example: Option<&Value>) -> Expr {
    let shown = match example {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) => text.trim().to_owned(),
        _ => String::new(),
    };
    let plain = !shown.is_empty()
        && shown.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
        && shown.parse::<f64>().is_ok();
    Expr::Decimal(if plain && !shown.ends_with('.') { shown } else { "450".to_owned() })
}
