//! The scores of the cycles that are over, and what a row of them tells.

use jiff::civil::Date;

use super::odds::{NEARLY, Test, full};
use crate::calendar::days;
use crate::checks::{Evidence, Finding, SeriesContext};
use crate::model::OkrType;
use crate::series::{Located, Series, Step};
use crate::workspace::Trace;

/// The scores of a cycle.
struct Closed<'a> {
    step: &'a Step<'a>,
    scores: Vec<(Located<'a>, f32)>,
}

impl<'a> Closed<'a> {
    /// The cycles of a series that are over and in which at least half of the key results that count have a score.
    fn of(series: &'a Series<'a>, today: Date, counts: impl Fn(&Trace) -> bool) -> Vec<Self> {
        let closed = series.closed(today).iter().map(|step| {
            let all = step.key_results().filter(|item| !item.trace.dropped && counts(item.trace));
            let (mut count, mut scores) = (0, Vec::new());
            for item in all {
                count += 1;
                scores.extend(item.trace.score.map(|score| (item, score.value)));
            }
            (count, Self { step, scores })
        });
        closed
            .filter(|(count, closed)| !closed.scores.is_empty() && closed.scores.len() * 2 >= *count)
            .map(|(_, closed)| closed)
            .collect()
    }

    fn mean(&self) -> f32 {
        self.scores.iter().map(|(_, score)| score).sum::<f32>() / self.scores.len().max(1) as f32
    }

    fn values(&self) -> Vec<f32> {
        self.scores.iter().map(|(_, score)| *score).collect()
    }

    /// The cycle's scores, shown where its first objective, or else its first key result, stands.
    fn evidence(&self) -> Evidence<'a> {
        let first = self.scores.first().map(|(item, _)| *item);
        let scores: Vec<String> = self.scores.iter().map(|(_, score)| short(*score)).collect();
        Evidence {
            path: first.map_or("", |item| &item.outline.path),
            span: first.map_or(crate::source::Span::default(), |item| parent(self.step, item).trace.span),
            label: "cycle",
            values: vec![
                ("cycle", self.step.name().into()),
                ("mean", format!("{:.2}", self.mean()).into()),
                ("scores", scores.join(" ").into()),
                ("full", full(&self.values()).to_string().into()),
                ("of", self.scores.len().to_string().into()),
            ],
        }
    }
}

/// The objective of a key result; itself where it stands under none.
fn parent<'a>(step: &Step<'a>, item: Located<'a>) -> Located<'a> {
    let same = |other: &Located<'a>| std::ptr::eq(other.set, item.set) && other.trace.objective == item.trace.objective;
    step.objectives().find(same).filter(|objective| !objective.trace.span.is_empty()).unwrap_or(item)
}

/// "0.7", "0.85", "1.0".
pub(super) fn short(score: f32) -> String {
    let text = format!("{score:.2}");
    match text.strip_suffix('0') {
        Some(short) => short.to_owned(),
        None => text,
    }
}

/// A finding at the last of some cycles, with the others as evidence.
fn told<'a>(context: &SeriesContext<'a>, cycles: &[Closed<'a>], last: &Closed<'a>) -> Finding<'a> {
    let here = last.evidence();
    let means: Vec<String> = cycles.iter().map(|cycle| format!("{} {:.2}", cycle.step.name(), cycle.mean())).collect();
    let finding =
        Finding::at(here.span).in_document(here.path).with("team", context.series.name()).with("means", means.join(", "));
    let finding = finding.with("id", context.series.name()).with("cycle", last.step.name()).with_count("cycles", cycles.len());
    let finding = here
        .values
        .iter()
        .filter(|value| value.0 != "cycle")
        .fold(finding, |finding, value| finding.with(value.0, value.1.clone()));
    let others = cycles.iter().filter(|cycle| !std::ptr::eq(*cycle, last));
    others.fold(finding, |finding, cycle| finding.evidence(cycle.evidence()))
}

/// Whether reaching it says something about stretch: no promise, no level to be kept.
fn stretches(trace: &Trace) -> bool {
    trace.kind != Some(OkrType::Committed) && !trace.keeps
}

/// A team that reaches practically everything, cycle after cycle: more than a stretch would let happen by luck.
pub(super) fn always_achieved<'a>(context: &SeriesContext<'a>) -> Vec<Finding<'a>> {
    let test = Test::new(context.run.options);
    let cycles = Closed::of(context.series, context.run.today, stretches);
    let run = test.run(&cycles);
    let Some(last) = run.last() else { return Vec::new() };
    let days = days(last.step.days.start, last.step.days.end) + 1;
    let Some(chance) = test.judge(&cycles.iter().map(Closed::values).collect::<Vec<_>>(), days) else { return Vec::new() };
    let all = run.iter().flat_map(Closed::values).collect::<Vec<f32>>();
    let finding = told(context, run, last).with_count("reached", full(&all)).with_count("count", all.len());
    vec![finding.with("odds", odds(chance))]
}

/// "1 in 4,000", rounded to one figure so that it claims no more than the model knows.
fn odds(chance: f64) -> String {
    let times = (1.0 / chance.max(1e-9)).min(1e6);
    let unit = 10f64.powf(times.log10().floor());
    let digits = format!("{:.0}", (times / unit).floor() * unit);
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("1 in {text}")
}

/// A cycle in which everything was reached, and most of it was work to be ticked off.
pub(super) fn perfect_and_tasky<'a>(context: &SeriesContext<'a>) -> Vec<Finding<'a>> {
    let options = context.run.options;
    let cycles = Closed::of(context.series, context.run.today, stretches);
    let Some(last) = cycles.last() else { return Vec::new() };
    let work = last.scores.iter().filter(|(item, _)| item.trace.is_work).count();
    let mean = options.count("mean") as f32 / 100.0;
    let is_list = |closed: &Closed<'_>| closed.scores.len() >= options.count("least") && closed.mean() >= mean - NEARLY;
    if !is_list(last) || work * 100 < options.count("percent") * last.scores.len() {
        return Vec::new();
    }
    let examples = last.scores.iter().filter(|(item, _)| item.trace.is_work).take(3);
    let finding = told(context, std::slice::from_ref(last), last).with_count("work", work).with_count("count", last.scores.len());
    vec![examples.fold(finding, |finding, (item, score)| {
        finding.evidence(Evidence {
            path: &item.outline.path,
            span: item.trace.span,
            label: "work",
            values: vec![("score", short(*score).into())],
        })
    })]
}

/// Scores so low for so long that the targets, or the capacity, cannot be right.
pub(super) fn chronic_miss<'a>(context: &SeriesContext<'a>) -> Vec<Finding<'a>> {
    let options = context.run.options;
    let limit = options.count("percent") as f32 / 100.0;
    let cycles = Closed::of(context.series, context.run.today, |trace| trace.kind != Some(OkrType::Learning));
    let recent = &cycles[cycles.len().saturating_sub(3)..];
    let is_low = |closed: &Closed<'_>| closed.mean() < limit - NEARLY && !closed.step.sets.iter().any(|(_, set)| set.has_shock);
    let low: usize = recent.iter().filter(|cycle| is_low(cycle)).count();
    let scored: usize = recent.iter().filter(|cycle| is_low(cycle)).map(|cycle| cycle.scores.len()).sum();
    match recent.last() {
        Some(last) if low >= 2 && is_low(last) && scored >= options.count("least") => {
            vec![told(context, recent, last).with_count("low", low)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod simulation;
