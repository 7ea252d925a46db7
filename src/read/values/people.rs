//! Owners and priority tags.

use std::ops::Range;

/// A named person or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner<'a> {
    /// The name, a handle without its `@`.
    pub(crate) name: &'a str,
    /// Where it stands, the `@` included.
    pub(crate) range: Range<usize>,
}

/// The owners that a field, cell or pair of parentheses names: "Ana", "@ana, @bo", "@ana @bo", "Max & Zach", "Ana (20%) and Bo"; of
/// "Ana (lead), Bo" it is Ana alone who answers. Placeholders ("TBD", "@???", "OWNER") name nobody.
pub(crate) fn owners(text: &str) -> Vec<Owner<'_>> {
    const BETWEEN: [char; 7] = [',', ';', '&', '+', '\n', '|', '·'];
    // One word is one owner.
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.' | b'-' | b'_')) {
        return owner(text, 0..text.len()).into_iter().collect();
    }
    let mut found = Vec::new();
    for part in split(text, &BETWEEN) {
        for part in split_words(text, part) {
            for part in handles(text, part) {
                found.extend(owner(text, part));
            }
        }
    }
    if let Some(lead) = found.iter().position(|owner| is_lead(&text[owner.range.end..])) {
        return vec![found.swap_remove(lead)];
    }
    found
}

/// Whether the remark behind a name says that this one answers for it.
fn is_lead(after: &str) -> bool {
    let remark = after.trim_start().strip_prefix(['(', '[']).and_then(|rest| rest.split([')', ']']).next());
    remark
        .is_some_and(|remark| ["lead", "dri", "accountable", "responsible"].iter().any(|word| remark.eq_ignore_ascii_case(word)))
}

fn split(text: &str, at: &[char]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0usize;
    for (offset, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if (depth == 0 || text.starts_with('(')) && at.contains(&c) => {
                parts.push(start..offset);
                start = offset + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(start..text.len());
    parts
}

/// Splits at "and", "und", "y", "et", "with" between two names, and at a slash with names on both sides.
fn split_words(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = part.start;
    let mut at = part.start;
    for word in text[part.clone()].split_inclusive(' ') {
        let joins = matches!(word.trim_end(), "and" | "und" | "y" | "et" | "e" | "with" | "och" | "og" | "/");
        if joins && at > start {
            parts.push(start..at);
            start = at + word.len();
        } else if let Some(slash) = word.find('/').filter(|_| !word.starts_with('@') || word.contains("/@")) {
            parts.push(start..at + slash);
            start = at + slash + 1;
        }
        at += word.len();
    }
    parts.push(start..part.end);
    parts
}

/// Handles may follow each other with only a space between.
fn handles(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let whole = &text[part.clone()];
    if whole.split_whitespace().count() < 2 || !whole.split_whitespace().all(|word| word.starts_with('@')) {
        return vec![part];
    }
    let mut at = part.start;
    let mut found = Vec::new();
    for word in whole.split_inclusive(char::is_whitespace) {
        found.push(at..at + word.len());
        at += word.len();
    }
    found
}

fn owner(text: &str, part: Range<usize>) -> Option<Owner<'_>> {
    let noise =
        |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '(' | ')' | '[' | ']' | '<' | '>' | ':' | '.' | '"' | '~');
    let whole = &text[part.clone()];
    let mut start = part.start + whole.len() - whole.trim_start_matches(noise).len();
    // A remark such as "(20%)" or "(lead)" is not part of the name.
    let cut = text[start..part.end].find(['(', '[']).map_or(part.end, |at| start + at);
    let name = text[start..cut].trim_end_matches(noise);
    let end = start + name.len();
    let bare = name.strip_prefix('@').unwrap_or(name).trim();
    if is_nobody(bare) || bare.len() > 60 {
        return None;
    }
    start = end - name.len();
    Some(Owner { name: bare, range: start..end })
}

/// The name of one person in the form in which names are compared: without its `@`, capitals and doubled spaces.
pub(crate) fn person(name: &str) -> String {
    name.trim_start_matches('@').to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the words stand where a name should be filled in.
fn is_nobody(name: &str) -> bool {
    const WORDS: [&str; 24] = [
        "owner",
        "owners",
        "tbd",
        "tbc",
        "tba",
        "todo",
        "n/a",
        "na",
        "none",
        "unassigned",
        "nobody",
        "name",
        "your name",
        "owner name",
        "handle",
        "username",
        "user",
        "xx",
        "xxx",
        "x",
        "dri",
        "to be determined",
        "to be defined",
        "not assigned",
    ];
    !name.chars().any(char::is_alphanumeric) || WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The priority that a field or cell states: "P0", "[p1]", "PX", "High", "1".
pub(crate) fn priority(text: &str) -> Option<Range<usize>> {
    let noise = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '(' | ')' | '[' | ']');
    let start = text.len() - text.trim_start_matches(noise).len();
    let value = text[start..].trim_end_matches(noise);
    const WORDS: [&str; 10] =
        ["critical", "urgent", "highest", "high", "medium", "normal", "low", "lowest", "must have", "nice to have"];
    let number = matches!(value.as_bytes(), [b'0'..=b'9']);
    let known = tag(value).is_some_and(|length| length == value.len())
        || number
        || WORDS.iter().any(|word| word.eq_ignore_ascii_case(value));
    known.then_some(start..start + value.len())
}

/// The length of a priority tag at the start: `P0` to `P4`, `PX`.
fn tag(text: &str) -> Option<usize> {
    let [b'P' | b'p', b'0'..=b'4' | b'X' | b'x' | b'?', rest @ ..] = text.as_bytes() else { return None };
    let ends = rest.first().is_none_or(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'.' | b'%' | b'/') && b.is_ascii());
    ends.then_some(2)
}

/// A priority tag before a statement ("`P0` - text", "[P1] text", "p0 text"): the tag, and where the statement begins. "P1 incidents below 3"
/// speaks of incidents.
pub(crate) fn leading_priority(text: &str) -> Option<(Range<usize>, usize)> {
    let start = text.len() - text.trim_start_matches([' ', '\t', '\u{a0}', '`', '*', '_']).len();
    let bracket = text[start..].starts_with(['[', '(']);
    let at = start + usize::from(bracket);
    let length = tag(&text[at..])?;
    let mut rest = at + length;
    if bracket {
        rest += usize::from(text[rest..].strip_prefix([']', ')'])?.len() + 1 == text[rest..].len());
    }
    let after = text[rest..].trim_start_matches(['`', '*', '_', ' ', '\t', '\u{a0}']);
    let separated = after.strip_prefix([':', '-', '–', '—', '|', '：']);
    let statement = separated.unwrap_or(after).trim_start_matches(['-', ' ', '\t', '\u{a0}']);
    let run_on = separated.is_none() && !bracket && text.len() - after.len() == rest && !after.is_empty();
    let counted = ["incident", "bug", "issue", "ticket", "alert", "outage", "defect", "error", "sev", "page", "request", "case"];
    let lower = statement.get(..statement.floor_char_boundary(8)).unwrap_or_default().to_lowercase();
    let measured = separated.is_none() && !bracket && counted.iter().any(|noun| lower.starts_with(noun));
    (!run_on && !measured).then_some((at..at + length, text.len() - statement.len()))
}

/// A priority tag behind a statement ("text (P0)", "text [P1]", "text - P2"): the tag, and where the statement ends.
pub(crate) fn trailing_priority(text: &str) -> Option<(Range<usize>, usize)> {
    let body = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '_'));
    let inner = body.strip_suffix([')', ']']).unwrap_or(body);
    let inner = inner.trim_end_matches(['`', '*']);
    let at = inner.len().checked_sub(2).filter(|&at| inner.is_char_boundary(at))?;
    tag(&inner[at..])?;
    let before = inner[..at].trim_end_matches(['`', '*']);
    let opened = inner.len() < body.len() && before.ends_with(['(', '[']);
    let dashed = inner.len() == body.len() && before.trim_end().ends_with([',', '-', '–', '—']) && before.ends_with(' ');
    if !opened && !dashed {
        return None;
    }
    let end =
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '–' | '—' | ',' | '`' | '*')).len();
    (end > 0).then_some((at..at + 2, end))
}
