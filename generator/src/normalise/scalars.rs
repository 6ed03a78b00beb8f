//! Kinds of scalar values: what a schema says, joined with what its examples show.
//!
//! In: `type`, `format`, the field's name and examples. Out: a [`Type`]. The rules are those of responses; requests
//! stay as documented, where only a documented choice of kinds becomes raw JSON.

use serde_json::Value;

use crate::ir::model::{Side, Type};

use super::fit::is_whole;

/// What a scalar schema says about itself.
pub(super) struct Scalar<'a> {
    pub(super) name: &'a str,
    pub(super) ty: Option<&'a str>,
    pub(super) format: Option<&'a str>,
    pub(super) example: Option<&'a Value>,
    /// Requests leave to the caller what no document types.
    pub(super) side: Side,
}

impl Scalar<'_> {
    /// The kind as documented; an example only speaks where nothing else does, or where it shows a calendar day.
    pub(super) fn kind(&self) -> Type {
        match self.ty {
            Some("boolean") => Type::Bool,
            Some("integer" | "number" | "string") | None if self.is_id() => self.id(),
            Some("integer") => Type::Int,
            Some("number") => Type::Decimal,
            Some("string") => self.text(),
            None => self.by_format().unwrap_or_else(|| self.by_example()),
            Some(_) => Type::Json,
        }
    }

    /// `id` or `…_id`, unless the format says otherwise.
    fn is_id(&self) -> bool {
        let named = self.name == "id" || self.name.ends_with("_id");
        named && matches!(self.format, None | Some("int32" | "int64" | "string" | "uuid"))
    }

    fn id(&self) -> Type {
        match (self.ty, self.example) {
            (Some("integer" | "number"), _) => Type::NumericId,
            (None, Some(Value::Number(_))) => Type::NumericId,
            _ => Type::Id,
        }
    }

    fn text(&self) -> Type {
        self.by_format().unwrap_or_else(|| if self.shows_day() { Type::Date } else { Type::Text })
    }

    fn by_format(&self) -> Option<Type> {
        match self.format? {
            "date" => Some(Type::Date),
            "date-time" => Some(Type::DateTime),
            "binary" => Some(Type::Bytes),
            "int32" | "int64" if self.ty.is_none() => Some(Type::Int),
            "double" | "float" | "decimal" if self.ty.is_none() => Some(Type::Decimal),
            _ => None,
        }
    }

    /// A field called a date whose example is `yyyy-mm-dd`. Both have to agree: a [`Type::Date`] keeps any other
    /// text it is sent, but a caller should not be offered one for a mere reference number.
    fn shows_day(&self) -> bool {
        let named = self.name == "date" || self.name.ends_with("_date") || self.name.starts_with("date_");
        named && self.example.and_then(Value::as_str).is_some_and(is_day)
    }

    fn by_example(&self) -> Type {
        match self.example {
            _ if self.side == Side::Request || self.name == "value" => Type::Json,
            Some(Value::Bool(_)) => Type::Bool,
            Some(Value::Number(_)) => Type::Decimal,
            Some(Value::String(_)) => self.text(),
            _ => Type::Json,
        }
    }
}

/// Whether a text looks like `2016-06-05`.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.char_indices().all(|(i, c)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() })
}

/// Whether a text is a number as JSON spells it, blanks around it aside.
pub(super) fn is_numeric(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The kind that holds both; nothing where there is none and the field must become raw JSON.
pub(super) fn join(a: &Type, b: &Type, examples: &[Value]) -> Option<Type> {
    use Type::{Bool, Date, DateTime, Decimal, Enum, Id, IdList, Int, Json, List, Map, NumericId, Text};
    Some(match (a, b) {
        (a, b) if a == b => a.clone(),
        (Json, other) | (other, Json) => other.clone(),
        (List(a), List(b)) => List(Box::new(join(a, b, examples)?)),
        (Map(a), Map(b)) => Map(Box::new(join(a, b, examples)?)),
        (Int, Decimal) | (Decimal, Int) => Decimal,
        (Id, NumericId | Text | Int) | (NumericId | Text | Int, Id) => Id,
        (NumericId, Int) | (Int, NumericId) => NumericId,
        (NumericId, Text | Decimal) | (Text | Decimal, NumericId) => Id,
        (Int | Decimal, Text) | (Text, Int | Decimal) => {
            if all_numeric(examples) {
                Decimal
            } else {
                Text
            }
        }
        (IdList, Id | NumericId | Text | Int) | (Id | NumericId | Text | Int, IdList) => IdList,
        (Date, DateTime) | (DateTime, Date) => DateTime,
        (Date | DateTime, Text) => a.clone(),
        (Text, Date | DateTime) => b.clone(),
        (Enum(_), Text) => a.clone(),
        (Text, Enum(_)) => b.clone(),
        (Bool, Text) | (Text, Bool) => Text,
        // An open enum holds any text, so it joins as one.
        (Enum(_), other) | (other, Enum(_)) if !matches!(other, List(_) | Map(_) | Type::Model(_) | Enum(_)) => {
            join(&Text, other, examples)?
        }
        _ => return None,
    })
}

/// Of a choice of kinds to send, the one that can say each of them as documented; nothing where there is none.
pub(super) fn one_kind(types: &[Type]) -> Option<Type> {
    use Type::{Date, DateTime, Decimal, Enum, Id, Int, Json, List, NumericId, Text};
    let mut types = types.iter();
    let first = types.next()?.clone();
    types.try_fold(first, |known, other| match (known, other) {
        (known, other) if known == *other => Some(known),
        (Json, _) | (_, Json) => None,
        (Int | Decimal, Int | Decimal) => Some(Decimal),
        (Id | NumericId | Text | Int, Id | NumericId) | (Id | NumericId, Text | Int) => Some(Id),
        (known @ (Enum(_) | Date | DateTime), Text) => Some(known),
        (Text, Enum(_) | Date | DateTime) => Some(other.clone()),
        // A list of one says the same as the one.
        (List(each), one) if *each == *one => Some(List(each)),
        (one, List(each)) if one == **each => Some(one.list()),
        _ => None,
    })
}

fn all_numeric(examples: &[Value]) -> bool {
    let mut seen = false;
    examples.iter().all(|example| match example {
        Value::Number(_) => {
            seen = true;
            true
        }
        Value::String(text) if text.trim().is_empty() => true,
        Value::String(text) => {
            seen = true;
            is_numeric(text)
        }
        _ => true,
    }) && seen
}

/// The kind that a response field needs so that its own examples fit; the same kind where they do.
pub(super) fn widen(ty: &Type, examples: &[Value]) -> Type {
    examples.iter().fold(ty.clone(), widen_by)
}

fn widen_by(ty: Type, example: &Value) -> Type {
    match (&ty, example) {
        (_, Value::Null) => ty,
        (_, Value::String(text)) if text.trim().is_empty() => ty,
        (Type::Int | Type::Decimal, Value::Number(number)) if !fits_decimal(&number.to_string()) => Type::Text,
        (Type::Int, Value::Number(number)) if !is_whole(number) => Type::Decimal,
        (Type::Int | Type::Decimal, Value::String(text)) => {
            if text.trim().parse::<i64>().is_ok() {
                ty
            } else if is_numeric(text) && fits_decimal(text) {
                Type::Decimal
            } else {
                Type::Text
            }
        }
        (Type::Bool, Value::String(text)) if !["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(text)) => {
            Type::Text
        }
        (Type::Bool, Value::Number(number)) if !matches!(number.as_i64(), Some(0 | 1)) => Type::Text,
        (Type::Int | Type::Decimal | Type::Id | Type::NumericId, Value::Bool(_)) => Type::Text,
        (Type::Id | Type::NumericId, Value::Number(number)) if number.is_f64() && !is_whole(number) => Type::Text,
        (
            Type::Int | Type::Decimal | Type::Bool | Type::Text | Type::Id | Type::NumericId | Type::IdList,
            Value::Object(_) | Value::Array(_),
        ) => Type::Json,
        (Type::Date | Type::DateTime | Type::Enum(_), Value::Object(_) | Value::Array(_)) => Type::Json,
        (Type::Model(_) | Type::Map(_), Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
            Type::Json
        }
        (Type::List(_), Value::Bool(_) | Value::Number(_) | Value::String(_)) => Type::Json,
        (Type::List(inner), Value::Array(elements)) => widen(inner, elements).list(),
        // One object stands for a list of one.
        (Type::List(inner), Value::Object(_)) => widen(inner, std::slice::from_ref(example)).list(),
        _ => ty,
    }
}

/// Whether a number is one that a decimal of 96 bits can hold.
pub(super) fn fits_decimal(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok_and(|value| value.abs() < 7.9e28)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kind(name: &str, ty: Option<&str>, format: Option<&str>, example: Value) -> Type {
        Scalar { name, ty, format, example: Some(&example), side: Side::Response }.kind()
    }

    #[test]
    fn ids_go_by_name_unless_type_or_format_object() {
        assert_eq!(kind("payment_id", Some("string"), None, json!("9030000079467")), Type::Id);
        assert_eq!(kind("customfield_id", Some("integer"), Some("int64"), json!(1)), Type::NumericId);
        assert_eq!(kind("send_from_org_email_id", Some("boolean"), None, json!(true)), Type::Bool);
        assert_eq!(kind("valid_id", Some("string"), Some("date"), json!("2016-06-05")), Type::Date);
        assert_eq!(kind("paid", Some("string"), None, json!("1")), Type::Text);
    }

    #[test]
    fn days_need_name_and_example() {
        assert_eq!(kind("due_date", Some("string"), None, json!("2016-06-05")), Type::Date);
        assert_eq!(kind("due_date", Some("string"), None, json!("soon")), Type::Text);
        assert_eq!(kind("reference", Some("string"), None, json!("2016-06-05")), Type::Text);
    }

    #[test]
    fn examples_widen_and_never_narrow() {
        assert_eq!(widen(&Type::Int, &[json!(1369.66)]), Type::Decimal);
        assert_eq!(widen(&Type::Decimal, &[json!("20.00%")]), Type::Text);
        assert_eq!(widen(&Type::Int, &[json!("Small")]), Type::Text);
        assert_eq!(widen(&Type::Decimal, &[json!("450.10"), json!("")]), Type::Decimal);
        assert_eq!(widen(&Type::Int, &[json!(12.0)]), Type::Int);
        assert_eq!(widen(&Type::Text, &[json!(129_890)]), Type::Text);
        assert_eq!(widen(&Type::Bool, &[json!("yes")]), Type::Text);
        assert_eq!(widen(&Type::Text, &[json!({"a": 1})]), Type::Json);
        assert_eq!(widen(&Type::Id, &[json!(9_030_000_079_467_u64)]), Type::Id);
        assert_eq!(widen(&Type::Id, &[json!(true)]), Type::Text);
        assert_eq!(widen(&Type::Decimal, &[json!(true)]), Type::Text);
        assert_eq!(widen(&Type::NumericId, &[json!(1.5)]), Type::Text);
        assert_eq!(widen(&Type::Decimal, &[json!(1e300)]), Type::Text);
        assert_eq!(widen(&Type::Json.list(), &[json!([1])]), Type::Json.list());
        assert_eq!(widen(&Type::Text.list(), &[json!({"a": 1})]), Type::Json.list());
        assert_eq!(widen(&Type::Map(Box::new(Type::Text)), &[json!([1])]), Type::Json);
    }

    #[test]
    fn joining_follows_the_table() {
        let join = |a, b, examples: &[Value]| join(&a, &b, examples);
        assert_eq!(join(Type::Json, Type::Int, &[]), Some(Type::Int));
        assert_eq!(join(Type::Int, Type::Decimal, &[]), Some(Type::Decimal));
        assert_eq!(join(Type::Text, Type::Decimal, &[json!(1), json!("2.5")]), Some(Type::Decimal));
        assert_eq!(join(Type::Text, Type::Decimal, &[json!(1), json!("20.00%")]), Some(Type::Text));
        assert_eq!(join(Type::Text, Type::Decimal, &[]), Some(Type::Text));
        assert_eq!(join(Type::Id, Type::NumericId, &[]), Some(Type::Id));
        assert_eq!(join(Type::Text, Type::Text.list(), &[]), None);
        let status = Type::Enum(crate::ir::model::EnumId(0));
        assert_eq!(join(status.clone(), Type::Text, &[]), Some(status.clone()));
        assert_eq!(join(status.clone(), Type::Int, &[]), Some(Type::Text));
        assert_eq!(join(status, Type::Text.list(), &[]), None);
    }
}
