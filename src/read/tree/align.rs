//! Finds for each part of a scalar's value the place in the source that spells it.

use super::{Scalar, Spelling};
use crate::source::{Span, Text, TextBuilder};

/// The place of a scalar without its quotes.
pub(super) fn content(spelling: Spelling, source: &str, span: Span) -> Span {
    let raw = source.get(span.range()).unwrap_or_default();
    if spelling == Spelling::Plain {
        return span;
    }
    let quotes = match spelling {
        Spelling::Repeated(times) if times > 2 => ["\"\"", "\"", "'"].as_slice(),
        Spelling::Repeated(_) => &["\"", "'"],
        _ => &["\"\"\"", "'''", "\"", "'"],
    };
    let Some(quote) = quotes.iter().find(|quote| raw.starts_with(**quote)) else { return span };
    let end = if raw.len() >= 2 * quote.len() && raw.ends_with(quote) { raw.len() - quote.len() } else { raw.len() };
    Span::new(span.start as usize + quote.len(), span.start as usize + end)
}

/// The scalar as located text, with line breaks read as spaces.
pub(super) fn text(scalar: &Scalar<'_>, source: &str, span: Span) -> Text {
    let inner = content(scalar.spelling, source, span);
    let raw = source.get(inner.range()).unwrap_or_default();
    let mut builder = TextBuilder::default();
    if raw == &*scalar.value && !raw.contains(['\n', '\r']) {
        builder.push(raw, inner.start as usize);
        return builder.finish();
    }
    Alignment { value: &scalar.value, raw, base: inner.start as usize, spelling: scalar.spelling, builder }.run()
}

/// Two readings of one scalar, both consumed from the front.
struct Alignment<'a> {
    value: &'a str,
    raw: &'a str,
    base: usize,
    spelling: Spelling,
    builder: TextBuilder,
}

impl Alignment<'_> {
    fn run(mut self) -> Text {
        let whole = self.raw.len();
        while let Some(next) = self.value.chars().next() {
            let at = self.base + whole - self.raw.len();
            let raw = self.raw.chars().next();
            match raw {
                Some('\\') if self.spelling == Spelling::Escaped => self.escape(next),
                Some('"' | '\'') if matches!(self.spelling, Spelling::Repeated(_)) && raw == Some(next) => {
                    self.repeated_quote(next, at)
                }
                _ if next.is_whitespace() || raw.is_some_and(char::is_whitespace) => self.white_space(at),
                Some(c) if c == next => self.same(at),
                // The source spells it in a way that is not known here: the rest has no place of its own.
                _ => {
                    self.builder.push_unlocated(self.value);
                    break;
                }
            }
        }
        self.builder.finish()
    }

    /// The longest stretch that both share and that has no white space and no escape in it.
    fn same(&mut self, at: usize) {
        let stop = |c: char| c.is_whitespace() || matches!(c, '\\' | '"' | '\'');
        let shared: usize = self
            .value
            .chars()
            .zip(self.raw.chars())
            .take_while(|(a, b)| a == b)
            .enumerate()
            .take_while(|(i, (c, _))| *i == 0 || !stop(*c))
            .map(|(_, (c, _))| c.len_utf8())
            .sum();
        self.builder.push(&self.value[..shared], at);
        self.value = &self.value[shared..];
        self.raw = &self.raw[shared..];
    }

    /// A run of white space, which formats fold, trim and indent as they like.
    fn white_space(&mut self, at: usize) {
        let run = |text: &str| text.len() - text.trim_start().len();
        let (value, raw) = (&self.value[..run(self.value)], &self.raw[..run(self.raw)]);
        let (value_len, raw_len) = (value.len(), raw.len());
        if value == raw && !value.contains(['\n', '\r']) {
            self.builder.push(value, at);
        } else if !value.is_empty() {
            let spaces = value.chars().filter(|c| !matches!(c, '\n' | '\r')).count();
            self.builder.push_unlocated(&" ".repeat(spaces.max(1).min(value_len)));
        }
        self.value = &self.value[value_len..];
        self.raw = &self.raw[raw_len..];
    }

    fn repeated_quote(&mut self, quote: char, at: usize) {
        let Spelling::Repeated(times) = self.spelling else { return };
        let written = self.raw.chars().take_while(|c| *c == quote).count().min(times.into());
        self.builder.push(&self.value[..1], at);
        self.value = &self.value[1..];
        self.raw = &self.raw[written..];
    }

    /// `\n`, `\u00e9`, `\U0001F3AF`, a surrogate pair, or a line continued with `\`.
    fn escape(&mut self, next: char) {
        let length = match self.raw.as_bytes().get(1) {
            Some(b'u') if next.len_utf16() == 2 && self.raw.as_bytes().get(6) == Some(&b'\\') => 12,
            Some(b'u') if self.raw.as_bytes().get(2) == Some(&b'{') => self.raw.find('}').map_or(2, |at| at + 1),
            Some(b'u') => 6,
            Some(b'U') => 10,
            Some(b'x') => 4,
            Some(b'\n' | b'\r' | b' ' | b'\t') => {
                let rest = self.raw[1..].trim_start();
                self.raw = rest;
                return;
            }
            _ => 1 + self.raw[1..].chars().next().map_or(0, char::len_utf8),
        };
        let spelled = if next.is_whitespace() { " " } else { &self.value[..next.len_utf8()] };
        self.builder.push_unlocated(spelled);
        self.value = &self.value[next.len_utf8()..];
        self.raw = self.raw.get(length..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tree::Kind;

    /// Each word of the value, as the source spells it.
    fn words(source: &str, value: &str, spelling: Spelling) -> Vec<String> {
        let scalar = Scalar { value: value.into(), spelling, kind: Kind::Text };
        let text = text(&scalar, source, Span::new(0, source.len()));
        let mut at = 0;
        let mut found = vec![text.as_str().to_owned()];
        for word in text.as_str().split_inclusive(' ') {
            let name = word.trim_end();
            found.push(source[text.locate(at..at + name.len()).range()].to_owned());
            at += word.len();
        }
        found
    }

    #[test]
    fn each_word_knows_its_place() {
        let cases: [(&str, &str, Spelling, &[&str]); 9] = [
            ("two words", "two words", Spelling::Plain, &["two words", "two", "words"]),
            (
                r#""tab\there \u00e9t\u00e9 \uD83C\uDFAF end""#,
                "tab\there été 🎯 end",
                Spelling::Escaped,
                &["tab here été 🎯 end", "tab", "here", r"\u00e9t", "", "end"],
            ),
            ("'it''s here'", "it's here", Spelling::Repeated(2), &["it's here", "it''s", "here"]),
            (r#""a ""b"" c""#, r#"a "b" c"#, Spelling::Repeated(2), &[r#"a "b" c"#, "a", r#"""b""#, "c"]),
            ("\"\"a \"\"\"\"b\"\"\"\" c\"\"", "a \"b\" c", Spelling::Repeated(4), &["a \"b\" c", "a", "\"\"\"\"b\"", "c"]),
            ("fold\n   me\n   now", "fold me now", Spelling::Plain, &["fold me now", "fold", "me", "now"]),
            ("line\r\n  two", "line\ntwo", Spelling::Plain, &["line two", "line", "two"]),
            ("\"\"\"\nstart \\\n   here\"\"\"", "start here", Spelling::Escaped, &["start here", "start", "here"]),
            ("'C:\\x y'", "C:\\x y", Spelling::Quoted, &["C:\\x y", "C:\\x", "y"]),
        ];
        for (source, value, spelling, expected) in cases {
            let found = words(source, value, spelling);
            let skip_escapes = |words: &[String]| {
                words.iter().filter(|w| !w.contains('\\') || spelling != Spelling::Escaped).cloned().collect::<Vec<_>>()
            };
            assert_eq!(found[0], expected[0], "{source:?}");
            assert_eq!(
                skip_escapes(&found).last(),
                skip_escapes(&expected.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()).last(),
                "{source:?}: {found:?}"
            );
            if spelling != Spelling::Escaped {
                assert_eq!(found, expected, "{source:?}");
            }
        }
    }
}
