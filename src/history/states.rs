//! Two states of a repository and what lies in each: for `okrlint diff`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use super::blobs::Blobs;
use super::git::{Failure, Git, path_of};
use super::log::{Id, SHORT};
use crate::discover::Candidate;

/// A commit that the user named or okrlint chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revision {
    /// As the user named it, or what it is.
    pub(crate) name: String,
    /// The whole id.
    id: String,
    /// The day on which it was committed.
    pub(crate) date: Date,
}

impl Revision {
    /// The whole id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The first digits of its id.
    pub(crate) fn short(&self) -> &str {
        self.id.get(..SHORT).unwrap_or(&self.id)
    }
}

/// Branches that work is merged into, first what the remote says, then by name.
const DEFAULT_BRANCHES: [&str; 5] = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

impl Git {
    /// The commit that a name stands for.
    pub(crate) fn revision(&self, name: &str) -> Result<Revision, Failure> {
        let commit = format!("{name}^{{commit}}");
        let id = self.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let id = id.map_err(|failure| match failure {
            Failure::Other(_) => Failure::Other(format!("`{name}` names no commit")),
            other => other,
        })?;
        let date = self.text(&["log", "-1", "--no-show-signature", "--format=%cs", &id, "--"])?;
        let date = date.parse().map_err(|_| Failure::Other(format!("commit `{name}` has no date")))?;
        Ok(Revision { name: name.to_owned(), id, date })
    }

    /// Where the work that is checked out left the default branch; the last commit where there is no such branch.
    pub(crate) fn fork_point(&self) -> Result<Revision, Failure> {
        let head = self.head()?;
        let branch = DEFAULT_BRANCHES.iter().find_map(|name| self.revision(name).ok());
        let base = branch.and_then(|branch| Some((self.text(&["merge-base", &head.id, &branch.id]).ok()?, branch)));
        match base.filter(|(base, _)| *base != head.id) {
            Some((base, branch)) => {
                let name = format!("where this branch left {}", branch.name);
                self.revision(&base).map(|base| Revision { name, ..base })
            }
            None => Ok(head),
        }
    }

    /// The commit at which the work that is checked out left what a name stands for: where a change is to be merged, it is told from there.
    pub(crate) fn merge_base(&self, name: &str) -> Result<Revision, Failure> {
        let (other, head) = (self.revision(name)?, self.head()?);
        match self.text(&["merge-base", &other.id, &head.id]) {
            Ok(base) if base == other.id => Ok(other),
            Ok(base) => self.revision(&base).map(|base| Revision { name: format!("where HEAD left {name}"), ..base }),
            Err(Failure::Other(_)) => {
                let shallow = self.text(&["rev-parse", "--is-shallow-repository"])? == "true";
                Err(Failure::Unrelated { names: format!("`{name}` and HEAD"), shallow })
            }
            Err(failure) => Err(failure),
        }
    }

    /// The commit that is checked out.
    fn head(&self) -> Result<Revision, Failure> {
        self.revision("HEAD").map_err(|failure| match failure {
            Failure::Other(_) => Failure::Unborn,
            other => other,
        })
    }

    /// The documents of a commit by path, each with the id of its content.
    pub(crate) fn documents(&self, revision: &Revision) -> Result<BTreeMap<PathBuf, Id>, Failure> {
        let listing = self.bytes(&["ls-tree", "-r", "-z", "--full-tree", &revision.id])?;
        Ok(listing.split(|byte| *byte == 0).filter_map(document).collect())
    }

    /// The contents of some ids; `None` for what is missing.
    pub(crate) fn contents(&self, ids: &[&Id]) -> Result<Vec<Option<Vec<u8>>>, Failure> {
        let contents = Blobs::start(self)?.contents(ids);
        contents.map_err(|error| Failure::Other(error.to_string()))
    }
}

/// The documents of a commit, read one by one through one process.
#[derive(Debug)]
pub(crate) struct Tree {
    documents: BTreeMap<PathBuf, Id>,
    blobs: Mutex<Blobs>,
}

impl Tree {
    /// The documents of a commit.
    pub(crate) fn of(git: &Git, revision: &Revision) -> Result<Self, Failure> {
        Ok(Self { documents: git.documents(revision)?, blobs: Mutex::new(Blobs::start(git)?) })
    }

    /// The paths of all documents, from the root of the repository.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.documents.keys().map(PathBuf::as_path)
    }

    /// What a document held; `None` where there was none.
    pub(crate) fn content(&self, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
        let Some(id) = self.documents.get(path) else { return Ok(None) };
        let contents = self.blobs.lock().unwrap_or_else(PoisonError::into_inner).contents(&[id]);
        match contents.map(|contents| contents.into_iter().next().flatten()) {
            Ok(Some(bytes)) => Ok(Some(bytes)),
            Ok(None) => Err(Failure::Other(format!("this clone lacks what `{}` held then", path.display()))),
            Err(error) => Err(Failure::Other(error.to_string())),
        }
    }
}

/// One line of a listing, `MODE blob ID<tab>PATH`, if it is a file of a format that okrlint reads.
fn document(line: &[u8]) -> Option<(PathBuf, Id)> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let head = std::str::from_utf8(line.get(..tab)?).ok()?;
    let mut words = head.split(' ');
    let (mode, id) = (words.next()?, words.nth(1)?);
    let path = path_of(line.get(tab + 1..)?)?;
    (mode.starts_with("100") && Candidate::walked(&path).is_some()).then(|| (path, id.into()))
}
