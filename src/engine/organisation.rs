//! The rules that look across documents: at a team's sets over the cycles, and at all sets together.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::document::{reason, text_finding};
use super::plan::{Active, Finder, Plan};
use super::{Settings, render};
use crate::catalogue::Scope;
use crate::checks::{Check, Finding, OrganisationContext, SeriesContext};
use crate::diagnostic::Diagnostic;
use crate::organisation::Organisation;
use crate::series::{Series, series};
use crate::source::{Source, Span};
use crate::workspace::{Depth, Outline};

/// The findings of all rules of the two scopes, in no order.
pub(super) fn check(plan: &Plan, settings: &Settings, outlines: &[Outline]) -> Vec<Diagnostic> {
    let (mut opaque, mut outlines): (Vec<&Outline>, Vec<&Outline>) = outlines.iter().partition(|outline| outline.is_opaque);
    outlines.sort_by(|a, b| a.path.cmp(&b.path));
    opaque.sort_by(|a, b| a.path.cmp(&b.path));
    let (series, organisation) = match plan.depth {
        Depth::Ids => (Vec::new(), Organisation::default()),
        _ => rayon::join(|| series(&outlines, settings.fiscal_year), || Organisation::of(&outlines, settings.fiscal_year)),
    };
    let path = outlines.first().map_or("", |outline| outline.path.as_str());
    let of_organisation = |active: &&Active| {
        let Finder::Code(Check::Organisation(_, check)) = active.finder else { return Vec::new() };
        let context = OrganisationContext {
            run: active.run(settings),
            outlines: &outlines,
            opaque: &opaque,
            series: &series,
            organisation: &organisation,
        };
        match guarded(plan, active, path, || check(&context)) {
            Ok(findings) => findings.iter().filter_map(|finding| render::across(active, finding)).collect(),
            Err(panic) => panic.into_iter().collect(),
        }
    };
    let rules: Vec<&Active> = plan.at(Scope::Organisation).map(|(_, active)| active).collect();
    let (mut diagnostics, across): (Vec<Diagnostic>, Vec<Diagnostic>) = rayon::join(
        || series.par_iter().flat_map_iter(|series| of_series(plan, settings, series)).collect(),
        || rules.par_iter().with_max_len(1).flat_map_iter(of_organisation).collect(),
    );
    diagnostics.extend(across);
    diagnostics
}

/// The findings about one series, one cause told once.
fn of_series(plan: &Plan, settings: &Settings, series: &Series<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut found: Vec<(&Active, Finding<'_>)> = Vec::new();
    for (_, active) in plan.at(Scope::Series) {
        let Finder::Code(Check::Series(check)) = active.finder else { continue };
        let context = SeriesContext { run: active.run(settings), series };
        let path = series.steps.first().and_then(|step| step.sets.first()).map_or("", |(outline, _)| outline.path.as_str());
        match guarded(plan, active, path, || check(&context)) {
            Ok(findings) => found.extend(findings.into_iter().map(|finding| (active, finding))),
            Err(panic) => diagnostics.extend(*panic),
        }
    }
    found.retain(|(active, finding)| active.variant(finding.variant).is_some());
    // What is about no statement is about the series.
    let about = |finding: &Finding<'_>| finding.statement.map(|statement| (finding.path.map(str::to_owned), statement));
    let silenced = |(active, finding): &(&Active, Finding<'_>)| {
        let speaks = |(other, spoken): &(&Active, Finding<'_>)| {
            other.rule.silences.contains(&active.rule.name) && about(spoken) == about(finding)
        };
        found.iter().any(speaks)
    };
    let kept = found.iter().filter(|found| !silenced(found));
    diagnostics.extend(kept.filter_map(|(active, finding)| render::across(active, finding)));
    diagnostics
}

/// Runs a check; should it panic, that is a finding at the start of the first document it looked at.
fn guarded<T>(plan: &Plan, active: &Active, path: &str, check: impl FnOnce() -> T) -> Result<T, Box<Option<Diagnostic>>> {
    catch_unwind(AssertUnwindSafe(check)).map_err(|panic| {
        let values = [("rule", active.rule.name), ("detail", reason(&*panic))];
        Box::new(text_finding(plan, "internal-error", &Source::new(path, ""), Span::default(), &values))
    })
}
