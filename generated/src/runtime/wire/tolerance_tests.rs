//! One test a row of the tolerance table.

use serde_json::{Value, json};

use super::{FromWire, Wire};
use crate::runtime::sample::{Bank, Nothing, Payment, PaymentMode};
use crate::{Date, DateTime, Decimal, Id};

/// What a value of this type is read from JSON text; errors as text.
fn read<T: FromWire>(json: &str) -> Result<Option<T>, String> {
    T::from_wire(&mut serde_json::Deserializer::from_str(json)).map_err(|error| error.to_string())
}

fn decimal(text: &str) -> Result<Option<Decimal>, String> {
    Ok(Some(text.parse().unwrap()))
}

#[test]
fn ids() {
    for json in ["9030000079467", "\"9030000079467\""] {
        assert_eq!(read::<Id>(json), Ok(Some(Id::from("9030000079467"))), "{json}");
    }
    assert_eq!(read::<Id>("18446744073709551615"), Ok(Some(Id::from(u64::MAX))));
    assert_eq!(read::<Id>("9223372036854775808"), Ok(Some(Id::from("9223372036854775808"))));
    assert_eq!(read::<Id>("\"99999999999999999999\""), Ok(Some(Id::from("99999999999999999999"))));
    assert_eq!(read::<Id>("\"\""), Ok(Some(Id::from(""))));
    assert_eq!(read::<Id>("null"), Ok(None));
    for json in ["true", "12.5", "99999999999999999999", "[]", "{}"] {
        assert!(
            read::<Id>(json).unwrap_err().starts_with(if json.len() > 2 && !json.starts_with(['[', '{']) {
                "expected an id"
            } else {
                "invalid type"
            }),
            "{json}"
        );
    }
}

#[test]
fn numbers() {
    assert_eq!(read::<Decimal>("450"), decimal("450"));
    assert_eq!(read::<Decimal>("450.10"), decimal("450.1"));
    assert_eq!(read::<Decimal>("\"450.10\""), decimal("450.10"));
    assert_eq!(read::<Decimal>("123456789012.345"), decimal("123456789012.345"));
    assert_eq!(read::<Decimal>("\" 450.10 \""), decimal("450.10"));
    assert_eq!(read::<Decimal>("\"123456789012.345\""), decimal("123456789012.345"));
    for json in ["1e3", "\"1e3\"", "1000.0"] {
        assert_eq!(read::<Decimal>(json), decimal("1000"), "{json}");
    }
    for json in ["\"\"", "\" \"", "null"] {
        assert_eq!(read::<Decimal>(json), Ok(None), "{json}");
    }
    assert!(read::<Decimal>("\"20.00%\"").unwrap_err().starts_with("expected a number, found text \"20.00%\""));
    for json in ["true", "1e300", "\"1_000\"", "\"1,000\"", "\"NaN\"", "[]", "{}"] {
        assert!(read::<Decimal>(json).is_err(), "{json}");
    }
}

#[test]
fn integers() {
    for json in ["12", "\"12\"", "12.0", "\"12.0\"", "\" 12 \"", "1.2e1", "12e0"] {
        assert_eq!(read::<i64>(json), Ok(Some(12)), "{json}");
    }
    for json in ["\"\"", "\" \"", "null"] {
        assert_eq!(read::<i64>(json), Ok(None), "{json}");
    }
    assert_eq!(read::<i64>("9223372036854775807"), Ok(Some(i64::MAX)));
    for json in ["12.5", "\"12.5\"", "\"Small\"", "true", "9223372036854775808", "1e300", "[1]"] {
        assert!(read::<i64>(json).is_err(), "{json}");
    }
}

#[test]
fn booleans() {
    for (json, value) in
        [("true", true), ("\"true\"", true), ("1", true), ("false", false), ("\"false\"", false), ("0", false)]
    {
        assert_eq!(read::<bool>(json), Ok(Some(value)), "{json}");
    }
    for json in ["\"\"", "\" \"", "null"] {
        assert_eq!(read::<bool>(json), Ok(None), "{json}");
    }
    for json in ["2", "\"yes\"", "{}"] {
        assert!(read::<bool>(json).is_err(), "{json}");
    }
}

#[test]
fn texts() {
    for (json, text) in [("129890", "129890"), ("true", "true"), ("\"\"", ""), ("12.5", "12.5"), ("\"\\u00fc\"", "ü")]
    {
        assert_eq!(read::<String>(json), Ok(Some(text.to_owned())), "{json}");
    }
    assert_eq!(read::<String>("null"), Ok(None));
    assert!(read::<String>("[]").is_err());
}

#[test]
fn lists() {
    assert_eq!(read::<Vec<i64>>("null"), Ok(None));
    for json in ["\"\"", "[]"] {
        assert_eq!(read::<Vec<i64>>(json), Ok(Some(vec![])), "{json}");
    }
    let one = read::<Vec<Bank>>(r#"{"name": "B"}"#).unwrap().unwrap();
    assert_eq!(one, read::<Vec<Bank>>(r#"[{"name": "B"}]"#).unwrap().unwrap());
    assert_eq!(read::<Vec<i64>>("[1, \"2\"]"), Ok(Some(vec![1, 2])));
    assert_eq!(read::<Vec<Value>>("[null, 1]"), Ok(Some(vec![Value::Null, json!(1)])));
    assert!(read::<Vec<i64>>("\"x\"").is_err());
    assert!(read::<Vec<i64>>("3").is_err());
    assert!(read::<Vec<i64>>("[1, 1.5]").unwrap_err().starts_with("`[1]`: expected an integer, found 1.5"));
}

#[test]
fn dates_and_times() {
    assert!(read::<Date>("\"2016-06-05\"").unwrap().unwrap().parsed().is_some());
    assert!(read::<DateTime>("\"2013-11-18T02:17:40-0800\"").unwrap().unwrap().parsed().is_some());
    assert!(read::<DateTime>("\"2013-11-18T02:17:40.123+05:30\"").unwrap().unwrap().parsed().is_some());
    for json in ["\"\"", "\" \"", "null"] {
        assert_eq!(read::<Date>(json), Ok(None), "{json}");
        assert_eq!(read::<DateTime>(json), Ok(None), "{json}");
    }
    let text = read::<Date>("\"soon\"").unwrap().unwrap();
    assert_eq!((text.parsed(), text.as_str()), (None, "soon"));
    let number = read::<Date>("20160605").unwrap().unwrap();
    assert_eq!((number.parsed(), number.as_str()), (None, "20160605"));
    assert!(read::<Date>("[]").is_err());
}

#[test]
fn enums() {
    assert_eq!(read::<PaymentMode>("\"cash\""), Ok(Some(PaymentMode::Cash)));
    assert_eq!(read::<PaymentMode>("\"gold\""), Ok(Some(PaymentMode::Other("gold".into()))));
    assert_eq!(read::<PaymentMode>("\"\""), Ok(Some(PaymentMode::Other(String::new()))));
    assert_eq!(read::<PaymentMode>("null"), Ok(None));
    assert!(read::<PaymentMode>("{}").is_err());
}

#[test]
fn objects() {
    for json in ["\"\"", "\" \"", "null"] {
        assert_eq!(read::<Bank>(json), Ok(None), "{json}");
        assert_eq!(read::<std::collections::BTreeMap<String, Value>>(json), Ok(None), "{json}");
    }
    assert_eq!(read::<Bank>(r#"{"name": "B", "unknown": {"a": [1]}}"#).unwrap().unwrap().name.as_deref(), Some("B"));
    assert_eq!(read::<Nothing>(r#"{"a": 1}"#), Ok(Some(Nothing::default())));
    for json in ["[]", "\"x\"", "1"] {
        assert!(read::<Bank>(json).is_err(), "{json}");
    }
}

#[test]
fn json_keeps_everything() {
    assert_eq!(read::<Value>(r#"{"a": ["", null, 1.50]}"#), Ok(Some(json!({"a": ["", null, 1.5]}))));
    assert_eq!(read::<Value>("\"\""), Ok(Some(json!(""))));
    assert_eq!(read::<Value>("null"), Ok(None));
}

#[test]
fn numbers_of_arbitrary_precision() {
    let number = |text: &str| format!(r#"{{"$serde_json::private::Number": "{text}"}}"#);
    assert_eq!(read::<Decimal>(&number("450.10")), decimal("450.1"));
    assert_eq!(read::<i64>(&number("12")), Ok(Some(12)));
    assert_eq!(read::<Id>(&number("18446744073709551615")), Ok(Some(Id::from(u64::MAX))));
}

#[test]
fn missing_keys_and_recursion() {
    let payment = read::<Payment>(r#"{"parent": {"parent": {"type": 1}}, "custom_field_hash": {"cf_a": null}}"#)
        .unwrap()
        .unwrap();
    assert_eq!((payment.tags, payment.amount), (None, None));
    assert_eq!(payment.custom_field_hash.unwrap()["cf_a"], Value::Null);
    assert_eq!(payment.parent.unwrap().parent.unwrap().r#type.as_deref(), Some("1"));
    let error = read::<Payment>(r#"{"parent": {"invoices": [{"invoice_id": {}}]}}"#).unwrap_err();
    assert!(error.starts_with("`parent.invoices[0].invoice_id`: invalid type: map, expected an id"), "{error}");
}

#[test]
fn models_are_plain_serde_types_too() {
    let payment: Payment = serde_json::from_value(json!({"payment_id": 1, "amount": 2})).unwrap();
    assert_eq!(payment.payment_id, Some(Id::from("1")));
    assert!(serde_json::from_value::<Payment>(Value::Null).is_err());
    assert_eq!(serde_json::to_value(PaymentMode::Check).unwrap(), json!("check"));
    assert_eq!(serde_json::to_value(Wire(&vec![Id::from("1")])).unwrap(), json!(["1"]));
}

#[cfg(feature = "serialize")]
mod written_again {
    use super::*;
    use crate::runtime::sample::{
        All, Bare, Charge, Collect, Contact, CreatePayment, Delete, EmailMany, Flat, Get, List, Refund, Target,
    };
    use crate::runtime::wire::round_trip;

    #[test]
    fn bodies_come_back() {
        let payment = json!({
            "payment_id": "1", "amount": 450.1, "date": "2016-06-05", "created_time": "2013-11-18T02:17:40-0800",
            "payment_mode": "gold", "is_advance": true, "count": 2, "type": "", "tags": [], "invoices": [{"invoice_id": "2"}],
            "bank": {"name": "B"}, "custom_field_hash": {"cf_a": null}, "anything": [1, null], "parent": {"count": 1},
        });
        let with = |key: &str, value: Value| json!({"code": 0, "message": "m", "more": {"a": 1}, key: value});
        let same = |body: &Value, again: Result<Value, crate::Error>| assert_eq!(&again.unwrap(), body);
        let body = with("payment", payment.clone());
        same(&body, round_trip::<Get>(&body));
        let body = with("refunds", json!([payment]));
        same(&body, round_trip::<Refund>(&body));
        let body = with("payments", json!([payment, {}]));
        same(&body, round_trip::<List>(&body));
        same(&body, round_trip::<All>(&body));
        for context in [json!({"page": 1}), json!([{"page": 1}]), json!(null)] {
            let mut body = body.clone();
            body["page_context"] = context;
            same(&body, round_trip::<List>(&body));
        }
        let body = json!({"code": 0, "message": "m", "count": 3});
        same(&body, round_trip::<Flat>(&body));
        same(&body, round_trip::<EmailMany>(&body));
        same(&body, round_trip::<Delete>(&body));
        same(&payment, round_trip::<Bare>(&payment));
    }

    #[test]
    fn one_thing_returned_as_a_list() {
        let body = |refunds: Value| json!({"code": 0, "message": "m", "refunds": refunds});
        assert_eq!(round_trip::<Refund>(&body(json!({"count": "1"}))).unwrap(), body(json!([{"count": 1}])));
        for (refunds, path) in [
            (json!([{"count": 1.5}]), "refunds[0].count"),
            (json!({"count": 1.5}), "refunds.count"),
            (json!([3]), "refunds[0]"),
            (json!([]), "refunds"),
            (json!(""), "refunds"),
            (json!(null), "refunds"),
            (json!(3), "refunds"),
        ] {
            let error = round_trip::<Refund>(&body(refunds.clone())).unwrap_err();
            assert!(matches!(&error, crate::Error::Decode { path: found, .. } if found == path), "{refunds}: {error}");
        }
    }

    #[test]
    fn only_what_the_table_asks_for_differs() {
        let body = json!({"code": "0", "message": "", "payment": {
            "payment_id": 9030000079467_u64, "amount": "450.10", "date": " ", "is_advance": "true", "count": 12.0, "bank": "",
        }});
        let again = json!({"code": 0, "message": "", "payment": {
            "payment_id": "9030000079467", "amount": 450.1, "is_advance": true, "count": 12,
        }});
        assert_eq!(round_trip::<Get>(&body).unwrap(), again);
    }

    #[test]
    fn requests_come_back() {
        let body = json!({
            "customer_id": 460000000026049_u64, "amount": 4.5, "invoices": [{"invoice_id": "1", "mode": "cash"}],
            "reference_number": null, "tags": [1], "own": {"x": 1},
        });
        let request: CreatePayment = serde_json::from_value(body.clone()).unwrap();
        assert_eq!(serde_json::to_value(&request).unwrap(), body);
        let error = serde_json::from_value::<CreatePayment>(json!({"customer_id": 1, "invoices": []})).unwrap_err();
        assert_eq!(error.to_string(), "missing field `amount`");
        let error = serde_json::from_value::<CreatePayment>(json!({"amount": {}})).unwrap_err();
        assert_eq!(error.to_string(), "`amount`: invalid type: map, expected a number");
    }

    #[test]
    fn choices_come_back_as_the_alternative_that_fits() {
        fn back<T: serde::Serialize + serde::de::DeserializeOwned>(body: Value) -> T {
            let read: T = serde_json::from_value(body.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), body);
            read
        }
        assert!(matches!(back(json!({"card_id": "1"})), Collect::Card(_)));
        assert!(matches!(back(json!({"account_id": 1, "bank": "B", "own": [2]})), Collect::Account(_)));
        assert!(matches!(back(json!({"invoice_id": "1"})), Contact::Whole(_)));
        assert!(matches!(back(json!("a name")), Contact::Text(_)));
        let error = serde_json::from_value::<Collect>(json!({"bank": "B"})).unwrap_err().to_string();
        assert_eq!(error, "expected one of the documented alternatives, found none of them");
    }

    #[test]
    fn a_choice_shares_the_object_that_it_stands_in() {
        let body = json!({"amount": 4, "account_id": 7, "bank": null, "kind": "again", "card_id": "9", "own": true});
        let read: Charge = serde_json::from_value(body.clone()).unwrap();
        assert!(matches!((&read.by, &read.to), (Collect::Account(_), Target::Again(_))), "{read:?}");
        assert_eq!(read.extra.iter().collect::<Vec<_>>(), [("own", &json!(true))]);
        assert_eq!(serde_json::to_value(&read).unwrap(), body);
        let error = serde_json::from_value::<Charge>(json!({"amount": 4, "account_id": 7, "card_id": "9"}));
        assert!(error.is_err(), "nothing says which target it is");
    }
}
