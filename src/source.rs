//! Source text with byte spans; lines and columns exist only at the edge, where a person or an editor reads them.

use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

/// A half-open range of byte offsets into one [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Sources are limited to 4 GiB, so offsets fit in 32 bits; larger ones saturate.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: narrow(start), end: narrow(end.max(start)) }
    }

    /// The same positions as a range that can index text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A value together with the place in the source that states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// What was stated.
    pub value: T,
    /// Where it was stated.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: impl Into<Span>) -> Self {
        Self { value, span: span.into() }
    }

    /// Keeps the place and changes the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

/// A line and column as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counted in characters.
    pub column: usize,
}

/// One file's text and the name under which the user knows it.
#[derive(Debug)]
pub struct Source {
    /// The path as shown to the user, with `/` between its parts.
    pub path: String,
    /// The whole text. Always valid UTF-8, byte for byte as long as the file.
    pub text: String,
    line_starts: OnceLock<Vec<u32>>,
    /// Characters that start before each whole block of [`BLOCK`] bytes; built only where a line is longer than that.
    char_counts: OnceLock<Vec<u32>>,
}

/// Lines longer than this many bytes are counted with the help of a table, so that a file of one long line costs no quadratic time.
const BLOCK: usize = 1024;

impl Source {
    /// A source from its displayed path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), line_starts: OnceLock::new(), char_counts: OnceLock::new() }
    }

    /// The text under a span, clamped to the file and to character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        let span = self.clamp(span);
        &self.text[span.range()]
    }

    /// The span moved inside the file and outwards to character boundaries.
    pub fn clamp(&self, span: Span) -> Span {
        let start = self.text.floor_char_boundary((span.start as usize).min(self.text.len()));
        let end = self.text.ceil_char_boundary((span.end as usize).min(self.text.len()));
        Span::new(start, end)
    }

    /// Byte offsets at which lines start; `\n`, `\r\n` end a line.
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at as u32 + 1);
            std::iter::once(0).chain(newlines).collect()
        })
    }

    /// The line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = starts[line];
        let before = self.clamp(Span { start, end: offset.max(start) });
        // A byte order mark takes no column: no editor shows it.
        let mark = usize::from(!before.is_empty() && start == 0 && self.text.starts_with('\u{feff}'));
        Position { line: line + 1, column: self.char_count(before) + 1 - mark }
    }

    /// How many characters start in a span that lies on character boundaries.
    fn char_count(&self, span: Span) -> usize {
        let bytes = self.text.as_bytes();
        if span.len() <= BLOCK {
            return starts_of_chars(&bytes[span.range()]);
        }
        let counts = self.char_counts.get_or_init(|| {
            let mut sum = 0;
            let mut counts = vec![0];
            for block in bytes.chunks(BLOCK) {
                sum += starts_of_chars(block) as u32;
                counts.push(sum);
            }
            counts
        });
        let before = |at: usize| counts[at / BLOCK] as usize + starts_of_chars(&bytes[at - at % BLOCK..at]);
        before(span.end as usize) - before(span.start as usize)
    }
}

/// How many characters start in a stretch of UTF-8.
fn starts_of_chars(utf8: &[u8]) -> usize {
    utf8.iter().filter(|&&byte| (byte as i8) >= -0x40).count()
}

/// Text as its reader sees it (markup, escapes and labels removed) that still knows where each part stands in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    plain: Box<str>,
    /// Stretches of `plain` that equal the source byte for byte, in order, covering all of `plain` that has a source.
    runs: Runs,
}

/// Most texts are one run.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Runs {
    One(Run),
    Any(Box<[Run]>),
}

impl Default for Runs {
    fn default() -> Self {
        Self::Any(Box::default())
    }
}

impl std::ops::Deref for Runs {
    type Target = [Run];

    fn deref(&self) -> &[Run] {
        match self {
            Self::One(run) => std::slice::from_ref(run),
            Self::Any(runs) => runs,
        }
    }
}

impl FromIterator<Run> for Runs {
    fn from_iter<I: IntoIterator<Item = Run>>(runs: I) -> Self {
        let mut runs = runs.into_iter();
        match (runs.next(), runs.next()) {
            (None, _) => Self::default(),
            (Some(only), None) => Self::One(only),
            (Some(first), Some(second)) => Self::Any([first, second].into_iter().chain(runs).collect()),
        }
    }
}

/// `len` bytes at `plain` in the cleaned text stand at `source` in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    plain: u32,
    source: u32,
    len: u32,
}

impl Text {
    /// The cleaned text.
    pub fn as_str(&self) -> &str {
        &self.plain
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// The source span from the first to the last character.
    pub fn span(&self) -> Span {
        match (self.runs.first(), self.runs.last()) {
            (Some(first), Some(last)) => Span { start: first.source, end: last.source + last.len },
            _ => Span::default(),
        }
    }

    /// The source span of a byte range of the cleaned text.
    pub fn locate(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            let at = self.source_of(range.start as u32, false);
            return Span { start: at, end: at };
        }
        let start = self.source_of(range.start as u32, false);
        Span { start, end: self.source_of(range.end as u32, true).max(start) }
    }

    fn source_of(&self, plain: u32, end: bool) -> u32 {
        // An end belongs to the run that holds the byte before it.
        let probe = if end { plain.saturating_sub(1) } else { plain };
        let index = self.runs.partition_point(|run| run.plain <= probe).saturating_sub(1);
        match self.runs.get(index) {
            Some(run) => run.source + plain.saturating_sub(run.plain).min(run.len),
            None => 0,
        }
    }

    /// The part of the text in `range`, still located. The range must fall on character boundaries.
    pub fn sub(&self, range: Range<usize>) -> Self {
        let (from, to) = (range.start as u32, range.end as u32);
        let first = self.runs.partition_point(|run| run.plain + run.len <= from);
        let inside = self.runs[first..].iter().take_while(|run| run.plain < to);
        let clipped = inside.map(|run| {
            let (start, end) = (run.plain.max(from), (run.plain + run.len).min(to));
            Run { plain: start - from, source: run.source + start - run.plain, len: end - start }
        });
        Self { plain: self.plain[range].into(), runs: clipped.collect() }
    }

    /// This text and another that stands behind it in the source, joined by a sign that no source spells.
    pub fn followed_by(&self, joint: &str, other: &Self) -> Self {
        let shift = (self.plain.len() + joint.len()) as u32;
        let behind = other.runs.iter().map(|run| Run { plain: run.plain + shift, ..*run });
        let runs = self.runs.iter().copied().chain(behind).collect();
        Self { plain: [&self.plain, joint, &other.plain].concat().into(), runs }
    }

    /// The text without surrounding white space.
    pub fn trim(&self) -> Self {
        let text = self.as_str();
        let start = text.len() - text.trim_start().len();
        self.sub(start..start + text.trim().len())
    }
}

/// Builds a [`Text`] piece by piece.
#[derive(Debug, Default)]
pub struct TextBuilder {
    plain: String,
    runs: Vec<Run>,
}

impl TextBuilder {
    /// Appends text that stands at byte `source` of the file exactly as given.
    pub fn push(&mut self, text: &str, source: usize) {
        if text.is_empty() {
            return;
        }
        let (plain, source, len) = (self.plain.len() as u32, source as u32, text.len() as u32);
        self.plain.push_str(text);
        match self.runs.last_mut() {
            Some(run) if run.plain + run.len == plain && run.source + run.len == source => run.len += len,
            _ => self.runs.push(Run { plain, source, len }),
        }
    }

    /// Appends text that the source spells otherwise (an escape, a line break read as a space).
    pub fn push_unlocated(&mut self, text: &str) {
        self.plain.push_str(text);
    }

    /// What has been written so far.
    pub fn as_str(&self) -> &str {
        &self.plain
    }

    /// The finished text.
    pub fn finish(mut self) -> Text {
        self.take()
    }

    /// The text so far; the builder is empty again.
    pub fn take(&mut self) -> Text {
        let text = Text { plain: self.plain.as_str().into(), runs: self.runs.iter().copied().collect() };
        self.plain.clear();
        self.runs.clear();
        text
    }
}
