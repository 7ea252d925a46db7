//! The code behind the rules: one file per red flag, one function per rule, and the eight shapes that such a function can have.

mod alignment;
mod ambition;
mod cadence;
mod check_ins;
mod context;
mod evaluation;
mod finding;
mod flexibility;
mod group;
mod growth;
mod horizon;
mod measurability;
mod rollout;
mod tracking;
mod value;

pub use crate::model::Statement;
pub use context::{
    FormContext, HistoryContext, KeyResultContext, ObjectiveContext, Options, OrganisationContext, Run, SeriesContext, SetContext,
};
pub use finding::{Evidence, Finding, Place};

pub(crate) use measurability::sure_period;
pub(crate) use value::weakness_of_north_star;

use crate::catalogue::Scope;
use crate::workspace::Depth;

/// The code of a rule, by the scope it looks at. A function answers with what it found; the words are in the rule's file.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Looks at one key result.
    KeyResult(for<'a> fn(&KeyResultContext<'a>) -> Option<Finding<'a>>),
    /// Looks at one objective with its key results.
    Objective(for<'a> fn(&ObjectiveContext<'a>) -> Option<Finding<'a>>),
    /// Looks at one team's objectives for one cycle.
    Set(for<'a> fn(&SetContext<'a>) -> Vec<Finding<'a>>),
    /// The same, and looks at the days on which they changed.
    SetOverDays(for<'a> fn(&SetContext<'a>) -> Vec<Finding<'a>>),
    /// Looks at one team's objectives for one cycle and how they changed.
    History(for<'a> fn(&HistoryContext<'a>) -> Vec<Finding<'a>>),
    /// Looks at one team's sets over the cycles.
    Series(for<'a> fn(&SeriesContext<'a>) -> Vec<Finding<'a>>),
    /// Looks at how one document is written.
    Form(for<'a> fn(&FormContext<'a>) -> Vec<Finding<'a>>),
    /// Looks at all sets, of which so much must be kept.
    Organisation(Depth, for<'a> fn(&OrganisationContext<'a>) -> Vec<Finding<'a>>),
}

impl Check {
    /// The scope that the code is for.
    pub fn scope(&self) -> Scope {
        match self {
            Self::KeyResult(_) => Scope::KeyResult,
            Self::Objective(_) => Scope::Objective,
            Self::Set(_) | Self::SetOverDays(_) => Scope::Set,
            Self::History(_) => Scope::History,
            Self::Series(_) => Scope::Series,
            Self::Form(_) => Scope::Form,
            Self::Organisation(..) => Scope::Organisation,
        }
    }
}

/// A rule's name and its code.
pub(crate) type Entry = (&'static str, Check);

/// The tables of all flags.
pub(crate) fn all() -> impl Iterator<Item = Entry> {
    [
        alignment::CHECKS,
        ambition::CHECKS,
        cadence::CHECKS,
        evaluation::CHECKS,
        flexibility::CHECKS,
        growth::CHECKS,
        horizon::CHECKS,
        measurability::CHECKS,
        rollout::CHECKS,
        tracking::CHECKS,
        value::CHECKS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::catalogue;

    #[test]
    fn every_rule_has_code_or_a_condition_and_all_code_has_a_rule() {
        let mut names = BTreeSet::new();
        for (name, check) in all() {
            let rule = catalogue::find(name).unwrap_or_else(|| panic!("code without a rule: {name}"));
            assert!(names.insert(name), "{name} has code twice");
            assert_eq!(rule.scope, check.scope(), "{name}");
            assert!(rule.matches.is_none(), "{name} has both code and [match]");
        }
        for rule in catalogue::rules().filter(|rule| rule.scope != Scope::Text) {
            assert!(names.contains(rule.name) || rule.matches.is_some(), "{} has neither code nor [match]", rule.name);
        }
    }
}
