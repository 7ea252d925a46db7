//! An organisation that keeps its OKRs in git: teams, cycles, weekly check-ins, honest changes and others, with a record of what was planted.

#[path = "../support/chance.rs"]
mod chance;
mod life;
mod sheet;
#[path = "../support/statements.rs"]
mod statements;
mod words;

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::repository::{Act, Repository};
use chance::Chance;
use life::Life;

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
    let mut chance = Chance::new(seed);
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
