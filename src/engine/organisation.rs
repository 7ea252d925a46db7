//! The rules that look across documents: at a team's sets over the cycles, and at all sets together.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::document::{reason, text_finding};
use super::plan::{Active, Finder, Plan};
use super::{Settings, render};
use crate::catalogue::Scope;
use crate::checks::{Check, Finding, OrganisationContext, SeriesContext};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};
use crate::workspace::{Outline, OutlineSet};

/// A set and the document it stands in.
type Located<'a> = (&'a Outline, &'a OutlineSet);

/// The findings of all rules of the two scopes, in no order.
pub(super) fn check(plan: &Plan, settings: &Settings, outlines: &[Outline]) -> Vec<Diagnostic> {
    let mut outlines: Vec<&Outline> = outlines.iter().collect();
    outlines.sort_by(|a, b| a.path.cmp(&b.path));
    let mut diagnostics = Vec::new();
    let mut keep = |active: &Active, found: Result<Vec<Finding<'_>>, Box<Option<Diagnostic>>>| match found {
        Ok(findings) => diagnostics.extend(findings.iter().filter_map(|finding| render::across(active, finding))),
        Err(panic) => diagnostics.extend(*panic),
    };
    let series = series(&outlines);
    for (_, active) in plan.at(Scope::Series) {
        let Finder::Code(Check::Series(check)) = active.finder else { continue };
        for sets in &series {
            let context = SeriesContext { run: active.run(settings), sets };
            keep(active, guarded(plan, active, &sets[0].0.path, || check(&context)));
        }
    }
    for (_, active) in plan.at(Scope::Organisation) {
        let Finder::Code(Check::Organisation(check)) = active.finder else { continue };
        let context = OrganisationContext { run: active.run(settings), outlines: &outlines };
        let path = outlines.first().map_or("", |outline| outline.path.as_str());
        keep(active, guarded(plan, active, path, || check(&context)));
    }
    diagnostics
}

/// The sets of each team in the order of their cycles. Sets without a team or a cycle belong to no series.
fn series<'a>(outlines: &[&'a Outline]) -> Vec<Vec<Located<'a>>> {
    let mut teams: BTreeMap<String, Vec<Located<'a>>> = BTreeMap::new();
    for &outline in outlines {
        for set in &outline.sets {
            if let (Some(team), Some(_)) = (&set.team, &set.cycle) {
                teams.entry(team.to_lowercase()).or_default().push((outline, set));
            }
        }
    }
    let mut series: Vec<Vec<Located<'a>>> = teams.into_values().collect();
    for sets in &mut series {
        sets.sort_by(|a, b| (a.1.cycle, &a.0.path).cmp(&(b.1.cycle, &b.0.path)));
    }
    series
}

/// Runs a check; should it panic, that is a finding at the start of the first document it looked at.
fn guarded<T>(plan: &Plan, active: &Active, path: &str, check: impl FnOnce() -> T) -> Result<T, Box<Option<Diagnostic>>> {
    catch_unwind(AssertUnwindSafe(check)).map_err(|panic| {
        let values = [("rule", active.rule.name), ("detail", reason(&*panic))];
        Box::new(text_finding(plan, "internal-error", &Source::new(path, ""), Span::default(), &values))
    })
}
