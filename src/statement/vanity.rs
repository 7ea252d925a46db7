//! Measures of reach, activity or volume that can rise while nobody is better off.

use std::ops::Range;

use super::Vanity;
use super::noun;
use super::quantity::{Quantity, Sort};
use super::tokens::{Kind, Tokens};
use crate::lexicon::{Sense, Senses, any, form};
use crate::source::Text;

/// The vanity metric at the head of what is measured, unless words behind it tie it to a value.
pub(crate) fn find(
    tokens: &Tokens<'_>,
    text: &Text,
    metric: Option<&Range<usize>>,
    target: Option<&Quantity<'_>>,
) -> Option<Vanity> {
    let mut places: Vec<Range<usize>> = Vec::with_capacity(2);
    if let Some(target) = target.filter(|target| !matches!(target.sort, Sort::Duration)) {
        places.push(noun::counted(tokens, target));
    }
    places.extend(metric.cloned());
    if target.is_some_and(|target| target.sort == Sort::Duration) {
        return None;
    }
    let place = places.iter().find_map(|place| head(tokens, place))?;
    if valued(tokens, place) {
        return None;
    }
    let bytes = tokens.bytes(tokens.term(place));
    Some(Vanity {
        term: text.as_str()[bytes.clone()].into(),
        better: tokens.note(place, Sense::VanityMetricsVanity),
        span: text.locate(bytes),
    })
}

/// The vanity term that heads a noun phrase.
fn head(tokens: &Tokens<'_>, place: &Range<usize>) -> Option<usize> {
    let vanity = Senses::of(Sense::VanityMetricsVanity);
    let share = Senses::of(Sense::MetricNounsRate).and(Senses::of(Sense::MetricNounsScore)).and(any::VALUE_METRICS);
    if place.clone().any(|at| tokens.any(at, share) && !tokens.any(at, vanity)) {
        return None;
    }
    let first = place.clone().find(|at| tokens.any(*at, vanity))?;
    // "follower growth", "visitor satisfaction": another noun of measure further on is the head.
    let last = place.clone().rev().find(|at| tokens.any(*at, vanity))?;
    // "application engineers": the volume word only tells which engineers.
    let told = (last + 1..place.end).find(|at| tokens.any(*at, any::BENEFICIARY_NOUNS.and(any::ACTIVITY_NOUNS)));
    if told == Some(last + 1) {
        return None;
    }
    let better = (last + 1..place.end).any(|at| {
        let rate =
            Senses::of(Sense::MetricNounsRate).and(Senses::of(Sense::MetricNounsScore)).and(Senses::of(Sense::MetricNounsLower));
        tokens.any(at, rate)
    });
    (!better).then_some(if tokens.any(last, vanity) { last } else { first })
}

/// "MAU who finish a core task", "sign-ups that activate", "users completing ..".
fn valued(tokens: &Tokens<'_>, place: usize) -> bool {
    let after = tokens.term(place).end;
    let relative = tokens.is_one(after, &["who", "that", "which", "whose"]);
    // "Members of the care team": colleagues, whose number is no reach; "retain 5 members" counts who stays.
    let own = tokens.is(after, "of") && (after + 1..after + 5).any(|at| tokens.has(at, Sense::BeneficiaryNounsInternal));
    let kept = (place.saturating_sub(3)..place).any(|at| tokens.is_one(at, &["retain", "retained", "retaining"]));
    let gerund = tokens.get(after).is_some_and(|token| {
        token.kind == Kind::Word && token.forms & form::GERUND != 0 && token.senses.any(any::OUTCOME_VERBS.and(any::OUTPUT_VERBS))
    });
    relative || gerund || own || kept
}
