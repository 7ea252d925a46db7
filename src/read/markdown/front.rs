//! Front matter: `cycle:`, `team:`, `level:`, `owner:` before the page.

use super::{fields, sections};
use crate::model::Section;
use crate::read::labels::{self, Field};
use crate::source::{Span, TextBuilder};

/// Fills the section from the front matter under `span`; tells whether it speaks of OKRs.
pub(super) fn read(section: &mut Section, source: &str, span: Span) -> bool {
    let mut okrs = false;
    let mut at = span.start as usize;
    for line in source[span.range()].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        // Nested keys belong to something else.
        if key.starts_with(char::is_whitespace) {
            continue;
        }
        let trimmed = value.trim().trim_matches(['"', '\'']);
        let Some(offset) = value.find(trimmed).filter(|_| !trimmed.is_empty()) else { continue };
        let mut text = TextBuilder::default();
        text.push(trimmed, start + key.len() + 1 + offset);
        match labels::field(key) {
            Some(Field::Title) => okrs |= sections::speaks_of_okrs(trimmed),
            Some(field) => {
                okrs |= field == Field::Cycle;
                fields::section(section, field, &text.finish());
            }
            None => {}
        }
    }
    okrs
}
