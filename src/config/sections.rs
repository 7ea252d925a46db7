//! What may stand in `okrlint.toml`, key by key.

use std::ops::Range;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSetBuilder};
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Keys, Value};
use super::own_rules;
use super::table::{
    DOCUMENTS, FAIL_ON, FISCAL_YEAR, GROWTH_MODEL, KEYS, LEVELS, OVERRIDES, PROFILES, SEVERITIES, SUPPRESSIONS, names,
};
use super::template::Template;
use super::{Config, FILE_NAME, Override, united};
use crate::calendar::{Cycle, FiscalYear};
use crate::catalogue::{Flag, OptionValue, Rule};
use crate::engine::NorthStar;
use crate::read::Problem;
use crate::source::{Source, Span, Spanned};
use crate::suppression::{Configured, Files};
use crate::trouble::Blame;

/// A configuration file as read. What is wrong is left out of the configuration and told.
pub(super) struct Parsed {
    /// What it says itself.
    pub(super) config: Config,
    /// What is wrong with it.
    pub(super) problems: Vec<Problem>,
    /// What is wrong with the rule files that it names.
    pub(super) blame: Vec<Blame>,
}

/// A configuration file that has been opened: what it extends is known, what it says is yet to be read.
pub(super) struct Opened<'s> {
    table: toml::Spanned<DeTable<'s>>,
    pub(super) keys: Keys<'s>,
}

/// Opens the text of a configuration file whose paths start from `folder`.
pub(super) fn open<'s>(source: &'s Source, folder: &'s Path) -> Opened<'s> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut keys = Keys::new(source, folder);
    for error in errors {
        let message = format!("this is not TOML: {}", error.message());
        keys.problem(error.span().unwrap_or_default(), message, "here", "see https://toml.io for the notation".to_owned());
    }
    Opened { table, keys }
}

impl Opened<'_> {
    /// The files that it extends, as named.
    pub(super) fn extends(&mut self) -> Vec<Spanned<String>> {
        let extends = self.table.get_ref().get("extends");
        extends.map(|value| self.keys.words("extends", value)).unwrap_or_default()
    }

    /// Reads what it says. `own` is the folder of the file, from which its rule files are found; `inherited` are those of the files that it
    /// extends.
    pub(super) fn read(self, own: &Path, inherited: &[PathBuf]) -> Parsed {
        let Self { table, mut keys } = self;
        let named = own_rules::files(&mut keys, table.get_ref(), own);
        let mut config = Config { rule_files: united(inherited.to_vec(), named), ..Config::default() };
        match own_rules::read(&config.rule_files) {
            Ok(read) => {
                keys.catalogue = read.catalogue.clone();
                config.catalogue = read.catalogue;
            }
            // Without its rules, much of what the file says would be called unknown.
            Err(blame) => return Parsed { config, problems: keys.problems, blame },
        }
        settings(&mut keys, table.get_ref(), &mut config);
        Parsed { config, problems: keys.problems, blame: Vec::new() }
    }
}

fn settings(keys: &mut Keys<'_>, table: &DeTable<'_>, config: &mut Config) {
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        match name {
            "extends" => {}
            "profile" => config.profile = keys.choice(name, value, PROFILES),
            "fail-on" => config.fail_on = keys.choice(name, value, FAIL_ON),
            "rules" if !matches!(value.get_ref(), DeValue::Table(_)) => {
                config.origins.add("rule-files".to_owned(), keys.origin(key.span()))
            }
            "rule-files" => config.origins.add(name.to_owned(), keys.origin(key.span())),
            "select" => config.select = selected(keys, name, value),
            "today" => config.today = keys.date(name, value),
            "exclude" => exclude(keys, value, config),
            "ignore" | "rules" | "levels" | "flags" => choice_of_rules(keys, name, value, config),
            "overrides" => config.overrides = entries(keys, name, value, overrides),
            "suppressions" => config.suppressions = entries(keys, name, value, suppression),
            "documents" => config.documents = entries(keys, name, value, document),
            "fiscal-year" => fiscal_year(keys, value, config),
            "growth-model" => growth_model(keys, value, config),
            _ => keys.unknown_key(key, &names(KEYS), FILE_NAME),
        }
        if let (DeValue::Array(list), "overrides" | "suppressions" | "documents") = (value.get_ref(), name) {
            list.iter().for_each(|entry| config.origins.add(name.to_owned(), keys.origin(entry.span())));
        }
        if matches!(name, "profile" | "fail-on" | "select" | "today") {
            config.origins.add(name.to_owned(), keys.origin(key.span()));
        }
    }
}

/// Which rules run, and how: what may also stand in an override.
fn choice_of_rules(keys: &mut Keys<'_>, name: &str, value: &Value<'_>, config: &mut Config) {
    match name {
        "ignore" => {
            for Spanned { value: ignored, span } in known_names(keys, name, value) {
                config.origins.add(name.to_owned(), keys.origin(span.range()));
                config.ignore.push(ignored);
            }
        }
        "rules" | "levels" => levels(keys, name, value, config),
        _ => flags(keys, value, config),
    }
}

fn selected(keys: &mut Keys<'_>, key: &str, value: &Value<'_>) -> Vec<String> {
    known_names(keys, key, value).into_iter().map(|name| name.value).collect()
}

/// Names of rules and flags.
fn known_names(keys: &mut Keys<'_>, key: &str, value: &Value<'_>) -> Vec<Spanned<String>> {
    let words = keys.words(key, value);
    for Spanned { value: name, span } in &words {
        if keys.catalogue.find(name).is_none() && Flag::find(name).is_none() {
            unknown_name(keys, name, span.range(), "rule or red flag");
        }
    }
    words
}

fn unknown_name(keys: &mut Keys<'_>, name: &str, at: Range<usize>, kind: &str) {
    let help = match keys.catalogue.suggest(name) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`okrlint rules` lists all rules by red flag".to_owned(),
    };
    keys.problem(at, format!("there is no {kind} `{name}`"), "unknown name", help);
}

fn exclude(keys: &mut Keys<'_>, value: &Value<'_>, config: &mut Config) {
    let patterns = keys.words("exclude", value);
    for Spanned { value, span } in &patterns {
        config.origins.add("exclude".to_owned(), keys.origin(span.range()));
        config.excluded.push(value.clone());
    }
    config.exclude.extend(files(keys, &patterns));
}

/// Documents by patterns for their paths.
fn files(keys: &mut Keys<'_>, patterns: &[Spanned<String>]) -> Option<Files> {
    let mut builder = GlobSetBuilder::new();
    for Spanned { value: pattern, span } in patterns {
        let pattern = pattern.trim_start_matches("./");
        // As in .gitignore, a folder's name stands for all that is in it.
        for pattern in [pattern.to_owned(), format!("{}/**", pattern.trim_end_matches('/'))] {
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
    Some(Files { folder: keys.folder.to_owned(), globs: builder.build().ok()? })
}

/// `[levels]`, or `[rules]` where that names no files: a level for a rule, or a table with its level and options.
fn levels(keys: &mut Keys<'_>, key: &str, value: &Value<'_>, config: &mut Config) {
    let Some(table) = keys.table(key, value) else { return };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some(rule) = keys.catalogue.find(name) else {
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
                config.origins.add(format!("levels.{name}"), keys.origin(key.span()));
            }
            continue;
        };
        for (key, value) in settings {
            match key.get_ref().as_ref() {
                "level" => {
                    if let Some(level) = keys.choice("level", value, SEVERITIES) {
                        config.levels.insert(name.to_owned(), level);
                        config.origins.add(format!("levels.{name}"), keys.origin(key.span()));
                    }
                }
                option => {
                    if let Some(value) = option_value(keys, rule, key, value) {
                        config.options.entry(name.to_owned()).or_default().insert(option.to_owned(), value);
                        config.origins.add(format!("options.{name}.{option}"), keys.origin(key.span()));
                    }
                }
            }
        }
    }
}

fn option_value(keys: &mut Keys<'_>, rule: &Rule, key: &Key<'_>, value: &Value<'_>) -> Option<OptionValue> {
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
fn flags(keys: &mut Keys<'_>, value: &Value<'_>, config: &mut Config) {
    let Some(table) = keys.table("flags", value) else { return };
    let known: Vec<&str> = Flag::ALL.iter().map(|flag| flag.name()).collect();
    for (key, value) in table {
        match Flag::find(key.get_ref()) {
            Some(flag) => {
                if let Some(level) = keys.choice(flag.name(), value, SEVERITIES) {
                    config.levels.insert(flag.name().to_owned(), level);
                    config.origins.add(format!("levels.{}", flag.name()), keys.origin(key.span()));
                }
            }
            None => keys.unknown_key(key, &known, "[flags]"),
        }
    }
}

/// The entries of a list of tables.
fn entries<T>(
    keys: &mut Keys<'_>,
    name: &str,
    value: &Value<'_>,
    read: impl Fn(&mut Keys<'_>, &Value<'_>, &DeTable<'_>) -> Option<T>,
) -> Vec<T> {
    let DeValue::Array(entries) = value.get_ref() else {
        keys.wrong_type(name, value, &format!("a list of tables, each headed [[{name}]]"));
        return Vec::new();
    };
    let entries = entries.iter().filter_map(|entry| {
        let table = keys.table(&format!("[{name}]"), entry)?;
        read(keys, entry, table)
    });
    entries.collect()
}

/// `[[overrides]]`: settings for some of the documents.
fn overrides(keys: &mut Keys<'_>, entry: &Value<'_>, table: &DeTable<'_>) -> Option<Override> {
    let mut settings = Config::default();
    let mut paths = None;
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "paths" => paths = Some(keys.words("paths", value)),
            name @ ("ignore" | "rules" | "levels" | "flags") => choice_of_rules(keys, name, value, &mut settings),
            _ => keys.unknown_key(key, &names(OVERRIDES), "[[overrides]]"),
        }
    }
    let Some(paths) = paths else {
        let help = "add paths = [\"okrs/company/**\"]".to_owned();
        keys.problem(entry.span(), "[[overrides]] does not say for which documents".to_owned(), "no `paths`", help);
        return None;
    };
    Some(Override { files: files(keys, &paths)?, settings: Box::new(settings) })
}

/// `[[suppressions]]`: findings that are held back.
fn suppression(keys: &mut Keys<'_>, entry: &Value<'_>, table: &DeTable<'_>) -> Option<Configured> {
    let before = keys.problems.len();
    let mut suppression = Configured {
        path: keys.source.path.clone(),
        span: Span::from(entry.span()),
        files: None,
        objective: None,
        key_result: None,
        names: Vec::new(),
        reason: String::new(),
        until: None,
    };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "path" => {
                let paths = keys.words("path", value);
                suppression.files = files(keys, &paths);
            }
            "objective" => suppression.objective = keys.text("objective", value).map(|text| text.value),
            "key-result" => suppression.key_result = keys.text("key-result", value).map(|text| text.value),
            // A name that no rule has is a finding, not a mistake: rules come and go with the versions of okrlint.
            "rules" => suppression.names = keys.words("rules", value),
            "reason" => suppression.reason = keys.text("reason", value).map(|text| text.value).unwrap_or_default(),
            "until" => suppression.until = keys.date("until", value).map(|day| Spanned::new(day, value.span())),
            _ => keys.unknown_key(key, &names(SUPPRESSIONS), "[[suppressions]]"),
        }
    }
    // What is there and wrong has been told.
    if keys.problems.len() == before {
        if suppression.names.is_empty() {
            let message = "[[suppressions]] does not say what is held back".to_owned();
            keys.problem(entry.span(), message, "no `rules`", "add rules = [\"no-number\"]".to_owned());
        }
        if suppression.reason.trim().is_empty() {
            let message = "[[suppressions]] does not say why".to_owned();
            keys.problem(entry.span(), message, "no `reason`", "add reason = \"___\", for whoever reads this next".to_owned());
        }
    }
    Some(suppression)
}

/// `[[documents]]`: what the files of a path pattern are.
fn document(keys: &mut Keys<'_>, entry: &Value<'_>, table: &DeTable<'_>) -> Option<Template> {
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
            _ => keys.unknown_key(key, &names(DOCUMENTS), "[[documents]]"),
        }
    }
    let Some(Spanned { value: pattern, span }) = path else {
        let help = "add path = \"okrs/{cycle}/{team}.md\"".to_owned();
        keys.problem(entry.span(), "[[documents]] does not say for which files".to_owned(), "no `path`", help);
        return None;
    };
    match Template::new(&pattern, keys.folder) {
        Ok(mut template) => {
            (template.cycle, template.team, template.level) = (cycle, team, level);
            Some(template)
        }
        Err(message) => {
            let help = "write a path such as \"okrs/{cycle}/{team}.md\", relative to okrlint.toml".to_owned();
            keys.problem(span.range(), message, "this pattern", help);
            None
        }
    }
}

/// `[fiscal-year]`: the month in which the year starts.
fn fiscal_year(keys: &mut Keys<'_>, value: &Value<'_>, config: &mut Config) {
    let Some(table) = keys.table("fiscal-year", value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "first-month" => match keys.integer("first-month", value) {
                Some(month @ 1..=12) => {
                    config.fiscal_year = FiscalYear { first_month: month as i8 };
                    config.origins.add("fiscal-year.first-month".to_owned(), keys.origin(key.span()));
                }
                Some(_) => keys.wrong_type("first-month", value, "a month from 1 to 12"),
                None => {}
            },
            _ => keys.unknown_key(key, &names(FISCAL_YEAR), "[fiscal-year]"),
        }
    }
}

/// `[growth-model]`: the North Star metric, and the levers that move it.
fn growth_model(keys: &mut Keys<'_>, value: &Value<'_>, config: &mut Config) {
    let Some(table) = keys.table("growth-model", value) else { return };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        match name {
            "levers" => config.levers = keys.words("levers", value).into_iter().map(|lever| lever.value).collect(),
            "north-star" => {
                let metric = keys.text("north-star", value);
                config.north_star = metric.map(|metric| NorthStar { path: keys.source.path.clone(), metric });
            }
            _ => {
                keys.unknown_key(key, &names(GROWTH_MODEL), "[growth-model]");
                continue;
            }
        }
        config.origins.add(format!("growth-model.{name}"), keys.origin(key.span()));
    }
}
