//! Whether scores tell how far a team came, and what lies behind a partial one.

use crate::calendar::days;
use crate::checks::check_ins::share;
use crate::checks::measurability::sure_period;
use crate::checks::{Finding, Place, SetContext};
use crate::model::{KeyResult, Objective, OkrType};
use crate::read::{State, state};
use crate::statement::{Class, Direction, Reading};

/// A key result that could have been reached in part, and how it was scored.
struct Judged<'a> {
    index: usize,
    nth: usize,
    key_result: &'a KeyResult,
    score: f64,
}

/// Scores of nothing or all, where a number would have told how far the team came.
pub(super) fn all_or_nothing_scoring<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    if !is_over(set, 0) {
        return Vec::new();
    }
    let judged: Vec<Judged<'a>> = set.objectives.iter().flat_map(|(index, objective)| gradual(*index, objective)).collect();
    let extreme = |judged: &Judged<'_>| judged.score <= 0.0 || judged.score >= 1.0;
    let missed = judged.iter().filter(|judged| judged.score <= 0.0).count();
    if judged.len() < set.run.options.count("least") || missed == 0 || !judged.iter().all(extreme) {
        return Vec::new();
    }
    let part = |judged: &&Judged<'a>| way(&judged.key_result.reading).is_some_and(|way| (0.1..=0.9).contains(&way));
    let lost: Vec<&Judged<'a>> = judged.iter().filter(part).collect();
    let count = judged.len();
    let at = |judged: &Judged<'a>| judged.key_result.item.text.span();
    match (lost.first(), judged.iter().find(|judged| judged.score <= 0.0)) {
        (Some(first), _) => {
            let way = way(&first.key_result.reading).unwrap_or_default();
            let finding = Finding::at(at(first)).of_the_set().on_key_result(first.index, first.nth).with_count("count", count);
            let finding = finding.with("share", format!("{way:.1}")).with("score", format!("{:.0}", first.score));
            let others = lost[1..].iter().map(|other| Place { path: None, span: at(other), label: "other" });
            vec![others.fold(finding, Finding::place)]
        }
        (None, Some(first)) if missed < count => {
            let finding = Finding::at(at(first)).of_the_set().variant("unmeasured");
            vec![finding.on_key_result(first.index, first.nth).with_count("count", count)]
        }
        _ => Vec::new(),
    }
}

/// How much of the way is made, 0 to 1, where the statement tells.
fn way(reading: &Reading) -> Option<f64> {
    share(reading, reading.current.as_ref()?)
}

/// The scored key results of an objective that are no promise, no band and no yes or no.
fn gradual(index: usize, objective: &Objective) -> impl Iterator<Item = Judged<'_>> {
    objective.standing().filter_map(move |(nth, key_result)| {
        let reading = &key_result.reading;
        let kind = key_result.item.kind.or(objective.item.kind).map(|kind| kind.value);
        let counted = matches!(reading.class, Class::Outcome | Class::Output) && reading.target.is_some();
        if !counted || kind == Some(OkrType::Committed) || reading.direction == Some(Direction::Maintain) {
            return None;
        }
        Some(Judged { index, nth, key_result, score: result(key_result)? })
    })
}

/// The score, else 1 or 0 where the status says done or missed.
fn result(key_result: &KeyResult) -> Option<f64> {
    if let Some(score) = &key_result.item.score {
        return score.value.value;
    }
    match state(&key_result.item.status.as_ref()?.value)? {
        State::Done => Some(1.0),
        State::Missed => Some(0.0),
        State::Partial => Some(0.5),
        _ => None,
    }
}

/// Scores of part of the way, with no word on what was achieved and what stood in the way. One finding for the set.
pub(super) fn partial_score_no_note<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let hundredths = |name: &str| set.run.options.count(name) as f64 / 100.0;
    let part = hundredths("from")..hundredths("below");
    if !is_over(set, 0) {
        return Vec::new();
    }
    let mut silent = Vec::new();
    for &(index, objective) in &set.objectives {
        for (nth, key_result) in objective.standing() {
            let score = key_result.item.score.and_then(|score| Some((score.value.value?, score.span)));
            let Some((_, span)) = score.filter(|(score, _)| part.contains(score)) else { continue };
            let told = !key_result.item.notes.is_empty()
                || !objective.item.notes.is_empty()
                || key_result.check_ins.iter().any(|check_in| check_in.told().note.is_some())
                || set.section.tells_of(&key_result.item);
            if !told {
                silent.push((index, nth, span));
            }
        }
    }
    let Some(&(index, nth, span)) = silent.first() else { return Vec::new() };
    let finding = Finding::at(span).variant(if silent.len() > 1 { "several" } else { "" }).on_key_result(index, nth);
    let others = silent[1..].iter().map(|(_, _, span)| Place { path: None, span: *span, label: "other" });
    vec![others.fold(finding.of_the_set().with_count("count", silent.len()), Finding::place)]
}

/// Whether the set's cycle has been over for more than some days.
pub(in crate::checks) fn is_over(set: &SetContext<'_>, past: usize) -> bool {
    let cycle = sure_period(set.section, set.run.fiscal_year);
    let since = cycle.map_or(-1, |cycle| days(cycle.end, set.run.today));
    usize::try_from(since).is_ok_and(|since| since > past)
}
