//! How much room text takes. A picture that needs no other program is drawn without the fonts at hand, so widths are those of a wide one
//! (DejaVu Sans); in others the lines end a little earlier.

use unicode_width::UnicodeWidthChar as _;

/// Stands where a text is cut.
const CUT: char = '…';

/// The width of a text at a font size, in the unit of the size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The width of a character in a font of size 1.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | 'J' | '\'' | '|' => 0.30,
        ' ' | '.' | ',' | ':' | ';' => 0.33,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '!' | '"' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.98,
        's' | 'c' | 'z' | 'k' | 'v' | 'x' | 'y' => 0.58,
        'a'..='z' | '0'..='9' => 0.64,
        'A'..='Z' => 0.76,
        _ if c.is_ascii() => 0.70,
        _ => match c.width() {
            None | Some(0) => 0.0,
            Some(1) => 0.80,
            Some(_) => 1.10,
        },
    }
}

/// A text broken into at most as many lines as there are widths; what does not fit is cut.
pub(super) fn fitted(text: &str, size: f64, widths: &[f64]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    for (nth, room) in widths.iter().enumerate() {
        if rest.is_empty() {
            break;
        }
        let (line, after) = match nth + 1 == widths.len() {
            true => (cut(rest, size, *room), ""),
            false => broken(rest, size, *room),
        };
        lines.push(line);
        rest = after.trim_start();
    }
    lines
}

/// As much of a text as fits on a line, up to a space where there is one, and the rest.
fn broken(text: &str, size: f64, room: f64) -> (String, &str) {
    let Some(end) = end(text, size, room) else { return (text.to_owned(), "") };
    let at = match text[..end].rfind(' ') {
        Some(space) if text[end..].chars().next().is_some_and(|next| next != ' ') => space,
        _ => end,
    };
    (text[..at].trim_end().to_owned(), &text[at..])
}

/// As much of a text as fits on a line, and a sign where something is missing.
pub(super) fn cut(text: &str, size: f64, room: f64) -> String {
    if end(text, size, room).is_none() {
        return text.to_owned();
    }
    let end = end(text, size, room - em(CUT) * size).unwrap_or(0);
    format!("{}{CUT}", text[..end].trim_end())
}

/// Where the first character stands that does not fit; `None` where all do. One character always fits.
fn end(text: &str, size: f64, room: f64) -> Option<usize> {
    let mut used = 0.0;
    text.char_indices().find_map(|(at, c)| {
        used += em(c) * size;
        (used > room && at > 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_spaces_and_cut_where_no_room_is_left() {
        assert_eq!(fitted("A promised date is a date kept", 10.0, &[100.0, 100.0]), ["A promised date is", "a date kept"]);
        assert_eq!(fitted("Nobody waits in the dark", 10.0, &[100.0, 40.0]), ["Nobody waits in", "the d…"]);
        assert_eq!(fitted("short", 10.0, &[100.0, 100.0]), ["short"]);
        assert_eq!(fitted("", 10.0, &[100.0]), [] as [&str; 0]);
        assert_eq!(fitted("Donaudampfschiff", 10.0, &[50.0, 500.0]).concat(), "Donaudampfschiff");
        assert_eq!(fitted("患者が待たない", 10.0, &[40.0, 30.0]), ["患者が", "待た…"]);
    }

    #[test]
    fn lines_fit_whatever_they_hold() {
        for text in [
            "wwwwwwwwwwwwwwww",
            "a b c d e f g h i j k l m n",
            "🚑🚑🚑🚑🚑🚑🚑🚑🚑",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
        ] {
            for line in fitted(text, 12.0, &[60.0, 60.0]) {
                assert!(width(&line, 12.0) <= 60.0, "{line}");
            }
        }
    }
}
