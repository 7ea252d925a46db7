//! Moments that the calendar does not know: a demo, week 8, the start of the season.

use super::deadline::When;
use super::tokens::{Glue, Kind, Tokens};
use crate::lexicon::{Sense, Senses};

/// "before the autumn term", "before we move": a moment ahead that closes the statement. "Two days before the visit" and "every
/// change is reviewed before the merge" speak of each time anew.
pub(super) fn foreseen(tokens: &Tokens<'_>, at: usize) -> Option<When> {
    let opened = tokens.is_one(at + 1, &["the", "our", "we", "they", "next", "this"]);
    let timed = at > 0 && tokens.has(at - 1, Sense::UnitsDuration);
    let anew = (0..at).any(|index| {
        let repeated = tokens.any(index, Senses::of(Sense::FunctionWordsUniversal).and(Senses::of(Sense::TimeWordsRate)));
        repeated || tokens.is_sign(index, '%')
    });
    let end = (at + 1..tokens.len()).find(|index| tokens.sign(*index).is_some()).unwrap_or(tokens.len());
    let short = (3..=6).contains(&(end - at)) && (at + 2..end).all(|index| tokens.number(index).is_none());
    (opened && !timed && !anew && short).then_some(When { end, date: None, impossible: false, period: false, alone: false })
}

/// "by final demo", "by week 8", "by sprint S-02 end": a moment that the calendar does not know.
pub(super) fn event(tokens: &Tokens<'_>, at: usize) -> Option<When> {
    let mut word = at;
    while tokens.is_one(word, &["the", "our", "final", "next", "end", "of"]) {
        word += 1;
    }
    const NUMBERED: [&str; 8] = ["week", "sprint", "month", "day", "iteration", "cycle", "pi", "kw"];
    const MOMENTS: [&str; 17] = [
        "summer",
        "winter",
        "spring",
        "autumn",
        "easter",
        "demo",
        "launch",
        "go-live",
        "kickoff",
        "milestone",
        "deadline",
        "conference",
        "summit",
        "retrospective",
        "camp",
        "christmas",
        "handover",
    ];
    let mut end = word + 1;
    if tokens.is_one(word, &NUMBERED) {
        let letter = tokens.get(end).is_some_and(|token| token.end - token.start == 1 && token.capital);
        end += usize::from(letter);
        let number = tokens.get(end).is_some_and(|token| matches!(token.kind, Kind::Number { .. } | Kind::Name));
        while tokens
            .get(end)
            .is_some_and(|token| matches!(token.kind, Kind::Number { .. } | Kind::Name) || token.glue == Glue::Hyphen)
        {
            end += 1;
        }
        end += usize::from(tokens.is(end, "end"));
        if !number && word == at {
            return None;
        }
    } else if !tokens.is_one(word, &MOMENTS) {
        return None;
    }
    let closed = end >= tokens.len() || tokens.sign(end).is_some();
    closed.then_some(When { end, date: None, impossible: false, period: false, alone: false })
}
