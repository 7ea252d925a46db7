//! The inside of a bracket beside a statement: "owner: Ana, score: 0.7".

use std::ops::Range;

use super::Strip;
use super::signs::{handle_len, priority_tag};
use crate::model::{OkrType, Score};
use crate::read::labels::{self, Field};
use crate::read::{links, values};

/// A value read from a bracket, with where it stands in the line.
enum Value {
    Owner(Range<usize>),
    Score(Score, Range<usize>),
    Confidence(f64, Range<usize>),
    Supports(Range<usize>),
    DependsOn(Range<usize>),
    Provides(Range<usize>),
    Lever(Range<usize>),
    Horizon(Range<usize>),
    Due(Range<usize>),
    Status(Range<usize>),
    Priority(Range<usize>),
    Type(OkrType),
}

/// `label: value` or one of the phrases that introduce a link without a colon.
fn split_field(text: &str) -> Option<(Field, &str)> {
    if let Some((label, rest)) = text.split_once([':', '=']) {
        return Some((labels::field(label)?, rest.trim()));
    }
    let (field, rest) = links::phrase(text)?;
    // "(depends on 5 teams)" tells of a number, not of a link.
    let is_id = rest.contains(|c: char| c.is_ascii_digit() || c == '-') && !rest.contains(' ');
    (is_id || links::names_item(rest)).then_some((field, rest))
}

impl Strip<'_> {
    /// Reads the inside of a bracket as values; false, and nothing kept, when any part of it is something else.
    pub(super) fn group(&mut self, inner: Range<usize>, square: bool) -> bool {
        let text = &self.line.as_str()[inner.clone()];
        let mut parts = Vec::new();
        let mut at = inner.start;
        for part in text.split([',', ';']) {
            let start = at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            let range = start..start + part.trim().len();
            match self.value(&range, square) {
                Some(value) => parts.push((range, value)),
                None => return false,
            }
        }
        for (range, value) in parts {
            self.keep(range, value);
        }
        true
    }

    /// Keeps what a remark in brackets says the item depends on, "(depends on the gateway team)"; the remark stays part of the statement.
    pub(super) fn need(&mut self, inner: Range<usize>) {
        let Some((Field::DependsOn, rest)) = links::phrase(&self.line.as_str()[inner.clone()]) else { return };
        let link = self.spanned(rest.to_owned(), inner.end - rest.len()..inner.end);
        if rest.starts_with(char::is_alphabetic) && !self.out.item.depends_on.contains(&link) {
            self.out.item.depends_on.push(link);
        }
    }

    fn value(&self, range: &Range<usize>, square: bool) -> Option<Value> {
        let text = &self.line.as_str()[range.clone()];
        if let Some((label, rest)) = split_field(text) {
            let offset = text.len() - rest.len();
            let inner = range.start + offset..range.end;
            return match label {
                Field::Owner => Some(Value::Owner(inner)),
                Field::Score | Field::Progress => Some(Value::Score(values::score(rest)?, inner)),
                Field::Confidence => Some(Value::Confidence(values::confidence(rest)?, inner)),
                Field::Supports => Some(Value::Supports(inner)),
                Field::DependsOn => Some(Value::DependsOn(inner)),
                Field::Provides => Some(Value::Provides(inner)),
                Field::Lever => Some(Value::Lever(inner)),
                Field::Horizon => Some(Value::Horizon(inner)),
                Field::Due => Some(Value::Due(inner)),
                Field::Status => Some(Value::Status(inner)),
                Field::Priority => Some(Value::Priority(inner)),
                Field::Type => Some(Value::Type(values::okr_type(rest)?)),
                _ => None,
            };
        }
        if priority_tag(text) {
            return Some(Value::Priority(range.clone()));
        }
        if let Some(kind) = values::okr_type(text) {
            return Some(Value::Type(kind));
        }
        if values::state(text).is_some() {
            return Some(Value::Status(range.clone()));
        }
        if text.starts_with('@') && handle_len(text) == Some(text.len()) {
            return Some(Value::Owner(range.clone()));
        }
        if text.to_lowercase().starts_with("rolled over") || text.eq_ignore_ascii_case("carryover") {
            return Some(Value::Status(range.clone()));
        }
        if square && (text.ends_with('%') || text.contains('/')) {
            return values::score(text).map(|score| Value::Score(score, range.clone()));
        }
        None
    }

    fn keep(&mut self, range: Range<usize>, value: Value) {
        let words = |strip: &Self, range: &Range<usize>| strip.line.as_str()[range.clone()].trim().to_string();
        match value {
            Value::Owner(inner) => self.own(inner),
            Value::Score(score, inner) => self.out.item.score = Some(self.spanned(score, inner)),
            Value::Confidence(value, inner) => self.out.item.confidence = Some(self.spanned(value, inner)),
            Value::Supports(inner) => {
                let link = self.spanned(words(self, &inner), inner);
                self.out.item.supports.push(link);
            }
            Value::DependsOn(inner) => {
                let link = self.spanned(words(self, &inner), inner);
                self.out.item.depends_on.push(link);
            }
            Value::Provides(inner) => {
                let link = self.spanned(words(self, &inner), inner);
                self.out.item.provides_for.push(link);
            }
            Value::Lever(inner) => self.out.item.lever = Some(self.spanned(words(self, &inner), inner)),
            Value::Horizon(inner) => self.out.item.horizon = Some(self.spanned(words(self, &inner), inner)),
            Value::Due(inner) => self.out.item.due = Some(self.spanned(words(self, &inner), inner)),
            Value::Status(inner) => {
                let status = self.spanned(words(self, &inner), inner);
                self.out.item.status.get_or_insert(status);
            }
            Value::Priority(inner) => {
                let priority = self.spanned(words(self, &inner).to_uppercase(), inner);
                self.out.item.priority.get_or_insert(priority);
                self.out.tagged = true;
            }
            Value::Type(kind) => self.out.item.kind = Some(self.spanned(kind, range)),
        }
    }
}
