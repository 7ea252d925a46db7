//! What a cycle owes when half of it, or all of it, has gone by.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::{Period, find_day};
use crate::checks::evaluation::is_over;
use crate::checks::group::standing;
use crate::checks::measurability::{period, sure_period};
use crate::checks::tracking::share;
use crate::checks::{Finding, Place, SetContext};
use crate::model::{Item, KeyResult, Objective};
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
        for (nth, key_result) in standing(objective) {
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
    let end = period(set.section, set.run.fiscal_year).map_or_else(String::new, |cycle| cycle.end.to_string());
    let finding = finding.with_count("count", open.len()).with_count("all", all).with("end", end);
    let variant = match (whole, open.len()) {
        (true, _) => "",
        (false, 1) => "one",
        (false, _) => "some",
    };
    let others: &[(usize, usize, Span)] = if whole { &[] } else { &open[1..] };
    let places = others.iter().map(|(_, _, span)| Place { path: None, span: *span, label: "other" });
    vec![places.fold(finding.variant(variant), Finding::place)]
}

/// Scored, or closed by its status.
fn is_settled(item: &Item) -> bool {
    let closed = |status: &str| {
        matches!(state(status), Some(State::Done | State::Missed | State::Partial | State::Rolled | State::Stopped))
    };
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
    let Some(cycle) = sure_period(set.section, set.run.fiscal_year) else {
        return Vec::new();
    };
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let (length, gone) = (days(cycle.start, cycle.end), days(cycle.start, set.run.today));
    let elapsed = f64::from(gone) / f64::from(length.max(1));
    if length < 270 || !(0.45..=0.75).contains(&elapsed) || is_revisited(set, cycle) {
        return Vec::new();
    }
    let pace = elapsed * set.run.options.count("percent") as f64 / 100.0;
    let behind = set.objectives.iter().filter(|(_, objective)| objective.item.notes.is_empty());
    let behind = behind.flat_map(|(index, objective)| late(*index, objective, pace));
    let mut findings: Vec<Finding<'a>> = Vec::new();
    for (index, nth, key_result, way) in behind {
        let finding = Finding::at(key_result.item.text.span()).on_key_result(index, nth);
        let percent = |share: f64| format!("{:.0}%", share * 100.0);
        findings.push(finding.with("way", percent(way)).with("elapsed", percent(elapsed)));
    }
    findings
}

/// The key results that have come less than a share of the way, and that no note explains.
fn late(index: usize, objective: &Objective, pace: f64) -> impl Iterator<Item = (usize, usize, &KeyResult, f64)> {
    standing(objective).filter_map(move |(nth, key_result)| {
        let way = share(&key_result.reading).filter(|way| *way < pace)?;
        key_result.item.notes.is_empty().then_some((index, nth, key_result, way))
    })
}

/// Whether something was written about the set since about the middle of the cycle: a check-in with words, or a dated line.
fn is_revisited(set: &SetContext<'_>, cycle: Period) -> bool {
    let middle = cycle.start.until(cycle.end).map_or(0, |span| span.get_days()) / 2 - 30;
    let since = cycle.start.saturating_add(middle.days());
    let dated = |text: &Text| find_day(text.as_str(), Some(cycle.start.year())).is_some_and(|(_, day)| day.is_some_and(|day| day >= since));
    let spoken = set.objectives.iter().flat_map(|(_, objective)| &objective.key_results).flat_map(|key_result| &key_result.check_ins);
    let mut spoken = spoken.filter(|check_in| check_in.note.is_some()).filter_map(|check_in| check_in.date);
    set.prose.iter().chain(&set.section.lessons).any(dated) || spoken.any(|date| date.value >= since)
}
