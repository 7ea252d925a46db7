//! The baseline: the findings that were there when a team began with okrlint, in a file beside its configuration, so that only new ones are told.
//! An entry names a finding by its document, its rule and its words, never by its line. The file is sorted and has one entry a line, so that
//! it can be read in a diff and merged.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::catalogue::template::shorten;
use crate::diagnostic::{Diagnostic, Held};
use crate::discover::{lexical, shown};
use crate::engine::{Engine, Reach};
use crate::fingerprint::{Identity, Sought};
use crate::known::{Known, Ledger};
use crate::read::Problem;
use crate::report::part::Folder;
use crate::source::{Source, Span};
use crate::trouble::{Blame, Trouble};

/// The name of the file.
pub(crate) const FILE_NAME: &str = "okrlint-baseline.json";
/// The version of its form.
const VERSION: u64 = 1;
/// Longest text of an entry, in characters: it is there for people.
const TEXT: usize = 80;
/// What is never held back: a document that is read in part hides what else there is to find, and a fault of okrlint wants to be known.
const NEVER: [&str; 2] = ["internal-error", "syntax-error"];

/// A finding that is held back, so many times in its document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The document, from the folder of the file, with `/` between its parts.
    pub(crate) path: String,
    /// The rule.
    pub(crate) rule: String,
    /// The rule's wording; empty for the default.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    variant: String,
    /// What it is about, for people.
    pub(crate) text: String,
    fingerprint: Print,
    /// How many times.
    pub(crate) count: u32,
}

/// An [`Identity`] as it is written: 16 and 8 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Print(Identity);

impl From<Print> for String {
    fn from(Print(identity): Print) -> Self {
        format!("{:016x}-{:08x}", identity.alike, identity.exact)
    }
}

impl TryFrom<String> for Print {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let halves = text.split_once('-').filter(|(alike, exact)| (alike.len(), exact.len()) == (16, 8));
        let read = |(alike, exact)| {
            Some(Identity { alike: u64::from_str_radix(alike, 16).ok()?, exact: u32::from_str_radix(exact, 16).ok()? })
        };
        halves.and_then(read).map(Self).ok_or("a fingerprint has 16 hexadecimal digits, a hyphen and 8 more")
    }
}

/// What tells a baseline from other files.
#[derive(Deserialize)]
struct Head {
    version: Option<u64>,
    findings: Option<serde::de::IgnoredAny>,
}

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    #[serde(rename = "version")]
    _version: u64,
    paths: BTreeSet<String>,
    findings: Vec<Entry>,
}

/// A baseline in use.
#[derive(Debug)]
pub(crate) struct Baseline {
    /// The file, as okrlint opens it.
    pub(crate) file: PathBuf,
    folder: Folder,
    /// Where the runs looked that wrote it, from its folder: what rules across documents find depends on all that they see.
    paths: BTreeSet<String>,
    /// In order.
    entries: Vec<Entry>,
    ledger: Ledger,
}

/// How far a run looks.
pub(crate) struct Coverage<'a> {
    /// The rules that run, by configuration.
    pub(crate) engines: Vec<&'a Engine>,
    /// The files and folders that the user named.
    pub(crate) roots: Vec<PathBuf>,
    /// Documents that could not be read, or in part only, as shown to the user.
    pub(crate) unread: &'a BTreeSet<String>,
    /// Whether the past of the documents is known as far as rules ask for it.
    pub(crate) history: bool,
}

/// What a command made of a baseline.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Rewritten {
    /// What is to be written.
    pub(crate) text: String,
    /// How many findings it holds back.
    pub(crate) kept: usize,
    /// How many of them the old one did not.
    pub(crate) added: usize,
    /// How many are held back no more.
    pub(crate) removed: usize,
}

impl Baseline {
    /// Reads the file; nothing where there is none.
    ///
    /// # Errors
    ///
    /// The file cannot be read or is no baseline that this okrlint knows.
    pub(crate) fn load(file: &Path) -> Result<Option<Self>, Trouble> {
        match std::fs::read_to_string(file) {
            Ok(text) => parse(&shown(file), &text).map(|content| Some(Self::new(file, content.paths, content.findings))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Trouble::unreadable(file, &error)),
        }
    }

    /// A baseline without entries, for a file that is yet to be written.
    pub(crate) fn empty(file: &Path) -> Self {
        Self::new(file, BTreeSet::new(), Vec::new())
    }

    fn new(file: &Path, paths: BTreeSet<String>, mut entries: Vec<Entry>) -> Self {
        entries.sort();
        let folder = lexical(file).parent().map(Path::to_owned).unwrap_or_default();
        let known = entries.iter().map(|entry| Known { path: &entry.path, identity: entry.fingerprint.0, count: entry.count });
        let ledger = Ledger::new(known, |path| !folder.join(path).exists());
        Self { file: file.to_owned(), folder: Folder::at(folder), paths, entries, ledger }
    }

    /// The entries, in order of document, rule and text.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries of documents in some files and folders.
    pub(crate) fn entries_in(&self, roots: &[PathBuf]) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| is_in(&self.folder.join(&entry.path), roots))
    }

    /// Whether documents of it are gone, so that the order in which new documents are held against it makes a difference.
    pub(crate) fn wants_order(&self) -> bool {
        self.ledger.has_strays()
    }

    /// Holds back those of some findings that it has. What is held back already is left alone.
    pub(crate) fn hold(&self, diagnostics: &mut [Diagnostic]) {
        for group in diagnostics.chunk_by_mut(|one, other| one.path == other.path) {
            let known = self.known(group);
            for (diagnostic, _) in
                group.iter_mut().zip(known).filter(|(diagnostic, known)| diagnostic.held.is_none() && known.is_some())
            {
                diagnostic.held = Some(Held::Baseline);
            }
        }
    }

    /// Those of some findings that can be held back, each as an entry of its own.
    pub(crate) fn sightings(&self, diagnostics: &[Diagnostic]) -> Vec<Sighting> {
        let groups = diagnostics.chunk_by(|one, other| one.path == other.path);
        let sightings = groups.flat_map(|group| {
            let path = self.path(&group[0].path);
            group.iter().zip(self.known(group)).filter(|(diagnostic, _)| may_be_held(diagnostic)).map(
                move |(diagnostic, known)| {
                    let entry = Entry {
                        path: path.clone(),
                        rule: diagnostic.rule.name.to_owned(),
                        variant: diagnostic.variant.to_owned(),
                        text: text(diagnostic),
                        fingerprint: Print(diagnostic.sought.identity),
                        count: 0,
                    };
                    Sighting { entry, known }
                },
            )
        });
        sightings.collect()
    }

    /// How many findings it has that a run looked for and did not find. To be asked when all findings of the run were held against it.
    pub(crate) fn stale(&self, coverage: &Coverage<'_>) -> usize {
        let stale = self.left().filter(|(entry, _)| self.is_checked(entry, coverage));
        stale.map(|(_, left)| left as usize).sum()
    }

    /// The baseline after a run: what the run looked for and did not find is left out, what it did not look for stays. With `add` it also gets
    /// what it did not have.
    pub(crate) fn rewritten(&self, sightings: Vec<Sighting>, coverage: &Coverage<'_>, add: bool) -> Rewritten {
        let mut counts: BTreeMap<Entry, u32> = BTreeMap::new();
        let mut added = 0;
        for Sighting { entry, known } in sightings {
            let old = known.and_then(|at| self.entries.get(at));
            let entry = match old {
                // What has fallen into parts is known by its parts from now on.
                Some(old) if !add && old.fingerprint.0.alike == entry.fingerprint.0.alike => {
                    Entry { path: entry.path, count: 0, ..old.clone() }
                }
                None if !add || !self.holds_for_all(&entry, coverage) => continue,
                _ => entry,
            };
            added += usize::from(old.is_none());
            *counts.entry(entry).or_default() += 1;
        }
        for (entry, left) in self.left().filter(|(entry, _)| !self.is_checked(entry, coverage)) {
            *counts.entry(Entry { count: 0, ..entry.clone() }).or_default() += left;
        }
        let entries: Vec<Entry> = counts.into_iter().map(|(entry, count)| Entry { count, ..entry }).collect();
        let kept = entries.iter().map(|entry| entry.count as usize).sum();
        let mut paths = self.paths.clone();
        if add {
            paths.extend(coverage.roots.iter().map(|root| self.relative(root)));
        }
        Rewritten { text: written(&outermost(paths), &entries), kept, added, removed: self.stale(coverage) }
    }

    /// The entries that were not met as often as they stand there, with how often they were not.
    fn left(&self) -> impl Iterator<Item = (&Entry, u32)> {
        self.entries.iter().enumerate().map(|(at, entry)| (entry, self.ledger.left(at))).filter(|(_, left)| *left > 0)
    }

    /// Whether a run would have found what an entry names.
    fn is_checked(&self, entry: &Entry, coverage: &Coverage<'_>) -> bool {
        let looks = |engine: &&Engine| match engine.reach(&entry.rule, &entry.variant) {
            Reach::Nowhere => false,
            Reach::Document => true,
            Reach::History => coverage.history,
            Reach::Organisation => self.is_seen(coverage),
        };
        let unread = || coverage.unread.iter().any(|path| self.path(path) == entry.path);
        coverage.engines.iter().any(looks) && is_in(&self.folder.join(&entry.path), &coverage.roots) && !unread()
    }

    /// Whether what a run finds is also found by one that sees all that the baseline was written from.
    fn holds_for_all(&self, entry: &Entry, coverage: &Coverage<'_>) -> bool {
        let across = |engine: &&Engine| engine.reach(&entry.rule, &entry.variant) == Reach::Organisation;
        self.is_seen(coverage) || !coverage.engines.iter().any(across)
    }

    /// Whether a run sees all that the baseline was written from.
    fn is_seen(&self, coverage: &Coverage<'_>) -> bool {
        self.paths.iter().all(|path| is_in(&self.folder.join(path), &coverage.roots))
    }

    /// For each finding of a document the entry that holds it back.
    fn known(&self, diagnostics: &[Diagnostic]) -> Vec<Option<usize>> {
        let Some(first) = diagnostics.first() else { return Vec::new() };
        let asked: Vec<usize> = (0..diagnostics.len()).filter(|at| may_be_held(&diagnostics[*at])).collect();
        let sought: Vec<Sought> = asked.iter().map(|at| diagnostics[*at].sought).collect();
        let mut known = vec![None; diagnostics.len()];
        for (at, entry) in asked.into_iter().zip(self.ledger.anywhere(&self.path(&first.path), &sought)) {
            known[at] = entry;
        }
        known
    }

    /// A document as shown to the user, from the folder of the file.
    fn path(&self, shown_path: &str) -> String {
        self.relative(&lexical(Path::new(shown_path)))
    }

    fn relative(&self, path: &Path) -> String {
        match self.folder.relative(&shown(path)) {
            here if here.is_empty() => ".".to_owned(),
            relative => relative.into_owned(),
        }
    }
}

fn is_in(path: &Path, roots: &[PathBuf]) -> bool {
    roots.iter().any(|root| path.starts_with(root))
}

/// A finding that can be held back.
#[derive(Debug)]
pub(crate) struct Sighting {
    entry: Entry,
    /// The entry that holds it back, by its place.
    known: Option<usize>,
}

/// Whether a finding is told whatever the baseline.
pub(crate) fn is_never_held(diagnostic: &Diagnostic) -> bool {
    NEVER.contains(&diagnostic.rule.name)
}

fn may_be_held(diagnostic: &Diagnostic) -> bool {
    diagnostic.held.is_none() && !is_never_held(diagnostic)
}

/// What a finding is about.
fn text(diagnostic: &Diagnostic) -> String {
    let text = if diagnostic.subject.is_empty() { &diagnostic.message } else { &diagnostic.subject };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shorten(&line, TEXT).into_owned()
}

/// Paths without those that lie in others of them.
fn outermost(paths: BTreeSet<String>) -> BTreeSet<String> {
    let inside = |path: &str, other: &str| path != other && (other == "." || Path::new(path).starts_with(other));
    paths.iter().filter(|path| !paths.iter().any(|other| inside(path, other))).cloned().collect()
}

/// The file's text: JSON with one entry a line.
fn written(paths: &BTreeSet<String>, entries: &[Entry]) -> String {
    // Our own types always have a JSON form.
    let paths = serde_json::to_string(paths).unwrap_or_default();
    let lines: Vec<String> = entries.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
    let findings = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
    format!("{{\n\"version\": {VERSION},\n\"paths\": {paths},\n\"findings\": [{findings}]\n}}\n")
}

/// Reads the file's text.
fn parse(path: &str, text: &str) -> Result<Content, Trouble> {
    let text = text.trim_start_matches('\u{feff}');
    let source = || Source::new(path, text);
    if let Some(at) = text.lines().position(|line| line.starts_with("<<<<<<<")) {
        let start = text.lines().take(at).map(|line| line.len() + 1).sum();
        let help = "keep the lines of both sides and delete the marks; `okrlint baseline prune` removes what is too much";
        return Err(mistake(source(), start, "a merge stopped here", help));
    }
    let head = match serde_json::from_str::<Head>(text) {
        Err(error) if !error.is_data() => {
            let help = "restore it from git, or delete it and run `okrlint baseline write`";
            return Err(mistake(source(), offset(text, &error), &reason(&error), help));
        }
        head => head.ok(),
    };
    match head.and_then(|head| head.version.zip(head.findings)) {
        Some((VERSION, _)) => {}
        Some((version, _)) if version > VERSION => {
            let message = format!("`{path}` was written by a newer okrlint (its version is {version}, this one knows {VERSION})");
            return Err(Trouble::new(message, "update okrlint, or run with --no-baseline"));
        }
        _ => {
            let message = format!("`{path}` is no baseline of okrlint: it lacks `version` or `findings`");
            return Err(Trouble::new(message, "name another file with --baseline, or move this one away"));
        }
    }
    serde_json::from_str(text).map_err(|error| {
        let help = "mend the entry or delete its line; `okrlint baseline write` writes the file anew";
        mistake(source(), offset(text, &error), &reason(&error), help)
    })
}

fn mistake(source: Source, at: usize, message: &str, help: &str) -> Trouble {
    let line_end = source.text[at..].find(['\r', '\n']).map_or(source.text.len(), |length| at + length);
    let line_start = source.text[..at].rfind('\n').map_or(0, |before| before + 1);
    let problem = Problem {
        rule: FILE_NAME,
        span: Span::new(if line_end > at { at } else { line_start }, line_end),
        message: message.to_owned(),
        label: "here".to_owned(),
        help: help.to_owned(),
    };
    let message = format!("`{}` has a mistake, so nothing was checked", source.path);
    let blame = vec![Blame { source, problems: vec![problem] }];
    Trouble { blame, ..Trouble::new(message, "mend it, or run with --no-baseline") }
}

/// Where a mistake stands, in bytes.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((start + error.column().saturating_sub(1)).min(text.len()))
}

/// A mistake without its place.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).map_or(text.clone(), str::to_owned)
}
