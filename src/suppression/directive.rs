//! The words of a comment for okrlint: `okrlint-ignore RULE, FLAG until 2026-12-31: reason`.

use jiff::civil::Date;

use super::Mistake;
use crate::catalogue::Catalogue;
use crate::read::comments::Comment;
use crate::source::{Source, Span, Spanned};
use crate::trouble::did_you_mean;

/// With this every comment for okrlint begins, so that a text without it need not be looked at.
pub(super) const MARKER: &str = "okrlint-";

/// What a comment suppresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The next objective or key result, or the one on its own line.
    Next,
    /// All from here on.
    Start,
    /// All up to here.
    End,
    /// The whole document.
    File,
}

/// The words with which a comment begins.
const KINDS: [(&str, Kind); 4] = [
    ("okrlint-ignore", Kind::Next),
    ("okrlint-ignore-start", Kind::Start),
    ("okrlint-ignore-end", Kind::End),
    ("okrlint-ignore-file", Kind::File),
];

/// A comment for okrlint.
#[derive(Debug)]
pub(super) struct Directive {
    pub(super) kind: Kind,
    /// The whole comment, with its signs.
    pub(super) comment: Span,
    /// Rules and red flags that exist.
    pub(super) names: Vec<Spanned<String>>,
    /// The last day on which it holds.
    pub(super) until: Option<Spanned<Date>>,
    /// Why; may be empty.
    pub(super) reason: String,
}

/// Reads a comment; `None` where it is not for okrlint, or says nothing that can be followed.
pub(super) fn read(source: &Source, comment: &Comment, catalogue: &Catalogue, mistakes: &mut Vec<Mistake>) -> Option<Directive> {
    let text = source.slice(comment.text);
    let words = text.trim_start();
    if !words.starts_with(MARKER) {
        return None;
    }
    let start = comment.text.start as usize + text.len() - words.len();
    let length = words.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(words.len());
    let (word, rest) = words.split_at(length);
    let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == word) else {
        let hint = match did_you_mean(word, KINDS.iter().map(|(name, _)| *name)) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("There are {}.", KINDS.map(|(name, _)| format!("`{name}`")).join(", ")),
        };
        let mistake = Mistake::new("invalid-suppression", "word", Span::new(start, start + length));
        mistakes.push(mistake.with("name", word).with("hint", hint));
        return None;
    };
    let mut directive = Directive { kind: *kind, comment: comment.span, names: Vec::new(), until: None, reason: String::new() };
    directive.read(rest, start + length, catalogue, mistakes);
    let is_whole = *kind == Kind::End || !directive.names.is_empty();
    is_whole.then_some(directive)
}

impl Directive {
    /// Reads what stands behind the first word: names, a day, a colon and a reason.
    fn read(&mut self, rest: &str, base: usize, catalogue: &Catalogue, mistakes: &mut Vec<Mistake>) {
        let (head, reason) = rest.split_once(':').map_or((rest, None), |(head, reason)| (head, Some(reason)));
        self.reason = reason.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let mut until = false;
        let mut listed = 0;
        for (token, span) in tokens(head, base) {
            if std::mem::take(&mut until) {
                match token.parse() {
                    Ok(day) => self.until = Some(Spanned::new(day, span)),
                    Err(_) => mistakes.push(Mistake::new("invalid-suppression", "day", span).with("name", token)),
                }
                continue;
            }
            match token {
                "until" => until = true,
                _ if super::is_known(catalogue, token) => {
                    self.names.push(Spanned::new(token.to_owned(), span));
                    listed += 1;
                }
                // Where no colon parts names and reason, the first word that is no name begins the reason.
                _ if reason.is_none() && listed > 0 => break,
                _ => {
                    mistakes.push(Mistake::unknown(catalogue, token, span));
                    listed += 1;
                }
            }
        }
        if self.kind == Kind::End {
            return;
        }
        if listed == 0 {
            mistakes.push(Mistake::new("invalid-suppression", "no-names", self.comment));
        } else if self.reason.is_empty() && !self.names.is_empty() {
            mistakes.push(Mistake::new("invalid-suppression", "no-reason", self.comment));
        }
    }
}

/// The words of a list whose parts are separated by commas or blanks, each with its place.
fn tokens(text: &str, base: usize) -> impl Iterator<Item = (&str, Span)> {
    let separator = |c: char| c == ',' || c.is_whitespace();
    let mut at = base;
    text.split_inclusive(separator).filter_map(move |part| {
        let start = at;
        at += part.len();
        let token = part.trim_end_matches(separator);
        (!token.is_empty()).then(|| (token, Span::new(start, start + token.len())))
    })
}
