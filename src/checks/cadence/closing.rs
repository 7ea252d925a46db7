//! What a cycle owes when half of it, or all of it, has gone by.

use jiff::ToSpan;
use jiff::civil::Date;

use super::course::percent;
use crate::calendar::{Period, days, find_day};
use crate::checks::check_ins::{elapsed, progress, running, share, until};
use crate::checks::evaluation::is_over;
use crate::checks::{Finding, Place, SetContext};
use crate::model::{Change, CheckIn, Item, KeyResult, Objective};
use crate::read::{State, state};
use crate::source::{Span, Text};

/// Key results without a score, a last status or a day on which their result can be seen, though their cycle has been over for some weeks.
/// After some months nobody scores any more, and nothing is said.
pub(super) fn unscored_cycle<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let options = set.run.options;
    if !is_over(set, options.count("days")) || is_over(set, options.count("until-days")) {
        return Vec::new();
    }
    let (mut all, mut open) = (0, Vec::new());
    for &(index, objective) in &set.objectives {
        for (nth, key_result) in objective.standing() {
            all += 1;
            if !is_settled(&objective.item) && !is_settled(&key_result.item) && !key_result.checkbox && !is_deferred(key_result) {
                open.push((index, nth, key_result.item.text.span()));
            }
        }
    }
    let Some(&(index, nth, span)) = open.first() else { return Vec::new() };
    let whole = open.len() == all;
    let first = set.objectives.first().filter(|(_, objective)| whole && !objective.is_implicit());
    let finding = match first {
        Some((index, objective)) => Finding::at(objective.item.text.span()).on_objective(*index),
        None => Finding::at(span).on_key_result(index, nth),
    };
    let end = set.section.days(set.run.fiscal_year).map_or_else(String::new, |cycle| cycle.end.to_string());
    let finding = finding.with_count("count", open.len()).with_count("all", all).with("end", end);
    let variant = match (whole, open.len()) {
        (true, _) => "",
        (false, 1) => "one",
        (false, _) => "some",
    };
    let others: &[(usize, usize, Span)] = if whole { &[] } else { &open[1..] };
    let places = others.iter().map(|(_, _, span)| Place { path: None, span: *span, label: "other" });
    vec![places.fold(finding.of_the_set().variant(variant), Finding::place)]
}

/// Scored, or closed by its status.
fn is_settled(item: &Item) -> bool {
    let closed = |status: &str| state(status).is_some_and(State::is_closed);
    item.score.is_some() || item.status.as_ref().is_some_and(|status| closed(&status.value))
}

/// Whether the statement or a note says when the result can be seen.
fn is_deferred(key_result: &KeyResult) -> bool {
    const WORDS: [&str; 6] = ["observable", "measurable from", "known on", "known by", "available on", "results on"];
    let later = |text: &str| WORDS.iter().any(|word| text.to_lowercase().contains(word));
    let item = &key_result.item;
    let status = item.status.as_ref().map_or("", |status| status.value.as_str());
    later(item.text.as_str()) || later(status) || item.notes.iter().any(|note| later(note.as_str()))
}

/// A result for the year that is far behind when half of it is gone, with no word on what becomes of it.
pub(super) fn annual_not_revisited<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let Some(cycle) = running(set.section, set.run).filter(|cycle| days(cycle.start, cycle.end) >= 270) else {
        return Vec::new();
    };
    let gone = elapsed(cycle, set.run.today);
    if !(0.45..=0.75).contains(&gone) || is_revisited(set, cycle) {
        return Vec::new();
    }
    let pace = gone * set.run.options.count("percent") as f64 / 100.0;
    let unexplained = set.objectives.iter().filter(|(_, objective)| objective.item.notes.is_empty());
    let late = unexplained.flat_map(|(index, objective)| late(*index, objective, set.run.today, pace));
    let finding = |(index, nth, key_result, way): (usize, usize, &'a KeyResult, f64)| {
        let finding = Finding::at(key_result.item.text.span()).on_key_result(index, nth);
        finding.with("way", percent(way)).with("elapsed", percent(gone))
    };
    late.map(finding).collect()
}

/// The key results that have come less than a share of the way, and that no note explains.
fn late(index: usize, objective: &Objective, today: Date, pace: f64) -> impl Iterator<Item = (usize, usize, &KeyResult, f64)> {
    objective.standing().filter_map(move |(nth, key_result)| {
        let reported = until(&key_result.check_ins, today).last().and_then(|update| progress(key_result, update.check_in));
        let stated = || share(&key_result.reading, key_result.reading.current.as_ref()?);
        let way = reported.or_else(stated).filter(|way| *way < pace)?;
        key_result.item.notes.is_empty().then_some((index, nth, key_result, way))
    })
}

/// Whether something was written about the set since about the middle of the cycle: a check-in with words, a line of the change log, or
/// another dated line.
fn is_revisited(set: &SetContext<'_>, cycle: Period) -> bool {
    let since = cycle.start.saturating_add((days(cycle.start, cycle.end) / 2 - 30).days());
    let dated = |text: &Text| {
        let found = find_day(text.as_str(), Some(cycle.start.year()));
        found.and_then(|(_, day)| day).is_some_and(|day| day >= since)
    };
    let told = |check_in: &CheckIn| check_in.date.is_some_and(|date| date.value >= since) && check_in.told().note.is_some();
    let changed = |change: &Change| change.date.is_none_or(|date| date.value >= since);
    let objectives = || set.objectives.iter().map(|(_, objective)| *objective);
    let items = objectives().flat_map(|objective| {
        std::iter::once(&objective.item).chain(objective.key_results.iter().map(|key_result| &key_result.item))
    });
    let check_ins = objectives().flat_map(|objective| {
        objective.check_ins.iter().chain(objective.key_results.iter().flat_map(|key_result| &key_result.check_ins))
    });
    set.prose.iter().chain(&set.section.lessons).any(dated)
        || set.section.check_ins.iter().chain(check_ins).any(told)
        || set.section.changes.iter().chain(items.flat_map(|item| &item.changes)).any(changed)
}
