//! What a cycle took over from the one before.

use super::{Located, Step};
use crate::follow::{Between, State, follow};

/// A key result of the later of two cycles and what it was in the earlier one.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'a> {
    /// In the earlier cycle.
    pub before: Located<'a>,
    /// In the later one.
    pub after: Located<'a>,
    /// How alike the two statements are, 0.0..=1.0, numbers left out.
    pub similarity: f32,
}

/// The key results of a cycle that were there in the cycle before, in the later order.
pub fn carried<'a>(before: &Step<'a>, after: &Step<'a>) -> Vec<Carried<'a>> {
    let state = |step: &Step<'a>| State::of_sets(step.sets.iter().map(|(_, set)| *set));
    let items: [Vec<Located<'a>>; 2] = [before, after].map(|step| step.key_results().collect());
    let pairs = follow(&state(before), &state(after), Between::Cycles).key_results.pairs;
    let located = pairs.iter().filter_map(|pair| {
        let (before, after) = (*items[0].get(pair.before)?, *items[1].get(pair.after)?);
        Some(Carried { before, after, similarity: pair.similarity })
    });
    located.collect()
}
