//! `okrlint schema`: the shapes of files that people write, for editors.

use clap::{Args, ValueEnum};

use super::Status;
use super::configs::ConfigChoice;
use super::output::Output;
use crate::config;

/// Write the JSON Schema of a kind of file, for editors.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The kind of file.
    #[arg(value_enum)]
    of: Kind,
    #[command(flatten)]
    choice: ConfigChoice,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// okrlint.toml.
    Config,
}

impl Schema {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let config = match self.choice.here() {
            Ok(config) => config,
            Err(trouble) => {
                output.troubles(&[trouble]);
                return Status::Failed;
            }
        };
        let schema = match self.of {
            Kind::Config => config::schema(&config.catalogue),
        };
        let mut bytes = serde_json::to_vec_pretty(&schema).unwrap_or_default();
        bytes.push(b'\n');
        let _ = output.write(&bytes);
        Status::Clean
    }
}
