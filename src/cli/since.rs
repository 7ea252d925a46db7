//! `--since`: of all findings only those on statements that a change touched, and those that it brought about. What was there before is found
//! by the same rules in the documents as they were at the commit where the change began.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::diff::{Documents, named, refused, reviews, working_tree};
use super::inputs::{Input, Plan};
use super::run::{Examined, Run};
use crate::diagnostic::Diagnostic;
use crate::discover::lexical;
use crate::engine::Engine;
use crate::fingerprint::{Identity, Sought};
use crate::history::{Git, Histories, Revision, Tree, root_of};
use crate::known::{Known, Ledger};
use crate::model::{Document, Item};
use crate::report::changes::Changes;
use crate::report::part::path_of;
use crate::source::Span;
use crate::statement::Reading;
use crate::trouble::Trouble;
use crate::workspace::Outline;

/// The commit where a change began, and its documents.
pub(super) struct Base {
    root: PathBuf,
    revision: Revision,
    tree: Tree,
    /// Documents that are no longer there, as the run would have met them.
    gone: Vec<Input>,
}

impl Base {
    /// Where what is checked out left a commit.
    ///
    /// # Errors
    ///
    /// The documents lie in no repository or in several, or git knows of no such commit.
    pub(super) fn of(revision: &str, plan: &Plan) -> Result<Self, Trouble> {
        let mut roots = BTreeSet::new();
        for path in plan.roots() {
            let root = root_of(path).ok_or_else(|| {
                let message = format!("--since asks git, and `{}` lies in no git repository", path.display());
                Trouble::new(message, "run it in a clone of the repository that holds your OKRs, or without --since")
            })?;
            roots.insert(root);
        }
        let root = roots.pop_first().unwrap_or_default();
        if !roots.is_empty() {
            let message = "--since asks one git repository, and the paths lie in several";
            return Err(Trouble::new(message, "check the documents of each repository by themselves"));
        }
        let git = Git::at(&root);
        let revision = git.merge_base(revision).map_err(refused)?;
        let tree = Tree::of(&git, &revision).map_err(refused)?;
        let absent = tree.paths().map(|path| root.join(path)).filter(|file| !file.exists());
        let mut gone: Vec<Input> = absent.filter_map(|file| plan.absent(&file)).collect();
        gone.sort_by(|one, other| one.path().cmp(other.path()));
        Ok(Self { root, revision, tree, gone })
    }

    /// What a document held; `None` where there was none.
    fn content(&self, input: &Input) -> Result<Option<Vec<u8>>, Trouble> {
        match lexical(input.file()).strip_prefix(&self.root) {
            Ok(path) => self.tree.content(path).map_err(refused),
            Err(_) => Ok(None),
        }
    }
}

/// What became of one document.
pub(super) enum Change {
    /// It holds what it held.
    None,
    /// It holds something else, or is new.
    Changed(Option<Box<Before>>),
}

/// A document as it was.
pub(super) struct Before {
    config: usize,
    document: Document,
    outline: Outline,
    /// What was found and not held back.
    findings: Vec<(String, Sought)>,
}

impl Before {
    fn new(examined: Examined) -> Self {
        let Examined { config, document, report, .. } = examined;
        Self { config, document, outline: report.outline, findings: standing(&report.diagnostics) }
    }
}

/// What a change did to all documents, as far as it is known.
#[derive(Default)]
pub(super) struct Tracks {
    /// The statements that it touched, by document.
    touched: BTreeMap<String, Vec<Span>>,
    /// The documents that it changed, as they were.
    before: Documents,
    /// The same, as they are.
    after: Documents,
    /// What rules across documents need to know of documents as they were.
    outlines: Vec<(usize, Outline)>,
    /// Which documents hold something else, or are new.
    changed: BTreeSet<String>,
}

/// A run of the same rules over the documents as they were.
pub(super) struct Since<'b> {
    base: &'b Base,
    run: &'b Run<'b>,
    histories: Option<Histories<'b>>,
    gone: Vec<Before>,
    /// What was found in documents that are gone, and their statements: they may have moved.
    findings: Ledger,
    statements: Ledger,
}

impl<'b> Since<'b> {
    /// Prepares the comparison.
    ///
    /// # Errors
    ///
    /// The repository lacks what a document held.
    pub(super) fn new(base: &'b Base, run: &'b Run<'b>) -> Result<Self, Trouble> {
        let files = run.plan.inputs.iter().chain(&base.gone).map(Input::file);
        let from = run.engines.iter().map(Engine::history_since).min().filter(|_| run.looks_back());
        let histories = from.map(|from| Histories::new(files, from).at(&base.revision));
        let mut since =
            Self { base, run, histories, gone: Vec::new(), findings: Ledger::default(), statements: Ledger::default() };
        for input in &base.gone {
            let Some(bytes) = base.content(input)? else { continue };
            since.gone.extend(since.examined(input, bytes).map(Before::new));
        }
        since.findings = Ledger::new(since.gone.iter().flat_map(|before| known(&before.findings)), |_| true);
        let statements: Vec<(String, Sought)> = since.gone.iter().flat_map(|before| of_statements(&before.document)).collect();
        since.statements = Ledger::new(known(&statements), |_| true);
        Ok(since)
    }

    /// Whether documents are gone, so that the order in which new ones are compared makes a difference.
    pub(super) fn wants_order(&self) -> bool {
        !self.gone.is_empty()
    }

    fn examined(&self, input: &Input, bytes: Vec<u8>) -> Option<Examined> {
        let loaded = input.read(bytes, &self.run.plan.configs)?;
        Some(self.run.examined(input, loaded, self.histories.as_ref()))
    }

    /// What became of a document.
    ///
    /// # Errors
    ///
    /// The repository lacks what it held.
    pub(super) fn change(&self, input: &Input, now: &Examined) -> Result<Change, Trouble> {
        let Some(bytes) = self.base.content(input)? else { return Ok(Change::Changed(None)) };
        if bytes == now.source.text.as_bytes() {
            return Ok(Change::None);
        }
        Ok(Change::Changed(self.examined(input, bytes).map(|examined| Box::new(Before::new(examined)))))
    }

    /// Keeps of a document's findings what the change touched or made wrong, and records what it did.
    pub(super) fn sift(&self, change: Change, now: &Examined, diagnostics: &mut Vec<Diagnostic>) -> Tracks {
        let Change::Changed(before) = change else {
            diagnostics.clear();
            return Tracks::default();
        };
        let path = &now.document.path;
        let statements = of_statements(&now.document);
        let old = before.as_ref().map(|before| of_statements(&before.document)).unwrap_or_default();
        let spans = spans(&now.document);
        let is_old = accounted(path, &statements, &old, &self.statements);
        let touched: Vec<Span> = spans.into_iter().zip(is_old).filter(|(_, is_old)| !is_old).map(|(span, _)| span).collect();
        let found = diagnostics.iter().map(|diagnostic| (path.clone(), diagnostic.sought)).collect::<Vec<_>>();
        let old = before.as_ref().map_or(&[][..], |before| &before.findings);
        let mut is_old = accounted(path, &found, old, &self.findings).into_iter();
        let touched = BTreeMap::from([(path.clone(), touched)]);
        diagnostics.retain(|diagnostic| !is_old.next().unwrap_or(false) || is_touched(diagnostic, &touched));
        let mut tracks = Tracks { touched, changed: BTreeSet::from([path.clone()]), ..Tracks::default() };
        if let Some(before) = before {
            tracks.outlines.push((before.config, before.outline));
            tracks.before.insert(PathBuf::from(path), before.document);
        }
        tracks.after.insert(PathBuf::from(path), now.document.clone());
        tracks
    }

    /// Keeps of the findings across the documents of an organisation what the change touched or made wrong. `outlines` are those of the
    /// documents as they are.
    pub(super) fn sift_across(
        &self,
        organisation: usize,
        outlines: Vec<Outline>,
        tracks: &Tracks,
        found: &mut [(usize, Vec<Diagnostic>)],
    ) {
        let mut outlines = outlines;
        outlines.retain(|outline| !tracks.changed.contains(&outline.path));
        let gone = self.gone.iter().map(|before| (before.config, &before.outline));
        let before = tracks.outlines.iter().map(|(config, outline)| (*config, outline)).chain(gone);
        let before = before.filter(|(config, _)| self.run.plan.organisations[*config] == organisation);
        outlines.extend(before.map(|(_, outline)| outline.clone()));
        let old: Vec<_> = self.run.across(organisation, &outlines).iter().flat_map(|(_, found)| standing(found)).collect();
        let ledger = Ledger::new(known(&old), |_| true);
        found.iter_mut().for_each(|(_, diagnostics)| keep_new(&ledger, tracks, diagnostics));
    }

    /// What the change did, for people.
    pub(super) fn changes(&self, mut tracks: Tracks) -> Changes {
        let gone = self.gone.iter().map(|before| (PathBuf::from(&before.document.path), before.document.clone()));
        tracks.before.extend(gone);
        Changes { states: [named(&self.base.revision), working_tree()], documents: reviews(&tracks.before, &tracks.after) }
    }
}

impl Tracks {
    /// Adds what the change did to another document.
    pub(super) fn add(&mut self, other: Self) {
        let Self { touched, before, after, outlines, changed } = other;
        self.touched.extend(touched);
        self.before.extend(before);
        self.after.extend(after);
        self.outlines.extend(outlines);
        self.changed.extend(changed);
    }
}

/// Keeps the findings that the ledger does not account for, and those on touched statements.
fn keep_new(ledger: &Ledger, tracks: &Tracks, diagnostics: &mut Vec<Diagnostic>) {
    let taken: Vec<Option<usize>> = diagnostics
        .chunk_by(|one, other| one.path == other.path)
        .flat_map(|group| {
            let sought: Vec<Sought> = group.iter().map(|diagnostic| diagnostic.sought).collect();
            ledger.at_home(&group[0].path, &sought)
        })
        .collect();
    let left: Vec<usize> = (0..taken.len()).filter(|at| taken[*at].is_none()).collect();
    let sought: Vec<Sought> = left.iter().map(|at| diagnostics[*at].sought).collect();
    let moved = ledger.anywhere("", &sought);
    let new: BTreeSet<usize> = left.into_iter().zip(moved).filter(|(_, moved)| moved.is_none()).map(|(at, _)| at).collect();
    let mut at = 0..;
    diagnostics.retain(|diagnostic| at.next().is_some_and(|at| new.contains(&at)) || is_touched(diagnostic, &tracks.touched));
}

/// For each of the present things whether it was there before: in the document, or in one that is gone.
fn accounted(path: &str, now: &[(String, Sought)], old: &[(String, Sought)], gone: &Ledger) -> Vec<bool> {
    let sought: Vec<Sought> = now.iter().map(|(_, sought)| *sought).collect();
    let mut is_old: Vec<bool> =
        Ledger::new(known(old), |_| false).at_home(path, &sought).into_iter().map(|taken| taken.is_some()).collect();
    let left: Vec<usize> = (0..is_old.len()).filter(|at| !is_old[*at]).collect();
    let sought: Vec<Sought> = left.iter().map(|at| sought[*at]).collect();
    for (at, taken) in left.into_iter().zip(gone.anywhere(path, &sought)) {
        is_old[at] = taken.is_some();
    }
    is_old
}

/// The findings that are not held back, by document.
fn standing(diagnostics: &[Diagnostic]) -> Vec<(String, Sought)> {
    let standing = diagnostics.iter().filter(|diagnostic| diagnostic.held.is_none());
    standing.map(|diagnostic| (diagnostic.path.clone(), diagnostic.sought)).collect()
}

fn known(all: &[(String, Sought)]) -> impl Iterator<Item = Known<'_>> {
    all.iter().map(|(path, sought)| Known { path, identity: sought.identity, count: 1 })
}

/// Whether a finding is on a touched statement, or points at one.
fn is_touched(diagnostic: &Diagnostic, touched: &BTreeMap<String, Vec<Span>>) -> bool {
    let meets = |path: &str, span: Span| {
        let mut spans = touched.get(path).into_iter().flatten();
        spans.any(|touched| touched.start < span.end.max(span.start + 1) && span.start < touched.end)
    };
    let labels = &diagnostic.labels;
    meets(&diagnostic.path, diagnostic.span) || labels.iter().any(|label| meets(path_of(label, diagnostic), label.span))
}

/// The statements of a document, in order.
fn items(document: &Document) -> impl Iterator<Item = (&Item, &Reading)> {
    let items = document.objectives.iter().flat_map(|objective| {
        let key_results = objective.key_results.iter().map(|key_result| (&key_result.item, &key_result.reading));
        std::iter::once((&objective.item, &objective.reading)).chain(key_results)
    });
    items.filter(|(item, _)| !item.text.is_empty())
}

fn spans(document: &Document) -> Vec<Span> {
    items(document).map(|(item, _)| item.text.span()).collect()
}

/// What each statement is known by: its words and figures and what its fields promise. A new current value, score or check-in is no change of
/// what is promised.
fn of_statements(document: &Document) -> Vec<(String, Sought)> {
    let sought = |(item, reading): (&Item, &Reading)| {
        let amount = |amount: &Option<crate::statement::Amount>| amount.as_ref().map_or("", |amount| &*amount.text).to_owned();
        let due = reading.deadline.as_ref().map_or("", |deadline| &*deadline.text);
        let promise =
            [&reading.lasting(&item.text), amount(&reading.baseline).as_str(), &amount(&reading.target), due].join("\n");
        let identity = Identity::new("", ["", ""], &promise);
        (document.path.clone(), Sought { identity, wider: [identity; 2] })
    };
    items(document).map(sought).collect()
}
