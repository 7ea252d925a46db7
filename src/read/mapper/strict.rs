//! okrlint's own format: keys that mean nothing and values of a kind that their key cannot have are findings. Other tools' files are left
//! alone.

use super::Mapper;
use crate::model::Item;
use crate::read::Problem;
use crate::read::labels::Field;
use crate::read::tree::{Entry, Node};
use crate::source::Span;

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Set,
    Objective,
    KeyResult,
    CheckIn,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Set => "a set",
            Self::Objective => "an objective",
            Self::KeyResult => "a key result",
            Self::CheckIn => "a check-in",
        }
    }

    /// The keys of okrlint's own format, as its documentation lists them.
    fn keys(self) -> std::str::Split<'static, char> {
        let keys = match self {
            Self::Set => {
                "title cycle team level owner cadence fiscal_year_start start_date end_date guardrails north_star levers initiatives lessons notes check_ins change_log objectives teams"
            }
            Self::Objective => {
                "id title owner owners type horizon lever levers supports local depends_on score confidence status priority due why notes \
                 guardrails initiatives lessons check_ins change_log cycle team key_results"
            }
            Self::KeyResult => {
                "id title metric baseline current target unit direction owner owners due score confidence status priority type lever \
                 horizon check_ins change_log supports depends_on source initiatives notes"
            }
            Self::CheckIn => "date value confidence status note",
        };
        keys.split(' ')
    }
}

impl Mapper<'_> {
    /// Reports a key that names nothing.
    pub(super) fn check_key(&mut self, field: Option<Field>, entry: &Entry<'_>, place: Place) {
        if !self.strict || field.is_some() {
            return;
        }
        let key = &*entry.key;
        let known = place.keys().map(|known| (strsim::osa_distance(known, key), known)).min();
        let near = known.filter(|(distance, known)| *distance <= 2.max(known.len() / 4) && *distance < known.len());
        let help = match near {
            Some((_, known)) => format!("Did you mean `{known}`?"),
            None => format!(
                "{} knows these keys: {}. Free text belongs into `notes`.",
                capital(place.name()),
                place.keys().collect::<Vec<_>>().join(", ")
            ),
        };
        self.problems.push(Problem {
            rule: "unknown-key",
            span: entry.key_span,
            message: format!("`{key}` is no field of {}", place.name()),
            label: "nobody reads this".to_owned(),
            help,
        });
    }

    /// Reports a list or table where one value belongs.
    pub(super) fn expect_scalar(&mut self, field: Field, entry: &Entry<'_>) {
        let list = matches!(
            field,
            Field::Owner | Field::Supports | Field::DependsOn | Field::Lever | Field::Note | Field::Source | Field::Local
        );
        let single = [
            Field::Score,
            Field::Confidence,
            Field::Status,
            Field::Priority,
            Field::Due,
            Field::Type,
            Field::Horizon,
            Field::Id,
            Field::Metric,
            Field::Baseline,
            Field::Target,
            Field::Current,
            Field::Unit,
            Field::Direction,
            Field::Date,
        ];
        let nested =
            entry.node.is_nested() && !(list && entry.node.items().is_some_and(|items| !items.iter().any(Node::is_nested)));
        if self.strict && nested && (list || single.contains(&field)) {
            let wanted = if list { "a text or a list of texts" } else { "one value" };
            self.wrong_type(&entry.node, &entry.key, &format!("{wanted}: {} = {}", entry.key, example(field)));
        }
    }

    /// Reports a value that could not be read as its field wants it.
    pub(super) fn expect_value(&mut self, item: &Item, field: Field, entry: &Entry<'_>) {
        let Some(value) = entry.node.as_str().filter(|_| self.strict) else { return };
        let wanted = match field {
            Field::Score if item.score.is_none() => "a number from 0.0 to 1.0",
            Field::Confidence if item.confidence.is_none() => "a number from 0.0 to 1.0",
            Field::Type if item.kind.is_none() => "committed, aspirational or learning",
            _ => return,
        };
        if !value.chars().all(|c| matches!(c, '-' | '_' | '?' | '.')) {
            self.wrong_type(&entry.node, &entry.key, &format!("{wanted}: {} = {}", entry.key, example(field)));
        }
    }

    pub(super) fn wrong_type(&mut self, node: &Node<'_>, key: &str, wanted: &str) {
        if self.strict {
            self.problems.push(Problem {
                rule: "wrong-type",
                span: node.span,
                message: format!("`{key}` cannot be read from this value"),
                label: "not what belongs here".to_owned(),
                help: format!("`{key}` wants {wanted}."),
            });
        }
    }

    /// Reports an item without a statement.
    pub(super) fn missing_title(&mut self, span: Span, what: &str) {
        self.problems.push(Problem {
            rule: "wrong-type",
            span,
            message: format!("this {what} has no title"),
            label: "no `title` here".to_owned(),
            help: "Add the statement: title = \"___\".".to_owned(),
        });
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn example(field: Field) -> &'static str {
    match field {
        Field::Score | Field::Confidence => "0.7",
        Field::Due | Field::Date => "2026-09-30",
        Field::Type => "\"committed\"",
        Field::Owner | Field::Supports | Field::DependsOn | Field::Lever | Field::Note | Field::Source => "[\"___\"]",
        _ => "\"___\"",
    }
}
