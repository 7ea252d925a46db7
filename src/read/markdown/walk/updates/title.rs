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
            let rest = name_behind(text, reckoning).filter(|_| name.is_empty());
            // "Week 3 (July 17)": the day is surer than the week.
            let day = rest
                .as_ref()
                .and_then(|rest| updates::opening(rest, reckoning))
                .filter(|day| rest.as_ref().is_some_and(|rest| day.rest == rest.as_str().len()));
            let change = match (&day, &rest) {
                (Some(_), _) => Some(false),
                (None, Some(rest)) => kind(rest.as_str()),
                (None, None) if name.is_empty() => Some(false),
                (None, None) => kind(name),
            };
            let date = day.and_then(|day| day.date).or(date);
            return change.filter(|_| !behind.is_empty()).map(|change| Self { change, date, dated: true });
        }
        kind(line).map(|change| Self { change, date: None, dated: false })
    }
}

impl Title {
    /// The title before the colon of a line, "Update (Jul 15): 34%, on track", and where the rest begins.
    pub(in crate::read::markdown) fn of_line(text: &Text, reckoning: Reckoning) -> Option<(Self, usize)> {
        let line = text.as_str();
        let colon = line.find(':').filter(|colon| *colon <= LONGEST)?;
        let rest = line[colon + 1..].trim_start();
        Self::of(&text.sub(0..colon), reckoning).map(|title| (title, line.len() - rest.len()))
    }
}

/// Whether a title gives a time, whatever else it says.
pub(super) fn is_dated(text: &Text, reckoning: Reckoning) -> bool {
    text.as_str().len() <= LONGEST && time(text, reckoning).is_some()
}

/// The day of a title that gives one.
pub(super) fn date(text: &Text, reckoning: Reckoning) -> Option<Spanned<Date>> {
    time(text, reckoning).and_then(|(_, date)| date)
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
fn name_behind(text: &Text, reckoning: Reckoning) -> Option<Text> {
    let opening = updates::opening(text, reckoning)?;
    let rest = text.sub(opening.rest..text.as_str().len());
    rest.as_str().chars().any(char::is_alphanumeric).then_some(rest)
}
