//! What an update says of one key result: "48%, at risk, confidence 0.4. Bank cut-off moved. Next: second file at 18:00."

use std::ops::Range;

use jiff::civil::Date;

use crate::lexicon::{self, any};
use crate::model::{CheckIn, Told};
use crate::read::labels::{self, Field};
use crate::read::values;
use crate::source::{Spanned, Text};

/// A value has at most so many words: "7 of 12 wards", "39 minutes".
const WORDS_OF_VALUE: usize = 5;

/// Words before a status or value that only lead to it.
const LEADS: &[&str] =
    &["now", "at", "is", "are", "currently", "still", "back", "again", "up to", "down to", "remains", "stays", "reached"];

/// An update in words.
pub(crate) fn report(date: Option<Spanned<Date>>, text: Text) -> CheckIn {
    CheckIn::in_words(date, text, told)
}

/// Reads an update. Value, status and confidence stand first, in any order; from the first words that are none of these on it is the note.
pub(crate) fn told(text: &Text) -> Told {
    let line = text.as_str();
    let mut update = Told::default();
    for segment in segments(line) {
        // In a note only a confidence is looked for, which is never told in passing.
        if update.note.is_some() {
            if update.confidence.is_some() || !names_confidence(&line[segment.start..]) {
                break;
            }
            if !names_confidence(&line[segment.clone()]) {
                continue;
            }
        }
        let Some(note) = take(&mut update, text, segment) else { continue };
        update.note.get_or_insert_with(|| note_from(text, note));
    }
    update
}

/// Whether a confidence may be told in some words.
fn names_confidence(words: &str) -> bool {
    memchr::memchr2_iter(b'c', b'C', words.as_bytes())
        .any(|at| words[at + 1..].get(..3).is_some_and(|rest| rest.eq_ignore_ascii_case("onf")))
}

/// The rest of a line as the note: with the bracket before it, or without the one that closes what stood before.
fn note_from(text: &Text, start: usize) -> Text {
    let line = text.as_str();
    let signs = |sign: char| line[start..].matches(sign).count();
    let closed = signs(')') > signs('(');
    match line[..start].ends_with('(') {
        true if closed => text.sub(start - 1..line.len()).trim(),
        _ if closed => text.sub(start..start + line[start..].trim_end_matches(['.', ',', ';', ')', ' ']).len()).trim(),
        _ => text.sub(start..line.len()).trim(),
    }
}

/// Takes what a segment states. Gives where its words begin, where it states nothing or more than that.
fn take(update: &mut Told, text: &Text, segment: Range<usize>) -> Option<usize> {
    let (mut start, end) = (segment.start, segment.end);
    let line = text.as_str();
    let signed = !line[start..].starts_with(char::is_alphanumeric);
    if let Some((word, _, rest)) = signed.then(|| values::leading_status(&line[start..end])).flatten() {
        let word = start + word.start..start + word.end;
        update.status.get_or_insert_with(|| Spanned::new(line[word.clone()].to_owned(), text.locate(word)));
        start += rest;
    }
    let end = start + trailing_sign(update, text, start..end);
    let (field, from) = label(&line[start..end]).map_or((None, start), |(field, rest)| (Some(field), start + rest));
    // "At risk" is a status, "at 48%" a value.
    let lead = lead_len(&line[from..end]);
    let from = if lead == 0 || values::state(&line[from..end]).is_some() { from } else { from + lead };
    let words = &line[from..end];
    let value = || Spanned::new(words.to_owned(), text.locate(from..end));
    if words.is_empty() {
        return None;
    }
    if let Some(confidence) =
        confidence(words).or_else(|| (field == Some(Field::Confidence)).then(|| values::confidence(words))?)
    {
        update.confidence.get_or_insert(Spanned::new(confidence, text.locate(from..end)));
        return None;
    }
    let open = update.note.is_none();
    if open && update.status.is_none() && values::state(words).is_some() && matches!(field, None | Some(Field::Status)) {
        // "blocked: the vendor is late" says more than the status.
        let word = words.find(": ").unwrap_or(words.len());
        update.status = Some(Spanned::new(words[..word].to_owned(), text.locate(from..from + word)));
        return (word < words.len()).then(|| from + word + 2);
    }
    if open && update.value.is_none() && matches!(field, None | Some(Field::Current | Field::Score | Field::Progress)) {
        if let Some(found) = number(words) {
            let found = from + found.start..from + found.end;
            update.value = Some(Spanned::new(line[found.clone()].to_owned(), text.locate(found)));
            return None;
        }
        if field.is_some() {
            update.value = Some(value());
            return None;
        }
    }
    Some(if field == Some(Field::Note) { from } else { start })
}

/// Takes a sign at the end, "3.5 days 🟢", for the status. Gives the length of what stands before it.
fn trailing_sign(update: &mut Told, text: &Text, segment: Range<usize>) -> usize {
    let words = &text.as_str()[segment.clone()];
    match values::trailing_status(words).filter(|(word, _, _)| !words[word.clone()].starts_with(char::is_alphanumeric)) {
        Some((word, _, end)) => {
            let sign = segment.start + word.start..segment.start + word.end;
            update.status.get_or_insert_with(|| Spanned::new(words[word].to_owned(), text.locate(sign)));
            end
        }
        None => words.len(),
    }
}

/// The field that a label before a colon names, and where its value begins: "Status: at risk".
fn label(segment: &str) -> Option<(Field, usize)> {
    let colon = segment.find(':')?;
    let field = labels::field(&segment[..colon])?;
    let wanted =
        matches!(field, Field::Status | Field::Current | Field::Score | Field::Progress | Field::Confidence | Field::Note);
    let value = segment[colon + 1..].trim_start();
    wanted.then_some((field, segment.len() - value.len()))
}

/// Length of the words that only lead to a value or status.
fn lead_len(words: &str) -> usize {
    let mut rest = words;
    while let Some(behind) = LEADS.iter().find_map(|lead| {
        let (start, behind) = rest.split_at_checked(lead.len())?;
        (start.eq_ignore_ascii_case(lead) && behind.starts_with(' ')).then(|| behind.trim_start())
    }) {
        rest = behind;
    }
    words.len() - rest.len()
}

/// "confidence 0.4", "Confidence: high", "conf. 4/10", "0.4 confidence".
fn confidence(words: &str) -> Option<f64> {
    let names = ["confidence", "conf."];
    let before = names.iter().find_map(|name| {
        let (start, value) = words.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then(|| value.trim_start_matches([':', '=', ' ']).trim_start_matches("of "))
    });
    let value = before.or_else(|| {
        let at = words.len().checked_sub("confidence".len()).filter(|at| words.is_char_boundary(*at))?;
        words[at..].eq_ignore_ascii_case("confidence").then(|| words[..at].trim_end())
    })?;
    values::confidence(value.trim_end_matches('.'))
}

/// Where the value stands in a few words: all of "7 of 12 wards" and "39 minutes", the end of "NPS 31", of "41% → 48%" and of "from 41% to 48%".
fn number(words: &str) -> Option<Range<usize>> {
    let counted = |text: &str| text.split_whitespace().count() <= WORDS_OF_VALUE;
    let opens = |text: &str| {
        let digits = text.trim_start_matches(['~', '≈', '$', '€', '£', '-', '−', '+', '<', '>', '≤', '≥', '.', ' ']);
        digits.starts_with(|c: char| c.is_ascii_digit())
    };
    if !words.bytes().any(|b| b.is_ascii_digit()) || words.contains(['#', '@', '?']) {
        return None;
    }
    let arrow = || ["→", "->", "=>"].iter().find_map(|arrow| words.rfind(arrow).map(|at| at + arrow.len()));
    let arrow = words.contains(['→', '>']).then(arrow).flatten();
    let to =
        || words.get(..5).filter(|from| from.eq_ignore_ascii_case("from ")).and_then(|_| words.rfind(" to ").map(|at| at + 4));
    if let Some(at) = arrow.or_else(to) {
        let value = words[at..].trim_start();
        return (opens(value) && counted(value)).then(|| words.len() - value.len()..words.len());
    }
    if !counted(words) {
        return None;
    }
    if opens(words) {
        // "16:00" is a time, "2 nurses ill since Monday" is told by its length.
        return (!words.contains(':')).then_some(0..words.len());
    }
    let last = words.rfind(' ')? + 1;
    // A name and its number: a ward, a week. "NPS 31", "Churn at 3%" are values.
    let before = words[..last].trim_end();
    let numbered =
        lexicon::word(before.rsplit(' ').next().unwrap_or(before)).is_some_and(|word| word.senses().any(any::NUMBERED_NAMES));
    (opens(&words[last..]) && !numbered && !words.contains(':')).then_some(last..words.len())
}

/// The stretches of a line between commas, semicolons, dashes, brackets and the ends of sentences, each without the white space around it.
fn segments(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < line.len() {
            let Range { start: end, end: next } = pause(line, start).unwrap_or(line.len()..line.len());
            let whole = &line[start..end];
            let words = whole.trim_start_matches(is_frame);
            let from = end - words.len();
            let words = words.trim_end_matches(is_frame);
            start = next;
            if !words.is_empty() {
                return Some(from..from + words.len());
            }
        }
        None
    })
}

/// The sign that ends the stretch of a line that begins at a place.
fn pause(line: &str, from: usize) -> Option<Range<usize>> {
    // The first byte of both dashes.
    const DASH: u8 = "—".as_bytes()[0];
    let mut at = from;
    loop {
        let sign = |byte: &u8| matches!(byte, b';' | b'(' | b')' | b'|' | b',' | b'.' | b'-' | &DASH);
        let found = at + line.as_bytes()[at..].iter().position(sign)?;
        let c = line[found..].chars().next()?;
        at = found + c.len_utf8();
        let spaced = line[at..].chars().next().is_none_or(|next| next.is_whitespace() || next == ')');
        let ends = match c {
            ';' | '(' | ')' | '|' | '—' | '–' => true,
            ',' | '.' => spaced,
            '-' => spaced && line[..found].ends_with(' '),
            _ => false,
        };
        if ends {
            return Some(found..at);
        }
    }
}

/// What may stand around the words of a segment.
fn is_frame(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '*' | '_')
}
