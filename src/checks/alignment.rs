//! Red flag: teams pull in different directions.

use std::collections::BTreeMap;

use super::context::standing;
use super::{Check, Entry, Finding, KeyResultContext, Place, SetContext};
use crate::fingerprint;
use crate::lexicon::{self, Sense, Senses, any, terms};
use crate::model::{Objective, OkrType};
use crate::source::Text;

pub(super) const CHECKS: &[Entry] =
    &[("copied-cascade", Check::Set(copied_cascade)), ("undeclared-dependency", Check::KeyResult(undeclared_dependency))];

/// The words of a statement, hashed and sorted.
type Words = Vec<u64>;

/// From this share of common words on, one statement repeats the other.
const SAME: f64 = 0.85;
/// Shorter statements must be equal.
const SHORT: usize = 4;

/// Key results that repeat their objective, and objectives that repeat another of the set.
fn copied_cascade<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let team = set.section.team.as_ref().map_or("", |team| team.value.as_str());
    let mut findings: Vec<Finding<'a>> =
        set.objectives.iter().filter_map(|(index, objective)| repeated_in_key_result(*index, objective, team)).collect();
    let stated = set.objectives.iter().filter(|(_, objective)| !objective.is_implicit());
    let mut worded: Vec<(Words, usize, &'a Objective)> =
        stated.map(|(index, objective)| (words(objective.item.text.as_str(), team), *index, *objective)).collect();
    // Statements with nearly the same words come to stand side by side, so that neighbours are all that must be compared.
    worded.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    for pair in worded.windows(2) {
        let [(first_words, first, original), (second_words, second, copy)] = pair else { continue };
        if is_copy(first_words, second_words) {
            let ((_, original), (index, copy)) =
                if first < second { ((first, original), (second, copy)) } else { ((second, copy), (first, original)) };
            let place = Place { path: None, span: original.item.text.span(), label: "original" };
            findings.push(Finding::at(copy.item.text.span()).on_objective(*index).place(place));
        }
    }
    findings.extend(repeated_parents(&worded));
    findings
}

/// Objectives that repeat the objective of the same set that they support.
fn repeated_parents<'a>(worded: &[(Words, usize, &'a Objective)]) -> Vec<Finding<'a>> {
    let id = |objective: &Objective| objective.item.id.as_ref().map(|id| id.value.to_lowercase());
    let by_id: BTreeMap<String, usize> =
        worded.iter().enumerate().filter_map(|(at, (_, _, objective))| Some((id(objective)?, at))).collect();
    let repeats = |(words, index, objective): &(Words, usize, &'a Objective)| {
        let parents = objective.item.supports.iter().filter_map(|parent| by_id.get(&parent.value.to_lowercase()));
        let (_, _, parent) =
            parents.map(|at| &worded[*at]).find(|(other, parent, _)| parent != index && is_copy(words, other))?;
        let place = Place { path: None, span: parent.item.text.span(), label: "original" };
        Some(Finding::at(objective.item.text.span()).on_objective(*index).place(place))
    };
    worded.iter().filter_map(repeats).collect()
}

/// The first key result that says what its objective says.
fn repeated_in_key_result<'a>(index: usize, objective: &'a Objective, team: &str) -> Option<Finding<'a>> {
    if objective.is_implicit() {
        return None;
    }
    let text = objective.item.text.as_str();
    // A number, or twice the length, says more than the objective does.
    let candidates = standing(objective).filter(|(_, result)| {
        (result.reading.target.is_none() || objective.reading.target.is_some())
            && result.item.text.as_str().len() < 2 * text.len() + 16
    });
    let stated = words(text, team);
    let (nth, key_result) =
        candidates.into_iter().find(|(_, result)| is_copy(&stated, &words(result.item.text.as_str(), team)))?;
    let place = Place { path: None, span: objective.item.text.span(), label: "original" };
    Some(Finding::at(key_result.item.text.span()).variant("key-result").on_key_result(index, nth).place(place))
}

/// Whether two statements say the same.
fn is_copy(a: &[u64], b: &[u64]) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a.len().min(b.len()) < SHORT {
        return a == b;
    }
    let common = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    (2 * common) as f64 >= SAME * (a.len() + b.len()) as f64
}

/// The words of a statement that carry its meaning, sorted: without function words, and without those who it is for or who does it.
fn words(text: &str, team: &str) -> Words {
    const PEOPLE: Senses = Senses::of(Sense::BeneficiaryNounsCustomer).and(Senses::of(Sense::BeneficiaryNounsInternal));
    let (mut words, mut parties) = (Vec::new(), Vec::new());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let known = lexicon::word(word);
        let senses = known.map(lexicon::WordId::senses).unwrap_or_default();
        if senses.any(any::FUNCTION_WORDS) {
            continue;
        }
        let party = senses.any(PEOPLE) || team.split_whitespace().any(|own| own.eq_ignore_ascii_case(word));
        if party { &mut parties } else { &mut words }
            .push(known.map_or_else(|| fingerprint::of_words(word), |known| u64::from(known.number())));
    }
    if words.len() < 2 {
        words.append(&mut parties);
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// A key result that speaks of another team's part while no dependency is declared.
fn undeclared_dependency<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let (objective, key_result) = (context.objective, context.key_result);
    let declared = !key_result.item.depends_on.is_empty() || !objective.item.depends_on.is_empty();
    if declared || context.declared_type() == Some(OkrType::Learning) {
        return None;
    }
    let team = context.section.team.as_ref().map_or("", |team| team.value.as_str());
    let in_statement = needed(&key_result.item.text, team, &["explicit", "unit"]);
    in_statement.or_else(|| key_result.item.notes.iter().find_map(|note| needed(note, team, &["explicit", "unit", "waiting"])))
}

/// The first words of a text by which it needs somebody other than the team itself.
fn needed<'a>(text: &Text, team: &str, classes: &[&str]) -> Option<Finding<'a>> {
    let words = text.as_str();
    let own = |part: &str| team.split_whitespace().any(|own| own.len() > 3 && part.to_lowercase().contains(&own.to_lowercase()));
    let hit = terms(words).into_iter().find(|hit| {
        let is_unit = hit.is("dependency-terms", "unit");
        classes.iter().any(|class| hit.is("dependency-terms", class))
            && !own(&words[hit.range.clone()])
            && (!is_unit || is_wanted(&words[..hit.range.start]))
    })?;
    Some(Finding::at(text.locate(hit.range)))
}

/// Whether the words before the name of another unit say that something is wanted from it.
fn is_wanted(before: &str) -> bool {
    const WANTED: [&str; 9] = ["needs", "need", "needing", "pending", "after", "requires", "awaiting", "subject", "once"];
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3);
    last.into_iter().any(|word| WANTED.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
}
