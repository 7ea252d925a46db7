//! Noun phrases: what a number counts, what a percentage is a share of, what a verb acts on.

use std::ops::Range;

use super::quantity::{Quantity, Sort};
use super::shape::VERBS;
use super::tokens::{Glue, Kind, Tokens};
use crate::lexicon::{Sense, Senses, any, form};

const STOPS: Senses = Senses::of(Sense::FunctionWordsBe)
    .and(Senses::of(Sense::FunctionWordsModal))
    .and(Senses::of(Sense::FunctionWordsHave))
    .and(Senses::of(Sense::FunctionWordsPreposition))
    .and(Senses::of(Sense::FunctionWordsRelative))
    .and(Senses::of(Sense::FunctionWordsAnd))
    .and(Senses::of(Sense::FunctionWordsWe))
    .and(Senses::of(Sense::FunctionWordsOutcomeClause));
const RELATING: Senses = Senses::of(Sense::FunctionWordsPreposition).and(Senses::of(Sense::FunctionWordsNegation));
const NOUNS: Senses = any::ACTIVITY_NOUNS.and(any::BENEFICIARY_NOUNS).and(any::METRIC_NOUNS).and(any::VANITY_METRICS);
/// Nouns of own work.
pub(crate) const WORK: Senses = any::ACTIVITY_NOUNS;
/// People and organisations.
pub(crate) const PEOPLE: Senses = any::BENEFICIARY_NOUNS;

/// Whether a token is a participle or past form: of a verb that the lexicons know, or by its ending where no noun follows.
pub(crate) fn is_participle(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    if token.senses.any(VERBS) {
        return token.forms & form::PAST != 0;
    }
    is_unknown_participle(tokens, at)
}

/// "attributed to", "ratified by": no lexicon knows the verb, but its ending and the word behind it tell.
pub(crate) fn is_unknown_participle(tokens: &Tokens<'_>, at: usize) -> bool {
    const ADJECTIVES: [&str; 10] =
        ["based", "related", "needed", "required", "dedicated", "united", "limited", "indeed", "embed", "unused"];
    let Some(token) = tokens.get(at) else { return false };
    let word = tokens.word(at);
    let unknown = token.kind == Kind::Word && token.senses == Senses::NONE && token.phrase == 0 && !token.capital;
    let ends = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
    let open = tokens.get(at + 1).is_none_or(|next| {
        matches!(next.kind, Kind::Sign(_)) || next.masked || next.senses.any(any::FUNCTION_WORDS.and(any::TIME_WORDS))
    });
    unknown && ends && open && token.glue != Glue::Hyphen && !tokens.is_one(at, &ADJECTIVES)
}

/// The noun phrase that begins at a token: it ends before a preposition, a finite verb or a sign.
pub(crate) fn phrase(tokens: &Tokens<'_>, start: usize) -> Range<usize> {
    let mut first = start;
    while tokens.any(first, Senses::of(Sense::FunctionWordsArticle).and(Senses::of(Sense::FunctionWordsUniversal)))
        || tokens.is(first, "of")
    {
        first += 1;
    }
    let mut end = first;
    let mut nouns = false;
    while let Some(token) = tokens.get(end) {
        let sign = matches!(token.kind, Kind::Sign(_)) && !matches!(token.kind, Kind::Sign('"' | '“' | '”' | '\'' | '&'));
        let verb = token.senses.any(VERBS);
        let attribute = tokens
            .get(tokens.term(end).end)
            .is_some_and(|next| next.kind == Kind::Word && !next.senses.any(any::FUNCTION_WORDS.and(any::TIME_WORDS)));
        let participle =
            verb && nouns && token.forms & (form::PAST | form::GERUND) != 0 && !token.senses.any(NOUNS) && !attribute;
        let named = tokens
            .get(tokens.term(end).end)
            .is_some_and(|next| next.capital || next.kind == Kind::Name || next.senses.has(Sense::FunctionWordsArticle));
        let third = verb && nouns && token.forms & form::THIRD != 0 && (!token.senses.any(NOUNS) || named);
        let adverb = nouns && token.senses.has(Sense::FunctionWordsAdverb);
        let plural = end > first && tokens.word(end - 1).ends_with('s');
        // "customers plan without us": behind people a word that may be a verb is one, unless a noun follows.
        let people = end > first && tokens.any(end - 1, PEOPLE);
        let named = named || people && tokens.get(tokens.term(end).end).is_some_and(|next| next.senses.any(RELATING));
        let base = verb && nouns && plural && token.forms & form::BASE != 0 && (!token.senses.any(NOUNS) || named);
        let joined = token.glue == Glue::Hyphen;
        if sign
            || base
            || token.senses.any(STOPS) && !joined && !tokens.is(end, "team")
            || participle
            || third
            || adverb
            || nouns && is_unknown_participle(tokens, end)
            || token.masked && !joined && token.senses.any(any::TIME_WORDS)
        {
            break;
        }
        nouns |= token.senses.any(NOUNS) || token.id.is_none() || token.senses == Senses::NONE;
        end = tokens.term(end).end.max(end + 1);
    }
    first.min(end)..end
}

/// The last word of a noun phrase that the lexicons know as a noun, or its last word.
pub(crate) fn head(tokens: &Tokens<'_>, phrase: Range<usize>) -> Option<usize> {
    let last = phrase.end.checked_sub(1).filter(|_| !phrase.is_empty())?;
    if tokens.any(last, NOUNS) {
        return Some(last);
    }
    Some(phrase.clone().rev().take(3).find(|index| tokens.any(*index, NOUNS)).unwrap_or(last))
}

/// What the number counts or is a share of: "20 case studies", "80% of events", "3 out of 5 wards".
pub(crate) fn counted(tokens: &Tokens<'_>, quantity: &Quantity<'_>) -> Range<usize> {
    let mut at = quantity.end;
    if quantity.sort == Sort::Count && tokens.is_sign(at, '+') {
        at += 1;
    }
    while tokens.any(at, Senses::of(Sense::FunctionWordsArticle))
        || tokens.is(at, "of")
        || tokens.is(at, "different")
        || tokens.is(at, "additional")
    {
        at += 1;
    }
    phrase(tokens, at)
}

/// The senses of the head of a noun phrase.
pub(crate) fn head_senses(tokens: &Tokens<'_>, phrase: Range<usize>) -> Senses {
    head(tokens, phrase).and_then(|index| tokens.get(index)).map_or(Senses::NONE, |token| token.senses)
}
