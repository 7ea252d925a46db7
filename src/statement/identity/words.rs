//! The words of a statement in the lexicons of measures.

use crate::follow;
use crate::lexicon::{self, Entry, METRIC_WORDS, Senses, Table, hash};
use crate::statement::tokens::{Kind, Tokens};

/// Whether one of the entries has a class.
pub(super) fn has_class(entries: &[Entry], class: &str) -> bool {
    entries.iter().any(|entry| entry.class == class)
}

/// Whether a word has a class among the words that tell how a measure is taken.
pub(super) fn is_listed(word: &str, class: &str) -> bool {
    has_class(lexicon::exact(METRIC_WORDS, word), class)
}

/// What a word means by itself and at the head of a phrase: "per" stays what it is in "per day".
pub(super) fn own_senses(tokens: &Tokens<'_>, at: usize) -> Senses {
    let token = &tokens.list[at];
    token.senses | token.id.map(lexicon::WordId::senses).unwrap_or_default()
}

/// The hash of a period: of one a day and of what is daily.
pub(super) fn period_hash(period: &Entry) -> u32 {
    hash::hash("per ".bytes().chain(period.note.bytes()))
}

/// The longest term of a table that begins at a token: how many tokens it takes, and its entries.
pub(super) fn longest(table: &Table, tokens: &Tokens<'_>, at: usize) -> Option<(usize, &'static [Entry])> {
    let first = tokens.word(at);
    let letters = &first[..first.bytes().take_while(u8::is_ascii_alphabetic).count()];
    let most = match letters.is_empty() {
        true if first.starts_with(|c: char| c.is_ascii_digit()) => 3,
        _ => lexicon::most_words(table, letters)?,
    };
    let mut words = String::new();
    let mut found = None;
    for len in 1..=most.min(tokens.len() - at) {
        let token = &tokens.list[at + len - 1];
        if matches!(token.kind, Kind::Sign(_)) {
            break;
        }
        if len > 1 {
            words.push(' ');
        }
        words.extend(tokens.word(at + len - 1).chars().flat_map(char::to_lowercase));
        let entries = lexicon::exact(table, &words);
        if !entries.is_empty() {
            found = Some((len, entries));
        }
    }
    found
}

/// The hash of a word without its ending, British or American.
pub(super) fn stem(word: &str) -> u32 {
    let stem = follow::stem(word.strip_suffix("'s").unwrap_or(word));
    match stem.contains("iz") {
        true => hash::hash(stem.replace("iz", "is").bytes()),
        false => hash::hash(stem.bytes()),
    }
}
