//! One set from its first commit to its scores, and the stories that are played with its key results.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::chance::Chance;
use super::sheet::{KeyResult, Sheet};
use super::statements::OBJECTIVES;
use super::words::{NOTES, REASONS, SILENT};
use super::{Event, Expected, Quarter};
use crate::repository::Act;

/// What is done to a key result in the course of a cycle.
#[derive(Clone, Copy, PartialEq)]
enum Plot {
    Nothing,
    // What must be found.
    SilentEase,
    SilentTighten,
    SilentBaseline,
    SilentReplace,
    SilentRemove,
    MergedSilent,
    SilentBeforeRename,
    GoalpostLate,
    GoalpostAfterClose,
    LateAndSilent,
    // What must not.
    ReasonInMessage,
    ReasonInLog,
    ReasonLater,
    ReasonInNote,
    MergedWithReason,
    ReplaceWithReason,
    RemoveWithReason,
    DropWithReason,
    Slip,
    InGrace,
    ThereAndBack,
    NewThenSet,
    LateAgainstOriginal,
}

const PLOTS: [Plot; 23] = [
    Plot::SilentEase,
    Plot::SilentTighten,
    Plot::SilentBaseline,
    Plot::SilentReplace,
    Plot::SilentRemove,
    Plot::MergedSilent,
    Plot::SilentBeforeRename,
    Plot::GoalpostLate,
    Plot::GoalpostAfterClose,
    Plot::LateAndSilent,
    Plot::ReasonInMessage,
    Plot::ReasonInLog,
    Plot::ReasonLater,
    Plot::ReasonInNote,
    Plot::MergedWithReason,
    Plot::ReplaceWithReason,
    Plot::RemoveWithReason,
    Plot::DropWithReason,
    Plot::Slip,
    Plot::InGrace,
    Plot::ThereAndBack,
    Plot::NewThenSet,
    Plot::LateAgainstOriginal,
];

impl Plot {
    /// The rule that must find it.
    fn rule(self) -> Option<&'static str> {
        match self {
            Self::SilentEase
            | Self::SilentTighten
            | Self::SilentBaseline
            | Self::SilentReplace
            | Self::SilentRemove
            | Self::MergedSilent
            | Self::SilentBeforeRename
            | Self::LateAndSilent => Some("silent-change"),
            Self::GoalpostLate | Self::GoalpostAfterClose => Some("goalpost-moved"),
            _ => None,
        }
    }

    /// Whether the commit says why.
    fn is_told(self) -> bool {
        matches!(
            self,
            Self::ReasonInMessage
                | Self::MergedWithReason
                | Self::ReplaceWithReason
                | Self::RemoveWithReason
                | Self::LateAgainstOriginal
        )
    }

    /// The day of the cycle on which it turns; none where that is the end.
    fn day(self, chance: &mut Chance) -> i64 {
        match self {
            Self::Nothing | Self::GoalpostAfterClose => -1,
            Self::InGrace => chance.of(1, 14),
            Self::GoalpostLate | Self::LateAgainstOriginal | Self::LateAndSilent => chance.of(72, 88),
            _ => chance.of(20, 60),
        }
    }

    /// What comes nearest to it in a format without notes and change log.
    fn in_yaml(self) -> Self {
        match self {
            Self::ReasonInLog | Self::ReasonLater | Self::ReasonInNote | Self::DropWithReason => Self::ReasonInMessage,
            other => other,
        }
    }
}

/// One set from its first commit to its scores.
pub(super) struct Life {
    sheet: Sheet,
    /// For each objective the key result that has a story, the story, and its day.
    stories: Vec<(usize, Plot, i64)>,
    /// Whether nothing is written down until the last days.
    crammed: bool,
    pub(super) events: Vec<Event>,
    pub(super) expected: BTreeSet<Expected>,
    pub(super) honest: usize,
}

impl Life {
    /// A team's set for a quarter. `turn` counts the stories, so that each is played equally often.
    pub(super) fn new(team: usize, quarter: &Quarter, turn: &mut usize, chance: &mut Chance) -> Self {
        let prefix = format!("T{team:02}");
        let objectives = (1..=2).map(|number| {
            let id = format!("{prefix}-O{number}");
            let first = chance.of(0, 24) as usize;
            let key_results = (1..=3).map(|nth| KeyResult::new(format!("{id}-KR{nth}"), first + 5 * nth, chance)).collect();
            (id, OBJECTIVES[(team + number * 3) % OBJECTIVES.len()].to_owned(), key_results)
        });
        let ending = if team % 5 == 4 { "yaml" } else { "md" };
        let sheet = Sheet {
            team: format!("Team {team:02}"),
            quarter: quarter.clone(),
            path: format!("okrs/{}/team-{team:02}.{ending}", quarter.name),
            objectives: objectives.collect(),
            check_ins: Vec::new(),
            log: Vec::new(),
            form: team % 3,
            bold: false,
        };
        let crammed = chance.of(0, 12) == 0;
        let mut story = || {
            let plot = if crammed { Plot::Nothing } else { PLOTS[*turn % PLOTS.len()] };
            *turn += usize::from(!crammed);
            let plot = if sheet.is_yaml() { plot.in_yaml() } else { plot };
            (chance.of(0, 3) as usize, plot, plot.day(chance))
        };
        let stories = vec![story(), story()];
        Self { sheet, stories, crammed, events: Vec::new(), expected: BTreeSet::new(), honest: 0 }
    }

    fn day(&self, day: i64) -> Date {
        self.sheet.quarter.start.saturating_add(day.days())
    }

    /// Commits the sheet as it is.
    fn commit(&mut self, date: Date, message: &str) {
        let acts = vec![Act::Write(self.sheet.path.clone(), self.sheet.text())];
        self.events.push(Event { date, message: message.to_owned(), acts, branch: None });
    }

    /// Commits the sheet as it is on a branch, which is merged.
    fn merge(&mut self, date: Date, message: &str, branch: &str) {
        self.commit(date, message);
        if let Some(event) = self.events.last_mut() {
            event.branch = Some(branch.to_owned());
        }
    }

    fn expect(&mut self, rule: &str, id: &str, date: Date) {
        let date = if rule == "last-minute-updates" { String::new() } else { date.to_string() };
        self.expected.insert((rule.to_owned(), self.sheet.path.clone(), id.to_owned(), date));
    }

    /// Lives through the cycle.
    pub(super) fn live(&mut self, chance: &mut Chance) {
        let first = -chance.of(1, 12);
        self.commit(self.day(first), "OKRs of the next quarter");
        let restyled = chance.of(20, 300);
        for day in 0..91_i64 {
            for objective in 0..self.stories.len() {
                let (nth, plot, turn) = self.stories[objective];
                if turn == day {
                    self.turn(objective, nth, plot, self.day(day), chance);
                } else if turn >= 0 && turn + 9 == day {
                    self.afterwards(objective, nth, plot, self.day(day));
                }
            }
            if day == restyled {
                self.sheet.bold = true;
                self.sheet.key_result(0, 0).owner = Some("Ana");
                self.commit(self.day(day), "Format lists");
            }
            let weekly = !self.crammed && day > 0 && day % 7 == 0;
            if weekly || self.crammed && (86..89).contains(&day) {
                for objective in 0..2 {
                    self.sheet.check_in(objective, day, self.sheet.quarter.start.saturating_add(day.days()), &NOTES, chance);
                    self.commit(self.day(day), "Weekly check-in");
                }
            }
        }
        self.close(chance);
    }

    /// Gives scores.
    fn close(&mut self, chance: &mut Chance) {
        let date = self.sheet.quarter.end.saturating_add(chance.of(3, 9).days());
        for objective in 0..2 {
            let (told, plot, _) = self.stories[objective];
            for nth in 0..self.sheet.objectives[objective].2.len() {
                let key_result = self.sheet.key_result(objective, nth);
                if key_result.dropped.is_some() {
                    continue;
                }
                let moves = plot == Plot::GoalpostAfterClose && nth == told;
                if moves {
                    key_result.last = key_result.easier(25);
                    key_result.target = key_result.easier(30);
                }
                key_result.current = Some(key_result.last);
                let score = key_result.score(key_result.target);
                let id = key_result.id.clone();
                key_result.score.get_or_insert(score);
                if moves {
                    self.expect("goalpost-moved", &id, date);
                }
            }
        }
        if self.crammed {
            let id = self.sheet.objectives[0].0.clone();
            self.expect("last-minute-updates", &id, date);
        }
        self.commit(date, "Scores");
    }

    /// What happens on the day of a story.
    fn turn(&mut self, objective: usize, nth: usize, plot: Plot, date: Date, chance: &mut Chance) {
        let id = self.sheet.objectives[objective].2[nth].id.clone();
        self.change(objective, nth, plot, date, chance);
        let message = match plot.is_told() {
            true => chance.one(&REASONS).replace("{}", &id),
            false => chance.one(&SILENT).to_owned(),
        };
        match plot {
            Plot::MergedSilent | Plot::MergedWithReason => self.merge(date, "Merge pull request #12 from team/okrs", &message),
            _ => self.commit(date, &message),
        }
        if plot == Plot::SilentBeforeRename {
            self.rename(date);
        }
        // What is gone is told at the objective it stood under.
        let told = if plot == Plot::SilentRemove { self.sheet.objectives[objective].0.clone() } else { id };
        match plot.rule() {
            Some(rule) => self.expect(rule, &told, date),
            None => self.honest += 1,
        }
    }

    /// Changes what a story is about.
    fn change(&mut self, objective: usize, nth: usize, plot: Plot, date: Date, chance: &mut Chance) {
        let percent = chance.of(15, 35);
        let key_result = self.sheet.key_result(objective, nth);
        let (id, old, new) = (key_result.id.clone(), key_result.target, key_result.easier(percent));
        match plot {
            Plot::Nothing | Plot::GoalpostAfterClose => {}
            Plot::SilentEase
            | Plot::MergedSilent
            | Plot::SilentBeforeRename
            | Plot::ReasonInMessage
            | Plot::MergedWithReason
            | Plot::ReasonLater
            | Plot::InGrace
            | Plot::ThereAndBack => key_result.target = new,
            Plot::LateAndSilent => {
                key_result.last = key_result.easier(70);
                key_result.target = new;
            }
            Plot::SilentTighten => key_result.target = key_result.easier(-percent),
            Plot::SilentBaseline => key_result.baseline += (old - key_result.baseline) * 3 / 20,
            Plot::SilentReplace | Plot::ReplaceWithReason => {
                *key_result = KeyResult::new(id, key_result.number + 2, chance);
            }
            Plot::SilentRemove | Plot::RemoveWithReason => {
                self.sheet.objectives[objective].2.remove(nth);
            }
            Plot::DropWithReason => {
                key_result.dropped = Some("the tender was withdrawn, and nobody else can deliver this year".to_owned());
            }
            Plot::Slip => key_result.metric = slip(&key_result.metric),
            Plot::NewThenSet => {
                let number = key_result.number + 1;
                let fresh = KeyResult::new(format!("{}-KR4", self.sheet.objectives[objective].0), number, chance);
                self.sheet.objectives[objective].2.push(fresh);
            }
            Plot::GoalpostLate => {
                key_result.last = key_result.easier(22);
                key_result.target = key_result.easier(26);
            }
            Plot::LateAgainstOriginal => {
                key_result.last = key_result.easier(50);
                key_result.score = Some(key_result.score(old));
                key_result.target = key_result.easier(40);
            }
            Plot::ReasonInLog => {
                key_result.target = new;
                self.sheet.log.push(format!("- {date}: {id} {old} to {new}: the second counter opens in autumn only."));
            }
            Plot::ReasonInNote => {
                key_result.target = new;
                key_result.note = Some("The harbour branch left the trial, so a fifth of the callers is gone".to_owned());
            }
        }
    }

    /// Moves the file.
    fn rename(&mut self, date: Date) {
        let path = self.sheet.path.clone();
        self.sheet.path = path.replace("/team-", "/crew-");
        let moved = std::mem::take(&mut self.expected);
        self.expected = moved.into_iter().map(|(rule, _, id, day)| (rule, self.sheet.path.clone(), id, day)).collect();
        self.commit(date, "Move file");
        if let Some(event) = self.events.last_mut() {
            event.acts.push(Act::Delete(path));
        }
    }

    /// What happens some days later.
    fn afterwards(&mut self, objective: usize, nth: usize, plot: Plot, date: Date) {
        match plot {
            Plot::ThereAndBack => {
                let key_result = self.sheet.key_result(objective, nth);
                key_result.target = key_result.original;
                self.commit(date, "restore");
            }
            Plot::ReasonLater => {
                let id = self.sheet.key_result(objective, nth).id.clone();
                self.sheet
                    .log
                    .push(format!("- {date}: {id} target lowered two weeks ago: the clinic in the east lost its surgeon."));
                self.commit(date, "change log");
            }
            Plot::NewThenSet => {
                let last = self.sheet.objectives[objective].2.len() - 1;
                let key_result = self.sheet.key_result(objective, last);
                key_result.target = key_result.easier(20);
                self.commit(date, "numbers");
            }
            _ => {}
        }
    }
}

/// Two letters change places, as they do.
fn slip(metric: &str) -> String {
    let word = metric.split(' ').max_by_key(|word| word.len()).unwrap_or(metric);
    let mut letters: Vec<char> = word.chars().collect();
    letters.swap(2, 3);
    metric.replacen(word, &letters.into_iter().collect::<String>(), 1)
}
