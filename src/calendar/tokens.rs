//! A text as runs of letters, runs of digits and single other characters, the form in which cycles and dates are looked for.

use std::ops::Range;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Letters,
    Digits,
    Space,
    Mark,
}

/// A run of characters of one kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The number, where the token is one of at most `digits` digits.
    pub(super) fn number(&self, digits: Range<usize>) -> Option<u32> {
        (self.kind == Kind::Digits && digits.contains(&self.text.len())).then(|| self.text.parse().ok()).flatten()
    }

    /// Whether the token is one of these words, in any case.
    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        self.kind == Kind::Letters && words.iter().any(|word| word.eq_ignore_ascii_case(self.text))
    }

    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        self.kind == Kind::Mark && self.text.chars().all(|c| marks.contains(&c))
    }
}

/// Splits a text. Ideographs are single marks: "2026年Q3" has a year and a quarter.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let kind = |c: char| match c {
        '0'..='9' => Kind::Digits,
        '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{ff00}'..='\u{ffef}' => Kind::Mark,
        _ if c.is_alphabetic() => Kind::Letters,
        ' ' | '\t' | '\u{a0}' | '\u{202f}' => Kind::Space,
        _ => Kind::Mark,
    };
    let mut list: Vec<Token<'_>> = Vec::new();
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        match list.last_mut() {
            Some(last) if last.kind == kind(c) && last.kind != Kind::Mark => last.text = &text[last.start..end],
            _ => list.push(Token { kind: kind(c), text: &text[start..end], start }),
        }
    }
    list
}

/// The month that a word names, 1 to 12: English with its abbreviations, German, French, Spanish, Portuguese, Italian, Dutch, Scandinavian.
pub(crate) fn month(word: &str) -> Option<u8> {
    const NAMES: [&[&str]; 12] = [
        &["january", "jan", "januar", "jänner", "janvier", "enero", "janeiro", "gennaio", "januari"],
        &["february", "feb", "februar", "février", "febrero", "fevereiro", "febbraio", "februari"],
        &["march", "mar", "märz", "mars", "marzo", "março", "maart"],
        &["april", "apr", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maio", "maggio", "mei", "maj"],
        &["june", "jun", "juni", "juin", "junio", "junho", "giugno"],
        &["july", "jul", "juli", "juillet", "julio", "julho", "luglio"],
        &["august", "aug", "août", "agosto", "augustus", "augusti"],
        &["september", "sep", "sept", "septembre", "septiembre", "setembro", "settembre"],
        &["october", "oct", "oktober", "okt", "octobre", "octubre", "outubro", "ottobre"],
        &["november", "nov", "novembre", "noviembre", "novembro"],
        &["december", "dec", "dezember", "dez", "décembre", "diciembre", "dezembro", "dicembre", "desember"],
    ];
    if word.len() > 12 || word.len() < 3 {
        return None;
    }
    let lower = (!word.is_ascii()).then(|| word.to_lowercase());
    let word = lower.as_deref().unwrap_or(word);
    let index = NAMES.iter().position(|names| names.iter().any(|name| name.eq_ignore_ascii_case(word)))?;
    u8::try_from(index + 1).ok()
}

/// A year of four digits, 1990 to 2099.
pub(super) fn full_year(token: &Token<'_>) -> Option<i16> {
    token.number(4..5).and_then(|n| i16::try_from(n).ok()).filter(|&year| is_near(year))
}

/// Whether a number of four digits is likely to be a year.
pub(super) fn is_near(year: i16) -> bool {
    (1990..=2099).contains(&year)
}
