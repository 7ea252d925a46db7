//! Tables, fields and named parts of an objective.

use super::{Expect, Place, Walk};
use crate::read;
use crate::read::labels::Field;
use crate::read::markdown::entry::{Entry, Role};
use crate::read::markdown::fields;
use crate::read::markdown::outline::Kind;
use crate::read::markdown::table;
use crate::read::values;
use crate::source::Text;

impl Walk {
    pub(super) fn table(&mut self, entry: &Entry, place: Place) {
        if self.free_tracking(entry, place.section) {
            return;
        }
        let wanted = place.expect == Expect::KeyResults && self.current.is_some();
        let Some(table) = table::read(&entry.rows, wanted, place.okrs, self.reckoning(place.section)) else { return };
        self.sections[place.section].unfilled.extend(table.unfilled);
        for row in table.rows {
            match row {
                table::Row::Objective(dressed) => self.open(dressed.item, place),
                table::Row::KeyResult(key_result) => {
                    self.stand_in(place);
                    if let Some(objective) = self.current() {
                        objective.key_results.push(*key_result);
                        self.tabled += 1;
                    }
                }
            }
        }
    }

    pub(super) fn field(&mut self, entry: &Entry, place: Place) {
        let Role::Field(field) = entry.role else { return };
        if matches!(field, Field::CheckIn | Field::ChangeLog) && values::cadence(entry.text()).is_none() {
            return self.labelled_update(entry, place);
        }
        if let Some(objective) = self.current() {
            fields::objective(objective, field, &entry.dressed.item.text);
        } else {
            fields::section(&mut self.sections[place.section], field, &entry.dressed.item.text);
        }
        if !entry.children.is_empty() && field != Field::Note {
            self.entries(&entry.children, Place { expect: Expect::Nothing, positional: false, ..place });
        }
    }

    /// A named part: of the objective above it, or of the set.
    pub(super) fn part(&mut self, field: Field, entry: &Entry, place: Place) {
        let own = Some(&entry.dressed).filter(|d| d.label == Some(field) && !d.item.text.is_empty()).map(|d| d.item.text.clone());
        let below = entry.children.iter().filter(|c| c.is_item() || c.kind == Kind::Paragraph || field == Field::NorthStar);
        let lines: Vec<Text> =
            own.into_iter().chain(below.map(|line| worded(line, field))).filter(|text| !text.is_empty()).collect();
        match (field, self.current()) {
            (Field::Initiative, Some(objective)) => objective.initiatives.extend(lines),
            (Field::Guardrail, Some(objective)) => objective.guardrails.extend(lines),
            _ => {
                let section = &mut self.sections[place.section];
                for line in &lines {
                    read::fields::section(section, field, line);
                }
            }
        }
    }
}

/// The text of a line in a named part; of a quote, its first line. The label of an initiative, "KR2: …", is the key result it is for, and so is
/// the name before a lesson.
fn worded(entry: &Entry, part: Field) -> Text {
    let line = if entry.kind == Kind::Quote { entry.children.first() } else { Some(entry) };
    let bet = |line: &&Entry| part == Field::Initiative && line.dressed.label == Some(Field::KeyResult) && !line.is_bare();
    let about = |line: &&Entry| part == Field::Lessons || bet(line);
    match line {
        Some(line) if about(&line) => line.line.text.clone(),
        Some(line) => line.dressed.item.text.clone(),
        None => Text::default(),
    }
}
