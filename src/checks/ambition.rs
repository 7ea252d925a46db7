//! Red flag: everything is reached every time.

mod carried;
mod odds;
mod scores;
mod stretch;

use jiff::civil::Date;

use super::{Check, Entry, Finding, KeyResultContext};
use crate::calendar::days;
use crate::source::Span;
use crate::statement::{Amount, Bound, Direction, Reading};

pub(super) const CHECKS: &[Entry] = &[
    ("always-achieved", Check::Series(scores::always_achieved)),
    ("business-as-usual", Check::Set(stretch::business_as_usual)),
    ("chronic-miss", Check::Series(scores::chronic_miss)),
    ("committed-missed-softly", Check::Series(carried::committed_missed_softly)),
    ("no-aspirational", Check::Set(stretch::no_aspirational)),
    ("perfect-and-tasky", Check::Series(scores::perfect_and_tasky)),
    ("stale-rollover", Check::Series(carried::stale_rollover)),
    ("target-already-met", Check::KeyResult(target_already_met)),
    ("timid-target", Check::KeyResult(stretch::timid_target)),
    ("type-undeclared", Check::Set(stretch::type_undeclared)),
];

/// A target that the starting value, or the value in the first tenth of the cycle, already satisfies.
fn target_already_met<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    let target = reading.target.as_ref().filter(|target| !target.relative)?;
    let upwards = upwards(reading, target)?;
    // A start in another unit than the target tells that one of the two was read wrongly.
    if reading.baseline.as_ref().is_some_and(|start| start.unit != target.unit) {
        return None;
    }
    let met = |value: f64| target.number.is_some_and(|goal| if upwards { value >= goal } else { value <= goal });
    let comparable = |amount: &&Amount| !amount.relative && amount.unit == target.unit && amount.number.is_some_and(met);
    if let Some(start) = reading.baseline.as_ref().filter(comparable) {
        return Some(Finding::at(start.span).with("value", &*start.text).with("goal", &*target.text));
    }
    if let Some(current) = reading.current.as_ref().filter(|_| early(context, context.run.today)).filter(comparable) {
        return Some(Finding::at(current.span).with("value", &*current.text).with("goal", &*target.text));
    }
    let (value, span) = early_check_in(context).filter(|(value, _)| leading_number(value).is_some_and(met))?;
    Some(Finding::at(span).with("value", value).with("goal", &*target.text))
}

/// Which way reaching the target lies; `None` where the statement does not tell, or wants the value kept within a band.
fn upwards(reading: &Reading, target: &Amount) -> Option<bool> {
    match (reading.direction, target.bound) {
        (Some(Direction::Maintain), _) => None,
        (_, Some(Bound::AtLeast)) => Some(true),
        (_, Some(Bound::AtMost)) => Some(false),
        (Some(Direction::Increase), _) => Some(true),
        (Some(Direction::Decrease), _) => Some(false),
        _ => None,
    }
}

/// Whether a day lies in the first tenth of the cycle, or before it.
fn early(context: &KeyResultContext<'_>, day: Date) -> bool {
    context
        .section
        .days(context.run.fiscal_year)
        .is_some_and(|cycle| days(cycle.start, day).saturating_mul(10) <= days(cycle.start, cycle.end))
}

/// The value of the first check-in, if it was made early.
fn early_check_in<'a>(context: &KeyResultContext<'a>) -> Option<(&'a str, Span)> {
    let dated = context.key_result.check_ins.iter().filter_map(|check_in| Some((check_in.date?.value, check_in)));
    let early = dated.filter(|(date, _)| early(context, *date));
    let valued = early.filter_map(|(date, check_in)| Some((date, check_in.told().value.as_ref()?)));
    let (_, value) = valued.min_by_key(|(date, _)| *date)?;
    Some((value.value.as_str(), value.span))
}

/// The number that a value begins with ("48%", "1,200 users").
fn leading_number(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-');
    let end = digits.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '-')).unwrap_or(digits.len());
    digits[..end].replace(',', "").trim_end_matches('.').parse().ok()
}
