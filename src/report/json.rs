//! Findings for other programs. The shape is a contract: fields are added, never removed or given another meaning within one `version`.

use std::borrow::Cow;

use serde::Serialize;

use super::part::{Drawn, End, Part, Renderer, path_of};
use crate::catalogue::Flag;
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{Source, Span};

/// A place in a document: byte offsets, and 1-based lines and columns counted in characters.
#[derive(Debug, Serialize)]
pub(crate) struct Place {
    start: u32,
    end: u32,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Place {
    /// The place of a span.
    pub(crate) fn of(source: &Source, span: Span) -> Self {
        let span = source.clamp(span);
        let (from, to) = (source.position(span.start), source.position(span.end));
        Self { start: span.start, end: span.end, line: from.line, column: from.column, end_line: to.line, end_column: to.column }
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    flag: Flag,
    severity: &'a str,
    message: &'a str,
    path: Cow<'a, str>,
    span: Place,
    label: &'a str,
    labels: Vec<Label<'a>>,
    help: &'a str,
    fingerprint: &'a str,
    fix: Option<Remedy<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    path: Cow<'a, str>,
    span: Place,
    message: &'a str,
}

#[derive(Serialize)]
struct Remedy<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    span: Place,
    replacement: &'a str,
}

/// The findings of a run as one JSON object.
pub(crate) struct Json;

impl Renderer for Json {
    fn head(&self) -> Vec<u8> {
        b"{\"version\":1,\"diagnostics\":[".to_vec()
    }

    fn is_array(&self) -> bool {
        true
    }

    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut bytes = Vec::new();
        for diagnostic in part.diagnostics {
            line(&mut bytes, &Finding::of(part, diagnostic, &Cow::Borrowed));
        }
        bytes.into()
    }

    fn tail(&self, end: &End<'_>) -> Vec<u8> {
        let gap = if end.empty { "" } else { "\n" };
        // Our own types always have a JSON form.
        let summary = serde_json::to_string(&end.tally.summary).unwrap_or_default();
        format!("{gap}],\"summary\":{summary}}}\n").into_bytes()
    }
}

/// JSON Lines: each finding as [`Json`] writes it, on a line of its own and nothing else.
pub(crate) struct JsonLines;

impl Renderer for JsonLines {
    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut bytes = Vec::new();
        for diagnostic in part.diagnostics {
            push(&mut bytes, "", &Finding::of(part, diagnostic, &|path| part.folder.relative(path)), "\n");
        }
        bytes.into()
    }
}

impl<'a> Finding<'a> {
    /// A finding whose files are named by `name`.
    fn of(part: &Part<'_>, diagnostic: &'a Diagnostic, name: &impl Fn(&'a str) -> Cow<'a, str>) -> Self {
        let labels = diagnostic.labels.iter().map(|label| {
            let path = path_of(label, diagnostic);
            Label { path: name(path), span: part.place(path, label.span), message: &label.message }
        });
        Self {
            rule: diagnostic.rule.name,
            flag: diagnostic.rule.flag,
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            path: name(&diagnostic.path),
            span: part.place(&diagnostic.path, diagnostic.span),
            label: &diagnostic.label,
            labels: labels.collect(),
            help: &diagnostic.help,
            fingerprint: &diagnostic.fingerprint,
            fix: diagnostic.fix.as_ref().map(|fix| remedy(part, diagnostic, fix)),
        }
    }
}

fn remedy<'a>(part: &Part<'_>, diagnostic: &Diagnostic, fix: &'a Fix) -> Remedy<'a> {
    let edits = fix.edits.iter();
    let edits = edits.map(|edit| Edit { span: part.place(&diagnostic.path, edit.span), replacement: &edit.replacement });
    Remedy { title: &fix.title, safe: fix.safe, edits: edits.collect() }
}

/// Appends an element to a JSON array that is being written: a comma, a line break, the element.
pub(crate) fn line(out: &mut Vec<u8>, element: &impl Serialize) {
    push(out, ",\n", element, "");
}

fn push(out: &mut Vec<u8>, before: &str, element: &impl Serialize, after: &str) {
    let length = out.len();
    out.extend_from_slice(before.as_bytes());
    // Our own types always have a JSON form; should one fail, half an element must not remain.
    match serde_json::to_writer(&mut *out, element) {
        Ok(()) => out.extend_from_slice(after.as_bytes()),
        Err(_) => out.truncate(length),
    }
}
