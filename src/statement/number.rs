//! Digits: numbers in English and continental form, dates written in digits.

use std::ops::Range;

/// Reads the number at the start of `text`. Gives its value with whether its separators can be read two ways, and the length
/// taken; no value where the digits are a version (`0.4.16`), a clock time or a pair such as 24/7.
pub(crate) fn parse(text: &str) -> (Option<(f64, bool)>, usize) {
    let len = span(text);
    let written = &text[..len];
    let clock = text[len..].strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if clock {
        let tail = text[len + 1..].bytes().take_while(u8::is_ascii_digit).count();
        return (None, len + 1 + tail);
    }
    match idiom(written, &text[len..]) {
        Some(len) => (None, len),
        None => (value(written), len),
    }
}

/// Length of an idiom that begins with a number: "24/7", "1-on-1", "Kubernetes 101".
fn idiom(number: &str, behind: &str) -> Option<usize> {
    let ends: &[&str] = match number {
        "24" => &["/7", "x7"],
        "50" => &["/50"],
        "80" => &["/20"],
        "360" => &["-degree"],
        "9" => &["-to-5"],
        "1" => &["-on-1"],
        "101" if behind.starts_with(' ') => &[""],
        _ => return None,
    };
    ends.iter().find(|end| behind.starts_with(**end)).map(|end| number.len() + end.len())
}

/// Length of digits with their group and decimal separators.
fn span(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut len = digits(0);
    loop {
        let rest = &text[len..];
        let Some(separator) = rest.chars().next() else { return len };
        let next = len + separator.len_utf8();
        let group = if next <= bytes.len() { digits(next) } else { 0 };
        let joins = match separator {
            '.' | ',' => group > 0,
            '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => group == 3,
            ' ' => group == 3 && rest[1..].starts_with("000"),
            _ => false,
        };
        if !joins {
            return len;
        }
        len = next + group;
    }
}

fn value(written: &str) -> Option<(f64, bool)> {
    if written.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((written.parse().ok()?, false));
    }
    let (plain, ambiguous) = plainly(written)?;
    Some((plain.parse().ok()?, ambiguous))
}

/// The number with a decimal point and no other separator, and whether the separators can be read two ways.
fn plainly(written: &str) -> Option<(String, bool)> {
    let points = written.matches('.').count();
    let commas = written.matches(',').count();
    let grouped = |sign: char| written.split(sign).skip(1).all(|group| group.len() == 3) && !written.starts_with('0');
    let plain: String = written.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    match (points, commas) {
        (0, 0) => Some((plain, false)),
        (1, 0) => Some((plain, grouped('.'))),
        (0, 1) if !grouped(',') => Some((plain.replace(',', "."), false)),
        (0, _) if grouped(',') => Some((plain.replace(',', ""), false)),
        (2.., 0) if grouped('.') => Some((plain.replace('.', ""), false)),
        (1, _) if plain.rfind(',') < plain.rfind('.') => Some((plain.replace(',', ""), false)),
        (_, 1) => Some((plain.replace('.', "").replace(',', "."), false)),
        _ => None,
    }
}

/// The first number of a text as English writes it, with its place: "1.000,5" as "1,000.5", "12'500" as "12,500". None where it is written so,
/// or where its separators can be read two ways.
pub(crate) fn english_form(text: &str) -> Option<(Range<usize>, String)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    let (Some((_, false)), len) = parse(rest) else { return None };
    let written = &rest[..len];
    let (plain, _) = plainly(written)?;
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let separators = written.chars().filter(|c| !c.is_ascii_digit()).count();
    let mut english = String::with_capacity(len + 2);
    for (at, digit) in whole.char_indices() {
        let grouped = at > 0 && (whole.len() - at).is_multiple_of(3) && separators > usize::from(plain.contains('.'));
        english.extend(grouped.then_some(',').into_iter().chain([digit]));
    }
    if !fraction.is_empty() {
        english.extend([".", fraction]);
    }
    (english != written).then_some((start..start + len, english))
}

/// Length of a date in digits at the start of `text`: 2026-09-30, 30.09.2026, 31/03/2026.
pub(crate) fn date_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let first = run(0);
    let separator = *bytes.get(first)?;
    let second = run(first + 1);
    let last_at = first + 1 + second;
    if !b"-./".contains(&separator) || bytes.get(last_at) != Some(&separator) {
        return None;
    }
    let third = run(last_at + 1);
    let end = last_at + 1 + third;
    let shape = matches!((first, second, third), (4, 1..=2, 1..=2) | (1..=2, 1..=2, 4));
    let short = separator != b'-' && matches!((first, second, third), (1..=2, 2, 2)) && separator == b'/';
    let closed = !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    ((shape || short) && closed).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sure_numbers_are_written_in_english() {
        let english = |text: &str| english_form(text).map(|(place, english)| (text[place].to_owned(), english));
        let some = |written: &str, english: &str| Some((written.to_owned(), english.to_owned()));
        assert_eq!(english("to 1.000,5 h"), some("1.000,5", "1,000.5"));
        assert_eq!(english("CHF 12'500"), some("12'500", "12,500"));
        assert_eq!(english("1.234.567"), some("1.234.567", "1,234,567"));
        assert_eq!(english("€3,5M"), some("3,5", "3.5"));
        for sure in ["12,500", "1,000.5", "7", "2.5", "1.234", "0.4.16", "24/7", "12:30", "none"] {
            assert_eq!(english(sure), None, "{sure}");
        }
    }
}
