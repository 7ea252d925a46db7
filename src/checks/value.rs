//! Red flag: the metric does not show what customers gain.

use super::{Check, Entry, Finding, KeyResultContext, ObjectiveContext};
use crate::model::{KeyResult, OkrType};
use crate::statement::{Class, Mark, MarkKind};

pub(super) const CHECKS: &[Entry] = &[
    ("growth-without-guardrail", Check::Objective(growth_without_guardrail)),
    ("vanity-metric", Check::KeyResult(vanity_metric)),
];

/// A figure that can rise while nobody gains. Learning OKRs may count anything they learn from.
fn vanity_metric<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    let vanity = reading.vanity.as_ref()?;
    let exempt = context.declared_type() == Some(OkrType::Learning)
        || reading.class != Class::Outcome
        || context.run.options.lists("allow", &vanity.term);
    if exempt {
        return None;
    }
    let variant = if guarded_elsewhere(context) { "paired" } else { "" };
    Some(Finding::at(vanity.span).variant(variant).with("term", &*vanity.term).with("better", vanity.better))
}

/// Whether a sibling watches over what the figure could harm.
fn guarded_elsewhere(context: &KeyResultContext<'_>) -> bool {
    !context.objective.guardrails.is_empty()
        || context
            .objective
            .key_results
            .iter()
            .any(|other| !std::ptr::eq(other, context.key_result) && guardrail(other).is_some())
}

/// A push for volume, growth, speed or savings, and nothing in the objective or its set that would show the harm.
fn growth_without_guardrail<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let objective = context.objective;
    if context.declared_type() == Some(OkrType::Learning)
        || !objective.guardrails.is_empty()
        || !context.section.guardrails.is_empty()
    {
        return None;
    }
    let standing = || objective.key_results.iter().enumerate().filter(|(_, key_result)| !key_result.item.dropped);
    if standing().any(|(_, key_result)| guardrail(key_result).is_some()) {
        return None;
    }
    standing().find_map(|(nth, key_result)| {
        let push = pushes(key_result)?;
        Some(Finding::at(push.span).on_key_result(context.index, nth).with("push", &*push.text).with("usual", push.note))
    })
}

/// The metric that is pushed, in a key result that has a target.
fn pushes(key_result: &KeyResult) -> Option<&Mark> {
    let pushed = key_result.reading.class == Class::Outcome && key_result.reading.target.is_some();
    key_result.reading.mark(MarkKind::WantsGuardrail).filter(|_| pushed)
}

fn guardrail(key_result: &KeyResult) -> Option<&Mark> {
    key_result.reading.mark(MarkKind::Guardrail)
}
