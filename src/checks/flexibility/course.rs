//! Whether bad news changes anything.

use crate::checks::check_ins::{self, Update};
use crate::checks::{Finding, KeyResultContext, Place};

/// A key result that has been out of reach for several check-ins, or that those concerned do not want, while nothing was changed or decided.
pub(super) fn stuck_course<'a>(context: &KeyResultContext<'a>) -> Option<Finding<'a>> {
    let key_result = context.key_result;
    let least = context.run.options.count("check-ins").max(2);
    if key_result.check_ins.len() < least {
        return None;
    }
    check_ins::running(context.section, context.run)?;
    let limit = context.run.options.count("confidence") as f64 / 100.0;
    let updates = check_ins::until(&key_result.check_ins, context.run.today);
    let lost = updates.iter().rev().take_while(|update| update.is_lost(limit)).count();
    if let Some(first) = updates.get(updates.len() - lost).filter(|_| lost >= least)
        && !steers(context, &updates, first)
    {
        let last = updates.last()?;
        let finding = Finding::at(last.status_span()).with_count("count", lost).with("since", first.date.value.to_string());
        return Some(finding.place(Place { path: None, span: first.status_span(), label: "first" }));
    }
    let told = updates.iter().position(|update| update.note().is_some_and(check_ins::tells_feedback))?;
    let later = updates.len() - told - 1;
    let feedback = &updates[told];
    let ignored = later >= least && !steers(context, &updates, feedback);
    let note = feedback.note().filter(|_| ignored)?;
    Some(Finding::at(note.span()).variant("feedback").with_count("count", later))
}

/// Whether something was decided or changed on the day of a check-in or later.
fn steers(context: &KeyResultContext<'_>, updates: &[Update<'_>], since: &Update<'_>) -> bool {
    check_ins::acts_since(context, updates, since.date.value)
}
