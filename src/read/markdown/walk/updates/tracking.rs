//! Tables that follow key results: a row for each day and a column for each key result, the other way round, or a row for each told.

use super::{Content, Met, Scope};
use crate::model::{CheckIn, Told};
use crate::read::labels::{self, Field};
use crate::read::markdown::entry::{Cell, Entry};
use crate::read::markdown::walk::Walk;
use crate::read::updates::{self, Opening, Reckoning, Reference, reference};
use crate::read::{fields, values};
use crate::source::{Spanned, Text};

/// What a column holds.
#[derive(Debug)]
enum Column {
    /// The day of the row.
    Day,
    /// How this key result stood.
    Of(Reference),
    /// How the key result with these words stood.
    Named(Text),
    /// How the key result of the row stood on this day.
    On(Opening),
    /// A value of the row.
    Value(Field),
    Other,
}

impl Walk {
    /// Keeps what a tracking table tells; false where the table is another. `titled`: it stands in a part for updates, where a row may repeat
    /// the key result that it speaks of.
    pub(super) fn tracking(&mut self, entry: &Entry, scope: &Scope, titled: bool) -> bool {
        let Some((header, rows)) = entry.rows.split_first() else { return false };
        let reckoning = self.reckoning(scope.section);
        let columns: Vec<Column> = header.iter().enumerate().map(|(at, cell)| column(at, cell, reckoning)).collect();
        let has = |wanted: fn(&Column) -> bool| columns.iter().any(wanted);
        let by_day = has(|column| matches!(column, Column::Day));
        let listed = has(|column| matches!(column, Column::Value(Field::KeyResult | Field::KeyResultId | Field::Id)));
        let named = !listed && has(|column| matches!(column, Column::Of(_) | Column::Named(_)));
        let on_days = has(|column| matches!(column, Column::On(_)));
        let before = self.met.len();
        for row in rows {
            let first = row.iter().find_map(|cell| cell.first()).map(|line| &line.text);
            match (by_day, named, on_days) {
                (true, true, _) => self.row_of_day(row, &columns, scope, reckoning),
                (true, false, _) => self.row_of_update(row, &columns, scope, reckoning),
                (false, _, true) => {
                    let name = first.and_then(|text| {
                        reference(text.as_str()).filter(|name| titled || name.len == text.as_str().trim_end().len())
                    });
                    if let Some(name) = name {
                        self.row_of_key_result(row, &columns, &Scope { key_result: Some(name), ..scope.clone() });
                    }
                }
                _ => return false,
            }
        }
        self.met.len() > before
    }

    /// A table outside of parts for updates.
    pub(in crate::read::markdown::walk) fn free_tracking(&mut self, entry: &Entry, section: usize) -> bool {
        // Only a table with a column for the day, or days for columns, is looked at.
        let looks = entry.rows.first().is_some_and(|header| {
            header.iter().filter_map(|cell| cell.first()).any(|line| is_day(line.as_str()) || updates::is_moment(&line.text))
        });
        looks && self.tracking(entry, &Scope { section, objective: self.current, ..Scope::default() }, false)
    }

    fn row_of_day(&mut self, row: &[Cell], columns: &[Column], scope: &Scope, reckoning: Reckoning) {
        let Some(day) = day(row, columns, reckoning) else { return };
        for (column, cell) in columns.iter().zip(row) {
            let Some(text) = words(cell) else { continue };
            let scope = match column {
                Column::Of(name) => Scope { key_result: Some(name.clone()), ..scope.clone() },
                Column::Named(words) => Scope { words: Some(words.clone()), ..scope.clone() },
                Column::Value(Field::Note | Field::Description) => scope.clone(),
                _ => continue,
            };
            self.cell(scope, updates::report(day.date, text.clone()));
        }
    }

    fn row_of_key_result(&mut self, row: &[Cell], columns: &[Column], scope: &Scope) {
        for (column, cell) in columns.iter().zip(row) {
            if let (Column::On(day), Some(text)) = (column, words(cell)) {
                self.cell(scope.clone(), updates::report(day.date, text.clone()));
            }
        }
    }

    /// "2026-07-13 | KR1 | 48% | at risk | Bank cut-off moved".
    fn row_of_update(&mut self, row: &[Cell], columns: &[Column], scope: &Scope, reckoning: Reckoning) {
        let Some(day) = day(row, columns, reckoning) else { return };
        let mut told = Told::default();
        let mut key_result = None;
        for (column, cell) in columns.iter().zip(row) {
            let (Column::Value(field), Some(text)) = (column, words(cell)) else { continue };
            match field {
                Field::KeyResult | Field::KeyResultId | Field::Id => key_result = reference(text.as_str()),
                Field::Current | Field::Progress | Field::Score | Field::Metric => told.value = Some(fields::words(text)),
                Field::Confidence => {
                    told.confidence = values::confidence(text.as_str()).map(|part| Spanned::new(part, text.span()))
                }
                Field::Status => told.status = Some(fields::words(text)),
                Field::Note | Field::Description => told.note = Some(text.clone()),
                _ => {}
            }
        }
        if key_result.is_some() {
            self.cell(Scope { key_result, ..scope.clone() }, CheckIn::new(day.date, told));
        }
    }

    fn cell(&mut self, scope: Scope, update: CheckIn) {
        self.met.push(Met { scope, content: Content::Cell(update) });
    }
}

/// The day of a row; none where the row is no told.
fn day(row: &[Cell], columns: &[Column], reckoning: Reckoning) -> Option<Opening> {
    let at = columns.iter().position(|column| matches!(column, Column::Day))?;
    let text = words(row.get(at)?)?;
    updates::opening(text, reckoning).or_else(|| updates::numbered_week(text, reckoning))
}

fn column(at: usize, cell: &Cell, reckoning: Reckoning) -> Column {
    let Some(line) = cell.first() else { return Column::Other };
    let whole = || reference(line.as_str()).filter(|name| name.key_result.is_some());
    if is_day(line.as_str()) {
        return Column::Day;
    }
    if let Some(day) = updates::opening(&line.text, reckoning).filter(|day| day.rest == line.as_str().len()) {
        return Column::On(day);
    }
    match whole() {
        Some(name) if at > 0 => Column::Of(name),
        _ => match labels::field(line.as_str()) {
            Some(field) => Column::Value(field),
            None if line.as_str().split_whitespace().nth(1).is_some() => Column::Named(line.text.clone()),
            None => Column::Other,
        },
    }
}

/// Whether a header announces the days of the rows.
fn is_day(header: &str) -> bool {
    labels::field(header) == Some(Field::Date)
        || ["week", "day", "check-in date"].iter().any(|name| name.eq_ignore_ascii_case(header.trim()))
}

/// What a cell says; none where it is blank or holds a dash.
fn words(cell: &Cell) -> Option<&Text> {
    let line = cell.first()?;
    line.as_str().chars().any(|c| c.is_alphanumeric() || c > '\u{2190}').then_some(&line.text)
}
