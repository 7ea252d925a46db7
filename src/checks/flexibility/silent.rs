//! What was changed in the course of a cycle without a word about why.

use jiff::civil::Date;

use crate::changes::{Way, What};
use crate::checks::{Finding, HistoryContext, Statement};
use crate::history::{Change, Step};
use crate::model::KeyResult;
use crate::statement::Amount;

/// Key results that ask for something else than they did when the cycle had begun, where neither document nor commit says why.
pub(super) fn silent_change<'a>(context: &HistoryContext<'a>) -> Vec<Finding<'a>> {
    let changed = context.standing().filter_map(|(at, key_result)| changed(context, at, key_result));
    changed.chain(removed(context)).collect()
}

/// The day up to which changes are part of planning: some days into the cycle, or after the item was first written.
fn settled(context: &HistoryContext<'_>, at: Option<Statement>) -> Date {
    let added = at.and_then(|at| context.changes_of(at).find(|(_, change)| change.difference.what == What::Added));
    let written = added.map(|(step, _)| step.commit.date).or(context.timeline.began);
    let from = written.map_or(context.cycle.start, |written| written.max(context.cycle.start));
    let grace = i64::try_from(context.run.options.count("grace-days")).unwrap_or(i64::MAX);
    jiff::Span::new().try_days(grace).map_or(from, |grace| from.saturating_add(grace))
}

/// What weighs most comes first.
fn weight(what: &What) -> Option<u8> {
    match what {
        What::Replaced => Some(0),
        What::Metric(..) => Some(1),
        What::Target(..) => Some(2),
        What::Baseline(..) => Some(3),
        _ => None,
    }
}

/// The weightiest unexplained change of a key result that still holds; of equals the last.
fn changed<'a>(context: &HistoryContext<'a>, at: Statement, key_result: &'a KeyResult) -> Option<Finding<'a>> {
    let settled = settled(context, Some(at));
    let later: Vec<_> = context.changes_of(at).filter(|(step, _)| step.commit.date > settled).collect();
    let silent = later.iter().filter(|(step, change)| {
        weight(&change.difference.what).is_some()
            && !change.draft
            && holds(&later, change, key_result)
            && !context.is_explained(step, change)
    });
    let (step, change) = silent.rev().min_by_key(|(_, change)| weight(&change.difference.what))?;
    Some(told(step, change, key_result).on_key_result(at.objective, at.key_result?))
}

/// Whether the value that a change moved is not back where it was when the cycle had begun.
fn holds(later: &[(&Step, &Change)], change: &Change, key_result: &KeyResult) -> bool {
    let first =
        |wanted: fn(&What) -> Option<&Option<Amount>>| later.iter().find_map(|(_, change)| wanted(&change.difference.what));
    let back = |before: Option<&Option<Amount>>, now: &Option<Amount>| {
        let number = |amount: &Option<Amount>| amount.as_ref().and_then(|amount| amount.number);
        before.is_some_and(|before| number(before).is_some() && number(before) == number(now))
    };
    match &change.difference.what {
        What::Target(..) => {
            let before = first(|what| if let What::Target(before, ..) = what { Some(before) } else { None });
            !back(before, &key_result.reading.target)
        }
        What::Baseline(..) => {
            let before = first(|what| if let What::Baseline(before, _) = what { Some(before) } else { None });
            !back(before, &key_result.reading.baseline)
        }
        _ => true,
    }
}

fn told<'a>(step: &Step, change: &Change, key_result: &'a KeyResult) -> Finding<'a> {
    let reading = &key_result.reading;
    let whole = key_result.item.text.span();
    let span = |amount: &Option<Amount>| amount.as_ref().map_or(whole, |amount| amount.span);
    let words = |amount: &Option<Amount>| amount.as_ref().map_or_else(|| "none".to_owned(), |amount| amount.text.to_string());
    let finding = match &change.difference.what {
        What::Target(from, to, moved) => {
            let tightened = moved.is_some_and(|ease| ease.way == Way::Tightened);
            let variant = if tightened { "tightened" } else { "" };
            Finding::at(span(&reading.target)).variant(variant).with("from", words(from)).with("to", words(to))
        }
        What::Baseline(from, to) => {
            Finding::at(span(&reading.baseline)).variant("baseline").with("from", words(from)).with("to", words(to))
        }
        What::Metric(from, _) => {
            let metric = reading.metric.as_ref().map_or(whole, |(_, span)| *span);
            Finding::at(metric).variant("metric").with("from", from.to_string())
        }
        _ => Finding::at(whole).variant("replaced").with("from", change.statement.to_string()),
    };
    dated(finding, step)
}

/// Shows the commit as evidence.
pub(super) fn dated<'a>(finding: Finding<'a>, step: &Step) -> Finding<'a> {
    finding.with("date", step.commit.date.to_string()).with("commit", step.commit.id.to_string())
}

/// Key results that are gone without a trace, told at the objective under which they stood.
fn removed<'a>(context: &HistoryContext<'a>) -> Vec<Finding<'a>> {
    let mut findings = Vec::new();
    for (step, change) in context.changes() {
        let key_result = change.difference.before.is_some_and(|before| before.key_result.is_some());
        let gone = change.difference.what == What::Removed && key_result && step.commit.date > settled(context, None);
        if !gone || change.draft || is_back(context, change) || context.is_explained(step, change) {
            continue;
        }
        let under =
            context.set.objectives.iter().find(|(index, objective)| Some(*index) == change.under && !objective.is_implicit());
        if let Some((index, objective)) = under {
            let finding = Finding::at(objective.item.text.span()).variant("removed").on_objective(*index);
            findings.push(dated(finding.with("from", change.statement.to_string()), step));
        }
    }
    findings
}

/// Whether what was removed stands somewhere in the set again.
fn is_back(context: &HistoryContext<'_>, change: &Change) -> bool {
    let same = |text: &str| crate::fingerprint::of_words(text) == crate::fingerprint::of_words(&change.statement);
    context.set.key_results().iter().any(|(_, key_result)| same(key_result.item.text.as_str()))
}
