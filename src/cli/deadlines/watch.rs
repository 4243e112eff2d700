//! Shows the morning list again and again, for a screen that is left open.

use super::{DeadlinesArgs, once};
use crate::cli::context::Context;
use crate::exit::Exit;
use crate::interrupt;
use crate::problem::Problem;
use crate::render::{Format, output};
use std::io::IsTerminal;
use std::time::Duration;

/// How soon a Ctrl-C is seen.
const PATIENCE: Duration = Duration::from_millis(100);

/// Shows the list every so many seconds until Ctrl-C. The clock is read anew each time, and so are the cases.
pub(super) fn run(args: &DeadlinesArgs, seconds: u64, context: &Context) -> anyhow::Result<Exit> {
    if !std::io::stdout().is_terminal() {
        let problem = Problem::usage("there is no terminal to watch the list on").field("--watch");
        return Err(problem.hint("leave out --watch to print the list once").into());
    }
    interrupt::catch();
    let dumb = std::env::var("TERM").is_ok_and(|term| term.is_empty() || term == "dumb");
    let may_clear = !dumb && context.format() == Format::Table;
    loop {
        let fresh = Context::new(context.global.clone())?;
        fresh.without_pager();
        if may_clear {
            output::clear_screen()?;
        }
        // A fault in a case is told below the list and need not end the watch.
        once(args, &fresh)?;
        let every = if seconds == 1 { "second".to_owned() } else { format!("{seconds} seconds") };
        fresh.note(format!("Shown again every {every}. Press Ctrl-C to end."));
        let mut left = Duration::from_secs(seconds);
        while !left.is_zero() {
            if interrupt::asked() {
                return Ok(Exit::Answered);
            }
            let step = left.min(PATIENCE);
            std::thread::sleep(step);
            left -= step;
        }
    }
}
