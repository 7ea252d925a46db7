//! What the key results of a set cover: levers of growth, and the four perspectives of the balanced scorecard.
//! Kaplan, R. and Norton, D.: The balanced scorecard. Harvard Business Review 70 (1992), 71-79.

use crate::fingerprint;
use crate::indicator::{Beneficiary, Indicator, MetricClass};
use crate::model::{KeyResult, Objective, Section};

/// A side from which the scorecard looks at an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Perspective {
    /// How those outside fare.
    Customer,
    /// Its money.
    Finance,
    /// How it works.
    Process,
    /// Its people, and what they learn.
    People,
}

impl Perspective {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Finance, Self::Process, Self::People];

    /// The names by which documents call it, that for messages first.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Customer => &["customers", "customer"],
            Self::Finance => &["finance", "financial", "money"],
            Self::Process => &["process", "processes", "internal process", "operations"],
            Self::People => &["people", "learning", "staff", "employees", "learning and growth"],
        }
    }

    /// That of a key result, as far as its metric tells.
    fn of(key_result: &KeyResult) -> Option<Self> {
        let indicator = Indicator::of(key_result);
        if indicator.beneficiary == Some(Beneficiary::Internal) && indicator.class != Some(MetricClass::Finance) {
            return Some(Self::People);
        }
        match indicator.class {
            Some(MetricClass::Finance) => Some(Self::Finance),
            Some(MetricClass::Experience | MetricClass::Retention | MetricClass::Adoption) => Some(Self::Customer),
            Some(MetricClass::Quality | MetricClass::Efficiency) => Some(Self::Process),
            Some(MetricClass::Volume) => None,
            None => indicator.beneficiary.map(|_| Self::Customer),
        }
    }
}

/// What the key results of a set cover.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// Hashes of the names of the levers that they turn, by tag or by metric.
    levers: Vec<u64>,
    /// How many key results stand under each perspective, in the order of [`Perspective::ALL`].
    perspectives: [u16; 4],
    /// How many stand under none that is known.
    unknown: u16,
    /// The levers that the document declares.
    pub declared: Vec<Box<str>>,
}

impl Coverage {
    /// Adds the key results of an objective that stand.
    pub(super) fn add(&mut self, section: &Section, objective: &Objective) {
        if self.declared.is_empty() {
            self.declared = section.levers.iter().map(|lever| lever.value.as_str().into()).collect();
        }
        if objective.item.dropped {
            return;
        }
        for (_, key_result) in objective.standing() {
            let tags = [&key_result.item.lever, &objective.item.lever].into_iter().flatten();
            let tagged = tags.flat_map(|tag| tag.value.split([',', '/', '+', ';']));
            self.levers.extend(tagged.map(fingerprint::of_words));
            self.levers.extend(Indicator::of(key_result).levers.iter().map(|lever| fingerprint::of_words(lever.name())));
            match Perspective::of(key_result) {
                Some(perspective) => self.perspectives[perspective as usize] += 1,
                None => self.unknown += 1,
            }
        }
    }

    /// Whether a key result turns a lever of a name.
    pub(crate) fn turns(&self, lever: &str) -> bool {
        self.levers.contains(&fingerprint::of_words(lever))
    }

    /// How many key results look from a side.
    pub fn count(&self, perspective: Perspective) -> usize {
        usize::from(self.perspectives[perspective as usize])
    }

    /// How many key results look from a side that is known, and how many there are.
    pub fn known(&self) -> (usize, usize) {
        let known = self.perspectives.iter().map(|count| usize::from(*count)).sum();
        (known, known + usize::from(self.unknown))
    }
}

/// A text that says what is left out on purpose, in lower case: "Gap noted: people, covered by the year's objective".
pub(super) fn left_out(text: &str) -> Option<Box<str>> {
    const SAYS: [&str; 9] = [
        "not this cycle",
        "not this quarter",
        "not this year",
        "gap noted",
        "known gap",
        "left out on purpose",
        "on purpose",
        "covered by",
        "deliberately",
    ];
    let text = text.to_lowercase();
    SAYS.iter().any(|says| text.contains(says)).then(|| text.into())
}
