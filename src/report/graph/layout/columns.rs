//! Which card stands in which column.

use super::{CARD, GUTTER};

/// How much wider than high a page may be.
const ASPECT: f64 = 1.5;
/// The most columns of a level: with more, lines would run past more cards than an eye can follow.
const MOST: usize = 12;
/// How often the cards of all levels are put in the order of those that they are linked to.
const SWEEPS: usize = 6;
/// What a card needs besides its own height.
const ROOM: f64 = 28.0;

/// The cards in their columns, from left to right.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) list: Vec<Column>,
    /// The column of each group.
    pub(super) of: Vec<usize>,
}

/// A column of cards.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) rank: usize,
    pub(super) groups: Vec<usize>,
}

/// Puts groups into columns: those that are linked stand at the same height, as far as there is room.
pub(super) fn columns(ranks: &[usize], ties: &[(usize, usize)], heights: &[f64]) -> Columns {
    let order = order(ranks, ties);
    let totals: Vec<f64> = order.iter().map(|groups| groups.iter().map(|group| heights[*group] + ROOM).sum::<f64>()).collect();
    let limit = limit(&totals);
    let mut list = Vec::new();
    let mut of = vec![0; ranks.len()];
    for (rank, groups) in order.iter().enumerate() {
        let count = count(totals[rank], limit);
        let first = list.len();
        list.extend((0..count).map(|_| Column { rank, groups: Vec::new() }));
        let mut filled = vec![0.0; count];
        for group in groups {
            let least = (0..count).min_by(|a, b| f64::total_cmp(&filled[*a], &filled[*b])).unwrap_or_default();
            filled[least] += heights[*group] + ROOM;
            of[*group] = first + least;
            list[first + least].groups.push(*group);
        }
    }
    Columns { list, of }
}

/// The height of columns with which the page has its aspect.
fn limit(totals: &[f64]) -> f64 {
    let (mut low, mut high) = (1.0, totals.iter().copied().fold(1.0, f64::max));
    let is_wide = |limit: f64| {
        let columns: usize = totals.iter().map(|total| count(*total, limit)).sum();
        columns as f64 * (CARD + GUTTER[0]) > ASPECT * limit
    };
    if is_wide(high) {
        return high;
    }
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if is_wide(middle) { low = middle } else { high = middle }
    }
    high
}

fn count(total: f64, limit: f64) -> usize {
    ((total / limit).ceil() as usize).clamp(1, MOST)
}

/// The groups of each rank, those that are linked to the same near each other.
fn order(ranks: &[usize], ties: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); ranks.iter().max().map_or(0, |last| last + 1)];
    ranks.iter().enumerate().for_each(|(group, rank)| order[*rank].push(group));
    let mut linked: Vec<Vec<usize>> = vec![Vec::new(); ranks.len()];
    for &(from, to) in ties {
        linked[from].push(to);
        linked[to].push(from);
    }
    // Where a group stands in its rank, from 0 to 1.
    let mut places = vec![0.0; ranks.len()];
    let settle = |groups: &[usize], places: &mut Vec<f64>| {
        let share = 1.0 / groups.len() as f64;
        groups.iter().enumerate().for_each(|(nth, group)| places[*group] = (nth as f64 + 0.5) * share);
    };
    order.iter().for_each(|groups| settle(groups, &mut places));
    for sweep in 0..SWEEPS {
        for step in 0..order.len() {
            let rank = if sweep % 2 == 0 { step } else { order.len() - 1 - step };
            let wanted = |group: usize| {
                let linked = &linked[group];
                let sum: f64 = linked.iter().map(|other| places[*other]).sum();
                if linked.is_empty() { places[group] } else { sum / linked.len() as f64 }
            };
            let mut keyed: Vec<(f64, usize)> = order[rank].iter().map(|group| (wanted(*group), *group)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            order[rank] = keyed.into_iter().map(|(_, group)| group).collect();
            settle(&order[rank], &mut places);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_to_the_same_stands_together() {
        let ranks = [0, 0, 1, 1, 1, 1];
        let ties = [(2, 1), (3, 0), (4, 1), (5, 0)];
        assert_eq!(order(&ranks, &ties), [vec![1, 0], vec![2, 4, 3, 5]]);
    }

    #[test]
    fn a_level_with_many_teams_takes_several_columns_of_like_height() {
        let mut ranks = vec![1; 61];
        ranks[0] = 0;
        let columns = columns(&ranks, &[], &[200.0; 61]);
        let sizes: Vec<usize> = columns.list.iter().map(|column| column.groups.len()).collect();
        assert_eq!(sizes, [1, 9, 9, 9, 9, 8, 8, 8]);
        assert_eq!(columns.of[0], 0);
    }
}
