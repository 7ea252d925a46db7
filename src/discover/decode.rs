//! Bytes to text whose offsets are those of the file.

use memchr::memchr;

use crate::read::Problem;
use crate::source::Span;

/// The text of a file, as far as there is one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// Valid UTF-8. As long as the file byte for byte, unless `refused`.
    pub(crate) text: String,
    /// What was wrong with the bytes: at most one finding of `invalid-encoding`.
    pub(crate) problem: Option<Problem>,
    /// Whether the bytes are no UTF-8 at all, so that `text` is a guess good enough to recognise OKRs in, but not to point into.
    pub(crate) refused: bool,
}

/// Decodes UTF-8, keeping a byte order mark. Each invalid byte becomes one `?`.
pub(crate) fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some(order) = utf16_order(&bytes) {
        return refused(utf16_text(&bytes, order), "this file is UTF-16, which okrlint does not read", UTF16_HELP);
    }
    if let Some(at) = memchr(0, &bytes) {
        let message = format!("this is no text: byte {} of {} is NUL", at + 1, bytes.len());
        let text = String::from_utf8_lossy(&bytes).replace('\0', "");
        return refused(text, &message, BINARY_HELP);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text: with_newlines(text), problem: None, refused: false },
        Err(error) => repaired(error.as_bytes()),
    }
}

/// Ends the lines of a file whose only line end is the carriage return, as very old programs write it, so that they are lines to everyone.
fn with_newlines(text: String) -> String {
    let bytes = text.as_bytes();
    match memchr(b'\n', bytes).is_none() && memchr(b'\r', bytes).is_some() {
        true => text.replace('\r', "\n"),
        false => text,
    }
}

const UTF16_HELP: &str = "save it as UTF-8: in Notepad choose Save as and the encoding UTF-8, or run `iconv -f UTF-16 -t UTF-8`";
const BINARY_HELP: &str = "export the OKRs as Markdown, TOML, YAML, JSON or CSV in UTF-8, and check that file";

fn refused(text: String, message: &str, help: &str) -> Decoded {
    let problem = Problem {
        rule: "invalid-encoding",
        span: Span::default(),
        message: message.to_owned(),
        label: String::new(),
        help: help.to_owned(),
    };
    Decoded { text, problem: Some(problem), refused: true }
}

/// Reads what can be read of a file that is UTF-8 but for some bytes.
fn repaired(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    let mut count = 0_usize;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len()..text.len() + chunk.invalid().len());
            count += chunk.invalid().len();
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
    }
    let message = match count {
        1 => "one byte of this file is not UTF-8".to_owned(),
        _ => format!("{count} bytes of this file are not UTF-8"),
    };
    let problem = first.map(|range| Problem {
        rule: "invalid-encoding",
        message,
        label: format!("byte 0x{:02X}, read as `?`", bytes[range.start]),
        span: range.into(),
        help: "save the file as UTF-8; `iconv -f WINDOWS-1252 -t UTF-8` converts what older Windows programs write".to_owned(),
    });
    Decoded { text, problem, refused: false }
}

type FromBytes = fn([u8; 2]) -> u16;

/// The byte order of UTF-16, where a byte order mark announces it.
fn utf16_order(bytes: &[u8]) -> Option<FromBytes> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => Some(u16::from_be_bytes),
        _ => None,
    }
}

fn utf16_text(bytes: &[u8], order: FromBytes) -> String {
    let (pairs, _) = bytes[2..].as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|&pair| order(pair))).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_kept_with_its_byte_order_mark() {
        let bytes = "\u{feff}# Größe\r\n".as_bytes();
        let decoded = decode(bytes.to_vec());
        assert_eq!(decoded, Decoded { text: "\u{feff}# Größe\r\n".to_owned(), problem: None, refused: false });
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line_where_nothing_else_does() {
        assert_eq!(decode(b"# OKRs\r\r- KR1".to_vec()).text, "# OKRs\n\n- KR1");
        assert_eq!(decode(b"a\rb\n".to_vec()).text, "a\rb\n");
    }

    #[test]
    fn invalid_bytes_keep_all_offsets() {
        let bytes = b"Gr\xF6\xDFe \xE2\x82 \xC3\xA4\xFF".to_vec();
        let decoded = decode(bytes.clone());
        assert_eq!(decoded.text, "Gr??e ?? ä?");
        assert_eq!(decoded.text.len(), bytes.len());
        let problem = decoded.problem.unwrap();
        assert_eq!(
            (problem.rule, problem.span, problem.label.as_str()),
            ("invalid-encoding", Span::new(2, 3), "byte 0xF6, read as `?`")
        );
        assert_eq!(problem.message, "5 bytes of this file are not UTF-8");
    }

    #[test]
    fn utf16_is_refused_but_read_well_enough_to_recognise() {
        let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain("# Ziel ü".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let decoded = decode(bytes);
        assert_eq!((decoded.text.as_str(), decoded.refused), ("# Ziel ü", true));
        assert!(decoded.problem.unwrap().help.contains("UTF-8"));
    }

    #[test]
    fn nul_bytes_are_no_text() {
        let decoded = decode(b"PK\x03\x04\0\0".to_vec());
        assert!(decoded.refused);
        assert_eq!(decoded.problem.unwrap().message, "this is no text: byte 5 of 6 is NUL");
    }
}
