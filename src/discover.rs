//! From the paths of a command line to the bytes of the files that may hold OKRs.

pub(crate) mod decode;
pub(crate) mod place;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use ignore::{DirEntry, WalkBuilder};

use crate::model::Format;
use crate::trouble::Trouble;

/// Larger files are not read: no OKR document comes near, and a data file beside the OKRs must not cost minutes.
const MAX_BYTES: u64 = 64 << 20;

/// A file that may hold OKRs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The path as shown to the user, with `/` between its parts; also the path to open.
    pub(crate) path: String,
    /// What to read it as.
    pub(crate) format: Format,
    /// Whether the user named this very file, so that finding nothing in it is worth a word.
    pub(crate) named: bool,
}

/// What the paths of a command line led to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Candidates in the order they were met.
    pub(crate) candidates: Vec<Candidate>,
    /// What could not be looked at.
    pub(crate) troubles: Vec<Trouble>,
    /// How many files the configuration's `exclude` left out.
    pub(crate) excluded: usize,
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
pub(crate) fn find(root: &Path, excluded: impl Fn(&Path) -> bool, found: &mut Found) {
    let metadata = match root.metadata() {
        Ok(metadata) => metadata,
        Err(error) => return found.troubles.push(Trouble::unreadable(root, &error)),
    };
    if metadata.is_dir() {
        return walk(root, excluded, found);
    }
    if excluded(root) {
        found.excluded += 1;
        let message = format!("`{}` is left out by `exclude`", root.display());
        return found.troubles.push(Trouble::notice(message, "change `exclude` in okrlint.toml, or run with --no-config, to check it"));
    }
    let format = format_of(root).unwrap_or(Format::Markdown);
    found.candidates.push(Candidate { path: shown(root), format, named: true });
}

/// Walks a folder as git sees it: .gitignore is honoured, hidden files are passed over and no symbolic link is followed, so that the walk
/// ends and stays within the folder. The user's global git settings are not asked, so that every machine sees the same files.
fn walk(root: &Path, excluded: impl Fn(&Path) -> bool, found: &mut Found) {
    let walk = WalkBuilder::new(root).require_git(false).git_global(false).git_exclude(false).follow_links(false).build();
    for entry in walk {
        match entry {
            Ok(entry) => match candidate(&entry) {
                Some(_) if excluded(entry.path()) => found.excluded += 1,
                Some(candidate) => found.candidates.push(candidate),
                None => {}
            },
            Err(error) => found.troubles.push(unwalkable(root, error)),
        }
    }
}

fn candidate(entry: &DirEntry) -> Option<Candidate> {
    if !entry.file_type()?.is_file() {
        return None;
    }
    let format = format_of(entry.path())?;
    let name = entry.file_name().to_str().unwrap_or_default();
    let own = matches!(name, "okrlint.toml" | "okrlint-baseline.json");
    (!own).then(|| Candidate { path: shown(entry.path()), format, named: false })
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

/// Sorts the candidates by path and drops those that several paths of the command line led to. A file that was named once stays named.
pub(crate) fn settle(candidates: &mut Vec<Candidate>) {
    candidates.sort_by(|a, b| a.path.cmp(&b.path).then(b.named.cmp(&a.named)));
    candidates.dedup_by(|later, earlier| later.path == earlier.path);
}

/// The bytes of a candidate.
///
/// # Errors
///
/// The file cannot be opened or read, or is larger than okrlint reads.
pub(crate) fn bytes(candidate: &Candidate) -> Result<Vec<u8>, Trouble> {
    let path = Path::new(&candidate.path);
    let read = || {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut bytes = Vec::new();
        if size <= MAX_BYTES {
            bytes.reserve_exact(size as usize + 1);
            // A pipe or device has no size to trust.
            Read::by_ref(&mut file).take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        }
        Ok((bytes, size))
    };
    let (bytes, size) = read().map_err(|error| Trouble::unreadable(path, &error))?;
    match size.max(bytes.len() as u64) {
        size if size > MAX_BYTES => Err(Trouble { fatal: candidate.named, ..too_large(&candidate.path, size) }),
        _ => Ok(bytes),
    }
}

/// Refuses a file for its size.
pub(crate) fn too_large(path: &str, size: u64) -> Trouble {
    Trouble::new(
        format!("`{path}` was not read: it has {} MB, and okrlint reads up to {} MB", size >> 20, MAX_BYTES >> 20),
        "split it by team or cycle, or leave it out with `exclude` in okrlint.toml",
    )
}

/// Standard input, up to the same limit as a file.
///
/// # Errors
///
/// It cannot be read, or is larger than okrlint reads.
pub(crate) fn standard_input(path: &str) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes) {
        Err(error) => Err(Trouble::unreadable(Path::new(path), &error)),
        Ok(size) if size as u64 > MAX_BYTES => Err(too_large(path, size as u64)),
        Ok(_) => Ok(bytes),
    }
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
        let candidate = |named| Candidate { path: "a.md".to_owned(), format: Format::Markdown, named };
        let mut candidates = vec![candidate(false), candidate(true)];
        settle(&mut candidates);
        assert_eq!(candidates, [candidate(true)]);
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
        let candidate = Candidate { path: shown(file.path()), format: Format::Markdown, named: true };
        let trouble = bytes(&candidate).unwrap_err();
        assert!(trouble.message.contains("2048 MB") && trouble.fatal);
    }
}
