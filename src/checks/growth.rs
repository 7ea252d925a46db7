//! Red flag: OKRs stand apart from what makes the product grow.

mod coverage;

use super::{Check, Entry, Finding, KeyResultContext, ObjectiveContext, Place, Run, SetContext};
use crate::calendar::days;
use crate::indicator::{Beneficiary, Indicator, Lever};
use crate::lexicon::terms;
use crate::model::{KeyResult, Objective, OkrType, Section};
use crate::source::Text;
use crate::statement::{Class, MarkKind};
use crate::trouble::did_you_mean;
use crate::workspace::Depth;

pub(super) const CHECKS: &[Entry] = &[
    ("feature-without-growth-effect", Check::Objective(feature_without_growth_effect)),
    ("initiative-unlinked", Check::Set(initiative_unlinked)),
    ("key-result-without-lever", Check::KeyResult(key_result_without_lever)),
    ("lever-mismatch", Check::KeyResult(lever_mismatch)),
    ("lever-uncovered", Check::Organisation(Depth::Whole, coverage::lever_uncovered)),
    ("top-of-funnel-only", Check::Set(top_of_funnel_only)),
];

/// An objective whose key results ship things, none of which shows an effect on anybody.
fn feature_without_growth_effect<'a>(context: &ObjectiveContext<'a>) -> Option<Finding<'a>> {
    let objective = context.objective;
    if objective.is_implicit() || matches!(context.declared_type(), Some(OkrType::Committed | OkrType::Learning)) {
        return None;
    }
    if objective.standing().any(|(_, key_result)| key_result.reading.class == Class::Outcome) {
        return None;
    }
    let (mut count, mut shipped) = (0, Vec::new());
    for (_, key_result) in objective.standing() {
        count += 1;
        if ships(key_result) {
            shipped.push(key_result);
        } else if shows_effect(key_result) {
            return None;
        }
    }
    let asks = || begins_with(objective.item.text.as_str(), "ask");
    if shipped.len() < 2 || shipped.len() * 2 < count || asks() {
        return None;
    }
    let places = shipped.iter().map(|key_result| Place { path: None, span: key_result.item.text.span(), label: "ships" });
    let finding = Finding::at(objective.item.text.span()).with_count("count", count);
    Some(places.fold(finding, Finding::place))
}

/// Whether a key result is a feature to be shipped: it begins with a verb of making, and what is made can be used.
fn ships(key_result: &KeyResult) -> bool {
    let reading = &key_result.reading;
    let work = matches!(reading.class, Class::Milestone | Class::Output) && reading.mark(MarkKind::OutcomeClause).is_none();
    let text = key_result.item.text.as_str();
    // Papers, meetings and people are work too, but nothing that anybody could use.
    work && begins_with(text, "ship") && !terms(text).iter().any(|hit| hit.is("shipping", "paper"))
}

/// Whether a key result says what changes, measured or not: a metric of some lever, or people who can do something.
fn shows_effect(key_result: &KeyResult) -> bool {
    let text = key_result.item.text.as_str();
    !Indicator::of(key_result).levers.is_empty()
        || words(text).any(|word| word.eq_ignore_ascii_case("can")) && Beneficiary::of(text).is_some()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a text begins with a word of a class of the lexicon of shipping.
fn begins_with(text: &str, class: &str) -> bool {
    let opening = &text[..text.floor_char_boundary(OPENING)];
    terms(opening).iter().any(|hit| hit.is("shipping", class) && !opening[..hit.range.start].contains(char::is_alphanumeric))
}

/// A leading verb ends within this many bytes.
const OPENING: usize = 32;

/// Objectives that look only at who arrives, in a set that nowhere looks at what becomes of them.
fn top_of_funnel_only<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let arrivals: Vec<Finding<'a>> =
        set.objectives.iter().filter_map(|(index, objective)| arrivals_only(*index, objective)).collect();
    let looks_further = |objective: &Objective| {
        let mut indicators = objective.standing().map(|(_, key_result)| Indicator::of(key_result));
        indicators.any(|indicator| !indicator.levers.is_empty() && !indicator.is_top_of_funnel())
    };
    let followed = !arrivals.is_empty() && set.objectives.iter().any(|(_, objective)| looks_further(objective));
    if followed { Vec::new() } else { arrivals }
}

/// An objective with two or more key results, all of which count who arrives.
fn arrivals_only<'a>(index: usize, objective: &'a Objective) -> Option<Finding<'a>> {
    let arrives =
        |key_result: &KeyResult| key_result.reading.class == Class::Outcome && Indicator::of(key_result).is_top_of_funnel();
    let count = objective.standing().count();
    let learning = objective.item.kind.is_some_and(|kind| kind.value == OkrType::Learning);
    if count < 2 || learning || !objective.standing().all(|(_, key_result)| arrives(key_result)) {
        return None;
    }
    let (_, first) = objective.standing().next()?;
    let place = if objective.is_implicit() { first.item.text.span() } else { objective.item.text.span() };
    Some(Finding::at(place).on_objective(index).with_count("count", count))
}

/// The levers of the growth model that holds for a section: the document's own, else the organisation's.
fn model<'a>(run: &Run<'a>, section: &'a Section) -> Vec<&'a str> {
    match section.levers.is_empty() {
        true => run.levers.iter().map(String::as_str).collect(),
        false => section.levers.iter().map(|lever| lever.value.as_str()).collect(),
    }
}

/// A lever tag that the growth model does not know, or that says something else than the metric.
fn lever_mismatch<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let tag = context.key_result.item.lever.as_ref()?;
    let model = model(&context.run, context.section);
    let finding = Finding::at(tag.span).with("lever", tag.value.as_str());
    let parts = || tag.value.split([',', '/', '+', ';']).map(str::trim).filter(|part| !part.is_empty());
    let known = |part: &str| match model.is_empty() {
        true => Lever::find(part).is_some(),
        false => model.iter().any(|lever| lever.eq_ignore_ascii_case(part)),
    };
    if let Some(unknown) = parts().find(|part| !known(part)) {
        // Without a declared model the word may mean something else ("Stage: beta"): only a slip of the pen is sure.
        let declared = !model.is_empty();
        let names = if declared { model } else { Lever::ALL.iter().map(|lever| lever.name()).collect() };
        let meant = did_you_mean(unknown, names.iter().copied()).map(|name| format!("Did you mean \"{name}\"? "));
        if !declared && meant.is_none() {
            return None;
        }
        return Some(finding.with("meant", meant.unwrap_or_default()).with("known", names.join(", ")));
    }
    let tagged: Vec<Lever> = parts().filter_map(Lever::find).collect();
    let indicator = Indicator::of(context.key_result);
    let measured = indicator.levers.first()?;
    let agree = |tag: &Lever| indicator.levers.iter().any(|lever| may_serve(*tag, *lever));
    if tagged.is_empty() || tagged.iter().any(agree) {
        return None;
    }
    Some(finding.variant("contradicts").with("measured", measured.name()))
}

/// Whether a metric of one lever may stand for another: the stages touch, and quality or speed may serve any of them.
fn may_serve(tag: Lever, metric: Lever) -> bool {
    use Lever::{Acquisition, Activation, Awareness, Engagement, Referral, Retention, Revenue};
    let stages = [Awareness, Acquisition, Activation, Engagement, Retention, Revenue, Referral];
    let near = |a, b| {
        matches!(
            (a, b),
            (Awareness, Acquisition)
                | (Acquisition, Activation)
                | (Activation, Engagement)
                | (Engagement, Retention)
                | (Retention, Revenue)
        )
    };
    let both_stages = stages.contains(&tag) && stages.contains(&metric);
    tag == metric || near(tag, metric) || near(metric, tag) || !both_stages
}

/// A key result of an organisation with a growth model that turns none of its levers.
fn key_result_without_lever<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let model = model(&context.run, context.section);
    let (objective, key_result) = (context.objective, context.key_result);
    let tagged = key_result.item.lever.is_some() || objective.item.lever.is_some();
    if model.is_empty() || tagged || matches!(context.declared_type(), Some(OkrType::Committed | OkrType::Learning)) {
        return None;
    }
    let turned = |lever: &Lever| model.iter().any(|name| Lever::find(name) == Some(*lever));
    if Indicator::of(key_result).levers.iter().any(turned) {
        return None;
    }
    Some(Finding::at(key_result.item.text.span()).with("known", model.join(", ")))
}

/// Initiatives that name no key result; and, once the cycle is under way, key results that no initiative names where others are named.
fn initiative_unlinked<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let under_way = set.section.days(set.run.fiscal_year).is_some_and(|cycle| days(cycle.start, set.run.today) > 14);
    let mut findings = Vec::new();
    for &(index, objective) in &set.objectives {
        if objective.standing().count() > 1 {
            findings.extend(unlinked(objective.initiatives.iter()).map(|finding| finding.on_objective(index)));
            findings.extend(idle_key_result(index, objective).filter(|_| under_way));
        }
    }
    findings.extend(unlinked(set.section.initiatives.iter()));
    findings
}

/// The first of some initiatives that names no key result.
fn unlinked<'a>(initiatives: impl Iterator<Item = &'a Text> + Clone) -> Option<Finding<'a>> {
    let mut loose = initiatives.filter(|initiative| !names_key_result(initiative.as_str()));
    let first = loose.next()?;
    Some(Finding::at(first.span()).of_the_set().with_count("count", loose.count() + 1))
}

/// The first key result that has no initiative of its own and that none of its objective's initiatives names, where others have one.
fn idle_key_result<'a>(index: usize, objective: &'a Objective) -> Option<Finding<'a>> {
    let names = |nth: usize, key_result: &KeyResult| {
        let id = key_result.item.id.as_ref().map(|id| id.value.to_lowercase());
        let short = format!("kr{}", nth + 1);
        !key_result.initiatives.is_empty()
            || objective.initiatives.iter().any(|initiative| {
                let text = initiative.as_str().to_lowercase();
                has_word(&text, &short) || id.as_ref().is_some_and(|id| has_word(&text, id))
            })
    };
    let (named, idle): (Vec<_>, Vec<_>) = objective.standing().partition(|(nth, key_result)| names(*nth, key_result));
    let learning =
        |key_result: &KeyResult| key_result.item.kind.or(objective.item.kind).is_some_and(|kind| kind.value == OkrType::Learning);
    let (nth, key_result) = idle.into_iter().find(|(_, key_result)| !learning(key_result))?;
    (!named.is_empty()).then(|| Finding::at(key_result.item.text.span()).variant("idle").on_key_result(index, nth))
}

/// Whether a text holds a word, in lower case, that no letter or digit lengthens.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = &text[at + word.len()..];
        !text[..at].ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// Whether a text refers to a key result or objective by its id or number, or says by an arrow or link what it leads to.
fn names_key_result(text: &str) -> bool {
    let numbered = |word: &str| {
        let upper = word.to_ascii_uppercase();
        let digits = upper.strip_prefix("KR").or_else(|| upper.strip_prefix('O'));
        digits.is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
    };
    text.contains("->")
        || text.contains('→')
        || text.contains("://")
        || text.split(|c: char| !c.is_alphanumeric()).any(numbered)
        || text.to_ascii_lowercase().contains("key result")
}
