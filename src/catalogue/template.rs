//! The texts of rules with their placeholders: `{quote}` stands for a value that is known once something was found.

use std::borrow::Cow;

/// The template with every placeholder filled. One that has no value stays as it is written.
pub(crate) fn fill<'v>(template: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        filled.push_str(&rest[..open]);
        match value(&rest[open + 1..close]) {
            Some(value) => filled.push_str(&value),
            None => filled.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    filled.push_str(rest);
    filled
}

/// A quotation cut at a word to about `limit` characters.
pub(crate) fn shorten(text: &str, limit: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(limit) else { return Cow::Borrowed(text) };
    let cut = text[..end].rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    Cow::Owned(format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_kept() {
        let value = |name: &str| (name == "quote").then_some(Cow::Borrowed("soon"));
        assert_eq!(fill("\"{quote}\" is {what}", value), "\"soon\" is {what}");
        assert_eq!(fill("open { brace", value), "open { brace");
    }

    #[test]
    fn a_long_quotation_ends_at_a_word() {
        assert_eq!(shorten("Raise the share of calls", 14), "Raise the…");
        assert_eq!(shorten("Raise it", 14), "Raise it");
    }
}
