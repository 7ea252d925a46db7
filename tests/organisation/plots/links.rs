//! Stories about what teams support and whom they need.

use super::{Plot, Stage};
use crate::company::{Company, Plant, site};
use crate::sheet::{Aside, Format, Objective, Sheet};

pub(super) const PLOTS: &[Plot] = &[
    (1, true, orphan),
    (1, true, no_such_objective),
    (1, true, no_such_key_result),
    (1, true, of_another_cycle),
    (1, true, itself),
    (2, true, two_support_each_other),
    (3, true, three_support_each_other),
    (2, false, two_wait_for_each_other),
    (3, false, three_wait_for_each_other),
    (4, false, three_wait_in_a_row),
    (2, false, unanswered),
    (2, false, answered_by_link),
    (2, false, answered_in_a_note),
    (2, false, risk_accepted),
    (6, false, overloaded),
    (6, false, loaded_and_able),
    (1, false, kept_elsewhere),
    (1, true, of_the_year),
];

/// Objectives of the company: one that nobody supports, one that its owner carries, and one for the year.
pub(super) fn of_the_top(company: &mut Company) {
    let top = &mut company.sheets[0];
    let objective = |id: &str, title: &str, asides: Vec<Aside>| {
        let mut objective = Objective { id: id.to_owned(), title: title.to_owned(), asides, key_results: Vec::new() };
        objective.add("Raise households that know our name from 31% to 45%".to_owned());
        objective
    };
    top.objectives.push(objective("C-O5", "Everybody in the region knows our name", Vec::new()));
    top.objectives.push(objective("C-O6", "The banks trust us", vec![Aside::Direct("Ada Moor, CFO".to_owned())]));
    let plant = Plant { rule: "unsupported-parent", places: vec![(top.path.clone(), "C-O5".to_owned())] };
    let year = Sheet {
        path: "okrs/2026/company.md".to_owned(),
        cycle: "2026".to_owned(),
        objectives: vec![objective("Y-O1", "The group that towns ask for", Vec::new())],
        ..top.clone()
    };
    company.plants.push(plant);
    company.honest += 2;
    company.sheets[1].objectives[0].asides.push(Aside::Supports("Y-O1".to_owned()));
    company.sheets.push(year);
}

/// Cycles with and without objectives above those of the teams.
pub(super) fn of_other_cycles(company: &mut Company) {
    let cycles = [
        ("2025-Q1", 5, Some("2025-Q1")),
        ("2025-Q2", 5, None),
        ("2025-Q3", 2, None),
        ("2025-Q4", 3, None),
        ("2024-Q4", 4, Some("2024")),
        ("2023-Q2", 4, None),
        ("2027-Q1", 4, None),
    ];
    for (cycle, teams, top) in cycles {
        let first = company.first_team;
        let mut places = Vec::new();
        for number in 0..teams {
            let mut sheet = Sheet { cycle: cycle.to_owned(), format: Format::Markdown, ..company.sheets[first + number].clone() };
            sheet.path = format!("okrs/{cycle}/teams/{}.md", site(number).to_lowercase().replace(' ', "-"));
            sheet.objectives.truncate(1);
            sheet.objectives[0].asides.clear();
            for key_result in &mut sheet.objectives[0].key_results {
                key_result.supports = None;
                let word = |word: &str| {
                    if word.starts_with(|c: char| c.is_ascii_digit()) { format!("1{word}") } else { word.to_owned() }
                };
                key_result.text = key_result.text.split(' ').map(word).collect::<Vec<_>>().join(" ");
            }
            places.push((sheet.path.clone(), sheet.objectives[0].id.clone()));
            company.sheets.push(sheet);
        }
        match top {
            Some(top) => {
                let mut sheet = Sheet { cycle: top.to_owned(), ..company.sheets[0].clone() };
                sheet.path = format!("okrs/{top}/company.md");
                sheet.objectives.truncate(1);
                sheet.objectives[0].id = if top == "2024" { "Y-O8" } else { "C-O9" }.to_owned();
                sheet.objectives[0].key_results[0].id = format!("{}-KR1", sheet.objectives[0].id);
                company.sheets.push(sheet);
                company.honest += 1;
            }
            None if teams > 2 => company.plants.push(Plant { rule: "missing-top-level", places }),
            None => company.honest += 1,
        }
    }
}

fn orphan(stage: &mut Stage<'_>) {
    let all = stage.round % 3 == 2;
    let sheet = stage.sheet(0);
    let alone = if all { 0..3 } else { 2..3 };
    let mut places = Vec::new();
    for objective in &mut sheet.objectives[alone] {
        objective.asides.clear();
        objective.key_results.iter_mut().for_each(|key_result| key_result.supports = None);
        places.push((sheet.path.clone(), objective.id.clone()));
    }
    stage.must_be_found("orphan-objective", places);
}

/// The objective of a team supports what is not to be supported.
fn broken(stage: &mut Stage<'_>, parent: String) {
    stage.set_parent(0, parent);
    let places = stage.places();
    stage.must_be_found("broken-link", places);
}

fn no_such_objective(stage: &mut Stage<'_>) {
    let parent = format!("D{:02}-O{}", stage.town(0), 30 + stage.round % 5);
    broken(stage, parent);
}

fn no_such_key_result(stage: &mut Stage<'_>) {
    let parent = format!("D{:02}-O1-KR{}", stage.town(0), 5 + stage.round % 4);
    broken(stage, parent);
}

fn of_another_cycle(stage: &mut Stage<'_>) {
    broken(stage, "C-O9".to_owned());
}

fn itself(stage: &mut Stage<'_>) {
    let parent = stage.id(0);
    broken(stage, parent);
}

fn two_support_each_other(stage: &mut Stage<'_>) {
    let teams = stage.cast.len();
    for nth in 0..teams {
        let parent = stage.id((nth + 1) % teams);
        stage.set_parent(nth, parent);
    }
    let places = stage.places();
    stage.must_be_found("broken-link", places);
}

fn three_support_each_other(stage: &mut Stage<'_>) {
    two_support_each_other(stage);
}

/// The objective of a team depends on that of another, which has agreed.
fn agreed(stage: &mut Stage<'_>, from: usize, to: usize) {
    let needed = stage.id(to);
    stage.aside(from, Aside::DependsOn(needed));
    stage.aside(from, Aside::Agreed("Agreed on 2026-07-02".to_owned()));
}

fn two_wait_for_each_other(stage: &mut Stage<'_>) {
    let teams = stage.cast.len();
    (0..teams).for_each(|nth| agreed(stage, nth, (nth + 1) % teams));
    let places = stage.places();
    stage.must_be_found("dependency-cycle", places);
}

fn three_wait_for_each_other(stage: &mut Stage<'_>) {
    two_wait_for_each_other(stage);
}

fn three_wait_in_a_row(stage: &mut Stage<'_>) {
    (0..3).for_each(|nth| agreed(stage, nth, nth + 1));
    stage.is_honest();
}

/// The first team needs the second; gives its name.
fn needs(stage: &mut Stage<'_>) -> String {
    let needed = stage.id(1);
    stage.aside(0, Aside::DependsOn(needed));
    stage.sheet(0).team.clone()
}

fn unanswered(stage: &mut Stage<'_>) {
    needs(stage);
    let places = stage.places();
    stage.must_be_found("unacknowledged-dependency", places);
}

fn answered_by_link(stage: &mut Stage<'_>) {
    needs(stage);
    let asked = stage.id(0);
    stage.aside(1, Aside::Provides(asked));
    stage.is_honest();
}

fn answered_in_a_note(stage: &mut Stage<'_>) {
    let team = needs(stage);
    let name = team[..1].to_uppercase() + &team[1..];
    stage.aside(1, Aside::Note(format!("Two of our people work for {name} until September.")));
    stage.is_honest();
}

fn risk_accepted(stage: &mut Stage<'_>) {
    needs(stage);
    stage.aside(0, Aside::Agreed("Risk accepted: Ada Moor, the old way stays open".to_owned()));
    stage.is_honest();
}

/// All teams but the last need the last.
fn load(stage: &mut Stage<'_>, key_results: usize) {
    let provider = stage.cast.len() - 1;
    (0..provider).for_each(|nth| agreed(stage, nth, provider));
    let sheet = stage.sheet(provider);
    sheet.objectives.drain(..2);
    // It is the only objective left.
    let objective = &mut sheet.objectives[0];
    objective.key_results.truncate(key_results);
    for nth in objective.key_results.len()..key_results {
        objective.add(format!("Raise families who name us at stand {} from {} to {}", nth + 1, 20 + nth, 40 + nth));
    }
}

fn overloaded(stage: &mut Stage<'_>) {
    let provider = stage.cast.len() - 1;
    let place = stage.place(provider);
    load(stage, 2 + stage.round % 3);
    stage.must_be_found("overloaded-team", vec![place]);
}

fn loaded_and_able(stage: &mut Stage<'_>) {
    load(stage, 5 + stage.round % 2);
    stage.is_honest();
}

fn kept_elsewhere(stage: &mut Stage<'_>) {
    let parent = match stage.round % 2 {
        0 => "https://example.org/ministry/okrs#MIN-O3".to_owned(),
        _ => "[the plan of the ministry](https://example.org/ministry/plan)".to_owned(),
    };
    stage.objective(0).key_results[0].supports = None;
    stage.aside(0, Aside::DependsOn(parent));
    stage.is_honest();
}

fn of_the_year(stage: &mut Stage<'_>) {
    stage.set_parent(0, "Y-O1".to_owned());
    stage.is_honest();
}
