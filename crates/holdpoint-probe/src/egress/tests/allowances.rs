//! The operator's allow-list: what it excuses, and what it does not.

use super::*;

#[tokio::test]
async fn an_entry_excuses_what_it_says_and_no_more() {
    let names = || {
        Table::of(&[
            ("localhost", &["127.0.0.1", "::1"]),
            ("health.internal", &["10.1.2.3"]),
            ("meta.internal", &["169.254.169.254"]),
            ("split.internal", &["10.1.2.3", "93.184.215.14"]),
            ("partner.example.com", &["10.1.2.3"]),
            ("nat64.example.com", &["64:ff9b::a9fe:a9fe"]),
            ("nat64-public.example.com", &["64:ff9b::808:808"]),
        ])
    };
    // Entry, URL, the entry that is named as needed; `None`: denied.
    let cases = [
        ("127.0.0.1:4010", "http://127.0.0.1:4010/", Some("127.0.0.1:4010"), "address and port"),
        ("127.0.0.1:4010", "http://127.0.0.1:4011/", None, "another port"),
        ("127.0.0.1:4010", "http://127.0.0.2:4010/", None, "another address"),
        ("127.0.0.1:4010", "http://localhost:4010/", None, "a name is not its address"),
        ("127.0.0.1", "http://127.0.0.1:4010/", Some("127.0.0.1"), "without a port: every port"),
        ("[::1]:4010", "http://[::1]:4010/", Some("[::1]:4010"), "IPv6"),
        ("::1", "http://[::1]:4010/", Some("::1"), "IPv6 without a port"),
        ("localhost", "http://localhost:4010/", Some("localhost"), "name"),
        ("localhost", "http://127.0.0.1:4010/", None, "an address is not its name"),
        ("10.0.0.0/8", "http://10.255.255.255/", Some("10.0.0.0/8"), "network"),
        ("10.0.0.0/8", "http://11.0.0.0/", Some("-"), "beside it is public anyway"),
        ("10.0.0.0/8:8080", "http://10.0.0.1:8080/", Some("10.0.0.0/8:8080"), "network and port"),
        ("10.0.0.0/8:8080", "http://10.0.0.1/", None, "network, another port"),
        ("10.0.0.0/8", "http://partner.example.com:9200/", Some("10.0.0.0/8"), "a public name into the network"),
        ("10.0.0.0/8", "http://other.example.com:9200/", None, "a public name elsewhere, unusual port"),
        ("10.0.0.0/8", "http://health.internal/", None, "a private name needs its own entry"),
        ("health.internal:8080", "http://health.internal:8080/", Some("health.internal:8080"), "private name"),
        ("health.internal:8080", "http://HEALTH.internal.:8080/", Some("health.internal:8080"), "one spelling"),
        ("health.internal:8080", "http://x.health.internal:8080/", None, "no subdomains"),
        ("meta.internal", "http://meta.internal/", None, "a name never excuses link-local"),
        ("169.254.169.254", "http://169.254.169.254/", Some("169.254.169.254"), "unless it is written out"),
        ("split.internal", "http://split.internal/", Some("split.internal"), "private and public answers"),
        (":8443", "https://api.example.com:8443/", Some(":8443"), "port on any public host"),
        (":8443", "https://10.0.0.1:8443/", None, "not on a private one"),
        ("0.0.0.0/0", "http://[::ffff:10.0.0.1]/", None, "an odd spelling stays one"),
        ("64:ff9b::/96", "http://nat64.example.com/", None, "what NAT64 leads to counts too"),
        ("64:ff9b::/96", "http://nat64-public.example.com/", Some("64:ff9b::/96"), "NAT64 to a public address"),
        ("api.example.com", "https://api.example.com/", Some("-"), "an entry that was not needed is not named"),
    ];
    for (entry, url, expected, about) in cases {
        let (egress, recorder) = egress(&[entry], &[], names());
        let needed = egress.explain(url).await.map(|explanation| match explanation.allowed_by.as_slice() {
            [] => "-".to_owned(),
            places => places.join(" "),
        });
        assert_eq!(needed.as_deref().ok(), expected, "{about}: {entry} for {url}: {needed:?}");
        let (_, dialled) = get(&egress, &recorder, url).await;
        assert_eq!(dialled.is_empty(), expected.is_none(), "{about}: {entry} for {url}: {dialled:?}");
    }
}

#[test]
fn an_entry_that_is_none_says_why() {
    let cases = [
        ("", "is empty"),
        ("10.0.0.1/8", "did you mean 10.0.0.0/8?"),
        ("10.0.0.0/33", "is not a network"),
        ("host:0", "has no port"),
        ("host:port", "has no port"),
        (":", "has no port"),
        ("[::1", "is not a place"),
        ("[::1]x", "is not a place"),
        ("http://host", "is not a network"),
        ("host/path", "is not a network"),
        ("*.example.com", "is not a host name"),
        ("127.1", "is not a host name"),
    ];
    for (text, expected) in cases {
        let message = text.parse::<Place>().unwrap_err().to_string();
        assert!(message.contains(expected), "{text:?}: {message}");
    }
    for text in ["127.0.0.1:4010", "localhost", "10.0.0.0/8", "health.internal:8080", ":8443", "fd00::/8", "[fd00::]:80", "fd00::/8:80"] {
        let place: Place = text.parse().unwrap();
        assert_eq!(String::from(place), text);
    }
    let too_many = vec!["localhost".to_owned(); limits::ALLOW_ENTRIES + 1];
    assert!(AllowList::try_from(too_many).is_err());
}

#[tokio::test]
async fn this_server_is_never_asked_even_if_it_is_allowed() {
    let own = ["holdpoint.example.com:443", "192.0.2.10:443", "127.0.0.1:8080"];
    let names = Table::of(&[("alias.example.com", &["127.0.0.1"])]);
    let (egress, recorder) = egress(&["127.0.0.1", "alias.example.com", "holdpoint.example.com"], &own, names);
    let cases = [
        ("https://holdpoint.example.com/", true, "by name"),
        ("https://holdpoint.example.com:8443/", false, "another port of the name"),
        ("http://127.0.0.1:8080/health", true, "by address"),
        ("http://alias.example.com:8080/", true, "by another name for the address"),
        ("http://127.0.0.1:4010/", false, "another port of the address"),
    ];
    for (url, is_own, about) in cases {
        let (verdict, dialled) = get(&egress, &recorder, url).await;
        assert_eq!(matches!(verdict, Err(Denial::OwnListener { .. })), is_own, "{about}: {verdict:?}");
        assert_eq!(dialled.is_empty(), is_own, "{about}");
    }
}
