//! `okrlint.toml`: what a team sets for its documents. Every mistake in it is told with its place, and stops the run.

mod commented;
mod effective;
mod keys;
mod origins;
pub(crate) mod own_rules;
mod schema;
mod sections;
mod table;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::calendar::FiscalYear;
use crate::catalogue::{Catalogue, OptionValue};
use crate::diagnostic::Severity;
use crate::discover::{lexical, place, shown};
use crate::engine::{NorthStar, Profile};
use crate::read::Context;
use crate::source::{Source, Spanned};
use crate::suppression::{Configured, Files};
use crate::trouble::{Blame, Trouble};
pub(crate) use commented::commented;
pub(crate) use effective::{Effective, Setting};
use origins::Origins;
pub(crate) use schema::schema;
use template::Template;

/// The name of the file.
pub(crate) const FILE_NAME: &str = "okrlint.toml";

/// What a configuration file says, with the files that it extends. The default is what holds without one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Config {
    /// The folder of the file.
    folder: PathBuf,
    /// The built-in rules and the team's own.
    pub(crate) catalogue: Catalogue,
    /// The files of the team's own rules.
    pub(crate) rule_files: Vec<PathBuf>,
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
    /// Findings that are held back.
    pub(crate) suppressions: Vec<Configured>,
    documents: Vec<Template>,
    exclude: Vec<Files>,
    /// Patterns of `exclude` as written.
    excluded: Vec<String>,
    overrides: Vec<Override>,
    /// Which file and line set which value.
    origins: Origins,
}

/// Settings for some of the documents.
#[derive(Debug, Clone)]
struct Override {
    files: Files,
    /// What it sets; all else is the default.
    settings: Box<Config>,
}

/// The nearest `okrlint.toml` at or above a path of the command line.
pub(crate) fn nearest(path: &Path) -> Option<PathBuf> {
    let path = lexical(path);
    path.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.is_file())
}

/// Reads a configuration file and those that it extends.
///
/// # Errors
///
/// A file cannot be read, or has mistakes: all of them, with their places.
pub(crate) fn load(path: &Path) -> Result<Config, Trouble> {
    let path = lexical(path);
    let text = read(&path)?;
    let mut loading = Loading { folder: folder_of(&path), chain: Vec::new(), blame: Vec::new() };
    let config = loading.config(&path, text);
    if loading.blame.is_empty() {
        return Ok(config);
    }
    loading.blame.reverse();
    let names: Vec<String> = loading.blame.iter().map(|blame| format!("`{}`", blame.source.path)).collect();
    let has = if names.len() == 1 { "has" } else { "have" };
    let message = format!("{} {has} mistakes, so nothing was checked", names.join(", "));
    Err(Trouble { blame: loading.blame, ..Trouble::new(message, "mend them, or run with --no-config") })
}

fn read(path: &Path) -> Result<String, Trouble> {
    let shown = relative_to_here(path);
    std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => {
            Trouble::new(format!("`{}` is not UTF-8", shown.display()), "save the configuration as UTF-8")
        }
        _ => Trouble::unreadable(&shown, &error),
    })
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

/// A configuration on its way through the files that it extends.
struct Loading {
    /// The folder of the configuration itself.
    folder: PathBuf,
    /// The files that are being read, each extended by the one before.
    chain: Vec<PathBuf>,
    blame: Vec<Blame>,
}

impl Loading {
    fn config(&mut self, path: &Path, text: String) -> Config {
        let source = Source::new(shown(&relative_to_here(path)), text);
        // A file in a folder above speaks of its own folder; a shared one that lies elsewhere speaks of whoever extends it.
        let own = folder_of(path);
        let base = if self.folder.starts_with(&own) { own.clone() } else { self.folder.clone() };
        let mut opened = sections::open(&source, &base);
        self.chain.push(path.to_owned());
        let mut below = Config::default();
        for Spanned { value: name, span } in opened.extends() {
            let keys = &mut opened.keys;
            let mut file = lexical(&own.join(&name));
            if file.is_dir() {
                file.push(FILE_NAME);
            }
            if self.chain.contains(&file) {
                let message = format!("`{name}` extends this file in its turn");
                keys.problem(
                    span.range(),
                    message,
                    "closes a circle",
                    "take it out, here or in one of the other files".to_owned(),
                );
                continue;
            }
            match read(&file) {
                Ok(text) => below = below.refined_by(self.config(&file, text)),
                Err(trouble) => {
                    let help = "the path starts from the folder of this file; a folder stands for the okrlint.toml in it";
                    keys.problem(span.range(), trouble.message, "extended here", help.to_owned());
                }
            }
        }
        self.chain.pop();
        let sections::Parsed { config, mut problems, blame } = opened.read(&own, &below.rule_files);
        self.blame.extend(blame);
        if !problems.is_empty() {
            problems.sort_by_key(|problem| problem.span);
            self.blame.push(Blame { problems, source });
        }
        Config { folder: own, ..below.refined_by(config) }
    }
}

impl Config {
    /// Where the baseline lies: beside the file, or where okrlint runs.
    pub(crate) fn baseline(&self) -> PathBuf {
        relative_to_here(&self.folder.join(crate::baseline::FILE_NAME))
    }

    /// Whether a file is left out of the run.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|files| files.hold_file(path))
    }

    /// What the path of a document says, by template or by guess, and whether a template claims it as an OKR document.
    pub(crate) fn context(&self, path: &str) -> (Context, bool) {
        let template = match self.documents.is_empty() {
            true => None,
            false => {
                let path = lexical(Path::new(path));
                self.documents.iter().find_map(|template| template.matches(&path))
            }
        };
        let claimed = template.is_some();
        let context = template.unwrap_or_else(|| place::guess(path));
        (Context { fiscal_year: self.fiscal_year, ..context }, claimed)
    }

    /// The entries of `[[overrides]]` that a document meets, by index.
    pub(crate) fn overrides(&self, path: &str) -> Vec<usize> {
        let entries = self.overrides.iter().enumerate();
        entries.filter(|(_, entry)| entry.files.hold(path)).map(|(index, _)| index).collect()
    }

    /// This configuration as it is for documents that meet some of its overrides.
    pub(crate) fn with_overrides(&self, met: &[usize]) -> Self {
        let met = met.iter().filter_map(|index| self.overrides.get(*index));
        met.fold(self.clone(), |config, entry| Self {
            folder: self.folder.clone(),
            ..config.refined_by((*entry.settings).clone())
        })
    }

    /// Whether the file lies in a folder, or is one above, so that it holds for what lies there.
    pub(crate) fn is_within(&self, folder: &Path) -> bool {
        self.folder.starts_with(folder)
    }

    /// This configuration where another one says nothing else. Lists of what is left out and of entries add up.
    fn refined_by(self, other: Self) -> Self {
        let sets = |key: &str| other.origins.sets(key);
        let choose = |key: &str, own: Vec<String>, others: Vec<String>| if sets(key) { others } else { own };
        let mut options = self.options;
        for (rule, values) in other.options {
            options.entry(rule).or_default().extend(values);
        }
        let fiscal_year = if sets("fiscal-year.first-month") { other.fiscal_year } else { self.fiscal_year };
        let select = choose("select", self.select, other.select);
        let levers = choose("growth-model.levers", self.levers, other.levers);
        let mut origins = self.origins;
        origins.refine(other.origins, |key| matches!(key, "ignore" | "exclude" | "overrides" | "suppressions" | "documents"));
        Self {
            folder: other.folder,
            profile: other.profile.or(self.profile),
            fail_on: other.fail_on.or(self.fail_on),
            select,
            ignore: joined(self.ignore, other.ignore),
            today: other.today.or(self.today),
            levels: self.levels.into_iter().chain(other.levels).collect(),
            options,
            fiscal_year,
            levers,
            north_star: other.north_star.or(self.north_star),
            suppressions: joined(self.suppressions, other.suppressions),
            // The first one that fits holds.
            documents: joined(other.documents, self.documents),
            exclude: joined(self.exclude, other.exclude),
            excluded: joined(self.excluded, other.excluded),
            overrides: joined(self.overrides, other.overrides),
            // A file that names rules of its own has read those of the files that it extends with them.
            catalogue: if other.rule_files.is_empty() { self.catalogue } else { other.catalogue },
            rule_files: united(self.rule_files, other.rule_files),
            origins,
        }
    }
}

/// Files of two lists, sorted, each once.
fn united(first: Vec<PathBuf>, then: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut files = joined(first, then);
    files.sort();
    files.dedup();
    files
}

fn joined<T>(mut first: Vec<T>, then: Vec<T>) -> Vec<T> {
    first.extend(then);
    first
}

/// The shorter way to name a file, for messages.
fn relative_to_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
