//! Rust types as callers of the crate read them.
//!
//! In: lowered types. Out: the text of what `render` writes for them, with paths from the root of the crate. A type
//! that products share is spelled as the product at hand re-exports it, so that sharing alone changes nothing.

use proc_macro2::TokenStream;

use crate::lower::krate::{Arg, Ident, Path, Ty};
use crate::render::tokens;

/// A type.
pub(super) fn ty(of: &Ty, product: &Ident) -> String {
    tidy(&tokens::ty(of), product)
}

/// What a caller gives for a field.
pub(super) fn parameter(of: &Ty, product: &Ident) -> String {
    tidy(&tokens::parameter(of), product)
}

/// What a caller gives for an argument of a method.
pub(super) fn argument(arg: &Arg, product: &Ident) -> String {
    let whole = tidy(&tokens::setter_argument(arg), product);
    whole.split_once(": ").map(|(_, of)| of.to_owned()).unwrap_or(whole)
}

/// `books::Invoice`, also of a type that other products have as well.
pub(super) fn path(of: &Path, product: &Ident) -> String {
    let module = if of.module.as_str() == "common" { product } else { &of.module };
    format!("{}::{}", module.plain(), of.name.plain())
}

fn tidy(tokens: &TokenStream, product: &Ident) -> String {
    let mut text = String::new();
    let mut glue = true;
    for token in tokens.to_string().split_whitespace() {
        let closes = token.starts_with(['>', ',', ')', ']', ':', '<']);
        if !glue && !closes {
            text.push(' ');
        }
        text.push_str(token);
        glue = token.ends_with(['<', '(', '[', '&']) || token == "::";
    }
    let shared = format!("{}::", product.plain());
    text.replace("crate::common::", &shared).replace("crate::", "").replace("std::collections::", "").replace("r#", "")
}
