//! What okrlint could not do: bad usage, bad configuration, unreadable files. Findings in documents are another thing.

use std::fmt;
use std::io;
use std::path::Path;

use crate::source::Source;

/// Something that kept okrlint from its work, and the remedy.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// What happened; names the file or the word.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: String,
    /// Whether the run has failed. Otherwise it is a notice.
    pub(crate) fatal: bool,
    /// The places in configuration and rule files that are to blame.
    pub(crate) blame: Vec<Blame>,
}

/// Mistakes in one configuration or rule file.
#[derive(Debug)]
pub(crate) struct Blame {
    /// The file.
    pub(crate) source: Source,
    /// Its mistakes in file order.
    pub(crate) problems: Vec<crate::read::Problem>,
}

impl Trouble {
    /// A trouble that fails the run.
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), fatal: true, blame: Vec::new() }
    }

    /// Something the user should know that does not fail the run.
    pub(crate) fn notice(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { fatal: false, ..Self::new(message, help) }
    }

    /// A file or folder that the system would not give us.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let path = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => Self::new(
                format!("there is no file or folder `{path}`"),
                "check the spelling; paths are relative to the folder in which okrlint runs",
            ),
            io::ErrorKind::PermissionDenied => Self::new(
                format!("`{path}` may not be read: permission denied"),
                "give the user who runs okrlint the right to read it, or leave it out",
            ),
            _ => Self::new(format!("`{path}` cannot be read: {error}"), "check the file, or leave it out"),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The known name that an unknown one most likely means.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let (known, likeness) =
        known.into_iter().map(|known| (known, strsim::jaro_winkler(&name, known))).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (likeness > 0.8).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_does_not() {
        let known = ["no-baseline", "no-target", "vanity-metric"];
        assert_eq!(did_you_mean("no-basline", known), Some("no-baseline"));
        assert_eq!(did_you_mean("Vanity", known), Some("vanity-metric"));
        assert_eq!(did_you_mean("xyzzy", known), None);
    }
}
