//! Updates in lines of text: when ("2026-07-13", "13 July", "w3"), of which key result ("KR1", "O1-KR2"), and what (value, status,
//! confidence, note).

mod moment;
mod reference;
mod report;

pub(super) use moment::{Opening, Reckoning, is_moment, may_open, numbered_week, opening};
pub(super) use reference::{Reference, parts, reference};
pub(super) use report::{report, told};

#[cfg(test)]
mod properties;
