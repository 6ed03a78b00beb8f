//! In: a text. Out: one of the documented variants, or `Other` with the text.

/// Conversions, reading and writing for an enum whose variants stand for texts.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! open_enum {
    ($name:ident { $($variant:ident: $text:literal),* $(,)? }) => {
        impl $name {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Other(::std::string::String::from(other)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::convert::From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::runtime::param::Param for $name {
            fn into_param(self) -> ::std::string::String {
                ::std::string::String::from(self.as_str())
            }
        }

        impl $crate::runtime::wire::FromWire for $name {
            fn from_wire<'de, __D: ::serde::Deserializer<'de>>(
                de: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                Ok(<::std::string::String as $crate::runtime::wire::FromWire>::from_wire(de)?.map(Self::from))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(de: __D) -> ::std::result::Result<Self, __D::Error> {
                $crate::runtime::wire::from_wire::required(de, stringify!($name))
            }
        }

        impl $crate::runtime::wire::ToWire for $name {
            fn to_wire<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                ser.serialize_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                ser.serialize_str(self.as_str())
            }
        }
    };
}
#[allow(unused_imports, reason = "not every set of documents has a use for it")]
pub(crate) use open_enum;
