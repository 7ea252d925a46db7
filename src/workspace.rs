//! All documents of a run, each as the outline that rules across documents need.

/// What is kept of a document once it is checked: its sets and the items that have an id.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The document's path as shown to the user.
    pub path: String,
}
