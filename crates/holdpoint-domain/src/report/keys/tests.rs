//! Keys: their text forms, and known answers.

use super::*;

#[test]
fn signatures_are_deterministic_and_in_the_lower_form() {
    let key = ReportKey::from_seed(&[7; 32]).unwrap();
    let signature = key.sign("text/plain", b"sample").unwrap();
    assert_eq!(key.sign("text/plain", b"sample"), Ok(signature.clone()));
    let public = key.public();
    assert!(public.verifies("text/plain", b"sample", &signature));
    let cases = [("text/html", b"sample".as_slice(), "another type"), ("text/plain", b"samplf", "another body")];
    for (kind, body, about) in cases {
        assert!(!public.verifies(kind, body, &signature), "{about}");
    }
    let other = ReportKey::from_seed(&[8; 32]).unwrap().public();
    assert!(!other.verifies("text/plain", b"sample", &signature), "another key");
    // ECDSA signatures come in pairs; only one of the two counts.
    let low = Signature::from_der(&signature).unwrap();
    let (r, s) = low.split_scalars();
    let high = Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap();
    assert!(public.0.verify(&dsse::signed_bytes("text/plain", b"sample"), &high).is_ok());
    assert!(!public.verifies("text/plain", b"sample", high.to_der().as_bytes()));
}

/// RFC 6979, appendix A.2.5: P-256, SHA-256, "sample". Its `s` is in the upper half, so that what is signed here has the other.
#[test]
fn the_scheme_is_rfc_6979s() {
    let mut secret = [0; 32];
    hex::decode_to_slice("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", &mut secret).unwrap();
    let signature = ReportSecret::from_seed(&secret).unwrap().sign(b"sample").unwrap();
    let (r, s) = signature.split_at(32);
    assert_eq!(hex::encode(r), "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
    assert_eq!(hex::encode(s), "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
}

#[test]
fn a_report_key_reads_as_it_was_written() {
    let key = ReportSecret::from_seed(&[7; 32]).unwrap();
    let pem = key.to_pem().unwrap();
    assert!(pem.expose().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert_eq!(ReportKey::from_pem(pem.expose()).unwrap().public(), key.public());
    let public = key.public();
    assert_eq!(ReportPublicKey::from_pem(&public.to_pem()).unwrap(), public);
    assert!(ReportPublicKey::from_pem(pem.expose()).is_err(), "a private key is no public one");
    assert!(ReportKey::from_pem(&public.to_pem()).is_err());
    assert!(ReportKey::from_seed(&[0; 32]).is_err());
    assert!(ReportKey::from_seed(&[0xff; 32]).is_err());
}

/// The keys of the documentation of Go's `sumdb/note`.
#[test]
fn a_log_key_reads_as_it_was_written() {
    let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    let key = LogSecret::from_text(text).unwrap();
    assert_eq!(key.to_text().expose(), text);
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(key.public().vkey(), vkey);
    assert_eq!(LogPublicKey::from_vkey(vkey).unwrap(), key.public());
    let cases = [
        ("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "another id"),
        ("PeterNeumanm+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "another name"),
        ("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "another spelling"),
        ("PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "another algorithm"),
        ("PeterNeumann+c74f20a3", "no key"),
        ("", "nothing"),
    ];
    for (vkey, about) in cases {
        assert!(LogPublicKey::from_vkey(vkey).is_err(), "{about}");
    }
}

/// A device or a key service, as the keys see it.
struct Elsewhere<T>(T);

impl<T: Fn(&[u8]) -> Result<[u8; 64], CannotSign> + Send + Sync> Signer for Elsewhere<T> {
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], CannotSign> {
        (self.0)(message)
    }
}

#[test]
fn a_key_whose_private_half_is_elsewhere_signs_the_same_or_says_why_not() {
    let (here, log) = (ReportSecret::from_seed(&[7; 32]).unwrap(), LogSecret::for_server(Uuid::from_u128(5), &[9; 32]));
    let (public, name) = (here.public(), log.public());
    let other = ReportSecret::from_seed(&[8; 32]).unwrap();
    let away = || CannotSign("the device is not plugged in".into());
    let report = |signer: Box<dyn Signer>| ReportKey::new(public.clone(), signer).sign("text/plain", b"sample");
    let same = ReportKey::from_seed(&[7; 32]).unwrap().sign("text/plain", b"sample");
    assert_eq!(report(Box::new(Elsewhere(move |message: &[u8]| here.sign(message)))), same);
    assert_eq!(report(Box::new(Elsewhere(move |_: &[u8]| Err(away())))), Err(away()));
    let checkpoint = |signer: Box<dyn Signer>| LogKey::new(name.clone(), signer).sign(b"text");
    assert_eq!(checkpoint(Box::new(Elsewhere(move |_: &[u8]| Err(away())))), Err(away()));
    let unfit = [
        report(Box::new(Elsewhere(move |message: &[u8]| other.sign(message)))).err(),
        report(Box::new(Elsewhere(|_: &[u8]| Ok([0; 64])))).err(),
        report(Box::new(Elsewhere(|_: &[u8]| Ok([0xff; 64])))).err(),
        checkpoint(Box::new(Elsewhere(|_: &[u8]| Ok([1; 64])))).err(),
    ];
    for error in unfit {
        assert!(error.unwrap().to_string().contains("no signature under its public half"));
    }
}
