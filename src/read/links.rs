//! Links as people write them: the names in a field, and phrases that link without a colon ("contributes to C-O2").

use super::fields::words;
use super::labels::{self, Field};
use super::sentences::sentences;
use crate::model::Item;
use crate::source::{Spanned, Text};

/// Phrases that lead to what an item is linked to.
const PHRASES: [(&str, Field); 18] = [
    ("supports", Field::Supports),
    ("supporting", Field::Supports),
    ("in support of", Field::Supports),
    ("contributes to", Field::Supports),
    ("contributing to", Field::Supports),
    ("aligned with", Field::Supports),
    ("aligned to", Field::Supports),
    ("aligns with", Field::Supports),
    ("aligns to", Field::Supports),
    ("ladders up to", Field::Supports),
    ("rolls up to", Field::Supports),
    ("rolls up into", Field::Supports),
    ("depends on", Field::DependsOn),
    ("dependent on", Field::DependsOn),
    ("relies on", Field::DependsOn),
    ("blocked by", Field::DependsOn),
    ("provides for", Field::Provides),
    ("unterstützt", Field::Supports),
];

/// The phrase with which a text opens, if it is one that links, and what follows it.
pub(super) fn phrase(text: &str) -> Option<(Field, &str)> {
    let opens = |(phrase, _): &&(&str, Field)| text.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase));
    let (phrase, field) = PHRASES.iter().find(opens)?;
    let rest = text[phrase.len()..].strip_prefix(char::is_whitespace)?;
    Some((*field, rest.trim_start()))
}

/// Whether what follows a phrase can only be an objective or key result: an id, a number of one, words such as "our company objective", or a
/// statement in quotes. "Supports 12 languages" and "aligned with the brand" are sentences of their own.
pub(super) fn names_item(text: &str) -> bool {
    let token = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | ')')).next().unwrap_or_default();
    let numbered = |text: &str| {
        labels::labelled(text)
            .is_some_and(|label| label.id.is_some() && matches!(label.field, Field::Objective | Field::KeyResult | Field::Okr))
    };
    labels::compact_id(token).is_some() || numbered(text) || is_quoted(text) || speaks_of_item(text)
}

fn is_quoted(text: &str) -> bool {
    let inner = text.trim_end_matches(['.', ' ']);
    [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')].iter().any(|(open, close)| {
        inner
            .strip_prefix(*open)
            .and_then(|rest| rest.find(*close))
            .is_some_and(|at| at + open.len_utf8() + close.len_utf8() == inner.len())
    })
}

/// "our product objective", "company KR 2", "the company's objective to …": a few words, and then the item.
fn speaks_of_item(text: &str) -> bool {
    let mut rest = text;
    for nth in 0..5 {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = rest[..end].trim_end_matches([',', '.', ':', ')']);
        let after = rest[word.len()..].trim_start();
        if ["objective", "okr", "kr"].iter().any(|item| word.eq_ignore_ascii_case(item)) {
            let next = after.split(char::is_whitespace).next().unwrap_or_default();
            let ends = after.chars().next().is_none_or(|c| !c.is_alphabetic()) || matches!(next, "to" | "of");
            let counted = after.starts_with(|c: char| c.is_ascii_digit() || c == '#');
            return ends && (nth > 0 || counted);
        }
        rest = rest[end..].trim_start();
    }
    false
}

/// Keeps what a field says an item supports; a sentence that denies any such thing is the reason why it stands alone.
pub(super) fn supports(item: &mut Item, text: &Text) {
    match denial(text.as_str()) {
        Some(Denial::Blank) => {}
        Some(Denial::Reasoned) => item.alone = Some(words(text)),
        None => links(item, text, |item| &mut item.supports),
    }
}

/// Keeps the links of a field. Several ids may stand in one; of several sentences the first is the link, and the others are a note.
pub(super) fn links(item: &mut Item, text: &Text, kind: fn(&mut Item) -> &mut Vec<Spanned<String>>) {
    let value = text.as_str();
    let ids = value.contains([',', ';'])
        && value.split([',', ';']).all(|id| !id.trim().is_empty() && !id.trim().contains(char::is_whitespace));
    if !ids {
        let first = sentences(value).first().map_or(value.len(), |first| first.end);
        kind(item).push(words(&text.sub(0..first)));
        if first < value.len() {
            item.notes.push(text.sub(first..value.len()).trim());
        }
        return;
    }
    let mut at = 0;
    for part in value.split([',', ';']) {
        kind(item).push(words(&text.sub(at..at + part.len()).trim()));
        at += part.len() + 1;
    }
}

/// What a field says in place of a link.
enum Denial {
    /// That nobody has filled it in, or nothing: "none", "TBD".
    Blank,
    /// That there is none, in a sentence: "This does not align to the company's OKRs. The team is new."
    Reasoned,
}

fn denial(value: &str) -> Option<Denial> {
    const BLANK: [&str; 9] = ["none", "n/a", "na", "nothing", "tbd", "tba", "not applicable", "keine", "ninguno"];
    const OPENINGS: [&str; 12] = [
        "no ",
        "none ",
        "none:",
        "none,",
        "not ",
        "does not ",
        "doesn't ",
        "do not ",
        "this does not ",
        "this doesn't ",
        "it does not ",
        "this is not ",
    ];
    let value = value.trim().trim_end_matches('.');
    if !value.contains(char::is_alphanumeric) || BLANK.iter().any(|blank| value.eq_ignore_ascii_case(blank)) {
        return Some(Denial::Blank);
    }
    let opens = |words: &&&str| value.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words));
    OPENINGS.iter().find(opens).map(|_| Denial::Reasoned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::TextBuilder;

    #[test]
    fn a_phrase_links_where_an_item_follows() {
        let linked = [
            "Contributes to C-O2",
            "supports PAY-O1-KR2 by faster refunds",
            "Supports O2: nobody waits",
            "In support of our product objective",
            "In support of company KR 2, we answer faster",
            "Aligned with company objective 3",
            "Contributes to \"Nobody waits\".",
        ];
        for text in linked {
            assert!(phrase(text).is_some_and(|(field, rest)| field == Field::Supports && names_item(rest)), "{text}");
        }
        let sentences = [
            "Supports 12 languages",
            "Supports O365 logins for 90% of staff",
            "Supports the OKR process in 5 teams",
            "Aligned with the brand",
            "Supports \"dark mode\" in three apps",
            "Supporting staff answer within a day",
        ];
        for text in sentences {
            assert!(!phrase(text).is_some_and(|(_, rest)| names_item(rest)), "{text}");
        }
    }

    #[test]
    fn a_field_holds_links_or_the_reason_for_none() {
        let read = |value: &str| {
            let mut text = TextBuilder::default();
            text.push(value, 0);
            let mut item = Item::default();
            supports(&mut item, &text.finish());
            let links: Vec<String> = item.supports.into_iter().map(|link| link.value).collect();
            (links.join("|"), item.alone.is_some(), item.notes.len())
        };
        assert_eq!(read("C-O1, C-O2"), ("C-O1|C-O2".to_owned(), false, 0));
        assert_eq!(
            read("Objective #2: less waiting. With it, wards plan."),
            ("Objective #2: less waiting.".to_owned(), false, 1)
        );
        assert_eq!(read("This does not align to company OKRs. We are a new team."), (String::new(), true, 0));
        assert_eq!(read("TBD"), (String::new(), false, 0));
        assert_eq!(read("None"), (String::new(), false, 0));
    }
}
