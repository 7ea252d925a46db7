//! `okrlint explain`: the page of a rule.

use clap::Args;

use super::Status;
use super::configs::ConfigChoice;
use super::output::Output;
use super::rules::{all, by_flag};
use crate::catalogue::{self, Catalogue, Example, Flag, Part, Rule};
use crate::report::paint::{FAINT, Paint, STRONG, wrapped};
use crate::trouble::Trouble;

/// Pages are laid out for this many columns.
const WIDTH: usize = 96;

/// Explain rules: what each finds, why that matters, how to fix it.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Rules or red flags; all rules by red flag when none is named.
    #[arg(value_name = "RULE|FLAG")]
    names: Vec<String>,
    #[command(flatten)]
    choice: ConfigChoice,
}

impl Explain {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let catalogue = match self.choice.here() {
            Ok(config) => config.catalogue,
            Err(trouble) => {
                output.troubles([&trouble]);
                return Status::Failed;
            }
        };
        if self.names.is_empty() {
            all(&catalogue, output);
            return Status::Clean;
        }
        let mut sheet = output.pen.sheet();
        let mut troubles = Vec::new();
        for name in &self.names {
            match (catalogue.find(name), Flag::find(name)) {
                (Some(rule), _) => page(&mut sheet, rule),
                (None, Some(flag)) => by_flag(&mut sheet, &catalogue, flag),
                (None, None) => troubles.push(unknown(&catalogue, name)),
            }
        }
        output.sheet(sheet);
        if !troubles.is_empty() {
            output.troubles(&troubles);
        }
        Status::Clean
    }
}

fn unknown(catalogue: &Catalogue, name: &str) -> Trouble {
    let help = match catalogue.suggest(name) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`okrlint rules` lists all rules by red flag".to_owned(),
    };
    Trouble::new(format!("no rule or flag is named `{name}`"), help)
}

fn page(sheet: &mut Paint, rule: &'static Rule) {
    if !sheet.is_empty() {
        sheet.text("\n");
    }
    sheet.styled(STRONG, rule.name);
    sheet.text("\n");
    for section in catalogue::explain(rule).sections {
        sheet.text("\n");
        sheet.styled(STRONG, section.heading);
        sheet.text("\n");
        for part in &section.parts {
            match part {
                Part::Paragraph(text) => indented(sheet, text, "  ", "  "),
                Part::Item(text) => indented(sheet, text, "  - ", "    "),
                Part::Document(example) => document(sheet, example),
            }
        }
    }
}

fn indented(sheet: &mut Paint, text: &str, first: &str, rest: &str) {
    for (index, line) in wrapped(text, WIDTH - rest.len()).into_iter().enumerate() {
        sheet.text(&format!("{}{line}\n", if index == 0 { first } else { rest }));
    }
}

/// An example document, with what would be underlined pointed at.
fn document(sheet: &mut Paint, example: &Example) {
    for line in example.document.trim_matches('\n').lines() {
        sheet.styled(FAINT, "  | ");
        sheet.text(line);
        sheet.text("\n");
        let marked = example.underline.iter().filter_map(|text| line.find(text).map(|at| (at, text)));
        for (at, text) in marked {
            let (before, width) = (line[..at].chars().count(), text.chars().count());
            sheet.styled(FAINT, "  | ");
            sheet.text(&format!("{:before$}{}\n", "", "^".repeat(width)));
        }
    }
}
