//! Dependencies between teams: answered or not, in a circle, or too many for one team.

use std::collections::{BTreeSet, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;

use super::links::{around, due, is_late, rounds, stated};
use crate::calendar::FiscalYear;
use crate::checks::{Finding, OrganisationContext};
use crate::fingerprint;
use crate::organisation::{Link, Organisation, Target};
use crate::source::Span;
use crate::workspace::LinkKind;

/// How many other statements a finding points at.
const SHOWN: usize = 4;

/// The dependencies on other teams' sets: the provider's set, and the link.
fn needs<'o, 'a>(organisation: &'o Organisation<'a>) -> Vec<(usize, &'o Link<'a>)> {
    let mut needs = Vec::new();
    let standing = organisation.links.iter().filter(|link| !organisation.nodes[link.from].trace.dropped);
    for link in standing.filter(|link| link.kind == LinkKind::DependsOn) {
        let providers: BTreeSet<usize> = match &link.target {
            Target::Items(items) => items.iter().map(|node| organisation.nodes[*node].set).collect(),
            Target::Team(sets) => sets.iter().copied().collect(),
            _ => continue,
        };
        let own = organisation.unit(link.from);
        let others = || providers.iter().filter(|set| !organisation.sets[**set].is_same_team(own));
        // A name that means several teams asks none of them for certain.
        if let (Some(provider), 1) = (others().next(), others().count()) {
            needs.push((*provider, link));
        }
    }
    needs.sort_by_key(|(provider, link)| (*provider, link.from));
    needs
}

/// Dependencies that the other team's set does not mention.
pub(super) fn unacknowledged_dependency<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let days = (context.run.options.count("days") as i64).days();
    let is_due = |link: &Link<'_>| {
        let days =
            organisation.times[organisation.unit(link.from).time].days.and_then(|period| period.start.checked_add(days).ok());
        days.is_none_or(|day| context.run.today >= day)
    };
    let mut findings = Vec::new();
    for group in needs(organisation).chunk_by(|a, b| a.0 == b.0) {
        let provider = group[0].0;
        let words = words_of(organisation, provider);
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for (_, link) in group.iter().filter(|(_, link)| !link.settled && is_due(link)) {
            // A key result that is named is being worked on.
            let is_key_result = |node: &usize| organisation.nodes[*node].trace.key_result.is_some();
            let late = too_late(organisation, link, context.run.fiscal_year);
            let answered = link.target.items().iter().any(is_key_result) || answers(organisation, provider, &words, link.from);
            if answered && late.is_none() || !told.insert(organisation.nodes[link.from].objective) {
                continue;
            }
            let item = link.target.items().first().copied().or_else(|| organisation.objectives(provider).next());
            let Some(item) = item else { continue };
            let mut finding = Finding::on_node(organisation, link.from).with("provider", organisation.sets[provider].name());
            finding.span = link.span;
            let finding = finding.with("link", link.name).see_node(organisation, item, "provider");
            findings.push(match late {
                Some((given, needed)) => {
                    finding.variant("late").with("given", given.to_string()).with("needed", needed.to_string())
                }
                None => finding.variant(if matches!(link.target, Target::Team(_)) { "team" } else { "" }),
            });
        }
    }
    findings
}

/// The day for which what a link needs is promised, and the day by which it is needed, where the first is too late.
fn too_late(organisation: &Organisation<'_>, link: &Link<'_>, year: FiscalYear) -> Option<(Date, Date)> {
    let [needed] = link.target.items() else { return None };
    let days = (stated(organisation, *needed)?, due(organisation, link.from, year)?);
    is_late(days.0, days.1).then_some(days)
}

/// Key results that speak of another team's part while no dependency is declared.
pub(super) fn undeclared_dependency<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let mut teams: HashMap<(usize, u64), usize> = HashMap::new();
    for (set, unit) in organisation.sets.iter().enumerate() {
        teams.extend(unit.team().map(|team| ((unit.time, fingerprint::of_words(team)), set)));
    }
    let mut findings: Vec<Finding<'a>> = Vec::new();
    for unit in &organisation.sets {
        let mut told = BTreeSet::new();
        for ask in &unit.set.asks {
            let times = || organisation.times[unit.time].shared.iter();
            let team = |name: &str| {
                let set = times().find_map(|time| teams.get(&(*time, fingerprint::of_words(name))))?;
                Some(&organisation.sets[*set]).filter(|other| !other.is_same_team(unit))
            };
            let name = || openings(&ask.words).find_map(|name| Some((name, team(name)?)));
            let finding = |words: &'a str| {
                let mut finding = Finding::on_node(organisation, unit.nodes.start + ask.trace as usize).with("quote", words);
                finding.span = Span { start: ask.span.start, end: ask.span.end };
                finding
            };
            let found = match ask.is_sure {
                true => Some(finding(&ask.words)),
                false => name().map(|(name, other)| {
                    let mut finding = finding(name).variant("team").with("provider", other.name());
                    finding.span.end = finding.span.end.min(finding.span.start + name.len() as u32);
                    finding
                }),
            };
            findings.extend(found.filter(|_| told.insert(ask.trace)));
        }
    }
    findings
}

/// The first words of a text, from all of them down to one.
fn openings(words: &str) -> impl Iterator<Item = &str> {
    let ends = words.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.chain([words.len()]).collect();
    ends.reverse();
    ends.into_iter().map(|end| &words[..end])
}

/// All that the statements of a set say, in lower case.
fn words_of(organisation: &Organisation<'_>, set: usize) -> String {
    let mut words = String::new();
    for node in organisation.sets[set].nodes.clone() {
        words.push_str(&organisation.text(node).to_lowercase());
        words.push('\n');
    }
    words
}

/// Whether a team's set mentions an item of another, or its team: in a link, a statement, a note or an initiative.
fn answers(organisation: &Organisation<'_>, provider: usize, words: &str, consumer: usize) -> bool {
    let objective = organisation.nodes[consumer].objective;
    let (set, unit) = (organisation.nodes[consumer].set, organisation.unit(consumer));
    let names = [organisation.id(consumer), organisation.id(objective), unit.team()];
    let mut names = names.into_iter().flatten().map(|name| (name, name.to_lowercase())).peekable();
    // What has no name cannot be mentioned.
    if names.peek().is_none() {
        return true;
    }
    let range = organisation.sets[provider].nodes.clone();
    let first = organisation.links.partition_point(|link| link.from < range.start);
    let mut own = organisation.links[first..].iter().take_while(|link| link.from < range.end);
    let linked = own.any(|link| match &link.target {
        Target::Team(sets) => sets.contains(&set),
        target => target.items().iter().any(|node| organisation.nodes[*node].objective == objective),
    });
    let provided = || organisation.sets[provider].set.links.iter().filter(|link| link.kind == LinkKind::ProvidesFor);
    linked
        || names.any(|(name, lower)| {
            words.contains(&lower)
                || organisation.sets[provider].set.has_named(name)
                || provided().any(|link| link.text.to_lowercase().contains(&lower))
        })
}

/// Items of several teams of which each waits for the next.
pub(super) fn dependency_cycle<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    // An objective is reached by its key results.
    let downwards = organisation.nodes.iter().enumerate().filter(|(node, item)| item.objective != *node);
    let downwards = downwards.map(|(node, item)| (item.objective, node)).collect();
    rounds(organisation, LinkKind::DependsOn, downwards).into_iter().map(|links| around(organisation, &links)).collect()
}

/// Teams on which more teams depend than they have key results for.
pub(super) fn overloaded_team<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let mut findings = Vec::new();
    for group in needs(organisation).chunk_by(|a, b| a.0 == b.0) {
        let provider = group[0].0;
        let mut consumers: BTreeSet<String> = BTreeSet::new();
        let first: Vec<usize> = group
            .iter()
            .filter(|(_, link)| consumers.insert(organisation.unit(link.from).name().to_lowercase()))
            .map(|(_, link)| link.from)
            .collect();
        let key_results = organisation.key_results(provider).count();
        if first.len() < context.run.options.count("teams") || first.len() <= key_results {
            continue;
        }
        let Some(objective) = organisation.objectives(provider).next() else { continue };
        let finding =
            Finding::on_node(organisation, objective).with_count("teams", first.len()).with_count("key-results", key_results);
        findings.push(first.iter().take(SHOWN).fold(finding, |finding, node| finding.see_node(organisation, *node, "needs")));
    }
    findings
}
