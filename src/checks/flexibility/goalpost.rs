//! Targets that were made easier when the result was in sight.

use jiff::civil::Date;

use super::silent::dated;
use crate::calendar::Period;
use crate::changes::{Way, What, rises};
use crate::checks::cadence::day_at;
use crate::checks::check_ins;
use crate::checks::{Finding, HistoryContext, Statement};
use crate::history::{Change, Step};
use crate::model::KeyResult;
use crate::statement::Amount;

/// A score from which on a key result counts as reached.
const REACHED: f64 = 0.7;
/// How far a score may lie from the computed one and still be the same.
const ROUNDING: f64 = 0.05;
/// By how much a score must rise after the end to be another judgement and no correction.
const REJUDGED: f64 = 0.2;

/// Key results whose target was eased late, and scores that were lifted after the end.
pub(super) fn goalpost_moved<'a>(context: &HistoryContext<'a>) -> Vec<Finding<'a>> {
    let standing = context.standing();
    standing.filter_map(|(at, key_result)| eased(context, at, key_result).or_else(|| rescored(context, at, key_result))).collect()
}

/// The day from which on a change of the target comes late.
fn late_from(context: &HistoryContext<'_>) -> Date {
    let Period { end, .. } = context.cycle;
    let last_days = i64::try_from(context.run.options.count("last-days")).unwrap_or(0);
    let last_days = jiff::Span::new().try_days(last_days).map_or(end, |days| end.saturating_sub(days));
    let percent = i32::try_from(context.run.options.count("percent")).unwrap_or(100).min(100);
    day_at(context.cycle, percent).min(last_days)
}

fn eased<'a>(context: &HistoryContext<'a>, at: Statement, key_result: &'a KeyResult) -> Option<Finding<'a>> {
    let late = late_from(context);
    let changes = || context.changes_of(at).filter(|(step, _)| step.commit.date >= late);
    let eased: Vec<(&Step, &Change)> = changes().filter(|(_, change)| is_easing(&change.difference.what)).collect();
    let (first, last) = (eased.first()?, eased.last()?);
    // Another measure is another matter: `silent-change` asks about it.
    if changes().any(|(_, change)| matches!(change.difference.what, What::Replaced | What::Metric(..))) {
        return None;
    }
    let What::Target(Some(original), ..) = &first.1.difference.what else { return None };
    let progress = Progress::of(key_result, original)?;
    let explained = eased.iter().all(|(step, change)| context.is_explained(step, change));
    let variant = match progress.verdict() {
        Verdict::Met if explained => "explained",
        Verdict::Met => "",
        Verdict::Nearer => "late",
        Verdict::Sound => return None,
    };
    let target = key_result.reading.target.as_ref()?;
    let finding = Finding::at(target.span).variant(variant).on_key_result(at.objective, at.key_result?);
    Some(dated(finding.with("from", original.text.to_string()).with("to", target.text.to_string()), last.0))
}

fn is_easing(what: &What) -> bool {
    matches!(what, What::Target(Some(_), Some(_), Some(ease)) if ease.way == Way::Eased)
}

/// Where a key result stands between its original and its present target.
struct Progress {
    original: f64,
    target: f64,
    baseline: Option<f64>,
    current: Option<f64>,
    score: Option<f64>,
    up: bool,
}

/// What is to be thought of an eased target.
enum Verdict {
    /// Reported as reached, which the original would not be.
    Met,
    /// Moved to where the value is.
    Nearer,
    /// The easing changes nothing, or is not used.
    Sound,
}

impl Progress {
    /// `None` where the present target is not easier than the original, or the values cannot be compared.
    fn of(key_result: &KeyResult, original: &Amount) -> Option<Self> {
        let reading = &key_result.reading;
        let (up, target) = (rises(reading)?, reading.target.as_ref()?);
        let told =
            key_result.check_ins.iter().filter(|told| told.date.is_some()).max_by_key(|told| told.date.map(|date| date.value));
        let told = told.and_then(|told| check_ins::value(key_result, told));
        let level = |amount: &Amount| {
            amount.number.filter(|_| !amount.relative && (amount.unit == target.unit || amount.unit.is_empty()))
        };
        let progress = Self {
            original: level(original)?,
            target: level(target)?,
            baseline: reading.baseline.as_ref().and_then(level),
            current: reading.current.as_ref().or(told.as_ref()).and_then(level),
            score: key_result.item.score.and_then(|score| score.value.value),
            up,
        };
        progress
            .reaches(progress.original, progress.target)
            .then_some(progress)
            .filter(|progress| progress.original != progress.target)
    }

    /// Whether a value is at or beyond a level.
    fn reaches(&self, value: f64, level: f64) -> bool {
        if self.up { value >= level } else { value <= level }
    }

    fn verdict(&self) -> Verdict {
        if let Some(current) = self.current {
            if self.reaches(current, self.original) {
                return Verdict::Sound;
            }
            if let Some(score) = self.score {
                return if score > self.share(current) + ROUNDING && score >= REACHED { Verdict::Met } else { Verdict::Sound };
            }
            return match self.reaches(current, self.target) {
                true => Verdict::Met,
                false if (current - self.target).abs() < (current - self.original).abs() => Verdict::Nearer,
                false => Verdict::Sound,
            };
        }
        match self.score {
            Some(score) if score >= REACHED => Verdict::Met,
            _ => Verdict::Sound,
        }
    }

    /// How much of the way to the original target is gone.
    fn share(&self, current: f64) -> f64 {
        let from = self.baseline.unwrap_or(0.0);
        let share = (current - from) / (self.original - from);
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// A score that was lifted when the cycle was long over, with no new value and no word about why.
fn rescored<'a>(context: &HistoryContext<'a>, at: Statement, key_result: &'a KeyResult) -> Option<Finding<'a>> {
    let last_days = i64::try_from(context.run.options.count("last-days")).ok()?;
    let settled = context.cycle.end.saturating_add(jiff::Span::new().try_days(last_days).ok()?);
    let (step, change) = context.changes_of(at).filter(|(step, _)| step.commit.date > settled).find(
        |(_, change)| matches!(change.difference.what, What::Score(Some(from), Some(to)) if to >= from + REJUDGED - 1e-9),
    )?;
    let What::Score(Some(from), Some(_)) = change.difference.what else { return None };
    let with_value = step.changes.iter().any(|other| other.now == Some(at) && matches!(other.difference.what, What::Current(..)));
    let score = key_result.item.score?;
    if with_value || score.value.value? < from + REJUDGED - 1e-9 || context.is_explained(step, change) {
        return None;
    }
    let finding = Finding::at(score.span).variant("rescored").on_key_result(at.objective, at.key_result?);
    Some(dated(finding.with("from", from.to_string()), step))
}
