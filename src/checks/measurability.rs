//! Red flag: the outcome cannot be measured.

mod dates;
mod limits;

pub(crate) use dates::sure_period;

use super::{Check, Entry, Finding, KeyResultContext, ObjectiveContext};
use crate::lexicon::BETTER_VERBS;
use crate::model::{KeyResult, OkrType};
use crate::statement::{Amount, Bound, Class, Direction, Mark, MarkKind, Reading, VerbKind};

pub(super) const CHECKS: &[Entry] = &[
    ("activity-count", Check::KeyResult(activity_count)),
    ("binary-key-result", Check::KeyResult(binary_key_result)),
    ("date-outside-cycle", Check::KeyResult(dates::date_outside_cycle)),
    ("focus-limits", Check::Set(limits::focus_limits)),
    ("metric-in-objective", Check::Objective(metric_in_objective)),
    ("no-baseline", Check::KeyResult(no_baseline)),
    ("no-deadline", Check::Set(dates::no_deadline)),
    ("no-number", Check::KeyResult(no_number)),
    ("no-target", Check::KeyResult(no_target)),
    ("percent-complete", Check::KeyResult(percent_complete)),
    ("placeholder", Check::KeyResult(placeholder)),
    ("task-as-key-result", Check::KeyResult(task_as_key_result)),
    ("vague-term", Check::KeyResult(vague_term)),
];

/// Neither a number nor an end state: a direction or an activity.
fn no_number<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    if reading.class != Class::Vague || moves_a_metric(reading) {
        return None;
    }
    // A learning result may be the answer to a question.
    let variant = if context.declared_type() == Some(OkrType::Learning) { "learning" } else { "" };
    Some(Finding::at(context.key_result.item.text.span()).variant(variant))
}

/// A metric and the way it should go, but not how far.
fn no_target<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    let (verb, metric) = (reading.verb?, reading.metric.as_ref()?);
    let text = context.key_result.item.text.as_str();
    // "Below the 2025 average" gives a level.
    let compares = || text.split_whitespace().any(|word| ["above", "below", "beyond", "than"].contains(&word));
    (moves_a_metric(reading) && !compares()).then(|| Finding::at(verb.span.to(metric.1)))
}

/// A number that is how much of a project is done; an experiment may count its steps.
fn percent_complete<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let mark = context.key_result.reading.mark(MarkKind::PercentComplete)?;
    (context.declared_type() != Some(OkrType::Learning)).then(|| Finding::at(mark.span))
}

/// Whether a statement would be an outcome if it said how far: a verb of more or less, and a metric.
fn moves_a_metric(reading: &Reading) -> bool {
    let moves = matches!(reading.direction, Some(Direction::Increase | Direction::Decrease));
    let open = reading.target.is_none() && matches!(reading.class, Class::Vague | Class::Outcome);
    moves && open && reading.metric.is_some() && says_more_or_less(reading)
}

/// Whether the leading verb names the way without an end: neither better ("improve") nor all ("eliminate").
fn says_more_or_less(reading: &Reading) -> bool {
    let Some(verb) = reading.verb.filter(|verb| verb.kind == VerbKind::Outcome) else { return false };
    reading.marks.iter().any(|mark| {
        let word = mark.text.to_lowercase();
        let better = || BETTER_VERBS.entries.iter().any(|entry| word.starts_with(entry.term.trim_end_matches('e')));
        mark.kind == MarkKind::Vague && mark.span == verb.span && !better()
    })
}

/// A target without a starting point. Where the statement speaks of a change there was one; else it is a question.
fn no_baseline<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    let target = reading.target.as_ref()?;
    let known = || reading.baseline.is_some() || reading.current.is_some() || has_or_declares_a_start(context.key_result);
    if reading.class != Class::Outcome || known() || needs_no_baseline(context, target) || starts_at_nought(context, target) {
        return None;
    }
    let changes = matches!(reading.direction, Some(Direction::Increase | Direction::Decrease));
    let variant = match (changes, target.relative) {
        (true, true) => "relative",
        (true, false) => "",
        (false, _) => "level",
    };
    Some(Finding::at(target.span).variant(variant))
}

/// Whether there is a value from a check-in, or the document says that the start is yet to be measured ("baseline: survey in week 2").
fn has_or_declares_a_start(key_result: &KeyResult) -> bool {
    let mut words = key_result.item.text.as_str().split(|c: char| !c.is_alphabetic());
    let named = key_result.fields.baseline.is_some() || words.any(|word| word.eq_ignore_ascii_case("baseline"));
    named || key_result.check_ins.iter().any(|check_in| check_in.told().value.is_some())
}

/// A count of something that was not there before: the first ten pilots, 20 new members, at least one.
fn starts_at_nought(context: &KeyResultContext<'_>, target: &Amount) -> bool {
    let mut words = context.key_result.item.text.as_str().split_whitespace();
    let counts = !target.relative && &*target.unit != "%" && context.key_result.reading.direction != Some(Direction::Decrease);
    let one = target.number == Some(1.0) && target.unit.is_empty();
    counts && (one || words.any(|word| ["first", "First", "new", "New"].contains(&word)))
}

/// Bands, and all or nothing: none, every one, "no inquiry takes more than a day".
fn needs_no_baseline(context: &KeyResultContext<'_>, target: &Amount) -> bool {
    let reading = &context.key_result.reading;
    let none = context.key_result.item.text.as_str().get(..3).is_some_and(|start| start.eq_ignore_ascii_case("no "));
    let absolute = none || target.number.is_none_or(|number| number == 0.0 || number == 100.0 && &*target.unit == "%");
    let band = reading.direction == Some(Direction::Maintain) || matches!(target.bound, Some(Bound::AtMost | Bound::Range));
    absolute || band || reading.mark(MarkKind::Guardrail).is_some()
}

/// A piece of work. Promised compliance work and learning may be work.
fn task_as_key_result<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    if !is_task(reading) {
        return None;
    }
    let span = context.key_result.item.text.span();
    let finding = match reading.mark(MarkKind::Deliverable) {
        Some(deliverable) => Finding::at(span).with("deliverable", &*deliverable.text),
        None => Finding::at(span).with("deliverable", "work"),
    };
    let promised = matches!(context.declared_type(), Some(OkrType::Committed | OkrType::Learning));
    let outcome = reading.mark(MarkKind::OutcomeClause);
    Some(match (promised, outcome) {
        (true, _) => finding.variant("promised"),
        (false, Some(clause)) => finding.variant("with-outcome").with("clause", &*clause.text),
        (false, None) => finding,
    })
}

/// Whether a milestone is work to be done rather than a state to be reached.
fn is_task(reading: &Reading) -> bool {
    let work = reading.verb.is_some_and(|verb| verb.kind != VerbKind::Outcome);
    reading.class == Class::Milestone && work && reading.mark(MarkKind::ExternalTest).is_none()
}

/// A number that counts effort.
fn activity_count<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    if reading.class != Class::Output || context.declared_type() == Some(OkrType::Learning) {
        return None;
    }
    // Nobody outside can tell what a hidden number counts.
    if reading.mark(MarkKind::Redacted).is_some() {
        return None;
    }
    let work = reading.verb.is_some_and(|verb| verb.kind != VerbKind::Outcome);
    match (reading.mark(MarkKind::Activity), &reading.target) {
        (Some(activity), Some(target)) => Some(Finding::at(target.span.to(activity.span))),
        (Some(activity), None) => Some(Finding::at(activity.span)),
        (None, _) if work => Some(Finding::at(context.key_result.item.text.span()).variant("deliverables")),
        (None, _) => None,
    }
}

/// A state that is reached or not, with no measure of what it brings beside it.
fn binary_key_result<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    if reading.class != Class::Milestone || is_task(reading) || context.declared_type() == Some(OkrType::Committed) {
        return None;
    }
    if reading.mark(MarkKind::ExternalTest).is_some() {
        return None;
    }
    let standing = || context.objective.standing().map(|(_, other)| other);
    if standing().any(|other| other.reading.class == Class::Outcome) {
        return None;
    }
    let all = standing().count() > 1 && standing().all(|other| other.reading.class == Class::Milestone);
    Some(Finding::at(context.key_result.item.text.span()).variant(if all { "all" } else { "" }))
}

/// A vague word on which it depends whether the result is reached.
fn vague_term<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.key_result.reading;
    // A vague verb leaves the whole statement without an end, which is told as that.
    let carries = |mark: &&Mark| mark.kind == MarkKind::Vague && reading.verb.is_none_or(|verb| verb.span != mark.span);
    let mark = reading.marks.iter().filter(carries).find(|mark| !context.run.options.lists("allow", &mark.text))?;
    (!reading.is_measurable()).then(|| Finding::at(mark.span))
}

/// A gap of the template. Before the cycle starts the document is still a draft.
fn placeholder<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let mark = context.key_result.reading.mark(MarkKind::Placeholder)?;
    let draft = context.section.days(context.run.fiscal_year).is_some_and(|cycle| context.run.today < cycle.start);
    Some(Finding::at(mark.span).variant(if draft { "draft" } else { "" }))
}

/// An objective that is itself a figure to be reached.
fn metric_in_objective<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let reading = &context.objective.reading;
    let target = reading.target.as_ref().filter(|target| target.number.is_some())?;
    // "Zero harm", "100% customer focus": figures of speech.
    let speech =
        target.number.is_some_and(|number| number == 0.0) || reading.class != Class::Outcome && reading.class != Class::Output;
    (!speech && !context.objective.is_implicit()).then(|| Finding::at(target.span))
}
