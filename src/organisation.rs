//! The organisation of a run as a graph: the sets of each cycle with their levels, their objectives and key results, and the links between
//! them, each resolved to what it names. Everything is looked up by key, so that building it takes time in proportion to what it holds.

mod circles;
mod measures;
mod names;
mod resolve;
mod restated;

pub use circles::circles;
pub use measures::{Part, Stated};
pub(crate) use names::key as id_key;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::calendar::{FiscalYear, Period, days};
use crate::model::Level;
use crate::source::Span;
use crate::workspace::{LinkKind, Outline, OutlineLink, OutlineSet, Trace};

/// The sets of a run, what stands in them, and how it is linked.
#[derive(Debug, Clone, Default)]
pub struct Organisation<'a> {
    /// The sets that hold something, in the order of the documents.
    pub sets: Vec<Unit<'a>>,
    /// Their objectives, each followed by its key results.
    pub nodes: Vec<Node<'a>>,
    /// The links, in the order of the items at which they stand.
    pub links: Vec<Link<'a>>,
    /// The times for which there are sets.
    pub times: Vec<Time>,
}

/// A set, and where it stands.
#[derive(Debug, Clone)]
pub struct Unit<'a> {
    /// The document.
    pub outline: &'a Outline,
    /// The set.
    pub set: &'a OutlineSet,
    /// Index of its time.
    pub time: usize,
    /// Indices of its objectives and key results.
    pub nodes: Range<usize>,
}

/// An objective or key result.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// Index of its set.
    pub set: usize,
    /// Index of its objective; its own for an objective.
    pub objective: usize,
    /// What is known of it.
    pub trace: &'a Trace,
}

/// A time for which there are sets.
#[derive(Debug, Clone)]
pub struct Time {
    /// First and last day; `None` where the sets do not tell.
    pub days: Option<Period>,
    /// Its sets.
    pub sets: Vec<usize>,
    /// Those of them that are of the company or a department.
    pub upper: Vec<usize>,
    /// The times that have days in common with it, itself included; sets that tell no time belong to any.
    pub shared: Vec<usize>,
}

/// What makes a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Words that name what is linked.
    Written,
    /// That one stands below the other in a document.
    Nested,
    /// That one repeats the statement of the other, which stands above it in the organisation.
    Restated,
}

/// A link, resolved.
#[derive(Debug, Clone)]
pub struct Link<'a> {
    /// Index of the item at which it stands.
    pub from: usize,
    /// What it says.
    pub kind: LinkKind,
    /// What makes it one.
    pub basis: Basis,
    /// Where it stands.
    pub span: Span,
    /// The name in it; the whole link where it is no name.
    pub name: &'a str,
    /// Whether it is told to be agreed on.
    pub settled: bool,
    /// What it names.
    pub target: Target,
}

/// What a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Items of the run, by index: one, or several where the name is not exact. Never empty.
    Items(Vec<usize>),
    /// A team, by the indices of its sets. Never empty.
    Team(Vec<usize>),
    /// An item of this name, by index, in another cycle alone.
    OtherCycle(usize),
    /// Nothing, though others of that prefix are known: objectives, or key results of the objective it names.
    Missing(Vec<usize>),
    /// Nothing, and nothing else of that prefix is known.
    Unknown,
    /// Something that is no name of this run: a sentence, a page, an item of another tool.
    Elsewhere,
}

impl Target {
    /// The items it names.
    pub fn items(&self) -> &[usize] {
        match self {
            Self::Items(items) => items,
            _ => &[],
        }
    }
}

impl<'a> Organisation<'a> {
    /// The organisation that documents describe. Their outlines must have traces.
    pub fn of(outlines: &[&'a Outline], fiscal_year: FiscalYear) -> Self {
        let mut organisation = Self::default();
        let mut times: BTreeMap<Option<(jiff::civil::Date, jiff::civil::Date)>, usize> = BTreeMap::new();
        for &outline in outlines {
            for set in outline.sets.iter().filter(|set| !set.traces.is_empty()) {
                let days = set.days(fiscal_year);
                let time = *times.entry(days.map(|days| (days.start, days.end))).or_insert_with(|| {
                    organisation.times.push(Time { days, sets: Vec::new(), upper: Vec::new(), shared: Vec::new() });
                    organisation.times.len() - 1
                });
                organisation.add(outline, set, time);
            }
        }
        organisation.share_times();
        organisation.links = resolve::links(&organisation);
        organisation
    }

    fn add(&mut self, outline: &'a Outline, set: &'a OutlineSet, time: usize) {
        let (number, first) = (self.sets.len(), self.nodes.len());
        let mut objective = first;
        for trace in &set.traces {
            if trace.key_result.is_none() {
                objective = self.nodes.len();
            }
            self.nodes.push(Node { set: number, objective, trace });
        }
        let unit = Unit { outline, set, time, nodes: first..self.nodes.len() };
        self.times[time].sets.push(number);
        if unit.is_upper() {
            self.times[time].upper.push(number);
        }
        self.sets.push(unit);
    }

    fn share_times(&mut self) {
        let shares = |a: &Time, b: &Time| a.days.zip(b.days).is_none_or(|(a, b)| a.start <= b.end && b.start <= a.end);
        let shared: Vec<Vec<usize>> = self
            .times
            .iter()
            .map(|time| (0..self.times.len()).filter(|other| shares(time, &self.times[*other])).collect())
            .collect();
        for (time, shared) in self.times.iter_mut().zip(shared) {
            time.shared = shared;
        }
    }

    /// The set in which an item stands.
    pub fn unit(&self, node: usize) -> &Unit<'a> {
        &self.sets[self.nodes[node].set]
    }

    /// The statement of an item.
    pub fn text(&self, node: usize) -> &'a str {
        let Node { set, trace, .. } = self.nodes[node];
        self.sets[set].set.text(trace)
    }

    /// The id of an item as written.
    pub fn id(&self, node: usize) -> Option<&'a str> {
        let Node { set, trace, .. } = self.nodes[node];
        self.sets[set].set.id(trace)
    }

    /// What an item is called: its id, else its statement.
    pub fn name(&self, node: usize) -> &'a str {
        self.id(node).unwrap_or_else(|| self.text(node))
    }

    /// The sets that share days with a set, itself included.
    pub fn beside(&self, set: usize) -> impl Iterator<Item = usize> {
        self.times[self.sets[set].time].shared.iter().flat_map(|time| self.times[*time].sets.iter().copied())
    }

    /// The times that run on a day or are still to come, and of which no shorter one is part.
    pub fn running(&self, today: Date) -> Vec<usize> {
        let length = |time: usize| self.times[time].days.map(|period| days(period.start, period.end));
        let open = |time: &usize| self.times[*time].days.is_some_and(|days| days.end >= today);
        let is_shortest = |time: &usize| {
            let shared = &self.times[*time].shared;
            shared.iter().all(|other| !open(other) || length(*other) >= length(*time))
        };
        (0..self.times.len()).filter(|time| open(time) && is_shortest(time)).collect()
    }

    /// The set that stands highest in the organisation among those of a time that have objectives.
    pub fn top(&self, time: usize) -> Option<usize> {
        let sets = self.times[time].sets.iter().copied().filter(|set| self.objectives(*set).next().is_some());
        sets.min_by_key(|set| (self.sets[*set].set.level.is_none(), self.sets[*set].set.level))
    }

    /// The sets of the company and the departments among them.
    pub fn above(&self, set: usize) -> impl Iterator<Item = usize> {
        self.times[self.sets[set].time].shared.iter().flat_map(|time| self.times[*time].upper.iter().copied())
    }

    /// The objectives of a set that stand and say something.
    pub fn objectives(&self, set: usize) -> impl Iterator<Item = usize> {
        let stands = |node: &usize| {
            let trace = self.nodes[*node].trace;
            trace.key_result.is_none() && !trace.dropped && !trace.span.is_empty()
        };
        self.sets[set].nodes.clone().filter(stands)
    }

    /// The key results of a set that stand.
    pub fn key_results(&self, set: usize) -> impl Iterator<Item = usize> {
        let stands = |node: &usize| self.nodes[*node].trace.key_result.is_some() && !self.nodes[*node].trace.dropped;
        self.sets[set].nodes.clone().filter(stands)
    }
}

impl<'a> Unit<'a> {
    /// Whether it is the set of the company or a department, to which others can contribute.
    pub fn is_upper(&self) -> bool {
        matches!(self.set.level, Some(Level::Company | Level::Department))
    }

    /// The team's name; a person's where it is a person's set.
    pub fn team(&self) -> Option<&'a str> {
        let person = self.set.owner.as_deref().filter(|_| self.set.level == Some(Level::Individual));
        person.or(self.set.team.as_deref())
    }

    /// The team's name, else the document's path.
    pub fn name(&self) -> &'a str {
        self.team().unwrap_or(&self.outline.path)
    }

    /// Whether both are sets of one team.
    pub fn is_same_team(&self, other: &Self) -> bool {
        match (self.team(), other.team()) {
            (Some(own), Some(other)) => own.eq_ignore_ascii_case(other),
            _ => self.outline.path == other.outline.path,
        }
    }

    fn links(&self) -> impl Iterator<Item = (usize, &'a OutlineLink)> {
        let first = self.nodes.start;
        self.set.links.iter().map(move |link| (first + link.trace as usize, link))
    }
}

#[cfg(test)]
mod tests;
