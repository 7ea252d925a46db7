//! Bytes to model: one file per format, one meaning.

pub(crate) mod comments;
mod csv;
mod fields;
mod json;
mod labels;
mod links;
mod mapper;
pub mod markdown;
mod sentences;
mod structured;
mod toml;
mod tree;
mod updates;
mod values;
mod yaml;

pub(crate) use structured::Rooms;
pub(crate) use values::{State, person, state};

use crate::calendar::{Cycle, FiscalYear};
use crate::model::{Document, Format, Level};
use crate::source::{Source, Span};
use crate::statement;

/// What is known about a document before it is read.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Cycle given by the path or a path template.
    pub cycle: Option<Cycle>,
    /// Team given by the path or a path template.
    pub team: Option<String>,
    /// Level given by the path or a path template.
    pub level: Option<Level>,
    /// How the organisation's year runs.
    pub fiscal_year: FiscalYear,
    /// Whether the user named this very file, so that a title with a cycle is enough to look for OKRs below it.
    pub named: bool,
}

/// Something wrong with the text itself, found while reading; a finding of the rule it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule: `syntax-error`, `unknown-key`, `wrong-type`, `duplicate-key`.
    pub rule: &'static str,
    /// Where.
    pub span: Span,
    /// What was found.
    pub message: String,
    /// What stands under the underline.
    pub label: String,
    /// What to do.
    pub help: String,
}

/// A document and what was wrong with its text.
#[derive(Debug, Clone)]
pub struct ReadResult {
    /// What could be understood.
    pub document: Document,
    /// What could not.
    pub problems: Vec<Problem>,
    /// Whether the file is surely an OKR document, so that a walk over a folder takes it. A `Cargo.toml` or a page that merely speaks of OKRs is
    /// none; a file that is named on the command line is read whatever this says.
    pub recognised: bool,
}

/// Reads a source as the given format. Never fails: what cannot be understood is a problem, and the rest is read.
pub fn read(source: &Source, format: Format, context: &Context) -> ReadResult {
    let mut result = match format {
        Format::Markdown => markdown::read(source, context),
        Format::Toml | Format::Yaml | Format::Json | Format::Csv => structured::read(source, format, context),
    };
    let time = statement::Context { cycle: context.cycle, fiscal_year: context.fiscal_year };
    statement::annotate(&mut result.document, &time);
    result
}
