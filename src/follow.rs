//! Follows objectives and key results from one state of a set to another: from one version of a document to the next, or from one cycle of a
//! series to the next. By id where ids name things, else by what the statements say.
//!
//! Every pair that has an id, a text or an uncommon word in common gets a score; the best pairs are joined first, each item once. Words
//! that very many items share are not looked at, so that the work grows with the number of items and not with its square.

mod likeness;

use std::cmp::Reverse;
use std::collections::BTreeMap;

pub use likeness::Likeness;
pub(crate) use likeness::{content_words, stem};

use crate::model::Objective;
use crate::workspace::OutlineSet;

/// What lies between the two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Two versions of one document: an id names the same item.
    Versions,
    /// Two cycles: an id names an item within its cycle, so KR2 may be another key result.
    Cycles,
}

/// How it is known that two items are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// They say the same, but for case and punctuation.
    SameText,
    /// They have the same id.
    Id,
    /// They say nearly the same.
    SimilarText,
    /// Their key results are the same ones.
    KeyResults,
}

/// One item in both states, by index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Index before.
    pub before: usize,
    /// Index after.
    pub after: usize,
    /// How that is known.
    pub how: How,
    /// How alike the two statements are, 0.0..=1.0, numbers left out.
    pub similarity: f32,
}

/// Which items of two states are the same, and which have none to go with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matching {
    /// In the order of the later state.
    pub pairs: Vec<Pair>,
    /// Indices of what is gone.
    pub before_only: Vec<usize>,
    /// Indices of what is new.
    pub after_only: Vec<usize>,
}

impl Matching {
    /// What an item of the later state was before.
    pub fn before(&self, after: usize) -> Option<&Pair> {
        self.pairs.binary_search_by_key(&after, |pair| pair.after).ok().map(|at| &self.pairs[at])
    }
}

/// The objectives and key results of a state, for comparison.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The objectives.
    pub objectives: Vec<Likeness>,
    /// The key results, each with the index of its objective in `objectives`.
    pub key_results: Vec<(usize, Likeness)>,
}

impl State {
    /// The state that the objectives of a document, or of one of its sets, are in. Key results are numbered through, in file order.
    pub fn of_objectives<'a>(objectives: impl IntoIterator<Item = &'a Objective>) -> Self {
        let mut state = Self::default();
        for objective in objectives {
            let parent = state.objectives.len();
            state.objectives.push(Likeness::of_objective(objective));
            let key_results = objective.key_results.iter();
            state.key_results.extend(key_results.map(|key_result| (parent, Likeness::of_key_result(key_result))));
        }
        state
    }

    /// The state that sets were in when they were checked: the objectives and the key results of their traces, each in order.
    pub fn of_sets<'a>(sets: impl IntoIterator<Item = &'a OutlineSet>) -> Self {
        let mut state = Self::default();
        for set in sets {
            for trace in &set.traces {
                let likeness = Likeness::of_trace(set, trace);
                match trace.key_result {
                    None => state.objectives.push(likeness),
                    // An objective's trace stands before those of its key results.
                    Some(_) => state.key_results.push((state.objectives.len().saturating_sub(1), likeness)),
                }
            }
        }
        state
    }
}

/// Which objectives and key results of two states are the same.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Followed {
    /// By index in [`State::objectives`].
    pub objectives: Matching,
    /// By index in [`State::key_results`].
    pub key_results: Matching,
}

/// Score from which on two items are taken for one. Of two statements of five words each, three must be shared.
const SAME: f32 = 0.6;
/// What the same id adds between versions: enough by itself, so that a rewritten key result keeps its identity, and not so much that
/// renumbering would hide who says the same.
const SAME_ID: f32 = SAME;
/// What the same id adds between cycles, and what standing under the same objective adds: a hint, and the choice between equals.
const HINT: f32 = 0.1;
/// A word that more items share than this tells little about which is which.
const COMMON: usize = 48;

/// Follows objectives and key results from one state to another.
pub fn follow(before: &State, after: &State, between: Between) -> Followed {
    let objectives: [Vec<&Likeness>; 2] = [before, after].map(|state| state.objectives.iter().collect());
    let by_id = |a: &Likeness, b: &Likeness, named: bool| match between {
        _ if a.id.is_none() || a.id != b.id || !(named || a.global) => 0.0,
        Between::Versions => SAME_ID,
        Between::Cycles => HINT,
    };
    let mut of_objectives =
        matching(&objectives[0], &objectives[1], between, |a, b| by_id(objectives[0][a], objectives[1][b], true));
    let key_results: [Vec<&Likeness>; 2] = [before, after].map(|state| state.key_results.iter().map(|(_, item)| item).collect());
    let of_key_results = matching(&key_results[0], &key_results[1], between, |a, b| {
        let parent = of_objectives.before(after.key_results[b].0).is_some_and(|pair| pair.before == before.key_results[a].0);
        by_id(key_results[0][a], key_results[1][b], parent) + if parent { HINT } else { 0.0 }
    });
    join_by_key_results(&mut of_objectives, &of_key_results, before, after);
    Followed { objectives: of_objectives, key_results: of_key_results }
}

/// A possible pair.
struct Candidate {
    score: f32,
    before: usize,
    after: usize,
}

/// Joins the best pairs first. `hint` adds to the score of a pair of indices.
fn matching(before: &[&Likeness], after: &[&Likeness], between: Between, hint: impl Fn(usize, usize) -> f32) -> Matching {
    let index = Index::new(before);
    let mut candidates: Vec<Candidate> = Vec::new();
    for (at, item) in after.iter().enumerate() {
        candidates.extend(index.candidates(item).into_iter().filter_map(|other| {
            let score = before[other].identity(item) + hint(other, at);
            (score >= SAME).then_some(Candidate { score, before: other, after: at })
        }));
    }
    // Of equals, those that stand nearest to their old place.
    let key = |candidate: &Candidate| (candidate.before.abs_diff(candidate.after), candidate.after, candidate.before);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| key(a).cmp(&key(b))));
    let (mut gone, mut new) = (vec![true; before.len()], vec![true; after.len()]);
    let mut pairs: Vec<Pair> = Vec::new();
    for Candidate { before: a, after: b, .. } in candidates {
        if !gone[a] || !new[b] {
            continue;
        }
        (gone[a], new[b]) = (false, false);
        let how = match between {
            _ if before[a].text == after[b].text => How::SameText,
            Between::Versions if before[a].id.is_some() && before[a].id == after[b].id => How::Id,
            _ => How::SimilarText,
        };
        pairs.push(Pair { before: a, after: b, how, similarity: before[a].similarity(after[b]) });
    }
    pairs.sort_by_key(|pair| pair.after);
    let left = |marks: &[bool]| marks.iter().enumerate().filter(|(_, left)| **left).map(|(at, _)| at).collect();
    Matching { before_only: left(&gone), after_only: left(&new), pairs }
}

/// Where to look for what goes with an item.
struct Index {
    /// Stem, text and id hashes with the item that has them, sorted.
    entries: Vec<(u64, usize)>,
}

impl Index {
    fn new(items: &[&Likeness]) -> Self {
        let mut entries: Vec<(u64, usize)> =
            items.iter().enumerate().flat_map(|(at, item)| keys(item).map(move |key| (key, at))).collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// The items that have something uncommon in common with this one, each once.
    fn candidates(&self, item: &Likeness) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for key in keys(item) {
            let start = self.entries.partition_point(|entry| entry.0 < key);
            let holders = self.entries[start..].iter().take_while(|entry| entry.0 == key).map(|entry| entry.1);
            if holders.clone().nth(COMMON).is_none() {
                found.extend(holders);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn keys(item: &Likeness) -> impl Iterator<Item = u64> {
    item.words.iter().map(|word| word.stem).chain([item.text]).chain(item.id)
}

/// An objective in new words whose key results are for the most part those of an old one is that old one.
fn join_by_key_results(objectives: &mut Matching, key_results: &Matching, before: &State, after: &State) {
    let mut votes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for pair in &key_results.pairs {
        *votes.entry((before.key_results[pair.before].0, after.key_results[pair.after].0)).or_default() += 1;
    }
    let size = |state: &State, objective: usize| state.key_results.iter().filter(|(parent, _)| *parent == objective).count();
    let mut votes: Vec<((usize, usize), usize)> = votes.into_iter().collect();
    votes.sort_by_key(|(pair, count)| (Reverse(*count), *pair));
    for ((a, b), count) in votes {
        let free = objectives.before_only.contains(&a) && objectives.after_only.contains(&b);
        if !free || count * 2 <= size(before, a) || count * 2 <= size(after, b) {
            continue;
        }
        objectives.before_only.retain(|other| *other != a);
        objectives.after_only.retain(|other| *other != b);
        let similarity = before.objectives[a].similarity(&after.objectives[b]);
        objectives.pairs.push(Pair { before: a, after: b, how: How::KeyResults, similarity });
    }
    objectives.pairs.sort_by_key(|pair| pair.after);
}

#[cfg(test)]
mod tests;
