//! Whether there is a time box, and whether dates lie in it.

use crate::calendar::{FiscalYear, Part, Period};
use crate::checks::{Finding, KeyResultContext, SetContext};
use crate::model::{Item, KeyResult, Objective, Section};
use crate::statement::Reading;

/// Whether the cycle is a fiscal one whose first month nobody has configured, so that its days are a guess.
fn is_guess(section: &Section, fiscal_year: FiscalYear) -> bool {
    section.period.is_none() && fiscal_year == FiscalYear::default() && section.cycle.is_some_and(|cycle| cycle.value.fiscal)
}

/// First and last day of a section, where they are no guess.
pub(crate) fn sure_period(section: &Section, fiscal_year: FiscalYear) -> Option<Period> {
    section.days(fiscal_year).filter(|_| !is_guess(section, fiscal_year))
}

/// A set without a cycle whose key results name no day either: one finding where none does, else one for each without.
pub(super) fn no_deadline<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    if set.section.cycle.is_some() || set.section.period.is_some() {
        return Vec::new();
    }
    let open = set.objectives.iter().filter(|(_, objective)| !has_date(&objective.item, &objective.reading));
    let expected: Vec<Due<'_>> = open.flat_map(|(index, objective)| due(*index, objective)).collect();
    let undated: Vec<&Due<'_>> = expected.iter().filter(|due| !has_date(&due.key_result.item, &due.key_result.reading)).collect();
    match undated.first() {
        None => Vec::new(),
        Some(first) if undated.len() == expected.len() => vec![first.whole()],
        Some(_) => undated.iter().map(|due| due.alone().variant("some")).collect(),
    }
}

/// A key result that should say by when.
struct Due<'a> {
    index: usize,
    objective: &'a Objective,
    nth: usize,
    key_result: &'a KeyResult,
}

fn due(index: usize, objective: &Objective) -> impl Iterator<Item = Due<'_>> {
    objective.standing().map(move |(nth, key_result)| Due { index, objective, nth, key_result })
}

impl Due<'_> {
    /// The finding on the objective, where it has a text.
    fn whole<'f>(&self) -> Finding<'f> {
        match self.objective.is_implicit() {
            true => self.alone(),
            false => Finding::at(self.objective.item.text.span()).on_objective(self.index),
        }
    }

    fn alone<'f>(&self) -> Finding<'f> {
        Finding::at(self.key_result.item.text.span()).on_key_result(self.index, self.nth)
    }
}

fn has_date(item: &Item, reading: &Reading) -> bool {
    reading.deadline.is_some() || item.due.is_some()
}

/// A due date that is no day, or not a day of the cycle.
pub(super) fn date_outside_cycle<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let deadline = context.key_result.reading.deadline.as_ref()?;
    let finding = || Finding::at(deadline.span).with("date", &*deadline.text);
    if deadline.impossible {
        return Some(finding().variant("impossible"));
    }
    let cycle = sure_period(context.section, context.run.fiscal_year)?;
    let variant = match deadline.date? {
        date if date < cycle.start => "before",
        // A yearly cycle is often planned towards a day early in the next year; a longer reach is another cycle.
        date if date > cycle.end && context.section.cycle.is_none_or(|cycle| cycle.value.part != Part::Year) => "",
        _ => return None,
    };
    let name = context.section.cycle.map_or_else(|| format!("{} to {}", cycle.start, cycle.end), |cycle| cycle.value.to_string());
    let finding = finding().variant(variant).with("cycle", name);
    Some(finding.with("start", cycle.start.to_string()).with("end", cycle.end.to_string()))
}
