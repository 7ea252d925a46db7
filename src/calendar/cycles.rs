//! Finding the cycle that a text or path names.

use std::ops::Range;

use super::tokens::{Kind, Token, full_year, month, tokens};
use super::{Cycle, Part};

/// The first cycle in a text.
pub(super) fn find(text: &str) -> Option<(Cycle, Range<usize>)> {
    scanned(text, |scan| scan.first(|at| scan.cycle(at)))
}

/// The first cycle in a text; where there is none, the first year that stands on its own.
pub(super) fn find_or_year(text: &str) -> Option<(Cycle, Range<usize>)> {
    scanned(text, |scan| scan.first(|at| scan.cycle(at)).or_else(|| scan.first(|at| scan.bare_year(at))))
}

/// Looks at the tokens of a text that may name a year.
fn scanned<T>(text: &str, look: impl FnOnce(&Scan<'_>) -> Option<T>) -> Option<T> {
    may_name_a_year(text).then(|| tokens(text)).and_then(|list| look(&Scan { list: &list }))
}

/// Whether two digits stand side by side, as in every year.
fn may_name_a_year(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_digit))
}

/// The first part of a year in a text.
pub(super) fn find_part(text: &str) -> Option<(Part, Range<usize>)> {
    let list = tokens(text);
    let scan = Scan { list: &list };
    (0..list.len()).filter(|&at| scan.starts_word(at)).find_map(|at| {
        let (part, next) = scan.part(at).filter(|&(_, next)| scan.ends_word(next))?;
        Some((part, list[at].start..list[next - 1].end()))
    })
}

/// The cycle in a path: a whole cycle in the last component that has one, else a part below a year.
pub(super) fn in_path(path: &str) -> Option<Cycle> {
    let mut part = None;
    let mut components = path.rsplit(['/', '\\']).peekable();
    while let Some(component) = components.next() {
        // A dated file name (a blog post) says when it was written, not what it plans for.
        let name = without_date(component);
        if let Some((cycle, _)) = find(name) {
            return Some(cycle);
        }
        let year = scanned(name, |scan| scan.first(|at| scan.bare_year(at))).map(|(cycle, _)| cycle);
        if let (Some(part), Some(year)) = (part, year) {
            return Some(Cycle { part, ..year });
        }
        if let Some(year) = year {
            return Some(year);
        }
        part = part.or_else(|| path_part(name, components.peek().copied()));
    }
    None
}

fn without_date(component: &str) -> &str {
    match super::days::find_day(component, None) {
        Some((range, Some(_))) if range.start == 0 => &component[range.end..],
        _ => component,
    }
}

/// `q2.md` or, right below a year, `08.md`.
fn path_part(name: &str, parent: Option<&str>) -> Option<Part> {
    let stem = name.split('.').next().unwrap_or(name);
    if let Some((part, _)) = find_part(&stem.replace(['_', '-'], " ")) {
        return Some(part);
    }
    let below_year = parent
        .is_some_and(|parent| tokens(parent).first().is_some_and(|token| full_year(token).is_some() && token.text == parent));
    match stem.parse::<u8>() {
        Ok(number @ 1..=12) if below_year && stem.len() == 2 => Some(Part::Month(number)),
        _ => month(stem).map(Part::Month),
    }
}

const MARKS: &[char] = &['-', '–', '—', '_', '/', ',', '|', ':', '(', '\'', '’', '·', '年', '第', '.'];

/// Looks at a text's tokens from a position. Functions return what they found and the position after it.
struct Scan<'a> {
    list: &'a [Token<'a>],
}

impl<'a> Scan<'a> {
    /// The first cycle that `found` sees at the start of a word, and its place in the text.
    fn first(&self, found: impl Fn(usize) -> Option<(Cycle, usize)>) -> Option<(Cycle, Range<usize>)> {
        (0..self.list.len()).filter(|&at| self.starts_word(at)).find_map(|at| {
            let (cycle, next) = found(at)?;
            Some((cycle, self.list[at].start..self.list[next - 1].end()))
        })
    }

    fn get(&self, at: usize) -> Option<&Token<'a>> {
        self.list.get(at)
    }

    /// Whether a cycle can start at the token: not in the middle of a word, a version, an amount or an issue number.
    fn starts_word(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.get(before)) else { return true };
        match before.kind {
            Kind::Letters | Kind::Digits => false,
            Kind::Space => true,
            Kind::Mark => {
                let inside_number = before.is_mark(&['.', ',']) && at >= 2 && self.list[at - 2].kind == Kind::Digits;
                !inside_number && !before.is_mark(&['#', '$', '€', '£', '%', '@'])
            }
        }
    }

    /// Whether a cycle can end before the token.
    fn ends_word(&self, at: usize) -> bool {
        match self.get(at) {
            None => true,
            Some(token) if matches!(token.kind, Kind::Letters | Kind::Digits) => false,
            Some(token) if token.is_mark(&['%', '$', '€', '£', '+']) => false,
            Some(token) if token.is_mark(&['.', ',']) => self.get(at + 1).is_none_or(|next| next.kind != Kind::Digits),
            Some(_) => true,
        }
    }

    /// A whole cycle.
    fn cycle(&self, at: usize) -> Option<(Cycle, usize)> {
        let found =
            self.year_first(at).or_else(|| self.part_first(at)).or_else(|| self.months(at)).or_else(|| self.numeric_month(at));
        found.filter(|&(_, next)| self.ends_word(next))
    }

    /// "2019 Q4", "FY21-Q2", "22Q2", "FY24", "school year 2020".
    fn year_first(&self, at: usize) -> Option<(Cycle, usize)> {
        let (year, fiscal, next) = match self.named_year(at) {
            Some((year, fiscal, next)) => (year, fiscal, next),
            None => (self.get(at).and_then(full_year).or_else(|| self.short_year(at))?, false, at + 1),
        };
        let part = self.part_after(next);
        // "2024 for Q3 2025" names the later cycle: a part that has its own year is not this year's.
        let own_year = |at: usize| self.joined(at).and_then(|at| self.get(at)).is_some_and(|token| full_year(token).is_some());
        let part = part.filter(|&(_, after)| !own_year(after));
        let named = !self.get(at).is_some_and(|token| token.kind == Kind::Digits);
        match part {
            Some((part, next)) => Some((Cycle { year, part, fiscal }, next)),
            None if named => Some((Cycle { year, part: Part::Year, fiscal }, next)),
            None => None,
        }
    }

    /// "Q4 2019", "1Q2018", "Q4'19", "H1 FY26", "Q1-Q2 2020", "third quarter of 2026".
    fn part_first(&self, at: usize) -> Option<(Cycle, usize)> {
        let (mut part, mut next) = self.part(at)?;
        if let Some((second, after)) = self.joined(next).and_then(|next| self.part(next)) {
            part = spanning(part, second).unwrap_or(part);
            next = after;
        }
        let joined = self.joined(next)?;
        if let Some((year, fiscal, next)) = self.named_year(joined) {
            return Some((Cycle { year, part, fiscal }, next));
        }
        let token = self.get(joined)?;
        let year = full_year(token).or_else(|| {
            let tight = joined == next || (joined == next + 1 && self.list[next].is_mark(&['\'', '’', '-', '/', '_']));
            let quoted = self.list[joined - 1].is_mark(&['\'', '’']);
            token.number(2..3).filter(|n| (tight || quoted) && (10..=49).contains(n)).map(|n| 2000 + n as i16)
        })?;
        Some((Cycle { year, part, fiscal: false }, joined + 1))
    }

    /// "FY21", "CY 2019", "fiscal year 2024", "school year 2020".
    fn named_year(&self, at: usize) -> Option<(i16, bool, usize)> {
        let token = self.get(at)?;
        let (fiscal, next) = if token.is_word(&["FY", "GJ"]) {
            (true, at + 1)
        } else if token.is_word(&["CY", "SY"]) {
            (false, at + 1)
        } else if token.is_word(&["fiscal", "financial", "calendar", "school", "academic"])
            && self.word_after(at, &["year"]).is_some()
        {
            (token.is_word(&["fiscal", "financial"]), at + 3)
        } else {
            return None;
        };
        let number = self.joined(next)?;
        let token = self.get(number)?;
        let year = full_year(token).or_else(|| token.number(2..3).filter(|n| (1..=79).contains(n)).map(|n| 2000 + n as i16))?;
        Some((year, fiscal, number + 1))
    }

    /// The "22" of "22Q2" or "'22 Q2".
    fn short_year(&self, at: usize) -> Option<i16> {
        let year = self.get(at)?.number(2..3).filter(|n| (10..=49).contains(n))?;
        let quoted = at > 0 && self.list[at - 1].is_mark(&['\'', '’']);
        let next = if self.get(at + 1)?.is_mark(&['-', '/', '_']) { at + 2 } else { at + 1 };
        let part = self.get(next).is_some_and(|token| token.is_word(&["Q", "H"]));
        (part || quoted).then_some(2000 + year as i16)
    }

    fn part_after(&self, at: usize) -> Option<(Part, usize)> {
        let next = self.joined(at)?;
        let (part, after) = self.part(next)?;
        if !self.ends_word(after) {
            return None;
        }
        let second = self.joined(after).and_then(|next| self.part(next)).filter(|&(_, after)| self.ends_word(after));
        match second.and_then(|(second, after)| Some((spanning(part, second)?, after))) {
            Some(both) => Some(both),
            None => Some((part, after)),
        }
    }

    /// Past white space and joining marks or words between year and part; the position itself where nothing is between.
    fn joined(&self, mut at: usize) -> Option<usize> {
        let mut tokens = 0;
        while let Some(token) = self.get(at) {
            let full_stop = token.text == "." && self.get(at + 1).is_some_and(|next| next.kind == Kind::Space);
            let joins = token.kind == Kind::Space
                || (token.is_mark(MARKS) && !full_stop)
                || token.is_word(&["of", "in", "for", "de", "del", "du"]);
            if !joins {
                return Some(at);
            }
            tokens += 1;
            if tokens > 4 {
                return None;
            }
            at += 1;
        }
        None
    }

    fn word_after(&self, at: usize, words: &[&str]) -> Option<usize> {
        (self.get(at + 1)?.kind == Kind::Space && self.get(at + 2)?.is_word(words)).then_some(at + 3)
    }

    /// "Q3", "3Q", "H1", "T2", "Quarter 3", "3. Quartal", "first half", "Set 1".
    fn part(&self, at: usize) -> Option<(Part, usize)> {
        let token = self.get(at)?;
        match token.kind {
            Kind::Letters => self.lettered_part(at),
            Kind::Digits => {
                let number = token.number(1..2)?;
                let next = self.get(at + 1)?;
                if next.is_word(&["Q", "H"]) {
                    return Some((part_named(next.text, number)?, at + 2));
                }
                let skip = at + 1 + usize::from(next.is_mark(&['.']) || next.is_word(&["st", "nd", "rd", "th", "er", "e"]));
                let word = skip + usize::from(self.get(skip)?.kind == Kind::Space);
                let name = self.get(word).filter(|_| word > at + 1)?;
                Some((part_named(name.text, number).filter(|_| name.text.len() > 1)?, word + 1))
            }
            _ => None,
        }
    }

    fn lettered_part(&self, at: usize) -> Option<(Part, usize)> {
        let token = self.get(at)?;
        let ordinals =
            [&["first", "erstes", "premier"][..], &["second", "zweites"], &["third", "drittes"], &["fourth", "viertes"]];
        if let Some(index) = ordinals.iter().position(|words| token.is_word(words)) {
            let after = self.word_after(at, &["quarter", "half", "trimester", "semester", "quartal", "halbjahr"])?;
            return Some((part_named(self.list[after - 1].text, index as u32 + 1)?, after));
        }
        let spaced = self.get(at + 1)?.kind == Kind::Space;
        let number = at + 1 + usize::from(spaced && token.text.len() > 1);
        let part = part_named(token.text, self.get(number)?.number(1..2)?)?;
        Some((part, number + 1))
    }

    /// "August 2023", "Jan-Mar 2021", "January 2021 – March 2021"; not the month of a date.
    fn months(&self, at: usize) -> Option<(Cycle, usize)> {
        let first = month(self.get(at)?.text)?;
        if self.follows_day(at) || self.ends_range(at) {
            return None;
        }
        let dot = |at: usize| at + usize::from(self.get(at).is_some_and(|token| token.text == "."));
        let next = self.spaces(dot(at + 1));
        let (own_year, next) = match self.get(next).and_then(full_year) {
            Some(year) => (Some(year), next + 1),
            None => (None, next),
        };
        let Some((last, after)) = self.month_range_end(next) else {
            return Some((Cycle { year: own_year?, part: Part::Month(first), fiscal: false }, next));
        };
        let year_at = self.spaces(dot(after));
        let year = self.get(year_at).and_then(full_year)?;
        let part = month_span(first, last).filter(|_| own_year.is_none_or(|own| own == year))?;
        Some((Cycle { year, part, fiscal: false }, year_at + 1))
    }

    /// Whether the month is the end of a range whose start has been passed ("Feb-May 2021").
    fn ends_range(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at).any(|first| {
            month(self.list[first].text).is_some() && self.month_range_end(first + 1).is_some_and(|(_, end)| end == at + 1)
        })
    }

    fn month_range_end(&self, at: usize) -> Option<(u8, usize)> {
        let joiner = self.spaces(at);
        let token = self.get(joiner)?;
        (token.is_mark(&['-', '–', '—', '/']) || token.is_word(&["to", "through", "bis", "until", "til"])).then_some(())?;
        let second = self.spaces(joiner + 1);
        Some((month(self.get(second)?.text)?, second + 1))
    }

    fn spaces(&self, at: usize) -> usize {
        at + usize::from(self.get(at).is_some_and(|token| token.kind == Kind::Space))
    }

    /// Whether a day number stands before the token ("3 August", "3rd of August", "3. August").
    fn follows_day(&self, at: usize) -> bool {
        let before = self.list[..at].iter().rev().filter(|token| token.kind != Kind::Space && !token.is_mark(&['.', '-']));
        let mut words = before.skip_while(|token| token.is_word(&["st", "nd", "rd", "th", "of", "de"]));
        words.next().is_some_and(|token| token.number(1..3).is_some_and(|day| (1..=31).contains(&day)))
    }

    /// "2026-08", not followed by a day.
    fn numeric_month(&self, at: usize) -> Option<(Cycle, usize)> {
        let year = full_year(self.get(at)?)?;
        self.get(at + 1)?.is_mark(&['-', '/']).then_some(())?;
        let part = self.get(at + 2)?.number(2..3).filter(|n| (1..=12).contains(n))?;
        let day = self.get(at + 3).is_some_and(|token| token.is_mark(&['-', '/', '.']))
            && self.get(at + 4).is_some_and(|t| t.kind == Kind::Digits);
        (!day).then_some((Cycle { year, part: Part::Month(part as u8), fiscal: false }, at + 3))
    }

    /// A year alone, not one inside a date, version or amount.
    fn bare_year(&self, at: usize) -> Option<(Cycle, usize)> {
        let year = full_year(self.get(at)?).filter(|year| (2000..=2049).contains(year))?;
        let joined = |token: Option<&Token<'_>>| token.is_some_and(|token| token.is_mark(&['-', '/', '.', ':', '–']));
        let digits = |token: Option<&Token<'_>>| token.is_some_and(|token| token.kind == Kind::Digits);
        let part_of_date =
            (joined(self.get(at + 1)) && digits(self.get(at + 2)) && self.get(at + 2).and_then(full_year).is_none())
                || (at >= 2 && joined(self.get(at - 1)) && digits(self.get(at - 2)) && full_year(&self.list[at - 2]).is_none());
        let before = self.list[..at].iter().rev().find(|token| token.kind != Kind::Space && token.text != ",");
        let wrong = before.is_some_and(|token| {
            token.is_word(&["port", "RFC", "ISO", "version", "v", "issue", "PR", "ticket"]) || month(token.text).is_some()
        });
        (!part_of_date && !wrong && self.ends_word(at + 1)).then_some((Cycle { year, part: Part::Year, fiscal: false }, at + 1))
    }
}

/// The part that a letter or word and a number name.
fn part_named(name: &str, number: u32) -> Option<Part> {
    let n = number as u8;
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match number {
        1..=4 if is(&["Q", "quarter", "quartal", "trimestre", "qtr"]) => Some(Part::Quarter(n)),
        1..=2 if is(&["H", "half", "halbjahr", "semester", "semestre", "set"]) => Some(Part::Half(n)),
        1..=3 if is(&["T", "trimester", "tertial", "third"]) => Some(Part::Third(n)),
        // Romance languages count quarters in "trimestres"; only the fourth gives them away.
        4 if is(&["T"]) => Some(Part::Quarter(4)),
        _ => None,
    }
}

/// The part that two quarters make together.
fn spanning(first: Part, last: Part) -> Option<Part> {
    match (first, last) {
        (Part::Quarter(first), Part::Quarter(last)) if first < last => month_span(3 * first - 2, 3 * last),
        (Part::Half(1), Part::Half(2)) => Some(Part::Year),
        _ => None,
    }
}

/// The part of the year from the first to the last month, where it is one that has a name.
fn month_span(first: u8, last: u8) -> Option<Part> {
    match (first, (last + 1).checked_sub(first)?) {
        (1, 12) => Some(Part::Year),
        (1 | 7, 6) => Some(Part::Half(first / 6 + 1)),
        (1 | 5 | 9, 4) => Some(Part::Third(first / 4 + 1)),
        (1 | 4 | 7 | 10, 3) => Some(Part::Quarter(first / 3 + 1)),
        (_, 1) => Some(Part::Month(first)),
        _ => None,
    }
}
