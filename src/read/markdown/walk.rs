//! From entries to objectives and key results: by label where the author wrote labels, by position where not.

mod key_results;
mod objectives;
mod parts;
mod place;
mod position;
mod settle;
mod updates;

use super::cascade;
use super::entry::{Entry, Role};
use super::outline::Kind;
use super::sections::{self, Excluded};
use super::tags::Perhaps;
use crate::calendar::FiscalYear;
use crate::model::{Objective, Section, Statement};
use crate::read::Context;
use crate::read::labels::Field;

pub(super) use updates::{JOINT, Title};

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
    /// The objective or key result below which objectives met now stand.
    above: Option<Statement>,
    /// The level of that objective's heading, where it is one.
    heading: Option<u8>,
    /// How many key results stood in rows of tables.
    pub(super) tabled: usize,
    /// Lists taken for key results by their position alone; they count only where the page holds nothing better.
    guesses: Vec<usize>,
    /// Numbers at the end of statements that are scores if enough statements have one: objective, key result, the number.
    perhaps: Vec<(usize, Option<usize>, Perhaps)>,
    /// Updates for which the key result is still to be found.
    met: Vec<updates::Met>,
    /// How the organisation's year runs.
    fiscal_year: FiscalYear,
    /// Whether the user named this file as one with OKRs.
    named: bool,
    /// Whether the document writes cascades of "Role: objective. Result. Result."
    sentences: bool,
    /// Whether its key results are labelled with roles: "VP Sales KR: …".
    roles: bool,
}

impl Walk {
    /// Walks the whole page. `okrs` tells whether its title or name speaks of OKRs.
    pub(super) fn page(mut sections: Vec<Section>, entries: &[Entry], okrs: bool, context: &Context) -> Self {
        if let Some(document) = sections.first_mut().filter(|section| section.cycle.is_none()) {
            place::tabled_cycle(document, entries);
        }
        let labelled: usize = entries.iter().map(|e| e.labels.objectives).sum();
        let sentences = cascade::writes_sentences(entries);
        let roles = entries.iter().any(|e| e.labels.role_key_results > 0);
        let mut walk = Self {
            sections,
            objectives: Vec::new(),
            current: None,
            above: None,
            heading: None,
            tabled: 0,
            guesses: Vec::new(),
            perhaps: Vec::new(),
            met: Vec::new(),
            fiscal_year: context.fiscal_year,
            named: context.named,
            sentences,
            roles,
        };
        let place = Place { section: 0, okrs, positional: labelled == 0, expect: Expect::Nothing };
        walk.positional_children(entries, place);
        walk.settle_values();
        walk.settle_updates();
        walk.drop_guesses();
        walk
    }

    fn entries(&mut self, entries: &[Entry], place: Place) {
        if place.expect == Expect::KeyResults && are_themes(entries) {
            return entries.iter().for_each(|entry| match entry.is_item() {
                true => self.entries(&entry.children, place),
                false => self.entry(entry, place),
            });
        }
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
            Role::Part(Field::CheckIn | Field::ChangeLog) => self.following(entry, place),
            Role::Part(field) => self.part(field, entry, place),
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
            _ => self.note(entry),
        }
    }

    /// Reads what stands below an objective or key result: objectives there are its children.
    fn below(&mut self, above: Option<Statement>, read: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.above, above);
        read(self);
        self.above = outer;
    }

    fn current(&mut self) -> Option<&mut Objective> {
        self.objectives.get_mut(self.current?)
    }

    /// A heading ends the reach of the objective above it; a bold line ends only that of an objective which is a bold line too.
    fn leave(&mut self, entry: &Entry) {
        let heading = matches!(entry.kind, Kind::Heading(_));
        if heading || entry.is_head() && self.heading.is_none() {
            self.current = None;
        }
    }

    /// A part that its title gives to updates. Where it holds none, it is a part of the page like others.
    fn following(&mut self, entry: &Entry, place: Place) {
        let excluded = || sections::excluded(entry.line.as_str());
        if !self.updates(entry, place) && excluded() != Some(Excluded::Strongly) {
            self.weakly_excluded(entry, place);
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
        let free = matches!(entry.kind, Kind::Heading(_)) || self.current.is_none() || self.heading.is_none();
        if owns
            && free
            && place.expect != Expect::KeyResults
            && entry.labels.objectives == 0
            && !self.is_container(entry)
            && self.roleless(entry)
        {
            if self.report_of_a_day(entry, place) {
                return;
            }
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
        entry.labels.role_key_results == 0 || sections::role_prefix(entry.text()).is_some()
    }

    fn item(&mut self, entry: &Entry, place: Place) {
        if self.is_update(entry, place) {
            return self.dated_line(entry, place);
        }
        let cascading = entry.labels.role_key_results > 0 || self.sentences && sections::role_prefix(entry.text()).is_some();
        match place.expect {
            Expect::KeyResults if !cascading => {
                if entry.says_something() && !sections::is_definition(entry.text()) {
                    self.stand_in(place);
                    self.key_result((*entry.dressed).clone(), Some(entry));
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
}

/// Whether the items of a list only sort the key results nested in them: "Features", "Robustness".
fn are_themes(entries: &[Entry]) -> bool {
    let items: Vec<&Entry> = entries.iter().filter(|e| e.is_item()).collect();
    let themes =
        items.iter().filter(|i| i.role == Role::Plain && i.text().split_whitespace().count() <= 3 && i.has_statements()).count();
    items.len() >= 2 && themes * 10 >= items.len() * 7
}

impl Entry {
    fn says_something_or_holds(&self) -> bool {
        !self.text().trim().is_empty() || !self.children.is_empty()
    }
}
