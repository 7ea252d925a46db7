//! What a document speaks of: a rule whose topic does not come up has nothing to find, and is not asked.

use crate::catalogue::{Rule, TOPICS};
use crate::lexicon::openings;
use crate::model::Document;

/// The topics that may come up in a document: all that do, and seldom one that does not.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Topics(u32);

impl Topics {
    /// Looks through all texts of a document once.
    pub(crate) fn of(document: &Document) -> Self {
        let mut topics = 0;
        document.each_text(|text| topics |= in_text(text.as_str()));
        Self(topics)
    }

    /// Whether a rule may find something in the document.
    pub(crate) fn concern(self, rule: &Rule) -> bool {
        rule.topic == 0 || self.0 & rule.topic != 0
    }
}

/// The bits of the topics that begin with a word, or two in a row, of the text.
fn in_text(text: &str) -> u32 {
    let mut topics = 0;
    openings::any(text, |opening| {
        topics |= bits(opening);
        false
    });
    topics
}

fn bits(hash: u32) -> u32 {
    let mut slot = hash as usize % TOPICS.len();
    loop {
        match TOPICS[slot] {
            (0, 0) => return 0,
            (found, bits) if found == hash => return bits,
            _ => slot = (slot + 1) % TOPICS.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    fn concerns(text: &str) -> Vec<&'static str> {
        let topics = Topics(in_text(text));
        catalogue::rules().filter(|rule| rule.topic != 0 && topics.concern(rule)).map(|rule| rule.name).collect()
    }

    #[test]
    fn a_topic_comes_up_with_the_first_words_of_its_terms() {
        assert_eq!(concerns("Scores feed the Performance-Reviews"), ["appraisal-linked"]);
        assert_eq!(concerns("half of the bonus"), ["pay-linked"]);
        assert_eq!(concerns("Push notifications every day; they dropped the ball"), ["engagement-bait", "person-ranking"]);
        assert_eq!(concerns("performance of the review, and of the push"), [] as [&str; 0]);
    }
}
