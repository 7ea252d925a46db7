//! The functions that conditions can call: CEL's own, its extension for texts, and three of ours.

use std::any::Any;
use std::sync::{Arc, LazyLock};

use cel::common::types::{CelBool, CelDuration, CelInt, CelString, CelTimestamp, Type};
use cel::common::value::{StaticVal, Val};
use cel::{DeclarationError, Env, ExecutionError, extensions};
use regex::Regex;
use serde::Serialize;

use super::value;
use crate::facts::Kind;

/// A function, for a reference and for finding out about mistyped ones.
#[derive(Debug, Serialize)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    /// The kind of what it answers, where that is always the same.
    #[serde(skip)]
    pub(crate) kind: Option<Kind>,
    /// A use of it.
    pub(crate) example: &'static str,
    /// What it answers.
    pub(crate) doc: &'static str,
}

/// The functions. CEL's macros (`has`, `all`, `exists`, `exists_one`, `filter`, `map`) and operators are part of its grammar.
static FUNCTIONS: &[Function] = &[
    function("size", Some(Kind::Number), "size(key_result.owners) == 2", "the length of a list or text"),
    function("contains", Some(Kind::Switch), "key_result.text.contains(\"crm\")", "whether a text holds another"),
    function("startsWith", Some(Kind::Switch), "key_result.id.startsWith(\"PAY-\")", "whether a text begins with another"),
    function("endsWith", Some(Kind::Switch), "document.path.endsWith(\".md\")", "whether a text ends with another"),
    function(
        "matches",
        Some(Kind::Switch),
        "key_result.text.matches(r\"(?i)\\bcrm\\b\")",
        "whether a regular expression, in quotes, is found in a text",
    ),
    function("lowerAscii", Some(Kind::Text), "objective.team.lowerAscii() == \"care\"", "a text in small letters (A to Z only)"),
    function("upperAscii", Some(Kind::Text), "key_result.priority.upperAscii() == \"P0\"", "a text in capitals (a to z only)"),
    function("trim", Some(Kind::Text), "key_result.status.trim() == \"done\"", "a text without spaces around it"),
    function("split", None, "key_result.id.split(\"-\")[0] == \"PAY\"", "the parts of a text"),
    function("replace", Some(Kind::Text), "key_result.id.replace(\"-\", \".\") == \"PAY.O1.KR1\"", "a text with parts replaced"),
    function("join", Some(Kind::Text), "key_result.owners.join(\",\") == \"Ana,Bo\"", "a list of texts as one text"),
    function("day", Some(Kind::Day), "key_result.deadline.date > day(\"2026-09-30\")", "a day, from YYYY-MM-DD"),
    function("days", None, "set.end - today < days(14)", "so many days, as a span of time"),
    function("duration", None, "set.end - today < duration(\"36h\")", "a span of time in hours, minutes or seconds"),
    function("timestamp", Some(Kind::Day), "today > timestamp(\"2026-07-01T00:00:00Z\")", "a moment, from its long form"),
    function("getFullYear", Some(Kind::Number), "today.getFullYear() == 2026", "the year of a day"),
    function("getMonth", Some(Kind::Number), "today.getMonth() == 0", "the month of a day; January is 0"),
    function("getDate", Some(Kind::Number), "today.getDate() == 1", "the day of the month; the first is 1"),
    function("getDayOfWeek", Some(Kind::Number), "today.getDayOfWeek() == 1", "the day of the week; Sunday is 0"),
    function("getDayOfYear", Some(Kind::Number), "today.getDayOfYear() == 0", "the day of the year; the first is 0"),
    function("getHours", Some(Kind::Number), "(set.end - today).getHours() < 48", "the hours of a span of time"),
    function("int", Some(Kind::Number), "int(key_result.measure.target.value) == 4", "a number without its fraction"),
    function(
        "double",
        Some(Kind::Number),
        "double(size(key_result.owners)) / 2.0 > 1.0",
        "a whole number as one with a fraction",
    ),
    function("string", Some(Kind::Text), "string(key_result.score) == \"0.7\"", "a value as a text"),
    function("bool", Some(Kind::Switch), "bool(key_result.priority)", "the texts \"true\" and \"false\" as what they say"),
    function("type", None, "type(key_result.score) == double", "the type of a value"),
];

const fn function(name: &'static str, kind: Option<Kind>, example: &'static str, doc: &'static str) -> Function {
    Function { name, kind, example, doc }
}

/// All functions.
pub(crate) fn reference() -> &'static [Function] {
    FUNCTIONS
}

/// Built when the first condition is held against something.
pub(super) static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut environment = Env::stdlib();
    let declared = environment.add_extension(extensions::strings).and_then(|()| own(&mut environment));
    debug_assert_eq!(declared, Ok(()));
    Arc::new(environment)
});

fn own(environment: &mut Env) -> Result<(), DeclarationError> {
    cel::add_overload!(environment, fn day: (CelString) -> Result<CelTimestamp>)?;
    cel::add_overload!(environment, fn days: (CelInt) -> Result<CelDuration>)?;
    cel::add_overload!(environment, fn matches: (CelString, Pattern) -> CelBool)?;
    cel::add_member_overload!(environment, fn matches: (CelString, Pattern) -> CelBool)
}

fn day(text: &CelString<'_>) -> Result<CelTimestamp, ExecutionError> {
    let day = text.inner().parse().ok().and_then(value::day);
    let wrong = || ExecutionError::function_error("day", format!("{:?} is no day: write YYYY-MM-DD", text.inner()));
    day.map(CelTimestamp::from).ok_or_else(wrong)
}

fn days(number: &CelInt) -> Result<CelDuration, ExecutionError> {
    let days = chrono::Duration::try_days(*number.inner());
    days.map(CelDuration::from).ok_or_else(|| ExecutionError::function_error("days", "so many days cannot be counted"))
}

fn matches(text: &CelString<'_>, pattern: &Pattern) -> CelBool {
    CelBool::from(pattern.0.is_match(text.inner()))
}

/// A regular expression that was built with its condition.
#[derive(Debug, Clone)]
pub(super) struct Pattern(pub(super) Regex);

static PATTERN: Type = Type::new_unspecified_type("pattern");

impl Val for Pattern {
    fn get_type(&self) -> &Type {
        &PATTERN
    }

    fn cel_type() -> &'static Type {
        &PATTERN
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Pattern {}
