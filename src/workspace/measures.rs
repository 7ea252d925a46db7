//! What the key results of a set measure, and from where to where: the little that is needed to compare it between teams.

use super::{OutlineSet, narrow};
use crate::lexicon::{self, METRIC_WORDS, Sense, hash};
use crate::model::{KeyResult, Objective};
use crate::statement::{Amount, Direction, Flow, Identity, seconds};

/// What a key result measures, and how far it is to go.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Index of the key result in the set's traces.
    pub trace: u32,
    /// Hash of head, unit and all words: equal where two key results measure the same.
    pub key: u64,
    /// Hash of the head noun.
    pub head: u32,
    /// What the values are given in.
    pub unit: Unit,
    /// Which way it is to go.
    pub direction: Option<Direction>,
    /// Where it starts; lengths of time in seconds.
    pub from: Option<f64>,
    /// Where it is to end, or the change where [`Measure::is_change`]; lengths of time in seconds.
    pub to: Option<f64>,
    /// Whether a change is stated ("by 20") and not a level.
    pub is_change: bool,
    /// Whether the values of parts add up to that of the whole.
    pub is_sum: bool,
    /// Whether its name tells where: a site, a product, a country. Two teams' own parts would then have two names.
    pub is_named: bool,
    /// The side of a flow that it measures.
    pub(crate) flow: Option<Flow>,
    /// Where its words begin in the set's, and how many there are.
    words: (u32, u32),
}

/// What values are given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Things counted.
    Count,
    /// Percent and percentage points.
    Percent,
    /// A currency, by the hash of its sign.
    Money(u32),
    /// A length of time.
    Time,
    /// Anything else, by the hash of its name.
    Other(u32),
}

impl Measure {
    /// How much is to be gained or saved; `None` where the statement does not tell, or tells it as a share of itself.
    pub fn change(&self) -> Option<f64> {
        match (self.is_change, self.from, self.to?) {
            (true, _, change) if self.direction == Some(Direction::Decrease) => Some(-change.abs()),
            (true, _, change) => Some(change),
            (false, Some(from), to) => Some(to - from),
            (false, None, _) => None,
        }
    }

    /// The level to reach where that is all that is stated.
    pub fn level(&self) -> Option<f64> {
        self.to.filter(|_| !self.is_change && self.from.is_none())
    }
}

impl Unit {
    /// The unit of an amount as read.
    fn of(unit: &str) -> Self {
        const SIGNS: [(&str, &str); 10] = [
            ("usd", "$"),
            ("us$", "$"),
            ("dollar", "$"),
            ("dollars", "$"),
            ("eur", "€"),
            ("euro", "€"),
            ("euros", "€"),
            ("gbp", "£"),
            ("pounds", "£"),
            ("inr", "₹"),
        ];
        let unit = unit.trim().to_lowercase();
        let unit = SIGNS.iter().find(|(name, _)| *name == unit).map_or(unit.as_str(), |(_, sign)| sign);
        let is = |sense| lexicon::word(unit).is_some_and(|word| word.senses().has(sense));
        let named = hash::hash(unit.bytes());
        match () {
            () if unit.is_empty() => Self::Count,
            () if unit == "%" || unit == "pp" || is(Sense::UnitsPercent) || unit.starts_with("percentage point") => Self::Percent,
            // Points of a score are what the score is counted in.
            () if is(Sense::UnitsPoint) => Self::Count,
            () if unit.chars().all(|c| !c.is_alphanumeric()) || is(Sense::UnitsCurrency) => Self::Money(named),
            () if seconds(unit).is_some() => Self::Time,
            () => Self::Other(named),
        }
    }
}

impl OutlineSet {
    /// The words that narrow a measure of this set, as hashes, sorted.
    pub(crate) fn words_of(&self, measure: &Measure) -> &[u32] {
        let (start, len) = (measure.words.0 as usize, measure.words.1 as usize);
        self.metric_words.get(start..start + len).unwrap_or_default()
    }

    /// Keeps what the key results of an objective measure; their traces follow that of the objective, which has index `first`.
    pub(super) fn measure(&mut self, first: usize, objective: &Objective) {
        let owners = |key_result: &KeyResult| key_result.item.owners.len();
        self.is_shared |= objective.item.owners.len() > 1 || objective.key_results.iter().any(|result| owners(result) > 1);
        for (nth, key_result) in objective.key_results.iter().enumerate() {
            let measure = self.measure_of(first + 1 + nth, key_result);
            self.measures.extend(measure);
        }
    }

    fn measure_of(&mut self, trace: usize, key_result: &KeyResult) -> Option<Measure> {
        let reading = &key_result.reading;
        let target = reading.target.as_ref()?;
        let identity = match &key_result.fields.metric {
            Some(metric) => Identity::named(&metric.value),
            None => Identity::of(&key_result.item.text),
        }?;
        let amounts = [Some(target), reading.baseline.as_ref()];
        let unit = amounts.into_iter().flatten().map(|amount| &*amount.unit).find(|unit| !unit.is_empty()).unwrap_or_default();
        let scaled = |amount: &Amount| {
            let own = if amount.unit.is_empty() { unit } else { &amount.unit };
            amount.number.map(|number| number * seconds(own).unwrap_or(1.0))
        };
        let (from, to) = (reading.baseline.as_ref().and_then(scaled), scaled(target));
        let direction = match (from, to) {
            (Some(from), Some(to)) if !target.relative && to > from => Some(Direction::Increase),
            (Some(from), Some(to)) if !target.relative && to < from => Some(Direction::Decrease),
            _ => reading.direction,
        };
        let words = (narrow(self.metric_words.len()), narrow(identity.words.len()));
        self.metric_words.extend(&identity.words);
        let is_change = target.relative || identity.is_added && from.is_none();
        // "By 20%" may be a share of what there is.
        let to = to.filter(|_| !is_change || &*target.unit != "%");
        let adds_up = lexicon::exact(METRIC_WORDS, &unit.to_lowercase()).iter().any(|entry| entry.class == "summed");
        let unit = Unit::of(unit);
        Some(Measure {
            trace: narrow(trace),
            key: key(&identity, unit),
            head: identity.head,
            unit,
            direction,
            from,
            to,
            is_change,
            is_sum: identity.is_sum && (adds_up || matches!(unit, Unit::Count | Unit::Money(_)) && identity.is_counted),
            is_named: identity.is_named,
            flow: identity.flow,
            words,
        })
    }
}

/// The hash under which a measure meets its like.
fn key(identity: &Identity, unit: Unit) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (identity.head, unit, &identity.words).hash(&mut hasher);
    hasher.finish()
}
