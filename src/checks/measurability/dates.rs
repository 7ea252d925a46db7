//! Whether there is a time box, and whether dates lie in it.

use crate::calendar::{FiscalYear, Part, Period};
use crate::checks::{Finding, KeyResultContext, SetContext};
use crate::model::Section;

/// Whether the cycle is a fiscal one whose first month nobody has configured, so that its days are a guess.
fn is_guess(section: &Section, fiscal_year: FiscalYear) -> bool {
    section.period.is_none() && fiscal_year == FiscalYear::default() && section.cycle.is_some_and(|cycle| cycle.value.fiscal)
}

/// First and last day of a section: as stated, else those of its cycle.
pub(in crate::checks) fn period(section: &Section, fiscal_year: FiscalYear) -> Option<Period> {
    section.period.or_else(|| section.cycle.map(|cycle| cycle.value.period(fiscal_year)))
}

/// A set without a cycle whose key results name no day either.
pub(super) fn no_deadline<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    if set.section.cycle.is_some() || set.section.period.is_some() {
        return Vec::new();
    }
    let dated = |index: usize| {
        let (_, objective) = set.objectives[index];
        objective.reading.deadline.is_some() || objective.item.due.is_some()
    };
    let mut undated = Vec::new();
    let mut total = 0;
    for (position, (index, objective)) in set.objectives.iter().enumerate().filter(|(position, _)| !dated(*position)) {
        for (nth, key_result) in objective.key_results.iter().enumerate().filter(|(_, key_result)| !key_result.item.dropped) {
            total += 1;
            if key_result.reading.deadline.is_none() && key_result.item.due.is_none() {
                undated.push((position, *index, nth));
            }
        }
    }
    let Some(&(position, index, nth)) = undated.first() else { return Vec::new() };
    let (_, first) = set.objectives[position];
    if undated.len() == total {
        let span = if first.is_implicit() { first.key_results[nth].item.text.span() } else { first.item.text.span() };
        let finding = Finding::at(span);
        return vec![if first.is_implicit() { finding.on_key_result(index, nth) } else { finding.on_objective(index) }];
    }
    let span = |&(position, index, nth): &(usize, usize, usize)| {
        (set.objectives[position].1.key_results[nth].item.text.span(), index, nth)
    };
    undated.iter().map(span).map(|(span, index, nth)| Finding::at(span).variant("some").on_key_result(index, nth)).collect()
}

/// A due date that is no day, or not a day of the cycle.
pub(super) fn date_outside_cycle<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let deadline = context.key_result.reading.deadline.as_ref()?;
    let finding = Finding::at(deadline.span).with("date", &*deadline.text);
    if deadline.impossible {
        return Some(finding.variant("impossible"));
    }
    let cycle =
        period(context.section, context.run.fiscal_year).filter(|_| !is_guess(context.section, context.run.fiscal_year))?;
    let name = context.section.cycle.map_or_else(|| format!("{} to {}", cycle.start, cycle.end), |cycle| cycle.value.to_string());
    let finding = finding.with("cycle", name).with("start", cycle.start.to_string()).with("end", cycle.end.to_string());
    match deadline.date? {
        date if date < cycle.start => Some(finding.variant("before")),
        // A yearly cycle is often planned towards a day early in the next year; a longer reach is another cycle.
        date if date > cycle.end && !context.section.cycle.is_some_and(|cycle| cycle.value.part == Part::Year) => Some(finding),
        _ => None,
    }
}
