//! The reading of one sentence: masking, quantities, binding, metric, direction, deadline and class.

mod bind;
mod class;
mod deadline;
mod identity;
mod marks;
mod mask;
mod metric;
mod moment;
mod noun;
mod number;
mod quantity;
mod read;
mod shape;
mod tokens;
mod universal;
mod vague;
mod vanity;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod measure;

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use crate::calendar::{Cycle, FiscalYear};
use crate::source::{Span, Text};

pub(crate) use identity::{Flow, Identity};
pub(crate) use number::english_form;
pub(crate) use quantity::seconds;
pub use read::{amount, annotate, read_key_result, read_objective};

/// What is known of the time for which a statement was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context {
    /// The cycle; gives the year to dates without one.
    pub cycle: Option<Cycle>,
    /// How the organisation's year runs.
    pub fiscal_year: FiscalYear,
}

/// What kind of statement a key result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Class {
    /// A measure of a result with a target one can read off.
    Outcome,
    /// A number that counts the team's own work.
    Output,
    /// A deliverable or task, done or not.
    Milestone,
    /// A direction or activity that nobody could call done.
    #[default]
    Vague,
}

impl Class {
    /// The name used in JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Output => "output",
            Self::Milestone => "milestone",
            Self::Vague => "vague",
        }
    }
}

/// Which way the metric should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// More is the goal.
    Increase,
    /// Less is the goal.
    Decrease,
    /// It should stay within a bound.
    Maintain,
    /// A level or count to be reached, direction not stated.
    Reach,
}

impl Direction {
    /// The name used in JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Maintain => "maintain",
            Self::Reach => "reach",
        }
    }
}

/// A value with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number, scaled ("$7.8M" is 7800000.0, "40%" is 40.0); `None` where it is redacted or a word ("all").
    pub number: Option<f64>,
    /// As written.
    pub text: Box<str>,
    /// Unit in canonical form: `%`, `$`, `ms`, `days`, a counted noun, or empty.
    pub unit: Box<str>,
    /// Whether it is a change ("by 20%") rather than a level.
    pub relative: bool,
    /// A bound written with it.
    pub bound: Option<Bound>,
    /// Where it stands.
    pub span: Span,
}

/// A bound on a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// At least, more than, 5+, ≥.
    AtLeast,
    /// At most, under, below, ≤.
    AtMost,
    /// Up to: lets any lesser result pass.
    UpTo,
    /// A range 20-30.
    Range,
}

/// When a result is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// As written.
    pub text: Box<str>,
    /// The last day it can mean, where that can be told.
    pub date: Option<Date>,
    /// Whether the words name a day that is not on the calendar (31 June).
    pub impossible: bool,
    /// Where it stands.
    pub span: Span,
}

/// A measure of reach, activity or volume that has no value to anyone by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vanity {
    /// The words, as written.
    pub term: Box<str>,
    /// What to measure instead.
    pub better: &'static str,
    /// Where the words stand.
    pub span: Span,
}

/// The leading verb of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Verb {
    /// What the verb promises.
    pub kind: VerbKind,
    /// Where it stands.
    pub span: Span,
}

/// What a leading verb promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerbKind {
    /// A change of a metric (increase, reduce).
    Outcome,
    /// A piece of work (launch, write).
    Output,
    /// Either, by its object (deliver, close, complete).
    Dual,
    /// A direction without an end (improve, support).
    Vague,
}

/// A stretch of a statement that a rule may want to underline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// The words, as written.
    pub text: Box<str>,
    /// The lexicon's advice on the word; empty when it has none.
    pub note: &'static str,
    /// Where it stands.
    pub span: Span,
}

/// What a [`Mark`] marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// A template gap: TBD, X%, `[insert metric]`.
    Placeholder,
    /// A published but hidden number ("N₀").
    Redacted,
    /// A vague word that carries the meaning and that no number in its clause makes precise.
    Vague,
    /// Words that let any result pass: up to, where possible, try to.
    Loophole,
    /// A counted noun of effort: meetings, posts, trainings.
    Activity,
    /// A number that is percent of a project done.
    PercentComplete,
    /// A number that can be read two ways or has no unit.
    AmbiguousNumber,
    /// The second of two results in one statement, from its conjunction on.
    SecondResult,
    /// A metric that pushes volume, growth, speed or cost and wants a counter-metric; `note` names the usual one.
    WantsGuardrail,
    /// A term of quality, retention, safety or cost that serves as a guardrail.
    Guardrail,
    /// An outcome clause ("so that residents need no visit").
    OutcomeClause,
    /// An outside test that settles a yes/no result: certificate, contract, court ruling.
    ExternalTest,
    /// A deliverable noun as the object: portal, report, migration.
    Deliverable,
    /// Values that cannot be right; `note` says in which way.
    Inconsistent,
}

impl MarkKind {
    /// All kinds.
    pub(crate) const ALL: [Self; 14] = [
        Self::Placeholder,
        Self::Redacted,
        Self::Vague,
        Self::Loophole,
        Self::Activity,
        Self::PercentComplete,
        Self::AmbiguousNumber,
        Self::SecondResult,
        Self::WantsGuardrail,
        Self::Guardrail,
        Self::OutcomeClause,
        Self::ExternalTest,
        Self::Deliverable,
        Self::Inconsistent,
    ];

    /// The kind of a name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name used in rule files and JSON output: `wants-guardrail`.
    pub fn name(self) -> String {
        let mut kebab = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !kebab.is_empty() {
                kebab.push('-');
            }
            kebab.extend(c.to_lowercase());
        }
        kebab
    }
}

/// What a statement and its fields say.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What kind of statement it is.
    pub class: Class,
    /// The leading verb.
    pub verb: Option<Verb>,
    /// The metric's noun phrase.
    pub metric: Option<(Box<str>, Span)>,
    /// Which way the metric should go.
    pub direction: Option<Direction>,
    /// From where.
    pub baseline: Option<Amount>,
    /// To where.
    pub target: Option<Amount>,
    /// Where it is now.
    pub current: Option<Amount>,
    /// By when, from the sentence or a due field.
    pub deadline: Option<Deadline>,
    /// Vanity metric at the head of the measure.
    pub vanity: Option<Vanity>,
    /// Stretches that rules may underline, in order of position.
    pub marks: Vec<Mark>,
}

impl Reading {
    /// The first mark of a kind.
    pub fn mark(&self, kind: MarkKind) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.kind == kind)
    }

    /// A statement without what it tells of the present value ("..., now 52%"): what stays from one check-in to the next.
    pub(crate) fn lasting<'t>(&self, text: &'t Text) -> Cow<'t, str> {
        let words = text.as_str();
        let told = self.current.as_ref().filter(|current| text.span().contains(current.span));
        match told.and_then(|current| clause(words, &current.text)) {
            Some(clause) => Cow::Owned([&words[..clause.start], &words[clause.end..]].concat()),
            None => Cow::Borrowed(words),
        }
    }

    /// Whether a person could tell from the statement alone that it is reached.
    pub fn is_measurable(&self) -> bool {
        matches!(self.class, Class::Outcome | Class::Output)
    }
}

/// Longest lead of a value in a clause of its own, in words: "where we stand at 52%".
const LEAD: usize = 4;

/// The clause of a value that stands behind a comma or in brackets.
fn clause(words: &str, value: &str) -> Option<Range<usize>> {
    let at = words.rfind(value)?;
    let start = words[..at].rfind([',', ';', '('])?;
    let lead = &words[start + 1..at];
    let short = lead.split_whitespace().count() <= LEAD && !lead.contains(|c: char| c.is_ascii_digit());
    let rest = &words[at + value.len()..];
    let end = match rest.find([',', ';', '(', ')']) {
        Some(end) if words[start..].starts_with('(') => end + usize::from(rest[end..].starts_with(')')),
        Some(end) => end,
        None => rest.len(),
    };
    short.then_some(start..at + value.len() + end)
}
