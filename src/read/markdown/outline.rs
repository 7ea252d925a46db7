//! Markdown as a tree of nodes: list items nested as written, tables as rows of cells, headings flat. What a node means is decided later.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html;
use super::inline::{Line, LineBuilder};
use crate::source::Span;

/// Deeper nesting than this is read as if it stood at this depth, so that no document can exhaust the stack.
const MAX_DEPTH: usize = 48;

/// What a node is on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// 1 to 6.
    Heading(u8),
    Paragraph,
    Item {
        /// Which list of the document it belongs to.
        list: u32,
        ordered: bool,
        /// State of its checkbox.
        checked: Option<bool>,
    },
    Table,
    /// A row of a table; its children are the cells. The first row of a table is its header.
    Row,
    Cell,
    Quote,
    Code,
    Rule,
    FrontMatter,
}

/// A node of the outline.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Its own text; for an item its first paragraph.
    pub(super) lines: Vec<Line>,
    pub(super) children: Vec<Node>,
    pub(super) span: Span,
}

impl Node {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Self { kind, lines: Vec::new(), children: Vec::new(), span }
    }

    /// A node of one line.
    pub(super) fn of(kind: Kind, line: Line) -> Self {
        let span = line.text.span();
        Self { lines: vec![line], ..Self::new(kind, span) }
    }

    pub(super) fn is_item(&self) -> bool {
        matches!(self.kind, Kind::Item { .. })
    }
}

/// Dialects read beside CommonMark.
pub(in crate::read) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_WIKILINKS
}

/// Where the tables of a text stand.
pub(super) fn tables(source: &str) -> Vec<Range<usize>> {
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let events = Parser::new_ext(&source[start..], options()).into_offset_iter();
    events
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Table(_))))
        .map(|(_, range)| range.start + start..range.end + start)
        .collect()
}

/// Reads the part of `source` in `part` into nodes in file order.
pub(super) fn read(source: &str, part: Range<usize>) -> Vec<Node> {
    read_part(source, part, false)
}

fn read_part(source: &str, part: Range<usize>, alone: bool) -> Vec<Node> {
    let mut outline = Outline {
        source,
        alone,
        stack: Vec::new(),
        roots: Vec::new(),
        text: LineBuilder::default(),
        lists: 0,
        ordered: Vec::new(),
        html: None,
    };
    let base = part.start;
    for (event, range) in Parser::new_ext(&source[part], options()).into_offset_iter() {
        outline.event(event, range.start + base..range.end + base);
    }
    outline.finish()
}

struct Outline<'s> {
    source: &'s str,
    /// Whether this is a line taken out of indented code. What is indented once more in it is a line of text, so that no line of markers
    /// ("-     -     -") can exhaust the stack.
    alone: bool,
    stack: Vec<Node>,
    roots: Vec<Node>,
    /// Inline content being collected for the innermost node.
    text: LineBuilder,
    lists: u32,
    /// Open lists: their number and whether they are ordered.
    ordered: Vec<(u32, bool)>,
    /// The raw HTML block being collected.
    html: Option<Span>,
}

impl Outline<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(ref tag) if self.open_block(tag, &range) => {}
            Event::End(ref tag) if self.close_block(*tag) => {}
            Event::TaskListMarker(state) => {
                if let Some(Kind::Item { checked, .. }) =
                    self.stack.iter_mut().rev().map(|n| &mut n.kind).find(|k| matches!(k, Kind::Item { .. }))
                {
                    *checked = Some(state);
                }
            }
            Event::Rule => self.place(Node::new(Kind::Rule, range.into())),
            Event::Html(_) => {
                let span = Span::from(range);
                self.html = Some(self.html.map_or(span, |html| html.to(span)));
            }
            _ => {
                let inside_code = self.stack.last().is_some_and(|n| matches!(n.kind, Kind::Code | Kind::FrontMatter));
                if !inside_code {
                    self.text.event(&event, range, self.source);
                }
            }
        }
    }

    /// Opens the node of a block; false for inline tags.
    fn open_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => Kind::Heading(level_number(*level)),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(_) => Kind::Code,
            Tag::MetadataBlock(_) => Kind::FrontMatter,
            Tag::Table(_) => Kind::Table,
            Tag::TableHead | Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::List(first) => {
                self.flush_text();
                self.lists += 1;
                self.ordered.push((self.lists, first.is_some()));
                return true;
            }
            Tag::Item => {
                let (list, ordered) = self.ordered.last().copied().unwrap_or_default();
                Kind::Item { list, ordered, checked: None }
            }
            Tag::HtmlBlock => {
                self.flush_text();
                return true;
            }
            _ => return false,
        };
        self.flush_text();
        if let Tag::CodeBlock(CodeBlockKind::Indented) = tag {
            self.indented(range.clone());
        }
        self.stack.push(Node::new(kind, range.clone().into()));
        true
    }

    /// Closes the node of a block; false for inline tags.
    fn close_block(&mut self, tag: TagEnd) -> bool {
        match tag {
            TagEnd::List(_) => {
                self.flush_text();
                self.ordered.pop();
            }
            TagEnd::HtmlBlock => {
                if let Some(span) = self.html.take() {
                    for node in html::read(self.source, span) {
                        self.place(node);
                    }
                }
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Item => {
                self.flush_text();
                if let Some(node) = self.stack.pop() {
                    self.place(node);
                }
            }
            _ => return false,
        }
        true
    }

    /// Gives collected inline text to the innermost node.
    fn flush_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let lines = self.text.take();
        if let Some(node) = self.stack.last_mut() {
            match node.is_item() && (!node.lines.is_empty() || !node.children.is_empty()) {
                // Loose text after a nested list of a tight item.
                true => {
                    let span = lines.first().map(|l| l.text.span()).unwrap_or_default();
                    node.children.push(Node { lines, ..Node::new(Kind::Paragraph, span) });
                }
                false if node.lines.is_empty() => node.lines = lines,
                false => node.lines.extend(lines),
            }
        }
    }

    fn place(&mut self, node: Node) {
        let mut node = node;
        if self.stack.len() == MAX_DEPTH {
            // What was flattened into this node came in the order in which it was closed.
            node.children.sort_by_key(|child| child.span.start);
        }
        let Some(parent) = self.stack.last_mut() else { return self.roots.push(node) };
        if node.kind == Kind::Paragraph && parent.is_item() && parent.lines.is_empty() && parent.children.is_empty() {
            parent.lines = node.lines;
        } else {
            let deepest = self.stack.len().min(MAX_DEPTH + 1) - 1;
            self.stack[deepest].children.push(node);
        }
    }

    /// Lines that CommonMark takes for code because they are indented, read as what their author meant: items and labelled lines. Lines
    /// indented further belong to the line above them.
    fn indented(&mut self, range: Range<usize>) {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let block = &self.source[range.clone()];
        // The first line of the block begins after its indentation.
        let base = block.split('\n').skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
        let mut start = range.start;
        let mut last: Option<Node> = None;
        for line in block.split_inclusive('\n') {
            let inner = line.trim();
            let from = start + indent(line);
            let deeper = start > range.start && indent(line) > base;
            start += line.len();
            if inner.is_empty() {
                continue;
            }
            let nodes = match self.alone {
                true => vec![Node::of(Kind::Paragraph, Line::plain(inner, from))],
                false => read_line(self.source, from..from + inner.len()),
            };
            for node in nodes {
                match &mut last {
                    Some(above) if deeper => above.children.push(node),
                    _ => {
                        if let Some(done) = last.replace(node) {
                            self.place(done);
                        }
                    }
                }
            }
        }
        if let Some(done) = last {
            self.place(done);
        }
    }

    fn finish(mut self) -> Vec<Node> {
        self.flush_text();
        while let Some(node) = self.stack.pop() {
            self.place(node);
        }
        self.roots
    }
}

/// One line read on its own, so that it cannot be indented code again.
fn read_line(source: &str, part: Range<usize>) -> Vec<Node> {
    let mut nodes = read_part(source, part, true);
    // A line of its own has no neighbours, so its list is not the one of the line before.
    nodes.retain(|node| !matches!(node.kind, Kind::Code | Kind::Rule));
    nodes
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}
