//! An organisation that keeps its OKRs in git: teams, cycles, weekly check-ins, honest changes and others, with a record of what was planted.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::repository::{Act, Repository};

/// What must be found: the rule, the document, the id of the statement, the day of the commit (where the rule names one).
pub(crate) type Expected = (String, String, String, String);

/// A cycle of the organisation.
#[derive(Clone)]
pub(crate) struct Quarter {
    pub(crate) name: String,
    pub(crate) start: Date,
    pub(crate) end: Date,
}

/// The last `count` quarters up to the second of 2026.
pub(crate) fn quarters(count: usize) -> Vec<Quarter> {
    let quarter = |back: usize| {
        let months = (2026 * 12 + 3) - 3 * i32::try_from(back).expect("few quarters");
        let start = date((months / 12) as i16, (months % 12 + 1) as i8, 1);
        let end = start.checked_add(3.months()).and_then(|next| next.checked_sub(1.day())).expect("a day");
        Quarter { name: format!("{}-Q{}", start.year(), (start.month() - 1) / 3 + 1), start, end }
    };
    (0..count).rev().map(quarter).collect()
}

/// Chance that is the same in every run: SplitMix64, see <https://prng.di.unimi.it/splitmix64.c>.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from one to below another.
    fn of(&mut self, from: i64, to: i64) -> i64 {
        from + (self.next() % (to - from) as u64) as i64
    }

    fn one<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[(self.next() % all.len() as u64) as usize]
    }
}

/// Metrics of many fields of work; `^` rises, `v` falls.
const METRICS: [&str; 24] = [
    "^calls settled at first contact",
    "vdays from order to delivery",
    "^patients seen within a week",
    "vfalls on the ward a month",
    "^residents who file their forms online",
    "vminutes a caller waits",
    "^donors who give a second year",
    "vcastings sent back a month",
    "^trainees who pass at first try",
    "vtickets reopened within a week",
    "^invoices matched without a hand",
    "vparcels lost a month",
    "^volunteers who come back in spring",
    "vhours a bed stands empty",
    "^builds green at first try",
    "vcomplaints about noise a month",
    "^families with a flat within a year",
    "vshifts without a nurse on duty",
    "^quotes answered the same day",
    "vcrates broken in the yard",
    "^pupils who borrow a book a month",
    "vpages that fail to load",
    "^shops that reorder within a month",
    "vfarms without a vet in reach",
];

const OBJECTIVES: [&str; 8] = [
    "Nobody waits for an answer",
    "A promise made is a promise kept",
    "Who comes once comes back",
    "Work that needs no second try",
    "The first day is a good day",
    "Help is there when it is needed",
    "Nothing is lost on the way",
    "Everyone knows where things stand",
];

/// What people write who do not say why.
const SILENT: [&str; 14] = [
    "update okrs",
    "weekly update",
    "numbers",
    "OKR update",
    "wip",
    "okrs: refresh values",
    "minor edits",
    "check-in week 7",
    "Update file",
    "values for this week",
    "docs: okr check-in",
    "fix formatting",
    "Status update and progress",
    "edits from the Monday meeting",
];

/// What people write who do; `{}` is the id of the key result.
const REASONS: [&str; 14] = [
    "Ease {}: the supplier test showed a ceiling",
    "{}: target lowered, the second bank joins in autumn only",
    "Revise {} because the portal opens in May",
    "Adjust the target of {} after the vendor withdrew its service",
    "Retarget {}\n\nThe pilot showed that families lack a phone contact; agreed in the learning session.",
    "Lower {}, since two of five sites closed for repairs",
    "Change {}: last year's figures counted returns twice",
    "{} was set before the price rise; the sales team and we agreed on a new figure",
    "Update {} to reflect the frozen budget",
    "Correct {}. The old number came from the test system.",
    "Rework {} given what interviews with tenants told us",
    "Reset {} - strike at the port stopped deliveries for three weeks",
    "{} new aim, the ministry moved the opening to winter",
    "Replace {}: we learned that letters are not read, phone calls are",
];

/// What is told at check-ins.
const NOTES: [&str; 8] = [
    "",
    " Two drivers were ill. Next: the day shift lends one.",
    " The file went out late on Tuesday.",
    " Holiday week, few callers.",
    " Next: talk to the branch in the harbour.",
    " New colleagues start on Monday because two left in spring.",
    " The target is in sight.",
    " Waiting for the permit since Thursday.",
];

#[derive(Clone)]
struct KeyResult {
    id: String,
    /// Of its metric.
    number: usize,
    metric: String,
    up: bool,
    baseline: i64,
    target: i64,
    current: Option<i64>,
    /// Where the value ends.
    last: i64,
    score: Option<String>,
    note: Option<String>,
    dropped: Option<String>,
    owner: Option<&'static str>,
}

impl KeyResult {
    /// A key result about the metric of a number.
    fn new(id: String, number: usize, chance: &mut Chance) -> Self {
        let metric = METRICS[number % METRICS.len()];
        let up = metric.starts_with('^');
        let baseline = chance.of(200, 600);
        let way = baseline * chance.of(30, 60) / 100;
        let target = if up { baseline + way } else { baseline - way };
        let share = chance.of(30, 120);
        let last = baseline + (target - baseline) * share / 100;
        let metric = metric[1..].to_owned();
        Self {
            id,
            number,
            metric,
            up,
            baseline,
            target,
            current: None,
            last,
            score: None,
            note: None,
            dropped: None,
            owner: None,
        }
    }

    fn line(&self, style: bool) -> String {
        let verb = if self.up { "Raise" } else { "Cut" };
        let mut text = format!("{verb} {} from {} to {}", self.metric, self.baseline, self.target);
        if let Some(current) = self.current {
            text += &format!(", now {current}");
        }
        if let Some(owner) = self.owner {
            text += &format!(" (owner: {owner})");
        }
        if let Some(score) = &self.score {
            text += &format!(" (score: {score})");
        }
        let mut line = match (&self.dropped, style) {
            (Some(why), _) => format!("- ~~{}: {text}~~ dropped: {why}\n", self.id),
            (None, false) => format!("- {}: {text}\n", self.id),
            (None, true) => format!("* **{}:** {text}\n", self.id),
        };
        if let Some(note) = &self.note {
            line += &format!("  - {note}\n");
        }
        line
    }

    /// A target nearer to the baseline.
    fn easier(&self, percent: i64) -> i64 {
        self.target - (self.target - self.baseline) * percent / 100
    }

    fn score(&self, target: i64) -> String {
        let share = (self.last - self.baseline) as f64 / (target - self.baseline) as f64;
        format!("{:.1}", share.clamp(0.0, 1.0))
    }
}

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

/// A document on its way through the cycle.
struct Sheet {
    team: String,
    quarter: Quarter,
    path: String,
    objectives: Vec<(String, String, Vec<KeyResult>)>,
    check_ins: Vec<String>,
    log: Vec<String>,
    style: bool,
}

impl Sheet {
    fn text(&self) -> String {
        let mut text = format!("---\ncycle: {}\nlevel: team\nteam: {}\n---\n# {}\n", self.quarter.name, self.team, self.team);
        for (id, title, key_results) in &self.objectives {
            text += &format!("\n## {id}: {title}\n\n");
            key_results.iter().for_each(|key_result| text += &key_result.line(self.style));
        }
        for (title, lines) in [("Check-ins", &self.check_ins), ("Change log", &self.log)] {
            if !lines.is_empty() {
                text += &format!("\n### {title}\n\n{}\n", lines.join("\n"));
            }
        }
        text
    }

    fn key_result(&mut self, objective: usize, nth: usize) -> &mut KeyResult {
        &mut self.objectives[objective].2[nth]
    }
}

/// One commit.
struct Event {
    date: Date,
    message: String,
    acts: Vec<Act>,
    /// The message of the commit on a branch that this one merges.
    branch: Option<String>,
}

/// The organisation: its repository and what was planted.
pub(crate) struct Organisation {
    pub(crate) repository: Repository,
    pub(crate) quarters: Vec<Quarter>,
    pub(crate) expected: BTreeSet<Expected>,
    /// How many changes were made that need no finding.
    pub(crate) honest: usize,
}

/// Makes an organisation. `noise` commits that touch no OKRs are made for each set.
pub(crate) fn organisation(teams: usize, cycles: usize, noise: usize, seed: u64) -> Organisation {
    let mut chance = Chance(seed);
    let mut made =
        Organisation { repository: Repository::new(), quarters: quarters(cycles), expected: BTreeSet::new(), honest: 0 };
    let mut events: Vec<Event> = Vec::new();
    let mut turn = 0;
    for quarter in made.quarters.clone() {
        for team in 0..teams {
            let mut set = Life::new(team, &quarter, &mut turn, &mut chance);
            set.live(&mut chance);
            events.append(&mut set.events);
            made.expected.append(&mut set.expected);
            made.honest += set.honest;
            events.extend((0..noise).map(|number| {
                let day = quarter.start.saturating_add(chance.of(0, 90).days());
                let acts =
                    vec![Act::Write(format!("src/module{:02}.rs", chance.of(0, 60)), format!("// {team} {number} {day}\n"))];
                Event { date: day, message: "Work".to_owned(), acts, branch: None }
            }));
        }
    }
    events.sort_by_key(|event| event.date);
    record(events, &mut made.repository);
    made
}

fn record(events: Vec<Event>, repository: &mut Repository) {
    // A merge comes after the next commit of the main branch, so that it is none that git could pass over.
    let mut open: Option<(Event, usize)> = None;
    for event in events {
        // Nobody else touches the same file meanwhile.
        let merge_first = open.as_ref().is_some_and(|(merge, _)| path(merge) == path(&event));
        if let Some((merge, side)) = open.take_if(|_| merge_first) {
            repository.merge(merge.date, &merge.message, side, &merge.acts);
        }
        let merged = open.take();
        if let Some(message) = &event.branch {
            let side = repository.branch(event.date, message, &event.acts);
            open = Some((event, side));
        } else {
            repository.commit(event.date, &event.message, &event.acts);
        }
        if let Some((event, side)) = merged {
            repository.merge(event.date, &event.message, side, &event.acts);
        }
    }
    if let Some((event, side)) = open {
        repository.merge(event.date, &event.message, side, &event.acts);
    }
}

fn path(event: &Event) -> Option<&str> {
    event.acts.first().map(|act| match act {
        Act::Write(path, _) | Act::Delete(path) => path.as_str(),
    })
}

/// One set from its first commit to its scores.
struct Life {
    sheet: Sheet,
    plots: Vec<(usize, usize, Plot)>,
    /// Whether nothing is written down until the last days.
    crammed: bool,
    events: Vec<Event>,
    expected: BTreeSet<Expected>,
    honest: usize,
}

impl Life {
    fn new(team: usize, quarter: &Quarter, turn: &mut usize, chance: &mut Chance) -> Self {
        let prefix = format!("T{team:02}");
        let objectives = (1..=2).map(|number| {
            let id = format!("{prefix}-O{number}");
            let first = chance.of(0, 24) as usize;
            let key_results: Vec<KeyResult> =
                (1..=3).map(|nth| KeyResult::new(format!("{id}-KR{nth}"), first + 5 * nth, chance)).collect();
            (id, OBJECTIVES[(team + number * 3) % OBJECTIVES.len()].to_owned(), key_results)
        });
        let sheet = Sheet {
            team: format!("Team {team:02}"),
            quarter: quarter.clone(),
            path: format!("okrs/{}/team-{team:02}.md", quarter.name),
            objectives: objectives.collect(),
            check_ins: Vec::new(),
            log: Vec::new(),
            style: false,
        };
        // Two of six key results have a story, each story equally often.
        let crammed = chance.of(0, 12) == 0;
        let mut plot = || {
            let plot = PLOTS[*turn % PLOTS.len()];
            *turn += 1;
            plot
        };
        let plots = if crammed {
            vec![(0, 0, Plot::Nothing)]
        } else {
            vec![(0, chance.of(0, 3) as usize, plot()), (1, chance.of(0, 3) as usize, plot())]
        };
        Self { sheet, plots, crammed, events: Vec::new(), expected: BTreeSet::new(), honest: 0 }
    }

    fn day(&self, day: i64) -> Date {
        self.sheet.quarter.start.saturating_add(day.days())
    }

    /// Commits the sheet as it is.
    fn commit(&mut self, date: Date, message: &str) {
        let acts = vec![Act::Write(self.sheet.path.clone(), self.sheet.text())];
        self.events.push(Event { date, message: message.to_owned(), acts, branch: None });
    }

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

    fn live(&mut self, chance: &mut Chance) {
        let first = -chance.of(1, 12);
        self.commit(self.day(first), "OKRs of the next quarter");
        // For each story the day of its turn.
        let days: Vec<i64> = self.plots.clone().iter().map(|(_, _, plot)| day_of(*plot, chance)).collect();
        let restyled = chance.of(20, 80);
        for day in 0..91_i64 {
            for at in 0..self.plots.len() {
                let (objective, nth, plot) = self.plots[at];
                if days[at] == day {
                    self.turn(objective, nth, plot, self.day(day), chance);
                }
                if days[at] + 9 == day && days[at] >= 0 {
                    self.afterwards(objective, nth, plot, self.day(day));
                }
            }
            if day == restyled && chance.of(0, 3) == 0 {
                self.sheet.style = true;
                self.sheet.key_result(0, 0).owner = Some("Ana");
                self.commit(self.day(day), "Format lists");
            }
            let weekly = !self.crammed && day > 0 && day % 7 == 0;
            let last_days = self.crammed && day >= 86 && day < 89;
            if weekly || last_days {
                for objective in 0..2 {
                    self.check_in(objective, day, chance);
                    self.commit(self.day(day), "Weekly check-in");
                }
            }
        }
        self.close(chance);
    }

    fn check_in(&mut self, objective: usize, day: i64, chance: &mut Chance) {
        let date = self.day(day);
        let mut lines = Vec::new();
        for key_result in &mut self.sheet.objectives[objective].2 {
            if key_result.dropped.is_some() {
                continue;
            }
            let current = key_result.baseline + (key_result.last - key_result.baseline) * (day + 1) / 91;
            key_result.current = Some(current);
            lines.push(format!(
                "- {date}: {} {current}, on track, confidence 0.{}.{}",
                key_result.id,
                chance.of(4, 9),
                chance.one(&NOTES)
            ));
        }
        self.sheet.check_ins.extend(lines);
    }

    fn close(&mut self, chance: &mut Chance) {
        let date = self.sheet.quarter.end.saturating_add(chance.of(3, 9).days());
        for objective in 0..2 {
            for nth in 0..self.sheet.objectives[objective].2.len() {
                let plot =
                    self.plots.iter().find(|plot| (plot.0, plot.1) == (objective, nth)).map_or(Plot::Nothing, |plot| plot.2);
                let key_result = self.sheet.key_result(objective, nth);
                if key_result.dropped.is_some() {
                    continue;
                }
                let original = key_result.target;
                if plot == Plot::GoalpostAfterClose {
                    key_result.last = key_result.easier(25);
                    key_result.target = key_result.easier(30);
                }
                key_result.current = Some(key_result.last);
                let against = if plot == Plot::GoalpostAfterClose { key_result.target } else { original };
                let score = key_result.score(against);
                if key_result.score.is_none() {
                    key_result.score = Some(score);
                }
                let id = key_result.id.clone();
                if plot == Plot::GoalpostAfterClose {
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
        let silent = chance.one(&SILENT).to_owned();
        let reason = chance.one(&REASONS).replace("{}", &id);
        let percent = chance.of(15, 35);
        let key_result = self.sheet.key_result(objective, nth);
        let (old, new) = (key_result.target, key_result.easier(percent));
        match plot {
            Plot::Nothing | Plot::GoalpostAfterClose => return,
            Plot::SilentEase | Plot::MergedSilent | Plot::SilentBeforeRename => key_result.target = new,
            Plot::LateAndSilent => {
                key_result.last = key_result.easier(70);
                key_result.target = new;
            }
            Plot::ReasonInMessage | Plot::MergedWithReason | Plot::ReasonLater | Plot::InGrace | Plot::ThereAndBack => {
                key_result.target = new
            }
            Plot::SilentTighten => key_result.target = key_result.easier(-percent),
            Plot::SilentBaseline => key_result.baseline += (key_result.target - key_result.baseline) * 3 / 20,
            Plot::SilentReplace | Plot::ReplaceWithReason => {
                *key_result = KeyResult::new(id.clone(), key_result.number + 2, chance);
            }
            Plot::SilentRemove | Plot::RemoveWithReason => {
                self.sheet.objectives[objective].2.remove(nth);
                self.plots[objective].2 = Plot::Nothing;
            }
            Plot::DropWithReason => {
                key_result.dropped = Some("the tender was withdrawn, and nobody else can deliver this year".to_owned())
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
        let path = self.sheet.path.clone();
        match plot {
            Plot::SilentEase | Plot::SilentTighten | Plot::SilentBaseline | Plot::SilentReplace | Plot::LateAndSilent => {
                self.commit(date, &silent);
                self.expect("silent-change", &id, date);
            }
            Plot::SilentRemove => {
                self.commit(date, &silent);
                let objective = self.sheet.objectives[objective].0.clone();
                self.expect("silent-change", &objective, date);
            }
            Plot::MergedSilent => {
                self.merge(date, "Merge pull request #12 from team/okrs", &silent);
                self.expect("silent-change", &id, date);
            }
            Plot::SilentBeforeRename => {
                self.commit(date, &silent);
                self.sheet.path = path.replace("/team-", "/crew-");
                let moved = std::mem::take(&mut self.expected)
                    .into_iter()
                    .map(|(rule, _, id, day)| (rule, self.sheet.path.clone(), id, day));
                self.expected = moved.collect();
                self.commit(date, "Move file");
                if let Some(event) = self.events.last_mut() {
                    event.acts.push(Act::Delete(path.clone()));
                }
                self.expect("silent-change", &id, date);
            }
            Plot::GoalpostLate => {
                self.commit(date, &silent);
                self.expect("goalpost-moved", &id, date);
            }
            Plot::MergedWithReason => {
                self.merge(date, "Merge pull request #14 from team/okrs", &reason);
                self.honest += 1;
            }
            Plot::ReasonInMessage | Plot::ReplaceWithReason | Plot::RemoveWithReason | Plot::LateAgainstOriginal => {
                self.commit(date, &reason);
                self.honest += 1;
            }
            _ => {
                self.commit(date, &silent);
                self.honest += 1;
            }
        }
    }

    /// What happens some days later.
    fn afterwards(&mut self, objective: usize, nth: usize, plot: Plot, date: Date) {
        match plot {
            Plot::ThereAndBack => {
                let key_result = self.sheet.key_result(objective, nth);
                let Some(original) = self.events.first().and_then(|event| original(event, &key_result.id)) else { return };
                self.sheet.key_result(objective, nth).target = original;
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

/// The target that a key result had in a commit.
fn original(event: &Event, id: &str) -> Option<i64> {
    let Some(Act::Write(_, text)) = event.acts.first() else { return None };
    let line = text.lines().find(|line| line.contains(&format!("{id}:")))?;
    line.rsplit(" to ").next()?.split([',', ' ']).next()?.parse().ok()
}

/// The day of the cycle on which a story turns.
fn day_of(plot: Plot, chance: &mut Chance) -> i64 {
    match plot {
        Plot::Nothing | Plot::GoalpostAfterClose => -1,
        Plot::InGrace => chance.of(1, 14),
        Plot::GoalpostLate | Plot::LateAgainstOriginal | Plot::LateAndSilent => chance.of(72, 88),
        _ => chance.of(20, 60),
    }
}

/// Two letters change places, as they do.
fn slip(metric: &str) -> String {
    let word = metric.split(' ').max_by_key(|word| word.len()).unwrap_or(metric);
    let mut letters: Vec<char> = word.chars().collect();
    letters.swap(2, 3);
    metric.replacen(word, &letters.into_iter().collect::<String>(), 1)
}
