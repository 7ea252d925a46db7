//! Small signs in a line: `@handle`, `P0`, `[TEAM]`, "2.1)", emoji.

use crate::read::values;

/// Length of an `@handle` at the start of a text.
pub(super) fn handle_len(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('@')?;
    let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '?'))).unwrap_or(rest.len());
    let length = rest[..length].trim_end_matches('.').len();
    (length > 0).then_some(length + 1)
}

/// Whether a text is nothing but a priority tag.
pub(super) fn priority_tag(text: &str) -> bool {
    values::leading_priority(text).is_some_and(|(tag, _)| tag.len() == text.trim_matches(['[', ']', '`']).len())
}

pub(super) fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, '-' | '.' | '\''))
}

/// `[DR]`, `[INFRA]`: a team in capitals.
pub(super) fn is_team_tag(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '/' | '?' | '&'))
}

/// Length of the numbering that opens a line: "2. ", "2.1 ", "(a) ", "3)Text"; 0 when there is none.
pub(in crate::read::markdown) fn numbering_len(text: &str) -> usize {
    let body = text.strip_prefix('(').unwrap_or(text);
    let digits = body.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(body.len());
    let letter = digits == 0 && text.starts_with('(') && body.starts_with(|c: char| c.is_ascii_alphabetic());
    let number = &body[..digits];
    if !letter && (number.is_empty() || number.len() > 6 || !number.starts_with(|c: char| c.is_ascii_digit())) {
        return 0;
    }
    let rest = if letter { &body[1..] } else { &body[digits..] };
    let closed = rest.strip_prefix(')');
    let pointed = number.ends_with('.') || number.contains('.') && rest.starts_with(' ');
    let after = closed.unwrap_or(rest);
    // "2.5 hours" is a quantity: dotted numbers count only before a capital.
    let opens = after.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '*' | '`' | '“' | '"' | '@' | '['));
    let lower = after.starts_with(' ') && (closed.is_some() || number.ends_with('.'));
    if (closed.is_some() || pointed) && (opens || lower) && !(text.starts_with('(') && closed.is_none()) {
        return text.len() - after.trim_start().len();
    }
    0
}

/// Length of an emoji or `:shortcode:` at the start of a text; 0 when there is none.
pub(super) fn emoji_len(text: &str) -> usize {
    let is_emoji = |c: char| {
        matches!(c as u32, 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x23E9..=0x23FF | 0x25AA..=0x25FE)
            && !matches!(c, '➔'..='➾')
    };
    let joins = |c: char| matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}');
    let mut length = 0;
    for c in text.chars() {
        if is_emoji(c) || (length > 0 && joins(c)) {
            length += c.len_utf8();
        } else {
            break;
        }
    }
    if length > 0 {
        return length;
    }
    // `:construction_worker:`
    let Some(rest) = text.strip_prefix(':') else { return 0 };
    match rest.find(':') {
        Some(n)
            if n > 1
                && rest[..n].chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '+' | '-') || c.is_ascii_digit()) =>
        {
            n + 2
        }
        _ => 0,
    }
}
