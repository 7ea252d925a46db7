//! What teams share, or ought to: results that two sides of one flow can only reach together.

use std::collections::{BTreeMap, BTreeSet};

use crate::checks::{Finding, OrganisationContext};
use crate::fingerprint;
use crate::lexicon::Entry;
use crate::model::Level;
use crate::organisation::{Organisation, Stated, Target, Time};
use crate::statement::Direction;
use crate::workspace::Unit;

/// How many other statements a finding points at.
const SHOWN: usize = 4;

/// The flow and the side of it.
fn side(entry: &Entry) -> (&'static str, &'static str) {
    entry.class.rsplit_once(' ').unwrap_or((entry.class, ""))
}

/// A team set on how much of a flow there is, and another on how good it is, with nothing that joins them.
pub(in crate::checks) fn volume_quality_clash<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let mut flows: BTreeMap<(usize, &str), [Vec<(Stated<'a>, &'static Entry)>; 2]> = BTreeMap::new();
    for stated in organisation.stated() {
        let Some(entry) = stated.measure.flow else { continue };
        let (flow, side) = side(entry);
        let is_share = stated.measure.unit == Unit::Percent;
        let pushed = match side {
            "up" => stated.measure.direction != Some(Direction::Decrease) && !is_share,
            "down" => stated.measure.direction == Some(Direction::Decrease),
            _ => true,
        };
        let sides = flows.entry((organisation.sets[stated.set].time, flow)).or_default();
        if side == "good" {
            sides[1].push((stated, entry));
        } else if pushed && !organisation.nodes[stated.node].trace.keeps {
            sides[0].push((stated, entry));
        }
    }
    let neighbours = organisation.neighbours();
    let joined = |one: usize, other: usize| neighbours.contains(&(one, other)) || neighbours.contains(&(other, one));
    let mut findings = Vec::new();
    for [volume, quality] in flows.values() {
        // A team that has both sides, or a result above both, has the flow as a whole.
        let whole: BTreeSet<usize> = volume
            .iter()
            .map(|(stated, _)| stated.set)
            .filter(|set| quality.iter().any(|(other, _)| other.set == *set))
            .collect();
        let is_upper = |stated: &Stated<'a>| organisation.sets[stated.set].is_upper();
        if !whole.is_empty() || volume.iter().chain(quality).any(|(stated, _)| is_upper(stated)) {
            continue;
        }
        let (Some((one, _)), Some((other, entry))) = (volume.first(), quality.first()) else { continue };
        let sets = || volume.iter().flat_map(|(one, _)| quality.iter().take(SHOWN).map(|(other, _)| (one.set, other.set)));
        let same = |one: usize, other: usize| organisation.sets[one].is_same_team(&organisation.sets[other]);
        if sets().any(|(one, other)| joined(one, other) || same(one, other)) {
            continue;
        }
        let finding =
            Finding::on_node(organisation, one.node).with("other", organisation.sets[other.set].name()).with("joint", entry.note);
        let rest = volume.iter().skip(1).map(|(stated, _)| (stated.node, "volume"));
        let places = quality.iter().map(|(stated, _)| (stated.node, "quality")).chain(rest).take(SHOWN);
        findings.push(places.fold(finding, |finding, (node, label)| finding.see_statement(organisation, node, label)));
    }
    findings
}

/// Times in which several teams have OKRs and share none.
pub(in crate::checks) fn no_shared_objective<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let crossing = crossing(organisation);
    let at_least = context.run.options.count("teams");
    organisation.times.iter().filter_map(|time| unshared(organisation, time, &crossing, at_least)).collect()
}

/// The sets from which or to which a link leads between teams.
fn crossing(organisation: &Organisation<'_>) -> BTreeSet<usize> {
    let mut crossing = BTreeSet::new();
    for link in &organisation.links {
        let own = organisation.nodes[link.from].set;
        let others: Vec<usize> = match &link.target {
            Target::Team(sets) => sets.clone(),
            target => target.items().iter().map(|item| organisation.nodes[*item].set).collect(),
        };
        for other in others.into_iter().filter(|other| *other != own) {
            if !organisation.sets[own].is_upper() && !organisation.sets[other].is_upper() {
                crossing.extend([own, other]);
            }
        }
    }
    crossing
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
