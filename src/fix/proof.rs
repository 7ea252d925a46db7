//! Whether fixes keep their word: what is read after them is what was read before, but for what they say they change. A safe fix changes how
//! something is spelt; an unsafe one writes around the author's words in one statement.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Fix;
use crate::model::Document;
use crate::organisation::id_key;
use crate::read::{ReadResult, person};
use crate::report::model;
use crate::source::{Source, Span};

/// What a document says, each value by the way to it: `objectives/0/key_results/1/text`.
type Facts = BTreeMap<String, String>;

/// Whether the second reading is what the fixes make of the first.
pub(super) fn holds(before: (&Source, &ReadResult), after: (&Source, &ReadResult), fixes: &[&Fix]) -> bool {
    // A text that broke has a problem that was not there.
    if after.1.problems.len() > before.1.problems.len() {
        return false;
    }
    let rewritten = rewritten(&before.1.document, fixes);
    let (before, after) = (facts(before), facts(after));
    let alike = |(way, was): (&String, &String)| {
        let is = after.get(way);
        match rewritten.iter().find(|statement| follows(way, statement)) {
            Some(statement) if *way == format!("{statement}/text") => is.is_some_and(|is| keeps(is, was)),
            Some(_) => true,
            None => is.is_some_and(|is| spelling(way, was) == spelling(way, is)),
        }
    };
    let new = |way: &String| !before.contains_key(way) && !rewritten.iter().any(|statement| follows(way, statement));
    before.iter().all(alike) && !after.keys().any(new)
}

/// The ways to the statements that unsafe fixes rewrite.
fn rewritten(document: &Document, fixes: &[&Fix]) -> Vec<String> {
    let edits: Vec<Span> = fixes.iter().filter(|fix| !fix.safe).flat_map(|fix| &fix.edits).map(|edit| edit.span).collect();
    let touched = |span: Span| edits.iter().any(|edit| span.contains(*edit));
    let mut ways = Vec::new();
    for (index, objective) in document.objectives.iter().enumerate() {
        if touched(objective.item.text.span()) {
            ways.push(format!("objectives/{index}"));
        }
        let results = objective.key_results.iter().enumerate().filter(|(_, result)| touched(result.item.text.span()));
        ways.extend(results.map(|(nth, _)| format!("objectives/{index}/key_results/{nth}")));
    }
    ways
}

/// Whether a text holds all of another in its order.
fn keeps(text: &str, words: &str) -> bool {
    let mut rest = text.chars();
    words.chars().all(|c| rest.any(|other| other == c))
}

/// Whether a value is stated by a statement, or follows from it: what an objective is for follows from its key results.
fn follows(way: &str, statement: &str) -> bool {
    let below = |whole: &str| way.strip_prefix(whole).and_then(|rest| rest.strip_prefix('/'));
    match statement.split_once("/key_results/") {
        Some((objective, _)) => {
            below(statement).is_some() || below(objective).is_some_and(|own| own.starts_with("horizon") || own == "beneficiary")
        }
        None => below(statement).is_some_and(|own| !own.starts_with("key_results/")),
    }
}

/// All that `okrlint parse` tells of a document, but for the places.
fn facts((source, read): (&Source, &ReadResult)) -> Facts {
    let mut facts = Facts::new();
    // Our own types always have a JSON form.
    let value = serde_json::to_value(model::document(source, &read.document)).unwrap_or_default();
    collect(&mut facts, String::new(), &value);
    facts
}

fn collect(facts: &mut Facts, way: String, value: &Value) {
    let below = |name: &str| if way.is_empty() { name.to_owned() } else { format!("{way}/{name}") };
    match value {
        Value::Object(fields) => {
            let stated = fields.iter().filter(|(name, _)| *name != "span");
            stated.for_each(|(name, value)| collect(facts, below(name), value));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(facts, below(&index.to_string()), item));
        }
        Value::String(text) => {
            facts.insert(way, text.clone());
        }
        other => {
            facts.insert(way, other.to_string());
        }
    }
}

/// A value without what may be spelt in several ways: the signs of labels, dates and numbers, the order of a date, the capitals of a name.
fn spelling(way: &str, value: &str) -> String {
    let field = way.rsplit('/').find(|part| !part.starts_with(|c: char| c.is_ascii_digit())).unwrap_or_default();
    match field {
        "id" => id_key(value),
        "owners" => person(value),
        // Typed values are compared as they are.
        "value" | "date" | "score" | "confidence" => value.to_owned(),
        _ => {
            let letters: String =
                value.chars().filter(|c| !c.is_ascii_digit() && !"., \u{a0}\u{202f}\u{2009}'’-/".contains(*c)).collect();
            let mut numbers: Vec<&str> = value.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
            numbers.iter_mut().for_each(|digits| *digits = digits.trim_start_matches('0'));
            numbers.sort_unstable();
            format!("{letters} {}", numbers.join(" "))
        }
    }
}
