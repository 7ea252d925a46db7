//! Reads the values of a configuration table by key, type and span; what does not fit becomes a problem at its place.

use std::path::Path;

use jiff::civil::Date;
use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::origins::Origin;
use crate::catalogue::Catalogue;
use crate::read::Problem;
use crate::source::{Source, Spanned};
use crate::trouble::did_you_mean;

/// A value with its place in the file.
pub(super) type Value<'i> = TomlSpanned<DeValue<'i>>;

/// A key with its place in the file.
pub(super) type Key<'i> = TomlSpanned<std::borrow::Cow<'i, str>>;

/// Collects the problems of a configuration file, and the places of its values, while it is read.
#[derive(Debug)]
pub(super) struct Keys<'s> {
    pub(super) source: &'s Source,
    /// The folder that paths start from.
    pub(super) folder: &'s Path,
    pub(super) problems: Vec<Problem>,
    /// The rules that may be named.
    pub(super) catalogue: Catalogue,
}

impl<'s> Keys<'s> {
    pub(super) fn new(source: &'s Source, folder: &'s Path) -> Self {
        Self { source, folder, problems: Vec::new(), catalogue: Catalogue::default() }
    }

    /// The file and line of a place.
    pub(super) fn origin(&self, at: std::ops::Range<usize>) -> Origin {
        let start = u32::try_from(at.start).unwrap_or(u32::MAX);
        Origin { path: self.source.path.as_str().into(), line: self.source.position(start).line }
    }

    /// Reports a problem at a value or key.
    pub(super) fn problem(&mut self, at: std::ops::Range<usize>, message: String, label: &str, help: String) {
        self.problems.push(Problem { rule: "config", span: at.into(), message, label: label.to_owned(), help });
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong_type(&mut self, key: &str, value: &Value<'_>, wanted: &str) {
        let found = type_name(value.get_ref());
        self.problem(value.span(), format!("`{key}` is {found}"), &format!("should be {wanted}"), format!("write {wanted}"));
    }

    /// Reports a key that means nothing here.
    pub(super) fn unknown_key(&mut self, key: &Key<'_>, known: &[&str], place: &str) {
        let name = key.get_ref();
        let help = match did_you_mean(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("{place} knows {}", listed(known)),
        };
        self.problem(key.span(), format!("`{name}` is no setting of {place}"), "unknown key", help);
    }

    /// A text.
    pub(super) fn text(&mut self, key: &str, value: &Value<'_>) -> Option<Spanned<String>> {
        match value.get_ref() {
            DeValue::String(text) => Some(Spanned::new(text.to_string(), value.span())),
            _ => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&mut self, key: &str, value: &Value<'_>, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key, value)?;
        let chosen = choices.iter().find(|(name, _)| *name == text.value);
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let help = match did_you_mean(&text.value, names.iter().copied()) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("write one of {}", listed(&names)),
            };
            self.problem(value.span(), format!("`{key}` cannot be \"{}\"", text.value), "unknown value", help);
        }
        chosen.map(|(_, choice)| *choice)
    }

    /// A list of texts, or one text.
    pub(super) fn words(&mut self, key: &str, value: &Value<'_>) -> Vec<Spanned<String>> {
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(|value| self.text(key, value)).collect(),
            DeValue::String(_) => self.text(key, value).into_iter().collect(),
            _ => {
                self.wrong_type(key, value, "a list of texts in quotes");
                Vec::new()
            }
        }
    }

    /// A whole number.
    pub(super) fn integer(&mut self, key: &str, value: &Value<'_>) -> Option<i64> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(key, value, "a whole number");
        }
        number
    }

    /// A day, as a TOML date or a text.
    pub(super) fn date(&mut self, key: &str, value: &Value<'_>) -> Option<Date> {
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            self.wrong_type(key, value, "a day such as 2026-07-01");
        }
        date
    }

    /// A table.
    pub(super) fn table<'v, 'i>(&mut self, key: &str, value: &'v Value<'i>) -> Option<&'v DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong_type(key, value, &format!("a table, headed [{key}]"));
                None
            }
        }
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Names as a list in a sentence.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
