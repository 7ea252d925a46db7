//! When an update was written: a day, with or without its year, or a week of the cycle.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

use super::reference::reference;
use crate::calendar::{self, FiscalYear, Period, days};
use crate::model::Section;
use crate::read::values;
use crate::source::{Spanned, Text};

/// A day stands within this many bytes of where it begins.
const LONGEST: usize = 32;

/// What days without a year and weeks without a month are counted from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reckoning {
    /// First and last day of the cycle.
    cycle: Option<Period>,
}

impl Reckoning {
    /// That of a section. The days of a fiscal cycle are not known before the first month of the year is.
    pub(crate) fn of(section: &Section, fiscal_year: FiscalYear) -> Self {
        let known = |cycle: &calendar::Cycle| !cycle.fiscal || fiscal_year != FiscalYear::default();
        let cycle = section.cycle.map(|cycle| cycle.value).filter(known).map(|cycle| cycle.period(fiscal_year));
        Self { cycle: section.period.or(cycle) }
    }

    /// The day of this month and day that lies in the cycle or not long before or after it.
    fn place(self, in_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
        let cycle = self.cycle?;
        let years = cycle.start.year().saturating_sub(1)..=cycle.end.year().saturating_add(1);
        let distance = |date: &Date| match () {
            () if *date < cycle.start => days(*date, cycle.start),
            () if *date > cycle.end => days(cycle.end, *date),
            () => 0,
        };
        years.filter_map(in_year).min_by_key(distance).filter(|date| distance(date) <= 62)
    }

    /// The last working day of a week of the cycle; of a week of the calendar where the cycle has not so many.
    fn week(self, number: i8, calendar_week: bool) -> Option<Date> {
        let cycle = self.cycle?;
        let weeks = days(cycle.start, cycle.end) / 7 + 1;
        if calendar_week || i32::from(number) > weeks {
            let in_year = |year| ISOWeekDate::new(year, number, Weekday::Friday).ok().map(ISOWeekDate::date);
            return in_year(cycle.start.year()).filter(|date| cycle.contains(*date)).or_else(|| in_year(cycle.end.year()));
        }
        cycle.start.checked_add(weeks_and_days(number)).ok().map(|date| date.min(cycle.end))
    }
}

fn weeks_and_days(number: i8) -> Span {
    ((i64::from(number) - 1) * 7 + 4).days()
}

/// A time in a line.
struct Found {
    /// Where it ends.
    end: usize,
    date: Option<Date>,
    /// Whether it is a day with its year.
    whole: bool,
}

/// The time that opens a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    /// The day; `None` where it cannot be told, for want of a cycle.
    pub(crate) date: Option<Spanned<Date>>,
    /// Where what follows begins.
    pub(crate) rest: usize,
}

/// Whether a line may open with a time; false for most lines that do not.
pub(crate) fn may_open(line: &str) -> bool {
    let [first, second, _, ..] = line.as_bytes() else { return false };
    match first {
        b'0'..=b'9' => true,
        b'[' | b'(' => second.is_ascii_digit(),
        b'w' | b'W' => second.is_ascii_digit() || matches!(line.get(..2), Some("we" | "We" | "wk" | "Wk" | "WE")),
        b'k' | b'K' | b'c' | b'C' => matches!(second, b'w' | b'W'),
        b'a'..=b'z' | b'A'..=b'Z' => {
            let word = &line[..letters(line)];
            line.bytes().take(LONGEST).any(|b| b.is_ascii_digit()) && (calendar::is_month(word) || is_weekday(word))
        }
        _ => false,
    }
}

/// The time that opens a line: "2026-07-13: …", "13 July – …", "[13.07.2026] …", "Mon 13 July, …", "Week 3: …", "w3 …".
pub(crate) fn opening(text: &Text, reckoning: Reckoning) -> Option<Opening> {
    let line = text.as_str();
    if !may_open(line) {
        return None;
    }
    let start = usize::from(line.starts_with(['[', '('])) + weekday_len(line.trim_start_matches(['[', '(']));
    let Found { end, date, whole } = week(line, start, reckoning).or_else(|| day(line, start, reckoning))?;
    let rest = line[end..].trim_start_matches([']', ')', ':', '：', ',', ' ', '\u{a0}', '\t', '|', '-', '–', '—']);
    let gap = &line[end..line.len() - rest.len()];
    // "30 September is the day of the audit": the words run on.
    let parted = rest.is_empty() || gap.contains(|c: char| !c.is_whitespace()) || !gap.is_empty() && (whole || tells(rest));
    parted.then(|| Opening { date: date.map(|date| Spanned::new(date, text.locate(start..end))), rest: line.len() - rest.len() })
}

/// Whether words are those of an update: a figure, a sign, a status, a key result.
fn tells(words: &str) -> bool {
    let head = words.split([',', ';', '.', '(', '—', '–']).next().unwrap_or(words);
    words.starts_with(|c: char| c.is_ascii_digit() || !c.is_alphabetic())
        || reference(words).is_some()
        || values::state(head).is_some()
}

/// The week whose bare number a text is, as in a column of weeks.
pub(crate) fn numbered_week(text: &Text, reckoning: Reckoning) -> Option<Opening> {
    let number = text.as_str().trim().parse::<i8>().ok().filter(|number| (1..=53).contains(number))?;
    let date = reckoning.week(number, false).map(|date| Spanned::new(date, text.span()));
    Some(Opening { date, rest: text.as_str().len() })
}

/// Whether a line says nothing but a time.
pub(crate) fn is_moment(text: &Text) -> bool {
    opening(text, Reckoning::default()).is_some_and(|opening| opening.rest == text.as_str().len())
}

/// Length of "Mon ", "Monday, ".
fn weekday_len(line: &str) -> usize {
    let word = letters(line);
    let behind = || line[word..].trim_start_matches(['.', ',', ' ']);
    if is_weekday(&line[..word]) { line.len() - behind().len() } else { 0 }
}

/// Length of the letters, of those without accents, that a line begins with.
fn letters(line: &str) -> usize {
    line.bytes().take_while(u8::is_ascii_alphabetic).count()
}

/// Whether a word is the name of a day, or the beginning of one.
fn is_weekday(word: &str) -> bool {
    let known = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let begins = |day: &&str| day.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    word.len() >= 3 && known.iter().any(begins)
}

/// "Week 3", "w3", "Week 3 of 13", "KW 29".
fn week(line: &str, start: usize, reckoning: Reckoning) -> Option<Found> {
    let from = &line[start..];
    let letters = letters(from);
    let calendar_week = ["kw", "cw"].iter().any(|name| name.eq_ignore_ascii_case(&from[..letters]));
    if !calendar_week && !["w", "wk", "week"].iter().any(|name| name.eq_ignore_ascii_case(&from[..letters])) {
        return None;
    }
    let number = |at: usize| {
        let rest = from[at..].trim_start_matches([' ', '.', '#']);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let end = from.len() - rest.len() + digits;
        let whole = !from[end..].starts_with(char::is_alphanumeric);
        rest[..digits].parse::<i8>().ok().filter(|number| whole && (1..=53).contains(number)).map(|number| (number, end))
    };
    let (number_of_week, end) = number(letters)?;
    let of = from[end..].strip_prefix(" of ").or_else(|| from[end..].strip_prefix('/'));
    let end = of.and_then(|of| number(from.len() - of.len())).map_or(end, |(_, end)| end);
    Some(Found { end: start + end, date: reckoning.week(number_of_week, calendar_week), whole: false })
}

/// A day.
fn day(line: &str, start: usize, reckoning: Reckoning) -> Option<Found> {
    if let Some((end, date)) = iso_day(line, start) {
        return Some(Found { end, date: Some(date), whole: true });
    }
    let window = &line[start..line.floor_char_boundary(start + LONGEST)];
    let word = window.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if !window.starts_with(|c: char| c.is_ascii_digit()) && calendar::month(word).is_none() {
        return None;
    }
    if let Some((range, date)) = calendar::find_day(window, None) {
        return (range.start == 0).then_some(Found { end: start + range.end, date, whole: true });
    }
    // Without its year: a leap year has every day.
    if let Some((range, _)) = calendar::find_day(window, Some(2000)) {
        let in_year = |year| calendar::find_day(window, Some(year)).and_then(|(_, date)| date);
        let date = (range.start == 0).then(|| reckoning.place(in_year))?;
        return Some(Found { end: start + range.end, date, whole: false });
    }
    month_and_day(window, reckoning).map(|(end, date)| Found { end: start + end, date: Some(date), whole: false })
}

/// "2026-07-13", as most days are written.
fn iso_day(line: &str, start: usize) -> Option<(usize, Date)> {
    let end = start + "2026-07-13".len();
    let day = line.get(start..end).filter(|day| matches!(day.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]))?;
    let alone = !line[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
    alone.then(|| calendar::parse_date(day, None)).flatten().map(|date| (end, date))
}

/// "7/13", "13/7", "07-13", where only one reading lies near the cycle.
fn month_and_day(window: &str, reckoning: Reckoning) -> Option<(usize, Date)> {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let first = digits(window);
    let rest = window[first..].strip_prefix(['/', '-'])?;
    let second = digits(rest);
    let end = first + 1 + second;
    if !(1..=2).contains(&first)
        || !(1..=2).contains(&second)
        || !window[end..].starts_with([':', ' ', ',', '\t']) && end < window.len()
    {
        return None;
    }
    let (a, b): (i8, i8) = (window[..first].parse().ok()?, rest[..second].parse().ok()?);
    let near = |month: i8, day: i8| reckoning.place(|year| Date::new(year, month, day).ok());
    let inside = |date: Date| reckoning.cycle.is_some_and(|cycle| cycle.contains(date));
    let found = match (near(a, b), near(b, a)) {
        (Some(one), Some(other)) if one != other => match (inside(one), inside(other)) {
            (true, false) => Some(one),
            (false, true) => Some(other),
            _ => None,
        },
        (one, other) => one.or(other),
    };
    found.map(|date| (end, date))
}
