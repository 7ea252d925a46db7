//! Which file and line set a value, so that `okrlint config` can say it.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a value is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The configuration file as shown to the user.
    pub(crate) path: Arc<str>,
    /// 1-based line.
    pub(crate) line: usize,
}

/// The origins of all values that are set, by dotted key; of a list that several files add to, one origin for each element.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origins(BTreeMap<String, Vec<Origin>>);

impl Origins {
    /// Keeps where a value, or the next element of a list, is set.
    pub(super) fn add(&mut self, key: String, origin: Origin) {
        self.0.entry(key).or_default().push(origin);
    }

    /// Where a value is set; nothing where it is not.
    pub(crate) fn of(&self, key: &str) -> &[Origin] {
        self.0.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a value is set.
    pub(super) fn sets(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Takes over what another file sets, which comes before this one.
    pub(super) fn refine(&mut self, other: Self, adds_up: impl Fn(&str) -> bool) {
        for (key, origins) in other.0 {
            match adds_up(&key) {
                true => self.0.entry(key).or_default().extend(origins),
                false => {
                    self.0.insert(key, origins);
                }
            }
        }
    }
}
