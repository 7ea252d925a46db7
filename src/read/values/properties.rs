//! Any text: no panic, and every range lies in the text on character boundaries.

use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::calendar::{Cycle, Part, Period, find_day};
use crate::read::labels;

/// Texts made of what the readers look for, and anything else.
fn line() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Objective",
        "KR",
        "Key Result",
        "O",
        "1",
        "2.3",
        " ",
        "  ",
        ":",
        "：",
        "-",
        "–",
        "--",
        "(",
        ")",
        "[",
        "]",
        "0.7",
        "70%",
        "7/10",
        "%",
        "P0",
        "P1",
        "@ana",
        "and",
        ",",
        "/",
        "✅",
        "⚠️",
        "é",
        "目标",
        "=>",
        "==>",
        ".",
        "#",
        "'",
        "’",
        "score",
        "FY",
        "CY",
        "Q3",
        "H1",
        "2026",
        "26",
        "-08",
        "Jan",
        "August",
        "30.",
        "09.",
        "September",
        "to",
        "of",
        "th",
        "\u{a0}",
        "\t",
        "🎯",
        "\u{fe0f}",
        "*",
        "_",
        "`",
        "DONE",
        "dropped",
        "moved to",
    ]);
    prop::collection::vec(prop_oneof![5 => pieces.prop_map(str::to_owned), 1 => ".{0,4}"], 0..14)
        .prop_map(|pieces| pieces.concat())
}

fn within(text: &str, range: &Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn ranges_lie_in_the_text(text in line()) {
        let text = text.as_str();
        let _ = (number(text), score(text), confidence(text), state(text), labels::field(text));
        if let Some(label) = labels::labelled(text) {
            within(text, &(label.rest..text.len()));
            [label.id, label.role, label.aside].into_iter().flatten().for_each(|range| within(text, &range));
        }
        if let Some(found) = trailing_score(text) {
            within(text, &found.range);
            within(text, &(0..found.end));
            prop_assert!(found.end <= found.range.start);
        }
        if let Some((end, tail)) = arrow_result(text) {
            within(text, &tail);
            within(text, &(0..end));
        }
        owners(text).iter().for_each(|owner| within(text, &owner.range));
        priority(text).iter().for_each(|range| within(text, range));
        for (tag, rest) in leading_priority(text).into_iter().chain(trailing_priority(text)) {
            within(text, &tag);
            within(text, &(rest..text.len()));
        }
        for (word, _, rest) in leading_status(text).into_iter().chain(trailing_status(text)) {
            within(text, &word);
            within(text, &(rest..text.len()));
        }
        let places = [Cycle::parse(text).map(|(_, r)| r), Cycle::parse_or_year(text).map(|(_, r)| r), Part::parse(text).map(|(_, r)| r), Period::parse(text).map(|(_, r)| r), find_day(text, Some(2026)).map(|(r, _)| r)];
        places.iter().flatten().for_each(|range| within(text, range));
        let _ = Cycle::from_path(text);
    }
}
