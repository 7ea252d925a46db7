//! All documents of a run, each as the outline that rules across documents need: small enough to keep for tens of thousands of documents,
//! whose models are gone once they are checked.

mod trace;

pub use trace::Trace;

use jiff::civil::Date;

use crate::calendar::{Cycle, FiscalYear, Period};
use crate::fingerprint;
use crate::model::{Document, Item, Level};
use crate::source::Span;

/// How much is kept of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Its sets, and the ids in them.
    Ids,
    /// Also what each objective and key result says and how it went, to follow them over cycles.
    Traces,
}

/// What is kept of a document once it is checked.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The document's path as shown to the user.
    pub path: String,
    /// Its sets, in order.
    pub sets: Vec<OutlineSet>,
}

/// One team's objectives for one cycle.
#[derive(Debug, Clone, Default)]
pub struct OutlineSet {
    /// The cycle, where the document or its path tells.
    pub cycle: Option<Cycle>,
    /// The team's name.
    pub team: Option<Box<str>>,
    /// The level in the organisation.
    pub level: Option<Level>,
    /// First and last day where the document states them.
    pub period: Option<Period>,
    /// The owner stated for the whole set.
    pub owner: Option<Box<str>>,
    /// Its objectives and key results that have an id, in file order.
    pub items: Vec<OutlineItem>,
    /// Its objectives, each followed by its key results, in file order. Empty below [`Depth::Traces`].
    pub traces: Vec<Trace>,
    /// The days of its check-ins, in order, each once. Empty below [`Depth::Traces`].
    pub check_ins: Vec<Date>,
    /// What the traces say, one text behind the other.
    words: String,
}

/// An objective or key result that has an id.
#[derive(Debug, Clone)]
pub struct OutlineItem {
    /// The id as written.
    pub id: Box<str>,
    /// Where the id stands.
    pub span: Span,
    /// Index of the objective in its document.
    pub objective: u32,
    /// Index of the key result in the objective; `None` for the objective itself.
    pub key_result: Option<u32>,
    /// Hash of the statement in normal form: equal where case, punctuation and white space alone differ.
    pub text: u64,
}

impl Outline {
    /// The outline of a document.
    pub fn of(document: &Document, depth: Depth) -> Self {
        let mut sets: Vec<OutlineSet> = document
            .sections
            .iter()
            .map(|section| OutlineSet {
                cycle: section.cycle.map(|cycle| cycle.value),
                team: section.team.as_ref().map(|team| team.value.as_str().into()),
                level: section.level,
                period: section.period,
                owner: section.owner.as_ref().map(|owner| owner.value.as_str().into()),
                ..OutlineSet::default()
            })
            .collect();
        for (index, objective) in document.objectives.iter().enumerate() {
            let Some(set) = sets.get_mut(objective.section) else { continue };
            set.items.extend(OutlineItem::of(&objective.item, index, None));
            let key_results = objective.key_results.iter().enumerate();
            set.items.extend(key_results.filter_map(|(nth, key_result)| OutlineItem::of(&key_result.item, index, Some(nth))));
            if depth == Depth::Traces {
                set.trace(index, objective);
            }
        }
        if depth == Depth::Traces {
            sets.iter_mut().for_each(OutlineSet::settle);
        }
        Self { path: document.path.clone(), sets }
    }
}

impl OutlineSet {
    /// First and last day: as stated, else those of its cycle.
    pub fn days(&self, fiscal_year: FiscalYear) -> Option<Period> {
        self.period.or_else(|| self.cycle.map(|cycle| cycle.period(fiscal_year)))
    }

    /// The key results in file order.
    pub fn key_results(&self) -> impl Iterator<Item = &Trace> {
        self.traces.iter().filter(|trace| trace.key_result.is_some())
    }
}

impl OutlineItem {
    fn of(item: &Item, objective: usize, key_result: Option<usize>) -> Option<Self> {
        let id = item.id.as_ref()?;
        Some(Self {
            id: id.value.as_str().into(),
            span: id.span,
            objective: narrow(objective),
            key_result: key_result.map(narrow),
            text: fingerprint::of_words(item.text.as_str()),
        })
    }
}

/// An index that fits: no document has four thousand million statements.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
