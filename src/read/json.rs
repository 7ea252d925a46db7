//! JSON, with comments and trailing commas. After a syntax error what stands before it is read.

use std::borrow::Cow;

use jsonc_parser::ast::{ObjectPropName, Value as Json};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::Problem;
use super::tree::{Entry, Kind, Node, Parsed, Spelling, Value};
use crate::source::Span;

/// Parses a JSON file.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let base = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = &text[base..];
    match root(body, base, false) {
        Ok(root) => Parsed { roots: root.into_iter().collect(), problems: Vec::new() },
        Err(error) => {
            // Only a comma may be missing; otherwise the part before the error is a whole, once its brackets are closed.
            // The range of an unclosed bracket reaches from the bracket to where the parser gave up.
            let cut = if is_unclosed(&error) { error.range().end } else { error.range().start };
            let kept = root(body, base, true).ok().flatten().or_else(|| before(body, base, cut));
            Parsed { roots: kept.into_iter().collect(), problems: vec![problem(&error, base)] }
        }
    }
}

fn root(text: &str, base: usize, lenient: bool) -> Result<Option<Node<'_>>, ParseError> {
    let options = ParseOptions { allow_missing_commas: lenient, ..ParseOptions::default() };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options)?;
    Ok(parsed.value.map(|value| node(value, base)))
}

fn problem(error: &ParseError, base: usize) -> Problem {
    let range = error.range();
    if is_unclosed(error) {
        return Problem {
            rule: "syntax-error",
            span: Span::new(range.start + base, range.start + base + 1),
            message: format!("this is not valid JSON: {}", lower_first(&error.kind().to_string())),
            label: "never closed".to_owned(),
            help: "Add the bracket that is missing where this one ends.".to_owned(),
        };
    }
    let (start, end) = (range.start + base, range.end.max(range.start) + base);
    Problem {
        rule: "syntax-error",
        span: Span::new(start, end),
        message: format!("this is not valid JSON: {}", lower_first(&error.kind().to_string())),
        label: "here".to_owned(),
        help: "Correct this place: a comma stands between two entries, a colon between key and value, and every bracket and quote is closed."
            .to_owned(),
    }
}

fn is_unclosed(error: &ParseError) -> bool {
    matches!(error.kind(), ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Reads the part of a text before `error`, cut after its last whole entry, with its brackets closed.
fn before<'s>(text: &str, base: usize, error: usize) -> Option<Node<'s>> {
    let mut closers = Vec::new();
    let mut safe = 0;
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().take(error) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                closers.push(if byte == b'{' { '}' } else { ']' });
                safe = at + 1;
            }
            b'}' | b']' => {
                closers.pop()?;
                safe = at + 1;
            }
            b',' => safe = at,
            _ => {}
        }
    }
    let mut repaired = text.get(..safe)?.to_owned();
    repaired.extend(closers.iter().rev());
    let node = root(&repaired, base, true).ok()??;
    Some(node.into_owned(base + safe))
}

fn span(range: Range, base: usize) -> Span {
    Span::new(range.start + base, range.end + base)
}

fn node(value: Json<'_>, base: usize) -> Node<'_> {
    let place = span(value.range(), base);
    match value {
        Json::StringLit(text) => Node::scalar(text.value, Spelling::Escaped, Kind::Text, place),
        Json::NumberLit(number) => Node::scalar(number.value, Spelling::Plain, Kind::Number, place),
        Json::BooleanLit(truth) => Node::scalar(if truth.value { "true" } else { "false" }, Spelling::Plain, Kind::Truth, place),
        Json::NullKeyword(_) => Node { span: place, value: Value::Null },
        Json::Array(array) => {
            Node { span: place, value: Value::Sequence(array.elements.into_iter().map(|item| node(item, base)).collect()) }
        }
        Json::Object(object) => {
            let entries = object.properties.into_iter().map(|property| {
                let key_span = span(property.name.range(), base);
                let key = match property.name {
                    ObjectPropName::String(name) => name.value,
                    ObjectPropName::Word(name) => Cow::Borrowed(name.value),
                };
                Entry { key, key_span, node: node(property.value, base) }
            });
            Node { span: place, value: Value::Mapping(entries.collect()) }
        }
    }
}
