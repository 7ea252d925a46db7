//! Red flag: OKRs are set and then forgotten.

mod course;
mod rhythm;

use super::{Check, Entry};

pub(super) const CHECKS: &[Entry] = &[
    ("off-track-no-action", Check::KeyResult(course::off_track_no_action)),
    ("set-and-forget", Check::Set(rhythm::set_and_forget)),
    ("stale-check-in", Check::Set(rhythm::stale_check_in)),
    ("status-contradicts-numbers", Check::KeyResult(course::status_contradicts_numbers)),
    ("status-without-value", Check::KeyResult(course::status_without_value)),
];
