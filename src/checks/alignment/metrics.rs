//! Teams that measure the same: pushed in opposite directions, or with figures that do not agree.

use crate::checks::{Finding, OrganisationContext};
use crate::model::is_global_id;
use crate::organisation::{Organisation, Stated};
use crate::statement::Direction;

/// How many other statements a finding points at.
const SHOWN: usize = 4;
/// How many measures with one starting point are looked at for one that says the same in more words.
const LIKE: usize = 8;
/// Figures that differ by less are one figure, rounded.
const ROUNDED: f64 = 0.001;

/// Whether two figures are one.
pub(super) fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDED * a.abs().max(b.abs())
}

/// Measures that several teams state for one time, those of one kind together.
fn shared<'a>(organisation: &Organisation<'a>) -> Vec<Vec<Stated<'a>>> {
    let mut stated = organisation.stated();
    stated.retain(|stated| !organisation.nodes[stated.node].trace.keeps);
    let time = |stated: &Stated<'a>| organisation.sets[stated.set].time;
    stated.sort_unstable_by_key(|stated| (time(stated), stated.measure.key, stated.node));
    let same = |a: &Stated<'a>, b: &Stated<'a>| time(a) == time(b) && a.measure.key == b.measure.key;
    let groups = stated.chunk_by(same).filter(|group| group.len() > 1).map(<[Stated<'a>]>::to_vec);
    groups.chain(alike(organisation, &stated)).collect()
}

/// Pairs that start from one figure, of which one says in more words what the other says: "cloud spend" and "cloud spend for redundancy".
fn alike<'a>(organisation: &Organisation<'a>, stated: &[Stated<'a>]) -> Vec<Vec<Stated<'a>>> {
    let place = |stated: &Stated<'a>| {
        let measure = stated.measure;
        (organisation.sets[stated.set].time, measure.head, measure.from.map(f64::to_bits))
    };
    // Nothing, one, and all are where many things start.
    let telling = |stated: &&Stated<'a>| stated.measure.from.is_some_and(|from| from > 1.0 && from != 100.0);
    let mut stated: Vec<Stated<'a>> = stated.iter().filter(telling).copied().collect();
    stated.sort_unstable_by_key(|stated| (place(stated), stated.words().len(), stated.node));
    let mut pairs = Vec::new();
    for group in stated.chunk_by(|a, b| place(a) == place(b)) {
        for (at, long) in group.iter().enumerate() {
            let like = |short: &&Stated<'a>| {
                short.measure.unit == long.measure.unit && short.measure.key != long.measure.key && long.is_loosely(short)
            };
            let short = group[..at].iter().take(LIKE).find(like);
            pairs.extend(short.map(|short| vec![*short, *long]));
        }
    }
    pairs
}

/// Two teams of a group, for the statement that comes first, and the others.
fn opposite<'g, 'a>(
    organisation: &Organisation<'a>,
    group: &'g [Stated<'a>],
) -> Option<(&'g Stated<'a>, &'g Stated<'a>, Vec<&'g Stated<'a>>)> {
    let way = |stated: &Stated<'a>| match stated.measure.direction {
        Some(direction @ (Direction::Increase | Direction::Decrease)) => Some(direction),
        _ => None,
    };
    let first = group.iter().find(|stated| way(stated).is_some())?;
    let is_against = |one: &Stated<'a>, other: &Stated<'a>| {
        way(other).is_some_and(|own| Some(own) != way(one)) && !same_team(organisation, one, other)
    };
    let second = group.iter().find(|other| is_against(first, other));
    let (first, second) = match second {
        Some(second) => (first, second),
        // The first may be alone with its team: any other against the first one that goes its way.
        None => {
            let other = group.iter().find(|other| way(other).is_some_and(|own| Some(own) != way(first)))?;
            let partner = group.iter().find(|one| is_against(other, one))?;
            if partner.node < other.node { (partner, other) } else { (other, partner) }
        }
    };
    let others = group.iter().filter(|stated| stated.node != first.node && stated.node != second.node).collect();
    Some((first, second, others))
}

fn same_team(organisation: &Organisation<'_>, one: &Stated<'_>, other: &Stated<'_>) -> bool {
    one.set == other.set || organisation.sets[one.set].is_same_team(&organisation.sets[other.set])
}

/// Teams that push one measure in opposite directions.
pub(in crate::checks) fn opposing_directions<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let mut findings = Vec::new();
    for group in shared(organisation) {
        let Some((one, other, others)) = opposite(organisation, &group) else { continue };
        // Two starting points may be those of two parts, each team's own, where no name tells which part is meant.
        let agree = one.measure.is_named || one.measure.from.zip(other.measure.from).is_none_or(|(a, b)| is_same(a, b));
        let way = |stated: &Stated<'a>| if stated.measure.direction == Some(Direction::Increase) { "up" } else { "down" };
        let finding = Finding::on_node(organisation, one.node)
            .variant(if agree { "" } else { "figures" })
            .with("way", way(one))
            .with("other", organisation.sets[other.set].name())
            .with("other-way", way(other));
        let finding = finding.see_statement(organisation, other.node, way(other));
        findings.push(
            others
                .iter()
                .take(SHOWN)
                .fold(finding, |finding, stated| finding.see_statement(organisation, stated.node, way(stated))),
        );
    }
    findings
}

/// Teams that measure the same from or to different figures.
pub(in crate::checks) fn metric_mismatch<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let mut findings = Vec::new();
    for group in shared(organisation) {
        let levels: Vec<Stated<'a>> =
            group.into_iter().filter(|stated| !stated.measure.is_change && stated.measure.to.is_some()).collect();
        let ways = levels.iter().map(|stated| stated.measure.direction);
        if levels.len() < 2 || opposite(organisation, &levels).is_some() || ways.flatten().any(|way| way == Direction::Maintain) {
            continue;
        }
        let found = other_target(organisation, &levels).or_else(|| other_start(organisation, &levels));
        findings.extend(found.or_else(|| other_start_of_named(organisation, &levels)));
    }
    findings
}

/// Two teams that start at one figure and are to end at two. A team that supports the other states its part of the way.
fn other_target<'a>(organisation: &Organisation<'a>, levels: &[Stated<'a>]) -> Option<Finding<'a>> {
    let mut levels: Vec<&Stated<'a>> =
        levels.iter().filter(|stated| stated.measure.from.is_some_and(|from| from != 0.0)).collect();
    levels.sort_by(|a, b| {
        let from = |stated: &Stated<'a>| stated.measure.from.unwrap_or_default();
        from(a)
            .total_cmp(&from(b))
            .then_with(|| (organisation.sets[a.set].set.level, a.node).cmp(&(organisation.sets[b.set].set.level, b.node)))
    });
    let same_start = |a: &&Stated<'a>, b: &&Stated<'a>| a.measure.from.zip(b.measure.from).is_some_and(|(a, b)| is_same(a, b));
    levels.chunk_by(same_start).find_map(|group| {
        let (first, rest) = group.split_first()?;
        let differs = |other: &&&Stated<'a>| {
            let ends = first.measure.to.zip(other.measure.to);
            ends.is_some_and(|(a, b)| !is_same(a, b))
                && !same_team(organisation, first, other)
                && !is_copy(organisation, first, other)
                && !organisation.supports(other.node, first.node)
                && !organisation.supports(first.node, other.node)
        };
        let other = rest.iter().find(differs)?;
        let finding =
            Finding::on_node(organisation, other.node).variant("target").with("other", organisation.sets[first.set].name());
        Some(finding.see_statement(organisation, first.node, "figures"))
    })
}

/// Whether both are one key result that stands in two places: that its figures differ is told of the copy.
fn is_copy(organisation: &Organisation<'_>, one: &Stated<'_>, other: &Stated<'_>) -> bool {
    let ids = organisation.id(one.node).zip(organisation.id(other.node));
    ids.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other) && is_global_id(one))
}

/// A team that starts elsewhere than the company does, where no other team measures its own part.
fn other_start<'a>(organisation: &Organisation<'a>, levels: &[Stated<'a>]) -> Option<Finding<'a>> {
    let (upper, teams): (Vec<&Stated<'a>>, Vec<&Stated<'a>>) = levels
        .iter()
        .filter(|stated| stated.measure.from.is_some() && !stated.measure.is_sum)
        .partition(|stated| organisation.sets[stated.set].is_upper());
    let (&[whole], [first, others @ ..]) = (&upper[..], &teams[..]) else { return None };
    let same = |a: &Stated<'a>, b: &Stated<'a>| a.measure.from.zip(b.measure.from).is_some_and(|(a, b)| is_same(a, b));
    if same(whole, first) || is_copy(organisation, whole, first) || others.iter().any(|other| !same(first, other)) {
        return None;
    }
    let variant = if organisation.supports(first.node, whole.node) { "" } else { "unlinked" };
    let finding = Finding::on_node(organisation, first.node).variant(variant).with("other", organisation.sets[whole.set].name());
    Some(finding.see_statement(organisation, whole.node, "figures"))
}

/// A team that starts elsewhere than another where a name tells which part both mean.
fn other_start_of_named<'a>(organisation: &Organisation<'a>, levels: &[Stated<'a>]) -> Option<Finding<'a>> {
    // Of what adds up, a team may still have a part.
    let is_whole = |stated: &&Stated<'a>| stated.measure.is_named && !stated.measure.is_sum && stated.measure.from.is_some();
    let mut named = levels.iter().filter(is_whole);
    let first = named.next()?;
    let differs = |other: &&Stated<'a>| {
        let starts = first.measure.from.zip(other.measure.from);
        starts.is_some_and(|(a, b)| !is_same(a, b))
            && !same_team(organisation, first, other)
            && !is_copy(organisation, first, other)
            && !organisation.supports(first.node, other.node)
            && !organisation.supports(other.node, first.node)
    };
    let other = named.find(differs)?;
    let finding = Finding::on_node(organisation, other.node).with("other", organisation.sets[first.set].name());
    Some(finding.see_statement(organisation, first.node, "figures"))
}
