//! When and how people get OKRs of their own.

use super::{Beginning, at, evidence};
use crate::checks::{Finding, OrganisationContext};
use crate::model::Level;
use crate::remarks::{self, GROWTH};
use crate::series::{Series, Step};

/// The series of people.
fn people<'a>(context: &OrganisationContext<'a>) -> impl Iterator<Item = &'a Series<'a>> + Clone {
    context.series.iter().filter(|series| series.level() == Some(Level::Individual))
}

/// Whether a first set is one that people take up for themselves.
fn is_growth(step: &Step<'_>) -> bool {
    let mut texts = step.objectives().chain(step.key_results()).map(|item| item.set.text(item.trace));
    texts.any(|text| remarks::mentions(text, &GROWTH, &["growth"]))
}

/// People who have OKRs before teams have had them for some cycles.
pub(super) fn individual_too_early<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let Some(beginning) = Beginning::of(context) else { return Vec::new() };
    let personal = |series: &Series<'_>| series.level() == Some(Level::Individual);
    // A person's own repository has no teams to begin with.
    if context.series.iter().all(personal) || context.outlines.iter().any(|outline| outline.has_plan) {
        return Vec::new();
    }
    let eager = people(context).filter_map(|series| Some((series, series.steps.first()?))).filter(|(_, step)| !is_growth(step));
    let Some((series, first)) = eager.clone().min_by_key(|(_, step)| step.days.start) else { return Vec::new() };
    let teams = || context.series.iter().filter(|series| !matches!(series.level(), Some(Level::Company | Level::Individual)));
    let before = |team: &Series<'_>| team.steps.iter().filter(|step| step.days.end < first.days.start).count();
    let most = teams().map(before).max().unwrap_or(0);
    if most >= context.run.options.count("cycles") {
        return Vec::new();
    }
    // What began with the record may have begun before it.
    let seen = beginning.start < first.days.start;
    let variant = match (teams().next(), seen) {
        (None, _) => "no-teams",
        (Some(_), true) => "",
        (Some(_), false) => "from-the-start",
    };
    let count = eager.filter(|(_, step)| step.days.start == first.days.start).count();
    let Some(finding) = at(first) else { return Vec::new() };
    let finding = finding.variant(variant).with("id", series.name()).with("cycle", first.name()).with_count("count", count);
    let finding = finding.with_count("closed", most);
    let shown = teams().take(2).filter_map(|team| evidence("team", team, team.steps.first()?));
    vec![shown.fold(finding, Finding::evidence)]
}

/// People whose first set, or any, holds more objectives than they can keep in mind beside their work.
pub(super) fn individual_overload<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let options = context.run.options;
    let Some(beginning) = Beginning::of(context) else { return Vec::new() };
    let mut findings = Vec::new();
    for series in people(context) {
        // Whose record begins with everybody's may have had OKRs before; what is newest can still be changed.
        let Some(last) = series.steps.last() else { continue };
        let new = series.steps.len() == 1 && last.days.start > beginning.start;
        let count = last.objectives().filter(|item| !item.trace.dropped && !item.trace.span.is_empty()).count();
        let (limit, variant) = match (series.steps.len(), new) {
            (1, true) => (options.count("first"), ""),
            (1, false) => (options.count("first"), "perhaps-first"),
            _ => (options.count("later"), "later"),
        };
        if count > limit {
            let finding = at(last).map(|finding| finding.variant(variant).with("who", series.name()).with("id", series.name()));
            findings.extend(finding.map(|finding| finding.with_count("count", count).with("cycle", last.name())));
        }
    }
    findings
}

/// First sets of people that hold nothing they would learn for themselves.
pub(super) fn first_individual_not_growth<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let mut findings = Vec::new();
    for series in people(context) {
        let [only] = series.steps.as_slice() else { continue };
        let over = only.days.end < context.run.today;
        if !over && !is_growth(only) {
            findings.extend(at(only).map(|finding| finding.with("who", series.name()).with("id", series.name())));
        }
    }
    findings
}
