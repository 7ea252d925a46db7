//! What every output format is given and what it makes of that: a report is written in parts, each as soon as its document is checked, so
//! that a run holds few findings at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::Tally;
use super::changes::Changes;
use super::json::Place;
use crate::catalogue::Flag;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::discover::lexical;
use crate::source::{Source, Span};

/// Writes an output format. A report is its head, its parts in order of path, and its tail.
pub(crate) trait Renderer: Sync {
    /// What stands before all parts.
    fn head(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Whether the parts are elements of one JSON array: each element brings the comma before it, which the first does not want.
    fn is_array(&self) -> bool {
        false
    }

    /// How many bytes of entries of one red flag and severity a report can show; 0 where it takes none.
    fn room(&self) -> usize {
        0
    }

    /// Draws a part. Parts are drawn in parallel.
    fn part(&self, part: &Part<'_>) -> Drawn;

    /// What stands after all parts.
    fn tail(&self, _end: &End<'_>) -> Vec<u8> {
        Vec::new()
    }
}

/// The findings of one document, or those that lie across documents.
pub(crate) struct Part<'a> {
    /// The document that the findings are of; `None` where they lie across documents.
    pub(crate) document: Option<&'a str>,
    /// Texts in which the findings and their other places stand.
    pub(crate) sources: &'a [&'a Source],
    /// The findings that stand.
    pub(crate) diagnostics: &'a [&'a Diagnostic],
    /// The findings that are held back, for formats that know of such.
    pub(crate) held: &'a [&'a Diagnostic],
    /// From which severity on findings fail the run.
    pub(crate) fail_on: Option<Severity>,
    /// Where okrlint runs.
    pub(crate) folder: &'a Folder,
}

/// A part as drawn.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// What can be written as soon as the parts before are.
    pub(crate) bytes: Vec<u8>,
    /// What finds its place only when all parts are known.
    pub(crate) entries: Vec<Entry>,
}

/// A finding in a report by red flag.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) flag: Flag,
    pub(crate) severity: Severity,
    /// The finding as drawn.
    pub(crate) text: String,
}

/// What is known when all parts are drawn.
pub(crate) struct End<'a> {
    pub(crate) tally: &'a Tally,
    /// The entries of all parts.
    pub(crate) digest: &'a Digest,
    /// What the change did that the run is about; `None` where it is about the documents as they are.
    pub(crate) changes: Option<&'a Changes>,
    /// Whether no part wrote a byte.
    pub(crate) empty: bool,
    /// Whether something kept okrlint from its work.
    pub(crate) failed: bool,
    /// Whether the user wants nothing but what fails the run.
    pub(crate) quiet: bool,
}

impl From<Vec<u8>> for Drawn {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, entries: Vec::new() }
    }
}

impl Part<'_> {
    /// The text of a document; `None` where it is not at hand.
    pub(crate) fn source(&self, path: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == path).copied()
    }

    /// Where a span stands in a document.
    pub(crate) fn place(&self, path: &str, span: Span) -> Place {
        match self.source(path) {
            Some(source) => Place::of(source, span),
            None => Place::of(&Source::new("", ""), span),
        }
    }

    /// Whether a finding fails the run.
    pub(crate) fn fails(&self, diagnostic: &Diagnostic) -> bool {
        self.fail_on.is_some_and(|fail_on| diagnostic.severity >= fail_on)
    }

    /// The findings with the file of each, relative to the folder in which okrlint runs.
    pub(crate) fn located(&self) -> impl Iterator<Item = (&Diagnostic, Cow<'_, str>, Place)> {
        self.diagnostics.iter().map(|&diagnostic| {
            (diagnostic, self.folder.relative(&diagnostic.path), self.place(&diagnostic.path, diagnostic.span))
        })
    }
}

/// The document in which a label of a finding stands, as the finding names it.
pub(crate) fn path_of<'a>(label: &'a Label, diagnostic: &'a Diagnostic) -> &'a str {
    label.path.as_deref().unwrap_or(&diagnostic.path)
}

/// What was found and what to do, in one paragraph.
pub(crate) fn told(diagnostic: &Diagnostic) -> String {
    let Diagnostic { message, help, .. } = diagnostic;
    let stop = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    let gap = if help.is_empty() { "" } else { " " };
    format!("{message}{stop}{gap}{help}")
}

/// A folder, most often that in which okrlint runs: what is told of files to other programs is relative to it, so that it holds on any
/// machine.
#[derive(Debug, Default)]
pub(crate) struct Folder(Option<PathBuf>);

impl Folder {
    /// The current folder.
    pub(crate) fn here() -> Self {
        Self(std::env::current_dir().ok())
    }

    /// Another folder, by its absolute path.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(Some(path))
    }

    /// What a path that is relative to the folder leads to.
    pub(crate) fn join(&self, path: &str) -> PathBuf {
        lexical(&self.0.as_deref().unwrap_or(Path::new("")).join(path))
    }

    /// A path as shown to the user, as one that is relative to the folder.
    pub(crate) fn relative<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let absolute = Path::new(path);
        if !absolute.is_absolute() {
            return Cow::Borrowed(path);
        }
        let parts: Vec<Component<'_>> = absolute.components().collect();
        let here: Vec<Component<'_>> = self.0.iter().flat_map(|here| here.components()).collect();
        let common = parts.iter().zip(&here).take_while(|(part, other)| part == other).count();
        let way = match common {
            // No way leads from one drive to another.
            0 => parts.iter().skip(parts.len().saturating_sub(1)).copied().collect::<Vec<_>>(),
            _ => here.iter().skip(common).map(|_| Component::ParentDir).chain(parts.iter().skip(common).copied()).collect(),
        };
        let names: Vec<Cow<'_, str>> = way.iter().map(|part| part.as_os_str().to_string_lossy()).collect();
        Cow::Owned(names.join("/"))
    }
}

/// Entries by red flag, the worst first. Of each flag and severity only as much is kept as a report can show; all are counted.
#[derive(Debug)]
pub(crate) struct Digest {
    /// How many bytes are kept of each flag and severity.
    room: usize,
    kept: BTreeMap<(Flag, std::cmp::Reverse<Severity>), Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    texts: Vec<String>,
    bytes: usize,
    count: usize,
}

impl Digest {
    /// A digest for a report of so many bytes.
    pub(crate) fn new(room: usize) -> Self {
        Self { room, kept: BTreeMap::new() }
    }

    /// Takes an entry in.
    pub(crate) fn add(&mut self, entry: Entry) {
        let kept = self.kept.entry((entry.flag, std::cmp::Reverse(entry.severity))).or_default();
        kept.count += 1;
        if kept.bytes + entry.text.len() <= self.room {
            kept.bytes += entry.text.len();
            kept.texts.push(entry.text);
        } else {
            // What comes after an entry without room has none either: a report has no gaps in the middle.
            kept.bytes = self.room;
        }
    }

    /// The entries of a flag that are kept, the worst first.
    pub(crate) fn of(&self, flag: Flag) -> impl Iterator<Item = &str> {
        let kept = self.kept.iter().filter(move |((of, _), _)| *of == flag).map(|(_, kept)| kept);
        // Where the errors are not whole, a warning would stand in the gap.
        let mut whole = true;
        kept.take_while(move |kept| std::mem::replace(&mut whole, kept.texts.len() == kept.count))
            .flat_map(|kept| kept.texts.iter().map(String::as_str))
    }
}

/// A report that is put together part by part.
pub(crate) struct Assembly<'f> {
    renderer: &'f dyn Renderer,
    digest: Digest,
    /// Whether no part has written a byte.
    empty: bool,
}

impl<'f> Assembly<'f> {
    /// A report without parts.
    pub(crate) fn new(renderer: &'f dyn Renderer) -> Self {
        Self { renderer, digest: Digest::new(renderer.room()), empty: true }
    }

    /// What stands before all parts.
    pub(crate) fn head(&self) -> Vec<u8> {
        self.renderer.head()
    }

    /// Takes the next part and gives what can be written of it now.
    pub(crate) fn add(&mut self, drawn: Drawn) -> Vec<u8> {
        drawn.entries.into_iter().for_each(|entry| self.digest.add(entry));
        let mut bytes = drawn.bytes;
        if self.empty && !bytes.is_empty() {
            self.empty = false;
            if self.renderer.is_array() {
                bytes.drain(..1);
            }
        }
        bytes
    }

    /// What stands after all parts.
    pub(crate) fn tail(&self, tally: &Tally, changes: Option<&Changes>, failed: bool, quiet: bool) -> Vec<u8> {
        self.renderer.tail(&End { tally, digest: &self.digest, changes, empty: self.empty, failed, quiet })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(severity: Severity, text: &str) -> Entry {
        Entry { flag: Flag::Value, severity, text: text.to_owned() }
    }

    #[test]
    fn a_digest_has_the_worst_first_and_no_gaps() {
        let mut digest = Digest::new(8);
        for (severity, text) in [(Severity::Info, "info"), (Severity::Error, "one"), (Severity::Error, "two")] {
            digest.add(entry(severity, text));
        }
        assert_eq!(digest.of(Flag::Value).collect::<Vec<_>>(), ["one", "two", "info"]);
        digest.add(entry(Severity::Error, "three"));
        digest.add(entry(Severity::Error, "4"));
        assert_eq!(digest.of(Flag::Value).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(digest.of(Flag::Growth).count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn no_path_is_absolute() {
        let folder = Folder(Some(PathBuf::from("/home/ana/company")));
        let relative = |path: &'static str| folder.relative(path).into_owned();
        assert_eq!(relative("okrs/a.md"), "okrs/a.md");
        assert_eq!(relative("/home/ana/company/okrs/a.md"), "okrs/a.md");
        assert_eq!(relative("/home/ana/other/a.md"), "../other/a.md");
        assert_eq!(relative("<stdin>"), "<stdin>");
    }
}
