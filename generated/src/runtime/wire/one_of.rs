//! In: one of several request models, where a document offers alternatives. Out: the JSON of the one chosen.

/// Writing for an enum with one request model a variant; reading back (feature `serialize`) takes the first that fits.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! one_of {
    ($name:ident { $($variant:ident($model:ty)),+ $(,)? }) => {
        $(
            impl ::std::convert::From<$model> for $name {
                fn from(value: $model) -> Self {
                    Self::$variant(value)
                }
            }
        )+

        impl $crate::runtime::wire::ToWire for $name {
            fn to_wire<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::wire::ToWire::to_wire(value, ser),)+
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                $crate::runtime::wire::ToWire::to_wire(self, ser)
            }
        }

        #[cfg(feature = "serialize")]
        impl $crate::runtime::wire::FromWire for $name {
            fn from_wire<'de, __D: ::serde::Deserializer<'de>>(
                de: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(de)?;
                $(
                    let one = <$model as $crate::runtime::wire::FromWire>::from_wire(&value);
                    if let ::std::result::Result::Ok(::std::option::Option::Some(one)) = one {
                        return Ok(Some(Self::$variant(one)));
                    }
                )+
                Err(::serde::de::Error::custom("expected one of the documented sets of keys, found none of them"))
            }
        }

        #[cfg(feature = "serialize")]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(de: __D) -> ::std::result::Result<Self, __D::Error> {
                $crate::runtime::wire::from_wire::required(de, stringify!($name))
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use one_of;
