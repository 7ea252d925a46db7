//! What the parts of a result add up to: less than the whole, or the same gain more than once.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::metrics::is_same;
use crate::checks::{Evidence, Finding, OrganisationContext};
use crate::organisation::{Organisation, Part, Stated};
use crate::statement::Direction;
use crate::workspace::Unit;

/// How many parts a finding points at.
const SHOWN: usize = 8;

/// The parts of each whole that are to be added up: not those of a part.
fn direct<'p, 'a>(parts: &'p [Part<'a>]) -> impl Iterator<Item = Vec<&'p Part<'a>>> {
    let pairs: BTreeSet<(usize, usize)> = parts.iter().map(|part| (part.whole.node, part.part.node)).collect();
    let mut by_part: Vec<(usize, usize)> = pairs.iter().map(|(whole, part)| (*part, *whole)).collect();
    by_part.sort_unstable();
    parts.chunk_by(|a, b| a.whole.node == b.whole.node).map(move |group| {
        let is_below = |part: &&Part<'a>| {
            let start = by_part.partition_point(|pair| pair.0 < part.part.node);
            let mut others = by_part[start..].iter().take_while(|pair| pair.0 == part.part.node);
            others.any(|(_, other)| *other != part.whole.node && pairs.contains(&(part.whole.node, *other)))
        };
        group.iter().filter(|part| !is_below(part)).collect()
    })
}

/// What a key result adds: a change, or the whole level where both sides start at nothing.
fn contribution(whole: &Stated<'_>, part: &Stated<'_>) -> Option<(f64, f64)> {
    // Points of one and the same share can be promised in parts; levels of it cannot.
    let points = part.measure.unit == Unit::Percent && part.measure.is_change && part.measure.key == whole.measure.key;
    let adds_up = whole.measure.is_sum && part.measure.is_sum || points;
    let changes = whole.measure.change().zip(part.measure.change()).filter(|_| adds_up);
    let rises = |stated: &Stated<'_>| matches!(stated.measure.direction, Some(Direction::Increase | Direction::Reach));
    let levels = || whole.measure.level().zip(part.measure.level()).filter(|_| adds_up && rises(whole) && rises(part));
    changes.or_else(levels)
}

/// Parts that together are less than the whole.
pub(in crate::checks) fn rollup_short<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let tolerance = context.run.options.count("tolerance") as f64 / 100.0;
    let parts = organisation.parts();
    let keeps = |stated: &Stated<'a>| organisation.nodes[stated.node].trace.keeps;
    let mut findings = Vec::new();
    for group in direct(&parts) {
        let Some(whole) = group.first().map(|part| part.whole).filter(|whole| !keeps(whole)) else { continue };
        let added: Option<Vec<(Stated<'a>, f64, f64)>> = group
            .iter()
            .map(|part| {
                let (needed, own) = contribution(&whole, &part.part).filter(|_| !keeps(&part.part))?;
                (needed * own > 0.0).then_some((part.part, needed, own))
            })
            .collect();
        let Some((added, needed)) = added.and_then(|added| added.first().map(|first| first.1).map(|needed| (added, needed)))
        else {
            continue;
        };
        let teams: BTreeSet<usize> = added.iter().map(|(part, ..)| part.set).collect();
        let promised: f64 = added.iter().map(|(.., own)| own).sum();
        if teams.len() < 2 || promised.abs() >= needed.abs() * (1.0 - tolerance) {
            continue;
        }
        let shown = |value: f64| amount(organisation, &whole, value);
        let mut finding = Finding::on_node(organisation, whole.node)
            .with_count("teams", teams.len())
            .with("promised", shown(promised))
            .with("needed", shown(needed).trim_start_matches('+').to_owned())
            .with("missing", shown(needed - promised));
        for (part, _, own) in added.iter().take(SHOWN) {
            finding = finding.evidence(share(organisation, part, shown(*own)));
        }
        findings.push(finding);
    }
    findings
}

fn share<'a>(organisation: &Organisation<'a>, part: &Stated<'a>, own: String) -> Evidence<'a> {
    let (unit, trace) = (&organisation.sets[part.set], organisation.nodes[part.node].trace);
    let values: Vec<(&'static str, Cow<'a, str>)> = vec![("who", unit.name().into()), ("share", own.into())];
    Evidence { path: &unit.outline.path, span: trace.span, label: "part", values }
}

/// A change in the words of the key result that it is about: "+$1.8M", "-420".
fn amount(organisation: &Organisation<'_>, whole: &Stated<'_>, value: f64) -> String {
    let unit = organisation.unit(whole.node);
    let sign = if value < 0.0 { "-" } else { "+" };
    let number = number(value.abs());
    let name = unit.set.unit(organisation.nodes[whole.node].trace);
    match whole.measure.unit {
        Unit::Money(_) if name.chars().all(|c| !c.is_alphanumeric()) => format!("{sign}{name}{number}"),
        Unit::Percent => format!("{sign}{number} pp"),
        _ if !name.is_empty() => format!("{sign}{number} {name}"),
        _ => format!("{sign}{number}"),
    }
}

/// A number as people write it: "1.8M", "12,400", "0.5".
fn number(value: f64) -> String {
    if value >= 1e6 {
        let millions = format!("{:.2}", value / 1e6);
        return format!("{}M", millions.trim_end_matches('0').trim_end_matches('.'));
    }
    let text = format!("{value:.2}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::with_capacity(text.len() + 2);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}

/// Gains that several count: each of some teams the whole of it, or two parents the same part.
pub(in crate::checks) fn rollup_double_counted<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let parts = organisation.parts();
    let mut findings: Vec<Finding<'a>> =
        parts.chunk_by(|a, b| a.whole.node == b.whole.node).filter_map(|group| claimed(organisation, group)).collect();
    let mut named: Vec<&Part<'a>> =
        parts.iter().filter(|part| part.is_named && part.whole.measure.is_sum && part.part.measure.is_sum).collect();
    named.sort_by_key(|part| (part.part.node, part.whole.node));
    for group in named.chunk_by(|a, b| a.part.node == b.part.node) {
        let [first, .., last] = group else { continue };
        if first.whole.set == last.whole.set || contribution(&first.whole, &first.part).is_none() {
            continue;
        }
        let finding = Finding::on_node(organisation, first.part.node)
            .variant("twice")
            .with("one", organisation.name(first.whole.node))
            .with("other", organisation.name(last.whole.node));
        findings.push(
            group
                .iter()
                .take(SHOWN)
                .fold(finding, |finding, part| finding.see_statement(organisation, part.whole.node, "parent")),
        );
    }
    findings
}

/// Teams of which each claims all that the whole is to gain.
fn claimed<'a>(organisation: &Organisation<'a>, group: &[Part<'a>]) -> Option<Finding<'a>> {
    let whole = group.first()?.whole;
    let is_whole = |part: &&Part<'a>| {
        let (own, all) = (part.part.measure, whole.measure);
        let same = |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| is_same(a, b));
        let starts = same(own.from, all.from) || own.is_change;
        own.key == all.key && own.is_change == all.is_change && starts && same(own.to, all.to)
    };
    let claims: Vec<&Part<'a>> = group.iter().filter(is_whole).collect();
    let teams: BTreeSet<usize> = claims.iter().map(|part| part.part.set).collect();
    if teams.len() < 2 {
        return None;
    }
    let finding = Finding::on_node(organisation, whole.node).with_count("teams", teams.len());
    Some(claims.iter().take(SHOWN).fold(finding, |finding, part| finding.see_statement(organisation, part.part.node, "claim")))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        let cases =
            [(1_800_000.0, "1.8M"), (2e6, "2M"), (12_400.0, "12,400"), (999.0, "999"), (0.5, "0.5"), (1_250.75, "1,250.75")];
        for (value, written) in cases {
            assert_eq!(number(value), written);
        }
    }
}
