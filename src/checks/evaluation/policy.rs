//! Whether the organisation says what OKRs are not used for.

use std::collections::BTreeSet;

use crate::checks::{Finding, OrganisationContext};
use crate::model::Level;

/// An organisation in which no document says that OKRs do not decide about pay or ratings.
pub(super) fn no_separation_policy<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let organisation = context.organisation;
    let options = context.run.options;
    if options.text("page").is_some() || context.outlines.iter().any(|outline| outline.has_policy) {
        return Vec::new();
    }
    let of_teams = organisation.sets.iter().filter(|unit| unit.set.level != Some(Level::Individual));
    let teams: BTreeSet<String> = of_teams.filter_map(|unit| unit.team()).map(str::to_lowercase).collect();
    let latest = (0..organisation.times.len()).max_by_key(|time| organisation.times[*time].days.map(|days| days.end));
    let top = latest.and_then(|time| organisation.top(time)).and_then(|set| organisation.objectives(set).next());
    let told = top.filter(|_| teams.len() >= options.count("teams"));
    told.map(|node| Finding::on_node(organisation, node).with_count("teams", teams.len())).into_iter().collect()
}
