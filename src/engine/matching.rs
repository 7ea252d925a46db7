//! What data-only rules look for, held against one statement, text or set.

use std::collections::HashMap;

use super::plan::{Active, Finder};
use crate::catalogue::{Match, Matcher, Piece};
use crate::checks::Finding;
use crate::facts::Subject;
use crate::lexicon::openings;
use crate::source::{Span, Text};
use crate::statement::Reading;

/// Longest piece of an author's text in a message, in characters.
const QUOTE: usize = 64;

/// Where a rule is to look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    /// What its condition can name.
    pub(super) subject: Subject<'a>,
    /// The text; `None` for a set, which has none of its own.
    pub(super) text: Option<&'a Text>,
    /// What the text says, where it is a statement.
    pub(super) reading: Option<&'a Reading>,
    /// What is underlined where the rule names nothing else.
    pub(super) whole: Span,
}

/// A finding where all that the rule looks for is there.
///
/// # Errors
///
/// Why the rule's condition cannot be answered.
pub(super) fn find<'a>(matches: &Match, matcher: &'static Matcher, ground: &Ground<'a>) -> Result<Option<Finding<'a>>, String> {
    let Some(mut finding) = seen(matches, matcher, ground) else { return Ok(None) };
    if let Some(condition) = &matcher.condition
        && !condition.holds(&ground.subject)?
    {
        return Ok(None);
    }
    if let Some(span) = matches.underline.and_then(|piece| span(piece, ground)) {
        finding.span = span;
    }
    for (name, path) in &matcher.names {
        let value = path.of(&ground.subject).shown().unwrap_or("___".into());
        finding = finding.with(name, crate::catalogue::template::shorten(&value, QUOTE).into_owned());
    }
    Ok(Some(finding))
}

/// The mark or the words that the rule looks for; the whole where it only has a condition.
fn seen<'a>(matches: &Match, matcher: &'static Matcher, ground: &Ground<'a>) -> Option<Finding<'a>> {
    if let Some(kind) = matches.mark {
        let mark = ground.reading?.mark(kind)?;
        return Some(Finding::at(mark.span).with("match", &*mark.text).with("note", mark.note));
    }
    let Some(text) = ground.text else { return Some(Finding::at(ground.whole).of_the_set()) };
    let Some(wording) = &matcher.wording else { return Some(Finding::at(ground.whole)) };
    let hit = wording.find(text.as_str())?;
    let finding = Finding::at(text.locate(hit.range.clone())).with("match", &text.as_str()[hit.range]).with("note", hit.note);
    Some(hit.groups.into_iter().fold(finding, |finding, (name, value)| finding.with(name, value)))
}

/// Where a part of the statement stands, if it has it.
fn span(piece: Piece, ground: &Ground<'_>) -> Option<Span> {
    let reading = ground.reading?;
    match piece {
        Piece::Statement => Some(ground.whole),
        Piece::Verb => reading.verb.map(|verb| verb.span),
        Piece::Metric => reading.metric.as_ref().map(|metric| metric.1),
        Piece::Baseline => reading.baseline.as_ref().map(|amount| amount.span),
        Piece::Target => reading.target.as_ref().map(|amount| amount.span),
        Piece::Current => reading.current.as_ref().map(|amount| amount.span),
        Piece::Deadline => reading.deadline.as_ref().map(|deadline| deadline.span),
        Piece::Vanity => reading.vanity.as_ref().map(|vanity| vanity.span),
        Piece::Mark(kind) => reading.mark(kind).map(|mark| mark.span),
    }
}

/// Which of the rules that look for words a text may concern: one pass over the text tells for all of them.
#[derive(Debug, Default)]
pub(super) struct Gate {
    /// The rules by the hash of what their words open with.
    rules: HashMap<u32, Vec<usize>>,
}

/// The rules that the gate let through.
#[derive(Debug, Default)]
pub(super) struct Through(Vec<usize>);

impl Gate {
    pub(super) fn new(active: &[Active]) -> Self {
        let mut rules: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, active) in active.iter().enumerate() {
            for opening in active.openings() {
                let rules = rules.entry(*opening).or_default();
                if rules.last() != Some(&index) {
                    rules.push(index);
                }
            }
        }
        Self { rules }
    }

    /// Looks through a text.
    pub(super) fn of(&self, text: &str) -> Through {
        let mut through = Through::default();
        if !self.rules.is_empty() {
            openings::any(text, |opening| {
                through.0.extend(self.rules.get(&opening).into_iter().flatten());
                false
            });
        }
        through
    }
}

impl Through {
    /// Whether a rule need look at the text. Only rules that look for words can be held back.
    pub(super) fn lets(&self, rule: usize, active: &Active) -> bool {
        active.openings().is_empty() || self.0.contains(&rule)
    }
}

impl Active {
    /// What a text must open a word with for the rule to find something; empty where it always looks.
    fn openings(&self) -> &'static [u32] {
        match self.finder {
            Finder::Match(_, matcher) => matcher.wording.as_ref().map_or(&[], |wording| wording.openings()),
            Finder::Code(_) | Finder::Reader => &[],
        }
    }
}
