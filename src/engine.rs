//! Runs the checks: each at its scope, those of a document as soon as it is read, so that a run never holds more than the documents in
//! flight. A check that panics becomes a finding, and the run goes on.

mod document;
mod hold;
mod matching;
mod organisation;
mod plan;
mod remedy;
mod render;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::FiscalYear;
use crate::catalogue::{Catalogue, OptionValue};
use crate::checks::{self, Finding};
use crate::diagnostic::{Diagnostic, Severity};
use crate::history::{Past, Timeline};
use crate::model::{Document, Section};
use crate::read::{Problem, ReadResult};
use crate::source::{Source, Span, Spanned};
use crate::suppression::{self, Configured, Suppression};
use crate::workspace::Outline;

use document::Pass;
use plan::Plan;

/// So many days after its end a cycle still counts as one that ended lately: its scores are being given.
const LATELY: i64 = 60;
/// Days of the longest cycle that is followed through the history.
const LONGEST_CYCLE: i64 = 366;

/// Who the findings are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// A build: errors and warnings that are sure.
    #[default]
    Ci,
    /// A review: also questions, and findings that want a person's judgement.
    Coach,
}

/// What to run and how.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which findings are wanted.
    pub profile: Profile,
    /// The rules there are.
    pub catalogue: Catalogue,
    /// Rules and flags to run; all when empty. A rule named here runs whatever the profile and its default level.
    pub select: Vec<String>,
    /// Rules and flags not to run.
    pub ignore: Vec<String>,
    /// Levels set by rule or flag; `None` is off. A rule named here runs whatever the profile.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// Option values by rule and option name.
    pub options: BTreeMap<String, BTreeMap<String, OptionValue>>,
    /// The day for which documents are judged.
    pub today: Date,
    /// How the organisation's year runs.
    pub fiscal_year: FiscalYear,
    /// The levers of the organisation's growth model; empty where it has declared none.
    pub levers: Vec<String>,
    /// The North Star that the configuration declares.
    pub north_star: Option<NorthStar>,
    /// The suppressions of the configuration.
    pub suppressions: Vec<Configured>,
    /// Whether rules of form run although nobody selected them, since what they find is mended.
    pub mends_form: bool,
}

/// A North Star metric, and where the configuration declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NorthStar {
    /// The configuration file, as shown to the user.
    pub path: String,
    /// The metric.
    pub metric: Spanned<String>,
}

impl Settings {
    /// The defaults, on a day.
    pub fn new(today: Date) -> Self {
        Self {
            profile: Profile::default(),
            catalogue: Catalogue::default(),
            select: Vec::new(),
            ignore: Vec::new(),
            levels: BTreeMap::new(),
            options: BTreeMap::new(),
            today,
            fiscal_year: FiscalYear::default(),
            levers: Vec::new(),
            north_star: None,
            suppressions: Vec::new(),
            mends_form: false,
        }
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nothing: it does not run.
    Nowhere,
    /// One document.
    Document,
    /// One document and what git knows of it.
    History,
    /// All documents.
    Organisation,
}

/// A name or value in [`Settings`] that no rule knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// The rule, flag or option as written.
    pub name: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do: did you mean, or what is possible.
    pub help: String,
}

/// How much was looked at and found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Documents with at least one objective or key result.
    pub files: usize,
    /// Objectives with a text.
    pub objectives: usize,
    /// Key results.
    pub key_results: usize,
    /// Findings by severity.
    pub errors: usize,
    /// Findings by severity.
    pub warnings: usize,
    /// Findings by severity.
    pub infos: usize,
    /// Findings held back by comments, the configuration or a baseline.
    pub suppressed: usize,
}

impl Summary {
    /// Adds findings to the counts; what is held back counts as suppressed, whatever its severity.
    pub fn count(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            match diagnostic.severity {
                _ if diagnostic.held.is_some() => self.suppressed += 1,
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
        }
    }
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.objectives += other.objectives;
        self.key_results += other.key_results;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.suppressed += other.suppressed;
    }
}

/// What there is to say about one document.
#[derive(Debug, Clone)]
pub struct DocumentReport {
    /// Findings in order of position, then rule, those among them that are held back marked as such.
    pub diagnostics: Vec<Diagnostic>,
    /// What the rules across documents need to know of it.
    pub outline: Outline,
    /// Counts.
    pub summary: Summary,
}

/// The rules of a run, ready to be applied to documents from any thread.
#[derive(Debug)]
pub struct Engine {
    settings: Settings,
    plan: Plan,
}

impl Engine {
    /// Prepares the rules that the settings ask for.
    ///
    /// # Errors
    ///
    /// Every rule, flag or option that does not exist, and every option value of the wrong type.
    pub fn new(settings: Settings) -> Result<Self, Vec<SettingsError>> {
        Self::with_code(settings, checks::all())
    }

    fn with_code(settings: Settings, code: impl Iterator<Item = checks::Entry>) -> Result<Self, Vec<SettingsError>> {
        let plan = Plan::new(&settings, code)?;
        Ok(Self { settings, plan })
    }

    /// What the engine was made with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What a run must look at for a rule to find, in one of its wordings, all that there is.
    pub(crate) fn reach(&self, rule: &str, variant: &str) -> Reach {
        match self.plan.find(rule) {
            // No run will ever find what no rule looks for.
            None if self.settings.catalogue.find(rule).is_none() => Reach::Document,
            Some(active) if active.variant(variant).is_some() => Plan::reach(active),
            _ => Reach::Nowhere,
        }
    }

    /// Runs all rules that look at one document as it is now.
    pub fn check_document(&self, source: &Source, read: &ReadResult) -> DocumentReport {
        self.check_with_past(source, read, None)
    }

    /// Whether a rule looks at how this document changed: one is on, and a cycle of the document runs or ended lately.
    pub fn wants_past(&self, document: &Document) -> bool {
        self.plan.wants_history && document.sections.iter().any(|section| self.is_of_late(section))
    }

    /// Whether a rule asks what pages without OKRs say of how OKRs are used.
    pub fn wants_pages(&self) -> bool {
        self.plan.find("no-separation-policy").is_some()
    }

    /// The first day whose commits matter: of cycles that run or ended lately, the longest began no earlier.
    pub fn history_since(&self) -> Date {
        self.settings.today.saturating_sub(jiff::Span::new().days(LATELY + LONGEST_CYCLE))
    }

    fn is_over(&self, section: &Section) -> bool {
        checks::sure_period(section, self.settings.fiscal_year).is_some_and(|cycle| cycle.end < self.settings.today)
    }

    fn is_of_late(&self, section: &Section) -> bool {
        let Some(cycle) = checks::sure_period(section, self.settings.fiscal_year) else { return false };
        let today = self.settings.today;
        cycle.start <= today && today <= cycle.end.saturating_add(jiff::Span::new().days(LATELY))
    }

    /// Runs all rules that look at one document, those among them that look at its past where that is known.
    pub fn check_with_past(&self, source: &Source, read: &ReadResult, past: Option<&Past>) -> DocumentReport {
        let document = &read.document;
        let timeline = |(number, section)| match past {
            Some(past) if self.is_of_late(section) => Timeline::of(past, document, number, self.settings.today),
            _ => Timeline::default(),
        };
        let sections = document.sections.iter().enumerate().filter(|_| past.is_some());
        let timelines: Vec<Timeline> = sections.map(timeline).collect();
        let mut diagnostics = Pass::new(&self.plan, &self.settings, source, document).in_time(&timelines).run();
        diagnostics.extend(read.problems.iter().filter_map(|problem| self.problem(source, problem)));
        diagnostics.extend(self.nothing_found(source, read));
        let suppressions = self.suppress(source, document, past.is_some(), &mut diagnostics);
        self.settle(&mut diagnostics);
        let mut summary = Summary {
            files: usize::from(!document.objectives.is_empty()),
            objectives: document.objectives.iter().filter(|objective| !objective.is_implicit()).count(),
            key_results: document.objectives.iter().map(|objective| objective.key_results.len()).sum(),
            ..Summary::default()
        };
        summary.count(&diagnostics);
        let outline = Outline::compared(document, self.plan.depth, |section| !self.is_over(section));
        DocumentReport { diagnostics, outline: Outline { suppressions, ..outline }, summary }
    }

    /// Holds findings of a document back, adds what there is to say about its suppressions, and gives these for the findings across documents.
    fn suppress(
        &self,
        source: &Source,
        document: &Document,
        has_past: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Suppression> {
        let catalogue = &self.settings.catalogue;
        let (mut suppressions, mistakes) = suppression::of_comments(source, document, catalogue);
        suppressions
            .extend(self.settings.suppressions.iter().filter_map(|entry| entry.resolve(&source.path, document, catalogue)));
        let today = self.settings.today;
        hold::hold(diagnostics, |_| &suppressions, today);
        if !suppressions.is_empty() || !mistakes.is_empty() {
            let (plan, settings, path) = (&self.plan, &self.settings, &source.path);
            let mut remarks = hold::remarks(plan, settings, path, has_past, &mut suppressions, &mistakes, diagnostics);
            hold::hold(&mut remarks, |_| &suppressions, today);
            diagnostics.append(&mut remarks);
        }
        suppressions
    }

    /// Runs the rules that look across documents. Findings are sorted by path, position and rule, whatever the order of the outlines.
    pub fn check_organisation(&self, outlines: &[Outline]) -> Vec<Diagnostic> {
        let mut diagnostics = organisation::check(&self.plan, &self.settings, outlines);
        let by_path = hold::by_path(outlines);
        let suppressions = |path: &str| by_path.get(path).copied().unwrap_or_default();
        hold::hold(&mut diagnostics, suppressions, self.settings.today);
        let mut remarks = hold::remarks_across(&self.plan, outlines, &diagnostics);
        hold::hold(&mut remarks, suppressions, self.settings.today);
        diagnostics.append(&mut remarks);
        self.settle(&mut diagnostics);
        diagnostics
    }

    /// Whether the rules that look across documents find the same with both, told at the same level.
    pub(crate) fn agrees_across_documents(&self, other: &Self) -> bool {
        self.plan.across_documents(&self.settings) == other.plan.across_documents(&other.settings)
    }

    /// The level of a rule in its gravest case; `None` where it does not run.
    pub(crate) fn level_of(&self, rule: &str) -> Option<Severity> {
        self.plan.find(rule)?.worst()
    }

    /// What there is to say about the configuration itself: its North Star, and its suppressions. `used` are the places that held a finding
    /// back ([`Held::Configuration`](crate::diagnostic::Held::Configuration)); whether a suppression is of no use is only known where
    /// `is_whole` says that all documents of the configuration were looked at.
    pub fn check_configuration(&self, used: &BTreeSet<(String, Span)>, is_whole: bool) -> Vec<Diagnostic> {
        let entries = self.settings.suppressions.iter();
        let remarks = entries.flat_map(|entry| hold::remarks_on_configured(&self.plan, &self.settings, entry, used, is_whole));
        let mut diagnostics: Vec<Diagnostic> = remarks.chain(self.declared_north_star()).collect();
        self.settle(&mut diagnostics);
        diagnostics
    }

    /// The last stage of all findings, of one document or across documents: their order and their fingerprints.
    fn settle(&self, diagnostics: &mut [Diagnostic]) {
        sort(diagnostics);
    }

    /// What there is to say about the North Star of the configuration, which stands in no document.
    fn declared_north_star(&self) -> Option<Diagnostic> {
        let NorthStar { path, metric } = self.settings.north_star.as_ref()?;
        let variant = checks::weakness_of_north_star(&metric.value)?;
        let active = self.plan.find("weak-north-star")?;
        let finding = Finding::at(metric.span).in_document(path).variant(variant).with("quote", metric.value.as_str());
        render::across(active, &finding)
    }

    /// The finding of a rule of scope text (`syntax-error`, `invalid-encoding`), unless the rule is off. `values` fill the placeholders of
    /// its texts.
    fn text_finding(&self, rule: &str, source: &Source, span: Span, values: &[(&'static str, &str)]) -> Option<Diagnostic> {
        document::text_finding(&self.plan, rule, source, span, values)
    }

    /// The finding that a document holds no OKR; `None` where it does, where something else is wrong with it, or the rule is off.
    fn nothing_found(&self, source: &Source, read: &ReadResult) -> Option<Diagnostic> {
        if read.recognised || !read.problems.is_empty() {
            return None;
        }
        let text = source.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let start = source.text.len() - text.len();
        let line = text.lines().next().unwrap_or_default().trim_end();
        self.text_finding("nothing-found", source, Span::new(start, start + line.len()), &[])
    }

    /// What the reader found wrong, in the reader's words and at the rule's level.
    fn problem(&self, source: &Source, problem: &Problem) -> Option<Diagnostic> {
        let mut diagnostic = self.text_finding(problem.rule, source, problem.span, &[])?;
        diagnostic.message.clone_from(&problem.message);
        diagnostic.label.clone_from(&problem.label);
        diagnostic.help.clone_from(&problem.help);
        Some(diagnostic)
    }
}

/// The order in which findings are shown, and the suffixes of repeated fingerprints that depend on it.
fn sort(diagnostics: &mut [Diagnostic]) {
    let key = |d: &Diagnostic| (d.span.start, d.span.end, d.rule.name);
    diagnostics.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| key(a).cmp(&key(b))));
    render::count_duplicates(diagnostics);
}
