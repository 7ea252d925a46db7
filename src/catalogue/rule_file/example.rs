//! The examples of a rule file, which are its tests.

use serde::Deserialize;

/// The names of the formats in which an example can be written.
const FORMATS: [&str; 5] = ["markdown", "toml", "yaml", "json", "csv"];

/// A small document that shows the rule at work, and tests it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExampleFile {
    /// The whole document.
    #[serde(default)]
    pub document: String,
    /// The exact texts that must be underlined, in order; empty in a good example.
    #[serde(default)]
    pub underline: Underline,
    /// The format's name; Markdown where left out.
    #[serde(default = "markdown")]
    pub format: String,
    /// The path the document is read under.
    #[serde(default)]
    pub path: String,
    /// The day on which it is checked (YYYY-MM-DD).
    #[serde(default)]
    pub today: String,
    /// The document as `--fix --unsafe` leaves it, where that changes it.
    #[serde(default)]
    pub fixed: String,
    /// Other documents of the same run, for rules that look across documents.
    #[serde(default)]
    pub also: Vec<OtherFile>,
    /// The days on which the repository saw the document change (YYYY-MM-DD).
    #[serde(default)]
    pub touched: Vec<String>,
    /// What was committed, oldest first, for rules that look at the document's history; the last one is the document where none is given.
    #[serde(default)]
    pub versions: Vec<VersionFile>,
}

impl ExampleFile {
    /// What an example can get wrong. `speaks` tells whether its rule can find nothing in an empty document.
    pub(super) fn mistake(&self, bad: bool, speaks: bool) -> Option<String> {
        let is_day =
            |day: &&String| day.parse::<toml::value::Datetime>().is_ok_and(|day| day.date.is_some() && day.time.is_none());
        let days = [&self.today].into_iter().filter(|day| !day.is_empty()).chain(&self.touched);
        let mut days = days.chain(self.versions.iter().map(|version| &version.date));
        if let Some(day) = days.find(|day| !is_day(day)) {
            return Some(format!("{day:?} is no day: write YYYY-MM-DD"));
        }
        if !FORMATS.contains(&self.format.as_str()) {
            return Some(format!("there is no format {:?}: write one of {}", self.format, FORMATS.join(", ")));
        }
        if speaks && self.document().trim().is_empty() {
            return Some("an example has neither a `document` nor `versions`".to_owned());
        }
        match (bad, self.underline.texts().is_empty()) {
            (true, true) => Some(format!("a bad example says no `underline`: {:?}", self.document().trim())),
            (false, false) => Some(format!("a good example has an `underline`: {:?}", self.document().trim())),
            _ => None,
        }
    }

    /// The document that is checked.
    pub fn document(&self) -> &str {
        match self.versions.last() {
            Some(last) if self.document.is_empty() => &last.document,
            _ => &self.document,
        }
    }
}

/// A state of an example's document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionFile {
    /// The day on which it was committed (YYYY-MM-DD).
    pub date: String,
    /// The commit's message.
    #[serde(default)]
    pub message: String,
    /// The whole document.
    pub document: String,
}

/// Another document of an example, in the example's format.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherFile {
    /// The path it is read under.
    pub path: String,
    /// The whole document.
    pub document: String,
}

fn markdown() -> String {
    "markdown".to_owned()
}

/// One text or several.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Underline {
    /// `underline = "text"`.
    One(String),
    /// `underline = ["text", "text"]`.
    Several(Vec<String>),
}

impl Default for Underline {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Underline {
    /// The texts in order.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}
