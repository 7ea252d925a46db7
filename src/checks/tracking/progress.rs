//! Where the numbers come from, where they stand, and whether they add up.

use crate::calendar::days;
use crate::checks::check_ins::share;
use crate::checks::group::told;
use crate::checks::measurability::sure_period;
use crate::checks::{Finding, KeyResultContext, SetContext};
use crate::model::{Item, KeyResult, Objective};
use crate::remarks::{self, Remark, SOURCES};
use crate::source::Text;
use crate::statement::{Class, MarkKind};

/// Key results without any value, status, score or check-in while the cycle runs. A set most of which is not followed here may be followed
/// elsewhere: that is one question.
pub(super) fn untracked_key_result<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    if !is_under_way(set) {
        return Vec::new();
    }
    let untracked = |objective: &Objective| -> Vec<usize> {
        let open = measured(objective).filter(|(_, key_result)| !is_tracked(&objective.item) && !is_followed(key_result));
        open.map(|(nth, _)| nth).collect()
    };
    let all = set.objectives.iter().map(|(_, objective)| measured(objective).count()).sum::<usize>();
    let open = set.objectives.iter().map(|(_, objective)| untracked(objective).len()).sum::<usize>();
    if open * 2 <= all {
        return set
            .objectives
            .iter()
            .flat_map(|(index, objective)| told(*index, objective, &untracked(objective), "whole"))
            .collect();
    }
    let first_open = set.objectives.iter().find(|(_, objective)| !untracked(objective).is_empty());
    let Some((index, first)) = first_open.filter(|_| !names_a_live_source(set)) else { return Vec::new() };
    let finding = match first.standing().next() {
        Some((nth, key_result)) if first.is_implicit() => Finding::at(key_result.item.text.span()).on_key_result(*index, nth),
        _ => Finding::at(first.item.text.span()).on_objective(*index),
    };
    vec![finding.of_the_set().variant("nowhere").with_count("count", open).with_count("all", all)]
}

/// The key results that have a number to follow. What the others lack is the number.
fn measured(objective: &Objective) -> impl Iterator<Item = (usize, &KeyResult)> {
    objective.standing().filter(|(_, key_result)| {
        key_result.reading.class == Class::Outcome && key_result.reading.mark(MarkKind::PercentComplete).is_none()
    })
}

/// Whether the cycle has been running for some days and is not over.
fn is_under_way(set: &SetContext<'_>) -> bool {
    let Some(cycle) = sure_period(set.section, set.run.fiscal_year) else { return false };
    let today = set.run.today;
    let days = days(cycle.start, today);
    today <= cycle.end && usize::try_from(days).is_ok_and(|days| days > set.run.options.count("days"))
}

/// Whether a score, confidence or status says how it stands.
pub(in crate::checks) fn is_tracked(item: &Item) -> bool {
    item.score.is_some() || item.confidence.is_some() || item.status.is_some()
}

fn is_followed(key_result: &KeyResult) -> bool {
    let valued =
        key_result.reading.current.is_some() || key_result.fields.current.is_some() || key_result.fields.source.is_some();
    // A box is a status, ticked or not.
    is_tracked(&key_result.item) || !key_result.check_ins.is_empty() || valued || key_result.checkbox
}

/// Whether the set points to a place where its values are kept up.
pub(in crate::checks) fn names_a_live_source(set: &SetContext<'_>) -> bool {
    let notes = set.objectives.iter().flat_map(|(_, objective)| {
        objective.item.notes.iter().chain(objective.key_results.iter().flat_map(|key_result| &key_result.item.notes))
    });
    notes.chain(set.prose).any(|text| mentions(text, &["live"]))
}

fn mentions(text: &Text, classes: &[&str]) -> bool {
    remarks::mentions(text.as_str(), &SOURCES, classes)
}

/// Numbers of which nobody says where they are read.
pub(super) fn no_data_source<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let sourced = |text: &Text| mentions(text, &["source", "live"]);
    if set.prose.iter().any(sourced) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for &(index, objective) in set.objectives.iter().filter(|(_, objective)| !objective.item.notes.iter().any(sourced)) {
        let open = objective.standing().filter(|(_, key_result)| {
            let counted = key_result.reading.class == Class::Outcome && key_result.reading.target.is_some();
            let named = || key_result.item.notes.iter().any(sourced) || sourced(&key_result.item.text);
            counted && key_result.fields.source.is_none() && !named()
        });
        findings.extend(told(index, objective, &open.map(|(nth, _)| nth).collect::<Vec<_>>(), "whole"));
    }
    findings
}

/// A score or progress that does not follow from where the metric started, where it is and where it should be.
pub(super) fn progress_arithmetic<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let key_result = context.key_result;
    let share = share(&key_result.reading, key_result.reading.current.as_ref()?)?;
    let (stated, span) = match key_result.item.score {
        Some(score) => (score.value.value?, score.span),
        None => progress_in_words(&key_result.item.text)?,
    };
    let tolerance = context.run.options.count("tolerance") as f64 / 100.0;
    // Binary fractions of tenths are not exact.
    if (stated - share).abs() <= tolerance + 1e-9 || !(0.0..=1.0).contains(&stated) || is_explained(key_result) {
        return None;
    }
    let percent = key_result.item.score.is_none();
    let computed = if percent { format!("{:.0}%", share * 100.0) } else { format!("{share:.2}") };
    Some(Finding::at(span).with("computed", computed))
}

/// The percentage behind the word progress: "now 45, progress 75%".
fn progress_in_words(text: &Text) -> Option<(f64, crate::source::Span)> {
    let words = text.as_str();
    let remark = Remark::new(words);
    let at = (0..remark.len()).find(|index| remark.word(*index) == "progress")? + 1;
    let bytes = remark.bytes(at..at + 1);
    let percent = words.get(bytes.end..)?.trim_start().starts_with('%');
    let number: f64 = remark.word(at).parse().ok().filter(|_| percent)?;
    Some((number / 100.0, text.locate(bytes.start..bytes.end + 1)))
}

/// Whether a note says why the score is a judgement.
fn is_explained(key_result: &KeyResult) -> bool {
    let words = ["score", "scored", "judged", "judgement", "weighted", "because", "progress", "partial", "credit"];
    let explains = |text: &Text| {
        let remark = Remark::new(text.as_str());
        (0..remark.len()).any(|index| words.contains(&remark.word(index)))
    };
    key_result.item.notes.iter().any(explains) || key_result.check_ins.iter().any(|check_in| check_in.told().note.is_some())
}
