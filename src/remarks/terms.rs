//! The lexicons whose terms are looked for in any text.

use crate::lexicon::{
    self, BAU_TERMS, CHANGE_TERMS, CHECK_IN_TERMS, DATA_SOURCES, EVALUATION_TERMS, EXPERIMENT_TERMS, LINK_GRAMMAR, ROLLOUT_TERMS, STEADY_TEAMS,
    Table,
};

/// A lexicon, with a filter of the words that begin its terms.
#[derive(Debug)]
pub(crate) struct Terms {
    table: &'static Table,
    /// Length of the longest term in bytes.
    longest: usize,
    /// A Bloom filter of the first words, two bits a word.
    heads: [u64; HEADS],
}

/// 8192 bits for some hundred words: about one other word in a thousand is looked up for nothing.
const HEADS: usize = 128;

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
/// How OKRs are brought in, and what explains a lost cycle.
pub(crate) static ROLLOUT: Terms = Terms::of(ROLLOUT_TERMS);
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
        let mut heads = [0; HEADS];
        let mut at = 0;
        while at < table.entries.len() {
            if classes.is_empty() || is_one(table.entries[at].class, classes) {
                let (one, other) = head(table.entries[at].term.as_bytes(), 0).0;
                heads[one / 64] |= 1 << (one % 64);
                heads[other / 64] |= 1 << (other % 64);
            }
            at += 1;
        }
        Self { table, longest: table.longest, heads }
    }

    /// The class of a term, given in lower case with one space between its words.
    pub(super) fn class(&self, term: &str) -> Option<&'static str> {
        let known = (term.len() <= self.longest).then(|| lexicon::exact(self.table, term))?;
        known.first().map(|entry| entry.class)
    }

    /// Whether a word may begin a term; false for most words that do not.
    pub(crate) fn may_begin_with(&self, word: &str) -> bool {
        self.has(head(word.as_bytes(), 0).0)
    }

    /// Whether a word of the text may begin a term.
    pub(crate) fn may_be_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (bits, end) = head(bytes, at);
            if end > at && self.has(bits) {
                return true;
            }
            at = end + 1;
        }
        false
    }

    fn has(&self, (one, other): (usize, usize)) -> bool {
        self.heads[one / 64] >> (one % 64) & self.heads[other / 64] >> (other % 64) & 1 != 0
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

/// The two bits of the word of ASCII letters and digits that begins at a place, whatever its case, and where it ends. First words of terms
/// are ASCII, up to an apostrophe.
const fn head(bytes: &[u8], mut at: usize) -> ((usize, usize), usize) {
    let mut hash: u32 = 0x811c_9dc5;
    while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
        hash = (hash ^ bytes[at].to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    // The lowest bits of this hash are its weakest.
    (((hash >> 3) as usize % (HEADS * 64), (hash >> 17) as usize % (HEADS * 64)), at)
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
