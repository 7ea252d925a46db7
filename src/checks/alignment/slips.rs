//! Names of teams and prefixes of ids that a mistaken link most likely means. Names with one letter left out are looked up by hash, so that a
//! search takes no longer in a large organisation than in a small one.

use std::collections::HashMap;

use crate::fingerprint::Hasher;
use crate::model::is_global_id;
use crate::organisation::Organisation;

/// The shortest name in which one wrong letter says which was meant; the company's prefix may be shorter.
const SURE: usize = 5;

/// What a name is that was mistaken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A team's name.
    Team,
    /// What an id begins with.
    Prefix,
}

/// The known names.
#[derive(Debug, Default)]
pub(super) struct Slips {
    /// What each known name is, in lower case, and the sets that bear it.
    names: Vec<(Kind, String, Vec<usize>)>,
    /// Names by the hash of themselves and of what is left of them without one letter.
    shortened: HashMap<u64, Vec<usize>>,
}

impl Slips {
    pub(super) fn of(organisation: &Organisation<'_>) -> Self {
        let mut sets: HashMap<(bool, String), Vec<usize>> = HashMap::new();
        for (set, unit) in organisation.sets.iter().enumerate() {
            let prefixed = organisation.objectives(set).filter_map(|node| organisation.id(node)).find(|id| is_global_id(id));
            let prefix = prefixed.and_then(prefix);
            let names = [(false, unit.team()), (true, prefix)];
            for (is_prefix, name) in names {
                if let Some(name) = name {
                    sets.entry((is_prefix, name.to_lowercase())).or_default().push(set);
                }
            }
        }
        let mut slips = Self::default();
        for ((is_prefix, name), sets) in sets {
            let kind = if is_prefix { Kind::Prefix } else { Kind::Team };
            for part in shortened(&name) {
                slips.shortened.entry(part).or_default().push(slips.names.len());
            }
            slips.names.push((kind, name, sets));
        }
        slips
    }

    /// The set whose name of a kind is one slip of the hand away, among those that share days with another set; `None` where several are.
    pub(super) fn find(&self, organisation: &Organisation<'_>, set: usize, kind: Kind, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        let shared = &organisation.times[organisation.sets[set].time].shared;
        let mut candidates: Vec<usize> =
            shortened(&name).filter_map(|part| self.shortened.get(&part)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut found = candidates.into_iter().filter_map(|candidate| {
            let (own, known, sets) = &self.names[candidate];
            let is_slip = *own == kind && strsim::osa_distance(known, &name) == 1;
            let told = |other: &usize| name.len() >= SURE || kind == Kind::Prefix && organisation.sets[*other].is_upper();
            let beside = |other: &usize| *other != set && shared.contains(&organisation.sets[*other].time);
            sets.iter().copied().find(|other| is_slip && told(other) && beside(other))
        });
        found.next().filter(|_| found.next().is_none())
    }
}

/// What an id begins with, before the number of the objective.
pub(super) fn prefix(id: &str) -> Option<&str> {
    let at = id.find(['-', '.', '_', '/']).filter(|at| *at > 0)?;
    Some(&id[..at])
}

/// Hashes of a name and of what is left of it without one of its letters.
fn shortened(name: &str) -> impl Iterator<Item = u64> {
    let hash = |name: &str| Hasher::new().part(name).finish();
    let without = name.char_indices().map(move |(at, c)| hash(&format!("{}{}", &name[..at], &name[at + c.len_utf8()..])));
    std::iter::once(hash(name)).chain(without)
}
