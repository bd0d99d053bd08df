//! An OpenID provider of our own that holds its client to the protocol, and can be made to lie.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use holdpoint_domain::id::Timestamp;
use openidconnect::url::{Url, form_urlencoded};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub const CLIENT: &str = "holdpoint";
/// With characters that have to be encoded within `Authorization: Basic`.
const SECRET: &str = "canary+5f2b%77/secret";

pub struct Issuer {
    pub address: SocketAddr,
    shared: Shared,
    folder: TempDir,
    _runtime: Runtime,
}

type Shared = Arc<Mutex<Inner>>;

struct Inner {
    base: String,
    codes: BTreeMap<String, Asked>,
    lies: Lies,
    discoveries: usize,
}

/// What a client asked for.
#[derive(Clone)]
struct Asked {
    nonce: String,
    challenge: String,
    redirect: String,
}

/// What it says; as it is made by default, it is honest.
pub struct Lies {
    /// Of the person who signs in, and whatever else the ID token says: replaces, or with `null` removes.
    pub claims: Value,
    /// The same for the token's header.
    pub header: Value,
    /// The key that signs; `None`: no signature.
    pub signs: Option<u8>,
    /// The key that `jwks` lists.
    pub lists: u8,
    /// Of the discovery document.
    pub discovery: Value,
    /// The token endpoint's error.
    pub error: Option<&'static str>,
    /// Answers 503 to everything.
    pub down: bool,
    pub userinfo: Option<Value>,
    /// Of HS256 tokens, which are signed with the client's secret.
    pub hmac: bool,
}

impl Default for Lies {
    fn default() -> Self {
        Self {
            claims: json!({ "sub": "u-1", "name": "Cleo" }),
            header: json!({}),
            signs: Some(1),
            lists: 1,
            discovery: json!({}),
            error: None,
            down: false,
            userinfo: None,
            hmac: false,
        }
    }
}

impl Issuer {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let inner = Inner { base: format!("http://{address}"), codes: BTreeMap::new(), lies: Lies::default(), discoveries: 0 };
        let shared: Shared = Arc::new(Mutex::new(inner));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(shared.clone());
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), SECRET).unwrap();
        Self { address, shared, folder, _runtime: runtime }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the client's secret is kept.
    pub fn secret_file(&self) -> PathBuf {
        self.folder.path().join("secret")
    }

    pub fn lie(&self, change: impl FnOnce(&mut Lies)) {
        change(&mut lock(&self.shared).lies);
    }

    pub fn be_honest(&self) {
        self.lie(|lies| *lies = Lies::default());
    }

    /// The person who signs in from now on.
    pub fn person(&self, claims: Value) {
        self.lie(|lies| lies.claims = claims);
    }

    /// How often it was asked who it is.
    pub fn discoveries(&self) -> usize {
        lock(&self.shared).discoveries
    }

    /// The person agrees: what the browser comes back with, for the address that it was sent to.
    pub fn agree(&self, address: &Url) -> String {
        let asked: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
        assert_eq!(address.origin().ascii_serialization(), self.base());
        assert_eq!((&*asked["client_id"], &*asked["response_type"]), (CLIENT, "code"));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{asked:?}");
        let (nonce, challenge, redirect) = (asked["nonce"].clone(), asked["code_challenge"].clone(), asked["redirect_uri"].clone());
        let mut inner = lock(&self.shared);
        let code = format!("code-{}", inner.codes.len());
        inner.codes.insert(code.clone(), Asked { nonce, challenge, redirect });
        format!("code={code}&state={}", asked["state"])
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, Inner> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn patch(mut value: Value, changes: &Value) -> Value {
    for (key, change) in changes.as_object().unwrap() {
        match change {
            Value::Null => value.as_object_mut().unwrap().remove(key),
            change => value.as_object_mut().unwrap().insert(key.clone(), change.clone()),
        };
    }
    value
}

type Told = (StatusCode, Json<Value>);

fn tell(inner: &Inner, value: Value) -> Told {
    if inner.lies.down { (StatusCode::SERVICE_UNAVAILABLE, Json(json!({}))) } else { (StatusCode::OK, Json(value)) }
}

async fn discovery(State(shared): State<Shared>) -> Told {
    let mut inner = lock(&shared);
    inner.discoveries += 1;
    let at = |path: &str| format!("{}/{path}", inner.base);
    let honest = json!({
        "issuer": inner.base,
        "authorization_endpoint": at("auth"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "jwks_uri": at("jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // Some providers say so; nobody is to believe it.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    });
    tell(&inner, patch(honest, &inner.lies.discovery))
}

fn signing_key(n: u8) -> SigningKey {
    SigningKey::from_slice(&[n; 32]).unwrap()
}

async fn jwks(State(shared): State<Shared>) -> Told {
    let inner = lock(&shared);
    let n = inner.lies.lists;
    let point = signing_key(n).verifying_key().to_sec1_point(false);
    let coordinate = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let (x, y) = (coordinate(point.x().unwrap()), coordinate(point.y().unwrap()));
    tell(
        &inner,
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key-{n}"), "x": x, "y": y }] }),
    )
}

async fn token(State(shared): State<Shared>, headers: HeaderMap, body: String) -> Told {
    let form: BTreeMap<String, String> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let inner = lock(&shared);
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error, "error_description": "told by the issuer" })));
    if let Some(error) = inner.lies.error {
        return refuse(error);
    }
    let encoded = SECRET.replace('%', "%25").replace('+', "%2B").replace('/', "%2F");
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{encoded}")));
    if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(&basic) {
        return refuse("invalid_client");
    }
    // Codes work more than once here: that one does not is for the client to see to.
    let Some(asked) = inner.codes.get(&form["code"]).cloned() else { return refuse("invalid_grant") };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
    if (challenge, &form["redirect_uri"]) != (asked.challenge, &asked.redirect) {
        return refuse("invalid_grant");
    }
    let mut answer =
        json!({ "access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": id_token(&inner, &asked.nonce) });
    if inner.lies.header["typ"] == "nothing" {
        answer.as_object_mut().unwrap().remove("id_token");
    }
    tell(&inner, answer)
}

fn id_token(inner: &Inner, nonce: &str) -> String {
    let now = Timestamp::now().as_second();
    let at_hash = URL_SAFE_NO_PAD.encode(&Sha256::digest("access")[..16]);
    let honest = json!({
        "iss": inner.base, "aud": CLIENT, "iat": now, "exp": now + 60, "auth_time": now, "nonce": nonce, "at_hash": at_hash,
    });
    let claims = patch(honest, &inner.lies.claims);
    let header = patch(json!({ "alg": "ES256", "kid": format!("key-{}", inner.lies.lists) }), &inner.lies.header);
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature = match inner.lies.signs {
        _ if inner.lies.hmac => URL_SAFE_NO_PAD.encode(hmac(SECRET.as_bytes(), text.as_bytes())),
        Some(key) => {
            let signature: Signature = signing_key(key).sign(text.as_bytes());
            URL_SAFE_NO_PAD.encode(signature.to_bytes())
        }
        None => String::new(),
    };
    format!("{text}.{signature}")
}

/// HMAC-SHA-256 (RFC 2104), for a key shorter than a block.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let padded = |mask: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ mask).collect() };
    let inner = Sha256::digest([&padded(0x36)[..], text].concat());
    Sha256::digest([&padded(0x5c)[..], inner.as_slice()].concat()).into()
}

async fn userinfo(State(shared): State<Shared>, headers: HeaderMap) -> Told {
    let inner = lock(&shared);
    assert_eq!(headers["authorization"], "Bearer access");
    match &inner.lies.userinfo {
        Some(told) => tell(&inner, told.clone()),
        None => tell(&inner, json!({ "sub": inner.lies.claims["sub"] })),
    }
}
