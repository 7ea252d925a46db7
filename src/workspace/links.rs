//! The links of a document as written: what its objectives and key results support, depend on and provide for.

use super::{OutlineSet, narrow};
use crate::fingerprint;
use crate::model::{Document, Item, Objective, Statement};
use crate::source::{Span, Spanned};

/// What a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// That an item contributes to another.
    Supports,
    /// That an item needs another.
    DependsOn,
    /// That an item answers the need of another.
    ProvidesFor,
}

/// A link as written.
#[derive(Debug, Clone)]
pub struct OutlineLink {
    /// What it says.
    pub kind: LinkKind,
    /// Index of the item that it stands at, in the set's traces.
    pub trace: u32,
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub text: Box<str>,
    /// Whether words at the link or the item tell that it is agreed on, or that the risk is borne.
    pub settled: bool,
    /// What it leads to where no word does: the item of the document below which its own stands.
    pub above: Option<Statement>,
}

impl OutlineSet {
    /// Keeps the links of an objective of a document and its key results, whose traces begin at an index.
    pub(super) fn link(&mut self, first: usize, document: &Document, objective: &Objective) {
        let agreed = tells_of_agreement(&objective.item);
        self.links.extend(document.parent(objective).map(|parent| OutlineLink {
            kind: LinkKind::Supports,
            trace: narrow(first),
            span: objective.item.text.span(),
            text: parent.name().into(),
            settled: agreed,
            above: objective.parent,
        }));
        self.link_item(first, &objective.item, agreed);
        for (nth, key_result) in objective.key_results.iter().enumerate() {
            self.link_item(first + 1 + nth, &key_result.item, agreed);
        }
        let key_results = || objective.key_results.iter();
        let initiatives = objective.initiatives.iter().chain(key_results().flat_map(|key_result| &key_result.initiatives));
        let notes = objective.item.notes.iter().chain(key_results().flat_map(|key_result| &key_result.item.notes));
        self.names.extend(notes.chain(initiatives).flat_map(|text| names(text.as_str())));
    }

    fn link_item(&mut self, trace: usize, item: &Item, agreed: bool) {
        let kinds = [
            (LinkKind::Supports, &item.supports),
            (LinkKind::DependsOn, &item.depends_on),
            (LinkKind::ProvidesFor, &item.provides_for),
        ];
        let agreed = agreed || tells_of_agreement(item);
        for (kind, links) in kinds {
            self.links.extend(links.iter().map(|Spanned { value, span }| OutlineLink {
                kind,
                trace: narrow(trace),
                span: *span,
                text: value.as_str().into(),
                settled: agreed || says_agreed(value),
                above: None,
            }));
        }
    }

    /// Whether what stands beside its statements names somebody or something: all words of the name with a capital or a number do.
    pub fn has_named(&self, name: &str) -> bool {
        let mut names = names(name).peekable();
        names.peek().is_some() && names.all(|name| self.names.binary_search(&name).is_ok())
    }
}

fn tells_of_agreement(item: &Item) -> bool {
    item.agreed.is_some() || item.notes.iter().any(|note| says_agreed(note.as_str()))
}

/// Whether words tell that the other side has said yes, or that somebody answers for going without.
fn says_agreed(text: &str) -> bool {
    const WORDS: [&str; 5] = ["agreed", "confirmed", "risk accepted", "accepted risk", "committed by"];
    let text = text.to_lowercase();
    WORDS.iter().any(|words| text.contains(words))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Hashes of the words that may be part of a name: with a capital or a number.
fn names(text: &str) -> impl Iterator<Item = u64> {
    words(text).filter(|word| word.chars().any(|c| c.is_uppercase() || c.is_ascii_digit())).map(fingerprint::of_words)
}
