//! Rows: a sheet, or a list of flat mappings, with the objective in one column and the key result in another. The objective may be repeated
//! in every row or stand only in the first of its group.

use std::collections::HashMap;

use super::check_ins::Row;
use super::items::{declares_key_result, statement};
use super::{Mapper, Named};
use crate::model::{CheckIn, Item, KeyResult, Objective};
use crate::read::fields;
use crate::read::labels::Field;
use crate::read::tree::{Node, Value};
use crate::source::{Spanned, Text};

/// What the rows so far have given.
#[derive(Default)]
struct Group {
    /// The objective to which a row with an empty objective cell belongs.
    current: Option<usize>,
    /// Objectives by section and statement.
    objectives: HashMap<(usize, String), usize>,
    /// Key results by objective and statement, for sheets with a row per check-in.
    key_results: HashMap<(usize, String), usize>,
}

/// The columns of a row that say what it is about.
struct Roles {
    objective: Option<Text>,
    key_result: Option<Text>,
    objective_id: Option<Spanned<String>>,
}

impl Mapper<'_> {
    /// Whether a list holds rows: one of the first few is flat and names an objective together with a key result or an owner or status.
    pub(super) fn are_rows(&mut self, items: &[Node<'_>]) -> bool {
        items.iter().take(4).any(|item| {
            let named = self.named(item.entries().unwrap_or_default());
            let scalar = |wanted: &[Field]| {
                named.iter().any(|(field, entry)| field.is_some_and(|f| wanted.contains(&f)) && entry.node.as_str().is_some())
            };
            let nested = named
                .iter()
                .any(|(field, entry)| matches!(field, Some(Field::KeyResult | Field::Objective)) && entry.node.is_nested());
            let beside =
                [Field::KeyResult, Field::Title, Field::Metric, Field::Owner, Field::Status, Field::Id, Field::ObjectiveId];
            !nested && scalar(&[Field::Objective]) && scalar(&beside)
                || !nested && scalar(&[Field::KeyResult]) && scalar(&[Field::Title])
        })
    }

    /// Reads rows into objectives.
    pub(super) fn rows(&mut self, items: &[Node<'_>], section: usize) {
        let mut group = Group::default();
        // A column counts as present when any row fills it.
        let columns: Vec<Field> = items
            .iter()
            .take(50)
            .flat_map(|item| self.named(item.entries().unwrap_or_default()))
            .filter_map(|(field, _)| field)
            .collect();
        let has = |field: Field| columns.contains(&field);
        let measured = [Field::Cycle, Field::Progress, Field::Score, Field::Confidence, Field::Target].into_iter().any(has);
        self.recognised |=
            has(Field::Objective) && (has(Field::KeyResult) || (measured && (has(Field::Title) || has(Field::Metric))));
        self.recognised |= items
            .iter()
            .take(1)
            .flat_map(|item| item.entries().unwrap_or_default())
            .any(|entry| entry.key.to_lowercase().contains("okr"));
        let titled = has(Field::Objective) && !has(Field::KeyResult);
        for item in items {
            let Value::Mapping(entries) = &item.value else { continue };
            let named = self.named(entries);
            let roles = self.roles(&named, titled, has(Field::Objective));
            self.row(&named, roles, section, &mut group);
        }
    }

    /// Which cells are the statements. A title is a key result in a sheet that has an objective column and no other for key results, and an
    /// objective in one that has none.
    fn roles(&mut self, named: &[Named<'_, '_>], title_is_result: bool, objective_column: bool) -> Roles {
        let cell = |wanted: Field| {
            named.iter().find(|(field, entry)| *field == Some(wanted) && entry.node.as_str().is_some()).map(|(_, entry)| entry)
        };
        let text = |wanted: Field| cell(wanted).map(|entry| entry.node.text(self.source));
        let title = text(Field::Title);
        let is_result =
            cell(Field::Type).and_then(|entry| entry.node.as_str()).and_then(declares_key_result).unwrap_or(title_is_result);
        let (title_objective, title_result) = match objective_column && !title_is_result {
            true => (None, None),
            false if is_result => (None, title),
            false => (title, None),
        };
        let measured = || text(Field::Metric).filter(|_| cell(Field::Target).is_some());
        Roles {
            objective: text(Field::Objective).or(title_objective),
            key_result: text(Field::KeyResult).or(title_result).or_else(measured),
            objective_id: text(Field::ObjectiveId).map(|text| fields::words(&text)),
        }
    }

    fn row(&mut self, named: &[Named<'_, '_>], roles: Roles, section: usize, group: &mut Group) {
        let above = group.current.filter(|_| roles.objective.is_none()).map(|index| self.objectives[index].section);
        let section = self.section_of_row(named, above.unwrap_or(section));
        let index = self.objective_of_row(&roles, section, group);
        let Some(text) = roles.key_result else {
            return self.objective_row(named, index);
        };
        let known = group.key_results.get(&(index, text.as_str().to_owned())).copied();
        let update = check_in_of_row(self, named);
        if let (Some(known), Some(update)) = (known, &update)
            && let Some(key_result) = self.objectives[index].key_results.get_mut(known)
        {
            key_result.fields.current = update.told().value.clone().or(key_result.fields.current.take());
            key_result.item.confidence = update.told().confidence.or(key_result.item.confidence);
            key_result.check_ins.push(update.clone());
            return;
        }
        let mut key_result = KeyResult::default();
        group.key_results.insert((index, text.as_str().to_owned()), self.objectives[index].key_results.len());
        let metric = key_result_is_metric(named, &text, self.source);
        statement(&mut key_result.item, text);
        for (field, entry) in named {
            match field {
                Some(_) if entry.key.to_lowercase().starts_with("objective") => self.objective_cell(index, *field, entry),
                Some(Field::Metric) if metric => {}
                Some(
                    Field::Title
                    | Field::Objective
                    | Field::KeyResult
                    | Field::Cycle
                    | Field::Level
                    | Field::Team
                    | Field::Department,
                )
                | None => {}
                Some(Field::Description) => key_result.item.notes.push(entry.node.text(self.source)),
                Some(field) => self.key_result_field(&mut key_result, *field, entry, index),
            }
        }
        key_result.check_ins.extend(update);
        self.objectives[index].key_results.push(key_result);
    }

    /// The objective of a row: the one that it states, names by id, or shares with the row above.
    fn objective_of_row(&mut self, roles: &Roles, section: usize, group: &mut Group) -> usize {
        let known_id = roles.objective_id.as_ref().and_then(|id| self.ids.get(&id.value)).copied();
        let index = match (&roles.objective, known_id, group.current) {
            (Some(text), ..) => {
                let key = (section, text.as_str().to_owned());
                match group.objectives.get(&key) {
                    Some(index) => *index,
                    None => {
                        let mut item = Item { id: roles.objective_id.clone(), ..Item::default() };
                        statement(&mut item, text.clone());
                        let index = self.push_objective(Objective { item, section, ..Objective::default() });
                        group.objectives.insert(key, index);
                        index
                    }
                }
            }
            (None, Some(index), _) => index,
            (None, None, Some(index)) if self.objectives[index].section == section => index,
            _ => self.push_objective(Objective { section, ..Objective::default() }),
        };
        if let Some(id) = &self.objectives[index].item.id {
            self.ids.insert(id.value.clone(), index);
        }
        group.current = Some(index);
        index
    }

    /// A row that speaks of the objective itself.
    fn objective_row(&mut self, named: &[Named<'_, '_>], index: usize) {
        for (field, entry) in named {
            self.objective_cell(index, *field, entry);
        }
    }

    fn objective_cell(&mut self, index: usize, field: Option<Field>, entry: &crate::read::tree::Entry<'_>) {
        let Some(field) = field else { return };
        let mut item = std::mem::take(&mut self.objectives[index].item);
        match field {
            // Repeated in every row of the group, these are the same owners and links.
            Field::Owner if !item.owners.is_empty() => {}
            Field::Supports if !item.supports.is_empty() => {}
            Field::Description | Field::Note => item.notes.push(entry.node.text(self.source)),
            Field::Guardrail => self.objectives[index].guardrails = self.texts(&entry.node),
            Field::Initiative => self.objectives[index].initiatives = self.texts(&entry.node),
            _ => self.item_field(&mut item, field, entry),
        }
        self.objectives[index].item = item;
    }

    /// The section of a row: its own cycle and team, or those of the sheet. Of several unit columns the most specific one names it.
    fn section_of_row(&mut self, named: &[Named<'_, '_>], parent: usize) -> usize {
        let mut section = self.sections[parent].clone();
        for wanted in [Field::Cycle, Field::Level, Field::Individual, Field::Team, Field::Department, Field::Company] {
            for (_, entry) in named.iter().filter(|(field, _)| *field == Some(wanted)) {
                let unit = !matches!(wanted, Field::Cycle | Field::Level);
                if !(unit && section.team != self.sections[parent].team) {
                    self.section_field(&mut section, wanted, &entry.node);
                }
            }
        }
        self.section_like(section, parent)
    }
}

/// Whether the key result of a row is the name of its metric.
fn key_result_is_metric(named: &[Named<'_, '_>], text: &Text, source: &str) -> bool {
    named.iter().any(|(field, entry)| *field == Some(Field::Metric) && entry.node.text(source).span() == text.span())
}

/// What a row with a date says of that day.
fn check_in_of_row(mapper: &mut Mapper<'_>, named: &[Named<'_, '_>]) -> Option<CheckIn> {
    let mut update = Row::default();
    named.iter().any(|(field, _)| *field == Some(Field::Date)).then_some(())?;
    for (field, entry) in named {
        if let (Some(field), Some(text)) = (*field, mapper.texts(&entry.node).first()) {
            update.fill(field, text);
        }
    }
    Some(update.check_in()).filter(|update| update.date.is_some())
}
