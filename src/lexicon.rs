//! Word lists of the field, compiled from `rules/lexicons/*.toml` when okrlint is built.

/// One term of a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The term in lower case; several words are separated by one space.
    pub(crate) term: &'static str,
    /// Its class in the lexicon.
    pub(crate) class: &'static str,
    /// Advice or explanation; empty when there is none.
    pub(crate) note: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

/// All entries of a sorted table whose term is exactly `term` (lower case).
pub(crate) fn exact(table: &'static [Entry], term: &str) -> &'static [Entry] {
    let start = table.partition_point(|entry| entry.term < term);
    let end = start + table[start..].partition_point(|entry| entry.term == term);
    &table[start..end]
}
