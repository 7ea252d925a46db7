//! How many objectives and key results a set can bear.

use crate::checks::{Finding, SetContext};
use crate::model::{Level, Objective};

/// Too much to focus on, or too little to prove an objective.
pub(super) fn focus_limits<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    // Where no objective has key results, they are kept elsewhere or not yet written.
    let written = set.stated().any(|(_, objective)| !objective.key_results.is_empty());
    let mut findings: Vec<Finding<'a>> = set
        .stated()
        .filter(|(_, objective)| written || !objective.key_results.is_empty())
        .filter_map(|(index, objective)| key_results(set, index, objective))
        .collect();
    findings.extend(objectives(set));
    findings.extend(persons(set));
    findings
}

/// The number of key results under one objective.
fn key_results<'a>(set: &SetContext<'a>, index: usize, objective: &'a Objective) -> Option<Finding<'a>> {
    let count = objective.standing().count();
    let limit = set.run.options.count("max-key-results");
    let variant = match count {
        0 => "none",
        1 => "one",
        _ if count > limit => "",
        _ => return None,
    };
    Some(
        Finding::at(objective.item.text.span())
            .variant(variant)
            .on_objective(index)
            .with_count("count", count)
            .with_count("limit", limit),
    )
}

/// The number of objectives, told at the first one too many.
fn objectives<'a>(set: &SetContext<'a>) -> Option<Finding<'a>> {
    let count = set.stated().count();
    let limit = set.run.options.count("max-objectives");
    let (index, objective) = set.stated().nth(limit)?;
    // A page without a team may hold the sets of several teams.
    let variant = if set.section.team.is_some() || set.section.level.is_some() { "objectives" } else { "page" };
    let finding = Finding::at(objective.item.text.span()).variant(variant).on_objective(index);
    Some(finding.of_the_set().with_count("count", count).with_count("limit", limit))
}

/// The number of key results of one person.
fn persons<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    if set.section.level == Some(Level::Individual) {
        return Vec::new();
    }
    let limit = set.run.options.count("max-key-results-per-person");
    let mut held: Vec<(&str, usize, usize, crate::source::Span)> = Vec::new();
    for (index, objective) in set.stated() {
        for (nth, key_result) in objective.standing() {
            held.extend(key_result.item.owners.iter().map(|owner| (owner.value.as_str(), index, nth, owner.span)));
        }
    }
    held.sort_by_key(|(person, ..)| *person);
    held.chunk_by(|a, b| a.0 == b.0)
        .filter_map(|places| {
            let &(person, index, nth, span) = places.get(limit)?;
            let finding = Finding::at(span).variant("person").on_key_result(index, nth).with("person", person);
            Some(finding.of_the_set().with_count("count", places.len()).with_count("limit", limit))
        })
        .collect()
}
