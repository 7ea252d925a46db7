//! The small values of an OKR as people write them: scores and confidence in every scale, owners, priorities, status words. Functions take
//! text and give byte ranges into it; the readers map those to the file.

mod cadence;
mod kinds;
mod people;
mod scores;
mod status;

pub(crate) use cadence::cadence;
pub(crate) use kinds::okr_type;
pub(crate) use people::{leading_priority, owners, person, priority, trailing_priority};
pub(crate) use scores::{Trailing, arrow_result, confidence, score, trailing_score};
pub(crate) use status::{State, leading_status, state, trailing_status};

/// A plain number: "12", "1,200.5", "1.200,5", "0,7", ".6", "-3", "$1 200", "40%". Anything after it but a percent sign makes it none.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let text = text.strip_prefix(['$', '€', '£', '~', '≈']).unwrap_or(text).trim_start();
    let simple = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    if simple && text.matches('.').count() <= 1 {
        return text.parse().ok();
    }
    let known = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | ' ' | '\'' | '_' | '\u{a0}' | '\u{202f}');
    if text.len() > 40 || !text.chars().all(known) || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let grouped = text.split('.').skip(1).all(|group| group.len() == 3);
    if text.matches('.').count() > 1 && !grouped && !text.contains(',') {
        return None;
    }
    let (comma, point) = (text.rfind(','), text.rfind('.'));
    let decimal = match (comma, point) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        // "1,200" groups thousands and "0,7" is a fraction.
        (Some(comma), None) => Some(comma).filter(|&at| text.len() - at != 4 || text.starts_with("0,")),
        (None, Some(point)) => Some(point).filter(|_| text.matches('.').count() == 1),
        (None, None) => None,
    };
    let cleaned: String = text.char_indices().filter_map(|(at, c)| number_char(c, Some(at) == decimal)).collect();
    cleaned.parse().ok()
}

fn number_char(c: char, decimal: bool) -> Option<char> {
    match c {
        _ if decimal => Some('.'),
        '0'..='9' | '-' | '+' => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
