//! Key results and what stands below them.

use super::objectives::inherit;
use super::{Expect, Place, Walk};
use crate::model::{Item, KeyResult, Statement};
use crate::read::markdown::entry::{Entry, Role};
use crate::read::markdown::fields;
use crate::read::markdown::inline::Style;
use crate::read::markdown::outline::Kind;
use crate::read::markdown::sections;
use crate::read::markdown::tags::Dressed;

impl Walk {
    /// "Key results" and what it holds. "Success metrics" after them says the same again.
    pub(super) fn key_results(&mut self, entry: &Entry, place: Place) {
        let secondary = !sections::names_key_results(entry.line.as_str());
        if secondary && self.current().is_some_and(|o| !o.key_results.is_empty()) {
            return;
        }
        self.entries(&entry.children, Place { expect: Expect::KeyResults, positional: false, ..place });
    }

    pub(super) fn labelled_key_result(&mut self, entry: &Entry, place: Place) {
        let mut dressed = (*entry.dressed).clone();
        let mut rest: &[Entry] = &entry.children;
        if entry.is_bare() || is_titled(entry) {
            // "#### O1KR2", or "**KR1 — Short name**", with the sentence in the next line.
            let Some((first, others)) = rest.split_first() else { return };
            if first.is_bare()
                || !matches!(first.role, Role::Plain | Role::KeyResult)
                || matches!(first.kind, Kind::Table | Kind::Quote | Kind::Code)
            {
                return self.entries(rest, Place { expect: Expect::KeyResults, ..place });
            }
            let id = dressed.item.id.take();
            let label = std::mem::take(&mut dressed.item);
            dressed = (*first.dressed).clone();
            dressed.item.id = id.or(dressed.item.id);
            inherit(&mut dressed.item, label);
            rest = others;
        }
        if sections::is_definition(dressed.item.text.as_str()) {
            return;
        }
        self.stand_in(place);
        self.key_result(dressed, None);
        let (nested, own): (Vec<&Entry>, Vec<&Entry>) = rest.iter().partition(|c| c.labels.objectives > 0);
        self.details(own.into_iter());
        let current = self.current;
        let last = |objective: usize| self.objectives[objective].key_results.len().checked_sub(1);
        let own = current.map(|objective| Statement { objective, key_result: last(objective) });
        self.below(own, |walk| {
            for entry in nested {
                walk.entry(entry, Place { expect: Expect::Nothing, ..place });
                walk.current = current;
            }
        });
    }

    /// Key results under no objective hang on one without text.
    pub(super) fn stand_in(&mut self, place: Place) {
        if self.current.is_none() {
            self.open(Item::default(), place);
        }
    }

    pub(super) fn key_result(&mut self, dressed: Dressed, entry: Option<&Entry>) {
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
    pub(super) fn details<'e>(&mut self, entries: impl Iterator<Item = &'e Entry>) {
        let Some(objective) = self.current.and_then(|current| self.objectives.get(current)) else { return };
        let reckoning = self.reckoning(objective.section);
        let Some(key_result) = self.current().and_then(|o| o.key_results.last_mut()) else { return };
        for entry in entries {
            fields::detail(key_result, entry, reckoning);
        }
    }
}

/// Whether a labelled key result gives only a bold name, and its statement in the next line.
fn is_titled(entry: &Entry) -> bool {
    let short = || entry.text().split_whitespace().nth(6).is_none() && !entry.text().contains(|c: char| c.is_ascii_digit());
    let next = entry.children.first();
    next.is_some_and(|n| n.kind == Kind::Paragraph && n.role == Role::Plain && n.text().split_whitespace().count() >= 5)
        && entry.line.is_all(Style::Strong)
        && short()
}
