//! Whether the levels of the organisation hold together: what stands below is linked upwards, what stands above is carried.

use std::collections::BTreeSet;

use jiff::ToSpan;

use crate::checks::{Finding, OrganisationContext};
use crate::model::Level;
use crate::organisation::{Basis, Link, Organisation, Target, Unit};
use crate::workspace::LinkKind;

/// How many other statements a finding points at.
const SHOWN: usize = 4;

/// What is known of a time as a whole, its own sets and those that share days with it.
#[derive(Debug, Clone, Default)]
struct Linked {
    /// How many of its own sets are below the company and the departments.
    below: usize,
    /// How many of these support something of an upper set.
    upwards: usize,
    /// Whether a set of the time supports something that is not in the run, or says so in words that name nothing.
    elsewhere: bool,
}

impl Linked {
    /// Whether teams are used to link their objectives, so that one without a link stands out: at least one in three does.
    fn is_custom(&self) -> bool {
        self.upwards > 0 && self.upwards * 3 >= self.below
    }
}

/// How each time uses links to parents.
fn linked(organisation: &Organisation<'_>) -> Vec<Linked> {
    let mut linked = vec![Linked::default(); organisation.times.len()];
    for unit in organisation.sets.iter().filter(|unit| !unit.is_upper()) {
        linked[unit.time].below += 1;
    }
    let mut upwards: BTreeSet<usize> = BTreeSet::new();
    // Who repeats a statement from above has not linked it.
    let linked_by_hand = |link: &&Link<'_>| link.kind == LinkKind::Supports && link.basis != Basis::Restated;
    for link in organisation.links.iter().filter(linked_by_hand) {
        let unit = organisation.unit(link.from);
        let is_upwards = |to: &usize| {
            let set = organisation.nodes[*to].set;
            set != organisation.nodes[link.from].set && organisation.sets[set].is_upper()
        };
        let time = &mut linked[unit.time];
        if !unit.is_upper() && link.target.items().iter().any(is_upwards) {
            time.upwards += usize::from(upwards.insert(organisation.nodes[link.from].set));
        }
        time.elsewhere |= matches!(link.target, Target::Elsewhere | Target::Unknown | Target::Team(_));
    }
    linked
}

/// Objectives of teams and people that support nothing, where others of the cycle do.
pub(super) fn orphan_objective<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let linked = linked(organisation);
    let joined = joined(organisation);
    let mut findings = Vec::new();
    for (set, unit) in organisation.sets.iter().enumerate() {
        let alone: Vec<usize> = organisation
            .objectives(set)
            .filter(|node| !joined.contains(node) && !organisation.nodes[*node].trace.alone)
            .collect();
        let all = organisation.objectives(set).count() == alone.len();
        // A set that tells no level may be that of the company, unless it supports something itself.
        let is_below = matches!(unit.set.level, Some(Level::Team | Level::Individual)) || unit.set.level.is_none() && !all;
        let Some((first, others)) = alone.split_first().filter(|_| is_below && linked[unit.time].is_custom()) else { continue };
        let variant = match (all, others.len()) {
            (true, 1..) => "set",
            (_, 0) => "",
            (false, _) => "several",
        };
        let finding = Finding::on_node(organisation, *first).of_the_set().variant(variant).with_count("count", alone.len());
        findings.push(others.iter().take(SHOWN).fold(finding, |finding, node| finding.see_node(organisation, *node, "too")));
    }
    findings
}

/// The objectives at which, or at a key result of which, stands any link that joins them to others.
fn joined(organisation: &Organisation<'_>) -> BTreeSet<usize> {
    let links = organisation.links.iter().filter(|link| link.kind != LinkKind::DependsOn);
    links.map(|link| organisation.nodes[link.from].objective).collect()
}

/// Company objectives that no team supports, where teams support others.
pub(super) fn unsupported_parent<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let linked = linked(organisation);
    let supported = supported(organisation);
    let mut findings = Vec::new();
    for (set, unit) in organisation.sets.iter().enumerate().filter(|(_, unit)| unit.set.level == Some(Level::Company)) {
        let shared = &organisation.times[unit.time].shared;
        let below = || shared.iter().flat_map(|time| &organisation.times[*time].sets).map(|set| &organisation.sets[*set]);
        let teams = below().filter(|other| !other.is_upper() && other.team().is_some()).take(1_000).count();
        // Words that name nothing may mean any objective.
        let unclear = shared.iter().any(|time| linked[*time].elsewhere);
        let is_custom = shared.iter().any(|time| linked[*time].is_custom());
        let carried = organisation.objectives(set).find(|node| supported.contains(node));
        let Some(carried) = carried.filter(|_| teams >= context.run.options.count("teams") && is_custom && !unclear) else {
            continue;
        };
        let young = organisation.times[unit.time].days.is_some_and(|days| {
            let settled = days.start.checked_add((context.run.options.count("draft-days") as i64).days());
            settled.is_ok_and(|settled| context.run.today < settled)
        });
        let bare =
            organisation.objectives(set).filter(|node| !supported.contains(node) && !organisation.nodes[*node].trace.alone);
        findings.extend(bare.map(|node| {
            let finding = Finding::on_node(organisation, node).variant(if young { "draft" } else { "" });
            finding.with_count("teams", teams).see_node(organisation, carried, "carried")
        }));
    }
    findings
}

/// The objectives that something else supports, in whole or in a key result: of another set, or below it in its own.
fn supported(organisation: &Organisation<'_>) -> BTreeSet<usize> {
    let links = organisation.links.iter().filter(|link| link.kind == LinkKind::Supports);
    let pairs = links.flat_map(|link| link.target.items().iter().map(move |to| (link, *to)));
    let carries = |(link, to): &(&Link<'_>, usize)| {
        link.basis == Basis::Nested || organisation.nodes[link.from].set != organisation.nodes[*to].set
    };
    pairs.filter(carries).map(|(_, to)| organisation.nodes[to].objective).collect()
}

/// Cycles in which teams have objectives and nobody above them has.
pub(super) fn missing_top_level<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let options = context.run.options;
    let linked = linked(organisation);
    let mut findings = Vec::new();
    for (number, time) in organisation.times.iter().enumerate().filter(|(_, time)| time.days.is_some()) {
        let sets = || time.shared.iter().flat_map(|time| &organisation.times[*time].sets).map(|set| &organisation.sets[*set]);
        // A page without a cycle says nothing of this one, unless it is the company's.
        let is_dated = |unit: &Unit<'_>| organisation.times[unit.time].days.is_some();
        let may_be_top = |unit: &Unit<'_>| unit.is_upper() || unit.set.level.is_none() && is_dated(unit);
        let declared = |team: Option<&str>| team.is_some_and(|team| options.lists("top", team));
        let teams: BTreeSet<String> = time
            .sets
            .iter()
            .filter_map(|set| organisation.sets[*set].set.team.as_ref())
            .map(|team| team.to_lowercase())
            .collect();
        let documents: BTreeSet<&str> = time.sets.iter().map(|set| organisation.sets[*set].outline.path.as_str()).collect();
        if teams.len() < options.count("teams") || documents.len() < 2 || linked[number].elsewhere {
            continue;
        }
        if sets().any(|unit| may_be_top(unit) || declared(unit.team())) {
            continue;
        }
        let Some(first) = time.sets.iter().find_map(|set| organisation.objectives(*set).next()) else { continue };
        let Some(cycle) = organisation.unit(first).set.cycle else { continue };
        let days = |set: &usize| organisation.times[organisation.sets[*set].time].days;
        // What is planned for a later cycle does not hold for this one.
        let is_earlier = |set: &usize| days(set).zip(time.days).is_some_and(|(days, own)| days.start <= own.end);
        let companies = (0..organisation.sets.len()).filter(|set| organisation.sets[*set].set.level == Some(Level::Company));
        let top = companies.filter(is_earlier).max_by_key(|set| days(set).map(|days| days.end));
        let other = top.and_then(|set| Some((organisation.objectives(set).next()?, organisation.sets[set].set.cycle?)));
        let finding =
            Finding::on_node(organisation, first).of_the_set().with("cycle", cycle.to_string()).with_count("teams", teams.len());
        findings.push(match other {
            Some((node, cycle)) => {
                finding.variant("other-cycle").with("other", cycle.to_string()).see_node(organisation, node, "top")
            }
            None => finding,
        });
    }
    findings
}
