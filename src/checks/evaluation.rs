//! Red flag: OKRs are used to judge people.

use super::{Check, Entry, Finding, Place, SetContext};
use crate::model::{Objective, Scale};
use crate::source::Span;

pub(super) const CHECKS: &[Entry] = &[("score-off-scale", Check::Set(score_off_scale))];

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
