//! Expressions for documentation.
//!
//! In: a kind of value and its documented example. Out: an expression that compiles; where the example does not fit
//! the kind, a plain value of the kind.

use serde_json::Value;

use crate::ir::model::{EnumId, Field, ModelId, Type};

use super::Lowering;
use super::krate::Expr;

/// How deep lists are filled; below that an empty one is as good an example, and a recursion ends.
const DEEPEST: usize = 3;

/// Objects in the examples of one method; what needs more helps nobody.
pub(super) const MOST_OBJECTS: u32 = 200;

impl Lowering<'_> {
    pub(super) fn example(&self, ty: &Type, example: Option<&Value>, depth: usize) -> Expr {
        match ty {
            Type::Bool => Expr::Bool(example.and_then(Value::as_bool).unwrap_or(true)),
            Type::Int => Expr::Int(example.and_then(Value::as_i64).unwrap_or(1)),
            Type::Decimal => decimal(example),
            Type::Id | Type::NumericId => Expr::Text(text(example, "460000000026049")),
            Type::IdList => Expr::Text(text(example, "460000000026049,460000000026051")),
            Type::Date => Expr::Text(text(example, "2025-03-14")),
            Type::DateTime => Expr::Text(text(example, "2025-03-14T10:05:12-0500")),
            Type::Text | Type::Bytes => Expr::Text(text(example, "text")),
            Type::Json => Expr::Json(text(example, "text")),
            Type::Map(_) => Expr::Default,
            Type::List(inner) => {
                let first = example.and_then(Value::as_array).and_then(|elements| elements.first());
                Expr::List(if depth < DEEPEST { vec![self.example(inner, first, depth + 1)] } else { Vec::new() })
            }
            Type::Enum(id) => self.variant(*id, example),
            Type::Model(id) => self.constructor(*id, example, depth),
        }
    }

    fn variant(&self, id: EnumId, example: Option<&Value>) -> Expr {
        let found = self.names.enums.get(&id).zip(self.api.model.enumeration(id)).and_then(|(path, item)| {
            let mut ignored = crate::diag::Diagnostics::default();
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

    pub(super) fn constructor(&self, id: ModelId, example: Option<&Value>, depth: usize) -> Expr {
        let Some((path, model)) = self.names.models.get(&id).zip(self.api.model.model(id)) else {
            return Expr::Json("text".to_owned());
        };
        let Some(left) = self.objects_left.get().checked_sub(1) else { return Expr::Omitted };
        self.objects_left.set(left);
        let boxed = |field: &&Field| matches!(field.ty, Type::Model(inner) if self.boxes.needed(id, inner));
        let required = model.fields.iter().filter(|field| field.required && !boxed(field));
        let args = required.map(|field| {
            let own = example.and_then(|example| example.get(&field.wire)).or(field.example.as_ref());
            self.example(&field.ty, own, depth + 1)
        });
        Expr::New(path.clone(), args.collect())
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
