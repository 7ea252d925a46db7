//! Where a structured document has room for a field beside a statement, and how it spells its fields.

use crate::diagnostic::Edit;
use crate::model::Format;
use crate::read::tree::{Entry, Node, Parsed, Value};
use crate::read::{json, labels, toml, yaml};
use crate::source::{Source, Span};

/// What stands in a field that somebody has to fill.
const BLANK: &str = "\"___\"";

/// The mappings of a document.
pub(crate) struct Rooms<'s> {
    text: &'s str,
    format: Format,
    parsed: Parsed<'s>,
}

/// The mapping that holds a statement, and the entry that states it.
struct Room<'n, 's> {
    whole: Span,
    entries: &'n [Entry<'s>],
    stating: &'n Entry<'s>,
}

impl<'s> Rooms<'s> {
    /// The mappings of a source; none in Markdown and CSV, which have columns and lines of other kinds.
    pub(crate) fn of(source: &'s Source, format: Format) -> Self {
        let text = source.text.as_str();
        let parsed = match format {
            Format::Toml => toml::parse(text),
            Format::Yaml => yaml::parse(text),
            Format::Json => json::parse(text),
            Format::Csv | Format::Markdown => Parsed::default(),
        };
        Self { text, format, parsed }
    }

    /// Whether what is stated at a place stands in a field, among others of the same item.
    pub(crate) fn holds(&self, stated: Span) -> bool {
        self.room(stated).is_some()
    }

    /// Writes a field beside what is stated at a place, in the manner of the field that states it. None where the item has such a field,
    /// blank or not, or is no mapping.
    pub(crate) fn blank(&self, stated: Span, field: &str) -> Option<Edit> {
        let room = self.room(stated)?;
        let meaning = labels::field(field);
        if room.entries.iter().any(|entry| labels::field(&entry.key) == meaning) {
            return None;
        }
        let key = room.stating.key_span.range();
        let between = self.text.get(key.end..room.stating.node.span.start as usize)?;
        let quote = if self.text.get(key.clone())?.starts_with('"') { "\"" } else { "" };
        // A value on a line of its own says nothing of how short ones are written.
        let between = match (between.contains('\n'), self.format) {
            (false, _) => between,
            (true, Format::Toml) => " = ",
            (true, _) => ": ",
        };
        let entry = format!("{quote}{field}{quote}{between}{BLANK}");
        let value = self.text.get(..room.stating.node.span.end as usize)?.trim_end().len();
        let (at, text) = match self.indentation(key.start) {
            Some(indentation) => {
                let line_end = self.line_end(value);
                let newline = if self.text.get(..line_end)?.ends_with('\r') { "\r\n" } else { "\n" };
                match self.format {
                    Format::Json => (value, format!(",{newline}{indentation}{entry}")),
                    _ => (self.text.get(..line_end)?.trim_end_matches('\r').len(), format!("{newline}{indentation}{entry}")),
                }
            }
            None if self.text.get(room.whole.start as usize..)?.starts_with('{') => (value, format!(", {entry}")),
            None => return None,
        };
        Some(Edit { span: Span::new(at, at), replacement: text })
    }

    fn room(&self, stated: Span) -> Option<Room<'_, 's>> {
        let room = self.parsed.roots.iter().find_map(|root| room(root, stated))?;
        // A key such as "KR1" names the statement; its neighbours are other statements.
        let names = room.stating.key.contains(|c: char| c.is_ascii_digit()) || labels::field(&room.stating.key).is_none();
        (!names).then_some(room)
    }

    /// What stands before a key that begins its line, the dash of a list as a space; `None` for a key further on.
    fn indentation(&self, key: usize) -> Option<String> {
        let lead = self.text.get(..key)?.rsplit('\n').next()?;
        let listed = self.format == Format::Yaml;
        let begins = lead.chars().all(|c| matches!(c, ' ' | '\t') || listed && c == '-');
        begins.then(|| lead.replace('-', " "))
    }

    fn line_end(&self, from: usize) -> usize {
        self.text.get(from..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |length| from + length)
    }
}

/// The innermost mapping with a scalar in which something is stated.
fn room<'n, 's>(node: &'n Node<'s>, stated: Span) -> Option<Room<'n, 's>> {
    match &node.value {
        Value::Sequence(items) => items.iter().find_map(|item| room(item, stated)),
        Value::Mapping(entries) => entries.iter().find_map(|stating| match &stating.node.value {
            Value::Scalar(_) => stating.node.span.contains(stated).then_some(Room { whole: node.span, entries, stating }),
            _ => room(&stating.node, stated),
        }),
        Value::Null | Value::Scalar(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(format: Format, text: &str, stated: &str) -> Option<String> {
        let source = Source::new("okrs", text);
        let at = text.find(stated).unwrap();
        let edit = Rooms::of(&source, format).blank(Span::new(at, at + stated.len()), "owner")?;
        let mut text = text.to_owned();
        text.replace_range(edit.span.range(), &edit.replacement);
        Some(text)
    }

    #[test]
    fn a_field_is_written_as_its_neighbours_are() {
        let cases = [
            (
                Format::Toml,
                "[[objectives]]\ntitle = \"Calm\" # ours\ntype = \"x\"\n",
                "[[objectives]]\ntitle = \"Calm\" # ours\nowner = \"___\"\ntype = \"x\"\n",
            ),
            (Format::Toml, "objectives = [{title=\"Calm\"}]\n", "objectives = [{title=\"Calm\", owner=\"___\"}]\n"),
            (
                Format::Yaml,
                "objectives:\n  - title: Calm\r\n    krs: []\r\n",
                "objectives:\n  - title: Calm\r\n    owner: \"___\"\r\n    krs: []\r\n",
            ),
            (Format::Yaml, "objectives:\n- {title: Calm}\n", "objectives:\n- {title: Calm, owner: \"___\"}\n"),
            (
                Format::Yaml,
                "objectives:\n- title: >\n    Calm\n    days\n",
                "objectives:\n- title: >\n    Calm\n    days\n  owner: \"___\"\n",
            ),
            (
                Format::Json,
                "{\"objectives\":[{\"title\":\"Calm\"}]}",
                "{\"objectives\":[{\"title\":\"Calm\", \"owner\":\"___\"}]}",
            ),
            (
                Format::Json,
                "[{\n  \"title\": \"Calm\",\n  \"x\": 1\n}]\n",
                "[{\n  \"title\": \"Calm\",\n  \"owner\": \"___\",\n  \"x\": 1\n}]\n",
            ),
        ];
        for (format, before, after) in cases {
            assert_eq!(filled(format, before, "Calm").as_deref(), Some(after));
        }
    }

    #[test]
    fn where_there_is_a_field_or_no_item_nothing_is_written() {
        assert_eq!(filled(Format::Yaml, "- title: Calm\n  owner:\n", "Calm"), None);
        assert_eq!(filled(Format::Json, "{\"title\": \"Calm\", \"Lead\": \"\"}", "Calm"), None);
        assert_eq!(filled(Format::Yaml, "krs:\n  - Calm\n", "Calm"), None);
        assert_eq!(filled(Format::Yaml, "KR1: Calm\nKR2: Quiet\n", "Calm"), None);
    }
}
