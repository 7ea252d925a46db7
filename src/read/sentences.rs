//! Where the sentences of a text end.

use std::ops::Range;

/// Ranges of the sentences of a text. A full stop ends one when a space and a capital or a digit follow, outside parentheses and not
/// after an abbreviation or an initial.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    const ABBREVIATIONS: &[&str] = &["e.g", "i.e", "etc", "vs", "approx", "incl", "no", "inc", "st", "dr", "mr", "ms"];
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '.' | '!' | '?' if depth == 0 => {
                let word =
                    text[start..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
                let after = &text[at + 1..];
                let next = after.trim_start();
                let ends = next.is_empty()
                    || after.len() > next.len()
                        && next.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "<>≥≤$€£@".contains(c));
                let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
                if ends && !initial && !ABBREVIATIONS.contains(&word.as_str()) {
                    found.push(start..at + 1);
                    start = at + 1 + (after.len() - next.len());
                }
            }
            _ => {}
        }
    }
    if start < text.len() && text[start..].chars().any(char::is_alphanumeric) {
        found.push(start..text.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn a_full_stop_before_a_capital_ends_a_sentence() {
        let split = |text: &'static str| -> Vec<&str> { sentences(text).into_iter().map(|range| &text[range]).collect() };
        assert_eq!(split("Build pipeline. 3x coverage. Hire two."), ["Build pipeline.", "3x coverage.", "Hire two."]);
        assert_eq!(split("Less waiting (e.g. by phone. Or mail.) at 2.5 h"), ["Less waiting (e.g. by phone. Or mail.) at 2.5 h"]);
        assert_eq!(split("Confirmed by M. Osei. We start."), ["Confirmed by M. Osei.", "We start."]);
        assert!(split("  ").is_empty());
    }
}
