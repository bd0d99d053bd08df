//! The policy against tables: URLs, addresses, allow-lists, and names that change their minds. Nothing here leaves this machine.

mod addresses;
mod allowances;
mod dialling;
mod dns;
mod fixture;
mod rebinding;
mod registries;
mod streaming;
mod url_vectors;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use holdpoint_domain::check::Method;

use super::dial::{Dial, Dialling};
use super::resolve::{Answers, Resolve};
use super::*;

/// Answers from a table; every other name has one public address.
#[derive(Default)]
pub(super) struct Table(pub(super) BTreeMap<String, Vec<IpAddr>>);

pub(super) const PUBLIC: &str = "93.184.215.14";

impl Table {
    pub(super) fn of(rows: &[(&str, &[&str])]) -> Self {
        let parse = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Self(rows.iter().map(|(name, answers)| ((*name).to_owned(), parse(answers))).collect())
    }
}

impl Resolve for Table {
    fn resolve<'a>(&'a self, host: &'a str) -> Answers<'a> {
        Box::pin(async move {
            assert!(!host.ends_with('.') && host == host.to_lowercase(), "{host} is not canonical");
            match host {
                "nx.example.com" => return Err("NXDOMAIN".into()),
                "slow-dns.example.com" => tokio::time::sleep(Duration::from_secs(30)).await,
                _ => {}
            }
            Ok(self.0.get(host).cloned().unwrap_or_else(|| vec![PUBLIC.parse().unwrap()]))
        })
    }
}

/// Notes where it was sent and refuses to go.
#[derive(Clone, Default)]
pub(super) struct Recorder(Arc<Mutex<Vec<SocketAddr>>>);

impl Recorder {
    pub(super) fn dialled(&self) -> Vec<SocketAddr> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Dial for Recorder {
    fn dial(&self, to: &VettedAddr) -> Dialling {
        self.0.lock().unwrap().push(to.socket());
        Box::pin(async { Err(io::ErrorKind::ConnectionRefused.into()) })
    }
}

pub(super) fn egress(allow: &[&str], own: &[&str], resolver: impl Resolve + 'static) -> (Egress, Recorder) {
    let recorder = Recorder::default();
    let config = EgressConfig {
        allow: allow_list(allow),
        own: own.iter().map(|text| text.parse().unwrap()).collect(),
        resolver: Some(Arc::new(resolver)),
        ..EgressConfig::default()
    };
    (Egress::with_dialer(config, Arc::new(recorder.clone())).unwrap(), recorder)
}

pub(super) fn allow_list(entries: &[&str]) -> AllowList {
    entries.iter().map(ToString::to_string).collect::<Vec<_>>().try_into().unwrap()
}

/// Sends a GET and says what came of it and what was dialled.
pub(super) async fn get(egress: &Egress, recorder: &Recorder, url: &str) -> (Result<(), Denial>, Vec<SocketAddr>) {
    let explained = egress.explain(url).await.map(drop);
    if let Ok(target) = Target::parse(url, egress.policy()) {
        let request = Request { method: Method::Get.into(), target, headers: Vec::new(), body: None };
        let exchange = egress.send(request).await;
        let failure = exchange.answer.err().unwrap();
        let expected = explained.as_ref().map_or_else(Denial::failure, |()| ProbeFailure::Unreachable);
        assert_eq!(failure, expected, "{url}: explaining and sending differ");
    }
    (explained, recorder.dialled())
}
