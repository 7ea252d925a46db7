//! Values before and after: whether they differ, and whether a target has become easier or harder.

use super::What;
use crate::statement::{Amount, Bound, Deadline, Direction, Reading};

/// By how much a target has become easier or harder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ease {
    /// Which of the two.
    pub way: Way,
    /// In percent of the old target; `None` where that is zero.
    pub percent: Option<f64>,
}

/// Which way a target moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is reached sooner.
    Eased,
    /// It is reached later.
    Tightened,
}

/// Two values, where they differ.
pub(super) fn differ(before: &Option<Amount>, after: &Option<Amount>) -> Option<(Option<Amount>, Option<Amount>)> {
    (!same(before, after)).then(|| (before.clone(), after.clone()))
}

/// Whether two values are the same, or both missing.
pub(super) fn same(before: &Option<Amount>, after: &Option<Amount>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => is_same(before, after),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two amounts say the same in whatever notation.
fn is_same(before: &Amount, after: &Amount) -> bool {
    match (before.number, after.number) {
        (Some(one), Some(other)) => close(one, other) && units_agree(before, after) && before.relative == after.relative,
        (None, None) => before.text.trim().eq_ignore_ascii_case(after.text.trim()),
        _ => false,
    }
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

/// Whether the units are the same, as far as both are written.
fn units_agree(before: &Amount, after: &Amount) -> bool {
    before.unit.is_empty() || after.unit.is_empty() || before.unit == after.unit
}

/// Whether and by how much a target has become easier or harder; `None` where that cannot be told.
pub(super) fn ease(before: &Reading, after: &Reading) -> Option<Ease> {
    let (from, to) = (before.target.as_ref()?, after.target.as_ref()?);
    let ranges = [from, to].iter().any(|amount| amount.bound == Some(Bound::Range));
    if ranges || from.relative != to.relative || !units_agree(from, to) {
        return None;
    }
    let up = rises(before).or_else(|| rises(after))?;
    let (old, new) = (from.number?, to.number?);
    if close(old, new) {
        return None;
    }
    // A change, by 20%, is harder the larger it is, whichever way it goes.
    let harder_above = up || from.relative;
    let way = if (new > old) == harder_above { Way::Tightened } else { Way::Eased };
    Some(Ease { way, percent: (old != 0.0).then(|| ((new - old) / old).abs() * 100.0) })
}

/// Whether more of the metric is the goal; `None` where nothing tells.
pub(crate) fn rises(reading: &Reading) -> Option<bool> {
    let target = reading.target.as_ref()?;
    let bounded = match target.bound {
        Some(Bound::AtLeast) => Some(true),
        Some(Bound::AtMost | Bound::UpTo) => Some(false),
        _ => None,
    };
    match reading.direction {
        Some(Direction::Increase) => Some(true),
        Some(Direction::Decrease) => Some(false),
        Some(Direction::Maintain) => bounded,
        Some(Direction::Reach) | None => {
            let baseline = reading.baseline.as_ref().and_then(|baseline| baseline.number);
            let levels = baseline.zip(target.number).filter(|(from, to)| from != to).map(|(from, to)| to > from);
            levels.or(bounded).or((reading.direction == Some(Direction::Reach)).then_some(true))
        }
    }
}

/// A due date that has moved.
pub(super) fn deadline(before: Option<Deadline>, after: Option<Deadline>) -> Option<What> {
    let same = match (&before, &after) {
        (Some(before), Some(after)) if before.date.is_some() => before.date == after.date,
        (Some(before), Some(after)) => after.date.is_none() && before.text.eq_ignore_ascii_case(&after.text),
        (None, None) => true,
        _ => false,
    };
    (!same).then(|| What::Deadline(before.map(|deadline| deadline.text), after.map(|deadline| deadline.text)))
}
