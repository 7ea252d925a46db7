//! The one tree in which TOML, YAML, JSON and CSV meet: scalars, sequences and mappings, each with its place in the source.

mod align;

use std::borrow::Cow;
use std::collections::HashMap;

use super::Problem;
use crate::source::{Span, Text};

/// A value and where it stands, quotes and brackets included.
#[derive(Debug, Clone)]
pub(super) struct Node<'s> {
    pub(super) span: Span,
    pub(super) value: Value<'s>,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(super) enum Value<'s> {
    /// Nothing: `null`, an empty YAML value, an alias (aliases stay unexpanded, so that no document can grow).
    Null,
    Scalar(Scalar<'s>),
    Sequence(Vec<Node<'s>>),
    Mapping(Vec<Entry<'s>>),
}

/// A text, number, date or truth value.
#[derive(Debug, Clone)]
pub(super) struct Scalar<'s> {
    /// The value, escapes resolved.
    pub(super) value: Cow<'s, str>,
    /// How the source spells it.
    pub(super) spelling: Spelling,
    pub(super) kind: Kind,
}

/// How the source spells a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As it is, perhaps over several lines.
    Plain,
    /// Between quotes, without escapes.
    Quoted,
    /// Between double quotes, with `\` escapes.
    Escaped,
    /// Between quotes, with each quote inside written this many times.
    Repeated(u8),
}

/// What a scalar is, as far as the format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Truth,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry<'s> {
    pub(super) key: Cow<'s, str>,
    pub(super) key_span: Span,
    pub(super) node: Node<'s>,
}

impl<'s> Node<'s> {
    pub(super) fn scalar(value: impl Into<Cow<'s, str>>, spelling: Spelling, kind: Kind, span: Span) -> Self {
        Self { span, value: Value::Scalar(Scalar { value: value.into(), spelling, kind }) }
    }

    /// The scalar's value without surrounding white space; `None` for nothing and for other nodes.
    pub(super) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar.value.trim()).filter(|value| !value.is_empty()),
            _ => None,
        }
    }

    pub(super) fn entries(&self) -> Option<&[Entry<'s>]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn items(&self) -> Option<&[Node<'s>]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// Whether the node holds other nodes.
    pub(super) fn is_nested(&self) -> bool {
        matches!(self.value, Value::Sequence(_) | Value::Mapping(_))
    }

    /// The scalar as located text: line breaks read as spaces, no white space around. Empty for other nodes.
    pub(super) fn text(&self, source: &str) -> Text {
        match &self.value {
            Value::Scalar(scalar) => align::text(scalar, source, self.span).trim(),
            _ => Text::default(),
        }
    }

    /// The scalar's place without its quotes.
    pub(super) fn inner_span(&self, source: &str) -> Span {
        match &self.value {
            Value::Scalar(scalar) => align::content(scalar.spelling, source, self.span),
            _ => self.span,
        }
    }

    /// The tree with nothing borrowed, for a text that was repaired before it was parsed; no span reaches beyond `end`.
    pub(super) fn into_owned<'o>(self, end: usize) -> Node<'o> {
        let span = Span::new((self.span.start as usize).min(end), (self.span.end as usize).min(end));
        let value = match self.value {
            Value::Null => Value::Null,
            Value::Scalar(scalar) => Value::Scalar(Scalar {
                value: Cow::Owned(scalar.value.into_owned()),
                spelling: scalar.spelling,
                kind: scalar.kind,
            }),
            Value::Sequence(items) => Value::Sequence(items.into_iter().map(|item| item.into_owned(end)).collect()),
            Value::Mapping(entries) => {
                let entry = |entry: Entry<'s>| Entry {
                    key: Cow::Owned(entry.key.into_owned()),
                    key_span: entry.key_span,
                    node: entry.node.into_owned(end),
                };
                Value::Mapping(entries.into_iter().map(entry).collect())
            }
        };
        Node { span, value }
    }

    /// Reports every key that stands twice in one mapping.
    pub(super) fn duplicate_keys(&self, problems: &mut Vec<Problem>) {
        match &self.value {
            Value::Sequence(items) => items.iter().for_each(|item| item.duplicate_keys(problems)),
            Value::Mapping(entries) => {
                let mut seen: HashMap<&str, Span> = HashMap::with_capacity(entries.len());
                for entry in entries {
                    // YAML's merge key may stand more than once.
                    if seen.insert(&entry.key, entry.key_span).is_some() && entry.key != "<<" {
                        problems.push(duplicate_key(&entry.key, entry.key_span));
                    }
                    entry.node.duplicate_keys(problems);
                }
            }
            Value::Null | Value::Scalar(_) => {}
        }
    }
}

/// The finding on a key that stands twice.
pub(super) fn duplicate_key(key: &str, span: Span) -> Problem {
    Problem {
        rule: "duplicate-key",
        span,
        message: format!("`{key}` is given twice"),
        label: "given before".to_owned(),
        help: format!("Keep one `{key}`: the one that is right. Programs differ in which of the two they take."),
    }
}

/// A tree per document of the file, and what could not be parsed.
#[derive(Debug, Default)]
pub(super) struct Parsed<'s> {
    pub(super) roots: Vec<Node<'s>>,
    pub(super) problems: Vec<Problem>,
}
