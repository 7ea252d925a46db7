//! Findings: what was found, where, how bad, and what to do.

use crate::catalogue::Rule;
use crate::fingerprint::Sought;
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

/// Why a finding is held back: it is counted as suppressed, neither shown nor able to fail a run, and told only to programs that ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A comment in the document says so.
    Comment {
        /// The author's reason; may be empty.
        reason: String,
        /// Where in the document the comment names the rule or its red flag.
        name: Span,
    },
    /// An entry of the configuration says so.
    Configuration {
        /// The reason given there; may be empty.
        reason: String,
        /// The configuration file as shown to the user.
        path: String,
        /// Where in it the entry names the rule or its red flag.
        name: Span,
    },
    /// The baseline has it: it was there before.
    Baseline,
}

impl Held {
    /// Whether it is the document itself that holds the finding back.
    pub fn is_in_source(&self) -> bool {
        matches!(self, Self::Comment { .. })
    }

    /// The reason in the words of whoever gave it; `None` where none is given.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Comment { reason, .. } | Self::Configuration { reason, .. } => {
                Some(reason.as_str()).filter(|reason| !reason.is_empty())
            }
            Self::Baseline => None,
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub rule: &'static Rule,
    /// Which of the rule's wordings it has; empty for the default.
    pub variant: &'static str,
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
    /// The statement that the finding is about, cleaned; empty where it is about none.
    pub subject: String,
    /// The objective (index in its document) under which the finding belongs, for grouping.
    pub objective: Option<usize>,
    /// The key result (index in its objective) that the finding is about.
    pub key_result: Option<usize>,
    /// A remedy that can be applied.
    pub fix: Option<Fix>,
    /// Why it is held back; `None` for a finding that stands.
    pub held: Option<Held>,
    /// What it is known by within its document, wherever it moves there.
    pub sought: Sought,
    /// Names the finding across runs, by its document, its rule and its words without figures: 16 hexadecimal digits, with `-2` and so on where one document has it more than once.
    pub fingerprint: String,
}

impl Diagnostic {
    /// The documents that it shows: its own, and those of its labels.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let others = self.labels.iter().filter_map(|label| label.path.as_deref());
        std::iter::once(self.path.as_str()).chain(others)
    }
}
