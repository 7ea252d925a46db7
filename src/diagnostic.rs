//! Findings: what was found, where, how bad, and what to do.

use crate::catalogue::Rule;
use crate::source::Span;

/// How bad a finding is. Ordered: `Info < Warning < Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A question worth raising.
    Info,
    /// Likely to hurt.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The name used in configuration and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A second place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The path of the document, when it is another one than the finding's.
    pub path: Option<String>,
    /// Where.
    pub span: Span,
    /// What this place has to do with it.
    pub message: String,
}

/// One edit of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// A remedy that an editor can apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether it cannot change what the document means.
    pub safe: bool,
    /// The edits, in order, not overlapping.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad.
    pub severity: Severity,
    /// What was found, quoting the author.
    pub message: String,
    /// What stands under the underline.
    pub label: String,
    /// The document's path as shown to the user.
    pub path: String,
    /// What is underlined.
    pub span: Span,
    /// Other places.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: String,
    /// The statement that the finding is about, cleaned; part of the fingerprint, so that moved lines keep theirs.
    pub subject: String,
    /// The objective (index in its document) under which the finding belongs, for grouping.
    pub objective: Option<usize>,
    /// A remedy that can be applied.
    pub fix: Option<Fix>,
    /// Names the finding across runs: 16 hexadecimal digits, with `-2` and so on where one document has it more than once.
    pub fingerprint: String,
}
