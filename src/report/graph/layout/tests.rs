//! Nothing lies on top of anything else, whatever the graph.

use proptest::prelude::*;

use super::super::tests::sketches;
use super::*;

/// Rows of several heights.
fn rows(graph: &Graph<'_>) -> Vec<f64> {
    (0..graph.nodes.len()).map(|node| 28.0 + 16.0 * (node % 4) as f64).collect()
}

/// The least distance between what need not touch.
const APART: f64 = 6.0;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn cards_stand_apart_and_on_the_page(sketch in sketches("[a-z]{1,9}")) {
        let graph = sketch.graph();
        let layout = Layout::of(&graph, &super::super::lines(&graph), &rows(&graph));
        for (nth, card) in layout.cards.iter().enumerate() {
            prop_assert!(card.x >= 0.0 && card.x + CARD <= layout.width && card.y >= 0.0 && card.y + card.height <= layout.height);
            for other in &layout.cards[..nth] {
                let beside = card.x + CARD + GUTTER[0] <= other.x || other.x + CARD + GUTTER[0] <= card.x;
                let below = card.y + card.height + APART <= other.y || other.y + other.height + APART <= card.y;
                prop_assert!(beside || below, "{card:?} {other:?}");
            }
            let ends = card.rows.iter().skip(1).copied().chain([card.y + card.height]);
            prop_assert!(card.rows.first().is_some_and(|first| *first >= card.y + HEAD));
            prop_assert!(card.rows.iter().zip(ends).all(|(row, end)| row + 28.0 <= end));
        }
    }

    #[test]
    fn lines_run_beside_cards_and_end_at_them(sketch in sketches("[a-z]{1,9}")) {
        let graph = sketch.graph();
        let lines = super::super::lines(&graph);
        let layout = Layout::of(&graph, &lines, &rows(&graph));
        let mut ended = 0;
        for bundle in &layout.bundles {
            ended += bundle.branches.len();
            for curve in bundle.trunk.iter().chain(bundle.branches.iter().map(|(_, curve)| curve)) {
                let straight = [curve.from[0].min(curve.straight), curve.from[0].max(curve.straight)];
                let free = |card: &Card| {
                    let crosses = straight[0] < card.x + CARD && card.x < straight[1];
                    !crosses || curve.from[1] + APART <= card.y || card.y + card.height + APART <= curve.from[1]
                };
                prop_assert!(layout.cards.iter().all(free), "{curve:?}");
                prop_assert!(curve.to[0] >= 0.0 && curve.to[0] <= layout.width && curve.to[1] <= layout.height);
            }
            let card = &layout.cards[super::super::group_of(&graph, bundle.to)];
            for ([x, y], from_left) in &bundle.tips {
                prop_assert_eq!(*x, if *from_left { card.x } else { card.x + CARD });
                prop_assert!(*y > card.y && *y < card.y + card.height);
            }
        }
        prop_assert_eq!(ended, lines.len());
    }
}

#[test]
fn levels_stand_from_left_to_right_under_their_names() {
    let sketch = super::super::tests::Sketch {
        texts: vec!["a".to_owned()],
        teams: vec![(Some(Level::Team), 2), (Some(Level::Company), 2), (None, 1), (Some(Level::Individual), 1)],
        links: Vec::new(),
        findings: Vec::new(),
    };
    let graph = sketch.graph();
    let layout = Layout::of(&graph, &[], &rows(&graph));
    let levels: Vec<Option<Level>> = layout.bands.iter().map(|band| band.level).collect();
    assert_eq!(levels, [Some(Level::Company), Some(Level::Team), Some(Level::Individual)]);
    let left = |group: usize| layout.cards[group].x;
    assert!(left(1) < left(0) && left(0) == left(2) && left(2) < left(3));
}
