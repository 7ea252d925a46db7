//! Chance that is the same in every run.

#[path = "split_mix.rs"]
mod split_mix;

use split_mix::SplitMix;

/// Chance as invented organisations need it.
pub(crate) struct Chance(SplitMix);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SplitMix(seed))
    }

    /// A number from one to below another.
    pub(crate) fn of(&mut self, from: i64, to: i64) -> i64 {
        from + (self.0.next() % (to - from) as u64) as i64
    }

    pub(crate) fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[(self.0.next() % all.len() as u64) as usize]
    }
}
