//! Tables, fields and named parts of an objective.

use super::{Expect, Place, Walk};
use crate::read::labels::Field;
use crate::read::markdown::entry::{Entry, Role};
use crate::read::markdown::fields;
use crate::read::markdown::table;
use crate::source::Text;

impl Walk {
    pub(super) fn table(&mut self, entry: &Entry, place: Place) {
        let wanted = place.expect == Expect::KeyResults && self.current.is_some();
        let Some(table) = table::read(&entry.rows, wanted, place.okrs) else { return };
        for row in table {
            match row {
                table::Row::Objective(dressed) => self.open(dressed.item, place),
                table::Row::KeyResult(key_result) => {
                    self.stand_in(place);
                    if let Some(objective) = self.current() {
                        objective.key_results.push(*key_result);
                    }
                }
            }
        }
    }

    pub(super) fn field(&mut self, entry: &Entry, place: Place) {
        let Role::Field(field) = entry.role else { return };
        if let Some(objective) = self.current() {
            fields::objective(objective, field, &entry.dressed.item.text);
        } else {
            fields::section(&mut self.sections[place.section], field, &entry.dressed.item.text);
        }
        if !entry.children.is_empty() && field != Field::Note {
            self.entries(&entry.children, Place { expect: Expect::Nothing, positional: false, ..place });
        }
    }

    pub(super) fn guardrails(&mut self, entry: &Entry, place: Place) {
        let lines: Vec<Text> = entry.children.iter().filter(|c| c.is_item()).map(|c| c.dressed.item.text.clone()).collect();
        match self.current() {
            Some(objective) => objective.guardrails.extend(lines),
            None => self.sections[place.section].guardrails.extend(lines),
        }
    }

    pub(super) fn check_ins(&mut self, entry: &Entry) {
        let Some(objective) = self.current() else { return };
        for line in entry.children.iter().filter(|c| c.is_item()) {
            fields::dated(objective, line);
        }
    }
}
