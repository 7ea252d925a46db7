//! The names people give to the parts of an OKR ("Key Result 2", "Baseline", "startValue", "Resultados clave") and what each one means.

use crate::lexicon::{self, FIELD_LABELS};

/// What a label, column header or key announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Objective,
    KeyResult,
    Initiative,
    Guardrail,
    Metric,
    Baseline,
    Target,
    Current,
    Unit,
    Direction,
    Source,
    Owner,
    Due,
    Start,
    Score,
    Progress,
    Confidence,
    Status,
    Priority,
    Id,
    Supports,
    DependsOn,
    Type,
    Horizon,
    Lever,
    CheckIn,
    Note,
    Title,
    Team,
    Cycle,
    Level,
    Weight,
    /// A part of the page that holds no OKRs: retrospective, definitions, examples, contents.
    NotOkr,
}

/// The field that a label names. Case, a trailing colon, numbering ("KR 1.2", "Objective #3"), markup characters, and the separators
/// `_`, `-` and camelCase in keys make no difference.
pub(crate) fn field(label: &str) -> Option<Field> {
    let entry = lexicon::exact(FIELD_LABELS, label.trim().to_lowercase().as_str()).first()?;
    Some(match entry.class {
        "objective" => Field::Objective,
        "key-result" => Field::KeyResult,
        _ => return None,
    })
}
