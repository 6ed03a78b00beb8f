//! In: one of several alternatives that a document offers for what is sent. Out: the JSON of the one chosen.
//!
//! An alternative is a request model or a plain value. Where all are models (`by keys`), the choice can stand among the
//! keys of another model; where a key tells them apart (`by "type"`), choosing an alternative sends its value.

/// Writing for an enum with a variant an alternative; reading back (feature `serialize`) takes the one that fits best.
#[allow(unused_macros, reason = "not every set of documents has a use for it")]
macro_rules! one_of {
    ($name:ident by keys { $($variant:ident($type:ty)),+ $(,)? } from { $($from:tt)* }) => {
        $crate::runtime::wire::one_of::one_of!(@object $name { $($variant($type)),+ } from { $($from)* });

        impl $crate::runtime::wire::request_model::Keys for $name {
            fn put_keys<__M: ::serde::ser::SerializeMap>(&self, object: &mut $crate::runtime::wire::to_wire::Object<__M>) {
                match self {
                    $(Self::$variant(value) => $crate::runtime::wire::request_model::Keys::put_keys(value, object),)+
                }
            }
        }

        #[cfg(feature = "serialize")]
        impl $crate::runtime::wire::read_request::FromKeys for $name {
            $crate::runtime::wire::one_of::one_of!(@unknown $($variant)+);

            fn from_keys<__E: ::serde::de::Error>(
                keys: &mut $crate::runtime::extra::Extra,
            ) -> ::std::result::Result<Self, __E> {
                use $crate::runtime::wire::read_request as read;
                let mut best = None;
                $(read::consider(&mut best, keys, Self::$variant);)+
                read::chosen(best, keys)
            }
        }
    };
    ($name:ident by $tag:literal { $($variant:ident($type:ty) = $value:literal),+ $(,)? } from { $($from:tt)* }) => {
        $crate::runtime::wire::one_of::one_of!(@object $name { $($variant($type)),+ } from { $($from)* });

        impl $crate::runtime::wire::request_model::Keys for $name {
            fn put_keys<__M: ::serde::ser::SerializeMap>(&self, object: &mut $crate::runtime::wire::to_wire::Object<__M>) {
                match self {
                    $(Self::$variant(value) => {
                        object.put($tag, $value);
                        $crate::runtime::wire::request_model::Keys::put_keys(value, object);
                    })+
                }
            }
        }

        #[cfg(feature = "serialize")]
        impl $crate::runtime::wire::read_request::FromKeys for $name {
            $crate::runtime::wire::one_of::one_of!(@unknown $($variant)+);

            fn from_keys<__E: ::serde::de::Error>(
                keys: &mut $crate::runtime::extra::Extra,
            ) -> ::std::result::Result<Self, __E> {
                use $crate::runtime::wire::read_request as read;
                match keys.remove($tag).as_ref().and_then(|value| value.as_str()) {
                    $(Some($value) => Ok(Self::$variant(read::FromKeys::from_keys(keys)?)),)+
                    _ => Err(read::none_fits()),
                }
            }
        }
    };
    ($name:ident { $($variant:ident($type:ty)),+ $(,)? } from { $($from:tt)* }) => {
        $crate::runtime::wire::one_of::one_of!(@convert $name { $($from)* });

        impl $crate::runtime::wire::ToWire for $name {
            fn to_wire<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::runtime::wire::ToWire::to_wire(value, ser),)+
                }
            }
        }

        #[cfg(feature = "serialize")]
        impl $crate::runtime::wire::FromWire for $name {
            fn from_wire<'de, __D: ::serde::Deserializer<'de>>(
                de: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(de)?;
                $(
                    let one = <$type as $crate::runtime::wire::FromWire>::from_wire(&value);
                    if let ::std::result::Result::Ok(::std::option::Option::Some(one)) = one {
                        return Ok(Some(Self::$variant(one)));
                    }
                )+
                Err($crate::runtime::wire::read_request::none_fits())
            }
        }
    };

    (@object $name:ident { $($variant:ident($type:ty)),+ } from { $($from:tt)* }) => {
        $crate::runtime::wire::one_of::one_of!(@convert $name { $($from)* });

        impl $crate::runtime::wire::ToWire for $name {
            fn to_wire<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                let mut object = $crate::runtime::wire::to_wire::Object::begin(ser);
                $crate::runtime::wire::request_model::Keys::put_keys(self, &mut object);
                object.end()
            }
        }

        #[cfg(feature = "serialize")]
        impl $crate::runtime::wire::FromWire for $name {
            fn from_wire<'de, __D: ::serde::Deserializer<'de>>(
                de: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                $crate::runtime::wire::read_request::whole(de)
            }
        }
    };
    (@unknown $($variant:ident)+) => {
        fn unknown(&mut self) -> ::std::option::Option<&mut $crate::runtime::extra::Extra> {
            match self {
                $(Self::$variant(value) => $crate::runtime::wire::read_request::FromKeys::unknown(value),)+
            }
        }
    };
    (@convert $name:ident { $($variant:ident($type:ty)),* $(,)? }) => {
        $(
            impl ::std::convert::From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$variant(value)
                }
            }
        )*

        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(&self, ser: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                $crate::runtime::wire::ToWire::to_wire(self, ser)
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
