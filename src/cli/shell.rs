//! `okrlint completions` and `okrlint man`: what a package installs beside the program.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::output::Output;
use super::{Cli, Status};
use crate::trouble::{Trouble, did_you_mean};

/// Write shell completions to standard output.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "okrlint", &mut script);
        let _ = output.write(&script);
        Status::Clean
    }
}

/// Write a manual page (roff) to standard output.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// A command; the page of okrlint itself when none is named.
    command: Option<String>,
}

impl Man {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let mut program = Cli::command();
        program.build();
        let command = match &self.command {
            None => Some(&program),
            Some(name) => program.find_subcommand(name),
        };
        let Some(command) = command else {
            let name = self.command.unwrap_or_default();
            let help = match did_you_mean(&name, program.get_subcommands().map(clap::Command::get_name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`okrlint --help` lists the commands".to_owned(),
            };
            output.troubles([&Trouble::new(format!("there is no command `{name}`"), help)]);
            return Status::Failed;
        };
        let mut page = Vec::new();
        match clap_mangen::Man::new(command.clone()).render(&mut page) {
            Ok(()) => {
                let _ = output.write(&page);
                Status::Clean
            }
            Err(error) => {
                output.troubles([&Trouble::new(
                    format!("the manual page cannot be made: {error}"),
                    "report this fault of okrlint",
                )]);
                Status::Failed
            }
        }
    }
}
