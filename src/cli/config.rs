//! `okrlint config`: which settings hold, and what set them.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::configs::ConfigChoice;
use super::output::Output;
use super::rule_choice::RuleChoice;
use super::{Format, Status};
use crate::config::{Config, Effective, Setting};
use crate::discover::shown;
use crate::report::paint::{FAINT, Paint, STRONG};
use crate::trouble::Trouble;

/// Comments stand in this column where the values leave room.
const COLUMN: usize = 48;

/// Show which settings hold, each with the file and line that set it.
#[derive(Debug, Args)]
pub(super) struct ShowConfig {
    /// The document for which they hold; without one, those of the folder you are in.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    #[command(flatten)]
    choice: ConfigChoice,
    /// How to write them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Serialize)]
struct Report<'a> {
    version: u8,
    path: Option<&'a str>,
    excluded: bool,
    settings: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    key: String,
    value: &'a serde_json::Value,
    origins: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
}

impl ShowConfig {
    pub(super) fn run(self, output: &mut Output) -> Status {
        match self.found() {
            Ok((path, excluded, effective)) => {
                match self.format {
                    Format::Json => json(output, path.as_deref(), excluded, &effective),
                    Format::Text => {
                        let mut sheet = output.pen.sheet();
                        text(&mut sheet, path.as_deref(), excluded, &effective);
                        output.sheet(sheet);
                    }
                }
                Status::Clean
            }
            Err(troubles) => {
                output.troubles(&troubles);
                Status::Failed
            }
        }
    }

    /// The document, whether it is left out, and what holds for it.
    fn found(&self) -> Result<(Option<String>, bool, Effective), Vec<Trouble>> {
        // A folder is asked for as any document in it would be.
        let place = self.path.clone().unwrap_or_default();
        let is_document = self.path.is_some() && !place.is_dir();
        let file = if is_document { place } else { place.join("*") };
        let path = is_document.then(|| shown(&file));
        let mut configs = self.choice.start();
        let excluded = is_document && configs.exclude(&file);
        let index = configs.of(&file, path.as_deref().unwrap_or_default());
        let troubles = configs.troubles();
        if !troubles.is_empty() {
            return Err(troubles);
        }
        let config: Config = configs.finish().swap_remove(index);
        let engine = RuleChoice::default().engine(&config)?;
        Ok((path, excluded, config.effective(&engine)))
    }
}

fn json(output: &mut Output, path: Option<&str>, excluded: bool, effective: &Effective) {
    let values = effective.settings.iter().map(|setting| Value {
        key: [setting.table, if setting.table.is_empty() { "" } else { "." }, &setting.key].concat(),
        value: &setting.value,
        origins: setting.origins.iter().map(|origin| Place { path: &origin.path, line: origin.line }).collect(),
    });
    let report = Report { version: 1, path, excluded, settings: values.collect() };
    let mut bytes = serde_json::to_vec_pretty(&report).unwrap_or_default();
    bytes.push(b'\n');
    let _ = output.write(&bytes);
}

/// In the notation of the file, with what set each value as a comment.
fn text(sheet: &mut Paint, path: Option<&str>, excluded: bool, effective: &Effective) {
    if let Some(path) = path {
        let left_out = if excluded { ", which `exclude` leaves out" } else { "" };
        sheet.styled(FAINT, &format!("# for {path}{left_out}\n"));
    }
    let mut table = "";
    for setting in &effective.settings {
        if setting.table != table {
            table = setting.table;
            sheet.styled(STRONG, &format!("\n[{table}]\n"));
        }
        let line = format!("{} = {}", setting.key, toml_of(&setting.value));
        let gap = COLUMN.saturating_sub(line.chars().count()).max(2);
        sheet.text(&line);
        sheet.styled(FAINT, &format!("{:gap$}# {}\n", "", told(setting)));
    }
    for (name, origins) in &effective.entries {
        for origin in origins {
            sheet.styled(FAINT, &format!("\n# [[{name}]]  {}:{}", origin.path, origin.line));
        }
        sheet.text("\n");
    }
}

/// Where a value is set; the elements of a list may come from several places.
fn told(setting: &Setting) -> String {
    let mut places: Vec<String> = setting.origins.iter().map(|origin| format!("{}:{}", origin.path, origin.line)).collect();
    places.dedup();
    if places.is_empty() { "default".to_owned() } else { places.join(", ") }
}

/// A value in the notation of TOML, which for texts, whole numbers, switches and lists is that of JSON.
fn toml_of(value: &serde_json::Value) -> String {
    value.to_string()
}
