//! Red flag: OKRs are set and then left alone.

mod closing;

use super::{Check, Entry};

pub(super) const CHECKS: &[Entry] = &[
    ("annual-not-revisited", Check::Set(closing::annual_not_revisited)),
    ("unscored-cycle", Check::Set(closing::unscored_cycle)),
];
