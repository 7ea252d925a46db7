//! Gives each update to the key result that it names, or to the only one there is.

use super::{Content, Met, Scope};
use crate::model::{Change, CheckIn, KeyResult, Objective};
use crate::read::markdown::walk::Walk;
use crate::read::updates::{self, Reference, reference};
use crate::source::Text;

/// A key result by its objective and its place there.
type Place = (usize, usize);

impl Walk {
    /// Hands out what was met, so that the updates of each key result stand in the order of their days.
    pub(in crate::read::markdown::walk) fn settle_updates(&mut self) {
        if self.met.is_empty() {
            return;
        }
        for Met { scope, content } in std::mem::take(&mut self.met) {
            match content {
                Content::Line(line) => self.settle_line(&scope, &line),
                Content::Cell(update) => {
                    let place = match (&scope.key_result, &scope.words) {
                        (Some(name), _) => Some(self.place_of(name, &scope)),
                        (None, Some(words)) => Some(self.place_by_words(&scope, words.as_str())),
                        (None, None) => None,
                    };
                    match place {
                        Some(Some(place)) => self.report(place, update),
                        // A cell of a column that names nothing of this page is not ours.
                        Some(None) => {}
                        None => self.beside(&scope, update),
                    }
                }
            }
        }
        for key_result in self.objectives.iter_mut().flat_map(|objective| &mut objective.key_results) {
            key_result.check_ins.sort_by_key(|check_in| check_in.date.map(|date| date.value));
        }
    }

    fn settle_line(&mut self, scope: &Scope, line: &Text) {
        let parts = updates::parts(line.as_str(), 0);
        for (name, range) in &parts {
            let words = &line.as_str()[range.clone()];
            let text = line.sub(range.end - words.trim_start_matches([':', ' ', '-', '–', '—', '|']).len()..range.end).trim();
            let place = match name {
                Some(name) => self.place_of(name, scope),
                // What leads to named parts speaks of all.
                None if parts.len() > 1 => None,
                None => self.place_unnamed(scope, &text),
            };
            let unknown = || line.sub(range.start.saturating_sub(name.as_ref().map_or(0, |name| name.len))..range.end);
            let text = match (place, name) {
                (None, Some(name)) if self.objective_named(name, Some(scope)).is_none() => unknown(),
                _ => text,
            };
            let objective = name.as_ref().and_then(|name| self.objective_named(name, Some(scope))).or(scope.objective);
            self.settle_part(&Scope { objective, ..scope.clone() }, place, &text);
        }
    }

    fn settle_part(&mut self, scope: &Scope, place: Option<Place>, text: &Text) {
        if scope.change {
            return self.change(scope, place, Change { date: scope.date, text: text.clone() });
        }
        match place {
            Some(place) => {
                let text = self.without_name(place, text);
                self.report(place, updates::report(scope.date, text));
            }
            None => self.beside(scope, updates::report(scope.date, text.clone())),
        }
    }

    /// A text without the words that name the key result.
    fn without_name(&self, (objective, nth): Place, text: &Text) -> Text {
        let key_result = &self.objectives[objective].key_results[nth];
        match name_len(text.as_str()).filter(|len| names(key_result, &text.as_str()[..*len])) {
            Some(len) => text.sub(len..text.as_str().len()).trim(),
            None => text.clone(),
        }
    }

    fn report(&mut self, (objective, nth): Place, update: CheckIn) {
        self.objectives[objective].key_results[nth].check_ins.push(update);
    }

    fn beside(&mut self, scope: &Scope, update: CheckIn) {
        match scope.objective {
            Some(objective) => self.objectives[objective].check_ins.push(update),
            None => self.sections[scope.section].check_ins.push(update),
        }
    }

    fn change(&mut self, scope: &Scope, place: Option<Place>, change: Change) {
        let changes = match (place, scope.objective) {
            (Some((objective, nth)), _) => &mut self.objectives[objective].key_results[nth].item.changes,
            (None, Some(objective)) => &mut self.objectives[objective].item.changes,
            (None, None) => &mut self.sections[scope.section].changes,
        };
        changes.push(change);
    }

    /// The objectives that an update may speak of: its own, those of its section, or all of the page.
    fn candidates(&self, scope: &Scope) -> Vec<usize> {
        if let Some(objective) = scope.objective {
            return vec![objective];
        }
        let inside: Vec<usize> = (0..self.objectives.len()).filter(|at| self.objectives[*at].section == scope.section).collect();
        if inside.is_empty() { (0..self.objectives.len()).collect() } else { inside }
    }

    /// The key result that a name stands for. Without a number of the objective it must be the only one with its number.
    pub(super) fn place_of(&self, name: &Reference, scope: &Scope) -> Option<Place> {
        name.key_result?;
        let near = self.candidates(scope);
        let found = self.only(name, &near);
        // Below one objective, another may be named by its whole id.
        found.or_else(|| {
            let others = self.candidates(&Scope { objective: None, ..scope.clone() });
            scope.objective.and_then(|_| self.only(name, &others).filter(|_| name.objective.is_some()))
        })
    }

    fn only(&self, name: &Reference, objectives: &[usize]) -> Option<Place> {
        let mut found = objectives.iter().enumerate().flat_map(|(ordinal, &at)| {
            let objective = &self.objectives[at];
            let key_results = objective.key_results.iter().enumerate();
            let alone = objectives.len() == 1;
            key_results
                .filter(move |(nth, key_result)| is_named(name, objective, ordinal, *nth, key_result, alone))
                .map(move |(nth, _)| (at, nth))
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// The objective whose number a name gives.
    pub(super) fn objective_named(&self, name: &Reference, scope: Option<&Scope>) -> Option<usize> {
        let number = name.objective?;
        let near = scope.map_or_else(
            || (0..self.objectives.len()).collect(),
            |scope| self.candidates(&Scope { objective: None, ..scope.clone() }),
        );
        near.iter().enumerate().find(|(ordinal, at)| number_of(&self.objectives[**at], *ordinal) == number).map(|(_, at)| *at)
    }

    /// The key result of a line that gives no number: the only one, or the one whose words it repeats before a colon.
    fn place_unnamed(&self, scope: &Scope, text: &Text) -> Option<Place> {
        let near = self.candidates(scope);
        if let Some(name) = &scope.key_result {
            return self.place_of(name, scope);
        }
        let all = || near.iter().flat_map(|&at| (0..self.objectives[at].key_results.len()).map(move |nth| (at, nth)));
        let mut only = all();
        if let (Some(place), None) = (only.next(), only.next()) {
            return Some(place);
        }
        self.place_by_words(scope, &text.as_str()[..name_len(text.as_str())?])
    }

    /// The only key result that has all of some words.
    pub(super) fn place_by_words(&self, scope: &Scope, words: &str) -> Option<Place> {
        let near = self.candidates(scope);
        let all = near.iter().flat_map(|&at| (0..self.objectives[at].key_results.len()).map(move |nth| (at, nth)));
        let mut named = all.filter(|(at, nth)| names(&self.objectives[*at].key_results[*nth], words));
        named.next().filter(|_| named.next().is_none())
    }
}

/// The number of an objective: that of its id, else its place.
fn number_of(objective: &Objective, ordinal: usize) -> usize {
    let id = objective.item.id.as_ref().and_then(|id| reference(&id.value)).and_then(|id| id.objective);
    id.unwrap_or(ordinal + 1)
}

/// Whether a name stands for a key result; `alone` where the update speaks of this objective only.
fn is_named(name: &Reference, objective: &Objective, ordinal: usize, nth: usize, key_result: &KeyResult, alone: bool) -> bool {
    let id = key_result.item.id.as_ref().map(|id| id.value.as_str());
    let own = id.and_then(reference);
    if let Some(own) = &own {
        let longer =
            own.name.strip_suffix(&name.name).is_some_and(|before| before.is_empty() || before.ends_with(['-', '.', '_']));
        if longer {
            return true;
        }
        if has_prefix(name) {
            return false;
        }
    }
    let number =
        own.as_ref().and_then(|own| own.key_result).or_else(|| id.and_then(|id| id.rsplit('.').next()?.trim().parse().ok()));
    let of = own.as_ref().and_then(|own| own.objective).unwrap_or_else(|| number_of(objective, ordinal));
    let here = match name.objective {
        Some(wanted) => wanted == of,
        None => true,
    };
    (here || alone && own.is_none()) && name.key_result == Some(number.unwrap_or(nth + 1))
}

/// Whether a name has a part that is neither the number of an objective nor that of a key result: the "PAY" of "PAY-O1-KR1".
fn has_prefix(name: &Reference) -> bool {
    name.name.split(|c: char| !c.is_ascii_alphabetic()).any(|word| !word.is_empty() && !matches!(word, "O" | "KR" | "OKR"))
}

/// Length of the words that may name the key result of an update: up to a colon, or to the first figure.
fn name_len(text: &str) -> Option<usize> {
    text.find(|c: char| c == ':' || c.is_ascii_digit()).filter(|len| *len > 0)
}

/// Whether some words, two or more of them, all stand in a key result: "Returning readers" in "Raise readers who return".
fn names(key_result: &KeyResult, words: &str) -> bool {
    // Shorter words begin alike by chance.
    const STEM: usize = 5;
    let text = key_result.item.text.as_str().to_lowercase();
    let alike = |own: &str, word: &str| {
        own == word || own.len().min(word.len()) >= STEM && (own.starts_with(word) || word.starts_with(own))
    };
    let has = |word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|own| alike(own, word));
    let mut count = 0;
    let all = words.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        count += 1;
        has(word)
    });
    all && count >= 2
}
