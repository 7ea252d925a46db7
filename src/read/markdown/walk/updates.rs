//! Parts of the page that follow key results: check-in sections, change logs, dated lines, tracking tables. What they name is looked up when
//! all key results of the page are known, so that updates may stand before them, or far behind.

mod settle;
mod title;
mod tracking;

use jiff::civil::Date;

use super::{Place, Walk};
use crate::model::{CheckIn, Section};
use crate::read::labels::Field;
use crate::read::markdown::entry::{Entry, Role};
use crate::read::markdown::outline::Kind;
use crate::read::updates::{self, Reckoning, Reference, reference};
use crate::source::{Spanned, Text};

pub(in crate::read::markdown) use title::Title;

/// What an update is part of.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// Whether it tells of a change to the OKR, not of its progress.
    change: bool,
    /// Index of the section.
    section: usize,
    /// Index of the objective.
    objective: Option<usize>,
    /// The key result that a heading or column names.
    key_result: Option<Reference>,
    /// Words of the key result, where a column is named after it.
    words: Option<Text>,
    /// The day that a heading, or the line before, gives.
    date: Option<Spanned<Date>>,
    /// Whether something gives a day, readable or not.
    dated: bool,
}

/// An update that was met on the walk.
#[derive(Debug)]
pub(super) struct Met {
    scope: Scope,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// A line, behind its date.
    Line(Text),
    /// A row or cell of a table, which speaks of one key result or of none.
    Cell(CheckIn),
}

impl Walk {
    /// What dates in a section are counted from.
    pub(super) fn reckoning(&self, section: usize) -> Reckoning {
        self.sections.get(section).map_or_else(Reckoning::default, |section: &Section| Reckoning::of(section, self.fiscal_year))
    }

    /// Reads a part of the page for its updates; false where it holds none, so that it is something else.
    pub(super) fn updates(&mut self, entry: &Entry, place: Place) -> bool {
        let Some(title) = Title::of(&entry.line.text, self.reckoning(place.section)) else { return false };
        // Objectives in it are those of the page, named once more, or it is no part for updates.
        if entry.labels.objectives > 0 && !self.restates(&entry.children) {
            return false;
        }
        let scope = Scope {
            change: title.change,
            section: place.section,
            objective: self.current.filter(|_| self.is_below_objective(entry)),
            date: title.date,
            dated: title.dated,
            ..Scope::default()
        };
        if entry.children.is_empty() && matches!(entry.kind, Kind::Heading(_)) && !title.change && !title.dated {
            self.sections[place.section].unfilled.push(entry.line.text.clone());
            return true;
        }
        self.gather(&entry.children, scope)
    }

    /// Reads a part with a day in its title for updates, "Status report, 14 August": its labelled key results are those of the page, named
    /// once more. False where one of them is not.
    pub(super) fn report_of_a_day(&mut self, entry: &Entry, place: Place) -> bool {
        let reckoning = self.reckoning(place.section);
        let text = &entry.line.text;
        let scope = Scope { section: place.section, dated: true, ..Scope::default() };
        let known = |child: &&Entry| reference(child.line.as_str()).is_some_and(|name| self.place_of(&name, &scope).is_some());
        let mut named = entry.children.iter().filter(|child| child.role == Role::KeyResult);
        if !title::is_dated(text, reckoning) || !named.all(|child| known(&child)) {
            return false;
        }
        let date = title::date(text, reckoning);
        self.gather(&entry.children, Scope { date, ..scope })
    }

    /// Whether a part of the page stands below the current objective, and not beside it.
    fn is_below_objective(&self, entry: &Entry) -> bool {
        match (&entry.kind, self.heading) {
            (Kind::Heading(level), Some(own)) => *level > own,
            (Kind::Heading(_), None) => false,
            _ => true,
        }
    }

    /// Whether all labelled objectives in some entries are known by their number or words.
    fn restates(&self, entries: &[Entry]) -> bool {
        entries.iter().all(|entry| match entry.role {
            Role::Objective => self.restated(entry).is_some(),
            _ => entry.labels.objectives == 0 || self.restates(&entry.children),
        })
    }

    /// The objective that an entry names once more.
    fn restated(&self, entry: &Entry) -> Option<usize> {
        let words = entry.text();
        let same = |text: &str| !words.is_empty() && text.eq_ignore_ascii_case(words);
        self.objectives.iter().position(|objective| same(objective.item.text.as_str())).or_else(|| {
            let name = reference(entry.line.as_str()).filter(|_| entry.is_bare())?;
            self.objective_named(&name, None)
        })
    }

    /// Keeps the updates among some entries; false where there are none.
    fn gather(&mut self, entries: &[Entry], mut scope: Scope) -> bool {
        let mut found = false;
        for entry in entries {
            let text = &entry.line.text;
            if matches!(entry.kind, Kind::Quote | Kind::Code | Kind::Rule) || entry.line.is_blank() && entry.kind != Kind::Table {
                continue;
            }
            if entry.kind == Kind::Table {
                found |= self.tracking(entry, &scope, true);
                continue;
            }
            let reckoning = self.reckoning(scope.section);
            let titled = entry.is_head() && Title::of(text, reckoning).is_some();
            let Some(opening) = updates::opening(text, reckoning).filter(|_| !titled) else {
                found |= self.gather_undated(entry, &scope);
                continue;
            };
            let inner = Scope { date: opening.date, dated: true, ..scope.clone() };
            let rest = text.sub(opening.rest..text.as_str().len());
            found |= match (rest.is_empty(), entry.children.is_empty()) {
                // A day on a line of its own stands over what follows.
                (true, true) => {
                    scope = inner;
                    false
                }
                // "Week 5 – skipped" tells of no key result.
                (false, true) if entry.is_head() => false,
                (true, false) => self.gather(&entry.children, inner),
                (false, _) => self.keep(rest, &entry.children, inner),
            };
        }
        found
    }

    /// An entry that gives no day itself.
    fn gather_undated(&mut self, entry: &Entry, scope: &Scope) -> bool {
        let text = &entry.line.text;
        if entry.role == Role::Objective || entry.is_head() {
            let title = Title::of(text, self.reckoning(scope.section));
            let (date, dated) =
                title.map_or((scope.date, scope.dated), |title| (title.date.or(scope.date), title.dated || scope.dated));
            let objective = self.restated(entry).or(scope.objective);
            let key_result =
                reference(text.as_str()).filter(|name| name.key_result.is_some()).or_else(|| scope.key_result.clone());
            return self.gather(&entry.children, Scope { date, dated, objective, key_result, ..scope.clone() });
        }
        if scope.dated || reference(text.as_str()).is_some_and(|name| name.key_result.is_some()) {
            return self.keep(text.clone(), &entry.children, scope.clone());
        }
        !entry.children.is_empty() && self.gather(&entry.children, scope.clone())
    }

    /// Keeps a line. What stands below it goes on with it, or speaks of another key result on the same day.
    fn keep(&mut self, line: Text, below: &[Entry], scope: Scope) -> bool {
        let own = |entry: &&Entry| reference(entry.line.as_str()).is_none_or(|name| name.key_result.is_none());
        let (more, others): (Vec<&Entry>, Vec<&Entry>) = below.iter().filter(|entry| !entry.line.is_blank()).partition(own);
        let line = more.into_iter().fold(line, |line, entry| line.followed_by(JOINT, &entry.line.text));
        self.met.push(Met { scope: scope.clone(), content: Content::Line(line) });
        for entry in others {
            self.keep(entry.line.text.clone(), &entry.children, scope.clone());
        }
        true
    }

    /// A dated line among key results that tells how they stand: it names one, or gives a status. "30 June: launch" may be a key result.
    pub(super) fn is_update(&self, entry: &Entry, place: Place) -> bool {
        let text = &entry.line.text;
        if !updates::may_open(text.as_str()) || self.current.is_none() {
            return false;
        }
        updates::opening(text, self.reckoning(place.section)).is_some_and(|opening| {
            let rest = text.sub(opening.rest..text.as_str().len());
            let named = || reference(rest.as_str()).is_some_and(|name| name.key_result.is_some());
            let told = || {
                let report = updates::told(&rest);
                report.status.is_some() || report.confidence.is_some()
            };
            named() || told()
        })
    }

    /// Keeps a line that [`Self::is_update`].
    pub(super) fn dated_line(&mut self, entry: &Entry, place: Place) {
        let scope = Scope { section: place.section, objective: self.current, ..Scope::default() };
        self.gather(std::slice::from_ref(entry), scope);
    }

    /// "Updates: 2026-07-13: KR1 48%": a labelled line.
    pub(super) fn labelled_update(&mut self, entry: &Entry, place: Place) {
        let scope = Scope {
            change: entry.role == Role::Field(Field::ChangeLog),
            section: place.section,
            objective: self.current,
            ..Scope::default()
        };
        let text = entry.dressed.item.text.clone();
        if let Some(opening) = updates::opening(&text, self.reckoning(place.section)) {
            let rest = text.sub(opening.rest..text.as_str().len());
            self.keep(rest, &entry.children, Scope { date: opening.date, dated: true, ..scope });
        } else {
            self.gather(&entry.children, scope);
        }
    }
}

/// Between an update and what stands on the lines below it.
pub(in crate::read::markdown) const JOINT: &str = ". ";
