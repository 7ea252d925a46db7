//! Status words and signs.

use std::ops::Range;

use crate::lexicon::{self, STATUS_WORDS};

/// How an objective or key result stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum State {
    OnTrack,
    InProgress,
    AtRisk,
    OffTrack,
    Done,
    Partial,
    Missed,
    NotStarted,
    /// Dropped, cancelled, postponed: nobody works towards it any more.
    Stopped,
    /// Carried to another cycle.
    Rolled,
}

impl State {
    /// Whether it says how it ended, with or without a score.
    pub(crate) fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Missed | Self::Partial | Self::Rolled | Self::Stopped)
    }

    /// Whether the statement no longer counts.
    pub(crate) fn is_dropped(self) -> bool {
        self == Self::Stopped
    }
}

/// The state that a field or cell states: "on_track", "At risk", "✅", "cancelled", "moved to Q3", "Dropped: no budget".
pub(crate) fn state(text: &str) -> Option<State> {
    // What follows a status word explains it and is no page of text.
    if text.len() > 120 {
        return None;
    }
    // Most texts are ruled out by their first word.
    let rest = text.trim_start_matches(is_markup);
    let word = first_word(rest);
    let figure = rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(char::is_alphabetic);
    if figure || !word.is_empty() && !lexicon::opens(STATUS_WORDS, word) {
        return None;
    }
    let words = normalise(text);
    exact(&words).or_else(|| {
        if words.starts_with("moved to") || words.starts_with("rolled over to") || words.starts_with("carried over to") {
            return Some(State::Rolled);
        }
        // The word and the markup around it; a later sign sets off no status.
        let start = &text[..text.floor_char_boundary(2 * LONGEST)];
        let (head, _) = start.split_once([':', ',', '(', '.', ';', '–', '—']).or_else(|| start.split_once(" - "))?;
        exact(&normalise(head))
    })
}

/// The letters that a text opens with, up to the next part of a camelCase word.
fn first_word(text: &str) -> &str {
    let mut last = ' ';
    let parts = |c: char| {
        let before = std::mem::replace(&mut last, c);
        !c.is_alphabetic() || before.is_lowercase() && c.is_uppercase()
    };
    &text[..text.find(parts).unwrap_or(text.len())]
}

fn exact(words: &str) -> Option<State> {
    if words.len() > LONGEST {
        return None;
    }
    let entry = lexicon::exact(STATUS_WORDS, words).first()?;
    Some(match entry.class {
        "on-track" => State::OnTrack,
        "in-progress" => State::InProgress,
        "at-risk" => State::AtRisk,
        "off-track" => State::OffTrack,
        "done" => State::Done,
        "partial" => State::Partial,
        "missed" => State::Missed,
        "not-started" => State::NotStarted,
        "stopped" => State::Stopped,
        "rolled" => State::Rolled,
        _ => return None,
    })
}

/// Length of the longest status word in bytes; what is longer is none.
const LONGEST: usize = STATUS_WORDS.longest;

/// White space and what may stand around a status word.
fn is_markup(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '_' | '`' | '(' | ')' | '[' | ']' | '.' | '!' | '"' | ':')
}

/// What a text is looked up as, little further than [`LONGEST`]: lower case, `_`, `-` and camelCase as a space, without markup, brackets and
/// the selectors that choose how an emoji is drawn.
fn normalise(text: &str) -> String {
    let mut words = String::with_capacity(text.len().min(LONGEST + 8));
    let mut last = ' ';
    for c in text.trim_matches(is_markup).chars() {
        match c {
            '\u{fe0f}' | '\u{fe0e}' => {}
            '_' | '-' | ' ' | '\u{a0}' => words.push(' '),
            '’' => words.push('\''),
            c => {
                if last.is_lowercase() && c.is_uppercase() {
                    words.push(' ');
                }
                lexicon::push_lower(&mut words, c);
            }
        }
        last = c;
        if words.len() > LONGEST {
            break;
        }
    }
    words
}

/// A status behind a statement: "(In Progress)", "[dropped]", "✅". Gives the word, the state and where the statement ends. "(WIP: half of it)"
/// gives the whole parenthesis.
pub(crate) fn trailing_status(text: &str) -> Option<(Range<usize>, State, usize)> {
    let body = text.trim_end();
    if let Some((start, state)) = trailing_sign(body) {
        return Some((start..body.len(), state, body[..start].trim_end().len())).filter(|(_, _, end)| *end > 0);
    }
    let open = match body.chars().next_back()? {
        ')' => body.rfind('(')?,
        ']' => body.rfind('[')?,
        _ => return None,
    };
    let inside = &body[open + 1..body.len() - 1];
    let state = state(inside)?;
    let end = body[..open].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '*')).len();
    (end > 0).then_some((open + 1..body.len() - 1, state, end))
}

/// A sign (an emoji) at the end that is a status, and where it starts.
fn trailing_sign(body: &str) -> Option<(usize, State)> {
    let plain = body.trim_end_matches(['\u{fe0f}', '\u{fe0e}']);
    let (start, sign) = plain.char_indices().next_back().filter(|(_, c)| is_sign(*c))?;
    Some((start, exact(sign.encode_utf8(&mut [0; 4]))?))
}

fn is_sign(c: char) -> bool {
    c >= '\u{2190}' && !c.is_alphanumeric()
}

/// A status before a statement: "✅ text", "[Done] text", "ACHIEVED text" (capitals only). Gives the word, the state and where the statement
/// begins.
pub(crate) fn leading_status(text: &str) -> Option<(Range<usize>, State, usize)> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let skip = |end: usize| {
        text.len()
            - text[end..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '\u{fe0f}')).len()
    };
    let first = rest.chars().next()?;
    if is_sign(first) {
        let end = start + first.len_utf8();
        return Some((start..end, exact(first.encode_utf8(&mut [0; 4]))?, skip(end)));
    }
    if first == '[' {
        let close = rest.find(']').filter(|&close| close < 40)?;
        return Some((start + 1..start + close, exact(&normalise(&rest[1..close]))?, skip(start + close + 1)));
    }
    capitals(rest).map(|(length, state)| (start..start + length, state, skip(start + length)))
}

/// The longest run of up to three words in capitals that is a status; more than one letter each.
fn capitals(rest: &str) -> Option<(usize, State)> {
    let mut best = None;
    let mut end = 0;
    for word in rest.split_inclusive(' ').take(3) {
        let name = word.trim_end().trim_end_matches(':');
        if name.len() < 3 || !name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-' || b == b'\'') {
            break;
        }
        best = exact(&normalise(&rest[..end + name.len()])).map(|state| (end + name.len(), state)).or(best);
        end += word.len();
    }
    best
}
