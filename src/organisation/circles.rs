//! Circles of links.

use std::collections::VecDeque;

/// How many edges are walked in search of shortest circles, for each edge of the graph: enough for the tangles of real organisations. What a
/// larger one holds is told less exactly.
const SEARCHES: usize = 32;

/// The circles in a graph of edges between `nodes` items: for each item on one the shortest through it, shorter ones first, as long as it
/// holds an item that no other one told. The items of each stand in the order of its edges, from the smallest on; the circles in the order
/// of these.
pub fn circles(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut out: Vec<(usize, usize)> = edges.to_vec();
    out.sort_unstable();
    out.dedup();
    let graph = Graph { parts: parts(nodes, &out), out };
    let mut search = Search { from: vec![usize::MAX; nodes], left: SEARCHES * (graph.out.len() + 1) };
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut members: Vec<usize> = (0..nodes).filter(|node| graph.parts[*node].is_some()).collect();
    members.sort_unstable_by_key(|node| (graph.parts[*node], *node));
    for part in members.chunk_by(|a, b| graph.parts[*a] == graph.parts[*b]) {
        let mut own: Vec<Vec<usize>> = Vec::new();
        for &node in part {
            if search.left > 0 || own.is_empty() {
                own.push(search.shortest(&graph, node));
            }
        }
        own.sort_unstable_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        own.dedup();
        found.append(&mut own);
    }
    let mut told = vec![false; nodes];
    found.retain(|circle| circle.iter().filter(|node| !std::mem::replace(&mut told[**node], true)).count() > 0);
    found.sort_unstable();
    found
}

/// Sorted edges, and for each item the part of the graph whose items all lead to each other, where it lies on a circle at all.
struct Graph {
    out: Vec<(usize, usize)>,
    parts: Vec<Option<usize>>,
}

impl Graph {
    fn of(&self, node: usize) -> &[(usize, usize)] {
        edges_of(&self.out, node)
    }
}

fn edges_of(out: &[(usize, usize)], node: usize) -> &[(usize, usize)] {
    let start = out.partition_point(|edge| edge.0 < node);
    let rest = &out[start..];
    &rest[..rest.partition_point(|edge| edge.0 == node)]
}

/// A search in breadth, whose marks are used again.
struct Search {
    /// From where an item was first reached.
    from: Vec<usize>,
    /// Edges that may still be walked; what is begun is ended, and one search is made in each part.
    left: usize,
}

impl Search {
    /// The shortest circle through an item that lies on one.
    fn shortest(&mut self, graph: &Graph, start: usize) -> Vec<usize> {
        let mut queue = VecDeque::from([start]);
        let mut reached = vec![start];
        let mut last = start;
        'search: while let Some(node) = queue.pop_front() {
            for &(_, next) in graph.of(node) {
                self.left = self.left.saturating_sub(1);
                if next == start {
                    last = node;
                    break 'search;
                }
                if graph.parts[next] == graph.parts[start] && self.from[next] == usize::MAX {
                    self.from[next] = node;
                    reached.push(next);
                    queue.push_back(next);
                }
            }
        }
        let mut circle = vec![last];
        while let Some(&node) = circle.last().filter(|node| **node != start) {
            circle.push(self.from[node]);
        }
        circle.reverse();
        reached.into_iter().for_each(|node| self.from[node] = usize::MAX);
        let smallest = circle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
        circle.rotate_left(smallest);
        circle
    }
}

/// The strongly connected parts of a graph, by Tarjan's algorithm with a stack of its own; `None` for an item on no circle.
/// Tarjan, R.: Depth-first search and linear graph algorithms. SIAM Journal on Computing 1 (1972), 146-160.
fn parts(nodes: usize, out: &[(usize, usize)]) -> Vec<Option<usize>> {
    const NEW: usize = usize::MAX;
    let mut parts = vec![None; nodes];
    let (mut order, mut low) = (vec![NEW; nodes], vec![NEW; nodes]);
    let (mut open, mut is_open) = (Vec::new(), vec![false; nodes]);
    let mut count = 0;
    for root in 0..nodes {
        let mut calls: Vec<(usize, usize)> = if order[root] == NEW { vec![(root, 0)] } else { Vec::new() };
        while let Some((node, at)) = calls.pop() {
            if at == 0 {
                (order[node], low[node]) = (count, count);
                count += 1;
                open.push(node);
                is_open[node] = true;
            }
            let edges = edges_of(out, node);
            if let Some(&(_, next)) = edges.get(at) {
                calls.push((node, at + 1));
                match order[next] {
                    NEW => calls.push((next, 0)),
                    _ if is_open[next] => low[node] = low[node].min(order[next]),
                    _ => {}
                }
                continue;
            }
            if let Some(&(caller, _)) = calls.last() {
                low[caller] = low[caller].min(low[node]);
            }
            if low[node] == order[node] {
                let from = open.iter().rposition(|member| *member == node).unwrap_or(0);
                let on_circle = open.len() - from > 1 || edges.binary_search(&(node, node)).is_ok();
                for member in open.drain(from..) {
                    is_open[member] = false;
                    parts[member] = on_circle.then_some(node);
                }
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn a_circle_is_found_once_wherever_one_enters_it() {
        assert_eq!(circles(6, &[(0, 3), (3, 4), (4, 2), (2, 3), (4, 5)]), [vec![2, 3, 4]]);
        assert_eq!(circles(5, &[(0, 1), (1, 0), (2, 3), (3, 4), (4, 2), (1, 2)]), [vec![0, 1], vec![2, 3, 4]]);
        assert_eq!(circles(2, &[(1, 1)]), [vec![1]]);
        assert!(circles(4, &[(0, 1), (1, 2), (0, 2), (3, 2)]).is_empty());
        assert!(circles(0, &[]).is_empty());
    }

    #[test]
    fn the_shortest_circle_through_each_item_is_told() {
        // The way over 1, 2 and 3 is longer than the one over 4.
        assert_eq!(circles(5, &[(0, 1), (1, 2), (2, 3), (3, 0), (0, 4), (4, 0)]), [vec![0, 1, 2, 3], vec![0, 4]]);
        // A short cut spares the items beside it nothing.
        assert_eq!(circles(4, &[(0, 1), (1, 2), (2, 0), (0, 2)]), [vec![0, 1, 2], vec![0, 2]]);
        // Three that all depend on each other are told in pairs.
        let all: Vec<(usize, usize)> = (0..3).flat_map(|a| (0..3).map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
        assert_eq!(circles(3, &all), [vec![0, 1], vec![0, 2]]);
    }

    #[test]
    fn long_chains_and_large_tangles_take_no_longer_for_their_length() {
        let chain: Vec<(usize, usize)> = (0..100_000).map(|at| (at, at + 1)).collect();
        assert!(circles(100_001, &chain).is_empty());
        let ring: Vec<(usize, usize)> = (0..100_000).map(|at| (at, (at + 1) % 100_000)).collect();
        assert_eq!(circles(100_000, &ring).len(), 1);
        let chords = (0..50_000).map(|at| (2 * at, (2 * at + 49_999) % 100_000));
        let tangle: Vec<(usize, usize)> = ring.iter().copied().chain(chords).collect();
        let started = std::time::Instant::now();
        assert!(!circles(100_000, &tangle).is_empty());
        assert!(started.elapsed().as_secs() < 20);
    }
}
