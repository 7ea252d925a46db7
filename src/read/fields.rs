//! What a labelled value fills in the model, whatever the format that it was written in.

use super::labels::Field;
use super::{links, values};
use crate::calendar::{Cycle, Period};
use crate::model::{Fields, Item, Level, Section};
use crate::source::{Spanned, Text};

/// A value as written.
pub(super) fn words(text: &Text) -> Spanned<String> {
    Spanned::new(text.as_str().trim().to_owned(), text.span())
}

/// Fills a value that objectives and key results have in common; false when the field is none of these.
pub(super) fn item(item: &mut Item, field: Field, text: &Text) -> bool {
    let value = text.as_str();
    match field {
        Field::Owner => {
            item.owners.extend(
                values::owners(value).into_iter().map(|owner| Spanned::new(owner.name.to_owned(), text.locate(owner.range))),
            );
        }
        Field::Score => item.score = values::score(value).map(|score| Spanned::new(score, text.span())).or(item.score),
        Field::Confidence => item.confidence = values::confidence(value).map(|part| Spanned::new(part, text.span())),
        Field::Status => {
            item.dropped |= values::state(value).is_some_and(values::State::is_dropped);
            item.status = Some(words(text));
        }
        Field::Archived => item.dropped |= matches!(value, "true" | "True" | "yes" | "1"),
        Field::Priority => item.priority = Some(words(text)),
        Field::Due => item.due = Some(words(text)),
        Field::Supports => links::supports(item, text),
        Field::Local => item.alone = Some(words(text)),
        Field::Agreed => item.agreed = Some(words(text)),
        Field::DependsOn => links::links(item, text, |item| &mut item.depends_on),
        Field::Provides => links::links(item, text, |item| &mut item.provides_for),
        Field::Type => item.kind = values::okr_type(value).map(|kind| Spanned::new(kind, text.span())).or(item.kind),
        Field::Lever => item.lever = item.lever.take().or_else(|| Some(words(text))),
        Field::Horizon => item.horizon = Some(words(text)),
        Field::Id => item.id = Some(words(text)),
        Field::Note | Field::Description => item.notes.push(text.clone()),
        _ => return false,
    }
    true
}

/// Several levers stand in one line, parted by commas or arrows.
fn levers(levers: &mut Vec<Spanned<String>>, text: &Text) {
    let value = text.as_str();
    let mut at = 0;
    for part in value.split([',', ';', '→', '|']) {
        let lever = words(&text.sub(at..at + part.len()).trim());
        if !lever.value.is_empty() {
            levers.push(lever);
        }
        at += part.len() + value[at + part.len()..].chars().next().map_or(0, char::len_utf8);
    }
}

/// Fills a value of a key result's measure; false when the field is none of these.
pub(super) fn measure(fields: &mut Fields, field: Field, text: &Text) -> bool {
    let slot = match field {
        Field::Metric => &mut fields.metric,
        Field::Baseline => &mut fields.baseline,
        Field::Target => &mut fields.target,
        Field::Current => &mut fields.current,
        Field::Unit => &mut fields.unit,
        Field::Direction => &mut fields.direction,
        Field::Source => &mut fields.source,
        _ => return false,
    };
    // A line to be filled in is no value.
    if !is_gap(text.as_str()) {
        *slot = Some(words(text));
    }
    true
}

/// Whether nothing is written but the line on which something should be.
fn is_gap(text: &str) -> bool {
    text.contains('_') && text.trim().bytes().all(|byte| byte == b'_')
}

/// Fills a value that a whole set shares; false when the field is none of these.
pub(super) fn section(section: &mut Section, field: Field, text: &Text) -> bool {
    match field {
        Field::Cycle => {
            let found = Cycle::parse_or_year(text.as_str()).map(|(cycle, range)| Spanned::new(cycle, text.locate(range)));
            section.cycle = found.or(section.cycle);
            section.period = Period::parse(text.as_str()).map(|(period, _)| period).or(section.period);
        }
        Field::Team => section.team = Some(words(text)),
        Field::Department => name_unit(section, text, Level::Department),
        Field::Company => name_unit(section, text, Level::Company),
        Field::Individual => {
            section.owner = Some(words(text));
            section.level = section.level.or(Some(Level::Individual));
        }
        Field::Owner => section.owner = Some(words(text)),
        Field::Level => section.level = level(text.as_str()).or(section.level),
        Field::Guardrail => section.guardrails.push(text.clone()),
        Field::NorthStar => section.north_stars.push(text.clone()),
        Field::Lever => levers(&mut section.levers, text),
        Field::Initiative => section.initiatives.push(text.clone()),
        Field::Lessons => section.lessons.push(text.clone()),
        // "Check-ins: Mondays at 9".
        Field::Cadence | Field::CheckIn => {
            section.cadence = values::cadence(text.as_str()).map(|days| Spanned::new(days, text.span())).or(section.cadence);
        }
        _ => return false,
    }
    true
}

/// A unit above the team gives the set its name only where no team does; so it is to be filled in after the team.
fn name_unit(section: &mut Section, text: &Text, level: Level) {
    if section.team.is_none() {
        section.team = Some(words(text));
        section.level = section.level.or(Some(level));
    }
}

/// The level that a word names, in the words of several tools.
pub(super) fn level(word: &str) -> Option<Level> {
    Some(match word.trim().to_lowercase().as_str() {
        "company" | "organisation" | "organization" | "org" | "corporate" | "workspace" => Level::Company,
        "department" | "division" | "product" | "group" | "mission" | "business unit" | "area" => Level::Department,
        "team" | "squad" | "tribe" | "chapter" => Level::Team,
        "individual" | "person" | "personal" | "employee" | "user" => Level::Individual,
        _ => return None,
    })
}
