//! Check-ins as the rules see them: those of the past, in order, with what each says about the course.

use jiff::civil::Date;

use super::measurability::sure_period;
use super::{KeyResultContext, Run};
use crate::calendar::{Period, days, find_day};
use crate::model::{Change, CheckIn, KeyResult, Section};
use crate::read::{State, state};
use crate::remarks::{self, COURSE};
use crate::source::{Span, Spanned, Text};
use crate::statement::{Amount, Bound, Class, Direction, Reading, amount};

/// A dated check-in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Update<'a> {
    /// When.
    pub(super) date: Spanned<Date>,
    /// What was told.
    pub(super) check_in: &'a CheckIn,
}

/// The dated check-ins up to a day, oldest first.
pub(super) fn until(check_ins: &[CheckIn], today: Date) -> Vec<Update<'_>> {
    let dated = check_ins.iter().filter_map(|check_in| check_in.date.map(|date| Update { date, check_in }));
    let mut updates: Vec<Update<'_>> = dated.filter(|update| update.date.value <= today).collect();
    updates.sort_by_key(|update| update.date.value);
    updates
}

impl<'a> Update<'a> {
    /// The state that its status word names.
    pub(super) fn state(&self) -> Option<State> {
        state(&self.check_in.told().status.as_ref()?.value)
    }

    /// Whether it says that all goes well.
    pub(super) fn is_on_track(&self) -> bool {
        self.state() == Some(State::OnTrack)
    }

    /// Whether it says that the target is in danger: by its status, else by a confidence of at most `limit`.
    pub(super) fn is_in_danger(&self, limit: f64) -> bool {
        match self.state() {
            Some(state) => matches!(state, State::AtRisk | State::OffTrack),
            None => self.check_in.told().confidence.is_some_and(|confidence| confidence.value <= limit + 1e-9),
        }
    }

    /// Whether it says that the target is out of reach: by its status, or by a confidence of at most `limit` where the status says no better.
    pub(super) fn is_lost(&self, limit: f64) -> bool {
        let doubted = || self.check_in.told().confidence.is_some_and(|confidence| confidence.value <= limit + 1e-9);
        match self.state() {
            Some(State::OffTrack) => true,
            Some(State::AtRisk) | None => doubted(),
            Some(_) => false,
        }
    }

    /// The words beside value, status and confidence.
    pub(super) fn note(&self) -> Option<&'a Text> {
        self.check_in.told().note.as_ref()
    }

    /// From the first to the last of what was told.
    pub(super) fn span(&self) -> Span {
        let told = self.check_in.told();
        let parts = [
            told.value.as_ref().map(|value| value.span),
            told.status.as_ref().map(|status| status.span),
            told.confidence.map(|confidence| confidence.span),
            told.note.as_ref().map(Text::span),
        ];
        parts.into_iter().flatten().reduce(Span::to).unwrap_or(self.date.span)
    }

    /// The status, or the confidence that stands for it.
    pub(super) fn status_span(&self) -> Span {
        let status = self.check_in.told().status.as_ref().map(|status| status.span);
        status.or_else(|| self.check_in.told().confidence.map(|confidence| confidence.span)).unwrap_or_else(|| self.span())
    }
}

/// Whether a text names a next step, a decision, a day, a person, or says that the course is held on purpose.
pub(super) fn names_a_step(text: &Text) -> bool {
    let words = text.as_str();
    remarks::mentions(words, &COURSE, &["action", "hold"])
        || words.contains(['@', '→'])
        || find_day(words, Some(2000)).is_some()
        || is_doing(words)
}

/// Whether somebody is doing something: "Priya is tuning thresholds". What merely happens, or is missing, is no step.
fn is_doing(words: &str) -> bool {
    const HAPPENS: [&str; 10] =
        ["missing", "waiting", "lacking", "failing", "falling", "slipping", "growing", "sinking", "rising", "leaving"];
    let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).any(|pair| {
        let doing = pair[1].len() > 5 && pair[1].ends_with("ing");
        matches!(pair[0], "is" | "are") && doing && !HAPPENS.contains(&pair[1])
    })
}

/// Whether a text says why there is no figure, or none that has moved: it comes late or in steps, or there is a reason.
pub(super) fn gives_a_reason(text: &Text) -> bool {
    remarks::mentions(text.as_str(), &COURSE, &["late", "reason"])
}

/// Whether a text says why figure and status differ, or what is done about it.
pub(super) fn explains(text: &Text) -> bool {
    gives_a_reason(text) || names_a_step(text)
}

/// Whether a text tells of people who do not want what is being built.
pub(super) fn tells_feedback(text: &Text) -> bool {
    remarks::mentions(text.as_str(), &COURSE, &["feedback"])
}

/// Whether a step is named on a day or later: in a note of these check-ins or of one of the objective or set, beside the key result, or in
/// the change log.
pub(super) fn acts_since(context: &KeyResultContext<'_>, updates: &[Update<'_>], since: Date) -> bool {
    let acts = |update: &Update<'_>| update.date.value >= since && update.note().is_some_and(names_a_step);
    let changed = |changes: &[Change]| changes.iter().any(|change| change.date.is_none_or(|date| date.value >= since));
    let (item, objective, section) = (&context.key_result.item, context.objective, context.section);
    updates.iter().any(acts)
        || [&objective.check_ins, &section.check_ins].iter().any(|beside| until(beside, context.run.today).iter().any(acts))
        || item.notes.iter().any(names_a_step)
        || [&item.changes, &objective.item.changes, &section.changes].iter().any(|changes| changed(changes))
}

/// The cycle of a section while it runs; `None` before and after, and where its days are a guess.
pub(super) fn running(section: &Section, run: Run<'_>) -> Option<Period> {
    sure_period(section, run.fiscal_year).filter(|cycle| cycle.contains(run.today))
}

/// How much of a cycle has passed on a day, 0 to 1.
pub(super) fn elapsed(cycle: Period, day: Date) -> f64 {
    f64::from(days(cycle.start, day)) / f64::from(days(cycle.start, cycle.end).max(1))
}

/// The value of a check-in as an amount in the unit of its key result.
pub(super) fn value(key_result: &KeyResult, check_in: &CheckIn) -> Option<Amount> {
    let unit = key_result.fields.unit.as_ref().map_or("", |unit| unit.value.trim());
    amount(check_in.told().value.as_ref()?, unit)
}

/// How much of the way from baseline to target a check-in reports, 0 to 1; `None` where the values do not tell.
pub(super) fn progress(key_result: &KeyResult, check_in: &CheckIn) -> Option<f64> {
    let now = value(key_result, check_in)?;
    let words = check_in.told().value.as_ref().map_or("", |value| value.value.as_str());
    if now.unit.as_ref() == "%" && ["progress", "done", "complete"].iter().any(|word| words.to_lowercase().contains(word)) {
        return Some(now.number? / 100.0);
    }
    let (from, to) = (key_result.reading.baseline.as_ref()?.number?, key_result.reading.target.as_ref()?.number?);
    let (at, reach) = (now.number?, (to - from).abs());
    // "0.3" beside a way from 41 to 75 is a score, not the metric.
    let plausible = (from.min(to) - reach..=from.max(to) + reach).contains(&at);
    share(&key_result.reading, &now).filter(|_| plausible)
}

/// How much of the way from baseline to target is gone at a value, 0 to 1; `None` where the values do not tell, or a band is to be kept.
pub(super) fn share(reading: &Reading, now: &Amount) -> Option<f64> {
    let (from, to) = (reading.baseline.as_ref()?, reading.target.as_ref()?);
    let alike = |amount: &Amount| !amount.relative && (amount.unit == to.unit || amount.unit.is_empty());
    if reading.class != Class::Outcome || !alike(from) || !alike(to) || !alike(now) || to.bound == Some(Bound::Range) {
        return None;
    }
    let (from, to, now) = (from.number?, to.number?, now.number?);
    let sound = match reading.direction {
        Some(Direction::Maintain) => false,
        Some(Direction::Increase) => to > from,
        Some(Direction::Decrease) => to < from,
        _ => to != from,
    };
    let share = (now - from) / (to - from);
    (sound && share.is_finite()).then(|| share.clamp(0.0, 1.0))
}
