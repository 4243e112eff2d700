//! What any program of this kind pays to start: clap's derived arguments with one subcommand, and one line printed.

use clap::{Parser, Subcommand};

/// A greeting
#[derive(Parser)]
#[command(version)]
struct Hello {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say when something is due
    Due {
        /// How long
        amount: String,
        /// From when
        #[arg(long)]
        from: String,
    },
}

#[allow(clippy::print_stdout, reason = "a measuring stick, not the program")]
fn main() {
    let Command::Due { amount, from } = Hello::parse().command;
    println!("Hello, {amount} from {from}");
}
