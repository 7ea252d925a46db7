//! Scores and confidence.

use std::ops::Range;

use super::number;
use super::status::{State, state};
use crate::model::{Scale, Score};

/// The score that a field or table cell states: "0.7", ".6", "70%", "7/10", "70", "n/a", "achieved". A number above 2 that names no scale is
/// taken as percent from 10 on and kept as it is below, where nobody can tell the scale. Empty cells and dashes are no score.
pub(crate) fn score(text: &str) -> Option<Score> {
    let text = text.trim().trim_matches(['*', '_', '`', '(', ')', '[', ']', '"', '\'']).trim();
    if let Some((of, range)) = fraction(text) {
        let whole = range.end == text.len() || !text[range.end..].starts_with(char::is_alphanumeric);
        return whole.then_some(of);
    }
    if text.ends_with('%') {
        return number(text).map(percent);
    }
    if let Some(value) = number(text) {
        return Some(match value {
            value if value >= 10.0 => percent(value),
            value => Score { value: Some(value), scale: Scale::Unit },
        });
    }
    if let Some((first, _)) = text.split_once([' ', ',', ';', '('])
        && first.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && (first.contains(['.', '%']) || matches!(first, "0" | "1"))
    {
        return score(first);
    }
    let letter = matches!(text.as_bytes(), [b'A'..=b'F'] | [b'A'..=b'F', b'+' | b'-']);
    let word = matches!(state(text), Some(state) if !matches!(state, State::NotStarted | State::InProgress)) || letter;
    if word {
        return Some(Score { value: None, scale: Scale::Grade });
    }
    is_not_applicable(text).then_some(Score { value: None, scale: Scale::Unit })
}

fn is_not_applicable(text: &str) -> bool {
    ["n/a", "na", "n.a.", "not applicable", "not scored", "ungraded"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn percent(value: f64) -> Score {
    Score { value: Some(value / 100.0), scale: Scale::Percent }
}

/// "7/10", "7 of 10", "2.5 out of 4" at the start of a text, and how far it reaches.
fn fraction(text: &str) -> Option<(Score, Range<usize>)> {
    let numeral = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let first = numeral(text);
    let spaced = text[first..].trim_start();
    let rest = ["/", "out of ", "of "].iter().find_map(|joiner| spaced.strip_prefix(joiner))?.trim_start();
    let part = text[..first].parse::<f64>().ok()?;
    let second = numeral(rest);
    let digits = rest[..second].trim_end_matches('.');
    let whole = digits.parse::<f64>().ok().filter(|&whole| whole >= 1.0 && digits.len() <= 4)?;
    let end = text.len() - rest.len() + digits.len();
    Some((Score { value: Some(part / whole), scale: Scale::OutOf(whole) }, 0..end))
}

/// Confidence 0.0 to 1.0: "0.4", "80%", "5/10", "5 of 10", "8" (of ten), "80", "high". Words are read as the middle of their third.
pub(crate) fn confidence(text: &str) -> Option<f64> {
    let text = text.trim().trim_matches(['*', '_', '`', '(', ')', '[', ']']).trim();
    if let Some((score, _)) = fraction(text) {
        return score.value.filter(|value| *value <= 1.0);
    }
    if let Some(value) = number(text) {
        let value = match value {
            _ if text.ends_with('%') => value / 100.0,
            value if value <= 1.0 => value,
            value if value <= 10.0 => value / 10.0,
            value => value / 100.0,
        };
        return (0.0..=1.0).contains(&value).then_some(value);
    }
    let lower = text.to_lowercase();
    Some(match lower.as_str() {
        "very high" | "certain" => 0.95,
        "high" | "hoch" | "green" | "🟢" => 0.83,
        "medium" | "med" | "moderate" | "mid" | "mittel" | "yellow" | "amber" | "🟡" => 0.5,
        "low" | "niedrig" | "gering" | "red" | "🔴" => 0.17,
        "very low" => 0.05,
        _ => {
            let (first, _) = lower.split_once([' ', ',', ';', '('])?;
            return confidence(first.trim_end_matches('.'));
        }
    })
}

/// A score at the end of a statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trailing {
    /// The value alone, without brackets and dashes.
    pub(crate) range: Range<usize>,
    /// What it says.
    pub(crate) score: Score,
    /// Where the statement before it ends.
    pub(crate) end: usize,
    /// Whether it can be nothing else. Where it is not ("(40%)", "(1)", "– 4"), it is a score only if its siblings have one too.
    pub(crate) sure: bool,
}

/// A score at the end of a statement from which markup has been removed: "(0.7)", "-- (0.9)", "[30%]", "(7/10)", "- 0.7", "(score: 0.7)".
/// Numbers that belong to the sentence ("(up from 64%)", "from 0.4 - 0.7") are none.
pub(crate) fn trailing_score(text: &str) -> Option<Trailing> {
    let body = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '\\'));
    let found = bracketed(body).or_else(|| bracketed(body.strip_suffix(['.', ';'])?));
    // A score without brackets ends in a number.
    let number = || body.bytes().rev().take(8).any(|b| b.is_ascii_digit());
    let found = found.or_else(|| number().then(|| named(body).or_else(|| dashed(body)))?);
    let found = found.or_else(|| after_sentence(body))?;
    (found.end > 0).then_some(found)
}

/// The end of the statement before whatever introduces a score.
fn statement_end(text: &str) -> usize {
    text.trim_end().trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '=' | '>' | '|')).len()
}

/// "(0.7)", "[7/10]", "(score: 0.7)", "[]".
fn bracketed(body: &str) -> Option<Trailing> {
    let square = body.ends_with(']');
    let open = match body.chars().next_back()? {
        ')' => body.rfind('(')?,
        ']' => body.rfind('[')?,
        _ => return None,
    };
    let inside = body[open + 1..body.len() - 1].trim();
    if inside.len() > 40 {
        return None;
    }
    let end = statement_end(&body[..open]);
    let start = open + 1 + (body[open + 1..].len() - body[open + 1..].trim_start().len());
    if inside.is_empty() {
        let bare = square && open + 2 == body.len();
        return bare.then_some(Trailing {
            range: open..body.len(),
            score: Score { value: None, scale: Scale::Unit },
            end,
            sure: true,
        });
    }
    if let Some((at, score)) = labelled_score(inside) {
        return Some(Trailing { range: start + at..start + inside.len(), score, end, sure: true });
    }
    let (score, length, sure) = bare_score(inside, square)?;
    let dated = matches!(score.scale, Scale::OutOf(_)) && ends_in_date_word(&body[..open]);
    (!dated).then_some(Trailing { range: start..start + length, score, end, sure })
}

fn ends_in_date_word(text: &str) -> bool {
    let last = text.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["by", "on", "until", "before", "due", "from", "date", "deadline"].iter().any(|word| word.eq_ignore_ascii_case(last))
}

/// The score in brackets that name it: where the value begins, and the value.
fn labelled_score(inside: &str) -> Option<(usize, Score)> {
    const NAMES: [&str; 8] = ["final score", "final grade", "score", "scored", "graded", "grade", "final", "rating"];
    let name = NAMES.iter().find(|name| inside.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))?;
    let rest = &inside[name.len()..];
    let value = rest.trim_start_matches([' ', ':', '：', '=']);
    if value.len() == rest.len() {
        return None;
    }
    Some((inside.len() - value.len(), score(value)?))
}

/// A score without a name in brackets, the length of its text, and whether it is sure.
fn bare_score(inside: &str, square: bool) -> Option<(Score, usize, bool)> {
    if let Some((found, range)) = fraction(inside) {
        let plausible = found.value.is_some_and(|value| value <= 1.0)
            && matches!(found.scale, Scale::OutOf(whole) if (1.0..=999.0).contains(&whole));
        let alone = range.end == inside.len() || inside[range.end..].starts_with(',');
        return (plausible && alone).then_some((found, range.end, true));
    }
    if is_not_applicable(inside) {
        return Some((Score { value: None, scale: Scale::Unit }, inside.len(), true));
    }
    if inside.ends_with('%') {
        let value = number(inside).filter(|value| (0.0..=100.0).contains(value))?;
        return Some((percent(value), inside.len(), square));
    }
    let value = unit_value(inside)?;
    let fractional = inside.contains(['.', ',']);
    (fractional || !square).then_some((Score { value: Some(value), scale: Scale::Unit }, inside.len(), fractional))
}

/// A number from 0 to 1 as scores are written: "0", "1", "1.0", "0.75", ".6", "0,7".
fn unit_value(text: &str) -> Option<f64> {
    let shape = text.len() <= 4
        && text.starts_with(['0', '1', '.'])
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    number(text).filter(|value| shape && (0.0..=1.0).contains(value))
}

/// "… score: 0.7" at the end.
fn named(body: &str) -> Option<Trailing> {
    let value_at = body.rfind([' ', ':', '：', '=']).map(|at| at + body[at..].chars().next().map_or(1, char::len_utf8))?;
    let before = body[..value_at].trim_end_matches([' ', ':', '：', '=']);
    let word_at = before
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let named = ["score", "scored", "graded", "grade"].iter().any(|name| name.eq_ignore_ascii_case(&before[word_at..]));
    let set_off = body[..word_at].trim_end().ends_with(['.', ',', ';', '-', '–', '—', '|', ':', '!']);
    if !named || !set_off {
        return None;
    }
    let found = score(&body[value_at..]).filter(|score| score.value.is_some_and(|value| value <= 1.0))?;
    let end = statement_end(body[..word_at].trim_end().trim_end_matches([',', ';']));
    Some(Trailing { range: value_at..body.len(), score: found, end, sure: true })
}

/// "… - 0.7", "… -- 70%", "… – 4".
fn dashed(body: &str) -> Option<Trailing> {
    let at = body.rfind(['-', '–', '—'])?;
    let mark = body[at..].chars().next().map_or(1, char::len_utf8);
    let value = body[at + mark..].trim_start();
    let start = body.len() - value.len();
    let before = body[..at].trim_end_matches(['-', '–', '—']);
    let spaced = before.ends_with(char::is_whitespace) && (start > at + mark || before.len() < at);
    let statement = before.trim_end();
    if !spaced || statement.is_empty() || statement.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '$' | '€')) {
        return None;
    }
    let (score, sure) = match (unit_value(value), value.strip_suffix('%').and_then(number)) {
        (Some(unit), _) => (Score { value: Some(unit), scale: Scale::Unit }, value.contains('.')),
        (_, Some(part)) if (0.0..=100.0).contains(&part) => (percent(part), false),
        _ => match value.parse::<u8>() {
            Ok(grade @ 2..=5) => (Score { value: Some(f64::from(grade) / 5.0), scale: Scale::OutOf(5.0) }, false),
            _ => return None,
        },
    };
    Some(Trailing { range: start..body.len(), score, end: statement.len(), sure })
}

/// "Ship the thing. 50%", "Ship it. 75% done".
fn after_sentence(body: &str) -> Option<Trailing> {
    const WORDS: [&str; 4] = ["done", "complete", "completed", "achieved"];
    let words = WORDS.iter().find_map(|word| body.strip_suffix(word)).map(str::trim_end);
    let body = words.unwrap_or(body);
    let number_end = body.strip_suffix('%')?.trim_end();
    let start = number_end.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let value = number(&number_end[start..]).filter(|value| (0.0..=100.0).contains(value))?;
    let before = body[..start].trim_end_matches(['*', '_', ' ']);
    let ended = before.ends_with(['.', '!', ';', ':']) && start > before.len();
    ended.then_some(Trailing { range: start..body.len(), score: percent(value), end: before.len(), sure: words.is_some() })
}

/// What came of a statement, written behind an arrow: "3x pipeline => 1.7x", "==>", "-->". Gives where the statement ends and where the
/// result stands. "From 5 => 10" is a change, not a result.
pub(crate) fn arrow_result(text: &str) -> Option<(usize, Range<usize>)> {
    // Nearly no statement has an arrow, and looking for a character is quicker than looking for each of them.
    if !text.contains('>') && !text.contains('⇒') {
        return None;
    }
    let (at, arrow) = ["==>", "=>", "-->", "⇒"].iter().filter_map(|arrow| text.find(arrow).map(|at| (at, *arrow))).min()?;
    let tail = text[at + arrow.len()..].trim_start_matches(['.', ' ', '\u{a0}', ':']);
    let start = text.len() - tail.len();
    let end = text[..at].trim_end().len();
    let change =
        text[..end].ends_with(|c: char| c.is_ascii_digit() || c == '%') && tail.starts_with(|c: char| c.is_ascii_digit());
    let from = text[..end].split_whitespace().rev().nth(1).is_some_and(|word| word.eq_ignore_ascii_case("from"));
    (end > 0 && !(change && from)).then_some((end, start..start + tail.trim_end().len()))
}
