//! A seat where the browser has no locks: who wants one asks who has one, or comes first for one, and counts. A tab that sleeps may be passed over; that
//! costs a connection, of which two are to spare.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;

use super::{Listening, SEATS};

const CLAIMS: &str = "claims";

/// How long the others have to answer, in milliseconds.
const COUNT_MS: u32 = 150;
/// How much longer, where some have answered: one that draws a long launch is slow to.
const SLOW_MS: u32 = 1_000;
/// When they are asked again, in milliseconds: a tab that is closed says nothing.
const AGAIN_MS: u32 = 5_000;

/// One is free.
const FREE: &str = ".";

pub struct Claim {
    others: Listening,
    count: RefCell<Count>,
    come: Cell<Option<Box<dyn FnOnce()>>>,
    timer: RefCell<Option<Timeout>>,
}

impl Claim {
    pub fn make(come: Box<dyn FnOnce()>) -> Rc<Self> {
        let name = ((js_sys::Math::random() * 1e15) as u64).to_string();
        let claim = Rc::new_cyclic(|claim: &Weak<Self>| {
            let claim = claim.clone();
            let hear = move |told: String| claim.upgrade().iter().for_each(|claim| claim.hear(&told));
            Self {
                others: Listening::to(CLAIMS, hear),
                count: RefCell::new(Count { name, before: None }),
                come: Cell::new(Some(come)),
                timer: RefCell::default(),
            }
        });
        claim.ask();
        claim
    }

    fn ask(self: &Rc<Self>) {
        let asked = self.count.borrow_mut().ask();
        self.others.tell(&asked);
        self.later(COUNT_MS, Self::judge);
    }

    fn judge(self: &Rc<Self>) {
        if self.count.borrow().is_sure() { self.take() } else { self.later(SLOW_MS, Self::take) }
    }

    fn take(self: &Rc<Self>) {
        if !self.count.borrow_mut().takes() {
            return self.later(AGAIN_MS, Self::ask);
        }
        self.come.take().into_iter().for_each(|come| come());
    }

    fn hear(self: &Rc<Self>, told: &str) {
        if told == FREE {
            if !self.count.borrow().has() {
                self.ask();
            }
            return;
        }
        let answer = self.count.borrow_mut().hear(told);
        answer.iter().for_each(|answer| self.others.tell(answer));
    }

    fn later(self: &Rc<Self>, wait_ms: u32, act: fn(&Rc<Self>)) {
        let claim = Rc::downgrade(self);
        self.timer.replace(Some(Timeout::new(wait_ms, move || claim.upgrade().iter().for_each(act))));
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self.count.borrow().has() {
            self.others.tell(FREE);
        }
    }
}

/// What a tab knows of those that want a seat or have one.
struct Count {
    name: String,
    /// Who has one, or comes before this tab. `None`: this tab has one.
    before: Option<Vec<String>>,
}

impl Count {
    /// Begins anew. Gives back what to ask the others.
    fn ask(&mut self) -> String {
        self.before = Some(Vec::new());
        format!("?{}", self.name)
    }

    /// Whether there is a seat left, which is this tab's from then on.
    fn takes(&mut self) -> bool {
        if self.before.as_ref().is_some_and(|before| before.len() < SEATS) {
            self.before = None;
        }
        self.has()
    }

    /// Whether another answer would change nothing, or hardly comes: nobody else is there, or all seats are taken.
    fn is_sure(&self) -> bool {
        self.before.as_ref().is_none_or(|before| before.is_empty() || SEATS <= before.len())
    }

    fn has(&self) -> bool {
        self.before.is_none()
    }

    /// A question, or an answer to one: who asked, and who has a seat or comes before them. Gives back an answer.
    fn hear(&mut self, told: &str) -> Option<String> {
        let (letter, rest) = told.split_at_checked(1)?;
        let known = match (letter, rest.split_once(' ')) {
            ("?", _) if self.has() || self.name.as_str() < rest => return Some(format!("!{rest} {}", self.name)),
            ("?", _) => rest,
            ("!", Some((asked, known))) if asked == self.name => known,
            _ => return None,
        };
        if let Some(before) = &mut self.before
            && !before.iter().any(|other| other == known)
        {
            before.push(known.to_owned());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What one says, the others hear, and so what they answer.
    fn tell(tabs: &mut [Count], by: usize, told: &str) {
        let mut said = vec![(by, told.to_owned())];
        while let Some((by, told)) = said.pop() {
            for (n, tab) in tabs.iter_mut().enumerate().filter(|(n, _)| *n != by) {
                said.extend(tab.hear(&told).map(|answer| (n, answer)));
            }
        }
    }

    fn tabs(names: &[&str]) -> Vec<Count> {
        names.iter().map(|name| Count { name: (*name).to_owned(), before: Some(Vec::new()) }).collect()
    }

    fn seated(tabs: &mut [Count]) -> usize {
        tabs.iter_mut().map(|tab| usize::from(tab.takes())).sum()
    }

    #[test]
    fn of_many_that_come_at_once_so_many_have_a_seat() {
        let mut six = tabs(&["5", "1", "6", "2", "4", "3"]);
        let asked: Vec<String> = six.iter_mut().map(Count::ask).collect();
        for (by, told) in asked.iter().enumerate() {
            tell(&mut six, by, told);
        }
        assert_eq!(seated(&mut six), SEATS);
    }

    #[test]
    fn who_comes_later_has_a_seat_once_one_is_free() {
        let mut all = Vec::new();
        for (n, name) in ["5", "7", "6", "8", "1"].into_iter().enumerate() {
            all.extend(tabs(&[name]));
            let told = all[n].ask();
            tell(&mut all, n, &told);
            assert_eq!(all[n].takes(), n < SEATS, "{n}");
        }
        all.remove(0);
        let told = all[3].ask();
        tell(&mut all, 3, &told);
        assert!(all[3].takes());
    }

    #[test]
    fn where_some_have_answered_the_others_have_longer() {
        let mut all = tabs(&["1", "2", "3", "4", "5", "6"]);
        assert!(all[5].is_sure(), "it is alone");
        for by in 0..5 {
            let told = format!("!6 {}", all[by].name);
            tell(&mut all, by, &told);
            assert_eq!(all[5].is_sure(), SEATS <= by + 1, "{by}");
        }
    }

    #[test]
    fn nobody_is_counted_twice() {
        let mut two = tabs(&["1", "2"]);
        for by in [1, 0, 0, 1] {
            let told = format!("?{}", two[by].name);
            tell(&mut two, by, &told);
        }
        assert_eq!(two[1].before.as_deref(), Some(&["1".to_owned()][..]));
        assert_eq!(two[0].before.as_deref(), Some(&[][..]), "the other one comes later");
    }
}
