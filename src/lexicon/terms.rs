//! Finds the terms of the lexicons marked `text = true` in a text: of each lexicon the longest, whole words, never across a pause in the
//! sentence.

use std::ops::Range;

use super::{Entry, TEXT_TERMS, entries, hash, most_words, push_lower};

/// Longest term in words.
const MOST_WORDS: usize = 6;
/// Longest term in bytes.
const MOST_BYTES: usize = TEXT_TERMS.longest;

/// A term of one lexicon in a text.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// What the lexicon knows of the term.
    entries: &'static [Entry],
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
}

impl Hit {
    /// The classes that the term has in a lexicon, each with its note.
    pub(crate) fn classes(&self, lexicon: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.entries.iter().filter_map(move |entry| {
            let (own, class) = parts(entry);
            (own == lexicon).then_some((class, entry.note))
        })
    }

    /// Whether the term has a class in a lexicon.
    pub(crate) fn is(&self, lexicon: &str, class: &str) -> bool {
        self.classes(lexicon).any(|(own, _)| own == class)
    }
}

/// The lexicon and the class of an entry.
fn parts(entry: &Entry) -> (&'static str, &'static str) {
    entry.class.split_once('/').unwrap_or((entry.class, ""))
}

/// A word of a text: where it stands in the text, and where in the text's normal form.
struct Word {
    written: Range<usize>,
    plain: Range<usize>,
    /// Whether a pause (comma, bracket, full stop) stands before it.
    paused: bool,
}

/// The terms of a text in order of position; those of one lexicon do not overlap. Takes time in proportion to the text.
pub(crate) fn terms(text: &str) -> Vec<Hit> {
    let (plain, words) = words(text);
    let mut hits = Vec::new();
    // The word before which the last term of a lexicon ends.
    let mut taken: Vec<(&str, usize)> = Vec::new();
    let openings = words.iter().enumerate().map(|(at, first)| (at, first, most_words_after(&plain[first.plain.clone()])));
    for (at, first, most) in openings.filter(|(_, _, most)| *most > 0) {
        for (last, entries) in beginning_at(&plain, &words[at..], most).iter().enumerate().take(most).rev() {
            for entries in entries.chunk_by(|a, b| parts(a).0 == parts(b).0) {
                let lexicon = parts(&entries[0]).0;
                if taken.iter().any(|(other, end)| *other == lexicon && at < *end) {
                    continue;
                }
                taken.retain(|(other, _)| *other != lexicon);
                taken.push((lexicon, at + last + 1));
                hits.push(Hit { entries, range: first.written.start..words[at + last].written.end });
            }
        }
    }
    hits
}

/// What the lexicons know of the one, two, three … first words, up to `most`.
fn beginning_at(plain: &str, words: &[Word], most: usize) -> [&'static [Entry]; MOST_WORDS] {
    let mut known: [&'static [Entry]; MOST_WORDS] = [&[]; MOST_WORDS];
    let start = words.first().map_or(0, |first| first.plain.start);
    let (mut hash, mut hashed) = (hash::EMPTY, start);
    for (known, (n, word)) in known.iter_mut().zip(words.iter().enumerate()).take(most) {
        if n > 0 && word.paused || word.plain.end - start > MOST_BYTES {
            break;
        }
        hash = plain.as_bytes()[hashed..word.plain.end].iter().fold(hash, |hash, byte| hash::extend(hash, *byte));
        hashed = word.plain.end;
        *known = entries(TEXT_TERMS, hash, |known| known == &plain[start..hashed]);
    }
    known
}

/// The most words that a term beginning with this word may have; 0 where none does.
fn most_words_after(word: &str) -> usize {
    let letters = match word.is_ascii() {
        true => &word[..word.bytes().take_while(u8::is_ascii_alphabetic).count()],
        false => word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default(),
    };
    // What opens with a digit may always begin a term.
    let most = if letters.is_empty() { Some(MOST_WORDS) } else { most_words(TEXT_TERMS, letters) };
    most.unwrap_or(0).min(MOST_WORDS)
}

/// The words of a text in lower case with one space between them, without possessive endings.
fn words(text: &str) -> (String, Vec<Word>) {
    let mut plain = String::with_capacity(text.len());
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5 + 1);
    let (mut inside, mut paused) = (false, false);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        let run = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        at += run.max(c.len_utf8());
        if !c.is_alphanumeric() {
            inside = false;
            paused |= !matches!(c, ' ' | '-' | '/' | '\'' | '’' | '&' | '*' | '_' | '`' | '"');
            continue;
        }
        let ends = |at: usize| !text[at..].starts_with(char::is_alphanumeric);
        // The s of "customer's" is no word.
        if !inside && &text[start..at] == "s" && text[..start].ends_with(['\'', '’']) && ends(at) {
            continue;
        }
        if !inside {
            if !plain.is_empty() {
                plain.push(' ');
            }
            words.push(Word { written: start..start, plain: plain.len()..plain.len(), paused });
            (inside, paused) = (true, false);
        }
        if run > 0 {
            let lower = plain.len();
            plain.push_str(&text[start..at]);
            plain[lower..].make_ascii_lowercase();
        } else {
            push_lower(&mut plain, c);
        }
        if let Some(word) = words.last_mut() {
            (word.written.end, word.plain.end) = (at, plain.len());
        }
    }
    (plain, words)
}

#[cfg(test)]
mod tests {
    use super::terms;

    /// What is found of the growth levers, so that no other lexicon meddles.
    fn found(text: &str) -> Vec<&str> {
        let levers = terms(text).into_iter().filter(|hit| hit.classes("growth-levers").next().is_some());
        levers.map(|hit| &text[hit.range]).collect()
    }

    #[test]
    fn the_longest_term_wins_in_any_inflection() {
        assert_eq!(found("Raise Week-4 retention and new customers"), ["Week-4 retention", "new customers"]);
        assert_eq!(found("net revenue retention"), ["net revenue retention"]);
    }

    #[test]
    fn a_pause_parts_words() {
        assert_eq!(found("market, share of voice"), ["share of voice"]);
    }

    #[test]
    fn possessives_and_foreign_letters_keep_their_places() {
        assert_eq!(found("Ärzte’s churn"), ["churn"]);
        assert_eq!(found("the customer's churn's end"), ["customer's churn"]);
    }
}
