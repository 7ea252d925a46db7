//! The class of a key result: outcome, output, milestone or vague.

use super::bind::{Binding, Role};
use super::noun::{self, PEOPLE, WORK};
use super::quantity::{Quantity, Sort};
use super::shape::{self, MOVING, Predicate, Shape};
use super::tokens::Tokens;
use super::{Bound, Class};
use crate::lexicon::{Sense, Senses, any, form};

/// All that the class is decided by.
pub(crate) struct Evidence<'r, 't> {
    pub(crate) tokens: &'r Tokens<'t>,
    pub(crate) shape: Shape,
    pub(crate) quantities: &'r [Quantity<'t>],
    pub(crate) binding: &'r Binding,
    /// Token of "all", "every", "each" where it makes a target.
    pub(crate) universal: Option<usize>,
    /// The target that stands in a field of its own, as a quantity without tokens.
    pub(crate) field: Option<Sort>,
}

/// People and organisations outside the team's own.
const OUTSIDE: Senses = Senses::of(Sense::BeneficiaryNounsCustomer).and(Senses::of(Sense::BeneficiaryNounsPublic));
const REACH: Senses = any::VANITY_METRICS.and(Senses::of(Sense::MetricNounsVolume));
const TEAM: [&str; 6] = ["team", "headcount", "staff", "crew", "squad", "workforce"];
const STAFFING: Senses =
    Senses::of(Sense::OutputVerbsStaff).and(Senses::of(Sense::OutputVerbsTrain)).and(Senses::of(Sense::OutputVerbsMeet));

impl Evidence<'_, '_> {
    /// Decides.
    pub(crate) fn class(&self) -> Class {
        match self.binding.target {
            Some(target) if self.counts(target) && !(self.universal.is_some() && self.binding.asides[target]) => {
                self.measured(&self.quantities[target], target)
            }
            _ if self.field.is_some() => self.beside_field(),
            _ if self.universal.is_some() => self.of_all(),
            _ => self.unmeasured(),
        }
    }

    /// Whether the quantity is a target and not the mere existence of one thing.
    pub(crate) fn counts(&self, target: usize) -> bool {
        let quantity = &self.quantities[target];
        let outside = noun::head_senses(self.tokens, noun::counted(self.tokens, quantity)).any(OUTSIDE);
        let bare = quantity.sort == Sort::Redacted && quantity.end - quantity.first == self.tokens.len();
        let aside = self.binding.asides[target];
        !bare && (!quantity.is_existence() || self.rated() || outside && !aside)
    }

    /// Whether the target is a share, as of people who do something, which cannot rise by mere volume.
    pub(crate) fn shares(&self) -> bool {
        let Some(index) = self.binding.target else { return self.field == Some(Sort::Percent) };
        let target = &self.quantities[index];
        let part = matches!(target.sort, Sort::Percent | Sort::Ratio) && !self.binding.relative;
        let level = self.binding.roles[index] == Role::Level || self.binding.baseline.is_some() || target.bound.is_some();
        part && (level || self.tokens.is(target.end, "of"))
    }

    /// Whether something is to happen within seconds or minutes, as only machines and services do.
    fn fast(&self) -> bool {
        let short = |unit: &str| {
            ["ms", "s", "sec", "second", "minute", "millisecond", "min"]
                .iter()
                .any(|name| unit.trim_end_matches('s').eq_ignore_ascii_case(name.trim_end_matches('s')))
        };
        self.quantities
            .iter()
            .any(|quantity| quantity.sort == Sort::Duration && short(quantity.unit) && quantity.bound == Some(Bound::AtMost))
    }

    fn rated(&self) -> bool {
        (0..self.tokens.len()).any(|index| self.tokens.has(index, Sense::TimeWordsRate) && !self.tokens.is(index, "each"))
    }

    pub(crate) fn lead_has(&self, senses: Senses) -> bool {
        self.shape.lead.is_some_and(|at| self.tokens.any(at, senses))
    }

    /// Whether the leading verb promises work and nothing else.
    fn works(&self) -> bool {
        self.shape.unknown || self.lead_has(any::OUTPUT_VERBS) && !self.lead_has(MOVING)
    }

    fn measured(&self, quantity: &Quantity<'_>, index: usize) -> Class {
        let counted = noun::counted(self.tokens, quantity);
        let noun = noun::head_senses(self.tokens, counted);
        let moves = match self.binding.roles[index] {
            Role::Change => true,
            Role::Level => !self.works() || self.binding.baseline.is_some(),
            _ => self.lead_has(Senses::of(Sense::NumbersVerbMultiple)),
        };
        if moves {
            return self.moved(quantity);
        }
        if self.habit(quantity) {
            return Class::Output;
        }
        if self.gauged(quantity) {
            return Class::Outcome;
        }
        match quantity.sort {
            _ if self.works() && self.fast() => Class::Outcome,
            Sort::Percent | Sort::Ratio => self.share(quantity, noun, self.binding.asides[index]),
            Sort::Multiple | Sort::Score | Sort::Point => Class::Outcome,
            Sort::Money => {
                if self.lead_has(Senses::of(Sense::OutputVerbsStaff)) {
                    Class::Output
                } else {
                    Class::Outcome
                }
            }
            Sort::Duration | Sort::Measure => self.extent(quantity),
            Sort::Count | Sort::Redacted => self.count(quantity, noun),
        }
    }

    /// "on 5 days a week", "3 times a week": how often the team or person does something.
    fn habit(&self, quantity: &Quantity<'_>) -> bool {
        let often = self.tokens.any(quantity.end, Senses::of(Sense::TimeWordsRate));
        let on = quantity.first.checked_sub(1).is_some_and(|at| self.tokens.is(at, "on"));
        let people = noun::head_senses(self.tokens, self.shape.subject()).any(PEOPLE);
        let times = quantity.sort == Sort::Duration && on || quantity.sort == Sort::Multiple;
        often && times && !people && !self.lead_has(MOVING)
    }

    /// "a delay of 1 week", "achieving 60% accuracy": the number is the reading of a gauge, whatever work leads to it.
    fn gauged(&self, quantity: &Quantity<'_>) -> bool {
        let tokens = self.tokens;
        let Some(before) = quantity.first.checked_sub(1) else { return false };
        let gauge = Senses::of(Sense::MetricNounsLower)
            .and(Senses::of(Sense::MetricNounsRate))
            .and(Senses::of(Sense::MetricNounsScore))
            .and(Senses::of(Sense::MetricNounsTimeUnit));
        let of = tokens.is(before, "of")
            && before > 0
            && (tokens.any(before - 1, gauge) || before > 2 && tokens.any(before - 3, gauge));
        let reaching =
            tokens.get(before).is_some_and(|verb| verb.forms & form::GERUND != 0 && verb.senses.has(Sense::OutcomeVerbsReach));
        of || reaching
    }

    /// A metric moved to a level or by a step: work only where the metric itself counts work.
    fn moved(&self, quantity: &Quantity<'_>) -> Class {
        let object = noun::phrase(self.tokens, self.object());
        let counts = matches!(quantity.sort, Sort::Count | Sort::Redacted | Sort::Multiple) || self.binding.relative;
        // "Tickets per customer down to 4", "calls settled at first contact to 75%": a rate is no count of work.
        let gauge =
            Senses::of(Sense::MetricNounsLower).and(Senses::of(Sense::MetricNounsRate)).and(Senses::of(Sense::MetricNounsScore));
        let gauged = (self.object()..quantity.first).any(|at| self.tokens.any(at, gauge) && !self.tokens.any(at, WORK));
        if !counts || gauged && !self.binding.relative || self.tokens.is(object.end, "per") {
            return Class::Outcome;
        }
        let mut at = object.clone();
        // "the number of blog posts": what is numbered decides.
        let numbered = (object.start..object.end).any(|index| {
            self.tokens.is(index, "number")
                || self.tokens.is(index, "count")
                || self.tokens.is(index, "volume")
                || self.tokens.is(index, "amount")
        });
        if numbered && self.tokens.is(object.end, "of") {
            at = noun::phrase(self.tokens, object.end + 1);
        }
        let senses = noun::head_senses(self.tokens, at);
        let events = Senses::of(Sense::ActivityNounsEvent)
            .and(Senses::of(Sense::ActivityNounsContact))
            .and(Senses::of(Sense::ActivityNounsDocument));
        let less = self.lead_has(Senses::of(Sense::OutcomeVerbsDecrease));
        // "the library to 300 recipes", "the number of languages": the number counts things that are made.
        let things = noun::counted(self.tokens, quantity);
        let thing = noun::head_senses(self.tokens, things.clone());
        let made = !things.is_empty() && !thing.any(any::METRIC_NOUNS.and(PEOPLE)) && !self.binding.relative;
        let events = if made || numbered { WORK } else { events };
        let few = quantity.value.is_some_and(|value| value < 50.0)
            && thing.any(WORK)
            && !thing.any(PEOPLE)
            && quantity.sort == Sort::Count;
        let team = quantity.first.checked_sub(2).is_some_and(|at| self.tokens.is_one(at, &TEAM));
        if (few || team && self.binding.baseline.is_none()) && !less && self.lead_has(MOVING) {
            return Class::Output;
        }
        let result = senses.any(any::METRIC_NOUNS.and(PEOPLE).and(any::VANITY_METRICS));
        if senses.any(events) && !less && !result { Class::Output } else { Class::Outcome }
    }

    pub(crate) fn object(&self) -> usize {
        self.shape.lead.map_or(self.shape.start, |at| shape::object(self.tokens, at))
    }

    /// N% of something, N of M.
    fn share(&self, quantity: &Quantity<'_>, noun: Senses, aside: bool) -> Class {
        let work = noun.any(WORK) && !noun.any(PEOPLE);
        let measured = noun.any(any::METRIC_NOUNS) && !work;
        let threshold = quantity.bound.is_some() && !self.tokens.is(quantity.end, "of");
        let passive = matches!(self.shape.predicate, Some(Predicate::Passive(at)) if self.tokens.any(at, any::OUTPUT_VERBS));
        let whole = quantity.value == Some(100.0);
        // "instrumented on every screen (100% coverage)": the share only says that all of the work is done.
        if aside && whole && passive {
            return Class::Output;
        }
        let behind = noun::counted(self.tokens, quantity).end;
        let given =
            self.lead_has(Senses::of(Sense::OutputVerbsSpend)) || self.tokens.is_one(behind, &["goes", "reserved", "set"]);
        if given && self.tokens.is_one(behind.wrapping_sub(1), &["time", "capacity", "hours", "week"]) {
            return Class::Output;
        }
        if measured || threshold {
            return Class::Outcome;
        }
        if self.handled(noun, behind, whole) {
            return Class::Output;
        }
        let object = noun::head_senses(self.tokens, noun::phrase(self.tokens, self.object()));
        // "Respond to 95% of letters": an order to the team, without a word on how soon or how well.
        let ordered = self.lead_has(any::DUAL_VERBS) && !self.lead_has(MOVING) && self.tokens.is(quantity.end, "of");
        if ordered && work && !noun.any(PEOPLE) && !self.served() {
            return Class::Output;
        }
        if self.works() && quantity.first > self.object() && object.has(Sense::ActivityNounsEvent) {
            return Class::Output;
        }
        if self.works() && !self.lead_has(any::OUTCOME_VERBS.and(any::DUAL_VERBS)) {
            return Class::Output;
        }
        if self.works() && work && !self.served() {
            return Class::Output;
        }
        self.said_of_share(noun, work)
    }

    /// Whether a participle behind the noun says that the team did it: "100% of secrets rotated", "90% of nurses trained".
    fn handled(&self, noun: Senses, behind: usize, whole: bool) -> bool {
        let senses = match self.tokens.get(behind) {
            Some(verb) if verb.forms & form::PAST != 0 => verb.senses,
            _ => Senses::NONE,
        };
        let done = senses.any(any::OUTPUT_VERBS) && !senses.has(Sense::OutcomeVerbsOthersDo);
        // No customer or machine does it of itself.
        let wrought = done && !senses.any(any::OUTCOME_VERBS.and(any::DUAL_VERBS));
        let handled = wrought || whole && noun::is_unknown_participle(self.tokens, behind) || done && noun.any(WORK);
        let taught = done && senses.has(Sense::OutputVerbsTrain) && noun.has(Sense::BeneficiaryNounsInternal);
        taught || handled && !noun.any(PEOPLE) && !self.served() && !self.by_people(behind)
    }

    /// The class of a share by what is said of it.
    fn said_of_share(&self, noun: Senses, work: bool) -> Class {
        match self.shape.predicate {
            Some(Predicate::Passive(at))
                if work
                    && self.tokens.any(at, any::OUTPUT_VERBS)
                    && !self.tokens.has(at, Sense::OutcomeVerbsOthersDo)
                    && !self.served()
                    && !self.by_people(at) =>
            {
                Class::Output
            }
            Some(Predicate::Has(_)) if work => Class::Output,
            // "90% of our initiatives should involve two teams": a rule for the team's own work.
            Some(Predicate::Can(at))
                if work && self.tokens.is_one(at.wrapping_sub(1), &["should", "must", "will"]) && !self.served() =>
            {
                Class::Output
            }
            Some(Predicate::Active(at)) if work && self.tokens.any(at, any::OUTPUT_VERBS) => Class::Output,
            // "100% of team members complete the training".
            Some(Predicate::Active(at))
                if noun.has(Sense::BeneficiaryNounsInternal) && self.tokens.any(at, any::OUTPUT_VERBS) =>
            {
                let object = noun::head_senses(self.tokens, noun::phrase(self.tokens, self.tokens.term(at).end));
                if object.has(Sense::ActivityNounsEvent) { Class::Output } else { Class::Outcome }
            }
            _ => Class::Outcome,
        }
    }

    /// "filled by members": people outside do it.
    fn by_people(&self, verb: usize) -> bool {
        let tokens = self.tokens;
        let by = (verb + 1..tokens.len().min(verb + 3)).find(|at| tokens.is(*at, "by"));
        by.is_some_and(|by| noun::head_senses(tokens, noun::phrase(tokens, by + 1)).any(PEOPLE))
    }

    /// Whether the work is held to a time or a quality: a service level.
    fn served(&self) -> bool {
        let timed = self.quantities.iter().filter(|q| q.sort == Sort::Duration).count() > 0;
        timed || (0..self.tokens.len()).any(|at| self.tokens.is(at, "time") && self.tokens.is(at.wrapping_sub(1), "on"))
    }

    /// A time or size: work where the team spends it.
    fn extent(&self, quantity: &Quantity<'_>) -> Class {
        let spent = self.tokens.is(quantity.end, "of") && quantity.first == self.shape.start;
        let spending = self.lead_has(Senses::of(Sense::OutputVerbsMeet).and(Senses::of(Sense::OutputVerbsSpend)))
            || (0..quantity.first).any(|at| self.tokens.is(at, "spend"));
        let making = self.lead_has(
            Senses::of(Sense::OutputVerbsBuild).and(Senses::of(Sense::OutputVerbsStaff)).and(Senses::of(Sense::OutputVerbsTrain)),
        );
        if spent || spending || self.shape.unknown || (making && !self.lead_has(any::OUTCOME_VERBS.and(any::DUAL_VERBS))) {
            Class::Output
        } else {
            Class::Outcome
        }
    }

    /// A number of things or people.
    fn count(&self, quantity: &Quantity<'_>, noun: Senses) -> Class {
        let work = noun.any(WORK);
        // "external projects": what people outside have or do.
        let counted = noun::counted(self.tokens, quantity);
        let outside = |at: usize| self.tokens.is_one(at, &["external", "outside", "independent", "third"]);
        let people = noun.any(PEOPLE) || counted.clone().any(outside);
        // A handful of streams or posts is what the team makes; reach is counted in hundreds.
        let few = work && quantity.value.is_some_and(|value| value < 50.0) && noun.any(REACH) && self.shape.lead.is_none();
        let metric = noun.any(any::METRIC_NOUNS.and(any::VANITY_METRICS)) && !few;
        if self.lead_has(STAFFING) {
            return Class::Output;
        }
        // "Zero overdue invoices", "fewer than 10 open tickets": nobody caps the work to be done, only what is left of it.
        let capped = quantity.bound == Some(Bound::AtMost) && self.shape.lead.is_none();
        if (quantity.value == Some(0.0) || capped) && !self.works() {
            return Class::Outcome;
        }
        let rate =
            |at: usize| self.tokens.is(at, "per") && ["second", "minute", "hour"].iter().any(|unit| self.tokens.is(at + 1, unit));
        if (quantity.end..self.tokens.len().min(quantity.end + 4)).any(rate) {
            return Class::Outcome;
        }
        if noun.has(Sense::MetricNounsMoney) && !work {
            return Class::Outcome;
        }
        if self.lead_has(Senses::of(Sense::OutcomeVerbsReach).and(Senses::of(Sense::OutcomeVerbsAcquire))) {
            return if !people && self.makes(quantity, noun, metric) || self.asks(quantity) {
                Class::Output
            } else {
                Class::Outcome
            };
        }
        if self.works() {
            return Class::Output;
        }
        if self.lead_has(MOVING) {
            let object = quantity.first == self.object();
            let less = self.lead_has(Senses::of(Sense::OutcomeVerbsDecrease));
            return if object && work && !people && !metric && !less { Class::Output } else { Class::Outcome };
        }
        self.said_of_count(quantity, noun, people, metric)
    }

    /// "Add 200 recipes", but "add 10 clients": a verb that may acquire has things as its object that the team makes.
    fn makes(&self, quantity: &Quantity<'_>, noun: Senses, metric: bool) -> bool {
        let unknown =
            noun == Senses::NONE && self.lead_has(any::OUTPUT_VERBS) && !noun::counted(self.tokens, quantity).is_empty();
        unknown || noun.any(WORK) && (!metric || self.lead_has(any::OUTPUT_VERBS) || noun.has(Sense::ActivityNounsEvent))
    }

    /// "Get feedback from 10 clinicians".
    fn asks(&self, quantity: &Quantity<'_>) -> bool {
        const ANSWERS: [&str; 6] = ["feedback", "input", "responses", "comments", "answers", "reactions"];
        let object = noun::head(self.tokens, noun::phrase(self.tokens, self.object()));
        object.is_some_and(|head| self.tokens.is_one(head, &ANSWERS))
            && self.tokens.is_one(quantity.first.wrapping_sub(1), &["from", "with"])
    }

    /// The class of a count by what is said of it.
    fn said_of_count(&self, quantity: &Quantity<'_>, noun: Senses, people: bool, metric: bool) -> Class {
        let work = noun.any(WORK);
        match self.shape.predicate {
            _ if self.done_by(quantity) || self.part_of_list(quantity) => Class::Output,
            // "Each member writes one post".
            Some(Predicate::Active(at))
                if self.universal == Some(self.shape.start) && self.tokens.any(at, any::OUTPUT_VERBS) && (work || !metric) =>
            {
                Class::Output
            }
            Some(Predicate::Passive(at)) => {
                let made = self.tokens.any(at, any::OUTPUT_VERBS);
                // "3 suppliers audited": done to people, by a verb that they do not do of themselves.
                let theirs = any::OUTCOME_VERBS.and(any::DUAL_VERBS);
                let by_people = people && !work && self.tokens.any(at, theirs) && !self.tokens.any(at, STAFFING);
                let wrought = made && !by_people || !people && !metric && noun::is_unknown_participle(self.tokens, at);
                if wrought { Class::Output } else { Class::Outcome }
            }
            Some(Predicate::Active(_) | Predicate::Progressive(_)) if people || !work => Class::Outcome,
            Some(Predicate::Can(_)) => Class::Outcome,
            Some(Predicate::State(_)) if quantity.first > self.shape.subject_end => Class::Outcome,
            Some(_) if people && !work => Class::Outcome,
            _ if metric || (people && !work) => Class::Outcome,
            _ if work => Class::Output,
            Some(Predicate::Active(at)) if self.tokens.any(at, any::OUTPUT_VERBS) => Class::Output,
            _ if noun == Senses::NONE && quantity.bound.is_some() => Class::Outcome,
            _ => Class::Output,
        }
    }

    /// "a shortlist of 5 vendors", "be at 3 fairs": what the number counts is the size of something made or attended.
    fn part_of_list(&self, quantity: &Quantity<'_>) -> bool {
        let tokens = self.tokens;
        let Some(before) = quantity.first.checked_sub(1) else { return false };
        let made = |at: usize| tokens.any(at, WORK) && !tokens.any(at, any::METRIC_NOUNS.and(any::VANITY_METRICS));
        let event = noun::head_senses(tokens, noun::counted(tokens, quantity)).has(Sense::ActivityNounsEvent);
        tokens.is(before, "of") && before > 0 && made(before - 1) || tokens.is(before, "at") && event
    }

    /// "reviewed by 4 people".
    fn done_by(&self, quantity: &Quantity<'_>) -> bool {
        let tokens = self.tokens;
        quantity.first >= 2
            && tokens.is(quantity.first - 1, "by")
            && tokens
                .get(quantity.first - 2)
                .is_some_and(|verb| verb.forms & form::PAST != 0 && verb.senses.any(any::OUTPUT_VERBS))
    }

    /// "All issues are triaged", "every package has tests", "each customer gets an answer".
    fn of_all(&self) -> Class {
        let Some(at) = self.universal else { return self.unmeasured() };
        let noun = noun::head_senses(self.tokens, noun::phrase(self.tokens, at));
        if self.lead_has(Senses::of(Sense::OutcomeVerbsAbsolute))
            || self.tokens.any(self.tokens.term(at).start, any::BOUNDS)
            || self.tokens.is(at, "no")
        {
            return Class::Outcome;
        }
        let outside = noun.any(OUTSIDE) && !noun.any(WORK);
        match self.shape.predicate {
            Some(Predicate::Can(_)) if outside || noun.has(Sense::BeneficiaryNounsInternal) => Class::Outcome,
            Some(Predicate::Passive(_) | Predicate::Has(_)) => Class::Output,
            Some(Predicate::Active(at)) if self.tokens.any(at, any::OUTPUT_VERBS) && !self.tokens.any(at, any::OUTCOME_VERBS) => {
                Class::Output
            }
            _ if outside && self.shape.lead.is_none() => Class::Outcome,
            _ => Class::Output,
        }
    }

    fn beside_field(&self) -> Class {
        let object = noun::phrase(self.tokens, self.object());
        let noun = noun::head_senses(self.tokens, object);
        match self.field {
            Some(Sort::Count | Sort::Redacted)
                if self.works() || (noun.any(WORK) && !noun.any(PEOPLE.and(any::METRIC_NOUNS))) =>
            {
                Class::Output
            }
            Some(Sort::Percent) if self.works() && noun.any(WORK) => Class::Output,
            _ => Class::Outcome,
        }
    }
}
