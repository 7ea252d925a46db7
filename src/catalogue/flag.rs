//! The eleven red flags of the two articles.

use serde::{Serialize, Serializer};

/// A red flag: one of the eleven ways in which the two articles say that OKRs go wrong. A rule belongs to exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// The metric does not show what customers gain.
    Value,
    /// OKRs stand apart from how the product grows.
    Growth,
    /// Quick wins crowd out lasting value.
    Horizon,
    /// The plan leaves no room to learn.
    Flexibility,
    /// Teams pull in different directions.
    Alignment,
    /// OKRs judge people.
    Evaluation,
    /// Everybody starts at once.
    Rollout,
    /// OKRs are not kept, tracked and shared in one way.
    Tracking,
    /// Nobody can measure the outcome.
    Measurability,
    /// OKRs are set and forgotten.
    Cadence,
    /// Everything is reached every time.
    Ambition,
}

impl Flag {
    /// All flags in the order of the articles.
    pub const ALL: [Self; 11] = [
        Self::Value,
        Self::Growth,
        Self::Horizon,
        Self::Flexibility,
        Self::Alignment,
        Self::Evaluation,
        Self::Rollout,
        Self::Tracking,
        Self::Measurability,
        Self::Cadence,
        Self::Ambition,
    ];

    /// The name used in configuration, output and as the folder of its rules.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Growth => "growth",
            Self::Horizon => "horizon",
            Self::Flexibility => "flexibility",
            Self::Alignment => "alignment",
            Self::Evaluation => "evaluation",
            Self::Rollout => "rollout",
            Self::Tracking => "tracking",
            Self::Measurability => "measurability",
            Self::Cadence => "cadence",
            Self::Ambition => "ambition",
        }
    }

    /// The flag of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.name() == name)
    }

    /// The flag in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Value => "the metric does not show what customers gain",
            Self::Growth => "OKRs stand apart from what makes the product grow",
            Self::Horizon => "quick wins crowd out lasting value",
            Self::Flexibility => "the plan is too rigid to learn from",
            Self::Alignment => "teams pull in different directions",
            Self::Evaluation => "OKRs are used to judge people",
            Self::Rollout => "the whole company starts at once",
            Self::Tracking => "OKRs are not kept, tracked and shared in one place",
            Self::Measurability => "the outcome cannot be measured",
            Self::Cadence => "OKRs are set and then forgotten",
            Self::Ambition => "everything is reached every time",
        }
    }

    /// The article that names it (1: "Unlock the true potential of Objectives and Key Results", 2: "Rolling out OKRs? 5 red flags to look
    /// for") and the flag's number there.
    pub const fn article(self) -> (u8, u8) {
        match self {
            Self::Value => (1, 1),
            Self::Growth => (1, 2),
            Self::Horizon => (1, 3),
            Self::Flexibility => (1, 4),
            Self::Alignment => (1, 5),
            Self::Evaluation => (1, 6),
            Self::Rollout => (2, 1),
            Self::Tracking => (2, 2),
            Self::Measurability => (2, 3),
            Self::Cadence => (2, 4),
            Self::Ambition => (2, 5),
        }
    }

    /// The line under a finding: which red flag it is and where the articles speak of it.
    pub fn note(self) -> String {
        let (article, number) = self.article();
        format!("red flag: {} (article {article}, flag {number})", self.title())
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
