//! What the check-ins of one key result tell: status and figures that agree, and something done where they are bad.

use crate::checks::check_ins::{self, Update};
use crate::checks::{Finding, KeyResultContext, Place};
use crate::model::KeyResult;
use crate::read::State;
use crate::statement::{Bound, Class, Direction};

/// The latest check-in says that the target is in danger and names no step.
pub(super) fn off_track_no_action<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let key_result = context.key_result;
    if key_result.check_ins.is_empty() {
        return None;
    }
    check_ins::running(context.section, context.run)?;
    let limit = context.run.options.count("confidence") as f64 / 100.0;
    let updates = check_ins::until(&key_result.check_ins, context.run.today);
    let last = updates.last().filter(|last| last.is_in_danger(limit))?;
    if check_ins::acts_since(context, &updates, last.date.value) {
        return None;
    }
    let finding = Finding::at(last.span()).with("day", last.date.value.to_string());
    Some(match (last.state(), last.note()) {
        (None, _) => finding.variant("doubted"),
        (Some(_), Some(_)) => finding.variant("noted"),
        (Some(_), None) => finding,
    })
}

/// A status that the figures do not bear out, or figures that do not move.
pub(super) fn status_contradicts_numbers<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let key_result = context.key_result;
    if key_result.check_ins.is_empty() {
        return None;
    }
    let cycle = check_ins::running(context.section, context.run)?;
    let options = context.run.options;
    let updates = check_ins::until(&key_result.check_ins, context.run.today);
    let last = updates.last().filter(|last| !last.note().is_some_and(check_ins::explains))?;
    if key_result.item.notes.iter().any(check_ins::explains) {
        return None;
    }
    let finding = Finding::at(last.status_span()).with("day", last.date.value.to_string());
    let finding = match key_result.reading.target.as_ref() {
        Some(target) => finding.place(Place { path: None, span: target.span, label: "target" }),
        None => finding,
    };
    let variant = if last.note().is_some() { "noted" } else { "" };
    let elapsed = check_ins::elapsed(cycle, last.date.value);
    match (check_ins::progress(key_result, last.check_in), last.state()) {
        (Some(progress), Some(State::OnTrack))
            if elapsed * 100.0 >= options.count("from-percent") as f64 && progress * 2.0 < elapsed =>
        {
            let figures = finding.with("progress", percent(progress)).with("elapsed", percent(elapsed));
            Some(figures.variant(variant))
        }
        (Some(progress), Some(State::OffTrack)) if progress >= 0.9 => {
            Some(finding.variant("nearly-there").with("progress", percent(progress)))
        }
        _ => {
            let standing = standing_still(key_result, &updates);
            let many = standing >= options.count("same-values").max(2);
            many.then(|| finding.variant("flat").with_count("count", standing))
        }
    }
}

/// A share as people write it.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// How many of the latest check-ins, all on track, report one and the same value; 0 where the value need not move, or has arrived.
fn standing_still(key_result: &KeyResult, updates: &[Update<'_>]) -> usize {
    let reading = &key_result.reading;
    let band = reading.direction == Some(Direction::Maintain)
        || reading.target.as_ref().is_none_or(|target| target.bound == Some(Bound::Range))
        || reading.baseline.is_none();
    let value = |update: &Update<'_>| check_ins::value(key_result, update.check_in).and_then(|amount| amount.number);
    let Some(last) = updates.last().and_then(value).filter(|_| !band && reading.class == Class::Outcome) else { return 0 };
    let arrived = updates.last().and_then(|last| check_ins::progress(key_result, last.check_in)).is_none_or(|share| share >= 1.0);
    let same = |update: &&Update<'_>| update.is_on_track() && value(update) == Some(last);
    let days: std::collections::BTreeSet<_> = updates.iter().rev().take_while(same).map(|update| update.date.value).collect();
    if arrived { 0 } else { days.len() }
}

/// The latest check-ins of a measured key result give a colour or feeling, and no figure.
pub(super) fn status_without_value<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let key_result = context.key_result;
    let measured = key_result.reading.class == Class::Outcome && key_result.reading.target.is_some();
    if key_result.check_ins.is_empty() || !measured {
        return None;
    }
    check_ins::running(context.section, context.run)?;
    let updates = check_ins::until(&key_result.check_ins, context.run.today);
    let silent = |update: &&Update<'_>| {
        let told = update.check_in.told();
        let figure =
            |text: &crate::source::Text| text.as_str().bytes().any(|b| b.is_ascii_digit()) || check_ins::gives_a_reason(text);
        told.value.is_none() && (told.status.is_some() || told.confidence.is_some()) && !told.note.as_ref().is_some_and(figure)
    };
    let trailing: Vec<&Update<'_>> = updates.iter().rev().take_while(silent).collect();
    let last = trailing.first().filter(|_| trailing.len() >= context.run.options.count("least").max(1))?;
    Some(Finding::at(last.status_span()).with_count("count", trailing.len()))
}
