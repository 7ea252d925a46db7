//! The shape of a statement: does a verb lead it, or does something stand in some state?

use std::ops::Range;

use super::noun;
use super::tokens::{Glue, Kind, Tokens};
use crate::lexicon::{Sense, Senses, any, form};

/// Senses that can only be verbs' senses.
pub(crate) const VERBS: Senses =
    any::OUTCOME_VERBS.and(any::OUTPUT_VERBS).and(any::DUAL_VERBS).and(VAGUE_VERBS).and(Senses::of(Sense::NumbersVerbMultiple));
/// Verbs that name a direction or an activity without an end.
pub(crate) const VAGUE_VERBS: Senses = Senses::of(Sense::VagueTermsDirection).and(Senses::of(Sense::VagueTermsActivity));
/// Verbs that move a metric.
pub(crate) const MOVING: Senses = Senses::of(Sense::OutcomeVerbsIncrease)
    .and(Senses::of(Sense::OutcomeVerbsDecrease))
    .and(Senses::of(Sense::OutcomeVerbsHold))
    .and(Senses::of(Sense::NumbersVerbMultiple));
const NAMING: Senses = any::METRIC_NOUNS.and(any::VANITY_METRICS);

/// What a statement says of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Predicate {
    /// Something is made, done, published: the participle's token.
    Passive(usize),
    /// Something is in a state: the first token of the state.
    State(usize),
    /// Something is doing something: the gerund.
    Progressive(usize),
    /// Something has something: the first token of the object.
    Has(usize),
    /// Something can do something: the verb.
    Can(usize),
    /// Something does something: the verb.
    Active(usize),
}

impl Predicate {
    /// The token that carries the meaning.
    pub(crate) fn at(self) -> usize {
        match self {
            Self::Passive(at) | Self::State(at) | Self::Progressive(at) | Self::Has(at) | Self::Can(at) | Self::Active(at) => at,
        }
    }
}

/// The shape of a statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// First token that is not "we will", "ensure that", a topic or a time.
    pub(crate) start: usize,
    /// The verb that leads: "Launch ..", "We launch ..", "Launched ..".
    pub(crate) lead: Option<usize>,
    /// Whether no lexicon knows the leading verb: "Sketch the ..", "Swim 20 lengths".
    pub(crate) unknown: bool,
    /// Whether the leading verb is a gerund: "Creating ..".
    pub(crate) gerund: bool,
    /// Otherwise what is said of the subject.
    pub(crate) predicate: Option<Predicate>,
    /// Where the subject ends: the token of "is", "has", "can" or the verb.
    pub(crate) subject_end: usize,
    /// Whether it says "ensure that".
    pub(crate) ensure: bool,
    /// Whether the subject is "we".
    pub(crate) we: bool,
}

impl Shape {
    /// The subject's tokens, where something is said of a subject.
    pub(crate) fn subject(&self) -> Range<usize> {
        self.start..if self.predicate.is_some() { self.subject_end } else { self.start }
    }
}

/// Where the object of the leading verb begins, behind further verbs: "Review and update all policies".
pub(crate) fn object(tokens: &Tokens<'_>, lead: usize) -> usize {
    let mut at = tokens.term(lead).end;
    while (tokens.has(at, Sense::FunctionWordsAnd) || tokens.is_sign(at, ',') || tokens.is_sign(at, '&') || tokens.is(at, "or"))
        && tokens.get(at + 1).is_some_and(|verb| verb.senses.any(VERBS) && verb.forms & (form::BASE | form::PAST) != 0)
    {
        at = tokens.term(at + 1).end;
    }
    at
}

/// Reads the shape of a statement.
pub(crate) fn shape(tokens: &Tokens<'_>) -> Shape {
    let mut shape = Shape { start: opening(tokens), ..Shape::default() };
    loop {
        let at = shape.start;
        let Some(token) = tokens.get(at) else { return shape };
        let after = tokens.term(at).end;
        let skip = match token.kind {
            Kind::Sign(sign) => !matches!(sign, '$' | '€' | '£' | '<' | '>' | '≤' | '≥' | '~' | '+'),
            _ if token.senses.has(Sense::FunctionWordsEnsure) => {
                shape.ensure = true;
                true
            }
            _ if tokens.is(at, "that") && shape.ensure => true,
            _ if tokens.is(at, "we") || tokens.is(at, "i") || tokens.is(at, "we've") || tokens.is(at, "we’ve") => {
                shape.we = true;
                true
            }
            _ if token.senses.has(Sense::FunctionWordsModal) && shape.we => true,
            _ if tokens.is(at, "to") => at == 0 || shape.we,
            _ if tokens.is(at, "not") || tokens.is(at, "don't") || tokens.is(at, "never") => true,
            _ => {
                token.senses.has(Sense::FunctionWordsAdverb)
                    && tokens.any(after, VERBS.and(any::FUNCTION_WORDS))
                    && !token.senses.has(Sense::FunctionWordsUniversal)
            }
        };
        if !skip {
            break;
        }
        shape.start = after;
    }
    read_verbs(tokens, &mut shape);
    shape
}

fn read_verbs(tokens: &Tokens<'_>, shape: &mut Shape) {
    let at = shape.start;
    let Some(token) = tokens.get(at) else { return };
    let verb = token.senses.any(VERBS) && !noun_use(tokens, at, shape);
    if verb && token.forms & (form::BASE | form::PAST) != 0 && !subject_follows(tokens, at) {
        shape.lead = Some(at);
        return;
    }
    // "Planning a day takes a minute": the gerund is the subject.
    let told = if verb && token.forms & (form::GERUND | form::BASE) == form::GERUND { predicate(tokens, at) } else { None };
    if let Some((end, predicate)) = told.filter(|(end, _)| says(tokens, *end)) {
        shape.subject_end = end;
        shape.predicate = Some(predicate);
        return;
    }
    if verb && token.forms & form::GERUND != 0 && !subject_follows(tokens, at) {
        shape.lead = Some(at);
        shape.gerund = !tokens.is(at, "having");
        return;
    }
    if shape.we && token.senses.has(Sense::FunctionWordsHave) {
        shape.subject_end = at;
        shape.predicate = Some(Predicate::Has(tokens.term(at).end));
        return;
    }
    if commands(tokens, at) {
        shape.lead = Some(at);
        shape.unknown = true;
        return;
    }
    if let Some((end, predicate)) = predicate(tokens, at) {
        shape.subject_end = end;
        shape.predicate = Some(predicate);
    }
}

/// Whether a token is the finite verb of a third person: "takes", "is", "has", "can".
fn says(tokens: &Tokens<'_>, at: usize) -> bool {
    let auxiliary =
        Senses::of(Sense::FunctionWordsBe).and(Senses::of(Sense::FunctionWordsHave)).and(Senses::of(Sense::FunctionWordsModal));
    tokens.any(at, auxiliary)
        || tokens.get(at).is_some_and(|token| token.forms & form::THIRD != 0 && token.senses.any(any::PLAIN_VERBS))
}

/// "Sketch the lobby", "Bike 300 miles": no noun stands before an article or before a number with its noun, so the word is a
/// verb though the lexicons do not know it as one.
fn commands(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let may_lead = token.senses == Senses::NONE || token.senses.any(any::PLAIN_VERBS) && token.forms & form::BASE != 0;
    // "Swim 20 km".
    let moves = token.senses.has(Sense::ActivityNounsEvent) && tokens.has(at + 2, Sense::UnitsPhysical);
    let may_lead = may_lead || moves;
    let acronym = tokens.word(at).bytes().all(|byte| byte.is_ascii_uppercase());
    if token.kind != Kind::Word || !may_lead || acronym || token.phrase != 0 || token.possessive {
        return false;
    }
    let article = tokens.any(at + 1, Senses::of(Sense::FunctionWordsArticle).and(Senses::of(Sense::FunctionWordsUniversal)));
    let number = tokens.number(at + 1).is_some() || tokens.has(at + 1, Sense::NumbersCardinal);
    let sized = Senses::of(Sense::UnitsPhysical).and(Senses::of(Sense::UnitsDuration));
    let counted = tokens.get(at + 2).is_some_and(|noun| {
        noun.kind == Kind::Word
            && (!noun.senses.any(any::UNITS.and(any::FUNCTION_WORDS)) || noun.senses.any(sized))
            && !noun.masked
    });
    article && !tokens.is_one(at + 1, &["that", "this"]) || number && counted
}

/// Steps over a topic ("Docs: ..") or a time ("Each quarter, ..") at the front.
fn opening(tokens: &Tokens<'_>) -> usize {
    let timed = tokens.any(0, Senses::of(Sense::TimeWordsRate))
        || tokens.is(0, "for")
        || tokens.is(0, "in")
        || tokens.is(0, "by")
        || tokens.is(0, "given")
        || tokens.is(0, "after")
        || tokens.is(0, "once");
    let limit = tokens.len().min(10);
    for at in 1..limit {
        match tokens.sign(at) {
            Some(',') if timed => return at + 1,
            Some(':' | '—') if at + 2 < tokens.len() => {
                let value = tokens.number(at + 1).is_some()
                    || tokens.is(at + 1, "from")
                    || tokens.any(at + 1, any::BOUNDS)
                    || tokens.sign(at + 1).is_some();
                let verb = (0..at)
                    .any(|index| tokens.any(index, Senses::of(Sense::FunctionWordsBe).and(Senses::of(Sense::FunctionWordsHave))));
                let counted = (0..at).any(|index| tokens.number(index).is_some() || tokens.has(index, Sense::NumbersCardinal));
                let led = tokens.any(0, VERBS) && tokens.get(0).is_some_and(|token| token.forms & form::BASE != 0);
                return if value || verb || counted || led { 0 } else { at + 1 };
            }
            Some('.' | ';' | '(') => return 0,
            _ => {}
        }
    }
    0
}

/// "Launch time", "Support CSAT", "Review of", "go-ipfs": the word is a noun here.
fn noun_use(tokens: &Tokens<'_>, at: usize, shape: &Shape) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    let next_at = tokens.term(at).end;
    let Some(next) = tokens.get(next_at) else { return tokens.len() == 1 };
    if token.possessive || (next.glue == Glue::Hyphen && token.phrase == 0) {
        return true;
    }
    if next.senses.any(Senses::of(Sense::FunctionWordsBe).and(Senses::of(Sense::FunctionWordsModal)))
        || tokens.is(next_at, "has")
        || tokens.is(next_at, "who")
        || tokens.is(next_at, "of")
        || tokens.is(at, "support") && tokens.is(next_at, "for")
    {
        return true;
    }
    let phrase = noun::phrase(tokens, next_at);
    // "Onboarding programme piloted", "Boost + Loyalty shipped".
    let bare = !tokens.any(next_at, ARTICLES.and(Senses::of(Sense::FunctionWordsUniversal)));
    let done = token.forms & form::BASE == 0 && bare && !phrase.is_empty() && noun::is_participle(tokens, phrase.end);
    let gerund = token.forms & form::GERUND != 0 && token.forms & form::BASE == 0;
    let head = noun::head(tokens, phrase.clone());
    let singular = bare && head.is_some_and(|head| !tokens.word(head).ends_with('s'));
    // "Training plan for 2027": after a verb one thing would have an article.
    const MASS: [&str; 6] = ["content", "documentation", "software", "infrastructure", "code", "work"];
    let compound = singular && head.is_some_and(|head| tokens.any(head, any::ACTIVITY_NOUNS) && !tokens.is_one(head, &MASS));
    let open = tokens.is_one(phrase.end, &STANDING) || phrase.end > next_at + 1 && tokens.is_one(phrase.end - 1, &STANDING);
    // "Support rota agreed with the union", but "Fix the defect reported by users".
    let subject = token.forms & form::BASE != 0
        && (token.senses.any(any::ACTIVITY_NOUNS) || tokens.is_one(at, &["support", "launch", "process", "plan", "market"]))
        && singular
        && noun::is_participle(tokens, phrase.end)
        && !tokens.is(tokens.term(phrase.end).end, "by");
    if gerund && (done || compound || open && bare || tokens.is_one(next_at, &["for", "from"]))
        || subject
        || matches!(next.kind, Kind::Sign('+' | '&'))
    {
        return true;
    }
    let finite =
        Senses::of(Sense::FunctionWordsBe).and(Senses::of(Sense::FunctionWordsModal)).and(Senses::of(Sense::FunctionWordsHave));
    if !phrase.is_empty() && tokens.any(phrase.end, finite) && !shape.we {
        return true;
    }
    if shape.we || shape.ensure {
        return false;
    }
    let measured = phrase.clone().any(|index| tokens.any(index, NAMING));
    let moving = token.senses.any(MOVING.and(Senses::of(Sense::OutcomeVerbsReach)).and(Senses::of(Sense::OutcomeVerbsAcquire)));
    let mut end = phrase.end;
    if tokens.is(end, "per") {
        end = noun::phrase(tokens, end + 1).end;
    }
    let value = tokens.number(end).is_some()
        || tokens.is(end, "from")
        || tokens.any(end, any::BOUNDS)
        || matches!(tokens.sign(end), Some('<' | '>' | '≤' | '≥' | ':' | '$' | '€' | '='));
    // "Launch time from 40 to 12 s", "Design defects per unit 3 to 1", but "Report revenue weekly".
    measured && !moving && value
}

/// "Increased usage is ..", "Finished games are ..": a participle before the subject's noun.
fn subject_follows(tokens: &Tokens<'_>, at: usize) -> bool {
    let past_only = tokens.get(at).is_some_and(|token| token.forms & form::BASE == 0);
    // "Improved search released".
    let further = noun::phrase(tokens, at + 1);
    let done = !further.is_empty()
        && (noun::is_participle(tokens, further.end) || tokens.is_one(further.end - 1, &STANDING))
        && !tokens.any(at + 1, ARTICLES);
    past_only && done || past_only && (at + 1..tokens.len().min(at + 5)).any(|index| tokens.has(index, Sense::FunctionWordsBe))
}

/// The first predicate behind a subject that begins at a token, with the token at which the subject ends.
fn predicate(tokens: &Tokens<'_>, start: usize) -> Option<(usize, Predicate)> {
    let mut depth = 0usize;
    let mut reduced = None;
    let mut plain = None;
    let mut relative = false;
    for at in start..tokens.len() {
        let token = tokens.get(at)?;
        match token.kind {
            Kind::Sign('(' | '[') => depth += 1,
            Kind::Sign(')' | ']') => depth = depth.saturating_sub(1),
            Kind::Sign('.' | ';' | '…') if at > start + 1 && depth == 0 => break,
            _ => {}
        }
        if depth > 0 || matches!(token.kind, Kind::Sign(_)) {
            continue;
        }
        if token.senses.has(Sense::FunctionWordsRelative) && at > start {
            relative = true;
            continue;
        }
        let found = finite(tokens, at, start);
        if let Some(found) = found {
            // "Customers who are onboarded stay": the first verb belongs to the relative clause.
            if !relative {
                return Some((at, found));
            }
            relative = false;
            continue;
        }
        let noun_before = at > start
            && tokens.get(at - 1).is_some_and(|before| {
                matches!(before.kind, Kind::Word | Kind::Name | Kind::Number { .. } | Kind::Sign(')' | '"' | '”' | '%'))
                    && !before.senses.any(ARTICLES)
            });
        let verb = token.senses.any(VERBS) && token.glue != Glue::Hyphen && noun_before;
        if noun_before && reduced.is_none() && noun::is_unknown_participle(tokens, at) {
            reduced = Some((at, Predicate::Passive(at)));
        }
        let attribute = tokens
            .get(tokens.term(at).end)
            .is_some_and(|next| next.kind == Kind::Word && next.senses.any(any::ACTIVITY_NOUNS.and(any::BENEFICIARY_NOUNS)));
        if verb
            && !attribute
            && token.forms & form::PAST != 0
            && reduced.is_none()
            && tokens.get(tokens.term(at).end).is_none_or(|next| next.glue != Glue::Hyphen)
        {
            reduced = Some((at, Predicate::Passive(at)));
        }
        let plural = at > start && tokens.word(at - 1).ends_with('s');
        let people = token.senses.any(any::OUTCOME_VERBS.and(any::DUAL_VERBS).and(any::OUTPUT_VERBS).and(any::PLAIN_VERBS));
        if people && token.forms & form::BASE != 0 && plural && noun_before && plain.is_none() && !is_object_noun(tokens, at) {
            plain = Some((at, Predicate::Active(at)));
        }
    }
    plain.filter(|(at, _)| reduced.is_none_or(|(other, _)| *at < other)).or(reduced).or(plain)
}

/// Words that say of the thing before them that it is there.
const STANDING: [&str; 6] = ["open", "live", "ready", "available", "operational", "online"];
const ARTICLES: Senses = Senses::of(Sense::FunctionWordsArticle)
    .and(Senses::of(Sense::FunctionWordsPreposition))
    .and(Senses::of(Sense::FunctionWordsAnd));

fn is_object_noun(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = tokens.term(at).end;
    tokens.get(next).is_none_or(|next| matches!(next.kind, Kind::Sign(_))) || tokens.any(next, Senses::of(Sense::FunctionWordsBe))
}

/// The predicate that a finite verb at a token opens.
fn finite(tokens: &Tokens<'_>, at: usize, start: usize) -> Option<Predicate> {
    let token = tokens.get(at)?;
    let mut next = tokens.term(at).end;
    let step = |from: usize| {
        let mut next = from;
        while tokens.any(next, Senses::of(Sense::FunctionWordsAdverb).and(Senses::of(Sense::FunctionWordsNegation)))
            && tokens.any(next + 1, VERBS.and(any::FUNCTION_WORDS).and(any::VAGUE_TERMS))
        {
            next += 1;
        }
        next
    };
    let forms = |at: usize| tokens.get(at).map_or(0, |token| if token.senses.any(VERBS) { token.forms } else { 0 });
    if token.senses.has(Sense::FunctionWordsBe) {
        next = step(next);
        if tokens.is(next, "being") || tokens.is(next, "able") {
            next += 1;
        }
        return Some(match forms(next) {
            f if f & form::PAST != 0 => Predicate::Passive(next),
            f if f & form::GERUND != 0 => Predicate::Progressive(next),
            _ => Predicate::State(next),
        });
    }
    if token.senses.has(Sense::FunctionWordsHave) {
        next = step(next);
        let been = tokens.is(next, "been") || tokens.is(next, "had");
        next += usize::from(been);
        let participle = forms(next) & form::PAST != 0 && (been || !tokens.any(next + 1, any::ACTIVITY_NOUNS));
        return Some(match (participle, been) {
            (true, true) => Predicate::Passive(next),
            (true, false) => Predicate::Active(next),
            _ => Predicate::Has(next),
        });
    }
    if token.senses.has(Sense::FunctionWordsModal) && token.glue != Glue::Hyphen && !(tokens.is(at, "may") && token.capital) {
        next = step(next);
        if tokens.is(next, "be") || tokens.is(next, "have") {
            let further = step(next + 1);
            return Some(if forms(further) & form::PAST != 0 { Predicate::Passive(further) } else { Predicate::State(further) });
        }
        return Some(Predicate::Can(next));
    }
    let gets = tokens.is(at, "gets") || tokens.is(at, "get");
    if gets && forms(step(next)) & form::PAST != 0 {
        return Some(Predicate::Passive(step(next)));
    }
    let third = token.senses.any(VERBS.and(any::PLAIN_VERBS)) && token.forms & form::THIRD != 0 && token.glue == Glue::Space;
    let nounish = token
        .senses
        .any(any::ACTIVITY_NOUNS.and(any::BENEFICIARY_NOUNS).and(any::METRIC_NOUNS).and(any::VANITY_METRICS).and(any::UNITS));
    let object = tokens.any(next, ARTICLES.and(Senses::of(Sense::VagueTermsAdverb)))
        || tokens.get(next).is_some_and(|next| next.kind == Kind::Name)
        || tokens.number(next).is_some();
    let before_noun = at > start
        && tokens.get(at - 1).is_some_and(|before| !before.senses.any(ARTICLES) && !matches!(before.kind, Kind::Sign(_)));
    (third && before_noun && (!nounish || object)).then_some(Predicate::Active(at))
}
