//! "All", "every" and "each" as a target: all issues are triaged, every package has tests.

use super::Amount;
use super::noun;
use super::shape::{self, Predicate, Shape};
use super::tokens::{Glue, Kind, Tokens};
use crate::lexicon::{Sense, Senses, any};
use crate::source::Text;

/// "Every week", "twice a year": how often work of the team is done.
pub(crate) fn frequency(tokens: &Tokens<'_>) -> Option<usize> {
    let regularly =
        Senses::of(Sense::TimeWordsFrequency).and(Senses::of(Sense::TimeWordsWeekday)).and(Senses::of(Sense::TimeWordsRegular));
    if !tokens.means(regularly) {
        return None;
    }
    let day = |at: usize| tokens.is_one(at, &["every", "each"]) && tokens.has(at + 1, Sense::TimeWordsWeekday);
    // "Weekly office hours", "meeting held weekly", but "a weekly report" is one thing.
    let regular = |at: usize| {
        let next = tokens.term(at).end;
        let first = at == 0 && noun::head_senses(tokens, noun::phrase(tokens, next)).any(any::ACTIVITY_NOUNS)
            || at > 0 && noun::is_participle(tokens, at - 1);
        tokens.has(at, Sense::TimeWordsRegular) && first
    };
    (0..tokens.len()).find(|at| tokens.has(*at, Sense::TimeWordsFrequency) || day(*at) || regular(*at))
}

/// The token of the word that makes the whole of something the target: at the head of the subject or of the object, or in
/// "for all ..". Elsewhere ("on all platforms") it only colours the statement.
pub(crate) fn find(tokens: &Tokens<'_>, shape: Shape) -> Option<usize> {
    let universal = |at: usize| {
        tokens.has(at, Sense::FunctionWordsUniversal)
            && tokens.get(at + 1).is_some_and(|next| matches!(next.kind, Kind::Word | Kind::Name | Kind::Number { .. }))
    };
    let subject = shape.start;
    if universal(subject) && !rate(tokens, subject) {
        return Some(subject);
    }
    let object = match (shape.lead, shape.predicate) {
        (Some(lead), _) => shape::object(tokens, lead),
        (None, Some(Predicate::Has(at))) => at,
        _ => tokens.len(),
    };
    // "Move all tickets to the new desk" is one move.
    let moved = shape.lead.is_some_and(|lead| tokens.is_one(lead, &["move", "transfer", "switch"]));
    if universal(object) && !rate(tokens, object) && !moved {
        return Some(object);
    }
    let whole = |at: usize| universal(at) && !rate(tokens, at);
    let people = |at: usize| noun::head_senses(tokens, noun::phrase(tokens, at)).any(noun::PEOPLE) || tokens.is(at + 1, "of");
    let reaches = |at: usize| {
        let each = tokens.is(at + 1, "each");
        let done = matches!(shape.predicate, Some(Predicate::Passive(_)));
        done && tokens.is_one(at, &["on", "in", "at"]) && !each
            || tokens.is_one(at, &["for", "across"]) && !each
            || tokens.is(at, "to") && !each && !people(at + 1)
            || tokens.is(at, "with") && people(at + 1)
    };
    let later = if tokens.means(Senses::of(Sense::FunctionWordsUniversal)) { subject + 1..tokens.len() } else { 0..0 };
    if let Some(at) = later.into_iter().find(|at| whole(*at) && reaches(at - 1)) {
        return Some(at);
    }
    let absolute = shape.lead.filter(|lead| tokens.has(*lead, Sense::OutcomeVerbsAbsolute));
    if absolute.is_some() {
        return absolute;
    }
    let none = tokens.is(subject, "no")
        && tokens.get(subject + 1).is_some_and(|next| next.kind == Kind::Word && next.glue == Glue::Space)
        && subject == 0;
    if none && !tokens.is(subject + 1, "longer") && !tokens.is(subject + 1, "more") {
        return Some(subject);
    }
    if let Some(at) = reference(tokens, shape) {
        return Some(at);
    }
    let ongoing = shape.lead.is_some_and(|lead| tokens.has(lead, Sense::VagueTermsDirection));
    frequency(tokens).filter(|_| !ongoing)
}

/// "Above last year's average", "below the current level": a level that is known, though its figure is not written.
fn reference(tokens: &Tokens<'_>, shape: Shape) -> Option<usize> {
    let bounds = Senses::of(Sense::BoundsAtLeast).and(Senses::of(Sense::BoundsAtMost));
    shape.lead.filter(|lead| tokens.means(bounds) && tokens.any(*lead, shape::MOVING))?;
    let known = |at: usize| ["last", "previous", "prior", "current", "present", "average"].iter().any(|word| tokens.is(at, word));
    (0..tokens.len()).find(|at| {
        let end = tokens.term(*at).end;
        tokens.any(*at, bounds) && !tokens.is(*at, "over") && (known(end) || tokens.is(end, "the") && known(end + 1))
    })
}

/// "Each week", "every sprint" say how often.
fn rate(tokens: &Tokens<'_>, at: usize) -> bool {
    let times = Senses::of(Sense::UnitsDuration).and(Senses::of(Sense::TimeWordsPeriod)).and(Senses::of(Sense::TimeWordsWeekday));
    tokens.any(at, Senses::of(Sense::TimeWordsRate)) && tokens.any(at + 1, times)
}

/// The target as the model holds it.
pub(crate) fn amount(tokens: &Tokens<'_>, text: &Text, at: usize) -> Amount {
    let bytes = tokens.bytes(tokens.term(at));
    Amount {
        number: None,
        text: text.as_str()[bytes.clone()].into(),
        unit: "".into(),
        relative: false,
        bound: None,
        span: text.locate(bytes),
    }
}
