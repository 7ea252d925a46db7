//! Noun phrases: what a number counts, what a percentage is a share of, what a verb acts on.

use std::ops::Range;

use super::quantity::{Quantity, Sort};
use super::shape::VERBS;
use super::tokens::{Glue, Kind, Token, Tokens};
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
    let unknown = |token: &&Token| {
        token.kind == Kind::Word
            && token.senses == Senses::NONE
            && token.phrase == 0
            && !token.capital
            && token.glue != Glue::Hyphen
    };
    if tokens.get(at).filter(unknown).is_none() {
        return false;
    }
    let word = tokens.word(at);
    let ends = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed");
    let open = tokens.get(at + 1).is_none_or(|next| {
        matches!(next.kind, Kind::Sign(_)) || next.masked || next.senses.any(any::FUNCTION_WORDS.and(any::TIME_WORDS))
    });
    ends && open && !tokens.is_one(at, &ADJECTIVES)
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
    while let Some(token) = tokens.get(end).filter(|token| !ends(tokens, token, end, first, nouns)) {
        nouns |= token.senses.any(NOUNS) || token.id.is_none() || token.senses == Senses::NONE;
        end = tokens.term(end).end.max(end + 1);
    }
    first.min(end)..end
}

/// Whether a noun phrase that began at `first` ends before a token; `nouns` where it has a noun already.
fn ends(tokens: &Tokens<'_>, token: &Token, at: usize, first: usize, nouns: bool) -> bool {
    if let Kind::Sign(sign) = token.kind {
        return !matches!(sign, '"' | '“' | '”' | '\'' | '&');
    }
    let joined = token.glue == Glue::Hyphen;
    let stops = token.senses.any(STOPS) && !tokens.is(at, "team") || token.masked && token.senses.any(any::TIME_WORDS);
    let adverb = nouns && token.senses.has(Sense::FunctionWordsAdverb);
    stops && !joined || adverb || nouns && (is_verb_behind_noun(tokens, token, at, first) || is_unknown_participle(tokens, at))
}

/// Whether a word behind a noun is the verb of the sentence, or a participle that tells of the noun.
fn is_verb_behind_noun(tokens: &Tokens<'_>, token: &Token, at: usize, first: usize) -> bool {
    if !token.senses.any(VERBS) {
        return false;
    }
    let next = tokens.get(tokens.term(at).end);
    let noun = token.senses.any(NOUNS);
    let attribute =
        next.is_some_and(|next| next.kind == Kind::Word && !next.senses.any(any::FUNCTION_WORDS.and(any::TIME_WORDS)));
    let participle = token.forms & (form::PAST | form::GERUND) != 0 && !noun && !attribute;
    let named = next.is_some_and(|next| next.capital || next.kind == Kind::Name || next.senses.has(Sense::FunctionWordsArticle));
    let third = token.forms & form::THIRD != 0 && (!noun || named);
    let plural = at > first && tokens.word(at - 1).ends_with('s');
    // "customers plan without us": behind people a word that may be a verb is one, unless a noun follows.
    let people = at > first && tokens.any(at - 1, PEOPLE);
    let named = named || people && next.is_some_and(|next| next.senses.any(RELATING));
    participle || third || plural && token.forms & form::BASE != 0 && (!noun || named)
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
