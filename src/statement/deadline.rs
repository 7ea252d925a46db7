//! By when: "by 2026-09-30", "by end of June", "before October", "EOQ", "in Q4", "by week 8".

use std::ops::Range;

use jiff::civil::Date;

use super::moment::{event, foreseen};
use super::tokens::{Glue, Kind, Tokens};
use super::{Context, Deadline};
use crate::calendar::{Cycle, Part, Period};
use crate::lexicon::{Sense, Senses, any};
use crate::source::Text;

/// Where in a period a deadline falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    Start,
    Middle,
    End,
    /// The day before it begins.
    Before,
}

/// A phrase that names a day or period.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    pub(super) end: usize,
    pub(super) date: Option<Date>,
    pub(super) impossible: bool,
    /// Whether it can be a deadline after "in" or "on".
    pub(super) period: bool,
    /// Whether it is a deadline without an introducing word.
    pub(super) alone: bool,
}

/// Finds the deadline of a statement and masks its tokens, so that its digits are no quantity.
pub(crate) fn find(tokens: &mut Tokens<'_>, text: &Text, context: &Context) -> Option<Deadline> {
    let mut found: Option<(Range<usize>, When)> = None;
    let mut at = 0;
    while at < tokens.len() {
        let Some((first, when, due)) = phrase(tokens, at, context) else {
            at += 1;
            continue;
        };
        // A deadline that is written out wins over a bare period; of equals the last.
        if due && found.as_ref().is_none_or(|(_, known)| known.date.is_none() || when.date.is_some()) {
            found = Some((first..when.end, when));
        }
        tokens.mask(first..when.end);
        at = when.end.max(at + 1);
    }
    let (range, when) = found?;
    let bytes = tokens.bytes(range);
    Some(Deadline {
        text: text.as_str()[bytes.clone()].into(),
        date: when.date,
        impossible: when.impossible,
        span: text.locate(bytes),
    })
}

/// The deadline in a due field, where a date needs no introducing word.
pub(crate) fn alone(tokens: &Tokens<'_>, text: &Text, context: &Context) -> Option<Deadline> {
    let (first, when) = (0..tokens.len()).find_map(|at| Some((at, when(tokens, at, Point::End, context)?)))?;
    let bytes = tokens.bytes(first..when.end);
    Some(Deadline {
        text: text.as_str()[bytes.clone()].into(),
        date: when.date,
        impossible: when.impossible,
        span: text.locate(bytes),
    })
}

/// The date phrase whose introducing word or first word stands at a token, and whether it says by when.
fn phrase(tokens: &Tokens<'_>, at: usize, context: &Context) -> Option<(usize, When, bool)> {
    let token = tokens.get(at)?;
    let dated = match token.kind {
        Kind::Word => token
            .senses
            .any(any::TIME_WORDS.and(Senses::of(Sense::FunctionWordsPreposition)).and(Senses::of(Sense::FunctionWordsArticle))),
        Kind::Sign(_) => false,
        _ => true,
    };
    if !dated || token.masked || token.glue == Glue::Hyphen {
        return None;
    }
    const OPENING: [&str; 9] = ["in", "on", "for", "the", "this", "next", "over", "during", "within"];
    if token.kind == Kind::Word && !token.senses.any(any::TIME_WORDS) && !tokens.is_one(at, &OPENING) {
        return None;
    }
    let after = tokens.term(at).end;
    if token.senses.has(Sense::TimeWordsBy) {
        let before = tokens.is(at, "before") || tokens.is(at, "prior") || tokens.is(at, "avant");
        let point = if before { Point::Before } else { Point::End };
        let colon = after + usize::from(tokens.is_sign(after, ':'));
        if let Some(when) = when(tokens, colon, point, context).or_else(|| event(tokens, after)) {
            return Some((at, when, true));
        }
        if let Some(when) = before.then(|| foreseen(tokens, at)).flatten() {
            return Some((at, when, true));
        }
        return None;
    }
    if let Some(horizon) = horizon(tokens, at) {
        return Some((at, horizon, true));
    }
    let preposition = tokens.is_one(at, &["in", "on", "during", "for", "within", "over"]);
    if preposition {
        let when = when(tokens, after, Point::End, context)?;
        // "In 9 of 10 calls in Q1, ..", "decide whether to merge in H2": the period belongs to what is spoken of.
        let inner = at > 0 && tokens.is(0, "in") || (0..at).any(|index| tokens.is_one(index, &["how", "whether", "what"]));
        return when.period.then_some((at, when, !tokens.is(at, "for") && !tokens.is(at, "over") && !inner));
    }
    let when = when(tokens, at, Point::End, context)?;
    let opened = at.checked_sub(1).and_then(|index| tokens.sign(index)).is_some_and(|sign| matches!(sign, '(' | ',' | '—' | '['));
    let closed = when.end >= tokens.len() || tokens.sign(when.end).is_some();
    let compared = at.checked_sub(1).is_some_and(|index| compares(tokens, index));
    Some((at, when, (when.alone || (opened && closed && when.date.is_some())) && !compared))
}

fn compares(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_one(at, &["vs", "versus", "than", "from", "since", "with", "to", "over", "of", "the"])
}

/// "within the next 6 months", "in the coming quarter".
fn horizon(tokens: &Tokens<'_>, at: usize) -> Option<When> {
    let intro = tokens.is(at, "within") || tokens.is(at, "in") || tokens.is(at, "over");
    let the = at + 1 + usize::from(tokens.is(at + 1, "the"));
    let coming = tokens.is(the, "next") || tokens.is(the, "coming");
    if !intro || !coming {
        return None;
    }
    let counted = tokens.number(the + 1).is_some() || tokens.has(the + 1, Sense::NumbersCardinal);
    let unit = the + 1 + usize::from(counted);
    let named = tokens.has(unit, Sense::UnitsDuration) || tokens.has(unit, Sense::TimeWordsPeriod);
    named.then_some(When { end: unit + 1, date: None, impossible: false, period: false, alone: true })
}

/// A day or period that begins at a token.
fn when(tokens: &Tokens<'_>, at: usize, point: Point, context: &Context) -> Option<When> {
    let token = tokens.get(at)?;
    let whole = |end, date| When { end, date, impossible: false, period: true, alone: false };
    let closing = [Sense::TimeWordsEoq, Sense::TimeWordsEoy, Sense::TimeWordsEofy, Sense::TimeWordsEom];
    if let Some(sense) = closing.into_iter().find(|sense| token.senses.has(*sense)) {
        let end = tokens.term(at).end;
        // "Month-end closing" names the work, "open at month end" when it is counted.
        let names = tokens
            .get(end)
            .is_some_and(|next| next.kind == Kind::Word && !next.senses.any(any::FUNCTION_WORDS.and(any::TIME_WORDS)));
        if names || sense == Sense::TimeWordsEom && at > 0 && tokens.is(at - 1, "at") {
            return None;
        }
        let year = year(tokens, end);
        let date = match (sense, year) {
            (Sense::TimeWordsEoq, _) => context.cycle_end(),
            (Sense::TimeWordsEoy, Some(year)) => Date::new(year, 12, 31).ok(),
            (Sense::TimeWordsEoy, None) => context.year_end(false),
            (Sense::TimeWordsEofy, _) => context.year_end(true),
            _ => None,
        };
        return Some(When { alone: true, period: false, ..whole(end + usize::from(year.is_some()), date) });
    }
    let narrowing =
        [(Sense::TimeWordsStart, Point::Start), (Sense::TimeWordsMid, Point::Middle), (Sense::TimeWordsEnd, Point::End)];
    if let Some((_, narrowed)) = narrowing.into_iter().find(|(sense, _)| token.senses.has(*sense)) {
        let mut next = tokens.term(at).end;
        while tokens.is_one(next, &["of", "the", "this", "in", "de", "des"]) {
            next += 1;
        }
        let narrowed = if point == Point::Before { point } else { narrowed };
        return when_named(tokens, next, narrowed, context)
            .map(|when| When { alone: narrowed == Point::End && token.senses.has(Sense::TimeWordsEnd), ..when });
    }
    let skipped = at + usize::from(tokens.is(at, "the") || tokens.is(at, "this") || tokens.is(at, "next"));
    when_named(tokens, skipped, point, context)
}

/// A day, month, quarter, half or year by its name or digits.
fn when_named(tokens: &Tokens<'_>, at: usize, point: Point, context: &Context) -> Option<When> {
    let token = tokens.get(at)?;
    let day = |end, date: Result<Date, ()>| When {
        end,
        date: date.ok().and_then(|date| if point == Point::Before { date.yesterday().ok() } else { Some(date) }),
        impossible: date.is_err(),
        period: true,
        alone: false,
    };
    if token.kind == Kind::Date {
        return Some(day(at + 1, digits(tokens.word(at)).ok_or(())));
    }
    if let Some((end, year, month, number)) = day_and_month(tokens, at) {
        let date = context.date(year, month, number);
        return Some(day(end, date.ok_or(())));
    }
    let period = |end: usize, cycle: Option<Cycle>| {
        let date = cycle.and_then(|cycle| context.point(cycle, point));
        When { end, date, impossible: false, period: true, alone: false }
    };
    if token.senses.has(Sense::TimeWordsMonth) && (token.capital || point != Point::End || tokens.word(at).len() > 3) {
        let month: i8 = tokens.note(at, Sense::TimeWordsMonth).parse().ok()?;
        let comma = at + 1 + usize::from(tokens.is_sign(at + 1, ','));
        let written = year(tokens, comma);
        let end = if written.is_some() { comma + 1 } else { at + 1 };
        let cycle = written.or_else(|| context.year_of_month(month)).map(|year| Cycle {
            year,
            part: Part::Month(month as u8),
            fiscal: false,
        });
        return Some(period(end, cycle));
    }
    if let Some((end, cycle)) = code(tokens, at, context) {
        return Some(period(end, cycle));
    }
    if let Some(year) = year(tokens, at) {
        let year = Cycle { year, part: Part::Year, fiscal: false };
        return Some(period(at + 1, Some(year)));
    }
    let determined = || at > 0 && tokens.is_one(at - 1, &["of", "the", "this", "next", "current"]);
    if !(token.senses.has(Sense::TimeWordsWeekday) || token.senses.has(Sense::TimeWordsPeriod) && determined()) {
        return None;
    }
    let date = match tokens.word(at).to_ascii_lowercase().as_str() {
        "quarter" | "cycle" if !tokens.is(at.wrapping_sub(1), "next") => context.cycle_end(),
        "year" if !tokens.is(at.wrapping_sub(1), "next") => context.year_end(false),
        _ => None,
    };
    Some(When { end: at + 1, date, impossible: false, period: false, alone: false })
}

/// A four-digit year at a token.
fn year(tokens: &Tokens<'_>, at: usize) -> Option<i16> {
    let Kind::Number { value, .. } = tokens.get(at)?.kind else { return None };
    let written = tokens.word(at);
    let counted = tokens.is_sign(at + 1, '%') || tokens.is_sign(at + 1, '+');
    (written.len() == 4 && written.starts_with("20") && !counted).then_some(value as i16)
}

/// "30 June 2026", "30th of June", "June 30th, 2026", "June 30": end, year, month, day.
fn day_and_month(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Option<i16>, i8, i8)> {
    let month = |index: usize| -> Option<i8> {
        let known = tokens.has(index, Sense::TimeWordsMonth);
        known.then(|| tokens.note(index, Sense::TimeWordsMonth).parse().ok()).flatten()
    };
    let day = |index: usize| -> Option<i8> {
        let word = tokens.word(index);
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let token = tokens.get(index)?;
        let ordinal = token.kind == Kind::Name && matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th");
        let number = matches!(token.kind, Kind::Number { .. }) && digits.len() <= 2;
        (number || ordinal).then(|| digits.parse().ok()).flatten()
    };
    let with_year = |end: usize| {
        let comma = end + usize::from(tokens.is_sign(end, ','));
        year(tokens, comma).map_or((end, None), |year| (comma + 1, Some(year)))
    };
    if let Some(number) = day(at) {
        let mut next = at + 1 + usize::from(tokens.is_sign(at + 1, '.'));
        next += usize::from(tokens.is(next, "of"));
        let (end, year) = with_year(next + 1);
        return Some((end, year, month(next)?, number));
    }
    let number = day(at + 1)?;
    // "by May 30%" speaks of a share.
    if tokens.is_sign(at + 2, '%') || tokens.is_sign(at + 2, '+') {
        return None;
    }
    let (end, year) = with_year(at + 2);
    Some((end, year, month(at)?, number))
}

/// "Q4", "Q4 2026", "2026-Q4", "FY27", "FY27 Q1", "H1/26", "fourth quarter of 2026".
fn code(tokens: &Tokens<'_>, at: usize, context: &Context) -> Option<(usize, Option<Cycle>)> {
    type Named = (Sense, fn(u8) -> Part);
    let ordinals: [Named; 2] = [(Sense::TimeWordsQuarterOrdinal, Part::Quarter), (Sense::TimeWordsHalfOrdinal, Part::Half)];
    let mut end = tokens.term(at).end;
    let (mut own, mut part, mut fiscal) = match ordinals.into_iter().find(|(sense, _)| tokens.has(at, *sense)) {
        Some((sense, part)) => (None, Some(part(tokens.note(at, sense).parse().ok()?)), false),
        None => match year(tokens, at) {
            Some(year) if tokens.get(at + 1).is_some_and(|next| next.glue != Glue::Space || next.kind == Kind::Name) => {
                let (_, part, fiscal) = parse_code(tokens.word(at + 1))?;
                end = at + 2;
                (Some(year), part, fiscal)
            }
            _ => parse_code(tokens.word(at))?,
        },
    };
    let of = end + usize::from(tokens.is(end, "of") || tokens.is(end, "in"));
    if own.is_none()
        && let Some(year) = year(tokens, of)
    {
        (own, end) = (Some(year), of + 1);
    }
    if let Some((year, further, true)) = parse_code(tokens.word(of)).filter(|_| !fiscal && part.is_some()) {
        (own, fiscal, end) = (year.or(own), true, of + 1);
        part = part.or(further);
    } else if let Some((None, further @ Some(_), _)) = parse_code(tokens.word(of)).filter(|_| fiscal && part.is_none()) {
        (part, end) = (further, of + 1);
    }
    let year = own.or(context.cycle.map(|cycle| cycle.year));
    fiscal |= own.is_none() && context.cycle.is_some_and(|cycle| cycle.fiscal);
    Some((end, year.map(|year| Cycle { year, part: part.unwrap_or(Part::Year), fiscal })))
}

/// "Q4", "4Q", "H1", "FY27", "FY2027", "FY27Q1", "Q1FY27", "4Q2026": year, part, whether fiscal.
fn parse_code(word: &str) -> Option<(Option<i16>, Option<Part>, bool)> {
    let (mut year, mut part, mut fiscal) = (None, None, false);
    let bytes = word.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let digit = |index: usize| bytes.get(index).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        match bytes[at].to_ascii_uppercase() {
            letter @ (b'Q' | b'H' | b'T') if part.is_none() && digit(at + 1).is_some() => {
                let number = digit(at + 1)?;
                part = named_part(letter, number);
                part?;
                at += 2;
            }
            b'F' if bytes.get(at + 1).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'Y')) && digit(at + 2).is_some() => {
                fiscal = true;
                at += 2;
            }
            b'0'..=b'9' if run == 1 && part.is_none() => {
                part = named_part(bytes.get(at + 1)?.to_ascii_uppercase(), digit(at)?);
                part?;
                at += 2;
            }
            b'0'..=b'9' if (run == 2 || run == 4) && year.is_none() && (part.is_some() || fiscal || run == 4) => {
                let number: i16 = word[at..at + run].parse().ok()?;
                year = Some(if run == 2 { 2000 + number } else { number });
                at += run;
            }
            _ => return None,
        }
    }
    (part.is_some() || fiscal).then_some((year, part, fiscal))
}

fn named_part(letter: u8, number: u8) -> Option<Part> {
    match (letter, number) {
        (b'Q', 1..=4) => Some(Part::Quarter(number)),
        (b'H', 1..=2) => Some(Part::Half(number)),
        (b'T', 1..=3) => Some(Part::Third(number)),
        _ => None,
    }
}

/// A date in digits; the day stands first unless it cannot.
fn digits(word: &str) -> Option<Date> {
    let mut parts = word.split(['-', '.', '/']).map(|part| part.parse::<i16>().ok());
    let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
    let date = |year, month, day| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if a > 31 {
        return date(a, b, c);
    }
    let year = if c < 100 { 2000 + c } else { c };
    if b > 12 && word.contains('/') { date(year, a, b) } else { date(year, b, a) }
}

impl Context {
    fn cycle_end(&self) -> Option<Date> {
        self.point(self.cycle?, Point::End)
    }

    fn year_end(&self, fiscal: bool) -> Option<Date> {
        let cycle = self.cycle?;
        self.point(Cycle { part: Part::Year, fiscal: fiscal || cycle.fiscal, ..cycle }, Point::End)
    }

    /// The first year in which the month does not lie before the cycle.
    fn year_of_month(&self, month: i8) -> Option<i16> {
        let start = self.cycle?.period(self.fiscal_year).start;
        Some(if month < start.month() { start.year() + 1 } else { start.year() })
    }

    fn date(&self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        // Without a year only the month can be judged; 2024 has a 29 February.
        let known = year.or_else(|| self.year_of_month(month));
        Date::new(known.unwrap_or(2024), month, day).ok()
    }

    fn point(&self, cycle: Cycle, point: Point) -> Option<Date> {
        let Period { start, end } = cycle.period(self.fiscal_year);
        match point {
            Point::Start => Some(start),
            Point::End => Some(end),
            Point::Before => start.yesterday().ok(),
            Point::Middle => start.checked_add(jiff::Span::new().days(start.until(end).ok()?.get_days() / 2)).ok(),
        }
    }
}
