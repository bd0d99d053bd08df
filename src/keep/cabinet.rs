//! The browser's database (IndexedDB) as one table of texts under text keys. What is written is on disk when it is answered. `first.js` opens it
//! while this module is compiled, because that takes as long.
//!
//! Neither a wrapper crate nor `web-sys` says how durable a write has to be, and a browser's default survives no power cut: so the two calls
//! that need it are declared here.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, JsString, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode};

const TABLE: &str = "kept";

/// Comes behind every character that a key may hold.
const LAST: char = '\u{ffff}';

#[wasm_bindgen]
extern "C" {
    type Durable;

    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Durable, table: &str, mode: IdbTransactionMode, options: &Options) -> Result<Writing, JsValue>;

    type Writing;

    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn object_store(this: &Writing, table: &str) -> Result<IdbObjectStore, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn commit(this: &Writing) -> Result<(), JsValue>;

    #[wasm_bindgen(method, setter)]
    fn set_oncomplete(this: &Writing, then: &Function);

    #[wasm_bindgen(method, setter)]
    fn set_onabort(this: &Writing, then: &Function);

    type Options;

    #[wasm_bindgen(method, setter)]
    fn set_durability(this: &Options, durability: &str);
}

thread_local! {
    static HELD: Cell<bool> = const { Cell::new(false) };
}

pub struct Cabinet {
    database: RefCell<IdbDatabase>,
    /// Opens it again.
    again: Function,
}

/// What `first.js` has read of it, by its keys, and what other tabs said of that since.
pub struct Early {
    pub small: Vec<(String, String)>,
    pub news: Vec<String>,
    /// Where they say it. To be taken over at once: nothing falls between.
    pub others: BroadcastChannel,
}

/// A change of the table.
#[derive(Clone, Debug)]
pub enum Change {
    Put(String, JsString),
    Remove(String),
    /// All keys that begin like this, up to this one and with it.
    RemoveUpTo(String, String),
    RemoveAll(String),
}

impl Cabinet {
    /// * Returns `None` if this browser has no database for us, as in some private windows.
    pub async fn open() -> Option<(Self, Early)> {
        let opening: Promise = get(&js_sys::global(), "cabinet")?;
        let opened = JsFuture::from(opening).await.ok()?;
        let small = pairs(&get(&opened, "keys")?, &get(&opened, "values")?);
        let news = get::<Array>(&opened, "news")?.iter().filter_map(|told| told.as_string()).collect();
        let (database, again) = (RefCell::new(get(&opened, "database")?), get(&opened, "again")?);
        Some((Self { database, again }, Early { small, news, others: get(&opened, "others")? }))
    }

    pub async fn get(&self, key: &str) -> Option<JsString> {
        let found = self.reading()?.get(&key.into()).ok()?;
        answer(&found).await.ok()?.dyn_into().ok()
    }

    /// All keys with a prefix and what is under them, in the order of the keys.
    pub async fn under(&self, prefix: &str) -> Vec<(String, String)> {
        let asked = || {
            let (table, range) = (self.reading()?, range(prefix, None)?);
            Some((table.get_all_keys_with_key(&range).ok()?, table.get_all_with_key(&range).ok()?))
        };
        let Some((keys, values)) = asked() else { return Vec::new() };
        let (Ok(keys), Ok(values)) = (answer(&keys).await, answer(&values).await) else { return Vec::new() };
        pairs(keys.unchecked_ref(), values.unchecked_ref())
    }

    /// All of them or none; on disk when this answers `true`. They are on their way in the order of the calls before anything is awaited, but where the
    /// browser has closed its database.
    pub async fn write(&self, changes: &[Change]) -> bool {
        let mut begun = self.begin(changes);
        if begun.is_err() && self.reopen().await {
            begun = self.begin(changes);
        }
        match begun {
            Ok(writing) => {
                let end = Promise::new(&mut |yes, no| {
                    writing.set_oncomplete(&yes);
                    writing.set_onabort(&no);
                });
                // At once, and not when this page next comes to it: it may be about to be closed.
                _ = writing.commit();
                JsFuture::from(end).await.is_ok()
            }
            Err(_) => false,
        }
    }

    async fn reopen(&self) -> bool {
        let Ok(Ok(opening)) = self.again.call0(&JsValue::UNDEFINED).map(JsCast::dyn_into::<Promise>) else { return false };
        let Ok(Ok(opened)) = JsFuture::from(opening).await.map(JsCast::dyn_into::<IdbDatabase>) else { return false };
        // What was begun in it is brought to its end.
        self.database.replace(opened).close();
        true
    }

    fn begin(&self, changes: &[Change]) -> Result<Writing, JsValue> {
        let options: Options = js_sys::Object::new().unchecked_into();
        options.set_durability("strict");
        let database = self.database.borrow();
        let writing = database.unchecked_ref::<Durable>().transaction(TABLE, IdbTransactionMode::Readwrite, &options)?;
        let table = writing.object_store(TABLE)?;
        for change in changes {
            match change {
                Change::Put(key, value) => table.put_with_key(value, &key.into())?,
                Change::Remove(key) => table.delete(&key.into())?,
                Change::RemoveUpTo(prefix, last) => table.delete(&range(prefix, Some(last)).into())?,
                Change::RemoveAll(prefix) => table.delete(&range(prefix, None).into())?,
            };
        }
        Ok(writing)
    }

    fn reading(&self) -> Option<IdbObjectStore> {
        self.database.borrow().transaction_with_str(TABLE).ok()?.object_store(TABLE).ok()
    }
}

/// Asks the browser, once, to give none of it up when the disk fills up: what waits for a server that is away is nowhere else. Some ask the person.
pub fn hold() {
    if HELD.replace(true) {
        return;
    }
    let asked = || {
        let storage: JsValue = get(&leptos::prelude::window().navigator(), "storage")?;
        let persist: Function = get(&storage, "persist")?;
        persist.call0(&storage).ok()?.dyn_into::<Promise>().ok()
    };
    if let Some(asked) = asked() {
        // Whatever it says.
        spawn_local(async move { _ = JsFuture::from(asked).await });
    }
}

fn get<T: JsCast>(object: &JsValue, name: &str) -> Option<T> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

fn pairs(keys: &Array, values: &Array) -> Vec<(String, String)> {
    keys.iter().zip(values.iter()).filter_map(|(key, value)| Some((key.as_string()?, value.as_string()?))).collect()
}

fn range(prefix: &str, last: Option<&str>) -> Option<IdbKeyRange> {
    let end = last.map_or_else(|| format!("{prefix}{LAST}"), str::to_owned);
    IdbKeyRange::bound(&prefix.into(), &end.into()).ok()
}

async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let answered = Promise::new(&mut |yes, no| {
        request.set_onsuccess(Some(&yes));
        request.set_onerror(Some(&no));
    });
    JsFuture::from(answered).await?;
    request.result()
}
