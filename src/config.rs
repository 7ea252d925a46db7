//! `okrlint.toml`: what a team sets for its documents. Every mistake in it is told with its place, and stops the run.

mod keys;
mod template;

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::calendar::{Cycle, FiscalYear};
use crate::catalogue::{self, Flag, OptionValue, Rule};
use crate::diagnostic::Severity;
use crate::discover::place;
use crate::engine::Profile;
use crate::model::Level;
use crate::read::Context;
use crate::source::{Source, Spanned};
use crate::trouble::{Blame, Trouble};
use keys::{Keys, Value};
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
    documents: Vec<Template>,
    exclude: Option<GlobSet>,
}

const PROFILES: &[(&str, Profile)] = &[("ci", Profile::Ci), ("coach", Profile::Coach)];
const SEVERITIES: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("info", Some(Severity::Info)), ("off", None)];
const FAIL_ON: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("info", Some(Severity::Info)), ("never", None)];
const LEVELS: &[(&str, Level)] =
    &[("company", Level::Company), ("department", Level::Department), ("team", Level::Team), ("individual", Level::Individual)];
const KEYS: &[&str] =
    &["profile", "fail-on", "select", "ignore", "today", "exclude", "rules", "flags", "documents", "fiscal-year"];

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
    let (config, problems) = parse(&source);
    match problems.is_empty() {
        true => Ok(Config { folder: lexical(path).parent().map(Path::to_owned).unwrap_or_default(), ..config }),
        false => Err(Trouble {
            blame: Some(Box::new(Blame { problems, source })),
            ..Trouble::new(
                format!("`{}` has mistakes, so nothing was checked", path.display()),
                "mend them, or run with --no-config",
            )
        }),
    }
}

impl Config {
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

/// An absolute path without `.` and `..`, made from the words alone.
fn lexical(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            _ => plain.push(component),
        }
    }
    plain
}

/// The shorter way to name a file, for messages.
fn relative_to_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

/// Reads the text of a configuration file. What is wrong is left out of the configuration and told in the problems.
fn parse(source: &Source) -> (Config, Vec<crate::read::Problem>) {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut keys = Keys::default();
    for error in errors {
        let message = format!("this is not TOML: {}", error.message());
        keys.problem(error.span().unwrap_or_default(), message, "here", "see https://toml.io for the notation".to_owned());
    }
    let mut config = Config::default();
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        match name {
            "profile" => config.profile = keys.choice(name, value, PROFILES),
            "fail-on" => config.fail_on = keys.choice(name, value, FAIL_ON),
            "select" => config.select = names(&mut keys, name, value),
            "ignore" => config.ignore = names(&mut keys, name, value),
            "today" => config.today = keys.date(name, value),
            "exclude" => config.exclude = globs(&mut keys, name, value),
            "rules" => rules(&mut keys, value, &mut config),
            "flags" => flags(&mut keys, value, &mut config),
            "documents" => config.documents = documents(&mut keys, value),
            "fiscal-year" => config.fiscal_year = fiscal_year(&mut keys, value),
            _ => keys.unknown_key(key, KEYS, FILE_NAME),
        }
    }
    keys.problems.sort_by_key(|problem| problem.span);
    (config, keys.problems)
}

/// Names of rules and flags.
fn names(keys: &mut Keys, key: &str, value: &Value<'_>) -> Vec<String> {
    let words = keys.words(key, value);
    for Spanned { value: name, span } in &words {
        if catalogue::find(name).is_none() && Flag::find(name).is_none() {
            unknown_name(keys, name, span.range(), "rule or red flag");
        }
    }
    words.into_iter().map(|word| word.value).collect()
}

fn unknown_name(keys: &mut Keys, name: &str, at: std::ops::Range<usize>, kind: &str) {
    let help = match catalogue::suggest(name) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`okrlint rules` lists all rules by red flag".to_owned(),
    };
    keys.problem(at, format!("there is no {kind} `{name}`"), "unknown name", help);
}

fn globs(keys: &mut Keys, key: &str, value: &Value<'_>) -> Option<GlobSet> {
    let mut builder = GlobSetBuilder::new();
    for Spanned { value: pattern, span } in keys.words(key, value) {
        // As in .gitignore, a folder's name stands for all that is in it.
        for pattern in [pattern.clone(), format!("{}/**", pattern.trim_end_matches('/'))] {
            match Glob::new(&pattern) {
                Ok(glob) => {
                    builder.add(glob);
                }
                Err(error) => {
                    let message = format!("`{pattern}` is no pattern for paths: {}", error.kind());
                    let help = "write a path with `*`, `**` or `?`, such as \"archive/**\"".to_owned();
                    keys.problem(span.range(), message, "this pattern", help);
                    break;
                }
            }
        }
    }
    builder.build().ok()
}

/// `[rules]`: a level, or a table with a level and options.
fn rules(keys: &mut Keys, value: &Value<'_>, config: &mut Config) {
    let Some(table) = keys.table("rules", value) else { return };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some(rule) = catalogue::find(name) else {
            match Flag::find(name) {
                Some(_) => keys.problem(
                    key.span(),
                    format!("`{name}` is a red flag, not a rule"),
                    "a red flag",
                    format!("write `{name}` under [flags]"),
                ),
                None => unknown_name(keys, name, key.span(), "rule"),
            }
            continue;
        };
        let DeValue::Table(settings) = value.get_ref() else {
            if let Some(level) = keys.choice(name, value, SEVERITIES) {
                config.levels.insert(name.to_owned(), level);
            }
            continue;
        };
        for (key, value) in settings {
            match key.get_ref().as_ref() {
                "level" => {
                    if let Some(level) = keys.choice("level", value, SEVERITIES) {
                        config.levels.insert(name.to_owned(), level);
                    }
                }
                option => {
                    if let Some(value) = option_value(keys, rule, key, value) {
                        config.options.entry(name.to_owned()).or_default().insert(option.to_owned(), value);
                    }
                }
            }
        }
    }
}

fn option_value(
    keys: &mut Keys,
    rule: &Rule,
    key: &toml::Spanned<std::borrow::Cow<'_, str>>,
    value: &Value<'_>,
) -> Option<OptionValue> {
    let name = key.get_ref().as_ref();
    let Some(option) = rule.option(name) else {
        let known: Vec<&str> = rule.options.iter().map(|option| option.name).chain(["level"]).collect();
        keys.unknown_key(key, &known, &format!("the rule `{}`", rule.name));
        return None;
    };
    let given = match value.get_ref() {
        DeValue::Boolean(on) => OptionValue::Switch(*on),
        DeValue::Integer(_) => OptionValue::Integer(keys.integer(name, value)?),
        DeValue::String(text) => OptionValue::Text(text.to_string()),
        _ => OptionValue::Words(keys.words(name, value).into_iter().map(|word| word.value).collect()),
    };
    if !option.default.accepts(&given) {
        keys.wrong_type(name, value, option.default.type_name());
        return None;
    }
    Some(given)
}

/// `[flags]`: a level for all rules of a red flag.
fn flags(keys: &mut Keys, value: &Value<'_>, config: &mut Config) {
    let Some(table) = keys.table("flags", value) else { return };
    let known: Vec<&str> = Flag::ALL.iter().map(|flag| flag.name()).collect();
    for (key, value) in table {
        match Flag::find(key.get_ref()) {
            Some(flag) => {
                if let Some(level) = keys.choice(flag.name(), value, SEVERITIES) {
                    config.levels.insert(flag.name().to_owned(), level);
                }
            }
            None => keys.unknown_key(key, &known, "[flags]"),
        }
    }
}

/// `[[documents]]`: what the files of a path pattern are.
fn documents(keys: &mut Keys, value: &Value<'_>) -> Vec<Template> {
    let DeValue::Array(entries) = value.get_ref() else {
        keys.wrong_type("documents", value, "a list of tables, each headed [[documents]]");
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|entry| keys.table("[documents]", entry).cloned().and_then(|table| document(keys, entry, &table)))
        .collect()
}

fn document(keys: &mut Keys, entry: &Value<'_>, table: &DeTable<'_>) -> Option<Template> {
    let (mut path, mut cycle, mut team, mut level) = (None, None, None, None);
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "path" => path = keys.text("path", value),
            "team" => team = keys.text("team", value).map(|team| team.value),
            "level" => level = keys.choice("level", value, LEVELS),
            "cycle" => {
                cycle = keys.text("cycle", value).and_then(|text| Cycle::parse_or_year(&text.value)).map(|(cycle, _)| cycle);
                if cycle.is_none() {
                    keys.wrong_type("cycle", value, "a cycle such as \"2026-Q3\", \"FY27-H1\" or \"2026\"");
                }
            }
            _ => keys.unknown_key(key, &["path", "team", "level", "cycle"], "[[documents]]"),
        }
    }
    let Some(Spanned { value: pattern, span }) = path else {
        let help = "add path = \"okrs/{cycle}/{team}.md\"".to_owned();
        keys.problem(entry.span(), "[[documents]] does not say for which files".to_owned(), "no `path`", help);
        return None;
    };
    match Template::new(&pattern) {
        Ok(template) => Some(Template { cycle, team, level, ..template }),
        Err(message) => {
            let help = "write a path such as \"okrs/{cycle}/{team}.md\", relative to okrlint.toml".to_owned();
            keys.problem(span.range(), message, "this pattern", help);
            None
        }
    }
}

/// `[fiscal-year]`: the month in which the year starts.
fn fiscal_year(keys: &mut Keys, value: &Value<'_>) -> FiscalYear {
    let mut year = FiscalYear::default();
    let Some(table) = keys.table("fiscal-year", value) else { return year };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "first-month" => match keys.integer("first-month", value) {
                Some(month @ 1..=12) => year.first_month = month as i8,
                Some(_) => keys.wrong_type("first-month", value, "a month from 1 to 12"),
                None => {}
            },
            _ => keys.unknown_key(key, &["first-month"], "[fiscal-year]"),
        }
    }
    year
}
