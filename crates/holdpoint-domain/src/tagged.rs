//! Enums that are stored and sent as one object, with the variant's name in a field of it.

/// Declares such an enum. `tag` names the field; `remote` repeats the enum's name, as serde wants it in quotes.
///
/// Serde reads a tag through a buffer, whose code is as large as all the rest of the page's reading. In the browser the same JSON is
/// therefore read as if it were tagged from outside, with the tag as the enum's name: the page's one reader takes the variant's name
/// from that field. What is written is the same everywhere.
macro_rules! tagged {
    (
        #[serde(tag = $tag:literal, remote = $remote:literal $(, $($also:tt)+)?)]
        $(#[$meta:meta])*
        $vis:vis enum $name:ident { $($body:tt)* }
    ) => {
        $(#[$meta])*
        #[derive(serde::Serialize)]
        #[cfg_attr(not(target_family = "wasm"), derive(serde::Deserialize))]
        #[serde(tag = $tag, rename_all = "snake_case" $(, $($also)+)?)]
        $vis enum $name { $($body)* }

        #[cfg(target_family = "wasm")]
        const _: () = {
            #[allow(dead_code, reason = "only its derived reading is used")]
            #[derive(serde::Deserialize)]
            #[serde(remote = $remote, rename = $tag, rename_all = "snake_case" $(, $($also)+)?)]
            enum Read { $($body)* }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                    Read::deserialize(source)
                }
            }
        };
    };
}

pub(crate) use tagged;
