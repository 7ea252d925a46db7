//! What the conditions and messages of rules can name: `key_result.measure.target.value`, `set.cycle`, `today`. Each name stands once, in the
//! tables of [`fields`], with its kind, its meaning and the way to its value, so that nothing is built before a condition asks for it. The
//! names are those of `okrlint parse --format json`.

mod fields;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::FiscalYear;
use crate::catalogue::{OptionDefault, OptionValue, Scope};
use crate::checks::Run;
use crate::horizon::Horizon;
use crate::model::{CheckIn, Document, KeyResult, Objective};
use crate::statement::{Amount, Deadline, Mark, Vanity};
use crate::trouble::did_you_mean;

pub(crate) use fields::ROOTS;

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A number.
    Number,
    /// true or false.
    Switch,
    /// A day.
    Day,
    /// A list of texts.
    Texts,
    /// A record with fields of its own.
    Record(&'static Shape),
    /// A list of such records.
    Records(&'static Shape),
    /// A value of the rule's `[options]`, whose kind its default tells.
    Options,
}

impl Kind {
    /// The kind in words, for messages.
    pub(crate) fn name(self) -> Cow<'static, str> {
        match self {
            Self::Text => "a text".into(),
            Self::Number => "a number".into(),
            Self::Switch => "true or false".into(),
            Self::Day => "a day".into(),
            Self::Texts => "a list of texts".into(),
            Self::Record(shape) => format!("a record ({})", shape.name).into(),
            Self::Records(shape) => format!("a list of records ({})", shape.name).into(),
            Self::Options => "the rule's options".into(),
        }
    }
}

/// The fields of a kind of record.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What one such record is called.
    pub(crate) name: &'static str,
    /// Its fields.
    pub(crate) fields: &'static [Field],
}

impl Shape {
    /// The field of a name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field name that a mistyped one most likely means.
    pub(crate) fn suggest(&self, name: &str) -> Option<&'static str> {
        did_you_mean(name, self.fields.iter().map(|field| field.name))
    }
}

/// A field of a record.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it says.
    pub(crate) doc: &'static str,
    get: for<'a> fn(Node<'a>) -> Fact<'a>,
}

impl Field {
    /// Its value in a record.
    pub(crate) fn of<'a>(&self, node: Node<'a>) -> Fact<'a> {
        (self.get)(node)
    }
}

/// A name with which a path begins.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it stands for.
    pub(crate) doc: &'static str,
    /// The scopes that know it.
    pub(crate) scopes: &'static [Scope],
    get: for<'a> fn(&Subject<'a>) -> Fact<'a>,
}

/// What a rule is held against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// Day, fiscal year and options.
    pub(crate) run: Run<'a>,
    pub(crate) document: &'a Document,
    /// Index of the section, so of the set.
    pub(crate) section: usize,
    pub(crate) objective: Option<&'a Objective>,
    pub(crate) key_result: Option<&'a KeyResult>,
    /// The text that a rule of scope text looks at.
    pub(crate) text: Option<&'a str>,
}

/// A record of the model.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node<'a> {
    KeyResult(&'a KeyResult),
    Objective(Of<'a, &'a Objective>),
    Set(Of<'a, FiscalYear>),
    Document(&'a Document),
    Measure(&'a KeyResult),
    Amount(&'a Amount),
    Vanity(&'a Vanity),
    Deadline(&'a Deadline),
    Indicator(&'a KeyResult),
    Horizon(Horizon),
    CheckIn(&'a CheckIn),
    Mark(&'a Mark),
}

/// A part of a document that speaks for one of its sections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<'a, T> {
    document: &'a Document,
    section: usize,
    own: T,
}

/// A value of the model.
#[derive(Debug, Clone)]
pub(crate) enum Fact<'a> {
    /// The document does not say.
    Missing,
    Text(Cow<'a, str>),
    Number(f64),
    Count(i64),
    Switch(bool),
    Day(Date),
    Texts(Vec<&'a str>),
    Record(Node<'a>),
    Records(Vec<Node<'a>>),
}

impl<'a> Fact<'a> {
    fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Missing, |text| Self::Text(Cow::Borrowed(text)))
    }

    fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Missing, Self::Number)
    }

    fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Missing, Self::Day)
    }

    fn record<T>(of: Option<T>, node: impl FnOnce(T) -> Node<'a>) -> Self {
        of.map_or(Self::Missing, |of| Self::Record(node(of)))
    }

    /// The value as it stands in a message; `None` where there is none, or it is a record.
    pub(crate) fn shown(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number.to_string().into()),
            Self::Count(count) => Some(count.to_string().into()),
            Self::Switch(on) => Some(on.to_string().into()),
            Self::Day(day) => Some(day.to_string().into()),
            Self::Texts(texts) if !texts.is_empty() => Some(texts.join(", ").into()),
            Self::Missing | Self::Texts(_) | Self::Record(_) | Self::Records(_) => None,
        }
    }
}

/// A name with dots, looked up once: what it begins with, and the fields from there.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    root: &'static Root,
    /// The option that is meant, as the rule's file spells it.
    option: Option<Box<str>>,
    fields: Vec<&'static Field>,
}

/// Why a name with dots means nothing: which of its parts, what is wrong and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PathError {
    pub(crate) part: usize,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Path {
    /// Looks up the parts of a name. `options` are the names of the rule's options.
    ///
    /// # Errors
    ///
    /// The scope knows no such name, or a record has no such field.
    pub(crate) fn new(parts: &[&str], scope: Scope, options: &[&str]) -> Result<Self, PathError> {
        let (name, rest) = parts.split_first().map_or(("", parts), |(name, rest)| (*name, rest));
        let known = || ROOTS.iter().filter(|root| root.scopes.contains(&scope));
        let Some(root) = known().find(|root| root.name == name) else {
            let names: Vec<String> = known().map(|root| format!("`{}`", root.name)).collect();
            let help = match did_you_mean(name, known().map(|root| root.name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("a rule of this scope knows {}", names.join(", ")),
            };
            return Err(PathError { part: 0, message: format!("there is no `{name}` here"), help });
        };
        let mut path = Self { root, option: None, fields: Vec::new() };
        for (at, name) in rest.iter().enumerate() {
            match path.kind() {
                Kind::Record(shape) => match shape.field(name) {
                    Some(field) => path.fields.push(field),
                    None => return Err(no_field(shape, name, at + 1)),
                },
                Kind::Options if path.option.is_none() => path.option = Some(option(options, name)?),
                kind => {
                    let message = format!("`{}` is {} and has no fields", parts[..=at].join("."), kind.name());
                    return Err(PathError { part: at + 1, message, help: format!("leave `.{name}` out") });
                }
            }
            if path.option.is_some() && at > 0 {
                let message = "an option has no fields".to_owned();
                return Err(PathError { part: at + 1, message, help: format!("leave `.{name}` out") });
            }
        }
        Ok(path)
    }

    /// What the name stands for.
    pub(crate) fn kind(&self) -> Kind {
        self.fields.last().map_or(self.root.kind, |field| field.kind)
    }

    /// Whether it names an option of the rule, whose kind the file tells.
    pub(crate) fn is_option(&self) -> bool {
        self.option.is_some()
    }

    /// The value. What the document does not say has no parts either.
    pub(crate) fn of<'a>(&self, subject: &Subject<'a>) -> Fact<'a> {
        if let Some(name) = &self.option {
            return option_value(subject.run, name);
        }
        let start = (self.root.get)(subject);
        self.fields.iter().fold(start, |fact, field| match fact {
            Fact::Record(node) => field.of(node),
            _ => Fact::Missing,
        })
    }
}

fn no_field(shape: &Shape, name: &str, part: usize) -> PathError {
    let help = match shape.suggest(name) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            let names: Vec<String> = shape.fields.iter().map(|field| format!("`{}`", field.name)).collect();
            format!("it has {}", names.join(", "))
        }
    };
    PathError { part, message: format!("a {} has no `{name}`", shape.name), help }
}

/// The option of a name, which in a condition has `_` for `-`.
fn option(options: &[&str], name: &str) -> Result<Box<str>, PathError> {
    let found = options.iter().find(|option| option.replace('-', "_") == name.replace('-', "_"));
    found.map(|option| Box::from(*option)).ok_or_else(|| PathError {
        part: 1,
        message: format!("the rule has no option `{name}`"),
        help: match did_you_mean(name, options.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare it: [options] {name} = {{ default = 3, doc = \"what it does\" }}"),
        },
    })
}

fn option_value<'a>(run: Run<'a>, name: &str) -> Fact<'a> {
    match run.options.given.and_then(|given| given.get(name)) {
        Some(OptionValue::Switch(on)) => return Fact::Switch(*on),
        Some(OptionValue::Integer(number)) => return Fact::Count(*number),
        Some(OptionValue::Text(text)) => return Fact::text(Some(text)),
        Some(OptionValue::Words(words)) => return Fact::Texts(words.iter().map(String::as_str).collect()),
        None => {}
    }
    match run.options.rule.option(name).map(|option| option.default) {
        Some(OptionDefault::Switch(on)) => Fact::Switch(on),
        Some(OptionDefault::Integer(number)) => Fact::Count(number),
        Some(OptionDefault::Text(text)) => Fact::text(Some(text)),
        Some(OptionDefault::Words(words)) => Fact::Texts(words.to_vec()),
        None => Fact::Missing,
    }
}

/// A name that rules can use, for a reference.
#[derive(Debug, Serialize)]
pub(crate) struct Named {
    /// The record it is a field of; empty for what a path begins with.
    of: &'static str,
    name: &'static str,
    kind: Cow<'static, str>,
    doc: &'static str,
}

/// Every name that rules can use, record by record.
pub(crate) fn reference() -> Vec<Named> {
    let roots = ROOTS.iter().map(|root| Named { of: "", name: root.name, kind: root.kind.name(), doc: root.doc });
    let mut names: Vec<Named> = roots.collect();
    for shape in fields::SHAPES {
        let field = |field: &'static Field| Named { of: shape.name, name: field.name, kind: field.kind.name(), doc: field.doc };
        names.extend(shape.fields.iter().map(field));
    }
    names
}
