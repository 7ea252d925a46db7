//! People compared by their scores, or blamed for a miss.

use std::collections::BTreeSet;

use super::texts::{Said, texts};
use crate::checks::{Finding, SetContext};
use crate::remarks::{EVALUATION, JUDGING, Remark, Sentence, Term};

/// Leaderboards of OKR scores, and sentences that give a person the fault. Statements are left alone: a league table may be the metric.
pub(super) fn person_ranking<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let judging: Vec<Said<'a>> = texts(set).into_iter().filter(|said| JUDGING.may_be_in(said.text.as_str())).collect();
    let people = if judging.is_empty() { BTreeSet::new() } else { people(set) };
    judging.iter().flat_map(|said| judged(said, &people)).collect()
}

/// The first and last names of all owners, in lower case.
fn people(set: &SetContext<'_>) -> BTreeSet<String> {
    let items = set.objectives.iter().flat_map(|(_, objective)| {
        std::iter::once(&objective.item).chain(objective.key_results.iter().map(|key_result| &key_result.item))
    });
    let owners = items.flat_map(|item| &item.owners).chain(&set.section.owner);
    let names = owners.flat_map(|owner| owner.value.split(|c: char| !c.is_alphanumeric()));
    names.filter(|name| name.chars().count() > 1).map(str::to_lowercase).collect()
}

fn judged<'a>(said: &Said<'a>, people: &BTreeSet<String>) -> Vec<Finding<'a>> {
    let text = said.text.as_str();
    let remark = Remark::new(text);
    let found = remark.sentences().filter_map(|words| {
        let terms = remark.terms(&EVALUATION, words.clone());
        let wanted = ["ranking", "shame", "fault", "fault-of", "blame", "failing"];
        let judging = terms.iter().find(|term| wanted.contains(&term.class))?;
        let sentence = Sentence::new(&remark, words.clone());
        let subject = Subject { remark: &remark, people, start: words.start };
        let variant = match judging.class {
            "ranking" if !said.is_statement && sentence.names_okrs() => "",
            "shame" => "blame",
            "fault" if subject.before(judging) => "blame",
            "fault-of" if subject.after(judging) => "blame",
            "failing" if subject.is_known_before(judging) => "blame",
            "blame" if subject.is_to_blame(judging) => "blame",
            _ => return None,
        };
        if sentence.denies(judging, &sentence.clause(judging)) {
            return None;
        }
        let bytes = remark.bytes(judging.words.clone());
        Some(said.finding(bytes.clone()).variant(variant).with("term", &text[bytes]))
    });
    found.collect()
}

/// Who does or gets something in a sentence.
struct Subject<'s> {
    remark: &'s Remark,
    people: &'s BTreeSet<String>,
    /// The first word of the sentence, which has its capital from the sentence.
    start: usize,
}

/// How many words a name may stand away.
const NEAR: usize = 3;

impl Subject<'_> {
    /// Whether anybody but ourselves and the world outside stands before the term.
    fn before(&self, term: &Term) -> bool {
        let joins = |index: &usize| ["is", "are", "was", "were", "too", "so"].contains(&self.remark.word(*index));
        let Some(last) = (self.start..term.words.start).rev().find(|index| !joins(index)) else { return false };
        let word = self.remark.word(last);
        let own = ["i", "we", "nobody", "none", "system", "process", "supplier", "suppliers", "vendor", "vendors", "contractor"];
        !own.contains(&word) && (self.is_person(last) || self.remark.is_capital(last) || PRONOUNS.contains(&word))
    }

    /// Whether somebody is named right after the term.
    fn after(&self, term: &Term) -> bool {
        (term.words.end..term.words.end + NEAR).any(|index| self.is_person(index))
    }

    /// "Dana is to blame".
    fn is_to_blame(&self, term: &Term) -> bool {
        let to = term.words.start.checked_sub(1).filter(|to| self.remark.word(*to) == "to");
        to.is_some() && self.is_known_before(term)
    }

    /// Whether somebody known stands shortly before the term.
    fn is_known_before(&self, term: &Term) -> bool {
        let from = term.words.start.saturating_sub(NEAR).max(self.start);
        (from..term.words.start).any(|index| self.is_person(index))
    }

    /// Whether a word is the name of an owner, or of a team.
    fn is_person(&self, index: usize) -> bool {
        let word = self.remark.word(index);
        self.people.contains(word) || word == "team" || DEPARTMENTS.contains(&word)
    }
}

const PRONOUNS: [&str; 4] = ["he", "she", "they", "who"];

const DEPARTMENTS: [&str; 7] = ["sales", "marketing", "engineering", "finance", "legal", "procurement", "hr"];

#[cfg(test)]
mod tests {
    use super::*;

    fn blames(text: &str) -> bool {
        let people = ["dana".to_owned(), "bo".to_owned()].into();
        let mut builder = crate::source::TextBuilder::default();
        builder.push(text, 0);
        let text = builder.finish();
        !judged(&Said::beside(&text), &people).is_empty()
    }

    #[test]
    fn a_person_is_blamed_or_not() {
        for text in [
            "KR missed because Dana dropped the ball",
            "Missed because of Bo",
            "It was the fault of the sales team",
            "Dana is to blame for the delay",
            "Bo failed to deliver the list",
            "OKR leaderboard: 1. Ana 0.92, 2. Bo 0.71, 3. Cem 0.44",
        ] {
            assert!(blames(text), "{text}");
        }
        for text in [
            "KR missed: supplier slot slipped twice; we now hold two suppliers",
            "Nobody is to blame",
            "We dropped the ball on testing",
            "It is not the fault of Dana",
            "The pump failed to deliver enough pressure",
            "Missed because of the strike",
            "Dana: the second bank joins in October",
            "Objective trend: 0.4, 0.6, 0.7",
            "Our hospital rose in the league table of clinics",
        ] {
            assert!(!blames(text), "{text}");
        }
    }
}
