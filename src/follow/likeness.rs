//! How alike two statements are: Dice's coefficient over their words, with numbers and periods left out, since those are what changes when a
//! key result is retargeted or carried on.

use crate::fingerprint::{self, Hasher};
use crate::lexicon::{self, any};
use crate::model::{Item, KeyResult, Objective, is_global_id};
use crate::workspace::{OutlineSet, Trace};

/// What is compared of an objective or key result, made from a document or from what is kept of one.
#[derive(Debug, Clone, Default)]
pub struct Likeness {
    /// Hash of the id in upper case.
    pub(super) id: Option<u64>,
    /// Whether the id names the item beyond the objective it stands under.
    pub(super) global: bool,
    /// Hash of the whole statement in normal form, numbers included.
    pub(super) text: u64,
    /// Stems of the words that carry the meaning, sorted, each once.
    pub(super) words: Vec<Word>,
    /// Hash of the unit of the target, where there is one.
    unit: Option<u64>,
}

/// A stem of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    pub(super) stem: u64,
    /// What is measured says more of a key result's identity than how its sentence is built: words of the metric count twice.
    weight: u8,
}

/// What remains of the likeness of two statements whose targets have different units.
const OTHER_UNIT: f32 = 0.8;

impl Likeness {
    /// From a statement, the metric in it, and the unit of its target; empty where there is none.
    pub fn new(id: Option<&str>, text: &str, metric: &str, unit: &str) -> Self {
        let mut words = Vec::new();
        stems(text, |stem| words.push(Word { stem, weight: 1 }));
        stems(metric, |stem| words.push(Word { stem, weight: 2 }));
        // The heavier of two equal stems comes first and stays.
        words.sort_unstable_by_key(|word| (word.stem, u8::MAX - word.weight));
        words.dedup_by_key(|word| word.stem);
        Self {
            id: id.map(|id| fingerprint::of_words(&id.to_uppercase())),
            global: id.is_some_and(is_global_id),
            text: fingerprint::of_words(text),
            words,
            unit: (!unit.is_empty()).then(|| Hasher::new().part(unit).finish()),
        }
    }

    /// Of an objective.
    pub fn of_objective(objective: &Objective) -> Self {
        Self::of_item(&objective.item, "", "")
    }

    /// Of a key result.
    pub fn of_key_result(key_result: &KeyResult) -> Self {
        let reading = &key_result.reading;
        let metric = reading.metric.as_ref().map_or("", |(metric, _)| metric);
        Self::of_item(&key_result.item, metric, reading.target.as_ref().map_or("", |target| &target.unit))
    }

    /// Of what is kept of either.
    pub fn of_trace(set: &OutlineSet, trace: &Trace) -> Self {
        Self::new(set.id(trace), set.text(trace), set.metric(trace), set.unit(trace))
    }

    /// How alike two statements are, from 0.0, nothing in common, to 1.0, the same but for numbers.
    pub fn similarity(&self, other: &Self) -> f32 {
        self.dice(other, |_| 1.0)
    }

    /// How likely two statements are about one thing: as [`Likeness::similarity`], with the words of the metric counted twice and less where
    /// the targets have different units.
    pub(super) fn identity(&self, other: &Self) -> f32 {
        let units_differ = self.unit.is_some() && other.unit.is_some() && self.unit != other.unit;
        self.dice(other, |word| f32::from(word.weight)) * if units_differ { OTHER_UNIT } else { 1.0 }
    }

    fn dice(&self, other: &Self, weight: impl Fn(&Word) -> f32) -> f32 {
        if self.text == other.text {
            return 1.0;
        }
        let total: f32 = self.words.iter().chain(&other.words).map(&weight).sum();
        let both = |word: &Word| {
            let at = other.words.binary_search_by_key(&word.stem, |word| word.stem).ok()?;
            Some(weight(word) + weight(&other.words[at]))
        };
        let shared: f32 = self.words.iter().filter_map(both).sum();
        if total > 0.0 { shared / total } else { 0.0 }
    }

    fn of_item(item: &Item, metric: &str, unit: &str) -> Self {
        Self::new(item.id.as_ref().map(|id| id.value.as_str()), item.text.as_str(), metric, unit)
    }
}

/// Hands over the stem of each word that carries meaning.
fn stems(text: &str, mut take: impl FnMut(u64)) {
    for word in content_words(text) {
        if word.contains(is_unspaced) {
            // Scripts without spaces: every two neighbouring characters stand for a word.
            let chars: Vec<char> = word.chars().collect();
            chars.windows(2.min(chars.len())).for_each(|pair| take(fingerprint::of_words(&String::from_iter(pair))));
            continue;
        }
        take(fingerprint::of_words(&stem(word)));
    }
}

/// The words that carry meaning: no function words, no numbers, no names of periods.
pub(crate) fn content_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !is_number(word) && !lexicon::word(word).is_some_and(|word| word.senses().any(any::FUNCTION_WORDS)))
}

/// Han, kana and hangul.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// "30", "30k", "2nd", and the periods "Q3" and "H1".
fn is_number(word: &str) -> bool {
    let period = |rest: &str| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit());
    word.starts_with(|c: char| c.is_ascii_digit()) || word.strip_prefix(['Q', 'q', 'H', 'h']).is_some_and(period)
}

/// A word without its commonest English endings, in lower case. Stems are compared, never shown.
pub(crate) fn stem(word: &str) -> String {
    let mut stem = word.to_lowercase();
    if stem.len() > 4 && stem.ends_with("ies") {
        stem.truncate(stem.len() - 3);
        stem.push('y');
    } else if stem.len() > 4 && ["sses", "xes", "ches", "shes"].iter().any(|end| stem.ends_with(end)) {
        stem.truncate(stem.len() - 2);
    } else if stem.len() > 3 && stem.ends_with('s') && !["ss", "us", "is"].iter().any(|end| stem.ends_with(end)) {
        stem.pop();
    }
    let ending = ["ing", "ed"].into_iter().find(|end| stem.len() > end.len() + 2 && stem.ends_with(end));
    if let Some(ending) = ending {
        stem.truncate(stem.len() - ending.len());
        let doubled = matches!(stem.as_bytes(), [.., a, b] if a == b && !b"lsz".contains(a));
        if doubled {
            stem.pop();
        }
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(text: &str, metric: &str, unit: &str) -> Likeness {
        Likeness::new(None, text, metric, unit)
    }

    #[test]
    fn endings_make_no_difference() {
        for (a, b) in [
            ("shipping", "shipped"),
            ("increases", "increasing"),
            ("policies", "policy"),
            ("users", "User"),
            ("addresses", "address"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn numbers_and_periods_make_no_difference() {
        let before =
            likeness("Raise referrals answered within a week from 44% to 70% in Q2", "referrals answered within a week", "%");
        let after =
            likeness("Raise referrals answered within a week from 62% to 80% in Q3", "referrals answered within a week", "%");
        assert_eq!(before.similarity(&after), 1.0);
        assert_ne!(before.text, after.text);
    }

    #[test]
    fn what_is_measured_weighs_more_than_the_sentence() {
        let churn = likeness("Reduce monthly churn from 4% to 3%", "monthly churn", "%");
        let again = likeness("Bring monthly churn down from 4% to 2%", "monthly churn", "%");
        let cost = likeness("Reduce monthly cost from $4,000 to $3,000", "monthly cost", "$");
        assert!(churn.identity(&again) > 0.7, "{}", churn.identity(&again));
        assert!(churn.identity(&cost) < 0.6, "{}", churn.identity(&cost));
    }

    #[test]
    fn scripts_without_spaces_are_compared_too() {
        let before = likeness("把月活跃用户从100提高到150", "", "");
        let after = likeness("把月活跃用户从150提高到200", "", "");
        assert!(before.similarity(&after) > 0.6, "{}", before.similarity(&after));
    }
}
