//! Word lists of the field, compiled from `rules/lexicons/*.toml` when okrlint is built.
//!
//! Three kinds of table: one [`Table`] a lexicon, for labels and keys; one table of all lexicons marked `text = true`, whose terms
//! [`terms`] finds in any text when a rule asks; and one vocabulary of all lexicons marked
//! `statement = true`, a hash table of words with the phrases that begin with each, which costs nothing at start and one probe
//! a word.

pub(crate) mod hash;
pub(crate) mod openings;
mod terms;

use std::fmt;
use std::ops::BitOr;

pub(crate) use terms::{Hit, terms};

/// One term of a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The term in lower case; several words are separated by one space.
    pub(crate) term: &'static str,
    /// Its class in the lexicon.
    pub(crate) class: &'static str,
    /// Advice or explanation; empty when there is none.
    pub(crate) note: &'static str,
}

/// The terms of a lexicon that is looked up as a whole.
#[derive(Debug)]
pub(crate) struct Table {
    /// Sorted by term.
    pub(crate) entries: &'static [Entry],
    /// A hash table of the terms: the index of a term's first entry plus one below the upper half of its hash, 0 where nothing stands.
    slots: &'static [u32],
    /// The length in bytes of the longest term: longer words need not be looked up.
    pub(crate) longest: usize,
    /// The letters that the terms begin with, each once, and the most words of a term that begins so; empty for those that begin with a
    /// figure or sign.
    openings: &'static [(&'static str, u8)],
    /// A hash table of the openings.
    opening_slots: &'static [u32],
}

include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));
include!(concat!(env!("OUT_DIR"), "/vocabulary.rs"));
include!(concat!(env!("OUT_DIR"), "/classes.rs"));

/// The words of one class of a lexicon, for rules that look for them by its name.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) lexicon: &'static str,
    pub(crate) name: &'static str,
    /// Every form of its terms in lower case, words parted by a space, each with the note on the term; sorted.
    pub(crate) terms: &'static [(&'static str, &'static str)],
}

/// All classes, sorted by name.
pub(crate) fn all_classes() -> impl Iterator<Item = &'static Class> {
    CLASSES.iter()
}

/// The classes of a name: all of a lexicon (`vague-terms`), or one of them (`vague-terms/buzzword`).
pub(crate) fn classes(name: &str) -> impl Iterator<Item = &'static Class> {
    let (lexicon, class) = name.split_once('/').map_or((name, None), |(lexicon, class)| (lexicon, Some(class)));
    CLASSES.iter().filter(move |own| own.lexicon == lexicon && class.is_none_or(|class| own.name == class))
}

/// All entries of a table whose term is exactly `term` (lower case).
pub(crate) fn exact(table: &Table, term: &str) -> &'static [Entry] {
    entries(table, hash::hash(term.bytes()), |known| known == term)
}

/// All entries of a table whose term is exactly this word of ASCII letters, whatever its case.
pub(crate) fn exact_in_any_case(table: &Table, word: &str) -> &'static [Entry] {
    let hash = hash::hash(word.bytes().map(|b| b.to_ascii_lowercase()));
    entries(table, hash, |known| known.eq_ignore_ascii_case(word))
}

/// The entries of the term that has this hash and is equal.
fn entries(table: &Table, hash: u32, equal: impl Fn(&str) -> bool) -> &'static [Entry] {
    let found = probe(table.slots, hash, |at| equal(table.entries[usize::from(at)].term));
    let entries = &table.entries[found.map_or(table.entries.len(), usize::from)..];
    &entries[..entries.iter().take_while(|entry| equal(entry.term)).count()]
}

/// Whether a term of a table opens with exactly these letters, whatever their case, and goes on with something else if at all.
pub(crate) fn opens(table: &Table, letters: &str) -> bool {
    most_words(table, letters).is_some()
}

/// The most words of a term of a table that opens with exactly these letters, whatever their case; `None` where none does.
pub(crate) fn most_words(table: &Table, letters: &str) -> Option<usize> {
    let found = |hash: u32, equal: &dyn Fn(&str) -> bool| {
        let at = probe(table.opening_slots, hash, |at| equal(table.openings[usize::from(at)].0))?;
        Some(usize::from(table.openings[usize::from(at)].1))
    };
    match letters.is_ascii() {
        true => found(hash::hash(letters.bytes().map(|b| b.to_ascii_lowercase())), &|known| known.eq_ignore_ascii_case(letters)),
        false => {
            let lower = letters.to_lowercase();
            found(hash::hash(lower.bytes()), &|known| known == lower)
        }
    }
}

/// The number under a hash for which `equal` holds. A slot has the number plus one in its lower half, and the upper half of the hash, which
/// spares most comparisons.
fn probe(slots: &[u32], hash: u32, equal: impl Fn(u16) -> bool) -> Option<u16> {
    let mut slot = hash as usize & (slots.len() - 1);
    loop {
        let number = (slots[slot] as u16).checked_sub(1)?;
        if slots[slot] >> 16 == hash >> 16 && equal(number) {
            return Some(number);
        }
        slot = (slot + 1) & (slots.len() - 1);
    }
}

/// Appends a character as terms are written: in lower case.
pub(crate) fn push_lower(words: &mut String, c: char) {
    match c.is_ascii() {
        true => words.push(c.to_ascii_lowercase()),
        false => words.extend(c.to_lowercase()),
    }
}

/// A set of [`Sense`]s.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Senses(u128);

impl fmt::Debug for Senses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(SENSES.iter().filter(|sense| self.has(**sense))).finish()
    }
}

impl Senses {
    /// No sense at all.
    pub(crate) const NONE: Self = Self(0);

    /// The set of one sense.
    pub(crate) const fn of(sense: Sense) -> Self {
        Self(1 << sense as u8)
    }

    /// Both sets, in a constant.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without another.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the sets share a sense.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the sense is in the set.
    pub(crate) const fn has(self, sense: Sense) -> bool {
        self.0 >> sense as u8 & 1 != 0
    }
}

impl BitOr for Senses {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.and(other)
    }
}

/// Bits that tell in which form a verb was written.
pub(crate) mod form {
    /// As listed: build.
    pub(crate) const BASE: u8 = 1;
    /// Third person: builds.
    pub(crate) const THIRD: u8 = 2;
    /// Past or participle: built.
    pub(crate) const PAST: u8 = 4;
    /// Gerund: building.
    pub(crate) const GERUND: u8 = 8;
}

struct Word {
    at: u32,
    len: u8,
    forms: u8,
    phrases: u16,
    count: u8,
    senses: Senses,
}

struct Phrase {
    words: u16,
    rest: u8,
    sense: u8,
    note: u16,
    forms: u8,
    verb: bool,
}

/// The number of a word in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordId(u16);

/// The longest phrases that begin at a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// Length in words, at least two.
    pub(crate) len: usize,
    /// Everything the phrase means.
    pub(crate) senses: Senses,
    /// Form bits of its verb.
    pub(crate) forms: u8,
    /// Whether it is headed by its first word, as verbs are.
    pub(crate) verb: bool,
}

/// The word in the vocabulary, whatever its case.
pub(crate) fn word(text: &str) -> Option<WordId> {
    if text.is_ascii() {
        let bytes = text.as_bytes();
        let same = |word: &[u8]| word.len() == bytes.len() && word.eq_ignore_ascii_case(bytes);
        find(hash::hash(bytes.iter().map(u8::to_ascii_lowercase)), same)
    } else {
        let lower = text.to_lowercase();
        find(hash::hash(lower.bytes()), |word| word == lower.as_bytes())
    }
}

fn find(hash: u32, equal: impl Fn(&[u8]) -> bool) -> Option<WordId> {
    probe(SLOTS, hash, |number| equal(WordId(number).bytes())).map(WordId)
}

impl WordId {
    fn entry(self) -> &'static Word {
        &WORDS[usize::from(self.0)]
    }

    fn phrases(self) -> &'static [Phrase] {
        let Word { phrases, count, .. } = self.entry();
        &PHRASES[usize::from(*phrases)..][..usize::from(*count)]
    }

    /// The bytes of the word in lower case.
    fn bytes(self) -> &'static [u8] {
        let Word { at, len, .. } = self.entry();
        &BLOB.as_bytes()[*at as usize..][..usize::from(*len)]
    }

    /// A number of its own, below 65,536.
    pub(crate) fn number(self) -> u16 {
        self.0
    }

    /// What the word means by itself.
    pub(crate) fn senses(self) -> Senses {
        self.entry().senses
    }

    /// The form bits of the word by itself.
    pub(crate) fn forms(self) -> u8 {
        self.entry().forms
    }

    /// The lexicon's note on the word by itself in one of its senses.
    pub(crate) fn note(self, sense: Sense) -> &'static str {
        let own = self.phrases().iter().find(|phrase| phrase.rest == 0 && phrase.sense == sense as u8);
        own.map_or("", |phrase| NOTES[usize::from(phrase.note)])
    }

    /// The lexicon's note on the phrase of `len` words that begins with this word in one of its senses.
    pub(crate) fn phrase_note(self, following: impl Fn(usize) -> Option<WordId>, len: usize, sense: Sense) -> &'static str {
        let fits =
            |phrase: &&Phrase| usize::from(phrase.rest) + 1 == len && phrase.sense == sense as u8 && phrase.fits(&following);
        self.phrases().iter().find(fits).map_or("", |phrase| NOTES[usize::from(phrase.note)])
    }

    /// The longest phrase of at least two words that begins here; `following(n)` is the n-th word after this one.
    pub(crate) fn longest(self, following: impl Fn(usize) -> Option<WordId>) -> Option<Match> {
        let mut found: Option<Match> = None;
        following(1)?;
        for phrase in self.phrases() {
            let len = usize::from(phrase.rest) + 1;
            if len < 2 || found.is_some_and(|found| found.len > len) {
                break;
            }
            if phrase.fits(&following) {
                let one = Senses(1 << phrase.sense);
                let (senses, forms, verb) =
                    found.map_or((one, phrase.forms, phrase.verb), |f| (f.senses | one, f.forms | phrase.forms, f.verb));
                found = Some(Match { len, senses, forms, verb });
            }
        }
        found
    }
}

impl Phrase {
    fn fits(&self, following: &impl Fn(usize) -> Option<WordId>) -> bool {
        let rest = &PHRASE_WORDS[usize::from(self.words)..][..usize::from(self.rest)];
        rest.iter().zip(1..).all(|(word, n)| following(n) == Some(WordId(*word)))
    }
}
