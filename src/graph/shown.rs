//! Which times are drawn: those of the cycles that were asked for, else those that run.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::calendar::{Cycle, FiscalYear, Period};
use crate::organisation::Organisation;

/// A cycle that no set shares days with, and the cycles that there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unshown {
    /// The cycle.
    pub(crate) cycle: Cycle,
    /// The cycles of the documents by name, in the order of their days.
    pub(crate) known: Vec<String>,
}

/// The times that are drawn, by index, for each organisation. Sets that tell no time are always drawn.
///
/// With cycles named these are all times that share days with one of them, so that a quarter is drawn with the year that it belongs to. With
/// none they are the times that run on the day; where none does, those that ended last; where none has begun, those that begin first.
///
/// # Errors
///
/// No set shares a day with one of the cycles.
pub(crate) fn shown(
    organisations: &[Organisation<'_>],
    fiscal_years: &[FiscalYear],
    cycles: &[Cycle],
    today: &[Date],
) -> Result<Vec<Vec<usize>>, Unshown> {
    if cycles.is_empty() {
        return Ok(organisations.iter().zip(today).map(|(organisation, today)| current(organisation, *today)).collect());
    }
    let mut shown: Vec<Vec<usize>> = organisations.iter().map(|_| Vec::new()).collect();
    for cycle in cycles {
        let mut found = false;
        for ((organisation, fiscal_year), shown) in organisations.iter().zip(fiscal_years).zip(&mut shown) {
            let asked = cycle.period(*fiscal_year);
            let shares = |days: Period| days.start <= asked.end && asked.start <= days.end;
            for (time, days) in organisation.times.iter().enumerate().filter_map(|(time, at)| Some((time, at.days?))) {
                if shares(days) {
                    found = true;
                    shown.push(time);
                }
            }
        }
        if !found {
            return Err(Unshown { cycle: *cycle, known: known(organisations) });
        }
    }
    for (organisation, shown) in organisations.iter().zip(&mut shown) {
        shown.extend(timeless(organisation));
        shown.sort_unstable();
        shown.dedup();
    }
    Ok(shown)
}

fn timeless<'o>(organisation: &'o Organisation<'_>) -> impl Iterator<Item = usize> + 'o {
    organisation.times.iter().enumerate().filter(|(_, time)| time.days.is_none()).map(|(time, _)| time)
}

fn current(organisation: &Organisation<'_>, today: Date) -> Vec<usize> {
    let times = || organisation.times.iter().enumerate().filter_map(|(time, at)| Some((time, at.days?)));
    let chosen =
        |wanted: &dyn Fn(Period) -> bool| times().filter(|(_, days)| wanted(*days)).map(|(time, _)| time).collect::<Vec<usize>>();
    let mut shown = chosen(&|days| days.contains(today));
    if shown.is_empty() {
        let last = times().map(|(_, days)| days.end).filter(|end| *end < today).max();
        let next = times().map(|(_, days)| days.start).min();
        shown = match last {
            Some(last) => chosen(&|days| days.end == last),
            None => chosen(&|days| Some(days.start) == next),
        };
    }
    shown.extend(timeless(organisation));
    shown.sort_unstable();
    shown
}

fn known(organisations: &[Organisation<'_>]) -> Vec<String> {
    let mut known: BTreeMap<(Date, Date), Cycle> = BTreeMap::new();
    for organisation in organisations {
        for time in &organisation.times {
            let cycle = time.sets.iter().find_map(|set| organisation.sets[*set].set.cycle);
            known.extend(time.days.map(|days| (days.start, days.end)).zip(cycle));
        }
    }
    let mut names: Vec<String> = known.values().map(Cycle::to_string).collect();
    // Months and fiscal years of several configurations may bear one name.
    names.dedup();
    names
}
