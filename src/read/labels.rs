//! The names people give to the parts of an OKR ("Key Result 2", "Baseline", "startValue", "Resultados clave") and what each one means.

mod line;

use crate::lexicon::{self, Entry, FIELD_LABELS};

pub(crate) use line::{Labelled, colon, compact_id, labelled};

/// What a label, column header or key announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Objective,
    KeyResult,
    /// OKRs as a whole: "OKRs", "Objectives and key results".
    Okr,
    Initiative,
    Guardrail,
    Metric,
    Baseline,
    Target,
    /// The least that is promised, below the target.
    Commit,
    /// What lies beyond the target.
    Stretch,
    Current,
    Unit,
    Direction,
    Source,
    Owner,
    Due,
    Start,
    /// A day without a role: that of a check-in.
    Date,
    /// When or by whom a record was changed; says nothing about the OKR.
    Updated,
    /// The month in which the fiscal year starts.
    FiscalStart,
    /// The closing score.
    Score,
    /// A score taken in the middle of the cycle: a check-in, not the score.
    MidScore,
    /// The score that was expected: a check-in, not the score.
    ProjectedScore,
    Progress,
    Confidence,
    Status,
    Priority,
    Id,
    ObjectiveId,
    KeyResultId,
    Supports,
    /// Another team's item that this one answers ("provides for PAY-O1").
    Provides,
    /// Why an objective stands alone on purpose ("Local: reason"), or who carries it without a team ("Direct: owner").
    Local,
    /// Word that a dependency is agreed on, or that somebody bears the risk ("Agreed on: 2 July", "Risk accepted: Ana").
    Agreed,
    DependsOn,
    Type,
    Horizon,
    Lever,
    /// Leading or lagging.
    Indicator,
    CheckIn,
    ChangeLog,
    Lessons,
    NorthStar,
    Note,
    Title,
    Description,
    Team,
    Department,
    Company,
    Individual,
    Cycle,
    Cadence,
    Level,
    Weight,
    /// Objectives below this one.
    Children,
    /// What earns which score.
    Rubric,
    Archived,
    /// A part of the page that holds no OKRs: definitions, examples, contents.
    NotOkr,
}

/// No label is longer; what is longer is a sentence and need not be looked up.
const LONGEST: usize = 60;

/// The field that a label names. Case, a trailing colon, numbering ("KR 1.2", "Objective #3"), markup characters, a remark in
/// parentheses, and the separators `_`, `-` and camelCase in keys make no difference.
pub(crate) fn field(label: &str) -> Option<Field> {
    if label.len() > LONGEST * 2 {
        return None;
    }
    let found = entry(label).or_else(|| entry(&label[..label.find(['(', '（'])?]));
    let found = found.or_else(|| entry(label.split_once('/')?.0));
    found.and_then(class)
}

/// Whether a label is one plain word, capital or not, as most are.
fn is_plain_word(label: &str) -> bool {
    label.bytes().skip(1).all(|b| b.is_ascii_lowercase()) && label.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// What the lexicon knows of a label as written.
fn entry(label: &str) -> Option<&'static Entry> {
    match is_plain_word(label) {
        true => lexicon::exact_in_any_case(FIELD_LABELS, label),
        false => lexicon::exact(FIELD_LABELS, &normalise(label)),
    }
    .first()
}

/// The field of a class of `field-labels.toml`.
fn class(entry: &Entry) -> Option<Field> {
    Some(match entry.class {
        "objective" => Field::Objective,
        "key-result" => Field::KeyResult,
        "okr" => Field::Okr,
        "initiative" => Field::Initiative,
        "guardrail" => Field::Guardrail,
        "metric" => Field::Metric,
        "baseline" => Field::Baseline,
        "target" => Field::Target,
        "commit" => Field::Commit,
        "stretch" => Field::Stretch,
        "current" => Field::Current,
        "unit" => Field::Unit,
        "direction" => Field::Direction,
        "source" => Field::Source,
        "owner" => Field::Owner,
        "due" => Field::Due,
        "start" => Field::Start,
        "date" => Field::Date,
        "updated" => Field::Updated,
        "fiscal-start" => Field::FiscalStart,
        "score" => Field::Score,
        "mid-score" => Field::MidScore,
        "projected-score" => Field::ProjectedScore,
        "progress" => Field::Progress,
        "confidence" => Field::Confidence,
        "status" => Field::Status,
        "priority" => Field::Priority,
        "id" => Field::Id,
        "objective-id" => Field::ObjectiveId,
        "key-result-id" => Field::KeyResultId,
        "supports" => Field::Supports,
        "provides" => Field::Provides,
        "local" => Field::Local,
        "agreed" => Field::Agreed,
        "depends-on" => Field::DependsOn,
        "type" => Field::Type,
        "horizon" => Field::Horizon,
        "lever" => Field::Lever,
        "indicator" => Field::Indicator,
        "check-in" => Field::CheckIn,
        "change-log" => Field::ChangeLog,
        "lessons" => Field::Lessons,
        "north-star" => Field::NorthStar,
        "note" => Field::Note,
        "title" => Field::Title,
        "description" => Field::Description,
        "team" => Field::Team,
        "department" => Field::Department,
        "company" => Field::Company,
        "individual" => Field::Individual,
        "cycle" => Field::Cycle,
        "cadence" => Field::Cadence,
        "level" => Field::Level,
        "weight" => Field::Weight,
        "children" => Field::Children,
        "rubric" => Field::Rubric,
        "archived" => Field::Archived,
        "not-okr" => Field::NotOkr,
        _ => return None,
    })
}

/// Lower-case words separated by one space, without numbering: "End of Q2" is "end of q", "parentObjectiveId" is "parent objective id".
fn normalise(label: &str) -> String {
    let mut words = String::with_capacity(label.len() + 4);
    let mut last = ' ';
    for c in label.chars() {
        let word =
            c.is_alphabetic() || matches!(c, '\'' | '’' | '&') || (!c.is_ascii() && c.is_alphanumeric() && !c.is_numeric());
        let camel = last.is_lowercase() && c.is_uppercase();
        if (!word || camel) && !words.ends_with(' ') && !words.is_empty() {
            words.push(' ');
        }
        match c {
            '’' => words.push('\''),
            _ if word => lexicon::push_lower(&mut words, c),
            _ => {}
        }
        last = c;
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests;
