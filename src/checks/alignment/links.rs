//! Links that lead nowhere: to what is not there, to themselves, or around.

use jiff::civil::Date;

use super::slips::{self, Kind, Slips};
use crate::calendar::{FiscalYear, days};
use crate::checks::{Finding, OrganisationContext};
use crate::organisation::{Basis, Link, Organisation, Target, circles};
use crate::workspace::LinkKind;

/// So many days after its parent a contribution is still in time.
const GRACE: i32 = 14;

/// How many ids are listed as what there is, and how many items of a circle.
const LISTED: usize = 6;

/// Links that name nothing, only an item of another cycle, or the item at which they stand; and circles of links to parents.
pub(super) fn broken_link<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let outside = context.run.options.words("outside");
    let is_outside = |link: &Link<'_>| {
        outside.iter().any(|prefix| {
            let prefix = prefix.trim_end_matches('*');
            link.name.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
        })
    };
    let standing = organisation.links.iter().filter(|link| !organisation.nodes[link.from].trace.dropped && !is_outside(link));
    let year = context.run.fiscal_year;
    let is_unclear = |link: &Link<'_>| matches!(link.target, Target::Unknown | Target::Elsewhere);
    let slips = if organisation.links.iter().any(is_unclear) { Slips::of(organisation) } else { Slips::default() };
    let mut findings: Vec<Finding<'a>> =
        standing.filter_map(|link| broken(organisation, link, &slips).or_else(|| late(organisation, link, year))).collect();
    findings.extend(circular(organisation));
    findings
}

fn broken<'a>(organisation: &Organisation<'a>, link: &Link<'a>, slips: &Slips) -> Option<Finding<'a>> {
    // One set alone cannot show what is missing.
    organisation.beside(organisation.nodes[link.from].set).nth(1)?;
    let finding = at(organisation, link);
    match &link.target {
        Target::Items(items) if items[..] == [link.from] => Some(finding.variant("self")),
        Target::OtherCycle(node) => {
            let cycle = organisation.unit(*node).set.cycle?;
            Some(finding.variant("other-cycle").with("cycle", cycle.to_string()).see_node(organisation, *node, "other"))
        }
        Target::Missing(known) => {
            let listed = listed(organisation, known, link.name);
            let first = known.first().copied()?;
            let names: Vec<&str> = listed.iter().take(LISTED).map(|node| organisation.name(*node)).collect();
            let names = if listed.len() > LISTED { format!("{} and others", names.join(", ")) } else { names.join(", ") };
            Some(finding.with("known", names).see_node(organisation, listed.first().copied().unwrap_or(first), "known"))
        }
        Target::Unknown => {
            let near = near(organisation, link, slips)?;
            Some(finding.variant("misspelt").with("known", organisation.name(near)).see_node(organisation, near, "near"))
        }
        Target::Elsewhere if link.kind == LinkKind::DependsOn => {
            let near = near_team(organisation, link, slips)?;
            let finding = finding.variant("near-team").with("known", organisation.unit(near).name());
            Some(finding.see_node(organisation, near, "near"))
        }
        _ => None,
    }
}

/// A contribution that is due after what it contributes to.
fn late<'a>(organisation: &Organisation<'a>, link: &Link<'a>, year: FiscalYear) -> Option<Finding<'a>> {
    let [parent] = link.target.items() else { return None };
    if link.kind != LinkKind::Supports || link.basis != Basis::Written {
        return None;
    }
    let (own, other) = delay(organisation, link.from, *parent, year)?;
    let finding = at(organisation, link).variant("late").with("own", own.to_string()).with("other", other.to_string());
    Some(finding.with("parent", organisation.name(*parent)).see_node(organisation, *parent, "parent"))
}

/// The days by which one item and another are due, where the first is late for the second. What states no day is due with its cycle, and is
/// then held against the other's cycle alone.
fn delay(organisation: &Organisation<'_>, first: usize, second: usize, year: FiscalYear) -> Option<(Date, Date)> {
    let (own, other) = match stated(organisation, first) {
        Some(own) => (own, due(organisation, second, year)?),
        None => (end(organisation, first, year)?, end(organisation, second, year)?),
    };
    is_late(own, other).then_some((own, other))
}

/// Whether one day is too late for another.
pub(super) fn is_late(own: Date, other: Date) -> bool {
    days(other, own) > GRACE
}

/// The day that an item states: an objective the last of its key results, where all state one.
pub(super) fn stated(organisation: &Organisation<'_>, node: usize) -> Option<Date> {
    if organisation.nodes[node].objective != node {
        return organisation.nodes[node].trace.due;
    }
    let own = |other: &usize| organisation.nodes[*other].objective == node && *other != node;
    let mut parts = organisation.unit(node).nodes.clone().filter(own).map(|other| organisation.nodes[other].trace.due);
    parts.try_fold(None, |last: Option<Date>, due| Some(last.max(Some(due?)))).flatten()
}

/// The day by which an item is due: as it states, else with its cycle.
pub(super) fn due(organisation: &Organisation<'_>, node: usize, year: FiscalYear) -> Option<Date> {
    stated(organisation, node).or_else(|| end(organisation, node, year))
}

fn end(organisation: &Organisation<'_>, node: usize, year: FiscalYear) -> Option<Date> {
    organisation.unit(node).set.days(year).map(|days| days.end)
}

fn at<'a>(organisation: &Organisation<'a>, link: &Link<'a>) -> Finding<'a> {
    let mut finding = Finding::on_node(organisation, link.from).with("link", link.name);
    finding.span = link.span;
    finding
}

/// What there is instead: the key results of the objective that the link names, else the objectives.
fn listed(organisation: &Organisation<'_>, known: &[usize], name: &str) -> Vec<usize> {
    let is_named = |node: &&usize| {
        organisation.id(**node).is_some_and(|id| {
            let rest = name.get(id.len()..).filter(|_| name[..id.len()].eq_ignore_ascii_case(id));
            rest.is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric()))
        })
    };
    let Some(&objective) = known.iter().find(is_named) else { return known.to_vec() };
    let set = organisation.nodes[objective].set;
    let key_results = organisation.key_results(set).filter(|node| organisation.nodes[*node].objective == objective);
    let key_results: Vec<usize> = key_results.filter(|node| organisation.id(*node).is_some()).collect();
    if key_results.is_empty() { known.to_vec() } else { key_results }
}

/// The objective or key result whose id a link of unknown prefix most likely means: one with the same number, of a prefix that is nearly the
/// same.
fn near(organisation: &Organisation<'_>, link: &Link<'_>, slips: &Slips) -> Option<usize> {
    let prefix = slips::prefix(link.name)?;
    let set = slips.find(organisation, organisation.nodes[link.from].set, Kind::Prefix, prefix)?;
    let number = |id: &str| id.get(slips::prefix(id)?.len() + 1..).map(str::to_lowercase);
    let wanted = number(link.name)?;
    organisation.sets[set].nodes.clone().find(|node| organisation.id(*node).and_then(number).as_ref() == Some(&wanted))
}

/// The team whose name a dependency most likely means: it opens with a name that is nearly the same.
fn near_team(organisation: &Organisation<'_>, link: &Link<'_>, slips: &Slips) -> Option<usize> {
    let name = link.name.split([':', '(', ',', ';']).next().unwrap_or(link.name).trim();
    let is_name = name.starts_with(char::is_uppercase) && name.split(' ').count() <= 3;
    let set = is_name.then(|| slips.find(organisation, organisation.nodes[link.from].set, Kind::Team, name)).flatten()?;
    organisation.objectives(set).next()
}

/// Objectives that support each other in a circle, so that none is above the other.
fn circular<'a>(organisation: &Organisation<'a>) -> Vec<Finding<'a>> {
    // A key result contributes to its objective.
    let upwards = organisation.nodes.iter().enumerate().filter(|(node, item)| item.objective != *node);
    let upwards = upwards.map(|(node, item)| (node, item.objective)).collect();
    rounds(organisation, LinkKind::Supports, upwards)
        .into_iter()
        .map(|links| around(organisation, &links).variant("circle"))
        .collect()
}

/// A finding at the first link of a circle, with the others as labels.
pub(super) fn around<'a>(organisation: &Organisation<'a>, links: &[&Link<'a>]) -> Finding<'a> {
    let mut names: Vec<&str> = links.iter().take(LISTED).map(|link| organisation.name(link.from)).collect();
    if links.len() > LISTED {
        names.push("…");
    }
    names.push(organisation.name(links[0].from));
    let finding = at(organisation, links[0]).with("circle", names.join(" → "));
    links[1..].iter().take(LISTED).fold(finding, |finding, link| finding.see_node(organisation, link.from, "round"))
}

/// The links of each circle that exact links of a kind make, together with edges within sets; links within one objective make none, and
/// what goes around within one set is that team's own affair. None is empty.
pub(super) fn rounds<'o, 'a>(
    organisation: &'o Organisation<'a>,
    kind: LinkKind,
    mut edges: Vec<(usize, usize)>,
) -> Vec<Vec<&'o Link<'a>>> {
    let objective = |node: usize| organisation.nodes[node].objective;
    let exact = |link: &Link<'_>| match link.target.items() {
        [to] if link.kind == kind && objective(*to) != objective(link.from) => Some(*to),
        _ => None,
    };
    let stands = |node: usize| !organisation.nodes[node].trace.dropped;
    let linked = organisation
        .links
        .iter()
        .filter_map(|link| exact(link).filter(|to| stands(link.from) && stands(*to)).map(|to| (link.from, to)));
    let before = edges.len();
    edges.extend(linked);
    if edges.len() == before {
        return Vec::new();
    }
    let link_between = |from: usize, to: usize| {
        let first = organisation.links.partition_point(|link| link.from < from);
        organisation.links[first..].iter().take_while(|link| link.from == from).find(|link| exact(link) == Some(to))
    };
    let circles = circles(organisation.nodes.len(), &edges);
    let links = circles.iter().map(|circle| {
        let next = circle.iter().cycle().skip(1);
        circle.iter().zip(next).filter_map(|(from, to)| link_between(*from, *to)).collect::<Vec<&Link<'a>>>()
    });
    let crosses = |links: &Vec<&Link<'a>>| {
        let mut sets = links.iter().map(|link| organisation.nodes[link.from].set);
        sets.next().is_some_and(|first| sets.any(|other| other != first))
    };
    links.filter(crosses).collect()
}
