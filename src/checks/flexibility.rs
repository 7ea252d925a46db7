//! Red flag: the plan is too rigid to learn from.

mod course;
mod goalpost;
mod learning;
mod silent;

pub(super) use learning::is_steady;

use super::{Check, Entry, Finding, ObjectiveContext};
use crate::lexicon::terms;
use crate::model::OkrType;
use crate::statement::{MarkKind, VerbKind};

pub(super) const CHECKS: &[Entry] = &[
    ("experiment-without-hypothesis", Check::Set(learning::experiment_without_hypothesis)),
    ("goalpost-moved", Check::History(goalpost::goalpost_moved)),
    ("no-experiment", Check::Set(learning::no_experiment)),
    ("no-learning-session", Check::Set(learning::no_learning_session)),
    ("pivot-without-lesson", Check::Set(learning::pivot_without_lesson)),
    ("silent-change", Check::History(silent::silent_change)),
    ("solution-locked-objective", Check::Objective(solution_locked_objective)),
    ("stuck-course", Check::KeyResult(course::stuck_course)),
];

/// An objective that names the thing to be made. A clause that says for what leaves room for a better thing, and asks a milder question.
fn solution_locked_objective<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let objective = context.objective;
    let reading = &objective.reading;
    if objective.is_implicit() || matches!(context.declared_type(), Some(OkrType::Committed | OkrType::Learning)) {
        return None;
    }
    let deliverable = reading.mark(MarkKind::Deliverable);
    let makes = |kind| kind == VerbKind::Output || kind == VerbKind::Dual && deliverable.is_some();
    let verb = reading.verb.filter(|verb| makes(verb.kind))?;
    // "Harden", "understand": an open end prescribes nothing.
    if reading.marks.iter().any(|mark| mark.kind == MarkKind::Vague && mark.span == verb.span) {
        return None;
    }
    let finding = Finding::at(objective.item.text.span());
    let opens_with =
        |word: &str| objective.item.text.as_str().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if reading.mark(MarkKind::OutcomeClause).is_some() {
        return Some(Finding::at(verb.span).variant("with-outcome"));
    }
    // "Build trust", "Launch new nurses into confident practice": the verb of making alone may be a metaphor.
    match deliverable {
        // What is enabled may be a thing to be made or what others can do with it.
        Some(_) if opens_with("enable ") => Some(finding.variant("verb-only")),
        Some(deliverable) => Some(finding.with("deliverable", &*deliverable.text)),
        // "Make every clinic safe", "create a place people trust": a state, not a thing.
        None if opens_with("make ") || names_a_state(objective.item.text.as_str()) => None,
        None => Some(finding.variant("verb-only")),
    }
}

fn names_a_state(text: &str) -> bool {
    terms(text).iter().any(|hit| hit.is("shipping", "state"))
}
