//! A launch of Ann's, for the tests of what its readers share.

use holdpoint_domain::id::{LaunchId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::{Context, Launch, NewLaunch, Recorded};
use uuid::Uuid;

use crate::templates::Templates;

pub const ANN: MemberId = MemberId(Uuid::from_u128(1));

pub fn launch() -> Launch {
    let known = Templates::built_in().unwrap().get(&"service-launch".to_owned().try_into().unwrap()).unwrap();
    let wish = NewLaunch::new("One", known.template.name.clone());
    let at = Timestamp::UNIX_EPOCH;
    let context = Context { actor: ANN, actor_name: "Ann".into(), owner: true, now: at, based_on: Seq(0) };
    let events = Launch::create(&wish, (known.template, known.reference), &context).unwrap();
    let recorded = (1..).zip(events).map(|(seq, event)| Recorded { launch: LaunchId(1), seq: Seq(seq), by: ANN, at, command: None, event });
    Launch::fold(&recorded.collect::<Vec<_>>()).unwrap()
}
