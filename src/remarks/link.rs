//! Whether a sentence ties OKRs to something, such as pay, or says that it does not.

use std::ops::Range;

use super::terms::LINKS;
use super::{Remark, Term};

/// A sentence and the words of its grammar.
#[derive(Debug)]
pub(crate) struct Sentence<'r> {
    remark: &'r Remark,
    words: Range<usize>,
    grammar: Vec<Term>,
}

/// How far, in words, a word of the grammar may stand from the term it is about.
mod reach {
    pub(super) const OKR: usize = 12;
    pub(super) const LINK: usize = 8;
    pub(super) const TIE: usize = 4;
    pub(super) const NEXT: usize = 2;
}

impl<'r> Sentence<'r> {
    /// Reads the grammar of some words of a text.
    pub(crate) fn new(remark: &'r Remark, words: Range<usize>) -> Self {
        let grammar = remark.terms(&LINKS, words.clone());
        Self { remark, words, grammar }
    }

    /// Whether the sentence says that OKRs, or goals too where `goals` is set, decide about the term.
    pub(crate) fn ties(&self, term: &Term, goals: bool) -> bool {
        let clause = self.clause(term);
        self.is_plain()
            && self.speaks_of_okrs(term, &clause, goals)
            && (self.near(&["tie", "link"], term, reach::LINK, &clause) || self.equates(term, &clause) || self.withholds(term))
            && !self.denies(term, &clause)
    }

    /// Whether the sentence says that OKRs do not decide about the term.
    pub(crate) fn parts(&self, term: &Term) -> bool {
        let clause = self.clause(term);
        self.is_plain() && self.speaks_of_okrs(term, &clause, false) && self.denies(term, &clause)
    }

    /// Whether the sentence names OKRs at all.
    pub(crate) fn names_okrs(&self) -> bool {
        self.grammar.iter().any(|word| ["okr", "score"].contains(&word.class))
    }

    /// Whether a statement has the term in an aside that makes it what the result earns: "(pays 10% bonus)".
    pub(crate) fn rides_on(&self, term: &Term) -> bool {
        let aside =
            |index: &usize| matches!(self.remark.sign_before(*index), Some('(' | '[' | ';' | '—' | '–' | ',' | ':' | '='));
        let Some(start) = (self.words.start + 1..=term.words.start).rev().find(aside) else { return false };
        let closes = |index: &usize| self.remark.sign_before(*index).is_some();
        let end = (term.words.end..self.words.end).find(closes).unwrap_or(self.words.end);
        let clause = start..end;
        self.is_plain()
            && self.near(&["tie"], term, reach::TIE, &clause)
            && !self.denies(term, &clause)
            && !self.near(&["beneficiary"], term, usize::MAX, &clause)
    }

    /// Whether the sentence denies something near the term: "no one is to blame".
    pub(crate) fn denies(&self, term: &Term, clause: &Range<usize>) -> bool {
        let denied = self.within(clause).any(|word| word.class == "negation");
        denied && !self.withholds(term) && !self.grammar.iter().any(|word| word.class == "unless")
    }

    /// Whether the term is withheld on a condition: "missing a key result means no bonus", "no bonus without".
    fn withholds(&self, term: &Term) -> bool {
        let no = |word: &Term| {
            let mut between = word.words.end..=term.words.start;
            self.remark.word(word.words.start) == "no"
                && word.words.end <= term.words.start
                && term.words.start - word.words.end < reach::NEXT
                && between.all(|index| self.remark.sign_before(index).is_none())
        };
        let condition = |word: &Term| word.class == "condition" || self.remark.word(word.words.start) == "without";
        self.grammar.iter().any(no) && self.grammar.iter().any(condition)
    }

    /// The part of the sentence around the term, between words of contrast and strong signs.
    pub(crate) fn clause(&self, term: &Term) -> Range<usize> {
        let breaks = |index: usize| {
            matches!(self.remark.sign_before(index), Some(';' | '—'))
                || self.grammar.iter().any(|word| word.class == "contrast" && word.words.start == index)
        };
        let start = (self.words.start + 1..=term.words.start).rev().find(|index| breaks(*index)).unwrap_or(self.words.start);
        let end = (term.words.end..self.words.end).find(|index| breaks(*index)).unwrap_or(self.words.end);
        start..end
    }

    /// Whether the sentence asks nothing and warns of nothing.
    fn is_plain(&self) -> bool {
        self.remark.sign_before(self.words.end) != Some('?') && !self.grammar.iter().any(|word| word.class == "caution")
    }

    /// Whether OKRs are named near the term, or a pronoun of its clause takes them up from the clause before.
    fn speaks_of_okrs(&self, term: &Term, clause: &Range<usize>, goals: bool) -> bool {
        // Customers have goals and credit scores too.
        let ours = || !self.within(clause).any(|word| word.class == "beneficiary");
        let weak: &[&str] = if goals { &["score", "goal"] } else { &["score"] };
        let named = self.near(&["okr"], term, reach::OKR, clause) || self.near(weak, term, reach::OKR, clause) && ours();
        let before = self.grammar.iter().any(|word| word.class == "okr" && word.words.end <= clause.start);
        named || before && self.near(&["pronoun"], term, reach::OKR, clause)
    }

    /// Whether an equals sign stands in the clause: "Meets expectations = 0.7 average score".
    fn equates(&self, term: &Term, clause: &Range<usize>) -> bool {
        let from = term.words.start.saturating_sub(reach::LINK).max(clause.start);
        (from..clause.end.min(term.words.end + reach::LINK)).any(|index| self.remark.sign_before(index) == Some('='))
    }

    fn within(&self, clause: &Range<usize>) -> impl Iterator<Item = &Term> {
        self.grammar.iter().filter(|word| clause.start <= word.words.start && word.words.end <= clause.end)
    }

    /// Whether a word of these classes stands in the clause at most `reach` words from the term, and is not part of it.
    fn near(&self, classes: &[&str], term: &Term, reach: usize, clause: &Range<usize>) -> bool {
        self.within(clause).any(|word| {
            let apart = if word.words.end <= term.words.start {
                Some(term.words.start - word.words.end)
            } else {
                word.words.start.checked_sub(term.words.end)
            };
            classes.contains(&word.class) && apart.is_some_and(|apart| apart <= reach)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remarks::EVALUATION;

    fn ties(text: &str) -> bool {
        let remark = Remark::new(text);
        remark.sentences().any(|words| {
            let sentence = Sentence::new(&remark, words.clone());
            remark.terms(&EVALUATION, words).iter().any(|term| term.class != "subject" && sentence.ties(term, true))
        })
    }

    #[test]
    fn a_sentence_ties_or_parts() {
        for text in [
            "Scores above 0.8 trigger the annual salary increase",
            "20% of variable pay depends on the key results",
            "If we hit the target, everybody gets a gift card",
            "Bonuses are paid on OKR achievement.",
            "OKR scores are not only shared, they are also used for bonus decisions",
            "No bonus without an OKR score of 0.7",
            "Missing a KR means no bonus",
            "Bonuses are not paid unless the OKRs are met",
            "OKRs are not graded by managers, but they count for the salary review",
            "These OKRs will be used for calibration in December",
            "Meets expectations = 0.7 average score",
            "We do not score halfway; OKR results are an input to performance reviews",
        ] {
            assert!(ties(text), "{text}");
        }
    }

    #[test]
    fn a_denial_a_question_or_a_warning_ties_nothing() {
        for text in [
            "OKR scores are not an input to pay or bonus decisions",
            "scores are not linked to bonus",
            "OKRs have no impact on pay",
            "No bonus is tied to OKR scores",
            "Compensation is decided separately from OKRs",
            "OKRs are independent of salary decisions and kept apart from performance reviews",
            "Performance reviews use their own form; OKR scores stay with the team",
            "Are OKRs tied to compensation?",
            "Tying OKRs to bonuses leads to sandbagging",
            "Avoid linking OKRs with performance reviews",
            "OKRs are not tied to pay, but bonuses follow the profit of the company",
            "Customers whose goals are met receive a bonus",
            "OKR scores don’t affect ratings or promotions",
            "The objective is linked to the workers' compensation backlog",
        ] {
            assert!(!ties(text), "{text}");
        }
    }

    #[test]
    fn an_aside_says_what_a_result_earns() {
        let rides = |text: &str| {
            let remark = Remark::new(text);
            let sentence = Sentence::new(&remark, 0..remark.len());
            remark.terms(&EVALUATION, 0..remark.len()).iter().any(|term| sentence.rides_on(term))
        };
        assert!(rides("Close 40 deals (pays 10% bonus)") && rides("Win 12 tenders; counts for the annual review"));
        assert!(!rides("Bonuses paid on time from 92% to 99%") && !rides("Close 40 deals (not tied to bonus)"));
        assert!(!rides("Referrals from 40 to 90 (members earn a bonus)"));
    }
}
