//! Cycles and dates as OKR documents write them (2026-Q3, FY27-H1, 1Q2018, 30.09.2026, "end of June"), resolved against the fiscal year.

mod cycles;
mod days;
mod tokens;

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

pub(crate) use days::is_month;
pub use days::{find_day, parse_date};
pub(crate) use tokens::month;

/// Which part of a (fiscal) year a cycle covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The whole year.
    Year,
    /// A half, 1 or 2.
    Half(u8),
    /// A third ("trimester"), 1 to 3.
    Third(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A month, 1 to 12.
    Month(u8),
}

/// A planning period. Displayed as `2026-Q3`, `FY27-H1`, `2026`, `2026-08`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cycle {
    /// Four-digit year; for a fiscal cycle the year it is named after.
    pub year: i16,
    /// The part of that year.
    pub part: Part,
    /// Whether it was written as a fiscal year (FY27) and so follows the configured first month.
    pub fiscal: bool,
}

impl Cycle {
    /// The first cycle that the text names, and where: "2019 Q4", "Q4 2019", "FY21-Q2", "1Q2018", "2020 H1", "Jan-Mar 2021", "August 2023",
    /// "2026-08", "school year 2020". A year on its own is none ("reach 2020 members"); see [`Cycle::parse_or_year`].
    pub fn parse(text: &str) -> Option<(Self, Range<usize>)> {
        cycles::find(text)
    }

    /// As [`Cycle::parse`], and where no such cycle is named, the first year that stands on its own ("OKRs 2024"). For titles, fields and
    /// paths, where a four-digit number is a year.
    pub fn parse_or_year(text: &str) -> Option<(Self, Range<usize>)> {
        cycles::find_or_year(text)
    }

    /// The cycle that a path names: `okrs/2019/Q2/search.md`, `2018-q4.md`, `fy20-q4/index.html.md`, `2026/payments/h1.md`. The part nearest
    /// to the file wins.
    pub fn from_path(path: &str) -> Option<Self> {
        cycles::in_path(path)
    }

    /// The days that the cycle covers. A fiscal year that does not start in January is named after the year in which it ends.
    pub fn period(self, fiscal_year: FiscalYear) -> Period {
        let shift = match self.part {
            Part::Month(_) => 0,
            _ if self.fiscal => i32::from(fiscal_year.first_month.clamp(1, 12)) - 1,
            _ => 0,
        };
        let (first, months) = match self.part {
            Part::Year => (0, 12),
            Part::Half(n) => (6 * (i32::from(n) - 1), 6),
            Part::Third(n) => (4 * (i32::from(n) - 1), 4),
            Part::Quarter(n) => (3 * (i32::from(n) - 1), 3),
            Part::Month(n) => (i32::from(n) - 1, 1),
        };
        let year = i32::from(self.year) - i32::from(shift > 0);
        let start = year * 12 + shift + first;
        Period { start: first_of(start), end: first_of(start + months - 1).last_of_month() }
    }
}

/// The first day of a month counted from year 0.
fn first_of(month: i32) -> Date {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(i16::MAX);
    let in_year = i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
    Date::new(year, in_year, 1).unwrap_or(Date::MAX)
}

impl Part {
    /// The first part of a year that the text names without its year ("Q3", "H1", "third quarter"), and where.
    pub fn parse(text: &str) -> Option<(Self, Range<usize>)> {
        cycles::find_part(text)
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fiscal {
            true => write!(f, "FY{:02}", self.year.rem_euclid(100))?,
            false => write!(f, "{}", self.year)?,
        }
        match self.part {
            Part::Year => Ok(()),
            Part::Half(n) => write!(f, "-H{n}"),
            Part::Third(n) => write!(f, "-T{n}"),
            Part::Quarter(n) => write!(f, "-Q{n}"),
            Part::Month(n) => write!(f, "-{n:02}"),
        }
    }
}

/// Days from one day to another; negative where the other comes first.
pub fn days(from: Date, to: Date) -> i32 {
    // Only a rounding that nobody asks for can fail.
    from.until(to).map_or(0, |span| span.get_days())
}

/// The first and last day of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// Last day, inclusive.
    pub end: Date,
}

impl Period {
    /// The first period that the text states by its first and last day, and where: "01.07.2020 – 31.12.2020", "1 July to 30 September 2026".
    pub fn parse(text: &str) -> Option<(Self, Range<usize>)> {
        days::find_period(text)
    }

    /// Whether the day lies in the period.
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }
}

/// How the organisation's year runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiscalYear {
    /// The month in which the fiscal year starts, 1..=12.
    pub first_month: i8,
}

impl Default for FiscalYear {
    fn default() -> Self {
        Self { first_month: 1 }
    }
}

#[cfg(test)]
mod tests;
