//! The comments of a document, in the syntax of its format. Asked for only where a text holds what looks like a comment for okrlint, so that
//! reading documents costs nothing more.

use granit_parser::{Event as YamlEvent, Options as YamlOptions, Parser as YamlParser};
use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};
use pulldown_cmark::{Event, MetadataBlockKind, Parser, Tag};
use toml_parser::lexer::TokenKind;

use super::markdown::options;
use crate::model::Format;
use crate::source::Span;

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Comment {
    /// All of it, with its signs.
    pub(crate) span: Span,
    /// What it says.
    pub(crate) text: Span,
}

/// The comments of a text, in file order. A CSV file has none, and what looks like a comment within a text or a block of code is none.
pub(crate) fn comments(text: &str, format: Format) -> Vec<Comment> {
    let mut comments = Vec::new();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    match format {
        Format::Markdown => markdown(text, start, &mut comments),
        Format::Toml => toml(&text[start..], start, &mut comments),
        Format::Yaml => yaml(&text[start..], start, &mut comments),
        Format::Json => json(&text[start..], start, &mut comments),
        Format::Csv => {}
    }
    comments
}

/// `<!-- ... -->` in blocks and lines, and the comments of the front matter.
fn markdown(text: &str, base: usize, comments: &mut Vec<Comment>) {
    // A comment over several lines comes in several events.
    let mut read_up_to = 0;
    for (event, range) in Parser::new_ext(&text[base..], options()).into_offset_iter() {
        let range = range.start + base..range.end + base;
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => yaml(&text[range.clone()], range.start, comments),
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::PlusesStyle)) => toml(&text[range.clone()], range.start, comments),
            Event::Html(_) | Event::InlineHtml(_) => {
                let mut at = range.start.max(read_up_to);
                while let Some(opened) = text.get(at..range.end).and_then(|rest| rest.find("<!--")) {
                    let start = at + opened;
                    let inner = start + 4;
                    let closed = text[inner..].find("-->").map(|length| inner + length);
                    let end = closed.unwrap_or(text.len());
                    at = closed.map_or(text.len(), |end| end + 3);
                    comments.push(Comment { span: Span::new(start, at), text: Span::new(inner, end) });
                }
                read_up_to = at;
            }
            _ => {}
        }
    }
}

fn toml(text: &str, base: usize, comments: &mut Vec<Comment>) {
    let tokens = toml_parser::Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
    comments.extend(tokens.map(|token| of_line(base + token.span().start(), base + token.span().end(), 1)));
}

fn yaml(text: &str, base: usize, comments: &mut Vec<Comment>) {
    let mut options = YamlOptions::default();
    options.set_emit_comments(true);
    options.emit_unresolved_aliases = true;
    options.max_buffered_comment_events = usize::MAX;
    let mut parser = YamlParser::new_from_str_with_options(text, options);
    // Behind a syntax error nothing is known to be a comment.
    while let Some(Ok((event, span))) = parser.next_event() {
        if let (YamlEvent::Comment(..), Some(range)) = (event, span.byte_range()) {
            comments.push(of_line(base + range.start, base + range.end, 1));
        }
    }
    comments.sort_by_key(|comment| comment.span.start);
}

fn json(text: &str, base: usize, comments: &mut Vec<Comment>) {
    let mut scanner = Scanner::new(text, &ScannerOptions::default());
    while let Ok(Some(token)) = scanner.scan() {
        let (start, end) = (base + scanner.token_start(), base + scanner.token_end());
        match token {
            Token::CommentLine(_) => comments.push(of_line(start, end, 2)),
            Token::CommentBlock(_) => {
                comments.push(Comment { span: Span::new(start, end), text: Span::new(start + 2, end.saturating_sub(2)) });
            }
            _ => {}
        }
    }
}

/// A comment that ends with its line and begins with a sign of so many bytes.
fn of_line(start: usize, end: usize, sign: usize) -> Comment {
    Comment { span: Span::new(start, end), text: Span::new(start + sign, end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, format: Format) -> Vec<&str> {
        comments(text, format).iter().map(|comment| text[comment.text.range()].trim()).collect()
    }

    #[test]
    fn markdown_has_comments_in_front_matter_lists_tables_and_lines() {
        let text = "\u{feff}---\ncycle: 2026-Q3 # front\nteam: \"# no\"\n---\n<!-- block -->\n\n- KR1: a <!-- line -->\n  <!-- in\n  item -->\n\
            - b\n\n| a | b |\n| - | - |\n| <!-- cell --> x | y |\n\n> <!-- quoted -->\n\n```\n<!-- code -->\n```\n`<!-- code -->`\n\n<!-- open";
        assert_eq!(said(text, Format::Markdown), ["front", "block", "line", "in\n  item", "cell", "quoted", "open"]);
        assert_eq!(said("+++\na = '# no' # yes\n+++\n\n# A\n", Format::Markdown), ["yes"]);
    }

    #[test]
    fn what_stands_in_a_text_is_no_comment() {
        let toml = "# one\na = \"# no\"\nb = '''\n# no\n''' # two\n[t] # three\n= =\n# four";
        assert_eq!(said(toml, Format::Toml), ["one", "two", "three", "four"]);
        let yaml = "# one\na: \"# no\"\nb: |\n  # no\nc: [x, # two\n  y]\n- # three\n";
        assert_eq!(said(yaml, Format::Yaml)[..2], ["one", "two"]);
        let json = "{ // one\n \"a\": \"// no\", /* two */ \"b\": 1, }\n// three";
        assert_eq!(said(json, Format::Json), ["one", "two", "three"]);
        assert_eq!(said("# a\nb,c\n", Format::Csv), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn comments_lie_within_any_text(text in "(<!--|-->|\\PC|[#/*\"'\\n|+-]|---\\n){0,60}") {
            for format in [Format::Markdown, Format::Toml, Format::Yaml, Format::Json] {
                for comment in comments(&text, format) {
                    proptest::prop_assert!(text.get(comment.span.range()).is_some() && text.get(comment.text.range()).is_some());
                }
            }
        }
    }
}
