//! The way out, as the configuration permits it: what asks others is made here, and never asks the server itself.

use std::net::SocketAddr;

use holdpoint_probe::egress::Place;
use holdpoint_probe::{Egress, EgressConfig};

use super::{BadConfig, Config};

impl Config {
    /// * `listen`: where the server listens; `None` where none is meant, as in a pre-flight.
    /// * Errors: roots that cannot be used, or a machine without name servers.
    pub fn egress(&self, listen: Option<SocketAddr>) -> Result<Egress, BadConfig> {
        let own = listen.map(|listen| self.own(listen)).transpose()?.unwrap_or_default();
        Egress::new(EgressConfig { own, ..self.egress.clone() }).map_err(|error| BadConfig(error.to_string()))
    }

    /// Where the server is found, as far as it can know. Other addresses of its machine are not public, or stand for `public_url`: they are
    /// refused, or the operator allowed them.
    fn own(&self, listen: SocketAddr) -> Result<Vec<Place>, BadConfig> {
        let port = listen.port();
        let texts = match listen.ip() {
            // Any free one: nobody listens yet.
            _ if port == 0 => Vec::new(),
            address if address.is_unspecified() => vec![format!("127.0.0.0/8:{port}"), format!("[::1]:{port}")],
            _ => vec![listen.to_string()],
        };
        let places = texts.iter().map(|text| text.parse::<Place>().map_err(|error| BadConfig(format!("[server] listen: {error}"))));
        let mut places = places.collect::<Result<Vec<_>, _>>()?;
        // One that is no address is told of by `origins`.
        places.extend(self.server.public_url.as_deref().and_then(place_of));
        Ok(places)
    }
}

/// Host and port of an origin.
fn place_of(origin: &str) -> Option<Place> {
    let origin = origin.trim_end_matches('/');
    let (host, usual) = match origin.strip_prefix("https://") {
        Some(host) => (host, 443),
        None => (origin.strip_prefix("http://")?, 80),
    };
    let has_port = host.contains(':') && !host.ends_with(']');
    if has_port { host.parse().ok() } else { format!("{host}:{usual}").parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_knows_where_it_is_found() {
        let cases = [
            ("127.0.0.1:8080", None, "127.0.0.1:8080"),
            ("127.0.0.1:0", None, ""),
            ("0.0.0.0:8080", None, "127.0.0.0/8:8080 [::1]:8080"),
            ("[::]:8080", Some("https://holdpoint.example.com"), "127.0.0.0/8:8080 [::1]:8080 holdpoint.example.com:443"),
            ("10.0.0.5:8080", Some("http://10.0.0.9:8443/"), "10.0.0.5:8080 10.0.0.9:8443"),
            ("[fd00::5]:8080", Some("http://[fd00::9]"), "[fd00::5]:8080 [fd00::9]:80"),
            ("127.0.0.1:8080", Some("nonsense"), "127.0.0.1:8080"),
        ];
        for (listen, public_url, expected) in cases {
            let mut config = Config::default();
            config.server.public_url = public_url.map(str::to_owned);
            let own = config.own(listen.parse().unwrap()).unwrap();
            assert_eq!(own.iter().map(Place::as_str).collect::<Vec<_>>().join(" "), expected, "{listen} {public_url:?}");
        }
    }
}
