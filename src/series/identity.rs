//! Whose set a set is.

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Dated;
use crate::calendar::{Cycle, Part};
use crate::model::Level;

/// Words of a team's name that say nothing of which team it is.
const TITLES: [&str; 6] = ["team", "the", "squad", "okr", "okrs", "goals"];
/// File names that are the same for every team.
const GENERIC: [&str; 12] =
    ["*", "okr", "okrs", "index", "readme", "goals", "team", "teams", "objectives", "plan", "individual", "people"];

/// A key for each set, the same for the sets of one team.
pub(super) fn of(sets: &[Dated<'_>]) -> Vec<String> {
    let places: Vec<String> = sets.par_iter().map(|dated| place(&dated.outline.path)).collect();
    let names: Vec<Option<String>> = sets.par_iter().map(name).collect();
    let namesakes = namesakes(sets, &names, &places);
    let renamed = renamed(sets, &names, &places);
    let keys = names.into_iter().zip(&places).map(|(name, place)| match name {
        Some(name) if namesakes.contains(&name) => format!("{name}\0{place}"),
        Some(name) => renamed.get(place).cloned().unwrap_or(name),
        None => renamed.get(place).cloned().unwrap_or_else(|| format!("\0{place}")),
    });
    keys.collect()
}

/// What identifies a team by its name: its words in lower case, without titles, punctuation and cycles. A person is never a team.
fn name(dated: &Dated<'_>) -> Option<String> {
    let set = dated.set;
    let is_person = set.level == Some(Level::Individual);
    let written = if is_person { set.owner.as_deref().or(set.team.as_deref()) } else { set.team.as_deref() }?;
    let cycle = Cycle::parse_or_year(written).map_or(0..0, |(_, range)| range);
    let text = format!("{} {}", &written[..cycle.start], &written[cycle.end..]).to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = words.iter().copied().filter(|word| !TITLES.contains(word)).collect();
    let words = if telling.is_empty() { words } else { telling };
    (!words.is_empty()).then(|| format!("{}{}", if is_person { "@" } else { "" }, words.join(" ")))
}

/// A path in which every cycle is a `*`, in lower case and without the ending: `okrs/2026-q3/web.md` and `okrs/2026-q4/web.yaml` are one place.
pub(super) fn place(path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let parts = folder.split('/').filter(|part| !part.is_empty()).chain([stem]);
    let masked = parts.map(|part| match (Cycle::parse_or_year(part), Part::parse(part)) {
        (Some((_, range)), _) => format!("{}*{}", &part[..range.start], &part[range.end..]).to_lowercase(),
        (None, Some((_, range))) if range.len() == part.len() => "*".to_owned(),
        _ => part.to_lowercase(),
    });
    masked.collect::<Vec<_>>().join("/")
}

/// Names that two teams bear: in one cycle, documents in different folders have sets of that name.
fn namesakes(sets: &[Dated<'_>], names: &[Option<String>], places: &[String]) -> BTreeSet<String> {
    let mut seen: BTreeMap<(&str, jiff::civil::Date, jiff::civil::Date), &str> = BTreeMap::new();
    let mut namesakes = BTreeSet::new();
    for ((dated, name), place) in sets.iter().zip(names).zip(places) {
        let Some(name) = name else { continue };
        let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
        let first = *seen.entry((name, dated.days.start, dated.days.end)).or_insert(folder);
        if first != folder {
            namesakes.insert(name.clone());
        }
    }
    namesakes
}

/// Places whose file name stands for one team: the sets there are that team's, whatever it calls itself. Gives the first name.
fn renamed(sets: &[Dated<'_>], names: &[Option<String>], places: &[String]) -> BTreeMap<String, String> {
    let mut shared: BTreeSet<&str> = BTreeSet::new();
    let mut of_document: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for ((dated, name), place) in sets.iter().zip(names).zip(places) {
        let first = of_document.entry(&dated.outline.path).or_insert(name.as_deref());
        // A page of several teams is no team's place.
        if *first != name.as_deref() {
            shared.insert(place);
        }
    }
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (name, place) in names.iter().zip(places) {
        let file = place.rsplit('/').next().unwrap_or(place);
        let generic =
            file.split(|c: char| !c.is_alphanumeric() && c != '*').all(|word| word.is_empty() || GENERIC.contains(&word));
        if let Some(name) = name.as_ref().filter(|_| !generic && !shared.contains(place.as_str())) {
            renamed.entry(place.clone()).or_insert_with(|| name.clone());
        }
    }
    renamed
}
