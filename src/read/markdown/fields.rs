//! Values on lines of their own: "Owner: Ana" below an objective, "Baseline: 12" below a key result, dated updates.

use super::entry::{Entry, Role};
use super::walk::{JOINT, Title};
use crate::model::{Change, CheckIn, Item, KeyResult, Objective, Section};
use crate::read::labels::Field;
use crate::read::updates::{self, Reckoning};
use crate::read::{fields, values};
use crate::source::{Spanned, Text};

/// Fills a value that objectives and key results have in common; false when the field is none of these.
fn item(item: &mut Item, field: Field, text: &Text) -> bool {
    match field {
        _ if text.is_empty() => true,
        // The score beside the statement is nearer than one on a line below.
        Field::Score | Field::Progress => {
            if let Some(score) = values::score(text.as_str()) {
                item.score.get_or_insert(Spanned::new(score, text.span()));
            }
            true
        }
        _ => fields::item(item, field, text),
    }
}

/// A labelled line below an objective.
pub(super) fn objective(objective: &mut Objective, field: Field, text: &Text) {
    if !item(&mut objective.item, field, text) && field == Field::Guardrail {
        objective.guardrails.push(text.clone());
    }
}

/// A labelled line above all objectives.
pub(super) fn section(section: &mut Section, field: Field, text: &Text) {
    const OF_SETS: [Field; 9] = [
        Field::Cycle,
        Field::Team,
        Field::Owner,
        Field::Level,
        Field::Guardrail,
        Field::NorthStar,
        Field::Lever,
        Field::Cadence,
        Field::CheckIn,
    ];
    if !text.is_empty() && OF_SETS.contains(&field) {
        fields::section(section, field, text);
    }
}

/// A line below a key result.
pub(super) fn detail(key_result: &mut KeyResult, entry: &Entry, reckoning: Reckoning) {
    let text = &entry.dressed.item.text;
    match entry.role {
        Role::Part(Field::CheckIn) | Role::Field(Field::CheckIn) => check_ins(key_result, entry, reckoning),
        Role::Part(Field::ChangeLog) | Role::Field(Field::ChangeLog) => changes(key_result, entry, reckoning),
        Role::Part(Field::Initiative) | Role::Field(Field::Initiative) => {
            let lines = std::iter::once(entry).chain(&entry.children).map(|line| &line.dressed.item.text);
            key_result.initiatives.extend(lines.filter(|text| !text.is_empty()).cloned());
        }
        Role::Field(_) if text.is_empty() && !entry.children.is_empty() => {}
        Role::Field(field) => {
            if !item(&mut key_result.item, field, text) && !fields::measure(&mut key_result.fields, field, text) {
                key_result.item.notes.push(text.clone());
            }
        }
        Role::Excluded(_) | Role::Objective | Role::Objectives => {}
        _ => match check_in(entry, &entry.line.text, reckoning) {
            Some(update) => key_result.check_ins.push(update),
            None if !entry.line.is_blank() => key_result.item.notes.push(entry.line.text.clone()),
            None => {}
        },
    }
}

/// "Check-ins" and the dated lines below, or "Update: 2026-07-13: 48%".
fn check_ins(key_result: &mut KeyResult, entry: &Entry, reckoning: Reckoning) {
    if entry.dressed.label == Some(Field::CheckIn) && !entry.is_bare() {
        let text = &entry.line.text;
        let titled = Title::of_line(text, reckoning).filter(|(title, _)| title.dated);
        let update = titled.map(|(title, rest)| updates::report(title.date, text.sub(rest..text.as_str().len())));
        key_result.check_ins.extend(update.or_else(|| check_in(entry, &entry.dressed.item.text, reckoning)));
        return;
    }
    let below = entry.children.iter().filter_map(|child| check_in(child, &child.line.text, reckoning));
    key_result.check_ins.extend(below);
}

fn changes(key_result: &mut KeyResult, entry: &Entry, reckoning: Reckoning) {
    let own = Some(&entry.dressed.item.text).filter(|text| entry.dressed.label == Some(Field::ChangeLog) && !text.is_empty());
    for text in own.into_iter().chain(entry.children.iter().map(|child| &child.line.text)) {
        let opening = updates::opening(text, reckoning);
        let rest = opening.map_or(0, |opening| opening.rest);
        let date = opening.and_then(|opening| opening.date);
        key_result.item.changes.push(Change { date, text: text.sub(rest..text.as_str().len()) });
    }
}

/// A dated line, "2026-07-13: 48%, at risk, confidence 0.4. Bank cut-off moved.", with what stands below it.
fn check_in(entry: &Entry, text: &Text, reckoning: Reckoning) -> Option<CheckIn> {
    let opening = updates::opening(text, reckoning)?;
    let line = text.sub(opening.rest..text.as_str().len());
    let below = entry.children.iter().filter(|child| !child.line.is_blank());
    let whole = below.fold(line, |line, child| line.followed_by(JOINT, &child.line.text));
    Some(updates::report(opening.date, whole))
}
