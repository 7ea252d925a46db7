//! GitLab's Code Quality report: an array of findings, shown in a merge request. See <https://docs.gitlab.com/ci/testing/code_quality/>.

use serde::Serialize;

use super::json::line;
use super::part::{Drawn, End, Part, Renderer, told};
use crate::diagnostic::Severity;

/// A Code Quality report.
pub(crate) struct Gitlab;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Renderer for Gitlab {
    fn head(&self) -> Vec<u8> {
        b"[".to_vec()
    }

    fn is_array(&self) -> bool {
        true
    }

    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut bytes = Vec::new();
        for (diagnostic, path, place) in part.located() {
            let issue = Issue {
                description: told(diagnostic),
                check_name: diagnostic.rule.name,
                fingerprint: &diagnostic.fingerprint,
                severity: match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: Location { path: &path, lines: Lines { begin: place.line, end: place.end_line } },
            };
            line(&mut bytes, &issue);
        }
        bytes.into()
    }

    fn tail(&self, end: &End<'_>) -> Vec<u8> {
        if end.empty { b"]\n".to_vec() } else { b"\n]\n".to_vec() }
    }
}
