//! From a statement and its fields to a [`Reading`].

use super::bind::{self, Binding};
use super::class::Evidence;
use super::marks::Marker;
use super::quantity::{self, Quantity, Sort};
use super::shape::{self, Shape};
use super::tokens::Tokens;
use super::{Amount, Context, Deadline, Direction, Reading, Verb, VerbKind, deadline, mask, metric, universal, vanity};
use crate::lexicon::any;
use crate::model::{Document, Fields};
use crate::source::{Spanned, Text, TextBuilder};

/// Reads a key result with the values that stand in its fields.
pub fn read_key_result(text: &Text, fields: &Fields, due: Option<&Spanned<String>>, context: &Context) -> Reading {
    let (mut tokens, deadline) = prepare(text, context);
    mask::mask(&mut tokens);
    let quantities = quantity::find(&tokens);
    let mut binding = bind::bind(&tokens, &quantities);
    let shape = shape::shape(&tokens);
    let given = Given::read(fields);
    if given.target.is_some() {
        binding.target = None;
    }
    let evidence = Evidence {
        tokens: &tokens,
        shape,
        quantities: &quantities,
        universal: universal::find(&tokens, shape),
        binding: &binding,
        field: given.target.as_ref().map(|(_, sort)| *sort),
    };
    let class = evidence.class();
    let noun = metric::find(&tokens, shape, &quantities, &binding);
    let way = direction(fields).or_else(|| metric::direction(&tokens, shape, &quantities, &binding, noun.as_ref()));
    let amount = |index: Option<usize>, relative: bool| index.map(|index| quantities[index].amount(&tokens, text, relative));
    let target = binding.target.filter(|index| evidence.counts(*index));
    // Less of a volume, or a share of people, is never vanity.
    let reach = matches!(class, super::Class::Outcome) && way != Some(Direction::Decrease) && !evidence.shares();
    let vanity = reach.then(|| vanity::find(&tokens, text, noun.as_ref(), target.map(|index| &quantities[index]))).flatten();
    let whole = evidence.universal.filter(|_| target.is_none()).map(|at| universal::amount(&tokens, text, at));
    Reading {
        class,
        verb: verb(&tokens, text, shape),
        metric: named(fields).or_else(|| {
            noun.clone().map(|noun| {
                let bytes = tokens.bytes(noun);
                (text.as_str()[bytes.clone()].into(), text.locate(bytes))
            })
        }),
        direction: way,
        baseline: given.baseline.or_else(|| amount(binding.baseline, false)),
        target: given.target.map(|(amount, _)| amount).or_else(|| amount(target, binding.relative)).or(whole),
        current: given.current.or_else(|| amount(binding.current, false)),
        deadline: due.map(|due| due_date(due, context)).or(deadline),
        vanity,
        marks: Marker::new(&evidence, text, noun, way, class).marks(),
    }
}

/// Reads an objective: its verb, a number in it, what it makes, what for.
pub fn read_objective(text: &Text, context: &Context) -> Reading {
    read_key_result(text, &Fields::default(), None, context)
}

/// Reads every objective and key result of a document.
pub fn annotate(document: &mut Document, context: &Context) {
    for objective in &mut document.objectives {
        let section = document.sections.get(objective.section);
        let cycle = section.and_then(|section| section.cycle.as_ref()).map(|cycle| cycle.value).or(context.cycle);
        let context = Context { cycle, ..*context };
        objective.reading = read_objective(&objective.item.text, &context);
        for result in &mut objective.key_results {
            result.reading = read_key_result(&result.item.text, &result.fields, result.item.due.as_ref(), &context);
        }
    }
}

fn prepare<'t>(text: &'t Text, context: &Context) -> (Tokens<'t>, Option<Deadline>) {
    let mut tokens = Tokens::new(text.as_str());
    let deadline = deadline::find(&mut tokens, text, context);
    (tokens, deadline)
}

fn verb(tokens: &Tokens<'_>, text: &Text, shape: Shape) -> Option<Verb> {
    let at = shape.lead?;
    let kind = match () {
        () if tokens.any(at, any::DUAL_VERBS) => VerbKind::Dual,
        () if tokens.any(at, shape::MOVING) => VerbKind::Outcome,
        () if tokens.any(at, any::OUTPUT_VERBS) => VerbKind::Output,
        () if tokens.any(at, shape::VAGUE_VERBS) => VerbKind::Vague,
        () => VerbKind::Outcome,
    };
    Some(Verb { kind, span: text.locate(tokens.bytes(tokens.term(at))) })
}

fn named(fields: &Fields) -> Option<(Box<str>, crate::source::Span)> {
    fields.metric.as_ref().map(|metric| (metric.value.as_str().into(), metric.span))
}

fn direction(fields: &Fields) -> Option<Direction> {
    let word = fields.direction.as_ref()?.value.trim().to_ascii_lowercase();
    match word.as_str() {
        "increase" | "up" | "higher" | "more" | "maximize" | "maximise" | "↑" => Some(Direction::Increase),
        "decrease" | "down" | "lower" | "less" | "minimize" | "minimise" | "reduce" | "↓" => Some(Direction::Decrease),
        "maintain" | "keep" | "hold" | "stay" | "within" => Some(Direction::Maintain),
        "reach" | "achieve" => Some(Direction::Reach),
        _ => None,
    }
}

fn due_date(due: &Spanned<String>, context: &Context) -> Deadline {
    let text = unlocated(&due.value);
    let mut tokens = Tokens::new(text.as_str());
    let read = deadline::find(&mut tokens, &text, context).or_else(|| deadline::alone(&tokens, &text, context));
    Deadline {
        text: due.value.as_str().into(),
        date: read.as_ref().and_then(|read| read.date),
        impossible: read.is_some_and(|read| read.impossible),
        span: due.span,
    }
}

pub(super) fn unlocated(value: &str) -> Text {
    let mut builder = TextBuilder::default();
    builder.push(value, 0);
    builder.finish()
}

/// The values that stand in fields.
struct Given {
    baseline: Option<Amount>,
    target: Option<(Amount, Sort)>,
    current: Option<Amount>,
}

impl Given {
    fn read(fields: &Fields) -> Self {
        let unit = fields.unit.as_ref().map_or("", |unit| unit.value.trim());
        let value = |field: &Option<Spanned<String>>| field.as_ref().and_then(|field| field_amount(field, unit));
        Self {
            baseline: value(&fields.baseline).map(|(amount, _)| amount),
            target: value(&fields.target),
            current: value(&fields.current).map(|(amount, _)| amount),
        }
    }
}

/// The amount in a value that stands alone; `unit` is what it is counted in where it does not say. None where it is a placeholder or words.
pub fn amount(value: &Spanned<String>, unit: &str) -> Option<Amount> {
    field_amount(value, unit).map(|(amount, _)| amount)
}

/// The amount in a field; none where it is empty, a placeholder or words alone.
fn field_amount(field: &Spanned<String>, unit: &str) -> Option<(Amount, Sort)> {
    let text = unlocated(&field.value);
    let tokens = Tokens::new(text.as_str());
    let quantities: Vec<Quantity<'_>> = quantity::find(&tokens);
    let Binding { target, relative, .. } = bind::bind(&tokens, &quantities);
    let quantity = quantities.get(target.unwrap_or(0))?;
    let mut amount = quantity.amount(&tokens, &text, relative);
    let mut sort = quantity.sort;
    if amount.unit.is_empty() && !unit.is_empty() {
        amount.unit = unit.into();
        sort = match unit {
            "%" | "percent" | "percentage" => Sort::Percent,
            "$" | "€" | "£" | "USD" | "EUR" | "GBP" => Sort::Money,
            _ => sort,
        };
    }
    amount.text = field.value.as_str().into();
    amount.span = field.span;
    Some((amount, sort))
}
