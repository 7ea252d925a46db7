//! From the paths of a command line to the bytes of the files that may hold OKRs.

pub(crate) mod decode;
pub(crate) mod place;

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use ignore::{DirEntry, WalkBuilder, WalkState};

use crate::model::Format;
use crate::trouble::Trouble;
use crate::{baseline, config};

/// Larger files are not read: no OKR document comes near, and a data file beside the OKRs must not cost minutes.
const MAX_BYTES: u64 = 64 << 20;

/// A file that may hold OKRs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The path as shown to the user, with `/` between its parts.
    pub(crate) path: String,
    /// The path to open, which need not be UTF-8.
    pub(crate) file: PathBuf,
    /// What to read it as.
    pub(crate) format: Format,
    /// How okrlint came by it.
    pub(crate) origin: Origin,
}

/// How okrlint came by a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// Standard input.
    StandardInput,
    /// The user named this very file, so that finding nothing in it is worth a word.
    Named,
    /// It lies in a folder that the user named.
    Walked,
}

impl Candidate {
    /// Standard input under the name that the user gave it.
    pub(crate) fn standard_input(path: String) -> Self {
        let format = format_of(Path::new(&path)).unwrap_or(Format::Markdown);
        Self { file: PathBuf::from(&path), path, format, origin: Origin::StandardInput }
    }

    /// A file of a folder that the user named, as long as its name promises a format.
    pub(crate) fn walked(file: &Path) -> Option<Self> {
        let name = file.file_name()?.to_str().unwrap_or_default();
        let own = [config::FILE_NAME, baseline::FILE_NAME].contains(&name);
        format_of(file).filter(|_| !own).map(|format| Self::new(file, format, Origin::Walked))
    }

    fn new(file: &Path, format: Format, origin: Origin) -> Self {
        Self { path: shown(file), file: file.to_owned(), format, origin }
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// The file cannot be opened or read, or is larger than okrlint reads.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Trouble> {
        let read = match self.origin {
            Origin::StandardInput => contents(std::io::stdin().lock(), 0),
            Origin::Named | Origin::Walked => File::open(&self.file).and_then(|file| {
                let size = file.metadata()?.len();
                contents(file, size)
            }),
        };
        let (bytes, size) = read.map_err(|error| Trouble::unreadable(&self.file, &error))?;
        match size {
            ..=MAX_BYTES => Ok(bytes),
            _ => Err(Trouble { fatal: self.origin != Origin::Walked, ..too_large(&self.path, size) }),
        }
    }
}

/// Reads to the end what is no larger than the limit, and its size. A pipe or device has no size to trust beforehand.
fn contents(reader: impl Read, size: u64) -> std::io::Result<(Vec<u8>, u64)> {
    let mut bytes = Vec::new();
    if size <= MAX_BYTES {
        bytes.reserve_exact(size as usize + 1);
        reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    }
    let size = size.max(bytes.len() as u64);
    Ok((bytes, size))
}

/// Refuses a file for its size.
fn too_large(path: &str, size: u64) -> Trouble {
    let limit = MAX_BYTES >> 20;
    let size = size.div_ceil(1 << 20);
    Trouble::new(
        format!("`{path}` was not read: it has {size} MB or more, and okrlint reads up to {limit} MB"),
        "split it by team or cycle, or leave it out with `exclude` in okrlint.toml",
    )
}

/// What the paths of a command line led to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Candidates in the order they were met.
    pub(crate) candidates: Vec<Candidate>,
    /// What could not be looked at.
    pub(crate) troubles: Vec<Trouble>,
    /// Files whose names speak of OKRs and that cannot be read, as shown to the user.
    pub(crate) opaque: Vec<String>,
    /// How many files the configuration's `exclude` left out.
    pub(crate) excluded: usize,
}

impl Found {
    /// Tells that what the user named is left out.
    fn leave_out(&mut self, path: &Path) {
        self.excluded += 1;
        let message = format!("`{}` is left out by `exclude`", path.display());
        self.troubles.push(Trouble::notice(message, "change `exclude` in okrlint.toml, or run with --no-config, to check it"));
    }
}

/// The format that a file's extension promises.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "md" | "markdown" | "mdx" | "qmd" => Some(Format::Markdown),
        "toml" => Some(Format::Toml),
        "yaml" | "yml" => Some(Format::Yaml),
        "json" => Some(Format::Json),
        "csv" | "tsv" => Some(Format::Csv),
        _ => None,
    }
}

/// Adds what one path of the command line leads to: a folder is walked, anything else is taken at its word.
pub(crate) fn find(root: &Path, mut excluded: impl FnMut(&Path) -> bool, found: &mut Found) {
    let metadata = match root.metadata() {
        Ok(metadata) => metadata,
        Err(error) => return found.troubles.push(Trouble::unreadable(root, &error)),
    };
    if metadata.is_dir() {
        return walk(root, excluded, found);
    }
    if excluded(root) {
        return found.leave_out(root);
    }
    let format = format_of(root).unwrap_or(Format::Markdown);
    found.candidates.push(Candidate::new(root, format, Origin::Named));
}

/// Adds standard input, under the name that the user gave it.
pub(crate) fn take_standard_input(name: &str, mut excluded: impl FnMut(&Path) -> bool, found: &mut Found) {
    match excluded(Path::new(name)) {
        true => found.leave_out(Path::new(name)),
        false => found.candidates.push(Candidate::standard_input(shown(Path::new(name)))),
    }
}

/// Walks a folder as git sees it: .gitignore is honoured, hidden files are passed over and no symbolic link is followed, so that the walk
/// ends and stays within the folder. The user's global git settings are not asked, so that every machine sees the same files.
fn walk(root: &Path, mut excluded: impl FnMut(&Path) -> bool, found: &mut Found) {
    let mut walk = WalkBuilder::new(root);
    let walk = walk.require_git(false).git_global(false).git_exclude(false).follow_links(false).build_parallel();
    let (send, met) = std::sync::mpsc::channel();
    walk.run(|| {
        let send = send.clone();
        Box::new(move |entry| {
            let met = match entry {
                Ok(entry) => meet(&entry).map(Ok),
                Err(error) => Some(Err(unwalkable(root, error))),
            };
            // The other end is there for as long as the walk lasts.
            let _ = met.map(|met| send.send(met));
            WalkState::Continue
        })
    });
    drop(send);
    let first = found.troubles.len();
    let mut things = Vec::new();
    for met in met {
        match met {
            Ok(thing) => things.push(thing),
            Err(trouble) => found.troubles.push(trouble),
        }
    }
    found.troubles[first..].sort_by(|a, b| a.message.cmp(&b.message));
    // Configurations are met in the same order however many threads walk.
    things.sort_by(|a, b| a.path().cmp(b.path()));
    for thing in things {
        match thing {
            Met::Candidate(candidate) if !excluded(&candidate.file) => found.candidates.push(candidate),
            Met::Opaque(path) if !excluded(Path::new(&path)) => found.opaque.push(path),
            _ => found.excluded += 1,
        }
    }
}

/// What a walk meets.
enum Met {
    Candidate(Candidate),
    Opaque(String),
}

impl Met {
    fn path(&self) -> &str {
        match self {
            Self::Candidate(candidate) => &candidate.path,
            Self::Opaque(path) => path,
        }
    }
}

fn meet(entry: &DirEntry) -> Option<Met> {
    if !entry.file_type()?.is_file() {
        return None;
    }
    let opaque = || is_opaque(entry.path()).then(|| Met::Opaque(shown(entry.path())));
    Candidate::walked(entry.path()).map(Met::Candidate).or_else(opaque)
}

/// Whether a file keeps OKRs in a way that no text tool can read or compare: slides, a spreadsheet, a picture, whose name speaks of OKRs.
/// What explains OKRs speaks of them too.
fn is_opaque(path: &Path) -> bool {
    const KINDS: [&str; 15] =
        ["ppt", "pptx", "key", "odp", "xls", "xlsx", "numbers", "ods", "doc", "docx", "odt", "pdf", "png", "jpg", "jpeg"];
    const EXPLAINS: [&str; 12] = [
        "template",
        "guide",
        "guideline",
        "guidelines",
        "training",
        "intro",
        "introduction",
        "example",
        "examples",
        "handbook",
        "logo",
        "process",
    ];
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_ascii_lowercase();
    let mut words = stem.split(|c: char| !c.is_alphanumeric());
    KINDS.iter().any(|kind| extension.eq_ignore_ascii_case(kind))
        && words.clone().any(|word| matches!(word, "okr" | "okrs"))
        && !words.any(|word| EXPLAINS.contains(&word))
}

fn unwalkable(root: &Path, error: ignore::Error) -> Trouble {
    let path = match &error {
        ignore::Error::WithPath { path, .. } => path.clone(),
        ignore::Error::WithDepth { err, .. } => match err.as_ref() {
            ignore::Error::WithPath { path, .. } => path.clone(),
            _ => root.to_owned(),
        },
        _ => root.to_owned(),
    };
    let message = error.to_string();
    let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
    Trouble::unreadable(&path, &error)
}

/// A path as shown to the user: `/` between its parts, no leading `./`.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace(std::path::MAIN_SEPARATOR, "/").into() };
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text.into_owned(),
    }
}

/// An absolute path without `.` and `..`, made from the words alone.
pub(crate) fn lexical(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            _ => plain.push(component),
        }
    }
    plain
}

/// Sorts the candidates by path and drops those that several paths of the command line led to. A file that was named once stays named.
pub(crate) fn settle<T: std::borrow::Borrow<Candidate>>(candidates: &mut Vec<T>) {
    candidates.sort_by(|a, b| {
        let (a, b) = (a.borrow(), b.borrow());
        a.path.cmp(&b.path).then(a.origin.cmp(&b.origin))
    });
    candidates.dedup_by(|later, earlier| (*later).borrow().path == (*earlier).borrow().path);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn paths(root: &Path) -> Vec<String> {
        let mut found = Found::default();
        find(root, |_| false, &mut found);
        settle(&mut found.candidates);
        let prefix = format!("{}/", shown(root));
        found.candidates.iter().map(|c| c.path.strip_prefix(&prefix).unwrap_or(&c.path).to_owned()).collect()
    }

    #[test]
    fn walking_takes_documents_by_extension_and_honours_gitignore() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.md", "a.yaml", "x.txt", ".hidden.md", "drafts/c.md", "okrlint.toml", "Q3.JSON"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::write(folder.path().join(".gitignore"), "drafts\n").unwrap();
        assert_eq!(paths(folder.path()), ["Q3.JSON", "a.yaml", "b.md"]);
        assert_eq!(paths(&folder.path().join("x.txt")).len(), 1);
    }

    #[test]
    fn the_same_file_is_taken_once_and_stays_named() {
        let candidate = |origin| Candidate::new(Path::new("a.md"), Format::Markdown, origin);
        let mut candidates = vec![candidate(Origin::Walked), candidate(Origin::Named)];
        settle(&mut candidates);
        assert_eq!(candidates, [candidate(Origin::Named)]);
    }

    #[test]
    fn shown_paths_have_no_leading_dot() {
        assert_eq!(shown(Path::new("./okrs/a.md")), "okrs/a.md");
        assert_eq!(shown(Path::new("../a.md")), "../a.md");
        assert_eq!(shown(Path::new(".")), ".");
    }

    #[test]
    fn a_huge_file_is_refused_without_reading_it() {
        let file = tempfile::NamedTempFile::with_suffix(".md").unwrap();
        file.as_file().set_len(2 << 30).unwrap();
        let candidate = Candidate::new(file.path(), Format::Markdown, Origin::Named);
        let trouble = candidate.bytes().unwrap_err();
        assert!(trouble.message.contains("2048 MB") && trouble.fatal);
    }
}
