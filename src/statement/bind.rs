//! Which quantity is the target, which the baseline, which the value today, and which only bounds the metric.

use super::Bound;
use super::quantity::{Quantity, Sort};
use super::tokens::{Kind, Tokens};
use crate::lexicon::{Sense, Senses, any};

/// What a quantity does in the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A level to reach, marked by "to" or an arrow.
    Level,
    /// A change, marked by "by", a sign or "increase of".
    Change,
    /// A number that may be the target.
    Candidate,
    /// From where.
    Baseline,
    /// Where it stands now.
    Current,
    /// The time in which the metric is taken.
    Window,
    /// The base of a rate or a figure of comparison.
    Base,
}

/// The roles of all quantities and the one that is the target.
#[derive(Debug, Default)]
pub(crate) struct Binding {
    pub(crate) roles: Vec<Role>,
    pub(crate) target: Option<usize>,
    pub(crate) baseline: Option<usize>,
    pub(crate) current: Option<usize>,
    /// Which quantities stand in brackets.
    pub(crate) asides: Vec<bool>,
    /// Whether the target is a change and not a level.
    pub(crate) relative: bool,
}

/// Gives each quantity its role.
pub(crate) fn bind(tokens: &Tokens<'_>, quantities: &[Quantity<'_>]) -> Binding {
    let (asides, conditions) = surroundings(tokens, quantities);
    let mut roles: Vec<Role> =
        (0..quantities.len()).map(|index| if conditions[index] { Role::Base } else { role(tokens, quantities, index) }).collect();
    // "3 to 1" without "from".
    for index in 1..quantities.len() {
        let (before, this) = (&quantities[index - 1], &quantities[index]);
        let joined = before.end + 1 == this.first && (tokens.is(before.end, "to") || tokens.is_sign(before.end, '→'));
        if joined && roles[index] == Role::Level && roles[index - 1] == Role::Candidate {
            roles[index - 1] = Role::Baseline;
        }
    }
    let first = |wanted: Role, aside: bool| (0..roles.len()).find(|index| roles[*index] == wanted && asides[*index] == aside);
    let named = |wanted: Role| first(wanted, false).or_else(|| first(wanted, true));
    let current = named(Role::Current);
    let baseline = named(Role::Baseline);
    let target = first(Role::Level, false)
        .or_else(|| first(Role::Change, false))
        .or_else(|| candidate(quantities, &roles, &asides, false))
        .or_else(|| window(tokens, quantities, &roles))
        .or_else(|| first(Role::Level, true))
        .or_else(|| first(Role::Change, true))
        .or_else(|| candidate(quantities, &roles, &asides, true));
    let relative = target.is_some_and(|index| {
        roles[index] == Role::Change || quantities[index].sort == Sort::Multiple && roles[index] != Role::Level
    });
    Binding { roles, target, baseline, current, asides, relative }
}

/// The best of the numbers that may be the target: not mere existence, else the first.
fn candidate(quantities: &[Quantity<'_>], roles: &[Role], asides: &[bool], aside: bool) -> Option<usize> {
    // "(0.3 draft accepted, 0.7 pilot passed)" grades a yes/no result.
    let grade =
        |quantity: &Quantity<'_>| quantity.sort == Sort::Count && quantity.value.is_some_and(|value| value > 0.0 && value < 1.0);
    let tells = |quantity: &Quantity<'_>| !aside || quantity.bound.is_some() || !grade(quantity);
    let free = |index: &usize| roles[*index] == Role::Candidate && asides[*index] == aside && tells(&quantities[*index]);
    (0..quantities.len())
        .filter(free)
        .find(|index| !quantities[*index].is_existence())
        .or_else(|| (0..quantities.len()).find(free))
}

/// For each quantity, whether it stands in brackets and whether it is a condition ("alerted if it grows above 5 MB").
fn surroundings(tokens: &Tokens<'_>, quantities: &[Quantity<'_>]) -> (Vec<bool>, Vec<bool>) {
    let (mut bracket, mut condition, mut from) = (false, false, 0);
    let mut around = (Vec::with_capacity(quantities.len()), Vec::with_capacity(quantities.len()));
    for quantity in quantities {
        for at in from..quantity.first {
            match tokens.sign(at) {
                Some('(' | '[') => (bracket, condition) = (true, false),
                Some(')' | ']') => bracket = false,
                Some(',' | '.' | ';') => condition = false,
                _ => condition |= tokens.is(at, "if") || tokens.is(at, "unless"),
            }
        }
        from = quantity.first.max(from);
        around.0.push(bracket);
        around.1.push(condition);
    }
    around
}

/// A time limit is the target where nothing else is: "answer within an hour".
fn window(tokens: &Tokens<'_>, quantities: &[Quantity<'_>], roles: &[Role]) -> Option<usize> {
    (0..quantities.len()).find(|index| {
        let quantity = &quantities[*index];
        let lasting = quantity.first > 0 && (tokens.is(quantity.first - 1, "for") || tokens.is(quantity.first - 1, "in"));
        roles[*index] == Role::Window && (quantity.bound.is_some() || lasting)
    })
}

fn role(tokens: &Tokens<'_>, quantities: &[Quantity<'_>], index: usize) -> Role {
    let quantity = &quantities[index];
    let before = quantity.first.wrapping_sub(1);
    let is = |at: usize, words: &[&str]| tokens.is_one(at, words);
    let mut lead = before;
    // "to a total of 20", "to the 90": step over what may stand between.
    while is(lead, &["a", "an", "the", "total", "level", "least", "average", "score"]) && lead > 0 && lead + 4 > before {
        lead -= 1;
    }
    if tokens.is_sign(quantity.end, '→') {
        return Role::Baseline;
    }
    if let Some(role) = stated(tokens, quantity) {
        return role;
    }
    if tokens.is_sign(before, '→')
        || (is(lead, &["to", "auf", "à", "towards"]) && !joined_to_verb(tokens, lead))
        || quantity.sort != Sort::Duration && is(before, &["target", "goal"])
    {
        return Role::Level;
    }
    let levelled = quantities
        .get(index + 1)
        .is_some_and(|next| tokens.is(next.first.wrapping_sub(1), "to") || tokens.is_sign(next.first.wrapping_sub(1), '→'));
    let peopled = quantity.sort == Sort::Count && tokens.any(quantity.end, any::BENEFICIARY_NOUNS);
    if is(before, &["from", "von", "de", "desde"]) && (levelled || !peopled) {
        return Role::Baseline;
    }
    let done_by = before > 0 && tokens.get(before - 1).is_some_and(|verb| verb.forms & crate::lexicon::form::PAST != 0);
    if is(lead, &["by", "um"]) && !(done_by && quantity.sort == Sort::Count)
        || (is(before, &["of"]) && tokens.has(before.wrapping_sub(1), Sense::OutcomeVerbsChangeNoun))
    {
        return Role::Change;
    }
    let change_noun = tokens.has(quantity.end, Sense::OutcomeVerbsChangeNoun)
        || is(quantity.end, &["more", "fewer", "less", "faster", "cheaper", "higher", "lower", "better"]);
    let signed = (tokens.is_sign(quantity.first, '+') || tokens.is_sign(quantity.first, '-')) && quantity.sort != Sort::Count;
    if signed || (change_noun && quantity.sort != Sort::Count && !matches!(quantity.bound, Some(Bound::Range))) {
        return Role::Change;
    }
    if is_base(tokens, quantity, peopled) {
        return Role::Base;
    }
    if quantity.sort == Sort::Duration && is_window(tokens, quantity) {
        return Role::Window;
    }
    Role::Candidate
}

/// "per 1,000 payouts", "vs 410", "(1-5)", "with three scenarios", "for the top 10 clients": it sizes something else.
fn is_base(tokens: &Tokens<'_>, quantity: &Quantity<'_>, peopled: bool) -> bool {
    let before = quantity.first.wrapping_sub(1);
    let is = |at: usize, words: &[&str]| words.iter().any(|word| tokens.is(at, word));
    let rated = is(before, &["per", "every", "each"]) || tokens.is_sign(before, '/');
    let compared = is(before, &["vs", "versus", "than"]) && quantity.bound.is_none();
    let count = quantity.sort == Sort::Count;
    let scale = tokens.is_sign(before, '(') && tokens.is_sign(quantity.end, ')') && quantity.bound == Some(Bound::Range) && count;
    let part = before.wrapping_sub(usize::from(is(before, &["all"])));
    // "Launch with 3 languages" has no object but these.
    let object = before.checked_sub(1).is_some_and(|at| tokens.any(at, any::OUTPUT_VERBS) && at == 0);
    let attribute = !object
        && tokens.term(before).len() == 1
        && is(part, &["with", "covering", "including", "containing", "across"])
        && quantity.value != Some(0.0)
        && !peopled
        && count
        && quantity.bound.is_none();
    let ranked = before.wrapping_sub(1 + usize::from(is(before.wrapping_sub(1), &["the"])));
    let top = is(before, &["top"]) && is(ranked, &["for", "in", "of", "among"]);
    let sized = is(before, &["all"]) && count && quantity.bound.is_none();
    rated || compared || scale || attribute || top || sized || described(tokens, quantity)
}

/// "(press 400t)", "(pilot site 3)": a noun and its size in brackets describe a thing.
fn described(tokens: &Tokens<'_>, quantity: &Quantity<'_>) -> bool {
    let Some(open) = quantity.first.checked_sub(2) else { return false };
    let noun = tokens.get(open + 1).is_some_and(|noun| {
        let telling =
            any::METRIC_NOUNS.and(any::VANITY_METRICS).and(any::FUNCTION_WORDS).and(any::BOUNDS).and(any::OUTCOME_VERBS);
        noun.kind == Kind::Word && !noun.senses.any(telling)
    });
    let plain = matches!(quantity.sort, Sort::Count | Sort::Measure) && quantity.bound.is_none();
    noun && plain && tokens.is_sign(open, '(') && tokens.is_sign(quantity.end, ')')
}

/// "sign up to 5", "according to 5": the "to" belongs to the verb.
fn joined_to_verb(tokens: &Tokens<'_>, at: usize) -> bool {
    at > 0 && tokens.is_one(at - 1, &["according", "due", "up", "next", "similar", "equal", "compared", "respond", "relative"])
}

/// "currently 12", "now 52%", "today 84%", "baseline: 3", "up from 64%".
fn stated(tokens: &Tokens<'_>, quantity: &Quantity<'_>) -> Option<Role> {
    let mut at = quantity.first;
    for _ in 0..4 {
        at = at.checked_sub(1)?;
        if tokens.is_one(at, &["currently", "current", "now", "today", "today's", "aktuell", "heute", "derzeit", "actuellement"])
        {
            return Some(Role::Current);
        }
        if tokens
            .is_one(at, &["baseline", "was", "were", "previously", "starting", "ausgangswert", "previous", "formerly", "started"])
        {
            return Some(Role::Baseline);
        }
        if tokens.is(at, "from") && at > 0 && tokens.is_one(at - 1, &["up", "down", "starting", "increase", "rise", "drop"]) {
            return Some(Role::Baseline);
        }
        let passes = tokens.is_sign(at, ':')
            || tokens.is_one(at, &["is", "at", "of", "from", "=", "value", "a", "the", "about", "~", "level"]);
        if !passes {
            return None;
        }
    }
    None
}

/// "within 7 days of sign-up", "in 28 days", "over 12 months", "2 weeks in advance".
fn is_window(tokens: &Tokens<'_>, quantity: &Quantity<'_>) -> bool {
    let before = quantity.first.wrapping_sub(1);
    if quantity.bound == Some(Bound::AtMost) && !tokens.is(quantity.first, "within") {
        return false;
    }
    let inside = tokens.has(quantity.first, Sense::BoundsAtMost) && tokens.is(quantity.first, "within");
    let advance = tokens.is(quantity.end, "in") && tokens.is(quantity.end + 1, "advance");
    let behind = advance || tokens.is_one(quantity.end, &["ago", "after", "before", "later", "old"]);
    let over = tokens.is(quantity.first, "over") && !tokens.any(before, any::METRIC_NOUNS);
    inside
        || over
        || behind
        || tokens.any(tokens.term(before).start, Senses::of(Sense::TimeWordsWindow)) && !tokens.is(before, "per")
}
