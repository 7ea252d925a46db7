//! `okrlint check`: reads, checks and draws documents in parallel and writes what was found in order of path.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{Args, ValueEnum};

use super::Status;
use super::baselines::{BaselineFile, Baselines};
use super::inputs::{self, Input, Inputs, Plan};
use super::mend::{Count, Mended, Mender, Mending};
use super::ordered::in_order;
use super::output::Output;
use super::reports::{self, Renderers, ReportFormat, Reports, ToFile};
use super::run::{Examined, RuleOptions, Run, used_entries};
use super::since::{Base, Change, Since, Tracks};
use crate::catalogue::{self, Rule};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Summary;
use crate::report::Tally;
use crate::report::part::{Drawn, Folder, Part};
use crate::source::{Source, Span};
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
    rules: RuleOptions,
    /// From which severity on findings make the exit status 1 [default: error].
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<FailOn>,
    #[command(flatten)]
    baseline: BaselineFile,
    /// Use no baseline.
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
    /// Report only findings on statements that were touched since this branch left REV (a commit, branch or tag), and those that it brought about.
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    #[command(flatten)]
    mending: Mending,
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

/// Everything that the work on a document needs.
struct Work<'a> {
    check: &'a Check,
    run: &'a Run<'a>,
    baselines: &'a Baselines,
    since: Option<&'a Since<'a>>,
    mender: Option<&'a Mender<'a>>,
    desk: &'a Desk,
}

/// A document whose findings are still to be sifted and drawn.
struct Found {
    examined: Examined,
    change: Option<Change>,
    mended: Mended,
}

/// With what findings are drawn.
struct Desk {
    renderers: Renderers,
    folder: Folder,
}

/// What came of one document.
#[derive(Default)]
struct Checked {
    /// The document, where it is not its turn yet.
    waiting: Option<Box<Found>>,
    /// The findings as drawn, in each format.
    drawn: Vec<Drawn>,
    tally: Tally,
    /// Whether a finding fails the run.
    failing: bool,
    /// Index of the configuration and outline, for the rules across documents.
    outline: Option<(usize, Outline)>,
    /// What the change did to it that the run is about.
    tracks: Tracks,
    /// The places in configuration files that held findings back.
    used: BTreeSet<(String, Span)>,
    mended: Mended,
    trouble: Option<Trouble>,
    /// Its path, where it could not be read, or in part only.
    unread: Option<String>,
}

impl Checked {
    fn failed(path: &str, trouble: Trouble) -> Self {
        Self { trouble: Some(trouble), unread: Some(path.to_owned()), ..Self::default() }
    }
}

impl Check {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let mut plan = self.inputs.plan();
        let mut troubles = std::mem::take(&mut plan.troubles);
        match self.checked(&plan, &mut troubles, output) {
            Ok(status) => status,
            Err(refusals) => {
                output.troubles(troubles.iter().chain(&refusals));
                Status::Failed
            }
        }
    }

    /// Checks what is planned.
    ///
    /// # Errors
    ///
    /// Nothing was checked: why, beside the troubles there are already.
    fn checked(&self, plan: &Plan, troubles: &mut Vec<Trouble>, output: &mut Output) -> Result<Status, Vec<Trouble>> {
        let run = self.rules.run(plan)?;
        if plan.is_in_vain(troubles) {
            return Err(Vec::new());
        }
        let mender = self.mending.mender(&run);
        if let Some(mender) = mender.as_ref().filter(|_| self.mending.diff) {
            return Ok(mender.show(troubles, self.quiet, output));
        }
        if mender.is_some() && plan.inputs.iter().any(Input::is_stdin) {
            output.step_aside();
        }
        let one = |trouble| vec![trouble];
        let baselines = match self.no_baseline {
            true => Baselines::default(),
            false => self.baseline.load(plan, |file| self.baseline.needed(file)).map_err(one)?,
        };
        let base = self.since.as_deref().map(|revision| Base::of(revision, plan)).transpose().map_err(one)?;
        let since = base.as_ref().map(|base| Since::new(base, &run)).transpose().map_err(one)?;
        let desk =
            Desk { renderers: Renderers::new(self.format, &self.output, output, &rules(&plan.configs)), folder: Folder::here() };
        let mut reports = Reports::open(&desk.renderers, &self.output, output).map_err(one)?;
        let work =
            Work { check: self, run: &run, baselines: &baselines, since: since.as_ref(), mender: mender.as_ref(), desk: &desk };
        let mut total = Checked::default();
        let mut mended = Count::default();
        let mut unread = BTreeSet::new();
        let mut outlines: Vec<Vec<Outline>> = (0..plan.organisation_count()).map(|_| Vec::new()).collect();
        let in_turn = work.wants_order();
        in_order(
            &plan.inputs,
            |input| work.document(input, in_turn),
            |checked: Checked| {
                let checked = work.now(checked);
                total.add(&checked);
                total.tracks.add(checked.tracks);
                total.used.extend(checked.used);
                mended += checked.mended.count;
                troubles.extend(checked.mended.trouble);
                if let Some(text) = checked.mended.passed_on {
                    reports.pass_on(&text);
                }
                troubles.extend(checked.trouble);
                unread.extend(checked.unread);
                if let Some((config, outline)) = checked.outline {
                    outlines[plan.organisations[config]].push(outline);
                }
                reports.add(checked.drawn)
            },
        );
        for (organisation, mut outlines) in outlines.into_iter().enumerate() {
            outlines.extend(run.opaque(organisation));
            let found = work.across(organisation, outlines, &total.tracks);
            work.tell(&found, &mut total, &mut reports);
        }
        let found = work.on_configurations(&total.used);
        work.tell(&found, &mut total, &mut reports);
        troubles.extend(run.notes());
        troubles.extend(baselines.notes(&run, &unread));
        if total.tally.summary.files == 0 && !total.failing && plan.excluded == 0 {
            troubles.push(inputs::nothing_found());
        }
        let changes = since.as_ref().map(|since| since.changes(std::mem::take(&mut total.tracks)));
        reports.finish(&total.tally, changes.as_ref(), std::mem::take(troubles), self.quiet);
        if mender.is_some() && !self.quiet {
            output.tell(mended.told(false).as_bytes());
        }
        Ok(if total.failing { Status::Findings } else { Status::Clean })
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
}

impl Checked {
    /// Adds the counts of another part of the run.
    fn add(&mut self, other: &Self) {
        self.tally.add(&other.tally);
        self.failing |= other.failing;
    }
}

impl Work<'_> {
    /// Whether documents must be held against what is known in order of path.
    fn wants_order(&self) -> bool {
        self.baselines.wants_order() || self.since.is_some_and(Since::wants_order)
    }

    /// Reads and checks one document, and draws it unless it has to wait for its turn. Whatever goes wrong inside okrlint stays with this
    /// document.
    fn document(&self, input: &Input, in_turn: bool) -> Checked {
        let found = || {
            let Some(loaded) = input.load(&self.run.plan.configs)? else {
                let outline = self.run.page(input).map(|page| (input.config, page));
                return Ok(Checked { outline, ..Checked::default() });
            };
            let (loaded, mended) = match self.mender {
                Some(mender) => mender.mend(input, loaded),
                None => (loaded, Mended::default()),
            };
            let examined = self.run.examine_loaded(input, loaded);
            let change = self.since.map(|since| since.change(input, &examined)).transpose()?;
            let found = Found { examined, change, mended };
            Ok(if in_turn { Checked { waiting: Some(Box::new(found)), ..Checked::default() } } else { self.told(found) })
        };
        match catch_unwind(AssertUnwindSafe(found)) {
            Ok(Ok(checked)) => checked,
            Ok(Err(trouble)) => Checked::failed(input.path(), trouble),
            Err(_) => Checked::failed(input.path(), broken(input.path())),
        }
    }

    /// What came of a document whose turn it is.
    fn now(&self, mut checked: Checked) -> Checked {
        let Some(found) = checked.waiting.take() else { return checked };
        let path = found.examined.document.path.clone();
        catch_unwind(AssertUnwindSafe(|| self.told(*found))).unwrap_or_else(|_| Checked::failed(&path, broken(&path)))
    }

    /// Sifts and draws the findings of a document.
    fn told(&self, found: Found) -> Checked {
        let Found { mut examined, change, mended } = found;
        let mut diagnostics = std::mem::take(&mut examined.report.diagnostics);
        self.baselines.hold(examined.config, &mut diagnostics);
        let tracks = match self.since.zip(change) {
            Some((since, change)) => since.sift(change, &examined, &mut diagnostics),
            None => Tracks::default(),
        };
        let Examined { config, source, report, in_part, .. } = examined;
        let unread = in_part.then(|| source.path.clone());
        let found = self.written(config, Some(&source), &[&source], &diagnostics, report.summary);
        Checked { outline: Some((config, report.outline)), tracks, unread, mended, ..found }
    }

    /// Runs the rules across the documents of one organisation. The findings come by configuration.
    fn across(&self, organisation: usize, outlines: Vec<Outline>, tracks: &Tracks) -> Vec<(usize, Vec<Diagnostic>)> {
        let mut found = self.run.across(organisation, &outlines);
        found.iter_mut().for_each(|(config, diagnostics)| self.baselines.hold(*config, diagnostics));
        if let Some(since) = self.since {
            since.sift_across(organisation, outlines, tracks, &mut found);
        }
        found
    }

    /// What there is to say about the configurations themselves. A change is not blamed for it.
    fn on_configurations(&self, used: &BTreeSet<(String, Span)>) -> Vec<(usize, Vec<Diagnostic>)> {
        if self.since.is_some() {
            return Vec::new();
        }
        let mut found = self.run.on_configurations(used);
        found.iter_mut().for_each(|(config, diagnostics)| self.baselines.hold(*config, diagnostics));
        found
    }

    /// Counts and draws findings for which no document is at hand.
    fn tell(&self, found: &[(usize, Vec<Diagnostic>)], total: &mut Checked, reports: &mut Reports<'_, '_>) {
        for (config, diagnostics) in found {
            let draw = |batch: &&[Diagnostic]| self.beside_documents(*config, batch);
            in_order(&batches(diagnostics), draw, |found: Checked| {
                total.add(&found);
                total.used.extend(found.used);
                reports.add(found.drawn)
            });
        }
    }

    /// Draws findings whose documents are opened once more.
    fn beside_documents(&self, config: usize, diagnostics: &[Diagnostic]) -> Checked {
        let paths: BTreeSet<&str> = diagnostics.iter().flat_map(Diagnostic::paths).collect();
        let source = |path: &str| match self.run.plan.input(path) {
            Some(input) => input.source(),
            // There is nothing in such a file to show.
            None if self.run.plan.is_opaque(path) => Some(Source::new(path, "")),
            None => configuration(path),
        };
        let sources: Vec<Source> = paths.into_iter().filter_map(source).collect();
        let sources: Vec<&Source> = sources.iter().collect();
        self.written(config, None, &sources, diagnostics, Summary::default())
    }

    /// Counts and draws findings.
    fn written(
        &self,
        config: usize,
        document: Option<&Source>,
        sources: &[&Source],
        diagnostics: &[Diagnostic],
        summary: Summary,
    ) -> Checked {
        let fail_on = self.check.fail_on(&self.run.plan.configs[config]);
        let tally = Tally::of(summary, diagnostics);
        let fails = |severity: Severity| fail_on.is_some_and(|fail_on| severity >= fail_on);
        let (held, standing): (Vec<_>, Vec<_>) =
            diagnostics.iter().filter(|d| !self.check.quiet || fails(d.severity)).partition(|d| d.held.is_some());
        let part = Part {
            document: document.map(|source| &*source.path),
            sources,
            diagnostics: &standing,
            held: &held,
            fail_on,
            folder: &self.desk.folder,
        };
        let drawn = self.desk.renderers.part(&part);
        let used = used_entries(diagnostics).collect();
        Checked { drawn, failing: tally.worst.is_some_and(fails), tally, used, ..Checked::default() }
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
