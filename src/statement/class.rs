//! The class of a key result: outcome, output, milestone or vague.

use super::{Bound, Class};
use super::bind::{Binding, Role};
use super::noun::{self, PEOPLE, WORK};
use super::quantity::{Quantity, Sort};
use super::shape::{MOVING, Predicate, Shape, VAGUE_VERBS};
use super::tokens::{Kind, Tokens};
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

const VAGUE_STATE: Senses = Senses::of(Sense::VagueTermsAdjective)
    .and(Senses::of(Sense::VagueTermsComparative))
    .and(Senses::of(Sense::VagueTermsSuperlative))
    .and(Senses::of(Sense::VagueTermsBuzzword));
const STAFFING: Senses =
    Senses::of(Sense::OutputVerbsStaff).and(Senses::of(Sense::OutputVerbsTrain)).and(Senses::of(Sense::OutputVerbsMeet));

impl Evidence<'_, '_> {
    /// Decides.
    pub(crate) fn class(&self) -> Class {
        match self.binding.target {
            Some(target) if self.counts(target) => self.measured(&self.quantities[target], target),
            _ if self.field.is_some() => self.from_field(),
            _ if self.universal.is_some() => self.of_all(),
            _ => self.unmeasured(),
        }
    }

    /// Whether the quantity is a target and not the mere existence of one thing.
    pub(crate) fn counts(&self, target: usize) -> bool {
        let quantity = &self.quantities[target];
        !quantity.is_existence() || self.rated()
    }

    /// Whether something is to happen within seconds or minutes, as only machines and services do.
    fn fast(&self) -> bool {
        let short = |unit: &str| ["ms", "s", "sec", "second", "minute", "millisecond", "min"].iter().any(|name| unit.trim_end_matches('s').eq_ignore_ascii_case(name.trim_end_matches('s')));
        self.quantities.iter().any(|quantity| quantity.sort == Sort::Duration && short(quantity.unit) && quantity.bound == Some(Bound::AtMost))
    }

    fn rated(&self) -> bool {
        (0..self.tokens.len()).any(|index| self.tokens.has(index, Sense::TimeWordsRate) && !self.tokens.is(index, "each"))
    }

    fn lead_has(&self, senses: Senses) -> bool {
        self.shape.lead.is_some_and(|at| self.tokens.any(at, senses))
    }

    /// Whether the leading verb promises work and nothing else.
    fn works(&self) -> bool {
        self.lead_has(any::OUTPUT_VERBS) && !self.lead_has(MOVING)
    }

    fn measured(&self, quantity: &Quantity<'_>, index: usize) -> Class {
        let counted = noun::counted(self.tokens, quantity);
        let noun = noun::head_senses(self.tokens, counted);
        let role = self.binding.roles[index];
        if matches!(role, Role::Level | Role::Change) && !self.works() {
            return self.moved();
        }
        match quantity.sort {
            _ if self.works() && self.fast() => Class::Outcome,
            Sort::Percent | Sort::Ratio => self.share(noun),
            Sort::Multiple | Sort::Score | Sort::Point => Class::Outcome,
            Sort::Money => {
                if self.lead_has(Senses::of(Sense::OutputVerbsStaff)) {
                    Class::Output
                } else {
                    Class::Outcome
                }
            }
            Sort::Duration | Sort::Measure => self.extent(quantity),
            Sort::Count | Sort::Redacted | Sort::Universal => self.count(quantity, noun),
        }
    }

    /// A metric moved to a level or by a step: work only where the metric itself counts work.
    fn moved(&self) -> Class {
        let object = noun::phrase(self.tokens, self.object());
        let mut at = object.clone();
        // "the number of blog posts": what is numbered decides.
        let numbered = (object.start..object.end)
            .any(|index| self.tokens.is(index, "number") || self.tokens.is(index, "count") || self.tokens.is(index, "volume"));
        if numbered && self.tokens.is(object.end, "of") {
            at = noun::phrase(self.tokens, object.end + 1);
        }
        let senses = noun::head_senses(self.tokens, at);
        let events = Senses::of(Sense::ActivityNounsEvent)
            .and(Senses::of(Sense::ActivityNounsContact))
            .and(Senses::of(Sense::ActivityNounsDocument));
        let less = self.lead_has(Senses::of(Sense::OutcomeVerbsDecrease));
        let result = senses.any(any::METRIC_NOUNS.and(PEOPLE).and(any::VANITY_METRICS));
        if senses.any(events) && !less && !result { Class::Output } else { Class::Outcome }
    }

    fn object(&self) -> usize {
        self.shape.lead.map_or(self.shape.start, |at| self.tokens.term(at).end)
    }

    /// N% of something, N of M.
    fn share(&self, noun: Senses) -> Class {
        let work = noun.any(WORK) && !noun.any(PEOPLE);
        if self.works() && !self.lead_has(any::OUTCOME_VERBS.and(any::DUAL_VERBS)) {
            return Class::Output;
        }
        if self.works() && work && !self.served() {
            return Class::Output;
        }
        match self.shape.predicate {
            Some(Predicate::Passive(at)) if work && self.tokens.any(at, any::OUTPUT_VERBS) && !self.served() && !self.by_people(at) => Class::Output,
            Some(Predicate::Has(_)) if work => Class::Output,
            Some(Predicate::Active(at)) if work && self.tokens.any(at, any::OUTPUT_VERBS) => Class::Output,
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
        let spending =
            self.lead_has(Senses::of(Sense::OutputVerbsMeet)) || (0..quantity.first).any(|at| self.tokens.is(at, "spend"));
        let making = self.lead_has(
            Senses::of(Sense::OutputVerbsBuild).and(Senses::of(Sense::OutputVerbsStaff)).and(Senses::of(Sense::OutputVerbsTrain)),
        );
        if spent || spending || (making && !self.lead_has(any::OUTCOME_VERBS.and(any::DUAL_VERBS))) {
            Class::Output
        } else {
            Class::Outcome
        }
    }

    /// A number of things or people.
    fn count(&self, quantity: &Quantity<'_>, noun: Senses) -> Class {
        let people = noun.any(PEOPLE);
        let work = noun.any(WORK);
        let metric = noun.any(any::METRIC_NOUNS.and(any::VANITY_METRICS));
        if self.lead_has(STAFFING) {
            return Class::Output;
        }
        if self.lead_has(Senses::of(Sense::OutcomeVerbsReach).and(Senses::of(Sense::OutcomeVerbsAcquire))) {
            return if work && !people && !metric { Class::Output } else { Class::Outcome };
        }
        if self.works() {
            return Class::Output;
        }
        if self.lead_has(MOVING) {
            return Class::Outcome;
        }
        match self.shape.predicate {
            _ if self.done_by(quantity) => Class::Output,
            Some(Predicate::Passive(at)) => {
                let made = self.tokens.any(at, any::OUTPUT_VERBS);
                let by_people = people && !self.tokens.any(at, STAFFING);
                if made && !by_people { Class::Output } else { Class::Outcome }
            }
            Some(Predicate::Active(_) | Predicate::Progressive(_)) if people => Class::Outcome,
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

    /// "reviewed by 4 people".
    fn done_by(&self, quantity: &Quantity<'_>) -> bool {
        let tokens = self.tokens;
        quantity.first >= 2
            && tokens.is(quantity.first - 1, "by")
            && tokens.get(quantity.first - 2).is_some_and(|verb| verb.forms & form::PAST != 0 && verb.senses.any(any::OUTPUT_VERBS))
    }

    /// "All issues are triaged", "every package has tests", "each customer gets an answer".
    fn of_all(&self) -> Class {
        let Some(at) = self.universal else { return self.unmeasured() };
        let noun = noun::head_senses(self.tokens, noun::phrase(self.tokens, at));
        let outside = noun.any(Senses::of(Sense::BeneficiaryNounsCustomer).and(Senses::of(Sense::BeneficiaryNounsPublic))) && !noun.any(WORK);
        let inside = noun.has(Sense::BeneficiaryNounsInternal);
        match self.shape.predicate {
            Some(Predicate::Can(_)) if outside || inside => Class::Outcome,
            Some(Predicate::Passive(_) | Predicate::Has(_)) => Class::Output,
            _ if outside && self.shape.lead.is_none() => Class::Outcome,
            _ => Class::Output,
        }
    }

    fn from_field(&self) -> Class {
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

    /// Without a number: a task or state that is done or not, or a direction that nobody could call done.
    fn unmeasured(&self) -> Class {
        let vague = match (self.shape.lead, self.shape.predicate) {
            (Some(lead), _) => self.vague_lead(lead),
            (None, Some(predicate)) => self.vague_predicate(predicate),
            (None, None) => self.vague_noun(),
        };
        if vague { Class::Vague } else { Class::Milestone }
    }

    fn vague_lead(&self, lead: usize) -> bool {
        let tokens = self.tokens;
        if tokens.any(lead, VAGUE_VERBS) {
            return true;
        }
        if self.shape.gerund {
            return true;
        }
        if self.lead_has(MOVING) || tokens.has(lead, Sense::VagueTermsHedge) {
            return true;
        }
        let object = tokens.term(lead).end;
        // "Make the site faster", "Get better at ..".
        let compared = (object..tokens.len().min(object + 6))
            .any(|at| tokens.has(at, Sense::VagueTermsComparative) && !tokens.any(at + 1, any::ACTIVITY_NOUNS));
        let made = tokens.is(lead, "make") || tokens.is(lead, "get") || tokens.is(lead, "be") || tokens.is(lead, "become");
        made && compared
    }

    fn vague_predicate(&self, predicate: Predicate) -> bool {
        let tokens = self.tokens;
        let at = predicate.at();
        match predicate {
            Predicate::State(_) if tokens.is(self.shape.start, "there") => false,
            Predicate::State(at) => {
                // The adjective stands close behind "is"; further on it colours something else.
                let mut index = at;
                while index < tokens.len().min(at + 5) && tokens.sign(index).is_none() {
                    if tokens.any(index, VAGUE_STATE) {
                        return true;
                    }
                    if tokens.any(index, any::ACTIVITY_NOUNS) || tokens.has(index, Sense::FunctionWordsPreposition) {
                        return false;
                    }
                    index += 1;
                }
                false
            }
            Predicate::Passive(_) | Predicate::Progressive(_) => {
                tokens.any(at, VAGUE_VERBS) && !tokens.any(at, any::OUTPUT_VERBS)
            }
            Predicate::Has(_) => {
                tokens.any(at, VAGUE_STATE) && !tokens.has(at, Sense::VagueTermsComparative)
                    || tokens.get(at).is_some_and(|token| token.senses.any(VAGUE_VERBS) && token.forms & form::PAST != 0)
            }
            Predicate::Active(_) | Predicate::Can(_) => {
                let well = (at + 1..tokens.len().min(at + 4)).any(|index| tokens.has(index, Sense::VagueTermsAdverb));
                well || tokens.any(at, MOVING.and(VAGUE_VERBS)) && !tokens.any(at, any::OUTPUT_VERBS)
            }
        }
    }

    /// A phrase without a verb: "Better docs" is a wish, "Release notes for v2" a thing.
    fn vague_noun(&self) -> bool {
        let tokens = self.tokens;
        let start = self.shape.start;
        let phrase = noun::phrase(tokens, start);
        let head = noun::head_senses(tokens, phrase.clone());
        let wish = phrase.clone().any(|at| tokens.any(at, VAGUE_STATE));
        let metric = head.any(any::METRIC_NOUNS) && !head.any(WORK);
        let change = phrase.clone().any(|at| tokens.has(at, Sense::OutcomeVerbsChangeNoun));
        let known = (start..tokens.len())
            .any(|at| tokens.any(at, any::ACTIVITY_NOUNS) || tokens.get(at).is_some_and(|token| token.kind == Kind::Name));
        wish || metric || change || (tokens.len() <= 2 && !known)
    }
}
