//! Stories about sets that are kept in two places.

use super::{Plot, Stage};
use crate::company::{CYCLE, STAGE};

pub(super) const PLOTS: &[Plot] =
    &[(1, false, other_target), (1, false, same_values), (1, false, archived), (1, false, other_team)];

const METRIC: &str = "^gardens that neighbours keep together";

/// Keeps the objective of a team in a second document as well, there from so much more and with a change of its own. Gives both ids and paths.
fn copy(stage: &mut Stage<'_>, folder: &str, start: i64, change: i64) -> Vec<(String, String)> {
    let site = stage.site(0);
    let from = stage.chance.of(200, 900);
    let text = |stage: &mut Stage<'_>, (from, change)| stage.sheet(0).statement(METRIC, &site, from, change, "");
    let (here, there) = (text(stage, (from, 120)), text(stage, (from + start, change)));
    let place = stage.add(0, here);
    let mut page = stage.sheet(0).clone();
    page.path = format!("okrs/{CYCLE}/{folder}/{}.md", page.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md"));
    page.objectives = vec![page.objectives[STAGE].clone()];
    if let Some(copied) = page.objectives[0].key_results.last_mut() {
        copied.text = there;
    }
    let places = vec![place.clone(), (page.path.clone(), place.1)];
    stage.company.sheets.push(page);
    places
}

fn other_target(stage: &mut Stage<'_>) {
    let places = copy(stage, "slides", 0, 90);
    stage.must_be_found("conflicting-copies", places);
}

fn same_values(stage: &mut Stage<'_>) {
    copy(stage, "slides", 0, 120);
    stage.is_honest();
}

fn archived(stage: &mut Stage<'_>) {
    copy(stage, "archive", 0, 90);
    stage.is_honest();
}

/// Two teams with a part of their own in the same words.
fn other_team(stage: &mut Stage<'_>) {
    copy(stage, "slides", 0, 120);
    let from = stage.chance.of(20, 900);
    let text = |from: i64| format!("Raise benches that neighbours paint together from {from} to {}", from * 3 / 2 + 1);
    stage.add(0, text(from));
    if let Some(page) = stage.company.sheets.last_mut() {
        page.team = format!("Friends of {}", page.team);
        page.path = page.path.replace(".md", "-friends.md");
        let objective = &mut page.objectives[0];
        objective.id = objective.id.replacen('T', "F", 1);
        objective.key_results.clear();
        objective.add(text(from + 17));
    }
    stage.is_honest();
}
