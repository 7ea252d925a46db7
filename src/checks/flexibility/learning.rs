//! Whether a set tries something, says what it wants to learn, and keeps what it learned.

use crate::calendar::days;
use crate::checks::group::told;
use crate::checks::measurability::sure_period;
use crate::checks::{Finding, Place, SetContext};
use crate::lexicon::{STATUS_WORDS, exact};
use crate::model::{Item, KeyResult, Objective, OkrType, Scale, Section};
use crate::remarks::{self, COURSE, EXPERIMENTS, STEADY};
use crate::source::Text;
use crate::statement::Class;

/// Length of the longest status word in bytes.
const LONGEST_STATUS: usize = STATUS_WORDS.longest;

/// Whether a text has a term of these classes.
fn mentions(text: &Text, classes: &[&str]) -> bool {
    remarks::mentions(text.as_str(), &EXPERIMENTS, classes)
}

/// Whether a team's work is to keep a promise every day, by its name.
pub(in crate::checks) fn is_steady(section: &Section) -> bool {
    section.team.as_ref().is_some_and(|team| remarks::mentions(&team.value, &STEADY, &["steady"]))
}

/// A set of which nothing is an experiment, or nearly everything.
pub(super) fn no_experiment<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let stated: Vec<(usize, &Objective)> = set.stated().collect();
    if stated.len() < 2 || is_steady(set.section) {
        return Vec::new();
    }
    let declared = |objective: &Objective| objective.item.kind.is_some_and(|kind| kind.value == OkrType::Learning);
    let trying = stated.iter().filter(|(_, objective)| declared(objective)).count();
    let like = stated.iter().filter(|(_, objective)| is_experiment(objective)).count();
    let variant = match stated.len() * set.run.options.count("most-percent") {
        _ if like < set.run.options.count("least") => "",
        most if trying * 100 > most => "only",
        _ => return Vec::new(),
    };
    let (index, first) = stated[0];
    let finding = Finding::at(first.item.text.span()).of_the_set().variant(variant).on_objective(index);
    vec![finding.with_count("count", stated.len()).with_count("trying", trying)]
}

/// Declared as learning, itself or a key result of it, or called an experiment.
fn is_experiment(objective: &Objective) -> bool {
    let items = || std::iter::once(&objective.item).chain(objective.standing().map(|(_, key_result)| &key_result.item));
    items().any(|item| {
        let declared = item.kind.is_some_and(|kind| kind.value == OkrType::Learning);
        declared || mentions(&item.text, &["experiment", "hypothesis"])
    })
}

/// Learning key results that say what is done, and not what is to be found out.
pub(super) fn experiment_without_hypothesis<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let asks = |text: &Text| mentions(text, &["hypothesis", "decision"]);
    let asked = |item: &Item| asks(&item.text) || item.notes.iter().any(asks);
    let mut findings = Vec::new();
    for &(index, objective) in &set.objectives {
        let open = objective.standing().filter(|(_, key_result)| {
            let kind = key_result.item.kind.or(objective.item.kind);
            let learning = kind.is_some_and(|kind| kind.value == OkrType::Learning);
            learning && !asked(&key_result.item) && !has_threshold(key_result)
        });
        let open: Vec<usize> = open.map(|(nth, _)| nth).collect();
        if !open.is_empty() && !asked(&objective.item) {
            findings.extend(told(index, objective, &open, "whole"));
        }
    }
    findings
}

/// Whether a number decides, and not a count of one's own work.
fn has_threshold(key_result: &KeyResult) -> bool {
    key_result.reading.class == Class::Outcome && key_result.reading.target.is_some()
}

/// What was dropped or missed badly, with nothing to show what was learned.
pub(super) fn pivot_without_lesson<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let cycle = set.section.days(set.run.fiscal_year);
    let started = cycle.is_none_or(|cycle| cycle.start <= set.run.today);
    let over = cycle.is_some_and(|cycle| cycle.end < set.run.today) && is_scored(set);
    if !started || !set.section.lessons.is_empty() {
        return Vec::new();
    }
    let untold = set.dropped.iter().filter(|(_, objective)| !is_told(&objective.item));
    let mut dropped: Vec<Finding<'a>> =
        untold.map(|(index, objective)| Finding::at(objective.item.text.span()).on_objective(*index)).collect();
    let mut missed = Vec::new();
    let limit = set.run.options.count("percent") as f64 / 100.0;
    for &(index, objective) in set.objectives.iter().filter(|(_, objective)| objective.item.notes.is_empty()) {
        for (nth, key_result) in objective.key_results.iter().enumerate() {
            let (stopped, low) =
                (is_dropped(&key_result.item), over && closing_score(&key_result.item).is_some_and(|score| score < limit));
            if !(stopped || low) || is_explained(key_result) {
                continue;
            }
            let finding = Finding::at(key_result.item.text.span()).on_key_result(index, nth);
            match stopped {
                true => dropped.push(finding),
                false => missed.push(finding.variant("missed")),
            }
        }
    }
    let quiet = dropped.is_empty() && missed.is_empty();
    if quiet || set.prose.iter().any(|text| mentions(text, &["learning"])) {
        return Vec::new();
    }
    [once(dropped, "several"), once(missed, "several-missed")].into_iter().flatten().collect()
}

/// A set that was scored and closed a while ago, of which nobody has written what it taught.
pub(super) fn no_learning_session<'a>(set: &SetContext<'a>) -> Vec<Finding<'a>> {
    let Some(cycle) = sure_period(set.section, set.run.fiscal_year) else {
        return Vec::new();
    };
    let since = days(cycle.end, set.run.today);
    let (from, to) = (set.run.options.count("days"), set.run.options.count("days-until"));
    let due = usize::try_from(since).is_ok_and(|since| (from..=to).contains(&since));
    // What was dropped or missed asks for its own lesson.
    if !due || !set.section.lessons.is_empty() || !is_scored(set) || !pivot_without_lesson(set).is_empty() {
        return Vec::new();
    }
    let reviews = |text: &Text| mentions(text, &["learning"]) || remarks::mentions(text.as_str(), &COURSE, &["review"]);
    let items = set.objectives.iter().flat_map(|(_, o)| std::iter::once(&o.item).chain(o.key_results.iter().map(|kr| &kr.item)));
    let explained = set.objectives.iter().flat_map(|(_, objective)| &objective.key_results).any(is_explained);
    if explained || items.flat_map(|item| &item.notes).chain(set.prose).any(reviews) {
        return Vec::new();
    }
    // Where several teams share the line that names the cycle, it is told once.
    let named = set.section.cycle.map(|cycle| cycle.span).filter(|span| !span.is_empty()).map(Finding::at);
    let first = || {
        let stated = set.objectives.iter().find(|(_, objective)| !objective.is_implicit());
        stated.map(|(index, first)| Finding::at(first.item.text.span()).on_objective(*index))
    };
    named.or_else(first).map(|finding| finding.of_the_set().with_count("days", since)).into_iter().collect()
}

/// The first of several findings in the wording `several`, with a label at each of the others.
fn once<'a>(findings: Vec<Finding<'a>>, several: &'static str) -> Option<Finding<'a>> {
    let count = findings.len();
    let mut findings = findings.into_iter();
    let first = findings.next()?.of_the_set();
    if count == 1 {
        return Some(first);
    }
    let place = |other: Finding<'a>| Place { path: None, span: other.span, label: "other" };
    Some(findings.fold(first.variant(several).with_count("count", count), |first, other| first.place(place(other))))
}

/// Whether at least half of the key results have a closing score. Where few have, they were scored on the way.
fn is_scored(set: &SetContext<'_>) -> bool {
    let all = || set.objectives.iter().flat_map(|(_, objective)| objective.standing());
    let scored = all().filter(|(_, key_result)| closing_score(&key_result.item).is_some()).count();
    scored * 2 >= all().count()
}

/// A score on the scale from 0.0 to 1.0. "20%" and "0/3" may be progress that nobody has closed.
fn closing_score(item: &Item) -> Option<f64> {
    item.score.filter(|score| score.value.scale == Scale::Unit)?.value.value
}

/// Whether a note, of the key result or of a check-in, or its status says why.
fn is_explained(key_result: &KeyResult) -> bool {
    is_told(&key_result.item) || key_result.check_ins.iter().any(|check_in| check_in.told().note.is_some())
}

/// Whether nobody works towards it any more: marked so, or nothing but the word is left of the statement.
fn is_dropped(item: &Item) -> bool {
    let word = item.text.as_str().trim_end_matches('.');
    let stopped = |word: &str| exact(STATUS_WORDS, &word.to_lowercase()).iter().any(|entry| entry.class == "stopped");
    item.dropped || word.len() <= LONGEST_STATUS && stopped(word)
}

/// Whether something beside the statement says why: a note, a status of more than the word, a second sentence.
fn is_told(item: &Item) -> bool {
    let status = item.status.as_ref().map_or("", |status| status.value.as_str());
    let later =
        ["postponed", "deferred", "paused", "moved", "merged", "on hold"].iter().any(|word| status.to_lowercase().contains(word));
    !item.notes.is_empty() || later || status.split_whitespace().count() > 2 || mentions(&item.text, &["learning"])
}
