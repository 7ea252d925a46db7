//! Runs the checks: each at its scope, those of a document as soon as it is read, so that a run never holds more than the documents in
//! flight. A check that panics becomes a finding, and the run goes on.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::FiscalYear;
use crate::catalogue::OptionValue;
use crate::diagnostic::{Diagnostic, Severity};
use crate::read::ReadResult;
use crate::source::{Source, Span};
use crate::workspace::Outline;

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
}

impl Settings {
    /// The defaults, on a day.
    pub fn new(today: Date) -> Self {
        Self {
            profile: Profile::default(),
            select: Vec::new(),
            ignore: Vec::new(),
            levels: BTreeMap::new(),
            options: BTreeMap::new(),
            today,
            fiscal_year: FiscalYear::default(),
        }
    }
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
    /// Findings held back by comments or a baseline.
    pub suppressed: usize,
}

/// What there is to say about one document.
#[derive(Debug, Clone)]
pub struct DocumentReport {
    /// Findings in order of position, then rule.
    pub diagnostics: Vec<Diagnostic>,
    /// What the rules across documents need to know of it.
    pub outline: Outline,
    /// Counts.
    pub summary: Summary,
}

/// The rules of a run, ready to be applied to documents from any thread.
#[derive(Debug)]
pub struct Engine {}

impl Engine {
    /// Prepares the rules that the settings ask for.
    ///
    /// # Errors
    ///
    /// Every rule, flag or option that does not exist, and every option value of the wrong type.
    pub fn new(_settings: Settings) -> Result<Self, Vec<SettingsError>> {
        Ok(Self {})
    }

    /// Runs all rules that look at one document.
    pub fn check_document(&self, _source: &Source, _read: &ReadResult) -> DocumentReport {
        DocumentReport { diagnostics: Vec::new(), outline: Outline::default(), summary: Summary::default() }
    }

    /// Runs the rules that look across documents. Findings are sorted by path, position and rule.
    pub fn check_organisation(&self, _outlines: &[Outline]) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// The finding of a rule of scope text (`nothing-found`, `invalid-encoding`), unless the rule is off. `values` fill the placeholders
    /// of its texts.
    pub fn text_finding(
        &self,
        _rule: &str,
        _source: &Source,
        _span: Span,
        _values: &[(&'static str, &str)],
    ) -> Option<Diagnostic> {
        None
    }
}
