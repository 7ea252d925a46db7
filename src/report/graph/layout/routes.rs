//! The way of each line: from its objective through gutters and lanes to where it leads.

use std::collections::HashMap;

use super::super::{Aim, Line, group_of};
use super::columns::Columns;
use crate::graph::{Graph, Kind};

/// Where a piece of a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Stop {
    /// At an objective.
    Row(usize),
    /// At the head of a team's card.
    Head(usize),
    /// In a lane.
    Lane(usize),
}

/// Lines of a kind that lead to the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bundle {
    pub(super) kind: Kind,
    pub(super) to: Aim,
    column: usize,
}

/// A way between the cards of a column, for a bundle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lane {
    pub(super) bundle: usize,
    pub(super) column: usize,
}

/// A piece of a line, in one gutter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) bundle: usize,
    /// The line, where the piece is its own; `None` for what a bundle shares.
    pub(super) line: Option<usize>,
    pub(super) from: Stop,
    pub(super) to: Stop,
    /// The columns of both ends: side by side, or the same for a line that stays in its column.
    pub(super) columns: [usize; 2],
}

/// The ways of all lines.
#[derive(Debug, Default)]
pub(super) struct Routes {
    pub(super) bundles: Vec<Bundle>,
    pub(super) lanes: Vec<Lane>,
    /// By bundle.
    pub(super) steps: Vec<Step>,
}

impl Bundle {
    /// Where its lines end.
    pub(super) fn stop(&self) -> Stop {
        match self.to {
            Aim::Node(node) => Stop::Row(node),
            Aim::Group(group) => Stop::Head(group),
        }
    }
}

impl Step {
    /// The gutter in which it runs: that to the right of the column of this number.
    fn gutter(&self) -> usize {
        self.columns[0].min(self.columns[1])
    }
}

impl Routes {
    pub(super) fn of(graph: &Graph<'_>, lines: &[Line], columns: &Columns) -> Self {
        let mut routes = Self::default();
        let mut known: HashMap<(Kind, Aim), usize> = HashMap::new();
        let mut lanes: HashMap<(usize, usize), usize> = HashMap::new();
        for (nth, line) in lines.iter().enumerate() {
            let group = group_of(graph, line.to);
            let bundle = *known.entry((line.kind, line.to)).or_insert_with(|| {
                routes.bundles.push(Bundle { kind: line.kind, to: line.to, column: columns.of[group] });
                routes.bundles.len() - 1
            });
            routes.add(nth, bundle, line.from, columns.of[graph.nodes[line.from].group], &mut lanes);
        }
        routes.steps.sort_by_key(|step| step.bundle);
        routes
    }

    /// Leads a line from column to column until it meets its bundle.
    fn add(&mut self, line: usize, bundle: usize, node: usize, start: usize, lanes: &mut HashMap<(usize, usize), usize>) {
        let (last, end) = (self.bundles[bundle].stop(), self.bundles[bundle].column);
        let (mut from, mut at, mut line) = (Stop::Row(node), start, Some(line));
        loop {
            let next = if at < end { at + 1 } else { at.saturating_sub(usize::from(at > end)) };
            if next == end {
                self.steps.push(Step { bundle, line, from, to: last, columns: [at, end] });
                return;
            }
            let (lane, is_new) = match lanes.get(&(bundle, next)) {
                Some(lane) => (*lane, false),
                None => {
                    self.lanes.push(Lane { bundle, column: next });
                    lanes.insert((bundle, next), self.lanes.len() - 1);
                    (self.lanes.len() - 1, true)
                }
            };
            self.steps.push(Step { bundle, line, from, to: Stop::Lane(lane), columns: [at, next] });
            if !is_new {
                return;
            }
            (from, at, line) = (Stop::Lane(lane), next, None);
        }
    }

    /// The pieces of a bundle.
    pub(super) fn steps_of(&self, bundle: usize) -> &[Step] {
        let of = |bundle: usize| self.steps.partition_point(|step| step.bundle < bundle);
        &self.steps[of(bundle)..of(bundle + 1)]
    }

    /// How many bundles have pieces in each of so many gutters.
    pub(super) fn bundles_by_gutter(&self, gutters: usize) -> Vec<usize> {
        let mut counts = vec![0; gutters];
        let mut last = vec![None; gutters];
        for step in &self.steps {
            let gutter = step.gutter();
            counts[gutter] += usize::from(last[gutter].replace(step.bundle) != Some(step.bundle));
        }
        counts
    }
}
