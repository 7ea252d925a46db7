//! Check-ins and change logs: lists of dated values, one last value, lines, or notes.

use jiff::civil::Date;

use super::Mapper;
use super::strict::Place;
use crate::calendar;
use crate::model::{Change, CheckIn, Told};
use crate::read::labels::Field;
use crate::read::tree::{Entry, Node, Value};
use crate::read::updates::{self, Reckoning};
use crate::read::{fields, values};
use crate::source::{Spanned, Text};

impl Mapper<'_> {
    /// What stands under `check_ins`: a list of mappings, one mapping, values by date, or a note.
    pub(super) fn check_ins(&mut self, node: &Node<'_>, found: &mut Vec<CheckIn>) {
        match &node.value {
            Value::Null => {}
            Value::Sequence(items) => items.iter().for_each(|item| self.check_ins(item, found)),
            Value::Scalar(_) => found.push(line(&node.text(self.source))),
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
                found.push(updates::report(None, entry.node.text(self.source)));
            }
            _ => self.check_ins(&entry.node, found),
        }
        let date = calendar::parse_date(&entry.key, None).map(|date| Spanned::new(date, entry.key_span));
        for update in &mut found[before..] {
            update.date = update.date.or(date);
        }
    }

    /// What stands under `change_log`: a list of lines, or of mappings with a day and a text.
    pub(super) fn changes(&mut self, node: &Node<'_>, found: &mut Vec<Change>) {
        match &node.value {
            Value::Null => {}
            Value::Sequence(items) => items.iter().for_each(|item| self.changes(item, found)),
            Value::Scalar(_) => {
                let text = node.text(self.source);
                let opening = updates::opening(&text, Reckoning::default());
                let rest = opening.map_or(0, |opening| opening.rest);
                let date = opening.and_then(|opening| opening.date);
                found.push(Change { date, text: text.sub(rest..text.as_str().len()) });
            }
            Value::Mapping(entries) => {
                let update = self.check_in(entries);
                found.push(Change { date: update.date, text: update.told().note.clone().unwrap_or_default() });
            }
        }
    }

    fn check_in(&mut self, entries: &[Entry<'_>]) -> CheckIn {
        let mut update = Row::default();
        for (field, entry) in self.named(entries) {
            self.check_key(field, entry, Place::CheckIn);
            let Some(field) = field else { continue };
            self.expect_scalar(field, entry);
            if let Some(text) = self.texts(&entry.node).first() {
                update.fill(field, text);
            }
        }
        update.check_in()
    }
}

/// A check-in in one line, "2026-07-13: 48%, at risk", or a note without a day.
fn line(text: &Text) -> CheckIn {
    match updates::opening(text, Reckoning::default()) {
        Some(opening) => updates::report(opening.date, text.sub(opening.rest..text.as_str().len())),
        None => CheckIn::new(None, Told { note: Some(text.clone()), ..Told::default() }),
    }
}

/// A check-in whose values have fields of their own.
#[derive(Default)]
pub(super) struct Row {
    date: Option<Spanned<Date>>,
    told: Told,
}

impl Row {
    /// Takes the value of a field.
    pub(super) fn fill(&mut self, field: Field, text: &Text) {
        let told = &mut self.told;
        match field {
            Field::Date | Field::Updated => {
                let date = calendar::parse_date(text.as_str(), None).map(|date| Spanned::new(date, text.span()));
                self.date = self.date.or(date);
            }
            Field::Current | Field::Progress | Field::Score => told.value = Some(fields::words(text)),
            Field::Confidence => told.confidence = values::confidence(text.as_str()).map(|part| Spanned::new(part, text.span())),
            Field::Status => told.status = Some(fields::words(text)),
            Field::Note | Field::Description | Field::CheckIn => told.note = Some(text.clone()),
            _ => {}
        }
    }

    /// The whole.
    pub(super) fn check_in(self) -> CheckIn {
        CheckIn::new(self.date, self.told)
    }
}
