//! Choices as a caller makes them, what is sent then, and how it is read again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use zoho_finance::choices::{
    AddChargeNote, ChargeLineBy, ChargeLineInput, ChargeOwnerInput, ChargeSourceInput, CollectCharge,
    CollectChargeAccount, CreateCharge, CreateChargeBy, PaymentBank, PaymentInput, UpdateCharge, UpdateChargeByEmail,
    UpdateChargeOwner,
};
use zoho_finance::dec;

/// The value is sent as this, and this is read as the value.
fn is<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: impl Into<T>, sent: Value) {
    let value = value.into();
    assert_eq!(serde_json::to_value(&value).unwrap(), sent);
    assert_eq!(serde_json::from_value::<T>(sent).unwrap(), value);
}

#[test]
fn one_alternative_is_the_body() {
    is::<CollectCharge>(CollectCharge::card("7"), json!({"card_id": "7"}));
    is::<CollectCharge>(CollectChargeAccount::new("8").note("n"), json!({"account_id": "8", "note": "n"}));
    is::<AddChargeNote>(AddChargeNote::text_note("Called."), json!({"text": "Called."}));
}

#[test]
fn one_set_stands_among_the_keys() {
    let lines = [ChargeLineBy::item("9"), ChargeLineBy::name_and_rate("Desk", 3)].map(|by| ChargeLineInput::new(1, by));
    let charge = CreateCharge::new(dec!(12.5), "5", CreateChargeBy::account("8")).memo("m").lines(lines.to_vec());
    let sent = json!({
        "amount": 12.5, "customer_id": "5", "memo": "m", "account_id": "8", "own": 1,
        "lines": [{"quantity": 1, "item_id": "9"}, {"quantity": 1, "name": "Desk", "rate": 3}],
    });
    is::<CreateCharge>(charge.extra("own", 1), sent);
}

#[test]
fn a_key_tells_what_was_chosen() {
    let fallback = PaymentBank::new("X").fallback(PaymentInput::credit("4111"));
    let update = UpdateCharge::new(UpdateChargeByEmail::new("a@example.com").phone("1"))
        .payment(fallback)
        .source(ChargeSourceInput::web("u"))
        .owner(ChargeOwnerInput::owners(vec![UpdateChargeOwner::new("4")]));
    let sent = json!({
        "email": "a@example.com", "phone": "1", "source": {"type": "web", "url": "u"}, "owner": [{"owner_id": "4"}],
        "payment": {"kind": "bank", "iban": "X", "fallback": {"kind": "credit", "number": "4111"}},
    });
    is::<UpdateCharge>(update, sent);
}
