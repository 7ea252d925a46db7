//! Reviewdog's diagnostic format, rdjson. See <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>.

use serde::Serialize;

use super::json::line;
use super::part::{Drawn, End, Part, Renderer, path_of, told};
use crate::diagnostic::{Fix, Severity};
use crate::source::{Source, Span};

/// Reviewdog's diagnostics.
pub(crate) struct Rdjson;

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

/// Half-open.
#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// 1-based; columns count bytes of UTF-8, as the format wants it.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location,
}

impl Range {
    fn of(source: &Source, span: Span) -> Self {
        let span = source.clamp(span);
        let starts = source.line_starts();
        let position = |offset: u32| {
            let line = starts.partition_point(|start| *start <= offset);
            let start = line.checked_sub(1).and_then(|index| starts.get(index)).copied().unwrap_or_default();
            Position { line, column: (offset - start) as usize + 1 }
        };
        Self { start: position(span.start), end: position(span.end) }
    }
}

impl Renderer for Rdjson {
    fn head(&self) -> Vec<u8> {
        b"{\"source\":{\"name\":\"okrlint\"},\"diagnostics\":[".to_vec()
    }

    fn is_array(&self) -> bool {
        true
    }

    fn part(&self, part: &Part<'_>) -> Drawn {
        let location = |path: &str, span: Span| Location {
            path: part.folder.relative(path).into_owned(),
            range: part.source(path).map(|source| Range::of(source, span)),
        };
        let mut bytes = Vec::new();
        for diagnostic in part.diagnostics {
            let fix = diagnostic.fix.as_ref().zip(part.source(&diagnostic.path));
            let related = diagnostic
                .labels
                .iter()
                .map(|label| Related { message: &label.message, location: location(path_of(label, diagnostic), label.span) });
            let finding = Finding {
                message: told(diagnostic),
                location: location(&diagnostic.path, diagnostic.span),
                severity: match diagnostic.severity {
                    Severity::Error => "ERROR",
                    Severity::Warning => "WARNING",
                    Severity::Info => "INFO",
                },
                code: Code { value: diagnostic.rule.name },
                suggestions: fix.map(|(fix, source)| suggestions(fix, source)).unwrap_or_default(),
                related_locations: related.collect(),
            };
            line(&mut bytes, &finding);
        }
        bytes.into()
    }

    fn tail(&self, end: &End<'_>) -> Vec<u8> {
        if end.empty { b"]}\n".to_vec() } else { b"\n]}\n".to_vec() }
    }
}

fn suggestions<'a>(fix: &'a Fix, source: &Source) -> Vec<Suggestion<'a>> {
    let edits = fix.edits.iter();
    edits.map(|edit| Suggestion { range: Range::of(source, edit.span), text: &edit.replacement }).collect()
}
