//! Values on lines of their own: "Owner: Ana" below an objective, "Baseline: 12" below a key result, dated updates.

use std::ops::Range;

use jiff::civil::Date;

use super::entry::{Entry, Role};
use crate::calendar;
use crate::model::{CheckIn, Item, KeyResult, Objective, Section};
use crate::read::labels::Field;
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
    const OF_SETS: [Field; 7] =
        [Field::Cycle, Field::Team, Field::Owner, Field::Level, Field::Guardrail, Field::NorthStar, Field::Lever];
    if !text.is_empty() && OF_SETS.contains(&field) {
        fields::section(section, field, text);
    }
}

/// A line below a key result.
pub(super) fn detail(key_result: &mut KeyResult, entry: &Entry) {
    let text = &entry.dressed.item.text;
    match entry.role {
        Role::Field(field) if text.is_empty() && !entry.children.is_empty() => {
            for child in entry.children.iter().filter(|c| field == Field::CheckIn && c.is_item()) {
                key_result.check_ins.extend(check_in(&child.line.text));
            }
        }
        Role::Field(field) => {
            if !item(&mut key_result.item, field, text) {
                measure(key_result, field, text);
            }
        }
        Role::Excluded(_) | Role::Objective | Role::Objectives => {}
        Role::Part(Field::Initiative) => {
            let own = Some(text).filter(|text| !text.is_empty());
            key_result.initiatives.extend(own.into_iter().chain(entry.children.iter().map(|c| &c.dressed.item.text)).cloned());
        }
        Role::Part(Field::CheckIn) => key_result.check_ins.extend(entry.children.iter().filter_map(|c| check_in(&c.line.text))),
        _ => match check_in(&entry.line.text) {
            Some(update) => key_result.check_ins.push(update),
            None if !entry.line.is_blank() => key_result.item.notes.push(entry.line.text.clone()),
            None => {}
        },
    }
}

fn measure(key_result: &mut KeyResult, field: Field, text: &Text) {
    match field {
        Field::CheckIn => key_result.check_ins.extend(check_in(text)),
        Field::Initiative => key_result.initiatives.push(text.clone()),
        _ if fields::measure(&mut key_result.fields, field, text) => {}
        _ => key_result.item.notes.push(text.clone()),
    }
}

/// A dated line in a check-in section of an objective. Each part of it belongs to the key result that it names, or to the only one.
pub(super) fn dated(objective: &mut Objective, entry: &Entry) {
    let text = &entry.line.text;
    let Some((date, rest)) = date(text) else { return };
    let only = objective.key_results.len() == 1;
    for part in parts(text.as_str(), rest) {
        let words = || text.as_str()[part.clone()].split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '.')).take(2);
        let named = objective.key_results.iter_mut().enumerate().find(|(index, key_result)| {
            let short = format!("KR{}", index + 1);
            let id = key_result.item.id.as_ref().map(|id| id.value.as_str());
            let names = |word: &str| {
                word == short || Some(word) == id || id.is_some_and(|id| id.ends_with(word) && word.starts_with("KR"))
            };
            only || words().any(names)
        });
        if let Some((_, key_result)) = named {
            key_result.check_ins.push(update(date, &text.sub(part)));
        }
    }
}

/// The parts of an update that speak of one key result each: "KR1 48%, at risk; KR2 12".
fn parts(line: &str, rest: usize) -> Vec<Range<usize>> {
    let opens = |at: &usize| {
        let before = line[..*at].trim_end();
        *at == rest || before.ends_with([';', '.', ',', ':', '|'])
    };
    let number = |at: &usize| line[at + 2..].starts_with(|c: char| c.is_ascii_digit() || c == ' ');
    let mut starts: Vec<usize> =
        line[rest..].match_indices("KR").map(|(at, _)| at + rest).filter(|at| opens(at) && number(at)).collect();
    if starts.first() != Some(&rest) {
        starts.insert(0, rest);
    }
    starts.push(line.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).filter(|part| !line[part.clone()].trim().is_empty()).collect()
}

/// "confidence 0.4", "Confidence: high".
fn named_confidence(text: &str) -> Option<f64> {
    let (name, value) = text.split_at_checked("confidence".len())?;
    name.eq_ignore_ascii_case("confidence").then(|| values::confidence(value.trim_start_matches([':', ' '])))?
}

/// Whether a line opens with a date.
pub(super) fn is_dated(text: &Text) -> bool {
    date(text).is_some()
}

/// The date that opens a line, and where the rest begins.
fn date(text: &Text) -> Option<(Spanned<Date>, usize)> {
    let line = text.as_str();
    if !line.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = line.find([':', ' ', '\t']).unwrap_or(line.len());
    let date = calendar::parse_date(&line[..end], None)?;
    let rest = line[end..].trim_start_matches([':', ' ', '-', '–', '—']);
    Some((Spanned::new(date, text.locate(0..end)), line.len() - rest.len()))
}

/// "2026-07-13: 48%, at risk, confidence 0.4. Bank cut-off moved."
fn check_in(text: &Text) -> Option<CheckIn> {
    let (date, rest) = date(text)?;
    Some(update(date, &text.sub(rest..text.as_str().len())))
}

/// "48%, at risk, confidence 0.4. Bank cut-off moved."
fn update(date: Spanned<Date>, text: &Text) -> CheckIn {
    let line = text.as_str();
    let mut update = CheckIn { date: Some(date), ..CheckIn::default() };
    let mut at = 0;
    for part in line.split_inclusive([',', ';', '—']) {
        let word = part.trim_end_matches([',', ';', '—']).trim();
        let from = at + (part.len() - part.trim_start().len());
        at += part.len();
        // A part may end in the note: "confidence 0.4. Bank cut-off moved."
        let (head, tail) = match memchr::memchr_iter(b'.', word.as_bytes()).find(|at| word[at + 1..].starts_with(' ')) {
            Some(at) => (&word[..at], Some(&word[at + 2..])),
            None => (word.trim_end_matches('.'), None),
        };
        let span = text.locate(from..from + head.len());
        let value = |head: &str| head.contains(|c: char| c.is_ascii_digit() || c == '.') && head.split_whitespace().count() <= 4;
        if let Some(confidence) = named_confidence(head) {
            update.confidence = Some(Spanned::new(confidence, span));
        } else if values::state(head).is_some() {
            update.status = Some(Spanned::new(head.to_string(), span));
        } else if update.value.is_none() && value(head) {
            let words = head.split_whitespace().rfind(|w| w.contains(|c: char| c.is_ascii_digit())).unwrap_or(head);
            let offset = head.rfind(words).unwrap_or(0);
            update.value = Some(Spanned::new(words.to_string(), text.locate(from + offset..from + offset + words.len())));
        } else if update.note.is_none() && !word.is_empty() {
            update.note = Some(text.locate(from..line.len()));
        }
        if let (Some(tail), None) = (tail, update.note) {
            let offset = word.len() - tail.len();
            update.note = Some(text.locate(from + offset..line.len()));
        }
    }
    update
}
