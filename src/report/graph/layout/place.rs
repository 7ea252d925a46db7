//! How far down each card and lane lies. The columns are gone through from left to right and back; each time, cards and lanes are put in
//! the order of what they are linked to, and as near to it as those above and below allow. What had the fewest crossings is kept, and then
//! only straightened.

use super::Offsets;
use super::columns::Columns;
use super::routes::{Routes, Step, Stop};

/// How often the columns are put in order, there and back.
const SWEEPS: usize = 8;
/// How often lines are straightened, there and back.
const STRAIGHTENINGS: usize = 4;
/// How much more a lane that goes on in the next column counts than a line that ends at a card: long lines are straight.
const STRAIGHT: f64 = 4.0;
/// The room between two cards, between a card and a lane, and between two lanes.
pub(super) const GAPS: [f64; 3] = [28.0, 14.0, 7.0];

/// From the top of the page.
#[derive(Debug)]
pub(super) struct Tops {
    /// By group.
    pub(super) cards: Vec<f64>,
    /// By lane.
    pub(super) lanes: Vec<f64>,
    /// Where the lowest card or lane ends.
    pub(super) height: f64,
}

/// Places all cards and lanes. The heights are those of the cards.
pub(super) fn place(routes: &Routes, columns: &Columns, heights: &[f64], offsets: &Offsets) -> Tops {
    let mut stack = Stack::of(routes, columns, heights, offsets);
    stack.untangle();
    for sweep in 0..2 * STRAIGHTENINGS {
        stack.sweep(sweep % 2 == 0, &Sides::BOTH, false);
    }
    // Whole pixels are drawn sharp. All heights and gaps are whole, so that nothing comes to overlap.
    let first = stack.tops.iter().copied().fold(f64::INFINITY, f64::min);
    stack.tops.iter_mut().for_each(|top| *top = (*top - first).round());
    let height = stack.tops.iter().zip(&stack.heights).map(|(top, height)| top + height).fold(0.0, f64::max);
    let lanes = stack.tops.split_off(heights.len());
    Tops { cards: stack.tops, lanes, height }
}

/// From which sides bodies are pulled: left, right.
struct Sides([bool; 2]);

impl Sides {
    const BOTH: Self = Self([true, true]);
}

/// A pull of one body on another, over a gutter.
#[derive(Debug, Clone, Copy)]
struct Pull {
    other: usize,
    /// Where the line ends, from the top of this body and of the other.
    ends: [f64; 2],
    weight: f64,
}

/// Bodies, which are cards and lanes, stacked in columns. A card's index is that of its group; lanes follow.
struct Stack {
    cards: usize,
    columns: Vec<Vec<usize>>,
    heights: Vec<f64>,
    tops: Vec<f64>,
    /// Pulls from the left and from the right, by body.
    pulls: [Vec<Vec<Pull>>; 2],
    /// The pieces of lines in each gutter: the bodies on its left and right, and how far below their tops the line ends.
    gutters: Vec<Vec<[(usize, f64); 2]>>,
    /// The height of the fullest column, which is that of the page.
    room: f64,
}

impl Stack {
    fn of(routes: &Routes, columns: &Columns, heights: &[f64], offsets: &Offsets) -> Self {
        let bodies = heights.len() + routes.lanes.len();
        let mut stack = Self {
            cards: heights.len(),
            columns: columns.list.iter().map(|column| column.groups.clone()).collect(),
            heights: heights.iter().copied().chain(routes.lanes.iter().map(|_| 0.0)).collect(),
            tops: vec![0.0; bodies],
            pulls: [vec![Vec::new(); bodies], vec![Vec::new(); bodies]],
            gutters: vec![Vec::new(); columns.list.len()],
            room: 0.0,
        };
        for column in &columns.list {
            let mut top = 0.0;
            for card in &column.groups {
                stack.tops[*card] = top;
                top += heights[*card] + GAPS[0];
            }
        }
        for (nth, lane) in routes.lanes.iter().enumerate() {
            let bundle = routes.bundles[lane.bundle];
            let (body, below) = stack.end(bundle.stop(), offsets.port(bundle.stop(), bundle.kind), offsets);
            stack.tops[stack.cards + nth] = stack.tops[body] + below;
            stack.columns[lane.column].push(stack.cards + nth);
        }
        for step in &routes.steps {
            let kind = routes.bundles[step.bundle].kind;
            let ends = [step.from, step.to].map(|stop| stack.end(stop, offsets.port(stop, kind), offsets));
            stack.link(step, ends);
        }
        stack.room = stack.columns.iter().map(|column| stack.needed(column)).fold(0.0, f64::max);
        stack
    }

    /// The body of a stop, and how far below its top lines end.
    fn end(&self, stop: Stop, port: f64, offsets: &Offsets) -> (usize, f64) {
        match stop {
            Stop::Row(node) => (offsets.group(node), port),
            Stop::Head(group) => (group, port),
            Stop::Lane(lane) => (self.cards + lane, port),
        }
    }

    fn link(&mut self, step: &Step, [from, to]: [(usize, f64); 2]) {
        let [at, next] = step.columns;
        if at == next {
            return;
        }
        let (left, right) = if at < next { (from, to) } else { (to, from) };
        let is_long = matches!((step.from, step.to), (Stop::Lane(_), Stop::Lane(_)));
        let weight = if is_long { STRAIGHT } else { 1.0 };
        self.pulls[0][right.0].push(Pull { other: left.0, ends: [right.1, left.1], weight });
        self.pulls[1][left.0].push(Pull { other: right.0, ends: [left.1, right.1], weight });
        self.gutters[at.min(next)].push([left, right]);
    }

    fn gap(&self, above: usize, below: usize) -> f64 {
        GAPS[[above, below].into_iter().filter(|body| *body >= self.cards).count()]
    }

    /// Where each body of a column would lie at least, without the first body's top, and where the last one ends.
    fn offsets(&self, column: &[usize]) -> (Vec<f64>, f64) {
        let mut top = 0.0;
        let mut offsets = Vec::with_capacity(column.len());
        for (nth, body) in column.iter().enumerate() {
            if let Some(above) = nth.checked_sub(1).map(|above| column[above]) {
                top += self.heights[above] + self.gap(above, *body);
            }
            offsets.push(top);
        }
        (offsets, top + column.last().map_or(0.0, |last| self.heights[*last]))
    }

    /// The height of a column, whatever the order in it.
    fn needed(&self, column: &[usize]) -> f64 {
        let lanes = column.iter().filter(|body| **body >= self.cards).count() as f64;
        let cards: f64 = column.iter().map(|body| self.heights[*body]).sum();
        let apart = (column.len() as f64 - lanes) * GAPS[0];
        cards + apart + lanes * GAPS[2]
    }

    /// Puts the columns in order so that few lines cross.
    fn untangle(&mut self) {
        let mut best = (self.crossings(), self.columns.clone(), self.tops.clone());
        for sweep in 0..2 * SWEEPS {
            let to_right = sweep % 2 == 0;
            self.sweep(to_right, &Sides([to_right, !to_right]), true);
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone(), self.tops.clone());
            }
        }
        (_, self.columns, self.tops) = best;
    }

    /// Places the bodies of all columns, one after the other, as they are pulled from some sides.
    fn sweep(&mut self, to_right: bool, sides: &Sides, reorder: bool) {
        for step in 0..self.columns.len() {
            let column = if to_right { step } else { self.columns.len() - 1 - step };
            let mut bodies: Vec<(f64, f64, usize)> = self.columns[column]
                .iter()
                .map(|body| {
                    let (top, weight) = self.wanted(*body, sides);
                    (top, weight, *body)
                })
                .collect();
            if reorder {
                let middle = |(top, _, body): &(f64, f64, usize)| top + self.heights[*body] / 2.0;
                bodies.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
                self.columns[column] = bodies.iter().map(|(_, _, body)| *body).collect();
            }
            let (offsets, end) = self.offsets(&self.columns[column]);
            let wishes: Vec<(f64, f64)> =
                bodies.iter().zip(&offsets).map(|((top, weight, _), offset)| (top - offset, *weight)).collect();
            let room = (self.room - end).max(0.0);
            for ((shift, offset), (_, _, body)) in rising(&wishes).into_iter().zip(offsets).zip(&bodies) {
                self.tops[*body] = shift.clamp(0.0, room) + offset;
            }
        }
    }

    /// Where a body would lie if it were alone, and how much that counts.
    fn wanted(&self, body: usize, Sides(sides): &Sides) -> (f64, f64) {
        let pulls = || self.pulls.iter().zip(sides).filter(|(_, is_asked)| **is_asked).flat_map(|(pulls, _)| &pulls[body]);
        let weight: f64 = pulls().map(|pull| pull.weight).sum();
        if weight == 0.0 {
            return (self.tops[body], 0.1);
        }
        let sum: f64 = pulls().map(|pull| (self.tops[pull.other] + pull.ends[1] - pull.ends[0]) * pull.weight).sum();
        (sum / weight, weight)
    }

    /// How many lines cross in the gutters.
    fn crossings(&self) -> u64 {
        let crossings_of = |lines: &Vec<[(usize, f64); 2]>| {
            let mut ends: Vec<[f64; 2]> = lines.iter().map(|ends| ends.map(|(body, below)| self.tops[body] + below)).collect();
            ends.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
            inversions(&mut ends.iter().map(|ends| ends[1]).collect::<Vec<f64>>())
        };
        self.gutters.iter().map(crossings_of).sum()
    }
}

/// The values that rise and are nearest to those wished for, by the squares of the differences (the pool adjacent violators algorithm; see
/// R. E. Barlow et al., "Statistical Inference under Order Restrictions", 1972). A wish is a value and its weight.
fn rising(wishes: &[(f64, f64)]) -> Vec<f64> {
    // Each block: the mean of its wishes, their weight, and how many they are.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(wishes.len());
    for &(value, weight) in wishes {
        let mut block = (value, weight, 1);
        while let Some(last) = blocks.pop_if(|last| last.0 > block.0) {
            let weight = last.1 + block.1;
            block = ((last.0 * last.1 + block.0 * block.1) / weight, weight, last.2 + block.2);
        }
        blocks.push(block);
    }
    blocks.into_iter().flat_map(|(value, _, count)| std::iter::repeat_n(value, count)).collect()
}

/// How many pairs stand in falling order; sorts the values.
fn inversions(values: &mut [f64]) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let middle = values.len() / 2;
    let (left, right) = values.split_at_mut(middle);
    let mut count = inversions(left) + inversions(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        if left[l] <= right[r] {
            merged.push(left[l]);
            l += 1;
        } else {
            count += (left.len() - l) as u64;
            merged.push(right[r]);
            r += 1;
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged.extend_from_slice(&right[r..]);
    values.copy_from_slice(&merged);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_rise_as_near_to_the_wishes_as_they_can() {
        assert_eq!(rising(&[(1.0, 1.0), (5.0, 1.0), (3.0, 1.0), (4.0, 1.0)]), [1.0, 4.0, 4.0, 4.0]);
        assert_eq!(rising(&[(9.0, 3.0), (1.0, 1.0)]), [7.0, 7.0]);
        assert_eq!(rising(&[]), [] as [f64; 0]);
    }

    #[test]
    fn inversions_are_the_pairs_that_fall() {
        let count = |values: &[f64]| inversions(&mut values.to_vec());
        assert_eq!((count(&[1.0, 2.0, 2.0, 3.0]), count(&[3.0, 2.0, 1.0]), count(&[2.0, 1.0, 3.0, 0.0])), (0, 3, 4));
    }
}
