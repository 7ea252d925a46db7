//! `okrlint check --fix`: mends documents, writes each whole or not at all, and says what was done; `--diff` shows it instead.

use std::fs;
use std::io;
use std::path::Path;

use clap::{ArgGroup, Args};

use super::inputs::{Input, Loaded};
use super::whole_file::WholeFile;
use crate::config::Config;
use crate::discover::decode;
use crate::engine::Engine;
use crate::fix::{self, Courage, Mended};
use crate::trouble::Trouble;

/// The options that ask for mending.
#[derive(Debug, Clone, Copy, Args)]
#[command(group = ArgGroup::new("mending").args(["fix", "diff"]).multiple(true))]
pub(super) struct Mending {
    /// Mend what can be mended without changing what the documents say, and report what is left.
    #[arg(long)]
    fix: bool,
    /// Also rewrite statements, leaving blanks to fill (with --fix or --diff).
    #[arg(long = "unsafe", requires = "mending")]
    reword: bool,
    /// Show as a unified diff what would be mended, and change nothing; the exit status is 1 where there is something.
    #[arg(long, conflicts_with_all = ["format", "output"])]
    pub(super) diff: bool,
}

/// How much was mended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    places: usize,
    files: usize,
    /// What more could be mended by rewriting statements.
    waiting: usize,
    refused: usize,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.places += other.places;
        self.files += other.files;
        self.waiting += other.waiting;
        self.refused += other.refused;
    }
}

impl Mending {
    /// Whether anything is to be mended.
    pub(super) fn is_wanted(self) -> bool {
        self.fix || self.diff
    }

    /// The document as it would be, and how much would be mended.
    pub(super) fn mended(self, input: &Input, loaded: &Loaded, configs: &[Config], mender: &Engine) -> (Mended, Count) {
        let courage = if self.reword { Courage::Unsafe } else { Courage::Safe };
        let read = |source: &_| input.read(source, configs);
        let check = |source: &_, read: &_| mender.check_document(source, read).diagnostics;
        let mended = fix::mend(&loaded.source, &loaded.read, courage, read, check);
        let Mended { applied, waiting, refused, .. } = mended;
        (mended, Count { places: applied, files: usize::from(applied > 0), waiting, refused })
    }

    /// Mends a document and writes it; standard input is only mended.
    ///
    /// # Errors
    ///
    /// The document could be mended but not be written; it comes back as it was.
    pub(super) fn mend(
        self,
        input: &Input,
        loaded: Loaded,
        configs: &[Config],
        mender: &Engine,
    ) -> (Loaded, Result<Count, Trouble>) {
        let (mended, count) = self.mended(input, &loaded, configs, mender);
        if count.is_empty() && !(input.is_stdin() && loaded.repaired) {
            return (loaded, Ok(count));
        }
        let written = match () {
            () if loaded.repaired => Err(untouched(input.path(), "not all of it is UTF-8", "save it as UTF-8 first")),
            () if input.is_stdin() => Ok(()),
            () => replace(input.file(), &loaded.source.text, &mended.source.text)
                .map_err(|(why, help)| untouched(input.path(), &why, help)),
        };
        match written {
            Ok(()) => (Loaded { source: mended.source, read: mended.read, ..loaded }, Ok(count)),
            Err(trouble) => (loaded, Err(trouble)),
        }
    }
}

impl Count {
    /// Whether there was anything to mend.
    pub(super) fn is_empty(self) -> bool {
        self.places == 0
    }

    /// What was mended, or what `would` be, in a sentence.
    pub(super) fn told(self, would: bool) -> String {
        let verb = if would { "Would mend" } else { "Mended" };
        let mut told = match self.places {
            0 => format!("{verb} nothing"),
            1 => format!("{verb} 1 place in 1 document"),
            _ if self.files == 1 => format!("{verb} {} places in 1 document", self.places),
            _ => format!("{verb} {} places in {} documents", self.places, self.files),
        };
        if self.waiting > 0 {
            told.push_str(&format!("; --unsafe could mend {} more, by writing blanks into statements", self.waiting));
        }
        told.push_str(".\n");
        told
    }

    /// What is to be said of fixes that broke their word.
    pub(super) fn doubt(self, path: &str) -> Option<Trouble> {
        let message = format!(
            "{} of `{path}` left alone: mending it would have changed more than it says",
            match self.refused {
                0 => return None,
                1 => "1 place".to_owned(),
                count => format!("{count} places"),
            }
        );
        Some(Trouble::notice(message, "mend it by hand, and please report it with the line: this is a fault of okrlint"))
    }
}

fn untouched(path: &str, why: &str, help: &str) -> Trouble {
    Trouble::new(format!("`{path}` was not mended: {why}"), help)
}

/// Why a file was not replaced, and what to do.
type Refusal = (String, &'static str);

/// Puts another text in the place of a file's, whole or not at all.
fn replace(path: &Path, before: &str, after: &str) -> Result<(), Refusal> {
    let failed = |error: io::Error| (error.to_string(), "check the disk, and whether you may write there; the file is as it was");
    if leads_away(path).map_err(failed)? {
        return Err(("it is a link to a file outside this folder".to_owned(), "run okrlint where the file lies"));
    }
    if fs::metadata(path).map_err(failed)?.permissions().readonly() {
        return Err(("it is read-only".to_owned(), "make it writable first, or leave it out"));
    }
    let bytes = fs::read(path).map_err(failed)?;
    // Very old files end their lines with a carriage return alone, which is read as a line feed.
    let old_lines = !bytes.contains(&b'\n') && bytes.contains(&b'\r');
    if decode::decode(bytes).text != before {
        return Err(("it was changed meanwhile".to_owned(), "run okrlint again"));
    }
    let mut file = WholeFile::open(path).map_err(failed)?;
    match old_lines {
        true => file.write(after.replace('\n', "\r").as_bytes()),
        false => file.write(after.as_bytes()),
    }
    file.close().map_err(failed)
}

/// Whether a path is a link to somewhere outside the folder in which okrlint runs.
fn leads_away(path: &Path) -> io::Result<bool> {
    let is_link = fs::symlink_metadata(path)?.file_type().is_symlink();
    Ok(is_link && !fs::canonicalize(path)?.starts_with(fs::canonicalize(".")?))
}
