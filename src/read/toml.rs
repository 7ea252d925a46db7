//! TOML, okrlint's own structured format: every syntax error is reported and the keys around it are read.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::Problem;
use super::tree::{Entry, Kind, Node, Parsed, Spelling, Value, duplicate_key};
use crate::source::Span;

/// A text is set right and parsed again at most this often; each time one unclosed bracket or quote is found, as it hides the others.
const MAX_REPAIRS: usize = 5;

/// More syntax errors than this say nothing new.
const MAX_ERRORS: usize = 20;

/// Parses a TOML file.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let repairs = repairs(table.get_ref(), &errors, text);
    if repairs.is_empty() {
        return Parsed { roots: vec![mapping(table.into_inner(), text, whole(text))], problems: problems(&errors, text) };
    }
    parse_repaired(text, repairs)
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// A stretch that would hide what stands behind it.
struct Repair {
    /// From the offending value or key to the end of its line.
    span: Span,
    kind: RepairKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RepairKind {
    /// A list, table or text that is never closed: replaced by a text.
    Unclosed,
    /// A line without `=`: made a comment.
    NoValue,
}

/// Parses again with the bad stretches blanked out, so that one bracket does not hide the rest of the file. Offsets stay as they are.
fn parse_repaired(text: &str, mut repairs: Vec<Repair>) -> Parsed<'_> {
    let mut masked = text.to_owned();
    let mut found = Vec::new();
    for round in 1.. {
        for repair in &repairs {
            masked.replace_range(repair.span.range(), &mask(repair));
            found.push(repair_problem(repair));
        }
        let (table, errors) = DeTable::parse_recoverable(&masked);
        repairs = self::repairs(table.get_ref(), &errors, &masked);
        if repairs.is_empty() || round == MAX_REPAIRS {
            found.extend(problems(&errors, &masked));
            found.truncate(MAX_ERRORS);
            let root = mapping(table.into_inner(), &masked, whole(text)).into_owned(text.len());
            return Parsed { roots: vec![root], problems: found };
        }
    }
    Parsed::default()
}

/// Valid TOML of the same length.
fn mask(repair: &Repair) -> String {
    match (repair.kind, repair.span.len()) {
        (RepairKind::NoValue, length) => format!("#{}", " ".repeat(length.saturating_sub(1))),
        (RepairKind::Unclosed, 1) => "0".to_owned(),
        (RepairKind::Unclosed, length) => format!("\"{}\"", " ".repeat(length.saturating_sub(2))),
    }
}

fn repair_problem(repair: &Repair) -> Problem {
    let (message, label, help) = match repair.kind {
        RepairKind::Unclosed => {
            ("this value is never closed", "opened here", "Add the bracket or the quotes that are missing where the value ends.")
        }
        RepairKind::NoValue => {
            ("this line has no value", "no `=` here", "Write a key and its value: title = \"___\". A remark begins with `#`.")
        }
    };
    Problem {
        rule: "syntax-error",
        span: repair.span,
        message: message.to_owned(),
        label: label.to_owned(),
        help: help.to_owned(),
    }
}

/// What hides the rest of the file: at most one unclosed value, and all lines without a value.
fn repairs(table: &DeTable<'_>, errors: &[Error], text: &str) -> Vec<Repair> {
    let line_end = |at: usize| text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    let unclosed = ["unclosed array", "unclosed inline table", "invalid multi-line"];
    let swallows = errors
        .iter()
        .any(|error| unclosed.iter().any(|start| error.message().starts_with(start)) && !error.message().contains("array table"));
    if swallows {
        let first =
            errors.iter().filter(|error| error.message() != "duplicate key").filter_map(|error| Some(error.span()?.start)).min();
        let start = first.and_then(|error| open_value(table, error, text));
        return start
            .map(|start| Repair { span: Span::new(start, line_end(start)), kind: RepairKind::Unclosed })
            .into_iter()
            .collect();
    }
    let without_value = errors.iter().filter(|error| error.message().starts_with("key with no value")).filter_map(Error::span);
    let mut lines: Vec<Span> = without_value
        .filter_map(|span| {
            let start = text.get(..span.start)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let indent = text[start..].len() - text[start..].trim_start_matches([' ', '\t', '\u{feff}']).len();
            Some(Span::new(start + indent, line_end(start)))
        })
        .filter(|span| !span.is_empty())
        .collect();
    lines.dedup();
    lines.into_iter().map(|span| Repair { span, kind: RepairKind::NoValue }).collect()
}

/// Where the outermost list, inline table or long text starts that holds the first error.
fn open_value(table: &DeTable<'_>, error: usize, text: &str) -> Option<usize> {
    table.values().find_map(|value| {
        let span = value.span();
        let inline = text.get(..span.start)?.trim_end_matches([' ', '\t']).ends_with('=');
        let opens = text.get(span.start..)?.starts_with(['[', '{', '"', '\'']);
        if inline && opens && (span.start..=span.end).contains(&error) {
            return Some(span.start);
        }
        match value.get_ref() {
            DeValue::Table(table) => open_value(table, error, text),
            DeValue::Array(items) => {
                items.iter().filter_map(|item| item.get_ref().as_table()).find_map(|table| open_value(table, error, text))
            }
            _ => None,
        }
    })
}

/// One problem a line: what follows on the same line follows from it.
fn problems(errors: &[Error], text: &str) -> Vec<Problem> {
    let mut errors: Vec<(&Error, Span)> = errors.iter().map(|error| (error, Span::from(error.span().unwrap_or(0..0)))).collect();
    errors.sort_by_key(|(_, span)| *span);
    let mut lines_done = 0;
    let mut found = Vec::new();
    for (error, span) in errors {
        let end_of_line = text[(span.end as usize).min(text.len())..].find('\n').map_or(text.len(), |at| span.end as usize + at);
        if (span.start as usize) < lines_done || found.len() >= MAX_ERRORS {
            continue;
        }
        lines_done = end_of_line;
        let key = text.get(span.range()).unwrap_or_default();
        found.push(match error.message() {
            "duplicate key" => duplicate_key(key, span),
            message => Problem {
                rule: "syntax-error",
                span,
                message: format!("this is not valid TOML: {message}"),
                label: "here".to_owned(),
                help: "Correct the line. Texts stand in double quotes, lists in square brackets: title = \"___\", owners = [\"___\"].".to_owned(),
            },
        });
    }
    found
}

fn mapping<'s>(table: DeTable<'s>, text: &str, span: Span) -> Node<'s> {
    let mut entries: Vec<Entry<'s>> = table
        .into_iter()
        .map(|(key, value)| {
            let key_span = Span::from(key.span());
            Entry { key: key.into_inner(), key_span, node: node(value, text) }
        })
        .collect();
    // The parser sorts by name; people read in the order of the file.
    entries.sort_by_key(|entry| entry.key_span);
    Node { span, value: Value::Mapping(entries) }
}

fn node<'s>(value: Spanned<DeValue<'s>>, text: &str) -> Node<'s> {
    let span = Span::from(value.span());
    let raw = text.get(span.range()).unwrap_or_default();
    match value.into_inner() {
        DeValue::String(value) => {
            let spelling = match raw.as_bytes().first() {
                Some(b'"') => Spelling::Escaped,
                Some(b'\'') => Spelling::Quoted,
                _ => Spelling::Plain,
            };
            Node::scalar(value, spelling, Kind::Text, span)
        }
        DeValue::Integer(_) | DeValue::Float(_) => Node::scalar(raw.to_owned(), Spelling::Plain, Kind::Number, span),
        DeValue::Datetime(_) => Node::scalar(raw.to_owned(), Spelling::Plain, Kind::Text, span),
        DeValue::Boolean(value) => Node::scalar(if value { "true" } else { "false" }, Spelling::Plain, Kind::Truth, span),
        DeValue::Array(items) => Node { span, value: Value::Sequence(items.into_iter().map(|item| node(item, text)).collect()) },
        DeValue::Table(table) => mapping(table, text, span),
    }
}
