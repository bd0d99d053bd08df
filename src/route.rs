//! Every address of the page as one enum, parsed and printed. The only file that knows what an address looks like.

use holdpoint_domain::id::{ItemId, LaunchId, MemberId, RunbookId, TemplateName};
use holdpoint_domain::launch::Status;

use crate::text;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Launches(Board),
    NewLaunch,
    /// A connection that is tried before it is written down.
    NewConnection,
    People,
    /// What launches can be made from.
    Templates,
    /// A copy of one, as a file.
    EditTemplate(TemplateName),
    /// Accepted risks of all launches.
    Waivers,
    /// The one-time link of the first start; its token is in the fragment, which no server sees.
    SetUp,
    /// A colleague's invitation; its token is in the fragment.
    Invite,
    SignIn,
    /// For who lost what they sign in with; a one-time token may be in the fragment.
    Recover,
    /// Whether a report is true: for anybody, signed in or not.
    Verify,
    /// One's own account.
    Account,
    /// Every part in every state, in development builds.
    #[cfg(any(debug_assertions, feature = "design"))]
    Design,
    Launch(LaunchId, Place),
    NotFound,
}

/// Which launches the board shows. Kept in the address too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    pub text: String,
    pub show: Option<Which>,
    /// Who has something to do in it.
    pub waits: Option<MemberId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Go,
    NoGo,
    /// Its report said go, and its day is past.
    Past,
    /// One owns an item that is left.
    Mine,
}

/// One of a launch's pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Checklist {
        item: Option<ItemId>,
        filter: Filter,
    },
    Preflight,
    Drills,
    /// Scheduled checks, charts and alerts.
    Watch,
    /// `None`: the first runbook.
    Rollback(Option<RunbookId>),
    SignOff,
    Details,
}

/// Which items the checklist shows. Kept in the address, so that a view can be sent to a colleague.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub status: Option<StatusFilter>,
    pub owner: Option<OwnerFilter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusFilter {
    /// Whatever is not settled yet.
    Left,
    /// What somebody has to do something about: their items that are left, waivers that wait for their answer, and comments that ask them.
    ForMe,
    /// What is left and due soon, or was.
    Due,
    Is(Status),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerFilter {
    Me,
    Nobody,
    Is(MemberId),
}

impl Route {
    /// Reads a path with its query, without the fragment.
    pub fn parse(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] | ["launches"] => Route::Launches(Board::parse(query)),
            ["setup"] => Route::SetUp,
            ["invite"] => Route::Invite,
            ["sign-in"] => Route::SignIn,
            ["recover"] => Route::Recover,
            ["account"] => Route::Account,
            #[cfg(any(debug_assertions, feature = "design"))]
            ["design"] => Route::Design,
            ["connections", "new"] => Route::NewConnection,
            ["people"] => Route::People,
            ["templates"] => Route::Templates,
            ["templates", name, "edit"] => name.parse().map_or(Route::NotFound, Route::EditTemplate),
            ["waivers"] => Route::Waivers,
            ["verify"] => Route::Verify,
            ["launches", "new"] => Route::NewLaunch,
            ["launches", id, rest @ ..] => match (id.parse(), Place::parse(rest, query)) {
                (Ok(id), Some(place)) => Route::Launch(id, place),
                _ => Route::NotFound,
            },
            _ => Route::NotFound,
        }
    }

    /// All of them.
    pub fn launches() -> Self {
        Route::Launches(Board::default())
    }

    pub fn checklist(id: LaunchId) -> Self {
        Route::Launch(id, Place::Checklist { item: None, filter: Filter::default() })
    }

    pub fn item(id: LaunchId, item: ItemId) -> Self {
        Route::Launch(id, Place::Checklist { item: Some(item), filter: Filter::default() })
    }

    /// Where one comes in, and has nothing left to do afterwards.
    pub fn is_entrance(&self) -> bool {
        matches!(self, Route::SetUp | Route::Invite | Route::SignIn | Route::Recover)
    }

    pub fn launch(&self) -> Option<LaunchId> {
        match self {
            Route::Launch(id, _) => Some(*id),
            _ => None,
        }
    }
}

impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Route::Launches(board) => write!(f, "/{board}"),
            Route::NotFound => f.write_str("/"),
            Route::NewLaunch => f.write_str("/launches/new"),
            Route::NewConnection => f.write_str("/connections/new"),
            Route::People => f.write_str("/people"),
            Route::Templates => f.write_str("/templates"),
            Route::EditTemplate(name) => write!(f, "/templates/{name}/edit"),
            Route::Waivers => f.write_str("/waivers"),
            Route::Verify => f.write_str("/verify"),
            Route::SetUp => f.write_str("/setup"),
            Route::Invite => f.write_str("/invite"),
            Route::SignIn => f.write_str("/sign-in"),
            Route::Recover => f.write_str("/recover"),
            Route::Account => f.write_str("/account"),
            #[cfg(any(debug_assertions, feature = "design"))]
            Route::Design => f.write_str("/design"),
            Route::Launch(id, place) => write!(f, "/launches/{id}{place}"),
        }
    }
}

impl Place {
    fn parse(parts: &[&str], query: &str) -> Option<Self> {
        match parts {
            [] => Some(Place::Checklist { item: None, filter: Filter::parse(query) }),
            ["items", item] => Some(Place::Checklist { item: Some(item.parse().ok()?), filter: Filter::parse(query) }),
            ["preflight"] => Some(Place::Preflight),
            ["drills"] => Some(Place::Drills),
            ["watch"] => Some(Place::Watch),
            ["rollback"] => Some(Place::Rollback(None)),
            ["rollback", runbook] => Some(Place::Rollback(Some(runbook.parse().ok()?))),
            ["sign-off"] => Some(Place::SignOff),
            ["details"] => Some(Place::Details),
            _ => None,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place::Checklist { item: None, filter } => write!(f, "{filter}"),
            Place::Checklist { item: Some(item), filter } => write!(f, "/items/{item}{filter}"),
            Place::Preflight => f.write_str("/preflight"),
            Place::Drills => f.write_str("/drills"),
            Place::Watch => f.write_str("/watch"),
            Place::Rollback(None) => f.write_str("/rollback"),
            Place::Rollback(Some(runbook)) => write!(f, "/rollback/{runbook}"),
            Place::SignOff => f.write_str("/sign-off"),
            Place::Details => f.write_str("/details"),
        }
    }
}

impl Filter {
    /// What cannot be read filters nothing.
    fn parse(query: &str) -> Self {
        if query.is_empty() {
            return Self::default();
        }
        Self {
            text: decode(value(query, "q")),
            status: StatusFilter::of(value(query, "status")),
            owner: OwnerFilter::of(value(query, "owner")),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.status.is_none() && self.owner.is_none()
    }
}

impl std::fmt::Display for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Of each row's address on a first screen, which has no filter.
        if *self == Self::default() {
            return Ok(());
        }
        let status = self.status.map(|status| status.key().into()).unwrap_or_default();
        let owner = self.owner.map(|owner| owner.key()).unwrap_or_default();
        f.write_str(&query(&[("q", encode(&self.text)), ("status", status), ("owner", owner)]))
    }
}

impl Board {
    fn parse(query: &str) -> Self {
        Self { text: decode(value(query, "q")), show: Which::of(value(query, "show")), waits: value(query, "waits").parse().ok() }
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.show.is_none() && self.waits.is_none()
    }
}

impl std::fmt::Display for Board {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if *self == Self::default() {
            return Ok(());
        }
        let show = self.show.map(|show| show.key().into()).unwrap_or_default();
        let waits = self.waits.map(|waits| waits.to_string()).unwrap_or_default();
        f.write_str(&query(&[("q", encode(&self.text)), ("show", show), ("waits", waits)]))
    }
}

impl Which {
    pub fn key(self) -> &'static str {
        match self {
            Which::Go => "go",
            Which::NoGo => "no_go",
            Which::Past => "past",
            Which::Mine => "mine",
        }
    }

    pub fn of(key: &str) -> Option<Self> {
        [Which::Go, Which::NoGo, Which::Past, Which::Mine].into_iter().find(|show| show.key() == key)
    }
}

/// What stands under a key; the last one counts.
fn value<'a>(query: &'a str, key: &str) -> &'a str {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.rfind(|(known, _)| *known == key).map(|(_, value)| value).unwrap_or_default()
}

/// `?q=…&status=…`, without what is empty.
fn query(pairs: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(key);
        text.push('=');
        text.push_str(value);
    }
    text
}

impl StatusFilter {
    pub fn key(self) -> &'static str {
        match self {
            StatusFilter::Left => "left",
            StatusFilter::ForMe => "for-me",
            StatusFilter::Due => "due",
            StatusFilter::Is(status) => text::status_key(status),
        }
    }

    pub fn of(key: &str) -> Option<Self> {
        match key {
            "left" => Some(StatusFilter::Left),
            "for-me" => Some(StatusFilter::ForMe),
            "due" => Some(StatusFilter::Due),
            _ => text::status_of(key).map(StatusFilter::Is),
        }
    }
}

impl OwnerFilter {
    pub fn key(self) -> String {
        match self {
            OwnerFilter::Me => "me".into(),
            OwnerFilter::Nobody => "nobody".into(),
            OwnerFilter::Is(member) => member.to_string(),
        }
    }

    pub fn of(key: &str) -> Option<Self> {
        match key {
            "me" => Some(OwnerFilter::Me),
            "nobody" => Some(OwnerFilter::Nobody),
            member => member.parse().ok().map(OwnerFilter::Is),
        }
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986, 2.3).
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// What cannot be decoded stays as it is written.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = (first == b'%').then(|| after.get(..2)).flatten().and_then(|hex| str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if first == b'+' { b' ' } else { first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_reads_back_as_it_is_written() {
        let addresses = [
            "/",
            "/?q=crm%20sync&show=mine",
            "/?show=no_go",
            "/?show=past",
            "/?show=no_go&waits=0192f0c4-0000-7000-8000-000000000000",
            "/launches/new",
            "/connections/new",
            "/people",
            "/templates",
            "/templates/intercom-production/edit",
            "/waivers",
            "/verify",
            "/setup",
            "/invite",
            "/sign-in",
            "/recover",
            "/account",
            "/launches/LCH-1",
            "/launches/LCH-1?q=rate%20limit%20%26%20%C3%BC&status=left&owner=me",
            "/launches/LCH-1/items/webhooks.signature",
            "/launches/LCH-1/items/webhooks.signature?status=in_progress&owner=nobody",
            "/launches/LCH-42?owner=0192f0c4-0000-7000-8000-000000000000",
            "/launches/LCH-42?status=due",
            "/launches/LCH-42/preflight",
            "/launches/LCH-42/drills",
            "/launches/LCH-42/watch",
            "/launches/LCH-42/rollback",
            "/launches/LCH-42/rollback/rollback",
            "/launches/LCH-42/sign-off",
            "/launches/LCH-42/details",
        ];
        for address in addresses {
            let route = Route::parse(address);
            assert_ne!(route, Route::NotFound, "{address}");
            assert_eq!(route.to_string(), address);
        }
    }

    #[test]
    fn what_is_no_address_is_not_found() {
        let addresses = [
            "/launches/LCH-0",
            "/launches/LCH-1/items/",
            "/launches/LCH-1/items/UPPER",
            "/templates/UPPER/edit",
            "/templates/small",
            "/x",
            "/launches/LCH-1/preflight/x",
        ];
        for address in addresses {
            assert_eq!(Route::parse(address), Route::NotFound, "{address}");
        }
    }

    #[test]
    fn a_spoilt_filter_filters_nothing() {
        for query in ["?status=ready", "?owner=ann", "?q", "?&&", "?x=1"] {
            let Route::Launch(_, Place::Checklist { filter, .. }) = Route::parse(&format!("/launches/LCH-1{query}")) else {
                panic!("{query} is a checklist");
            };
            assert!(filter.is_empty(), "{query}: {filter:?}");
        }
        assert_eq!(Route::parse("/launches?show=all&q=&waits=ann"), Route::launches());
        assert_eq!(decode("100%25%zz%4+x"), "100%%zz%4 x");
    }
}
