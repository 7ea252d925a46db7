//! What a check answers: where something is, which of the rule's wordings fits, and the values that fill it.

use std::borrow::Cow;

use crate::catalogue::template::shorten;
use crate::diagnostic::Edit;
use crate::model::Statement;
use crate::organisation::Organisation;
use crate::source::Span;

/// Longest quotation of a statement in the message of a finding across documents, in characters.
const QUOTE: usize = 64;

/// Another place that explains a finding.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The document's path, when it is another one.
    pub path: Option<&'a str>,
    /// Where.
    pub span: Span,
    /// Name of the template among the rule's `[labels]`.
    pub label: &'static str,
}

/// A place in another document of a series or organisation, with what stands there in figures.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// The document's path.
    pub path: &'a str,
    /// Where.
    pub span: Span,
    /// Name of the template among the rule's `[labels]`.
    pub label: &'static str,
    /// Values for the placeholders of the template, before those of the finding.
    pub values: Vec<(&'static str, Cow<'a, str>)>,
}

/// What a check found. The statement it is about is that of the check's context unless set.
#[derive(Debug, Clone)]
pub struct Finding<'a> {
    /// What is underlined.
    pub span: Span,
    /// Name of the rule's wording; empty for the default.
    pub variant: &'static str,
    /// The statement, where the context does not tell.
    pub statement: Option<Statement>,
    /// The document's path, where the context does not tell.
    pub path: Option<&'a str>,
    /// Whether it is about a whole set, and stands at one of its statements because it must stand somewhere.
    pub of_the_set: bool,
    /// Values for the placeholders of the rule's texts, before those that every statement has.
    pub values: Vec<(&'static str, Cow<'a, str>)>,
    /// Other places.
    pub places: Vec<Place<'a>>,
    /// Places with figures of their own.
    pub evidence: Vec<Evidence<'a>>,
    /// The edits that mend it without changing what the document says, for a rule of form.
    pub edits: Vec<Edit>,
    /// The statements that lack what the rule asks for, where it is more than the one that the finding is about.
    pub lacking: Vec<Statement>,
}

impl<'a> Finding<'a> {
    /// Something found at a place.
    pub fn at(span: Span) -> Self {
        Self {
            span,
            variant: "",
            statement: None,
            path: None,
            of_the_set: false,
            values: Vec::new(),
            places: Vec::new(),
            evidence: Vec::new(),
            edits: Vec::new(),
            lacking: Vec::new(),
        }
    }

    /// Something found at an objective or key result of the organisation.
    pub fn on_node(organisation: &Organisation<'a>, node: usize) -> Self {
        let (unit, trace) = (organisation.unit(node), organisation.nodes[node].trace);
        let finding = Self::at(trace.span).in_document(&unit.outline.path).with("id", organisation.name(node));
        let finding = finding.with("statement", shorten(organisation.text(node), QUOTE)).with("team", unit.name());
        match trace.key_result {
            Some(nth) => finding.on_key_result(trace.objective as usize, nth as usize),
            None => finding.on_objective(trace.objective as usize),
        }
    }

    /// Points at an objective or key result of the organisation; its label may speak of `who`, its team, and `what` it is called.
    pub fn see_node(self, organisation: &Organisation<'a>, node: usize, label: &'static str) -> Self {
        let unit = organisation.unit(node);
        let values = vec![("who", unit.name().into()), ("what", shorten(organisation.name(node), QUOTE))];
        self.evidence(Evidence { path: &unit.outline.path, span: organisation.nodes[node].trace.span, label, values })
    }

    /// Points at an objective or key result of the organisation; its label may speak of `who`, its team, and quote it as `what`.
    pub fn see_statement(self, organisation: &Organisation<'a>, node: usize, label: &'static str) -> Self {
        let unit = organisation.unit(node);
        let values = vec![("who", unit.name().into()), ("what", shorten(organisation.text(node), QUOTE))];
        self.evidence(Evidence { path: &unit.outline.path, span: organisation.nodes[node].trace.span, label, values })
    }

    /// Chooses one of the rule's wordings.
    pub fn variant(mut self, name: &'static str) -> Self {
        self.variant = name;
        self
    }

    /// Says which objective it is about.
    pub fn on_objective(mut self, objective: usize) -> Self {
        self.statement = Some(Statement { objective, key_result: None });
        self
    }

    /// Says which key result it is about.
    pub fn on_key_result(mut self, objective: usize, key_result: usize) -> Self {
        self.statement = Some(Statement { objective, key_result: Some(key_result) });
        self
    }

    /// Says that it is about the whole set: it stays the same finding when another statement comes to stand first.
    pub fn of_the_set(mut self) -> Self {
        self.of_the_set = true;
        self
    }

    /// Says which document it is in.
    pub fn in_document(mut self, path: &'a str) -> Self {
        self.path = Some(path);
        self
    }

    /// Fills a placeholder.
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Fills a placeholder with a number.
    pub fn with_count(self, name: &'static str, count: impl ToString) -> Self {
        self.with(name, count.to_string())
    }

    /// Says which objectives lack what the rule asks for.
    pub fn lacking(mut self, objectives: impl Iterator<Item = usize>) -> Self {
        self.lacking.extend(objectives.map(|objective| Statement { objective, key_result: None }));
        self
    }

    /// Says how to mend it: by writing something else at a place.
    pub fn edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edits.push(Edit { span, replacement: replacement.into() });
        self
    }

    /// Points at another place.
    pub fn place(mut self, place: Place<'a>) -> Self {
        self.places.push(place);
        self
    }

    /// Points at another place and tells its figures.
    pub fn evidence(mut self, evidence: Evidence<'a>) -> Self {
        self.evidence.push(evidence);
        self
    }
}
