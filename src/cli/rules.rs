//! `okrlint rules`: the catalogue, and what there is to do for rules of one's own.

mod new;
mod test;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::configs::ConfigChoice;
use super::output::Output;
use super::{Format, Status};
use crate::catalogue::{Catalogue, Flag, Level, Rule};
use crate::report::paint::{FAINT, Paint, STRONG};
use crate::{condition, facts};

/// List all rules by red flag, your own among them.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Rules {
    #[command(subcommand)]
    task: Option<Task>,
    #[command(flatten)]
    choice: ConfigChoice,
    /// How to write the catalogue.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run the examples of your own rules.
    Test(test::Test),
    /// Write a rule file to start from.
    New(new::New),
}

#[derive(Serialize)]
struct Listing {
    version: u8,
    rules: Vec<&'static Rule>,
    /// What conditions and messages can name.
    names: Vec<facts::Named>,
    /// What conditions can call.
    functions: &'static [condition::Function],
}

impl Rules {
    pub(super) fn run(self, output: &mut Output) -> Status {
        match self.task {
            Some(Task::Test(test)) => return test.run(output),
            Some(Task::New(new)) => return new.run(output),
            None => {}
        }
        let catalogue = match self.choice.here() {
            Ok(config) => config.catalogue,
            Err(trouble) => {
                output.troubles([&trouble]);
                return Status::Failed;
            }
        };
        match self.format {
            Format::Json => {
                let rules = catalogue.rules().collect();
                let listing = Listing { version: 1, rules, names: facts::reference(), functions: condition::reference() };
                let mut json = serde_json::to_vec_pretty(&listing).unwrap_or_default();
                json.push(b'\n');
                let _ = output.write(&json);
            }
            Format::Text => all(&catalogue, output),
        }
        Status::Clean
    }
}

/// Lists all rules.
pub(super) fn all(catalogue: &Catalogue, output: &mut Output) {
    let mut sheet = output.pen.sheet();
    for flag in Flag::ALL {
        by_flag(&mut sheet, catalogue, flag);
    }
    sheet.styled(FAINT, "\n`okrlint explain RULE` tells more of a rule.\n");
    output.sheet(sheet);
}

/// Lists the rules of a red flag; nothing where it has none.
pub(super) fn by_flag(sheet: &mut Paint, catalogue: &Catalogue, flag: Flag) {
    let rules: Vec<&Rule> = catalogue.rules().filter(|rule| rule.flag == flag).collect();
    if rules.is_empty() {
        return;
    }
    if !sheet.is_empty() {
        sheet.text("\n");
    }
    sheet.styled(STRONG, flag.name());
    sheet.styled(FAINT, &format!(": {}", flag.title()));
    sheet.text("\n");
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        sheet.text(&format!("  {:width$}  {:7}  {}\n", rule.name, level(rule.level), rule.summary));
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Info => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
