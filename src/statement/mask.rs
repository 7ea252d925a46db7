//! What only looks like a number: numbered names, ranks of severity, standards, years, windows inside a metric's name.

use super::tokens::{Glue, Kind, Tokens};
use crate::lexicon::{Sense, any};

/// Masks every token that belongs to a name, a standard or a window.
pub(crate) fn mask(tokens: &mut Tokens<'_>) {
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at) else { continue };
        let Kind::Number { value, .. } = token.kind else { continue };
        if token.masked {
            continue;
        }
        let end = at + 1;
        if window(tokens, at) {
            tokens.mask(at..at + 2);
        } else if token.glue == Glue::Hyphen || named(tokens, at) || is_year(tokens, at, value) {
            tokens.mask(at..end);
        }
    }
}

/// "30-day readmissions", "12-month retention": the number sizes the metric's window.
fn window(tokens: &Tokens<'_>, at: usize) -> bool {
    let unit = tokens.get(at + 1).is_some_and(|next| next.glue == Glue::Hyphen && next.kind == Kind::Word);
    unit && tokens.get(at + 2).is_some_and(|next| matches!(next.kind, Kind::Word | Kind::Name))
}

/// "Ward 7", "Phase 2", "Python 3", "ISO 27001", "KR 1": a capitalised word that the number tells apart from its like.
fn named(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|index| tokens.get(index)) else { return false };
    if tokens.is_sign(at - 1, '#') || tokens.is(at - 1, "no") && before.capital {
        return true;
    }
    if !matches!(before.kind, Kind::Word | Kind::Name) || tokens.get(at).is_some_and(|token| token.glue != Glue::Space) {
        return false;
    }
    if tokens.any(at - 1, any::NUMBERED_NAMES) || tokens.any(tokens.term(at).start, any::EXTERNAL_TESTS) {
        return true;
    }
    let unit = tokens.is_sign(at + 1, '%') || tokens.any(at + 1, any::UNITS) || tokens.is_sign(at + 1, '+');
    let next_noun = tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word && !next.senses.any(any::FUNCTION_WORDS));
    let measure =
        before.senses.any(any::METRIC_NOUNS) || before.senses.any(any::VANITY_METRICS) || before.senses.any(any::FUNCTION_WORDS);
    let verb = before.forms != 0 && before.senses.any(any::OUTPUT_VERBS.and(any::OUTCOME_VERBS).and(any::DUAL_VERBS));
    let bound = before.senses.any(any::BOUNDS) || before.senses.has(Sense::TimeWordsBy) || before.phrase != 0;
    let version = tokens.word(at).contains('.') && before.id.is_none() && !unit && !next_noun;
    let acronym = before.kind == Kind::Word
        && before.end - before.start >= 3
        && tokens.word(at - 1).bytes().all(|byte| byte.is_ascii_uppercase());
    if version || (acronym && !measure && !unit && tokens.word(at).contains('.')) {
        return true;
    }
    before.capital && before.kind == Kind::Word && !unit && !next_noun && !measure && !bound && (at > 1 || !verb)
}

/// A bare 2019 or 2026 that counts nothing.
fn is_year(tokens: &Tokens<'_>, at: usize, value: f64) -> bool {
    let four = tokens.word(at).len() == 4;
    let counted = tokens.is_sign(at + 1, '%') || tokens.any(at + 1, any::BENEFICIARY_NOUNS) || tokens.any(at + 1, any::UNITS);
    let bounded = at > 0 && tokens.any(tokens.term(at - 1).start, any::BOUNDS);
    let money = at > 0 && tokens.get(at - 1).is_some_and(super::tokens::Token::is_currency);
    four && (1990.0..2060.0).contains(&value) && !counted && !money && !bounded
}
