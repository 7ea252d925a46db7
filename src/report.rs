//! From findings to what a person or a program reads; one file per output format.

pub(crate) mod changes;
pub(crate) mod checkstyle;
mod excerpt;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod graph;
pub(crate) mod history;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod model;
pub(crate) mod outline;
pub(crate) mod paint;
pub(crate) mod part;
pub(crate) mod rdjson;
mod rule_page;
pub(crate) mod sarif;
pub(crate) mod terse;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod xml;

use crate::catalogue::Flag;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Summary;

/// The counts of a run or of a part of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// Documents, statements and findings by severity.
    pub(crate) summary: Summary,
    /// Findings by red flag, in the order of [`Flag::ALL`].
    flags: [usize; Flag::ALL.len()],
    /// The worst finding of those that are not held back.
    pub(crate) worst: Option<Severity>,
    /// Findings that okrlint can mend itself: safely, and by rewriting statements.
    mendable: (usize, usize),
}

impl Tally {
    /// The counts of one document, whose findings are counted here.
    pub(crate) fn of(summary: Summary, diagnostics: &[Diagnostic]) -> Self {
        let mut tally =
            Self { summary: Summary { errors: 0, warnings: 0, infos: 0, suppressed: 0, ..summary }, ..Self::default() };
        tally.summary.count(diagnostics);
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.held.is_none()) {
            tally.worst = tally.worst.max(Some(diagnostic.severity));
            match diagnostic.fix.as_ref().map(|fix| fix.safe) {
                Some(true) => tally.mendable.0 += 1,
                Some(false) => tally.mendable.1 += 1,
                None => {}
            }
            if let Some(at) = Flag::ALL.iter().position(|flag| *flag == diagnostic.rule.flag) {
                tally.flags[at] += 1;
            }
        }
        tally
    }

    /// Adds the counts of another part of the run.
    pub(crate) fn add(&mut self, other: &Self) {
        self.summary += other.summary;
        self.flags.iter_mut().zip(other.flags).for_each(|(sum, part)| *sum += part);
        self.worst = self.worst.max(other.worst);
        self.mendable.0 += other.mendable.0;
        self.mendable.1 += other.mendable.1;
    }

    /// The red flags with findings, most findings first.
    fn by_flag(&self) -> Vec<(Flag, usize)> {
        let mut flags: Vec<_> = Flag::ALL.into_iter().zip(self.flags).filter(|(_, count)| *count > 0).collect();
        flags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        flags
    }
}
