//! Whether a set is looked at as often as its team meant to.

use jiff::civil::Date;

use crate::calendar::Period;
use crate::calendar::days;
use crate::checks::check_ins::{self, Update, until};
use crate::checks::measurability::sure_period;
use crate::checks::tracking::{is_tracked, names_a_live_source};
use crate::checks::{Finding, SetContext, Statement};
use crate::model::{CheckIn, Item, Objective};
use crate::read::{State, state};
use crate::source::Spanned;

/// How often a set is to be looked at.
struct Rhythm {
    /// Days from one check-in to the next.
    days: i32,
    /// Whether the document says so.
    declared: bool,
}

/// The time since the last check-in, where the document is one in which check-ins are written.
pub(super) fn stale_check_in<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let today = set.run.today;
    let Some(cycle) = check_ins::running(set.section, set.run).filter(|_| !is_closed(set)) else { return Vec::new() };
    let updates = updates(set);
    let Some((last, statement)) = updates.last() else { return never(set, cycle).into_iter().collect() };
    let touched = set.touched.iter().copied().filter(|day| *day <= today).max();
    let latest = touched.map_or(last.date.value, |touched| touched.max(last.date.value));
    let rhythm = rhythm(set, &updates, cycle);
    let silence = silence(set, latest);
    let grace = i32::try_from(set.run.options.count("grace")).unwrap_or(0);
    if silence <= rhythm.days + grace {
        return Vec::new();
    }
    let limit = i32::try_from(set.run.options.count("error-days")).unwrap_or(0).max(2 * rhythm.days);
    let variant = match () {
        () if set.touched.is_empty() && moved_since(set) => "moved",
        () if silence >= limit => "long",
        () if rhythm.declared => "",
        () => "undeclared",
    };
    let finding = Finding::at(last.date.span).of_the_set().variant(variant).with("day", latest.to_string());
    let finding = finding.with_count("days", silence).with("rhythm", every(rhythm.days)).with("today", today.to_string());
    vec![Finding { statement: *statement, ..finding }]
}

/// A rhythm that is declared and has never begun.
fn never<'a>(set: &SetContext<'a>, cycle: Period) -> Option<Finding<'a>> {
    let declared = set.section.cadence?;
    let grace = i32::try_from(set.run.options.count("grace")).unwrap_or(0);
    let silence = silence(set, set.touched.iter().copied().filter(|day| *day <= set.run.today).max().unwrap_or(cycle.start));
    let patience = 2 * i32::from(declared.value) + grace;
    if silence <= patience || has_news(set) || names_a_live_source(set) {
        return None;
    }
    let finding = Finding::at(declared.span).variant("never").with_count("days", silence);
    Some(finding.with("rhythm", every(i32::from(declared.value))))
}

/// A set at half-time, or just over, that nobody has touched since it was written: places for values stand empty, or the repository tells.
pub(super) fn set_and_forget<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let today = set.run.today;
    let cycle = sure_period(set.section, set.run.fiscal_year);
    let Some(cycle) = cycle else { return Vec::new() };
    let young = days(cycle.start, today) < 28 || check_ins::elapsed(cycle, today) < 0.5;
    let history = days(cycle.end, today) > i32::try_from(set.run.options.count("days-after")).unwrap_or(0);
    if young || history || set.section.cadence.is_some() || has_news(set) || names_a_live_source(set) {
        return Vec::new();
    }
    let Some((index, first)) = set.objectives.first() else { return Vec::new() };
    let place = match first.standing().next() {
        Some((nth, key_result)) if first.is_implicit() => Finding::at(key_result.item.text.span()).on_key_result(*index, nth),
        _ => Finding::at(first.item.text.span()).on_objective(*index),
    };
    let settled = cycle.start.checked_add(jiff::Span::new().days(28)).unwrap_or(cycle.end);
    let left = !set.touched.is_empty() && set.touched.iter().all(|day| *day <= settled || *day > today);
    let finding = match (set.section.unfilled.first(), left) {
        (_, true) => place.variant("untouched").with("day", set.touched.iter().max().map(Date::to_string).unwrap_or_default()),
        (Some(header), _) => {
            place.with("header", header.as_str()).place(crate::checks::Place { path: None, span: header.span(), label: "empty" })
        }
        (None, false) => return Vec::new(),
    };
    vec![finding.of_the_set()]
}

/// All dated check-ins of a set up to today, oldest first, each with the statement that it is about.
fn updates<'a>(set: &SetContext<'a>) -> Vec<(Update<'a>, Option<Statement>)> {
    let mut found: Vec<(Update<'a>, Option<Statement>)> = Vec::new();
    let mut add = |check_ins: &'a [CheckIn], statement: Option<Statement>| {
        found.extend(until(check_ins, set.run.today).into_iter().map(|update| (update, statement)));
    };
    add(&set.section.check_ins, None);
    for &(objective, stated) in &set.objectives {
        add(&stated.check_ins, Some(Statement { objective, key_result: None }));
        for (nth, key_result) in stated.key_results.iter().enumerate() {
            add(&key_result.check_ins, Some(Statement { objective, key_result: Some(nth) }));
        }
    }
    found.sort_by_key(|(update, _)| update.date.value);
    found
}

/// The rhythm that the document declares, else the one that it has shown in three check-ins or more, else the rule's.
fn rhythm(set: &SetContext<'_>, updates: &[(Update<'_>, Option<Statement>)], cycle: Period) -> Rhythm {
    if let Some(Spanned { value, .. }) = set.section.cadence {
        return Rhythm { days: i32::from(value), declared: true };
    }
    let usual = i32::try_from(set.run.options.count("days")).unwrap_or(7);
    let mut meetings: Vec<Date> =
        updates.iter().map(|(update, _)| update.date.value).filter(|day| cycle.contains(*day)).collect();
    meetings.dedup();
    let mut gaps: Vec<i32> = meetings.windows(2).map(|pair| days(pair[0], pair[1])).collect();
    gaps.sort_unstable();
    let shown = gaps.get(gaps.len() / 2).copied().filter(|_| gaps.len() >= 2);
    Rhythm { days: shown.unwrap_or(usual).max(usual), declared: false }
}

/// Whether a current value is another than the last that was checked in, so that somebody was here since, nobody knows when.
fn moved_since(set: &SetContext<'_>) -> bool {
    set.objectives.iter().flat_map(|(_, objective)| objective.standing()).any(|(_, key_result)| {
        let last =
            until(&key_result.check_ins, set.run.today).last().and_then(|last| check_ins::value(key_result, last.check_in));
        let now = key_result.reading.current.as_ref();
        matches!((now.and_then(|now| now.number), last.and_then(|last| last.number)), (Some(now), Some(last)) if now != last)
    })
}

/// Days since a day, without those on which the configuration says that nobody works.
fn silence(set: &SetContext<'_>, since: Date) -> i32 {
    let pauses = set.run.options.words("pauses");
    let off = pauses.iter().filter_map(|pause| Period::parse(pause)).map(|(pause, _)| {
        let (from, to) = (pause.start.max(since), pause.end.min(set.run.today));
        (days(from, to) + 1).max(0)
    });
    days(since, set.run.today) - off.sum::<i32>()
}

/// Whether nothing is left to follow: every key result is scored, done or dropped.
fn is_closed(set: &SetContext<'_>) -> bool {
    let finished = |item: &Item| {
        let state = item.status.as_ref().and_then(|status| state(&status.value));
        matches!(state, Some(State::Done | State::Missed | State::Partial | State::Stopped | State::Rolled))
    };
    set.objectives
        .iter()
        .all(|(_, objective)| finished(&objective.item) || objective.standing().all(|(_, kr)| finished(&kr.item)))
}

/// Whether anything has been told since the set was written: a value, a status, a score, a check-in, a change.
fn has_news(set: &SetContext<'_>) -> bool {
    let told = |objective: &Objective| {
        let followed = objective.key_results.iter().any(|key_result| {
            let valued = key_result.reading.current.is_some() || key_result.fields.current.is_some();
            valued || key_result.checkbox || !key_result.check_ins.is_empty() || is_touched(&key_result.item)
        });
        followed || !objective.check_ins.is_empty() || is_touched(&objective.item)
    };
    let section = set.section;
    !section.check_ins.is_empty()
        || !section.changes.is_empty()
        || !section.lessons.is_empty()
        || !set.dropped.is_empty()
        || set.objectives.iter().any(|(_, objective)| told(objective))
}

fn is_touched(item: &Item) -> bool {
    is_tracked(item) || item.dropped || !item.changes.is_empty()
}

/// A rhythm in words.
fn every(days: i32) -> String {
    match days {
        1 => "every day".to_owned(),
        7 => "every week".to_owned(),
        14 => "every two weeks".to_owned(),
        28..=31 => "every month".to_owned(),
        days => format!("every {days} days"),
    }
}
