//! What a path says about the OKRs in it: `okrs/2026-Q3/teams/payments.md` is a team's set for a cycle.

use crate::calendar::{Cycle, Part};
use crate::model::Level;
use crate::read::Context;

/// File and folder names that hold OKRs but name no team.
const GENERIC: &[&str] =
    &["okr", "okrs", "objective", "objectives", "goals", "index", "readme", "team", "teams", "key-results", "keyresults", "plan"];

/// Guesses cycle, team and level from a path where no template says more. A file's own words come before this guess.
pub(crate) fn guess(path: &str) -> Context {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
    if let Some(file) = parts.last_mut() {
        *file = file.rsplit_once('.').map_or(*file, |(stem, _)| stem);
    }
    let cycle = cycle(&parts);
    Context {
        cycle: cycle.as_ref().map(|found| found.cycle),
        team: cycle.as_ref().and_then(|found| team(&parts, found)),
        level: parts.iter().rev().find_map(|part| level(part)),
        ..Context::default()
    }
}

/// A cycle in a path.
struct Found {
    cycle: Cycle,
    /// Index of the part that names it.
    part: usize,
    /// What that part says beside the cycle.
    rest: String,
}

/// The cycle nearest to the file; one that names less than a year comes before a bare year.
fn cycle(parts: &[&str]) -> Option<Found> {
    let mut year = None;
    for (part, name) in parts.iter().enumerate().rev() {
        if let Some(cycle) = part.checked_sub(1).and_then(|before| of_two(parts[before], name)) {
            return Some(Found { cycle, part, rest: String::new() });
        }
        let Some((cycle, range)) = Cycle::parse_or_year(name) else { continue };
        let found = Found { cycle, part, rest: format!("{}{}", &name[..range.start], &name[range.end..]) };
        match cycle.part {
            Part::Year => year = year.or(Some(found)),
            // In file names a month is the date of a meeting more often than a cycle.
            Part::Month(_) => {}
            Part::Half(_) | Part::Third(_) | Part::Quarter(_) => return Some(found),
        }
    }
    year
}

/// A folder for the year and one, or a file, for its part: 2026/Q3.
fn of_two(year: &str, part: &str) -> Option<Cycle> {
    let whole = |(_, range): (Part, std::ops::Range<usize>)| range.len() == part.len();
    Part::parse(part).is_some_and(whole).then(|| Cycle::parse(&format!("{year}-{part}"))).flatten().map(|(cycle, _)| cycle)
}

/// The team: what the file's name says beside the cycle, or the file's name where its folder is the cycle.
fn team(parts: &[&str], found: &Found) -> Option<String> {
    let file = parts.len().checked_sub(1)?;
    let name = if found.part == file { found.rest.as_str() } else { parts[file] };
    let name: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric() && c != '&')
        .filter(|word| !word.is_empty() && !GENERIC.contains(&word.to_lowercase().as_str()))
        .collect();
    let name = name.join(" ");
    (name.chars().any(char::is_alphabetic) && level(&name).is_none()).then_some(name)
}

/// The level that a folder or file name stands for.
fn level(name: &str) -> Option<Level> {
    match name.to_lowercase().as_str() {
        "company" | "org" | "organisation" | "organization" => Some(Level::Company),
        "department" | "departments" => Some(Level::Department),
        "team" | "teams" => Some(Level::Team),
        "individual" | "individuals" | "people" => Some(Level::Individual),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str) -> (Option<String>, Option<String>, Option<Level>) {
        let context = guess(path);
        (context.cycle.map(|cycle| cycle.to_string()), context.team, context.level)
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn folders_and_file_names_tell_cycle_team_and_level() {
        assert_eq!(said("okrs/2026-Q3/payments.md"), (some("2026-Q3"), some("payments"), None));
        assert_eq!(said("okrs/2026/Q3/teams/data-platform.yaml"), (some("2026-Q3"), some("data platform"), Some(Level::Team)));
        assert_eq!(said("payments-2026-Q3-okrs.md"), (some("2026-Q3"), some("payments"), None));
        assert_eq!(said("2026/company.md"), (some("2026"), None, Some(Level::Company)));
        assert_eq!(said("README.md"), (None, None, None));
        assert_eq!(said("docs/okrs.md"), (None, None, None));
    }
}
