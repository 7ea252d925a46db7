//! Text with or without colours, drawn into memory so that documents can be drawn in parallel and written in order.

use std::borrow::Cow;
use std::fmt::{self, Write};

use anstyle::{AnsiColor, Style};
use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::term::{GeneralWriteResult, WriteStyle};

const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
const WARNING: Style = AnsiColor::BrightYellow.on_default().bold();
const INFO: Style = AnsiColor::BrightCyan.on_default().bold();
const FRAME: Style = AnsiColor::BrightBlue.on_default();

/// For what stands out in running text.
pub(crate) const STRONG: Style = Style::new().bold();
/// For what can be passed over.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// A buffer for drawing, with or without colours.
#[derive(Debug)]
pub(crate) struct Paint {
    drawn: String,
    colour: bool,
    /// Whether the next write is the renderer's word for the severity, which is replaced: it has no "info".
    swallow: bool,
}

impl Paint {
    /// An empty buffer.
    pub(crate) fn new(colour: bool) -> Self {
        Self { drawn: String::new(), colour, swallow: false }
    }

    /// What has been drawn.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.drawn.into_bytes()
    }

    /// Whether nothing has been drawn.
    pub(crate) fn is_empty(&self) -> bool {
        self.drawn.is_empty()
    }

    /// Draws a text.
    pub(crate) fn text(&mut self, text: &str) {
        self.drawn.push_str(&visible(text));
    }

    /// Draws a text in a style.
    pub(crate) fn styled(&mut self, style: Style, text: &str) {
        self.set(style);
        self.text(text);
        self.set(Style::new());
    }

    fn set(&mut self, style: Style) {
        if self.colour {
            // Writing into memory cannot fail.
            let _ = match style.is_plain() {
                true => write!(self.drawn, "{}", anstyle::Reset),
                false => write!(self.drawn, "{style}"),
            };
        }
    }
}

impl Write for Paint {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if !std::mem::take(&mut self.swallow) {
            self.drawn.push_str(text);
        }
        Ok(())
    }

    // The renderer draws a line character by character.
    fn write_char(&mut self, c: char) -> fmt::Result {
        self.swallow = false;
        self.drawn.push(c);
        Ok(())
    }
}

fn style_of(severity: Severity) -> Style {
    match severity {
        Severity::Bug | Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note | Severity::Help => INFO,
    }
}

impl WriteStyle for Paint {
    fn set_header(&mut self, severity: Severity) -> GeneralWriteResult {
        self.set(style_of(severity));
        if severity == Severity::Note {
            self.drawn.push_str("info");
            self.swallow = true;
        }
        Ok(())
    }

    fn set_header_message(&mut self) -> GeneralWriteResult {
        self.set(Style::new());
        self.set(STRONG);
        Ok(())
    }

    fn set_line_number(&mut self) -> GeneralWriteResult {
        self.set(FRAME);
        Ok(())
    }

    fn set_note_bullet(&mut self) -> GeneralWriteResult {
        self.set(FRAME);
        Ok(())
    }

    fn set_source_border(&mut self) -> GeneralWriteResult {
        self.set(FRAME);
        Ok(())
    }

    fn set_label(&mut self, severity: Severity, label_style: LabelStyle) -> GeneralWriteResult {
        self.set(match label_style {
            LabelStyle::Primary => style_of(severity),
            LabelStyle::Secondary => FRAME,
        });
        Ok(())
    }

    fn reset(&mut self) -> GeneralWriteResult {
        self.set(Style::new());
        Ok(())
    }
}

/// A text in which nothing steers the terminal: control characters are drawn as their pictures, and marks that turn the direction of
/// writing as a replacement character.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    match is_visible(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(visible_char).collect()),
    }
}

/// Whether a text is drawn as it is.
pub(super) fn is_visible(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~')) || text.chars().all(|c| visible_char(c) == c)
}

/// What is drawn for a character.
pub(super) fn visible_char(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Breaks a text into lines of at most `width` characters at spaces; its own line breaks stay.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut rest = paragraph.trim();
        while let Some((room, _)) = rest.char_indices().nth(width) {
            // A word that is longer than a line gets one of its own.
            let space = memchr::memrchr(b' ', &rest.as_bytes()[..=room]).or_else(|| memchr::memchr(b' ', rest.as_bytes()));
            let Some(end) = space else { break };
            lines.push(rest[..end].trim_end());
            rest = rest[end..].trim_start();
        }
        lines.push(rest);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_steer_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\u{7f}"), "a␛[31mb\u{fffd}c␡");
        assert!(matches!(visible("plain ü 🎯\tand\ntab"), Cow::Borrowed(_)));
    }

    #[test]
    fn long_words_get_their_own_line() {
        assert_eq!(wrapped("one two three fourteen", 8), ["one two", "three", "fourteen"]);
        assert_eq!(wrapped("ä ö  ü o\nb", 5), ["ä ö", "ü o", "b"]);
        assert_eq!(wrapped("", 8), [""; 0]);
    }
}
