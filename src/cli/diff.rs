//! `okrlint diff`: what changed in the OKRs between two states of a repository, as changes of what they say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Status;
use super::output::Output;
use crate::changes::Set;
use crate::changes::review::review;
use crate::config::{self, Config};
use crate::discover::{self, Found, decode, format_of, lexical};
use crate::history::{Failure, Git, Revision, root_of};
use crate::model::Document;
use crate::read;
use crate::report::changes::{self, Changes, DocumentReview, StateName};
use crate::source::Source;
use crate::trouble::Trouble;

/// Show what changed in the OKRs between two commits, or since one.
///
/// Without a REV, what is in the folder now is compared with the commit at which this branch left the default branch, or with the last
/// commit. With one, what is in the folder now is compared with it. What is told are changes of what the OKRs say, never lines of text.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// Commits, branches or tags: from which state, and to which.
    #[arg(value_name = "REV", num_args = 0..=2)]
    revisions: Vec<String>,
    /// Only these files and folders.
    #[arg(value_name = "PATH", last = true)]
    paths: Vec<PathBuf>,
    /// How to write the changes.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Use this configuration instead of the nearest okrlint.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration.
    #[arg(long)]
    no_config: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// For programs; a documented, versioned shape.
    Json,
}

/// The documents of a state by path from the root of the repository.
pub(super) type Documents = BTreeMap<PathBuf, Document>;

impl Diff {
    pub(super) fn run(self, output: &mut Output) -> Status {
        match self.changes() {
            Ok(changes) => {
                match self.format {
                    Format::Text => {
                        let mut sheet = output.pen.sheet();
                        changes::text(&mut sheet, &changes);
                        output.sheet(sheet);
                    }
                    Format::Markdown => drop(output.write(changes::markdown(&changes, usize::MAX).as_bytes())),
                    Format::Json => drop(output.write(changes::json(&changes).as_bytes())),
                }
                Status::Clean
            }
            Err(trouble) => {
                output.troubles([&trouble]);
                Status::Failed
            }
        }
    }

    fn changes(&self) -> Result<Changes, Trouble> {
        let here = Path::new(".");
        let root = root_of(here).ok_or_else(|| {
            Trouble::new(
                "there is no git repository here",
                "run `okrlint diff` in a folder of the repository that holds your OKRs",
            )
        })?;
        let config = match (self.no_config, &self.config) {
            (true, _) => Config::default(),
            (false, Some(file)) => config::load(file)?,
            (false, None) => config::nearest(here).map_or_else(|| Ok(Config::default()), |file| config::load(&file))?,
        };
        let repository = Repository {
            git: Git::at(&root),
            root,
            config: &config,
            paths: self.paths.iter().map(|path| lexical(path)).collect(),
        };
        let (before, after) = repository.states(&self.revisions).map_err(refused)?;
        let states = [named(&before), after.as_ref().map_or_else(working_tree, named)];
        let (old, new) = repository.documents(&before, after.as_ref())?;
        Ok(Changes { states, documents: reviews(&old, &new) })
    }
}

pub(super) fn named(revision: &Revision) -> StateName {
    StateName { name: revision.name.clone(), commit: Some(revision.short().to_owned()), date: Some(revision.date.to_string()) }
}

pub(super) fn working_tree() -> StateName {
    StateName { name: "what is in the folder now".to_owned(), commit: None, date: None }
}

pub(super) fn refused(failure: Failure) -> Trouble {
    Trouble::new(format!("the two states cannot be compared: {failure}"), failure.remedy())
}

/// The repository, and which of its documents are looked at how.
struct Repository<'a> {
    git: Git,
    root: PathBuf,
    config: &'a Config,
    /// The files and folders that are looked at, as absolute paths; all where none is named.
    paths: Vec<PathBuf>,
}

impl Repository<'_> {
    /// The two states; `None` for what is in the folder now.
    fn states(&self, names: &[String]) -> Result<(Revision, Option<Revision>), Failure> {
        match names {
            [] => Ok((self.git.fork_point()?, None)),
            [from] => Ok((self.git.revision(from)?, None)),
            [from, to, ..] => Ok((self.git.revision(from)?, Some(self.git.revision(to)?))),
        }
    }

    /// The documents that differ between the two states, as they are in each.
    fn documents(&self, before: &Revision, after: Option<&Revision>) -> Result<(Documents, Documents), Trouble> {
        let mut old = self.git.documents(before).map_err(refused)?;
        old.retain(|path, _| self.is_wanted(path));
        let Some(after) = after else {
            let contents = self.contents(&old)?;
            let mut now = self.working_tree()?;
            let same: BTreeSet<PathBuf> =
                contents.iter().filter(|(path, bytes)| now.get(*path) == Some(*bytes)).map(|(path, _)| path.clone()).collect();
            now.retain(|path, _| !same.contains(path));
            let contents = contents.into_iter().filter(|(path, _)| !same.contains(path)).collect();
            return Ok((self.read(contents), self.read(now)));
        };
        let mut new = self.git.documents(after).map_err(refused)?;
        new.retain(|path, _| self.is_wanted(path));
        let same: BTreeSet<PathBuf> =
            old.iter().filter(|(path, id)| new.get(*path) == Some(*id)).map(|(path, _)| path.clone()).collect();
        old.retain(|path, _| !same.contains(path));
        new.retain(|path, _| !same.contains(path));
        Ok((self.read(self.contents(&old)?), self.read(self.contents(&new)?)))
    }

    fn is_wanted(&self, path: &Path) -> bool {
        let file = self.root.join(path);
        let named = self.paths.is_empty() || self.paths.iter().any(|wanted| file.starts_with(wanted));
        named && !self.config.excludes(&file)
    }

    fn contents(&self, documents: &BTreeMap<PathBuf, Box<str>>) -> Result<BTreeMap<PathBuf, Vec<u8>>, Trouble> {
        let ids: Vec<&Box<str>> = documents.values().collect();
        let contents = self.git.contents(&ids).map_err(refused)?;
        Ok(documents.keys().cloned().zip(contents).filter_map(|(path, bytes)| Some((path, bytes?))).collect())
    }

    /// The documents in the folder now.
    fn working_tree(&self) -> Result<BTreeMap<PathBuf, Vec<u8>>, Trouble> {
        let mut found = Found::default();
        let roots = if self.paths.is_empty() { std::slice::from_ref(&self.root) } else { &self.paths };
        // What is gone has no folder any more.
        roots
            .iter()
            .filter(|root| root.exists())
            .for_each(|root| discover::find(root, |file| self.config.excludes(file), &mut found));
        let inside = found.candidates.iter().filter_map(|candidate| {
            let path = lexical(&candidate.file).strip_prefix(&self.root).ok()?.to_owned();
            Some(candidate.bytes().map(|bytes| (path, bytes)))
        });
        inside.collect()
    }

    /// Reads what holds OKRs.
    fn read(&self, contents: BTreeMap<PathBuf, Vec<u8>>) -> Documents {
        let here = std::env::current_dir().unwrap_or_default();
        let document = |(path, bytes): (PathBuf, Vec<u8>)| {
            let file = self.root.join(&path);
            let shown = discover::shown(file.strip_prefix(&here).unwrap_or(&file));
            let decoded = decode::decode(bytes);
            let (context, claimed) = self.config.context(&shown);
            let read = read::read(&Source::new(shown, decoded.text), format_of(&path)?, &context);
            (!decoded.refused && (read.recognised || claimed)).then_some((path, read.document))
        };
        contents.into_iter().filter_map(document).collect()
    }
}

/// What became of the documents. One that is gone and one that is new are the same document, moved, where they share a set.
pub(super) fn reviews(before: &Documents, after: &Documents) -> Vec<DocumentReview> {
    let mut gone: Vec<(&PathBuf, &Document)> = before.iter().filter(|(path, _)| !after.contains_key(*path)).collect();
    let mut reviews = Vec::new();
    for (path, document) in after {
        let stayed = before.get(path);
        let moved = gone.iter().position(|(_, former)| stayed.is_none() && share_a_set(document, former));
        let former = stayed.or_else(|| moved.map(|at| gone.remove(at).1));
        let previous_path = former.filter(|_| stayed.is_none()).map(|former| former.path.clone());
        reviews.push(DocumentReview { path: document.path.clone(), previous_path, sets: review(former, Some(document)) });
    }
    let removed = gone.into_iter().map(|(_, former)| former);
    reviews.extend(removed.map(|former| DocumentReview {
        path: former.path.clone(),
        previous_path: None,
        sets: review(Some(former), None),
    }));
    reviews.retain(|review| !review.sets.is_empty() || review.previous_path.is_some());
    reviews.sort_by(|a, b| a.path.cmp(&b.path));
    reviews
}

fn share_a_set(one: &Document, other: &Document) -> bool {
    Set::all(one)
        .iter()
        .any(|set| set.section.team.is_some() && set.section.cycle.is_some() && set.counterpart(one, other).is_some())
}
