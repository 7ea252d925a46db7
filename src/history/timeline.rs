//! What became of one set from version to version, told of the set as it is now.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Commit, Past, Version};
use crate::changes::{Aside, Comparison, Difference, Set, Standing, Subject, compare};
use crate::checks::Statement;
use crate::model::Document;

/// The changes of one set over its versions.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// The day on which the set was first committed; `None` where it is older than what was looked at.
    pub began: Option<Date>,
    /// Whether nothing is missing before the first version.
    pub complete: bool,
    /// The days on which commits changed what the set says, in order, each once.
    pub days: Vec<Date>,
    /// What each commit changed, oldest first; commits that changed nothing but the layout are left out.
    pub steps: Vec<Step>,
}

/// What one commit changed.
#[derive(Debug, Clone)]
pub struct Step {
    /// The commit.
    pub commit: Commit,
    /// The changes.
    pub changes: Vec<Change>,
    /// What the set said beside its statements before, as hashes.
    told_before: HashSet<u64>,
    /// The same, after.
    told_after: HashSet<u64>,
}

/// A change, and what it is about as the document stands now.
#[derive(Debug, Clone)]
pub struct Change {
    /// What has changed; its indices are those of the versions before and after.
    pub difference: Difference,
    /// The objective or key result in the document as it is now; `None` where it is gone.
    pub now: Option<Statement>,
    /// The objective, in the document as it is now, under which it stands or stood.
    pub under: Option<usize>,
    /// The statement as it was before.
    pub statement: Box<str>,
    /// Its id then; empty where it had none.
    pub id: Box<str>,
    /// Whether its status then was that of a draft.
    pub draft: bool,
    subject: Subject,
}

impl Step {
    /// Whether the commit or the document says why a change was made. `texts` is what the set says beside its statements now.
    pub(crate) fn explains<'t>(&self, change: &Change, texts: impl Iterator<Item = Aside<'t>>) -> bool {
        let subject = &change.subject;
        let mut fresh = texts.filter(|aside| !self.told_before.contains(&aside.hash()));
        subject.is_explained_by(&self.commit.message, Standing::Message)
            || fresh.any(|aside| {
                let of = |of: Statement| Some(of) == change.now || of.key_result.is_none() && Some(of.objective) == change.under;
                subject.is_explained_by(aside.text, aside.standing(of, self.told_after.contains(&aside.hash())))
            })
    }
}

impl Timeline {
    /// Follows a set of a document back through the document's past. Commits after a day are left out.
    pub fn of(past: &Past, document: &Document, section: usize, until: Date) -> Self {
        let mut timeline = Self { complete: past.complete, ..Self::default() };
        let Some(set) = Set::of(document, section) else { return timeline };
        let mut later = (document, set);
        let mut now: HashMap<Statement, Statement> = statements(&later.1).map(|statement| (statement, statement)).collect();
        // What nobody has committed yet is no step.
        let mut commit: Option<&Commit> = None;
        let is_past = |version: &&Version| version.commit.as_ref().is_none_or(|commit| commit.date <= until);
        for version in past.versions.iter().rev().filter(is_past) {
            let Some(set) = later.1.counterpart(later.0, &version.document) else {
                timeline.began = commit.map(|commit| commit.date);
                timeline.complete = true;
                break;
            };
            let comparison = compare(&set, &later.1);
            if let Some(commit) = commit.filter(|_| !comparison.differences.is_empty()) {
                timeline.steps.push(step(commit, &set, &later.1, &comparison, &now));
            }
            now = comparison.before.iter().filter_map(|(after, before)| Some((*before, *now.get(after)?))).collect();
            later = (&version.document, set);
            commit = version.commit.as_ref();
            timeline.began = commit.map(|commit| commit.date);
        }
        timeline.steps.reverse();
        timeline.days = timeline.began.into_iter().chain(timeline.steps.iter().map(|step| step.commit.date)).collect();
        timeline.days.sort_unstable();
        timeline.days.dedup();
        timeline
    }

    /// Whether nothing is known of the set.
    pub fn is_empty(&self) -> bool {
        self.began.is_none() && self.steps.is_empty()
    }
}

fn statements(set: &Set<'_>) -> impl Iterator<Item = Statement> {
    let objectives: Vec<Statement> =
        set.objectives.iter().map(|(objective, _)| Statement { objective: *objective, key_result: None }).collect();
    objectives.into_iter().chain(set.key_results().into_iter().map(|(statement, _)| statement))
}

fn step(
    commit: &Commit,
    before: &Set<'_>,
    after: &Set<'_>,
    comparison: &Comparison,
    now: &HashMap<Statement, Statement>,
) -> Step {
    // Where the objectives of the earlier version are now.
    let objectives: HashMap<usize, usize> = comparison
        .before
        .iter()
        .filter(|(after, _)| after.key_result.is_none())
        .filter_map(|(after, before)| Some((before.objective, now.get(after)?.objective)))
        .collect();
    let changes = comparison.differences.iter().map(|difference| {
        let [old, new] =
            [(difference.before, before), (difference.after, after)].map(|(at, set)| at.and_then(|at| set.statement(at)));
        let current = difference.after.and_then(|after| now.get(&after).copied());
        let under = current.map(|current| current.objective).or_else(|| objectives.get(&difference.before?.objective).copied());
        let spoken = old.or(new).map(|(item, _)| item);
        Change {
            difference: difference.clone(),
            now: current,
            under,
            statement: spoken.map_or("", |item| item.text.as_str()).into(),
            id: spoken.and_then(|item| item.id.as_ref()).map_or("", |id| id.value.as_str()).into(),
            draft: old
                .and_then(|(item, _)| item.status.as_ref())
                .is_some_and(|status| status.value.to_lowercase().contains("draft")),
            subject: old.or(new).map(|before| Subject::new(before, new)).unwrap_or_default(),
        }
    });
    Step { commit: commit.clone(), changes: changes.collect(), told_before: before.told(), told_after: after.told() }
}
