//! Names of key results in updates: "KR1", "KR 1.2", "O1-KR2", "O1 KR2", "Key result 3", or the id that the document gives.

use std::ops::Range;

/// A name as written: which objective, which key result, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reference {
    /// The whole name in capitals, its parts joined by `-`: "O1-KR2".
    pub(crate) name: String,
    /// The number of the objective.
    pub(crate) objective: Option<usize>,
    /// The number of the key result; `None` where only an objective is named.
    pub(crate) key_result: Option<usize>,
    /// How many bytes it takes.
    pub(crate) len: usize,
}

/// The name that opens a text, if it opens with one.
pub(crate) fn reference(text: &str) -> Option<Reference> {
    let mut found = Reference::default();
    let mut at = 0;
    while let Some(len) = token(&text[at..]) {
        let Some(next) = piece(&text[at..at + len]) else { break };
        // After a key result no objective follows, and one of each is all.
        if found.key_result.is_some() || next.objective.is_some() && found.objective.is_some() {
            break;
        }
        found.name = match found.name.is_empty() {
            true => next.name,
            false => format!("{}-{}", found.name, next.name),
        };
        found.objective = found.objective.or(next.objective);
        found.key_result = next.key_result;
        found.len = at + len;
        let rest = text[found.len..].trim_start_matches([' ', '/', ',', '.', ':', '-']);
        if !rest.starts_with(['K', 'k']) {
            break;
        }
        at = text.len() - rest.len();
    }
    (found.len > 0).then_some(found)
}

/// Length of the word, or words, that may be a name: "KR1", "KR 1", "PAY-O1-KR1", "Key result 2".
fn token(text: &str) -> Option<usize> {
    let word = |text: &str| {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))).unwrap_or(text.len());
        text[..end].trim_end_matches(['-', '.', '_']).len()
    };
    let first = word(text);
    let named = |len: usize| ["KR", "O", "Key result", "Key Result", "Objective"].contains(&&text[..len]);
    let words = match text.get(first..).and_then(|rest| rest.strip_prefix(' ')) {
        Some(rest) if &text[..first] == "Key" => first + 1 + word(rest),
        _ => first,
    };
    if !named(words) {
        return (first > 0).then_some(first);
    }
    let number = text[words..].trim_start_matches([' ', '#']);
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let digits = number[..digits].trim_end_matches('.').len();
    (digits > 0).then_some(text.len() - number.len() + digits)
}

/// What one token names: its numbers by the letters before them.
fn piece(token: &str) -> Option<Reference> {
    let mut found = Reference { name: String::with_capacity(token.len()), len: token.len(), ..Reference::default() };
    let upper = token.to_ascii_uppercase().replace("KEY RESULT", "KR").replace("OBJECTIVE", "O");
    let mut letters = "";
    for part in split(&upper) {
        match part.parse::<usize>() {
            Ok(number) if letters == "O" => found.objective = Some(number),
            // "KR1.2" is the second key result of the first objective.
            Ok(number) if letters == "KR" && found.key_result.is_some() => {
                found.objective = found.objective.or(found.key_result);
                found.key_result = Some(number);
            }
            Ok(number) if letters == "KR" => found.key_result = Some(number),
            Ok(_) => return None,
            Err(_) => letters = part,
        }
    }
    found.name = upper.replace([' ', '#'], "");
    (found.objective.is_some() || found.key_result.is_some()).then_some(found)
}

/// Runs of letters and runs of digits.
fn split(token: &str) -> impl Iterator<Item = &str> {
    token.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            let digit = rest.bytes().next()?.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
            let (part, behind) = rest.split_at(end);
            rest = behind;
            Some(part)
        })
    })
}

/// The parts of an update that speak of one key result each, "KR1 48%, at risk; KR2 12", each with the name before it. What stands before
/// the first name is a part without one.
pub(crate) fn parts(line: &str, from: usize) -> Vec<(Option<Reference>, Range<usize>)> {
    let mut parts: Vec<(Option<Reference>, Range<usize>)> = Vec::new();
    let mut opens = true;
    let mut start = from;
    for (at, c) in line[from..].char_indices().map(|(at, c)| (at + from, c)) {
        let named = opens && c.is_ascii_alphabetic();
        if let Some(found) = named.then(|| reference(&line[at..])).flatten().filter(|found| is_set_off(line, at + found.len)) {
            close(&mut parts, line, start..at);
            start = at + found.len;
            parts.push((Some(found), start..start));
        }
        // Within a name nothing opens.
        opens = at >= start && (matches!(c, ';' | '.' | ',' | ':' | '|' | '(') || c == ' ' && opens);
    }
    close(&mut parts, line, start..line.len());
    parts
}

/// Whether a name ends where words may follow.
fn is_set_off(line: &str, end: usize) -> bool {
    !line[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '’'))
}

fn close(parts: &mut Vec<(Option<Reference>, Range<usize>)>, line: &str, range: Range<usize>) {
    match parts.last_mut() {
        Some((_, last)) if last.start == last.end => *last = range,
        _ if line[range.clone()].trim().is_empty() => {}
        _ => parts.push((None, range)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_with_their_numbers() {
        let read = |text: &str| reference(text).map(|found| (found.objective, found.key_result, found.len));
        assert_eq!(read("KR1 48%"), Some((None, Some(1), 3)));
        assert_eq!(read("KR 1.2: 48%"), Some((Some(1), Some(2), 6)));
        assert_eq!(read("PAY-O1-KR2: 48%"), Some((Some(1), Some(2), 10)));
        assert_eq!(read("O1 KR2 at 48%"), Some((Some(1), Some(2), 6)));
        assert_eq!(read("O1KR2, green"), Some((Some(1), Some(2), 5)));
        assert_eq!(read("Key result 3 – green"), Some((None, Some(3), 12)));
        assert_eq!(read("O2: calm"), Some((Some(2), None, 2)));
        for none in ["Kr", "48%", "Key dates", "Q3 is over", "KRaken 2", "on track", "O"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn a_line_falls_into_parts_by_name() {
        let read = |line: &str| {
            parts(line, 0)
                .into_iter()
                .map(|(name, range)| format!("{}={}", name.map_or(String::new(), |name| name.name), line[range].trim()))
                .collect::<Vec<_>>()
        };
        assert_eq!(read("KR1 48%, at risk; KR2 12"), ["KR1=48%, at risk;", "KR2=12"]);
        assert_eq!(read("KR1: 48%. Waits for KR2 of Legal."), ["KR1=: 48%. Waits for KR2 of Legal."]);
        assert_eq!(read("all well, O1-KR1 3, KR2 4"), ["=all well,", "O1-KR1=3,", "KR2=4"]);
    }
}
