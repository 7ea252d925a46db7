//! YAML: streams of several documents, aliases unexpanded. After a syntax error everything before it is kept, and later documents are read.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StrInput};

use super::Problem;
use super::tree::{Entry, Kind, Node, Parsed, Spelling, Value};
use crate::source::Span;

/// Deeper nesting than this is no document that a person wrote.
const MAX_DEPTH: usize = 64;

/// Parses a YAML file.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder::default();
    let mut parsed = Parsed::default();
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((event, span))) => {
                let span = Span::from(span.byte_range().unwrap_or(0..0));
                builder.take(event, span, &mut parsed.roots);
            }
            Some(Err(error)) => {
                parsed.problems.push(problem(&error, text));
                builder.finish(&mut parsed.roots);
                if !next_document(&mut parser) {
                    break;
                }
            }
        }
    }
    builder.finish(&mut parsed.roots);
    parsed
}

fn next_document<'s>(parser: &mut Parser<'s, StrInput<'s>>) -> bool {
    parser.proceed_next_document().unwrap_or(false)
}

fn problem(error: &ScanError, text: &str) -> Problem {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let start = text.floor_char_boundary(at);
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |end| start + end);
    Problem {
        rule: "syntax-error",
        span: Span::new(start, line_end),
        message: format!("this is not valid YAML: {}", error.info()),
        label: "reading stopped here".to_owned(),
        help: "Check the indentation here and above, and put texts that hold `: `, `#` or quotes into double quotes.".to_owned(),
    }
}

/// A container that is still open.
enum Open<'s> {
    Sequence(Span, Vec<Node<'s>>),
    Mapping(Span, Vec<Entry<'s>>, Option<(Cow<'s, str>, Span)>),
}

/// Builds trees from events.
#[derive(Default)]
struct Builder<'s> {
    open: Vec<Open<'s>>,
}

impl<'s> Builder<'s> {
    fn take(&mut self, event: Event<'s>, span: Span, roots: &mut Vec<Node<'s>>) {
        match event {
            Event::Scalar(value, style, ..) => {
                let null = style == ScalarStyle::Plain && matches!(&*value, "" | "~" | "null" | "Null" | "NULL");
                // A key may be called "null"; only a value can be nothing.
                let is_key = matches!(self.open.last(), Some(Open::Mapping(_, _, None)));
                let node = match null && !is_key {
                    true => Node { span, value: Value::Null },
                    false => Node::scalar(value, spelling(style), Kind::Text, span),
                };
                self.place(node, roots);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.place(Node { span, value: Value::Null }, roots),
            Event::SequenceStart(..) => self.open.push(Open::Sequence(span, Vec::new())),
            Event::MappingStart(..) => self.open.push(Open::Mapping(span, Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => self.close(span, roots),
            Event::DocumentEnd => self.finish(roots),
            _ => {}
        }
    }

    fn close(&mut self, end: Span, roots: &mut Vec<Node<'s>>) {
        let node = match self.open.pop() {
            Some(Open::Sequence(span, items)) => Node { span: span.to(end), value: Value::Sequence(items) },
            Some(Open::Mapping(span, entries, _)) => Node { span: span.to(end), value: Value::Mapping(entries) },
            None => return,
        };
        self.place(node, roots);
    }

    /// Closes what an error or the end of the document left open.
    fn finish(&mut self, roots: &mut Vec<Node<'s>>) {
        while let Some(open) = self.open.last() {
            let start = match open {
                Open::Sequence(span, items) => items.last().map_or(*span, |item| item.span),
                Open::Mapping(span, entries, _) => entries.last().map_or(*span, |entry| entry.node.span),
            };
            self.close(start, roots);
        }
    }

    fn place(&mut self, node: Node<'s>, roots: &mut Vec<Node<'s>>) {
        match self.open.last_mut() {
            None => roots.push(node),
            Some(Open::Sequence(_, items)) => items.push(node),
            Some(Open::Mapping(_, entries, key)) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, node }),
                None => {
                    let span = node.span;
                    let name = match node.value {
                        Value::Scalar(scalar) => scalar.value,
                        _ => Cow::Borrowed(""),
                    };
                    *key = Some((name, span));
                }
            },
        }
    }
}

fn spelling(style: ScalarStyle) -> Spelling {
    match style {
        ScalarStyle::SingleQuoted => Spelling::Repeated(2),
        ScalarStyle::DoubleQuoted => Spelling::Escaped,
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => Spelling::Plain,
    }
}
