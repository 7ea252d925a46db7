//! Stories about measures: of two teams that conflict or only look so, and of teams that add up to what is wanted above them or do not.

use super::{Plot, Stage};
use crate::company::{Place, supports};
use crate::sheet::Objective;
use crate::words::{FLOWS, LOOK_ALIKES, OPPOSED, OTHER_START, OTHER_TARGET, QUARTERS, SHARES, SUMS, TOWNS};

pub(super) const PLOTS: &[Plot] = &[
    (2, true, opposed),
    (1, true, other_start),
    (2, true, other_target),
    (2, true, look_alike),
    (2, true, elsewhere_opposed),
    (1, true, elsewhere_started),
    (2, true, starts_of_their_own),
    (2, true, shared),
    (3, true, short),
    (3, true, added_up),
    (3, true, shares),
    (3, true, claimed_twice),
];

/// Each flow is told of once: two teams stand at its sides, one team has both, or two are linked.
pub(super) fn of_a_flow(stage: &mut Stage<'_>, flow: usize) {
    let statements = FLOWS[flow];
    match (flow + stage.round) % FLOWS.len() {
        0..=3 => {
            let places = pair(stage, statements, [0, 0]);
            stage.must_be_found("volume-quality-clash", places);
        }
        4 | 5 => {
            let site = stage.site(0);
            for statement in statements {
                stage.add(0, statement.replace("{s}", &site));
            }
            stage.is_honest();
        }
        _ => {
            pair(stage, statements, [0, 0]);
            let parent = stage.id(1);
            stage.set_parent(0, parent);
            stage.is_honest();
        }
    }
}

/// Two statements about one site, each at a team.
fn pair(stage: &mut Stage<'_>, statements: [&str; 2], sites: [usize; 2]) -> Vec<Place> {
    // Either team may be the one that is read first.
    let turned = stage.chance.of(0, 2) as usize;
    let place = |nth: usize| {
        let site = stage.site(sites[nth]);
        stage.add((nth + turned) % 2, statements[nth].replace("{s}", &site))
    };
    [0, 1].map(place).into()
}

fn opposed(stage: &mut Stage<'_>) {
    let places = pair(stage, OPPOSED[stage.round % OPPOSED.len()], [0, 0]);
    stage.must_be_found("opposing-directions", places);
}

/// A department and one of its teams start one measure from two figures.
fn other_start(stage: &mut Stage<'_>) {
    let [whole, own] = OTHER_START[stage.round % OTHER_START.len()];
    let site = stage.site(0);
    let place = department_wants(stage, whole.replace("{s}", &site));
    let places = vec![place, stage.add(0, own.replace("{s}", &site))];
    stage.must_be_found("metric-mismatch", places);
}

/// Adds an objective with a key result to the department of the first team.
fn department_wants(stage: &mut Stage<'_>, text: String) -> Place {
    let town = stage.town(0);
    wanted_of(stage, town, text)
}

/// Adds an objective with a key result to the department of a town.
fn wanted_of(stage: &mut Stage<'_>, town: usize, text: String) -> Place {
    let sheet = stage.company.department(town);
    let id = format!("D{town:02}-O{}", sheet.objectives.len() + 1);
    let title = format!("{} has more of what it asks for", TOWNS[town]);
    let mut objective = Objective { id, title, asides: vec![supports("V1-O1")], key_results: Vec::new() };
    let place = objective.add(text).place(sheet);
    sheet.objectives.push(objective);
    place
}

/// Two teams are to bring one measure from one figure to two.
fn other_target(stage: &mut Stage<'_>) {
    let places = pair(stage, OTHER_TARGET[stage.round % OTHER_TARGET.len()], [0, 0]);
    stage.must_be_found("metric-mismatch", places);
}

fn look_alike(stage: &mut Stage<'_>) {
    pair(stage, LOOK_ALIKES[stage.round % LOOK_ALIKES.len()], [0, 0]);
    stage.is_honest();
}

fn elsewhere_opposed(stage: &mut Stage<'_>) {
    pair(stage, OPPOSED[stage.round % OPPOSED.len()], [0, 1]);
    stage.is_honest();
}

/// The department measures one part of the town, its team another.
fn elsewhere_started(stage: &mut Stage<'_>) {
    let [whole, own] = OTHER_START[stage.round % OTHER_START.len()];
    let (site, town) = (stage.site(0), TOWNS[stage.town(0)]);
    department_wants(stage, whole.replace("{s}", &format!("{town} city hall")));
    stage.add(0, own.replace("{s}", &site));
    stage.is_honest();
}

/// Two teams start from figures of their own.
fn starts_of_their_own(stage: &mut Stage<'_>) {
    let [one, other] = OTHER_START[stage.round % OTHER_START.len()];
    pair(stage, [one, other], [0, 1]);
    stage.is_honest();
}

/// Both teams promise the same result in the same words.
fn shared(stage: &mut Stage<'_>) {
    let statement = OPPOSED[stage.round % OPPOSED.len()][0];
    pair(stage, [statement, statement], [0, 0]);
    stage.is_honest();
}

/// A result that a department wants.
struct Wanted {
    place: Place,
    metric: &'static str,
    unit: &'static str,
    town: &'static str,
    from: i64,
    change: i64,
}

impl Wanted {
    /// One that no other story is about.
    fn new(stage: &mut Stage<'_>, story: usize, measures: &[(&'static str, &'static str)]) -> Self {
        let towns = stage.company.towns();
        // No two stories want the same of one town.
        let town = (stage.round / measures.len() * 4 + story) % towns;
        let (metric, unit) = measures[(stage.round + story) % measures.len()];
        let (from, change) = if unit == "%" { (52, 12) } else { (4200, 1200) };
        let text = format!("Raise {metric} in {} from {from}{unit} to {}{unit}", TOWNS[town], from + change);
        let place = wanted_of(stage, town, text);
        Self { place, metric, unit, town: TOWNS[town], from, change }
    }

    /// What a team promises of it.
    fn part(&self, form: usize, site: &str, part: i64) -> String {
        let Self { metric, unit, town, from, .. } = self;
        match (*unit, form % 3) {
            ("%", 0) => format!("Raise {metric} in {town} by {part} pp"),
            ("%", 1) => format!("Contribute {part} pp to {metric} in {town}"),
            ("%", _) => format!("Raise {metric} in {town} by {part} percentage points"),
            (_, 0) => format!("Raise {metric} at {site} from {}{unit} to {}{unit}", from / 10, from / 10 + part),
            (_, 1) => format!("Add {part}{unit} of {metric} at {site}"),
            (_, _) => format!("Raise {metric} at {site} by {part}{unit}"),
        }
    }

    /// The teams of a story promise parts, so many per cent of what is wanted together.
    fn promise(&self, stage: &mut Stage<'_>, percent: i64) -> Vec<Place> {
        let teams = stage.cast.len() as i64;
        let mut places = vec![self.place.clone()];
        for nth in 0..teams {
            // The first promises a sixth more than its share, the last as much less.
            let part = (self.change * percent * (7 - nth) / (600 * teams)).max(1) + i64::from(percent == 100);
            let site = format!("{} {}", self.town, QUARTERS[(stage.cast[nth as usize] * 7) % QUARTERS.len()]);
            let text = self.part(stage.round + nth as usize, &site, part);
            stage.set_parent(nth as usize, self.place.1.clone());
            places.push(stage.add(nth as usize, text));
        }
        places
    }
}

fn short(stage: &mut Stage<'_>) {
    let measures = sums_or_shares(stage.round);
    let wanted = Wanted::new(stage, 0, measures);
    let places = wanted.promise(stage, 64);
    stage.must_be_found("rollup-short", places);
}

fn added_up(stage: &mut Stage<'_>) {
    let measures = sums_or_shares(stage.round);
    let wanted = Wanted::new(stage, 1, measures);
    wanted.promise(stage, 100);
    stage.is_honest();
}

/// Sums in three rounds of four.
fn sums_or_shares(round: usize) -> &'static [(&'static str, &'static str)] {
    if round % 4 == 3 { &SHARES } else { &SUMS }
}

/// Each team raises a share of its own, and these do not add up.
fn shares(stage: &mut Stage<'_>) {
    let wanted = Wanted::new(stage, 2, &SHARES);
    for nth in 0..3 {
        let site = stage.site(nth);
        stage.set_parent(nth, wanted.place.1.clone());
        stage.add(nth, format!("Raise {} at {site} from {}% to {}%", wanted.metric, 40 + nth, 43 + nth * 2));
    }
    stage.is_honest();
}

fn claimed_twice(stage: &mut Stage<'_>) {
    let measures = sums_or_shares(stage.round);
    let wanted = Wanted::new(stage, 3, measures);
    let Wanted { place, metric, unit, town, from, change } = &wanted;
    let mut places = vec![place.clone()];
    for nth in 0..3 {
        let text = match nth {
            1 => format!("Raise {metric} in {town} to {}{unit} (baseline {from}{unit})", from + change),
            _ => format!("Raise {metric} in {town} from {from}{unit} to {}{unit}", from + change),
        };
        stage.set_parent(nth, place.1.clone());
        places.push(stage.add(nth, text));
    }
    stage.must_be_found("rollup-double-counted", places);
}
