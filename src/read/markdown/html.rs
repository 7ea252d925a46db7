//! Raw HTML blocks (`<details>`, `<table>`, `<ul>`, `<h3>`) as the same nodes that Markdown gives.

use super::inline::Line;
use super::outline::{Kind, Node};
use crate::source::{Span, TextBuilder};

/// Reads the HTML block under `span`.
pub(super) fn read(source: &str, span: Span) -> Vec<Node> {
    let mut reader =
        Reader { source, nodes: Vec::new(), text: TextBuilder::default(), table: None, spans: Vec::new(), item: false };
    let mut at = span.start as usize;
    let end = span.end as usize;
    while at < end {
        let rest = &source[at..end];
        if let Some(comment) = rest.strip_prefix("<!--") {
            at += comment.find("-->").map_or(rest.len(), |n| n + 7);
        } else if rest.starts_with('<') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            let length = rest.find('>').map_or(rest.len(), |n| n + 1);
            reader.tag(&rest[..length], at);
            at += length;
        } else {
            let skip = usize::from(rest.starts_with('<'));
            let length = rest[skip..].find('<').map_or(rest.len(), |n| n + skip);
            reader.text(&rest[..length], at);
            at += length;
        }
    }
    reader.flush(Kind::Paragraph);
    reader.close_table();
    reader.nodes
}

struct Reader<'s> {
    source: &'s str,
    nodes: Vec<Node>,
    text: TextBuilder,
    table: Option<Node>,
    /// Cells that span further rows: rows left and the cell, by column.
    spans: Vec<(usize, Node)>,
    item: bool,
}

impl Reader<'_> {
    fn text(&mut self, text: &str, at: usize) {
        // Runs of white space are one space, as a browser shows them.
        let mut from = at;
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim_end();
            if word.is_empty() {
                if !self.text.as_str().is_empty() && !self.text.as_str().ends_with(' ') {
                    self.text.push_unlocated(" ");
                }
            } else {
                self.text.push(word, from);
                if word.len() < part.len() {
                    self.text.push_unlocated(" ");
                }
            }
            from += part.len();
        }
    }

    fn tag(&mut self, tag: &str, at: usize) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        match (name.as_str(), closing) {
            ("table", false) => {
                self.flush(Kind::Paragraph);
                self.close_table();
                self.table = Some(Node::new(Kind::Table, Span::new(at, at + tag.len())));
            }
            ("table", true) => self.close_table(),
            ("tr", false) => self.open_row(at),
            ("td" | "th", false) => self.open_cell(inner, at),
            ("td" | "th", true) => self.close_cell(),
            ("li", false) => {
                self.flush(Kind::Paragraph);
                self.item = true;
            }
            ("summary" | "p" | "div" | "ul" | "ol" | "details" | "li" | "br", _) if self.table.is_none() => {
                self.flush(Kind::Paragraph)
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => self.flush(Kind::Paragraph),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => {
                let level = name.as_bytes()[1] - b'0';
                self.flush(Kind::Heading(level));
            }
            _ => {}
        }
    }

    fn open_row(&mut self, at: usize) {
        if let Some(table) = &mut self.table {
            let mut row = Node::new(Kind::Row, Span::new(at, at));
            // A cell that spans rows says the same for each of them, as a blank cell does.
            for (left, cell) in self.spans.iter_mut().filter(|(left, _)| *left > 0) {
                *left -= 1;
                row.children.push(Node::new(Kind::Cell, cell.span));
            }
            table.children.push(row);
        }
    }

    fn open_cell(&mut self, attributes: &str, at: usize) {
        self.text = TextBuilder::default();
        let Some(row) = self.table.as_mut().and_then(|t| t.children.last_mut()) else { return };
        let cell = Node::new(Kind::Cell, Span::new(at, at));
        let spanned = attributes.split("rowspan=").nth(1).map(|v| v.trim_start_matches(['"', '\'']));
        let rows: usize = spanned.and_then(|v| v.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()).unwrap_or(1);
        if rows > 1 && self.spans.len() < 64 {
            self.spans.push((rows - 1, cell.clone()));
        }
        row.children.push(cell);
    }

    fn close_cell(&mut self) {
        let text = std::mem::take(&mut self.text).finish().trim();
        let Some(cell) = self.table.as_mut().and_then(|t| t.children.last_mut()).and_then(|r| r.children.last_mut()) else {
            return;
        };
        if !text.is_empty() {
            cell.span = text.span();
            cell.lines.push(Line { text, ..Line::default() });
        }
    }

    fn close_table(&mut self) {
        self.spans.clear();
        self.nodes.extend(self.table.take().filter(|table| !table.children.is_empty()));
    }

    fn flush(&mut self, kind: Kind) {
        let text = std::mem::take(&mut self.text).finish().trim();
        let item = std::mem::take(&mut self.item);
        if text.is_empty() || self.table.is_some() {
            return;
        }
        debug_assert!(text.span().end as usize <= self.source.len());
        let kind = match item {
            true => Kind::Item { list: 0, ordered: false, checked: None },
            false => kind,
        };
        let span = text.span();
        self.nodes.push(Node { lines: vec![Line { text, ..Line::default() }], ..Node::new(kind, span) });
    }
}
