//! The parts of okrlint's work, and the bounds, over the same generated documents.

use std::hint::black_box;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use ignore::WalkBuilder;
use jiff::civil::date;
use okrlint::engine::{Engine, Settings};
use okrlint::model::{Document, Format};
use okrlint::read::{self, Context, ReadResult};
use okrlint::source::Source;
use okrlint::statement;
use rayon::prelude::*;
use tempfile::TempDir;

use crate::bound::{self, Terms};
use crate::{organisation, own_rules};

/// Documents of one format in memory.
pub(crate) struct Documents {
    format: Format,
    sources: Vec<Source>,
    context: Context,
    engine: Engine,
}

impl Documents {
    /// The first `sets` sets of the made-up organisation.
    pub(crate) fn new(sets: usize, format: Format) -> Self {
        let text = |number: usize| Source::new(format!("okrs/{number}"), organisation::set(number).text(format));
        let engine = Engine::new(Settings::new(date(2026, 8, 15))).expect("the defaults name no unknown rule");
        Self { format, sources: (0..sets).map(text).collect(), context: Context { named: true, ..Context::default() }, engine }
    }

    /// The length of all texts.
    pub(crate) fn bytes(&self) -> usize {
        self.sources.iter().map(|source| source.text.len()).sum()
    }

    /// Reads all documents, statements included.
    pub(crate) fn read(&self) {
        self.sources.iter().for_each(|source| drop(black_box(read::read(source, self.format, &self.context))));
    }

    /// Reads what is where, and no statement. Markdown only.
    pub(crate) fn read_structure(&self) {
        self.sources.iter().for_each(|source| drop(black_box(read::markdown::read(source, &self.context))));
    }

    /// The documents whose statements are still to be read.
    pub(crate) fn structures(&self) -> Vec<Document> {
        self.sources.iter().map(|source| read::markdown::read(source, &self.context).document).collect()
    }

    /// The documents as the checks want them.
    pub(crate) fn results(&self) -> Vec<ReadResult> {
        self.sources.iter().map(|source| read::read(source, self.format, &self.context)).collect()
    }

    /// Checks documents that have been read.
    pub(crate) fn check(&self, results: &[ReadResult]) {
        for (source, result) in self.sources.iter().zip(results) {
            black_box(self.engine.check_document(source, result));
        }
    }

    /// The bound: only parses.
    pub(crate) fn parse(&self) {
        for source in &self.sources {
            black_box(bound::parse(&source.text));
        }
    }
}

/// Reads the statements of documents.
pub(crate) fn read_statements(mut documents: Vec<Document>) {
    for document in &mut documents {
        statement::annotate(black_box(document), &statement::Context::default());
    }
}

/// Documents in a folder, with rules of its own beside them.
pub(crate) struct Tree {
    folder: TempDir,
    terms: Terms,
}

impl Tree {
    /// A folder with the first `sets` sets of the made-up organisation.
    pub(crate) fn new(sets: usize, format: Format) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        organisation::write(folder.path(), sets, format).expect("it can be written to");
        own_rules::write(folder.path()).expect("it can be written to");
        Self { folder, terms: Terms::new() }
    }

    /// The length of all files.
    pub(crate) fn bytes(&self) -> u64 {
        self.files().iter().filter_map(|path| path.metadata().ok()).map(|file| file.len()).sum()
    }

    /// Runs the program as its user does, from its start to the last finding drawn.
    pub(crate) fn check(&self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okrlint"));
        command.args(["check", "--no-config", "--today", "2026-08-15"]).arg(self.folder.path());
        black_box(command.stdout(Stdio::null()).status().expect("okrlint can be started"));
    }

    /// The same with a hundred rules that a team has written for itself.
    pub(crate) fn check_with_own_rules(&self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okrlint"));
        black_box(command.arg("check").arg(self.folder.path()).stdout(Stdio::null()).status().expect("okrlint can be started"));
    }

    /// The bound: walks, reads and parses on all cores.
    pub(crate) fn parse(&self) {
        black_box(self.over(bound::parse));
    }

    /// The bound: the same, and looks for 500 terms.
    pub(crate) fn parse_and_find(&self) {
        black_box(self.over(|text| self.terms.parse(text)));
    }

    fn over(&self, work: impl Fn(&str) -> usize + Sync) -> usize {
        let text = |path: &PathBuf| std::fs::read_to_string(path).unwrap_or_default();
        self.files().par_iter().map(|path| work(&text(path))).sum()
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = WalkBuilder::new(self.folder.path()).build().filter_map(Result::ok);
        let entries = entries.filter(|entry| entry.path().extension().is_none_or(|extension| extension != "toml"));
        entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())).map(ignore::DirEntry::into_path).collect()
    }
}
