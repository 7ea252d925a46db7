//! What teams share, or ought to: results that two sides of one flow can only reach together.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::{Finding, OrganisationContext};
use crate::fingerprint;
use crate::lexicon::Entry;
use crate::model::Level;
use crate::organisation::{Organisation, Stated, Time};
use crate::statement::Direction;

/// How many other statements a finding points at.
const SHOWN: usize = 4;

/// The flow and the side of it.
fn side(entry: &Entry) -> (&'static str, &'static str) {
    entry.class.rsplit_once(' ').unwrap_or((entry.class, ""))
}

/// The key results of one time that measure a flow.
#[derive(Default)]
struct Flow<'a> {
    /// How much of it there is, how fast, how cheap.
    volume: Vec<Stated<'a>>,
    /// How good it is.
    quality: Vec<Stated<'a>>,
    /// What both sides can only reach together.
    joint: &'static str,
}

/// The flows of each time and place.
fn flows<'a>(organisation: &Organisation<'a>) -> BTreeMap<(usize, &'static str, u32), Flow<'a>> {
    let mut flows: BTreeMap<(usize, &str, u32), Flow<'a>> = BTreeMap::new();
    for stated in organisation.stated() {
        let Some(measured) = stated.measure.flow else { continue };
        let (name, side) = side(measured.entry);
        let falls = stated.measure.direction == Some(Direction::Decrease);
        let is_pushed = if side == "down" { falls } else { !falls };
        let flow = flows.entry((organisation.sets[stated.set].time, name, measured.place)).or_default();
        if side == "good" {
            flow.quality.push(stated);
            flow.joint = measured.entry.note;
        } else if is_pushed && !organisation.nodes[stated.node].trace.keeps {
            flow.volume.push(stated);
        }
    }
    flows
}

/// A team set on how much of a flow there is, and another on how good it is, with nothing that joins them.
pub(in crate::checks) fn volume_quality_clash<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let linked = organisation.linked_sets();
    let told = |flow: Flow<'a>| {
        let (one, other) = (*flow.volume.first()?, *flow.quality.first()?);
        (!is_joined(organisation, &flow, &linked)).then(|| {
            let finding = Finding::on_node(organisation, one.node).with("joint", flow.joint);
            let finding = finding.with("other", organisation.sets[other.set].name());
            let rest = flow.volume.iter().skip(1).map(|stated| (stated.node, "volume"));
            let places = flow.quality.iter().map(|stated| (stated.node, "quality")).chain(rest).take(SHOWN);
            places.fold(finding, |finding, (node, label)| finding.see_statement(organisation, node, label))
        })
    };
    flows(organisation).into_values().filter_map(told).collect()
}

/// Whether somebody has the flow as a whole: a team with both sides, a set above the teams, two teams whose sets are linked.
fn is_joined(organisation: &Organisation<'_>, flow: &Flow<'_>, linked: &BTreeSet<(usize, usize)>) -> bool {
    let names = |side: &[Stated<'_>]| -> BTreeSet<String> {
        side.iter().map(|stated| organisation.sets[stated.set].name().to_lowercase()).collect()
    };
    let sets = |side: &[Stated<'_>]| -> BTreeSet<usize> { side.iter().map(|stated| stated.set).collect() };
    let (volume, quality) = (sets(&flow.volume), sets(&flow.quality));
    let links =
        |from: &usize, to: &BTreeSet<usize>| linked.range((*from, 0)..=(*from, usize::MAX)).any(|(_, set)| to.contains(set));
    volume.iter().chain(&quality).any(|set| organisation.sets[*set].is_upper())
        || !names(&flow.volume).is_disjoint(&names(&flow.quality))
        || volume.iter().any(|set| links(set, &quality))
        || quality.iter().any(|set| links(set, &volume))
}

/// Times in which several teams have OKRs and share none.
pub(in crate::checks) fn no_shared_objective<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let linked = organisation.linked_sets();
    let is_team = |set: usize| !organisation.sets[set].is_upper();
    let between = linked.iter().filter(|(from, to)| is_team(*from) && is_team(*to));
    let crossing: BTreeSet<usize> = between.flat_map(|(from, to)| [*from, *to]).collect();
    let at_least = context.run.options.count("teams");
    organisation.times.iter().filter_map(|time| unshared(organisation, time, &crossing, at_least)).collect()
}

fn unshared<'a>(
    organisation: &Organisation<'a>,
    time: &Time,
    crossing: &BTreeSet<usize>,
    at_least: usize,
) -> Option<Finding<'a>> {
    let is_team = |set: &&usize| organisation.sets[**set].set.level == Some(Level::Team);
    let sets: Vec<usize> = time.sets.iter().filter(is_team).copied().collect();
    let mut teams: BTreeMap<String, usize> = BTreeMap::new();
    for set in &sets {
        teams.entry(organisation.sets[*set].name().to_lowercase()).or_insert(*set);
    }
    let mut said: BTreeSet<u64> = BTreeSet::new();
    let repeats = |set: &usize| {
        let own: BTreeSet<u64> =
            organisation.objectives(*set).map(|node| fingerprint::of_words(organisation.text(node))).collect();
        !own.into_iter().all(|words| said.insert(words))
    };
    let shared = |set: &usize| organisation.sets[*set].set.is_shared || crossing.contains(set);
    if teams.len() < at_least || sets.iter().any(shared) || sets.iter().any(repeats) {
        return None;
    }
    let firsts: Vec<usize> = teams.values().filter_map(|set| organisation.objectives(*set).next()).collect();
    let (first, others) = firsts.split_first()?;
    let finding = Finding::on_node(organisation, *first).with_count("teams", teams.len());
    Some(others.iter().take(SHOWN).fold(finding, |finding, node| finding.see_node(organisation, *node, "team")))
}
