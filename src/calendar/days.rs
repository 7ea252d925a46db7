//! Finding the days that a text names.

use std::ops::Range;

use jiff::civil::Date;

use super::Period;
use super::tokens::{Kind, Token, full_year, is_near, month, tokens};

/// The first day that the text names: ISO, "30.09.2026", "30 September 2026", "Sep 30", "9/30/2026" where it can be read one way only. A day
/// written without a year is in `default_year`, and is none without one. A day that is not on the calendar (31 June) is none.
pub fn parse_date(text: &str, default_year: Option<i16>) -> Option<Date> {
    if let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes()
        && let Ok(date) = text.parse::<Date>()
        && is_near(date.year())
    {
        return Some(date);
    }
    find_day(text, default_year)?.1
}

/// As [`parse_date`], with the place. The date is `None` where the words name a day that is not on the calendar.
pub fn find_day(text: &str, default_year: Option<i16>) -> Option<(Range<usize>, Option<Date>)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let list = tokens(text);
    let (day, range) = first_day(&list, 0, default_year)?;
    let (start, end) = (list[range.start].start, list[range.end - 1].end());
    Some((start..end, day.date(default_year)))
}

/// Whether a word is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// Two days with only a joiner between them.
pub(super) fn find_period(text: &str) -> Option<(Period, Range<usize>)> {
    let list = tokens(text);
    let mut from = 0;
    // The year may stand with the last day only, so any default lets the first day be seen.
    while let Some((first, range)) = first_day(&list, from, Some(2000)) {
        from = range.end;
        let Some(second_at) = joiner(&list, range.end) else { continue };
        let Some((second, second_range)) = day_at(&list, second_at, Some(2000)).filter(|(_, end)| *end > second_at) else {
            continue;
        };
        let end = second.date(first.year);
        let start = first.date(second.year);
        let known = first.year.is_some() || second.year.is_some();
        if let (Some(start), Some(end), true) = (start, end, known)
            && start <= end
        {
            return Some((Period { start, end }, list[range.start].start..list[second_range - 1].end()));
        }
    }
    None
}

/// Past "–", "to", "until" and the white space around; `None` where nothing of that kind is there.
fn joiner(list: &[Token<'_>], mut at: usize) -> Option<usize> {
    let mut joins = false;
    while let Some(token) = list.get(at) {
        let joiner = token.is_mark(&['-', '–', '—', '~', '/', '→'])
            || token.is_word(&["to", "until", "through", "bis", "til", "al", "au"]);
        if !joiner && token.kind != Kind::Space {
            break;
        }
        joins |= joiner;
        at += 1;
    }
    joins.then_some(at)
}

/// A day as written.
#[derive(Debug, Clone, Copy)]
struct Day {
    year: Option<i16>,
    month: u8,
    day: u8,
}

impl Day {
    fn new(year: Option<i16>, month: u32, day: u32) -> Option<Self> {
        let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
        fits.then_some(Self { year, month: month as u8, day: day as u8 })
    }

    fn date(self, default_year: Option<i16>) -> Option<Date> {
        Date::new(self.year.or(default_year)?, self.month as i8, self.day as i8).ok()
    }
}

/// The first day from a position on, and its tokens.
fn first_day(list: &[Token<'_>], from: usize, default_year: Option<i16>) -> Option<(Day, Range<usize>)> {
    (from..list.len()).find_map(|at| {
        let before = at.checked_sub(1).and_then(|before| list.get(before));
        let inside = before.is_some_and(|before| {
            matches!(before.kind, Kind::Letters | Kind::Digits)
                || before.is_mark(&['#', '$', '€', '£'])
                || (before.is_mark(&['.', '/', '-']) && at >= 2 && list[at - 2].kind == Kind::Digits && at - 1 > from)
        });
        let (day, end) = day_at(list, at, default_year).filter(|_| !inside)?;
        Some((day, at..end))
    })
}

/// The day that starts at a token, and the position after it.
fn day_at(list: &[Token<'_>], at: usize, default_year: Option<i16>) -> Option<(Day, usize)> {
    let token = list.get(at)?;
    let found = match token.kind {
        Kind::Digits => year_month_day(list, at).or_else(|| day_month_year(list, at)).or_else(|| day_then_name(list, at)),
        Kind::Letters => name_then_day(list, at),
        _ => None,
    };
    let (day, end) = found?;
    let ends = list.get(end).is_none_or(|next| {
        // "2026-09-30T12:00" is a day with a time.
        !matches!(next.kind, Kind::Letters | Kind::Digits) || next.text == "T"
    });
    (ends && (day.year.is_some() || default_year.is_some())).then_some((day, end))
}

/// "2026-09-30", "2026/9/30", "2026.09.30".
fn year_month_day(list: &[Token<'_>], at: usize) -> Option<(Day, usize)> {
    let [year, first, month, second, day] = list.get(at..at + 5)? else { return None };
    let same = first.text == second.text && first.is_mark(&['-', '/', '.']);
    let day = Day::new(Some(full_year(year)?), month.number(1..3)?, day.number(1..3)?)?;
    same.then_some((day, at + 5))
}

/// "30.09.2026", "30.09.26", "9/30/2026"; "30.09." in the default year.
fn day_month_year(list: &[Token<'_>], at: usize) -> Option<(Day, usize)> {
    let [first, mark, second, closing] = list.get(at..at + 4)? else { return None };
    let (a, b) = (first.number(1..3)?, second.number(1..3)?);
    if mark.text != closing.text {
        return None;
    }
    let year_token = list.get(at + 4).filter(|token| token.kind == Kind::Digits);
    let two_digits = first.text.len() == 2 && second.text.len() == 2;
    let year = year_token.and_then(|token| {
        let short = token.number(2..3).filter(|n| two_digits && (10..=49).contains(n)).map(|n| 2000 + n as i16);
        full_year(token).or(short)
    });
    match (mark.text, year, year_token) {
        (".", Some(year), _) => Some((Day::new(Some(year), b, a)?, at + 5)),
        (".", None, None) if two_digits => Some((Day::new(None, b, a)?, at + 4)),
        ("/" | "-", Some(year), _) if a > 12 => Some((Day::new(Some(year), b, a)?, at + 5)),
        ("/" | "-", Some(year), _) if b > 12 || a == b => Some((Day::new(Some(year), a, b)?, at + 5)),
        _ => None,
    }
}

/// "30 September 2026", "30. September", "30th of Sep", "30-Sep-2026".
fn day_then_name(list: &[Token<'_>], at: usize) -> Option<(Day, usize)> {
    let day = list.get(at)?.number(1..3)?;
    let mut next = at + 1;
    while list
        .get(next)
        .is_some_and(|t| t.kind == Kind::Space || t.is_mark(&['.', '-']) || t.is_word(&["st", "nd", "rd", "th", "of", "de"]))
    {
        next += 1;
        if next > at + 5 {
            return None;
        }
    }
    let month = month(list.get(next)?.text)?;
    let (year, end) = year_after(list, next + 1);
    Some((Day::new(year, month.into(), day)?, end))
}

/// "September 30, 2026", "Sep 30th".
fn name_then_day(list: &[Token<'_>], at: usize) -> Option<(Day, usize)> {
    let month = month(list[at].text)?;
    let mut next = at + 1;
    next += usize::from(list.get(next).is_some_and(|token| token.text == "."));
    next += usize::from(list.get(next)?.kind == Kind::Space);
    let day = list.get(next)?.number(1..3)?;
    let ordinal = list.get(next + 1).is_some_and(|token| token.is_word(&["st", "nd", "rd", "th"]));
    let (year, end) = year_after(list, next + 1 + usize::from(ordinal));
    Some((Day::new(year, month.into(), day)?, end))
}

/// A year that follows a day and month, and the position after it.
fn year_after(list: &[Token<'_>], at: usize) -> (Option<i16>, usize) {
    let mut next = at;
    while list.get(next).is_some_and(|token| token.kind == Kind::Space || token.is_mark(&[',', '.', '-'])) && next < at + 3 {
        next += 1;
    }
    match list.get(next).filter(|_| next > at).and_then(full_year) {
        Some(year) => (Some(year), next + 1),
        None => (None, at),
    }
}
