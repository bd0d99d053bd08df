//! A report's files on their way into a ticket, for the systems that take files.

use holdpoint_domain::launch::DeliveryTrouble;
use holdpoint_domain::sentence::{Said, Sentence, counted};

use super::{TicketFile, TicketSystem, did};

/// What became of the files.
#[derive(Default)]
pub(super) struct Kept {
    attached: usize,
    /// From an earlier attempt.
    there: usize,
    /// By name, and for whom it is too large.
    left_out: Vec<(String, TooLarge)>,
}

#[derive(Clone, Copy)]
enum TooLarge {
    ForUs,
    ForThem,
}

impl Kept {
    /// Attaches a file unless it is there. One that is too large stays out, which is told; everything else stops the delivery.
    ///
    /// * `attach`: is begun only where the file is to be sent.
    pub(super) async fn bring(
        &mut self,
        (system, file): (&TicketSystem, &TicketFile),
        there: bool,
        attach: impl Future<Output = Result<(), DeliveryTrouble>>,
    ) -> Result<(), DeliveryTrouble> {
        if there {
            self.there += 1;
            return Ok(());
        }
        if !system.takes(file) {
            self.left_out.push((file.name.clone(), TooLarge::ForUs));
            return Ok(());
        }
        match attach.await {
            Ok(()) => self.attached += 1,
            Err(DeliveryTrouble::Status { status: 413, .. }) => self.left_out.push((file.name.clone(), TooLarge::ForThem)),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// For the ticket.
    pub(super) fn lines(&self) -> Vec<String> {
        let line = |(file, large): &(String, TooLarge)| {
            let why = match large {
                TooLarge::ForUs => "larger than this server sends",
                TooLarge::ForThem => "too large for this system (413)",
            };
            format!("Not attached: {file}: {why}. It is to be had from the launch's page.")
        };
        self.left_out.iter().map(line).collect()
    }

    /// For the history.
    pub(super) fn told(self, wrote: Sentence) -> Vec<Sentence> {
        let mut done = vec![wrote];
        let files = |count: usize| Said::counted(count, counted(count, "file", "files"));
        done.extend((0 < self.attached).then(|| did::attached(files(self.attached))));
        done.extend((0 < self.there).then(|| did::attached_before(files(self.there))));
        done.extend(self.left_out.into_iter().map(|(file, large)| match large {
            TooLarge::ForUs => did::left_out(file),
            TooLarge::ForThem => did::left_out_there(file),
        }));
        done
    }
}
