//! OKRs that decide about a person's pay or rating.

use super::texts::{Said, texts};
use crate::checks::{Finding, SetContext};
use crate::remarks::{APPRAISAL, EVALUATION, PAY, Remark, Sentence, Term, Terms};

/// What OKRs must not decide about, as classes of the lexicon.
struct Matter {
    /// Passes the texts that may speak of it.
    filter: &'static Terms,
    /// Words that mean it wherever they stand; goals and targets beside them are enough.
    sure: &'static str,
    /// Words that mean other things too; they count only beside OKRs by name.
    likely: &'static str,
}

/// Text that ties achievement to money.
pub(super) fn pay_linked<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    linked(set, &Matter { filter: &PAY, sure: "pay", likely: "sales-pay" })
}

/// Text that ties achievement to a rating, a review, a promotion.
pub(super) fn appraisal_linked<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    linked(set, &Matter { filter: &APPRAISAL, sure: "appraisal", likely: "appraisal-word" })
}

fn linked<'a>(set: &SetContext<'a>, matter: &Matter) -> Vec<Finding<'a>> {
    texts(set).iter().flat_map(|said| links(said, matter)).collect()
}

/// At most one finding a sentence.
fn links<'a>(said: &Said<'a>, matter: &Matter) -> Vec<Finding<'a>> {
    let text = said.text.as_str();
    if !matter.filter.may_be_in(text) {
        return Vec::new();
    }
    let remark = Remark::new(text);
    let linked = remark.sentences().filter_map(|words| {
        let terms = remark.terms(&EVALUATION, words.clone());
        let wanted = |term: &&Term| term.class == matter.sure || term.class == matter.likely;
        let first = terms.iter().find(wanted)?;
        let sentence = Sentence::new(&remark, words);
        // Where the statement is about pay, an aside about pay explains it.
        let rides = |term: &Term| said.is_statement && term == first && sentence.rides_on(term);
        let term = terms.iter().filter(wanted).find(|term| sentence.ties(term, term.class == matter.sure) || rides(term))?;
        let bytes = remark.bytes(term.words.clone());
        Some(said.finding(bytes.clone()).with("term", &text[bytes]))
    });
    linked.collect()
}
