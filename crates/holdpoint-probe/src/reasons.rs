//! Why the outbound policy refuses a URL, and a configuration a connection. On the page each kind has a message, `trial-against-KIND`.

use holdpoint_domain::sentences;

// URLs, see `egress::Denial`.
sentences! {
    long_url(most) "the URL has more than {most} characters; shorten it";
    character() "the URL contains a space, a control character or a backslash; write it percent-encoded or with '/'";
    scheme() "the URL does not start with http:// or https:// and a host; only these two are spoken";
    user_info() "the URL contains a user name or password before '@'; remove it, and give secrets by reference";
    spelling(usual) "the host is not written in its usual form; write {usual}";
    no_public_name(host, why) "{host} cannot be a public name: {why}; to use it anyway, the operator adds it to [egress] allow";
    port_syntax() "the port is not a number from 1 to 65535; correct it or leave it out";
    other_port(host, port) "port {port} is neither 80 nor 443; to use it anyway, the operator adds \"{host}:{port}\" to [egress] allow";
    no_public_address(host, address, why) "{host} is or resolves to {address}, which is {why}; to use it anyway, the operator adds it to [egress] allow";
    own_listener(host) "{host} is this server itself; a check may not call back into it";
    led_inside(host) "{host} is not public, and a public server led to it; ask it through a connection that names it";
    path() "the path must start with '/' and may not leave the connection's host";
    secret_over_http(host) "a secret is only sent over https, or to a loopback address that [egress] allow names; use https for {host}";
    secret_elsewhere(own, host) "the secret belongs to {own}; it is not sent to {host}";
    no_address(host) "{host} has no address; check its spelling and its DNS records";
    resolve_timed_out(host, seconds) "{host} was not resolved within {seconds} s; check the name servers of this machine";
    many_addresses(host, count, most) "{host} has {count} addresses, more than {most}; check its DNS records";
}

// A connection's fields.
sentences! {
    name_taken() "another connection has this name; names are unique";
    base_of_paths() "paths are appended to it; remove what starts with '?' or '#'";
    token_without_url(place) "a token belongs to a {place}; add it, or remove the token";
    no_api_version(most) "it takes 1 to {most} visible ASCII characters, such as 2.14";
    deliveries_without_target() "deliveries take a webhook_url and a webhook_secret; add them, or remove this";
    other_tokens_alone() "they are compared with the token; add it, or remove them";
    many_other_tokens(most) "it takes at most {most}; name the environments that matter";
    fingerprint_key_alone() "it is the key of a deployed_fingerprint; add that, or remove this";
    fingerprint_without_parts() "it takes a token, a health_url and a fingerprint_key; add what is missing, or remove this";
    no_pointer() "it takes a JSON pointer that starts with '/', such as /tokenFingerprint";
    forbidden_path_alone() "it is a path at the base_url; add that, or remove this";
    no_forbidden_path() "it takes a path at the base_url that starts with '/', such as /admins";
}
