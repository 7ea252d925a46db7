//! Which objective or key result a comment is about, and how far each reaches on the page.

use crate::checks::Statement;
use crate::model::{Document, Format, Item};
use crate::source::{Source, Span, Spanned};

/// A statement and the stretch of the document that belongs to it: up to the next statement, for an objective up to the next objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) statement: Statement,
    pub(super) stretch: Span,
    /// The statement's own words.
    pub(super) text: Span,
}

/// The statements of a document in file order.
#[derive(Debug)]
pub(super) struct Places(Vec<Place>);

impl Places {
    pub(super) fn of(document: &Document) -> Self {
        let mut places = Vec::new();
        for (objective, stated) in document.objectives.iter().enumerate() {
            let mut add = |item: &Item, key_result| {
                let text = item.text.span();
                let statement = Statement { objective, key_result };
                places.push((Place { statement, stretch: text, text }, first_field(item)));
            };
            if !stated.is_implicit() {
                add(&stated.item, None);
            }
            stated.key_results.iter().enumerate().for_each(|(nth, key_result)| add(&key_result.item, Some(nth)));
        }
        places.sort_by_key(|(place, _)| (place.text.start, place.statement));
        let mut end_of_last = 0;
        for (place, field) in &mut places {
            // A field before the statement is its own, unless it is inherited from further up.
            let field = field.filter(|field| *field >= end_of_last);
            place.stretch.start = field.unwrap_or(place.text.start).min(place.text.start);
            end_of_last = place.text.end;
        }
        let mut places: Vec<Place> = places.into_iter().map(|(place, _)| place).collect();
        // From the end: where the next statement begins, and where the next objective's statements do.
        let (mut next, mut next_group, mut group) = (u32::MAX, u32::MAX, usize::MAX);
        for Place { statement, stretch, .. } in places.iter_mut().rev() {
            if statement.objective != group {
                (next_group, group) = (next, statement.objective);
            }
            stretch.end = if statement.key_result.is_some() { next } else { next_group }.max(stretch.start);
            next = stretch.start;
        }
        Self(places)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Place> {
        self.0.iter()
    }

    /// The first statement behind a place.
    pub(super) fn behind(&self, at: u32) -> Option<&Place> {
        self.0.iter().find(|place| place.text.start >= at)
    }

    /// The statement among whose fields a comment stands.
    pub(super) fn around(&self, comment: Span) -> Option<&Place> {
        self.0.iter().rfind(|place| place.stretch.start <= comment.start)
    }

    /// The statement on the lines of a comment: the last one before it, else the first one behind it.
    pub(super) fn beside(&self, comment: Span, lines: Span) -> Option<&Place> {
        let mut on_lines = self.0.iter().filter(|place| place.text.start < lines.end && lines.start < place.text.end);
        let before = on_lines.clone().rfind(|place| place.text.start <= comment.start);
        before.or_else(|| on_lines.next())
    }
}

/// Where the first field of an item stands; in structured formats an id or an owner may stand before the statement.
fn first_field(item: &Item) -> Option<u32> {
    let Item { id, owners, supports, depends_on, priority, status, due, lever, .. } = item;
    let single = [id, priority, status, due, lever].into_iter().flatten();
    let several = [owners, supports, depends_on].into_iter().flatten();
    single.chain(several).map(|Spanned { span, .. }| span.start).min()
}

/// The lines of a comment that says something beside the comment; `None` where it stands alone.
pub(super) fn lines_shared(source: &Source, comment: Span, format: Format) -> Option<Span> {
    let text = &source.text;
    let start = text[..comment.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let end = text[comment.end as usize..].find('\n').map_or(text.len(), |length| comment.end as usize + length);
    let before = text.get(start..comment.start as usize)?;
    let after = text.get(comment.end as usize..end)?;
    // The header of a TOML table says nothing yet.
    let is_header = format == Format::Toml && before.trim_start().starts_with('[');
    let speaks = |part: &str| part.contains(|c: char| c.is_alphanumeric());
    (!is_header && (speaks(before) || speaks(after))).then(|| Span::new(start, end))
}
