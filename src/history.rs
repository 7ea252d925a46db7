//! What git knows of a document: its states since the cycle began, each with the day and the commit that made it. Two `git` processes for a
//! repository and run, `log` for who follows whom and `cat-file` for the contents: no single command of git gives the text of a file in
//! every commit without also running the diff machinery that a repository can configure. Authors are never asked for.

mod blobs;
mod git;
mod log;
mod repository;
mod states;
mod timeline;

use jiff::civil::Date;

use crate::model::Document;

pub(crate) use git::{Failure, Git};
pub(crate) use repository::{Histories, Recorded, root_of};
pub(crate) use states::{Revision, Tree};
pub use timeline::{Change, Step, Timeline};

/// A commit, as far as it concerns a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The first digits of its id.
    pub id: Box<str>,
    /// The day on which it was committed, where it was committed.
    pub date: Date,
    /// What was said about it and, for a merge, about the merged commits that touch the document. Searched for a reason, never shown.
    pub message: Box<str>,
}

/// A document as a commit left it.
#[derive(Debug, Clone)]
pub struct Version {
    /// The commit; `None` for the state that the document had before the time that was looked at.
    pub commit: Option<Commit>,
    /// What the document said.
    pub document: Document,
}

/// The states of one document, oldest first. Changes that nobody has committed yet are no part of it.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// The states.
    pub versions: Vec<Version>,
    /// Whether nothing is missing before the first version: it is the one with which the document began, or the state in which the time that
    /// was looked at began. False where a shallow clone ends there.
    pub complete: bool,
}
