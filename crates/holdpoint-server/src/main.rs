//! The binary `holdpoint`; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    holdpoint_server::cli::main()
}
