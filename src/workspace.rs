//! All documents of a run, each as the outline that rules across documents need: small enough to keep for tens of thousands of documents,
//! whose models are gone once they are checked.

mod asks;
mod coverage;
mod form;
mod links;
mod measures;
mod trace;

pub use asks::Ask;
pub use coverage::{Coverage, Perspective};
pub use form::Form;
pub use links::{LinkKind, OutlineLink};
pub use measures::{Measure, Unit};
pub use trace::Trace;

use jiff::civil::Date;

use crate::calendar::{Cycle, FiscalYear, Period};
use crate::fingerprint;
use crate::model::{Document, Format, Item, Level, Section};
use crate::read::Context;
use crate::remarks::{self, APPRAISAL, PAY, ROLLOUT, Remark, SHOCKS};
use crate::source::{Source, Span, Text};
use crate::suppression::Suppression;

/// How much is kept of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Its sets, and the ids in them.
    Ids,
    /// Also what each objective and key result says and how it went, to follow them over cycles, and what they are linked to.
    Traces,
    /// Also what each key result measures, to compare it between teams.
    Measures,
    /// Also what only rules ask for that are off until somebody wants them: which levers and perspectives the key results cover, and what
    /// the document says of that and of the judging of people.
    Whole,
}

/// What is kept of a document once it is checked.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The document's path as shown to the user.
    pub path: String,
    /// Its sets, in order.
    pub sets: Vec<OutlineSet>,
    /// Whether it speaks of a pilot, of waves, of a plan by which OKRs are brought in. Unknown, and false, below [`Depth::Traces`].
    pub has_plan: bool,
    /// Whether it looks back: lessons, or words of a review. Unknown, and false, below [`Depth::Traces`].
    pub has_review: bool,
    /// Whether it tells that it was made from another document, or that OKRs are moving from one form to another. Unknown, and false, below
    /// [`Depth::Traces`].
    pub is_passing: bool,
    /// How it keeps its OKRs; `None` where it has no key result.
    pub form: Option<Form>,
    /// Whether it is a file that holds OKRs and cannot be read: slides, a spreadsheet, a picture. Its set says what the path tells.
    pub is_opaque: bool,
    /// Whether it says that OKRs do not decide about pay or ratings. Unknown, and false, below [`Depth::Whole`].
    pub has_policy: bool,
    /// What it says beside its statements of what is left out on purpose, in lower case. Empty below [`Depth::Whole`].
    pub left_out: Vec<Box<str>>,
    /// What holds findings in it back.
    pub(crate) suppressions: Vec<Suppression>,
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
    /// The links at its objectives and key results. Empty below [`Depth::Traces`].
    pub links: Vec<OutlineLink>,
    /// The days of its check-ins, in order, each once. Empty below [`Depth::Traces`].
    pub check_ins: Vec<Date>,
    /// Whether something beside its statements tells of an event that explains a lost cycle.
    pub has_shock: bool,
    /// What its key results cover. Empty below [`Depth::Whole`].
    pub coverage: Coverage,
    /// Where its key results speak of somebody else's part without saying that they depend on it. Empty below [`Depth::Whole`].
    pub asks: Vec<Ask>,
    /// What its key results measure, in file order. Empty below [`Depth::Measures`].
    pub measures: Vec<Measure>,
    /// Whether an objective or key result has several owners. Unknown, and false, below [`Depth::Measures`].
    pub is_shared: bool,
    /// What the traces say, one text behind the other.
    words: String,
    /// The words of the measures, as hashes, those of one behind those of the other.
    metric_words: Vec<u32>,
    /// Hashes of the words in notes and initiatives that may be part of a name, sorted.
    names: Vec<u64>,
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
    /// Hash of the statement in normal form: equal where figures, case, punctuation and white space alone differ.
    pub text: u64,
}

impl Outline {
    /// The outline of a document.
    pub fn of(document: &Document, depth: Depth) -> Self {
        Self::compared(document, depth, |_| true)
    }

    /// The outline of a document of which only some sections are compared with those of other teams: what the key results of the others
    /// measure is not kept.
    pub(crate) fn compared(document: &Document, depth: Depth, is_compared: impl Fn(&Section) -> bool) -> Self {
        let mut sets: Vec<OutlineSet> = document
            .sections
            .iter()
            .map(|section| OutlineSet {
                cycle: section.cycle.map(|cycle| cycle.value),
                team: section.team.as_ref().map(|team| team.value.as_str().into()),
                level: section.level,
                period: section.period,
                owner: section.owner.as_ref().map(|owner| owner.value.as_str().into()),
                check_ins: match depth {
                    Depth::Ids => Vec::new(),
                    _ => section.check_ins.iter().filter_map(|check_in| Some(check_in.date?.value)).collect(),
                },
                ..OutlineSet::default()
            })
            .collect();
        for (index, objective) in document.objectives.iter().enumerate() {
            let (Some(set), Some(section)) = (sets.get_mut(objective.section), document.sections.get(objective.section)) else {
                continue;
            };
            set.items.extend(OutlineItem::of(&objective.item, index, None));
            let key_results = objective.key_results.iter().enumerate();
            set.items.extend(key_results.filter_map(|(nth, key_result)| OutlineItem::of(&key_result.item, index, Some(nth))));
            if depth == Depth::Whole {
                set.coverage.add(section, objective);
                set.ask(set.traces.len(), section, objective);
            }
            if depth >= Depth::Traces {
                let first = set.traces.len();
                set.trace(index, objective, section);
                set.link(first, document, objective);
                if depth >= Depth::Measures && is_compared(section) {
                    set.measure(first, objective);
                }
            }
        }
        let mut outline = Self { path: document.path.clone(), sets, form: Form::of(document), ..Self::default() };
        if depth >= Depth::Traces {
            outline.sets.iter_mut().for_each(OutlineSet::settle);
            outline.read_remarks(document);
        }
        if depth == Depth::Whole {
            outline.read_policy(beside(document).map(Text::as_str));
            outline.left_out = beside(document).filter_map(|text| coverage::left_out(text.as_str())).collect();
        }
        outline
    }

    /// The outline of a file that holds OKRs and cannot be read, of which the path alone tells something.
    pub fn opaque(path: &str, context: &Context) -> Self {
        let set = OutlineSet {
            cycle: context.cycle,
            team: context.team.as_deref().map(Into::into),
            level: context.level,
            ..OutlineSet::default()
        };
        Self { path: path.to_owned(), sets: vec![set], is_opaque: true, ..Self::default() }
    }

    /// The outline of a page that holds no OKRs, such as one that explains how they are used.
    pub fn page(source: &Source) -> Self {
        let mut outline = Self { path: source.path.clone(), ..Self::default() };
        outline.read_policy(source.text.split("\n\n"));
        outline
    }

    /// The document's name and its folder's, for messages: the whole path stands beside the place that the finding points to.
    pub fn short_path(&self) -> &str {
        let start = self.path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
        &self.path[start..]
    }

    /// Whether an objective of it stands below another one.
    pub(crate) fn nests(&self) -> bool {
        self.sets.iter().flat_map(|set| &set.links).any(|link| link.above.is_some())
    }

    /// What stands beside the statements, as far as rules over cycles ask for it.
    fn read_remarks(&mut self, document: &Document) {
        let lessons = || document.sections.iter().flat_map(|section| &section.lessons);
        self.has_plan = self.path.to_lowercase().contains("pilot");
        self.has_review = lessons().next().is_some();
        for text in beside(document).filter(|text| ROLLOUT.may_be_in(text.as_str())) {
            let remark = Remark::new(text.as_str());
            for term in remark.terms(&ROLLOUT, 0..remark.len()) {
                self.has_plan |= term.class == "plan";
                self.has_review |= term.class == "review";
                self.is_passing |= term.class == "passing";
            }
        }
        // An event is looked for only where there is something to explain.
        if self.sets.iter().any(OutlineSet::is_low) {
            let shock = |text: &Text| remarks::mentions(text.as_str(), &SHOCKS, &["shock"]);
            let has_shock = beside(document).chain(lessons()).any(shock);
            self.sets.iter_mut().for_each(|set| set.has_shock = has_shock);
        }
    }
}

impl Outline {
    /// Looks in some texts for a word that OKRs do not decide about pay or ratings.
    fn read_policy<'t>(&mut self, mut texts: impl Iterator<Item = &'t str>) {
        self.has_policy =
            texts.any(|text| (PAY.may_be_in(text) || APPRAISAL.may_be_in(text)) && remarks::parts_from_judging(text));
    }
}

/// The texts beside the statements. In Markdown a note is also a line of the prose.
fn beside(document: &Document) -> impl Iterator<Item = &Text> {
    let notes = document.objectives.iter().filter(|_| document.format != Format::Markdown).flat_map(|objective| {
        objective.item.notes.iter().chain(objective.key_results.iter().flat_map(|key_result| &key_result.item.notes))
    });
    document.prose.iter().chain(notes)
}

impl OutlineSet {
    /// First and last day: as stated, else those of its cycle.
    pub fn days(&self, fiscal_year: FiscalYear) -> Option<Period> {
        self.period.or_else(|| self.cycle.map(|cycle| cycle.period(fiscal_year)))
    }

    /// Whether the scores are so low that one asks what happened.
    fn is_low(&self) -> bool {
        let scores = || self.key_results().filter_map(|trace| trace.score).map(|score| score.value);
        let count = scores().count();
        count > 0 && scores().sum::<f32>() < 0.4 * count as f32
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
            text: fingerprint::of_words_without_figures(item.text.as_str()),
        })
    }
}

/// An index that fits: no document has four thousand million statements.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
