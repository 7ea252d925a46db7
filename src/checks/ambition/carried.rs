//! What becomes of a key result that was not reached: told as a miss, or carried on without a word.

use super::scores::short;
use crate::catalogue::template::shorten;
use crate::checks::{Evidence, Finding, SeriesContext};
use crate::model::OkrType;
use crate::series::{Carried, Located, Step, carried};
use crate::workspace::Trace;

/// From this similarity on a promise is the one of the cycle before.
const COPY: f32 = 0.85;
/// From this score on nothing was missed.
const REACHED: f32 = 0.995;

/// Longest quotation of a statement, in characters.
const QUOTE: usize = 64;

/// The last two cycles of a series, where none is missing between them.
fn last_two<'a>(context: &SeriesContext<'a>) -> Option<(&'a Step<'a>, &'a Step<'a>)> {
    let [.., before, after] = context.series.steps.as_slice() else { return None };
    (!after.is_after_gap(before)).then_some((before, after))
}

/// A finding on a key result.
fn on<'a>(item: Located<'a>) -> Finding<'a> {
    let text = item.set.text(item.trace);
    let finding = Finding::at(item.trace.span).in_document(&item.outline.path).with("statement", shorten(text, QUOTE));
    let finding = finding.with("id", item.set.id(item.trace).unwrap_or(text));
    let nth = item.trace.key_result.map_or(0, |nth| nth as usize);
    finding.on_key_result(item.trace.objective as usize, nth)
}

/// What a key result came to in a cycle.
fn outcome<'a>(cycle: String, item: Located<'a>) -> Evidence<'a> {
    let trace = item.trace;
    let result = match (trace.score, trace.current) {
        (Some(score), Some(current)) => format!("scored {}, at {}", short(score.value), number(current)),
        (Some(score), None) => format!("scored {}", short(score.value)),
        (None, Some(current)) => format!("no score, at {}", number(current)),
        (None, None) => "no score".to_owned(),
    };
    Evidence {
        path: &item.outline.path,
        span: trace.span,
        label: "before",
        values: vec![("cycle", cycle.into()), ("result", result.into())],
    }
}

fn number(value: f32) -> String {
    // Two decimals tell all that OKRs say; trailing noughts tell nothing.
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Promises that were not kept: called done all the same, or carried to the next cycle without a cause.
pub(super) fn committed_missed_softly<'a>(context: &SeriesContext<'a>) -> Vec<Finding<'a>> {
    let missed = |trace: &Trace| {
        let score = trace.score.filter(|score| score.value < REACHED && score.value >= 0.0)?;
        (trace.kind == Some(OkrType::Committed) && !trace.dropped && !trace.is_told).then_some(score.value)
    };
    let mut findings = Vec::new();
    for step in &context.series.steps {
        for item in step.key_results().filter(|item| item.trace.is_called_done()) {
            findings.extend(missed(item.trace).map(|score| on(item).with("score", short(score)).with("cycle", step.name())));
        }
    }
    let Some((before, after)) = last_two(context).filter(|(before, _)| before.days.end < context.run.today) else {
        return findings;
    };
    for Carried { before: old, after: new, similarity } in carried(before, after) {
        let silent =
            similarity >= COPY && !new.trace.is_told && !new.trace.dropped && !old.trace.is_called_done() && !old.trace.keeps;
        let Some(score) = missed(old.trace).filter(|_| silent) else { continue };
        let finding = on(new).variant("carried").with("score", short(score)).with("cycle", before.name());
        findings.push(finding.evidence(outcome(before.name(), old)));
    }
    findings
}

/// Key results that come back as they were: no word that they were carried over, no new start, or for the third time.
pub(super) fn stale_rollover<'a>(context: &SeriesContext<'a>) -> Vec<Finding<'a>> {
    let Some((before, after)) = last_two(context) else { return Vec::new() };
    let alike = context.run.options.count("percent") as f32 / 100.0;
    let steps = &context.series.steps;
    let earlier = steps.len().checked_sub(3).map(|at| &steps[at]).filter(|earlier| !before.is_after_gap(earlier));
    let first: Vec<Carried<'a>> = earlier.map(|earlier| carried(earlier, before)).unwrap_or_default();
    let mut findings = Vec::new();
    for Carried { before: old, after: new, similarity } in carried(before, after) {
        let unfinished = !old.trace.dropped && !new.trace.dropped && !is_reached(old.trace) && !new.trace.keeps;
        // A result that was due later goes on as planned.
        let spans = old.trace.due.is_some_and(|due| due > before.days.end);
        if similarity < alike || !unfinished || spans || new.trace.kind == Some(OkrType::Learning) {
            continue;
        }
        let third = first.iter().find(|pair| std::ptr::eq(pair.after.trace, old.trace) && pair.similarity >= alike);
        let Some(variant) = staleness(old.trace, new.trace, third.is_some()) else { continue };
        let mut finding = on(new).variant(variant).with("cycle", before.name());
        if let (Some(start), Some(end)) = (new.trace.baseline, old.trace.current) {
            finding = finding.with("start", number(start)).with("end", number(end));
        }
        if let (Some(pair), Some(earlier)) = (third, earlier) {
            finding = finding.evidence(outcome(earlier.name(), pair.before));
        }
        findings.push(finding.evidence(outcome(before.name(), old)));
    }
    findings
}

fn is_reached(trace: &Trace) -> bool {
    trace.is_called_done() || trace.score.is_some_and(|score| score.value >= 0.95)
}

/// The wording for a key result that came back, if there is something to say.
fn staleness(old: &Trace, new: &Trace, third: bool) -> Option<&'static str> {
    let moved = |from: Option<f32>, to: Option<f32>| from.is_some() && to.is_some() && from != to;
    let same_start = new.baseline.is_some() && new.baseline == old.baseline;
    if same_start && moved(old.baseline, old.current) && !new.is_told {
        return Some("old-start");
    }
    if moved(old.target, new.target) || moved(old.baseline, new.baseline) {
        return None;
    }
    match (third, new.rolled_over) {
        _ if new.is_told && new.rolled_over => None,
        (true, _) => Some("third"),
        (false, false) => Some(""),
        (false, true) if new.kind == Some(OkrType::Committed) => Some("committed"),
        (false, true) => None,
    }
}
