//! Parameters as they are written.
//!
//! In: the operation of one side, and that of the other. Out: what travels of it: one [`Sent`] a parameter; an object
//! that is spread over the query (`form` with `explode`) is one a property, where the other side has any of them on its
//! own, because nobody can tell the two apart.

use super::super::view::View;
use crate::ir::wire::{Location, Operation, Param, SchemaUse, Wire};

/// A parameter as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent<'a> {
    pub(super) name: &'a str,
    pub(super) required: bool,
    pub(super) schema: Option<&'a SchemaUse>,
    /// What declares it.
    pub(super) param: &'a Param,
}

impl<'a> Sent<'a> {
    fn of(param: &'a Param) -> Self {
        Self { name: &param.name, required: param.required, schema: param.schema.as_ref(), param }
    }

    /// All that an operation takes.
    pub(super) fn all(own: &'a Operation, wire: &'a Wire, other: &Operation) -> Vec<Self> {
        let mut all = Vec::new();
        for param in &own.params {
            match spread(param, wire)
                .filter(|parts| parts.iter().any(|part| other.params.iter().any(|one| part.is(one))))
            {
                Some(parts) => all.extend(parts),
                None => all.push(Self::of(param)),
            }
        }
        all
    }

    fn is(&self, other: &Param) -> bool {
        self.name == other.name && self.param.location == other.location && self.param.name != other.name
    }
}

/// The properties of an object that is spread.
fn spread<'a>(param: &'a Param, wire: &'a Wire) -> Option<Vec<Sent<'a>>> {
    let writing = Writing::of(param);
    let somewhere = matches!(param.location, Location::Query | Location::Cookie);
    if !somewhere || writing.style != "form" || !writing.explode || param.media_type.is_some() {
        return None;
    }
    let view = View::of(wire, param.schema.as_ref()?.id).filter(|view| view.inner.ty.as_deref() == Some("object"))?;
    let part = |(name, used): (&'a String, &'a SchemaUse)| Sent {
        name,
        required: param.required && view.requires(name),
        schema: Some(used),
        param,
    };
    Some(view.inner.properties.iter().map(part).collect())
}

/// How a value is written, defaults put in.
pub(super) struct Writing<'a> {
    pub(super) style: &'a str,
    pub(super) explode: bool,
    pub(super) media_type: &'a str,
}

impl<'a> Writing<'a> {
    pub(super) fn of(param: &'a Param) -> Self {
        let usual = match param.location {
            Location::Query | Location::Cookie => "form",
            Location::Path | Location::Header => "simple",
        };
        let style = param.style.as_deref().unwrap_or(usual);
        let explode = param.explode.unwrap_or(style == "form");
        Self { style, explode, media_type: param.media_type.as_deref().unwrap_or("text/plain") }
    }
}
