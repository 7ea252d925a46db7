//! What only looks like a number: numbered names, ranks of severity, standards, years, windows inside a metric's name.

use super::noun;
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
        if window(tokens, at) || is_clock(tokens, at) {
            tokens.mask(at..at + 2);
        } else if named(tokens, at) || numbered_thing(tokens, at, value) {
            tokens.mask(at..at + 1);
            further(tokens, at);
        } else if token.glue == Glue::Hyphen || is_year(tokens, at, value) {
            tokens.mask(at..at + 1);
        }
    }
}

/// "30-day readmissions", "12-month retention": the number sizes the metric's window.
fn window(tokens: &Tokens<'_>, at: usize) -> bool {
    let unit = tokens.get(at + 1).is_some_and(|next| next.glue == Glue::Hyphen && next.kind == Kind::Word);
    unit && tokens.get(at + 2).is_some_and(|next| matches!(next.kind, Kind::Word | Kind::Name))
}

/// "9 pm": a time of day.
fn is_clock(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_one(at + 1, &["am", "pm"])
}

/// "wards 3B and 4A", "TLS 1.0 and 1.1", "levels 1–7": the letter behind a name's number and the further names of a list.
fn further(tokens: &mut Tokens<'_>, named: usize) {
    let mut at = named;
    loop {
        let letter =
            tokens.get(at + 1).is_some_and(|token| token.glue == Glue::Tight && token.capital && token.end - token.start == 1);
        if letter {
            tokens.mask(at + 1..at + 2);
            at += 1;
        }
        let joint = tokens.is_one(at + 1, &["and", "or"]) || matches!(tokens.sign(at + 1), Some(',' | '&' | '–'));
        let like = tokens.word(at + 2).contains('.') == tokens.word(at).contains('.');
        let lettered = tokens.get(at + 3).is_some_and(|token| token.glue == Glue::Tight && token.capital);
        if !joint || tokens.number(at + 2).is_none() || !like || !(lettered || closed(tokens, at + 3)) {
            return;
        }
        tokens.mask(at + 2..at + 3);
        at += 2;
    }
}

/// Whether nothing stands at a token that the number before it could count or be measured in.
fn closed(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    match token.kind {
        Kind::Sign(sign) => !matches!(sign, '%' | '+' | '→' | '–' | '/' | '★') && !token.is_currency(),
        Kind::Word if token.senses.any(any::UNITS) => false,
        Kind::Word if tokens.is_one(at, &["of", "out"]) => false,
        Kind::Word if tokens.is(at, "to") => tokens.number(at + 1).is_none(),
        Kind::Word => token.senses.any(any::FUNCTION_WORDS) || noun::is_participle(tokens, at),
        _ => false,
    }
}

/// "grant report 2", "production line 4": a thing in the singular with a bare number behind it is one of several.
fn numbered_thing(tokens: &Tokens<'_>, at: usize, value: f64) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|index| tokens.get(index)) else { return false };
    let measure = any::METRIC_NOUNS.and(any::VANITY_METRICS).and(any::BOUNDS);
    let thing = before.kind == Kind::Word && before.senses.any(any::ACTIVITY_NOUNS) && !before.senses.any(measure);
    let listed = tokens.is_one(at + 1, &["and", "or"]) && tokens.number(at + 2).is_some() && closed(tokens, at + 3);
    let singular = !tokens.word(at - 1).ends_with('s') || listed;
    let whole = value.fract() == 0.0 || before.senses.has(Sense::ActivityNounsSoftware);
    let rated = at > 1 && tokens.is_one(at - 2, &["per", "each", "every", "a"]);
    thing && singular && !rated && whole && (1.0..100.0).contains(&value) && closed(tokens, at + 1)
}

/// "Ward 7", "Phase 2", "Python 3", "ISO 27001", "KR 1": a capitalised word that the number tells apart from its like.
fn named(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|index| tokens.get(index)) else { return false };
    if tokens.is_sign(at - 1, '#') || tokens.is(at - 1, "no") && before.capital {
        return true;
    }
    // "EUR 90" is money.
    if before.senses.has(Sense::UnitsCurrency) {
        return false;
    }
    if !matches!(before.kind, Kind::Word | Kind::Name) || tokens.get(at).is_some_and(|token| token.glue != Glue::Space) {
        return false;
    }
    let lettered = tokens.get(at + 1).is_some_and(|next| next.glue == Glue::Tight && next.capital);
    let listed = lettered || tokens.is_one(at + 1, &["and", "or"]) || matches!(tokens.sign(at + 1), Some(',' | '&' | '–'));
    let plural = tokens.word(at - 1).ends_with('s') && !tokens.word(at - 1).ends_with("ss");
    let worked = at == 1 && before.senses.any(any::OUTPUT_VERBS) && !closed(tokens, at + 1);
    let numbered = tokens.any(at - 1, any::NUMBERED_NAMES) && (listed || !plural) && !worked;
    if numbered || tokens.any(tokens.term(at).start, any::EXTERNAL_TESTS) {
        return true;
    }
    let unit = tokens.is_sign(at + 1, '%') || tokens.any(at + 1, any::UNITS) || tokens.is_sign(at + 1, '+');
    let next_noun = tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word && !next.senses.any(any::FUNCTION_WORDS));
    let measure =
        before.senses.any(any::METRIC_NOUNS) || before.senses.any(any::VANITY_METRICS) || before.senses.any(any::FUNCTION_WORDS);
    let verb = before.forms != 0 && before.senses.any(any::OUTPUT_VERBS.and(any::OUTCOME_VERBS).and(any::DUAL_VERBS));
    let bound = before.senses.any(any::BOUNDS) || before.senses.has(Sense::TimeWordsBy) || before.phrase != 0;
    let gauged = tokens.any(at + 1, any::METRIC_NOUNS.and(any::BENEFICIARY_NOUNS));
    let version = tokens.word(at).contains('.') && before.id.is_none() && !unit && !(next_noun && (gauged || !before.capital));
    // "Postgres 16 upgrade": two or more of a thing would stand in the plural.
    let thing = noun::head(tokens, noun::phrase(tokens, at + 1)).filter(|head| tokens.any(*head, any::ACTIVITY_NOUNS));
    let product = before.id.is_none() || before.senses.has(Sense::ActivityNounsSoftware) && !verb;
    if before.capital && product && thing.is_some_and(|head| !tokens.word(head).ends_with('s')) && !unit {
        return true;
    }
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
