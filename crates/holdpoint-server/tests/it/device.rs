//! A device that makes passkeys, in software, and can be made to lie.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// User present, user verified, attested credential data.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

pub struct Device {
    pub key: SigningKey,
    pub credential: Vec<u8>,
    /// What `clientDataJSON` says.
    pub origin: String,
    pub rp_id: String,
    pub verifies: bool,
    /// Of the key, as COSE numbers it.
    pub algorithm: i8,
    pub user: Vec<u8>,
}

impl Device {
    /// * `n`: devices of different numbers have different keys.
    pub fn new(n: u8, origin: &str) -> Self {
        Self {
            key: SigningKey::from_slice(&[n; 32]).unwrap(),
            credential: vec![n; 16],
            origin: origin.into(),
            rp_id: "localhost".into(),
            verifies: true,
            algorithm: -7,
            user: Vec::new(),
        }
    }

    /// What `navigator.credentials.create` would answer, as JSON.
    pub fn create(&mut self, options: &Value) -> Value {
        self.user = decode(&options["user"]["id"]);
        let client = self.client_data("webauthn.create", options);
        let mut data = self.authenticator_data(ATTESTED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential.len()).unwrap().to_be_bytes());
        data.extend(&self.credential);
        data.extend(self.cose_key());
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData");
        object.extend([0x58, u8::try_from(data.len()).unwrap()]);
        object.extend(data);
        let response = json!({ "attestationObject": encode(&object), "clientDataJSON": encode(&client), "transports": ["internal"] });
        self.answer(response)
    }

    /// What `navigator.credentials.get` would answer, as JSON.
    pub fn get(&self, options: &Value) -> Value {
        let client = self.client_data("webauthn.get", options);
        let data = self.authenticator_data(0);
        let signature: Signature = self.key.sign(&[&data[..], &Sha256::digest(&client)].concat());
        self.answer(json!({
            "authenticatorData": encode(&data),
            "clientDataJSON": encode(&client),
            "signature": encode(signature.to_der().as_bytes()),
            "userHandle": encode(&self.user),
        }))
    }

    fn answer(&self, response: Value) -> Value {
        let id = encode(&self.credential);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": { "credProps": { "rk": true } } })
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let client = json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false });
        client.to_string().into_bytes()
    }

    fn authenticator_data(&self, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.rp_id.as_bytes()).to_vec();
        data.push(PRESENT | more | if self.verifies { VERIFIED } else { 0 });
        data.extend([0; 4]);
        data
    }

    /// {1: 2, 3: algorithm, -1: 1, -2: x, -3: y}
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let algorithm = u8::try_from(-1 - self.algorithm).unwrap();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03];
        key.extend(if algorithm < 24 { vec![0x20 | algorithm] } else { vec![0x38, algorithm] });
        key.extend([0x20, 0x01, 0x21, 0x58, 0x20]);
        key.extend(point.x().unwrap());
        key.extend([0x22, 0x58, 0x20]);
        key.extend(point.y().unwrap());
        key
    }
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}
