//! What a data-only rule looks for in a text: the words of lists, or a regular expression. Both become one regular expression; of words
//! most texts are ruled out before it is tried, by what their terms open with.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder};

use crate::lexicon::openings;

/// So many bytes of terms can be looked for by one rule: a few thousand words.
const MOST_BYTES: usize = 50_000;
/// Memory for the regular expression of so many terms.
const ROOM: usize = 256 << 20;

/// Something to look for.
#[derive(Debug)]
pub(crate) struct Wording {
    /// Built when the first text is looked at: most lists of words are never needed. Nothing where that fails, which a test rules out.
    regex: OnceLock<Option<Regex>>,
    /// The regular expression of the terms as written; empty where it is a pattern, which is there from the start.
    source: String,
    /// The terms as they are compared with what was found, each with its note.
    notes: Vec<(Term, Box<str>)>,
    /// The hashes of what a text must open a word with; empty where every text is to be looked at.
    openings: Vec<u32>,
}

/// The first place at which it stands in a text.
#[derive(Debug)]
pub(crate) struct Hit<'t, 'w> {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// The list's note on the term; empty where it has none.
    pub(crate) note: &'w str,
    /// The named groups of the regular expression that took part.
    pub(crate) groups: Vec<(&'w str, &'t str)>,
}

/// A term: its words in lower case, parted by a space.
#[derive(Debug)]
struct Term {
    words: Box<str>,
    /// Whether its last word may have any ending.
    open: bool,
}

impl Wording {
    /// Looks for what a regular expression matches.
    pub(crate) fn pattern(regex: Regex) -> Self {
        Self { regex: OnceLock::from(Some(regex)), source: String::new(), notes: Vec::new(), openings: Vec::new() }
    }

    /// Looks for whole words, whatever their case; space and hyphen are alike, and `*` stands for any ending of a word. Each term has a note.
    ///
    /// `None` where they are more than can be looked for.
    pub(crate) fn terms<'t>(terms: impl Iterator<Item = (&'t str, &'t str)>) -> Option<Self> {
        let mut terms: Vec<(&str, &str)> = terms.filter(|(term, _)| term.contains(char::is_alphanumeric)).collect();
        // The longest first, as the first that fits is taken.
        terms.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        let choices: Vec<String> = terms.iter().map(|(term, _)| choice(term)).collect();
        let openings: Option<Vec<u32>> = terms.iter().map(|(term, _)| opening(term)).collect();
        let notes = terms.iter().map(|(term, note)| (Term::new(term), Box::from(*note)));
        let source = format!("(?i)(?:{})", choices.join("|"));
        let fits = terms.iter().map(|(term, _)| term.len()).sum::<usize>() <= MOST_BYTES;
        fits.then(|| Self { regex: OnceLock::new(), source, notes: notes.collect(), openings: openings.unwrap_or_default() })
    }

    /// The hashes of words, or of pairs of words, without one of which a text need not be looked at; empty where there are none such.
    pub(crate) fn openings(&self) -> &[u32] {
        &self.openings
    }

    /// The names of its groups.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &str> {
        self.regex.get().into_iter().flatten().flat_map(|regex| regex.capture_names().flatten())
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| RegexBuilder::new(&self.source).size_limit(ROOM).build().ok()).as_ref()
    }

    /// The first place in a text.
    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Hit<'t, '_>> {
        let regex = self.regex()?;
        if regex.captures_len() == 1 {
            let found = regex.find(text)?;
            return Some(Hit { range: found.range(), note: self.note(found.as_str()), groups: Vec::new() });
        }
        let captures: Captures<'_> = regex.captures(text)?;
        let groups = self.groups().filter_map(|name| Some((name, captures.name(name)?.as_str())));
        Some(Hit { range: captures.get_match().range(), note: "", groups: groups.collect() })
    }

    fn note(&self, found: &str) -> &str {
        if self.notes.iter().all(|(_, note)| note.is_empty()) {
            return "";
        }
        let found = plain(found);
        let fits = |term: &Term| *term.words == *found || term.open && found.starts_with(&*term.words);
        self.notes.iter().find(|(term, _)| fits(term)).map_or("", |(_, note)| note)
    }
}

impl Term {
    fn new(term: &str) -> Self {
        Self { words: plain(term.trim_end_matches('*')).into(), open: term.ends_with('*') }
    }
}

/// The words of a term in lower case, parted by one space.
fn plain(term: &str) -> String {
    let words = term.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The regular expression of a term.
fn choice(term: &str) -> String {
    let words = term.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let words = words.map(|word| match word.strip_suffix('*') {
        Some(stem) => format!(r"{}\w*", regex::escape(stem)),
        None => regex::escape(word),
    });
    let edge = |c: Option<char>| if c.is_some_and(|c| c.is_alphanumeric() || c == '*') { r"\b" } else { "" };
    format!("{}{}{}", edge(term.chars().next()), words.collect::<Vec<_>>().join(r"[\s-]+"), edge(term.chars().next_back()))
}

/// The hash of what a term opens with; `None` where that is not certain beforehand.
fn opening(term: &str) -> Option<u32> {
    let first = term.split(|c: char| c.is_whitespace() || c == '-').take(2);
    let certain = term.starts_with(|c: char| c.is_ascii_alphanumeric()) && !first.into_iter().any(|word| word.ends_with('*'));
    certain.then(|| openings::of_term(term.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(terms: &[(&str, &str)], text: &'t str) -> Option<(&'t str, String)> {
        let wording = Wording::terms(terms.iter().copied()).unwrap();
        let hit = wording.find(text)?;
        let opened = openings::any(text, |hash| wording.openings().contains(&hash));
        assert!(opened || wording.openings().is_empty(), "{text:?} is found, but its opening is not");
        Some((&text[hit.range], hit.note.to_owned()))
    }

    #[test]
    fn whole_words_are_found_in_any_case() {
        let terms = [("low hanging fruit", "which fruit?"), ("synerg*", "who gains?"), ("C++", ""), ("Maßnahme", "")];
        assert_eq!(found(&terms, "Pick the Low-Hanging  fruit first"), Some(("Low-Hanging  fruit", "which fruit?".to_owned())));
        assert_eq!(found(&terms, "Use Synergies"), Some(("Synergies", "who gains?".to_owned())));
        assert_eq!(found(&terms, "port it to C++"), Some(("C++", String::new())));
        assert_eq!(found(&terms[3..], "jede Maßnahme zählt"), Some(("Maßnahme", String::new())));
        assert_eq!(found(&terms, "asynergetic Maßnahmen"), None);
    }

    #[test]
    fn as_many_words_as_are_allowed_can_be_looked_for() {
        let words: Vec<String> = (0..).map(|n| format!("ßtraßenwort{n:05}")).take(MOST_BYTES / 18).collect();
        let terms = || words.iter().map(|word| (word.as_str(), ""));
        let wording = Wording::terms(terms()).unwrap();
        assert!(wording.regex().is_some() && wording.find("ein ßtraßenwort00017 hier").is_some());
        assert!(Wording::terms(terms().chain(terms())).is_none());
    }

    #[test]
    fn named_groups_are_told() {
        let wording = Wording::pattern(Regex::new("(?P<tool>Jira|Asana) (?P<what>tickets)?").unwrap());
        let hit = wording.find("close Jira now").unwrap();
        assert_eq!(hit.groups, [("tool", "Jira")]);
        assert_eq!(wording.groups().collect::<Vec<_>>(), ["tool", "what"]);
    }
}
