//! One OKR in two places that do not say the same.

use crate::checks::{Finding, OrganisationContext};
use crate::fingerprint::{self, Hasher};
use crate::model::is_global_id;
use crate::organisation::{Organisation, Unit};
use crate::workspace::Trace;

/// What makes two items of one time that say the same one, as hashes: an id that is valid everywhere, or the team and the objective.
type Identity = (u64, u64);

/// A value of a key result: what it is called, the wording for it, and how to get it.
type Value = (&'static str, &'static str, fn(&Trace) -> Option<f32>);

/// Objectives and key results that stand in two documents of a cycle with other values in each.
pub(super) fn conflicting_copies<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let kept = |unit: &&Unit<'_>| organisation.times[unit.time].days.is_some() && !is_snapshot(&unit.outline.path);
    let nodes = organisation.sets.iter().filter(kept).flat_map(|unit| unit.nodes.clone());
    let nodes = nodes.filter(|node| !organisation.nodes[*node].trace.dropped);
    let mut said: Vec<(usize, u64, usize)> =
        nodes.map(|node| (organisation.unit(node).time, organisation.nodes[node].trace.statement, node)).collect();
    said.sort_unstable();
    // Most statements stand once, and need no closer look.
    let repeated = said.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|group| group.len() > 1);
    repeated.flat_map(|group| conflicts(organisation, group.iter().map(|(_, _, node)| *node))).collect()
}

/// The conflicts among items of one time that say the same.
fn conflicts<'a>(organisation: &Organisation<'a>, nodes: impl Iterator<Item = usize>) -> Vec<Finding<'a>> {
    let mut items: Vec<(Identity, usize)> = nodes.filter_map(|node| Some((identity(organisation, node)?, node))).collect();
    items.sort_unstable();
    let mut findings = Vec::new();
    for group in items.chunk_by(|a, b| a.0 == b.0) {
        let first = group[0].1;
        for (_, other) in &group[1..] {
            let elsewhere = organisation.unit(first).outline.path != organisation.unit(*other).outline.path;
            findings.extend(difference(organisation, first, *other).filter(|_| elsewhere));
        }
    }
    findings
}

fn identity(organisation: &Organisation<'_>, node: usize) -> Option<Identity> {
    let (item, unit) = (organisation.nodes[node], organisation.unit(node));
    let by_id =
        organisation.id(node).filter(|id| is_global_id(id)).map(|id| (Hasher::new().part(&id.to_uppercase()).finish(), 0));
    // A short statement may stand in any set.
    let telling = || organisation.text(node).split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() >= 4;
    let by_text = || {
        let parent = organisation.nodes[item.objective].trace.statement;
        let team = fingerprint::of_words(unit.team().unwrap_or_default());
        (item.trace.key_result.is_some() && telling()).then_some((team, parent))
    };
    by_id.or_else(by_text)
}

/// Whether a document is kept as what once was, or made from another one.
pub(super) fn is_snapshot(path: &str) -> bool {
    const NAMES: [&str; 18] = [
        "archive",
        "archived",
        "archives",
        "snapshot",
        "snapshots",
        "backup",
        "backups",
        "old",
        "history",
        "export",
        "exports",
        "generated",
        "review",
        "reviews",
        "report",
        "reports",
        "minutes",
        "drafts",
    ];
    let mut words = path.split(|c: char| !c.is_alphanumeric());
    words.any(|word| NAMES.iter().any(|name| word.eq_ignore_ascii_case(name)))
}

/// The first value that two copies state differently.
fn difference<'a>(organisation: &Organisation<'a>, first: usize, other: usize) -> Option<Finding<'a>> {
    let (here, there) = (organisation.nodes[other].trace, organisation.nodes[first].trace);
    let values: [Value; 4] = [
        ("target", "", |trace| trace.target),
        ("baseline", "", |trace| trace.baseline),
        ("score", "progress", |trace| trace.score.map(|score| score.value)),
        ("current value", "progress", |trace| trace.current),
    ];
    let differs = |(_, _, value): &Value| {
        value(here).zip(value(there)).is_some_and(|(here, there)| (here - there).abs() > 1e-4 * here.abs().max(there.abs()))
    };
    let (what, variant, value) = values.into_iter().find(differs)?;
    let unit = |node: usize| organisation.unit(node).set.unit(organisation.nodes[node].trace);
    let written = |node: usize| {
        let number = value(organisation.nodes[node].trace).unwrap_or_default();
        match unit(node) {
            _ if what == "score" => number.to_string(),
            unit if unit.starts_with(|c: char| c.is_alphabetic()) => format!("{number} {unit}"),
            unit => format!("{number}{unit}"),
        }
    };
    let finding = Finding::on_node(organisation, other).variant(variant).with("what", what);
    let finding = finding.with("here", written(other)).with("there", written(first));
    Some(finding.with("first", organisation.unit(first).outline.short_path()).see_node(organisation, first, "copy"))
}
