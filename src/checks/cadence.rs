//! Red flag: OKRs are set and then left alone.

mod closing;
mod late;

pub(super) use late::day_at;

use super::{Check, Entry};

pub(super) const CHECKS: &[Entry] = &[
    ("annual-not-revisited", Check::Set(closing::annual_not_revisited)),
    ("last-minute-updates", Check::History(late::last_minute_updates)),
    ("unscored-cycle", Check::Set(closing::unscored_cycle)),
];
