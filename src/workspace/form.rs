//! The forms in which documents keep OKRs, for the rules that ask whether an organisation keeps them in one.

use crate::model::{Document, Format};

/// How a document keeps its OKRs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Markdown headings and lists.
    Lists,
    /// Markdown tables.
    Tables,
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
    /// Rows of a CSV or TSV file.
    Rows,
}

impl Form {
    /// That of a document; `None` where it has no key result.
    pub(super) fn of(document: &Document) -> Option<Self> {
        let key_results: usize = document.objectives.iter().map(|objective| objective.key_results.len()).sum();
        let form = match document.format {
            Format::Markdown if document.tabled * 2 > key_results => Self::Tables,
            Format::Markdown => Self::Lists,
            Format::Toml => Self::Toml,
            Format::Yaml => Self::Yaml,
            Format::Json => Self::Json,
            Format::Csv => Self::Rows,
        };
        (key_results > 0).then_some(form)
    }

    /// What one speaks of: "Markdown lists".
    pub fn name(self) -> &'static str {
        match self {
            Self::Lists => "Markdown lists",
            Self::Tables => "Markdown tables",
            Self::Toml => "TOML",
            Self::Yaml => "YAML",
            Self::Json => "JSON",
            Self::Rows => "CSV",
        }
    }
}
