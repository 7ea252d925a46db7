//! Findings for other programs. The shape is a contract: fields are added, never removed or given another meaning within one `version`.

use serde::Serialize;

use crate::catalogue::{self, Flag};
use crate::diagnostic::{Diagnostic, Fix};
use crate::engine::Summary;
use crate::source::{Source, Span};

/// A place in a document: byte offsets, and 1-based lines and columns counted in characters.
#[derive(Debug, Serialize)]
pub(crate) struct Place {
    start: u32,
    end: u32,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
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
    flag: Option<Flag>,
    severity: &'a str,
    message: &'a str,
    path: &'a str,
    span: Place,
    label: &'a str,
    labels: Vec<Label<'a>>,
    help: &'a str,
    fingerprint: &'a str,
    fix: Option<Remedy<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    path: &'a str,
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

/// Appends findings to a JSON array that is being written, each on a line of its own with a comma before it.
pub(crate) fn findings(out: &mut Vec<u8>, sources: &[&Source], diagnostics: &[&Diagnostic]) {
    let empty = Source::new("", "");
    for diagnostic in diagnostics {
        let source = |path: &str| sources.iter().find(|source| source.path == path).copied().unwrap_or(&empty);
        let own = source(&diagnostic.path);
        let label = |label: &'_ crate::diagnostic::Label| label.path.clone().unwrap_or_else(|| diagnostic.path.clone());
        let paths: Vec<String> = diagnostic.labels.iter().map(label).collect();
        let finding = Finding {
            rule: diagnostic.rule,
            flag: catalogue::find(diagnostic.rule).map(|rule| rule.flag),
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            path: &diagnostic.path,
            span: Place::of(own, diagnostic.span),
            label: &diagnostic.label,
            labels: diagnostic
                .labels
                .iter()
                .zip(&paths)
                .map(|(label, path)| Label { path, span: Place::of(source(path), label.span), message: &label.message })
                .collect(),
            help: &diagnostic.help,
            fingerprint: &diagnostic.fingerprint,
            fix: diagnostic.fix.as_ref().map(|fix| remedy(own, fix)),
        };
        line(out, &finding);
    }
}

fn remedy<'a>(source: &Source, fix: &'a Fix) -> Remedy<'a> {
    let edits = fix.edits.iter().map(|edit| Edit { span: Place::of(source, edit.span), replacement: &edit.replacement });
    Remedy { title: &fix.title, safe: fix.safe, edits: edits.collect() }
}

/// Appends an element to a JSON array that is being written: a comma, a line break, the element.
pub(crate) fn line(out: &mut Vec<u8>, element: &impl Serialize) {
    let before = out.len();
    out.extend_from_slice(b",\n");
    // Our own types always have a JSON form; should one fail, half an element must not remain.
    if serde_json::to_writer(&mut *out, element).is_err() {
        out.truncate(before);
    }
}

/// The counts of a run.
pub(crate) fn summary(summary: &Summary) -> String {
    serde_json::to_string(summary).unwrap_or_default()
}
