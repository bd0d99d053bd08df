//! `[[notify]]`: where messages about alerts and signed reports go.

use holdpoint_domain::id::LaunchId;
use holdpoint_domain::template::Severity;
use holdpoint_probe::SecretRef;
use holdpoint_probe::egress::{MailPlace, MailTls};
use holdpoint_probe::notify::{MailServer, is_mailbox};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::texts::{is_name, texts};
use crate::limits;

/// One channel.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Written")]
pub struct Notify {
    pub name: ChannelName,
    pub channel: Channel,
    /// Empty: of every severity.
    pub severities: Vec<Severity>,
    /// Empty: of every launch.
    pub launches: Vec<LaunchId>,
    /// Whether it is told of signed reports too.
    pub reports: bool,
}

texts! {
    ChannelName is "name of a channel" if is_name,
        else "write 1 to 40 of a-z, A-Z, 0-9, '-', '.' and '_', such as ops-chat";
}

/// How a message travels. The address of a webhook is a secret: whoever has it can write there.
#[derive(Clone, Debug)]
pub enum Channel {
    Slack(SecretRef),
    Teams(SecretRef),
    Webhook(SecretRef),
    Email { server: MailServer, from: String, to: Vec<String> },
}

impl Channel {
    pub fn kind(&self) -> &'static str {
        match self {
            Channel::Slack(_) => "slack",
            Channel::Teams(_) => "teams",
            Channel::Webhook(_) => "webhook",
            Channel::Email { .. } => "email",
        }
    }
}

impl Notify {
    /// Whether a change of such an alert goes there.
    pub fn wants(&self, launch: LaunchId, severity: Severity) -> bool {
        let severe = self.severities.is_empty() || self.severities.contains(&severity);
        severe && self.is_about(launch)
    }

    /// Whether a report of such a launch is told there.
    pub fn wants_reports(&self, launch: LaunchId) -> bool {
        self.reports && self.is_about(launch)
    }

    fn is_about(&self, launch: LaunchId) -> bool {
        self.launches.is_empty() || self.launches.contains(&launch)
    }
}

/// As it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: ChannelName,
    kind: Kind,
    #[serde(default)]
    url: Option<SecretRef>,
    #[serde(default)]
    host: Option<String>,
    #[serde(default)]
    port: Option<u16>,
    #[serde(default)]
    tls: Option<MailTls>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    password: Option<SecretRef>,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    severities: Vec<Severity>,
    #[serde(default)]
    launches: Vec<LaunchId>,
    #[serde(default)]
    reports: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Slack,
    Teams,
    Webhook,
    Email,
}

impl TryFrom<Written> for Notify {
    type Error = String;

    fn try_from(mut written: Written) -> Result<Self, String> {
        let channel = match written.kind {
            Kind::Slack => Channel::Slack(written.webhook("slack")?),
            Kind::Teams => Channel::Teams(written.webhook("teams")?),
            Kind::Webhook => Channel::Webhook(written.webhook("webhook")?),
            Kind::Email => written.email()?,
        };
        let Written { name, severities, launches, reports, .. } = written;
        Ok(Self { name, channel, severities, launches, reports })
    }
}

impl Written {
    fn webhook(&mut self, kind: &str) -> Result<SecretRef, String> {
        let name = self.name.as_str();
        let foreign = [
            ("host", self.host.is_some()),
            ("port", self.port.is_some()),
            ("tls", self.tls.is_some()),
            ("username", self.username.is_some()),
            ("password", self.password.is_some()),
            ("from", self.from.is_some()),
            ("to", !self.to.is_empty()),
        ];
        if let Some((key, _)) = foreign.iter().find(|(_, given)| *given) {
            return Err(format!("the channel {name} of kind {kind} takes no {key}; that belongs to kind email, so remove it"));
        }
        let url = self.url.take();
        url.ok_or_else(|| {
            format!("the channel {name} of kind {kind} needs a url; write a reference to it, env:NAME or file:/absolute/path")
        })
    }

    fn email(&mut self) -> Result<Channel, String> {
        let name = self.name.as_str();
        let lacks = |key: &str| format!("the channel {name} of kind email needs {key}; see `holdpoint config example`");
        if self.url.is_some() {
            return Err(format!("the channel {name} of kind email takes no url; give host, from and to"));
        }
        let tls = self.tls.unwrap_or_default();
        let port = self.port.unwrap_or(match tls {
            MailTls::Implicit => 465,
            MailTls::Starttls => 587,
            MailTls::None => 25,
        });
        let place = MailPlace { host: self.host.take().ok_or_else(|| lacks("a host"))?, port, tls };
        if let Some(why) = place.problem() {
            return Err(format!("the channel {name}, host and port: {why}"));
        }
        let login = match (self.username.take(), self.password.take()) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            _ => return Err(lacks("both a username and a password, or neither")),
        };
        if login.is_some() && tls == MailTls::None {
            return Err(format!("the channel {name} would send its password in plain; choose tls = \"implicit\" or \"starttls\""));
        }
        let from = self.from.take().ok_or_else(|| lacks("a from address"))?;
        let to = std::mem::take(&mut self.to);
        if to.is_empty() || limits::RECEIVERS < to.len() {
            return Err(format!("the channel {name}: to takes 1 to {} addresses", limits::RECEIVERS));
        }
        if let Some(bad) = std::iter::once(&from).chain(&to).find(|address| !is_mailbox(address)) {
            let bad: String = bad.chars().take(80).collect();
            return Err(format!("the channel {name}: {bad:?} is no e-mail address; write one such as Holdpoint <holdpoint@example.com>"));
        }
        Ok(Channel::Email { server: MailServer { place, login }, from, to })
    }
}

/// * Errors: too many.
pub fn channels<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<Notify>, D::Error> {
    // As options, so that what is wrong with one is told at its place and not at the list's.
    let all: Vec<Notify> = Vec::<Option<Notify>>::deserialize(reader)?.into_iter().flatten().collect();
    if limits::CHANNELS < all.len() {
        return Err(D::Error::custom(format!("there are {} channels; at most {} are taken", all.len(), limits::CHANNELS)));
    }
    Ok(all)
}
