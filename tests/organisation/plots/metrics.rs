//! Stories about measures: of two teams that conflict or only look so, and of teams that add up to what is wanted above them or do not.

use super::{Plot, Stage};
use crate::company::{Place, supports};
use crate::sheet::Objective;
use crate::words::{ADDED_UP, CLASHES, LOOK_ALIKES, MISMATCHED, OPPOSED, TOWNS};

pub(super) const PLOTS: &[Plot] = &[
    (2, true, opposed),
    (2, true, mismatched),
    (2, true, clash),
    (2, true, look_alike),
    (2, true, elsewhere_opposed),
    (2, true, elsewhere_mismatched),
    (2, true, shared),
    (1, true, both_sides),
    (2, true, clash_with_a_link),
    (3, true, short),
    (3, true, added_up),
    (3, true, claimed_twice),
];

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

fn mismatched(stage: &mut Stage<'_>) {
    let places = pair(stage, MISMATCHED[stage.round % MISMATCHED.len()], [0, 0]);
    stage.must_be_found("metric-mismatch", places);
}

fn clash(stage: &mut Stage<'_>) {
    let places = pair(stage, CLASHES[stage.round % CLASHES.len()], [0, 0]);
    stage.must_be_found("volume-quality-clash", places);
}

fn look_alike(stage: &mut Stage<'_>) {
    pair(stage, LOOK_ALIKES[stage.round % LOOK_ALIKES.len()], [0, 0]);
    stage.is_honest();
}

fn elsewhere_opposed(stage: &mut Stage<'_>) {
    pair(stage, OPPOSED[stage.round % OPPOSED.len()], [0, 1]);
    stage.is_honest();
}

fn elsewhere_mismatched(stage: &mut Stage<'_>) {
    pair(stage, MISMATCHED[stage.round % MISMATCHED.len()], [0, 1]);
    stage.is_honest();
}

/// Both teams promise the same result in the same words.
fn shared(stage: &mut Stage<'_>) {
    let statement = OPPOSED[stage.round % OPPOSED.len()][0];
    pair(stage, [statement, statement], [0, 0]);
    stage.is_honest();
}

/// One team has volume and quality: that is balance.
fn both_sides(stage: &mut Stage<'_>) {
    let site = stage.site(0);
    for statement in CLASHES[stage.round % CLASHES.len()] {
        stage.add(0, statement.replace("{s}", &site));
    }
    stage.is_honest();
}

/// The one team works for the objective of the other.
fn clash_with_a_link(stage: &mut Stage<'_>) {
    pair(stage, CLASHES[stage.round % CLASHES.len()], [0, 0]);
    let parent = stage.id(1);
    stage.set_parent(0, parent);
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
    fn new(stage: &mut Stage<'_>, story: usize) -> Self {
        let towns = stage.company.towns();
        // No two of the three stories want the same of one town.
        let metric = (stage.round + story * 2) % ADDED_UP.len();
        let town = (stage.round / ADDED_UP.len() * 3 + story) % towns;
        let (metric, unit) = ADDED_UP[metric];
        let (from, change) = if unit == "%" { (52, 12) } else { (4200, 1200) };
        let sheet = stage.company.department(town);
        let id = format!("D{town:02}-O{}", sheet.objectives.len() + 1);
        let title = format!("{} has more of what it asks for", TOWNS[town]);
        let mut objective = Objective { id, title, asides: vec![supports("V1-O1")], key_results: Vec::new() };
        let text = format!("Raise {metric} in {} from {from}{unit} to {}{unit}", TOWNS[town], from + change);
        let place = objective.add(text).place(sheet);
        sheet.objectives.push(objective);
        Self { place, metric, unit, town: TOWNS[town], from, change }
    }

    /// What a team promises of it.
    fn part(&self, form: usize, site: &str, part: i64) -> String {
        let Self { metric, unit, town, from, change, .. } = self;
        match (*unit, form % 3) {
            ("%", 0) => format!("Raise {metric} in {town} by {part} pp"),
            ("%", 1) => format!("Contribute {part} pp to {metric} in {town}"),
            ("%", _) => format!("Raise {metric} in {town} by {part} of the {change} pp"),
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
            let site = stage.site(nth as usize);
            let text = self.part(stage.round + nth as usize, &site, part);
            stage.set_parent(nth as usize, self.place.1.clone());
            places.push(stage.add(nth as usize, text));
        }
        places
    }
}

fn short(stage: &mut Stage<'_>) {
    let wanted = Wanted::new(stage, 0);
    let places = wanted.promise(stage, 64);
    stage.must_be_found("rollup-short", places);
}

fn added_up(stage: &mut Stage<'_>) {
    let wanted = Wanted::new(stage, 1);
    wanted.promise(stage, 100);
    stage.is_honest();
}

fn claimed_twice(stage: &mut Stage<'_>) {
    let wanted = Wanted::new(stage, 2);
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
