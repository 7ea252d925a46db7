//! Labels at the start of a line: "Objective 1: …", "O2 – …", "[KeyResult] …", "VP Sales KR: …".

use std::ops::Range;

use super::{Field, LONGEST, class, entry, field, is_plain_word, normalise};
use crate::lexicon::{self, Entry, FIELD_LABELS};
use crate::read::links;

/// A label found at the start of a line, with byte offsets into that line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Labelled {
    /// What the label announces.
    pub(crate) field: Field,
    /// The id as written: `O1`, `KR 1.2`, `Objective #3`, `PAY-O1-KR1`; none for a bare label.
    pub(crate) id: Option<Range<usize>>,
    /// Words before the label that say whose it is: "VP Sales" of "VP Sales KR:".
    pub(crate) role: Option<Range<usize>>,
    /// What stands in parentheses between label and colon, without the parentheses.
    pub(crate) aside: Option<Range<usize>>,
    /// Where the rest of the text begins, white space skipped; the length of the line where nothing follows.
    pub(crate) rest: usize,
    /// Whether punctuation or the end of the line sets the label off. Without it ("KR1 text") only a number speaks for the label.
    pub(crate) separated: bool,
}

/// Recognises a label at the start of a line from which markup has been removed: "Objective 1: …", "O2 – …", "KR6 ：…", "[KeyResult] …",
/// "PAY-O1-KR1: …", "VP Sales KR: …", "Baseline: 12". Words of an ordinary sentence ("Objective measures of …") are no label.
pub(crate) fn labelled(text: &str) -> Option<Labelled> {
    let start = skip_decoration(text);
    let line = text.get(start..)?;
    let label = bracketed(line)
        .or_else(|| id_label(line))
        .or_else(|| word_label(line))
        .or_else(|| role_label(line))
        .or_else(|| misspelt(line))
        .or_else(|| linking(line))?;
    let shift = |range: Range<usize>| range.start + start..range.end + start;
    Some(Labelled {
        id: label.id.map(shift),
        role: label.role.map(shift),
        aside: label.aside.map(shift),
        rest: label.rest + start,
        ..label
    })
}

/// Emoji, bullets and a number such as "1." or "a)" before the label.
fn skip_decoration(text: &str) -> usize {
    let symbol = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '•' | '·') || (!c.is_ascii() && !c.is_alphanumeric());
    let start = text.len() - text.trim_start_matches(symbol).len();
    let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
    let after = start + digits;
    let marked = text[after..].starts_with(['.', ')']) && text[after + 1..].starts_with(' ');
    if digits > 0 && digits <= 3 && marked {
        return after + 1 + text[after + 1..].len() - text[after + 1..].trim_start().len();
    }
    start
}

/// `[Objective] text`, `[Ket Result] text`.
fn bracketed(line: &str) -> Option<Labelled> {
    let inner = line.strip_prefix('[')?;
    let close = memchr::memchr(b']', inner.as_bytes().get(..=LONGEST).unwrap_or(inner.as_bytes()))?;
    let name = &inner[..close];
    let field = field(name).or_else(|| nearly(name)).filter(|field| matches!(field, Field::Objective | Field::KeyResult))?;
    let numbered = name.ends_with(|c: char| c.is_ascii_digit());
    let after = skip_separator(line, close + 2);
    Some(Labelled { id: numbered.then_some(1..close + 1), ..found(field, line, after) })
}

fn found(field: Field, line: &str, rest: usize) -> Labelled {
    let rest = line.len() - line[rest..].trim_start().len();
    Labelled { field, id: None, role: None, aside: None, rest, separated: true }
}

/// Past an optional colon or dash.
fn skip_separator(line: &str, at: usize) -> usize {
    let tail = line[at..].trim_start();
    let cut = tail.strip_prefix([':', '：', '-', '–', '—']).unwrap_or(tail);
    line.len() - cut.len()
}

/// A compact id that names its place: `O1KR2`, `PAY-O1-KR1`, `C-O2`, `O1.KR2`, `O1 KR2`. (`O1` and `KR1.2` are words with a number.)
fn id_label(line: &str) -> Option<Labelled> {
    let id = |text: &str| {
        text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '/'))).unwrap_or(text.len())
    };
    let end = id(line);
    // Most lines open with a plain word.
    if !line.as_bytes()[..end].iter().any(u8::is_ascii_digit) {
        return None;
    }
    let end = match line[end..].strip_prefix(' ') {
        Some(rest) if rest.starts_with("KR") && line[..end].ends_with(|c: char| c.is_ascii_digit()) => end + 1 + id(rest),
        _ => end,
    };
    let token = line[..end].trim_end_matches(['.', '-', '_', '/']);
    let field = compact_id(token)?;
    let (rest, separated) = match separator(line, token.len(), true)? {
        Separator::Mark { rest, .. } => (rest, true),
        Separator::Nothing if field == Field::Objective && !starts_capital(&line[token.len()..]) => return None,
        Separator::Nothing => (token.len(), false),
    };
    Some(Labelled { id: Some(0..token.len()), separated, ..found(field, line, rest) })
}

/// What an id of several parts stands for: its last part decides.
pub(crate) fn compact_id(token: &str) -> Option<Field> {
    let mixed = token.bytes().any(|b| b.is_ascii_digit()) && token.bytes().any(|b| b.is_ascii_alphabetic());
    if token.len() > 40 || !mixed {
        return None;
    }
    let mut parts = 0;
    let mut field = None;
    for part in token.split(['-', '.', '_', '/', ' ']) {
        let split = split_joined(part);
        for piece in split.into_iter().flatten() {
            parts += 1;
            let letters = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            let (name, number) = piece.split_at(letters);
            let numbered = !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
            field = match name {
                "O" | "o" if numbered => Some(Field::Objective),
                "KR" | "kr" if numbered => Some(Field::KeyResult),
                "" if numbered && field.is_some() => field,
                _ if field.is_none()
                    && !name.is_empty()
                    && piece.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) =>
                {
                    None
                }
                _ => return None,
            };
        }
    }
    field.filter(|_| parts > 1)
}

/// `O1KR2` as `O1` and `KR2`.
fn split_joined(part: &str) -> [Option<&str>; 2] {
    match part.as_bytes().windows(2).position(|pair| matches!(pair, b"KR" | b"kr")) {
        Some(at) if at > 0 => [Some(&part[..at]), Some(&part[at..])],
        _ => [Some(part), None],
    }
}

/// What stands between a label and the rest.
enum Separator {
    Mark { rest: usize, colon: bool },
    Nothing,
}

/// Reads the separator after a label that ends at `at`. `None` where the words run on, so that there is no label.
fn separator(line: &str, at: usize, numbered: bool) -> Option<Separator> {
    let tail = &line[at..];
    let spaced = tail.trim_start();
    let offset = line.len() - spaced.len();
    let Some(mark) = spaced.chars().next() else {
        return Some(Separator::Mark { rest: line.len(), colon: true });
    };
    let rest = offset + mark.len_utf8();
    let space_after = line[rest..].chars().next().is_none_or(char::is_whitespace);
    match mark {
        ':' | '：' if !line[rest..].starts_with("//") => Some(Separator::Mark { rest, colon: true }),
        '-' | '–' | '—' | '―' if line[rest..].starts_with('-') => {
            dashes(line, offset).map(|rest| Separator::Mark { rest, colon: false })
        }
        '-' | '–' | '—' | '―' if (space_after && offset > at) || (numbered && (space_after || mark != '-' || offset > at)) => {
            Some(Separator::Mark { rest, colon: false })
        }
        '.' | ')' if numbered && offset == at && space_after => Some(Separator::Mark { rest, colon: false }),
        '|' | '>' | '→' if numbered && offset > at => Some(Separator::Mark { rest, colon: false }),
        _ if numbered && offset > at && (mark.is_alphanumeric() || matches!(mark, '`' | '"' | '“' | '[' | '@')) => {
            Some(Separator::Nothing)
        }
        _ => None,
    }
}

fn dashes(line: &str, at: usize) -> Option<usize> {
    let rest = line[at..].trim_start_matches('-');
    rest.starts_with([' ', '\t']).then_some(line.len() - rest.len())
}

/// A name of the lexicon, perhaps with a number and a remark in parentheses, and what sets it off.
fn word_label(line: &str) -> Option<Labelled> {
    let (end, entry) = longest_name(line)?;
    let field = class(entry)?;
    let countable =
        matches!(field, Field::Objective | Field::KeyResult | Field::Okr | Field::Initiative | Field::Metric | Field::Guardrail);
    let number = number_after(line, end).filter(|_| countable);
    let label_end = number.unwrap_or(end);
    let aside = enclosed(line, label_end, ('(', b')'));
    let after = aside.as_ref().map_or(label_end, |aside| aside.end + 1);
    // "KR [lever: retention]: …": the tag stands where it would after the colon.
    let states = matches!(field, Field::Objective | Field::KeyResult);
    let tag = enclosed(line, label_end, ('[', b']')).filter(|_| states && number.is_none());
    let (rest, colon, separated) = match tag {
        Some(tag) => (tag.start - 1, true, true),
        None => match separator(line, after, number.is_some() && aside.is_none())? {
            Separator::Mark { rest, colon } => (rest, colon, true),
            Separator::Nothing => (label_end, false, false),
        },
    };
    let everyday = entry.note == "colon" || (entry.term == "o" && number.is_none());
    // "KR1 text" is a label; "O2 levels rise" and "Objective 2 is ours" are sentences, "O2 Ship it" is a label again.
    let label_like = line.starts_with("KR")
        || (starts_capital(&line[rest..]) && line.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()));
    if !colon && ((everyday && number.is_none()) || !matches!(field, Field::Objective | Field::KeyResult | Field::Okr)) {
        return None;
    }
    if !separated && (!label_like || everyday) {
        return None;
    }
    let field = if field == Field::Okr && number.is_some() { Field::Objective } else { field };
    Some(Labelled { id: number.map(|end| 0..end), aside, separated, ..found(field, line, rest) })
}

/// The longest start of the line that is a name of the lexicon, and where it ends. Only the part before a colon can be one.
fn longest_name(line: &str) -> Option<(usize, &'static Entry)> {
    let start = &line[..line.floor_char_boundary(LONGEST)];
    // Most lines are ruled out by their first word.
    let first = start.find(char::is_alphabetic)?;
    let word = start[first..].find(|c: char| !c.is_alphabetic()).map_or(start.len(), |end| first + end);
    let most = most_words(&start[..word])?;
    let limit = colon(start).unwrap_or(start.len());
    if limit < word {
        return None;
    }
    let mut best = None;
    let mut last = ' ';
    let ends = line[..limit].char_indices().chain(std::iter::once((limit, ' ')));
    let mut words = 0;
    for (at, c) in ends {
        if last.is_alphabetic() && !c.is_alphabetic() {
            words += 1;
            let found = can_follow(&line[at..]).then(|| entry(&line[..at])).flatten();
            best = found.map(|entry| (at, entry)).or(best);
            // An apostrophe may part a word in two.
            if words > most {
                break;
            }
        }
        last = c;
    }
    best
}

/// The most words of a label that opens with this one; `None` where none does.
fn most_words(word: &str) -> Option<usize> {
    match is_plain_word(word) {
        true => lexicon::most_words(FIELD_LABELS, word),
        false => lexicon::most_words(FIELD_LABELS, normalise(word).split(' ').next().unwrap_or_default()),
    }
}

/// Where the first colon or line end stands.
pub(crate) fn colon(text: &str) -> Option<usize> {
    let fullwidth = "：".as_bytes()[0];
    memchr::memchr3_iter(b':', b'\n', fullwidth, text.as_bytes()).find(|&at| text[at..].starts_with([':', '\n', '：']))
}

fn starts_capital(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| !c.is_lowercase())
}

/// Whether a label can end where this text begins; spares looking up the words of ordinary sentences.
fn can_follow(text: &str) -> bool {
    let next = text.trim_start().chars().next();
    next.is_none_or(|c| {
        c.is_ascii_digit()
            || matches!(c, ':' | '：' | '-' | '–' | '—' | '―' | '(' | '[' | ')' | '.' | '#' | '№' | '_' | '|' | '>' | '→')
    })
}

/// The end of a number right after a label: ` 1`, `1.2`, ` #3`, `-1`, `1a`.
fn number_after(line: &str, at: usize) -> Option<usize> {
    let tail = line[at..].trim_start_matches([' ', '\u{a0}', '#', '№', '_']);
    let tail = match tail.strip_prefix('-') {
        Some(rest) if tail.len() == line.len() - at => rest,
        _ => tail,
    };
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    let mut end = digits;
    while tail[end..].starts_with('.') {
        let more = tail[end + 1..].bytes().take_while(u8::is_ascii_digit).count();
        if more == 0 || more > 2 {
            break;
        }
        end += 1 + more;
    }
    let mut letters = tail[end..].chars();
    match (letters.next(), letters.next()) {
        (Some(letter), after) if letter.is_ascii_lowercase() && !after.is_some_and(char::is_alphanumeric) => end += 1,
        (Some(c), _) if c.is_alphanumeric() && c.is_ascii() || matches!(c, '%' | '+' | '/') => return None,
        _ => {}
    }
    Some(line.len() - tail.len() + end)
}

/// The inside of the brackets that follow a label, where a colon, dash or the end comes after them.
fn enclosed(line: &str, at: usize, brackets: (char, u8)) -> Option<Range<usize>> {
    let tail = line[at..].trim_start();
    let open = line.len() - tail.len() + 1;
    let inner = tail.strip_prefix(brackets.0)?;
    let close = memchr::memchr(brackets.1, inner.as_bytes().get(..=LONGEST).unwrap_or(inner.as_bytes()))?;
    let after = inner[close + 1..].trim_start();
    (after.is_empty() || after.starts_with([':', '：', '-', '–', '—'])).then_some(open..open + close)
}

/// `VP Sales KR: text`, `Company Objective 2: text`: up to four capitalised words that say whose it is.
fn role_label(line: &str) -> Option<Labelled> {
    let colon = colon(&line[..line.ceil_char_boundary(LONGEST + 1)])?;
    if line[colon..].starts_with('\n') {
        return None;
    }
    let mut at = 0;
    for _ in 0..4 {
        let word = line[at..colon].find(' ')?;
        let name = &line[at..at + word];
        let joins = at > 0 && matches!(name, "of" | "and" | "&" | "-");
        // "Code intel KR: …": later words of a role may be in lower case where the label itself leaves no doubt.
        let lower = at > 0 && line[..colon].contains(" KR");
        if !joins && !lower && !name.starts_with(|c: char| c.is_uppercase() || c == '(') {
            return None;
        }
        at += word + 1;
        let label = id_label(&line[at..]).or_else(|| word_label(&line[at..]));
        let label = label.filter(|label| label.separated && matches!(label.field, Field::Objective | Field::KeyResult));
        let everyday = label
            .as_ref()
            .is_some_and(|label| label.id.is_none() && longest_name(&line[at..]).is_some_and(|(_, e)| e.note == "colon"));
        if let Some(label) = label.filter(|_| !everyday) {
            let shift = |range: Range<usize>| range.start + at..range.end + at;
            // "Objective PAY-O1: …": the word names the kind, the id the item; nobody's role is told.
            let kind = matches!(super::field(&line[..at - 1]), Some(Field::Objective | Field::KeyResult));
            return Some(Labelled {
                role: (!kind).then_some(0..at - 1),
                id: label.id.map(shift),
                aside: label.aside.map(shift),
                rest: label.rest + at,
                ..label
            });
        }
    }
    None
}

/// `Contributes to C-O2`: a phrase in place of a label, where what follows can only be an objective or key result.
fn linking(line: &str) -> Option<Labelled> {
    let (field, rest) = links::phrase(line).filter(|(_, rest)| links::names_item(rest))?;
    Some(found(field, line, line.len() - rest.len()))
}

/// `Objectve 1: text`: one slip of the hand before a colon.
fn misspelt(line: &str) -> Option<Labelled> {
    let colon = colon(&line[..line.ceil_char_boundary(25)]).filter(|&at| !line[at..].starts_with('\n'))?;
    let name = line[..colon].trim_end();
    let field = nearly(name)?;
    let mark = line[colon..].chars().next().map_or(1, char::len_utf8);
    let numbered = name.ends_with(|c: char| c.is_ascii_digit());
    Some(Labelled { id: numbered.then_some(0..name.len()), ..found(field, line, colon + mark) })
}

/// The field whose long name is one edit away.
fn nearly(name: &str) -> Option<Field> {
    let words = normalise(name);
    if !(8..=12).contains(&words.len()) {
        return None;
    }
    let names = [
        ("objective", Field::Objective),
        ("objectives", Field::Objective),
        ("key result", Field::KeyResult),
        ("key results", Field::KeyResult),
    ];
    names.iter().find(|(known, _)| strsim::osa_distance(known, &words) == 1).map(|&(_, field)| field)
}
