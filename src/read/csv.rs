//! CSV: rows become mappings from the header's names to cells, so that one mapper reads all formats.

use std::borrow::Cow;
use std::ops::Range;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::Problem;
use super::labels::{self, Field};
use super::tree::{Entry, Kind, Node, Parsed, Spelling, Value};
use crate::source::Span;

/// The header stands within this many rows; above it may be a title and blank rows.
const MAX_ROWS_ABOVE: usize = 8;

/// A CSV file as a sequence of mappings.
#[derive(Debug, Default)]
pub(super) struct Sheet<'s> {
    pub(super) parsed: Parsed<'s>,
    /// Where the rows above the header stand: a title that may name team and cycle.
    pub(super) above: Span,
}

/// Parses a CSV file. A sheet without a header that names an objective or a key result gives no rows.
pub(super) fn parse(text: &str) -> Sheet<'_> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let start = start + declaration(&text[start..]);
    let mut rows = records(text, start);
    let Some(header_at) = rows.iter().take(MAX_ROWS_ABOVE).position(|row| is_header(row)) else { return Sheet::default() };
    let body = rows.split_off(header_at + 1);
    let Some(header) = rows.pop() else { return Sheet::default() };
    let above = Span::new(start, header.first().map_or(start, |cell| cell.span.start as usize));
    let mut problems = Vec::new();
    let items = body.into_iter().filter_map(|row| item(row, &header, text, &mut problems)).collect();
    let root = Node { span: Span::new(start, text.len()), value: Value::Sequence(items) };
    Sheet { parsed: Parsed { roots: vec![root], problems }, above }
}

/// The length of the line `sep=;` with which spreadsheets announce their delimiter.
fn declaration(text: &str) -> usize {
    match text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep=")) {
        true => text.find('\n').map_or(text.len(), |at| at + 1),
        false => 0,
    }
}

/// A cell as read, and where it stands with its quotes.
#[derive(Debug, Clone)]
struct Cell<'s> {
    value: Cow<'s, str>,
    span: Span,
    spelling: Spelling,
}

/// A row that names objectives or key results, and at least one thing more.
fn is_header(row: &[Cell<'_>]) -> bool {
    let fields: Vec<Field> =
        row.iter().filter(|cell| cell.value.len() <= 60).filter_map(|cell| labels::field(&cell.value)).collect();
    fields.len() >= 2
        && fields.iter().any(|field| matches!(field, Field::Objective | Field::KeyResult | Field::Okr | Field::Title))
}

fn item<'s>(row: Vec<Cell<'s>>, header: &[Cell<'s>], text: &str, problems: &mut Vec<Problem>) -> Option<Node<'s>> {
    let (first, last) = (row.first()?.span, row.last()?.span);
    if let Some(extra) = row.get(header.len()..).and_then(|extra| extra.iter().find(|cell| !cell.value.trim().is_empty())) {
        problems.push(too_many(row.len(), header.len(), extra.span));
    }
    if let Some(open) = row.iter().find(|cell| is_open(cell, text)) {
        problems.push(unclosed(open.span, text));
    }
    let cells = row.into_iter().zip(header).filter(|(cell, _)| !cell.value.trim().is_empty());
    let entries: Vec<Entry<'s>> = cells
        .map(|(cell, name)| {
            let node = Node::scalar(cell.value, cell.spelling, Kind::Text, cell.span);
            Entry { key: name.value.clone(), key_span: name.span, node }
        })
        .collect();
    (!entries.is_empty()).then(|| Node { span: first.to(last), value: Value::Mapping(entries) })
}

fn too_many(cells: usize, columns: usize, span: Span) -> Problem {
    Problem {
        rule: "syntax-error",
        span,
        message: format!("this row has {cells} cells, the header names {columns}"),
        label: "belongs to no column".to_owned(),
        help: "Put a cell that holds the delimiter into double quotes.".to_owned(),
    }
}

/// Whether a quoted cell runs into the end of the file without its closing quote.
fn is_open(cell: &Cell<'_>, text: &str) -> bool {
    let raw = text.get(cell.span.range()).unwrap_or_default();
    let last =
        cell.spelling == Spelling::Repeated(2) && text.get(cell.span.end as usize..).is_some_and(|rest| rest.trim().is_empty());
    last && raw.strip_prefix('"').is_some_and(|inner| inner.bytes().rev().take_while(|byte| *byte == b'"').count() % 2 == 0)
}

fn unclosed(span: Span, text: &str) -> Problem {
    let start = span.start as usize;
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    Problem {
        rule: "syntax-error",
        span: Span::new(start, end),
        message: "this quoted cell is never closed".to_owned(),
        label: "opened here".to_owned(),
        help: "Add the closing quote; a quote inside a cell is written twice.".to_owned(),
    }
}

/// All rows from `start` on. Some exports put each whole row into one pair of quotes; those are read as the rows that they hold.
fn records(text: &str, start: usize) -> Vec<Vec<Cell<'_>>> {
    let delimiter = delimiter(text[start..].trim_start());
    let rows = split(text, start, delimiter);
    let wrapped = |row: &Vec<Cell<'_>>| matches!(row.as_slice(), [cell] if cell.spelling == Spelling::Repeated(2) && cell.value.contains(char::from(delimiter)));
    match rows.iter().find(|row| row.iter().any(|cell| !cell.value.is_empty())).is_some_and(wrapped) {
        true => rows.into_iter().map(|row| if wrapped(&row) { unwrap(&row[0], delimiter) } else { row }).collect(),
        false => rows,
    }
}

/// The delimiter of which the first line has most; quotes do not matter, as a name rarely holds one.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| line.bytes().filter(|b| *b == delimiter).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// The rows of a text, field by field, with the place of each.
fn split(text: &str, start: usize, delimiter: u8) -> Vec<Vec<Cell<'_>>> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let bytes = text.as_bytes();
    let mut rows = vec![Vec::new()];
    let (mut at, mut field_start) = (start, start);
    let mut buffer = vec![0; 256];
    let mut written = 0;
    loop {
        let (result, read, wrote) = reader.read_field(&bytes[at..], &mut buffer[written..]);
        at += read;
        written += wrote;
        match result {
            ReadFieldResult::OutputFull => buffer.resize(buffer.len() * 2, 0),
            ReadFieldResult::InputEmpty if at < bytes.len() => {}
            ReadFieldResult::InputEmpty => {
                // An empty read tells the parser that the input is over.
                let (last, _, more) = reader.read_field(&[], &mut buffer[written..]);
                written += more;
                if matches!(last, ReadFieldResult::Field { .. }) {
                    push(&mut rows, cell(text, field_start..at, &buffer[..written], delimiter));
                }
                break;
            }
            ReadFieldResult::Field { record_end } => {
                push(&mut rows, cell(text, field_start..at, &buffer[..written], delimiter));
                if record_end {
                    rows.push(Vec::new());
                }
                (field_start, written) = (at, 0);
            }
            ReadFieldResult::End => break,
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

fn push<'s>(rows: &mut [Vec<Cell<'s>>], cell: Cell<'s>) {
    if let Some(row) = rows.last_mut() {
        row.push(cell);
    }
}

/// The cell in a stretch that may begin with the end of the row before and end with its own delimiter or line end.
fn cell<'s>(text: &'s str, range: Range<usize>, value: &[u8], delimiter: u8) -> Cell<'s> {
    let raw = &text[range.clone()];
    let start = range.start + raw.len() - raw.trim_start_matches(['\n', '\r']).len();
    let raw = &text[start..range.end];
    let raw = raw.strip_suffix(['\n', '\r']).or_else(|| raw.strip_suffix(char::from(delimiter))).unwrap_or(raw);
    let span = Span::new(start, start + raw.len());
    let spelling = if raw.starts_with('"') { Spelling::Repeated(2) } else { Spelling::Plain };
    let value = match value == raw.as_bytes() {
        true => Cow::Borrowed(raw),
        false => Cow::Owned(String::from_utf8_lossy(value).into_owned()),
    };
    Cell { value, span, spelling }
}

/// The cells of a row that stands in one pair of quotes.
fn unwrap<'s>(row: &Cell<'_>, delimiter: u8) -> Vec<Cell<'s>> {
    let base = row.span.start as usize + 1;
    // In the file each quote of the row is written twice.
    let quotes: Vec<usize> = row.value.match_indices('"').map(|(at, _)| at).collect();
    let place = |at: usize| base + at + quotes.partition_point(|quote| *quote < at);
    let cells = split(&row.value, 0, delimiter).into_iter().flatten();
    cells
        .map(|cell| {
            let range = cell.span.range();
            let spelling = if cell.spelling == Spelling::Plain { Spelling::Repeated(2) } else { Spelling::Repeated(4) };
            Cell { value: Cow::Owned(cell.value.into_owned()), span: Span::new(place(range.start), place(range.end)), spelling }
        })
        .collect()
}
