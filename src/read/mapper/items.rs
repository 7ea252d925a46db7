//! Objectives and key results.

use std::ops::Range;

use super::strict::Place;
use super::{Mapper, Named, is_objective};
use crate::model::{Item, Objective, Section, Statement};
use crate::read::labels::{self, Field};
use crate::read::tree::{Entry, Node, Value};
use crate::read::{fields, values};
use crate::source::{Span, Spanned, Text};

/// The objective below which something stands.
pub(super) type Parent = Option<Statement>;

impl Mapper<'_> {
    /// What stands under `objectives`: a list, one objective, or objectives by id or by statement.
    pub(super) fn objectives(&mut self, node: &Node<'_>, section: usize, parent: Parent) {
        match &node.value {
            Value::Null | Value::Scalar(_) => {}
            Value::Sequence(items) if self.are_rows(items) => self.rows(items, section),
            Value::Sequence(items) => items.iter().for_each(|item| self.objective_like(item, section, parent)),
            Value::Mapping(entries) => {
                let named = self.named(entries);
                if is_objective(&named)
                    || named.iter().any(|(field, entry)| *field == Some(Field::Title) && entry.node.as_str().is_some())
                {
                    self.objective(&named, node.span, section, parent);
                    return;
                }
                for entry in entries {
                    self.keyed_objective(entry, section, parent);
                }
            }
        }
    }

    /// `O1: {title: …}`, `O1: "text"`, or `"Text of the objective": [key results]`.
    fn keyed_objective(&mut self, entry: &Entry<'_>, section: usize, parent: Parent) {
        let key = self.key_text(entry);
        let index = match &entry.node.value {
            Value::Mapping(entries) => {
                let named = self.named(entries);
                let index = self.objective(&named, entry.node.span, section, parent);
                if self.objectives[index].item.text.is_empty() {
                    self.objectives[index].item.text = key;
                    return;
                }
                index
            }
            Value::Sequence(_) => {
                let index = self.push_objective(Objective { section, parent, ..Objective::default() });
                self.objectives[index].item.text = key;
                self.key_results(&entry.node, index);
                return;
            }
            Value::Scalar(_) => {
                let index = self.push_objective(Objective { section, parent, ..Objective::default() });
                statement(&mut self.objectives[index].item, entry.node.text(self.source));
                index
            }
            Value::Null => return,
        };
        self.objectives[index].item.id.get_or_insert(fields::words(&key));
    }

    /// An item of a list of objectives: a statement, an objective, or (in lists of goals of both kinds) a key result.
    pub(super) fn objective_like(&mut self, node: &Node<'_>, section: usize, parent: Parent) {
        match &node.value {
            Value::Mapping(entries) if entries.is_empty() => {}
            Value::Mapping(entries) => {
                let named = self.named(entries);
                match self.is_key_result(&named) {
                    true => self.loose_key_result(&named, node.span, section),
                    false => {
                        self.objective(&named, node.span, section, parent);
                    }
                }
            }
            Value::Scalar(_) => {
                let index = self.push_objective(Objective { section, parent, ..Objective::default() });
                statement(&mut self.objectives[index].item, node.text(self.source));
            }
            Value::Sequence(_) | Value::Null => {}
        }
    }

    /// Whether an item of a list of goals is a key result: it says so, or it is a measure without results of its own.
    fn is_key_result(&mut self, named: &[Named<'_, '_>]) -> bool {
        let declared = named
            .iter()
            .filter(|(field, _)| *field == Some(Field::Type))
            .find_map(|(_, entry)| entry.node.as_str().and_then(declares_key_result));
        if let Some(declared) = declared {
            return declared;
        }
        let has = |wanted: &[Field]| named.iter().any(|(field, _)| field.is_some_and(|field| wanted.contains(&field)));
        let measured = has(&[Field::Target, Field::Baseline])
            || named.iter().any(|(field, entry)| *field == Some(Field::Metric) && matches!(entry.node.value, Value::Mapping(_)));
        measured && !self.strict && !has(&[Field::KeyResult, Field::Children, Field::Objective])
    }

    pub(super) fn push_objective(&mut self, objective: Objective) -> usize {
        self.objectives.push(objective);
        self.objectives.len() - 1
    }

    /// Reads one objective and everything below it; gives its index.
    pub(super) fn objective(&mut self, named: &[Named<'_, '_>], span: Span, section: usize, parent: Parent) -> usize {
        let section = self.section_of_item(named, section);
        let index = self.push_objective(Objective { section, parent, ..Objective::default() });
        let mut item = std::mem::take(&mut self.objectives[index].item);
        self.title(&mut item, named, &[Field::Objective, Field::Title, Field::Description], Field::Objective);
        for (field, entry) in named {
            self.check_key(*field, entry, Place::Objective);
            let Some(field) = *field else { continue };
            match field {
                Field::Guardrail => self.objectives[index].guardrails = self.texts(&entry.node),
                Field::Initiative => self.objectives[index].initiatives = self.texts(&entry.node),
                Field::CheckIn => {
                    let mut found = Vec::new();
                    self.check_ins(&entry.node, &mut found);
                    self.objectives[index].check_ins = found;
                }
                Field::Lessons => {
                    let lessons = self.texts(&entry.node);
                    self.sections[section].lessons.extend(lessons);
                }
                Field::ObjectiveId => self.item_field(&mut item, Field::Id, entry),
                Field::Cycle | Field::Team => {}
                _ => self.item_field(&mut item, field, entry),
            }
        }
        if let Some(id) = &item.id {
            self.ids.insert(id.value.clone(), index);
        }
        let empty = item.text.is_empty();
        self.objectives[index].item = item;
        if empty && self.strict {
            self.missing_title(span, "objective");
        }
        self.below(named, index, section);
        index
    }

    /// Key results and nested objectives of an objective.
    fn below(&mut self, named: &[Named<'_, '_>], index: usize, section: usize) {
        for (field, entry) in named {
            match field {
                Some(Field::KeyResult) => {
                    self.recognised |= entry.node.is_nested();
                    self.key_results(&entry.node, index);
                }
                Some(Field::Objective | Field::Children | Field::Okr) if entry.node.is_nested() => {
                    let nested = entry.node.items().is_none_or(|items| items.iter().any(Node::is_nested));
                    if nested {
                        self.objectives(&entry.node, section, Some(Statement { objective: index, key_result: None }));
                    }
                }
                _ => {}
            }
        }
    }

    /// The section of an objective: that of its set, or another where it names its own team or cycle.
    fn section_of_item(&mut self, named: &[Named<'_, '_>], parent: usize) -> usize {
        let own = |field: &Option<Field>| matches!(field, Some(Field::Cycle | Field::Team | Field::Department));
        if !named.iter().any(|(field, _)| own(field)) {
            return parent;
        }
        let mut section = self.sections[parent].clone();
        for (field, entry) in named.iter().filter(|(field, _)| own(field)) {
            if let Some(field) = *field {
                self.section_field(&mut section, field, &entry.node);
            }
        }
        self.section_like(section, parent)
    }

    /// The index of a section with the same cycle, team and level, made when there is none.
    pub(super) fn section_like(&mut self, mut section: Section, parent: usize) -> usize {
        let identity = |section: &Section| {
            (section.cycle.map(|cycle| cycle.value), section.team.as_ref().map(|team| team.value.clone()), section.level)
        };
        let wanted = identity(&section);
        if identity(&self.sections[parent]) == wanted {
            return parent;
        }
        *self.sections_by_name.entry(wanted).or_insert_with(|| {
            section.guardrails.clear();
            self.sections.push(section);
            self.sections.len() - 1
        })
    }

    /// A field that objectives and key results have in common.
    pub(super) fn item_field(&mut self, item: &mut Item, field: Field, entry: &Entry<'_>) {
        match field {
            Field::Title | Field::Description | Field::Objective | Field::KeyResult => {}
            Field::ChangeLog => self.changes(&entry.node, &mut item.changes),
            Field::Progress => {
                let score = entry.node.as_str().and_then(values::score).filter(|score| score.value.is_some());
                item.score = item.score.or(score.map(|score| Spanned::new(score, entry.node.inner_span(self.source))));
            }
            _ => {
                self.expect_scalar(field, entry);
                for text in self.texts(&entry.node) {
                    fields::item(item, field, &text);
                }
                self.expect_value(item, field, entry);
            }
        }
    }

    /// The statement: the first of `order` that has a text. A description that is not the statement is a note.
    pub(super) fn title(&mut self, item: &mut Item, named: &[Named<'_, '_>], order: &[Field], own: Field) {
        let text_of = |wanted: Field| named.iter().find(|(field, entry)| *field == Some(wanted) && entry.node.as_str().is_some());
        let Some(chosen) = order.iter().find(|field| text_of(**field).is_some()) else { return };
        // In a mapping that names both, the objective of a key result is its parent.
        for (field, entry) in named.iter().filter(|(_, entry)| entry.node.as_str().is_some()) {
            match field {
                Some(field) if field == chosen && item.text.is_empty() => statement(item, entry.node.text(self.source)),
                Some(Field::Description) => item.notes.push(entry.node.text(self.source)),
                Some(Field::Title) if own == Field::KeyResult && order.first() != Some(&Field::Title) => {
                    item.notes.push(entry.node.text(self.source))
                }
                _ => {}
            }
        }
    }
}

/// What a type says of the kind of an item: tools that keep both in one list name them.
pub(super) fn declares_key_result(value: &str) -> Option<bool> {
    match value.to_lowercase().replace(['_', '-'], " ").as_str() {
        "key result" | "keyresult" | "kr" | "milestone" => Some(true),
        "objective" | "goal" | "o" => Some(false),
        _ => None,
    }
}

/// Takes label, priority, status and score off a statement and fills them in.
pub(super) fn statement(item: &mut Item, text: Text) {
    let line = text.as_str();
    let mut range = 0..line.len();
    let label = labels::labelled(line)
        .filter(|label| matches!(label.field, Field::Objective | Field::KeyResult) && label.rest < range.end);
    if let Some(label) = label {
        if let Some(id) = label.id {
            item.id.get_or_insert(fields::words(&text.sub(id)));
        }
        range.start = label.rest;
    }
    let part = |start: usize, part: Range<usize>| text.sub(start + part.start..start + part.end);
    if let Some((tag, rest)) = values::leading_priority(&line[range.clone()]) {
        item.priority.get_or_insert(fields::words(&part(range.start, tag)));
        range.start += rest;
    }
    if let Some((word, _, rest)) = values::leading_status(&line[range.clone()]) {
        fields::item(item, Field::Status, &part(range.start, word));
        range.start += rest;
    }
    if let Some(score) = values::trailing_score(&line[range.clone()]).filter(|score| score.sure) {
        let place = part(range.start, score.range).span();
        item.score.get_or_insert(Spanned::new(score.score, place));
        range.end = range.start + score.end;
    }
    if let Some((word, _, end)) = values::trailing_status(&line[range.clone()]) {
        fields::item(item, Field::Status, &part(range.start, word));
        range.end = range.start + end;
    }
    if let Some((tag, end)) = values::trailing_priority(&line[range.clone()]) {
        item.priority.get_or_insert(fields::words(&part(range.start, tag)));
        range.end = range.start + end;
    }
    item.text = if range == (0..line.len()) { text } else { text.sub(range).trim() };
}
