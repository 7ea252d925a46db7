//! `okrlint rules test`: runs the examples of a team's own rules.

use std::path::PathBuf;

use clap::Args;

use super::super::Status;
use super::super::configs::ConfigChoice;
use super::super::output::Output;
use crate::catalogue::rule_file::place;
use crate::catalogue::{Catalogue, Example, Rule, own};
use crate::config::own_rules::{self, OwnRules};
use crate::examples;
use crate::read::Problem;
use crate::report::text::counted;
use crate::source::{Source, Span};
use crate::trouble::{Blame, Trouble};

/// Run the examples of your own rules: a bad one must be underlined as it says, a good one must stay silent.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Rule files; those that okrlint.toml names when there are none.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    choice: ConfigChoice,
}

impl Test {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let own = match self.rules() {
            Ok(own) => own,
            Err(trouble) => {
                output.troubles([&trouble]);
                return Status::Failed;
            }
        };
        let mut sheet = output.pen.sheet();
        let (mut run, mut failed) = (0, 0);
        for (rule, source) in &own.files {
            let problems = failures(&own.catalogue, rule, source);
            run += rule.examples.len();
            failed += problems.len();
            if !problems.is_empty() {
                output.pen.blame(&mut sheet, &Blame { source: Source::new(&*source.path, &*source.text), problems });
            }
        }
        let rules = counted(own.files.len(), "rule");
        let line = match failed {
            0 => format!("{} of {rules}: all as they should be\n", counted(run, "example")),
            _ => format!("{} of {rules}: {failed} not as they should be\n", counted(run, "example")),
        };
        sheet.text(&line);
        output.sheet(sheet);
        if failed > 0 { Status::Findings } else { Status::Clean }
    }

    /// The rules to test, in a catalogue with all that may be named in them.
    fn rules(&self) -> Result<OwnRules, Trouble> {
        // A configuration with mistakes in its rule files must not keep one of them from being tested.
        let configured = self.choice.here().map(|config| config.rule_files);
        let mut files = match (configured, self.files.is_empty()) {
            (Ok(files), _) => files,
            (Err(trouble), true) => return Err(trouble),
            (Err(_), false) => Vec::new(),
        };
        let real = |file: &PathBuf| file.canonicalize().unwrap_or_else(|_| file.clone());
        let wanted: Vec<PathBuf> = if self.files.is_empty() { files.clone() } else { self.files.clone() };
        if wanted.is_empty() {
            let help = "name rule files, or write rules = [\"okr-rules/*.toml\"] in okrlint.toml; `okrlint rules new` writes a first one";
            return Err(Trouble::new("there are no rule files to test", help));
        }
        files.retain(|file| !wanted.iter().any(|wanted| real(wanted) == real(file)));
        let chosen = wanted.len();
        let mut all = wanted;
        all.extend(files);
        let mut own = own_rules::read(&all).map_err(|blame| Trouble {
            blame,
            ..Trouble::new("a rule file has mistakes, so no example was run", "mend them first")
        })?;
        own.files.truncate(chosen);
        Ok(own)
    }
}

/// The examples of a rule that do not hold, each at its place in the rule's file.
fn failures(catalogue: &Catalogue, rule: &'static Rule, source: &Source) -> Vec<Problem> {
    let bad = rule.examples.iter().filter(|example| !example.is_good()).enumerate().map(|(nth, bad)| ("bad", nth, bad));
    let good = rule.examples.iter().filter(|example| example.is_good()).enumerate().map(|(nth, good)| ("good", nth, good));
    bad.chain(good).filter_map(|(kind, nth, example)| failure(catalogue, rule, source, (kind, nth), example)).collect()
}

fn failure(
    catalogue: &Catalogue,
    rule: &'static Rule,
    source: &Source,
    (kind, nth): (&'static str, usize),
    example: &Example,
) -> Option<Problem> {
    let found = examples::findings(catalogue, rule, example).unwrap_or_default();
    let underlined: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
    let answered = found.iter().all(|(_, diagnostic)| std::ptr::eq(diagnostic.rule, rule));
    let at = |key| place(&source.text, &[kind, key], nth);
    if underlined == example.underline && answered {
        return unmended(catalogue, rule, example, at("fixed").map(Span::from));
    }
    let in_document = || Some(own::inside(source, at("document")?, found.first()?.1.span.range()));
    let span = if kind == "bad" { at("underline").map(Span::from) } else { in_document() };
    let said = found.iter().map(|(_, diagnostic)| format!("It says: {}.", diagnostic.message.trim_end_matches('.')));
    Some(Problem {
        rule: "config",
        span: span.unwrap_or_default(),
        message: match kind {
            "bad" => format!("`{}` does not underline what its bad example says", rule.name),
            _ => format!("`{}` finds something in a good example", rule.name),
        },
        label: match underlined.is_empty() {
            true => "it finds nothing here".to_owned(),
            false => format!("it underlines {}", quoted(&underlined)),
        },
        help: match underlined.is_empty() {
            true => "`okrlint parse` shows what okrlint reads in the document.".to_owned(),
            false => said.collect::<Vec<_>>().join(" "),
        },
    })
}

/// What okrlint makes of an example, where that is not what the file says.
fn unmended(catalogue: &Catalogue, rule: &'static Rule, example: &Example, span: Option<Span>) -> Option<Problem> {
    let mended = examples::mended(catalogue, rule, example, example.document).ok()?;
    let expected = !example.fixed.is_empty() && mended.source.text != example.fixed;
    expected.then(|| Problem {
        rule: "config",
        span: span.unwrap_or_default(),
        message: format!("`{}` does not mend its example as the file says", rule.name),
        label: "this is expected".to_owned(),
        help: format!("`--fix --unsafe` leaves:\n{}", mended.source.text),
    })
}

fn quoted(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ")
}
