//! Which cards stand how far from the left: by level, and where a document tells none, by how many links it is away from the top.

use super::super::{Aim, Line};
use crate::graph::{Graph, Kind};
use crate::model::Level;

/// The rank of each group, from 0 on, none of them empty.
pub(super) fn ranks(graph: &Graph<'_>, lines: &[Line]) -> Vec<usize> {
    let group = |node: usize| graph.nodes[node].group;
    let supports = lines.iter().filter(|line| line.kind == Kind::Supports);
    let mut links: Vec<(usize, usize)> = supports
        .filter_map(|line| match line.to {
            Aim::Node(node) => Some((group(line.from), group(node))),
            Aim::Group(_) => None,
        })
        .filter(|(from, to)| from != to)
        .collect();
    links.sort_unstable();
    links.dedup();
    let levels: Vec<Option<usize>> = graph.groups.iter().map(|group| group.level.map(|level| level as usize)).collect();
    without_gaps(told_and_derived(&levels, &links))
}

/// The levels that are told, and for the others one more than the greatest that they support. What supports nothing is the top where others
/// support it, else a team like others.
fn told_and_derived(levels: &[Option<usize>], links: &[(usize, usize)]) -> Vec<usize> {
    let mut parents: Vec<Vec<usize>> = levels.iter().map(|_| Vec::new()).collect();
    let mut children: Vec<Vec<usize>> = levels.iter().map(|_| Vec::new()).collect();
    for &(child, parent) in links {
        parents[child].push(parent);
        children[parent].push(child);
    }
    let alone = if levels.iter().any(Option::is_some) { Level::Team as usize } else { 0 };
    let mut ranks: Vec<Option<usize>> = levels.to_vec();
    // How many parents of a group wait for their rank.
    let mut waiting: Vec<usize> =
        parents.iter().map(|parents| parents.iter().filter(|parent| ranks[**parent].is_none()).count()).collect();
    let mut ready: Vec<usize> = (0..levels.len()).filter(|group| ranks[*group].is_none() && waiting[*group] == 0).collect();
    let mut next = 0;
    loop {
        while let Some(group) = ready.pop() {
            let above = parents[group].iter().filter_map(|parent| ranks[*parent]).max();
            let top = if children[group].is_empty() { alone } else { 0 };
            ranks[group] = Some(above.map_or(top, |above| above + 1));
            for child in &children[group] {
                waiting[*child] = waiting[*child].saturating_sub(1);
                if ranks[*child].is_none() && waiting[*child] == 0 {
                    ready.push(*child);
                }
            }
        }
        // Whatever waits now waits for itself, around a circle: the first of it goes ahead.
        while ranks.get(next).is_some_and(Option::is_some) {
            next += 1;
        }
        if next == ranks.len() {
            return ranks.into_iter().map(Option::unwrap_or_default).collect();
        }
        ready.push(next);
    }
}

fn without_gaps(ranks: Vec<usize>) -> Vec<usize> {
    let mut used = ranks.clone();
    used.sort_unstable();
    used.dedup();
    ranks.into_iter().map(|rank| used.partition_point(|used| *used < rank)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_kept_and_others_follow_what_they_support() {
        let ranks = |levels: &[Option<usize>], links: &[(usize, usize)]| told_and_derived(levels, links);
        assert_eq!(ranks(&[Some(0), Some(2), None, None], &[(2, 1), (1, 0)]), [0, 2, 3, 2]);
        assert_eq!(ranks(&[None; 4], &[(1, 0), (2, 1), (2, 0), (3, 0)]), [0, 1, 2, 1]);
        assert_eq!(ranks(&[None; 3], &[]), [0, 0, 0]);
        // A circle ends somewhere.
        assert_eq!(ranks(&[None; 3], &[(0, 1), (1, 2), (2, 0)]), [0, 2, 1]);
        assert_eq!(without_gaps(vec![0, 3, 2, 3]), [0, 2, 1, 2]);
    }
}
