//! A report's files on their way into a ticket, for the systems that take files.

use holdpoint_domain::launch::DeliveryTrouble;

use super::{TicketFile, TicketSystem};

/// What became of the files.
#[derive(Default)]
pub(super) struct Kept {
    attached: usize,
    /// From an earlier attempt.
    there: usize,
    left_out: Vec<String>,
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
            self.left_out.push(format!("{}: larger than this server sends", file.name));
            return Ok(());
        }
        match attach.await {
            Ok(()) => self.attached += 1,
            Err(DeliveryTrouble::Status { status: 413, .. }) => {
                self.left_out.push(format!("{}: too large for this system (413)", file.name))
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// For the ticket.
    pub(super) fn lines(&self) -> Vec<String> {
        self.left_out.iter().map(|file| format!("Not attached: {file}. It is to be had from the launch's page.")).collect()
    }

    /// For the history.
    pub(super) fn words(self, wrote: &str) -> Vec<String> {
        let mut done = vec![wrote.to_owned()];
        let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        done.extend((0 < self.attached).then(|| format!("attached {}", files(self.attached))));
        done.extend((0 < self.there).then(|| format!("{} attached already", files(self.there))));
        done.extend(self.left_out.into_iter().map(|file| format!("left out {file}")));
        done
    }
}
