//! Series: the sets of one team in successive cycles. A team is known by its name, however that is spelled, and by its place: files whose
//! paths differ in nothing but the cycle are the same team's.

mod carried;
mod identity;
mod record;

pub use carried::{Carried, carried};
pub(crate) use record::Record;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::calendar::{Cycle, FiscalYear, Part, Period, days};
use crate::fingerprint;
use crate::model::Level;
use crate::workspace::{Outline, OutlineSet, Trace};

/// A team's sets in the order of their cycles.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// The team's name as first written, a person's where it is a person's; `None` where it is known by its place alone.
    pub team: Option<&'a str>,
    /// The cycles. Never empty; none overlaps the next.
    pub steps: Vec<Step<'a>>,
}

/// One cycle of a series.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// First and last day.
    pub days: Period,
    /// The cycle; `None` where the documents state days alone.
    pub cycle: Option<Cycle>,
    /// The team's sets for it, most often one, each with its document. Never empty.
    pub sets: Vec<(&'a Outline, &'a OutlineSet)>,
}

/// An objective or key result in the set and the document that it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// The document.
    pub outline: &'a Outline,
    /// The set.
    pub set: &'a OutlineSet,
    /// The objective or key result.
    pub trace: &'a Trace,
}

impl<'a> Series<'a> {
    /// The level, where a set states it.
    pub fn level(&self) -> Option<Level> {
        self.steps.iter().flat_map(|step| &step.sets).find_map(|(_, set)| set.level)
    }

    /// The cycles that were over before a day.
    pub fn closed(&self, today: Date) -> &[Step<'a>] {
        &self.steps[..self.steps.partition_point(|step| step.days.end < today)]
    }

    /// The team's name, else the place that its documents have in common.
    pub fn name(&self) -> String {
        match (self.team, self.steps.first().and_then(|step| step.sets.first())) {
            (Some(team), _) => team.to_owned(),
            (None, Some((outline, _))) => identity::place(&outline.path),
            (None, None) => String::new(),
        }
    }
}

impl<'a> Step<'a> {
    /// The cycle as it is called, else its days.
    pub fn name(&self) -> String {
        match self.cycle {
            Some(cycle) => cycle.to_string(),
            None => format!("{} to {}", self.days.start, self.days.end),
        }
    }

    /// The objectives of all its sets.
    pub fn objectives(&self) -> impl Iterator<Item = Located<'a>> {
        self.traces().filter(|item| item.trace.key_result.is_none())
    }

    /// The key results of all its sets.
    pub fn key_results(&self) -> impl Iterator<Item = Located<'a>> {
        self.traces().filter(|item| item.trace.key_result.is_some())
    }

    fn traces(&self) -> impl Iterator<Item = Located<'a>> {
        let sets: Vec<(&'a Outline, &'a OutlineSet)> = self.sets.clone();
        sets.into_iter().flat_map(|(outline, set)| set.traces.iter().map(move |trace| Located { outline, set, trace }))
    }

    /// Whether there is a cycle missing between the step before and this one.
    pub fn is_after_gap(&self, before: &Self) -> bool {
        // Cycles that are drawn up late, or set between two quarters, leave some days; a missing cycle leaves at least half its length.
        days(before.days.end, self.days.start) * 2 > days(self.days.start, self.days.end)
    }
}

/// The series of a run, by name, then by cycle length. Sets without a cycle, and sets without objectives, belong to none.
pub fn series<'a>(outlines: &[&'a Outline], fiscal_year: FiscalYear) -> Vec<Series<'a>> {
    let mut sets: Vec<Dated<'a>> = Vec::new();
    for &outline in outlines {
        let kept = outline.sets.iter().filter(|set| !set.traces.is_empty());
        sets.extend(kept.filter_map(|set| Some(Dated { outline, set, days: set.days(fiscal_year)? })));
    }
    let mut teams: BTreeMap<String, Vec<Dated<'a>>> = BTreeMap::new();
    for (identity, dated) in identity::of(&sets).into_iter().zip(sets) {
        teams.entry(identity).or_default().push(dated);
    }
    let teams: Vec<Vec<Dated<'a>>> = teams.into_values().collect();
    teams.into_par_iter().flat_map_iter(|sets| tracks(steps(sets)).into_iter().map(named)).collect()
}

/// A set whose days are known.
#[derive(Debug, Clone, Copy)]
struct Dated<'a> {
    outline: &'a Outline,
    set: &'a OutlineSet,
    days: Period,
}

/// The sets of a team, those of the same days together, in order.
fn steps(mut sets: Vec<Dated<'_>>) -> Vec<Step<'_>> {
    sets.sort_by(|a, b| (a.days.start, a.days.end, &a.outline.path).cmp(&(b.days.start, b.days.end, &b.outline.path)));
    let cycles = sets.chunk_by(|a, b| a.days == b.days);
    cycles
        .map(|sets| Step { days: sets[0].days, cycle: sets.iter().find_map(|dated| dated.set.cycle), sets: without_copies(sets) })
        .collect()
}

/// The sets of a cycle, each once: a page of the next cycle may hold the last one's set again, with its scores. The copy that tells of more
/// results stays.
fn without_copies<'a>(sets: &[Dated<'a>]) -> Vec<(&'a Outline, &'a OutlineSet)> {
    if let [only] = sets {
        return vec![(only.outline, only.set)];
    }
    let texts =
        |set: &OutlineSet| set.key_results().map(|trace| fingerprint::of_words(set.text(trace))).collect::<BTreeSet<u64>>();
    let results = |set: &OutlineSet| set.key_results().filter(|trace| trace.score.is_some() || trace.is_closed()).count();
    let mut kept: Vec<(&Outline, &OutlineSet)> = Vec::new();
    for Dated { outline, set, .. } in sets {
        let own = texts(set);
        let same = kept.iter_mut().find(|(other, kept)| {
            let shared = texts(kept).intersection(&own).count();
            other.path != outline.path && shared * 2 > own.len().min(kept.key_results().count())
        });
        match same {
            Some(same) if results(set) > results(same.1) => *same = (outline, set),
            Some(_) => {}
            None => kept.push((outline, set)),
        }
    }
    kept
}

/// A team may plan its year and its quarters: cycles that overlap belong to series of their own.
fn tracks(steps: Vec<Step<'_>>) -> Vec<Vec<Step<'_>>> {
    let mut tracks: Vec<Vec<Step<'_>>> = Vec::new();
    for step in steps {
        let ends_before = |track: &Vec<Step<'_>>| track.last().is_some_and(|last| is_next(last.days, step.days));
        let alike = |track: &Vec<Step<'_>>| track.last().is_some_and(|last| kind(last) == kind(&step));
        let same = tracks.iter().position(|track| ends_before(track) && alike(track));
        match same.or_else(|| tracks.iter().position(ends_before)) {
            Some(track) => tracks[track].push(step),
            None => tracks.push(vec![step]),
        }
    }
    tracks
}

/// Whether a cycle comes after another. "2023-2024" and "2024-2025" are read as two years each and overlap, though they name one year's
/// cycle after the other: cycles of one length may do so by half.
fn is_next(last: Period, next: Period) -> bool {
    let (before, after) = (days(last.start, last.end), days(next.start, next.end));
    let one_length = before.abs_diff(after) * 20 < before.unsigned_abs();
    last.end < next.start || one_length && days(last.start, next.start) * 2 >= before
}

fn kind(step: &Step<'_>) -> Option<std::mem::Discriminant<Part>> {
    step.cycle.map(|cycle| std::mem::discriminant(&cycle.part))
}

fn named(steps: Vec<Step<'_>>) -> Series<'_> {
    let sets = || steps.iter().flat_map(|step| &step.sets).map(|(_, set)| *set);
    let person = sets().filter(|set| set.level == Some(Level::Individual)).find_map(|set| set.owner.as_deref());
    let team = person.or_else(|| sets().find_map(|set| set.team.as_deref()));
    Series { team, steps }
}

#[cfg(test)]
mod tests;
