//! The words, numbers and signs of a statement, each with what the lexicons know of it.

use std::ops::Range;

use super::number;
use crate::lexicon::{self, Sense, Senses, WordId};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Letters, perhaps with an apostrophe.
    Word,
    /// A name with digits or signs inside: `libp2p`, `Node.js`, `p95`, `@ana`, `#42`, a URL.
    Name,
    /// A number and whether its separators can be read two ways (`1.500`).
    Number { value: f64, ambiguous: bool },
    /// A calendar date in digits.
    Date,
    /// A sign. Arrows are `→`, comparisons `≤` and `≥`, a dash between numbers `–`, a dash between clauses `—`.
    Sign(char),
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glue {
    /// White space, or the start.
    Space,
    /// Nothing.
    Tight,
    /// A hyphen.
    Hyphen,
    /// A slash.
    Slash,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) glue: Glue,
    /// What it means; for the head of a phrase, what the phrase means.
    pub(crate) senses: Senses,
    /// Form bits of the verb.
    pub(crate) forms: u8,
    /// The bit of its first letter.
    initial: u32,
    pub(crate) id: Option<WordId>,
    /// The phrase it belongs to, as an index into [`Tokens::phrases`] plus one; 0 for none.
    pub(crate) phrase: u16,
    /// Whether an `'s` was taken off.
    pub(crate) possessive: bool,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whether it only looks like a number or a date.
    pub(crate) masked: bool,
}

/// A bit for the first letter of a word, whatever its case; other signs share the bits of letters.
#[inline(always)]
const fn initial(word: &[u8]) -> u32 {
    match word {
        [] => 0,
        [first, ..] => 1 << (*first & 31),
    }
}

/// A phrase of a lexicon in the statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase {
    pub(crate) first: usize,
    pub(crate) len: usize,
}

/// A statement in tokens.
#[derive(Debug)]
pub(crate) struct Tokens<'t> {
    pub(crate) text: &'t str,
    pub(crate) list: Vec<Token>,
    pub(crate) phrases: Vec<Phrase>,
    /// Everything that some word or phrase of it means.
    senses: Senses,
}

impl<'t> Tokens<'t> {
    /// Splits a statement and looks its words up.
    pub(crate) fn new(text: &'t str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 4 + 4);
        let mut lexer = Lexer { text, at: 0 };
        while let Some(token) = lexer.next(list.last()) {
            list.push(token);
        }
        let mut tokens = Self { text, list, phrases: Vec::new(), senses: Senses::NONE };
        tokens.look_up();
        tokens.senses = tokens.list.iter().fold(Senses::NONE, |senses, token| senses | token.senses);
        tokens
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    /// The words from one token up to another, as written.
    pub(crate) fn slice(&self, tokens: Range<usize>) -> &'t str {
        &self.text[self.bytes(tokens)]
    }

    /// The byte range of some tokens.
    pub(crate) fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match (self.list.get(tokens.start), self.list.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if !tokens.is_empty() => first.start..last.end,
            (Some(first), _) => first.start..first.start,
            _ => self.text.len()..self.text.len(),
        }
    }

    pub(crate) fn word(&self, index: usize) -> &'t str {
        self.list.get(index).map_or("", |token| &self.text[token.start..token.end])
    }

    /// Whether the token is this word, whatever its case.
    #[inline(always)]
    pub(crate) fn is(&self, index: usize, word: &str) -> bool {
        self.is_one(index, &[word])
    }

    /// Whether the token is one of these words, whatever its case.
    // Inlined so that the initials of words written in the code are known when it is compiled: most tokens begin with another letter.
    #[inline(always)]
    pub(crate) fn is_one(&self, index: usize, words: &[&str]) -> bool {
        let initials = words.iter().fold(0, |initials, word| initials | initial(word.as_bytes()));
        self.list.get(index).is_some_and(|token| token.initial & initials != 0 && self.is_written(token, words))
    }

    fn is_written(&self, token: &Token, words: &[&str]) -> bool {
        let written = &self.text.as_bytes()[token.start..token.end];
        words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(written))
    }

    /// Whether a word or phrase somewhere in the statement means one of these.
    pub(crate) fn means(&self, senses: Senses) -> bool {
        self.senses.any(senses)
    }

    pub(crate) fn has(&self, index: usize, sense: Sense) -> bool {
        self.list.get(index).is_some_and(|token| token.senses.has(sense))
    }

    pub(crate) fn any(&self, index: usize, senses: Senses) -> bool {
        self.list.get(index).is_some_and(|token| token.senses.any(senses))
    }

    pub(crate) fn sign(&self, index: usize) -> Option<char> {
        match self.list.get(index)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub(crate) fn is_sign(&self, index: usize, sign: char) -> bool {
        self.sign(index) == Some(sign)
    }

    /// The number at a token that is not masked.
    pub(crate) fn number(&self, index: usize) -> Option<f64> {
        match self.list.get(index)? {
            Token { kind: Kind::Number { value, .. }, masked: false, .. } => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn mask(&mut self, tokens: Range<usize>) {
        let end = tokens.end.min(self.list.len());
        if let Some(list) = self.list.get_mut(tokens.start..end) {
            list.iter_mut().for_each(|token| token.masked = true);
        }
    }

    /// Tokens of the phrase or single word at an index.
    pub(crate) fn term(&self, index: usize) -> Range<usize> {
        match self.list.get(index).and_then(|token| self.phrases.get(usize::from(token.phrase).wrapping_sub(1))) {
            Some(phrase) => phrase.first..phrase.first + phrase.len,
            None => index..index.saturating_add(1),
        }
    }

    /// The lexicon's note on the term at an index.
    pub(crate) fn note(&self, index: usize, sense: Sense) -> &'static str {
        let term = self.term(index);
        let Some(id) = self.list.get(term.start).and_then(|token| token.id) else { return "" };
        if term.len() > 1 {
            let note = id.phrase_note(|n| self.list.get(term.start + n).and_then(|token| token.id), term.len(), sense);
            if !note.is_empty() {
                return note;
            }
        }
        self.list.get(index).and_then(|token| token.id).map_or("", |id| id.note(sense))
    }

    fn look_up(&mut self) {
        let text = self.text;
        for token in &mut self.list {
            if matches!(token.kind, Kind::Sign(_) | Kind::Date) {
                continue;
            }
            let mut word = &text[token.start..token.end];
            let plural = word.len() > 2 && word.as_bytes().last() == Some(&b's');
            let stem = || word.strip_suffix('s').and_then(|stem| stem.strip_suffix(['\'', '’']));
            if let Some(stem) = plural.then(stem).flatten() {
                token.possessive = true;
                word = stem;
            }
            token.id = match !word.is_ascii() && word.contains('’') {
                true => lexicon::word(&word.replace('’', "'")),
                false => lexicon::word(word),
            };
            if let (Some(id), Kind::Word) = (token.id, token.kind) {
                token.senses = id.senses();
                token.forms = if token.possessive { 0 } else { id.forms() };
            }
        }
        let mut at = 0;
        while at < self.list.len() {
            at += self.join(at);
        }
    }

    /// Makes one term of the longest phrase that begins at a token; how many tokens it takes.
    fn join(&mut self, at: usize) -> usize {
        let list = &self.list;
        let Some(id) = list[at].id else { return 1 };
        let follows = |n: usize| list.get(at + n).filter(|token| !matches!(token.kind, Kind::Sign(_))).and_then(|token| token.id);
        let Some(found) = id.longest(follows) else { return 1 };
        self.phrases.push(Phrase { first: at, len: found.len });
        let number = u16::try_from(self.phrases.len()).unwrap_or(0);
        let head = if found.verb || !found.senses.any(NOUNS) { at } else { at + found.len - 1 };
        for (index, token) in self.list.iter_mut().enumerate().skip(at).take(found.len) {
            token.phrase = number;
            if index == head {
                // "unaided awareness" is no vanity though "awareness" is.
                let own = if head == at { Senses::NONE } else { token.senses.without(QUALIFIED) };
                token.senses = own | found.senses;
                token.forms = found.forms;
            } else {
                token.senses = Senses::NONE;
                token.forms = 0;
            }
        }
        found.len
    }
}

/// Lexicons whose phrases are headed by their last word.
const NOUNS: Senses = lexicon::any::ACTIVITY_NOUNS
    .and(lexicon::any::BENEFICIARY_NOUNS)
    .and(lexicon::any::METRIC_NOUNS)
    .and(lexicon::any::VANITY_METRICS)
    .and(lexicon::any::GUARDRAIL_PAIRS)
    .and(lexicon::any::VALUE_METRICS);
/// Lexicons whose words lose their sense inside a longer term.
const QUALIFIED: Senses = lexicon::any::VANITY_METRICS;

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn next(&mut self, before: Option<&Token>) -> Option<Token> {
        let before_end = before.map_or(0, |token| token.end);
        // Most words are one space apart.
        self.at += usize::from(self.text.as_bytes().get(self.at) == Some(&b' '));
        if !self.text.as_bytes().get(self.at).is_some_and(u8::is_ascii_graphic) {
            self.at += self.rest().len() - self.rest().trim_start().len();
        }
        let mut glue = if before.is_none() || self.at > before_end { Glue::Space } else { Glue::Tight };
        if glue == Glue::Tight {
            glue = self.joint(before);
        }
        let start = self.at;
        let first = self.rest().chars().next()?;
        let (kind, len) = match first {
            'a'..='z' | 'A'..='Z' => self.letters(),
            '0'..='9' => self.digits(),
            _ if first.is_alphanumeric() => self.letters(),
            '@' | '#' if self.rest()[1..].starts_with(char::is_alphanumeric) => (Kind::Name, 1 + name_len(&self.rest()[1..])),
            '_' if !self.rest().starts_with("__") && self.rest()[1..].starts_with(char::is_alphanumeric) => {
                (Kind::Name, 1 + name_len(&self.rest()[1..]))
            }
            _ => self.mark(first, before),
        };
        self.at += len;
        Some(Token {
            start,
            end: self.at,
            kind,
            glue,
            senses: Senses::NONE,
            forms: 0,
            initial: initial(&self.text.as_bytes()[start..]),
            id: None,
            phrase: 0,
            possessive: false,
            capital: first.is_uppercase(),
            masked: false,
        })
    }

    /// Steps over a hyphen or slash that joins two words.
    fn joint(&mut self, before: Option<&Token>) -> Glue {
        let glue = match self.rest().chars().next() {
            Some('-' | '\u{2010}' | '\u{2011}') => Glue::Hyphen,
            Some('/') => Glue::Slash,
            _ => return Glue::Tight,
        };
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        let next = self.rest()[len..].chars().next();
        let letter = next.is_some_and(char::is_alphabetic);
        let digit = next.is_some_and(|c| c.is_ascii_digit());
        let joins = match before.map(|token| token.kind) {
            Some(Kind::Word | Kind::Name) => letter || (digit && glue == Glue::Hyphen),
            Some(Kind::Number { .. }) => letter && glue == Glue::Hyphen,
            _ => false,
        };
        if !joins {
            return Glue::Tight;
        }
        self.at += len;
        glue
    }

    fn letters(&self) -> (Kind, usize) {
        // Most words are plain and end at a space.
        let bytes = &self.text.as_bytes()[self.at..];
        let run = bytes.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(bytes.len());
        if run > 0 && matches!(bytes.get(run), None | Some(b' ' | b',' | b')')) {
            return (Kind::Word, run);
        }
        let rest = self.rest();
        let (len, plain) = word_len(rest);
        let full = joined_len(rest, len);
        match plain && full == len {
            true => (Kind::Word, len),
            false => (Kind::Name, full),
        }
    }

    fn digits(&self) -> (Kind, usize) {
        let rest = self.rest();
        if let Some(len) = number::date_len(rest) {
            return (Kind::Date, len);
        }
        let (number, len) = number::parse(rest);
        let tail = &rest[len..];
        let suffix = tail.chars().take_while(|c| c.is_alphabetic() || *c == '²' || *c == '³').map(char::len_utf8).sum::<usize>();
        let after = tail[suffix..].chars().next();
        let names = after.is_some_and(|c| c == '_' || c.is_numeric());
        match number.filter(|_| !names && (suffix == 0 || is_unit(&tail[..suffix]))) {
            Some((value, ambiguous)) => (Kind::Number { value, ambiguous }, len),
            None => (Kind::Name, len + name_len(tail).max(suffix)),
        }
    }

    fn mark(&self, first: char, before: Option<&Token>) -> (Kind, usize) {
        let rest = self.rest();
        const ARROWS: [&str; 11] = ["-->", "->", "=>", "–>", "—>", ">>", "→", "⇒", "➡", "➔", "⟶"];
        // Brackets and commas are most signs and begin none of these.
        if matches!(first, '(' | ')' | ',' | '%' | ':') {
            return (Kind::Sign(first), first.len_utf8());
        }
        if let Some(arrow) = ARROWS.iter().find(|arrow| rest.starts_with(**arrow)) {
            return (Kind::Sign('→'), arrow.len());
        }
        for (written, sign) in
            [(">=", '≥'), ("<=", '≤'), ("=>", '≥'), ("=<", '≤'), ("⩾", '≥'), ("⩽", '≤'), ("...", '…'), ("≈", '~')]
        {
            if rest.starts_with(written) {
                return (Kind::Sign(sign), written.len());
            }
        }
        let run = |c: char| rest.chars().take_while(|other| *other == c).count();
        if first == '_' || first == '?' {
            return (Kind::Sign(first), run(first));
        }
        let dash = matches!(first, '-' | '–' | '—' | '−');
        if dash {
            let next = rest[first.len_utf8()..].chars().next();
            let numbers = before.is_some_and(|token| matches!(token.kind, Kind::Number { .. } | Kind::Sign('%')));
            let digit = next.is_some_and(|c| c.is_ascii_digit() || "$€£".contains(c));
            let spaced_before = before.is_none_or(|token| token.end < self.at);
            let sign = match (numbers, digit) {
                (true, true) if !spaced_before => '–',
                (_, true) if first == '-' || first == '−' => '-',
                (true, _) if first == '–' && next == Some(' ') && rest.chars().nth(2).is_some_and(|c| c.is_ascii_digit()) => {
                    '–'
                }
                _ => '—',
            };
            return (Kind::Sign(sign), first.len_utf8());
        }
        (Kind::Sign(first), first.len_utf8())
    }
}

/// Whether letters right behind digits are their unit (`15min`, `5k`, `2x`) and not part of a name (`3D`, `2FA`, `1st`).
fn is_unit(letters: &str) -> bool {
    let capital = letters.len() == 1 && letters.starts_with(['D', 'G', 'H', 'W', 'S', 'T', 'A', 'P']);
    !capital && lexicon::word(letters).is_some_and(|id| id.senses().any(lexicon::any::UNITS))
}

/// Length of a run of letters, digits and inner apostrophes, and whether there is no digit in it.
fn word_len(text: &str) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut plain = true;
    let mut len = 0;
    while let Some(byte) = bytes.get(len) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => len += 1,
            b'0'..=b'9' => {
                plain = false;
                len += 1;
            }
            b'\'' if len > 0 && text[len + 1..].starts_with(char::is_alphabetic) => len += 1,
            0x80.. => {
                let Some(c) = text[len..].chars().next() else { break };
                let apostrophe = c == '’' && len > 0 && text[len + c.len_utf8()..].starts_with(char::is_alphabetic);
                if !c.is_alphanumeric() && !apostrophe {
                    break;
                }
                plain &= c.is_alphabetic() || apostrophe;
                len += c.len_utf8();
            }
            _ => break,
        }
    }
    (len, plain)
}

/// Length of a name: letters, digits and the signs that join them in code, paths and addresses.
fn name_len(text: &str) -> usize {
    joined_len(text, word_len(text).0)
}

/// Length of a name whose first `len` bytes are read.
fn joined_len(text: &str, mut len: usize) -> usize {
    loop {
        let rest = &text[len..];
        let Some(joint) = rest.chars().next() else { return len };
        if joint == ' ' {
            return len;
        }
        if rest.starts_with("://") {
            return len + rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']')).unwrap_or(rest.len());
        }
        let next = rest[joint.len_utf8()..].chars().next();
        let joins = match joint {
            '.' | '_' | '@' => next.is_some_and(char::is_alphanumeric),
            '/' | ':' => text[..len].contains(['.', '_', '@']) && next.is_some_and(char::is_alphanumeric),
            '+' | '#' => len == 1 && text.starts_with('C') && !next.is_some_and(char::is_alphanumeric),
            _ => false,
        };
        if !joins {
            return len;
        }
        len += joint.len_utf8();
        len += word_len(&text[len..]).0;
    }
}

impl Token {
    /// Whether it is a sign of currency.
    pub(crate) fn is_currency(&self) -> bool {
        matches!(self.kind, Kind::Sign('$' | '€' | '£' | '¥' | '₹' | '₩' | '₽' | '₺' | '₴' | '฿' | '₦' | '₪' | '₫'))
    }
}
