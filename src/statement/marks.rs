//! The stretches of a statement that rules may want to underline.

use std::ops::Range;

use super::bind::{Binding, Role};
use super::class::Evidence;
use super::metric;
use super::noun;
use super::quantity::{Quantity, Sort};
use super::tokens::{Glue, Kind, Tokens};
use super::{Bound, Class, Direction, Mark, MarkKind};
use crate::lexicon::{Sense, Senses, any, form};
use crate::source::Text;

/// Collects marks.
pub(crate) struct Marker<'r, 't> {
    pub(crate) evidence: &'r Evidence<'r, 't>,
    pub(crate) text: &'r Text,
    pub(crate) metric: Option<Range<usize>>,
    pub(crate) direction: Option<Direction>,
    pub(crate) class: Class,
    marks: Vec<Mark>,
}

impl<'r, 't> Marker<'r, 't> {
    pub(crate) fn new(
        evidence: &'r Evidence<'r, 't>,
        text: &'r Text,
        metric: Option<Range<usize>>,
        direction: Option<Direction>,
        class: Class,
    ) -> Self {
        Self { evidence, text, metric, direction, class, marks: Vec::new() }
    }

    /// All marks, in order of position.
    pub(crate) fn marks(mut self) -> Vec<Mark> {
        self.placeholders();
        self.words();
        self.quantities();
        self.second_result();
        self.marks.sort_by_key(|mark| (mark.span, mark.kind));
        self.marks
    }

    fn tokens(&self) -> &'r Tokens<'t> {
        self.evidence.tokens
    }

    fn push(&mut self, kind: MarkKind, tokens: Range<usize>, note: &'static str) {
        let bytes = self.tokens().bytes(tokens);
        let mark = Mark { kind, text: self.text.as_str()[bytes.clone()].into(), note, span: self.text.locate(bytes) };
        self.marks.push(mark);
    }

    /// Template gaps: words of the lexicon, `X%`, `___`, `???`, `[metric]`, `{{target}}`, `<target>`.
    fn placeholders(&mut self) {
        let tokens = self.tokens();
        let mut at = 0;
        while at < tokens.len() {
            let end = gap(tokens, at);
            if let Some(end) = end {
                self.push(MarkKind::Placeholder, at..end, "the value is still missing");
            }
            at = end.unwrap_or(at + 1);
        }
    }

    fn words(&mut self) {
        let tokens = self.tokens();
        let measured = self.evidence.binding.target.is_some() || self.evidence.field.is_some();
        for at in 0..tokens.len() {
            let Some(token) = tokens.get(at).filter(|token| token.senses.any(MARKING)) else { continue };
            let term = tokens.term(at);
            if token.glue == Glue::Hyphen && term.len() == 1 {
                continue;
            }
            if token.senses.has(Sense::VagueTermsLoophole) {
                self.push(MarkKind::Loophole, term.clone(), tokens.note(at, Sense::VagueTermsLoophole));
            }
            if token.senses.has(Sense::VagueTermsHedge) {
                self.push(MarkKind::Loophole, term.clone(), tokens.note(at, Sense::VagueTermsHedge));
            }
            if token.senses.any(any::EXTERNAL_TESTS) {
                self.push(MarkKind::ExternalTest, term.clone(), "");
            }
            if token.senses.has(Sense::FunctionWordsOutcomeClause)
                && term.len() > 1
                && !self.marks.iter().any(|mark| mark.kind == MarkKind::OutcomeClause)
            {
                self.push(MarkKind::OutcomeClause, term.start..tokens.len(), "");
            }
            if token.senses.has(Sense::GuardrailPairsGuard) {
                self.push(MarkKind::Guardrail, term.clone(), "");
            }
            if !measured {
                self.vague(at);
            }
        }
        self.helping();
        self.objects();
    }

    /// "Help branches improve ..": effort, not result.
    fn helping(&mut self) {
        let tokens = self.tokens();
        let Some(lead) = self.evidence.shape.lead else { return };
        let helps = tokens.is_one(lead, &["help", "support", "assist", "contribute", "try", "aim", "strive", "attempt"]);
        if helps && self.evidence.binding.target.is_none() {
            self.push(MarkKind::Loophole, tokens.term(lead), "promises an effort, not a result");
        }
    }

    /// A vague word that carries the meaning: the verb, the state, the adverb beside them, the amount of the subject.
    fn vague(&mut self, at: usize) {
        let tokens = self.tokens();
        let Some(token) = tokens.get(at) else { return };
        // "as many as possible" is a loophole, and one mark is enough.
        let compared = at > 0 && tokens.is(at - 1, "as");
        if !token.senses.any(any::VAGUE_TERMS) || token.senses.has(Sense::VagueTermsNotVague) || compared {
            return;
        }
        let shape = self.evidence.shape;
        let carried =
            shape.lead == Some(at) || shape.predicate.is_some_and(|predicate| (predicate.at()..predicate.at() + 3).contains(&at));
        let senses = [
            (Sense::VagueTermsDirection, shape.lead == Some(at)),
            (Sense::VagueTermsActivity, shape.lead == Some(at)),
            (Sense::VagueTermsAdjective, carried),
            (Sense::VagueTermsComparative, carried && !tokens.is(at, "more") && !tokens.is(at + 1, "than")),
            (Sense::VagueTermsSuperlative, carried || self.class == Class::Vague),
            (Sense::VagueTermsAdverb, !self.is_aside(at)),
            (Sense::VagueTermsQuantifier, true),
            (Sense::VagueTermsSmallQuantifier, at == shape.start),
            (Sense::VagueTermsBuzzword, true),
            (
                Sense::VagueTermsNoun,
                self.class == Class::Vague && self.metric.as_ref().is_some_and(|metric| metric.contains(&at)),
            ),
        ];
        if let Some((sense, _)) = senses.into_iter().find(|(sense, carries)| token.senses.has(*sense) && *carries) {
            self.push(MarkKind::Vague, tokens.term(at), tokens.note(at, sense));
        }
    }

    /// Whether a token stands in parentheses, where words only explain.
    fn is_aside(&self, at: usize) -> bool {
        let signs = |sign| (0..at).filter(|index| self.tokens().is_sign(*index, sign)).count();
        signs('(') > signs(')')
    }

    /// The deliverable that a verb of work makes, and nouns of effort that a number counts.
    fn objects(&mut self) {
        let tokens = self.tokens();
        let made = match (self.evidence.shape.lead, self.evidence.shape.predicate) {
            (Some(lead), _) if tokens.any(lead, any::OUTPUT_VERBS.and(any::DUAL_VERBS)) => {
                noun::head(tokens, noun::phrase(tokens, tokens.term(lead).end))
            }
            (None, Some(_)) => noun::head(tokens, self.evidence.shape.subject()),
            (None, None) => noun::head(tokens, noun::phrase(tokens, self.evidence.shape.start)),
            _ => None,
        };
        let things = Senses::of(Sense::ActivityNounsDocument).and(Senses::of(Sense::ActivityNounsSoftware));
        // "Build a better product": what is there already is to improve.
        let improved = |at: usize| at > 0 && tokens.has(at - 1, Sense::VagueTermsComparative);
        if let Some(at) = made.filter(|at| tokens.any(*at, things) && !improved(*at)) {
            self.push(MarkKind::Deliverable, tokens.term(at), "");
        }
        let Some(target) = self.evidence.binding.target.map(|index| &self.evidence.quantities[index]) else { return };
        let counted = noun::counted(tokens, target);
        let effort = self.class == Class::Output && target.sort == Sort::Count;
        if let Some(at) =
            noun::head(tokens, counted).filter(|at| effort || self.class == Class::Output && tokens.any(*at, any::ACTIVITY_NOUNS))
        {
            self.push(MarkKind::Activity, tokens.term(at), "");
        }
    }

    fn quantities(&mut self) {
        let evidence = self.evidence;
        let (tokens, binding) = (evidence.tokens, evidence.binding);
        for quantity in evidence.quantities {
            if quantity.sort == Sort::Redacted {
                self.push(MarkKind::Redacted, quantity.range(), "");
            }
            // "Bring coverage up to 100%": nothing lies beyond the whole, so the words only say where it ends.
            let whole = quantity.sort == Sort::Percent && quantity.value == Some(100.0);
            if quantity.bound == Some(Bound::UpTo) && !whole {
                self.push(MarkKind::Loophole, quantity.range(), "lets any lesser result pass");
            }
            if quantity.ambiguous && quantity.sort == Sort::Count {
                self.push(
                    MarkKind::AmbiguousNumber,
                    quantity.range(),
                    "a point before three digits is a decimal in English and a thousand elsewhere",
                );
            }
        }
        if let Some(index) = binding.target {
            self.ambiguous(&evidence.quantities[index], index);
            self.percent_complete(&evidence.quantities[index]);
            if let Some((range, note)) =
                inconsistent(tokens, evidence.quantities, binding, self.direction, self.metric.as_ref(), evidence.shape.lead)
            {
                self.push(MarkKind::Inconsistent, range, note);
            }
        }
        self.wants_guardrail();
    }

    /// "Conversion by 5%": percent or points? "Response time to 3": three what?
    fn ambiguous(&mut self, quantity: &Quantity<'_>, index: usize) {
        let tokens = self.tokens();
        let based = self.evidence.binding.baseline.is_some() || self.evidence.binding.current.is_some();
        let share = metric::is_share(tokens, self.metric.as_ref());
        let role = self.evidence.binding.roles[index];
        if role == Role::Change && quantity.sort == Sort::Percent && share && !based {
            self.push(MarkKind::AmbiguousNumber, quantity.range(), "percent of the present value, or percentage points");
        }
        let timed = self.metric.as_ref().is_some_and(|metric| {
            metric.clone().any(|at| {
                tokens.word(at).eq_ignore_ascii_case("time")
                    || tokens.is_one(at, &["latency", "load"])
                    || tokens.word(at).eq_ignore_ascii_case("duration")
            })
        });
        if role == Role::Level && quantity.sort == Sort::Count && timed && !based {
            self.push(MarkKind::AmbiguousNumber, quantity.range(), "the unit is missing");
        }
    }

    fn percent_complete(&mut self, quantity: &Quantity<'_>) {
        if quantity.sort != Sort::Percent && quantity.sort != Sort::Ratio {
            return;
        }
        let tokens = self.tokens();
        // "+/- 25% of plan": how far off, not how far on.
        let before = tokens.text[..tokens.bytes(quantity.range()).start].trim_end_matches([' ', '-']);
        if tokens.is(quantity.first, "within") || before.ends_with("+/") || before.ends_with('±') {
            return;
        }
        const PROJECTS: [&str; 12] = [
            "project",
            "plan",
            "roadmap",
            "migration",
            "milestones",
            "milestone",
            "rollout",
            "checklist",
            "backlog",
            "implementation",
            "rewrite",
            "refactor",
        ];
        let project = |at: usize| tokens.is_one(at, &PROJECTS);
        let counted = noun::counted(tokens, quantity);
        let of_project = tokens.is(quantity.end, "of") && noun::head(tokens, counted).is_some_and(project);
        let done = tokens.is_one(quantity.end, &["done", "complete", "completed", "finished"]);
        let subject = (self.evidence.shape.start..quantity.first).any(project);
        if of_project || (done && subject) || (done && self.class == Class::Output) {
            self.push(MarkKind::PercentComplete, quantity.range(), "");
        }
    }

    fn wants_guardrail(&mut self) {
        if self.class != Class::Outcome {
            return;
        }
        let tokens = self.tokens();
        let Some(metric) = self.metric.clone() else { return };
        let Some(at) = metric.clone().rev().find(|at| tokens.has(*at, Sense::GuardrailPairsPush)) else { return };
        // A share of people does not rise by mere volume, and less of a volume pushes nothing.
        let volume = !tokens.any(at, Senses::of(Sense::MetricNounsRate).and(Senses::of(Sense::MetricNounsLower)));
        if volume && (self.evidence.shares() || self.direction == Some(Direction::Decrease)) {
            return;
        }
        let pushes = matches!(self.direction, Some(Direction::Increase | Direction::Decrease | Direction::Reach));
        if pushes && !tokens.has(at, Sense::GuardrailPairsGuard) && !self.is_bounded() {
            self.push(MarkKind::WantsGuardrail, tokens.term(at), tokens.note(at, Sense::GuardrailPairsPush));
        }
    }

    /// Whether a limit stands beside the target: "with 72-hour returns at or below 3%", "while nobody waits more than a day".
    fn is_bounded(&self) -> bool {
        let evidence = self.evidence;
        let Some(target) = evidence.binding.target.map(|index| evidence.quantities[index].end) else { return false };
        let limits = evidence.quantities.iter().filter(|quantity| quantity.first > target);
        limits
            .filter(|quantity| matches!(quantity.bound, Some(Bound::AtMost | Bound::AtLeast)))
            .any(|quantity| (target..quantity.first).any(|at| evidence.tokens.is_one(at, &["with", "while", "without", "and"])))
    }

    /// A second measured or promised clause behind "and": "Raise NPS from 20 to 35 and launch in two countries".
    fn second_result(&mut self) {
        let tokens = self.tokens();
        let Some(lead) = self.evidence.shape.lead else { return };
        let verbs = any::OUTCOME_VERBS.and(any::OUTPUT_VERBS);
        let target = self.evidence.binding.target.map_or(usize::MAX, |index| self.evidence.quantities[index].end);
        for at in lead + 2..tokens.len() {
            if !tokens.has(at, Sense::FunctionWordsAnd) && !tokens.is_sign(at, ';') {
                continue;
            }
            let verb = tokens.get(at + 1).is_some_and(|next| next.senses.any(verbs) && next.forms & form::BASE != 0);
            let object = tokens.get(tokens.term(at + 1).end).is_some_and(|next| !matches!(next.kind, Kind::Sign(_)));
            if verb && object && at >= target {
                self.push(MarkKind::SecondResult, at..tokens.len(), "");
                return;
            }
        }
    }
}

/// Words that may carry a mark.
const MARKING: Senses = any::VAGUE_TERMS
    .and(any::EXTERNAL_TESTS)
    .and(Senses::of(Sense::FunctionWordsOutcomeClause))
    .and(Senses::of(Sense::GuardrailPairsGuard));

/// The end of a template gap that begins at a token.
pub(crate) fn gap(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    // Most words are longer than the letters that stand for a gap.
    if matches!(token.kind, Kind::Word) && token.end - token.start > 3 && !token.senses.any(any::PLACEHOLDERS) {
        return None;
    }
    if token.senses.any(any::PLACEHOLDERS) {
        let upper = tokens.slice(tokens.term(at)).chars().any(char::is_uppercase) || tokens.term(at).len() > 1;
        let joined = tokens.get(tokens.term(at).end).is_some_and(|next| next.glue == Glue::Hyphen) || token.glue == Glue::Hyphen;
        // "Size XX", "chapter XX": a size or a number.
        let counted = at > 0 && tokens.is_one(at - 1, &["size", "sizes", "chapter", "volume", "part", "phase", "type"]);
        return (upper && !joined && !counted).then(|| tokens.term(at).end);
    }
    let word = tokens.word(at);
    let letters = matches!(word, "X" | "Y" | "Z" | "N" | "x" | "XX" | "XXX" | "xx" | "YY" | "NN");
    let currency = at > 0 && tokens.get(at - 1).is_some_and(super::tokens::Token::is_currency);
    if letters && !currency && tokens.is_sign(at + 1, '%') {
        return Some(at + 2);
    }
    if matches!(word, "X" | "x") && tokens.is(at + 1, "to") && matches!(tokens.word(at + 2), "Y" | "y") {
        return Some(at + 3);
    }
    let lone = letters && matches!(word, "X" | "Y" | "N") && token.glue == Glue::Space && !currency;
    let placed = at > 0 && tokens.is_one(at - 1, &["to", "by", "from", "than", "least", "of", "over", "under"]);
    if lone && placed {
        return Some(at + 1);
    }
    match token.kind {
        Kind::Sign('_') if token.end - token.start >= 2 => Some(at + 1),
        Kind::Sign('?') if token.end - token.start >= 2 || tokens.is_sign(at + 1, '%') => {
            Some(at + 1 + usize::from(tokens.is_sign(at + 1, '%')))
        }
        Kind::Sign(open @ ('[' | '{' | '<')) => bracketed(tokens, at, open),
        _ => None,
    }
}

/// `[insert metric]`, `{{target}}`, `<baseline>`.
fn bracketed(tokens: &Tokens<'_>, at: usize, open: char) -> Option<usize> {
    let close = match open {
        '[' => ']',
        '{' => '}',
        _ => '>',
    };
    const BLANKS: [&str; 12] =
        ["metric", "target", "baseline", "number", "insert", "value", "date", "owner", "name", "x", "y", "placeholder"];
    let end = (at + 1..tokens.len().min(at + 8)).find(|index| tokens.is_sign(*index, close))?;
    let blank = (at + 1..end).any(|index| tokens.is_one(index, &BLANKS));
    let doubled = tokens.is_sign(end + 1, close) && open == '{';
    (blank && end - at <= 6).then_some(end + 1 + usize::from(doubled))
}

/// Values that cannot be right, where they stand and in which way.
fn inconsistent(
    tokens: &Tokens<'_>,
    quantities: &[Quantity<'_>],
    binding: &Binding,
    direction: Option<Direction>,
    metric: Option<&Range<usize>>,
    lead: Option<usize>,
) -> Option<(Range<usize>, &'static str)> {
    let target = &quantities[binding.target?];
    if let (Some(value), Some(total)) = (target.value, target.total)
        && value > total
    {
        return Some((target.range(), "more than there are"));
    }
    let value = target.value?;
    let shares = metric.is_some_and(|metric| {
        metric.clone().any(|at| tokens.is_one(at, &["share", "percentage", "proportion", "satisfaction", "completion"]))
    });
    if target.sort == Sort::Percent && !binding.relative && value > 100.0 && shares {
        return Some((target.range(), "a share cannot pass 100%"));
    }
    if let Some(top) = scale(tokens, metric).filter(|top| !binding.relative && target.sort == Sort::Count && value > *top) {
        let _ = top;
        return Some((target.range(), "beyond the end of its scale"));
    }
    let baseline = binding.baseline.filter(|_| !binding.relative).map(|index| &quantities[index])?;
    // "from 9 to 5 s": the unit stands once.
    let bare = baseline.sort == Sort::Count;
    let (from, value) = if bare { (baseline.value?, value) } else { (baseline.scaled()?, target.scaled()?) };
    let comparable = baseline.sort == target.sort || bare;
    let range = baseline.first.min(target.first)..baseline.end.max(target.end);
    let verb = |sense| lead.is_some_and(|at| tokens.has(at, sense));
    if !comparable || direction == Some(Direction::Maintain) || verb(Sense::OutcomeVerbsHold) {
        return None;
    }
    match metric::spoken(tokens, lead, metric) {
        Some(Direction::Increase) if value < from => Some((range, "the verb says up and the numbers go down")),
        Some(Direction::Decrease) if value > from => Some((range, "the verb says down and the numbers go up")),
        _ => (value == from).then_some((range, "start and end are the same")),
    }
}

/// The top of the scale on which the metric is taken: stated as "(1-5)", or 100 for a promoter score.
fn scale(tokens: &Tokens<'_>, metric: Option<&Range<usize>>) -> Option<f64> {
    let metric = metric?;
    let promoter = metric.clone().any(|at| tokens.is(at, "nps") || tokens.is(at, "enps"));
    let stated = (metric.start..tokens.len().min(metric.end + 2)).find(|at| tokens.is_sign(*at, '(')).and_then(|open| {
        let range = tokens.number(open + 1).is_some() && tokens.is_sign(open + 2, '–') && tokens.is_sign(open + 4, ')');
        range.then(|| tokens.number(open + 3)).flatten()
    });
    stated.or(promoter.then_some(100.0))
}
