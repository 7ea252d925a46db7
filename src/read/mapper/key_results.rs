//! Key results: below their objective, or beside the objectives with a link to theirs.

use super::items::statement;
use super::strict::Place;
use super::{Mapper, Named};
use crate::model::{CheckIn, KeyResult, Objective, Statement, Told};
use crate::read::fields;
use crate::read::labels::{self, Field};
use crate::read::tree::{Entry, Kind, Node, Value};
use crate::source::Span;

impl Mapper<'_> {
    /// What stands under `key_results`: statements, mappings, or mappings by id.
    pub(super) fn key_results(&mut self, node: &Node<'_>, objective: usize) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(scalar) if scalar.kind == Kind::Text && !self.strict => self.key_result_text(node, objective),
            Value::Scalar(_) => {
                self.wrong_type(node, "key_results", "a list: [[objectives.key_results]] and below it title = \"___\"")
            }
            Value::Sequence(items) => {
                for item in items {
                    match &item.value {
                        Value::Mapping(entries) => {
                            let named = self.named(entries);
                            self.key_result(&named, item.span, objective);
                        }
                        Value::Scalar(_) => self.key_result_text(item, objective),
                        Value::Sequence(_) | Value::Null => {}
                    }
                }
            }
            Value::Mapping(entries) => self.key_result_mapping(entries, node.span, objective),
        }
    }

    fn key_result_mapping(&mut self, entries: &[Entry<'_>], span: Span, objective: usize) {
        let named = self.named(entries);
        let title = [Field::Title, Field::KeyResult, Field::Description, Field::Metric];
        if named.iter().any(|(field, entry)| {
            field.is_some_and(|field| title.contains(&field))
                && entry.node.as_str().is_some()
                && labels::compact_id(&entry.key).is_none()
                && !numbered(&entry.key)
        }) {
            return self.key_result(&named, span, objective);
        }
        for entry in entries {
            let before = self.objectives[objective].key_results.len();
            match &entry.node.value {
                Value::Mapping(entries) => {
                    let named = self.named(entries);
                    self.key_result(&named, entry.node.span, objective);
                }
                Value::Scalar(_) => self.key_result_text(&entry.node, objective),
                Value::Sequence(_) | Value::Null => continue,
            }
            let key = fields::words(&self.key_text(entry));
            if let Some(key_result) = self.objectives[objective].key_results.get_mut(before) {
                key_result.item.id.get_or_insert(key);
            }
        }
    }

    fn key_result_text(&mut self, node: &Node<'_>, objective: usize) {
        let mut key_result = KeyResult::default();
        statement(&mut key_result.item, node.text(self.source));
        if !key_result.item.text.is_empty() {
            self.objectives[objective].key_results.push(key_result);
        }
    }

    pub(super) fn key_result(&mut self, named: &[Named<'_, '_>], span: Span, objective: usize) {
        if named.is_empty() {
            return;
        }
        let mut key_result = KeyResult::default();
        let rubric = named.iter().any(|(field, _)| *field == Some(Field::Rubric));
        let order: &[Field] = match rubric {
            // Where a rubric says what earns which score, the name is a short title and the description is the statement.
            true => &[Field::KeyResult, Field::Description, Field::Title, Field::Metric],
            false => &[Field::KeyResult, Field::Title, Field::Description, Field::Metric],
        };
        self.title(&mut key_result.item, named, order, Field::KeyResult);
        for (field, entry) in named {
            self.check_key(*field, entry, Place::KeyResult);
            if let Some(field) = *field {
                self.key_result_field(&mut key_result, field, entry, objective);
            }
        }
        if key_result.fields.target.is_none() {
            let fallback =
                |wanted: Field| named.iter().find(|(field, entry)| *field == Some(wanted) && entry.node.as_str().is_some());
            let target = fallback(Field::Commit).or_else(|| fallback(Field::Stretch));
            key_result.fields.target = target.map(|(_, entry)| fields::words(&entry.node.text(self.source)));
        }
        if key_result.item.text.is_empty() && self.strict {
            self.missing_title(span, "key result");
        }
        let section = self.objectives[objective].section;
        let parent = Statement { objective, key_result: Some(self.objectives[objective].key_results.len()) };
        self.objectives[objective].key_results.push(key_result);
        for (_, entry) in named
            .iter()
            .filter(|(field, entry)| matches!(field, Some(Field::Objective | Field::Children)) && entry.node.is_nested())
        {
            self.objectives(&entry.node, section, Some(parent));
        }
    }

    pub(super) fn key_result_field(&mut self, key_result: &mut KeyResult, field: Field, entry: &Entry<'_>, objective: usize) {
        let node = &entry.node;
        match field {
            Field::KeyResultId => self.item_field(&mut key_result.item, Field::Id, entry),
            Field::CheckIn => self.check_ins(node, &mut key_result.check_ins),
            Field::MidScore | Field::ProjectedScore => {
                let value = self.texts(node).first().map(fields::words);
                key_result
                    .check_ins
                    .extend(value.map(|value| CheckIn::new(None, Told { value: Some(value), ..Told::default() })));
            }
            Field::Guardrail => {
                let texts = self.texts(node);
                self.objectives[objective].guardrails.extend(texts);
            }
            Field::Initiative => key_result.initiatives = self.texts(node),
            Field::Metric | Field::Baseline | Field::Target | Field::Current if matches!(node.value, Value::Mapping(_)) => {
                self.structured_value(key_result, field, node);
            }
            Field::Metric | Field::Baseline | Field::Target | Field::Current | Field::Unit | Field::Direction | Field::Source => {
                self.expect_scalar(field, entry);
                if let Some(text) = self.texts(node).first() {
                    fields::measure(&mut key_result.fields, field, text);
                }
            }
            _ => self.item_field(&mut key_result.item, field, entry),
        }
    }

    /// `target: {value: 40, unit: "%", due: …}`, `metric: {initial_number_value: …, target_number_value: …}`.
    fn structured_value(&mut self, key_result: &mut KeyResult, field: Field, node: &Node<'_>) {
        for (part, entry) in self.named(node.entries().unwrap_or_default()) {
            let text = entry.node.text(self.source);
            match part {
                _ if text.is_empty() => {}
                // "value" alone is the current value anywhere but inside a target or baseline.
                Some(Field::Current) if field != Field::Metric => drop(fields::measure(&mut key_result.fields, field, &text)),
                Some(Field::Title) => drop(fields::measure(&mut key_result.fields, Field::Metric, &text)),
                Some(part) if fields::measure(&mut key_result.fields, part, &text) => {}
                Some(Field::Due | Field::Date) => key_result.item.due = Some(fields::words(&text)),
                _ => {}
            }
        }
    }

    /// Key results that stand beside the objectives and name theirs by id, or that stand under no objective.
    pub(super) fn loose_key_results(&mut self, node: &Node<'_>, section: usize) {
        for item in node.items().unwrap_or_default() {
            match &item.value {
                Value::Mapping(entries) => {
                    let named = self.named(entries);
                    self.loose_key_result(&named, item.span, section);
                }
                Value::Scalar(_) => {
                    let index = self.implicit(section);
                    self.key_result_text(item, index);
                }
                Value::Sequence(_) | Value::Null => {}
            }
        }
    }

    pub(super) fn loose_key_result(&mut self, named: &[Named<'_, '_>], span: Span, section: usize) {
        let links =
            named.iter().filter(|(field, _)| matches!(field, Some(Field::Supports | Field::ObjectiveId | Field::Objective)));
        let named_parent = links.filter_map(|(_, entry)| entry.node.as_str()).find_map(|id| self.ids.get(id).copied());
        let index = named_parent.unwrap_or_else(|| self.implicit(section));
        self.key_result(named, span, index);
    }

    /// The stand-in for an objective, shared by the key results of a section that follow each other.
    fn implicit(&mut self, section: usize) -> usize {
        match self.objectives.last() {
            Some(last) if last.is_implicit() && last.section == section => self.objectives.len() - 1,
            _ => self.push_objective(Objective { section, ..Objective::default() }),
        }
    }
}

/// "KR1", "2": a key that only counts.
fn numbered(key: &str) -> bool {
    key.ends_with(|c: char| c.is_ascii_digit())
}
