//! What emitted code looks like, by hand: one resource with an operation of each kind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Call, Extra, Field, Operation, OperationSpec, Payload, Tenancy, comma_separated};
use crate::{Client, Content, Date, DateTime, Decimal, Download, Id, Page, Upload};

impl Client {
    /// The sample's product.
    pub(crate) fn sample(&self) -> Payments {
        Payments { client: self.clone() }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Payment {
    pub payment_id: Option<Id>,
    pub amount: Option<Decimal>,
    pub date: Option<Date>,
    pub created_time: Option<DateTime>,
    pub payment_mode: Option<PaymentMode>,
    pub is_advance: Option<bool>,
    pub count: Option<i64>,
    pub r#type: Option<String>,
    pub tags: Option<Vec<String>>,
    pub invoices: Option<Vec<PaymentInvoice>>,
    pub bank: Option<Bank>,
    pub custom_field_hash: Option<BTreeMap<String, Value>>,
    pub anything: Option<Value>,
    pub parent: Option<Box<Payment>>,
}
super::response!(Payment {
    payment_id: "payment_id",
    amount: "amount",
    date: "date",
    created_time: "created_time",
    payment_mode: "payment_mode",
    is_advance: "is_advance",
    count: "count",
    r#type: "type",
    tags: "tags",
    invoices: "invoices",
    bank: "bank",
    custom_field_hash: "custom_field_hash",
    anything: "anything",
    parent: "parent",
});

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PaymentInvoice {
    pub invoice_id: Option<Id>,
    pub amount_applied: Option<Decimal>,
}
super::response!(PaymentInvoice { invoice_id: "invoice_id", amount_applied: "amount_applied" });

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Bank {
    pub name: Option<String>,
}
super::response!(Bank { name: "name" });

#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Nothing {}
super::response!(Nothing {});

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaymentMode {
    Check,
    Cash,
    Other(String),
}
super::open_enum!(PaymentMode { Check: "check", Cash: "cash" });

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreatePayment {
    customer_id: Id,
    amount: Decimal,
    invoices: Vec<PaymentInvoiceInput>,
    reference_number: Field<String>,
    date: Field<Date>,
    tags: Field<Vec<Id>>,
    parent: Field<Box<CreatePayment>>,
    extra: Extra,
}
super::request_model!(CreatePayment {
    customer_id: "customer_id" as number,
    amount: "amount",
    invoices: "invoices",
    reference_number: "reference_number",
    date: "date",
    tags: "tags" as number,
    parent: "parent";
    extra
});

impl CreatePayment {
    pub fn new(customer_id: impl Into<Id>, amount: impl Into<Decimal>, invoices: Vec<PaymentInvoiceInput>) -> Self {
        Self {
            customer_id: customer_id.into(),
            amount: amount.into(),
            invoices,
            reference_number: Field::Unset,
            date: Field::Unset,
            tags: Field::Unset,
            parent: Field::Unset,
            extra: Extra::default(),
        }
    }

    pub fn reference_number(mut self, value: impl Into<String>) -> Self {
        self.reference_number = Field::Set(value.into());
        self
    }

    pub fn clear_reference_number(mut self) -> Self {
        self.reference_number = Field::Null;
        self
    }

    pub fn date(mut self, value: impl Into<Date>) -> Self {
        self.date = Field::Set(value.into());
        self
    }

    pub fn tags(mut self, value: impl IntoIterator<Item = impl Into<Id>>) -> Self {
        self.tags = Field::Set(value.into_iter().map(Into::into).collect());
        self
    }

    pub fn extra(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.set(key, value);
        self
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PaymentInvoiceInput {
    invoice_id: Id,
    mode: Field<PaymentMode>,
}
super::request_model!(PaymentInvoiceInput { invoice_id: "invoice_id", mode: "mode" });

impl PaymentInvoiceInput {
    pub fn new(invoice_id: impl Into<Id>) -> Self {
        Self { invoice_id: invoice_id.into(), mode: Field::Unset }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Collect {
    Card(CollectCard),
    Account(CollectAccount),
}
super::one_of!(Collect by keys { Card(CollectCard), Account(CollectAccount) } from { Card(CollectCard), Account(CollectAccount) });

#[derive(Clone, Debug, PartialEq)]
pub struct CollectCard {
    pub card_id: Id,
    pub extra: Extra,
}
super::request_model!(CollectCard { card_id: "card_id"; extra });

#[derive(Clone, Debug, PartialEq)]
pub struct CollectAccount {
    pub account_id: Id,
    pub bank: Field<String>,
    pub extra: Extra,
}
super::request_model!(CollectAccount { account_id: "account_id" as number, bank: "bank"; extra });

/// A choice among the keys of a model, next to one that a key tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    pub amount: Decimal,
    pub by: Collect,
    pub to: Target,
    pub extra: Extra,
}
super::request_model!(Charge { amount: "amount"; extra, by, to });

#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Card(CollectCard),
    Again(CollectCard),
}
super::one_of!(Target by "kind" { Card(CollectCard) = "card", Again(CollectCard) = "again" } from {});

#[derive(Clone, Debug, PartialEq)]
pub enum Contact {
    Whole(PaymentInvoiceInput),
    Text(String),
}
super::one_of!(Contact { Whole(PaymentInvoiceInput), Text(String) } from { Whole(PaymentInvoiceInput) });

#[derive(Clone, Debug)]
pub struct Payments {
    client: Client,
}

impl Payments {
    pub fn list(&self) -> List {
        List { call: Call::new(&self.client, List::SPEC) }
    }

    pub fn get(&self, payment_id: impl Into<Id>) -> Get {
        Get { call: Call::new(&self.client, Get::SPEC).path("payment_id", payment_id.into().as_str()) }
    }

    pub fn create(&self, body: &CreatePayment) -> Create {
        Create { call: Call::new(&self.client, Create::SPEC).json(body) }
    }

    pub fn delete(&self, payment_id: impl Into<Id>) -> Delete {
        Delete { call: Call::new(&self.client, Delete::SPEC).path("payment_id", payment_id.into()) }
    }

    pub fn add_attachment(&self, payment_id: impl Into<Id>, attachment: Upload) -> AddAttachment {
        let call = Call::new(&self.client, AddAttachment::SPEC).path("payment_id", payment_id.into());
        AddAttachment { call: call.part("attachment", attachment) }
    }

    pub fn pdf(&self, payment_id: impl Into<Id>) -> Pdf {
        Pdf { call: Call::new(&self.client, Pdf::SPEC).path("payment_id", payment_id.into()) }
    }

    pub fn get_as(&self, payment_id: impl Into<Id>, format: impl Into<String>) -> GetAs {
        let call = Call::new(&self.client, GetAs::SPEC).path("payment_id", payment_id.into());
        GetAs { call: call.query("accept", format.into()) }
    }

    pub fn import(&self, body: impl Into<Content>) -> Import {
        Import { call: Call::new(&self.client, Import::SPEC).raw("text/csv", body.into()) }
    }

    pub fn email_many(&self, payment_ids: impl IntoIterator<Item = impl Into<Id>>) -> EmailMany {
        let ids = comma_separated(payment_ids.into_iter().map(Into::<Id>::into));
        EmailMany { call: Call::new(&self.client, EmailMany::SPEC).query("payment_ids", ids) }
    }

    pub fn refund(&self, payment_id: impl Into<Id>) -> Refund {
        Refund { call: Call::new(&self.client, Refund::SPEC).path("payment_id", payment_id.into()) }
    }

    pub fn update_by_custom_field(&self, key: impl Into<String>, value: impl Into<String>) -> Flat {
        let call = Call::new(&self.client, Flat::SPEC);
        Flat {
            call: call.header("X-Unique-Identifier-Key", key.into()).header("X-Unique-Identifier-Value", value.into()),
        }
    }
}

/// Emitted code has this written out.
macro_rules! operation {
    ($name:ident -> $output:ty, $id:literal, $method:literal, $path:literal, $tenancy:expr, $payload:expr) => {
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $name {
            call: Call,
        }

        impl Operation for $name {
            type Output = $output;
            const SPEC: &'static OperationSpec = &OperationSpec {
                id: $id,
                product: "sample",
                method: $method,
                base_path: "/sample/v1",
                path: $path,
                scopes: &[concat!("Sample.payments.", $method)],
                tenancy: $tenancy,
                envelope: true,
                payload: $payload,
            };
        }
        super::request!($name -> $output);
    };
}

const QUERY: Option<Tenancy> = Some(Tenancy::Query("organization_id"));
const HEADER: Option<Tenancy> = Some(Tenancy::Header("X-organizationid"));

operation!(List -> Page<Payment>, "list_payments", "GET", "/payments", QUERY, Payload::Items { key: "payments" });
operation!(Get -> Payment, "get_payment", "GET", "/payments/{payment_id}", QUERY, Payload::Key { key: "payment" });
operation!(Create -> Payment, "create_payment", "POST", "/payments", HEADER, Payload::Key { key: "payment" });
operation!(Delete -> (), "delete_payment", "DELETE", "/payments/{payment_id}", None, Payload::None);
operation!(AddAttachment -> (), "add_attachment", "POST", "/payments/{payment_id}/attachment", QUERY, Payload::None);
operation!(Pdf -> Download, "get_payment_pdf", "GET", "/payments/{payment_id}/pdf", QUERY, Payload::Download);
operation!(GetAs -> Download, "get_payment_as", "GET", "/payments/{payment_id}", QUERY, Payload::Download);
operation!(Import -> (), "import_payments", "POST", "/payments/import", None, Payload::None);
operation!(EmailMany -> Value, "email_payments", "POST", "/payments/email", QUERY, Payload::Json);
operation!(Refund -> Payment, "refund_payment", "POST", "/payments/{payment_id}/refunds", QUERY, Payload::First { key: "refunds" });
operation!(Flat -> Payment, "update_payment", "PUT", "/payments", QUERY, Payload::Flat);
operation!(All -> Vec<Payment>, "list_all", "GET", "/payments/all", QUERY, Payload::List { key: "payments" });
operation!(Bare -> Payment, "get_bare", "GET", "/bare", None, Payload::Whole);

super::paged!(List -> Payment);
super::download!(Pdf);
super::download!(GetAs);

impl List {
    pub fn customer_name_contains(mut self, value: impl Into<String>) -> Self {
        self.call.set_query("customer_name_contains", value.into());
        self
    }

    pub fn amount_less_than(mut self, value: impl Into<Decimal>) -> Self {
        self.call.set_query("amount_less_than", value.into());
        self
    }

    pub fn filter_by(mut self, value: impl Into<PaymentMode>) -> Self {
        self.call.set_query("filter_by", value.into());
        self
    }
}

impl Flat {
    pub fn x_upsert(mut self, value: bool) -> Self {
        self.call.set_header("X-Upsert", value);
        self
    }
}
