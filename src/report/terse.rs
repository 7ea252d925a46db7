//! One line a finding, `path:line:column: severity[rule] message`, as editors and agents read the output of compilers.

use std::fmt::Write as _;

use super::paint::visible;
use super::part::{Drawn, Part, Renderer};

/// One line a finding.
pub(crate) struct Terse;

impl Renderer for Terse {
    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut lines = String::new();
        for (diagnostic, path, place) in part.located() {
            let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule.name);
            let message = diagnostic.message.replace(['\n', '\r', '\t'], " ");
            // Writing into memory cannot fail.
            let _ = writeln!(
                lines,
                "{}:{}:{}: {severity}[{rule}] {}",
                visible(&path.replace(['\n', '\t'], " ")),
                place.line,
                place.column,
                visible(&message)
            );
        }
        lines.into_bytes().into()
    }
}
