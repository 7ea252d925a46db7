//! Findings as diagnostics: the words of the rule filled with the author's, and a fingerprint that survives moved lines.

use std::borrow::Cow;
use std::collections::HashMap;

use super::plan::Active;
use super::remedy::Remedies;
use crate::catalogue::template::{fill, shorten};
use crate::checks::{Finding, Statement};
use crate::diagnostic::{Diagnostic, Label};
use crate::fingerprint::{Hasher, Identity, Sought};
use crate::model::{Item, Objective};
use crate::source::{Source, Span};
use crate::statement::{Amount, Reading};

/// Longest quotation of a statement in a message, in characters: a message stays on one line of a terminal.
const QUOTE: usize = 64;

/// A finding in a document as a diagnostic; `None` where its case is not wanted.
pub(super) fn diagnostic(
    active: &Active,
    finding: &Finding<'_>,
    statement: Option<Statement>,
    source: &Source,
    objectives: &[Objective],
    remedies: Option<&Remedies<'_>>,
) -> Option<Diagnostic> {
    let (variant, severity) = active.variant(finding.variant)?;
    let objective = statement.and_then(|statement| objectives.get(statement.objective));
    let spoken = statement.and_then(|statement| spoken(objective?, statement));
    let value = |name: &str| value(name, finding, source, spoken, objective);
    let rewording = |name: &str| match name {
        "rewording" => Some(Cow::Owned(fill(variant.remedy.rewording, value))),
        _ => value(name),
    };
    let subject = spoken.map_or("", |(item, _)| item.text.as_str());
    let texts = match spoken {
        _ if finding.of_the_set => [Cow::Borrowed(""), Cow::Borrowed("")],
        // Underlining the whole statement adds nothing to it.
        Some((item, reading)) if finding.span.contains(item.text.span()) => [reading.lasting(&item.text), Cow::Borrowed("")],
        Some((item, reading)) => [reading.lasting(&item.text), Cow::Borrowed(source.slice(finding.span))],
        None => [Cow::Borrowed(""), Cow::Borrowed(source.slice(finding.span))],
    };
    let about = |text: &str, quote: &str| Identity::new(active.rule.name, [text, quote], "");
    let identity = about(&texts[0], &texts[1]);
    let whole = objective.map_or(Cow::Borrowed(""), |objective| objective.reading.lasting(&objective.item.text));
    let sought = Sought { identity, wider: [about(&whole, ""), about("", "")] };
    Some(Diagnostic {
        rule: active.rule,
        variant: variant.name,
        severity,
        message: fill(variant.message, value),
        label: fill(variant.label, value),
        path: source.path.clone(),
        span: source.clamp(finding.span),
        labels: labels(active, finding, value),
        help: fill(variant.help, rewording),
        subject: subject.to_owned(),
        objective: statement.map(|statement| statement.objective),
        key_result: statement.and_then(|statement| statement.key_result),
        fix: remedies.and_then(|remedies| remedies.fix(variant, finding, statement, value)),
        held: None,
        sought,
        fingerprint: fingerprint(&source.path, identity),
    })
}

/// Says that the condition of a rule cannot be answered at a place, in the rule's own name.
pub(super) fn unanswered(active: &Active, source: &Source, span: Span, reason: &str) -> Option<Diagnostic> {
    let (variant, severity) = active.variant("")?;
    let name = active.rule.name;
    let identity = Identity::new(name, ["", reason], "");
    Some(Diagnostic {
        rule: active.rule,
        variant: variant.name,
        severity,
        message: format!("the condition of `{name}` cannot be answered: {reason}"),
        label: "asked here".to_owned(),
        path: source.path.clone(),
        span: source.clamp(span),
        labels: Vec::new(),
        help: "Mend the condition in the rule's file; until then the rule looks no further in this document.".to_owned(),
        subject: String::new(),
        objective: None,
        key_result: None,
        fix: None,
        held: None,
        sought: Sought { identity, wider: [Identity::new(name, ["", ""], ""); 2] },
        fingerprint: fingerprint(&source.path, identity),
    })
}

/// A finding across documents, whose texts are gone: all values are the finding's own.
pub(super) fn across(active: &Active, finding: &Finding<'_>) -> Option<Diagnostic> {
    let (variant, severity) = active.variant(finding.variant)?;
    let value = |name: &str| own(name, finding);
    let path = finding.path.unwrap_or_default();
    let subject = own("id", finding).unwrap_or_default();
    // What is about no statement is about whom or what the id names, figures and all; of several links at one statement each is its own.
    let (statement, name) = match own("statement", finding) {
        _ if finding.of_the_set => (Cow::Borrowed(""), Cow::Borrowed("")),
        Some(statement) => (statement, own("link", finding).unwrap_or_default()),
        None => (Cow::Borrowed(""), subject.clone()),
    };
    let identity = Identity::new(active.rule.name, [&statement, ""], &name);
    let sought = Sought { identity, wider: [Identity::new(active.rule.name, ["", ""], ""); 2] };
    Some(Diagnostic {
        rule: active.rule,
        variant: variant.name,
        severity,
        message: fill(variant.message, value),
        label: fill(variant.label, value),
        path: path.to_owned(),
        span: finding.span,
        labels: labels(active, finding, value),
        help: fill(variant.help, value),
        subject: subject.clone().into_owned(),
        objective: finding.statement.map(|statement| statement.objective),
        key_result: finding.statement.and_then(|statement| statement.key_result),
        fix: None,
        held: None,
        sought,
        fingerprint: fingerprint(path, identity),
    })
}

fn labels<'v>(active: &Active, finding: &Finding<'_>, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> Vec<Label> {
    let text = |name: &str| active.rule.labels.iter().find(|label| label.0 == name).map_or("", |label| label.1);
    let places = finding.places.iter();
    let places = places.map(|place| Label {
        path: place.path.map(str::to_owned),
        span: place.span,
        message: fill(text(place.label), &value),
    });
    let evidence = finding.evidence.iter().map(|evidence| {
        let own = |name: &str| evidence.values.iter().find(|value| value.0 == name).map(|value| Cow::Borrowed(&*value.1));
        let message = fill(text(evidence.label), |name| own(name).or_else(|| value(name)));
        Label { path: Some(evidence.path.to_owned()), span: evidence.span, message }
    });
    places.chain(evidence).collect()
}

/// Names a finding across runs and documents.
fn fingerprint(path: &str, identity: Identity) -> String {
    format!("{:016x}", Hasher::new().part(path).number(identity.alike).finish())
}

/// The second and later finding with one fingerprint get a suffix. Diagnostics must be in their final order.
pub(super) fn count_duplicates(diagnostics: &mut [Diagnostic]) {
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        match seen.get_mut(&diagnostic.fingerprint) {
            Some(count) => {
                *count += 1;
                diagnostic.fingerprint.push_str(&format!("-{count}"));
            }
            None => {
                seen.insert(diagnostic.fingerprint.clone(), 1);
            }
        }
    }
}

/// What a finding is about and what it says.
pub(super) fn spoken(objective: &Objective, statement: Statement) -> Option<(&Item, &Reading)> {
    match statement.key_result {
        Some(nth) => objective.key_results.get(nth).map(|key_result| (&key_result.item, &key_result.reading)),
        None => Some((&objective.item, &objective.reading)),
    }
}

fn own<'a>(name: &str, finding: &'a Finding<'_>) -> Option<Cow<'a, str>> {
    finding.values.iter().find(|value| value.0 == name).map(|value| Cow::Borrowed(&*value.1))
}

/// The value of a placeholder: the finding's own, else what every statement has.
fn value<'a>(
    name: &str,
    finding: &'a Finding<'_>,
    source: &'a Source,
    spoken: Option<(&'a Item, &'a Reading)>,
    objective: Option<&'a Objective>,
) -> Option<Cow<'a, str>> {
    if let Some(value) = own(name, finding) {
        return Some(value);
    }
    let (item, reading) = match name {
        "quote" => return Some(one_line(source.slice(finding.span))),
        "objective" => return objective.map(|objective| shorten(objective.item.text.as_str(), QUOTE)),
        _ => spoken?,
    };
    let blank = Cow::Borrowed("___");
    let amount = |amount: &'a Option<Amount>| amount.as_ref().map_or(blank.clone(), |amount| Cow::Borrowed(&*amount.text));
    Some(match name {
        "statement" => shorten(item.text.as_str(), QUOTE),
        "id" => item.id.as_ref().map_or(Cow::Borrowed("it"), |id| Cow::Borrowed(id.value.as_str())),
        "metric" => reading.metric.as_ref().map_or(blank, |metric| shorten(&metric.0, QUOTE)),
        "verb" => reading.verb.map_or(blank, |verb| Cow::Borrowed(source.slice(verb.span))),
        "baseline" => amount(&reading.baseline),
        "target" => amount(&reading.target),
        "current" => amount(&reading.current),
        "deadline" => reading.deadline.as_ref().map_or(blank, |deadline| Cow::Borrowed(&*deadline.text)),
        _ => return None,
    })
}

/// A quotation on one line, whatever the source's line breaks.
fn one_line(text: &str) -> Cow<'_, str> {
    match text.contains('\n') {
        true => Cow::Owned(shorten(&text.split_whitespace().collect::<Vec<_>>().join(" "), QUOTE).into_owned()),
        false => shorten(text, QUOTE),
    }
}
