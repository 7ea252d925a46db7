//! An organisation of five levels: the company, its divisions, a department for each town, teams, and people. All that it says is honest.

use super::chance::Chance;
use super::plots;
use super::sheet::{Aside, Format, KeyResult, Objective, Sheet};
use super::statements::{METRICS, OBJECTIVES};
use super::words::{FIRST_NAMES, LAST_NAMES, QUARTERS, REASONS, TOWNS, UPPER_METRICS};

/// The cycle that is judged.
pub(super) const CYCLE: &str = "2026-Q3";
/// The objective of each team at which something may be planted.
pub(super) const STAGE: usize = 2;
const DIVISIONS: usize = 4;

/// A statement: the document, and its id there.
pub(crate) type Place = (String, String);

/// What must be found, once: the rule, and the statements that belong together.
pub(crate) struct Plant {
    pub(crate) rule: &'static str,
    pub(crate) places: Vec<Place>,
}

/// The organisation, and the record of what was planted in it.
pub(crate) struct Company {
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) plants: Vec<Plant>,
    /// How many stories were told that need no finding.
    pub(crate) honest: usize,
    /// Index of the first team; the departments stand before.
    pub(super) first_team: usize,
    pub(super) teams: usize,
}

/// Makes an organisation of so many teams, with a story at most of them.
pub(crate) fn company(teams: usize, seed: u64) -> Company {
    let mut chance = Chance::new(seed);
    let towns = teams.div_ceil(QUARTERS.len());
    let mut company = Company { sheets: vec![top()], plants: Vec::new(), honest: 0, first_team: 1 + DIVISIONS + towns, teams };
    company.sheets.extend((0..DIVISIONS).map(|number| division(number, &mut chance)));
    company.sheets.extend((0..towns).map(|number| department(number, &mut chance)));
    company.sheets.extend((0..teams).map(|number| team(number, &mut chance)));
    company.sheets.extend((0..teams / 12).map(|number| person(number, teams, &mut chance)));
    plots::tell(&mut company, seed as usize * 6, &mut chance);
    company
}

impl Company {
    /// The department of a town.
    pub(super) fn department(&mut self, town: usize) -> &mut Sheet {
        &mut self.sheets[1 + DIVISIONS + town]
    }

    /// What stands at places, each with its document.
    pub(crate) fn said(&self, places: &[Place]) -> Vec<String> {
        let said = |(path, id): &Place| {
            let sheet = self.sheets.iter().find(|sheet| sheet.path == *path)?;
            let objectives = sheet.objectives.iter().map(|objective| (&objective.id, &objective.title));
            let key_results = sheet.objectives.iter().flat_map(|objective| &objective.key_results);
            let (_, text) = objectives.chain(key_results.map(|result| (&result.id, &result.text))).find(|(own, _)| *own == id)?;
            Some(format!("{path} {id}: {text}"))
        };
        places.iter().map(|place| said(place).unwrap_or_else(|| format!("{place:?}"))).collect()
    }

    /// How many towns have a department.
    pub(super) fn towns(&self) -> usize {
        self.first_team - 1 - DIVISIONS
    }
}

/// The town and the part of it in which a team works, "Leeds harbour".
pub(super) fn site(team: usize) -> String {
    format!("{} {}", TOWNS[team / QUARTERS.len() % TOWNS.len()], QUARTERS[team % QUARTERS.len()])
}

pub(super) fn supports(what: impl Into<String>) -> Aside {
    Aside::Supports(what.into())
}

fn sheet(folder: &str, file: &str, level: &'static str, team: String, form: usize) -> Sheet {
    let path = format!("okrs/{CYCLE}/{folder}{file}.md");
    let cycle = CYCLE.to_owned();
    Sheet { path, cycle, level, team, owner: None, format: Format::Markdown, form, objectives: Vec::new() }
}

/// An objective with two or three key results about metrics of a list, from one of them on.
fn objective(
    sheet: &Sheet,
    id: String,
    title: String,
    asides: Vec<Aside>,
    (metrics, first): (&[&str], usize),
    at: &str,
    chance: &mut Chance,
) -> Objective {
    let mut objective = Objective { id, title, asides, key_results: Vec::new() };
    for nth in 0..2 + first % 2 {
        let from = chance.of(200, 600);
        objective.add(sheet.statement(metrics[(first + nth) % metrics.len()], at, from, from * chance.of(20, 50) / 100, ""));
    }
    objective
}

fn top() -> Sheet {
    let mut sheet = sheet("", "company", "company", "Tidewater Group".to_owned(), 0);
    let aims = ["Towns choose us again", "Nobody is hurt at work", "People stay with us", "We pay our own way"];
    for (number, aim) in aims.iter().enumerate() {
        let mut objective =
            Objective { id: format!("C-O{}", number + 1), title: (*aim).to_owned(), asides: Vec::new(), key_results: Vec::new() };
        objective.add(sheet.statement(UPPER_METRICS[number * 2], "the whole group", 300, 90, ""));
        sheet.objectives.push(objective);
    }
    sheet
}

fn division(number: usize, chance: &mut Chance) -> Sheet {
    let name = ["Housing", "Care", "Energy", "Trade"][number];
    let mut sheet = sheet("divisions/", &name.to_lowercase(), "department", name.to_owned(), number);
    for nth in 1..=2 {
        let title = format!("{} in {name}", OBJECTIVES[(number + nth) % OBJECTIVES.len()]);
        let asides = vec![supports(format!("C-O{}", number + 1))];
        let metrics = (&UPPER_METRICS[..], number + nth * 3);
        let objective = objective(&sheet, format!("V{number}-O{nth}"), title, asides, metrics, &format!("all of {name}"), chance);
        sheet.objectives.push(objective);
    }
    sheet
}

fn department(town: usize, chance: &mut Chance) -> Sheet {
    let name = TOWNS[town];
    let mut sheet = sheet("departments/", &name.to_lowercase(), "department", name.to_owned(), town);
    for nth in 1..=3 {
        let title = format!("{} all over {name}", OBJECTIVES[(town + nth) % OBJECTIVES.len()]);
        let asides = vec![supports(format!("V{}-O{}", town % DIVISIONS, nth % 2 + 1))];
        let metrics = (&UPPER_METRICS[..], town + nth * 3);
        let objective =
            objective(&sheet, format!("D{town:02}-O{nth}"), title, asides, metrics, &format!("all of {name}"), chance);
        sheet.objectives.push(objective);
    }
    sheet
}

fn team(number: usize, chance: &mut Chance) -> Sheet {
    let site = site(number);
    let town = number / QUARTERS.len();
    let mut sheet = sheet("teams/", &site.to_lowercase().replace(' ', "-"), "team", site.clone(), number);
    let (format, ending) = match number % 25 {
        7 => (Format::Toml, "toml"),
        19 => (Format::Yaml, "yaml"),
        _ => (Format::Markdown, "md"),
    };
    sheet.path = sheet.path.replace(".md", &format!(".{ending}"));
    sheet.format = format;
    for nth in 1..=3 {
        let title = format!("{} at {site}", OBJECTIVES[(number + nth * 3) % OBJECTIVES.len()]);
        let parent = match number % 3 {
            0 => format!("D{town:02}-O{nth}-KR1"),
            _ => format!("D{town:02}-O{nth}"),
        };
        let id = format!("T{number:03}-O{nth}");
        let metrics = (&METRICS[..], number * 5 + nth * 7);
        let mut objective = objective(&sheet, id, title, vec![supports(&*parent)], metrics, &site, chance);
        if format == Format::Markdown && nth == 1 {
            match number % 11 {
                3 => objective.asides = vec![Aside::Local(chance.one(&REASONS).to_owned())],
                5 => {
                    objective.asides.clear();
                    objective.key_results[0].supports = Some(parent);
                }
                _ => {}
            }
        }
        sheet.objectives.push(objective);
    }
    sheet
}

fn person(number: usize, teams: usize, chance: &mut Chance) -> Sheet {
    let name = format!("{} {}", FIRST_NAMES[number % 8], LAST_NAMES[number / 8 % 8]);
    let team = number * 12 % teams;
    let mut sheet = sheet("people/", &name.to_lowercase().replace(' ', "-"), "individual", site(team), number);
    let title = format!("{name} makes a difference at {}", site(team));
    let metrics = (&METRICS[..], number * 5 + 1);
    let desk = format!("the desk of {name}");
    let objective = objective(
        &sheet,
        format!("P{number:02}-O1"),
        title,
        vec![supports(format!("T{team:03}-O{}", STAGE + 1))],
        metrics,
        &desk,
        chance,
    );
    sheet.objectives.push(objective);
    sheet.owner = Some(name);
    sheet
}

impl KeyResult {
    /// The place of a key result in a sheet.
    pub(super) fn place(&self, sheet: &Sheet) -> Place {
        (sheet.path.clone(), self.id.clone())
    }
}
