//! Lays out every word and phrase of the statement lexicons as static tables: a hash table of words and, for each word, the
//! phrases that begin with it. Looking up a statement then costs one probe a word and nothing at start.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::hash;
use crate::inflection::{Inflect, inflect};

/// A term of a lexicon.
pub(crate) struct Term {
    pub(crate) text: String,
    pub(crate) lexicon: String,
    pub(crate) class: String,
    pub(crate) note: String,
    pub(crate) inflect: Inflect,
    /// Whether it is looked up in every statement.
    pub(crate) statement: bool,
    /// Whether it stands for words of statements or texts, not for labels and keys.
    pub(crate) words: bool,
}

#[derive(Default)]
struct Word {
    senses: u128,
    forms: u8,
    phrases: Vec<Phrase>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Phrase {
    words: Vec<String>,
    sense: usize,
    note: usize,
    forms: u8,
    verb: bool,
}

/// The words of a term, split where the reader of statements splits them.
pub(crate) fn split(term: &str) -> Vec<String> {
    term.to_lowercase().split([' ', '-', '/']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn camel(lexicon: &str, class: &str) -> String {
    let parts = lexicon.split('-').chain(class.split(['-', ' ']));
    parts.map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

/// The Rust source of the tables.
pub(crate) fn vocabulary(terms: &[&Term]) -> Result<String, Box<dyn std::error::Error>> {
    let mut senses: Vec<(String, String)> = terms.iter().map(|term| (term.lexicon.clone(), term.class.clone())).collect();
    senses.sort();
    senses.dedup();
    if senses.len() > 128 {
        return Err(format!("{} lexicon classes do not fit the 128 bits of a sense set", senses.len()).into());
    }
    let mut notes = vec![String::new()];
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    for term in terms {
        let sense = senses.partition_point(|pair| *pair < (term.lexicon.clone(), term.class.clone()));
        let note = notes.iter().position(|note| *note == term.note).unwrap_or_else(|| {
            notes.push(term.note.clone());
            notes.len() - 1
        });
        for (forms, bits) in inflect(&split(&term.text), term.inflect) {
            for word in &forms {
                words.entry(word.clone()).or_default();
            }
            let first = words.get_mut(&forms[0]).ok_or("a term has no word")?;
            if forms.len() == 1 {
                first.senses |= 1 << sense;
                first.forms |= bits;
            }
            first.phrases.push(Phrase { words: forms, sense, note, forms: bits, verb: term.inflect == Inflect::Verb });
        }
    }
    let mut code = String::new();
    write_senses(&mut code, &senses)?;
    write_words(&mut code, words)?;
    writeln!(code, "static NOTES: &[&str] = &{notes:?};")?;
    Ok(code)
}

fn write_senses(code: &mut String, senses: &[(String, String)]) -> Result<(), std::fmt::Error> {
    writeln!(code, "/// A class of a lexicon whose terms are looked up in statements.")?;
    writeln!(code, "#[derive(Debug, Clone, Copy, PartialEq, Eq)]\n#[repr(u8)]\npub(crate) enum Sense {{")?;
    for (lexicon, class) in senses {
        writeln!(code, "    /// Class `{class}` of `{lexicon}`.\n    {},", camel(lexicon, class))?;
    }
    writeln!(code, "}}\nstatic SENSES: &[Sense] = &[")?;
    for (lexicon, class) in senses {
        writeln!(code, "    Sense::{},", camel(lexicon, class))?;
    }
    writeln!(code, "];\n/// The senses of a whole lexicon.\npub(crate) mod any {{\n    use super::Senses;")?;
    let mut lexicons: BTreeMap<&str, u128> = BTreeMap::new();
    for (index, (lexicon, _)) in senses.iter().enumerate() {
        *lexicons.entry(lexicon).or_default() |= 1 << index;
    }
    for (lexicon, mask) in lexicons {
        writeln!(code, "    pub(crate) const {}: Senses = Senses({mask:#x});", lexicon.to_uppercase().replace('-', "_"))?;
    }
    writeln!(code, "}}")
}

fn write_words(code: &mut String, mut words: BTreeMap<String, Word>) -> Result<(), Box<dyn std::error::Error>> {
    let index: BTreeMap<String, usize> = words.keys().cloned().zip(0..).collect();
    let mut blob = String::new();
    let (mut rows, mut phrases, mut phrase_words) = (String::new(), String::new(), String::new());
    let (mut phrase_count, mut phrase_word_count) = (0, 0);
    for (text, word) in &mut words {
        // Longest first, so that the first phrase that fits is the longest.
        word.phrases.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.cmp(b)));
        word.phrases.dedup();
        let (count, at) = (word.phrases.len(), blob.len());
        writeln!(
            rows,
            "    Word {{ at: {at}, len: {}, forms: {}, phrases: {phrase_count}, count: {count}, senses: Senses({:#x}) }},",
            text.len(),
            word.forms,
            word.senses
        )?;
        blob.push_str(text);
        for phrase in &word.phrases {
            let rest = phrase.words.len() - 1;
            writeln!(
                phrases,
                "    Phrase {{ words: {phrase_word_count}, rest: {rest}, sense: {}, note: {}, forms: {}, verb: {} }},",
                phrase.sense, phrase.note, phrase.forms, phrase.verb
            )?;
            phrase.words[1..].iter().try_for_each(|word| write!(phrase_words, "{}, ", index[word]))?;
            phrase_word_count += rest;
        }
        phrase_count += count;
    }
    let slots = slots(index.iter().map(|(text, number)| (&**text, *number)))?;
    writeln!(code, "static BLOB: &str = {blob:?};\nstatic WORDS: &[Word] = &[\n{rows}];")?;
    writeln!(code, "static PHRASES: &[Phrase] = &[\n{phrases}];\nstatic PHRASE_WORDS: &[u16] = &[{phrase_words}];")?;
    writeln!(code, "static SLOTS: &[u32] = &{slots:?};")?;
    Ok(())
}

/// A hash table of words with their numbers: at the slot of the word's hash or the next free one the number plus one, below the upper half of
/// the hash; 0 is free.
pub(crate) fn slots<'w>(words: impl ExactSizeIterator<Item = (&'w str, usize)>) -> Result<Vec<u32>, std::num::TryFromIntError> {
    let size = (words.len() * 2).next_power_of_two();
    let mut slots = vec![0; size];
    for (text, number) in words {
        let hash = hash::hash(text.bytes());
        let mut slot = hash as usize % size;
        while slots[slot] != 0 {
            slot = (slot + 1) % size;
        }
        slots[slot] = hash & 0xffff_0000 | u32::from(u16::try_from(number + 1)?);
    }
    Ok(slots)
}
