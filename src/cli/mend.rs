//! `okrlint check --fix`: mends documents, writes each whole or not at all, and says what was done; `--diff` shows it instead.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clap::{ArgGroup, Args};

use super::Status;
use super::check::broken;
use super::inputs::{Input, Loaded};
use super::ordered::in_order;
use super::output::Output;
use super::report_file::ReportFile;
use super::run::Run;
use crate::discover::decode;
use crate::engine::{Engine, Settings};
use crate::fix::{self, Courage};
use crate::report::text::counted;
use crate::trouble::Trouble;

/// The options that ask for mending.
#[derive(Debug, Clone, Copy, Args)]
#[command(group = ArgGroup::new("mending").args(["fix", "diff"]).multiple(true))]
pub(super) struct Mending {
    /// Mend what can be mended without changing what the documents say, and report what is left.
    #[arg(long, conflicts_with = "since")]
    fix: bool,
    /// Also rewrite statements, leaving blanks to fill (with --fix or --diff).
    #[arg(long = "unsafe", requires = "mending")]
    reword: bool,
    /// Show as a unified diff what would be mended, and change nothing; the exit status is 1 where there is something.
    #[arg(long, conflicts_with_all = ["format", "output", "since"])]
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

/// What came of mending one document.
#[derive(Debug, Default)]
pub(super) struct Mended {
    pub(super) count: Count,
    /// The text of standard input, to be passed on.
    pub(super) passed_on: Option<String>,
    pub(super) trouble: Option<Trouble>,
}

/// Mends the documents of a run.
pub(super) struct Mender<'a> {
    run: &'a Run<'a>,
    courage: Courage,
    /// The rules by configuration, those of form among them.
    engines: Vec<Engine>,
}

impl Mending {
    /// Prepares to mend; nothing where that is not asked for.
    pub(super) fn mender<'a>(self, run: &'a Run<'a>) -> Option<Mender<'a>> {
        let engines = || run.engines.iter().map(|engine| Engine::new(Settings { mends_form: true, ..engine.settings().clone() }));
        (self.fix || self.diff).then(|| Mender {
            run,
            courage: if self.reword { Courage::Unsafe } else { Courage::Safe },
            // Settings that the run accepted are accepted again.
            engines: engines().collect::<Result<_, _>>().unwrap_or_default(),
        })
    }
}

impl Mender<'_> {
    /// The document as it would be, and how much would be mended.
    fn proposal(&self, input: &Input, loaded: &Loaded) -> (fix::Mended, Count) {
        let read = |source: &_| input.reread(source, &self.run.plan.configs);
        let offers = |source: &_, read: &_| match self.engines.get(input.config) {
            Some(engine) => fix::offers(engine.check_document(source, read).diagnostics),
            None => Vec::new(),
        };
        let mended = fix::mend(&loaded.source, &loaded.read, self.courage, read, offers);
        let fix::Mended { applied, waiting, refused, .. } = mended;
        (mended, Count { places: applied, files: usize::from(applied > 0), waiting, refused })
    }

    /// Mends a document and writes it; standard input is passed on. A document that cannot be written comes back as it was.
    pub(super) fn mend(&self, input: &Input, loaded: Loaded) -> (Loaded, Mended) {
        let (mended, count) = self.proposal(input, &loaded);
        let outcome = match () {
            () if count.is_empty() && !input.is_stdin() => Ok(()),
            () if loaded.repaired => Err(untouched(input.path(), "not all of it is UTF-8", "save it as UTF-8 first")),
            () if input.is_stdin() => Ok(()),
            () => replace(input, &loaded.source.text, &mended.source.text),
        };
        if let Err(trouble) = outcome {
            return (loaded, Mended { trouble: Some(trouble), ..Mended::default() });
        }
        let passed_on = input.is_stdin().then(|| mended.source.text.clone());
        let trouble = count.doubt(input.path());
        (Loaded { source: mended.source, read: mended.read, ..loaded }, Mended { count, passed_on, trouble })
    }

    /// Shows what would be mended.
    pub(super) fn show(&self, troubles: &mut Vec<Trouble>, quiet: bool, output: &mut Output) -> Status {
        let mut total = Count::default();
        let difference = |input: &Input| -> Result<Option<(Count, String)>, Trouble> {
            let Some(loaded) = input.load(&self.run.plan.configs)? else { return Ok(None) };
            let (mended, count) = self.proposal(input, &loaded);
            Ok(Some((count, fix::unified(input.path(), &loaded.source.text, &mended.source.text))))
        };
        let work =
            |input: &Input| catch_unwind(AssertUnwindSafe(|| difference(input))).unwrap_or_else(|_| Err(broken(input.path())));
        in_order(&self.run.plan.inputs, work, |shown| match shown {
            Ok(None) => ControlFlow::Continue(()),
            Ok(Some((count, diff))) => {
                total += count;
                output.pass_on(diff.as_bytes())
            }
            Err(trouble) => {
                troubles.push(trouble);
                ControlFlow::Continue(())
            }
        });
        output.troubles(troubles.iter());
        if !quiet {
            output.tell(total.told(true).as_bytes());
        }
        if total.is_empty() { Status::Clean } else { Status::Findings }
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
            places => format!("{verb} {} in {}", counted(places, "place"), counted(self.files, "document")),
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
                count => counted(count, "place"),
            }
        );
        Some(Trouble::notice(message, "mend it by hand, and please report it with the line: this is a fault of okrlint"))
    }
}

fn untouched(path: &str, why: &str, help: &str) -> Trouble {
    Trouble::new(format!("`{path}` was not mended: {why}"), help)
}

/// Puts another text in the place of a document's, whole or not at all.
fn replace(input: &Input, before: &str, after: &str) -> Result<(), Trouble> {
    let path = input.file();
    let refused = |why: &str, help: &str| Err(untouched(input.path(), why, help));
    let unreadable = |error: io::Error| Trouble::unreadable(path, &error);
    if leads_away(path).map_err(unreadable)? {
        return refused("it is a link to a file outside this folder", "run okrlint where the file lies");
    }
    if fs::metadata(path).map_err(unreadable)?.permissions().readonly() {
        return refused("it is read-only", "make it writable first, or leave it out");
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    // Very old files end their lines with a carriage return alone, which is read as a line feed.
    let old_lines = !bytes.contains(&b'\n') && bytes.contains(&b'\r');
    if decode::decode(bytes).text != before {
        return refused("it was changed meanwhile", "run okrlint again");
    }
    let mut file = ReportFile::open(path)?;
    match old_lines {
        true => file.write(after.replace('\n', "\r").as_bytes()),
        false => file.write(after.as_bytes()),
    }
    file.close()
}

/// Whether a path is a link to somewhere outside the folder in which okrlint runs.
fn leads_away(path: &Path) -> io::Result<bool> {
    let is_link = fs::symlink_metadata(path)?.file_type().is_symlink();
    Ok(is_link && !fs::canonicalize(path)?.starts_with(fs::canonicalize(".")?))
}
