//! `okrlint check`: reads, checks and draws documents in parallel and writes what was found in order of path.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::Status;
use super::inputs::{self, Input, Inputs, Loaded, Plan};
use super::ordered::in_order;
use super::output::Output;
use super::reports::{self, Renderers, ReportFormat, Reports, ToFile};
use super::rule_choice::RuleChoice;
use crate::catalogue::{self, Rule};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Engine, Summary};
use crate::history::{Histories, Past};
use crate::report::Tally;
use crate::report::part::{Drawn, Folder, Part};
use crate::source::Source;
use crate::trouble::Trouble;
use crate::workspace::Outline;

/// So many findings across documents are drawn at a time: those of an organisation show more documents than one wants to hold.
const BATCH: usize = 64;

/// Report the red flags in OKR documents.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    inputs: Inputs,
    /// How to write what was found.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// Also write a report to a file, in any format of --format (repeatable): `--output sarif=okr.sarif`.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = reports::to_file)]
    output: Vec<ToFile>,
    #[command(flatten)]
    rules: RuleChoice,
    /// From which severity on findings make the exit status 1 [default: error].
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<FailOn>,
    /// The day for which documents are judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// Do not look at what git knows of how the documents changed.
    #[arg(long)]
    no_history: bool,
    /// Show only the findings that make the exit status 1, and no summary.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

/// Reads a day.
pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write the day as YYYY-MM-DD, for example 2026-07-01".to_owned())
}

/// A configuration made ready: its rules and the severity that fails a run.
struct Ready {
    engine: Engine,
    fail_on: Option<Severity>,
}

/// With what findings are drawn.
struct Desk {
    renderers: Renderers,
    folder: Folder,
}

/// What came of one document.
#[derive(Default)]
struct Checked {
    /// The findings as drawn, in each format.
    drawn: Vec<Drawn>,
    tally: Tally,
    /// Whether a finding fails the run.
    failing: bool,
    /// Index of the configuration and outline, for the rules across documents.
    outline: Option<(usize, Outline)>,
    trouble: Option<Trouble>,
}

impl Check {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let plan = self.inputs.plan();
        let ready = match self.ready(&plan.configs) {
            Ok(ready) => ready,
            Err(troubles) => {
                output.troubles(plan.troubles.iter().chain(&troubles));
                return Status::Failed;
            }
        };
        if plan.inputs.is_empty() && plan.troubles.iter().any(|trouble| trouble.fatal) {
            output.troubles(&plan.troubles);
            return Status::Failed;
        }
        let desk =
            Desk { renderers: Renderers::new(self.format, &self.output, output, &rules(&plan.configs)), folder: Folder::here() };
        let mut reports = match Reports::open(&desk.renderers, &self.output, output) {
            Ok(reports) => reports,
            Err(trouble) => {
                output.troubles([&trouble]);
                return Status::Failed;
            }
        };
        let mut total = Checked::default();
        let mut outlines: Vec<Vec<Outline>> = ready.iter().map(|_| Vec::new()).collect();
        let mut troubles = Vec::new();
        let histories = self.histories(&plan, &ready);
        let work = |input: &Input| self.check(input, &plan.configs, &ready, &desk, histories.as_ref());
        in_order(&plan.inputs, work, |checked: Checked| {
            total.tally.add(&checked.tally);
            total.failing |= checked.failing;
            troubles.extend(checked.trouble);
            if let Some((config, outline)) = checked.outline {
                outlines[config].push(outline);
            }
            reports.add(checked.drawn)
        });
        for (ready, outlines) in ready.iter().zip(&outlines) {
            let diagnostics = ready.engine.check_organisation(outlines);
            let draw = |batch: &&[Diagnostic]| self.across(batch, ready, &plan, &desk);
            in_order(&batches(&diagnostics), draw, |found: Checked| {
                total.tally.add(&found.tally);
                total.failing |= found.failing;
                reports.add(found.drawn)
            });
        }
        let latest = ready.iter().map(|ready| ready.engine.settings().today).max();
        troubles.extend(histories.iter().zip(latest).flat_map(|(histories, latest)| histories.notes(latest)));
        troubles.splice(0..0, plan.troubles);
        if total.tally.summary.files == 0 && !total.failing && plan.excluded == 0 {
            troubles.push(inputs::nothing_found());
        }
        reports.finish(&total.tally, troubles, self.quiet);
        if total.failing { Status::Findings } else { Status::Clean }
    }

    /// Prepares the rules of each configuration; the command line comes before it.
    fn ready(&self, configs: &[Config]) -> Result<Vec<Ready>, Vec<Trouble>> {
        let engines = self.rules.engines(configs, self.today)?;
        Ok(engines.into_iter().zip(configs).map(|(engine, config)| Ready { engine, fail_on: self.fail_on(config) }).collect())
    }

    /// The pasts of the documents, unless the user wants none looked at.
    fn histories<'p>(&self, plan: &'p Plan, ready: &[Ready]) -> Option<Histories<'p>> {
        let since = ready.iter().map(|ready| ready.engine.history_since()).min()?;
        (!self.no_history).then(|| Histories::new(plan.inputs.iter().map(Input::file), since))
    }

    fn fail_on(&self, config: &Config) -> Option<Severity> {
        match self.fail_on {
            Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Info) => Some(Severity::Info),
            Some(FailOn::Never) => None,
            None => config.fail_on.unwrap_or(Some(Severity::Error)),
        }
    }

    /// Reads, checks and draws one document. Whatever goes wrong inside okrlint stays with this document.
    fn check(
        &self,
        input: &Input,
        configs: &[Config],
        ready: &[Ready],
        desk: &Desk,
        histories: Option<&Histories<'_>>,
    ) -> Checked {
        let checked = catch_unwind(AssertUnwindSafe(|| match input.load(configs) {
            Ok(Some(loaded)) => {
                let ready = &ready[input.config];
                let asked = histories.filter(|_| ready.engine.wants_past(&loaded.read.document));
                let past = asked.and_then(|histories| input.past(histories, configs));
                self.checked(input.config, &loaded, past.as_ref(), ready, desk)
            }
            Ok(None) => Checked::default(),
            Err(trouble) => Checked { trouble: Some(trouble), ..Checked::default() },
        }));
        checked.unwrap_or_else(|_| Checked { trouble: Some(broken(input.path())), ..Checked::default() })
    }

    fn checked(&self, config: usize, loaded: &Loaded, past: Option<&Past>, ready: &Ready, desk: &Desk) -> Checked {
        let Loaded { source, read } = loaded;
        let report = ready.engine.check_with_past(source, read, past);
        let found = self.written(Some(source), &[source], &report.diagnostics, report.summary, ready, desk);
        Checked { outline: Some((config, report.outline)), ..found }
    }

    /// Counts and draws findings across documents, which are opened once more.
    fn across(&self, diagnostics: &[Diagnostic], ready: &Ready, plan: &Plan, desk: &Desk) -> Checked {
        let paths: BTreeSet<&str> = diagnostics.iter().flat_map(Diagnostic::paths).collect();
        let declared = ready.engine.settings().north_star.as_ref().map(|declared| declared.path.as_str());
        let source = |path: &str| match plan.input(path) {
            Some(input) => input.source(),
            None => declared.filter(|declared| *declared == path).and_then(configuration),
        };
        let sources: Vec<Source> = paths.into_iter().filter_map(source).collect();
        let sources: Vec<&Source> = sources.iter().collect();
        self.written(None, &sources, diagnostics, Summary::default(), ready, desk)
    }

    /// Counts and draws findings.
    fn written(
        &self,
        document: Option<&Source>,
        sources: &[&Source],
        diagnostics: &[Diagnostic],
        summary: Summary,
        ready: &Ready,
        desk: &Desk,
    ) -> Checked {
        let tally = Tally::of(summary, diagnostics);
        let fails = |severity: Severity| ready.fail_on.is_some_and(|fail_on| severity >= fail_on);
        let (held, standing): (Vec<_>, Vec<_>) =
            diagnostics.iter().filter(|d| !self.quiet || fails(d.severity)).partition(|d| d.held.is_some());
        let part = Part {
            document: document.map(|source| &*source.path),
            sources,
            diagnostics: &standing,
            held: &held,
            fail_on: ready.fail_on,
            folder: &desk.folder,
        };
        Checked {
            drawn: desk.renderers.part(&part),
            failing: tally.worst.is_some_and(fails),
            tally,
            outline: None,
            trouble: None,
        }
    }
}

/// The rules that may speak in a run, each once.
fn rules(configs: &[Config]) -> Vec<&'static Rule> {
    let own = configs.iter().flat_map(|config| config.catalogue.own());
    catalogue::rules().chain(own.copied()).collect()
}

/// Findings in order of path in batches, those of one document together.
fn batches(diagnostics: &[Diagnostic]) -> Vec<&[Diagnostic]> {
    let mut batches = Vec::new();
    let mut rest = diagnostics;
    while !rest.is_empty() {
        let full = rest.len().min(BATCH);
        let end = full + rest[full..].iter().take_while(|next| next.path == rest[full - 1].path).count();
        let (batch, behind) = rest.split_at(end);
        batches.push(batch);
        rest = behind;
    }
    batches
}

/// The text of a configuration file, for findings in it.
fn configuration(path: &str) -> Option<Source> {
    std::fs::read_to_string(path).ok().map(|text| Source::new(path, text))
}

/// Says that okrlint itself failed on a document.
pub(super) fn broken(path: &str) -> Trouble {
    Trouble::new(
        format!("okrlint broke down on `{path}`; the other files were checked"),
        "this is a fault of okrlint: please report it with the file, or with the part of it that makes it happen",
    )
}
