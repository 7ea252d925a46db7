//! What is on record of one cycle of a team: how it was scored, what it took over, what was changed, how often it was looked at.

use jiff::civil::Date;

use super::{Step, carried};
use crate::model::OkrType;

/// From this score on a key result is achieved, unless it is a promise, which only 1.0 keeps. See re:Work, "Set goals with OKRs".
const ACHIEVED: f32 = 0.7;
/// Scores are written with one or two decimals; binary fractions of them are not exact.
const NEARLY: f32 = 1e-4;

/// Where a cycle stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Planned,
    Running,
    Closed,
}

impl Phase {
    /// The name used in output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Closed => "closed",
        }
    }
}

/// The record of a cycle. What cannot be known is `None`.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) phase: Phase,
    /// Whether a cycle is missing between the one before and this one.
    pub(crate) after_gap: bool,
    /// Objectives with a text, dropped ones included.
    pub(crate) objectives: usize,
    /// Scores of the key results that stand, in file order; `None` where one has no score.
    pub(crate) scores: Vec<Option<f32>>,
    pub(crate) dropped: usize,
    /// How many of the scored ones are achieved.
    pub(crate) achieved: usize,
    /// Key results that were there in the cycle before; `None` for the first cycle and after a gap.
    pub(crate) carried_over: Option<usize>,
    /// How many of these have another target than before.
    pub(crate) retargeted: Option<usize>,
    /// Lines in the change logs of this cycle.
    pub(crate) changes: usize,
    /// Days on which something was told.
    pub(crate) check_ins: usize,
    /// Median of the days between two such days; `None` where there are fewer than two.
    pub(crate) rhythm: Option<i32>,
}

impl Record {
    /// The record of a cycle, as it stands on a day.
    pub(crate) fn of(step: &Step<'_>, before: Option<&Step<'_>>, today: Date) -> Self {
        let phase = match () {
            () if step.days.end < today => Phase::Closed,
            () if step.days.start > today => Phase::Planned,
            () => Phase::Running,
        };
        let after_gap = before.is_some_and(|before| step.is_after_gap(before));
        let pairs = before.filter(|_| !after_gap).map(|before| {
            let pairs = carried(before, step).into_iter();
            pairs.filter(|pair| !pair.before.trace.dropped && !pair.after.trace.dropped).collect::<Vec<_>>()
        });
        let retargeted = |pairs: &Vec<super::Carried<'_>>| {
            let targets = pairs.iter().filter_map(|pair| Some((pair.before.trace.target?, pair.after.trace.target?)));
            targets.filter(|(before, after)| before != after).count()
        };
        let standing = || step.key_results().filter(|item| !item.trace.dropped);
        let achieved = standing().filter(|item| {
            let least = if item.trace.kind == Some(OkrType::Committed) { 1.0 } else { ACHIEVED };
            item.trace.score.is_some_and(|score| score.value >= least - NEARLY)
        });
        let mut days: Vec<Date> = step.sets.iter().flat_map(|(_, set)| set.check_ins.iter().copied()).collect();
        days.sort_unstable();
        days.dedup();
        Self {
            phase,
            after_gap,
            objectives: step.objectives().filter(|item| !item.trace.span.is_empty()).count(),
            scores: standing().map(|item| item.trace.score.map(|score| score.value)).collect(),
            dropped: step.key_results().filter(|item| item.trace.dropped).count(),
            achieved: achieved.count(),
            carried_over: pairs.as_ref().map(Vec::len),
            retargeted: pairs.as_ref().map(retargeted),
            changes: step.objectives().chain(step.key_results()).map(|item| usize::from(item.trace.changes)).sum(),
            check_ins: days.len(),
            rhythm: median(days.windows(2).filter_map(|pair| Some(pair[0].until(pair[1]).ok()?.get_days())).collect()),
        }
    }

    /// How many key results have a score.
    pub(crate) fn scored(&self) -> usize {
        self.scores.iter().flatten().count()
    }

    /// The mean of the scores there are.
    pub(crate) fn mean(&self) -> Option<f32> {
        let scored = self.scored();
        (scored > 0).then(|| self.scores.iter().flatten().sum::<f32>() / scored as f32)
    }
}

/// The middle one, the lower of the two where there is none.
fn median(mut days: Vec<i32>) -> Option<i32> {
    days.sort_unstable();
    days.get(days.len().checked_sub(1)? / 2).copied()
}
