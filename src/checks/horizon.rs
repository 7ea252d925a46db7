//! Red flag: quick wins crowd out lasting value.

mod scorecard;

use jiff::civil::Date;

use super::{Check, Entry, Finding, ObjectiveContext, Place, SetContext};
use crate::calendar::days;
use crate::horizon::{self, Reach};
use crate::indicator::{Indicator, Lever, Timing};
use crate::lexicon::{Hit, terms};
use crate::model::{KeyResult, Level, Objective, OkrType};
use crate::source::{Span, Text};
use crate::statement::{Class, Direction};
use crate::workspace::Depth;

pub(super) const CHECKS: &[Entry] = &[
    ("engagement-bait", Check::Objective(engagement_bait)),
    ("indicator-imbalance", Check::Objective(indicator_imbalance)),
    ("long-horizon-no-signal", Check::Objective(long_horizon_no_signal)),
    ("scorecard-gap", Check::Organisation(Depth::Whole, scorecard::scorecard_gap)),
    ("single-horizon", Check::Set(single_horizon)),
];

/// Longest cycle, in days, that is steered by its results alone: two quarters.
const TWO_QUARTERS: i32 = 190;
/// A quarter, in days.
const QUARTER: i32 = 92;

/// An objective whose key results all tell late, or all tell early. One that no lexicon knows keeps the rule silent.
fn indicator_imbalance<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let objective = context.objective;
    if context.declared_type() == Some(OkrType::Learning) {
        return None;
    }
    let mut timings = objective.standing().map(|(_, key_result)| (key_result, Indicator::of(key_result).timing));
    let (first, timing) = timings.next()?;
    let (timing, mut places) = (timing?, vec![place(first)]);
    for (key_result, other) in timings {
        if other != Some(timing) {
            return None;
        }
        places.push(place(key_result));
    }
    // A whole organisation's year may be told by its results: the sets below it carry the early signs.
    let long = context.section.level == Some(Level::Company) && cycle_days(context) > TWO_QUARTERS;
    if places.len() < 2 || long && timing == Timing::Lagging {
        return None;
    }
    let span = if objective.is_implicit() { places[0].span } else { objective.item.text.span() };
    let variant = if timing == Timing::Lagging { "" } else { "leading" };
    let finding = Finding::at(span).variant(variant).with_count("count", places.len());
    Some(places.into_iter().fold(finding, Finding::place))
}

fn place<'a>(key_result: &KeyResult) -> Place<'a> {
    Place { path: None, span: key_result.item.text.span(), label: "told" }
}

fn cycle_days(context: &ObjectiveContext<'_>) -> i32 {
    context.section.days(context.run.fiscal_year).map_or(0, |cycle| days(cycle.start, cycle.end))
}

/// A set in which every objective says that it pays off at once. That a cycle is short says nothing by itself.
fn single_horizon<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let stated: Vec<(usize, &Objective)> = set.stated().collect();
    let linked = stated.iter().any(|(_, objective)| {
        objective.parent.is_some() || !objective.item.supports.is_empty() || objective.item.alone.is_some()
    });
    let immediate = |objective: &Objective| {
        horizon::of(objective, None).is_some_and(|horizon| horizon.reach == Reach::Immediate)
            && !objective.standing().any(|(_, key_result)| horizon::looks_beyond(key_result.item.text.as_str()))
            && !is_turnaround(objective)
    };
    if stated.len() < 2 || linked || !stated.iter().all(|(_, objective)| immediate(objective)) {
        return Vec::new();
    }
    let (index, first) = stated[0];
    let whole = matches!(set.section.level, Some(Level::Company | Level::Department));
    let finding = Finding::at(first.item.text.span()).of_the_set().on_objective(index).with_count("count", stated.len());
    let finding = finding.variant(if whole { "" } else { "team" });
    let others = stated[1..].iter().map(|(_, other)| Place { path: None, span: other.item.text.span(), label: "soon" });
    vec![others.fold(finding, Finding::place)]
}

/// A declared emergency has the right to look no further.
fn is_turnaround(objective: &Objective) -> bool {
    terms(objective.item.text.as_str()).iter().any(|hit| hit.is("horizon-markers", "turnaround"))
}

/// A figure of use or sales that is to be lifted by a tactic people come to resent, with nothing that would show the cost.
fn engagement_bait<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let objective = context.objective;
    let in_result = objective.standing().find_map(|(nth, key_result)| {
        let span = tactic(&key_result.item.text).filter(|_| pushes(key_result))?;
        Some(Finding::at(span).on_key_result(context.index, nth))
    });
    let of_key_results = || objective.key_results.iter().flat_map(|key_result| &key_result.initiatives);
    let of_objective = || objective.initiatives.iter().chain(&objective.item.notes);
    let work = || of_objective().chain(of_key_results()).chain(&context.section.initiatives);
    let beside = || {
        let span = work().find_map(bait)?;
        objective.standing().any(|(_, key_result)| pushes(key_result)).then(|| Finding::at(span))
    };
    in_result.or_else(beside).filter(|_| !is_guarded(context))
}

/// Whether a key result pushes use, reach or sales.
fn pushes(key_result: &KeyResult) -> bool {
    const PUSHED: [Lever; 4] = [Lever::Engagement, Lever::Acquisition, Lever::Revenue, Lever::Awareness];
    let reading = &key_result.reading;
    let up = matches!(reading.direction, Some(Direction::Increase | Direction::Reach));
    let of_lever = || Indicator::of(key_result).levers.iter().any(|lever| PUSHED.contains(lever));
    up && reading.class == Class::Outcome && (reading.vanity.is_some() || sells(key_result) || of_lever())
}

/// "bookings", "orders": sales in counts.
fn sells(key_result: &KeyResult) -> bool {
    let text = key_result.item.text.as_str();
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| ["bookings", "orders", "sales", "purchases", "tickets"].iter().any(|sold| word.eq_ignore_ascii_case(sold)))
}

/// A tactic named as the means of a key result. The same word as its subject is the product, not the bait.
fn tactic(text: &Text) -> Option<Span> {
    let words = text.as_str();
    let means = [" with ", " via ", " through ", " using ", " by "];
    let from = means.iter().filter_map(|word| words.find(word)).min()?;
    let hit = terms(words).into_iter().find(|hit| hit.range.start > from && hit.is("engagement-bait", "bait"))?;
    Some(text.locate(hit.range))
}

/// A tactic in a line about the work.
fn bait(text: &Text) -> Option<Span> {
    let hit = terms(text.as_str()).into_iter().find(|hit| hit.is("engagement-bait", "bait"))?;
    Some(text.locate(hit.range))
}

fn is_guarded(context: &ObjectiveContext<'_>) -> bool {
    let guard = |text: &Text| terms(text.as_str()).iter().any(|hit: &Hit| hit.is("engagement-bait", "guard"));
    let objective = context.objective;
    !objective.guardrails.is_empty()
        || !context.section.guardrails.is_empty()
        || objective.standing().any(|(_, key_result)| guard(&key_result.item.text))
        || guard(&objective.item.text)
}

/// A long objective without anything on the way that would show whether it is on course.
fn long_horizon_no_signal<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let objective = context.objective;
    let long = horizon::of(objective, None).is_some_and(|horizon| horizon.reach == Reach::Long);
    if objective.is_implicit() || !(long || cycle_days(context) > TWO_QUARTERS) || objective.standing().next().is_none() {
        return None;
    }
    let soon = |day: Date| days(context.run.today, day) <= QUARTER;
    let signalled = |key_result: &KeyResult| {
        let due = key_result.reading.deadline.as_ref().and_then(|deadline| deadline.date);
        due.is_some_and(soon)
            || !key_result.check_ins.is_empty()
            || Indicator::of(key_result).timing == Some(Timing::Leading)
            || has_checkpoints(key_result.item.text.as_str())
            || key_result.item.notes.iter().any(|note| has_checkpoints(note.as_str()))
    };
    let checked = objective.item.notes.iter().any(|note| has_checkpoints(note.as_str()));
    if checked || objective.standing().any(|(_, key_result)| signalled(key_result)) {
        return None;
    }
    Some(Finding::at(objective.item.text.span()))
}

/// "Q1 3.9, Q2 3.6", "this quarter", "by mid-year": values on the way.
fn has_checkpoints(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["q1", "q2", "q3", "quarter", "mid-year", "half-time", "checkpoint", "monthly", "each month", "every month"]
        .iter()
        .any(|word| lower.contains(word))
}
