//! Inline content as lines of cleaned, located text that remember what was bold, struck through, code, a link or a badge.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::{Span, Text, TextBuilder};

/// How a stretch of a line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Strong,
    Emphasis,
    Strike,
    Code,
    Link,
    /// `<span class="label …">` and the like: a status, not part of the sentence.
    Badge,
}

/// A styled stretch of a line's cleaned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Styled {
    pub(super) style: Style,
    pub(super) range: Range<usize>,
}

/// One line: a paragraph without hard breaks, a heading, a table cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: Text,
    pub(super) styles: Vec<Styled>,
    /// Offsets in the text of the spaces that stand for line ends in the source.
    pub(super) breaks: Vec<usize>,
    /// Alternative texts of images, with the image's place.
    pub(super) images: Vec<(String, Span)>,
}

impl Line {
    /// A line of plain text that stands at `source` exactly as given.
    pub(super) fn plain(text: &str, source: usize) -> Self {
        let mut builder = TextBuilder::default();
        builder.push(text, source);
        Self { text: builder.finish(), ..Self::default() }
    }

    pub(super) fn as_str(&self) -> &str {
        self.text.as_str()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.as_str().trim().is_empty()
    }

    /// Whether every visible character in `range` is set in `style`.
    pub(super) fn covers(&self, style: Style, range: Range<usize>) -> bool {
        if self.styles.iter().all(|s| s.style != style) {
            return false;
        }
        let mut ranges: Vec<&Range<usize>> = self.styles.iter().filter(|s| s.style == style).map(|s| &s.range).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        let mut ranges = ranges.into_iter().peekable();
        let (mut any, mut covered) = (false, 0);
        for (at, c) in self.as_str()[range.clone()].char_indices().map(|(at, c)| (at + range.start, c)) {
            if c.is_whitespace() || matches!(c, ':' | '.' | '*' | '\u{fe0f}') {
                continue;
            }
            while let Some(next) = ranges.next_if(|next| next.start <= at) {
                covered = covered.max(next.end);
            }
            if at >= covered {
                return false;
            }
            any = true;
        }
        any
    }

    /// Whether the whole line is set in `style`.
    pub(super) fn is_all(&self, style: Style) -> bool {
        self.covers(style, 0..self.as_str().len())
    }

    /// The first stretch in `style` that starts at `at`.
    pub(super) fn styled_at(&self, style: Style, at: usize) -> Option<Range<usize>> {
        self.styles.iter().find(|s| s.style == style && s.range.start == at).map(|s| s.range.clone())
    }

    /// The part of the line in `range`.
    pub(super) fn sub(&self, range: Range<usize>) -> Self {
        let clip = |r: &Range<usize>| r.start.max(range.start)..r.end.min(range.end);
        Self {
            text: self.text.sub(range.clone()),
            styles: self
                .styles
                .iter()
                .map(|s| Styled { style: s.style, range: clip(&s.range) })
                .filter(|s| s.range.start < s.range.end)
                .map(|s| Styled { style: s.style, range: s.range.start - range.start..s.range.end - range.start })
                .collect(),
            breaks: self.breaks.iter().filter(|at| range.contains(at)).map(|at| at - range.start).collect(),
            images: self.images.clone(),
        }
    }

    /// The parts of the line between cuts, of which the first is 0 and the last the end. An image goes with the part it stands in.
    pub(super) fn split(&self, cuts: &[usize]) -> Vec<Self> {
        let parts = cuts.windows(2).map(|pair| Self { text: self.text.sub(pair[0]..pair[1]), ..Self::default() });
        let mut parts: Vec<Self> = parts.collect();
        let starts = &cuts[..parts.len()];
        let part_at = |at: usize| starts.partition_point(|&start| start <= at).saturating_sub(1);
        for Styled { style, range } in &self.styles {
            let first = part_at(range.start);
            for (part, cut) in parts.iter_mut().zip(cuts.windows(2)).skip(first).take_while(|(_, cut)| cut[0] < range.end) {
                let inside = range.start.max(cut[0]) - cut[0]..range.end.min(cut[1]) - cut[0];
                part.styles.push(Styled { style: *style, range: inside });
            }
        }
        for &at in &self.breaks {
            let part = part_at(at);
            parts[part].breaks.push(at - starts[part]);
        }
        for image in &self.images {
            let after = parts.partition_point(|part| part.text.span().start <= image.1.start);
            parts[after.saturating_sub(1)].images.push(image.clone());
        }
        parts
    }

    /// The line without surrounding white space.
    pub(super) fn trim(self) -> Self {
        let text = self.as_str();
        let start = text.len() - text.trim_start().len();
        let end = start + text.trim().len();
        if (start, end) == (0, text.len()) { self } else { self.sub(start..end) }
    }
}

/// Collects inline events into lines.
#[derive(Debug, Default)]
pub(super) struct LineBuilder {
    builder: TextBuilder,
    line: Line,
    lines: Vec<Line>,
    /// Styles that are open, with where they began; `None` for tags that carry no style.
    open: Vec<(Opener, Option<Style>, usize)>,
    image: Option<(String, Span)>,
}

/// What opened a style and so will close it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opener {
    Markup,
    Html(&'static str),
}

const STYLED_HTML: &[(&str, Style)] = &[
    ("del", Style::Strike),
    ("s", Style::Strike),
    ("strike", Style::Strike),
    ("b", Style::Strong),
    ("strong", Style::Strong),
    ("em", Style::Emphasis),
    ("i", Style::Emphasis),
    ("code", Style::Code),
];

impl LineBuilder {
    /// Whether nothing was collected.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.builder.as_str().is_empty() && self.line.images.is_empty()
    }

    /// Takes one inline event. Block events are ignored.
    pub(super) fn event(&mut self, event: &Event<'_>, range: Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, range, source),
            Event::Code(text) => {
                let start = self.builder.as_str().len();
                let inner = source[range.clone()].find(&**text).unwrap_or(0);
                self.text(text, range.start + inner..range.start + inner + text.len(), source);
                self.styled(Style::Code, start);
            }
            Event::SoftBreak => {
                self.line.breaks.push(self.builder.as_str().len());
                self.builder.push_unlocated(" ");
            }
            Event::HardBreak => self.break_line(),
            Event::InlineHtml(tag) => self.html(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let style = match tag {
            Tag::Strong => Some(Style::Strong),
            Tag::Emphasis => Some(Style::Emphasis),
            Tag::Strikethrough => Some(Style::Strike),
            Tag::Link { .. } => Some(Style::Link),
            Tag::Image { .. } => {
                self.image = Some((String::new(), Span::from(range)));
                None
            }
            Tag::Superscript | Tag::Subscript => None,
            _ => return,
        };
        self.open.push((Opener::Markup, style, self.builder.as_str().len()));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.line.images.extend(self.image.take()),
            TagEnd::Strong
            | TagEnd::Emphasis
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            _ => return,
        }
        self.close(Opener::Markup);
    }

    fn text(&mut self, text: &str, range: Range<usize>, source: &str) {
        if let Some((alt, _)) = &mut self.image {
            alt.push_str(text);
        } else if source.get(range.clone()) == Some(text) {
            self.builder.push(text, range.start);
        } else {
            self.builder.push_unlocated(text);
        }
    }

    fn html(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        if name == "br" {
            self.break_line();
        } else if name == "span" {
            let badge = inner.contains("label") || inner.contains("badge");
            match closing {
                true => self.close(Opener::Html("span")),
                false => self.open.push((Opener::Html("span"), badge.then_some(Style::Badge), self.builder.as_str().len())),
            }
        } else if let Some(&(name, style)) = STYLED_HTML.iter().find(|(known, _)| *known == name) {
            match closing {
                true => self.close(Opener::Html(name)),
                false => self.open.push((Opener::Html(name), Some(style), self.builder.as_str().len())),
            }
        }
    }

    fn close(&mut self, opener: Opener) {
        let Some(index) = self.open.iter().rposition(|(by, ..)| *by == opener) else { return };
        let (_, style, start) = self.open.remove(index);
        if let Some(style) = style {
            self.styled(style, start);
        }
    }

    fn styled(&mut self, style: Style, start: usize) {
        let end = self.builder.as_str().len();
        if start < end {
            self.line.styles.push(Styled { style, range: start..end });
        }
    }

    fn break_line(&mut self) {
        let end = self.builder.as_str().len();
        let mut line = std::mem::take(&mut self.line);
        for (_, style, start) in &mut self.open {
            let start = std::mem::take(start);
            line.styles.extend(style.filter(|_| start < end).map(|style| Styled { style, range: start..end }));
        }
        line.text = self.builder.take();
        if !line.is_blank() || !line.images.is_empty() {
            self.lines.push(line.trim());
        }
    }

    /// The collected lines, trimmed, without blank ones that hold no image either. The builder is empty again.
    pub(super) fn take(&mut self) -> Vec<Line> {
        self.break_line();
        self.open.clear();
        self.image = None;
        std::mem::take(&mut self.lines)
    }
}
