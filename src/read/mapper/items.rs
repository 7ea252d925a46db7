//! Objectives and key results.

use std::borrow::Cow;

use super::strict::Place;
use super::{Mapper, Named, is_objective};
use crate::model::{CheckIn, Item, KeyResult, Objective, Section};
use crate::read::labels::{self, Field};
use crate::read::tree::{Entry, Kind, Node, Value};
use crate::read::{fields, values};
use crate::source::{Span, Spanned, Text};

/// The objective to which something belongs, and how links name it.
pub(super) type Parent = Option<Spanned<String>>;

impl Mapper<'_> {
    /// What stands under `objectives`: a list, one objective, or objectives by id or by statement.
    pub(super) fn objectives(&mut self, node: &Node<'_>, section: usize, parent: Parent) {
        match &node.value {
            Value::Null | Value::Scalar(_) => {}
            Value::Sequence(items) if self.are_rows(items) => self.rows(items, section),
            Value::Sequence(items) => items.iter().for_each(|item| self.objective_like(item, section, parent.clone())),
            Value::Mapping(entries) => {
                let named = self.named(entries);
                if is_objective(&named)
                    || named.iter().any(|(field, entry)| *field == Some(Field::Title) && entry.node.as_str().is_some())
                {
                    self.objective(&named, node.span, section, parent);
                    return;
                }
                for entry in entries {
                    self.keyed_objective(entry, section, parent.clone());
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
                let index = self.push_objective(Objective { section, ..Objective::default() });
                self.objectives[index].item.text = key;
                self.key_results(&entry.node, index);
                return;
            }
            Value::Scalar(_) => {
                let index = self.push_objective(Objective { section, ..Objective::default() });
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
                let index = self.push_objective(Objective { section, ..Objective::default() });
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
        let index = self.push_objective(Objective { section, ..Objective::default() });
        self.objectives[index].item.supports.extend(parent);
        let mut item = std::mem::take(&mut self.objectives[index].item);
        self.title(&mut item, named, &[Field::Objective, Field::Title, Field::Description], Field::Objective);
        for (field, entry) in named {
            self.check_key(*field, entry, Place::Objective);
            let Some(field) = *field else { continue };
            match field {
                Field::Guardrail => self.objectives[index].guardrails = self.texts(&entry.node),
                Field::Initiative => self.objectives[index].initiatives = self.texts(&entry.node),
                Field::ObjectiveId => self.item_field(&mut item, Field::Id, entry),
                Field::Cycle | Field::Team => {}
                _ => self.item_field(&mut item, field, entry),
            }
        }
        if let Some(id) = &item.id {
            self.ids.insert(id.value.clone(), index);
        }
        let link = item.id.clone().or_else(|| Some(fields::words(&item.text)).filter(|_| !item.text.is_empty()));
        let empty = item.text.is_empty();
        self.objectives[index].item = item;
        if empty && self.strict {
            self.missing_title(span, "objective");
        }
        self.below(named, index, section, link);
        index
    }

    /// Key results and nested objectives of an objective.
    fn below(&mut self, named: &[Named<'_, '_>], index: usize, section: usize, link: Parent) {
        for (field, entry) in named {
            match field {
                Some(Field::KeyResult) => {
                    self.recognised |= entry.node.is_nested();
                    self.key_results(&entry.node, index);
                }
                Some(Field::Objective | Field::Children | Field::Okr) if entry.node.is_nested() => {
                    let nested = entry.node.items().is_none_or(|items| items.iter().any(Node::is_nested));
                    if nested {
                        self.objectives(&entry.node, section, link.clone());
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

    fn loose_key_result(&mut self, named: &[Named<'_, '_>], span: Span, section: usize) {
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

    /// The index of a section with the same cycle, team and level, made when there is none.
    pub(super) fn section_like(&mut self, mut section: Section, parent: usize) -> usize {
        let identity = |section: &Section| (section.cycle.map(|cycle| cycle.value), section.team.as_ref().map(|team| team.value.clone()), section.level);
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
        let link = key_result.item.id.clone();
        let section = self.objectives[objective].section;
        self.objectives[objective].key_results.push(key_result);
        for (_, entry) in named
            .iter()
            .filter(|(field, entry)| matches!(field, Some(Field::Objective | Field::Children)) && entry.node.is_nested())
        {
            self.objectives(&entry.node, section, link.clone());
        }
    }

    pub(super) fn key_result_field(&mut self, key_result: &mut KeyResult, field: Field, entry: &Entry<'_>, objective: usize) {
        let node = &entry.node;
        match field {
            Field::KeyResultId => self.item_field(&mut key_result.item, Field::Id, entry),
            Field::CheckIn => self.check_ins(node, &mut key_result.check_ins),
            Field::MidScore | Field::ProjectedScore => {
                let value = self.texts(node).first().map(fields::words);
                key_result.check_ins.extend(value.map(|value| CheckIn { value: Some(value), ..CheckIn::default() }));
            }
            Field::Guardrail => {
                let texts = self.texts(node);
                self.objectives[objective].guardrails.extend(texts);
            }
            Field::Initiative => {
                let texts = self.texts(node);
                self.objectives[objective].initiatives.extend(texts);
            }
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

    /// A field that objectives and key results have in common.
    pub(super) fn item_field(&mut self, item: &mut Item, field: Field, entry: &Entry<'_>) {
        match field {
            Field::Title | Field::Description | Field::Objective | Field::KeyResult => {}
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
    fn title(&mut self, item: &mut Item, named: &[Named<'_, '_>], order: &[Field], own: Field) {
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

/// "KR1", "2": a key that only counts.
fn numbered(key: &str) -> bool {
    key.ends_with(|c: char| c.is_ascii_digit())
}

/// What a type says of the kind of an item: tools that keep both in one list name them.
pub(super) fn declares_key_result(value: &str) -> Option<bool> {
    let word: Cow<'_, str> = value.to_lowercase().replace(['_', '-'], " ").into();
    match &*word {
        "key result" | "keyresult" | "kr" | "milestone" => Some(true),
        "objective" | "goal" | "o" => Some(false),
        _ => None,
    }
}

/// Takes label, priority and score off a statement and fills them in.
pub(super) fn statement(item: &mut Item, text: Text) {
    let mut range = 0..text.as_str().len();
    if let Some(label) = labels::labelled(text.as_str())
        .filter(|label| matches!(label.field, Field::Objective | Field::KeyResult) && label.rest < range.end)
    {
        if let Some(id) = label.id {
            item.id.get_or_insert(fields::words(&text.sub(id)));
        }
        range.start = label.rest;
    }
    if let Some((tag, rest)) = values::leading_priority(&text.as_str()[range.clone()]) {
        item.priority.get_or_insert(fields::words(&text.sub(range.start + tag.start..range.start + tag.end)));
        range.start += rest;
    }
    if let Some(score) = values::trailing_score(&text.as_str()[range.clone()]).filter(|score| score.sure) {
        let place = text.locate(range.start + score.range.start..range.start + score.range.end);
        item.score.get_or_insert(Spanned::new(score.score, place));
        range.end = range.start + score.end;
    }
    if let Some((tag, end)) = values::trailing_priority(&text.as_str()[range.clone()]) {
        item.priority.get_or_insert(fields::words(&text.sub(range.start + tag.start..range.start + tag.end)));
        range.end = range.start + end;
    }
    item.text = if range == (0..text.as_str().len()) { text } else { text.sub(range).trim() };
}
