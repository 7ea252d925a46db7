//! The one table of what may stand in `okrlint.toml`: its readers, its JSON Schema and the suggestions for mistyped keys are made from it.

use crate::diagnostic::Severity;
use crate::engine::Profile;
use crate::model::Level;

pub(super) const PROFILES: &[(&str, Profile)] = &[("ci", Profile::Ci), ("coach", Profile::Coach)];
pub(super) const SEVERITIES: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("info", Some(Severity::Info)), ("off", None)];
pub(super) const FAIL_ON: &[(&str, Option<Severity>)] =
    &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("info", Some(Severity::Info)), ("never", None)];
pub(super) const LEVELS: &[(&str, Level)] =
    &[("company", Level::Company), ("department", Level::Department), ("team", Level::Team), ("individual", Level::Individual)];

/// A key that may stand in a table.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// What it does, in a sentence.
    pub(crate) doc: &'static str,
    /// A value as it may be written; empty for tables.
    pub(crate) example: &'static str,
}

/// What may stand behind a key.
pub(crate) enum Shape {
    /// One of a few words.
    Choice(fn() -> Vec<&'static str>),
    /// A day, as a date or a text.
    Day,
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// Names of rules and red flags.
    Names,
    /// A month from 1 to 12.
    Month,
    /// Levels and options by rule.
    Rules,
    /// The same, or a list of texts.
    RulesOrFiles,
    /// Levels by red flag.
    Flags,
    /// A table.
    Table(&'static [Key]),
    /// A list of tables.
    Tables(&'static [Key]),
}

/// The words of a choice.
pub(crate) fn words<T>(choices: &'static [(&'static str, T)]) -> Vec<&'static str> {
    choices.iter().map(|(word, _)| *word).collect()
}

/// The names of keys.
pub(crate) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

const fn key(name: &'static str, shape: Shape, doc: &'static str, example: &'static str) -> Key {
    Key { name, shape, doc, example }
}

/// The keys of the file.
pub(crate) const KEYS: &[Key] = &[
    key(
        "extends",
        Shape::Texts,
        "Files whose settings hold unless this one says otherwise; the later ones before the earlier ones.",
        r#""../okrlint.toml""#,
    ),
    key("profile", Shape::Choice(|| words(PROFILES)), "Who the findings are for: a build, or a review.", r#""coach""#),
    key("fail-on", Shape::Choice(|| words(FAIL_ON)), "From which severity on findings make the exit status 1.", r#""warning""#),
    key("select", Shape::Names, "The only rules and red flags to run.", r#"["measurability", "vanity-metric"]"#),
    key("ignore", Shape::Names, "Rules and red flags not to run.", r#"["no-baseline"]"#),
    key("today", Shape::Day, "The day for which documents are judged.", "2026-07-01"),
    key("exclude", Shape::Texts, "Paths, relative to this file, that are never checked.", r#"["archive/**"]"#),
    key(
        "rules",
        Shape::RulesOrFiles,
        "Levels and options by rule; or the files of your own rules, and then levels stand under `levels`.",
        r#"{ no-baseline = "info", focus-limits = { max-objectives = 4 } }"#,
    ),
    key(
        "rule-files",
        Shape::Texts,
        "The files of your own rules, relative to this file and below its folder.",
        r#"["okr-rules/*.toml"]"#,
    ),
    key("levels", Shape::Rules, "Levels and options by rule.", r#"{ vague-term = "error" }"#),
    key("flags", Shape::Flags, "Levels for all rules of a red flag.", r#"{ cadence = "off" }"#),
    key("overrides", Shape::Tables(OVERRIDES), "Settings for some of the documents; later entries come before earlier ones.", ""),
    key("suppressions", Shape::Tables(SUPPRESSIONS), "Findings that are held back, with a reason.", ""),
    key("documents", Shape::Tables(DOCUMENTS), "What the files of a path are; the first entry that fits holds.", ""),
    key("fiscal-year", Shape::Table(FISCAL_YEAR), "How the organisation's year runs.", ""),
    key("growth-model", Shape::Table(GROWTH_MODEL), "How the product grows.", ""),
];

/// The keys of an entry of `[[overrides]]`.
pub(crate) const OVERRIDES: &[Key] = &[
    key("paths", Shape::Texts, "The documents, by path relative to this file.", r#"["okrs/pilot/**"]"#),
    key("ignore", Shape::Names, "Rules and red flags not to run on them.", r#"["cadence"]"#),
    key("rules", Shape::Rules, "Levels and options by rule.", r#"{ no-baseline = "off" }"#),
    key("levels", Shape::Rules, "The same by another name.", r#"{ no-target = "warning" }"#),
    key("flags", Shape::Flags, "Levels for all rules of a red flag.", r#"{ ambition = "info" }"#),
];

/// The keys of an entry of `[[suppressions]]`.
pub(crate) const SUPPRESSIONS: &[Key] = &[
    key(
        "path",
        Shape::Texts,
        "The documents, by path relative to this file; all where it is left out.",
        r#""okrs/2026-Q3/sales.csv""#,
    ),
    key(
        "objective",
        Shape::Text,
        "The id of the objective, or some of its words; it stands for its key results too.",
        r#""SA-O1""#,
    ),
    key("key-result", Shape::Text, "The id of the key result, or some of its words.", r#""KR2""#),
    key("rules", Shape::Texts, "The rules and red flags whose findings are held back.", r#"["no-baseline"]"#),
    key("reason", Shape::Text, "Why.", r#""counted from August on""#),
    key("until", Shape::Day, "The last day on which it holds.", "2026-08-31"),
];

/// The keys of an entry of `[[documents]]`.
pub(crate) const DOCUMENTS: &[Key] = &[
    key(
        "path",
        Shape::Text,
        "The files, with `{cycle}` and `{team}` for what the path tells, `*` and `**` for any text.",
        r#""okrs/{cycle}/company.md""#,
    ),
    key("team", Shape::Text, "Their team.", r#""Company""#),
    key("level", Shape::Choice(|| words(LEVELS)), "Where in the organisation they belong.", r#""company""#),
    key("cycle", Shape::Text, "Their cycle: `2026-Q3`, `FY27-H1`, `2026`.", r#""2026-Q3""#),
];

/// The keys of `[fiscal-year]`.
pub(crate) const FISCAL_YEAR: &[Key] = &[key("first-month", Shape::Month, "The month in which the year starts.", "10")];

/// The keys of `[growth-model]`.
pub(crate) const GROWTH_MODEL: &[Key] = &[
    key("levers", Shape::Texts, "The levers that key results may be tagged with.", r#"["activation", "retention"]"#),
    key("north-star", Shape::Text, "The metric that all sets serve.", r#""meals delivered hot""#),
];
