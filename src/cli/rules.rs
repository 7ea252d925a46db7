//! `okrlint rules`: the catalogue.

use clap::Args;
use serde::Serialize;

use super::output::Output;
use super::{Format, Status};
use crate::catalogue::{self, Flag, Level, Rule};
use crate::report::paint::{FAINT, Paint, STRONG};

/// List all rules by red flag.
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// How to write the catalogue.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Serialize)]
struct Catalogue {
    version: u8,
    rules: Vec<&'static Rule>,
}

impl Rules {
    /// The command with a format.
    pub(super) fn listing(format: Format) -> Self {
        Self { format }
    }

    pub(super) fn run(self, output: &mut Output) -> Status {
        match self.format {
            Format::Json => {
                let catalogue = Catalogue { version: 1, rules: catalogue::rules().collect() };
                let mut json = serde_json::to_vec_pretty(&catalogue).unwrap_or_default();
                json.push(b'\n');
                let _ = output.write(&json);
            }
            Format::Text => {
                let mut sheet = output.pen.sheet();
                for flag in Flag::ALL {
                    by_flag(&mut sheet, flag);
                }
                sheet.styled(FAINT, "\n`okrlint explain RULE` tells more of a rule.\n");
                output.sheet(sheet);
            }
        }
        Status::Clean
    }
}

/// Lists the rules of a red flag; nothing where it has none.
pub(super) fn by_flag(sheet: &mut Paint, flag: Flag) {
    let rules: Vec<&Rule> = catalogue::rules().filter(|rule| rule.flag == flag).collect();
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
