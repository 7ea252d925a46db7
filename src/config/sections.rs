//! What may stand in `okrlint.toml`, key by key.

use std::path::Path;

use globset::{Glob, GlobSet, GlobSetBuilder};
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Keys, Value};
use super::own_rules;
use super::template::Template;
use super::{Config, FILE_NAME};
use crate::calendar::{Cycle, FiscalYear};
use crate::catalogue::{Catalogue, Flag, OptionValue, Rule};
use crate::diagnostic::Severity;
use crate::engine::{NorthStar, Profile};
use crate::model::Level;
use crate::read::Problem;
use crate::source::{Source, Spanned};
use crate::trouble::Blame;

const PROFILES: &[(&str, Profile)] = &[("ci", Profile::Ci), ("coach", Profile::Coach)];
const SEVERITIES: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("info", Some(Severity::Info)), ("off", None)];
const FAIL_ON: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("info", Some(Severity::Info)), ("never", None)];
const LEVELS: &[(&str, Level)] =
    &[("company", Level::Company), ("department", Level::Department), ("team", Level::Team), ("individual", Level::Individual)];
const KEYS: &[&str] = &[
    "profile",
    "fail-on",
    "select",
    "ignore",
    "today",
    "exclude",
    "rules",
    "rule-files",
    "levels",
    "flags",
    "documents",
    "fiscal-year",
    "growth-model",
];

/// Reads the text of a configuration file in a folder. What is wrong is left out of the configuration and told in the problems; what is wrong
/// with the rule files that it names is told beside them.
pub(super) fn parse(source: &Source, folder: &Path) -> (Config, Vec<Problem>, Vec<Blame>) {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut keys = Keys::default();
    for error in errors {
        let message = format!("this is not TOML: {}", error.message());
        keys.problem(error.span().unwrap_or_default(), message, "here", "see https://toml.io for the notation".to_owned());
    }
    let mut config = Config { rule_files: own_rules::files(&mut keys, table.get_ref(), folder), ..Config::default() };
    match own_rules::read(&config.rule_files) {
        Ok(own) => config.catalogue = own.catalogue,
        // Without its rules, much of what the file says would be called unknown.
        Err(blame) => return (config, keys.problems, blame),
    }
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        match name {
            "profile" => config.profile = keys.choice(name, value, PROFILES),
            "fail-on" => config.fail_on = keys.choice(name, value, FAIL_ON),
            "select" => config.select = names(&mut keys, &config.catalogue, name, value),
            "ignore" => config.ignore = names(&mut keys, &config.catalogue, name, value),
            "today" => config.today = keys.date(name, value),
            "exclude" => config.exclude = globs(&mut keys, name, value),
            "rules" if !matches!(value.get_ref(), DeValue::Table(_)) => {}
            "rule-files" => {}
            "rules" | "levels" => levels(&mut keys, name, value, &mut config),
            "flags" => flags(&mut keys, value, &mut config),
            "documents" => config.documents = documents(&mut keys, value),
            "fiscal-year" => config.fiscal_year = fiscal_year(&mut keys, value),
            "growth-model" => growth_model(&mut keys, value, source, &mut config),
            _ => keys.unknown_key(key, KEYS, FILE_NAME),
        }
    }
    keys.problems.sort_by_key(|problem| problem.span);
    (config, keys.problems, Vec::new())
}

/// Names of rules and flags.
fn names(keys: &mut Keys, catalogue: &Catalogue, key: &str, value: &Value<'_>) -> Vec<String> {
    let words = keys.words(key, value);
    for Spanned { value: name, span } in &words {
        if catalogue.find(name).is_none() && Flag::find(name).is_none() {
            unknown_name(keys, catalogue, name, span.range(), "rule or red flag");
        }
    }
    words.into_iter().map(|word| word.value).collect()
}

fn unknown_name(keys: &mut Keys, catalogue: &Catalogue, name: &str, at: std::ops::Range<usize>, kind: &str) {
    let help = match catalogue.suggest(name) {
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

/// `[levels]`, or `[rules]` where that names no files: a level for a rule, or a table with its level and options.
fn levels(keys: &mut Keys, key: &str, value: &Value<'_>, config: &mut Config) {
    let Some(table) = keys.table(key, value) else { return };
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let Some(rule) = config.catalogue.find(name) else {
            match Flag::find(name) {
                Some(_) => keys.problem(
                    key.span(),
                    format!("`{name}` is a red flag, not a rule"),
                    "a red flag",
                    format!("write `{name}` under [flags]"),
                ),
                None => unknown_name(keys, &config.catalogue, name, key.span(), "rule"),
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

fn option_value(keys: &mut Keys, rule: &Rule, key: &Key<'_>, value: &Value<'_>) -> Option<OptionValue> {
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

/// `[growth-model]`: the North Star metric, and the levers that move it.
fn growth_model(keys: &mut Keys, value: &Value<'_>, source: &Source, config: &mut Config) {
    let Some(table) = keys.table("growth-model", value) else { return };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "levers" => config.levers = keys.words("levers", value).into_iter().map(|lever| lever.value).collect(),
            "north-star" => {
                let metric = keys.text("north-star", value);
                config.north_star = metric.map(|metric| NorthStar { path: source.path.clone(), metric });
            }
            _ => keys.unknown_key(key, &["levers", "north-star"], "[growth-model]"),
        }
    }
}
