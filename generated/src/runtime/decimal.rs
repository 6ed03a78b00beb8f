//! In: a literal, or a number as JSON has it. Out: an exact [`Decimal`], and back to a JSON number.
//!
//! JSON numbers pass through the shortest text of a 64-bit float: exact for 15 significant digits.

use std::str::FromStr;

use serde_json::value::RawValue;

pub use rust_decimal::Decimal;

/// A [`Decimal`] from a literal, checked when the program is compiled.
///
/// ```
/// use zoho_finance::dec;
/// assert_eq!(dec!(450.10).to_string(), "450.10");
/// assert_eq!(dec!(-1_000).to_string(), "-1000");
/// ```
#[macro_export]
macro_rules! dec {
    ($($literal:tt)+) => {
        const { $crate::runtime::decimal::literal(stringify!($($literal)+)) }
    };
}

/// The value of a literal such as `-1_000.50`. Only ever evaluated by the compiler.
#[doc(hidden)]
#[allow(clippy::panic, clippy::indexing_slicing, reason = "runs in the compiler, where a panic is a compile error")]
pub const fn literal(text: &str) -> Decimal {
    let bytes = text.as_bytes();
    let (mut value, mut scale, mut negative, mut point, mut digits) = (0_u128, 0_u32, false, false, 0_u32);
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'-' if digits == 0 && !negative => negative = true,
            b' ' | b'_' => {}
            b'.' if !point => point = true,
            digit @ b'0'..=b'9' => {
                value = value * 10 + (digit - b'0') as u128;
                digits += 1;
                if point {
                    scale += 1;
                }
            }
            _ => panic!("dec! takes a decimal literal such as 450.10"),
        }
        at += 1;
    }
    assert!(digits > 0 && value >> 96 == 0 && scale <= 28, "dec! takes at most 28 digits");
    let (low, mid, high) = (value as u32, (value >> 32) as u32, (value >> 64) as u32);
    Decimal::from_parts(low, mid, high, negative, scale)
}

/// The decimal that a text spells, surrounding blanks aside.
pub(crate) fn parse(text: &str) -> Option<Decimal> {
    // The library takes `1_000`, which is Rust and no number of JSON.
    let text = Some(text.trim()).filter(|text| !text.contains('_'))?;
    Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

/// The decimal with the digits that the shortest text of a float has.
pub(crate) fn from_float(number: f64) -> Option<Decimal> {
    if let Some(short) = short(number) {
        return Some(short);
    }
    number.is_finite().then(|| parse(&number.to_string())).flatten()
}

/// The decimal of a float with few digits, which is what amounts are. Up to 15 digits and a power of ten are exact as
/// floats, so that their quotient is the float only where they are its digits; the fewest decimals are tried first.
fn short(number: f64) -> Option<Decimal> {
    const DIGITS: f64 = 1e15;
    let mut power = 1.0;
    for scale in 0..=6 {
        let whole = (number * power).round();
        if whole.abs() >= DIGITS || !whole.is_finite() {
            return None;
        }
        if whole / power == number {
            return Some(Decimal::new(whole as i64, scale));
        }
        power *= 10.0;
    }
    None
}

/// How a decimal is written as a JSON number.
pub(crate) enum Number {
    Int(i64),
    Float(f64),
    /// The digits as they are, where no float has them all.
    Digits(Box<RawValue>),
}

/// A whole decimal is an integer, any other a float that has the same digits; an amount is never rounded.
pub(crate) fn to_number(value: Decimal) -> Number {
    let value = value.normalize();
    let plain = value.to_string();
    if let Ok(whole) = plain.parse::<i64>() {
        return Number::Int(whole);
    }
    let float = plain.parse::<f64>().unwrap_or_default();
    if from_float(float).map(|back| back.normalize()) == Some(value) {
        return Number::Float(float);
    }
    RawValue::from_string(plain).map_or(Number::Float(float), Number::Digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        assert_eq!(dec!(450), Decimal::from(450));
        assert_eq!(dec!(-0.05).to_string(), "-0.05");
        assert_eq!(dec!(79228162514264337593543950335), Decimal::MAX);
    }

    #[test]
    fn short_floats_have_the_digits_of_their_text() {
        let mut number = 0x2545_F491_4F6C_DD1D_u64;
        let mut found = 0;
        for round in 0..200_000_u64 {
            number ^= number << 13;
            number ^= number >> 7;
            number ^= number << 17;
            let float = match round % 4 {
                0 => f64::from_bits(number),
                1 => (number % 1_000_000_000) as f64 / 100.0,
                2 => -((number % 100_000_000_000_000) as f64) / 1e6,
                _ => number as f64 / 1e12,
            };
            if let Some(decimal) = short(float) {
                found += 1;
                assert_eq!(Some(decimal), parse(&float.to_string()), "{float}");
                assert_eq!(decimal.to_string().trim_start_matches('-'), float.abs().to_string(), "{float}");
            }
        }
        assert!(found > 100_000, "{found}");
        assert!(short(f64::NAN).is_none() && short(f64::INFINITY).is_none() && short(-0.0) == Some(Decimal::ZERO));
    }

    #[test]
    fn no_amount_is_rounded() {
        for text in ["1234567890123456.78", "0.1234567890123456789", "79228162514264337593543950335"] {
            let Number::Digits(digits) = to_number(parse(text).unwrap()) else { panic!("{text}") };
            assert_eq!(digits.get(), text);
        }
        let request = serde_json::to_string(&crate::runtime::wire::Wire(&dec!(1234567890123456.78))).unwrap();
        assert_eq!(request, "1234567890123456.78");
    }

    #[test]
    fn fifteen_digits_are_exact_both_ways() {
        for text in ["450.1", "0.1", "1234567890123.45", "999999999999999", "0.000000000000001", "-1369.66"] {
            let float: f64 = text.parse().unwrap();
            let value = from_float(float).unwrap();
            assert_eq!(value.to_string(), text);
            let back = match to_number(value) {
                Number::Int(whole) => whole as f64,
                Number::Float(float) => float,
                Number::Digits(digits) => panic!("{digits}"),
            };
            assert_eq!(back, float);
        }
    }

    #[test]
    fn whole_decimals_become_integers() {
        assert!(matches!(to_number(dec!(450.00)), Number::Int(450)));
        assert!(matches!(to_number(dec!(450.10)), Number::Float(_)));
    }
}
