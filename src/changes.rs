//! What has changed between two states of a document: not its lines but what it says. A target is eased, a key result dropped, a score set;
//! how a document is laid out makes no difference.

mod reason;
pub(crate) mod review;
mod set;
mod values;
mod wording;

use std::collections::HashMap;

use jiff::civil::Date;

use crate::checks::Statement;
use crate::follow::{Between, Matching, follow};
use crate::model::{CheckIn, Item, KeyResult, Objective, OkrType};
use crate::statement::Amount;

pub(crate) use reason::{Standing, Subject};
pub(crate) use set::Aside;
pub use set::Set;
pub(crate) use values::rises;
pub use values::{Ease, Way};
use values::{ease, same};
use wording::Measures;

/// Likeness below which a statement is no rewording but another statement.
const ANOTHER: f64 = 0.5;
/// Likeness from which on two statements without anything else in common are one.
const SAME: f64 = 0.75;

/// Something that has changed about an objective or a key result.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Which it was before; `None` where it is new.
    pub before: Option<Statement>,
    /// Which it is now; `None` where it is gone.
    pub after: Option<Statement>,
    /// What has changed.
    pub what: What,
}

/// What can change.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// It is new.
    Added,
    /// It is no longer there.
    Removed,
    /// It was struck out.
    Dropped,
    /// It was struck out and stands again.
    Resumed,
    /// It says something else under the same name.
    Replaced,
    /// It says the same in other words.
    Reworded {
        /// From 0.0, no word in common, to 1.0.
        likeness: f64,
    },
    /// Something else is measured.
    Metric(Box<str>, Box<str>),
    /// The target; the [`Ease`] where the two can be compared.
    Target(Option<Amount>, Option<Amount>, Option<Ease>),
    /// The starting point.
    Baseline(Option<Amount>, Option<Amount>),
    /// The current value.
    Current(Option<Amount>, Option<Amount>),
    /// The due date.
    Deadline(Option<Box<str>>, Option<Box<str>>),
    /// The owners.
    Owners(Vec<String>, Vec<String>),
    /// The declared type.
    Type(Option<OkrType>, Option<OkrType>),
    /// The score, 0.0 to 1.0.
    Score(Option<f64>, Option<f64>),
    /// The confidence, 0.0 to 1.0.
    Confidence(Option<f64>, Option<f64>),
    /// The status.
    Status(Option<String>, Option<String>),
    /// Check-ins that are new, with their days as far as they have one.
    CheckIns(Vec<Option<Date>>),
}

/// What lies between two states of a set.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// What has changed, in the order of the later state; what is gone comes last.
    pub differences: Vec<Difference>,
    /// For each objective and key result of the later state that was there before, which it was.
    pub before: HashMap<Statement, Statement>,
}

impl Comparison {
    fn push(&mut self, before: Option<Statement>, after: Option<Statement>, what: What) {
        self.differences.push(Difference { before, after, what });
    }

    fn pair(&mut self, before: Statement, after: Statement, changes: Vec<What>) {
        self.before.insert(after, before);
        changes.into_iter().for_each(|what| self.push(Some(before), Some(after), what));
    }
}

/// What has changed from one state of a set to another.
pub fn compare(before: &Set<'_>, after: &Set<'_>) -> Comparison {
    let followed = follow(&before.state(), &after.state(), Between::Versions);
    let mut found = Comparison::default();
    for pair in &followed.objectives.pairs {
        let (Some(old), Some(new)) = (before.objectives.get(pair.before), after.objectives.get(pair.after)) else { continue };
        found.pair(objective_at(old.0), objective_at(new.0), of_objective(old.1, new.1));
    }
    for &at in &followed.objectives.after_only {
        if let Some((index, _)) = after.objectives.get(at).filter(|(_, objective)| !objective.is_implicit()) {
            found.push(None, Some(objective_at(*index)), What::Added);
        }
    }
    key_results(&before.key_results(), &after.key_results(), &followed.key_results, &mut found);
    for &at in &followed.objectives.before_only {
        if let Some((index, _)) = before.objectives.get(at).filter(|(_, objective)| !objective.is_implicit()) {
            found.push(Some(objective_at(*index)), None, What::Removed);
        }
    }
    found
}

fn objective_at(objective: usize) -> Statement {
    Statement { objective, key_result: None }
}

type Located<'a> = (Statement, &'a KeyResult);

fn key_results(before: &[Located<'_>], after: &[Located<'_>], followed: &Matching, found: &mut Comparison) {
    let mut pairs: Vec<(usize, usize)> = followed.pairs.iter().map(|pair| (pair.before, pair.after)).collect();
    let mut gone = followed.before_only.clone();
    let mut new = Vec::new();
    for &at in &followed.after_only {
        // A slip of the pen in a short statement leaves few whole words in common.
        let like = |other: &&usize| wording::likeness(&before[**other].1.item, &after[at].1.item) >= SAME;
        match gone.iter().find(like).copied() {
            Some(other) => {
                gone.retain(|gone| *gone != other);
                pairs.push((other, at));
            }
            None => new.push(at),
        }
    }
    pairs.sort_by_key(|pair| pair.1);
    for (old, at) in pairs {
        found.pair(before[old].0, after[at].0, of_key_result(before[old].1, after[at].1));
    }
    new.into_iter().for_each(|at| found.push(None, Some(after[at].0), What::Added));
    gone.into_iter().for_each(|at| found.push(Some(before[at].0), None, What::Removed));
}

fn of_objective(before: &Objective, after: &Objective) -> Vec<What> {
    let mut changes = Vec::new();
    if !before.is_implicit() && !after.is_implicit() {
        let likeness = wording::likeness(&before.item, &after.item);
        if likeness < 1.0 {
            changes.push(What::Reworded { likeness });
        }
    }
    let due = |objective: &Objective| objective.reading.deadline.clone();
    if let Some(what) = values::deadline(due(before), due(after)) {
        changes.push(what);
    }
    of_item(&before.item, &after.item, &mut changes);
    changes
}

fn of_key_result(before: &KeyResult, after: &KeyResult) -> Vec<What> {
    let mut changes = Vec::new();
    let likeness = wording::likeness(&before.item, &after.item);
    let (old, new) = (&before.reading, &after.reading);
    let measures = wording::measures(before, after);
    // Who goes from the same place to the same place is on the same way, however it is called.
    let same_way =
        old.baseline.is_some() && old.target.is_some() && same(&old.baseline, &new.baseline) && same(&old.target, &new.target);
    let other_measure = measures == Measures::Other && !same_way;
    if likeness < ANOTHER && measures != Measures::Same && !same_way {
        changes.push(What::Replaced);
    } else {
        if let (Some((from, _)), Some((to, _)), true) = (&old.metric, &new.metric, other_measure) {
            changes.push(What::Metric(from.clone(), to.clone()));
        } else if likeness < 1.0 {
            changes.push(What::Reworded { likeness });
        }
        if let Some((from, to)) = values::differ(&old.target, &new.target) {
            // Only a number that measures the same can be harder or easier.
            changes.push(What::Target(from, to, ease(old, new).filter(|_| !other_measure)));
        }
        changes.extend(values::differ(&old.baseline, &new.baseline).map(|(from, to)| What::Baseline(from, to)));
        changes.extend(values::deadline(old.deadline.clone(), new.deadline.clone()));
    }
    changes.extend(values::differ(&old.current, &new.current).map(|(from, to)| What::Current(from, to)));
    of_item(&before.item, &after.item, &mut changes);
    let new_check_ins = check_ins(&before.check_ins, &after.check_ins);
    if !new_check_ins.is_empty() {
        changes.push(What::CheckIns(new_check_ins));
    }
    changes
}

fn of_item(before: &Item, after: &Item, changes: &mut Vec<What>) {
    match (before.dropped, after.dropped) {
        (false, true) => changes.push(What::Dropped),
        (true, false) => changes.push(What::Resumed),
        _ => {}
    }
    let kind = |item: &Item| item.kind.map(|kind| kind.value);
    if kind(before) != kind(after) {
        changes.push(What::Type(kind(before), kind(after)));
    }
    let owners = |item: &Item| item.owners.iter().map(|owner| owner.value.clone()).collect::<Vec<_>>();
    if owners(before) != owners(after) {
        changes.push(What::Owners(owners(before), owners(after)));
    }
    let score = |item: &Item| item.score.and_then(|score| score.value.value);
    if score(before) != score(after) {
        changes.push(What::Score(score(before), score(after)));
    }
    let confidence = |item: &Item| item.confidence.map(|confidence| confidence.value);
    if confidence(before) != confidence(after) {
        changes.push(What::Confidence(confidence(before), confidence(after)));
    }
    let status = |item: &Item| item.status.as_ref().map(|status| status.value.clone());
    let plain = |status: &Option<String>| status.as_ref().map(|status| status.to_lowercase());
    if plain(&status(before)) != plain(&status(after)) {
        changes.push(What::Status(status(before), status(after)));
    }
}

/// The days of the check-ins that are new.
fn check_ins(before: &[CheckIn], after: &[CheckIn]) -> Vec<Option<Date>> {
    let told = |check_in: &CheckIn| {
        let text = |value: &Option<crate::source::Spanned<String>>| value.as_ref().map(|value| value.value.to_lowercase());
        (check_in.date.map(|date| date.value), text(&check_in.told().value), text(&check_in.told().status))
    };
    let known: Vec<_> = before.iter().map(told).collect();
    after
        .iter()
        .filter(|check_in| !known.contains(&told(check_in)))
        .map(|check_in| check_in.date.map(|date| date.value))
        .collect()
}

#[cfg(test)]
mod tests;
