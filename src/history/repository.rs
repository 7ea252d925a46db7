//! Which repository a document belongs to, and its states there. git is asked when the first document of a repository wants its past, once
//! for all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use super::Commit;
use super::blobs::Blobs;
use super::git::{Failure, Git};
use super::log::{Id, Log};
use super::states::Revision;
use crate::discover::lexical;
use crate::trouble::Trouble;

/// The commit that is checked out.
const HEAD: &str = "HEAD";
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
pub(crate) struct Histories<'p> {
    /// The documents, as okrlint opens them.
    files: Vec<&'p Path>,
    /// From which day on commits are looked at.
    since: Date,
    /// The commit up to which they are looked at.
    until: String,
    known: OnceLock<Known<'p>>,
}

/// Where the documents of a run lie.
#[derive(Debug, Default)]
struct Known<'p> {
    /// For each folder as okrlint names it, the root of its repository and the folder's place from there; nothing outside of any.
    folders: HashMap<&'p Path, Option<(PathBuf, PathBuf)>>,
    repositories: BTreeMap<PathBuf, Repository>,
}

impl<'p> Histories<'p> {
    /// The pasts of some files since a day. Costs nothing until one is asked for.
    pub(crate) fn new(files: impl IntoIterator<Item = &'p Path>, since: Date) -> Self {
        Self { files: files.into_iter().collect(), since, until: HEAD.to_owned(), known: OnceLock::new() }
    }

    /// The pasts that the files had at a commit.
    pub(crate) fn at(self, revision: &Revision) -> Self {
        Self { until: revision.id().to_owned(), ..self }
    }

    /// The states of one of the files, oldest first, and whether nothing is missing before them. `None` where no commit that is looked at
    /// touches it, or git cannot be asked; see [`Histories::notes`].
    pub(crate) fn of(&self, file: &Path) -> Option<(Vec<Recorded>, bool)> {
        let known = self.known.get_or_init(|| Known::of(&self.files, &self.until));
        let (root, folder) = known.folders.get(file.parent()?)?.as_ref()?;
        known.repositories.get(root)?.states(&folder.join(file.file_name()?), self.since)
    }

    /// What the user should know of repositories that were asked in vain or cannot tell all that happened up to a day.
    pub(crate) fn notes(&self, until: Date) -> Vec<Trouble> {
        let known = self.known.get().into_iter();
        known.flat_map(|known| known.repositories.values()).filter_map(|repository| repository.note(until)).collect()
    }
}

impl<'p> Known<'p> {
    fn of(files: &[&'p Path], until: &str) -> Self {
        let mut roots: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
        let mut folders: HashMap<&'p Path, Option<(PathBuf, PathBuf)>> = HashMap::new();
        let mut places: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
        for (folder, name) in files.iter().filter_map(|file| Some((file.parent()?, file.file_name()?))) {
            let place = folders.entry(folder).or_insert_with(|| {
                // The folder of a bare name is the one okrlint runs in.
                let folder = lexical(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
                let root = root(&folder, &mut roots)?;
                let inside = folder.strip_prefix(&root).ok()?.to_owned();
                Some((root, inside))
            });
            if let Some((root, inside)) = place {
                // A document at the root stands for itself: the root's folder would be the whole repository.
                let place = if inside.as_os_str().is_empty() { PathBuf::from(name) } else { inside.clone() };
                places.entry(root.clone()).or_default().insert(place);
            }
        }
        let repositories =
            places.into_iter().map(|(root, places)| (root.clone(), Repository::new(&root, &places, until))).collect();
        Self { folders, repositories }
    }
}

/// The nearest folder at or above an absolute path that holds a repository. Remembers what it has looked at.
fn root(folder: &Path, known: &mut HashMap<PathBuf, Option<PathBuf>>) -> Option<PathBuf> {
    if let Some(root) = known.get(folder) {
        return root.clone();
    }
    let found = match folder.join(".git").exists() {
        true => Some(folder.to_owned()),
        false => folder.parent().and_then(|above| root(above, known)),
    };
    known.insert(folder.to_owned(), found.clone());
    found
}

/// The root of the repository that holds a file or folder.
pub(crate) fn root_of(path: &Path) -> Option<PathBuf> {
    root(&lexical(path), &mut HashMap::new())
}

/// A repository with documents.
#[derive(Debug)]
struct Repository {
    root: PathBuf,
    git: Git,
    /// Where the documents lie, from the root; nothing where that is everywhere.
    folders: Vec<PathBuf>,
    /// The commit up to which it is looked at.
    until: String,
    log: OnceLock<Result<Log, Failure>>,
    blobs: Mutex<Option<Blobs>>,
}

impl Repository {
    fn new(root: &Path, places: &BTreeSet<PathBuf>, until: &str) -> Self {
        Self {
            root: root.to_owned(),
            git: Git::at(root),
            folders: folders(places),
            until: until.to_owned(),
            log: OnceLock::new(),
            blobs: Mutex::new(None),
        }
    }

    /// The states of a document by its path from the root.
    fn states(&self, path: &Path, since: Date) -> Option<(Vec<Recorded>, bool)> {
        let log =
            self.log.get_or_init(|| Log::read(&self.git, (since, &self.until), &self.folders, self.ends())).as_ref().ok()?;
        let (states, complete) = log.states(path);
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

    fn note(&self, until: Date) -> Option<Trouble> {
        let root = self.root.display();
        let again = "or run with --no-history to leave the rules out that look at it";
        match self.log.get()? {
            Ok(log) if log.is_cut_before(until) => Some(Trouble::notice(
                format!("the clone in `{root}` is shallow, so changes before its first commit cannot be seen"),
                format!("clone with the whole history (`git fetch --unshallow`; in a build: fetch-depth: 0), {again}"),
            )),
            Ok(_) | Err(Failure::Unborn) => None,
            Err(failure) => {
                let help = match failure {
                    Failure::Missing => "install git",
                    Failure::Foreign => "name it in git's setting `safe.directory` if you trust it",
                    Failure::Unborn | Failure::Unrelated { .. } | Failure::Other(_) => "see what `git log` says there",
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

/// Of some folders and files those that can stand on a command line: where they are many, the folders above them.
fn folders(places: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let deepest = places.iter().map(|place| place.components().count()).max().unwrap_or(0);
    let cut =
        |depth: usize| -> BTreeSet<PathBuf> { places.iter().map(|place| place.components().take(depth).collect()).collect() };
    (1..=deepest).rev().map(cut).find(|places| places.len() <= FOLDERS).unwrap_or_default().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_folders_hold_all_files() {
        let paths = |places: &[String]| folders(&places.iter().map(PathBuf::from).collect());
        let few = ["okrs/a", "okrs/b", "OKR.md"].map(str::to_owned);
        assert_eq!(paths(&few), ["OKR.md", "okrs/a", "okrs/b"].map(PathBuf::from));
        let many: Vec<String> = (0..500).map(|n| format!("okrs/{n}/deep")).collect();
        assert_eq!(paths(&many), [PathBuf::from("okrs")]);
        let apart: Vec<String> = (0..500).map(|n| n.to_string()).collect();
        assert_eq!(paths(&apart), [] as [PathBuf; 0]);
    }
}
