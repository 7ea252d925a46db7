//! What okrlint itself can do about a finding: the edits of a rule of form, a blank field in a structured document, a rewording with blanks.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::render::spoken;
use crate::catalogue::template::fill;
use crate::catalogue::{Remedy, Variant};
use crate::checks::{Finding, Statement};
use crate::diagnostic::{Edit, Fix};
use crate::model::Document;
use crate::read::Rooms;
use crate::source::{Source, Span};
use crate::statement::MarkKind;

/// Finds the remedies of one document's findings.
pub(super) struct Remedies<'a> {
    source: &'a Source,
    document: &'a Document,
    /// Where fields can be written; parsed when the first finding asks.
    rooms: OnceCell<Rooms<'a>>,
}

impl<'a> Remedies<'a> {
    pub(super) fn new(source: &'a Source, document: &'a Document) -> Self {
        Self { source, document, rooms: OnceCell::new() }
    }

    /// The fix of a finding; `None` where nothing can be done about it but by its author.
    pub(super) fn fix<'v>(
        &self,
        variant: &Variant,
        finding: &Finding<'_>,
        statement: Option<Statement>,
        value: impl Fn(&str) -> Option<Cow<'v, str>>,
    ) -> Option<Fix> {
        let remedy = &variant.remedy;
        if remedy.title.is_empty() {
            return None;
        }
        let title = fill(remedy.title, &value);
        if !finding.edits.is_empty() {
            return Some(Fix { title, safe: true, edits: finding.edits.clone() });
        }
        let own = statement.filter(|_| finding.lacking.is_empty());
        let blanks: Vec<Edit> = finding.lacking.iter().copied().chain(own).filter_map(|at| self.blank(remedy, at)).collect();
        if !blanks.is_empty() {
            return Some(Fix { title, safe: true, edits: blanks });
        }
        let edits = self.rewording(remedy, finding, statement?, value)?;
        Some(Fix { title, safe: false, edits })
    }

    /// The remedy's field, beside a statement.
    fn blank(&self, remedy: &Remedy, at: Statement) -> Option<Edit> {
        let stated = self.span(at)?;
        (!remedy.field.is_empty()).then(|| self.rooms().blank(stated, remedy.field))?
    }

    fn rooms(&self) -> &Rooms<'a> {
        self.rooms.get_or_init(|| Rooms::of(self.source, self.document.format))
    }

    fn span(&self, at: Statement) -> Option<Span> {
        let objective = self.document.objectives.get(at.objective)?;
        Some(spoken(objective, at)?.0.text.span()).filter(|span| !span.is_empty())
    }

    /// Whether a statement waits for its blanks to be filled.
    fn has_gap(&self, at: Statement) -> bool {
        let reading = self.document.objectives.get(at.objective).and_then(|objective| spoken(objective, at));
        reading.is_some_and(|(_, reading)| reading.mark(MarkKind::Placeholder).is_some())
    }

    /// What the rewording has before and behind the author's words, which stay as they are written.
    fn rewording<'v>(
        &self,
        remedy: &Remedy,
        finding: &Finding<'_>,
        at: Statement,
        value: impl Fn(&str) -> Option<Cow<'v, str>>,
    ) -> Option<Vec<Edit>> {
        let quoted = remedy.rewording.split_once("{quote}").map(|around| (around, finding.span));
        let ((before, behind), words) = match quoted {
            Some(quoted) => quoted,
            None => (remedy.rewording.split_once("{statement}")?, self.span(at)?),
        };
        // A value in a column or field of its own is no sentence.
        if self.has_gap(at) || !self.span(at)?.contains(words) {
            return None;
        }
        // A statement with a field for the value wants it there.
        if !remedy.field.is_empty() && self.rooms().holds(self.span(at)?) {
            return None;
        }
        // The sentence goes on before its full stop.
        let sentence = self.source.slice(words).trim_end_matches(['.', ';', ':', '!']);
        let end = words.start + u32::try_from(sentence.len()).ok()?;
        let insertion = |at: u32, text: &str| Edit { span: Span { start: at, end: at }, replacement: fill(text, &value) };
        let edits = [insertion(words.start, before), insertion(end, behind)];
        Some(edits.into_iter().filter(|edit| !edit.replacement.is_empty()).collect())
    }
}
