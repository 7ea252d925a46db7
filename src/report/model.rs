//! The model of a document for other programs, as `okrlint parse --format json` writes it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::json::Place;
use crate::horizon;
use crate::indicator::{Beneficiary, Indicator, MetricClass, Timing};
use crate::model::{CheckIn, Document, Item, KeyResult, Objective, Section};
use crate::source::{Source, Span, Spanned};
use crate::statement::Amount;

#[derive(Serialize)]
pub(crate) struct DocumentJson<'a> {
    path: &'a str,
    format: &'static str,
    #[serde(flatten)]
    setting: Setting<'a>,
    north_stars: Vec<&'a str>,
    levers: Vec<&'a str>,
    objectives: Vec<ObjectiveJson<'a>>,
}

/// For whom and for when a document or an objective speaks.
#[derive(Serialize)]
struct Setting<'a> {
    cycle: Option<String>,
    team: Option<&'a str>,
    level: Option<&'static str>,
}

#[derive(Serialize)]
struct ObjectiveJson<'a> {
    #[serde(flatten)]
    item: ItemJson<'a>,
    /// The objective's own setting: a file may hold several teams and cycles.
    #[serde(flatten)]
    setting: Setting<'a>,
    lever: Option<&'a str>,
    horizon: Option<HorizonJson>,
    beneficiary: Option<&'static str>,
    guardrails: Vec<&'a str>,
    initiatives: Vec<&'a str>,
    key_results: Vec<KeyResultJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    id: Option<&'a str>,
    text: &'a str,
    span: Place,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    owners: Vec<&'a str>,
    supports: Vec<&'a str>,
    depends_on: Vec<&'a str>,
    priority: Option<&'a str>,
    score: Option<f64>,
    confidence: Option<f64>,
    status: Option<&'a str>,
    dropped: bool,
}

#[derive(Serialize)]
struct KeyResultJson<'a> {
    #[serde(flatten)]
    item: ItemJson<'a>,
    class: &'static str,
    deadline: Option<DeadlineJson<'a>>,
    measure: Option<MeasureJson<'a>>,
    indicator: IndicatorJson<'a>,
    initiatives: Vec<&'a str>,
    check_ins: Vec<CheckInJson<'a>>,
    marks: Vec<MarkJson<'a>>,
}

#[derive(Serialize)]
struct DeadlineJson<'a> {
    text: &'a str,
    date: Option<String>,
}

#[derive(Serialize)]
struct MeasureJson<'a> {
    metric: Option<&'a str>,
    direction: Option<&'static str>,
    unit: Option<&'a str>,
    baseline: Option<AmountJson<'a>>,
    target: Option<AmountJson<'a>>,
    current: Option<AmountJson<'a>>,
    vanity: Option<VanityJson<'a>>,
}

/// When an objective pays off, and what tells.
#[derive(Serialize)]
struct HorizonJson {
    reach: &'static str,
    evidence: &'static str,
}

/// What kind of indicator the metric is.
#[derive(Serialize)]
struct IndicatorJson<'a> {
    /// The declared lever.
    lever: Option<&'a str>,
    /// The levers that the metric's words speak of.
    turns: Vec<&'static str>,
    timing: Option<&'static str>,
    class: Option<&'static str>,
    beneficiary: Option<&'static str>,
}

#[derive(Serialize)]
struct AmountJson<'a> {
    value: Option<f64>,
    text: &'a str,
}

#[derive(Serialize)]
struct VanityJson<'a> {
    term: &'a str,
    better: &'a str,
}

#[derive(Serialize)]
struct CheckInJson<'a> {
    date: Option<String>,
    value: Option<&'a str>,
    confidence: Option<f64>,
    status: Option<&'a str>,
    note: Option<&'a str>,
}

/// A stretch of the statement that rules look at.
#[derive(Serialize)]
struct MarkJson<'a> {
    kind: String,
    text: &'a str,
    span: Place,
}

/// The JSON form of a document.
pub(crate) fn document<'a>(source: &'a Source, document: &'a Document) -> DocumentJson<'a> {
    DocumentJson {
        path: &document.path,
        format: document.format.name(),
        setting: Setting::of(document),
        north_stars: stated(document.sections.iter().flat_map(|section| &section.north_stars).map(|text| text.as_str())),
        levers: stated(document.sections.iter().flat_map(|section| texts(&section.levers))),
        objectives: document.objectives.iter().map(|objective| objective_json(source, document, objective)).collect(),
    }
}

impl<'a> Setting<'a> {
    /// That of the document as a whole: its own, or that of its first set where it states none.
    fn of(document: &'a Document) -> Self {
        let first = document.objectives.first().map(|objective| objective.section);
        let (own, first) =
            (setting(document.sections.first()), setting(first.and_then(|section| document.sections.get(section))));
        Self { cycle: own.cycle.or(first.cycle), team: own.team.or(first.team), level: own.level.or(first.level) }
    }
}

fn setting(section: Option<&Section>) -> Setting<'_> {
    Setting {
        cycle: section.and_then(|section| section.cycle.as_ref()).map(|cycle| cycle.value.to_string()),
        team: section.and_then(|section| text(&section.team)),
        level: section.and_then(|section| section.level).map(|level| level.name()),
    }
}

fn objective_json<'a>(source: &'a Source, document: &'a Document, objective: &'a Objective) -> ObjectiveJson<'a> {
    let first = objective.key_results.first().map(|result| result.item.text.span());
    let span = if objective.is_implicit() { first.unwrap_or_default() } else { objective.item.text.span() };
    ObjectiveJson {
        item: ItemJson { supports: document.parents(objective).collect(), ..item(source, &objective.item, span) },
        setting: setting(document.sections.get(objective.section)),
        lever: text(&objective.item.lever),
        horizon: horizon::of(objective, document.sections.get(objective.section))
            .map(|horizon| HorizonJson { reach: horizon.reach.name(), evidence: horizon.evidence.name() }),
        beneficiary: Beneficiary::of(objective.item.text.as_str()).map(Beneficiary::name),
        guardrails: objective.guardrails.iter().map(|text| text.as_str()).collect(),
        initiatives: objective.initiatives.iter().map(|text| text.as_str()).collect(),
        key_results: objective.key_results.iter().map(|result| key_result(source, result)).collect(),
    }
}

fn item<'a>(source: &Source, item: &'a Item, span: Span) -> ItemJson<'a> {
    ItemJson {
        id: text(&item.id),
        text: item.text.as_str(),
        span: Place::of(source, span),
        kind: item.kind.map(|kind| kind.value.name()),
        owners: texts(&item.owners),
        supports: texts(&item.supports),
        depends_on: texts(&item.depends_on),
        priority: text(&item.priority),
        score: item.score.and_then(|score| score.value.value),
        confidence: item.confidence.map(|confidence| confidence.value),
        status: text(&item.status),
        dropped: item.dropped,
    }
}

fn key_result<'a>(source: &'a Source, result: &'a KeyResult) -> KeyResultJson<'a> {
    let reading = &result.reading;
    let marks = reading.marks.iter().map(|mark| MarkJson {
        kind: mark.kind.name(),
        text: &mark.text,
        span: Place::of(source, mark.span),
    });
    KeyResultJson {
        item: item(source, &result.item, result.item.text.span()),
        class: reading.class.name(),
        deadline: reading
            .deadline
            .as_ref()
            .map(|deadline| DeadlineJson { text: &deadline.text, date: deadline.date.map(|date| date.to_string()) }),
        measure: measure(result),
        indicator: indicator(result),
        initiatives: result.initiatives.iter().map(|text| text.as_str()).collect(),
        check_ins: result.check_ins.iter().map(|check_in| check_in_json(check_in)).collect(),
        marks: marks.collect(),
    }
}

fn indicator(result: &KeyResult) -> IndicatorJson<'_> {
    let indicator = Indicator::of(result);
    IndicatorJson {
        lever: text(&result.item.lever),
        turns: indicator.levers.iter().map(|lever| lever.name()).collect(),
        timing: indicator.timing.map(Timing::name),
        class: indicator.class.map(MetricClass::name),
        beneficiary: indicator.beneficiary.map(Beneficiary::name),
    }
}

/// What is measured; nothing where the statement and its fields name neither a metric nor a value.
fn measure(result: &KeyResult) -> Option<MeasureJson<'_>> {
    let reading = &result.reading;
    result.is_measured().then(|| MeasureJson {
        metric: result.metric(),
        direction: reading.direction.map(|direction| direction.name()),
        unit: result.unit(),
        baseline: amount(&reading.baseline),
        target: amount(&reading.target),
        current: amount(&reading.current),
        vanity: reading.vanity.as_ref().map(|vanity| VanityJson { term: &vanity.term, better: vanity.better }),
    })
}

fn amount(amount: &Option<Amount>) -> Option<AmountJson<'_>> {
    amount.as_ref().map(|amount| AmountJson { value: amount.number, text: &amount.text })
}

fn check_in_json(check_in: &CheckIn) -> CheckInJson<'_> {
    let told = check_in.told();
    CheckInJson {
        date: check_in.date.map(|date| date.value.to_string()),
        value: text(&told.value),
        confidence: told.confidence.map(|confidence| confidence.value),
        status: text(&told.status),
        note: told.note.as_ref().map(|note| note.as_str()),
    }
}

fn text(value: &Option<Spanned<String>>) -> Option<&str> {
    value.as_ref().map(|text| text.value.as_str())
}

/// What the sections of a document state, each once: a part inherits what holds for the whole.
fn stated<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| seen.insert(*text)).collect()
}

fn texts(values: &[Spanned<String>]) -> Vec<&str> {
    values.iter().map(|text| text.value.as_str()).collect()
}
