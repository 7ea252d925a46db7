//! Red flag: the metric does not show what customers gain.

use super::{Check, Entry, Finding, KeyResultContext, ObjectiveContext, SetContext};
use crate::indicator::{Beneficiary, Indicator, MetricClass};
use crate::lexicon::{Hit, terms};
use crate::model::{Fields, KeyResult, Level, Objective, OkrType};
use crate::source::TextBuilder;
use crate::statement::{Class, Context, Mark, MarkKind, read_key_result};

pub(super) const CHECKS: &[Entry] = &[
    ("finance-only-objective", Check::Set(finance_only_objective)),
    ("growth-without-guardrail", Check::Objective(growth_without_guardrail)),
    ("metric-outside-influence", Check::KeyResult(metric_outside_influence)),
    ("no-customer-evidence", Check::Objective(no_customer_evidence)),
    ("undefined-metric-term", Check::KeyResult(undefined_metric_term)),
    ("vanity-metric", Check::KeyResult(vanity_metric)),
    ("weak-north-star", Check::Set(weak_north_star)),
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
    if objective.standing().any(|(_, key_result)| guardrail(key_result).is_some()) {
        return None;
    }
    objective.standing().find_map(|(nth, key_result)| {
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

/// A North Star that rises while customers gain nothing, that is the firm's own money, or in which no customer can be seen.
fn weak_north_star<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let weak = set.section.north_stars.iter().filter_map(|star| Some((star, weakness_of_north_star(star.as_str())?)));
    weak.map(|(star, variant)| Finding::at(star.span()).variant(variant)).collect()
}

/// What makes a metric a weak North Star, as the name of the rule's wording.
pub(crate) fn weakness_of_north_star(metric: &str) -> Option<&'static str> {
    let indicator = Indicator::read(metric, None);
    if indicator.class == Some(MetricClass::Finance) {
        return Some("money");
    }
    // Vanity is read of results with a target, which a North Star does not name.
    let mut statement = TextBuilder::default();
    statement.push(&format!("Raise {} from 1 to 2", metric.trim_end_matches('.')), 0);
    let reading = read_key_result(&statement.finish(), &Fields::default(), None, &Context::default());
    if reading.vanity.is_some() {
        return Some("");
    }
    let seen = indicator.class.is_some() || matches!(Beneficiary::of(metric), Some(Beneficiary::Customer | Beneficiary::Public));
    (!seen).then_some("no-customer")
}

/// Objectives whose key results are all the firm's own money. A whole organisation may have one beside others that serve people.
fn finance_only_objective<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let team = set.section.team.as_ref().map_or("", |team| team.value.as_str());
    if is_finance_team(team) {
        return Vec::new();
    }
    let of_one_team = matches!(set.section.level, Some(Level::Team | Level::Individual));
    let mut findings = Vec::new();
    for &(index, objective) in &set.objectives {
        let Some(first) = first_of_finance_only(objective) else { continue };
        let place = if objective.is_implicit() { first.item.text.span() } else { objective.item.text.span() };
        findings.push(Finding::at(place).on_objective(index).with_count("count", objective.standing().count()));
    }
    let others = set.objectives.len() > findings.len();
    if others && !of_one_team { Vec::new() } else { findings }
}

/// The first key result of an objective with two or more of them, where all are money of the firm and none names whom it serves.
fn first_of_finance_only(objective: &Objective) -> Option<&KeyResult> {
    let mut standing = objective.standing().map(|(_, key_result)| key_result).peekable();
    let first = *standing.peek()?;
    let money = |key_result: &KeyResult| {
        let indicator = Indicator::of(key_result);
        key_result.reading.class == Class::Outcome
            && indicator.class == Some(MetricClass::Finance)
            && indicator.beneficiary.is_none()
    };
    let mut count = 0;
    let all = standing.all(|key_result| {
        count += 1;
        money(key_result)
    });
    (all && count >= 2 && objective.guardrails.is_empty()).then_some(first)
}

fn is_finance_team(team: &str) -> bool {
    const FINANCE: [&str; 8] =
        ["finance", "treasury", "procurement", "accounting", "controlling", "fundraising", "purchasing", "investor"];
    team.split(|c: char| !c.is_alphanumeric()).any(|word| FINANCE.iter().any(|finance| word.eq_ignore_ascii_case(finance)))
}

/// An objective that cites nothing customers said or did.
fn no_customer_evidence<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let objective = context.objective;
    if objective.is_implicit() || matches!(context.declared_type(), Some(OkrType::Committed | OkrType::Learning)) {
        return None;
    }
    let key_results = || objective.key_results.iter();
    let notes = objective.item.notes.iter().chain(key_results().flat_map(|key_result| &key_result.item.notes));
    let mut texts = notes.map(|note| note.as_str()).chain([objective.item.text.as_str()]);
    let cited = |text: &str| {
        text.contains("://") || text.contains(".md") || terms(text).iter().any(|hit| hit.is("customer-evidence", "evidence"))
    };
    let cites = texts.any(cited) || key_results().any(|key_result| cites_survey(key_result.item.text.as_str()));
    (!cites).then(|| Finding::at(objective.item.text.span()))
}

/// A key result that is itself taken from what people answer brings its evidence along.
fn cites_survey(text: &str) -> bool {
    terms(text).iter().any(|hit| hit.is("metric-classes", "experience"))
}

/// A metric that is decided by the market, by others or by the whole firm, in the set of one team.
fn metric_outside_influence<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let section = context.section;
    let of_a_team = match section.level {
        Some(level) => matches!(level, Level::Team | Level::Individual),
        None => section.team.is_some(),
    };
    let key_result = context.key_result;
    if !of_a_team || key_result.reading.class != Class::Outcome || context.declared_type() == Some(OkrType::Learning) {
        return None;
    }
    let text = &key_result.item.text;
    let team = section.team.as_ref().map_or("", |team| team.value.as_str());
    let narrowed = ["contribution", "contributed", "our share", " from ours", "sourced", "influenced", "self-serve", "per "]
        .iter()
        .any(|word| text.as_str().contains(word));
    terms(text.as_str()).into_iter().find_map(|hit| {
        let (class, reason) = hit.classes("outside-influence").next()?;
        let able = class == "scope" && (narrowed || sells(team));
        (!able).then(|| Finding::at(text.locate(hit.range)).with("reason", reason))
    })
}

/// Teams whose own work is to sell move the firm's revenue.
fn sells(team: &str) -> bool {
    const SELLING: [&str; 9] =
        ["sales", "success", "revenue", "growth", "commercial", "account", "marketing", "finance", "executive"];
    team.split(|c: char| !c.is_alphanumeric()).any(|word| SELLING.iter().any(|selling| word.eq_ignore_ascii_case(selling)))
}

/// A metric whose bare name means different things to different people, with nothing near it that says which.
fn undefined_metric_term<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let key_result = context.key_result;
    let (metric, _) = key_result.reading.metric.as_ref()?;
    let text = key_result.item.text.as_str();
    let explained = key_result.reading.class != Class::Outcome
        || key_result.fields.source.is_some()
        || !key_result.item.notes.is_empty()
        || text.contains('(')
        || QUALIFYING.iter().any(|word| text.contains(word))
        || metric.contains(|c: char| c.is_ascii_digit());
    if explained {
        return None;
    }
    let at = text.find(&**metric)?;
    let names_all = |hit: &Hit| hit.range.end == metric.len();
    let (range, question) = terms(metric).into_iter().filter(names_all).find_map(|hit| {
        let (_, question) = hit.classes("ambiguous-metrics").next()?;
        Some((hit.range, question))
    })?;
    // "logo retention", "test coverage": the word before the term says which one, unless it is one that fits them all.
    const GENERAL: [&str; 9] = ["customer", "user", "the", "our", "overall", "total", "monthly", "average", "client"];
    if !metric[..range.start].split_whitespace().all(|word| GENERAL.iter().any(|general| word.eq_ignore_ascii_case(general))) {
        return None;
    }
    let place = key_result.item.text.locate(at + range.start..at + range.end);
    Some(Finding::at(place).with("question", question))
}

/// Words after which a metric's window, population or statistic follows.
const QUALIFYING: [&str; 15] = [
    " on ",
    " of ",
    " among ",
    " who ",
    " that ",
    " per ",
    " within ",
    " after ",
    " for ",
    "median",
    "Median",
    "percentile",
    "average",
    "Average",
    "p95",
];
