//! Whether the organisation looks at itself from more sides than one.

use crate::checks::growth::has_word;
use crate::checks::{Finding, OrganisationContext};
use crate::model::Level;
use crate::organisation::Unit;
use crate::workspace::Perspective;

/// Top-level sets that leave a perspective of the balanced scorecard empty, and say nothing of it.
pub(super) fn scorecard_gap<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let today = context.run.today;
    let runs = |unit: &Unit<'_>| organisation.times[unit.time].days.is_some_and(|days| days.end >= today);
    let tops = organisation.sets.iter().enumerate().filter(|(_, unit)| unit.set.level == Some(Level::Company) && runs(unit));
    let told = |(set, unit): (usize, &Unit<'a>)| {
        let coverage = &unit.set.coverage;
        let (known, all) = coverage.known();
        // A gap is sure only where most key results tell from which side they look.
        if known < context.run.options.count("key-results") || known * 3 < all * 2 {
            return None;
        }
        let said = |perspective: &Perspective| {
            let text = |text: &&str| perspective.names().iter().any(|name| has_word(text, name));
            unit.outline.left_out.iter().map(|text| &**text).any(|said| text(&said))
        };
        let empty = Perspective::ALL.into_iter().filter(|perspective| coverage.count(*perspective) == 0 && !said(perspective));
        let empty: Vec<&str> = empty.filter_map(|perspective| perspective.names().first().copied()).collect();
        let there = Perspective::ALL.into_iter().filter(|perspective| coverage.count(*perspective) > 0);
        let there: Vec<String> = there
            .filter_map(|perspective| Some(format!("{} {}", perspective.names().first()?, coverage.count(perspective))))
            .collect();
        let first = organisation.objectives(set).next().filter(|_| !empty.is_empty())?;
        let finding = Finding::on_node(organisation, first).with("empty", empty.join(", "));
        Some(finding.with("there", there.join(", ")).with_count("count", all))
    };
    tops.filter_map(told).collect()
}
