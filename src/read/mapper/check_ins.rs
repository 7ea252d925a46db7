//! Check-ins: lists of dated values, one last value, or notes.

use super::Mapper;
use super::strict::Place;
use crate::calendar;
use crate::model::CheckIn;
use crate::read::labels::Field;
use crate::read::tree::{Entry, Node, Value};
use crate::read::{fields, values};
use crate::source::{Spanned, Text};

impl Mapper<'_> {
    /// What stands under `check_ins`: a list of mappings, one mapping, values by date, or a note.
    pub(super) fn check_ins(&mut self, node: &Node<'_>, found: &mut Vec<CheckIn>) {
        match &node.value {
            Value::Null => {}
            Value::Sequence(items) => items.iter().for_each(|item| self.check_ins(item, found)),
            Value::Scalar(_) => found.push(CheckIn { note: Some(node.text(self.source)), ..CheckIn::default() }),
            Value::Mapping(entries) => {
                let dated = entries.iter().all(|entry| calendar::parse_date(&entry.key, None).is_some());
                match dated {
                    true => entries.iter().for_each(|entry| self.keyed(entry, found)),
                    false => {
                        let update = self.check_in(entries);
                        found.push(update);
                    }
                }
            }
        }
    }

    /// `2026-07-13: 48%`, `2026-07-13: {value: …}`.
    fn keyed(&mut self, entry: &Entry<'_>, found: &mut Vec<CheckIn>) {
        let before = found.len();
        match &entry.node.value {
            Value::Scalar(_) => {
                let text = entry.node.text(self.source);
                found.push(CheckIn { value: Some(fields::words(&text)), ..CheckIn::default() });
            }
            _ => self.check_ins(&entry.node, found),
        }
        let date = calendar::parse_date(&entry.key, None).map(|date| Spanned::new(date, entry.key_span));
        for update in &mut found[before..] {
            update.date = update.date.or(date);
        }
    }

    fn check_in(&mut self, entries: &[Entry<'_>]) -> CheckIn {
        let mut update = CheckIn::default();
        for (field, entry) in self.named(entries) {
            self.check_key(field, entry, Place::CheckIn);
            let Some(field) = field else { continue };
            self.expect_scalar(field, entry);
            if let Some(text) = self.texts(&entry.node).first() {
                fill(&mut update, field, text);
            }
        }
        update
    }
}

/// Fills one value of a check-in.
pub(super) fn fill(update: &mut CheckIn, field: Field, text: &Text) {
    match field {
        Field::Date | Field::Updated => {
            let date = calendar::parse_date(text.as_str(), None).map(|date| Spanned::new(date, text.span()));
            update.date = update.date.or(date);
        }
        Field::Current | Field::Progress | Field::Score => update.value = Some(fields::words(text)),
        Field::Confidence => update.confidence = values::confidence(text.as_str()).map(|part| Spanned::new(part, text.span())),
        Field::Status => update.status = Some(fields::words(text)),
        Field::Note | Field::Description | Field::CheckIn => update.note = Some(text.clone()),
        _ => {}
    }
}
