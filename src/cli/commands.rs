//! What a choice of commands is made of: each command's name, what it takes, and who does it, said once.

/// An enum of commands that clap reads, with `alone`, the description of the one command that some words name, and `run`.
/// A command that has commands of its own gives their `alone` after `in`.
macro_rules! commands {
    (enum $name:ident { $($command:ident($args:ty) $word:literal $(in $alone:path)? => $run:path,)+ }) => {
        #[derive(Debug, clap::Subcommand)]
        enum $name {
            $(#[command(name = $word)] $command($args),)+
        }

        impl $name {
            /// The description of the one command that these words name, without those beside it.
            fn alone(words: &[std::ffi::OsString]) -> Option<clap::Command> {
                let (name, rest) = words.split_first()?;
                match name.to_str()? {
                    $($word => commands!(@described clap::Command::new($word), $args, rest $(, $alone)?),)+
                    _ => None,
                }
            }

            fn run(&self, context: &$crate::cli::context::Context) -> anyhow::Result<$crate::exit::Exit> {
                match self {
                    $(Self::$command(args) => $run(args, context),)+
                }
            }
        }
    };
    (@described $command:expr, $args:ty, $rest:ident, $alone:path) => {
        $alone($rest).map(|below| $command.subcommand(below))
    };
    (@described $command:expr, $args:ty, $rest:ident) => {{
        let _ = $rest;
        Some(<$args as clap::Args>::augment_args($command))
    }};
}

pub(super) use commands;
