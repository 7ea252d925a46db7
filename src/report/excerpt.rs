//! The lines of a source that a finding points into, cut so that a line of any length stays readable.

use std::ops::Range;

use codespan_reporting::diagnostic::{Label, LabelStyle};
use codespan_reporting::files::{Error, Files};

use super::paint::{is_visible, visible_char};
use crate::source::{Source, Span};

/// Lines longer than this many bytes are cut around what is underlined.
const WIDE: usize = 120;
/// What is shown of a cut line before what is underlined, in bytes.
const BEFORE: usize = 36;
/// What is shown of a cut line from the start of what is underlined, in bytes.
const AFTER: usize = 84;
/// Of a statement that runs over several lines, so many are underlined.
const MAX_LINES: usize = 3;

/// A place to be underlined and what stands under it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pointer<'a> {
    pub(super) span: Span,
    pub(super) style: LabelStyle,
    pub(super) message: &'a str,
}

/// The lines of one source that some pointers point into.
#[derive(Debug)]
struct Excerpt<'a> {
    source: &'a Source,
    text: String,
    pieces: Vec<Piece>,
    /// True columns of the excerpt's offsets at which underlines start.
    columns: Vec<(usize, usize)>,
}

/// A line, or a stretch of a long one.
#[derive(Debug)]
struct Piece {
    /// The line for the renderer. Neighbours have neighbouring indices; elsewhere the renderer is made to draw a gap.
    index: usize,
    /// The 1-based line in the source.
    number: usize,
    /// Where it stands in the excerpt, with its line end.
    range: Range<usize>,
}

/// A pointer's share of one line, in offsets of the source.
#[derive(Debug, Clone)]
struct Segment<'a> {
    line: usize,
    range: Range<usize>,
    style: LabelStyle,
    message: &'a str,
}

/// The excerpts that one finding is drawn with, as the renderer wants its files.
#[derive(Debug, Default)]
pub(super) struct Excerpts<'a>(Vec<Excerpt<'a>>);

impl<'a> Excerpts<'a> {
    /// Cuts the excerpt of a source that `pointers` need, and returns the pointers as labels into it.
    pub(super) fn add(&mut self, source: &'a Source, pointers: &[Pointer<'_>]) -> Vec<Label<usize>> {
        let mut segments: Vec<Segment<'_>> = pointers.iter().flat_map(|pointer| segments(source, pointer)).collect();
        segments.sort_by_key(|segment| (segment.line, segment.range.start, segment.range.end));
        let mut excerpt = Excerpt { source, text: String::new(), pieces: Vec::new(), columns: Vec::new() };
        let mut labels = Vec::with_capacity(segments.len());
        let mut rest = &segments[..];
        while let Some(first) = rest.first() {
            let line = line_range(source, first.line);
            let window = window(source, &line, rest);
            let count = rest.iter().take_while(|s| s.line == first.line && s.range.start <= window.end).count();
            let (here, later) = rest.split_at(count.max(1));
            excerpt.cut(self.0.len(), &line, window, here, &mut labels);
            rest = later;
        }
        self.0.push(excerpt);
        labels
    }
}

impl Excerpt<'_> {
    /// Adds a window of a line and the labels of the segments that start in it.
    fn cut(
        &mut self,
        id: usize,
        line: &Range<usize>,
        window: Range<usize>,
        segments: &[Segment<'_>],
        labels: &mut Vec<Label<usize>>,
    ) {
        let number = segments[0].line + 1;
        let index = match self.pieces.last() {
            None => 0,
            Some(last) if last.number + 1 == number => last.index + 1,
            Some(last) => last.index + 3,
        };
        let start = self.text.len();
        if window.start > line.start {
            self.text.push('…');
        }
        let shown = self.text.len();
        let written = &self.source.text[window.clone()];
        let as_written = is_visible(written) && (written.is_ascii() || !written.contains('\u{feff}'));
        // Where the excerpt differs from the source: for each byte of the window, and its end, where it stands in the excerpt.
        let mut at = Vec::new();
        if as_written {
            self.text.push_str(written);
        } else {
            for c in written.chars() {
                at.resize(at.len() + c.len_utf8(), self.text.len());
                if c != '\u{feff}' {
                    self.text.push(visible_char(c));
                }
            }
            at.push(self.text.len());
        }
        if window.end < line.end {
            self.text.push('…');
        }
        self.text.push('\n');
        self.pieces.push(Piece { index, number, range: start..self.text.len() });
        for segment in segments {
            let place = |offset: usize| {
                let inside = offset.clamp(window.start, window.end) - window.start;
                if as_written { shown + inside } else { at[inside] }
            };
            let range = place(segment.range.start)..place(segment.range.end);
            self.columns.push((range.start, self.source.position(segment.range.start as u32).column));
            labels.push(Label::new(segment.style, id, range).with_message(segment.message));
        }
    }

    fn piece(&self, index: usize) -> Result<&Piece, Error> {
        let at = self.pieces.binary_search_by_key(&index, |piece| piece.index);
        at.map(|at| &self.pieces[at]).map_err(|_| Error::LineTooLarge { given: index, max: self.pieces.len() })
    }
}

/// The shares of a pointer in the lines it covers, without white space around them; the message goes with the last.
fn segments<'p>(source: &Source, pointer: &Pointer<'p>) -> Vec<Segment<'p>> {
    let Span { start, end } = source.clamp(pointer.span);
    let first = source.position(start).line - 1;
    let mut segments = Vec::new();
    for line in first..source.line_starts().len() {
        let range = line_range(source, line);
        let (from, to) = (range.start.max(start as usize), range.end.min(end as usize).max(range.start.max(start as usize)));
        if line > first && (range.start >= end as usize || segments.len() == MAX_LINES) {
            break;
        }
        let text = &source.text[from.min(to)..to];
        let trimmed = text.trim();
        let from = from + text.len() - text.trim_start().len();
        if !trimmed.is_empty() || start == end {
            let range = from..from + trimmed.len();
            segments.push(Segment { line, range, style: pointer.style, message: "" });
        }
    }
    if segments.is_empty() {
        let at = start as usize;
        segments.push(Segment { line: first, range: at..at, style: pointer.style, message: "" });
    }
    if let Some(last) = segments.last_mut() {
        last.message = pointer.message;
    }
    segments
}

/// A line without its line end, in offsets of the source.
fn line_range(source: &Source, line: usize) -> Range<usize> {
    let starts = source.line_starts();
    let start = starts[line] as usize;
    let end = starts.get(line + 1).map_or(source.text.len(), |&next| next as usize);
    start..start + source.text[start..end].trim_end_matches(['\n', '\r']).len()
}

/// What is shown of a line: all of it, or, where it is long, what lies around the first segment and those near it.
fn window(source: &Source, line: &Range<usize>, segments: &[Segment<'_>]) -> Range<usize> {
    if line.len() <= WIDE {
        return line.clone();
    }
    let first = &segments[0];
    let start = first.range.start.saturating_sub(BEFORE).max(line.start);
    let limit = first.range.start + AFTER;
    let wanted = segments
        .iter()
        .take_while(|segment| segment.line == first.line && segment.range.start < limit)
        .map(|segment| segment.range.end + BEFORE / 2)
        .max();
    let end = wanted.unwrap_or(limit).clamp(first.range.start + AFTER / 2, limit).min(line.end);
    source.text.floor_char_boundary(start)..source.text.ceil_char_boundary(end)
}

impl<'f> Files<'f> for Excerpts<'_> {
    type FileId = usize;
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, id: usize) -> Result<&'f str, Error> {
        self.0.get(id).map(|excerpt| excerpt.source.path.as_str()).ok_or(Error::FileMissing)
    }

    fn source(&'f self, id: usize) -> Result<&'f str, Error> {
        self.0.get(id).map(|excerpt| excerpt.text.as_str()).ok_or(Error::FileMissing)
    }

    fn line_index(&'f self, id: usize, offset: usize) -> Result<usize, Error> {
        let pieces = &self.0.get(id).ok_or(Error::FileMissing)?.pieces;
        let at = pieces.partition_point(|piece| piece.range.end <= offset).min(pieces.len().saturating_sub(1));
        pieces.get(at).map(|piece| piece.index).ok_or(Error::FileMissing)
    }

    fn line_number(&'f self, id: usize, line_index: usize) -> Result<usize, Error> {
        Ok(self.0.get(id).ok_or(Error::FileMissing)?.piece(line_index)?.number)
    }

    fn column_number(&'f self, id: usize, _line_index: usize, offset: usize) -> Result<usize, Error> {
        let columns = &self.0.get(id).ok_or(Error::FileMissing)?.columns;
        Ok(columns.iter().find(|(start, _)| *start == offset).map_or(1, |(_, column)| *column))
    }

    fn line_range(&'f self, id: usize, line_index: usize) -> Result<Range<usize>, Error> {
        Ok(self.0.get(id).ok_or(Error::FileMissing)?.piece(line_index)?.range.clone())
    }
}
