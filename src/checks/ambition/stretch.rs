//! Whether a set asks for more than goes on anyway.

use crate::checks::flexibility::is_steady;
use crate::checks::group::told;
use crate::checks::{Finding, KeyResultContext, SetContext};
use crate::model::{KeyResult, Objective, OkrType};
use crate::remarks::{self, BAU, Remark};
use crate::statement::{Amount, Class, Direction};

/// Key results that keep things as they are. Beside a change, holding a level is its guardrail.
pub(super) fn business_as_usual<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let mut findings = Vec::new();
    for &(index, objective) in &set.objectives {
        let changes = objective.standing().any(|(_, key_result)| is_change(key_result));
        let usual = objective.standing().filter(|(_, key_result)| is_usual(key_result, changes));
        findings.extend(told(index, objective, &usual.map(|(nth, _)| nth).collect::<Vec<_>>(), "whole"));
    }
    findings
}

fn is_change(key_result: &KeyResult) -> bool {
    let reading = &key_result.reading;
    reading.class == Class::Outcome && reading.target.is_some() && reading.direction != Some(Direction::Maintain)
}

fn is_usual(key_result: &KeyResult, beside_a_change: bool) -> bool {
    let text = key_result.item.text.as_str();
    if !BAU.may_begin_with(text) {
        return false;
    }
    let remark = Remark::new(text);
    let terms = remark.terms(&BAU, 0..remark.len());
    let pressed = terms.iter().any(|term| term.class == "pressure");
    let leads = terms.first().filter(|term| term.words.start == 0 && !pressed);
    match leads.map(|term| term.class) {
        Some("routine") => !is_change(key_result),
        Some("hold") => key_result.reading.direction == Some(Direction::Maintain) && !beside_a_change,
        _ => false,
    }
}

/// A step that drift alone would make.
pub(super) fn timid_target<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    if context.declared_type() == Some(OkrType::Committed) || reading.direction == Some(Direction::Maintain) {
        return None;
    }
    let (from, to) = (reading.baseline.as_ref()?, reading.target.as_ref()?);
    let (start, goal) = (level(from)?, level(to)?);
    let alike = from.unit == to.unit || from.unit.is_empty() || to.unit.is_empty();
    if reading.class != Class::Outcome || !alike || start == goal || has_no_room(context, from, to) {
        return None;
    }
    let options = context.run.options;
    let timid = match &*to.unit {
        "%" => (goal - start).abs() < options.count("points") as f64,
        _ => ((goal - start) / start).abs() * 100.0 < options.count("percent") as f64,
    };
    timid.then(|| Finding::at(from.span.to(to.span)).with("start", &*from.text).with("goal", &*to.text))
}

fn level(amount: &Amount) -> Option<f64> {
    amount.number.filter(|_| !amount.relative)
}

/// Whether small steps are large here: close to all or nothing, or a metric known for it.
fn has_no_room(context: &KeyResultContext<'_>, from: &Amount, to: &Amount) -> bool {
    let close = |amount: &Amount| &*to.unit == "%" && level(amount).is_some_and(|value| !(10.0..=90.0).contains(&value));
    close(from) || close(to) || remarks::mentions(context.key_result.item.text.as_str(), &BAU, &["limit", "pressure"])
}

/// Objectives of which nobody says whether they are a promise or a stretch. Where none says so, that is one finding.
pub(super) fn type_undeclared<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let untyped = |objective: &Objective| {
        objective.item.kind.is_none() && objective.key_results.iter().all(|key_result| key_result.item.kind.is_none())
    };
    if set.prose.iter().any(|text| declares_a_default(text.as_str())) {
        return Vec::new();
    }
    let open: Vec<(usize, &'a Objective)> = set.stated().filter(|(_, objective)| untyped(objective)).collect();
    let finding = |&(index, objective): &(usize, &'a Objective)| Finding::at(objective.item.text.span()).on_objective(index);
    match open.first() {
        Some(first) if open.len() > 1 && open.len() == set.stated().count() => {
            vec![finding(first).of_the_set().variant("nowhere").with_count("count", open.len())]
        }
        _ => open.iter().map(finding).collect(),
    }
}

/// "All OKRs are aspirational unless marked", "Default: aspirational".
fn declares_a_default(text: &str) -> bool {
    let remark = Remark::new(text);
    let has = |words: &[&str]| (0..remark.len()).any(|index| words.contains(&remark.word(index)));
    has(&["aspirational", "committed", "stretch", "moonshot"]) && has(&["all", "default", "unless", "every", "each", "otherwise"])
}

/// A set of promises alone.
pub(super) fn no_aspirational<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let committed = |objective: &Objective| objective.item.kind.is_some_and(|kind| kind.value == OkrType::Committed);
    let count = set.stated().count();
    let Some((index, first)) = set.stated().next() else { return Vec::new() };
    if count < 2 || is_steady(set.section) || !set.stated().all(|(_, objective)| committed(objective)) {
        return Vec::new();
    }
    vec![Finding::at(first.item.text.span()).of_the_set().on_objective(index).with_count("count", count)]
}
