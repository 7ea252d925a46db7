//! Which repository a document belongs to, and its states there. git is asked when the first document of a repository wants its past, once
//! for all of them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use super::Commit;
use super::blobs::Blobs;
use super::git::{Failure, Git};
use super::log::{Id, Log};
use crate::discover::lexical;
use crate::trouble::Trouble;

/// So many folders are named to git; of more, those above them are.
const FOLDERS: usize = 64;
/// So many states of one document are read; of more, the latest.
const STATES: usize = 1000;

/// A state of a document as it lies in the repository.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// The commit that made it; `None` for the state before the time that is looked at.
    pub(crate) commit: Option<Commit>,
    /// Where it stood, from the root of the repository.
    pub(crate) path: PathBuf,
    /// Its content.
    pub(crate) bytes: Vec<u8>,
}

/// The pasts of the documents of a run.
#[derive(Debug)]
pub(crate) struct Histories {
    /// The documents, as absolute paths.
    files: Vec<PathBuf>,
    /// From which day on commits are looked at.
    since: Date,
    repositories: OnceLock<HashMap<PathBuf, Repository>>,
}

impl Histories {
    /// The pasts of some files since a day. Costs nothing until one is asked for.
    pub(crate) fn new<'p>(files: impl IntoIterator<Item = &'p Path>, since: Date) -> Self {
        Self { files: files.into_iter().map(lexical).collect(), since, repositories: OnceLock::new() }
    }

    /// The states of one of the files, oldest first, and whether nothing is missing before them. `None` where no commit that is looked at
    /// touches it, or git cannot be asked; see [`Histories::notes`].
    pub(crate) fn of(&self, file: &Path) -> Option<(Vec<Recorded>, bool)> {
        let file = lexical(file);
        let repositories = self.repositories.get_or_init(|| repositories(&self.files));
        let repository = file.ancestors().skip(1).find_map(|folder| repositories.get(folder))?;
        repository.states(&file, self.since)
    }

    /// What the user should know of repositories that were asked in vain or cannot tell all.
    pub(crate) fn notes(&self) -> Vec<Trouble> {
        let mut notes: Vec<Trouble> = self.repositories.get().into_iter().flatten().filter_map(|(_, found)| found.note()).collect();
        notes.sort_by(|a, b| a.message.cmp(&b.message));
        notes
    }
}

/// The repositories of some files, by root.
fn repositories(files: &[PathBuf]) -> HashMap<PathBuf, Repository> {
    let mut known: HashMap<&Path, Option<&Path>> = HashMap::new();
    let mut members: HashMap<&Path, Vec<&Path>> = HashMap::new();
    for file in files {
        let folder = file.parent().unwrap_or(file);
        let root = *known.entry(folder).or_insert_with(|| folder.ancestors().find(|folder| is_root(folder)));
        if let Some(root) = root {
            members.entry(root).or_default().extend(file.strip_prefix(root));
        }
    }
    members.into_iter().map(|(root, files)| (root.to_owned(), Repository::new(root, &files))).collect()
}

fn is_root(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The root of the repository that holds a file or folder.
pub(crate) fn root_of(path: &Path) -> Option<PathBuf> {
    lexical(path).ancestors().find(|folder| is_root(folder)).map(Path::to_owned)
}

/// A repository with documents.
#[derive(Debug)]
struct Repository {
    root: PathBuf,
    git: Git,
    /// Where the documents lie, from the root; nothing where that is everywhere.
    folders: Vec<PathBuf>,
    log: OnceLock<Result<Log, Failure>>,
    blobs: Mutex<Option<Blobs>>,
}

impl Repository {
    fn new(root: &Path, files: &[&Path]) -> Self {
        Self { root: root.to_owned(), git: Git::at(root), folders: folders(files), log: OnceLock::new(), blobs: Mutex::new(None) }
    }

    fn states(&self, file: &Path, since: Date) -> Option<(Vec<Recorded>, bool)> {
        let log = self.log.get_or_init(|| Log::read(&self.git, since, &self.folders, self.ends())).as_ref().ok()?;
        let (states, complete) = log.states(file.strip_prefix(&self.root).ok()?);
        let left_out = states.len().saturating_sub(STATES);
        let states = &states[left_out..];
        let ids: Vec<&Id> = states.iter().map(|state| &state.blob).collect();
        let contents = self.contents(&ids)?;
        let mut recorded = Vec::with_capacity(states.len());
        let mut complete = complete && left_out == 0;
        for (state, content) in states.iter().zip(contents) {
            match content {
                Some(bytes) => recorded.push(Recorded { commit: state.commit.clone(), path: state.path.clone(), bytes }),
                // What came before a gap is no neighbour of what comes after.
                None => {
                    recorded.clear();
                    complete = false;
                }
            }
        }
        (!recorded.is_empty()).then_some((recorded, complete))
    }

    fn contents(&self, ids: &[&Id]) -> Option<Vec<Option<Vec<u8>>>> {
        let mut blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        if blobs.is_none() {
            *blobs = Blobs::start(&self.git).ok();
        }
        let contents = blobs.as_mut()?.contents(ids);
        if contents.is_err() {
            *blobs = None;
        }
        contents.ok()
    }

    /// The commits at which a shallow clone ends; none in a whole one.
    fn ends(&self) -> HashSet<Id> {
        let file = git_folder(&self.root).map(|folder| folder.join("shallow"));
        let text = file.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
        text.lines().map(|line| line.trim().into()).collect()
    }

    fn note(&self) -> Option<Trouble> {
        let root = self.root.display();
        let again = "or run with --no-history to leave the rules out that look at it";
        match self.log.get()? {
            Ok(log) if log.is_shallow() => Some(Trouble::notice(
                format!("the clone in `{root}` is shallow, so changes before its first commit cannot be seen"),
                format!("clone with the whole history (`git fetch --unshallow`; in a build: fetch-depth: 0), {again}"),
            )),
            Ok(_) | Err(Failure::Unborn) => None,
            Err(failure) => {
                let help = match failure {
                    Failure::Missing => "install git",
                    Failure::Foreign => "name it in git's setting `safe.directory` if you trust it",
                    Failure::Unborn | Failure::Other(_) => "see what `git log` says there",
                };
                let message = format!("the history of `{root}` was not looked at: {failure}");
                Some(Trouble::notice(message, format!("{help}, {again}")))
            }
        }
    }
}

/// The folder that holds what all working trees of a repository share.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let entry = root.join(".git");
    if entry.is_dir() {
        return Some(entry);
    }
    let text = fs::read_to_string(&entry).ok()?;
    let own = root.join(text.strip_prefix("gitdir:")?.trim());
    let shared = fs::read_to_string(own.join("commondir")).ok();
    Some(shared.map_or_else(|| own.clone(), |shared| own.join(shared.trim())))
}

/// Folders that together hold some files, few enough for a command line. A file at the root stands for itself: the root's folder would be
/// the whole repository.
fn folders(files: &[&Path]) -> Vec<PathBuf> {
    let places: BTreeSet<&Path> =
        files.iter().map(|file| file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(file)).collect();
    let deepest = places.iter().map(|place| place.components().count()).max().unwrap_or(0);
    let cut = |depth: usize| -> BTreeSet<PathBuf> { places.iter().map(|place| place.components().take(depth).collect()).collect() };
    (1..=deepest).rev().map(cut).find(|places| places.len() <= FOLDERS).unwrap_or_default().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_folders_hold_all_files() {
        let paths = |files: &[&str]| folders(&files.iter().map(Path::new).collect::<Vec<_>>());
        assert_eq!(paths(&["okrs/a/x.md", "okrs/a/y.md", "okrs/b/x.md", "OKR.md"]), ["OKR.md", "okrs/a", "okrs/b"].map(PathBuf::from));
        let many: Vec<String> = (0..500).map(|n| format!("okrs/{n}/deep/x.md")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(paths(&many), [PathBuf::from("okrs")]);
        let apart: Vec<String> = (0..500).map(|n| format!("{n}/x.md")).collect();
        assert_eq!(paths(&apart.iter().map(String::as_str).collect::<Vec<_>>()), [] as [PathBuf; 0]);
    }
}
