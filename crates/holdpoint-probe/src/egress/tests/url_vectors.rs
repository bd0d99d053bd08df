//! `testdata/url-vectors.tsv`: every row is either run here, run in a test of its own, or counted as left.

use super::*;

pub(super) const VECTORS: &str = include_str!("../../../testdata/url-vectors.tsv");

/// Categories whose rows need more than a name server: what they are about, and how many rows there are.
const LEFT: &[(&str, usize)] = &[
    ("rebind", 2),    // `rebinding.rs` plays both.
    ("redirect", 9),  // `fixture.rs` plays all of them.
    ("response", 19), // `fixture.rs` plays those of HTTP/1.1, `tests/it/tls.rs` those of TLS; those of [`NOT_SPOKEN`] nothing plays.
];

/// Rows about HTTP/2, with what they allow: it is not spoken, and never offered, as `tests/it/tls.rs` sees. The first is so denied for good, and
/// the second cannot come true.
const NOT_SPOKEN: &[(&str, bool)] =
    &[("https://fx.example.com/h2/rapid-settings", false), ("https://fx.example.com/h2/goaway-retry", true)];

const ALL: usize = 182;

/// The names of the `[dns]` rows, as their reasons describe them.
fn names() -> Table {
    let mut table = Table::of(&[
        ("dual.example.com", &["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]),
        ("a-loop.example.com", &["127.0.0.1"]),
        ("a-meta.example.com", &["169.254.169.254"]),
        ("a-10.example.com", &["10.0.0.5"]),
        ("aaaa-loop.example.com", &["::1"]),
        ("aaaa-nat64.example.com", &["64:ff9b::a9fe:a9fe"]),
        ("mix-v4.example.com", &["93.184.215.14", "127.0.0.1"]),
        ("mix-v6.example.com", &["93.184.215.14", "::1"]),
    ]);
    let many = (0..500_u32).map(|number| IpAddr::from((0x0808_0000 + number).to_be_bytes())).collect();
    table.0.insert("many.example.com".into(), many);
    table
}

struct Row {
    url: String,
    allowed: bool,
    category: &'static str,
    about: &'static str,
}

fn rows() -> Vec<Row> {
    VECTORS.lines().skip(1).map(parse_row).collect()
}

fn parse_row(line: &'static str) -> Row {
    let [url, expected, reason] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
    let (category, about) = reason.strip_prefix('[').unwrap().split_once("] ").unwrap();
    let url = url.replace("\\\\", "\u{1}").replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    let allowed = match expected {
        "allow" => true,
        "deny" => false,
        other => panic!("{other} is neither allow nor deny"),
    };
    Row { url: url.replace('\u{1}', "\\"), allowed, category, about }
}

#[tokio::test(start_paused = true)]
async fn every_vector_that_needs_no_server_has_its_verdict() {
    let rows = rows();
    let own = ["own-listener.example.com:443"];
    let (public, recorder) = egress(&[], &own, names());
    let mut run = 0;
    for row in rows.iter().filter(|row| LEFT.iter().all(|(left, _)| *left != row.category)) {
        run += 1;
        let (verdict, dialled) = match row.category {
            "method" => {
                let (method, url) = row.url.strip_prefix("method:").unwrap().split_once(' ').unwrap();
                let known = serde_json::from_value::<Method>(method.into());
                assert!(Target::parse(url, public.policy()).is_ok(), "only the method is at fault");
                (known.map(drop).map_err(|_| Denial::Scheme), Vec::new())
            }
            "env" => {
                let url = row.url.rsplit(' ').next().unwrap();
                let (egress, recorder) = egress(&[], &[], Table::of(&[("api.example.com", &["127.0.0.1"])]));
                get(&egress, &recorder, url).await
            }
            _ => get(&public, &recorder, &row.url).await,
        };
        let Row { url, category, about, .. } = row;
        assert_eq!(verdict.is_ok(), row.allowed, "[{category}] {about}: {url:?}: {verdict:?}");
        assert_eq!(!dialled.is_empty(), row.allowed, "[{category}] {about}: {url:?} dialled {dialled:?}");
        let unvetted = dialled.iter().find(|socket| classify(socket.ip()) != Class::Public);
        assert_eq!(unvetted, None, "[{category}] {about}: {url:?}");
    }
    for (category, expected) in LEFT {
        let count = rows.iter().filter(|row| row.category == *category).count();
        assert_eq!(count, *expected, "rows of [{category}] that are left");
    }
    let not_spoken: Vec<_> = rows.iter().filter(|row| row.url.contains("/h2/")).map(|row| (row.url.as_str(), row.allowed)).collect();
    assert_eq!(not_spoken, NOT_SPOKEN, "rows that nothing plays");
    let left: usize = LEFT.iter().map(|(_, count)| count).sum();
    assert_eq!((rows.len(), run, left), (ALL, 152, 30), "rows: all, run, left");
}

#[test]
fn a_url_is_sent_in_its_usual_form() {
    let cases = [
        ("https://API.Example.COM/Health", "https://api.example.com/Health", "case of host and path"),
        ("HTTPS://api.example.com", "https://api.example.com/", "case of scheme, no path"),
        ("https://api.example.com./health", "https://api.example.com/health", "trailing dot"),
        ("https://bücher.example.com/ä?ö", "https://xn--bcher-kva.example.com/%C3%A4?%C3%B6", "Unicode"),
        ("https://api.example.com/#@127.0.0.1/", "https://api.example.com/", "fragment"),
        ("https://api.example.com?a=b", "https://api.example.com/?a=b", "query without path"),
        ("https://api.example.com:443/", "https://api.example.com/", "the scheme's own port"),
        ("https://api.example.com:80/", "https://api.example.com:80/", "another usual port"),
        ("https://[2606:2800::1]:443/", "https://[2606:2800::1]/", "IPv6"),
        ("https://api.example.com/a/../b/./c", "https://api.example.com/b/c", "dots in the path"),
    ];
    for (url, expected, about) in cases {
        let target = Target::parse(url, &Policy::default()).map(|target| target.to_string());
        assert_eq!(target.as_deref(), Ok(expected), "{about}");
    }
}

#[test]
fn odd_spellings_are_refused_even_of_public_hosts() {
    let cases = [
        ("https://[::ffff:8.8.8.8]/", "mapped IPv4"),
        ("https://[2606:2800:0::1]/", "zeros that could be shorter"),
        ("https://[2606:2800::0001]/", "leading zeros"),
        ("https://8.8.8.08/", "leading zero"),
        ("https://8.8.2056/", "three parts"),
        ("https://134744072/", "one part"),
        ("https://BÜCHER.example.com/", "upper case that is not ASCII"),
        ("https://api.example.com../", "two trailing dots"),
        ("https://.example.com/", "leading dot"),
        ("https://api.example.com:0443/", "leading zero in the port"),
        ("https://api.example.com:+443/", "sign in the port"),
        ("https://api.example.com:/", "empty port"),
        ("https://api.example.com:0/", "port 0"),
        ("https://api.example.com:65536/", "port beyond 16 bits"),
        ("https://xn--a.example.com/", "punycode that decodes to nothing"),
        ("https://api_v1.example.com/", "underscore"),
        ("https://api.example.com\u{a0}/", "space that is not ASCII"),
        ("https://api.example.com\u{85}/", "control character that is not ASCII"),
        ("https://@api.example.com/", "empty user"),
        ("https://[2606:2800::1/", "bracket that is not closed"),
        ("https://2606:2800::1/", "IPv6 without brackets"),
    ];
    for (url, about) in cases {
        let verdict = Target::parse(url, &Policy::default());
        assert!(verdict.is_err(), "{about}: {url}: {verdict:?}");
    }
}

#[test]
fn a_url_may_have_2048_characters() {
    let url = |length: usize| format!("https://api.example.com/{}", "a".repeat(length - 24));
    assert!(Target::parse(&url(2_048), &Policy::default()).is_ok(), "on the line");
    assert_eq!(Target::parse(&url(2_049), &Policy::default()), Err(Denial::TooLong), "one over it");
}

#[test]
fn a_path_cannot_leave_its_origin() {
    let base = Target::parse("https://api.example.com/v1/?x=y", &Policy::default()).unwrap();
    let cases = [
        ("", Some("https://api.example.com/v1/?x=y"), "nothing appended"),
        ("/me", Some("https://api.example.com/v1/me"), "appended, the query gone"),
        ("/me?a=b", Some("https://api.example.com/v1/me?a=b"), "with a query"),
        ("/../../x", Some("https://api.example.com/x"), "up, but not out"),
        ("//evil.example.com/", Some("https://api.example.com/v1//evil.example.com/"), "only a path"),
        ("me", None, "no slash"),
        ("@evil.example.com/", None, "user name"),
        (".evil.example.com/", None, "longer name"),
        (":8080/", None, "port"),
        ("/a b", None, "space"),
        ("/\\evil.example.com", None, "backslash"),
    ];
    for (path, expected, about) in cases {
        let joined = base.join(path, &Policy::default()).map(|target| target.to_string());
        assert_eq!(joined.ok().as_deref(), expected, "{about}: {path}");
    }
}
