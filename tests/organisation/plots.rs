//! The stories told in the organisation: some must be found, others only look like those.

mod copies;
mod links;
mod metrics;

use super::chance::Chance;
use super::company::{Company, Place, Plant, STAGE, site};
use super::sheet::{Aside, Format, Objective, Sheet};
use super::words::{FLOWS, QUARTERS};

/// A story: how many teams it needs, whether documents of fields will do, and how it goes.
type Plot = (usize, bool, fn(&mut Stage<'_>));

const PLOTS: &[&[Plot]] = &[links::PLOTS, metrics::PLOTS, copies::PLOTS];

/// Tells stories as long as there are teams for them, each at teams of its own.
///
/// `first` is the round to begin with: it decides which words are used.
pub(super) fn tell(company: &mut Company, first: usize, chance: &mut Chance) {
    links::of_the_top(company);
    links::of_other_cycles(company);
    let mut free: Vec<usize> = (0..company.teams).map(|team| company.first_team + team).collect();
    for at in (1..free.len()).rev() {
        free.swap(at, chance.of(0, at as i64 + 1) as usize);
    }
    for flow in 0..FLOWS.len() {
        let cast = free.split_off(free.len() - 2);
        metrics::of_a_flow(&mut Stage { company, cast, round: first, chance }, flow);
    }
    let plots: Vec<Plot> = PLOTS.concat();
    for round in first.. {
        for (teams, in_fields, plot) in &plots {
            let fits = |sheet: &usize| *in_fields || company.sheets[*sheet].format == Format::Markdown;
            let mut cast: Vec<usize> = free.iter().copied().filter(fits).take(*teams).collect();
            if cast.len() < *teams {
                return;
            }
            free.retain(|sheet| !cast.contains(sheet));
            // Dependencies lead from the lower number to the higher, unless a story wants a circle.
            cast.sort_unstable();
            plot(&mut Stage { company, cast, round, chance });
        }
    }
}

/// A story on its way.
struct Stage<'c> {
    company: &'c mut Company,
    /// Indices of the sheets of its teams, in order.
    cast: Vec<usize>,
    /// How often the story was told before.
    round: usize,
    chance: &'c mut Chance,
}

impl Stage<'_> {
    fn sheet(&mut self, nth: usize) -> &mut Sheet {
        &mut self.company.sheets[self.cast[nth]]
    }

    /// The objective of a team at which the story is told.
    fn objective(&mut self, nth: usize) -> &mut Objective {
        &mut self.sheet(nth).objectives[STAGE]
    }

    fn id(&mut self, nth: usize) -> String {
        self.objective(nth).id.clone()
    }

    /// The objective of a team as a place.
    fn place(&mut self, nth: usize) -> Place {
        (self.sheet(nth).path.clone(), self.id(nth))
    }

    /// All the objectives as places.
    fn places(&mut self) -> Vec<Place> {
        (0..self.cast.len()).map(|nth| self.place(nth)).collect()
    }

    /// Where a team works.
    fn site(&self, nth: usize) -> String {
        site(self.cast[nth] - self.company.first_team)
    }

    /// The number of the town in which a team works.
    fn town(&self, nth: usize) -> usize {
        (self.cast[nth] - self.company.first_team) / QUARTERS.len()
    }

    /// Adds a key result to the story's objective of a team.
    fn add(&mut self, nth: usize, text: String) -> Place {
        let id = self.objective(nth).add(text).id.clone();
        (self.sheet(nth).path.clone(), id)
    }

    fn aside(&mut self, nth: usize, aside: Aside) {
        self.objective(nth).asides.push(aside);
    }

    /// Says what the objective of a team supports, and nothing else.
    fn set_parent(&mut self, nth: usize, parent: String) {
        self.objective(nth).asides.retain(|aside| !matches!(aside, Aside::Supports(_)));
        self.aside(nth, Aside::Supports(parent));
    }

    fn must_be_found(&mut self, rule: &'static str, places: Vec<Place>) {
        self.company.plants.push(Plant { rule, places });
    }

    fn is_honest(&mut self) {
        self.company.honest += 1;
    }
}
