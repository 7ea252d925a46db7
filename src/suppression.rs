//! Suppressions: comments in a document, or entries of the configuration, that hold findings back, with a reason. Each is resolved against
//! its document to the statements and stretches that it reaches; which findings these have is the engine's business.

mod directive;
mod places;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use globset::GlobSet;
use jiff::civil::Date;

use crate::catalogue::{Catalogue, Flag};
use crate::checks::Statement;
use crate::diagnostic::{Diagnostic, Held};
use crate::fingerprint;
use crate::model::{Document, Format, Item};
use crate::read::comments::{Comment, comments};
use crate::source::{Source, Span, Spanned};

use directive::{Directive, Kind, MARKER};
use places::{Place, Places};

/// A suppression of the configuration: `[[suppressions]]`.
#[derive(Debug, Clone)]
pub struct Configured {
    /// The configuration file as shown to the user.
    pub path: String,
    /// The entry in it.
    pub span: Span,
    /// The documents that it is for, by path relative to the folder of the configuration; all where left out.
    pub(crate) files: Option<Files>,
    /// Id or words of the objective; with all its key results where no key result is named.
    pub objective: Option<String>,
    /// Id or words of the key result.
    pub key_result: Option<String>,
    /// Names of rules and red flags.
    pub names: Vec<Spanned<String>>,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Spanned<Date>>,
}

/// Patterns for the paths of documents, and the folder that they start from.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    pub(crate) folder: std::path::PathBuf,
    pub(crate) globs: GlobSet,
}

impl Files {
    /// Whether a document, by its path as shown to the user, is among them.
    pub(crate) fn hold(&self, path: &str) -> bool {
        self.hold_file(std::path::Path::new(path))
    }

    /// Whether a file is among them.
    pub(crate) fn hold_file(&self, file: &std::path::Path) -> bool {
        let file = crate::discover::lexical(file);
        self.globs.is_match(file.strip_prefix(&self.folder).unwrap_or(&file))
    }
}

/// A suppression as it stands in, or reaches into, one document.
#[derive(Debug, Clone)]
pub(crate) struct Suppression {
    /// Rules and red flags that exist, with the places that name them.
    pub(crate) names: Vec<Name>,
    /// The last day on which it holds.
    pub(crate) until: Option<Spanned<Date>>,
    reason: Box<str>,
    reach: Reach,
    /// The configuration file that it stands in; `None` for a comment of the document itself.
    configuration: Option<Box<str>>,
}

/// A rule or red flag that is suppressed.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) text: Box<str>,
    pub(crate) span: Span,
    /// Whether only the findings across documents will show if it holds anything back.
    pub(crate) is_pending: bool,
}

/// What a suppression reaches.
#[derive(Debug, Clone, Default)]
struct Reach {
    /// Whatever begins in this stretch.
    stretch: Option<Span>,
    /// Statements, an objective with all its key results, and what begins in their stretch and is about no statement.
    statements: Vec<(Statement, Span)>,
}

/// A comment for okrlint, or an entry of the configuration, that cannot be followed: a finding of one of the rules about suppressions.
#[derive(Debug, Clone)]
pub(crate) struct Mistake {
    pub(crate) rule: &'static str,
    pub(crate) variant: &'static str,
    pub(crate) span: Span,
    pub(crate) values: Vec<(&'static str, Cow<'static, str>)>,
}

impl Mistake {
    fn new(rule: &'static str, variant: &'static str, span: Span) -> Self {
        Self { rule, variant, span, values: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, Cow::Owned(value.into())));
        self
    }

    /// A name that no rule and no flag has.
    pub(crate) fn unknown(catalogue: &Catalogue, name: &str, span: Span) -> Self {
        let hint = match catalogue.suggest(name) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "`okrlint rules` lists all rules by red flag.".to_owned(),
        };
        Self::new("unknown-rule", "", span).with("name", name).with("hint", hint)
    }
}

/// Whether a rule or red flag has the name.
pub(crate) fn is_known(catalogue: &Catalogue, name: &str) -> bool {
    catalogue.find(name).is_some() || Flag::find(name).is_some()
}

/// The suppressions that the comments of a document state, and the mistakes in them.
pub(crate) fn of_comments(source: &Source, document: &Document, catalogue: &Catalogue) -> (Vec<Suppression>, Vec<Mistake>) {
    if memchr::memmem::find(source.text.as_bytes(), MARKER.as_bytes()).is_none() {
        return Default::default();
    }
    let mut mistakes = Vec::new();
    let comments = comments(&source.text, document.format);
    let directives: Vec<Directive> =
        comments.iter().filter_map(|comment: &Comment| directive::read(source, comment, catalogue, &mut mistakes)).collect();
    let places = if directives.is_empty() { None } else { Some(Places::of(document)) };
    let mut suppressions: Vec<Suppression> = Vec::with_capacity(directives.len());
    // Blocks that are not yet closed, innermost last: their place among the suppressions.
    let mut open: Vec<usize> = Vec::new();
    for directive in directives {
        let Directive { kind, comment, names, .. } = &directive;
        let reach = match kind {
            Kind::File => Reach::of_stretch(Span { start: 0, end: u32::MAX }),
            Kind::Start => {
                open.push(suppressions.len());
                Reach::of_stretch(Span { start: comment.start, end: u32::MAX })
            }
            Kind::End => {
                let ended = open.iter().rposition(|block| names.is_empty() || suppressions[*block].has_names(names));
                match ended.map(|position| open.remove(position)) {
                    Some(block) => suppressions[block].reach.end(comment.end),
                    None => mistakes.push(Mistake::new("invalid-suppression", "no-start", *comment)),
                }
                continue;
            }
            Kind::Next => match next(source, document, places.as_ref(), *comment) {
                Some(reach) => reach,
                None => {
                    mistakes.push(Mistake::new("invalid-suppression", "nothing-follows", *comment));
                    continue;
                }
            },
        };
        suppressions.push(Suppression::of_comment(directive, reach));
    }
    mistakes.extend(open.iter().map(|block| {
        let start = suppressions[*block].reach.stretch.map_or(0, |stretch| stretch.start);
        let comment = comments.iter().find(|comment| comment.span.start == start);
        Mistake::new("invalid-suppression", "no-end", comment.map(|comment| comment.span).unwrap_or_default())
    }));
    (suppressions, mistakes)
}

/// What a comment for the next statement reaches: the statement behind it or, where it shares its line with something, what stands there.
fn next(source: &Source, document: &Document, places: Option<&Places>, comment: Span) -> Option<Reach> {
    let places = places?;
    match places::lines_shared(source, comment, document.format) {
        Some(lines) => {
            let place = places.beside(comment, lines);
            // A field has a line of its own.
            let place = place.or_else(|| places.around(comment).filter(|_| document.format != Format::Markdown));
            let statements = place.map(|place| (place.statement, place.stretch)).into_iter().collect();
            Some(Reach { stretch: Some(lines), statements })
        }
        None => {
            let place = places.behind(comment.end)?;
            Some(Reach { stretch: None, statements: vec![(place.statement, place.stretch)] })
        }
    }
}

impl Configured {
    /// The suppression as it reaches into a document; `None` where it does not.
    pub(crate) fn resolve(&self, path: &str, document: &Document, catalogue: &Catalogue) -> Option<Suppression> {
        if self.files.as_ref().is_some_and(|files| !files.hold(path)) {
            return None;
        }
        let reach = match (&self.objective, &self.key_result) {
            (None, None) => Reach::of_stretch(Span { start: 0, end: u32::MAX }),
            (objective, key_result) => {
                let places = Places::of(document);
                let meant =
                    |place: &&Place| names_statement(document, place.statement, objective.as_deref(), key_result.as_deref());
                let statements = places.iter().filter(meant).map(|place| (place.statement, place.stretch)).collect();
                Reach { stretch: None, statements }
            }
        };
        let known = self.names.iter().filter(|name| is_known(catalogue, &name.value));
        Some(Suppression {
            names: known.map(Name::of).collect(),
            until: self.until,
            reason: self.reason.as_str().into(),
            reach,
            configuration: Some(self.path.as_str().into()),
        })
    }
}

/// Whether an objective and a key result, each by id or words, name a statement of a document.
fn names_statement(document: &Document, statement: Statement, objective: Option<&str>, key_result: Option<&str>) -> bool {
    let Some(stated) = document.objectives.get(statement.objective) else { return false };
    let above = || objective.is_none_or(|name| is_called(&stated.item, name));
    match (statement.key_result, key_result) {
        (None, None) => above(),
        (Some(nth), Some(name)) => {
            above() && stated.key_results.get(nth).is_some_and(|key_result| is_called(&key_result.item, name))
        }
        _ => false,
    }
}

/// Whether a name is the id of an item, or some of its words in their order.
fn is_called(item: &Item, name: &str) -> bool {
    if item.id.as_ref().is_some_and(|id| id.value.eq_ignore_ascii_case(name.trim())) {
        return true;
    }
    let words =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fingerprint::of_words).collect();
    let (name, text): (Vec<u64>, Vec<u64>) = (words(name), words(item.text.as_str()));
    !name.is_empty() && text.windows(name.len()).any(|window| window == name)
}

impl Suppression {
    fn of_comment(directive: Directive, reach: Reach) -> Self {
        Self {
            names: directive.names.iter().map(Name::of).collect(),
            until: directive.until,
            reason: directive.reason.into(),
            reach,
            configuration: None,
        }
    }

    fn has_names(&self, names: &[Spanned<String>]) -> bool {
        names.iter().all(|name| self.names.iter().any(|own| *own.text == name.value))
    }

    /// Whether it is a comment of the document itself.
    pub(crate) fn is_comment(&self) -> bool {
        self.configuration.is_none()
    }

    /// Whether it still holds on a day.
    pub(crate) fn holds_on(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until.value)
    }

    /// Why it holds a finding of its document back; `None` where it does not.
    pub(crate) fn hold(&self, diagnostic: &Diagnostic) -> Option<Held> {
        let rule = diagnostic.rule;
        let is_meant = |name: &&Name| *name.text == *rule.name || *name.text == *rule.flag.name();
        let name = self.names.iter().find(is_meant)?;
        if !self.reach.covers(diagnostic) {
            return None;
        }
        let reason = self.reason.to_string();
        Some(match &self.configuration {
            None => Held::Comment { reason, name: name.span },
            Some(path) => Held::Configuration { reason, path: path.to_string(), name: name.span },
        })
    }
}

impl Name {
    fn of(name: &Spanned<String>) -> Self {
        Self { text: name.value.as_str().into(), span: name.span, is_pending: false }
    }
}

impl Reach {
    fn of_stretch(stretch: Span) -> Self {
        Self { stretch: Some(stretch), statements: Vec::new() }
    }

    fn end(&mut self, at: u32) {
        if let Some(stretch) = &mut self.stretch {
            stretch.end = at;
        }
    }

    /// Whether the primary place of a finding, or the statement it is about, is reached.
    fn covers(&self, diagnostic: &Diagnostic) -> bool {
        let at = diagnostic.span.start;
        let within = |stretch: Span| stretch.start <= at && at < stretch.end;
        let is_about = |(statement, stretch): &(Statement, Span)| match diagnostic.objective {
            None => within(*stretch),
            Some(objective) => {
                objective == statement.objective
                    && (statement.key_result.is_none() || statement.key_result == diagnostic.key_result)
            }
        };
        self.stretch.is_some_and(within) || self.statements.iter().any(is_about)
    }
}
