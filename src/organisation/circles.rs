//! Circles of links.

/// Circles in a graph of edges between `nodes` items, each once, no two with an item in common; the items of each in the order of its
/// edges, from the smallest on.
pub fn circles(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut out: Vec<(usize, usize)> = edges.to_vec();
    out.sort_unstable();
    out.dedup();
    let mut back: Vec<(usize, usize)> = out.iter().map(|&(from, to)| (to, from)).collect();
    back.sort_unstable();
    let of = |edges: &[(usize, usize)], node: usize| {
        edges.partition_point(|edge| edge.0 < node)..edges.partition_point(|edge| edge.0 <= node)
    };
    let mut ways: Vec<usize> = (0..nodes).map(|node| of(&out, node).len()).collect();
    let mut gone = vec![false; nodes];
    let mut ends: Vec<usize> = (0..nodes).filter(|node| ways[*node] == 0).collect();
    let mut circles = Vec::new();
    let mut place: Vec<usize> = vec![usize::MAX; nodes];
    for start in 0..nodes {
        loop {
            // What leads nowhere is on no circle; whatever is left has a way on.
            while let Some(end) = ends.pop() {
                if std::mem::replace(&mut gone[end], true) {
                    continue;
                }
                for &(_, from) in &back[of(&back, end)] {
                    ways[from] = ways[from].saturating_sub(1);
                    if ways[from] == 0 && !gone[from] {
                        ends.push(from);
                    }
                }
            }
            if gone[start] {
                break;
            }
            let mut walk: Vec<usize> = Vec::new();
            let mut at = start;
            while place[at] == usize::MAX {
                place[at] = walk.len();
                walk.push(at);
                let Some(&(_, next)) = out[of(&out, at)].iter().find(|(_, next)| !gone[*next]) else { break };
                at = next;
            }
            let mut circle = walk.split_off(place[at]);
            for node in walk.iter().chain(&circle) {
                place[*node] = usize::MAX;
            }
            ends.extend(&circle);
            let smallest = circle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
            circle.rotate_left(smallest);
            circles.push(circle);
        }
    }
    circles
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
    fn long_chains_take_no_longer_for_their_length() {
        let chain: Vec<(usize, usize)> = (0..100_000).map(|at| (at, at + 1)).collect();
        assert!(circles(100_001, &chain).is_empty());
        let ring: Vec<(usize, usize)> = (0..100_000).map(|at| (at, (at + 1) % 100_000)).collect();
        assert_eq!(circles(100_000, &ring).len(), 1);
    }
}
