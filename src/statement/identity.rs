//! Which measure a statement is about, in a form that is the same for two teams' words for one thing: a head noun, and what narrows it. "Cut
//! monthly churn from 4% to 3%" and "churn rate per month" meet; "support contacts per new customer" and "contacts from churned customers"
//! do not. What cannot be told apart from the name stays in it: two statements that ought to meet may miss each other, not the other way.

mod words;

use std::ops::Range;

use super::bind::{self, Binding, Role};
use super::noun;
use super::quantity::{self, Quantity};
use super::read::unlocated;
use super::shape::{self, Shape, VAGUE_VERBS};
use super::tokens::{Glue, Kind, Tokens};
use super::{Context, deadline, mask};
use crate::lexicon::{self, Entry, FLOW_CONFLICTS, METRIC_NAMES, METRIC_WORDS, Sense, Senses, any, hash};
use crate::source::Text;
use words::{has_class, is_listed, longest, own_senses, period_hash, stem};

/// Marks a word that never may be left out: a denominator, a period, a number, "without".
const FIXED: u32 = 1 << 31;

/// Longest aside that is left out, in tokens.
const ASIDE: usize = 32;
/// How many tokens before a name the preposition may stand that makes it a place.
const BEFORE_NAME: usize = 4;

/// What a statement measures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Hash of the head noun.
    pub(crate) head: u32,
    /// Hashes of the other words, sorted, each once.
    pub(crate) words: Vec<u32>,
    /// Whether the values of parts may add up to that of the whole: they are no averages, no shares, and not for each of something else.
    pub(crate) is_sum: bool,
    /// Whether the head names what is counted or paid, so that numbers without a unit add up.
    pub(crate) is_counted: bool,
    /// Whether a proper name is among the words: a site, a product, a country.
    pub(crate) is_named: bool,
    /// Whether the verb says that the values are added to what others bring.
    pub(crate) is_added: bool,
    /// The side of a flow that it measures: how much of it there is, or how good it is.
    pub(crate) flow: Option<Flow>,
}

/// The side of a flow that a measure is about, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flow {
    /// The term of the lexicon.
    pub(crate) entry: &'static Entry,
    /// Hash of what narrows the flow: a site, a product. Sides of one flow have the same.
    pub(crate) place: u32,
}

impl Identity {
    /// What the name of a metric stands for, as [`Identity::of`].
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::of(&unlocated(name))
    }

    /// What the statement of a key result, or the name of a metric, measures; `None` where it names nothing that two teams could share, as
    /// "time" or "the number of tasks" do.
    pub(crate) fn of(text: &Text) -> Option<Self> {
        let mut tokens = Tokens::new(text.as_str());
        deadline::find(&mut tokens, text, &Context::default());
        let timed: Vec<bool> = tokens.list.iter().map(|token| token.masked).collect();
        mask::mask(&mut tokens);
        let quantities = quantity::find(&tokens);
        let binding = bind::bind(&tokens, &quantities);
        let values = values(&quantities, &binding);
        let mut walk = Walk {
            tokens: &tokens,
            shape: shape::shape(&tokens),
            values_end: values.iter().map(|value| value.end).max().unwrap_or(usize::MAX),
            values,
            quantities: &quantities,
            timed,
            phrase: Phrase::Head,
            words: Vec::new(),
            has_head: false,
            is_share: false,
        };
        walk.run();
        walk.identity()
    }

    /// Whether this is the other measure, or a part of it: everything that narrows the other narrows this one too.
    pub(crate) fn is_within(own: &[u32], other: &[u32]) -> bool {
        own.len() >= other.len() && other.iter().all(|word| own.binary_search(word).is_ok())
    }

    /// Whether what narrows one measure and not the other may be a mere aside: a purpose, an adjective.
    pub(crate) fn is_loose(own: &[u32], other: &[u32]) -> bool {
        Self::is_within(own, other) && own.iter().all(|word| word & FIXED == 0 || other.binary_search(word).is_ok())
    }
}

/// The tokens of the values: they say how much, not of what.
fn values(quantities: &[Quantity<'_>], binding: &Binding) -> Vec<Range<usize>> {
    let bound = [binding.target, binding.baseline, binding.current];
    let moves = |index: usize| matches!(binding.roles[index], Role::Level | Role::Change | Role::Baseline | Role::Current);
    let told = (0..quantities.len()).filter(|index| bound.contains(&Some(*index)) || moves(*index));
    told.map(|index| quantities[index].range()).collect()
}

/// Which part of the name the next word belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phrase {
    /// The first noun phrase, whose last word is the head.
    Head,
    /// What stands behind "per".
    Denominator,
    /// Anything else.
    Further,
}

/// A word of the name.
struct Word {
    hash: u32,
    /// Its first token.
    at: usize,
    phrase: Phrase,
    /// What the lexicon knows of the measure that it names.
    name: Option<&'static Entry>,
}

struct Walk<'a, 't> {
    tokens: &'a Tokens<'t>,
    shape: Shape,
    quantities: &'a [Quantity<'t>],
    values: Vec<Range<usize>>,
    values_end: usize,
    /// The tokens of deadlines and periods.
    timed: Vec<bool>,
    phrase: Phrase,
    words: Vec<Word>,
    /// Whether one of them may be the head.
    has_head: bool,
    /// Whether a word says that the values are averages or shares.
    is_share: bool,
}

impl Walk<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() && !self.ends(at) {
            at = self.step(at).max(at + 1);
        }
    }

    /// Takes the word at a token; where the next one begins.
    fn step(&mut self, at: usize) -> usize {
        if self.timed[at] {
            return at + 1;
        }
        if let Some(end) = self.value_at(at) {
            self.close();
            // "From 400 to 900 items": what the value counts where that says nothing.
            let is_bare = is_listed(&self.tokens.word(end).to_lowercase(), "bare");
            return end + usize::from(is_bare && !self.timed.get(end).is_some_and(|timed| *timed));
        }
        if let Some(sign) = self.tokens.sign(at) {
            return self.sign(at, sign);
        }
        let tokens = self.tokens;
        if let Kind::Number { value, .. } = tokens.list[at].kind {
            // "Within 1 hour" is "within an hour".
            if value != 1.0 {
                self.fix(hash::hash(value.to_string().bytes()), at);
            }
            return at + 1;
        }
        if self.is_moving(at) {
            return tokens.term(at).end.max(at + 1);
        }
        if let Some((len, entries)) = longest(METRIC_NAMES, tokens, at) {
            let name = &entries[0];
            self.push(hash::hash(name.class.bytes()), at, Some(name));
            return at + len;
        }
        if let Some((len, entries)) = longest(METRIC_WORDS, tokens, at)
            && self.known(at, entries)
        {
            return at + len;
        }
        self.word(at);
        at + 1
    }

    /// Where the value ends that a token belongs to.
    fn value_at(&self, at: usize) -> Option<usize> {
        let next = self.values.partition_point(|value| value.end <= at);
        self.values.get(next).filter(|value| value.contains(&at)).map(|value| value.end)
    }

    /// Takes a word that tells how the measure is taken; whether there is no more to it.
    fn known(&mut self, at: usize, entries: &'static [Entry]) -> bool {
        let is = |class: &str| entries.iter().find(|entry| entry.class == class);
        if let Some(period) = is("period") {
            self.fix(period_hash(period), at);
            return true;
        }
        if is("per").is_some() {
            self.phrase = Phrase::Denominator;
            return true;
        }
        if is("turning").is_some() {
            self.close();
            self.fix(stem(self.tokens.word(at)), at);
            return true;
        }
        self.is_share |= is("mean").is_some();
        is("counting").is_some() || is("mean").is_some()
    }

    fn word(&mut self, at: usize) {
        let tokens = self.tokens;
        let senses = own_senses(tokens, at);
        let joined = tokens.list[at].glue == Glue::Hyphen
            || tokens.get(at + 1).is_some_and(|next| next.glue == Glue::Hyphen && next.kind == Kind::Word);
        let closes = Senses::of(Sense::FunctionWordsPreposition)
            .and(Senses::of(Sense::FunctionWordsRelative))
            .and(Senses::of(Sense::FunctionWordsBe))
            .and(Senses::of(Sense::FunctionWordsHave))
            .and(Senses::of(Sense::FunctionWordsModal))
            .and(Senses::of(Sense::FunctionWordsAnd));
        if senses.any(any::FUNCTION_WORDS) && !joined {
            // "Per member and month" has two denominators.
            if senses.any(closes) && !(self.phrase == Phrase::Denominator && tokens.has(at, Sense::FunctionWordsAnd)) {
                self.close();
            }
            return;
        }
        let period =
            (self.phrase == Phrase::Denominator).then(|| lexicon::exact(METRIC_WORDS, &format!("per {}", tokens.word(at))));
        if let Some(period) = period.and_then(|entries| entries.iter().find(|entry| entry.class == "period")) {
            self.fix(period_hash(period), at);
            return;
        }
        // "Win 300 donors": a verb that does not only move the measure narrows it, and is not its head.
        let object = tokens.get(at + 1).is_some_and(|next| {
            let closes = next.senses.any(closes) && !next.senses.has(Sense::FunctionWordsAnd);
            !closes && !matches!(next.kind, Kind::Sign(_))
        });
        if self.shape.lead == Some(at) && object && senses.any(shape::VERBS) {
            self.words.push(Word { hash: stem(tokens.word(at)) & !FIXED, at, phrase: Phrase::Further, name: None });
            return;
        }
        let inside = self.phrase == Phrase::Head && !self.words.is_empty();
        let participle = inside
            && (noun::is_participle(tokens, at) || is_listed(&tokens.word(at).to_lowercase(), "participle"))
            && tokens
                .get(at + 1)
                .is_none_or(|next| next.kind != Kind::Word || own_senses(tokens, at + 1).any(any::FUNCTION_WORDS));
        if participle {
            self.close();
        }
        self.push(stem(tokens.word(at)), at, None);
    }

    fn push(&mut self, hash: u32, at: usize, name: Option<&'static Entry>) {
        let hash = if self.phrase == Phrase::Denominator { hash.rotate_left(7) | FIXED } else { hash & !FIXED };
        self.has_head |= self.phrase == Phrase::Head;
        self.words.push(Word { hash, at, phrase: self.phrase, name });
    }

    /// Takes what may not be left out, wherever it stands.
    fn fix(&mut self, hash: u32, at: usize) {
        let phrase = if self.phrase == Phrase::Denominator { Phrase::Denominator } else { Phrase::Further };
        self.words.push(Word { hash: hash | FIXED, at, phrase, name: None });
    }

    /// Ends the noun phrase. The head is in the first that has any word but such as count.
    fn close(&mut self) {
        self.phrase = if self.has_head { Phrase::Further } else { Phrase::Head };
    }

    /// Steps over a sign; an aside that tells a value or a source is left out as a whole.
    fn sign(&mut self, at: usize, sign: char) -> usize {
        if !matches!(sign, '"' | '“' | '”' | '\'' | '&' | '%') {
            self.close();
        }
        let closing = match sign {
            '(' => ')',
            '[' => ']',
            _ => return at + 1,
        };
        let far = self.tokens.len().min(at + ASIDE);
        let Some(end) = (at..far).find(|at| self.tokens.is_sign(*at, closing)) else { return at + 1 };
        let next = self.values.partition_point(|value| value.start <= at);
        let inside = self.values.get(next).is_some_and(|value| value.start < end) || self.timed[at..end].contains(&true);
        let sourced =
            self.tokens.is_one(at + 1, &["source", "from", "was", "measured", "baseline", "currently", "now", "see", "today"]);
        if inside || sourced { end + 1 } else { at + 1 }
    }

    /// Whether a verb stands at a token that moves the measure: the leading one, or "fall" in "let churn fall to 3%".
    fn is_moving(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let first = self.words.is_empty();
        let listed = || {
            longest(METRIC_WORDS, tokens, at)
                .is_some_and(|(_, entries)| has_class(entries, "moving") || has_class(entries, "adding"))
        };
        let moves =
            shape::MOVING.and(VAGUE_VERBS).and(Senses::of(Sense::OutcomeVerbsReach)).and(Senses::of(Sense::OutcomeVerbsAcquire));
        if self.shape.lead.is_some_and(|lead| tokens.term(lead).contains(&at)) {
            return tokens.any(self.shape.lead.unwrap_or(at), moves) || first && listed();
        }
        let next = tokens.term(at).end;
        let is_value = |at: usize| self.values.binary_search_by_key(&at, |value| value.start).is_ok();
        let before_value = is_value(next) || tokens.is_one(next, &["from", "to", "by"]) && is_value(next + 1);
        first && listed() || before_value && tokens.any(at, shape::MOVING)
    }

    /// Whether what stands at a token is no part of the name any more: how it is done, what else is promised.
    fn ends(&self, at: usize) -> bool {
        let tokens = self.tokens;
        if at < self.values_end || self.timed[at] {
            return false;
        }
        if let Some(sign) = tokens.sign(at) {
            return matches!(sign, ',' | ';' | '—' | ':' | '.' | '|' | '→');
        }
        let means = longest(METRIC_WORDS, tokens, at).is_some_and(|(_, entries)| has_class(entries, "means"));
        let timed = self.timed.get(at + 1) == Some(&true);
        let promises = || self.quantities.last().is_some_and(|quantity| quantity.first > at);
        means && !timed || (tokens.has(at, Sense::FunctionWordsAnd) || tokens.is(at, "with")) && promises()
    }

    fn identity(self) -> Option<Identity> {
        let tokens = self.tokens;
        let head = self.words.iter().rposition(|word| word.phrase == Phrase::Head)?;
        let word = &self.words[head];
        let others = self.words.iter().enumerate().filter(|(at, other)| *at != head && other.hash != word.hash);
        let mut words: Vec<u32> = others.map(|(_, word)| word.hash).collect();
        words.sort_unstable();
        words.dedup();
        let written = word.name.map_or_else(|| tokens.word(word.at).to_lowercase(), |name| name.class.to_owned());
        let tells = self
            .words
            .iter()
            .any(|other| other.hash != word.hash && (other.hash & FIXED == 0 || other.phrase == Phrase::Denominator));
        if is_listed(&written, "bare") && !tells {
            return None;
        }
        let is_sum = !self.is_share
            && self
                .words
                .iter()
                .all(|word| word.phrase != Phrase::Denominator && word.name.is_none_or(|name| name.note.is_empty()));
        Some(Identity {
            head: word.hash,
            words,
            is_sum,
            is_counted: counts(tokens, word),
            is_named: self.is_named(),
            is_added: longest(METRIC_WORDS, tokens, self.shape.start).is_some_and(|(_, entries)| has_class(entries, "adding")),
            flow: self.flow(word.at),
        })
    }

    /// Whether a name with a capital tells where: "at Leeds", "in the North Sea"; not the name of the measure, "Lighthouse score", and not a
    /// title, in which all words have capitals.
    fn is_named(&self) -> bool {
        let tokens = self.tokens;
        let is_capital = |word: &&Word| {
            let written = tokens.word(word.at);
            tokens.list[word.at].capital && written.chars().any(char::is_lowercase) && word.name.is_none()
        };
        let stands_behind = |word: &&Word| {
            let before = (0..word.at)
                .rev()
                .take(BEFORE_NAME)
                .find(|at| tokens.any(*at, any::FUNCTION_WORDS) && !tokens.has(*at, Sense::FunctionWordsArticle));
            before.is_some_and(|at| tokens.is_one(at, &["at", "in", "for"]))
        };
        let first = self.shape.lead.unwrap_or(self.shape.start);
        let (names, others): (Vec<&Word>, Vec<&Word>) = self.words.iter().filter(|word| word.at > first).partition(is_capital);
        names.iter().any(stands_behind) && names.len() <= others.len()
    }

    /// The side of a flow that the name speaks of. What counts the flow has nothing to narrow it but a place: "leads accepted by sales" are
    /// more than leads.
    fn flow(&self, head: usize) -> Option<Flow> {
        let found = self.words.iter().find_map(|word| {
            let (len, entries) = longest(FLOW_CONFLICTS, self.tokens, word.at)?;
            let term = word.at..word.at + len;
            let entry = entries.iter().find(|entry| term.contains(&head) || entry.class.ends_with(" good"))?;
            Some((term, entry))
        });
        let (term, entry) = found?;
        let narrows = |word: &&Word| {
            let is_bare = || is_listed(&self.tokens.word(word.at).to_lowercase(), "bare");
            word.hash & FIXED == 0 && !term.contains(&word.at) && !is_bare()
        };
        let mut place: Vec<u32> = self.words.iter().filter(narrows).map(|word| word.hash).collect();
        place.sort_unstable();
        place.dedup();
        let place = place.iter().fold(hash::EMPTY, |hash, word| hash::pair(hash, *word));
        Some(Flow { entry, place })
    }
}

/// Whether a head names what can be counted or is paid: a plural, people, money.
fn counts(tokens: &Tokens<'_>, word: &Word) -> bool {
    let senses = tokens.list[word.at].senses;
    let valued =
        Senses::of(Sense::MetricNounsRate).and(Senses::of(Sense::MetricNounsScore)).and(Senses::of(Sense::UnitsDuration));
    if senses.any(valued) && !senses.has(Sense::MetricNounsMoney) {
        return false;
    }
    let written = tokens.word(word.at);
    let plural = written.len() > 3 && written.ends_with('s') && !written.ends_with("ss") && written.ends_with(char::is_lowercase);
    word.name.is_some() || plural || senses.has(Sense::MetricNounsMoney) || senses.any(any::BENEFICIARY_NOUNS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::TextBuilder;

    fn identity(text: &str) -> Option<Identity> {
        let mut builder = TextBuilder::default();
        builder.push(text, 0);
        Identity::of(&builder.finish())
    }

    #[test]
    fn two_teams_words_for_one_measure_are_equal() {
        let cases = [
            ("Reduce monthly churn from 4% to 3%", "Churn rate per month: 5%"),
            ("Grow headcount from 120 to 150", "Reduce the number of employees to 110"),
            ("Raise meals served per day at Leeds from 300 to 450", "Increase daily meals served at Leeds from 260 to 400"),
            ("Cut energy costs at Leeds from 90k EUR to 70k EUR", "Cut energy spend at Leeds from EUR 120,000 to EUR 95,000"),
            ("Raise monthly newsletters per member from 2 to 5", "Cut newsletters per member and month from 2 to 1"),
            ("Contribute 3 pp to retention in Leeds", "Raise retention in Leeds by 3 of the 12 pp"),
        ];
        for (one, other) in cases {
            let name = |text: &str| identity(text).map(|identity| (identity.head, identity.words));
            assert_eq!(name(one), name(other), "{one} / {other}");
            assert!(name(one).is_some(), "{one}");
        }
    }
}
