//! Red flag: OKRs are used to judge people.

mod judgement;
mod policy;
mod ranking;
mod scoring;
mod texts;

use super::{Check, Entry, Finding, Place, SetContext};
use crate::calendar::days;
use crate::model::{KeyResult, Objective, OkrType, Scale};
use crate::source::{Span, Spanned};
use crate::workspace::Depth;

pub(super) use scoring::is_over;

pub(super) const CHECKS: &[Entry] = &[
    ("all-or-nothing-scoring", Check::Set(scoring::all_or_nothing_scoring)),
    ("appraisal-linked", Check::Set(judgement::appraisal_linked)),
    ("no-separation-policy", Check::Organisation(Depth::Whole, policy::no_separation_policy)),
    ("partial-score-no-note", Check::Set(scoring::partial_score_no_note)),
    ("pay-linked", Check::Set(judgement::pay_linked)),
    ("person-ranking", Check::Set(ranking::person_ranking)),
    ("score-off-scale", Check::Set(score_off_scale)),
    ("start-confidence-too-high", Check::Set(start_confidence_too_high)),
];

/// A score of a key result.
struct Scored {
    key_result: usize,
    value: f64,
    scale: Scale,
    span: Span,
}

/// Scores outside their scale, and a second scale under one objective. A score shown as a grade or without a number is no figure to judge.
fn score_off_scale<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let mut findings = Vec::new();
    for &(index, objective) in &set.objectives {
        let scores: Vec<Scored> = scores(objective).collect();
        for score in scores.iter().filter(|score| !(0.0..=1.0).contains(&score.value)) {
            let finding = Finding::at(score.span).variant(if score.value < 0.0 { "below" } else { "" });
            findings.push(finding.on_key_result(index, score.key_result));
        }
        let Some(first) = scores.first() else { continue };
        if let Some(other) = scores.iter().find(|score| !same_scale(first.scale, score.scale)) {
            let place = Place { path: None, span: first.span, label: "first" };
            findings.push(Finding::at(other.span).variant("mixed").on_key_result(index, other.key_result).place(place));
        }
    }
    findings
}

fn scores(objective: &Objective) -> impl Iterator<Item = Scored> {
    objective.key_results.iter().enumerate().filter_map(|(key_result, result)| {
        let score = result.item.score?;
        Some(Scored { key_result, value: score.value.value?, scale: score.value.scale, span: score.span })
    })
}

/// "12/14" beside "3/4": each counts its own parts, and both are fractions.
fn same_scale(a: Scale, b: Scale) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// Nearly certain of nearly everything when the cycle starts: the average over key results that are no promise, two or more of them.
fn start_confidence_too_high<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let mut first: Option<(usize, usize, Span)> = None;
    let mut stated: Vec<f64> = Vec::new();
    for &(index, objective) in &set.objectives {
        for (nth, key_result) in objective.standing() {
            let kind = key_result.item.kind.or(objective.item.kind);
            if kind.is_some_and(|kind| kind.value == OkrType::Committed) {
                continue;
            }
            let Some(confidence) = at_the_start(set, key_result) else { continue };
            first.get_or_insert((index, nth, confidence.span));
            stated.push(confidence.value);
        }
    }
    let average = stated.iter().sum::<f64>() / stated.len().max(1) as f64;
    let limit = set.run.options.count("percent") as f64 / 100.0;
    match first {
        // A tenth summed ten times is a little less than one.
        Some((index, nth, span)) if stated.len() > 1 && average + 1e-9 >= limit => {
            let finding = Finding::at(span).of_the_set().on_key_result(index, nth).with_count("count", stated.len());
            vec![finding.with("average", format!("{average:.2}"))]
        }
        _ => Vec::new(),
    }
}

/// The confidence stated in the first quarter of the cycle: that of the first check-in that has one, else that of the key result itself
/// where the day is still so early.
fn at_the_start(set: &SetContext<'_>, key_result: &KeyResult) -> Option<Spanned<f64>> {
    let cycle = set.section.days(set.run.fiscal_year)?;
    let early = |day: jiff::civil::Date| days(cycle.start, day).saturating_mul(4) <= days(cycle.start, cycle.end);
    let dated = key_result.check_ins.iter().filter_map(|check_in| Some((check_in.date?.value, check_in)));
    let sure = dated.filter(|(date, _)| early(*date)).filter_map(|(date, check_in)| Some((date, check_in.told().confidence?)));
    let first = sure.min_by_key(|(date, _)| *date).map(|(_, confidence)| confidence);
    first.or_else(|| key_result.item.confidence.filter(|_| early(set.run.today)))
}
