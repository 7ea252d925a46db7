//! TOML, okrlint's own structured format: every syntax error is reported and the keys around it are read.

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::Problem;
use super::tree::{Entry, Kind, Node, Parsed, Spelling, Value, duplicate_key};
use crate::source::Span;

/// An unclosed bracket swallows the file behind it; this many are set aside, one after the other, to read on.
const MAX_UNCLOSED: usize = 4;

/// More syntax errors than this say nothing new.
const MAX_ERRORS: usize = 20;

/// Parses a TOML file.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let (table, errors) = DeTable::parse_recoverable(text);
    match unclosed_array(table.get_ref(), &errors, text) {
        None => Parsed { roots: vec![mapping(table.into_inner(), text, whole(text))], problems: problems(&errors, text) },
        Some(start) => parse_without(text, start),
    }
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// Parses again with the unclosed array blanked out, so that one bracket does not hide the rest of the file.
fn parse_without(text: &str, first: usize) -> Parsed<'_> {
    let mut masked = text.to_owned();
    let mut found = Vec::new();
    let mut start = first;
    loop {
        let end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
        found.push(unclosed(Span::new(start, end)));
        let blank = match end - start {
            1 => "0".to_owned(),
            width => format!("\"{}\"", " ".repeat(width.saturating_sub(2))),
        };
        masked.replace_range(start..end, &blank);
        let (table, errors) = DeTable::parse_recoverable(&masked);
        match unclosed_array(table.get_ref(), &errors, &masked) {
            Some(next) if found.len() < MAX_UNCLOSED && next > start => start = next,
            _ => {
                found.extend(problems(&errors, &masked));
                let root = mapping(table.into_inner(), &masked, whole(text)).into_owned(text.len());
                return Parsed { roots: vec![root], problems: found };
            }
        }
    }
}

fn unclosed(span: Span) -> Problem {
    Problem {
        rule: "syntax-error",
        span,
        message: "this list is never closed".to_owned(),
        label: "opened here".to_owned(),
        help: "Add the missing `]` where the list ends.".to_owned(),
    }
}

/// Where the array starts that runs into the end of the file.
fn unclosed_array(table: &DeTable<'_>, errors: &[Error], text: &str) -> Option<usize> {
    if !errors.iter().any(|error| error.message().starts_with("unclosed array")) {
        return None;
    }
    table.values().find_map(|value| match value.get_ref() {
        DeValue::Table(table) => unclosed_array(table, errors, text),
        DeValue::Array(items) => {
            let span = value.span();
            let inline = text.get(..span.start)?.trim_end_matches([' ', '\t']).ends_with('=');
            // It swallows everything behind it, so the one that is not closed is the one that reaches the end.
            if inline && text.get(span.end..).is_some_and(|rest| rest.trim().is_empty()) {
                return Some(span.start);
            }
            items.iter().find_map(|item| item.get_ref().as_table().and_then(|table| unclosed_array(table, errors, text)))
        }
        _ => None,
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
