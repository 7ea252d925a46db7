//! Titles of parts that hold updates: "Check-ins", "Weekly update 13 July", "2026-07-13", "Change log".

use jiff::civil::Date;

use crate::read::labels::{self, Field};
use crate::read::updates::{self, Reckoning};
use crate::source::{Spanned, Text};

/// A longer line is no title of updates.
const LONGEST: usize = 64;

/// What a title says of the updates below it.
#[derive(Debug, Clone, Copy)]
pub(in crate::read::markdown) struct Title {
    /// Whether they are changes to the OKRs.
    pub(in crate::read::markdown) change: bool,
    /// The day that it gives.
    pub(in crate::read::markdown) date: Option<Spanned<Date>>,
    /// Whether it gives a day, readable or not.
    pub(in crate::read::markdown) dated: bool,
}

impl Title {
    /// The title in a line, if it is one: the name of such a part, a time, or both.
    pub(in crate::read::markdown) fn of(text: &Text, reckoning: Reckoning) -> Option<Self> {
        let line = text.as_str();
        if line.len() > LONGEST {
            return None;
        }
        let kind = |name: &str| match labels::field(name) {
            Some(Field::CheckIn) => Some(false),
            Some(Field::ChangeLog) => Some(true),
            _ => None,
        };
        if let Some((at, date)) = time(text, reckoning) {
            let name = line[..at].trim_matches(|c: char| !c.is_alphanumeric());
            let behind = line[at..].trim_matches(|c: char| !c.is_alphanumeric());
            let change = if name.is_empty() { name_behind(text, reckoning).map_or(Some(false), kind) } else { kind(name) };
            return change.filter(|_| !behind.is_empty()).map(|change| Self { change, date, dated: true });
        }
        kind(line).map(|change| Self { change, date: None, dated: false })
    }
}

/// Where the time in a title begins, which it opens or closes.
fn time(text: &Text, reckoning: Reckoning) -> Option<(usize, Option<Spanned<Date>>)> {
    let line = text.as_str();
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some(opening) = updates::opening(text, reckoning) {
        return Some((0, opening.date));
    }
    let starts = line.match_indices([' ', '(', ',']).map(|(at, sign)| at + sign.len());
    starts.filter(|at| updates::may_open(&line[*at..])).find_map(|at| {
        let rest = text.sub(at..line.len());
        let opening = updates::opening(&rest, reckoning).filter(|opening| opening.rest == rest.as_str().len())?;
        Some((at, opening.date))
    })
}

/// What stands behind the time that opens a title: "2026-07-13 check-in". `None` where the time is all.
fn name_behind(text: &Text, reckoning: Reckoning) -> Option<&str> {
    let opening = updates::opening(text, reckoning)?;
    Some(&text.as_str()[opening.rest..]).filter(|rest| rest.chars().any(char::is_alphanumeric))
}
