//! Red flag: teams pull in different directions.

mod coverage;
mod dependencies;
mod links;
mod metrics;
mod rollup;
mod shared;
mod slips;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Check, Entry, Finding, Place, SetContext};
use crate::fingerprint;
use crate::lexicon::{self, Sense, Senses, any};
use crate::model::{KeyResult, Objective, Section};
use crate::workspace::Depth;

pub(super) const CHECKS: &[Entry] = &[
    ("broken-link", Check::Organisation(Depth::Traces, links::broken_link)),
    ("copied-cascade", Check::Set(copied_cascade)),
    ("dependency-cycle", Check::Organisation(Depth::Traces, dependencies::dependency_cycle)),
    ("metric-mismatch", Check::Organisation(Depth::Measures, metrics::metric_mismatch)),
    ("missing-top-level", Check::Organisation(Depth::Traces, coverage::missing_top_level)),
    ("no-shared-objective", Check::Organisation(Depth::Measures, shared::no_shared_objective)),
    ("opposing-directions", Check::Organisation(Depth::Measures, metrics::opposing_directions)),
    ("orphan-objective", Check::Organisation(Depth::Traces, coverage::orphan_objective)),
    ("overloaded-team", Check::Organisation(Depth::Traces, dependencies::overloaded_team)),
    ("rollup-double-counted", Check::Organisation(Depth::Measures, rollup::rollup_double_counted)),
    ("rollup-short", Check::Organisation(Depth::Measures, rollup::rollup_short)),
    ("unacknowledged-dependency", Check::Organisation(Depth::Traces, dependencies::unacknowledged_dependency)),
    ("undeclared-dependency", Check::Organisation(Depth::Whole, dependencies::undeclared_dependency)),
    ("unsupported-parent", Check::Organisation(Depth::Traces, coverage::unsupported_parent)),
    ("volume-quality-clash", Check::Organisation(Depth::Measures, shared::volume_quality_clash)),
];

/// The words of a statement, hashed and sorted.
type Words = Vec<u64>;

/// From this share of common words on, one statement repeats the other.
const SAME: f64 = 0.85;
/// Shorter statements must be equal.
const SHORT: usize = 4;

/// An objective of a document, and the words that carry its meaning.
struct Worded<'a> {
    words: Words,
    index: usize,
    objective: &'a Objective,
    section: &'a Section,
}

impl<'a> Worded<'a> {
    /// `None` for a stand-in, which says nothing.
    fn of(index: usize, objective: &'a Objective, section: &'a Section) -> Option<Self> {
        let words = (!objective.is_implicit()).then(|| words(objective.item.text.as_str(), team_of(section)))?;
        Some(Self { words, index, objective, section })
    }

    /// Where it stands in the organisation, then in the document.
    fn rank(&self, other: &Self) -> Ordering {
        let levels = self.section.level.zip(other.section.level);
        levels.map_or(Ordering::Equal, |(own, other)| own.cmp(&other)).then(self.index.cmp(&other.index))
    }

    /// That this is a copy of another.
    fn finding(&self, original: &Self) -> Finding<'a> {
        let place = Place { path: None, span: original.objective.item.text.span(), label: "original" };
        Finding::at(self.objective.item.text.span()).on_objective(self.index).place(place)
    }
}

fn team_of(section: &Section) -> &str {
    section.team.as_ref().map_or("", |team| team.value.as_str())
}

/// Key results that repeat their objective, and objectives that repeat another one, of the set or of a set beside it.
fn copied_cascade<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let objectives = set.objectives.iter().copied();
    let mut own: Vec<Worded<'a>> =
        objectives.filter_map(|(index, objective)| Worded::of(index, objective, set.section)).collect();
    let mut findings: Vec<Finding<'a>> = own.iter().filter_map(repeated_in_key_result).collect();
    findings.extend(copies(&mut own, |_, _| true).into_iter().map(|(original, copy)| copy.finding(original)));
    findings.extend(copied_across(set));
    findings
}

/// Objectives of the document that repeat one of another set. The first set of the document tells of all.
fn copied_across<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let section = |objective: &Objective| set.document.sections.get(objective.section);
    let standing = || set.document.objectives.iter().enumerate().filter(|(_, objective)| !objective.item.dropped);
    let own = set.objectives.first().map(|(index, _)| *index);
    let alone = || standing().all(|(_, objective)| section(objective).is_some_and(|other| std::ptr::eq(other, set.section)));
    if standing().next().map(|(index, _)| index) != own || alone() {
        return Vec::new();
    }
    let mut all = standing().filter_map(|(index, objective)| Worded::of(index, objective, section(objective)?)).collect();
    let copies = copies(&mut all, |one, other| may_cascade(one.section, other.section));
    let told = |(original, copy): (&Worded<'a>, &Worded<'a>)| {
        let other = match team_of(original.section) {
            "" => "another set",
            team => team,
        };
        copy.finding(original).variant("elsewhere").with("other", other)
    };
    copies.into_iter().map(told).collect()
}

/// Whether two sections hold sets of two teams for the same time, so that what stands in one may have been handed down to the other.
fn may_cascade(one: &Section, other: &Section) -> bool {
    let cycle = |section: &Section| section.cycle.map(|cycle| cycle.value);
    let elsewhere = one.level != other.level || !team_of(one).eq_ignore_ascii_case(team_of(other));
    elsewhere && cycle(one) == cycle(other) && one.period == other.period
}

/// Originals with their copies, among the related ones: statements with nearly the same words, and those that repeat what they support.
fn copies<'w, 'a>(
    worded: &'w mut Vec<Worded<'a>>,
    related: impl Fn(&Worded<'a>, &Worded<'a>) -> bool,
) -> Vec<(&'w Worded<'a>, &'w Worded<'a>)> {
    // Statements with nearly the same words come to stand side by side, so that neighbours are all that must be compared.
    worded.sort_by(|a, b| (&a.words, a.index).cmp(&(&b.words, b.index)));
    let worded: &'w [Worded<'a>] = worded;
    let copied = |one: &Worded<'a>, other: &Worded<'a>| related(one, other) && is_copy(&one.words, &other.words);
    let neighbours = worded.windows(2).filter_map(|pair| match pair {
        [one, other] if copied(one, other) => Some(if one.rank(other).is_le() { (one, other) } else { (other, one) }),
        _ => None,
    });
    let id = |worded: &Worded<'a>| worded.objective.item.id.as_ref().map(|id| id.value.to_lowercase());
    let by_id: BTreeMap<String, &Worded<'a>> = worded.iter().filter_map(|worded| Some((id(worded)?, worded))).collect();
    let by_index: BTreeMap<usize, &Worded<'a>> = worded.iter().map(|worded| (worded.index, worded)).collect();
    let supporters = worded.iter().filter_map(|child| {
        let named = child.objective.item.supports.iter().filter_map(|parent| by_id.get(&parent.value.to_lowercase()));
        let above = child.objective.parent.and_then(|parent| by_index.get(&parent.objective));
        let parent = named.chain(above).copied().find(|parent| parent.index != child.index && copied(parent, child))?;
        Some((parent, child))
    });
    let mut pairs: Vec<(&Worded<'a>, &Worded<'a>)> = neighbours.chain(supporters).collect();
    pairs.sort_by_key(|(original, copy)| (copy.index, original.index));
    pairs.dedup_by_key(|(original, copy)| (copy.index, original.index));
    pairs
}

/// The first key result that says what its objective says.
fn repeated_in_key_result<'a>(stated: &Worded<'a>) -> Option<Finding<'a>> {
    let Worded { index, objective, section, .. } = *stated;
    let text = objective.item.text.as_str();
    // A number, or twice the length, says more than the objective does.
    let candidates = objective.standing().filter(|(_, result)| {
        (result.reading.target.is_none() || objective.reading.target.is_some())
            && result.item.text.as_str().len() < 2 * text.len() + 16
    });
    let repeats = |result: &KeyResult| is_copy(&stated.words, &words(result.item.text.as_str(), team_of(section)));
    let (nth, key_result) = candidates.into_iter().find(|(_, result)| repeats(result))?;
    let place = Place { path: None, span: objective.item.text.span(), label: "original" };
    Some(Finding::at(key_result.item.text.span()).variant("key-result").on_key_result(index, nth).place(place))
}

/// Whether two statements say the same.
fn is_copy(a: &[u64], b: &[u64]) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a.len().min(b.len()) < SHORT {
        return a == b;
    }
    let common = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    (2 * common) as f64 >= SAME * (a.len() + b.len()) as f64
}

/// The words of a statement that carry its meaning, sorted: without function words, and without those who it is for or who does it.
fn words(text: &str, team: &str) -> Words {
    const PEOPLE: Senses = Senses::of(Sense::BeneficiaryNounsCustomer).and(Senses::of(Sense::BeneficiaryNounsInternal));
    let (mut words, mut parties) = (Vec::new(), Vec::new());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let known = lexicon::word(word);
        let senses = known.map(lexicon::WordId::senses).unwrap_or_default();
        if senses.any(any::FUNCTION_WORDS) {
            continue;
        }
        let party = senses.any(PEOPLE) || team.split_whitespace().any(|own| own.eq_ignore_ascii_case(word));
        if party { &mut parties } else { &mut words }
            .push(known.map_or_else(|| fingerprint::of_words(word), |known| u64::from(known.number())));
    }
    if words.len() < 2 {
        words.append(&mut parties);
    }
    words.sort_unstable();
    words.dedup();
    words
}
