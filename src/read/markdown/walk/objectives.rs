//! Objectives, and which of the things below one are its key results.

use super::{Expect, Place, Walk};
use crate::model::{Item, Objective, Statement};
use crate::read::markdown::cascade;
use crate::read::markdown::entry::{Entry, Role};
use crate::read::markdown::inline::Style;
use crate::read::markdown::outline::Kind;
use crate::read::markdown::sections;

impl Walk {
    pub(super) fn labelled_objective(&mut self, entry: &Entry, place: Place) {
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
                self.heading = entry.heading();
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

    pub(super) fn objective_with(&mut self, item: Item, entry: &Entry, children: &[Entry], place: Place) {
        let bold = entry.is_item() && entry.line.is_all(Style::Strong);
        let cascades =
            self.sentences || entry.labels.role_key_results > 0 || bold && (self.roles || entry.labels.key_results > 0);
        let statement = cascade::statement(&item, self.sentences, cascades);
        let results = statement.results;
        self.open(statement.objective, place);
        self.heading = entry.heading();
        if let (Some(perhaps), Some(current)) = (entry.dressed.perhaps.clone(), self.current) {
            self.perhaps.push((current, None, perhaps));
        }
        for result in results {
            self.key_result(result, None);
        }
        self.objective_children(children, place);
    }

    pub(super) fn open(&mut self, item: Item, place: Place) {
        let parent = self.above.filter(|above| !item.text.is_empty() && !self.follows(&item, above.objective));
        self.objectives.push(Objective { item, section: place.section, parent, ..Objective::default() });
        self.current = Some(self.objectives.len() - 1);
    }

    /// Whether an objective that stands below another one comes by its number after it: "#### Objective 2" below "### Objective 1", a slip
    /// in the level of the heading. Where the other has children, they are counted on their own.
    fn follows(&self, item: &Item, above: usize) -> bool {
        let Some((parent, since)) = self.objectives.get(above..).and_then(<[Objective]>::split_first) else { return false };
        let number = |item: &Item| number(&item.id.as_ref()?.value);
        let is_later = number(&parent.item).zip(number(item)).is_some_and(|(above, own)| own > above);
        is_later && !since.iter().any(|other| other.parent.is_some_and(|parent| parent.objective == above))
    }

    /// What stands below an objective: its key results, and objectives that are its children.
    pub(super) fn objective_children(&mut self, children: &[Entry], place: Place) {
        let own = self.current.map(|objective| Statement { objective, key_result: None });
        self.below(own, |walk| walk.parts_of_objective(children, place));
    }

    /// Key results by label if there are labels, else items, rows or headings.
    fn parts_of_objective(&mut self, children: &[Entry], place: Place) {
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
                self.key_result((*child.dressed).clone(), Some(child));
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
}

/// The number of an id that is nothing but a title and its number: "O2", "Objective 2".
fn number(id: &str) -> Option<u32> {
    let digits = id.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '#');
    digits.parse().ok()
}

/// Fills what `item` does not say itself from the line that introduced it.
pub(super) fn inherit(item: &mut Item, from: Item) {
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
