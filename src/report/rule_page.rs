//! The page of a rule as Markdown, for programs that show it beside its findings.

use std::fmt::Write as _;

use super::markdown::{block, prose};
use crate::catalogue::{Explanation, Part};

/// The page, without its title.
pub(super) fn markdown(page: &Explanation) -> String {
    let mut text = String::new();
    // Writing into memory cannot fail.
    for section in &page.sections {
        let _ = write!(text, "## {}\n\n", section.heading);
        for part in &section.parts {
            let _ = match part {
                Part::Paragraph(paragraph) => write!(text, "{}\n\n", prose(paragraph)),
                Part::Item(item) => writeln!(text, "- {}", prose(item)),
                Part::Document(example) => writeln!(text, "{}", block(example.document.trim_matches('\n'), example.format)),
            };
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text
}
