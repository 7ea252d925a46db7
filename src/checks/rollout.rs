//! Red flag: the whole company starts at once.

mod people;

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Check, Entry, Evidence, Finding, OrganisationContext};
use crate::calendar::days;
use crate::model::Level;
use crate::series::{Located, Series, Step};
use crate::source::Span;
use crate::workspace::Depth;

pub(super) const CHECKS: &[Entry] = &[
    ("big-bang-rollout", Check::Organisation(Depth::Traces, big_bang_rollout)),
    ("first-individual-not-growth", Check::Organisation(Depth::Traces, people::first_individual_not_growth)),
    ("individual-overload", Check::Organisation(Depth::Traces, people::individual_overload)),
    ("individual-too-early", Check::Organisation(Depth::Traces, people::individual_too_early)),
    ("pilot-without-review", Check::Organisation(Depth::Traces, pilot_without_review)),
];

/// The first cycle on record.
struct Beginning<'a> {
    start: Date,
    /// Every series that begins with it, and its first cycle.
    first: Vec<(&'a Series<'a>, &'a Step<'a>)>,
    /// Whether there is a later cycle, so that the first is not merely the only one that was looked at.
    has_later: bool,
}

impl<'a> Beginning<'a> {
    /// `None` where nothing is on record, or where the record itself says that it is not the beginning.
    fn of(context: &OrganisationContext<'a>) -> Option<Self> {
        // A year's plan may have begun before anybody worked with it; cycles that teams work in are shorter.
        let is_short = |step: &Step<'_>| days(step.days.start, step.days.end) < 300;
        let has_short = context.series.iter().flat_map(|series| &series.steps).any(is_short);
        let all = context.series.iter().filter(|series| !has_short || series.steps.first().is_some_and(is_short));
        let steps = || all.clone().flat_map(|series| &series.steps);
        let start = steps().map(|step| step.days.start).min()?;
        let first: Vec<(&Series<'_>, &Step<'_>)> = all
            .clone()
            .filter_map(|series| Some((series, series.steps.first()?)))
            .filter(|(_, step)| step.days.start == start)
            .collect();
        // What is carried over was there before.
        if first.iter().any(|(_, step)| step.key_results().any(|item| item.trace.rolled_over)) {
            return None;
        }
        let end = first.iter().map(|(_, step)| step.days.end).max()?;
        Some(Self { start, first, has_later: steps().any(|step| step.days.start > end) })
    }

    /// Days since OKRs began, or more where the configuration knows of an earlier beginning.
    fn age(&self, context: &OrganisationContext<'_>) -> i32 {
        let known = context.run.options.text("started").and_then(|day| day.parse().ok());
        let start = known.map_or(self.start, |day: Date| day.min(self.start));
        days(start, context.run.today)
    }

    fn name(&self) -> String {
        self.first.first().map_or_else(String::new, |(_, step)| step.name())
    }
}

/// The first objective of a cycle, or else its first key result.
fn opening<'a>(step: &Step<'a>) -> Option<Located<'a>> {
    step.objectives().find(|item| !item.trace.span.is_empty()).or_else(|| step.key_results().next())
}

/// A finding at the start of a cycle's set.
fn at<'a>(step: &Step<'a>) -> Option<Finding<'a>> {
    let item = opening(step)?;
    let finding = Finding::at(item.trace.span).in_document(&item.outline.path);
    Some(match item.trace.key_result {
        Some(nth) => finding.on_key_result(item.trace.objective as usize, nth as usize),
        None => finding.on_objective(item.trace.objective as usize),
    })
}

/// The start of a cycle's set as evidence.
fn evidence<'a>(label: &'static str, series: &Series<'a>, step: &Step<'a>) -> Option<Evidence<'a>> {
    let (path, span): (&str, Span) = opening(step).map(|item| (item.outline.path.as_str(), item.trace.span))?;
    Some(Evidence { path, span, label, values: vec![("who", series.name().into()), ("when", step.name().into())] })
}

/// Days of so many cycles of the length of a quarter.
fn quarters(count: usize) -> i32 {
    i32::try_from(count * 91).unwrap_or(i32::MAX)
}

/// A first cycle on record that already has every level, or more teams than anyone can coach.
fn big_bang_rollout<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let options = context.run.options;
    let Some(beginning) = Beginning::of(context).filter(|beginning| beginning.age(context) < quarters(options.count("cycles")))
    else {
        return Vec::new();
    };
    let planned = context.outlines.iter().any(|outline| outline.has_plan);
    let levels: BTreeSet<Level> = beginning.first.iter().filter_map(|(series, _)| series.level()).collect();
    let all_levels = [Level::Company, Level::Team, Level::Individual].iter().all(|level| levels.contains(level));
    let is_team =
        |series: &Series<'_>| !matches!(series.level(), Some(Level::Company | Level::Individual)) && series.team.is_some();
    let teams: Vec<&(&Series<'_>, &Step<'_>)> = beginning.first.iter().filter(|(series, _)| is_team(series)).collect();
    let people = beginning.first.iter().filter(|(series, _)| series.level() == Some(Level::Individual)).count();
    let many = teams.len() > options.count("teams");
    if planned || !(many || all_levels && teams.len() > 1) {
        return Vec::new();
    }
    let variant = match (many, beginning.has_later) {
        (true, true) => "",
        (true, false) => "only",
        (false, true) => "levels",
        (false, false) => "only-levels",
    };
    let company = beginning.first.iter().find(|(series, _)| series.level() == Some(Level::Company));
    let Some(finding) = company.or(beginning.first.first()).and_then(|(_, step)| at(step)) else { return Vec::new() };
    let finding = finding.variant(variant).with("cycle", beginning.name()).with("id", beginning.name());
    let finding = finding.with_count("teams", teams.len()).with_count("people", people);
    let shown = teams.iter().take(3).filter_map(|(series, step)| evidence("team", series, step));
    vec![shown.fold(finding, Finding::evidence)]
}

/// A first cycle that is over, with no look back at how the method worked.
fn pilot_without_review<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let options = context.run.options;
    let Some(beginning) = Beginning::of(context).filter(|beginning| beginning.age(context) < quarters(options.count("cycles")))
    else {
        return Vec::new();
    };
    let over = |step: &Step<'_>| days(step.days.end, context.run.today);
    let late = beginning.first.iter().all(|(_, step)| usize::try_from(over(step)).is_ok_and(|days| days > options.count("days")));
    let is_pilot = context.outlines.iter().any(|outline| outline.has_plan);
    let reviewed = context.outlines.iter().any(|outline| outline.has_review);
    // The only cycle that was looked at need not be the first; a pilot is, by its name.
    if !late || reviewed || !(beginning.has_later || is_pilot) {
        return Vec::new();
    }
    let company = beginning.first.iter().find(|(series, _)| series.level() == Some(Level::Company));
    let Some((_, step)) = company.or(beginning.first.first()) else { return Vec::new() };
    let variant = if is_pilot { "pilot" } else { "" };
    let finding = at(step).map(|finding| finding.variant(variant).with("cycle", step.name()).with("id", step.name()));
    finding.map(|finding| finding.with("end", step.days.end.to_string())).into_iter().collect()
}
