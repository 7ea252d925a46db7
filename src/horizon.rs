//! When an objective pays off: within its cycle, within a year or so, or over years. A tag says it, else words of the objective, else the
//! length of the cycle.

use crate::calendar::Part;
use crate::lexicon::{Hit, terms};
use crate::model::{Objective, Section};

/// How far an objective reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// Within a quarter or less.
    Immediate,
    /// Within a year or so.
    Medium,
    /// Over years.
    Long,
}

/// What tells how far an objective reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// A tag of its own.
    Tag,
    /// Words of the statement.
    Words,
    /// The length of the cycle.
    Cycle,
}

/// The horizon of an objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Horizon {
    pub(crate) reach: Reach,
    pub(crate) evidence: Evidence,
}

impl Reach {
    /// The name used in JSON output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::Medium => "medium",
            Self::Long => "long",
        }
    }

    /// The farthest reach that a text speaks of.
    fn of(text: &str) -> Option<Self> {
        let hits = terms(text);
        let any = |class| hits.iter().any(|hit: &Hit| hit.is("horizon-markers", class));
        let found = [(Self::Long, "long"), (Self::Medium, "medium"), (Self::Immediate, "immediate")];
        found.into_iter().find(|(_, class)| any(class)).map(|(reach, _)| reach)
    }

    /// What a tag says: "two years", "now", "H3".
    fn of_tag(tag: &str) -> Option<Self> {
        match tag.trim().to_lowercase().as_str() {
            "now" | "h1" | "horizon 1" | "short" => Some(Self::Immediate),
            "next" | "h2" | "horizon 2" => Some(Self::Medium),
            "later" | "h3" | "horizon 3" => Some(Self::Long),
            other => Self::of(other),
        }
    }
}

impl Evidence {
    /// The name used in JSON output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Words => "words",
            Self::Cycle => "cycle",
        }
    }
}

/// Whether a text speaks of a time beyond the quarter.
pub(crate) fn looks_beyond(text: &str) -> bool {
    Reach::of(text) > Some(Reach::Immediate)
}

/// The horizon of an objective, where anything tells.
pub(crate) fn of(objective: &Objective, section: Option<&Section>) -> Option<Horizon> {
    if let Some(reach) = objective.item.horizon.as_ref().and_then(|tag| Reach::of_tag(&tag.value)) {
        return Some(Horizon { reach, evidence: Evidence::Tag });
    }
    if let Some(reach) = Reach::of(objective.item.text.as_str()) {
        return Some(Horizon { reach, evidence: Evidence::Words });
    }
    let reach = match section?.cycle.as_ref()?.value.part {
        Part::Year => Reach::Medium,
        _ => Reach::Immediate,
    };
    Some(Horizon { reach, evidence: Evidence::Cycle })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_farthest_marker_counts() {
        assert_eq!(Reach::of("Win this quarter and lift the 12-month repeat rate"), Some(Reach::Medium));
        assert_eq!(Reach::of("A flash sale that sells out"), Some(Reach::Immediate));
        assert_eq!(Reach::of("Patients trust us"), None);
    }

    #[test]
    fn a_tag_may_be_short() {
        assert_eq!(Reach::of_tag("two years"), Some(Reach::Long));
        assert_eq!(Reach::of_tag("H2"), Some(Reach::Medium));
        assert_eq!(Reach::of_tag("this quarter"), Some(Reach::Immediate));
    }
}
