//! Looks up the names of a condition once: each becomes a number, so that an evaluation neither splits nor compares them, and what cannot
//! mean anything is told with its place.

use std::mem;
use std::ops::Range;

use cel::common::ast::operators::{
    ADD, CONDITIONAL, DIVIDE, EQUALS, GREATER, GREATER_EQUALS, IN, INDEX, LESS, LESS_EQUALS, LOGICAL_AND, LOGICAL_NOT,
    LOGICAL_OR, MODULO, MULTIPLY, NEGATE, NOT_EQUALS, NOT_STRICTLY_FALSE, SUBSTRACT,
};
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo};

use super::functions::Pattern;
use super::{Mistake, regex};
use crate::catalogue::Scope;
use crate::facts::{Kind, Path, PathError};
use crate::trouble::did_you_mean;

/// What the number of a path begins with. No name of CEL can.
pub(super) const PATH: &str = "$";
/// What the number of a pattern begins with.
pub(super) const PATTERN: &str = "@~";

/// CEL's names for its types, which a condition may compare with `type(…)`.
const TYPES: [&str; 10] = ["bool", "bytes", "double", "int", "list", "map", "null_type", "string", "type", "uint"];

/// A condition on its way from names to numbers.
pub(super) struct Binder<'t> {
    text: &'t str,
    places: &'t SourceInfo,
    scope: Scope,
    options: &'t [&'t str],
    /// The variables of the macros around, innermost last.
    locals: Vec<(String, Option<Kind>)>,
    pub(super) paths: Vec<Path>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) mistakes: Vec<Mistake>,
}

/// A part of a name, and the node that holds it.
type Part = (String, u64);

impl<'t> Binder<'t> {
    pub(super) fn new(text: &'t str, places: &'t SourceInfo, scope: Scope, options: &'t [&'t str]) -> Self {
        let (locals, paths, patterns, mistakes) = Default::default();
        Self { text, places, scope, options, locals, paths, patterns, mistakes }
    }

    /// Binds a whole condition, which must answer true or false.
    pub(super) fn whole(&mut self, condition: &mut IdedExpr) {
        let kind = self.bind(condition);
        if let Some(kind) = kind.filter(|kind| !matches!(kind, Kind::Switch)) {
            let (range, message) = (0..self.text.len(), format!("this condition is {}, not true or false", kind.name()));
            let help = "compare it with something, or ask `has(…)` or `== null`".to_owned();
            self.mistakes.push(Mistake { range, message, help });
        }
    }

    /// Binds an expression; the kind of its value where that can be told beforehand.
    fn bind(&mut self, expression: &mut IdedExpr) -> Option<Kind> {
        if let Some(parts) = self.name(expression) {
            return self.bind_name(expression, &parts);
        }
        let id = expression.id;
        match &mut expression.expr {
            Expr::Ident(name) => self.local(name)?.1,
            Expr::Literal(literal) => kind_of(literal),
            Expr::Select(select) if select.test => {
                self.bind_presence(expression);
                Some(Kind::Switch)
            }
            Expr::Select(select) => {
                let kind = self.bind(&mut select.operand);
                let field = select.field.clone();
                self.field(kind, &field, id)
            }
            Expr::Call(call) => self.bind_call(call, id),
            Expr::Comprehension(comprehension) => {
                self.bind_comprehension(comprehension);
                None
            }
            Expr::List(list) => {
                for element in &mut list.elements {
                    self.bind(element);
                }
                None
            }
            Expr::Map(map) => {
                for entry in &mut map.entries {
                    if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                        self.bind(&mut entry.key);
                        self.bind(&mut entry.value);
                    }
                }
                None
            }
            Expr::Struct(record) => {
                let name = record.type_name.clone();
                self.mistake(id, &name, format!("there is no type `{name}`"), "write a map, such as {\"a\": 1}".to_owned());
                None
            }
            Expr::Unspecified => None,
        }
    }

    /// The parts of a name with dots that begins with none of the macros' variables.
    fn name(&self, expression: &IdedExpr) -> Option<Vec<Part>> {
        match &expression.expr {
            Expr::Ident(name) => {
                let is_own = name.starts_with('@') || self.local(name).is_some();
                (!is_own).then(|| vec![(name.clone(), expression.id)])
            }
            Expr::Select(select) if !select.test => {
                let mut parts = self.name(&select.operand)?;
                parts.push((select.field.clone(), expression.id));
                Some(parts)
            }
            _ => None,
        }
    }

    fn local(&self, name: &str) -> Option<&(String, Option<Kind>)> {
        self.locals.iter().rev().find(|(local, _)| local == name)
    }

    /// Puts the number of a path in the place of its name.
    fn bind_name(&mut self, expression: &mut IdedExpr, parts: &[Part]) -> Option<Kind> {
        if let [(name, _)] = parts
            && TYPES.contains(&name.as_str())
        {
            return None;
        }
        let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        match Path::new(&names, self.scope, self.options) {
            Ok(path) => {
                let kind = (!path.is_option()).then(|| path.kind());
                expression.expr = Expr::Ident(format!("{PATH}{}", self.paths.len()));
                self.paths.push(path);
                kind
            }
            Err(PathError { part, message, help }) => {
                let (name, id) = &parts[part.min(parts.len() - 1)];
                self.mistake(*id, name, message, help);
                None
            }
        }
    }

    /// `has(a.b)` as `a.b != null`: a field is always there, but may be empty.
    fn bind_presence(&mut self, expression: &mut IdedExpr) {
        let id = expression.id;
        let Expr::Select(SelectExpr { operand, field, .. }) = mem::take(&mut expression.expr) else { return };
        let mut named = IdedExpr { id, expr: Expr::Select(SelectExpr { operand, field, test: false }) };
        self.bind(&mut named);
        let nothing = IdedExpr { id, expr: Expr::Literal(LiteralValue::Null) };
        expression.expr = Expr::Call(CallExpr { func_name: NOT_EQUALS.to_owned(), target: None, args: vec![named, nothing] });
    }

    /// A field of something that is no plain name, such as a macro's variable.
    fn field(&mut self, kind: Option<Kind>, name: &str, id: u64) -> Option<Kind> {
        match kind? {
            Kind::Record(shape) => match shape.field(name) {
                Some(field) => Some(field.kind),
                None => {
                    let help = match shape.suggest(name) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "the README lists all names".to_owned(),
                    };
                    self.mistake(id, name, format!("a {} has no `{name}`", shape.name), help);
                    None
                }
            },
            kind => {
                self.mistake(id, name, format!("{} has no fields", kind.name()), format!("leave `.{name}` out"));
                None
            }
        }
    }

    fn bind_call(&mut self, call: &mut CallExpr, id: u64) -> Option<Kind> {
        if call.func_name == "matches" {
            self.bind_pattern(call, id);
        }
        if let Some(target) = &mut call.target {
            self.bind(target);
        }
        let kinds: Vec<Option<Kind>> = call.args.iter_mut().map(|argument| self.bind(argument)).collect();
        match call.func_name.as_str() {
            EQUALS | NOT_EQUALS | LESS | LESS_EQUALS | GREATER | GREATER_EQUALS => {
                // A missing record is equal to `null`, but CEL's `null` to nothing of ours.
                if call.args.first().is_some_and(is_null) {
                    call.args.reverse();
                }
                if let [Some(one), Some(other)] = kinds.as_slice() {
                    self.compared(*one, *other, id);
                }
                Some(Kind::Switch)
            }
            LOGICAL_AND | LOGICAL_OR | LOGICAL_NOT => {
                for kind in kinds.into_iter().flatten().filter(|kind| !matches!(kind, Kind::Switch)) {
                    let message = format!("this joins conditions, and {} is none", kind.name());
                    self.mistake(id, "", message, "compare it with something".to_owned());
                }
                Some(Kind::Switch)
            }
            IN | NOT_STRICTLY_FALSE => Some(Kind::Switch),
            CONDITIONAL => kinds.get(1).copied().flatten(),
            INDEX => match kinds.first().copied().flatten() {
                Some(Kind::Records(shape)) => Some(Kind::Record(shape)),
                Some(Kind::Texts) => Some(Kind::Text),
                _ => None,
            },
            ADD | SUBSTRACT | MULTIPLY | DIVIDE | MODULO | NEGATE => None,
            name => {
                let known = super::reference().iter().find(|function| function.name == name);
                if known.is_none() {
                    let help = match did_you_mean(name, super::reference().iter().map(|function| function.name)) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "the README lists all functions".to_owned(),
                    };
                    self.mistake(id, name, format!("there is no function `{name}`"), help);
                }
                known?.kind
            }
        }
    }

    /// Builds the regular expression of `matches` now.
    fn bind_pattern(&mut self, call: &mut CallExpr, id: u64) {
        let Some(argument) = call.args.last_mut() else { return };
        let Expr::Literal(LiteralValue::String(text)) = &argument.expr else {
            let help = "write the regular expression itself between the brackets".to_owned();
            return self.mistake(id, "matches", "`matches` wants a text in quotes".to_owned(), help);
        };
        match regex(text.inner()) {
            Ok(regex) => {
                argument.expr = Expr::Ident(format!("{PATTERN}{}", self.patterns.len()));
                self.patterns.push(Pattern(regex));
            }
            Err(Mistake { message, help, .. }) => {
                let text = text.inner().to_owned();
                self.mistake(argument.id, &text, message, help);
            }
        }
    }

    fn bind_comprehension(&mut self, comprehension: &mut ComprehensionExpr) {
        let element = match self.bind(&mut comprehension.iter_range) {
            Some(Kind::Records(shape)) => Some(Kind::Record(shape)),
            Some(Kind::Texts) => Some(Kind::Text),
            _ => None,
        };
        let outside = self.locals.len();
        self.bind(&mut comprehension.accu_init);
        self.locals.push((comprehension.iter_var.clone(), element));
        self.locals.extend(comprehension.iter_var2.clone().map(|name| (name, None)));
        for part in [&mut comprehension.loop_cond, &mut comprehension.loop_step, &mut comprehension.result] {
            self.bind(part);
        }
        self.locals.truncate(outside);
    }

    /// Values of two kinds are never equal, and neither is the greater one.
    fn compared(&mut self, one: Kind, other: Kind, id: u64) {
        if mem::discriminant(&one) == mem::discriminant(&other) {
            return;
        }
        let help = match (one, other) {
            (Kind::Day, Kind::Text) | (Kind::Text, Kind::Day) => "write the day as day(\"2026-09-30\")",
            (Kind::Text, Kind::Number) | (Kind::Number, Kind::Text) => {
                "numbers have no quotes; `.value` is the number of a value"
            }
            (Kind::Record(_), _) | (_, Kind::Record(_)) => "name a field of the record, or ask for `null`",
            (Kind::Texts | Kind::Records(_), _) | (_, Kind::Texts | Kind::Records(_)) => "ask for its size(…), or with `in`",
            _ => "compare values of one kind",
        };
        let message = format!("{} is compared with {}", one.name(), other.name());
        self.mistake(id, "", message, help.to_owned());
    }

    /// Tells a mistake at a node, or at the word in it that is meant.
    fn mistake(&mut self, id: u64, word: &str, message: String, help: String) {
        let range = self.place(id, word);
        self.mistakes.push(Mistake { range, message, help });
    }

    /// Where a word stands: the parser knows where its node begins, which may be a dot or a bracket beside it.
    fn place(&self, id: u64, word: &str) -> Range<usize> {
        let (start, end) = self.places.offset_for(id).unwrap_or_default();
        let byte = |at: u32| self.text.char_indices().nth(at as usize).map_or(self.text.len(), |(at, _)| at);
        let (start, end) = (byte(start), byte(end.saturating_add(1)));
        if word.is_empty() {
            return start..end.max(start);
        }
        let places = self.text.match_indices(word).map(|(at, _)| at);
        let nearest = places.min_by_key(|at| at.abs_diff(start));
        nearest.map_or(start..end.max(start), |at| at..at + word.len())
    }
}

fn is_null(expression: &IdedExpr) -> bool {
    matches!(expression.expr, Expr::Literal(LiteralValue::Null))
}

fn kind_of(literal: &LiteralValue) -> Option<Kind> {
    match literal {
        LiteralValue::Boolean(_) => Some(Kind::Switch),
        LiteralValue::Double(_) | LiteralValue::Int(_) | LiteralValue::UInt(_) => Some(Kind::Number),
        LiteralValue::String(_) => Some(Kind::Text),
        LiteralValue::Bytes(_) | LiteralValue::Null => None,
    }
}
