//! Where a request comes from: the client's address, its device in words, the session that its browser had.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_store::Account;
use holdpoint_store::accounts::Act;

use crate::app::App;
use crate::error::ApiError;
use crate::serve::connection::Peer;

/// The address that a request came from. Proxies' headers are believed only as far as `[server] trusted_hops` says.
pub struct From(pub IpAddr);

impl FromRequestParts<App> for From {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|ConnectInfo(peer)| peer.address.ip());
        let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        Ok(Self(client(peer, &parts.headers, app.trusted_hops)))
    }
}

/// Each trusted proxy appended the address that it was asked from: the client's is the one that the outermost of them wrote.
fn client(peer: IpAddr, headers: &HeaderMap, hops: usize) -> IpAddr {
    let Some(behind) = hops.checked_sub(1) else { return peer };
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let named: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    // Fewer entries than proxies: the request did not come through all of them.
    named.iter().rev().nth(behind).and_then(|text| address(text)).unwrap_or(peer)
}

/// Some proxies write the port too, and IPv6 in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let without_brackets = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    without_brackets.parse().ok().or_else(with_port)
}

/// What the account's log and the list of sessions say of a request.
pub struct Visit {
    pub address: IpAddr,
    /// Such as “Firefox on Linux”.
    pub device: String,
    /// What the browser's cookie held, whether it still opens anything or not.
    pub session: Option<Digest>,
}

impl Visit {
    /// Of somebody who signs in, to their own account, now.
    pub fn act(&self, account: &Account) -> Act {
        self.act_of(account.id, account.name.clone())
    }

    fn act_of(&self, account: MemberId, by_name: String) -> Act {
        Act { account, by: account, by_name, device: self.device.clone(), at: Timestamp::now() }
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let From(address) = From::from_request_parts(parts, app).await?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Ok(Self { address, device: device(agent), session: app.door.session_of(&parts.headers) })
    }
}

/// Simple words for a `User-Agent`: nothing in it is to be trusted, and most of it is history.
pub fn device(agent: &str) -> String {
    let pick = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    // The order matters: most name others too.
    let browser = pick(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = pick(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.into(),
        (None, Some(system)) => format!("a program on {system}"),
        (None, None) => "an unknown device".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let peer = IpAddr::from([10, 0, 0, 1]);
        let cases = [
            (0, "1.1.1.1", "10.0.0.1", "no proxy is configured"),
            (1, "6.6.6.6, 1.1.1.1", "1.1.1.1", "what the client wrote itself comes first and does not count"),
            (2, "6.6.6.6, 1.1.1.1, 10.0.0.2", "1.1.1.1", "two proxies"),
            (2, "1.1.1.1", "10.0.0.1", "came past one of them"),
            (1, "", "10.0.0.1", "no header"),
            (1, "unknown", "10.0.0.1", "no address"),
            (1, "2001:db8::1", "2001:db8::1", "IPv6"),
            (1, "1.1.1.1:4711", "1.1.1.1", "with its port"),
            (1, "[2001:db8::1]:4711", "2001:db8::1", "IPv6 with its port"),
            (1, "[2001:db8::1]", "2001:db8::1", "in brackets"),
            (1, "1.1.1.1:port", "10.0.0.1", "no port"),
        ];
        for (hops, header, expected, about) in cases {
            let mut headers = HeaderMap::new();
            if !header.is_empty() {
                headers.insert("x-forwarded-for", header.parse().unwrap());
            }
            assert_eq!(client(peer, &headers, hops).to_string(), expected, "{about}");
        }
    }

    #[test]
    fn devices_are_told_in_simple_words() {
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
            ("curl/8.5.0", "curl"),
            ("<script>", "an unknown device"),
            ("", "an unknown device"),
        ];
        for (agent, expected) in cases {
            assert_eq!(device(agent), expected, "{agent}");
        }
    }
}
