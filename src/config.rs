//! `okrlint.toml`: what a team sets for its documents. Every mistake in it is told with its place, and stops the run.

mod keys;
mod sections;
mod template;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::GlobSet;
use jiff::civil::Date;

use crate::calendar::FiscalYear;
use crate::catalogue::OptionValue;
use crate::diagnostic::Severity;
use crate::discover::{lexical, place};
use crate::engine::{NorthStar, Profile};
use crate::read::Context;
use crate::source::Source;
use crate::trouble::{Blame, Trouble};
use template::Template;

/// The name of the file.
pub(crate) const FILE_NAME: &str = "okrlint.toml";

/// What a configuration file says. The default is what holds without one.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The folder that its paths are relative to.
    folder: PathBuf,
    /// Who the findings are for.
    pub(crate) profile: Option<Profile>,
    /// From which severity on findings fail the run; `Some(None)` is never.
    pub(crate) fail_on: Option<Option<Severity>>,
    /// Rules and flags to run.
    pub(crate) select: Vec<String>,
    /// Rules and flags not to run.
    pub(crate) ignore: Vec<String>,
    /// The day for which documents are judged.
    pub(crate) today: Option<Date>,
    /// Levels by rule or flag; `None` is off.
    pub(crate) levels: BTreeMap<String, Option<Severity>>,
    /// Option values by rule and option.
    pub(crate) options: BTreeMap<String, BTreeMap<String, OptionValue>>,
    /// How the organisation's year runs.
    pub(crate) fiscal_year: FiscalYear,
    /// The levers of the growth model.
    pub(crate) levers: Vec<String>,
    /// The North Star metric.
    pub(crate) north_star: Option<NorthStar>,
    documents: Vec<Template>,
    exclude: Option<GlobSet>,
}

/// The nearest `okrlint.toml` at or above a path of the command line.
pub(crate) fn nearest(path: &Path) -> Option<PathBuf> {
    let path = lexical(path);
    path.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())
}

/// Reads a configuration file.
///
/// # Errors
///
/// It cannot be read, or has mistakes: all of them, with their places.
pub(crate) fn load(path: &Path) -> Result<Config, Trouble> {
    let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => {
            Trouble::new(format!("`{}` is not UTF-8", path.display()), "save the configuration as UTF-8")
        }
        _ => Trouble::unreadable(path, &error),
    })?;
    let source = Source::new(crate::discover::shown(&relative_to_here(path)), text);
    let (config, problems) = sections::parse(&source);
    match problems.is_empty() {
        true => Ok(Config { folder: lexical(path).parent().map(Path::to_owned).unwrap_or_default(), ..config }),
        false => {
            let message = format!("`{}` has mistakes, so nothing was checked", source.path);
            let blame = Some(Box::new(Blame { problems, source }));
            Err(Trouble { blame, ..Trouble::new(message, "mend them, or run with --no-config") })
        }
    }
}

impl Config {
    /// Where the baseline lies: beside the file, or where okrlint runs.
    pub(crate) fn baseline(&self) -> PathBuf {
        relative_to_here(&self.folder.join(crate::baseline::FILE_NAME))
    }

    /// Whether a file is left out of the run.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.is_match(self.within(path)))
    }

    /// What the path of a document says, by template or by guess, and whether a template claims it as an OKR document.
    pub(crate) fn context(&self, path: &str) -> (Context, bool) {
        let template = match self.documents.is_empty() {
            true => None,
            false => {
                let within = crate::discover::shown(&self.within(Path::new(path)));
                self.documents.iter().find_map(|template| template.matches(&within))
            }
        };
        let claimed = template.is_some();
        let context = template.unwrap_or_else(|| place::guess(path));
        (Context { fiscal_year: self.fiscal_year, ..context }, claimed)
    }

    /// A path relative to the folder of the configuration.
    fn within(&self, path: &Path) -> PathBuf {
        let path = lexical(path);
        path.strip_prefix(&self.folder).map(Path::to_owned).unwrap_or(path)
    }
}

/// The shorter way to name a file, for messages.
fn relative_to_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
