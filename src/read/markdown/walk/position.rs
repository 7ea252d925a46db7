//! Pages without labels: heading level, list depth and tables tell what is an objective and what a key result.

use super::{Expect, Place, Walk};
use crate::model::Statement;
use crate::read::labels::Field;
use crate::read::markdown::entry::{Entry, Role};
use crate::read::markdown::outline::Kind;
use crate::read::markdown::sections;

impl Walk {
    /// Entries below a title, a cycle or a team, where nothing but position may tell what they are.
    pub(super) fn positional_children(&mut self, children: &[Entry], place: Place) {
        let labelled = children.iter().any(|c| c.labels.objectives > 0 || c.labels.key_results > 0);
        if labelled || !place.okrs || !place.positional {
            return self.entries(children, place);
        }
        let heads: Vec<&Entry> =
            children.iter().filter(|c| c.is_head() && matches!(c.role, Role::Plain) && c.says_something_or_holds()).collect();
        let leaves: Vec<&&Entry> =
            heads.iter().filter(|h| h.has_list_or_table() && !h.children.iter().any(Entry::heads_a_list)).collect();
        if leaves.iter().any(|h| !self.is_container(h)) {
            let by_items = items_are_objectives(&leaves);
            return self.heads(children, place, by_items, leaves.len());
        }
        if heads.iter().any(|h| h.labels.items > 0 || h.children.iter().any(|c| c.kind == Kind::Table)) {
            return self.entries(children, place);
        }
        let titles = children.iter().filter(|c| c.is_plain_title() && c.has_statements()).count();
        if titles > 0 && !children.iter().any(|c| c.is_item()) {
            return self.plain_titles(children, place);
        }
        self.flat_list(children, place);
    }

    /// Plain lines over lists: each is an objective, and so is a line like them without a list.
    fn plain_titles(&mut self, children: &[Entry], place: Place) {
        for child in children {
            if child.is_plain_title() && child.has_statements() && child.role == Role::Plain {
                self.objective_with(child.dressed.item.clone(), child, &child.children, place);
                self.current = None;
            } else {
                self.entry(child, place);
            }
        }
    }

    /// Headings that hold lists: either each is an objective, or each is a team whose items are objectives.
    pub(super) fn heads(&mut self, children: &[Entry], place: Place, by_items: bool, leaves: usize) {
        for child in children {
            if child.role != Role::Plain || !child.is_head() {
                if child.kind == Kind::Table || matches!(child.role, Role::Part(Field::CheckIn | Field::ChangeLog)) {
                    self.entry(child, place);
                }
                continue;
            }
            let inner = child.children.iter().any(Entry::heads_a_list);
            if self.is_container(child) {
                // "2020 goals" beside objectives is another list, of another time.
                if inner {
                    self.entry(child, place);
                }
            } else if inner || by_items && child.has_statements() {
                self.leave(child);
                let mut above = self.above;
                let states = || sections::is_sentence(child.text()) || sections::is_call(child.text());
                if inner && !by_items && states() {
                    self.open(child.dressed.item.clone(), place);
                    above = self.current.take().map(|objective| Statement { objective, key_result: None });
                }
                let below = self.place_below(child, place);
                let expect = if by_items { Expect::Objectives } else { Expect::Nothing };
                self.below(above, |walk| walk.positional_or_items(child, Place { expect, ..below }));
            } else if child.has_list_or_table() || leaves >= 2 && sections::is_sentence(child.text()) && child.children.is_empty()
            {
                self.leave(child);
                self.objective_with(child.dressed.item.clone(), child, &child.children, place);
                self.current = None;
            }
        }
    }

    pub(super) fn positional_or_items(&mut self, head: &Entry, place: Place) {
        match place.expect {
            Expect::Objectives => self.entries(&head.children, place),
            _ => self.positional_children(&head.children, place),
        }
    }

    /// A list right below a title: objectives with nested key results, objectives alone, or key results alone.
    pub(super) fn flat_list(&mut self, children: &[Entry], place: Place) {
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
