//! What a heading says about the part of the page below it: a cycle, a team, a role in a cascade, or that no OKRs are to be read there.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::calendar::{Cycle, Part, Period};
use crate::lexicon::{self, SECTION_TITLES, Sense, Senses};
use crate::read::labels::{self, Field};

/// How surely a part of the page holds no OKRs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excluded {
    /// Even labelled lines below are examples or history.
    Strongly,
    /// Labelled lines below still count.
    Weakly,
}

/// Whether a heading announces a part without OKRs.
pub(super) fn excluded(heading: &str) -> Option<Excluded> {
    let words = plain_words(heading);
    if words.is_empty() || words.len() > 90 {
        return None;
    }
    let count = words.split(' ').count();
    for entry in SECTION_TITLES.entries {
        let hit = match entry.note {
            "start" => words.strip_prefix(entry.term).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
            "anywhere" => has_words(&words, entry.term),
            "end" => {
                words == entry.term || (count <= 4 && words.strip_suffix(entry.term).is_some_and(|rest| rest.ends_with(' ')))
            }
            _ => words == entry.term,
        };
        if hit {
            return Some(if entry.class == "strong" { Excluded::Strongly } else { Excluded::Weakly });
        }
    }
    None
}

/// Lower-case words with single spaces, digits and punctuation dropped.
fn plain_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphabetic() || c == '\'' {
            lexicon::push_lower(&mut words, c);
        } else if c == '’' {
            words.push('\'');
        } else if !words.ends_with(' ') && !words.is_empty() {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// Whether a heading or title speaks of OKRs, so that unlabelled statements below it may be some.
pub(super) fn speaks_of_okrs(text: &str) -> bool {
    let words = plain_words(text);
    let mut last = "";
    for word in words.split(' ') {
        match word {
            "okr" | "okrs" | "objective" | "objectives" | "goals" => return true,
            "result" | "results" if last == "key" => return true,
            _ => last = word,
        }
    }
    false
}

/// "Goals", "Aims": words that head lists of many kinds.
pub(super) fn is_everyday_goal(text: &str) -> bool {
    matches!(plain_words(text).as_str(), "goal" | "goals" | "aim" | "aims" | "targets")
}

/// Whether a heading speaks of OKRs in words that mean nothing else.
pub(super) fn names_okrs(text: &str) -> bool {
    plain_words(text).split(' ').any(|word| matches!(word, "okr" | "okrs" | "objectives"))
}

/// Whether a line announces a list of objectives: it speaks of objectives and not of key results.
pub(super) fn announces_objectives(text: &str) -> bool {
    let words = plain_words(text);
    let has = |word: &str| words.split(' ').any(|w| w == word);
    has("objectives") && !has("results") && !has("krs") && !has("okrs")
}

/// "Objectives are …", "A key result is …": a sentence about OKRs, not one of them.
pub(super) fn is_definition(text: &str) -> bool {
    // Its subject and verb stand within this many bytes.
    const OPENING: usize = 48;
    let subject = text.trim_start_matches(|c: char| !c.is_alphabetic());
    if !subject.starts_with(|c: char| matches!(c.to_ascii_lowercase(), 'a' | 't' | 'e' | 'y' | 'o' | 'k')) {
        return false;
    }
    let words = plain_words(&text[..text.floor_char_boundary(OPENING)]);
    let words =
        ["a ", "an ", "the ", "each ", "your ", "our "].iter().find_map(|article| words.strip_prefix(article)).unwrap_or(&words);
    ["objectives", "objective", "key results", "key result", "okrs", "okr", "krs"].iter().any(|subject| {
        words.strip_prefix(subject).is_some_and(|rest| {
            [
                " are ",
                " is ",
                " should ",
                " must ",
                " can ",
                " answers ",
                " helps ",
                " help ",
                " tell ",
                " tells ",
                " describe ",
                " describes ",
                " stands ",
                " stand ",
            ]
            .iter()
            .any(|verb| rest.starts_with(verb))
        })
    })
}

/// What may follow the label in a definition: "Key results: 3-5 measurable results for an objective".
pub(super) fn defines(text: &str) -> bool {
    const TERMS: [&str; 7] = [
        "qualitative",
        "quantifiable",
        "measurable results",
        "measurable outcomes",
        "for an objective",
        "of the objective",
        "to achieve the objective",
    ];
    // One of these is in each of the terms, and in hardly any statement.
    static STEMS: LazyLock<[Finder<'_>; 4]> =
        LazyLock::new(|| ["bjective", "ualitative", "uantifiable", "easurable"].map(Finder::new));
    if !STEMS.iter().any(|stem| stem.find(text.as_bytes()).is_some()) {
        return false;
    }
    let words = plain_words(text);
    TERMS.iter().any(|term| has_words(&words, term))
}

/// Whether a term of one or several words stands among words.
fn has_words(words: &str, term: &str) -> bool {
    let mut starts = std::iter::once(0).chain(memchr::memchr_iter(b' ', words.as_bytes()).map(|at| at + 1));
    starts.any(|at| words[at..].strip_prefix(term).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Whether a label has the word "objective" in it.
pub(super) fn says_objective(text: &str) -> bool {
    let label = text.split([':', '：']).next().unwrap_or(text);
    plain_words(label).split(' ').any(|word| word == "objective")
}

/// The part of a year that a heading consists of: "Q3", "H1", "Q1 & Q2".
pub(super) fn part_of_year(text: &str) -> Option<Part> {
    let (part, _) = Part::parse(text)?;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .all(|w| Part::parse(w).is_some() || w.eq_ignore_ascii_case("and"))
        .then_some(part)
}

/// A line that points to another page: a tracker, a sheet, notes, the OKRs of another cycle.
pub(super) fn is_pointer(text: &str) -> bool {
    let words = plain_words(text);
    let pointer = [
        "okr",
        "okrs",
        "spreadsheet",
        "sheet",
        "tracker",
        "tracking",
        "roadmap",
        "notes",
        "document",
        "doc",
        "thread",
        "video",
        "retrospective",
        "guide",
        "plan",
        "planning",
        "board",
        "dashboard",
        "template",
        "set goals",
    ];
    words.split(' ').any(|word| pointer.contains(&word)) || Cycle::parse(text).is_some()
}

/// The role that opens a line of a cascade: "VP Sales" of "VP Sales: Build pipeline." Gives the length of the role and where the statement begins.
pub(super) fn role_prefix(text: &str) -> Option<(usize, usize)> {
    let opening = &text.as_bytes()[..text.len().min(60)];
    let colon = memchr::memchr_iter(b':', opening).find(|at| opening.get(at + 1) == Some(&b' '))?;
    let role = text[..colon].trim();
    let words = role.split_whitespace().count();
    let named = role.starts_with(char::is_uppercase)
        && (1..=5).contains(&words)
        && (words <= 3
            || role.split_whitespace().all(|w| {
                w.starts_with(|c: char| c.is_uppercase() || "(&".contains(c)) || matches!(w, "of" | "and" | "for" | "the")
            }))
        && !role.contains(['.', '"', '“', '/']);
    if !named || labels::field(role).is_some_and(|f| f != Field::Team) {
        return None;
    }
    let rest = text[colon + 1..].trim_start();
    Some((colon, text.len() - rest.len()))
}

/// A title of more bytes than this is a sentence and names no team.
const LONGEST_TITLE: usize = 240;

/// What a title leaves when the cycle and the words about OKRs are taken out: the team's name, if it is short enough to be one.
pub(super) fn team_name(title: &str) -> Option<String> {
    if title.len() > LONGEST_TITLE {
        return None;
    }
    let mut rest = title.to_string();
    while let Some((_, range)) = Cycle::parse(&rest) {
        if range.is_empty() {
            break;
        }
        rest.replace_range(range, " ");
    }
    let words: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | '–' | '—' | ',' | '(' | ')' | '*' | '#'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&'))
        .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|word| !matches!(labels::field(word), Some(Field::Objective | Field::KeyResult | Field::Okr)))
        .filter(|word| !word.is_empty() && lexicon::exact(lexicon::TITLE_WORDS, &word.to_lowercase()).is_empty())
        .collect();
    let joins = |word: &&str| matches!(*word, "and" | "&");
    let words: Vec<&str> = words.into_iter().skip_while(joins).collect();
    let kept = words.len() - words.iter().rev().take_while(|word| joins(word)).count();
    let words = &words[..kept];
    let name = words.join(" ");
    ((1..=5).contains(&words.len()) && name.len() <= 48 && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// Whether a heading reads as a sentence rather than as the name of a team or theme.
pub(super) fn is_sentence(text: &str) -> bool {
    !text.trim_end().ends_with(':') && text.split_whitespace().count() >= 3
}

/// Whether a heading calls for a change, however short: "Reduce waste".
pub(super) fn is_call(text: &str) -> bool {
    const CHANGES: Senses = Senses::of(Sense::OutcomeVerbsIncrease).and(Senses::of(Sense::OutcomeVerbsDecrease));
    let mut words = text.split_whitespace();
    let verb = words.next().and_then(lexicon::word);
    words.next().is_some() && verb.is_some_and(|verb| verb.senses().any(CHANGES))
}

/// Whether a label says "key results" and not one of the names that others use for measures.
pub(super) fn names_key_results(text: &str) -> bool {
    let words = plain_words(text);
    ["key", "kr", "krs", "clés", "clave", "chave"].iter().any(|word| words.split(' ').any(|w| w == *word))
        || words.starts_with("schlüssel")
}

/// The years of a title that names two: "2023-2024 OKRs", "OKRs 2023/24".
pub(super) fn year_range(text: &str) -> Option<Period> {
    let bytes = text.as_bytes();
    let number = |at: usize, length: usize| {
        text.get(at..at + length).filter(|t| t.bytes().all(|b| b.is_ascii_digit())).and_then(|t| t.parse::<i16>().ok())
    };
    let (at, _) = text.match_indices("20").find(|(at, _)| {
        (*at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
            && matches!(bytes.get(at + 4), Some(b'-' | b'/'))
            && number(*at, 4).is_some()
    })?;
    let first = number(at, 4)?;
    let last = number(at + 5, 4).or_else(|| number(at + 5, 2).map(|two| first - first % 100 + two))?;
    let day = |year, month, day| jiff::civil::Date::new(year, month, day).ok();
    (last == first + 1).then_some(Period { start: day(first, 1, 1)?, end: day(last, 12, 31)? })
}

/// Whether a remark says that the work was given up: "was de-prioritised in favour of …".
pub(super) fn says_dropped(text: &str) -> bool {
    plain_words(text).split(' ').any(|word| {
        matches!(
            word,
            "deprioritized"
                | "deprioritised"
                | "cancelled"
                | "canceled"
                | "dropped"
                | "paused"
                | "postponed"
                | "abandoned"
                | "descoped"
        )
    }) || plain_words(text).contains("de prioriti")
}
