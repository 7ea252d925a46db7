//! Whether a text tells why something was changed. It must speak of the change, and say more than what was changed: what remains of it without
//! the words of the statement, the values and the words that any log is full of.

use std::collections::HashSet;

use crate::follow::{content_words, stem};
use crate::model::Item;
use crate::remarks::{CHANGES, Remark, Term};
use crate::statement::{Amount, Reading};

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// At the very objective or key result, as a line of its change log or new with the change.
    Beside,
    /// At the very objective or key result, for whatever cause: a note, a check-in.
    Own,
    /// Elsewhere in the document.
    Elsewhere,
    /// It is what was said when the change was committed.
    Message,
}

/// Words that must remain for a reason without a word such as "because".
const WITHOUT_CAUSE: usize = 3;
/// Words that must remain for a reason with such a word.
const WITH_CAUSE: usize = 2;

/// What was changed: the names, values and words by which a text may speak of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subject {
    /// The words of its ids: all of them, and the last part alone.
    names: HashSet<String>,
    /// Numbers as written, before and after.
    values: Vec<[String; 2]>,
    /// Stems of its statement, before and after.
    stems: HashSet<String>,
}

impl Subject {
    /// An objective or key result in two states.
    pub(crate) fn new(before: (&Item, &Reading), after: Option<(&Item, &Reading)>) -> Self {
        let mut subject = Self::default();
        for (item, _) in [Some(before), after].into_iter().flatten() {
            if let Some(id) = &item.id {
                let id = id.value.to_lowercase();
                subject.names.extend(id.rsplit('-').next().map(str::to_owned));
                subject.names.insert(id);
            }
            subject.stems.extend(content_words(item.text.as_str()).map(stem));
        }
        if let Some(after) = after {
            let amounts = |reading: &Reading| [reading.target.clone(), reading.baseline.clone()];
            let both = amounts(before.1).into_iter().zip(amounts(after.1));
            subject
                .values
                .extend(both.filter_map(|(old, new)| Some([digits(&old?)?, digits(&new?)?])).filter(|[old, new]| old != new));
        }
        subject
    }

    /// Whether a text tells why this was changed.
    pub(crate) fn is_explained_by(&self, text: &str, standing: Standing) -> bool {
        let remark = Remark::new(text);
        let terms = remark.terms(&CHANGES, 0..remark.len());
        let has = |class: &str| terms.iter().any(|term| term.class == class);
        let (cause, change) = (has("cause"), has("change"));
        let named = self.is_named_in(text, &remark);
        let valued = self.values.iter().any(|values| values.iter().all(|value| has_number(&remark, value)));
        let speaks = match standing {
            Standing::Beside => true,
            Standing::Own => valued || change,
            Standing::Elsewhere => valued || change && (named || has("target")),
            Standing::Message => cause || change || named || valued,
        };
        if !speaks {
            return false;
        }
        // "…: the portal opens in May": what follows a colon or dash explains what stands before.
        let clause = (1..remark.len()).find(|at| matches!(remark.sign_before(*at), Some(':' | '—' | '–' | ';' | '(')));
        let leads_on = clause.is_some_and(|at| self.left(&remark, &terms, at) >= WITH_CAUSE);
        leads_on || self.left(&remark, &terms, 0) >= if cause { WITH_CAUSE } else { WITHOUT_CAUSE }
    }

    /// Whether the text names it by an id.
    fn is_named_in(&self, text: &str, remark: &Remark) -> bool {
        let lower = text.to_lowercase();
        let last = |name: &String| (0..remark.len()).any(|at| remark.word(at) == name);
        self.names.iter().any(|name| if name.contains('-') { lower.contains(name.as_str()) } else { last(name) })
    }

    /// How many words from one on say something that neither the statement nor any log entry would.
    fn left(&self, remark: &Remark, terms: &[Term], from: usize) -> usize {
        let taken = |at: usize| terms.iter().any(|term| term.words.contains(&at));
        let says = |at: usize| {
            let word = remark.word(at);
            content_words(word).next().is_some() && !self.names.contains(word) && !self.stems.contains(&stem(word))
        };
        (from..remark.len()).filter(|at| !taken(*at) && says(*at)).count()
    }
}

/// The number of an amount as written, without its unit.
fn digits(amount: &Amount) -> Option<String> {
    let text: String = amount.text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let text = text.trim_matches(['.', ',']);
    (!text.is_empty()).then(|| text.to_owned())
}

fn has_number(remark: &Remark, digits: &str) -> bool {
    (0..remark.len()).any(|at| remark.word(at).trim_end_matches(|c: char| !c.is_ascii_digit()) == digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Format;
    use crate::read::{self, Context};
    use crate::source::Source;

    fn subject() -> Subject {
        let of = |target: &str| {
            let text = format!(
                "# Desk, 2026-Q1\n\n## Objective: Errands at home\n\n- KR1: Raise digital completion from 31% to {target}\n"
            );
            read::read(&Source::new("a.md", text), Format::Markdown, &Context::default()).document
        };
        let (before, after) = (of("45%"), of("38%"));
        let item = |document: &crate::model::Document| document.objectives[0].key_results[0].clone();
        let (before, after) = (item(&before), item(&after));
        Subject::new((&before.item, &before.reading), Some((&after.item, &after.reading)))
    }

    #[test]
    fn a_message_that_says_what_is_no_reason() {
        for message in [
            "update okrs",
            "Q1 check-in, week 7",
            "Lower KR1 target to 38%",
            "docs(okrs): update Q1 numbers",
            "KR1 target 45% becomes 38%",
            "Merge pull request #12 from desk/okr-update",
            "Fix typo in digital completion",
            "Add new office page and update the contact list",
            "wip",
            "",
        ] {
            assert!(!subject().is_explained_by(message, Standing::Message), "{message}");
        }
    }

    #[test]
    fn a_message_that_says_why_is_one() {
        for message in [
            "Ease KR1: supplier test showed a ceiling near 40%",
            "update okrs\n\nKR1 lowered because the portal opens in May",
            "Revise KR1, the bank opens its window in October",
            "Lower the completion target after the vendor withdrew its form service",
        ] {
            assert!(subject().is_explained_by(message, Standing::Message), "{message}");
        }
    }

    #[test]
    fn a_text_elsewhere_must_speak_of_the_change() {
        for text in [
            "2026-02-20: KR1 45% to 38%: supplier test showed ceiling near 40%; agreed in learning session",
            "KR1 target lowered: the portal opens in May only",
            "All targets cut by a fifth: the budget is frozen until summer",
        ] {
            assert!(subject().is_explained_by(text, Standing::Elsewhere), "{text}");
        }
        for text in [
            "2026-02-20: KR1 target 45% becomes 38%",
            "2026-02-23: KR1 36%, on track, confidence 0.6. Bank holiday on Thursday. Next: second counter.",
            "Residents file errands without a visit to town",
        ] {
            assert!(!subject().is_explained_by(text, Standing::Elsewhere), "{text}");
        }
        assert!(subject().is_explained_by("Furnace outage in week five", Standing::Beside));
        assert!(!subject().is_explained_by("Target was 45%", Standing::Beside));
    }
}
