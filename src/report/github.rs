//! Annotations on the lines of a pull request: workflow commands that a GitHub runner reads from the output of a step. See
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write as _;

use super::paint::visible;
use super::part::{Drawn, Part, Renderer};
use crate::diagnostic::Severity;

/// Workflow commands.
pub(crate) struct Github;

impl Renderer for Github {
    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut lines = String::new();
        for (diagnostic, path, place) in part.located() {
            let command = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            // Writing into memory cannot fail.
            let _ = write!(lines, "::{command} ");
            if part.source(&diagnostic.path).is_some() {
                let _ = write!(lines, "file={},line={},endLine={},", property(&path), place.line, place.end_line);
                // Columns are for annotations within one line only.
                if place.line == place.end_line {
                    let _ = write!(lines, "col={},endColumn={},", place.column, place.end_column);
                }
            }
            let _ = write!(lines, "title=okrlint[{}]::{}", property(diagnostic.rule.name), data(&diagnostic.message));
            if !diagnostic.help.is_empty() {
                let _ = write!(lines, "%0A{}", data(&diagnostic.help));
            }
            lines.push('\n');
        }
        lines.into_bytes().into()
    }
}

/// A text as the data of a workflow command, in which nothing steers the terminal that shows the log.
fn data(text: &str) -> String {
    visible(&text.replace("\r\n", "\n")).replace('%', "%25").replace('\n', "%0A")
}

/// A text as a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
