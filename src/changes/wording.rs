//! How alike two wordings are, slips of the pen forgiven.

use crate::follow::{content_words, stem};
use crate::model::{Item, KeyResult};

/// Longest list of words that is compared: a statement is a sentence.
const WORDS: usize = 200;

/// From 0.0, no word in common, to 1.0, the same but for numbers, function words and slips: Dice's coefficient over the words.
pub(super) fn likeness(before: &Item, after: &Item) -> f64 {
    let (before, after) = (words(before.text.as_str()), words(after.text.as_str()));
    let total = before.len() + after.len();
    if total == 0 {
        return 1.0;
    }
    2.0 * shared(&before, &after) as f64 / total as f64
}

/// What the wordings tell about whether two key results measure the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measures {
    /// At least half of the words of the shorter metric stand in the other, so that a metric made more precise stays the same.
    Same,
    /// Only the one word that heads a metric is the same: engineers who leave, engineers who are hired.
    SameHead,
    /// The metrics have little in common.
    Other,
    /// Not both have a metric.
    Unknown,
}

/// Compares the metrics of two key results.
pub(super) fn measures(before: &KeyResult, after: &KeyResult) -> Measures {
    let metric = |key_result: &KeyResult| key_result.reading.metric.as_ref().map(|(metric, _)| words(metric));
    let (Some(before), Some(after)) = (metric(before), metric(after)) else { return Measures::Unknown };
    let shorter = before.len().min(after.len());
    match shared(&before, &after) {
        _ if shorter == 0 => Measures::Unknown,
        1 if shorter == 1 => Measures::SameHead,
        shared if shared * 2 >= shorter => Measures::Same,
        _ => Measures::Other,
    }
}

/// A word in lower case, and its stem.
type Word = (String, String);

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = content_words(text).take(WORDS).map(|word| (word.to_lowercase(), stem(word))).collect();
    words.sort();
    words.dedup();
    words
}

/// How many words of one list have their like in the other, each once.
fn shared(before: &[Word], after: &[Word]) -> usize {
    let mut free: Vec<&Word> = after.iter().collect();
    let mut count = 0;
    for word in before {
        let same = free.iter().position(|other| other.1 == word.1);
        let found = same.or_else(|| free.iter().position(|other| is_slip(&word.0, &other.0)));
        if let Some(at) = found {
            free.swap_remove(at);
            count += 1;
        }
    }
    count
}

/// Whether one word may be the other mistyped. A first letter is seldom mistyped, and it parts "readmissions" from "admissions".
fn is_slip(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count());
    let most = match length {
        0..5 => return false,
        5..9 => 1,
        _ => 2,
    };
    one.chars().next() == other.chars().next() && strsim::osa_distance(one, other) <= most
}
