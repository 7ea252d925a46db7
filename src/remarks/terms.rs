//! The lexicons whose terms are looked for in any text.

use crate::lexicon::{
    self, BAU_TERMS, CHANGE_TERMS, CHECK_IN_TERMS, DATA_SOURCES, EVALUATION_TERMS, EXPERIMENT_TERMS, LINK_GRAMMAR, ROLLOUT_TERMS,
    STEADY_TEAMS, Table, openings,
};

/// A lexicon, with filters of the words that begin its terms.
#[derive(Debug)]
pub(crate) struct Terms {
    table: &'static Table,
    /// Length of the longest term in bytes.
    longest: usize,
    /// The first words.
    heads: Filter,
    /// The first two words, or the only one.
    openings: Filter,
}

/// A Bloom filter of hashes, two bits a hash.
#[derive(Debug)]
struct Filter([u64; WORDS]);

/// 8192 bits for some hundred hashes: about one other in a thousand passes.
const WORDS: usize = 128;

impl Filter {
    const fn bits(hash: u32) -> (usize, usize) {
        // The lowest bits of this hash are its weakest.
        ((hash >> 3) as usize % (WORDS * 64), (hash >> 17) as usize % (WORDS * 64))
    }

    const fn add(&mut self, hash: u32) {
        let (one, other) = Self::bits(hash);
        self.0[one / 64] |= 1 << (one % 64);
        self.0[other / 64] |= 1 << (other % 64);
    }

    fn has(&self, hash: u32) -> bool {
        let (one, other) = Self::bits(hash);
        self.0[one / 64] >> (one % 64) & self.0[other / 64] >> (other % 64) & 1 != 0
    }
}

/// Pay, appraisal, ranking and blame.
pub(crate) static EVALUATION: Terms = Terms::of(EVALUATION_TERMS);
/// Where pay may be spoken of.
pub(crate) static PAY: Terms = Terms::of_classes(EVALUATION_TERMS, &["pay", "sales-pay"]);
/// Where appraisal may be spoken of.
pub(crate) static APPRAISAL: Terms = Terms::of_classes(EVALUATION_TERMS, &["appraisal", "appraisal-word"]);
/// Where people may be ranked or blamed.
pub(crate) static JUDGING: Terms =
    Terms::of_classes(EVALUATION_TERMS, &["ranking", "shame", "fault", "fault-of", "blame", "failing"]);
/// What ties two things together or parts them.
pub(crate) static LINKS: Terms = Terms::of(LINK_GRAMMAR);
/// Hypotheses, decisions, lessons.
pub(crate) static EXPERIMENTS: Terms = Terms::of(EXPERIMENT_TERMS);
/// What tells of a change, why it was made, or nothing at all.
pub(crate) static CHANGES: Terms = Terms::of(CHANGE_TERMS);
/// What keeps things as they are.
pub(crate) static BAU: Terms = Terms::of(BAU_TERMS);
/// Where numbers are read.
pub(crate) static SOURCES: Terms = Terms::of(DATA_SOURCES);
/// How OKRs are brought in, what became of that, and what is only passing.
pub(crate) static ROLLOUT: Terms = Terms::of_classes(ROLLOUT_TERMS, &["plan", "review", "passing"]);
/// Events that explain a lost cycle.
pub(crate) static SHOCKS: Terms = Terms::of_classes(ROLLOUT_TERMS, &["shock"]);
/// What people take up for themselves.
pub(crate) static GROWTH: Terms = Terms::of_classes(ROLLOUT_TERMS, &["growth"]);
/// What check-ins say about the course.
pub(crate) static COURSE: Terms = Terms::of(CHECK_IN_TERMS);
/// Teams that keep a promise every day.
pub(crate) static STEADY: Terms = Terms::of(STEADY_TEAMS);

impl Terms {
    const fn of(table: &'static Table) -> Self {
        Self::of_classes(table, &[])
    }

    /// A lexicon whose filter lets only the terms of these classes pass; of all classes where none is named.
    const fn of_classes(table: &'static Table, classes: &[&str]) -> Self {
        let (mut heads, mut openings) = (Filter([0; WORDS]), Filter([0; WORDS]));
        let mut at = 0;
        while at < table.entries.len() {
            if classes.is_empty() || is_one(table.entries[at].class, classes) {
                let term = table.entries[at].term.as_bytes();
                heads.add(openings::word(term, 0).0);
                openings.add(openings::of_term(term));
            }
            at += 1;
        }
        Self { table, longest: table.longest, heads, openings }
    }

    /// The class of a term, given in lower case with one space between its words.
    pub(super) fn class(&self, term: &str) -> Option<&'static str> {
        let known = (term.len() <= self.longest).then(|| lexicon::exact(self.table, term))?;
        known.first().map(|entry| entry.class)
    }

    /// Whether a word may begin a term; false for most words that do not.
    pub(crate) fn may_begin_with(&self, text: &str) -> bool {
        self.heads.has(openings::word(text.as_bytes(), 0).0)
    }

    /// Whether a term may begin somewhere in the text; false for most texts in which none does.
    pub(crate) fn may_be_in(&self, text: &str) -> bool {
        openings::any(text, |opening| self.openings.has(opening))
    }
}

const fn is_one(class: &str, classes: &[&str]) -> bool {
    let mut at = 0;
    while at < classes.len() {
        if same(class.as_bytes(), classes[at].as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_passes_its_own_filter() {
        for terms in [&EVALUATION, &LINKS, &EXPERIMENTS, &CHANGES, &BAU, &SOURCES, &STEADY, &COURSE] {
            for entry in terms.table.entries {
                assert!(terms.may_be_in(&format!("so: ({})", entry.term.to_uppercase())), "{}", entry.term);
                assert!(terms.may_begin_with(entry.term) && terms.class(entry.term) == Some(entry.class), "{}", entry.term);
                assert!(entry.term.split(' ').count() <= super::super::LONGEST, "{}", entry.term);
            }
        }
    }

    #[test]
    fn most_other_words_do_not() {
        let words = ["wait", "doctor", "invoices", "raise", "from", "to", "cut", "orders", "harvest", "ward", "the", "of", "by"];
        assert!(words.iter().filter(|word| EVALUATION.may_begin_with(word)).count() < 2);
    }
}
