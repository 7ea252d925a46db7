//! The metric's noun phrase and the way it should go.

use std::ops::Range;

use super::Bound;
use super::Direction;
use super::bind::{Binding, Role};
use super::noun;
use super::quantity::{Quantity, Sort};
use super::shape::{self, Predicate, Shape};
use super::tokens::{Kind, Tokens};
use crate::lexicon::{Sense, Senses, any};

/// The tokens of the metric.
pub(crate) fn find(tokens: &Tokens<'_>, shape: Shape, quantities: &[Quantity<'_>], binding: &Binding) -> Option<Range<usize>> {
    let target = binding.target.map(|index| &quantities[index]);
    let counts = binding.target.is_some_and(|index| binding.roles[index] == Role::Candidate);
    if let Some(quantity) = target.filter(|quantity| counts && matches!(quantity.sort, Sort::Count | Sort::Redacted)) {
        let counted = noun::counted(tokens, quantity);
        if !counted.is_empty() {
            return Some(extended(tokens, counted));
        }
    }
    let start = match (shape.lead, shape.predicate) {
        (Some(lead), _) => shape::object(tokens, lead),
        (None, Some(Predicate::Has(at))) => at,
        _ => shape.start,
    };
    let mut first = start;
    while first < tokens.len() {
        let next = quantities.partition_point(|quantity| quantity.range().end <= first);
        let inside = quantities.get(next).filter(|quantity| quantity.range().contains(&first));
        match inside {
            Some(quantity) => first = quantity.end,
            None if tokens.is(first, "of")
                || tokens.any(first, Senses::of(Sense::FunctionWordsArticle))
                || tokens.is_sign(first, ':') =>
            {
                first += 1
            }
            None => break,
        }
    }
    let phrase = extended(tokens, noun::phrase(tokens, first));
    let end = quantities.iter().map(|quantity| quantity.first).filter(|at| *at > phrase.start).min().unwrap_or(usize::MAX);
    let phrase = phrase.start..phrase.end.min(end);
    (!phrase.is_empty()).then_some(phrase)
}

/// A noun phrase with the prepositional phrases that belong to it: "number of users in Lyon".
fn extended(tokens: &Tokens<'_>, phrase: Range<usize>) -> Range<usize> {
    let mut end = phrase.end;
    // "operations cancelled on the day": what was done to them is part of what is measured.
    if !phrase.is_empty() && noun::is_unknown_participle(tokens, end) {
        end += 1;
    }
    for _ in 0..2 {
        let joins = tokens.is_one(end, &["of", "for", "per", "in", "on", "with"]);
        if !joins
            || tokens.get(end + 1).is_none_or(|next| next.masked || matches!(next.kind, Kind::Number { .. } | Kind::Sign(_)))
        {
            break;
        }
        let further = noun::phrase(tokens, end + 1);
        if further.is_empty() {
            break;
        }
        end = further.end;
    }
    phrase.start..end
}

/// Which way the metric should go.
pub(crate) fn direction(
    tokens: &Tokens<'_>,
    shape: Shape,
    quantities: &[Quantity<'_>],
    binding: &Binding,
    metric: Option<&Range<usize>>,
) -> Option<Direction> {
    let value = |index: Option<usize>| index.and_then(|index| quantities[index].scaled());
    let target = binding.target.map(|index| &quantities[index]);
    let bare = binding.baseline.is_some_and(|index| quantities[index].sort == Sort::Count);
    let plain = |index: Option<usize>| index.and_then(|index| quantities[index].value);
    let to = if bare { plain(binding.target) } else { value(binding.target) };
    if let (Some(from), Some(to), false) = (value(binding.baseline), to, binding.relative) {
        let shown = if to < from { Direction::Decrease } else { Direction::Increase };
        return spoken(tokens, shape.lead, metric).or(Some(shown));
    }
    let verb = shape.lead.or(shape.predicate.map(Predicate::at));
    let has = |sense| verb.is_some_and(|at| tokens.has(at, sense));
    if has(Sense::OutcomeVerbsDecrease) {
        return Some(Direction::Decrease);
    }
    if has(Sense::OutcomeVerbsIncrease) {
        return Some(if lower_is_better(tokens, metric) { Direction::Decrease } else { Direction::Increase });
    }
    if has(Sense::NumbersVerbMultiple) {
        return Some(if tokens.word(verb?).to_ascii_lowercase().starts_with("hal") {
            Direction::Decrease
        } else {
            Direction::Increase
        });
    }
    if has(Sense::OutcomeVerbsHold) {
        return Some(Direction::Maintain);
    }
    match target?.bound {
        Some(Bound::AtMost) => Some(Direction::Decrease),
        Some(Bound::AtLeast) => Some(Direction::Increase),
        Some(Bound::Range) => Some(Direction::Maintain),
        _ => Some(Direction::Reach),
    }
}

/// The way that the leading verb leaves no doubt about: "raise", unless less of the metric is better, and "cut".
pub(crate) fn spoken(tokens: &Tokens<'_>, lead: Option<usize>, metric: Option<&Range<usize>>) -> Option<Direction> {
    let lead = lead?;
    if tokens.has(lead, Sense::OutcomeVerbsDecrease) {
        return Some(Direction::Decrease);
    }
    let up = tokens.has(lead, Sense::OutcomeVerbsIncrease) && !tokens.is(lead, "improve") && !lower_is_better(tokens, metric);
    up.then_some(Direction::Increase)
}

/// Whether less of the metric is better: latency, churn, defects.
pub(crate) fn lower_is_better(tokens: &Tokens<'_>, metric: Option<&Range<usize>>) -> bool {
    metric.is_some_and(|metric| {
        metric.clone().any(|at| tokens.has(at, Sense::MetricNounsLower) && !tokens.has(at, Sense::MetricNounsRate))
    })
}

/// Whether the metric is itself a share or score, so that "by 5%" can mean two things.
pub(crate) fn is_share(tokens: &Tokens<'_>, metric: Option<&Range<usize>>) -> bool {
    let senses = Senses::of(Sense::MetricNounsRate).and(Senses::of(Sense::MetricNounsScore));
    metric.is_some_and(|metric| metric.clone().any(|at| tokens.any(at, senses))) && any::METRIC_NOUNS.any(senses)
}
