//! The measures of an organisation's key results: those that measure the same side by side, and those that a parent's is made of.

use std::collections::BTreeSet;

use super::{Organisation, Target};
use crate::model::Level;
use crate::statement::Identity;
use crate::workspace::{LinkKind, Measure, OutlineSet};

/// A standing key result of a team or of the company, and what it measures.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// Index of the key result among the organisation's nodes.
    pub node: usize,
    /// Index of its set.
    pub set: usize,
    /// What it measures.
    pub measure: &'a Measure,
    words: &'a [u32],
}

impl<'a> Stated<'a> {
    fn of(organisation: &Organisation<'a>, set: usize, measure: &'a Measure) -> Option<Self> {
        let unit = &organisation.sets[set];
        let (of_set, node): (&'a OutlineSet, usize) = (unit.set, unit.nodes.start + measure.trace as usize);
        let stands = organisation.nodes.get(node).is_some_and(|node| !node.trace.dropped);
        stands.then(|| Self { node, set, measure, words: of_set.words_of(measure) })
    }

    /// The words that narrow it, as hashes.
    pub fn words(&self) -> &'a [u32] {
        self.words
    }

    /// Whether it measures what the other does, or a part of it.
    pub fn is_within(&self, other: &Self) -> bool {
        (self.measure.head, self.measure.unit) == (other.measure.head, other.measure.unit)
            && Identity::is_within(self.words, other.words)
    }

    /// Whether it measures what the other does, in more words: a purpose, an adjective.
    pub fn is_loosely(&self, other: &Self) -> bool {
        Identity::is_loose(self.words, other.words)
    }
}

/// A key result that states a part of what another is to reach, in the measure of that other.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The other one.
    pub whole: Stated<'a>,
    /// The part.
    pub part: Stated<'a>,
    /// Whether the link names the other key result, and not only its objective.
    pub is_named: bool,
}

impl<'a> Organisation<'a> {
    /// What teams and the company measure, in the order of the nodes; what people measure for themselves is left out.
    pub fn stated(&self) -> Vec<Stated<'a>> {
        let of_teams = self.sets.iter().enumerate().filter(|(_, unit)| unit.set.level != Some(Level::Individual));
        of_teams
            .flat_map(|(set, unit)| unit.set.measures.iter().filter_map(move |measure| Stated::of(self, set, measure)))
            .collect()
    }

    /// The parts of which the key results of other sets of the same time are made, by the links that say so: in the order of the wholes,
    /// each part once.
    pub fn parts(&self) -> Vec<Part<'a>> {
        let (stated, starts) = self.by_objective();
        let of = |objective: usize| &stated[starts[objective]..starts[objective + 1]];
        let mut parts: Vec<Part<'a>> = Vec::new();
        for link in self.links.iter().filter(|link| link.kind == LinkKind::Supports) {
            let own = self.nodes[link.from].objective;
            let is_own = |part: &&Stated<'a>| link.from == own || part.node == link.from;
            for &item in link.target.items().iter().filter(|item| self.unit(**item).time == self.unit(own).time) {
                let objective = self.nodes[item].objective;
                let is_named = item != objective;
                for part in of(own).iter().filter(is_own).filter(|part| part.set != self.nodes[item].set) {
                    let head = part.measure.head;
                    let wholes = of(objective);
                    let from = wholes.partition_point(|whole| whole.measure.head < head);
                    let wholes = wholes[from..].iter().take_while(|whole| whole.measure.head == head);
                    let meant = wholes.filter(|whole| (!is_named || whole.node == item) && part.is_within(whole));
                    parts.extend(meant.map(|whole| Part { whole: *whole, part: *part, is_named }));
                }
            }
        }
        parts.sort_unstable_by_key(|part| (part.whole.node, part.part.node, !part.is_named));
        parts.dedup_by_key(|part| (part.whole.node, part.part.node));
        parts
    }

    /// What is measured, by objective and head, and where the measures of each objective begin and those of the next, by its node.
    fn by_objective(&self) -> (Vec<Stated<'a>>, Vec<usize>) {
        let mut stated = self.stated();
        let objective = |stated: &Stated<'a>| self.nodes[stated.node].objective;
        stated.sort_unstable_by_key(|stated| (objective(stated), stated.measure.head, stated.node));
        let mut starts: Vec<usize> = Vec::with_capacity(self.nodes.len() + 1);
        for (at, stated) in stated.iter().enumerate() {
            starts.resize(objective(stated) + 1, at);
        }
        starts.resize(self.nodes.len() + 1, stated.len());
        (stated, starts)
    }

    /// Whether an item, or the objective it stands under, supports another item, or the objective that one stands under.
    pub fn supports(&self, from: usize, to: usize) -> bool {
        let (own, other) = (self.nodes[from].objective, self.nodes[to].objective);
        let range = self.unit(from).nodes.clone();
        let first = self.links.partition_point(|link| link.from < range.start);
        let links = self.links[first..].iter().take_while(|link| link.from < range.end);
        let own = links.filter(|link| link.kind == LinkKind::Supports && (link.from == own || link.from == from));
        own.into_iter().any(|link| link.target.items().iter().any(|item| *item == to || *item == other))
    }

    /// The pairs of sets of which the first is linked to the second, in whatever way.
    pub fn linked_sets(&self) -> BTreeSet<(usize, usize)> {
        let mut linked = BTreeSet::new();
        for link in &self.links {
            let from = self.nodes[link.from].set;
            let items = link.target.items().iter().map(|item| self.nodes[*item].set);
            let teams = if let Target::Team(sets) = &link.target { sets.as_slice() } else { &[] };
            linked.extend(items.chain(teams.iter().copied()).filter(|to| *to != from).map(|to| (from, to)));
        }
        linked
    }
}
