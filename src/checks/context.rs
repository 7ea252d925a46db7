//! What a check may see: just what its scope holds.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Statement;
use crate::calendar::{FiscalYear, Period};
use crate::catalogue::{OptionDefault, OptionValue, Rule};
use crate::changes::Set;
use crate::history::{Change, Step, Timeline};
use crate::model::{Document, KeyResult, Objective, OkrType, Section};
use crate::organisation::Organisation;
use crate::series::Series;
use crate::source::{Source, Text};
use crate::workspace::Outline;

/// What every check may know besides its scope.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The day for which documents are judged.
    pub today: Date,
    /// How the organisation's year runs.
    pub fiscal_year: FiscalYear,
    /// The levers of the organisation's growth model; empty where it has declared none.
    pub levers: &'a [String],
    /// The rule's options.
    pub options: Options<'a>,
}

/// The options of one rule: what the configuration gives, else the defaults of the rule file.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The rule.
    pub rule: &'static Rule,
    /// Values given by name.
    pub given: Option<&'a BTreeMap<String, OptionValue>>,
}

impl<'a> Options<'a> {
    fn given(&self, name: &str) -> Option<&'a OptionValue> {
        self.given.and_then(|given| given.get(name))
    }

    fn default(&self, name: &str) -> Option<OptionDefault> {
        self.rule.option(name).map(|option| option.default)
    }

    /// A count; 0 where the rule has no such option.
    pub fn count(&self, name: &str) -> usize {
        let number = match (self.given(name), self.default(name)) {
            (Some(&OptionValue::Integer(number)), _) | (_, Some(OptionDefault::Integer(number))) => number,
            _ => 0,
        };
        usize::try_from(number).unwrap_or(0)
    }

    /// A switch; off where the rule has no such option.
    pub fn switch(&self, name: &str) -> bool {
        match (self.given(name), self.default(name)) {
            (Some(&OptionValue::Switch(on)), _) | (_, Some(OptionDefault::Switch(on))) => on,
            _ => false,
        }
    }

    /// A text; `None` where it is empty or the rule has no such option.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let text = match (self.given(name), self.default(name)) {
            (Some(OptionValue::Text(text)), _) => text,
            (_, Some(OptionDefault::Text(text))) => text,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A list; empty where the rule has no such option.
    pub fn words(&self, name: &str) -> Vec<&'a str> {
        match (self.given(name), self.default(name)) {
            (Some(OptionValue::Words(words)), _) => words.iter().map(String::as_str).collect(),
            (_, Some(OptionDefault::Words(words))) => words.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Whether a list holds a word, whatever its case.
    pub fn lists(&self, name: &str, word: &str) -> bool {
        self.words(name).iter().any(|listed| listed.eq_ignore_ascii_case(word))
    }
}

/// One key result, its objective, and the section it stands in.
#[derive(Debug, Clone, Copy)]
pub struct KeyResultContext<'a> {
    /// Day, fiscal year and options.
    pub run: Run<'a>,
    /// Team and cycle.
    pub section: &'a Section,
    /// The objective.
    pub objective: &'a Objective,
    /// The key result.
    pub key_result: &'a KeyResult,
}

impl KeyResultContext<'_> {
    /// The declared type of the key result, else that of its objective.
    pub fn declared_type(&self) -> Option<OkrType> {
        let kind = self.key_result.item.kind.or(self.objective.item.kind);
        kind.map(|kind| kind.value)
    }
}

/// One objective, and the section it stands in.
#[derive(Debug, Clone, Copy)]
pub struct ObjectiveContext<'a> {
    /// Day, fiscal year and options.
    pub run: Run<'a>,
    /// Team and cycle.
    pub section: &'a Section,
    /// The objective's index in its document.
    pub index: usize,
    /// The objective.
    pub objective: &'a Objective,
}

impl ObjectiveContext<'_> {
    /// The declared type.
    pub fn declared_type(&self) -> Option<OkrType> {
        self.objective.item.kind.map(|kind| kind.value)
    }
}

/// The objectives of one section. Each comes with its index in the document; dropped ones are left out.
#[derive(Debug, Clone)]
pub struct SetContext<'a> {
    /// Day, fiscal year and options.
    pub run: Run<'a>,
    /// The document that the set stands in, perhaps beside other sets.
    pub document: &'a Document,
    /// Team and cycle.
    pub section: &'a Section,
    /// Objectives in file order. Never empty.
    pub objectives: Vec<(usize, &'a Objective)>,
    /// The dropped ones.
    pub dropped: Vec<(usize, &'a Objective)>,
    /// What the document says beside its OKRs from where this set begins, for the first set from where the document begins, to where the
    /// next set begins.
    pub prose: &'a [Text],
    /// The days on which what the set, or else its document, says was changed; empty where nothing tells.
    pub touched: &'a [Date],
}

impl<'a> SetContext<'a> {
    /// The objectives that have a statement, each with its index in the document.
    pub fn stated(&self) -> impl Iterator<Item = (usize, &'a Objective)> {
        self.objectives.iter().copied().filter(|(_, objective)| !objective.is_implicit())
    }
}

/// The objectives of one section, how long their cycle is, and what git knows of their changes.
#[derive(Debug, Clone)]
pub struct HistoryContext<'a> {
    /// Day, fiscal year and options.
    pub run: Run<'a>,
    /// Team and objectives, the dropped ones among them.
    pub set: Set<'a>,
    /// First and last day of the cycle.
    pub cycle: Period,
    /// What was changed when.
    pub timeline: &'a Timeline,
}

impl<'a> HistoryContext<'a> {
    /// The key results that still stand, each with its place.
    pub fn standing(&self) -> impl Iterator<Item = (Statement, &'a KeyResult)> {
        let dropped = |at: Statement| self.set.objectives.iter().any(|(index, of)| *index == at.objective && of.item.dropped);
        self.set.key_results().into_iter().filter(move |(at, key_result)| !key_result.item.dropped && !dropped(*at))
    }

    /// The changes of one objective or key result, oldest first.
    pub fn changes_of(&self, statement: Statement) -> impl Iterator<Item = (&'a Step, &'a Change)> {
        self.changes().filter(move |(_, change)| change.now == Some(statement))
    }

    /// All changes, oldest first.
    pub fn changes(&self) -> impl Iterator<Item = (&'a Step, &'a Change)> {
        self.timeline.steps.iter().flat_map(|step| step.changes.iter().map(move |change| (step, change)))
    }

    /// Whether a commit message or the document says why a change was made.
    pub fn is_explained(&self, step: &Step, change: &Change) -> bool {
        step.explains(change, self.set.asides())
    }
}

/// The sets of one team, oldest cycle first.
#[derive(Debug, Clone, Copy)]
pub struct SeriesContext<'a> {
    /// Day, fiscal year and options.
    pub run: Run<'a>,
    /// The cycles and what stands in each.
    pub series: &'a Series<'a>,
}

/// One document and how it is written.
#[derive(Debug, Clone, Copy)]
pub struct FormContext<'a> {
    /// Day, fiscal year and options.
    pub run: Run<'a>,
    /// The text.
    pub source: &'a Source,
    /// What was read in it.
    pub document: &'a Document,
}

/// All documents of the run, sorted by path.
#[derive(Debug, Clone, Copy)]
pub struct OrganisationContext<'a> {
    /// Day, fiscal year and options.
    pub run: Run<'a>,
    /// The documents, and pages beside them.
    pub outlines: &'a [&'a Outline],
    /// Files that hold OKRs and cannot be read.
    pub opaque: &'a [&'a Outline],
    /// The teams' sets over the cycles; empty where no rule that runs asks for them.
    pub series: &'a [Series<'a>],
    /// The sets and their links; empty where no rule that runs asks for them.
    pub organisation: &'a Organisation<'a>,
}
