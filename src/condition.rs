//! Conditions of rules, written in the Common Expression Language (<https://cel.dev>) over the names of [`crate::facts`]. A condition is
//! compiled once: its names are looked up, its patterns built and its mistakes told with their places; what it needs of a statement is read
//! from the model when it asks for it.
//!
//! What a document does not say is `null`, and so is every field of it. A comparison with `null` is undecided, and an undecided condition
//! does not hold; `== null` and `has(…)` ask whether something is there.

mod bind;
mod functions;
#[cfg(test)]
mod tests;
mod value;

use std::ops::Range;
use std::sync::Arc;

use cel::common::types::{CelBool, CelNull};
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::parser::{Expression, Parser};
use cel::{Context, ExecutionError, ParseError, Value};
use regex::Regex;

use crate::catalogue::Scope;
use crate::facts::{Path, Subject};
use bind::{Binder, PATH, PATTERN};
use functions::{ENVIRONMENT, Pattern};

pub(crate) use functions::{Function, reference};

/// A compiled condition.
#[derive(Debug)]
pub(crate) struct Condition {
    /// In it, every name is the number of a path, and every pattern a number too.
    expression: Expression,
    paths: Vec<Path>,
    patterns: Vec<Pattern>,
}

/// What is wrong with a condition, and where in its text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Bytes of the condition.
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Condition {
    /// Compiles a condition for rules of a scope. `options` are the names of the rule's options.
    ///
    /// # Errors
    ///
    /// It is no expression, names what is not there, compares what cannot be equal, or answers something else than true or false.
    pub(crate) fn new(text: &str, scope: Scope, options: &[&str]) -> Result<Self, Vec<Mistake>> {
        let parsed = Parser::new().parse_with_source_info(text);
        let (mut expression, places) =
            parsed.map_err(|errors| errors.errors.iter().take(1).map(|error| syntax(text, error)).collect::<Vec<_>>())?;
        let mut binder = Binder::new(text, &places, scope, options);
        binder.whole(&mut expression);
        let Binder { paths, patterns, mistakes, .. } = binder;
        match mistakes.is_empty() {
            true => Ok(Self { expression, paths, patterns }),
            false => Err(mistakes),
        }
    }

    /// Whether it holds.
    ///
    /// # Errors
    ///
    /// Why that cannot be told, in words: a division by zero, or an operation between kinds that only this document brings together.
    pub(crate) fn holds(&self, subject: &Subject<'_>) -> Result<bool, String> {
        let names = Names { condition: self, subject: *subject };
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        context.set_variable_resolver(&names);
        match Value::resolve_val(&self.expression, &context) {
            Ok(value) => match value.downcast_ref::<CelBool>() {
                Some(holds) => Ok(*holds.inner()),
                None if value.downcast_ref::<CelNull>().is_some() => Ok(false),
                None => Err(format!("it answers with {}, not with true or false", value.get_type().name())),
            },
            Err(error) if is_undecided(&error) => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// What the names in a condition stand for.
struct Names<'a> {
    condition: &'a Condition,
    subject: Subject<'a>,
}

impl VariableResolver for Names<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        if let Some(number) = variable.strip_prefix(PATH) {
            let path = self.condition.paths.get(number.parse::<usize>().ok()?)?;
            return Some(CowVal::Owned(value::of(path.kind(), path.of(&self.subject))));
        }
        let number = variable.strip_prefix(PATTERN)?;
        self.condition.patterns.get(number.parse::<usize>().ok()?).map(|pattern| CowVal::Borrowed(pattern))
    }
}

/// Whether the answer hangs on something that the document does not say.
fn is_undecided(error: &ExecutionError) -> bool {
    let is_null = |value: &Value| matches!(value, Value::Null);
    match error {
        ExecutionError::NoSuchOverload(call) => call.argument_types().iter().any(|kind| kind == value::NULL),
        ExecutionError::UnexpectedType { got, .. } => got == value::NULL,
        ExecutionError::ValuesNotComparable(one, other) | ExecutionError::UnsupportedBinaryOperator(_, one, other) => {
            is_null(one) || is_null(other)
        }
        ExecutionError::IndexOutOfBounds(_) => true,
        _ => false,
    }
}

/// A syntax error in our words: what the parser expected instead would fill a screen.
fn syntax(text: &str, error: &ParseError) -> Mistake {
    let (line, column) = error.pos;
    let index = |number: isize| usize::try_from(number).unwrap_or(0).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(index(line)).map(str::len).sum();
    let here = text.get(start..).unwrap_or_default();
    let offset = here.char_indices().nth(index(column)).map_or(here.trim_end().len(), |(at, _)| at);
    // What is missing at the end is told at the last character.
    let written = text.trim_end();
    let last = written.char_indices().next_back().map_or(0, |(at, _)| at);
    let at = (start + offset).min(last);
    let end = written[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let told = error.msg.split(" expecting ").next().unwrap_or_default().trim_start_matches("Syntax error: ");
    Mistake {
        range: at..end,
        message: format!("this is no condition: {told}"),
        help: "conditions are written in CEL, such as: key_result.score < 0.3 && objective.type == \"committed\"".to_owned(),
    }
}

/// Builds a regular expression.
///
/// # Errors
///
/// What is wrong with it, and where in its text.
pub(crate) fn regex(text: &str) -> Result<Regex, Mistake> {
    Regex::new(text).map_err(|error| {
        let place = regex_syntax::Parser::new().parse(text).err().map(|error| match error {
            regex_syntax::Error::Parse(error) => (error.span().start.offset..error.span().end.offset, error.kind().to_string()),
            regex_syntax::Error::Translate(error) => {
                (error.span().start.offset..error.span().end.offset, error.kind().to_string())
            }
            other => (0..text.len(), other.to_string()),
        });
        let (range, told) = place.unwrap_or_else(|| (0..text.len(), error.to_string()));
        Mistake {
            range,
            message: format!("this is no regular expression: {told}"),
            help: "see https://docs.rs/regex for the notation; it has no look-around and no back-references".to_owned(),
        }
    })
}
