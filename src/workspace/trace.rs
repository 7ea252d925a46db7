//! What rules over series know of an objective or key result: what it says, where it was to go and how it went.

use jiff::civil::Date;

use super::{OutlineSet, narrow};
use crate::fingerprint;
use crate::model::{Item, KeyResult, Objective, OkrType, Section};
use crate::read::{self, State};
use crate::source::{Span, Spanned};
use crate::statement::{Amount, Bound, Class, Direction, MarkKind, Reading};

/// What is kept of an objective or key result.
#[derive(Debug, Clone, Copy)]
pub struct Trace {
    /// Index of the objective in its document.
    pub objective: u32,
    /// Index of the key result in the objective; `None` for the objective itself.
    pub key_result: Option<u32>,
    /// Where the statement stands.
    pub span: Span,
    /// Hash of the statement in normal form, figures left out.
    pub statement: u64,
    /// By when it is due, where a day can be told.
    pub due: Option<Date>,
    /// Declared type; a key result without one has that of its objective.
    pub kind: Option<OkrType>,
    /// What kind of statement a key result is.
    pub class: Class,
    /// Whether a key result is work, or counts work, rather than what the work changes.
    pub is_work: bool,
    /// Whether a level is to be kept rather than reached: a guardrail, a band, a bound from above.
    pub keeps: bool,
    /// Score where it has a number, 0.0..=1.0.
    pub score: Option<Spanned<f32>>,
    /// Confidence, 0.0..=1.0.
    pub confidence: Option<f32>,
    /// From where.
    pub baseline: Option<f32>,
    /// To where.
    pub target: Option<f32>,
    /// Where it is, or where it ended.
    pub current: Option<f32>,
    /// Struck through, cancelled or postponed; a key result also with its objective.
    pub dropped: bool,
    /// Said to be carried over from the cycle before.
    pub rolled_over: bool,
    /// Said to stand alone on purpose, or to be carried by its owner directly.
    pub alone: bool,
    /// Whether something beside the statement tells how it went: a note, a lesson, a check-in with a note.
    pub is_told: bool,
    /// The state that its status word names.
    state: Option<State>,
    /// Number of dated check-ins.
    pub check_ins: u16,
    /// Number of lines in the change log that speak of it.
    pub changes: u16,
    /// Where in the set's words id, text, metric and unit begin, and where the last of them ends.
    words: [u32; 5],
}

impl OutlineSet {
    /// The id of an objective or key result of this set.
    pub fn id(&self, trace: &Trace) -> Option<&str> {
        Some(self.part(trace, 0)).filter(|id| !id.is_empty())
    }

    /// The statement.
    pub fn text(&self, trace: &Trace) -> &str {
        self.part(trace, 1)
    }

    /// What is measured; empty where that is not known.
    pub fn metric(&self, trace: &Trace) -> &str {
        self.part(trace, 2)
    }

    /// The unit of the target; empty where there is none.
    pub fn unit(&self, trace: &Trace) -> &str {
        self.part(trace, 3)
    }

    fn part(&self, trace: &Trace, part: usize) -> &str {
        self.words.get(trace.words[part] as usize..trace.words[part + 1] as usize).unwrap_or_default()
    }

    /// Keeps what there is to know of an objective and its key results.
    pub(super) fn trace(&mut self, index: usize, objective: &Objective, section: &Section) {
        let words = self.keep(&objective.item, "", "");
        let parent = Trace { objective: narrow(index), words, ..Trace::of_item(&objective.item) };
        self.traces.push(parent);
        for (nth, key_result) in objective.key_results.iter().enumerate() {
            let reading = &key_result.reading;
            let metric = reading.metric.as_ref().map_or("", |(metric, _)| metric);
            let words = self.keep(&key_result.item, metric, reading.target.as_ref().map_or("", |target| &target.unit));
            let own =
                Trace { objective: narrow(index), key_result: Some(narrow(nth)), words, ..Trace::of_key_result(key_result) };
            let is_told = own.is_told || section.tells_of(&key_result.item);
            self.traces.push(Trace { kind: own.kind.or(parent.kind), dropped: own.dropped || parent.dropped, is_told, ..own });
            self.check_ins.extend(key_result.check_ins.iter().filter_map(|check_in| Some(check_in.date?.value)));
        }
        self.check_ins.extend(objective.check_ins.iter().filter_map(|check_in| Some(check_in.date?.value)));
    }

    fn keep(&mut self, item: &Item, metric: &str, unit: &str) -> [u32; 5] {
        let id = item.id.as_ref().map_or("", |id| id.value.as_str());
        let mut words = [narrow(self.words.len()); 5];
        for (part, end) in [id, item.text.as_str(), metric, unit].into_iter().zip(&mut words[1..]) {
            self.words.push_str(part);
            *end = narrow(self.words.len());
        }
        words
    }

    /// Puts the days in order and gives back what memory was taken in advance.
    pub(super) fn settle(&mut self) {
        self.check_ins.sort_unstable();
        self.check_ins.dedup();
        self.check_ins.shrink_to_fit();
        self.names.sort_unstable();
        self.names.dedup();
        self.names.shrink_to_fit();
        self.links.shrink_to_fit();
        self.traces.shrink_to_fit();
        self.words.shrink_to_fit();
        self.measures.shrink_to_fit();
        self.metric_words.shrink_to_fit();
    }
}

impl Trace {
    /// Whether its status calls it done.
    pub fn is_called_done(&self) -> bool {
        self.state == Some(State::Done)
    }

    /// Whether its status says how it ended, with or without a score.
    pub fn is_closed(&self) -> bool {
        self.state.is_some_and(State::is_closed)
    }

    fn of_item(item: &Item) -> Self {
        let status = item.status.as_ref().map(|status| status.value.as_str());
        Self {
            objective: 0,
            key_result: None,
            span: item.text.span(),
            statement: fingerprint::of_words_without_figures(item.text.as_str()),
            kind: item.kind.map(|kind| kind.value),
            due: None,
            class: Class::default(),
            is_work: false,
            keeps: false,
            score: item.score.and_then(|score| Some(Spanned::new(score.value.value? as f32, score.span))),
            confidence: item.confidence.map(|confidence| confidence.value as f32),
            baseline: None,
            target: None,
            current: None,
            dropped: item.dropped,
            rolled_over: is_rolled_over(item),
            alone: item.alone.is_some(),
            is_told: !item.notes.is_empty(),
            state: status.and_then(read::state),
            check_ins: 0,
            changes: small(item.changes.len()),
            words: [0; 5],
        }
    }

    fn of_key_result(key_result: &KeyResult) -> Self {
        let reading = &key_result.reading;
        let level = |amount: &Option<Amount>| {
            let amount = amount.as_ref().filter(|amount| !amount.relative)?;
            amount.number.map(|number| number as f32)
        };
        let noted = || key_result.check_ins.iter().any(|check_in| check_in.told().note.is_some());
        let item = Self::of_item(&key_result.item);
        Self {
            class: reading.class,
            is_work: is_work(reading),
            keeps: keeps(reading),
            due: reading.deadline.as_ref().and_then(|deadline| deadline.date),
            baseline: level(&reading.baseline),
            target: level(&reading.target),
            current: level(&reading.current),
            is_told: item.is_told || noted(),
            check_ins: small(key_result.check_ins.iter().filter(|check_in| check_in.date.is_some()).count()),
            ..item
        }
    }
}

/// A count that fits: more than that many check-ins are many.
fn small(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// What the rules about tasks, activities and finished shares of projects speak of.
fn is_work(reading: &Reading) -> bool {
    let tested = reading.mark(MarkKind::ExternalTest).is_some();
    matches!(reading.class, Class::Output)
        || reading.class == Class::Milestone && !tested
        || reading.mark(MarkKind::PercentComplete).is_some()
}

fn keeps(reading: &Reading) -> bool {
    let bounded = reading.target.as_ref().is_some_and(|target| matches!(target.bound, Some(Bound::AtMost | Bound::Range)));
    // "Hold 12 workshops" keeps no level.
    reading.class == Class::Outcome && reading.direction == Some(Direction::Maintain) || bounded && reading.baseline.is_none()
}

/// Whether a status or note says that an item was carried over from an earlier cycle.
fn is_rolled_over(item: &Item) -> bool {
    const MARKS: [&str; 8] = [
        "rolled over",
        "rollover",
        "carried over",
        "carryover",
        "carry-over",
        "carried forward",
        "continued from",
        "rolled from",
    ];
    let says = |text: &str| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        MARKS.iter().any(|mark| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)))
    };
    item.status.as_ref().is_some_and(|status| says(&status.value)) || item.notes.iter().any(|note| says(note.as_str()))
}
