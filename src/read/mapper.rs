//! From the tree to the model: one mapper for okrlint's own format and for the fields of other tools. A set is a mapping that holds
//! objectives; everything beside them (cycle, team, level, owner) belongs to the set.

mod check_ins;
mod items;
mod key_results;
mod rows;
mod strict;

use std::collections::HashMap;

use super::labels::{self, Field};
use super::tree::{Entry, Node, Parsed, Value};
use super::{Context, Problem, fields};
use crate::calendar::{self, Cycle, FiscalYear, Period};
use crate::model::{Document, Format, Level, Objective, Scale, Score, Section};
use crate::source::{Source, Span, Spanned, Text, TextBuilder};

/// What the mapper made of a file.
pub(super) struct Mapped {
    pub(super) document: Document,
    pub(super) problems: Vec<Problem>,
    /// Whether the shape can be nothing but OKRs.
    pub(super) recognised: bool,
}

/// Maps the parsed documents of a file. `above` is a title that stands over the data and may name the cycle.
pub(super) fn map(parsed: &Parsed<'_>, source: &Source, format: Format, context: &Context, above: Span) -> Mapped {
    let mut section = Section {
        cycle: context.cycle.map(|cycle| Spanned::new(cycle, Span::default())),
        team: context.team.clone().map(|team| Spanned::new(team, Span::default())),
        level: context.level,
        ..Section::default()
    };
    if let Some((cycle, range)) = source.text.get(above.range()).and_then(Cycle::parse) {
        let start = above.start as usize;
        section.cycle = Some(Spanned::new(cycle, start + range.start..start + range.end));
    }
    let file_name = source.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut mapper = Mapper {
        source: &source.text,
        strict: format == Format::Toml,
        sections: vec![section],
        objectives: Vec::new(),
        problems: Vec::new(),
        prose: Vec::new(),
        recognised: file_name.contains("okr"),
        names: HashMap::new(),
        sections_by_name: HashMap::new(),
        ids: HashMap::new(),
    };
    // The first set of the file speaks for the document itself.
    let mut first = true;
    for root in &parsed.roots {
        mapper.visit(root, 0, None, std::mem::take(&mut first));
        root.duplicate_keys(&mut mapper.problems);
    }
    settle_scale(&mut mapper.objectives);
    let recognised = mapper.recognised
        && (!mapper.objectives.is_empty() || mapper.problems.iter().any(|problem| problem.rule == "wrong-type"));
    let document = Document {
        path: source.path.clone(),
        format,
        sections: mapper.sections,
        objectives: mapper.objectives,
        prose: mapper.prose,
        tabled: 0,
        touched: Vec::new(),
    };
    Mapped { document, problems: mapper.problems, recognised }
}

/// Walks the tree and collects sets, objectives and key results.
struct Mapper<'a> {
    source: &'a str,
    /// Whether keys and values that mean nothing are reported: in okrlint's own format only.
    strict: bool,
    sections: Vec<Section>,
    objectives: Vec<Objective>,
    problems: Vec<Problem>,
    /// Notes beside the OKRs.
    prose: Vec<Text>,
    recognised: bool,
    /// What each key met so far names.
    names: HashMap<String, Option<Field>>,
    /// Sections that items and rows have made, by what tells them apart.
    sections_by_name: HashMap<Identity, usize>,
    /// Objectives by their id, for key results that name theirs.
    ids: HashMap<String, usize>,
}

/// What tells one section from another: cycle, team and level.
type Identity = (Option<Cycle>, Option<String>, Option<Level>);

/// What a key names, and its value.
type Named<'n, 's> = (Option<Field>, &'n Entry<'s>);

impl Mapper<'_> {
    fn field(&mut self, key: &str) -> Option<Field> {
        if let Some(known) = self.names.get(key) {
            return *known;
        }
        let found = labels::field(key);
        self.names.insert(key.to_owned(), found);
        found
    }

    fn named<'n, 's>(&mut self, entries: &'n [Entry<'s>]) -> Vec<Named<'n, 's>> {
        let goal_value = |entry: &Entry<'_>| entry.node.as_str().is_some_and(|value| !value.contains(char::is_alphabetic));
        let meaning = |entry: &'n Entry<'s>| match self.field(&entry.key) {
            // Beside "Actual", "Goal" heads a column of numbers.
            Some(Field::Objective) if goal_value(entry) => (Some(Field::Target), entry),
            field => (field, entry),
        };
        entries.iter().map(meaning).collect()
    }

    /// Looks for sets below a node. `unit` is the name under which the node stands in a list of teams.
    fn visit(&mut self, node: &Node<'_>, section: usize, unit: Option<Text>, root: bool) {
        match &node.value {
            Value::Sequence(items) if self.are_rows(items) => self.rows(items, section),
            Value::Sequence(items) => items.iter().for_each(|item| self.visit(item, section, None, false)),
            Value::Mapping(entries) => {
                let named = self.named(entries);
                match is_objective(&named) {
                    true => {
                        self.recognised = true;
                        self.objective(&named, node.span, section, None);
                    }
                    false => self.set(&named, section, unit, root),
                }
            }
            Value::Null | Value::Scalar(_) => {}
        }
    }

    /// A mapping that holds objectives, or that holds something which does.
    fn set(&mut self, named: &[Named<'_, '_>], section: usize, unit: Option<Text>, root: bool) {
        let holds = named.iter().any(|(field, entry)| is_container(*field, entry));
        let section = if holds || root { self.section_of(named, section, unit, root) } else { section };
        for (field, entry) in named {
            match field {
                Some(Field::Objective) if self.strict && entry.key == "objectives" && !entry.node.is_nested() => {
                    self.wrong_type(&entry.node, "objectives", "a list: [[objectives]] and below it title = \"___\"");
                    self.recognised = true;
                }
                Some(Field::Objective | Field::Children) => self.objectives(&entry.node, section, None),
                Some(Field::Okr) => self.okrs(&entry.node, section),
                Some(Field::KeyResult) if entry.node.is_nested() => {}
                Some(Field::Team | Field::Department | Field::Company | Field::Individual) | None if entry.node.is_nested() => {
                    self.units(&entry.node, section, field.is_some());
                }
                _ => {}
            }
            if holds && root {
                self.check_key(*field, entry, strict::Place::Set);
            }
        }
        for (_, entry) in named.iter().filter(|(field, entry)| *field == Some(Field::KeyResult) && entry.node.is_nested()) {
            self.recognised |= named.iter().any(|(field, _)| matches!(field, Some(Field::Objective | Field::Okr)));
            self.loose_key_results(&entry.node, section);
        }
    }

    /// `okrs`: objectives, or mappings that hold them. A list of words ("okrs: [design, research]") is a list of tags.
    fn okrs(&mut self, node: &Node<'_>, section: usize) {
        match &node.value {
            Value::Mapping(_) => self.visit(node, section, None, false),
            Value::Sequence(items) if self.are_rows(items) => self.rows(items, section),
            Value::Sequence(items) => {
                for item in items {
                    let Value::Mapping(entries) = &item.value else { continue };
                    let named = self.named(entries);
                    match named.iter().any(|(field, entry)| is_container(*field, entry)) && !is_objective(&named) {
                        true => self.set(&named, section, None, false),
                        false => self.objective_like(item, section, None),
                    }
                }
            }
            Value::Null | Value::Scalar(_) => {}
        }
    }

    /// A list of teams, or teams by name.
    fn units(&mut self, node: &Node<'_>, section: usize, named: bool) {
        let Value::Mapping(entries) = &node.value else { return self.visit(node, section, None, false) };
        let fields = self.named(entries);
        if !named || fields.iter().any(|(field, entry)| is_container(*field, entry)) {
            return self.visit(node, section, None, false);
        }
        for entry in entries {
            self.visit(&entry.node, section, Some(self.key_text(entry)), false);
        }
    }

    /// The section that a set's own fields describe; that of the document itself for the root.
    fn section_of(&mut self, named: &[Named<'_, '_>], parent: usize, unit: Option<Text>, root: bool) -> usize {
        let mut section = self.sections[parent].below();
        section.guardrails.clear();
        let mut changed = false;
        if let Some(unit) = unit {
            changed |= fields::section(&mut section, Field::Team, &unit);
        }
        let mut fiscal_start = None;
        let unit = |field: &Option<Field>| match field {
            Some(Field::Department) => 1,
            Some(Field::Company) => 2,
            _ => 0,
        };
        for (field, entry) in (0..3).flat_map(|rank| named.iter().filter(move |(field, _)| unit(field) == rank)) {
            let Some(field) = *field else { continue };
            if matches!(field, Field::Title | Field::Description) {
                changed |= self.title_of_set(&mut section, &entry.key, &entry.node, root);
            } else if field == Field::FiscalStart {
                fiscal_start = entry.node.as_str().and_then(|month| month.parse().ok());
            } else {
                changed |= self.section_field(&mut section, field, &entry.node);
            }
        }
        if let (Some(first_month @ 1..=12), Some(cycle)) = (fiscal_start, section.cycle) {
            section.period = Some(cycle.value.period(FiscalYear { first_month }));
        }
        self.recognised |= changed
            && section.cycle.is_some_and(|cycle| !cycle.span.is_empty())
            && named.iter().any(|(f, _)| *f == Some(Field::Objective));
        match (root, changed) {
            (_, false) => parent,
            (true, true) => {
                self.sections[0] = section;
                0
            }
            (false, true) => {
                self.sections.push(section);
                self.sections.len() - 1
            }
        }
    }

    /// A set's title may name its cycle, and the name of a unit is its team.
    fn title_of_set(&self, section: &mut Section, key: &str, node: &Node<'_>, root: bool) -> bool {
        let text = node.text(self.source);
        if let Some((cycle, range)) = Cycle::parse(text.as_str()) {
            section.cycle = Some(Spanned::new(cycle, text.locate(range)));
            return true;
        }
        !root && key == "name" && !text.is_empty() && fields::section(section, Field::Team, &text)
    }

    fn section_field(&mut self, section: &mut Section, field: Field, node: &Node<'_>) -> bool {
        if field == Field::Cycle && matches!(node.value, Value::Mapping(_)) {
            return self.cycle_mapping(section, node);
        }
        let texts = self.texts(node);
        match field {
            Field::Start | Field::Due => {
                let day = texts.first().and_then(|text| calendar::parse_date(text.as_str(), None));
                day.is_some_and(|day| extend_period(section, field, day))
            }
            Field::ChangeLog => {
                self.changes(node, &mut section.changes);
                !section.changes.is_empty()
            }
            Field::CheckIn if node.is_nested() => {
                self.check_ins(node, &mut section.check_ins);
                // Other tools keep much under such keys.
                section.check_ins.retain(|check_in| check_in.date.is_some());
                !section.check_ins.is_empty()
            }
            Field::Guardrail | Field::NorthStar | Field::Lever | Field::Initiative | Field::Lessons => {
                texts.iter().for_each(|text| {
                    fields::section(section, field, text);
                });
                !texts.is_empty()
            }
            Field::Note => {
                self.prose.extend(texts);
                false
            }
            // A list of objects is a list of sets, not the name of one.
            _ if matches!(node.value, Value::Sequence(_)) && field != Field::Owner => false,
            _ => texts.first().is_some_and(|text| fields::section(section, field, text)),
        }
    }

    /// `{label: "Q3 2026", start_on: …, end_on: …}`.
    fn cycle_mapping(&mut self, section: &mut Section, node: &Node<'_>) -> bool {
        let mut changed = false;
        for (field, entry) in self.named(node.entries().unwrap_or_default()) {
            let text = entry.node.text(self.source);
            changed |= match field {
                Some(field @ (Field::Start | Field::Due)) => {
                    calendar::parse_date(text.as_str(), None).is_some_and(|day| extend_period(section, field, day))
                }
                Some(Field::Cycle | Field::Title | Field::Id) if section.cycle.is_none() || !changed => {
                    fields::section(section, Field::Cycle, &text)
                }
                _ => false,
            };
        }
        changed
    }

    /// The texts of a scalar, of a list of scalars, or of objects that carry a name (`{name: "Ana"}`).
    fn texts(&mut self, node: &Node<'_>) -> Vec<Text> {
        match &node.value {
            Value::Null => Vec::new(),
            Value::Scalar(_) => Some(node.text(self.source)).filter(|text| !text.is_empty()).into_iter().collect(),
            Value::Sequence(items) => items.iter().flat_map(|item| self.texts(item)).collect(),
            Value::Mapping(entries) => {
                let named = self.named(entries);
                let by = |wanted: &[Field]| {
                    named
                        .iter()
                        .find(|(field, entry)| field.is_some_and(|f| wanted.contains(&f)) && entry.node.as_str().is_some())
                };
                let found = by(&[Field::Title, Field::Metric, Field::Current, Field::Unit])
                    .or_else(|| by(&[Field::Description, Field::Note, Field::Id, Field::Owner]));
                let found = found
                    .or_else(|| named.iter().find(|(_, entry)| matches!(&*entry.key, "email" | "login" | "username" | "handle")));
                found.map(|(_, entry)| entry.node.text(self.source)).into_iter().collect()
            }
        }
    }

    /// A key as a statement or name with its place.
    fn key_text(&self, entry: &Entry<'_>) -> Text {
        let raw = self.source.get(entry.key_span.range()).unwrap_or_default();
        let mut builder = TextBuilder::default();
        match raw.find(&*entry.key) {
            Some(at) => builder.push(&entry.key, entry.key_span.start as usize + at),
            None => builder.push_unlocated(&entry.key),
        }
        builder.finish()
    }
}

/// Whether a mapping is an objective with its key results.
fn is_objective(named: &[Named<'_, '_>]) -> bool {
    let has = |wanted: &[Field]| {
        named.iter().any(|(field, entry)| field.is_some_and(|f| wanted.contains(&f)) && entry.node.as_str().is_some())
    };
    let results = named.iter().any(|(field, entry)| *field == Some(Field::KeyResult) && entry.node.is_nested());
    let holds_objectives = named.iter().any(|(field, entry)| *field == Some(Field::Objective) && entry.node.is_nested());
    results && !holds_objectives && has(&[Field::Title, Field::Objective, Field::Description])
}

/// Whether an entry holds objectives.
fn is_container(field: Option<Field>, entry: &Entry<'_>) -> bool {
    match field {
        Some(Field::Objective) => true,
        Some(Field::Okr | Field::KeyResult) => entry.node.is_nested(),
        _ => false,
    }
}

fn extend_period(section: &mut Section, field: Field, day: jiff::civil::Date) -> bool {
    let mut period = section.period.unwrap_or(Period { start: day, end: day });
    match field {
        Field::Start => period.start = day,
        _ => period.end = day,
    }
    section.period = Some(period);
    true
}

/// Tools that score from 0 to 100 write 5 for five percent: where one score of a document is of that scale, all are.
fn settle_scale(objectives: &mut [Objective]) {
    let scores = |objectives: &mut [Objective], apply: &mut dyn FnMut(&mut Score)| {
        for objective in objectives {
            let items = std::iter::once(&mut objective.item)
                .chain(objective.key_results.iter_mut().map(|key_result| &mut key_result.item));
            items.filter_map(|item| item.score.as_mut()).for_each(|score| apply(&mut score.value));
        }
    };
    let (mut percent, mut fraction) = (false, false);
    scores(objectives, &mut |score| match (score.scale, score.value) {
        (Scale::Percent, _) => percent = true,
        (Scale::Unit, Some(value)) => fraction |= value > 0.0 && value < 1.0,
        _ => {}
    });
    if percent && !fraction {
        scores(objectives, &mut |score| {
            if let (Scale::Unit, Some(value)) = (score.scale, score.value) {
                *score = Score { value: Some(value / 100.0), scale: Scale::Percent };
            }
        });
    }
}
