//! Quantities: a number with its unit, bound and kind, in digits or in words.

use std::ops::Range;

use super::tokens::{Glue, Kind, Tokens};
use super::{Amount, Bound};
use crate::lexicon::{Sense, Senses, any};
use crate::source::Text;

/// What sort of value a quantity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A number with nothing or a counted noun behind it.
    Count,
    /// Percent.
    Percent,
    /// Percentage points, score points.
    Point,
    /// Money.
    Money,
    /// A length of time.
    Duration,
    /// Bytes, requests per second, weights, lengths.
    Measure,
    /// Stars, m out of 5.
    Score,
    /// 2x, double, halve.
    Multiple,
    /// m of n.
    Ratio,
    /// A hidden number.
    Redacted,
}

/// A quantity of the statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity<'t> {
    /// Its tokens, with unit and bound.
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// Where the number itself stands.
    pub(crate) number_at: usize,
    pub(crate) value: Option<f64>,
    /// The n of "m of n".
    pub(crate) total: Option<f64>,
    pub(crate) sort: Sort,
    pub(crate) unit: &'t str,
    pub(crate) bound: Option<Bound>,
    /// Whether the separators can be read two ways.
    pub(crate) ambiguous: bool,
}

impl Quantity<'_> {
    /// The tokens it takes.
    pub(crate) fn range(&self) -> Range<usize> {
        self.first..self.end
    }

    /// The value in seconds where it is a length of time, so that "5 h" and "40 min" compare.
    pub(crate) fn scaled(&self) -> Option<f64> {
        let seconds = if self.sort == Sort::Duration { seconds(self.unit).unwrap_or(1.0) } else { 1.0 };
        self.value.map(|value| value * seconds)
    }

    /// Whether it only says that something exists: one, at least one, 1+.
    pub(crate) fn is_existence(&self) -> bool {
        let one = self.value == Some(1.0);
        one && (self.sort == Sort::Count && self.bound == Some(Bound::AtLeast)
            || self.sort == Sort::Money && self.bound.is_none())
    }

    /// The value as the model holds it.
    pub(crate) fn amount(&self, tokens: &Tokens<'_>, text: &Text, relative: bool) -> Amount {
        let bytes = tokens.bytes(self.range());
        Amount {
            number: self.value,
            text: text.as_str()[bytes.clone()].into(),
            unit: self.unit.into(),
            relative,
            bound: self.bound,
            span: text.locate(bytes),
        }
    }
}

/// How many seconds a unit of time has; `None` for other units.
pub(crate) fn seconds(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "ms" | "millisecond" | "milliseconds" => 1e-3,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => 86400.0,
        "week" | "weeks" | "wk" | "wks" => 604_800.0,
        "month" | "months" | "mo" => 2_629_800.0,
        "year" | "years" | "yr" | "yrs" => 31_557_600.0,
        _ => return None,
    })
}

/// All quantities that are not masked, in order.
pub(crate) fn find<'t>(tokens: &Tokens<'t>) -> Vec<Quantity<'t>> {
    let mut found: Vec<Quantity<'t>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(tokens, at) {
            Some(quantity) => {
                at = quantity.end.max(at + 1);
                found.push(quantity);
            }
            None => at += 1,
        }
    }
    found
}

/// The quantity whose number, sign of currency or number word stands at a token.
fn read<'t>(tokens: &Tokens<'t>, at: usize) -> Option<Quantity<'t>> {
    let token = tokens.get(at).filter(|token| !token.masked)?;
    let may_count = match token.kind {
        Kind::Word => {
            token.senses.any(any::NUMBERS.and(Senses::of(Sense::FunctionWordsArticle)).and(Senses::of(Sense::UnitsCurrency)))
        }
        Kind::Sign(_) => token.is_currency(),
        _ => true,
    };
    if !may_count {
        return None;
    }
    let blank = Quantity {
        first: at,
        end: at + 1,
        number_at: at,
        value: None,
        total: None,
        sort: Sort::Count,
        unit: "",
        bound: None,
        ambiguous: false,
    };
    if let Some(quantity) = redacted(tokens, at, blank) {
        return Some(with_bound(tokens, quantity));
    }
    if token.senses.has(Sense::NumbersVerbMultiple) || token.senses.has(Sense::NumbersMultiple) {
        let sense = if token.senses.has(Sense::NumbersMultiple) { Sense::NumbersMultiple } else { Sense::NumbersVerbMultiple };
        // "double-check" and "double blind" multiply nothing.
        let joined = tokens.get(tokens.term(at).end).is_some_and(|next| next.glue == Glue::Hyphen);
        let value = tokens.note(at, sense).parse().ok();
        let end = tokens.term(at).end;
        return (!joined).then_some(Quantity { end, value, sort: Sort::Multiple, unit: "x", ..blank });
    }
    if token.senses.has(Sense::NumbersFraction) {
        let end = tokens.term(at).end;
        let value = tokens.note(at, Sense::NumbersFraction).parse().ok();
        let joined = tokens.get(end).is_some_and(|next| next.glue == Glue::Hyphen);
        return (!joined).then(|| with_bound(tokens, Quantity { end, value, sort: Sort::Percent, unit: "%", ..blank }));
    }
    let money = (token.is_currency() || token.senses.has(Sense::UnitsCurrency)) && tokens.number(at + 1).is_some();
    let number_at = if money { at + 1 } else { at };
    let mut quantity = cardinal(tokens, number_at, blank)?;
    quantity.first = at;
    if money {
        quantity.sort = Sort::Money;
        quantity.unit = tokens.word(at);
    }
    suffix(tokens, &mut quantity);
    range(tokens, &mut quantity);
    Some(with_bound(tokens, quantity))
}

/// A number in digits or in words.
fn cardinal<'t>(tokens: &Tokens<'t>, at: usize, blank: Quantity<'t>) -> Option<Quantity<'t>> {
    let token = tokens.get(at)?;
    if let Kind::Number { value, ambiguous } = token.kind {
        return Some(Quantity { number_at: at, end: at + 1, value: Some(value), ambiguous, ..blank });
    }
    let spent = tokens.has(at + 1, Sense::UnitsDuration) && at > 0;
    let limited = spent && (tokens.any(tokens.term(at - 1).start, any::BOUNDS) || tokens.is(at - 1, "for"));
    if limited && (tokens.is(at, "a") || tokens.is(at, "an")) {
        return Some(Quantity { number_at: at, end: at + 1, value: Some(1.0), ..blank });
    }
    if !token.senses.has(Sense::NumbersCardinal) || token.possessive {
        return None;
    }
    let end = tokens.term(at).end;
    let value: f64 = tokens.note(at, Sense::NumbersCardinal).parse().ok()?;
    let unit_follows = tokens.has(end, Sense::UnitsPercent)
        || tokens.any(end, crate::lexicon::Senses::of(Sense::UnitsDuration))
        || tokens.is(end, "of")
        || tokens.is(end, "out")
        || tokens.is(end, "in");
    let bounded = at > 0 && tokens.any(tokens.term(at - 1).start, any::BOUNDS) || tokens.is(end, "or");
    let large = tokens.has(end, Sense::UnitsMagnitude) && tokens.word(end).len() > 2;
    let rated = value == 1.0 && (at + 1..tokens.len().min(at + 16)).any(|index| tokens.has(index, Sense::TimeWordsRate));
    // "one" is mostly a pronoun or an article; "zero trust" and "two-factor" are names.
    let joined = tokens.get(end).is_some_and(|next| next.glue == Glue::Hyphen) || token.glue == Glue::Hyphen;
    let counts = match value as u32 {
        1 => bounded || rated || large || (unit_follows && tokens.has(end, Sense::UnitsDuration)),
        _ => true,
    };
    (counts && !joined).then_some(Quantity { number_at: at, end, value: Some(value), ..blank })
}

/// Magnitude, unit, plus sign and "of n" behind the number.
fn suffix<'t>(tokens: &Tokens<'t>, quantity: &mut Quantity<'t>) {
    let glued = |at: usize| tokens.get(at).is_some_and(|token| matches!(token.glue, Glue::Tight | Glue::Hyphen));
    let mut end = quantity.end;
    let large = tokens.word(end).len() > 1;
    if tokens.has(end, Sense::UnitsMagnitude) && (glued(end) || large || quantity.sort == Sort::Money) {
        let lone_m = tokens.is(end, "m") && quantity.sort != Sort::Money && tokens.word(end) == "m";
        if !lone_m {
            let factor: f64 = tokens.note(end, Sense::UnitsMagnitude).parse().unwrap_or(1.0);
            quantity.value = quantity.value.map(|value| value * factor);
            end += 1;
        }
    }
    if tokens.is_sign(end, '+') && glued(end) {
        quantity.bound = Some(Bound::AtLeast);
        end += 1;
    }
    end = unit(tokens, quantity, end);
    if tokens.is_sign(end, '+') && glued(end) {
        quantity.bound = Some(Bound::AtLeast);
        end += 1;
    }
    quantity.end = total(tokens, quantity, end);
}

/// The unit at a token; where it ends.
fn unit<'t>(tokens: &Tokens<'t>, quantity: &mut Quantity<'t>, at: usize) -> usize {
    if tokens.is_sign(at, '%') || tokens.has(at, Sense::UnitsPercent) {
        quantity.sort = Sort::Percent;
        quantity.unit = "%";
        let points = tokens.has(at + 1, Sense::UnitsPoint);
        if points || tokens.has(at, Sense::UnitsPoint) {
            quantity.sort = Sort::Point;
        }
        return at + 1 + usize::from(points);
    }
    let Some(token) = tokens.get(at) else { return at };
    let short = token.end - token.start <= 2;
    // A letter or two is a unit only right behind the number or where nothing else can be meant.
    let seconds = tokens.word(at) == "s" && tokens.get(at + 1).is_none_or(|next| matches!(next.kind, Kind::Sign(_)));
    let letters = !seconds
        && token.glue != Glue::Tight
        && short
        && !matches!(tokens.word(at), "ms" | "h" | "kg" | "km" | "GB" | "TB" | "MB" | "pp" | "m²");
    let adjective = token.glue == Glue::Hyphen;
    let sorts = [
        (Sense::UnitsPoint, Sort::Point),
        (Sense::UnitsCurrency, Sort::Money),
        (Sense::UnitsDuration, Sort::Duration),
        (Sense::UnitsDigital, Sort::Measure),
        (Sense::UnitsPhysical, Sort::Measure),
        (Sense::UnitsScore, Sort::Score),
        (Sense::UnitsMultiple, Sort::Multiple),
    ];
    if let Some((_, sort)) = sorts.iter().find(|(sense, _)| token.senses.has(*sense)) {
        let time_word = *sort == Sort::Multiple && tokens.is(at, "times") && tokens.is(at + 1, "per");
        if !letters && !adjective && !time_word && quantity.sort == Sort::Count {
            quantity.sort = *sort;
            quantity.unit = tokens.slice(tokens.term(at));
            return tokens.term(at).end;
        }
    }
    if token.kind == Kind::Sign('×') || (token.is_currency() && token.glue == Glue::Tight) {
        quantity.sort = if token.is_currency() { Sort::Money } else { Sort::Multiple };
        quantity.unit = tokens.word(at);
        return at + 1;
    }
    if token.kind == Kind::Sign('★') {
        quantity.sort = Sort::Score;
        return at + 1;
    }
    at
}

/// "of 15", "out of 5", "/10", "in four" behind a number; where it ends.
fn total<'t>(tokens: &Tokens<'t>, quantity: &mut Quantity<'t>, at: usize) -> usize {
    if quantity.sort != Sort::Count {
        return at;
    }
    let word =
        tokens.has(at, Sense::UnitsScore) || tokens.is_sign(at, '/') && tokens.get(at).is_some_and(|t| t.glue == Glue::Tight);
    let of = if tokens.is(at, "out") && tokens.is(at + 1, "of") {
        at + 2
    } else if tokens.is(at, "of") || tokens.is(at, "in") || word {
        at + 1
    } else {
        return at;
    };
    let of = of + usize::from(tokens.is(of, "the") || tokens.is(of, "every") || tokens.is(of, "our"));
    let spelled = tokens.has(of, Sense::NumbersCardinal).then(|| tokens.note(of, Sense::NumbersCardinal).parse().ok()).flatten();
    let Some(total) = tokens.number(of).or(spelled) else { return at };
    let duration = tokens.has(of + 1, Sense::UnitsDuration) || tokens.get(of + 1).is_some_and(|t| t.kind == Kind::Sign('%'));
    if duration || quantity.value.is_some_and(|value| value > total && !word) && tokens.is(at, "in") {
        return at;
    }
    // "3 of the 12 pp" are three points.
    if tokens.is(of + 1, "pp") {
        (quantity.sort, quantity.unit) = (Sort::Point, "pp");
        return of + 2;
    }
    quantity.total = Some(total);
    quantity.sort = if word && matches!(total as u32, 5 | 10 | 100) { Sort::Score } else { Sort::Ratio };
    of + 1
}

/// "20-30%", "between 20 and 30": the quantity is the further end.
fn range<'t>(tokens: &Tokens<'t>, quantity: &mut Quantity<'t>) {
    let between = quantity.first > 0 && tokens.is(quantity.first - 1, "between") && tokens.is(quantity.end, "and");
    if !tokens.is_sign(quantity.end, '–') && !between {
        return;
    }
    let at = quantity.end + 1;
    let number_at = at + usize::from(tokens.get(at).is_some_and(super::tokens::Token::is_currency));
    if tokens.number(number_at).is_none() {
        return;
    }
    let blank = Quantity { sort: if number_at > at { Sort::Money } else { Sort::Count }, total: None, ..*quantity };
    if let Some(mut further) = cardinal(tokens, number_at, blank) {
        suffix(tokens, &mut further);
        if further.sort == Sort::Count {
            further.sort = quantity.sort;
            further.unit = quantity.unit;
        }
        further.first = quantity.first;
        further.bound = Some(Bound::Range);
        *quantity = further;
    }
}

/// Takes in the bound written before or behind.
fn with_bound<'t>(tokens: &Tokens<'t>, mut quantity: Quantity<'t>) -> Quantity<'t> {
    let mut first = quantity.first;
    while first > 0 {
        let before = tokens.term(first - 1).start;
        let sign = tokens.sign(first - 1);
        let article = tokens.is(first - 1, "first")
            || tokens.is(first - 1, "their")
            || tokens.is(first - 1, "a")
            || tokens.is(first - 1, "the")
            || tokens.is(first - 1, "an");
        let bounded = first >= 2 && tokens.any(tokens.term(first - 2).start, any::BOUNDS);
        let bound = match () {
            () if tokens.has(before, Sense::BoundsUpTo) => Some(Bound::UpTo),
            () if tokens.has(before, Sense::BoundsAtLeast) => Some(Bound::AtLeast),
            () if tokens.has(before, Sense::BoundsAtMost) => Some(Bound::AtMost),
            () if matches!(sign, Some('≥' | '>')) => Some(Bound::AtLeast),
            () if matches!(sign, Some('≤' | '<')) => Some(Bound::AtMost),
            () if matches!(sign, Some('+' | '-')) && tokens.get(first).is_some_and(|number| number.glue != Glue::Tight) => break,
            () if tokens.has(before, Sense::BoundsAbout) || matches!(sign, Some('~' | '+' | '-' | '=' | '±')) => quantity.bound,
            () if article && bounded => quantity.bound,
            () => break,
        };
        quantity.bound = bound.or(quantity.bound);
        first = before;
    }
    quantity.first = first;
    let behind = quantity.end;
    if tokens.is(behind, "or") {
        let (at_least, at_most) = (tokens.has(behind, Sense::BoundsAtLeast), tokens.has(behind, Sense::BoundsAtMost));
        if at_least || at_most {
            quantity.bound = Some(if at_least { Bound::AtLeast } else { Bound::AtMost });
            quantity.end = tokens.term(behind).end;
        }
    }
    quantity
}

/// A number that is published but hidden: "N₀", "$N", "$X".
fn redacted<'t>(tokens: &Tokens<'t>, at: usize, blank: Quantity<'t>) -> Option<Quantity<'t>> {
    let currency = tokens.get(at)?.is_currency();
    let name_at = at + usize::from(currency);
    let word = tokens.word(name_at);
    let mut letters = word.chars();
    let letter = letters.next()?;
    let rest = letters.as_str();
    let numbered = matches!(letter, 'N') && !rest.is_empty() && rest.chars().all(char::is_numeric);
    let hidden = currency && matches!(word, "N" | "X" | "XM" | "XK" | "XX" | "Y" | "NM" | "Xk");
    let lone = word == "N" && tokens.is_sign(name_at + 1, '%');
    if !(numbered || hidden) || lone {
        return None;
    }
    let mut quantity = Quantity { sort: Sort::Redacted, number_at: name_at, end: name_at + 1, ..blank };
    if tokens.is_sign(quantity.end, '%') || tokens.has(quantity.end, Sense::UnitsMagnitude) {
        quantity.end += 1;
    }
    Some(quantity)
}
