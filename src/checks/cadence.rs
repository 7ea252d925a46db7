//! Red flag: OKRs are set and then forgotten.

mod closing;
mod course;
mod late;
mod rhythm;

pub(super) use late::day_at;

use super::{Check, Entry};

pub(super) const CHECKS: &[Entry] = &[
    ("annual-not-revisited", Check::Set(closing::annual_not_revisited)),
    ("last-minute-updates", Check::History(late::last_minute_updates)),
    ("off-track-no-action", Check::KeyResult(course::off_track_no_action)),
    ("set-and-forget", Check::SetOverDays(rhythm::set_and_forget)),
    ("stale-check-in", Check::SetOverDays(rhythm::stale_check_in)),
    ("status-contradicts-numbers", Check::KeyResult(course::status_contradicts_numbers)),
    ("status-without-value", Check::KeyResult(course::status_without_value)),
    ("unscored-cycle", Check::Set(closing::unscored_cycle)),
];
