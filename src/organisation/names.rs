//! Names of objectives and key results in links: ids as written in other places, and where in a link they stand.

use std::ops::Range;

use crate::calendar::Cycle;

/// An item that a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where the name stands in the link.
    pub(super) range: Range<usize>,
    /// The name in normal form.
    pub(super) key: String,
    /// Whether the name has the form of an objective's or key result's, `O1` or `KR2`, so that it can be nothing else.
    pub(super) is_sure: bool,
}

/// An id in the form in which ids are compared: capitals, with one `-` between its parts; "Objective 2" is `O2`, "c.o1/kr2" is `C-O1-KR2`.
pub(crate) fn key(id: &str) -> String {
    let mut key = String::with_capacity(id.len() + 2);
    let capitals = id.to_uppercase();
    let mut words = capitals.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let mut joined = false;
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let (short, glued) = match word {
            "OBJECTIVE" | "OBJ" | "O" if is_digits(next) => ("O", true),
            "KEY" if next == "RESULT" => continue,
            "RESULT" | "KEYRESULT" | "KR" if is_digits(next) => ("KR", true),
            word => (word, false),
        };
        if !key.is_empty() && !joined {
            key.push('-');
        }
        // "OBJ2" is `O2`, "O1KR2" is `O1-KR2`.
        let numbered = ["OBJECTIVE", "OBJ"].iter().find_map(|title| short.strip_prefix(title).filter(|rest| is_digits(rest)));
        if let Some(number) = numbered {
            key.extend(["O", number]);
            joined = false;
            continue;
        }
        match short.find("KR").filter(|at| *at > 0 && short[..*at].ends_with(|c: char| c.is_ascii_digit())) {
            Some(at) => key.extend([&short[..at], "-", &short[at..]]),
            None => key.push_str(short),
        }
        joined = glued;
    }
    // "KR1.2" is the second key result of the first objective.
    match key.strip_prefix("KR").and_then(|numbers| numbers.split_once('-')) {
        Some((objective, number)) if is_digits(objective) && is_digits(number) => format!("O{objective}-KR{number}"),
        _ => key,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The part of an id from its objective or key result on, `O2-KR1` of `C-O2-KR1`; `None` where it has no such part.
pub(super) fn local(key: &str) -> Option<&str> {
    let mut at = 0;
    for part in key.split('-') {
        if is_item(part) {
            return Some(&key[at..]);
        }
        at += part.len() + 1;
    }
    None
}

/// The part of an id before its objective or key result, else before its last number: `C` of `C-O2`, `LEGAL` of `LEGAL-1`. Empty for a
/// bare id.
pub(super) fn prefix(key: &str) -> &str {
    match local(key) {
        Some(local) => key[..key.len() - local.len()].trim_end_matches('-'),
        None => key.rsplit_once('-').map_or("", |(before, _)| before),
    }
}

/// The item that the anchor of an address names: `C-O2` of "c-o2-nobody-waits", the anchor of a heading.
pub(super) fn anchored(anchor: &str) -> Option<Mention> {
    let key = key(anchor);
    let from = key.len() - local(&key)?.len();
    let mut end = from;
    for part in key[from..].split('-').take_while(|part| is_item(part)) {
        end += part.len() + usize::from(end > from);
    }
    Some(Mention { range: 0..anchor.len(), key: key[..end].to_owned(), is_sure: true })
}

/// `O1`, `KR12`: nothing else has that form. Three digits and more are no count of objectives.
fn is_item(part: &str) -> bool {
    let digits = part.strip_prefix("KR").or_else(|| part.strip_prefix('O'));
    digits.is_some_and(|digits| digits.len() <= 2 && is_digits(digits))
}

/// The items that a link names, each on its own: "C-O2 and C-O3", "Objective #2: faster", "LEGAL-O1, agreed on 2 July". Empty where the
/// link opens with other words.
pub(super) fn mentions(link: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    loop {
        at += link[at..].len() - link[at..].trim_start_matches(|c: char| c.is_whitespace() || "\"'`[(„“".contains(c)).len();
        let Some(mention) = mention(link, at) else { break };
        at = mention.range.end;
        found.push(mention);
        let rest = link[at..].trim_start();
        let next = ["and ", "und ", "& ", "+ ", ",", ";"].iter().find_map(|joint| rest.strip_prefix(joint));
        match next {
            Some(next) => at = link.len() - next.len(),
            None => break,
        }
    }
    found
}

/// The id that stands at a place of a link.
fn mention(link: &str, start: usize) -> Option<Mention> {
    const TITLES: [&str; 6] = ["objective", "obj", "key result", "keyresult", "kr", "o"];
    let text = &link[start..];
    let titled = TITLES.iter().find_map(|title| {
        let rest = text.get(..title.len()).filter(|head| head.eq_ignore_ascii_case(title)).map(|_| &text[title.len()..])?;
        let number = rest.trim_start_matches([' ', '#', '.']);
        (number.len() < rest.len()).then_some(text.len() - number.len())
    });
    let from = titled.unwrap_or(0);
    let len = text[from..].find(|c: char| !(c.is_alphanumeric() || "-_./".contains(c))).unwrap_or(text.len() - from);
    let end = from + text[from..from + len].trim_end_matches(['-', '_', '.', '/']).len();
    let token = &text[..end];
    let behind = &text[end..];
    let (has_letter, has_digit) = (token.contains(char::is_alphabetic), token[from..].contains(|c: char| c.is_ascii_digit()));
    if !has_letter || !has_digit || token.len() > 40 || Cycle::parse(token).is_some_and(|(_, range)| range.len() == token.len()) {
        return None;
    }
    let key = key(token);
    let is_sure = local(&key).is_some();
    // "B2B growth" is no id; "LEGAL-1: contracts" is one.
    let ends =
        behind.trim_start().is_empty() || behind.starts_with([':', ',', ';', ')', ']', '"', '\'']) || behind.starts_with(" (");
    (is_sure || ends && key.contains('-')).then_some(Mention { range: start..start + end, key, is_sure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_compared_in_one_form() {
        let cases = [
            ("C-O2", "C-O2"),
            ("c-o2", "C-O2"),
            ("C.O2/KR1", "C-O2-KR1"),
            ("Objective 2", "O2"),
            ("Objective #2", "O2"),
            ("OBJ2", "O2"),
            ("Key result 1", "KR1"),
            ("O1KR2", "O1-KR2"),
            ("Payments KR 2", "PAYMENTS-KR2"),
            ("KR1.2", "O1-KR2"),
            ("LEGAL-1", "LEGAL-1"),
        ];
        for (written, normal) in cases {
            assert_eq!(key(written), normal, "{written}");
        }
    }

    #[test]
    fn ids_have_a_prefix_and_a_local_part() {
        let cases = [("C-O2-KR1", "C", Some("O2-KR1")), ("O2", "", Some("O2")), ("LEGAL-1", "LEGAL", None), ("SOC2", "", None)];
        for (id, before, behind) in cases {
            assert_eq!((prefix(id), local(id)), (before, behind), "{id}");
        }
    }

    #[test]
    fn a_link_names_the_ids_that_it_opens_with() {
        let cases: [(&str, &[&str]); 14] = [
            ("C-O2", &["C-O2"]),
            ("C-O2: Fewer abandoned carts", &["C-O2"]),
            ("C-O2 Fewer abandoned carts", &["C-O2"]),
            ("C-O2 and C-O3", &["C-O2", "C-O3"]),
            ("LEGAL-O1, agreed on 2026-07-02", &["LEGAL-O1"]),
            ("LEGAL-1 (agreed)", &["LEGAL-1"]),
            ("\"O2\"", &["O2"]),
            ("Objective #2: Focus on one use case", &["O2"]),
            ("B2B growth", &[]),
            ("O365 migration", &[]),
            ("2026-Q3", &[]),
            ("Legal, for two reviews", &[]),
            ("3 other teams", &[]),
            ("", &[]),
        ];
        for (link, keys) in cases {
            let found: Vec<String> = mentions(link).into_iter().map(|mention| mention.key).collect();
            assert_eq!(found, keys, "{link}");
        }
        assert_eq!(mentions("see \"C-O2\"").len(), 0);
        assert_eq!(mentions("\"C-O2\"")[0].range, 1..5);
    }
}
