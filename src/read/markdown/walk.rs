//! From entries to objectives and key results: by label where the author wrote labels, by position where not.

use super::cascade;
use super::entry::{Entry, Role};
use super::fields;
use super::inline::Style;
use super::outline::Kind;
use super::sections::{self, Excluded};
use super::table;
use super::tags::{Dressed, Perhaps, PerhapsValue};
use crate::calendar::Cycle;
use crate::model::{Item, KeyResult, Level, Objective, Section};
use crate::read::labels::{self, Field};
use crate::source::{Spanned, Text};

/// What unlabelled statements in a part of the page are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// Nothing: prose, notes.
    Nothing,
    /// Items are objectives, items below them key results.
    Objectives,
    /// Items and rows are key results of the current objective.
    KeyResults,
}

/// Where in the page the walk is.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Index of the section that objectives here belong to.
    section: usize,
    /// Whether a heading above, or the file's name, speaks of OKRs.
    okrs: bool,
    /// Whether unlabelled headings and items may be objectives.
    positional: bool,
    expect: Expect,
}

/// Builds the objectives of a document from its entries.
pub(super) struct Walk {
    pub(super) sections: Vec<Section>,
    pub(super) objectives: Vec<Objective>,
    /// The objective that key results met now belong to.
    current: Option<usize>,
    /// Whether that objective is a heading.
    headed: bool,
    /// Lists taken for key results by their position alone; they count only where the page holds nothing better.
    guesses: Vec<usize>,
    /// Numbers at the end of statements that are scores if enough statements have one: objective, key result, the number.
    perhaps: Vec<(usize, Option<usize>, Perhaps)>,
    /// Whether the user named this file as one with OKRs.
    named: bool,
    /// Whether the document writes cascades of "Role: objective. Result. Result."
    sentences: bool,
}

impl Walk {
    /// Walks the whole page. `okrs` tells whether its title or name speaks of OKRs, `named` whether the user named it.
    pub(super) fn page(sections: Vec<Section>, entries: &[Entry], okrs: bool, named: bool) -> Self {
        let labelled: usize = entries.iter().map(|e| e.labels.objectives).sum();
        let sentences = cascade::writes_sentences(entries);
        let mut walk = Self {
            sections,
            objectives: Vec::new(),
            current: None,
            headed: false,
            guesses: Vec::new(),
            perhaps: Vec::new(),
            named,
            sentences,
        };
        let place = Place { section: 0, okrs, positional: labelled == 0, expect: Expect::Nothing };
        walk.positional_children(entries, place);
        walk.settle_values();
        walk.drop_guesses();
        walk
    }

    /// "(60%)" or "(Ana)" after one statement may be anything; after most of them it is their score or owner.
    fn settle_values(&mut self) {
        let all = self.objectives.iter().map(|o| o.key_results.len()).sum();
        let perhaps = std::mem::take(&mut self.perhaps);
        let is_score = |(_, _, p): &(usize, Option<usize>, Perhaps)| matches!(p.value, PerhapsValue::Score(_));
        let scored = self.objectives.iter().flat_map(|o| &o.key_results).filter(|k| k.item.score.is_some()).count();
        let scores = perhaps.iter().filter(|p| p.1.is_some() && is_score(p)).count();
        let objectives = perhaps.iter().filter(|p| p.1.is_none() && !is_score(p)).count();
        let results = perhaps.iter().filter(|p| p.1.is_some() && !is_score(p)).count();
        let most = |found: usize, known: usize, all: usize| found >= 2 && (found + known) * 2 > all;
        let (scores, objectives, results) =
            (most(scores, scored, all), most(objectives, 0, self.objectives.len()), most(results, 0, all));
        for (objective, key_result, Perhaps { value, range }) in perhaps {
            let objective = &mut self.objectives[objective];
            let item = match key_result {
                Some(index) => &mut objective.key_results[index].item,
                None => &mut objective.item,
            };
            match value {
                PerhapsValue::Score(score) if scores => item.score = Some(score),
                PerhapsValue::Owners(owners) if key_result.map_or(objectives, |_| results) => item.owners.extend(owners),
                _ => continue,
            }
            if range.end <= item.text.as_str().len() {
                item.text = item.text.sub(range).trim();
            }
        }
    }

    fn drop_guesses(&mut self) {
        if self.objectives.len() > self.guesses.len() {
            let guesses = std::mem::take(&mut self.guesses);
            let mut index = 0;
            self.objectives.retain(|_| {
                index += 1;
                !guesses.contains(&(index - 1))
            });
        }
    }

    fn entries(&mut self, entries: &[Entry], place: Place) {
        for entry in entries {
            let place = match entry.kind {
                Kind::Item { list, .. }
                    if place.expect == Expect::Nothing && entry.role == Role::Plain && entry.has_statements() =>
                {
                    // The label was left out on the second objective of the list.
                    let labelled = |e: &Entry| {
                        e.role == Role::Objective && matches!(e.kind, Kind::Item { list: other, .. } if other == list)
                    };
                    let expect = if entries.iter().any(labelled) { Expect::Objectives } else { Expect::Nothing };
                    Place { expect, ..place }
                }
                _ => place,
            };
            self.entry(entry, place);
        }
    }

    fn entry(&mut self, entry: &Entry, place: Place) {
        match entry.role {
            Role::Excluded(Excluded::Strongly) => {}
            Role::Excluded(Excluded::Weakly) => self.weakly_excluded(entry, place),
            Role::Objective => self.labelled_objective(entry, place),
            Role::Objectives => {
                self.leave(entry);
                self.entries(&entry.children, Place { expect: Expect::Objectives, ..place });
            }
            Role::KeyResult => self.labelled_key_result(entry, place),
            Role::KeyResults => self.key_results(entry, place),
            Role::Initiatives => {
                let work: Vec<Text> =
                    entry.children.iter().filter(|c| c.is_item()).map(|c| c.dressed.item.text.clone()).collect();
                if let Some(objective) = self.current() {
                    objective.initiatives.extend(work);
                }
            }
            Role::Guardrails => self.guardrails(entry, place),
            Role::CheckIns => self.check_ins(entry),
            Role::Field(_) => self.field(entry, place),
            Role::Okrs | Role::Plain => self.plain(entry, place),
        }
    }

    fn plain(&mut self, entry: &Entry, place: Place) {
        match entry.kind {
            Kind::Table => self.table(entry, place),
            Kind::Item { .. } => self.item(entry, place),
            Kind::Quote | Kind::Code | Kind::Rule | Kind::FrontMatter => {}
            _ if entry.is_head() || !entry.children.is_empty() => self.head(entry, place),
            _ => self.paragraph(entry),
        }
    }

    fn current(&mut self) -> Option<&mut Objective> {
        self.objectives.get_mut(self.current?)
    }

    /// A heading ends the reach of the objective above it; a bold line ends only that of an objective which is a bold line too.
    fn leave(&mut self, entry: &Entry) {
        let heading = matches!(entry.kind, Kind::Heading(_));
        if heading || entry.is_head() && !self.headed {
            self.current = None;
        }
    }

    fn weakly_excluded(&mut self, entry: &Entry, place: Place) {
        if entry.labels.objectives > 0 {
            self.entries(&entry.children, Place { expect: Expect::Nothing, positional: false, ..place });
        } else if let Some(objective) = self.current() {
            objective.item.notes.extend(entry.children.iter().filter(|c| !c.line.is_blank()).map(|c| c.line.text.clone()));
        }
    }

    /// A bold line or heading without a label of its own.
    fn head(&mut self, entry: &Entry, place: Place) {
        // What holds key results by label, and no objective, is the objective of these.
        let owns = entry.children.iter().any(|c| matches!(c.role, Role::KeyResult | Role::KeyResults));
        let free = matches!(entry.kind, Kind::Heading(_)) || self.current.is_none() || !self.headed;
        if owns
            && free
            && place.expect != Expect::KeyResults
            && entry.labels.objectives == 0
            && !self.is_container(entry)
            && self.roleless(entry)
        {
            let item = entry.dressed.item.clone();
            return self.objective_with(item, entry, &entry.children, place);
        }
        let place = self.place_below(entry, place);
        if place.expect == Expect::KeyResults {
            return self.entries(&entry.children, place);
        }
        self.leave(entry);
        self.positional_children(&entry.children, place);
    }

    /// Whether key results below name no role; those of a cascade hang on the items above them.
    fn roleless(&self, entry: &Entry) -> bool {
        entry.labels.role_key_results == 0
    }

    /// A title, a cycle, a team: it holds sets, it is no objective itself.
    fn is_container(&self, entry: &Entry) -> bool {
        let text = entry.line.as_str();
        entry.role == Role::Okrs || Cycle::parse(text).is_some() || sections::speaks_of_okrs(text)
    }

    /// The place of what stands below a heading: its cycle, its team.
    fn place_below(&mut self, entry: &Entry, place: Place) -> Place {
        let text = entry.line.as_str();
        let cycle = Cycle::parse(text);
        let okrs = entry.role == Role::Okrs
            || sections::speaks_of_okrs(text)
            || self.named && cycle.is_some() && heads_are_sentences(entry);
        let mut below = Place { okrs: place.okrs || okrs, ..place };
        if okrs || cycle.is_some() {
            // Each cycle of a page is written in its own style.
            let own_style = cycle.is_some() || entry.role == Role::Okrs || sections::names_okrs(text);
            below.positional = place.positional || own_style && entry.labels.objectives == 0 && !entry.is_intro();
            if sections::announces_objectives(text) && entry.labels.objectives == 0 {
                below.expect = Expect::Objectives;
            }
        }
        let years = sections::year_range(text).filter(|_| cycle.is_none() && okrs);
        let cycle = cycle.or_else(|| Cycle::parse_or_year(text).filter(|_| okrs && years.is_none()));
        if cycle.is_some() || years.is_some() {
            let mut section = self.sections[place.section].clone();
            section.cycle = cycle.map(|(cycle, range)| Spanned::new(cycle, entry.line.text.locate(range))).or(section.cycle);
            section.period = years.or(section.period);
            if let Some(team) = self.team(entry) {
                section.team = Some(Spanned::new(team, entry.line.text.span()));
            }
            below.section = self.section(section);
        } else if let Kind::Heading(_) = entry.kind
            && let Some(team) = self.team(entry)
        {
            let mut section = self.sections[place.section].clone();
            section.team = Some(Spanned::new(team, entry.line.text.span()));
            section.level = level(entry.line.as_str()).or(section.level);
            below.section = self.section(section);
        }
        below
    }

    /// The team that a heading names, when objectives stand below it and it is not one itself.
    fn team(&self, entry: &Entry) -> Option<String> {
        let below = entry.labels.objectives > 0 || entry.children.iter().any(Entry::has_list_or_table);
        let name = sections::team_name(entry.line.as_str())?;
        (below && name.split_whitespace().count() <= 4).then_some(name)
    }

    fn section(&mut self, section: Section) -> usize {
        self.sections.push(section);
        self.sections.len() - 1
    }

    // Objectives ------------------------------------------------------------------------------------------------------

    fn labelled_objective(&mut self, entry: &Entry, place: Place) {
        let mut item = entry.dressed.item.clone();
        let mut children: &[Entry] = &entry.children;
        // "## Objective 2" with the sentence in the next line, or "## O1 Short name" with "Objective: sentence" below.
        if let Some((first, rest)) = children.split_first() {
            let restates = first.role == Role::Objective
                && (entry.is_bare() || first.labels.key_results == 0)
                && first.dressed.item.id.is_none();
            let supplies = entry.is_bare()
                && first.role == Role::Plain
                && !first.is_bare()
                && !matches!(first.kind, Kind::Table | Kind::Quote | Kind::Code);
            if restates || supplies {
                let id = item.id.take().or(first.dressed.item.id.clone());
                let mut statement = first.dressed.item.clone();
                statement.id = id;
                inherit(&mut statement, item);
                self.open(statement, place);
                self.headed = matches!(entry.kind, Kind::Heading(_));
                self.objective_children(&first.children, place);
                children = rest;
                return self.objective_children(children, place);
            }
        }
        if entry.is_bare() {
            // A bare "Objective" whose items follow names a list.
            return self.entries(children, Place { expect: Expect::Objectives, ..place });
        }
        inherit(&mut item, Item::default());
        self.objective_with(item, entry, children, place);
    }

    fn objective_with(&mut self, item: Item, entry: &Entry, children: &[Entry], place: Place) {
        let labelled = entry.is_item() && entry.line.is_all(Style::Strong) && entry.labels.key_results > 0;
        let statement = cascade::statement(&item, self.sentences || labelled || entry.labels.role_key_results > 0);
        let results = statement.results;
        self.open(statement.objective, place);
        self.headed = matches!(entry.kind, Kind::Heading(_));
        if let (Some(perhaps), Some(current)) = (entry.dressed.perhaps.clone(), self.current) {
            self.perhaps.push((current, None, perhaps));
        }
        for result in results {
            self.key_result(result, None);
        }
        self.objective_children(children, place);
    }

    fn open(&mut self, item: Item, place: Place) {
        self.objectives.push(Objective { item, section: place.section, ..Objective::default() });
        self.current = Some(self.objectives.len() - 1);
    }

    /// What stands below an objective: its key results, by label if there are labels, else its items, rows or headings.
    fn objective_children(&mut self, children: &[Entry], place: Place) {
        if children
            .iter()
            .any(|c| c.kind == Kind::Quote && c.children.iter().any(|line| sections::says_dropped(line.line.as_str())))
            && let Some(objective) = self.current()
        {
            objective.item.dropped = true;
        }
        let labelled = children.iter().any(|c| c.labels.key_results > 0);
        let nested = children.iter().any(|c| c.labels.objectives > 0);
        let own = self.current;
        let inside = Place { positional: false, expect: Expect::Nothing, ..place };
        if labelled || nested {
            let siblings = children.iter().any(|c| c.is_item() && c.role == Role::KeyResult);
            for child in children {
                // The last line of a cascade: an objective nobody has given key results yet.
                if siblings
                    && child.is_item()
                    && child.role == Role::Plain
                    && child.line.is_all(Style::Strong)
                    && sections::role_prefix(child.text()).is_some()
                {
                    self.cascade_item(child, inside);
                    self.current = own;
                    continue;
                }
                let drifted = siblings
                    && child.is_item()
                    && child.role == Role::Plain
                    && child.says_something()
                    && child.labels.key_results == 0;
                let expect = if drifted { Expect::KeyResults } else { Expect::Nothing };
                self.entry(child, Place { expect, ..inside });
                if !child.is_head() || child.role != Role::Objective {
                    self.current = own.or(self.current);
                }
            }
            return;
        }
        let direct = children.iter().any(|c| c.is_item() && c.says_something() || c.kind == Kind::Table);
        let intro = !direct && children.iter().any(|c| c.is_intro() && c.has_statements());
        let heads = !direct && !intro;
        let tagged = heads && children.iter().filter(|c| c.is_head() && c.role == Role::Plain).any(|c| c.dressed.tagged);
        for child in children {
            let plain = child.role == Role::Plain;
            if plain && tagged && child.is_head() {
                self.key_result(child.dressed.clone(), Some(child));
            } else if plain && (child.is_item() || child.kind == Kind::Table) && direct
                || plain && child.is_intro() && intro
                || plain && child.is_head() && heads
            {
                self.entry(child, Place { expect: Expect::KeyResults, ..inside });
            } else {
                self.entry(child, inside);
            }
            self.current = own;
        }
    }

    // Key results -----------------------------------------------------------------------------------------------------

    /// "Key results" and what it holds. "Success metrics" after them says the same again.
    fn key_results(&mut self, entry: &Entry, place: Place) {
        let secondary = !sections::names_key_results(entry.line.as_str());
        if secondary && self.current().is_some_and(|o| !o.key_results.is_empty()) {
            return;
        }
        self.entries(&entry.children, Place { expect: Expect::KeyResults, positional: false, ..place });
    }

    fn labelled_key_result(&mut self, entry: &Entry, place: Place) {
        let mut dressed = entry.dressed.clone();
        let mut rest: &[Entry] = &entry.children;
        if entry.is_bare() {
            // "#### O1KR2" with the sentence in the next line.
            let Some((first, others)) = rest.split_first() else { return };
            if first.is_bare()
                || !matches!(first.role, Role::Plain | Role::KeyResult)
                || matches!(first.kind, Kind::Table | Kind::Quote | Kind::Code)
            {
                return self.entries(rest, Place { expect: Expect::KeyResults, ..place });
            }
            let id = dressed.item.id.take();
            let label = std::mem::take(&mut dressed.item);
            dressed = first.dressed.clone();
            dressed.item.id = id.or(dressed.item.id);
            inherit(&mut dressed.item, label);
            rest = others;
            if sections::is_definition(dressed.item.text.as_str()) {
                return;
            }
        }
        self.stand_in(place);
        self.key_result(dressed, None);
        let (nested, own): (Vec<&Entry>, Vec<&Entry>) = rest.iter().partition(|c| c.labels.objectives > 0);
        self.details(own.into_iter());
        let current = self.current;
        for entry in nested {
            self.entry(entry, Place { expect: Expect::Nothing, ..place });
            self.current = current;
        }
    }

    /// Key results under no objective hang on one without text.
    fn stand_in(&mut self, place: Place) {
        if self.current.is_none() {
            self.open(Item::default(), place);
        }
    }

    fn key_result(&mut self, dressed: Dressed, entry: Option<&Entry>) {
        let Some(objective) = self.current() else { return };
        let mut item = dressed.item;
        if item.text.is_empty() {
            return;
        }
        item.dropped |= objective.item.dropped;
        objective.key_results.push(KeyResult { item, checkbox: dressed.checked.is_some(), ..KeyResult::default() });
        let index = objective.key_results.len() - 1;
        if let (Some(perhaps), Some(current)) = (dressed.perhaps, self.current) {
            self.perhaps.push((current, Some(index), perhaps));
        }
        if let Some(entry) = entry {
            self.details(entry.children.iter());
        }
    }

    /// What stands below a key result: its values, its updates, notes.
    fn details<'e>(&mut self, entries: impl Iterator<Item = &'e Entry>) {
        let Some(key_result) = self.current().and_then(|o| o.key_results.last_mut()) else { return };
        for entry in entries {
            fields::detail(key_result, entry);
        }
    }

    // Items -----------------------------------------------------------------------------------------------------------

    fn item(&mut self, entry: &Entry, place: Place) {
        let cascading = entry.labels.role_key_results > 0 || self.sentences && sections::role_prefix(entry.text()).is_some();
        match place.expect {
            Expect::KeyResults if !cascading => {
                if entry.says_something() && !sections::is_definition(entry.text()) {
                    self.stand_in(place);
                    self.key_result(entry.dressed.clone(), Some(entry));
                } else if entry.is_bare() {
                    self.entries(&entry.children, place);
                }
            }
            Expect::Objectives if entry.says_something() && !sections::is_definition(entry.text()) => {
                self.objective_with(entry.dressed.item.clone(), entry, &entry.children, place);
                self.current = None;
            }
            _ if cascading || entry.labels.key_results > 0 || entry.labels.objectives > 0 => self.cascade_item(entry, place),
            _ => self.note(entry),
        }
    }

    /// An unlabelled item with labelled ones below, or a line of a cascade.
    fn cascade_item(&mut self, entry: &Entry, place: Place) {
        let owns = entry.children.iter().any(|c| matches!(c.role, Role::KeyResult | Role::KeyResults))
            || sections::role_prefix(entry.text()).is_some();
        let before = self.current;
        if owns && !entry.is_bare() {
            self.objective_with(entry.dressed.item.clone(), entry, &entry.children, place);
        } else {
            self.entries(&entry.children, place);
        }
        self.current = before;
    }

    fn note(&mut self, entry: &Entry) {
        if !entry.line.is_blank()
            && let Some(objective) = self.current()
        {
            objective.item.notes.push(entry.dressed.item.text.clone());
        }
    }

    fn paragraph(&mut self, entry: &Entry) {
        self.note(entry);
    }

    // Position --------------------------------------------------------------------------------------------------------

    /// Entries below a title, a cycle or a team, where nothing but position may tell what they are.
    fn positional_children(&mut self, children: &[Entry], place: Place) {
        let labelled = children.iter().any(|c| c.labels.objectives > 0 || c.labels.key_results > 0);
        if labelled || !place.okrs || !place.positional {
            return self.entries(children, place);
        }
        let heads: Vec<&Entry> =
            children.iter().filter(|c| c.is_head() && matches!(c.role, Role::Plain) && c.says_something_or_holds()).collect();
        let leaves: Vec<&&Entry> = heads
            .iter()
            .filter(|h| h.has_list_or_table() && !h.children.iter().any(|c| c.is_head() && c.has_list_or_table()))
            .collect();
        if leaves.iter().any(|h| !self.is_container(h)) {
            let by_items = items_are_objectives(&leaves);
            return self.heads(children, place, by_items, leaves.len());
        }
        if heads.iter().any(|h| h.labels.items > 0 || h.children.iter().any(|c| c.kind == Kind::Table)) {
            return self.entries(children, place);
        }
        self.flat_list(children, place);
    }

    /// Headings that hold lists: either each is an objective, or each is a team whose items are objectives.
    fn heads(&mut self, children: &[Entry], place: Place, by_items: bool, leaves: usize) {
        for child in children {
            if child.role != Role::Plain || !child.is_head() {
                if child.kind == Kind::Table {
                    self.entry(child, place);
                }
                continue;
            }
            let below = self.place_below(child, place);
            let inner = child.children.iter().any(|c| c.is_head() && c.has_list_or_table());
            if self.is_container(child) {
                // "2020 goals" beside objectives is another list, of another time.
                if inner {
                    self.entry(child, below);
                }
            } else if inner || by_items && child.has_statements() {
                self.leave(child);
                if inner && sections::is_sentence(child.text()) && !by_items {
                    self.open(child.dressed.item.clone(), place);
                    self.current = None;
                }
                let expect = if by_items { Expect::Objectives } else { Expect::Nothing };
                self.positional_or_items(child, Place { expect, ..below });
            } else if child.has_list_or_table() || leaves >= 2 && sections::is_sentence(child.text()) && child.children.is_empty()
            {
                self.leave(child);
                self.objective_with(child.dressed.item.clone(), child, &child.children, place);
                self.current = None;
            }
        }
    }

    fn positional_or_items(&mut self, head: &Entry, place: Place) {
        match place.expect {
            Expect::Objectives => self.entries(&head.children, place),
            _ => self.positional_children(&head.children, place),
        }
    }

    /// A list right below a title: objectives with nested key results, objectives alone, or key results alone.
    fn flat_list(&mut self, children: &[Entry], place: Place) {
        let items: Vec<&Entry> = children.iter().filter(|c| c.is_item() && c.says_something()).collect();
        let intros = children.iter().filter(|c| c.is_intro() && c.has_statements());
        let announced = intros.clone().find(|c| sections::announces_objectives(c.line.as_str()));
        if let Some(intro) = announced {
            return self.entries(&intro.children, Place { expect: Expect::Objectives, ..place });
        }
        if items.is_empty() {
            for child in children {
                match child.is_intro() && (child.role == Role::Okrs || sections::speaks_of_okrs(child.line.as_str())) {
                    true => self.flat_list(&child.children, place),
                    false => self.entry(child, place),
                }
            }
            return;
        }
        let parents = items.iter().filter(|i| i.has_statements()).count();
        let expect = match place.expect {
            Expect::Objectives => Expect::Objectives,
            _ if parents * 2 >= items.len() => Expect::Objectives,
            _ => Expect::KeyResults,
        };
        self.current = None;
        let before = self.objectives.len();
        self.entries(children, Place { expect, ..place });
        if expect == Expect::KeyResults {
            self.guesses.extend(before..self.objectives.len());
        }
    }

    // Parts -----------------------------------------------------------------------------------------------------------

    fn table(&mut self, entry: &Entry, place: Place) {
        let wanted = place.expect == Expect::KeyResults && self.current.is_some();
        let Some(table) = table::read(&entry.rows, wanted, place.okrs) else { return };
        for row in table {
            match row {
                table::Row::Objective(dressed) => self.open(dressed.item, place),
                table::Row::KeyResult(key_result) => {
                    self.stand_in(place);
                    if let Some(objective) = self.current() {
                        objective.key_results.push(*key_result);
                    }
                }
            }
        }
    }

    fn field(&mut self, entry: &Entry, place: Place) {
        let Role::Field(field) = entry.role else { return };
        if let Some(objective) = self.current() {
            fields::objective(objective, field, &entry.dressed.item.text);
        } else {
            fields::section(&mut self.sections[place.section], field, &entry.dressed.item.text);
        }
        if !entry.children.is_empty() && field != Field::Note {
            self.entries(&entry.children, Place { expect: Expect::Nothing, positional: false, ..place });
        }
    }

    fn guardrails(&mut self, entry: &Entry, place: Place) {
        let lines: Vec<Text> = entry.children.iter().filter(|c| c.is_item()).map(|c| c.dressed.item.text.clone()).collect();
        match self.current() {
            Some(objective) => objective.guardrails.extend(lines),
            None => self.sections[place.section].guardrails.extend(lines),
        }
    }

    fn check_ins(&mut self, entry: &Entry) {
        let Some(objective) = self.current() else { return };
        for line in entry.children.iter().filter(|c| c.is_item()) {
            fields::dated(objective, line);
        }
    }
}

/// Fills what `item` does not say itself from the line that introduced it.
fn inherit(item: &mut Item, from: Item) {
    item.score = item.score.or(from.score);
    item.status = item.status.take().or(from.status);
    item.kind = item.kind.or(from.kind);
    item.priority = item.priority.take().or(from.priority);
    item.confidence = item.confidence.or(from.confidence);
    item.dropped |= from.dropped;
    if item.owners.is_empty() {
        item.owners = from.owners;
    }
}

/// Whether most headings with lists below a title read as sentences, as objectives do and the parts of release notes do not.
fn heads_are_sentences(title: &Entry) -> bool {
    let heads: Vec<&Entry> = title.children.iter().filter(|c| c.is_head() && c.has_list_or_table()).collect();
    let sentences = heads.iter().filter(|h| sections::is_sentence(h.text())).count();
    heads.is_empty() || sentences * 2 > heads.len()
}

/// Whether the items below headings are objectives with key results nested in them: then the headings are teams or themes.
fn items_are_objectives(heads: &[&&Entry]) -> bool {
    let items = heads.iter().flat_map(|h| h.statements());
    let (mut all, mut parents, mut tagged) = (0, 0, 0);
    for item in items {
        all += 1;
        parents += usize::from(item.has_statements());
        tagged += usize::from(item.dressed.tagged);
    }
    let themes = heads.iter().filter(|h| !sections::is_sentence(h.text())).count();
    all > 0 && tagged * 2 < all && (parents * 5 >= all * 2 && themes * 2 >= heads.len() || parents * 10 >= all * 7)
}

impl Entry {
    fn says_something_or_holds(&self) -> bool {
        !self.text().trim().is_empty() || !self.children.is_empty()
    }
}

/// The level that a heading names: "Company", "Individual OKR — Data".
fn level(heading: &str) -> Option<Level> {
    let first = heading.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty())?;
    match labels::field(first)? {
        Field::Company => Some(Level::Company),
        Field::Department => Some(Level::Department),
        Field::Team => Some(Level::Team),
        Field::Individual => Some(Level::Individual),
        _ => None,
    }
}
