//! One team's objectives for one cycle in a state of a document, and the same set in another state.

use std::collections::HashSet;

use super::Standing;
use crate::calendar::Cycle;
use crate::checks::Statement;
use crate::fingerprint;
use crate::follow::State;
use crate::model::{CheckIn, Document, Item, KeyResult, Objective, Section};
use crate::source::Text;
use crate::statement::Reading;

/// The objectives of one section of a document.
#[derive(Debug, Clone)]
pub struct Set<'a> {
    /// Team and cycle.
    pub section: &'a Section,
    /// Objectives in file order, each with its index in the document.
    pub objectives: Vec<(usize, &'a Objective)>,
    /// What the document says beside its OKRs.
    prose: &'a [Text],
}

impl<'a> Set<'a> {
    /// The sets of a document that have objectives, in file order.
    pub fn all(document: &'a Document) -> Vec<Self> {
        (0..document.sections.len()).filter_map(|number| Self::of(document, number)).collect()
    }

    /// The set of one section; `None` where it has no objectives.
    pub fn of(document: &'a Document, number: usize) -> Option<Self> {
        let section = document.sections.get(number)?;
        let objectives: Vec<_> =
            document.objectives.iter().enumerate().filter(|(_, objective)| objective.section == number).collect();
        (!objectives.is_empty()).then_some(Self { section, objectives, prose: &document.prose })
    }

    /// What this set was, or is, in another state of its document: the set of the same team and cycle, or the only set of each state.
    pub fn counterpart<'b>(&self, own: &Document, other: &'b Document) -> Option<Set<'b>> {
        let same = |set: &&Set<'_>| set.name() == self.name();
        let own = Set::all(own);
        // Several parts of a page may speak for one team and cycle.
        let nth = own.iter().filter(same).position(|set| std::ptr::eq(set.section, self.section)).unwrap_or(0);
        let others = Set::all(other);
        if let Some(found) = others.iter().filter(|set| set.name() == self.name()).nth(nth) {
            return Some(found.clone());
        }
        let cycles_agree = |set: &Set<'b>| set.cycle().zip(self.cycle()).is_none_or(|(one, other)| one == other);
        match <[Set<'b>; 1]>::try_from(others) {
            Ok([only]) if own.len() == 1 && cycles_agree(&only) => Some(only),
            _ => None,
        }
    }

    fn cycle(&self) -> Option<Cycle> {
        self.section.cycle.map(|cycle| cycle.value)
    }

    fn name(&self) -> (Option<Cycle>, Option<String>) {
        (self.cycle(), self.section.team.as_ref().map(|team| team.value.to_lowercase()))
    }

    pub(super) fn state(&self) -> State {
        State::of_objectives(self.objectives.iter().map(|(_, objective)| *objective))
    }

    /// The key results in file order, each with its place.
    pub fn key_results(&self) -> Vec<(Statement, &'a KeyResult)> {
        let of = |index: usize, objective: &'a Objective| {
            let all = objective.key_results.iter().enumerate();
            all.map(move |(nth, key_result)| (Statement { objective: index, key_result: Some(nth) }, key_result))
        };
        self.objectives.iter().flat_map(|(index, objective)| of(*index, objective)).collect()
    }

    /// The objective or key result at a place.
    pub(crate) fn statement(&self, at: Statement) -> Option<(&'a Item, &'a Reading)> {
        let objective = self.objectives.iter().find(|(objective, _)| *objective == at.objective)?.1;
        match at.key_result {
            Some(nth) => objective.key_results.get(nth).map(|key_result| (&key_result.item, &key_result.reading)),
            None => Some((&objective.item, &objective.reading)),
        }
    }

    /// Everything the set says beside its statements.
    pub(crate) fn asides(&self) -> impl Iterator<Item = Aside<'a>> {
        let own = self.objectives.iter().flat_map(|&(index, objective)| {
            let at = Statement { objective: index, key_result: None };
            let below = objective.key_results.iter().enumerate().flat_map(move |(nth, key_result)| {
                of_item(Statement { key_result: Some(nth), ..at }, &key_result.item, &key_result.check_ins)
            });
            of_item(at, &objective.item, &objective.check_ins).chain(below)
        });
        let changes = self.section.changes.iter().map(|change| &change.text);
        let beside = self.section.lessons.iter().chain(self.prose).chain(changes);
        own.chain(beside.map(|text| Aside { of: None, kind: AsideKind::Note, text: text.as_str() }))
    }

    /// What the set says beside its statements, as hashes.
    pub(crate) fn told(&self) -> HashSet<u64> {
        self.asides().map(|aside| aside.hash()).collect()
    }
}

/// What stands beside one objective or key result.
fn of_item<'a>(at: Statement, item: &'a Item, check_ins: &'a [CheckIn]) -> impl Iterator<Item = Aside<'a>> {
    let aside = move |kind, text: &'a Text| Aside { of: Some(at), kind, text: text.as_str() };
    let notes = item.notes.iter().map(move |text| aside(AsideKind::Note, text));
    let changes = item.changes.iter().map(move |change| aside(AsideKind::Change, &change.text));
    let told = check_ins.iter().filter_map(|check_in| check_in.told().note.as_ref());
    notes.chain(changes).chain(told.map(move |text| aside(AsideKind::CheckIn, text)))
}

/// A text beside the statements of a set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aside<'a> {
    /// The objective or key result it belongs to.
    of: Option<Statement>,
    kind: AsideKind,
    /// The text.
    pub(crate) text: &'a str,
}

/// Where a text beside a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AsideKind {
    /// A note, a lesson, anything else on the page.
    Note,
    /// A line of the change log.
    Change,
    /// A check-in.
    CheckIn,
}

impl Aside<'_> {
    /// The text as a hash of its words.
    pub(crate) fn hash(&self) -> u64 {
        fingerprint::of_words(self.text)
    }

    /// How the text stands to a change: whether it belongs to what was changed, and whether it is new with the change.
    pub(crate) fn standing(&self, of: impl Fn(Statement) -> bool, with_the_change: bool) -> Standing {
        match self.of.is_some_and(of) {
            true if self.kind == AsideKind::Change || self.kind == AsideKind::Note && with_the_change => Standing::Beside,
            true => Standing::Own,
            false => Standing::Elsewhere,
        }
    }
}
