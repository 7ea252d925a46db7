//! Red flag: OKRs are not kept, tracked and shared in one place.

mod copies;
mod forms;
mod progress;
mod spelling;

pub(super) use progress::{is_tracked, names_a_live_source};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::{Check, Entry, Finding, FormContext, OrganisationContext, Place, SetContext};
use crate::calendar::Cycle;
use crate::model::{Level, Objective, is_global_id};
use crate::source::{Span, Spanned};
use crate::workspace::{Depth, Outline, OutlineItem, OutlineSet};

pub(super) const CHECKS: &[Entry] = &[
    ("conflicting-copies", Check::Organisation(Depth::Traces, copies::conflicting_copies)),
    ("date-form", Check::Form(spelling::date_form)),
    ("duplicate-id", Check::Organisation(Depth::Ids, duplicate_id)),
    ("label-form", Check::Form(spelling::label_form)),
    ("missing-owner", Check::Set(missing_owner)),
    ("mixed-formats", Check::Organisation(Depth::Traces, forms::mixed_formats)),
    ("no-data-source", Check::Set(progress::no_data_source)),
    ("number-form", Check::Form(spelling::number_form)),
    ("owner-form", Check::Form(spelling::owner_form)),
    ("opaque-document", Check::Organisation(Depth::Traces, forms::opaque_document)),
    ("progress-arithmetic", Check::KeyResult(progress::progress_arithmetic)),
    ("table-form", Check::Form(spelling::table_form)),
    ("untracked-key-result", Check::Set(progress::untracked_key_result)),
];

/// Objectives, and key results beside owned ones, for which nobody answers. Where no objective of the set names an owner, that is one finding, not one for each.
fn missing_owner<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    // An individual's file is owned by that individual.
    if set.section.owner.is_some() || set.section.level == Some(Level::Individual) {
        return Vec::new();
    }
    let mut findings: Vec<Finding<'a>> = set.stated().filter_map(|(index, objective)| partly_owned(index, objective)).collect();
    findings.extend(jointly_owned(set.stated()));
    let ownerless: Vec<(usize, &Objective)> = set.stated().filter(|(_, objective)| is_ownerless(objective)).collect();
    let Some((index, first)) = ownerless.first() else { return findings };
    if ownerless.len() == set.stated().count() {
        let finding = Finding::at(first.item.text.span()).on_objective(*index).with_count("count", ownerless.len()).of_the_set();
        let finding = finding.lacking(ownerless.iter().map(|(index, _)| *index));
        findings.push(finding.variant(if ownerless.len() > 1 { "nowhere" } else { "alone" }));
        return findings;
    }
    findings.extend(ownerless.iter().map(|(index, objective)| Finding::at(objective.item.text.span()).on_objective(*index)));
    findings
}

/// The first objective with several owners of whom none leads, with a label at each other one.
fn jointly_owned<'a>(objectives: impl Iterator<Item = (usize, &'a Objective)>) -> Option<Finding<'a>> {
    // Names stand side by side but for a comma or "and"; one from elsewhere is not underlined.
    let beside = |span: Span, owner: &Spanned<String>| owner.span.start.saturating_sub(span.end) <= " and @".len() as u32;
    let mut joint = objectives.filter_map(|(index, objective)| {
        let (first, others) = objective.item.owners.split_first().filter(|(_, others)| !others.is_empty())?;
        let span = others.iter().fold(first.span, |span, owner| if beside(span, owner) { span.to(owner.span) } else { span });
        Some((index, others.len() + 1, span))
    });
    let (index, count, span) = joint.next()?;
    let finding = Finding::at(span).variant("several").on_objective(index).with_count("count", count).of_the_set();
    Some(joint.fold(finding, |finding, (_, _, span)| finding.place(Place { path: None, span, label: "also" })))
}

/// Whether neither the objective nor any of its key results names an owner.
fn is_ownerless(objective: &Objective) -> bool {
    objective.item.owners.is_empty() && objective.key_results.iter().all(|key_result| key_result.item.owners.is_empty())
}

/// The first key result without an owner, where others have one and the objective has none.
fn partly_owned<'a>(index: usize, objective: &'a Objective) -> Option<Finding<'a>> {
    if !objective.item.owners.is_empty() || objective.standing().all(|(_, key_result)| key_result.item.owners.is_empty()) {
        return None;
    }
    let (nth, key_result) = objective.standing().find(|(_, key_result)| key_result.item.owners.is_empty())?;
    Some(Finding::at(key_result.item.text.span()).variant("partly").on_key_result(index, nth))
}

/// An item that has an id, and where it stands.
struct Named<'a> {
    outline: &'a Outline,
    set: usize,
    item: &'a OutlineItem,
}

/// Two items with one id. An id with a prefix of its own (PAY-O1) must be unique in its cycle, whatever the document; a bare one (O1, KR2)
/// only where it stands.
fn duplicate_id<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let sets = |outline: &'a Outline| outline.sets.iter().enumerate();
    let local = |outline| sets(outline).flat_map(move |(number, set)| local_duplicates(outline, number, set));
    let mut findings: Vec<Finding<'a>> = context.outlines.par_iter().copied().flat_map_iter(local).collect();
    let prefixed = |outline| {
        let timed = sets(outline).filter_map(|(number, set)| Some((number, set, set.cycle?)));
        timed.flat_map(move |(number, set, cycle)| {
            let prefixed = set.items.iter().filter(|item| is_global_id(&item.id));
            prefixed.map(move |item| (cycle, item.id.to_uppercase(), Named { outline, set: number, item }))
        })
    };
    let mut global: Vec<(Cycle, String, Named<'a>)> = context.outlines.par_iter().copied().flat_map_iter(prefixed).collect();
    global.par_sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    for group in global.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
        let (first, rest) = (&group[0].2, &group[1..]);
        // The same statement under the same id is one OKR kept in two places, not two that share an id, whatever its figures.
        let others = rest.iter().map(|entry| &entry.2).filter(|other| other.item.text != first.item.text);
        findings.extend(others.filter(|other| !same_place(first, other)).map(|other| finding(other, first)));
    }
    findings
}

/// Items of one set that share an id where they must not: two objectives, or two key results of one objective.
fn local_duplicates<'a>(outline: &'a Outline, set: usize, items: &'a OutlineSet) -> Vec<Finding<'a>> {
    let scope = |item: &OutlineItem| item.key_result.map(|_| item.objective);
    let letters = |item: &'a OutlineItem| item.id.chars().flat_map(char::to_uppercase);
    let order = |a: &&'a OutlineItem, b: &&'a OutlineItem| scope(a).cmp(&scope(b)).then_with(|| letters(a).cmp(letters(b)));
    let mut named: Vec<&'a OutlineItem> = items.items.iter().collect();
    named.sort_by(order);
    let groups = named.chunk_by(|a, b| order(a, b).is_eq()).filter(|group| group.len() > 1);
    groups
        .flat_map(|group| group[1..].iter().map(move |other| (group[0], *other)))
        .map(|(first, other)| finding(&Named { outline, set, item: other }, &Named { outline, set, item: first }))
        .collect()
}

/// Whether two items are already compared as members of one set.
fn same_place(a: &Named<'_>, b: &Named<'_>) -> bool {
    let parents = (a.item.key_result.map(|_| a.item.objective), b.item.key_result.map(|_| b.item.objective));
    a.outline.path == b.outline.path && a.set == b.set && parents.0 == parents.1
}

fn finding<'a>(other: &Named<'a>, first: &Named<'a>) -> Finding<'a> {
    let elsewhere = other.outline.path != first.outline.path;
    let place = Place { path: elsewhere.then_some(first.outline.path.as_str()), span: first.item.span, label: "first" };
    let found = Finding::at(other.item.span).in_document(&other.outline.path).with("id", &*other.item.id).place(place);
    let variant = match (elsewhere, is_global_id(&other.item.id)) {
        (true, _) => "across",
        (false, true) => "",
        (false, false) => "bare",
    };
    let found = found.variant(variant).with("first", first.outline.short_path());
    match other.item.key_result {
        Some(nth) => found.on_key_result(other.item.objective as usize, nth as usize),
        None => found.on_objective(other.item.objective as usize),
    }
}
