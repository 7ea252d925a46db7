//! Text in XML.

use std::fmt::{self, Display, Formatter, Write as _};

use super::paint::visible_char;

/// The first line of a document.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A text as it may stand in an element or in an attribute in double quotes. XML 1.0 has no way to write most control characters, which the
/// writers of XML that we could use pass on and every reader refuses: they are written as their pictures.
pub(super) struct Xml<'a>(pub(super) &'a str);

impl Display for Xml<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // As they are, a reader would make spaces of them in an attribute.
                '\t' | '\n' | '\r' => write!(f, "&#{};", u32::from(c))?,
                '\u{fffe}' | '\u{ffff}' => f.write_char(char::REPLACEMENT_CHARACTER)?,
                '\0'..='\u{1f}' => f.write_char(visible_char(c))?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
