//! Whether the organisation turns every lever of its growth model.

use super::has_word;
use crate::checks::{Finding, OrganisationContext};
use crate::organisation::Unit;

/// Levers of the growth model that no key result of a cycle turns, and of which nobody says why.
pub(super) fn lever_uncovered<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let told = |time: usize| {
        let units = || organisation.times[time].shared.iter().flat_map(|time| &organisation.times[*time].sets);
        let units = || units().map(|set| &organisation.sets[*set]);
        let model = model(context, units());
        let resting = context.run.options.words("resting");
        let rests = |lever: &str| {
            let configured =
                resting.iter().filter_map(|reason| reason.split_once(':')).any(|(name, _)| is_named(name.trim(), lever));
            configured || units().flat_map(|unit| &unit.outline.left_out).any(|text| has_word(text, &lever.to_lowercase()))
        };
        let is_turned = |lever: &&str| units().any(|unit| unit.set.coverage.turns(lever));
        let uncovered: Vec<&str> = model.iter().copied().filter(|lever| !is_turned(lever) && !rests(lever)).collect();
        // Where no lever is turned at all, the model is not in use.
        if uncovered.is_empty() || uncovered.len() == model.len() {
            return None;
        }
        let top = organisation.objectives(organisation.top(time)?).next()?;
        let cycle = organisation.unit(top).set.cycle?;
        let finding = Finding::on_node(organisation, top).with("cycle", cycle.to_string());
        Some(finding.with("levers", quoted(&uncovered)).variant(if uncovered.len() > 1 { "several" } else { "" }))
    };
    organisation.running(context.run.today).into_iter().filter_map(told).collect()
}

/// The levers of the growth model: the organisation's, else those that its documents declare.
fn model<'o, 'a: 'o>(context: &OrganisationContext<'a>, units: impl Iterator<Item = &'o Unit<'a>>) -> Vec<&'a str> {
    let mut model: Vec<&str> = context.run.levers.iter().map(String::as_str).collect();
    if model.is_empty() {
        for lever in units.flat_map(|unit| unit.set.coverage.declared.iter()) {
            if !model.iter().any(|known| is_named(known, lever)) {
                model.push(lever);
            }
        }
    }
    model
}

fn is_named(name: &str, lever: &str) -> bool {
    name.eq_ignore_ascii_case(lever)
}

fn quoted(levers: &[&str]) -> String {
    let quoted: Vec<String> = levers.iter().map(|lever| format!("\"{lever}\"")).collect();
    quoted.join(", ")
}
