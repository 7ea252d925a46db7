//! What has changed from one state of a document to another, set by set, ready to be told.

use super::{Aside, Difference, Set, Subject, What, compare};
use crate::checks::Statement;
use crate::model::{Document, Item, is_global_id};
use crate::statement::Reading;

/// What became of a set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SetReview {
    /// The team, where the document tells.
    pub(crate) team: Option<String>,
    /// The cycle, where the document tells.
    pub(crate) cycle: Option<String>,
    /// What became of it.
    pub(crate) fate: Fate,
}

/// What became of a set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate {
    /// It is new; so many objectives and key results.
    Added(usize, usize),
    /// It is gone; so many objectives and key results.
    Removed(usize, usize),
    /// It was there before and has changed.
    Changed(Vec<ItemReview>),
}

/// Something that has changed about an objective or a key result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ItemReview {
    /// What has changed.
    pub(crate) what: What,
    /// Whether it is a key result.
    pub(crate) is_key_result: bool,
    /// Its id; empty where it has none.
    pub(crate) id: String,
    /// The id of the objective it stands under, where that is needed to know it: O2 for one of several KR1.
    pub(crate) under: Option<String>,
    /// The statement before; empty where it is new.
    pub(crate) before: String,
    /// The statement now; empty where it is gone.
    pub(crate) after: String,
    /// Whether the document says why; `None` for what needs no reason.
    pub(crate) reason: Option<Reason>,
}

/// Whether the document says why something was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It does, in these words.
    Given(String),
    /// It does not.
    Missing,
}

/// Compares two states of a document, of which one may be missing. Sets without a change are left out.
pub(crate) fn review(before: Option<&Document>, after: Option<&Document>) -> Vec<SetReview> {
    let mut reviews = Vec::new();
    let mut known: Vec<*const crate::model::Section> = Vec::new();
    for set in after.map_or_else(Vec::new, Set::all) {
        let earlier = after.zip(before).and_then(|(after, before)| set.counterpart(after, before));
        let fate = match &earlier {
            Some(earlier) => Fate::Changed(changes(earlier, &set)),
            None => added(&set, Fate::Added),
        };
        known.extend(earlier.map(|earlier| std::ptr::from_ref(earlier.section)));
        if fate != Fate::Changed(Vec::new()) {
            reviews.push(told(&set, fate));
        }
    }
    for set in before.map_or_else(Vec::new, Set::all) {
        if !known.contains(&std::ptr::from_ref(set.section)) {
            reviews.push(told(&set, added(&set, Fate::Removed)));
        }
    }
    reviews
}

fn told(set: &Set<'_>, fate: Fate) -> SetReview {
    SetReview {
        team: set.section.team.as_ref().map(|team| team.value.clone()),
        cycle: set.section.cycle.map(|cycle| cycle.value.to_string()),
        fate,
    }
}

fn added(set: &Set<'_>, fate: fn(usize, usize) -> Fate) -> Fate {
    let objectives = set.objectives.iter().filter(|(_, objective)| !objective.is_implicit()).count();
    fate(objectives, set.key_results().len())
}

fn changes(before: &Set<'_>, after: &Set<'_>) -> Vec<ItemReview> {
    let differences = compare(before, after).differences;
    let dropped: Vec<Option<Statement>> =
        differences.iter().filter(|difference| difference.what == What::Dropped).map(|difference| difference.after).collect();
    let gone: Vec<Option<usize>> = differences
        .iter()
        .filter(|difference| difference.what == What::Removed)
        .filter_map(|difference| difference.before.filter(|before| before.key_result.is_none()))
        .map(|before| Some(before.objective))
        .collect();
    // "dropped: …" is also a status, and who deletes an objective deletes its key results.
    let told = |difference: &&Difference| match difference.what {
        What::Status(..) => !dropped.contains(&difference.after),
        What::Removed => {
            difference.before.is_some_and(|before| before.key_result.is_none() || !gone.contains(&Some(before.objective)))
        }
        _ => true,
    };
    differences.iter().filter(told).filter_map(|difference| item(before, after, difference)).collect()
}

fn item(before: &Set<'_>, after: &Set<'_>, difference: &Difference) -> Option<ItemReview> {
    let old = difference.before.and_then(|at| before.statement(at));
    let new = difference.after.and_then(|at| after.statement(at));
    let (item, _) = new.or(old)?;
    let (set, at) = difference.after.map(|at| (after, at)).or(difference.before.map(|at| (before, at)))?;
    let words = |spoken: Option<(&Item, &Reading)>| spoken.map_or("", |(item, _)| item.text.as_str()).to_owned();
    Some(ItemReview {
        what: difference.what.clone(),
        is_key_result: at.key_result.is_some(),
        id: item.id.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
        under: item
            .id
            .as_ref()
            .filter(|id| at.key_result.is_some() && !is_global_id(&id.value))
            .and_then(|_| objective_id(set, at)),
        before: words(old),
        after: words(new),
        reason: reason(before, after, difference, old, new),
    })
}

fn objective_id(set: &Set<'_>, at: Statement) -> Option<String> {
    let (item, _) = set.statement(Statement { key_result: None, ..at })?;
    item.id.as_ref().map(|id| id.value.clone())
}

/// Why something was changed that should not be changed without a word.
fn reason(
    before: &Set<'_>,
    after: &Set<'_>,
    difference: &Difference,
    old: Option<(&Item, &Reading)>,
    new: Option<(&Item, &Reading)>,
) -> Option<Reason> {
    let own = match &difference.what {
        What::Dropped => new.and_then(|(item, _)| beside(item)),
        What::Removed | What::Replaced | What::Metric(..) | What::Target(..) | What::Baseline(..) => None,
        _ => return None,
    };
    let told = before.told();
    let subject = Subject::new(old.or(new)?, new);
    let of = |of: Statement| {
        let objective = difference.after.map(|after| after.objective);
        Some(of) == difference.after || of.key_result.is_none() && Some(of.objective) == objective
    };
    let explains =
        |aside: &Aside<'_>| !told.contains(&aside.hash()) && subject.is_explained_by(aside.text, aside.standing(of, true));
    let found = own.or_else(|| after.asides().find(explains).map(|aside| aside.text.to_owned()));
    Some(found.map_or(Reason::Missing, Reason::Given))
}

/// What stands beside a struck-out statement: more than the word that it was dropped, or a note.
fn beside(item: &Item) -> Option<String> {
    let status = item.status.as_ref().map_or("", |status| status.value.as_str());
    let status = status.split_once(':').map_or(status, |(_, reason)| reason).trim();
    match item.notes.first() {
        _ if status.split_whitespace().count() > 1 => Some(status.to_owned()),
        Some(note) => Some(note.as_str().to_owned()),
        None => None,
    }
}
