//! Where a key result that declares no dependency speaks of somebody else's part: in its statement, its notes, check-ins and initiatives.

use super::{OutlineSet, narrow};
use crate::lexicon::{Hit, terms};
use crate::model::{KeyResult, Objective, OkrType, Section};
use crate::source::{Span, Text};

/// Words by which a key result needs somebody else.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Index of the key result in the set's traces.
    pub trace: u32,
    /// Where they stand.
    pub span: Span,
    /// The words.
    pub words: Box<str>,
    /// Whether they are sure by themselves: "needs legal review". Others are where they begin with a team's name: "Payments to sign".
    pub is_sure: bool,
}

/// So many words behind a word of need may hold the name of a team.
const REACH: usize = 6;
/// The longest name of a team that is looked for, in words.
const NAME: usize = 3;

impl OutlineSet {
    /// Keeps what the key results of an objective ask for, whose traces begin at an index.
    pub(super) fn ask(&mut self, first: usize, section: &Section, objective: &Objective) {
        let team = section.team.as_ref().map_or("", |team| team.value.as_str());
        for (nth, key_result) in objective.standing() {
            let kind = key_result.item.kind.or(objective.item.kind).map(|kind| kind.value);
            let declared = !key_result.item.depends_on.is_empty() || !objective.item.depends_on.is_empty();
            if !declared && kind != Some(OkrType::Learning) {
                self.asks.extend(asks(first + 1 + nth, key_result, team));
            }
        }
    }
}

/// The first words that are sure, else all that may name a team.
fn asks(trace: usize, key_result: &KeyResult, team: &str) -> Vec<Ask> {
    let notes = || key_result.check_ins.iter().filter_map(|check_in| check_in.told().note.as_ref());
    let beside = || key_result.item.notes.iter().chain(notes()).chain(&key_result.initiatives);
    let ask = |span: Span, words: &str, is_sure| Ask { trace: narrow(trace), span, words: words.into(), is_sure };
    let sure = |text: &Text, classes: &[&str]| {
        let hit = needed(text.as_str(), team, classes)?;
        Some(ask(text.locate(hit.range.clone()), &text.as_str()[hit.range], true))
    };
    let in_statement = sure(&key_result.item.text, &["explicit", "unit"]);
    if let Some(found) = in_statement.or_else(|| beside().find_map(|text| sure(text, &["explicit", "unit", "waiting"]))) {
        return vec![found];
    }
    let texts = std::iter::once(&key_result.item.text).chain(beside());
    texts.flat_map(named).map(|(span, words)| ask(span, words, false)).collect()
}

/// The first words of a text by which it needs somebody other than the team itself.
fn needed(text: &str, team: &str, classes: &[&str]) -> Option<Hit> {
    let own = |part: &str| team.split_whitespace().any(|own| own.len() > 3 && part.to_lowercase().contains(&own.to_lowercase()));
    terms(text).into_iter().find(|hit| {
        let is_unit = hit.is("dependency-terms", "unit");
        classes.iter().any(|class| hit.is("dependency-terms", class))
            && !own(&text[hit.range.clone()])
            && (!is_unit || is_wanted(&text[..hit.range.start]))
    })
}

/// Whether the words before the name of another unit say that something is wanted from it.
fn is_wanted(before: &str) -> bool {
    before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3).any(wants)
}

fn wants(word: &str) -> bool {
    const WANTED: [&str; 10] =
        ["needs", "need", "needing", "pending", "after", "requires", "awaiting", "waiting", "subject", "once"];
    WANTED.iter().any(|wanted| word.eq_ignore_ascii_case(wanted))
}

/// Names that stand where somebody else is wanted: up to three words from each capital on, a few words behind a word of need.
fn named(text: &Text) -> Vec<(Span, &str)> {
    let line = text.as_str();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in line.split(|c: char| !c.is_alphanumeric()) {
        at += line[at..].find(word).unwrap_or(0);
        words.extend((!word.is_empty()).then_some((at, word)));
        at += word.len();
    }
    let needs = words.iter().enumerate().filter(|(_, (_, word))| wants(word)).map(|(nth, _)| nth);
    let behind = needs.flat_map(|nth| nth + 1..(nth + 1 + REACH).min(words.len()));
    let mut found: Vec<usize> = behind.filter(|nth| words[*nth].1.starts_with(char::is_uppercase)).collect();
    found.dedup();
    let name = |nth: usize| {
        let last = (nth + NAME).min(words.len()) - 1;
        let range = words[nth].0..words[last].0 + words[last].1.len();
        (text.locate(range.clone()), &line[range])
    };
    found.into_iter().map(name).collect()
}
