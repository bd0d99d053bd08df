//! The browser's passkeys: JSON in, JSON out. What is asked for is the server's to say; what an answer is worth, too.

use std::fmt;

use wasm_bindgen::prelude::*;

use crate::words;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
    fn parse_creation_options(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
    fn parse_request_options(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = create)]
    async fn credentials_create(options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"], js_name = get)]
    async fn credentials_get(options: &JsValue) -> Result<JsValue, JsValue>;

    type Credential;

    #[wasm_bindgen(method, catch, js_name = toJSON)]
    fn to_json(this: &Credential) -> Result<JsValue, JsValue>;
}

/// Why there is no answer of a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPasskey {
    /// Neither https nor localhost.
    Insecure,
    /// The browser is too old.
    NotSupported,
    /// Cancelled, too slow, or none on this device: browsers do not tell which it was.
    Cancelled,
    /// None was made: cancelled, or too slow.
    NotMade,
    /// The device has one for this account already.
    Known,
    /// In the browser's words.
    Refused(String),
}

impl fmt::Display for NoPasskey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::trouble::passkey(self))
    }
}

impl std::error::Error for NoPasskey {}

impl NoPasskey {
    /// The same where one was to be made: whether there are others says nothing about that.
    fn of_making(self) -> Self {
        if self == NoPasskey::Cancelled { NoPasskey::NotMade } else { self }
    }
}

/// Makes a passkey.
///
/// * `options`: a `PublicKeyCredentialCreationOptionsJSON`.
/// * Returns what `PublicKeyCredential.toJSON` gives, as text.
pub async fn create(options: &str) -> Result<String, NoPasskey> {
    let options = asked(options, "parseCreationOptionsFromJSON", parse_creation_options)?;
    answered(credentials_create(&options).await).map_err(NoPasskey::of_making)
}

/// Asks for a passkey's signature.
///
/// * `options`: a `PublicKeyCredentialRequestOptionsJSON`.
/// * Returns what `PublicKeyCredential.toJSON` gives, as text.
pub async fn get(options: &str) -> Result<String, NoPasskey> {
    let options = asked(options, "parseRequestOptionsFromJSON", parse_request_options)?;
    answered(credentials_get(&options).await)
}

/// `{ publicKey: … }`
fn asked(options: &str, parser: &str, parse: fn(&JsValue) -> Result<JsValue, JsValue>) -> Result<JsValue, NoPasskey> {
    let global: JsValue = js_sys::global().into();
    if field(&global, "isSecureContext").is_falsy() {
        return Err(NoPasskey::Insecure);
    }
    if field(&field(&global, "PublicKeyCredential"), parser).is_undefined() {
        return Err(NoPasskey::NotSupported);
    }
    let options = js_sys::JSON::parse(options).and_then(|options| parse(&options)).map_err(|error| refused(&error))?;
    let wrapped = js_sys::Object::new();
    js_sys::Reflect::set(&wrapped, &"publicKey".into(), &options).map_err(|error| refused(&error))?;
    Ok(wrapped.into())
}

fn answered(answer: Result<JsValue, JsValue>) -> Result<String, NoPasskey> {
    let credential = answer.map_err(|error| refused(&error))?;
    if credential.is_null() {
        return Err(NoPasskey::Cancelled);
    }
    let json = credential.unchecked_ref::<Credential>().to_json().and_then(|json| js_sys::JSON::stringify(&json));
    json.map(String::from).map_err(|error| refused(&error))
}

fn refused(error: &JsValue) -> NoPasskey {
    let text = |name: &str| field(error, name).as_string().unwrap_or_default();
    match text("name").as_str() {
        "NotAllowedError" | "AbortError" => NoPasskey::Cancelled,
        "InvalidStateError" => NoPasskey::Known,
        "NotSupportedError" => NoPasskey::NotSupported,
        _ => NoPasskey::Refused(text("message")),
    }
}

/// `undefined` where there is none, and of `undefined`.
fn field(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_makes_no_passkey_is_not_told_that_there_is_none() {
        let told = NoPasskey::Cancelled.of_making().to_string();
        assert!(told.starts_with("No passkey was made") && !told.contains("has none"), "{told}");
        assert_eq!(NoPasskey::Known.of_making(), NoPasskey::Known);
    }
}
