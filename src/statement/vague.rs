//! Statements without a number: a task or state that is done or not, or a direction that nobody could call done.

use super::class::Evidence;
use super::noun::{self, PEOPLE, WORK};
use super::shape::{self, MOVING, Predicate, VAGUE_VERBS};
use super::tokens::Kind;
use super::{Class, marks};
use crate::lexicon::{Sense, Senses, any, form};

const VAGUE_STATE: Senses = Senses::of(Sense::VagueTermsAdjective)
    .and(Senses::of(Sense::VagueTermsComparative))
    .and(Senses::of(Sense::VagueTermsSuperlative))
    .and(Senses::of(Sense::VagueTermsBuzzword));

impl Evidence<'_, '_> {
    /// Without a number: a task or state that is done or not, or a direction that nobody could call done.
    pub(crate) fn unmeasured(&self) -> Class {
        if self.tokens.len() > 1
            && self.tokens.is_sign(self.tokens.len() - 1, '?')
            && !self.tokens.any(0, Senses::of(Sense::FunctionWordsArticle))
        {
            return Class::Vague;
        }
        // "TBD% less cost", "[number] articles": as long as the value is missing, nobody can call it done.
        if (0..self.tokens.len()).any(|at| self.tokens.term(at).len() == 1 && marks::gap(self.tokens, at).is_some()) {
            return Class::Vague;
        }
        let vague = match (self.shape.lead, self.shape.predicate) {
            (Some(lead), _) => self.unending() || self.vague_lead(lead),
            (None, Some(predicate)) => self.vague_predicate(predicate),
            (None, None) => self.vague_noun(),
        };
        if vague { Class::Vague } else { Class::Milestone }
    }

    /// "Post regularly", "Deliver value faster": work that never comes to its end, or compared with nothing.
    fn unending(&self) -> bool {
        let tokens = self.tokens;
        let last = tokens.len().saturating_sub(1);
        let close = last - usize::from(tokens.sign(last).is_some() && last > 0);
        const OFTEN: [&str; 6] = ["regularly", "frequently", "often", "consistently", "continuously", "constantly"];
        let named = noun::phrase(tokens, self.object());
        (0..tokens.len()).any(|at| tokens.is_one(at, &OFTEN))
            || tokens.has(close, Sense::VagueTermsComparative)
            || named.clone().any(|at| tokens.has(at, Sense::VagueTermsSuperlative))
            || tokens.has(self.object(), Sense::PlainVerbsFeeling)
    }

    fn vague_lead(&self, lead: usize) -> bool {
        let tokens = self.tokens;
        // "Learn to swim".
        if tokens.is(lead, "learn") && tokens.is(lead + 1, "to") {
            return false;
        }
        if tokens.any(lead, VAGUE_VERBS) {
            return !self.definite(lead);
        }
        if self.shape.gerund || tokens.is(lead, "become") {
            return true;
        }
        if self.lead_has(MOVING) || tokens.has(lead, Sense::VagueTermsHedge) {
            return !self.definite(lead);
        }
        let named = noun::phrase(tokens, tokens.term(lead).end);
        let amounts = Senses::of(Sense::VagueTermsQuantifier).and(Senses::of(Sense::VagueTermsComparative));
        let enough = tokens.is_one(named.start, &["enough", "sufficient", "adequate", "appropriate"]);
        let thing = noun::head_senses(tokens, named.clone()).any(WORK);
        if enough
            || tokens.any(named.start, amounts)
            || (named.len() <= 3
                && tokens.has(named.start, Sense::VagueTermsAdjective)
                && tokens.get(named.start).is_some_and(|token| token.forms & form::PAST == 0)
                && !thing)
        {
            return true;
        }
        // "Find new volunteers", "Talk to users": without a number nobody can say when that is done.
        let met = tokens.any(
            lead,
            Senses::of(Sense::OutcomeVerbsAcquire)
                .and(Senses::of(Sense::OutputVerbsStaff))
                .and(Senses::of(Sense::OutputVerbsMeet)),
        );
        let crowd =
            noun::head(tokens, named.clone()).is_some_and(|head| tokens.any(head, PEOPLE) && tokens.word(head).ends_with('s'));
        if met && crowd && named.len() <= 2 && named.end >= tokens.len() && named.start == tokens.term(lead).end {
            return true;
        }
        let gains = Senses::of(Sense::OutcomeVerbsReach).and(Senses::of(Sense::OutcomeVerbsAcquire));
        if tokens.any(lead, gains)
            && (tokens.has(lead, Sense::OutcomeVerbsReach) || named.end >= tokens.len())
            && named
                .clone()
                .any(|at| tokens.any(at, VAGUE_STATE) || tokens.has(at, Sense::MetricNounsMoney) && at + 1 == named.end)
        {
            return true;
        }
        if noun::head(tokens, named).is_some_and(|head| tokens.has(head, Sense::VagueTermsNoun) && !tokens.any(head, WORK)) {
            return true;
        }
        let object = tokens.term(lead).end;
        // "Make the site faster", "Get better at ..".
        let compared = (object..tokens.len().min(object + 6))
            .any(|at| tokens.has(at, Sense::VagueTermsComparative) && !tokens.any(at + 1, any::ACTIVITY_NOUNS));
        let made = tokens.is_one(lead, &["make", "get", "be", "enable", "let", "allow", "help"]);
        made && compared
    }

    /// "Support TypeScript", "Expand search to Perforce": a thing one can see done, though the verb alone names a direction.
    fn definite(&self, lead: usize) -> bool {
        let tokens = self.tokens;
        let second = shape::object(tokens, lead);
        let object = noun::head_senses(tokens, noun::phrase(tokens, second));
        let removed = tokens.any(lead, any::OUTPUT_VERBS)
            && tokens.has(lead, Sense::OutcomeVerbsDecrease)
            && object.any(WORK)
            && !object.any(any::METRIC_NOUNS);
        let ends = !tokens.has(lead, Sense::VagueTermsDirection)
            && (tokens.term(lead).end..second)
                .any(|at| tokens.any(at, any::OUTPUT_VERBS) && !tokens.any(at, VAGUE_VERBS.and(MOVING)));
        if removed || ends {
            return true;
        }
        let named = |at: usize| {
            tokens.get(at).is_some_and(|token| {
                token.kind == Kind::Name || (token.kind == Kind::Word && token.capital && token.id.is_none())
            })
        };
        if tokens.is(lead, "support") {
            let object = noun::phrase(tokens, tokens.term(lead).end);
            let people = noun::head_senses(tokens, object.clone()).any(PEOPLE);
            return !people && object.clone().any(|at| named(at) || tokens.has(at, Sense::ActivityNounsSoftware));
        }
        let spreads = tokens.is_one(lead, &["scale", "expand", "extend", "grow", "broaden"]);
        spreads && (lead..tokens.len()).any(|at| (tokens.is(at, "to") || tokens.is(at, "into")) && (at + 1..at + 3).any(named))
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
            Predicate::Progressive(_) if self.shape.we => true,
            Predicate::Passive(_) | Predicate::Progressive(_) => {
                tokens.any(at, VAGUE_VERBS) && !tokens.any(at, any::OUTPUT_VERBS)
            }
            Predicate::Has(_) => {
                tokens.any(at, VAGUE_STATE) && !tokens.has(at, Sense::VagueTermsComparative)
                    || tokens.get(at).is_some_and(|token| token.senses.any(VAGUE_VERBS) && token.forms & form::PAST != 0)
            }
            Predicate::Active(_) | Predicate::Can(_) => {
                let loved = tokens.has(at, Sense::PlainVerbsFeeling);
                let felt = loved || tokens.any(at + 1, VAGUE_STATE) && !tokens.has(at + 1, Sense::VagueTermsComparative);
                let well = felt || (at + 1..tokens.len().min(at + 4)).any(|index| tokens.has(index, Sense::VagueTermsAdverb));
                let eased = (at + 1..tokens.len()).any(|index| {
                    tokens.has(index, Sense::VagueTermsComparative)
                        && !tokens.is(index, "more")
                        && !tokens.any(index + 1, any::ACTIVITY_NOUNS)
                });
                well || eased || tokens.any(at, MOVING.and(VAGUE_VERBS)) && !tokens.any(at, any::OUTPUT_VERBS)
            }
        }
    }

    /// A phrase without a verb: "Better docs" is a wish, "Release notes for v2" a thing.
    fn vague_noun(&self) -> bool {
        let tokens = self.tokens;
        let start = self.shape.start;
        let phrase = noun::phrase(tokens, start);
        let head = noun::head_senses(tokens, phrase.clone());
        let better = |at: usize| {
            tokens.has(at, Sense::VagueTermsComparative)
                || tokens.get(at).is_some_and(|token| token.forms & form::PAST != 0 && token.senses.any(VAGUE_VERBS))
        };
        let wish = phrase.clone().any(|at| tokens.any(at, VAGUE_STATE) && !head.any(WORK))
            || (start..tokens.len()).any(better)
            || tokens.has(start, Sense::FunctionWordsOngoing);
        // "Complaint desk": the metric only tells which desk.
        let last = phrase.end.checked_sub(1).is_some_and(|last| tokens.any(last, any::METRIC_NOUNS));
        let metric = last && head.any(any::METRIC_NOUNS) && !head.any(WORK);
        let change = phrase.clone().any(|at| tokens.has(at, Sense::OutcomeVerbsChangeNoun));
        let known = (start..tokens.len())
            .any(|at| tokens.any(at, any::ACTIVITY_NOUNS) || tokens.get(at).is_some_and(|token| token.kind == Kind::Name));
        let named = phrase.end.checked_sub(1).is_some_and(|last| tokens.has(last, Sense::VagueTermsNoun));
        let airy = named && !head.any(WORK);
        wish || metric || change || airy || (tokens.len() <= 2 && !known)
    }
}
