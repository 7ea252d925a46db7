//! Whatever a line holds, its parts lie in it.

use proptest::prelude::*;
use proptest::sample::select;

use super::{Reckoning, is_moment, numbered_week, opening, parts, reference, told};
use crate::calendar::{Cycle, FiscalYear};
use crate::model::Section;
use crate::source::{Source, Spanned, Text, TextBuilder};

/// Pieces of which updates are made.
const PIECES: &[&str] = &[
    "2026-07-13",
    "13 July",
    "7/13",
    "w3",
    "Week 9 of 13",
    "KW 29",
    "Mon",
    "KR1",
    "O1 KR2",
    "Key result 3",
    "PAY-O1-KR1",
    "48%",
    "7 of 12 wards",
    "→",
    "from 41% to",
    "at risk",
    "on track",
    "🔴",
    "🟢",
    "confidence",
    "0.4",
    "conf. 7/10",
    "blocked",
    "Status:",
    "Note:",
    "now",
    "größer",
    "–",
    "-",
    ",",
    ";",
    ":",
    ".",
    "(",
    ")",
    "[",
    "]",
    "|",
    " ",
    " ",
    " ",
    "\u{a0}",
    "é",
    "Next",
    "1",
    "é1",
];

fn line() -> impl Strategy<Value = String> {
    prop_oneof![prop::collection::vec(select(PIECES), 0..14).prop_map(|pieces| pieces.concat()), "\\PC{0,40}"]
}

fn text(line: &str) -> Text {
    let mut text = TextBuilder::default();
    text.push(line, 0);
    text.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_lies_in_the_line(line in line()) {
        let cycle = Cycle::parse("2026-Q3").map(|(cycle, _)| Spanned::new(cycle, 0..0));
        let reckoning = Reckoning::of(&Section { cycle, ..Section::default() }, FiscalYear::default());
        let (source, text) = (Source::new("line", line.as_str()), text(&line));
        let stands = |span: crate::source::Span, words: &str| source.slice(span) == words;
        if let Some(opening) = opening(&text, reckoning) {
            prop_assert!(line.get(opening.rest..).is_some());
            prop_assert!(!is_moment(&text) || opening.rest == line.len());
        }
        let _ = numbered_week(&text, reckoning);
        if let Some(name) = reference(&line) {
            prop_assert!(name.len > 0 && line.get(..name.len).is_some());
        }
        for (_, range) in parts(&line, 0) {
            prop_assert!(line.get(range).is_some());
        }
        let update = told(&text);
        for part in [&update.value, &update.status].into_iter().flatten() {
            prop_assert!(stands(part.span, &part.value), "{part:?} of {line:?}");
        }
        if let Some(note) = &update.note {
            prop_assert!(note.is_empty() || stands(note.span(), note.as_str()), "{note:?} of {line:?}");
        }
    }
}
