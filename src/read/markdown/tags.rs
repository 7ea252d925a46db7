//! What stands around a statement on its line: checkbox, label, priority, owner, type, status, score, links. Each is taken off and kept as a value.

mod back;
mod front;
mod group;
mod signs;

use std::ops::Range;

use super::inline::{Line, Style};
use crate::model::{Item, Score};
use crate::read::labels::Field;
use crate::read::values;
use crate::source::Spanned;

pub(super) use signs::numbering_len;
use signs::priority_tag;

/// A line taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Dressed {
    /// The statement and the values found around it.
    pub(super) item: Item,
    /// The label at its start, if it has one.
    pub(super) label: Option<Field>,
    /// State of a checkbox.
    pub(super) checked: Option<bool>,
    /// The bold title before the statement, without its colon.
    pub(super) title: Option<String>,
    /// The role before its label: "VP Sales" of "VP Sales KR: …".
    pub(super) role: Option<String>,
    /// A number at the end that is a score only if its siblings have one too.
    pub(super) perhaps: Option<Perhaps>,
    /// Whether a priority tag was found; key results carry them, objectives hardly ever.
    pub(super) tagged: bool,
}

/// What may be a value at the end of a statement: it is one if most statements of the page end so.
#[derive(Debug, Clone)]
pub(super) struct Perhaps {
    pub(super) value: PerhapsValue,
    /// The part of the statement that is left without it.
    pub(super) range: Range<usize>,
}

/// See [`Perhaps`].
#[derive(Debug, Clone)]
pub(super) enum PerhapsValue {
    /// "(60%)"
    Score(Spanned<Score>),
    /// "(Ana & Bo)"
    Owners(Vec<Spanned<String>>),
}

impl Dressed {
    /// A line with nothing around its words.
    pub(super) fn plain(line: &Line) -> Box<Self> {
        Box::new(Self { item: Item { text: line.text.clone(), ..Item::default() }, ..Self::default() })
    }
}

/// Takes a line apart.
pub(super) fn dress(line: &Line) -> Box<Dressed> {
    take_apart(line, true)
}

/// Takes a line apart that has no label, whatever its first words look like.
pub(super) fn dress_unlabelled(line: &Line) -> Box<Dressed> {
    take_apart(line, false)
}

fn take_apart(line: &Line, labels: bool) -> Box<Dressed> {
    let mut strip = Strip { line, start: 0, end: line.as_str().len(), labels, out: Box::default() };
    strip.priority_badge();
    strip.front();
    strip.back();
    strip.finish()
}

/// So many values are taken off each end of a line. Longer rows of them are lists and no part of an OKR, and looking at each again would
/// take quadratic time.
const MAX_VALUES: usize = 32;

/// A line whose ends move inwards as values are taken off.
struct Strip<'l> {
    line: &'l Line,
    start: usize,
    end: usize,
    /// Whether its first words may be a label.
    labels: bool,
    out: Box<Dressed>,
}

/// Characters that part values from the statement.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '：' | ',' | '|' | '·' | '•' | '.')
}

impl<'l> Strip<'l> {
    fn rest(&self) -> &'l str {
        &self.line.as_str()[self.start..self.end]
    }

    fn spanned<T>(&self, value: T, range: Range<usize>) -> Spanned<T> {
        Spanned::new(value, self.line.text.locate(range))
    }

    fn priority_badge(&mut self) {
        for (alt, span) in &self.line.images {
            if priority_tag(alt.trim()) {
                self.out.item.priority.get_or_insert(Spanned::new(alt.trim().to_uppercase(), *span));
                self.out.tagged = true;
            }
        }
    }

    /// Keeps the words in `range` as owners; placeholders such as `OWNER` are no owner.
    fn own(&mut self, range: Range<usize>) {
        for owner in values::owners(&self.line.as_str()[range.clone()]) {
            let name = range.start + owner.range.start..range.start + owner.range.end;
            let owner = self.spanned(owner.name.to_string(), name);
            let owners = &self.out.item.owners;
            if owners.len() < MAX_VALUES && !owners.contains(&owner) {
                self.out.item.owners.push(owner);
            }
        }
    }

    fn finish(mut self) -> Box<Dressed> {
        let whole = self.start..self.end;
        let rest = self.rest();
        let start = self.start + rest.len() - rest.trim_start().len();
        self.out.item.text = self.line.text.sub(start..start + rest.trim().len());
        self.out.item.dropped |= self.is_struck(whole)
            || self.out.item.status.as_ref().and_then(|s| values::state(&s.value)).is_some_and(values::State::is_dropped);
        self.out
    }

    /// Whether most of the statement is struck through.
    fn is_struck(&self, whole: Range<usize>) -> bool {
        let struck: usize = self
            .line
            .styles
            .iter()
            .filter(|s| s.style == Style::Strike)
            .map(|s| s.range.end.min(whole.end).saturating_sub(s.range.start.max(whole.start)))
            .sum();
        !whole.is_empty() && struck * 2 > whole.len()
    }
}
