//! Checkstyle's report, which many build servers and editors read.

use std::fmt::Write as _;

use super::part::{Drawn, End, Part, Renderer, told};
use super::xml::{DECLARATION, Xml};

/// A Checkstyle report.
pub(crate) struct Checkstyle;

impl Renderer for Checkstyle {
    fn head(&self) -> Vec<u8> {
        format!("{DECLARATION}<checkstyle version=\"4.3\">\n").into_bytes()
    }

    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut drawn = String::new();
        let mut open = None;
        // Writing into memory cannot fail.
        for (diagnostic, path, place) in part.located() {
            if open.as_ref() != Some(&path) {
                if open.is_some() {
                    drawn.push_str("</file>\n");
                }
                let _ = writeln!(drawn, "<file name=\"{}\">", Xml(&path));
                open = Some(path);
            }
            let _ = writeln!(
                drawn,
                "<error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"okrlint.{}\"/>",
                place.line,
                place.column,
                diagnostic.severity.name(),
                Xml(&told(diagnostic)),
                Xml(diagnostic.rule.name),
            );
        }
        if open.is_some() {
            drawn.push_str("</file>\n");
        }
        drawn.into_bytes().into()
    }

    fn tail(&self, _end: &End<'_>) -> Vec<u8> {
        b"</checkstyle>\n".to_vec()
    }
}
