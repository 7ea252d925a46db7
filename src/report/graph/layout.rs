//! Where things lie on the page. Each team is a card that lists its objectives; the cards stand in columns, the company's to the left, its
//! departments' beside it, and so on. A level with many teams takes several columns, so that the page becomes neither a ribbon nor a tower.
//! Lines run in the gutters between columns. One that leads past a column does so in a lane between two cards; what leads to the same
//! objective shares its lanes, as branches share a trunk.

mod columns;
mod place;
mod ranks;
mod routes;
#[cfg(test)]
mod tests;

use super::{Aim, Line, group_of};
use crate::graph::{Graph, Group, Kind};
use crate::model::Level;

use routes::{Routes, Stop};

/// Width of a card.
pub(super) const CARD: f64 = 268.0;
/// Least and greatest width of a gutter, and how much each bundle of lines in it adds.
const GUTTER: [f64; 3] = [64.0, 150.0, 3.0];
/// Height of a card's head.
pub(super) const HEAD: f64 = 34.0;
/// Below the last row of a card.
const FOOT: f64 = 6.0;
/// How far from the middle of a row its lines end: those to parents above, dependencies below.
const PORT: f64 = 5.0;

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The levels, from left to right.
    pub(super) bands: Vec<Band>,
    /// The cards, by group.
    pub(super) cards: Vec<Card>,
    /// The lines, by what they lead to.
    pub(super) bundles: Vec<Bundle>,
}

/// The columns of a level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band {
    /// The level; `None` where no document tells one.
    pub(super) level: Option<Level>,
    pub(super) x: f64,
}

/// A team's card.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Card {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) height: f64,
    /// Where the row of each of its nodes begins, from the top of the page.
    pub(super) rows: Vec<f64>,
}

/// All lines of a kind that lead to one objective or team.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bundle {
    pub(super) kind: Kind,
    pub(super) to: Aim,
    /// What several lines share.
    pub(super) trunk: Vec<Curve>,
    /// The part of each line that is its own, with the line's index.
    pub(super) branches: Vec<(usize, Curve)>,
    /// Where the lines arrive, and whether they come from the left.
    pub(super) tips: Vec<([f64; 2], bool)>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curve {
    /// From where.
    pub(super) from: [f64; 2],
    /// Up to where it runs straight, across a column; its start where it is in a gutter alone.
    pub(super) straight: f64,
    /// To where.
    pub(super) to: [f64; 2],
    /// For a line between two rows of a column: how far it swings out.
    pub(super) swing: Option<f64>,
}

impl Layout {
    /// Lays out a graph. The heights are those of the rows, by node.
    pub(super) fn of(graph: &Graph<'_>, lines: &[Line], rows: &[f64]) -> Self {
        if graph.groups.is_empty() {
            return Self::default();
        }
        let card_height = |group: &Group<'_>| HEAD + rows[group.nodes.clone()].iter().sum::<f64>() + FOOT;
        let heights: Vec<f64> = graph.groups.iter().map(card_height).collect();
        let ties = ties(graph, lines);
        let ranks = ranks::ranks(graph, lines);
        let columns = columns::columns(&ranks, &ties, &heights);
        let routes = Routes::of(graph, lines, &columns);
        let offsets = Offsets::of(graph, rows);
        let tops = place::place(&routes, &columns, &heights, &offsets);
        Page { graph, rows, heights, columns, routes, offsets, tops }.layout()
    }
}

/// The groups at either end of each line.
fn ties(graph: &Graph<'_>, lines: &[Line]) -> Vec<(usize, usize)> {
    lines.iter().map(|line| (graph.nodes[line.from].group, group_of(graph, line.to))).filter(|(from, to)| from != to).collect()
}

/// Where each column begins. A gutter is the wider the more bundles of lines are in it.
fn lefts(gutters: &[usize]) -> Vec<f64> {
    let mut lefts = vec![0.0];
    for bundles in gutters {
        let width = (GUTTER[0] + GUTTER[2] * *bundles as f64).min(GUTTER[1]);
        lefts.push(lefts[lefts.len() - 1] + CARD + width.round());
    }
    lefts
}

/// The group of each node, and how far below the top of its card the middle of its row lies.
struct Offsets(Vec<(usize, f64)>);

impl Offsets {
    fn of(graph: &Graph<'_>, rows: &[f64]) -> Self {
        let mut offsets = Vec::with_capacity(rows.len());
        for (index, group) in graph.groups.iter().enumerate() {
            let mut top = HEAD;
            for node in group.nodes.clone() {
                offsets.push((index, top + (rows[node] / 2.0).round()));
                top += rows[node];
            }
        }
        Self(offsets)
    }

    fn group(&self, node: usize) -> usize {
        self.0[node].0
    }

    /// How far below the top of its card or lane a line of a kind ends.
    fn port(&self, stop: Stop, kind: Kind) -> f64 {
        let aside = match kind {
            Kind::Supports => -PORT,
            Kind::DependsOn => PORT,
        };
        match stop {
            Stop::Row(node) => self.0[node].1 + aside,
            Stop::Head(_) => HEAD / 2.0 + aside,
            Stop::Lane(_) => 0.0,
        }
    }
}

/// All that is known of a page before it is written down.
struct Page<'g, 'a> {
    graph: &'g Graph<'a>,
    rows: &'g [f64],
    heights: Vec<f64>,
    columns: columns::Columns,
    routes: Routes,
    offsets: Offsets,
    tops: place::Tops,
}

impl Page<'_, '_> {
    fn layout(&self) -> Layout {
        let last = self.columns.list.len() - 1;
        let gutters = self.routes.bundles_by_gutter(last + 1);
        let lefts = lefts(&gutters[..last]);
        let cards: Vec<Card> = (0..self.graph.groups.len()).map(|group| self.card(group, &lefts)).collect();
        let bundles = (0..self.routes.bundles.len()).map(|bundle| self.bundle(bundle, &lefts)).collect();
        // Only lines that stay in the last column run to the right of it.
        let beyond = if gutters[last] > 0 { GUTTER[0] } else { 0.0 };
        Layout { width: lefts[last] + CARD + beyond, height: self.tops.height, bands: self.bands(&lefts), cards, bundles }
    }

    fn bands(&self, lefts: &[f64]) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        let mut rank = None;
        for (column, left) in self.columns.list.iter().zip(lefts) {
            if rank.replace(column.rank) != Some(column.rank) {
                bands.push(Band { level: self.level(column.rank), x: *left });
            }
        }
        bands
    }

    /// The level of a rank, where those in it that tell theirs tell the same.
    fn level(&self, rank: usize) -> Option<Level> {
        let columns = self.columns.list.iter().filter(|column| column.rank == rank);
        let mut levels = columns.flat_map(|column| &column.groups).filter_map(|group| self.graph.groups[*group].level);
        let first = levels.next()?;
        levels.all(|level| level == first).then_some(first)
    }

    fn card(&self, group: usize, lefts: &[f64]) -> Card {
        let y = self.tops.cards[group];
        let mut top = y + HEAD;
        let rows = self.graph.groups[group].nodes.clone().map(|node| {
            let row = top;
            top += self.rows[node];
            row
        });
        Card { x: lefts[self.columns.of[group]], y, height: self.heights[group], rows: rows.collect() }
    }

    fn bundle(&self, bundle: usize, lefts: &[f64]) -> Bundle {
        let routes = &self.routes;
        let routes::Bundle { kind, to, .. } = routes.bundles[bundle];
        let mut drawn = Bundle { kind, to, trunk: Vec::new(), branches: Vec::new(), tips: Vec::new() };
        for step in routes.steps_of(bundle) {
            let (from_left, to_left) = (lefts[step.columns[0]], lefts[step.columns[1]]);
            let (y, to_y) = (self.height_of(step.from, kind), self.height_of(step.to, kind));
            // Lines leave a card on the side of their gutter; a lane is crossed from its far side to that.
            let is_right = step.columns[0] <= step.columns[1];
            let is_loop = step.columns[0] == step.columns[1];
            let side = |left: f64, right: bool| if right { left + CARD } else { left };
            let near = side(from_left, is_right);
            let far = if matches!(step.from, Stop::Lane(_)) { side(from_left, !is_right) } else { near };
            let end = side(to_left, is_loop || !is_right);
            // Two lines that answer each other do not lie on top of each other.
            let aside = if to_y < y { 10.0 } else { 0.0 };
            let swing = is_loop.then(|| (16.0 + aside + (to_y - y).abs() * 0.06).min(GUTTER[0] * 0.7));
            let curve = Curve { from: [far, y], straight: near, to: [end, to_y], swing };
            if !matches!(step.to, Stop::Lane(_)) && !drawn.tips.contains(&([end, to_y], !is_loop && is_right)) {
                drawn.tips.push(([end, to_y], !is_loop && is_right));
            }
            match step.line {
                Some(line) => drawn.branches.push((line, curve)),
                None => drawn.trunk.push(curve),
            }
        }
        drawn
    }

    /// Where a line ends, from the top of the page.
    fn height_of(&self, stop: Stop, kind: Kind) -> f64 {
        let top = match stop {
            Stop::Row(node) => self.tops.cards[self.graph.nodes[node].group],
            Stop::Head(group) => self.tops.cards[group],
            Stop::Lane(lane) => self.tops.lanes[lane],
        };
        top + self.offsets.port(stop, kind)
    }
}
