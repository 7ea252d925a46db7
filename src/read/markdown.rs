//! Markdown as teams write it.

use super::{Context, ReadResult};
use crate::model::{Document, Format, Section};
use crate::source::Source;

/// Reads a Markdown source.
pub fn read(source: &Source, _context: &Context) -> ReadResult {
    let document = Document {
        path: source.path.clone(),
        format: Format::Markdown,
        sections: vec![Section::default()],
        objectives: Vec::new(),
    };
    ReadResult { document, problems: Vec::new() }
}
