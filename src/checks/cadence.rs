//! Red flag: OKRs are written and never opened again.

mod late;

pub(super) use late::day_at;

use super::{Check, Entry};

pub(super) const CHECKS: &[Entry] = &[("last-minute-updates", Check::History(late::last_minute_updates))];
