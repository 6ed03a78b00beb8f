//! The table of diagnostic codes.
//!
//! A code is never reused for another meaning. Each has a fixture in `tests/bad/<code>/`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $severity:ident, $title:literal;)*) => {
        /// A stable diagnostic code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as users see it: `ZG001`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The severity it has unless the user asks for another.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    Io = "ZG001", Error, "A file or folder cannot be read.";
    Syntax = "ZG002", Error, "The text is neither YAML nor JSON.";
    Version = "ZG003", Error, "The document is not OpenAPI 3.0.";
    Template = "ZG004", Error, "A template cannot be rendered.";
    Config = "ZG005", Error, "products.toml or names.lock cannot be used.";
    Overlay = "ZG006", Error, "An overlay cannot be applied.";
    Limit = "ZG007", Error, "A document goes beyond a limit of the generator.";
    DuplicateKey = "ZG010", Warning, "A mapping has the same key twice; the first is kept.";
    MergeKey = "ZG011", Warning, "A YAML merge key was put in place.";
    KeyKind = "ZG012", Warning, "A key that is not text was read as text.";
    RefSibling = "ZG013", Warning, "Keys beside a `$ref` have no meaning in OpenAPI 3.0.";
    Structure = "ZG014", Warning, "A part of the document is not what OpenAPI asks for and was left out.";
    Mended = "ZG015", Warning, "A part of the document is missing or misplaced and was mended.";
    UnknownKey = "ZG016", Note, "A key that OpenAPI does not know was passed over.";
    UnresolvedRef = "ZG020", Warning, "A `$ref` leads nowhere.";
    ExternalRef = "ZG021", Warning, "A `$ref` leads out of the document.";
    DuplicateOperation = "ZG022", Warning, "The same method and path is documented twice.";
    UndeclaredParam = "ZG023", Warning, "The path names a parameter that nobody declares.";
    UnusedParam = "ZG024", Warning, "A path parameter is declared that the path does not name.";
    DuplicateOperationId = "ZG025", Warning, "Two operations have the same operationId.";
    MissingOperationId = "ZG026", Warning, "An operation has no operationId.";
    SeveralAnswers = "ZG027", Warning, "An operation documents several successful answers; the method gives one.";
    MissingServer = "ZG028", Warning, "A document names no server.";
    BinaryQuery = "ZG030", Warning, "A binary parameter in the query is sent as a part of a multipart body.";
    TypeConflict = "ZG031", Warning, "One field is documented with types that do not go together.";
    WidenedType = "ZG032", Warning, "The example of a field contradicts its type.";
    NumberedName = "ZG033", Warning, "A name needed a number to be unique.";
    LongName = "ZG034", Warning, "A public name is longer than 40 characters.";
    MissingPayload = "ZG035", Warning, "A GET documents no payload.";
    Renamed = "ZG036", Warning, "A public name differs from the one in names.lock.";
    MissingType = "ZG040", Warning, "A schema has no `type`.";
    MissingItems = "ZG041", Warning, "A list does not say what it holds.";
    MissingFields = "ZG042", Warning, "An object documents no fields.";
    OtherFormat = "ZG043", Warning, "A `format` is not one of OpenAPI 3.0, or does not go with its type.";
    OtherDefault = "ZG044", Warning, "A default is of another kind than its type.";
    OtherExample = "ZG045", Note, "An example is of another kind than its type.";
    OddEnum = "ZG046", Note, "An enum lists one value only, or values that are no texts.";
    Invariant = "ZG090", Error, "The generator broke a promise of its own; this is a bug.";
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let known = Self::ALL.iter().find(|code| code.id() == id);
        known.copied().ok_or_else(|| serde::de::Error::custom(format!("there is no code `{id}`")))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
