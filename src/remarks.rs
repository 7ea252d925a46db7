//! Words, sentences and lexicon terms of any text: what people write beside their statements is read for what it says about the OKRs, not for
//! a measure. Linear in the text, and nothing is built at start; a text without a word that begins a term is not even split into words.

mod link;
mod terms;

use std::ops::Range;

pub(crate) use link::Sentence;
pub(crate) use terms::{
    APPRAISAL, BAU, CHANGES, COURSE, EVALUATION, EXPERIMENTS, GROWTH, JUDGING, PAY, ROLLOUT, SHOCKS, SOURCES, STEADY, Terms,
};

use crate::lexicon;

/// The longest term of a lexicon that is looked for, in words.
const LONGEST: usize = 6;

/// A text in words.
#[derive(Debug)]
pub(crate) struct Remark {
    /// The words in lower case, `’` as `'`, one space between two.
    lower: String,
    words: Vec<Word>,
    /// The sign behind the last word.
    last: Option<char>,
}

#[derive(Debug)]
struct Word {
    /// Where it stands in the lower-case text.
    lower: Range<usize>,
    /// Where it stands in the text.
    text: Range<usize>,
    /// The sign that divides it from the word before; `None` where only a space or a sign inside a term (`-`, `/`, `%`) stands there.
    before: Option<char>,
    /// Whether it begins with a capital.
    capital: bool,
}

/// A term of a lexicon in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    /// The words it takes.
    pub(crate) words: Range<usize>,
    /// Its class.
    pub(crate) class: &'static str,
}

impl Remark {
    /// Splits a text into words.
    pub(crate) fn new(text: &str) -> Self {
        let mut remark = Self { lower: String::with_capacity(text.len()), words: Vec::with_capacity(text.len() / 5), last: None };
        let mut gap = 0;
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            if !first.is_alphanumeric() {
                at += first.len_utf8();
                continue;
            }
            let end = at + word_len(&text[at..]);
            let before = divider(&text[gap..at]);
            let start = remark.lower.len() + usize::from(!remark.lower.is_empty());
            if start > 0 {
                remark.lower.push(' ');
            }
            let written = &text[at..end];
            if written.is_ascii() {
                remark.lower.push_str(written);
                remark.lower[start..].make_ascii_lowercase();
            } else {
                written.chars().for_each(|c| lexicon::push_lower(&mut remark.lower, if c == '’' { '\'' } else { c }));
            }
            let lower = start..remark.lower.len();
            remark.words.push(Word { lower, text: at..end, before, capital: first.is_uppercase() });
            (gap, at) = (end, end);
        }
        remark.last = divider(&text[gap..]);
        remark
    }

    /// The number of words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// A word in lower case; empty past the end.
    pub(crate) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| &self.lower[word.lower.clone()])
    }

    /// Whether a word begins with a capital.
    pub(crate) fn is_capital(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.capital)
    }

    /// The sign that divides a word, or the end of the text, from the word before: `.` and the like between sentences; `None` inside a run
    /// of words.
    pub(crate) fn sign_before(&self, index: usize) -> Option<char> {
        self.words.get(index).map_or(self.last, |word| word.before)
    }

    /// The bytes of the text that some words take.
    pub(crate) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match (self.words.get(words.start), self.words.get(words.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if words.start < words.end => first.text.start..last.text.end,
            _ => 0..0,
        }
    }

    /// The sentences, as ranges of words.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            if start >= self.len() {
                return None;
            }
            let from = start;
            let ends = |word: &Word| matches!(word.before, Some('.' | '!' | '?' | '\n'));
            start = from + 1 + self.words[from + 1..].iter().position(ends).unwrap_or(self.len() - from - 1);
            Some(from..start)
        })
    }

    /// The terms of a lexicon among some words: the longest at each place, none inside another, none across a dividing sign.
    pub(crate) fn terms(&self, terms: &'static Terms, words: Range<usize>) -> Vec<Term> {
        let mut found = Vec::new();
        let mut at = words.start;
        while at < words.end {
            let term = self.term(terms, at, words.end);
            at = term.as_ref().map_or(at + 1, |term| term.words.end);
            found.extend(term);
        }
        found
    }

    fn term(&self, terms: &'static Terms, at: usize, end: usize) -> Option<Term> {
        if !terms.may_begin_with(self.word(at)) {
            return None;
        }
        let reach = (at + LONGEST).min(end);
        let joined = (at + 1..reach).find(|next| self.words[*next].before.is_some()).unwrap_or(reach);
        (at + 1..=joined).rev().find_map(|end| {
            let lower = self.words[at].lower.start..self.words[end - 1].lower.end;
            Some(Term { words: at..end, class: terms.class(&self.lower[lower])? })
        })
    }
}

/// Whether a text has a term of one of these classes.
pub(crate) fn mentions(text: &str, terms: &'static Terms, classes: &[&str]) -> bool {
    let has = |remark: Remark| remark.terms(terms, 0..remark.len()).iter().any(|term| classes.contains(&term.class));
    terms.may_be_in(text) && has(Remark::new(text))
}

/// Length of a word: letters and digits, an apostrophe between letters, a point or comma between digits.
fn word_len(text: &str) -> usize {
    // Most words are plain and end at a space.
    let run = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if matches!(text.as_bytes().get(run), None | Some(b' ')) {
        return run;
    }
    let mut last = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let inner = match c {
            '\'' | '’' => last.is_alphabetic() && next.is_alphabetic(),
            '.' | ',' => last.is_ascii_digit() && next.is_ascii_digit(),
            _ => c.is_alphanumeric(),
        };
        if !inner {
            return at;
        }
        last = c;
    }
    text.len()
}

/// What divides two words with these signs between them: the end of a sentence before anything weaker.
fn divider(gap: &str) -> Option<char> {
    if gap == " " {
        return None;
    }
    let mut found = None;
    let mut chars = gap.chars().peekable();
    while let Some(c) = chars.next() {
        let spaced = chars.peek().is_some_and(|next| next.is_whitespace() || matches!(next, '"' | '”' | ')' | '*' | '_'));
        match c {
            '\n' | '!' | '?' => return Some(c),
            '.' if spaced && !gap.starts_with(' ') => return Some(c),
            '(' | '[' | ')' | ']' | ';' | ':' | '=' | '→' | '—' | '–' | '|' => found = found.or(Some(c)),
            '-' if gap.starts_with(' ') && spaced => found = found.or(Some('—')),
            ',' => found = found.or(Some(',')),
            _ => {}
        }
    }
    found
}

/// Whether a sentence of a text says that OKRs do not decide about pay or ratings.
pub(crate) fn parts_from_judging(text: &str) -> bool {
    const MATTERS: [&str; 4] = ["pay", "sales-pay", "appraisal", "appraisal-word"];
    let remark = Remark::new(text);
    remark.sentences().any(|words| {
        let sentence = Sentence::new(&remark, words.clone());
        remark.terms(&EVALUATION, words).iter().any(|term| MATTERS.contains(&term.class) && sentence.parts(term))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_sentences() {
        let text = "Scores stay with the team. Is 0.8 good? Yes, e.g. for us\nPay is elsewhere";
        let remark = Remark::new(text);
        let sentences: Vec<&str> = remark.sentences().map(|words| &text[remark.bytes(words)]).collect();
        assert_eq!(sentences, ["Scores stay with the team", "Is 0.8 good", "Yes, e.g", "for us", "Pay is elsewhere"]);
    }

    #[test]
    fn the_longest_term_wins_and_none_crosses_a_sign() {
        let classes = |text: &str| {
            let remark = Remark::new(text);
            remark.terms(&EVALUATION, 0..remark.len()).iter().map(|term| term.class).collect::<Vec<_>>()
        };
        assert_eq!(classes("a Performance-review, then the workers’ compensation"), ["appraisal", "subject"]);
        assert_eq!(classes("performance, review of sensor calibration"), ["subject"]);
        assert_eq!(classes("nothing of that kind, ünïcode — ()"), [] as [&str; 0]);
    }
}
