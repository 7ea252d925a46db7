//! Cycles and dates as OKR documents write them (2026-Q3, FY27-H1, 1Q2018, 30.09.2026, "end of June"), resolved against the fiscal year.

use std::fmt;

use jiff::civil::Date;

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

/// The first and last day of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// Last day, inclusive.
    pub end: Date,
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
