//! Objectives that repeat what an upper set states: a team that says the company's sentence has said what it supports.

use std::collections::HashMap;

use super::{Basis, Link, Organisation, Target};
use crate::fingerprint;
use crate::workspace::LinkKind;

/// What the upper sets state, by time and by the words of the statement.
pub(super) struct UpperStatements(HashMap<(usize, u64), Vec<usize>>);

impl UpperStatements {
    pub(super) fn of(organisation: &Organisation<'_>) -> Self {
        let mut stated: HashMap<(usize, u64), Vec<usize>> = HashMap::new();
        for unit in organisation.sets.iter().filter(|unit| unit.is_upper()) {
            for node in unit.nodes.clone() {
                let text = organisation.text(node);
                // "(5k+ users, several units)" behind the sentence explains it.
                let explained = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")).map(|(sentence, _)| sentence);
                for said in std::iter::once(text).chain(explained).filter(|said| !said.is_empty()) {
                    stated.entry((unit.time, fingerprint::of_words(said))).or_default().push(node);
                }
            }
        }
        Self(stated)
    }

    /// A link for each wanted objective of a lower set that repeats a statement of another set.
    pub(super) fn repeated_in<'s, 'a: 's>(
        &'s self,
        organisation: &'s Organisation<'a>,
        set: usize,
        wanted: impl Fn(&usize) -> bool + 's,
    ) -> impl Iterator<Item = Link<'a>> + 's {
        let unit = &organisation.sets[set];
        let lower = !self.0.is_empty() && !unit.is_upper();
        let objectives = unit.nodes.clone().filter(move |node| lower && organisation.nodes[*node].trace.key_result.is_none());
        objectives.filter_map(move |from| {
            let said = fingerprint::of_words(organisation.text(from));
            let times = organisation.times[unit.time].shared.iter();
            let found: Vec<usize> = times.filter_map(|time| self.0.get(&(*time, said))).flatten().copied().collect();
            let (kind, basis) = (LinkKind::Supports, Basis::Restated);
            let span = organisation.nodes[from].trace.span;
            (!found.is_empty() && wanted(&from)).then(|| Link {
                from,
                kind,
                basis,
                span,
                name: organisation.text(from),
                settled: false,
                target: Target::Items(found),
            })
        })
    }
}
