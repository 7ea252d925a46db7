//! What several key results of an objective have in common is told once.

use super::{Finding, Place};
use crate::model::Objective;

/// One finding for each of some key results. Where they are all that stand under the objective, and more than one, it is one finding on the
/// objective, in the wording `whole`, with the label `key-result` at each.
pub(super) fn told<'a>(index: usize, objective: &'a Objective, found: &[usize], whole: &'static str) -> Vec<Finding<'a>> {
    let places = || found.iter().filter_map(|nth| Some((*nth, objective.key_results.get(*nth)?.item.text.span())));
    if objective.is_implicit() || found.len() < 2 || found.len() < objective.standing().count() {
        return places().map(|(nth, span)| Finding::at(span).on_key_result(index, nth)).collect();
    }
    let finding = Finding::at(objective.item.text.span()).variant(whole).on_objective(index).with_count("count", found.len());
    vec![places().fold(finding, |finding, (_, span)| finding.place(Place { path: None, span, label: "key-result" }))]
}
