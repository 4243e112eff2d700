//! From the words of the command line to what they ask for.

use super::{Command, Global, Root};
use clap::parser::ValueSource;
use clap::{CommandFactory, Error, FromArgMatches, Subcommand};
use std::ffi::OsString;

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) global: Global,
    pub(super) command: Command,
}

/// The description of every command.
pub(super) fn whole() -> clap::Command {
    Command::augment_subcommands(Root::command()).subcommand_required(true).arg_required_else_help(true)
}

/// Reads the words, the program's own name first.
///
/// To describe every command to clap is half of what a short command does, so that only the one which is named is
/// described where the first word names it. The commands beside it matter to nothing but help and errors: for those
/// the words are read again, with every command described.
///
/// # Errors
/// When they make no command, and when they ask for help or the version.
pub(super) fn parse(words: &[OsString]) -> Result<Arguments, Error> {
    short(words).and_then(|command| read(command, words).ok()).map_or_else(|| read(whole(), words), Ok)
}

/// The description of the command that the words name, or of every command where they name none.
pub(super) fn described(words: &[OsString]) -> clap::Command {
    short(words).unwrap_or_else(whole)
}

/// The description of only the command that the first word names, or the first two. After an option it is not certain
/// which word that is.
fn short(words: &[OsString]) -> Option<clap::Command> {
    Command::alone(words.get(1..)?).map(|command| Root::command().subcommand(command))
}

fn read(mut command: clap::Command, words: &[OsString]) -> Result<Arguments, Error> {
    let matches = command.try_get_matches_from_mut(words);
    let read = matches.and_then(|mut matches| {
        let protocol_is_typed = is_typed(&matches, "protocol");
        let arguments = Global::from_arg_matches_mut(&mut matches).and_then(|mut global| {
            global.protocol_is_typed = protocol_is_typed;
            Command::from_arg_matches_mut(&mut matches).map(|command| Arguments { global, command })
        });
        arguments.map_err(|error| error.format(&mut command))
    });
    // Taking a description apart again would be a sixth of a short command's time.
    std::mem::forget(command);
    read
}

/// Returns true when an option stands on the command line, and not only in the environment.
fn is_typed(matches: &clap::ArgMatches, option: &str) -> bool {
    let mut matches = matches;
    loop {
        if matches.value_source(option) == Some(ValueSource::CommandLine) {
            return true;
        }
        let Some((_, below)) = matches.subcommand() else { return false };
        matches = below;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{OsString, Root, parse, read, short, whole};
    use crate::cli::Command;
    use clap::CommandFactory;

    fn words(line: &str) -> Vec<OsString> {
        std::iter::once("yjs").chain(line.split_whitespace()).map(OsString::from).collect()
    }

    /// The names that lead to each command that has none below it.
    fn leaves(command: &clap::Command, path: &str) -> Vec<String> {
        if !command.has_subcommands() {
            return vec![path.to_owned()];
        }
        let below = command.get_subcommands().map(|below| (below, format!("{path} {}", below.get_name())));
        below.flat_map(|(below, path)| leaves(below, path.trim_start())).collect()
    }

    /// All that is said of a command and its options.
    fn help(mut tree: clap::Command, path: &str) -> String {
        tree.build();
        let leaf = path.split(' ').fold(&mut tree, |command, name| command.find_subcommand_mut(name).unwrap());
        leaf.render_long_help().to_string()
    }

    #[test]
    fn each_command_can_be_described_alone_and_is_the_same() {
        let leaves = leaves(&whole(), "");
        assert!(leaves.len() > 30, "{leaves:?}");
        for path in &leaves {
            let alone = short(&words(path)).unwrap_or_else(|| panic!("{path} has no description of its own"));
            assert_eq!(help(alone, path), help(whole(), path), "{path}");
            assert!(Command::alone(&words(path)).is_none(), "the program's own name names no command");
        }
    }

    #[test]
    fn what_is_read_the_short_way_is_read_so_with_every_command_described() {
        let lines = [
            "due 48h",
            "due 48h --from -3d --format json -q",
            "due --now 2026-06-10 10wd --from=today --exit-code",
            "due --from -V 1d",
            "due --from --version 1d",
            "due -- 48h",
            "due 48h --store case",
            "deadlines",
            "deadlines -p camden --sample -v",
            "deadlines --color never --no-input --format plain",
            "case list",
            "case list --store /tmp/nowhere",
            "case show YJ-0042",
            "case close YJ-0042 --at -3d",
            "case log YJ-0042 went_missing --at 07:40",
            "case undo YJ-0042",
            "missing list",
            "missing located YJ-0042 --at 07:40 --well",
            "missing check --protocol tower_hamlets --since 2026-06-01T18:00 --high-risk",
            "store path",
            "store verify -q",
            "protocol list",
            "protocol show camden -pcamden",
            "find child plan --protocol camden",
            "explain camden-1",
            "triage YJ-0042",
            "check YJ-0042 --exit-code",
            "completions bash",
        ];
        for line in lines {
            let line = words(line);
            let alone = read(short(&line).unwrap(), &line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
            assert_eq!(format!("{alone:?}"), format!("{:?}", read(whole(), &line).unwrap()));
        }
    }

    #[test]
    fn after_an_option_every_command_is_described() {
        for line in ["--store due case list", "-q due 48h", "case --sample list", "-- due 48h", "--sample due", ""] {
            assert!(short(&words(line)).is_none(), "{line}");
        }
        assert!(matches!(parse(&words("--store due case list")).unwrap().command, Command::Case(_)));
    }

    #[test]
    fn an_error_knows_every_command() {
        let lines = [
            "",
            "--help",
            "-V",
            "due",
            "due --help",
            "due -h",
            "due -V",
            "due 1d --form x",
            "due 1d -q -v",
            "due 1d --format xml",
            "duee 1d",
            "case",
            "case --help",
            "case lst",
            "case list --bogus",
            "case help list",
            "case list help",
            "store verfy",
            "protocol",
            "missing check --since",
            "--sample",
        ];
        for line in lines {
            let error = |tree| read(tree, &words(line)).unwrap_err();
            let said = parse(&words(line)).unwrap_err();
            assert_eq!(said.render().ansi().to_string(), error(whole()).render().ansi().to_string(), "{line}");
            // Nor does the short way ever read what the whole way refuses.
            assert!(short(&words(line)).is_none_or(|alone| read(alone, &words(line)).is_err()), "{line}");
        }
        assert!(Root::command().get_subcommands().next().is_none());
    }
}
