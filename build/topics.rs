//! The topics of the rules: for each word or pair of words that begins a term of a topic, the bits of the topics that a document with it
//! may speak of.

use std::collections::BTreeMap;

use super::hash::{hash, pair};
use super::inflection::inflect;
use super::rule_file::TopicFile;
use super::vocabulary::Term;

/// Topics as they are asked for.
pub(crate) struct Topics<'t> {
    terms: &'t [Term],
    known: Vec<TopicFile>,
    /// The bits by the hash of a term's only word or of its first two.
    openings: BTreeMap<u32, u32>,
}

impl<'t> Topics<'t> {
    pub(crate) fn new(terms: &'t [Term]) -> Self {
        Self { terms, known: Vec::new(), openings: BTreeMap::new() }
    }

    /// The bit of a topic.
    pub(crate) fn bit(&mut self, topic: &TopicFile) -> Result<u32, String> {
        if let Some(index) = self.known.iter().position(|known| known == topic) {
            return Ok(1 << index);
        }
        if self.known.len() == 32 {
            return Err("there are more than 32 topics".to_owned());
        }
        let bit = 1 << self.known.len();
        for class in &topic.class {
            let of_class = |term: &&Term| term.lexicon == topic.lexicon && term.class == *class;
            let mut terms = self.terms.iter().filter(of_class).peekable();
            terms
                .peek()
                .ok_or_else(|| format!("`topic` names class {class:?}, which lexicon {:?} does not have", topic.lexicon))?;
            for (words, _) in terms.flat_map(|term| inflect(&words(&term.text), term.inflect)) {
                *self.openings.entry(opening(&words)?).or_default() |= bit;
            }
        }
        self.known.push(topic.clone());
        Ok(bit)
    }

    /// The code of `static TOPICS: &[(u32, u32)]`: a hash table of openings and their bits, (0, 0) where nothing stands.
    pub(crate) fn table(&self) -> String {
        let size = (self.openings.len() * 4).next_power_of_two();
        let mut slots = vec![(0, 0); size];
        for (&hash, &bits) in &self.openings {
            let mut slot = hash as usize % size;
            while slots[slot] != (0, 0) {
                slot = (slot + 1) % size;
            }
            slots[slot] = (hash, bits);
        }
        format!(
            "/// The bits of topics by the hash of a term's opening.\npub(crate) static TOPICS: &[(u32, u32)] = &{slots:?};\n"
        )
    }
}

/// The words of a term as a document's words are found: runs of ASCII letters and digits.
fn words(term: &str) -> Vec<String> {
    term.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn opening(words: &[String]) -> Result<u32, String> {
    match words {
        [] => Err("a term of a topic has no word in ASCII letters".to_owned()),
        [only] => Ok(hash(only.bytes())),
        [first, second, ..] => Ok(pair(hash(first.bytes()), hash(second.bytes()))),
    }
}
