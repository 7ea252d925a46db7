//! What is known from before: findings, or statements, by document, and which of those that are there now they account for. First those of the
//! same document, word for word, then with other figures. What was known of a document that is gone accounts for what a new one brings, so
//! that a moved document brings nothing.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::fingerprint::{Hasher, Identity, Sought};

/// Something that is known, so many times in a document.
#[derive(Debug, Clone)]
pub(crate) struct Known<'a> {
    /// The document.
    pub(crate) path: &'a str,
    /// What it is known by there.
    pub(crate) identity: Identity,
    /// How many times.
    pub(crate) count: u32,
}

/// What is known, and how much of it has not been met again. Documents may ask at the same time.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    exact: Vec<u32>,
    left: Vec<AtomicU32>,
    /// Places in `left` by the hash of path and likeness.
    at_home: HashMap<u64, Vec<usize>>,
    /// Those of documents that are gone, by likeness.
    strays: HashMap<u64, Vec<usize>>,
}

impl Ledger {
    /// What is known, in a fixed order; `is_gone` tells of a document whether it is there no more.
    pub(crate) fn new<'a>(known: impl IntoIterator<Item = Known<'a>>, is_gone: impl Fn(&str) -> bool) -> Self {
        let mut ledger = Self::default();
        let mut last: Option<(&str, bool)> = None;
        for (at, Known { path, identity, count }) in known.into_iter().enumerate() {
            ledger.exact.push(identity.exact);
            ledger.left.push(AtomicU32::new(count & !SPLIT));
            let gone = last.filter(|(other, _)| *other == path).map_or_else(|| is_gone(path), |(_, gone)| gone);
            last = Some((path, gone));
            ledger.at_home.entry(home(path, identity)).or_default().push(at);
            if gone {
                ledger.strays.entry(identity.alike).or_default().push(at);
            }
        }
        ledger
    }

    /// Whether something is known of documents that are gone, so that the order in which new documents ask makes a difference.
    pub(crate) fn has_strays(&self) -> bool {
        !self.strays.is_empty()
    }

    /// For each thing of a document what accounts for it there, as its place in the order in which the ledger was made.
    pub(crate) fn at_home(&self, path: &str, sought: &[Sought]) -> Vec<Option<usize>> {
        let mut taken = vec![None; sought.len()];
        self.take(&self.at_home, |identity| home(path, identity), sought, &mut taken);
        taken
    }

    /// The same, and what is not accounted for there by what was known of documents that are gone.
    pub(crate) fn anywhere(&self, path: &str, sought: &[Sought]) -> Vec<Option<usize>> {
        let mut taken = self.at_home(path, sought);
        self.take(&self.strays, |identity| identity.alike, sought, &mut taken);
        taken
    }

    /// How many times something that is known was not met again, by its place in the order in which the ledger was made.
    pub(crate) fn left(&self, at: usize) -> u32 {
        self.left.get(at).map_or(0, |left| left.load(Ordering::Relaxed) & !SPLIT)
    }

    fn take(
        &self,
        places: &HashMap<u64, Vec<usize>>,
        key: impl Fn(Identity) -> u64,
        sought: &[Sought],
        taken: &mut [Option<usize>],
    ) {
        let alike = |identity: Identity| places.get(&key(identity)).into_iter().flatten().copied();
        for exactly in [true, false] {
            for (Sought { identity, .. }, taken) in sought.iter().zip(&mut *taken).filter(|(_, taken)| taken.is_none()) {
                let fits = |at: &usize| (!exactly || self.exact[*at] == identity.exact) && self.take_one(*at);
                *taken = alike(*identity).find(fits);
            }
        }
        // What is left of a wider finding when all others have found theirs has fallen into parts.
        for (Sought { wider, .. }, taken) in sought.iter().zip(&mut *taken).filter(|(_, taken)| taken.is_none()) {
            *taken = wider.iter().flat_map(|wider| alike(*wider)).find(|at| self.split(*at));
        }
    }

    fn take_one(&self, at: usize) -> bool {
        let one = |left: u32| if left & SPLIT == 0 { left.checked_sub(1) } else { None };
        self.left[at].fetch_update(Ordering::Relaxed, Ordering::Relaxed, one).is_ok()
    }

    /// Takes all of something that is known, for any number of parts.
    fn split(&self, at: usize) -> bool {
        let all = |left: u32| (left > 0).then_some(SPLIT);
        self.left[at].fetch_update(Ordering::Relaxed, Ordering::Relaxed, all).is_ok()
    }
}

/// Marks what has fallen into parts.
const SPLIT: u32 = 1 << 31;

fn home(path: &str, identity: Identity) -> u64 {
    Hasher::new().part(path).number(identity.alike).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(alike: u64, exact: u32) -> Identity {
        Identity { alike, exact }
    }

    fn sought(alike: u64, exact: u32) -> Sought {
        Sought { identity: identity(alike, exact), wider: [identity(100, 0), identity(200, 0)] }
    }

    fn known(path: &str, alike: u64, exact: u32, count: u32) -> Known<'_> {
        Known { path, identity: identity(alike, exact), count }
    }

    #[test]
    fn the_exact_comes_before_the_alike_whatever_the_order() {
        let ledger = || Ledger::new([known("a.md", 1, 10, 1), known("a.md", 1, 20, 1)], |_| false);
        assert_eq!(ledger().at_home("a.md", &[sought(1, 99), sought(1, 10), sought(1, 20)]), [None, Some(0), Some(1)]);
        assert_eq!(ledger().at_home("a.md", &[sought(1, 99), sought(1, 20), sought(2, 10)]), [Some(0), Some(1), None]);
    }

    #[test]
    fn each_is_met_as_often_as_it_is_known() {
        let ledger = Ledger::new([known("a.md", 1, 10, 2), known("a.md", 2, 0, 3)], |_| false);
        assert_eq!(ledger.at_home("a.md", &[sought(1, 10); 3]), [Some(0), Some(0), None]);
        assert_eq!((ledger.left(0), ledger.left(1), ledger.left(2)), (0, 3, 0));
    }

    #[test]
    fn only_what_is_gone_accounts_for_other_documents() {
        let ledger = Ledger::new([known("a.md", 1, 10, 1), known("b.md", 1, 10, 1)], |path| path == "b.md");
        assert!(ledger.has_strays());
        assert_eq!(ledger.at_home("c.md", &[sought(1, 10)]), [None]);
        assert_eq!(ledger.anywhere("c.md", &[sought(1, 10); 2]), [Some(1), None]);
        assert_eq!(ledger.anywhere("a.md", &[sought(1, 11)]), [Some(0)]);
    }

    #[test]
    fn a_wider_finding_accounts_for_its_parts_once_it_is_there_no_more() {
        let ledger = || Ledger::new([known("a.md", 100, 0, 1)], |_| false);
        assert_eq!(ledger().at_home("a.md", &[sought(1, 10), sought(100, 0)]), [None, Some(0)]);
        let fallen = ledger();
        assert_eq!(fallen.at_home("a.md", &[sought(1, 10), sought(2, 10)]), [Some(0), Some(0)]);
        assert_eq!((fallen.left(0), fallen.at_home("b.md", &[sought(1, 10)])), (0, vec![None]));
    }
}
