//! Chance that is the same in every run.

#[path = "../../support/split_mix.rs"]
mod split_mix;

use split_mix::SplitMix;

/// Chance as an organisation's history needs it.
pub(super) struct Chance(SplitMix);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(SplitMix(seed))
    }

    /// A number from one to below another.
    pub(super) fn of(&mut self, from: i64, to: i64) -> i64 {
        from + (self.0.next() % (to - from) as u64) as i64
    }

    pub(super) fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[(self.0.next() % all.len() as u64) as usize]
    }
}
