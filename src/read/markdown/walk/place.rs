//! What a heading changes for what stands below it: cycle, team, level, and whether position may speak.

use super::{Expect, Place, Walk};
use crate::calendar::Cycle;
use crate::model::{Level, Section};
use crate::read::fields;
use crate::read::labels::{self, Field};
use crate::read::markdown::entry::{Entry, Role};
use crate::read::markdown::outline::Kind;
use crate::read::markdown::sections::{self, Excluded};
use crate::source::Spanned;

impl Walk {
    /// A title, a cycle, a team: it holds sets, it is no objective itself.
    pub(super) fn is_container(&self, entry: &Entry) -> bool {
        let text = entry.line.as_str();
        entry.role == Role::Okrs
            || Cycle::parse(text).is_some()
            || sections::part_of_year(text).is_some()
            || sections::speaks_of_okrs(text)
    }

    /// The place of what stands below a heading: its cycle, its team.
    pub(super) fn place_below(&mut self, entry: &Entry, place: Place) -> Place {
        let text = entry.line.as_str();
        let cycle = Cycle::parse(text);
        let part = sections::part_of_year(text).filter(|_| cycle.is_none());
        let okrs = entry.role == Role::Okrs
            || sections::speaks_of_okrs(text)
            || self.named && cycle.is_some() && heads_are_sentences(entry);
        let mut below = Place { okrs: place.okrs || okrs, ..place };
        if okrs || cycle.is_some() || part.is_some() {
            // Each cycle of a page is written in its own style.
            let own_style = cycle.is_some() || part.is_some() || entry.role == Role::Okrs || sections::names_okrs(text);
            below.positional = place.positional || own_style && entry.labels.objectives == 0 && !entry.is_intro();
            if sections::announces_objectives(text) && entry.labels.objectives == 0 {
                below.expect = Expect::Objectives;
            }
        }
        let years = sections::year_range(text).filter(|_| cycle.is_none() && okrs);
        let cycle = cycle.or_else(|| Cycle::parse_or_year(text).filter(|_| okrs && years.is_none()));
        if cycle.is_some() || years.is_some() || part.is_some() {
            let mut section = self.sections[place.section].below();
            let within = |part| Some(Spanned::new(Cycle { part, ..section.cycle?.value }, entry.line.text.span()));
            let stated = cycle.map(|(cycle, range)| Spanned::new(cycle, entry.line.text.locate(range)));
            section.cycle = stated.or_else(|| part.and_then(within)).or(section.cycle);
            section.period = years.or(section.period);
            if let Some(team) = self.team(entry) {
                section.team = Some(Spanned::new(team, entry.line.text.span()));
            }
            below.section = self.section(section);
        } else if let Kind::Heading(_) = entry.kind
            && let Some(team) = self.team(entry)
        {
            let mut section = self.sections[place.section].below();
            section.team = Some(Spanned::new(team, entry.line.text.span()));
            section.level = level(entry.line.as_str()).or(section.level);
            below.section = self.section(section);
        }
        below
    }

    /// The team that a heading names, when objectives stand below it and it is not one itself.
    pub(super) fn team(&self, entry: &Entry) -> Option<String> {
        let below =
            entry.labels.objectives > 0 || entry.has_list_or_table() || entry.children.iter().any(Entry::has_list_or_table);
        let name = sections::team_name(entry.line.as_str())?;
        (below && name.split_whitespace().count() <= 4).then_some(name)
    }

    pub(super) fn section(&mut self, section: Section) -> usize {
        self.sections.push(section);
        self.sections.len() - 1
    }
}

/// Takes the cycle from a table of names and values that stands before the first objective: "Cycle | Q2 2026".
pub(super) fn tabled_cycle(section: &mut Section, entries: &[Entry]) {
    for entry in entries.iter().filter(|entry| entry.role != Role::Excluded(Excluded::Strongly)) {
        for row in &entry.rows {
            let [name, value] = row.as_slice() else { break };
            let (Some(name), Some(value)) = (name.first(), value.first()) else { continue };
            if labels::field(name.as_str()) == Some(Field::Cycle) {
                fields::section(section, Field::Cycle, &value.text);
            }
        }
        tabled_cycle(section, &entry.children);
        if section.cycle.is_some() || entry.labels.objectives > 0 {
            return;
        }
    }
}

/// Whether most headings with lists below a title read as sentences, as objectives do and the parts of release notes do not.
fn heads_are_sentences(title: &Entry) -> bool {
    let heads: Vec<&Entry> = title.children.iter().filter(|c| c.is_head() && c.has_list_or_table()).collect();
    let sentences = heads.iter().filter(|h| sections::is_sentence(h.text())).count();
    heads.is_empty() || sentences * 2 > heads.len()
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
