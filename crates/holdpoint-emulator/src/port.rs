//! Ports for what is told its port before it listens, or listens again after it was stopped.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

/// Below the ports that a system gives to whoever connects somewhere or asks for any: one of those may be somebody else's by the time it is used.
const FIRST: u16 = 20_000;
const COUNT: u16 = 10_000;

/// A port of this machine that nobody listens at and that this process was not given before; programs that run side by side begin at different ones.
pub fn free_port() -> u16 {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let next = |_| {
        let place = std::process::id().wrapping_mul(37).wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed)) % u32::from(COUNT);
        FIRST + u16::try_from(place).unwrap_or_default()
    };
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    // Where all are taken the caller is told so by whoever tries to listen.
    (0..COUNT).map(next).find(is_free).unwrap_or(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_twice() {
        let (one, other) = (free_port(), free_port());
        assert!(one != other && (FIRST..FIRST + COUNT).contains(&one) && (FIRST..FIRST + COUNT).contains(&other), "{one}, {other}");
    }
}
