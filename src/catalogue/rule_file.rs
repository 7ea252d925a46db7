//! The format of a rule file, built in or a user's own: its fields, their defaults and what makes a file wrong. The build script compiles
//! this same module, so that a mistake in a built-in rule stops the build with the message a user would see.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};

// The build script has this file under another module.
#[path = "rule_file/example.rs"]
mod example;

pub use example::{ExampleFile, OtherFile, Underline, VersionFile};

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The text of a document, while it is read.
    Text,
    /// One key result.
    KeyResult,
    /// One objective with its key results.
    Objective,
    /// One team's objectives for one cycle.
    Set,
    /// One team's objectives for one cycle, and what git knows of their changes.
    History,
    /// One team's sets over the cycles.
    Series,
    /// How one document is written, whatever it says. Such rules are off until someone selects them; `--fix` mends what they find.
    Form,
    /// All sets of all documents.
    Organisation,
}

/// How bad a rule's findings are unless the configuration says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not reported until someone asks for it.
    Off,
    /// A question worth raising.
    Info,
    /// Likely to hurt.
    Warning,
    /// Wrong.
    Error,
}

/// How sure a rule is of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Sometimes wrong, and worth a look by a person.
    Medium,
    /// Sure enough to stand in a build.
    High,
}

/// A rule file as written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    /// One line: what the rule finds.
    pub summary: String,
    /// The red flag that a user's own rule belongs to; that of a built-in rule is its folder.
    pub flag: Option<String>,
    /// What the rule looks at.
    pub scope: Scope,
    /// Default level.
    pub level: Level,
    /// How sure it is.
    pub confidence: Confidence,
    /// Rules that say nothing about a statement on which this rule has spoken.
    #[serde(default)]
    pub silences: Vec<String>,
    /// What a document must speak of for the rule to look at it; whatever it speaks of where left out.
    pub topic: Option<TopicFile>,
    /// What was found; `{quote}` and the like are filled in.
    #[serde(default)]
    pub message: String,
    /// What stands under the underline.
    #[serde(default)]
    pub label: String,
    /// What to do.
    #[serde(default)]
    pub help: String,
    /// What okrlint itself can do about a finding.
    pub remedy: Option<RemedyFile>,
    /// Other wordings, and levels, that the rule's code chooses between.
    #[serde(default)]
    pub variant: BTreeMap<String, VariantFile>,
    /// What stands under the underline of other places.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Why it is a red flag.
    pub why: String,
    /// How to fix it.
    pub fix: String,
    /// What the rule leaves alone on purpose.
    #[serde(default)]
    pub exceptions: Vec<String>,
    /// Where the advice comes from.
    pub source: String,
    /// What a team may set.
    #[serde(default)]
    pub options: BTreeMap<String, OptionFile>,
    /// How often its findings were right; `None` where nobody has judged them.
    #[serde(default)]
    pub measured: Option<MeasuredFile>,
    /// What a rule that needs no code looks for.
    #[serde(rename = "match")]
    pub matches: Option<MatchFile>,
    /// Word lists of the rule's own, by name.
    #[serde(default)]
    pub lexicon: BTreeMap<String, WordsFile>,
    /// Documents in which the rule finds something.
    #[serde(default)]
    pub bad: Vec<ExampleFile>,
    /// Documents in which it finds nothing.
    #[serde(default)]
    pub good: Vec<ExampleFile>,
}

/// Terms of which a document must have one: a rule that can find nothing without them need not look.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicFile {
    /// The name of a lexicon in `rules/lexicons/`.
    pub lexicon: String,
    /// Its classes whose terms count.
    pub class: Vec<String>,
}

/// A wording for one of the cases that a rule tells apart. What is left out is taken from the rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VariantFile {
    /// What was found.
    pub message: Option<String>,
    /// What stands under the underline.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// What okrlint itself can do about this case.
    pub remedy: Option<RemedyFile>,
    /// Level of this case.
    pub level: Option<Level>,
    /// How sure the rule is in this case.
    pub confidence: Option<Confidence>,
}

/// A change of the document that okrlint can make itself.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RemedyFile {
    /// What it does, in the imperative; `{quote}` and the like are filled in. Empty for a case that has no remedy.
    pub title: String,
    /// The field that is written beside the statement, as a blank, where the document is structured. This changes nothing that is read.
    pub field: String,
    /// What is written in place of what is underlined, which it repeats as `{quote}`, or of the statement, which it repeats as
    /// `{statement}`; `{rewording}` in the help stands for it. This changes what is read, and has blanks to fill.
    pub rewording: String,
}

impl RemedyFile {
    /// What a rewording leaves out.
    fn mistake(&self) -> Option<String> {
        let keeps = ["{quote}", "{statement}"].iter().any(|words| self.rewording.matches(words).count() == 1);
        let message = "a `rewording` holds `{quote}` or `{statement}` once: the author's words stay";
        (!self.rewording.is_empty() && !keeps).then(|| message.to_owned())
    }
}

/// A setting of a rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OptionFile {
    /// The value where the configuration gives none; its type is the option's type.
    pub default: OptionValue,
    /// What it does.
    pub doc: String,
}

/// How often a rule was right: what it found in published OKR documents in the profile ci, judged by hand as their authors would.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredFile {
    /// Findings, at least one.
    pub findings: u32,
    /// Findings that their authors would reject, at most all.
    pub wrong: u32,
    /// The day on which they were judged.
    pub date: toml::value::Datetime,
}

impl MeasuredFile {
    /// What cannot be, in words.
    fn mistake(&self) -> Option<String> {
        let Self { findings, wrong, .. } = self;
        match findings {
            0 => Some("`measured` has no findings: leave it out until the rule has found something".to_owned()),
            _ if wrong > findings => {
                Some(format!("`measured` has {wrong} wrong of {findings} findings: at most all can be wrong"))
            }
            _ => None,
        }
    }
}

/// The value of a rule's option.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum OptionValue {
    /// true or false.
    Switch(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// A list of texts.
    Words(Vec<String>),
}

impl OptionValue {
    /// The name of the value's type, for messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Switch(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Text(_) => "a text",
            Self::Words(_) => "a list of texts",
        }
    }
}

/// What a data-only rule looks for: one of `mark`, `lexicon` and `regex`, a condition, or both.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct MatchFile {
    /// A mark of this kind on the statement, which is underlined.
    pub mark: Option<String>,
    /// Word lists: those of the rule's own `[lexicon]`, or built-in ones (`vague-terms`, `vague-terms/buzzword`). The first of their words that
    /// stands in the text is underlined.
    pub lexicon: Vec<String>,
    /// A regular expression. The first text that it matches is underlined.
    pub regex: Option<String>,
    /// A condition in CEL that must hold.
    pub condition: Option<String>,
    /// What is underlined instead: statement, verb, metric, baseline, target, current, deadline, vanity, or the kind of a mark.
    pub underline: Option<String>,
}

/// A word list: terms, or terms with a note on each. A `*` at the end of a word stands for any ending.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum WordsFile {
    /// `["synergy", "low-hanging fruit"]`.
    Terms(Vec<String>),
    /// `{ synergy = "say who gains what" }`.
    Notes(BTreeMap<String, String>),
}

impl WordsFile {
    /// The terms, each with its note; an empty one where it has none.
    pub fn terms(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Terms(terms) => terms.iter().map(|term| (term.as_str(), "")).collect(),
            Self::Notes(notes) => notes.iter().map(|(term, note)| (term.as_str(), note.as_str())).collect(),
        }
    }
}

/// What is wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFileError {
    /// What is wrong and what to do.
    pub message: String,
    /// Where, in bytes of the file, if it is one place.
    pub span: Option<Range<usize>>,
}

impl fmt::Display for RuleFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.span {
            Some(span) => write!(f, "{} (byte {})", self.message, span.start),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for RuleFileError {}

impl RuleFile {
    /// Reads a rule file and checks that it is whole.
    ///
    /// # Errors
    ///
    /// The first mistake: a TOML error, an unknown or missing field, a wrong type, an unclosed placeholder, or a missing text.
    pub fn parse(text: &str) -> Result<Self, RuleFileError> {
        let file: Self = toml::from_str(text)
            .map_err(|error| RuleFileError { message: error.message().trim().to_owned(), span: error.span() })?;
        match file.mistake() {
            Some(Fault { key, nth, message }) => Err(RuleFileError { message, span: place(text, &[key], nth) }),
            None => Ok(file),
        }
    }

    /// What a file that has all its fields can still get wrong.
    fn mistake(&self) -> Option<Fault> {
        let required = [("summary", &self.summary), ("why", &self.why), ("fix", &self.fix), ("source", &self.source)];
        if let Some((name, _)) = required.iter().find(|(_, text)| text.trim().is_empty()) {
            return fault(name, format!("`{name}` is empty: write one or more sentences"));
        }
        if self.message.is_empty() && (self.scope != Scope::Text || self.matches.is_some()) {
            return fault("message", "`message` is missing: say what was found, quoting the author with `{quote}`");
        }
        if self.options.contains_key("level") {
            return fault("options", "no option can be called `level`: in a configuration that is the level of the rule");
        }
        if let Some(mistake) = self.measured.as_ref().and_then(MeasuredFile::mistake) {
            return fault("measured", mistake);
        }
        if let Some(mistake) = self.remedies().find_map(RemedyFile::mistake) {
            return fault("remedy", mistake);
        }
        if let Some(mistake) = self.matches.as_ref().and_then(|matches| matches.mistake(self.scope)) {
            return fault("match", mistake);
        }
        if let Some((key, template)) = self.templates().find(|(_, template)| unclosed(template)) {
            return fault(key, format!("a `{{` is never closed in {template:?}: write `{{quote}}` with both braces"));
        }
        let speaks = self.scope != Scope::Text || self.matches.is_some();
        let bad = self.bad.iter().enumerate().find_map(|(nth, bad)| Some(("bad", nth, bad.mistake(true, speaks)?)));
        let good = || self.good.iter().enumerate().find_map(|(nth, good)| Some(("good", nth, good.mistake(false, speaks)?)));
        bad.or_else(good).map(|(key, nth, message)| Fault { key, nth, message })
    }

    /// Every text with placeholders, and the key under which it stands.
    fn templates(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let variants = self.variant.values().flat_map(|v| [&v.message, &v.label, &v.help].into_iter().flatten());
        let remedies = self.remedies().flat_map(|remedy| [&remedy.title, &remedy.rewording]).map(|text| ("remedy", text));
        let own = [("message", &self.message), ("label", &self.label), ("help", &self.help)];
        let labels = self.labels.values().map(|text| ("labels", text));
        own.into_iter().chain(variants.map(|text| ("variant", text))).chain(labels).chain(remedies)
    }

    fn remedies(&self) -> impl Iterator<Item = &RemedyFile> {
        self.remedy.iter().chain(self.variant.values().flat_map(|variant| &variant.remedy))
    }
}

impl MatchFile {
    fn mistake(&self, scope: Scope) -> Option<String> {
        let looks =
            [self.mark.is_some(), !self.lexicon.is_empty(), self.regex.is_some()].into_iter().filter(|looks| *looks).count();
        match scope {
            _ if looks > 1 => Some("`[match]` looks for one thing: keep one of `mark`, `lexicon` and `regex`".to_owned()),
            _ if looks == 0 && self.condition.is_none() => {
                Some("`[match]` is empty: write a `lexicon`, a `regex` or a `condition`".to_owned())
            }
            Scope::KeyResult | Scope::Objective => None,
            Scope::Text if self.mark.is_some() => Some("marks stand on statements: set `scope` to \"key-result\"".to_owned()),
            Scope::Text | Scope::Set if self.underline.is_some() => {
                Some("`underline` is for statements: set `scope` to \"key-result\" or \"objective\"".to_owned())
            }
            Scope::Text => None,
            Scope::Set if looks > 0 => {
                Some("a set has no text of its own: set `scope` to \"text\", or write a `condition`".to_owned())
            }
            Scope::Set => None,
            Scope::History | Scope::Series | Scope::Form | Scope::Organisation => Some(
                "`[match]` looks into one document: set `scope` to \"text\", \"key-result\", \"objective\" or \"set\"".to_owned(),
            ),
        }
    }
}

/// A mistake and the key of the file that it is about.
struct Fault {
    key: &'static str,
    /// Which of them, where the key is that of a list of tables.
    nth: usize,
    message: String,
}

fn fault(key: &'static str, message: impl Into<String>) -> Option<Fault> {
    Some(Fault { key, nth: 0, message: message.into() })
}

/// Where the value of a key stands in a rule file, in bytes; of a list of tables the `nth`. `None` where there is no such key.
pub fn place(text: &str, keys: &[&str], nth: usize) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?.into_inner();
    let (last, tables) = keys.split_last()?;
    let mut table = &table;
    for key in tables {
        table = match table.get(*key)?.get_ref() {
            DeValue::Table(inner) => inner,
            DeValue::Array(items) => items.get(nth).and_then(|item| item.get_ref().as_table())?,
            _ => return None,
        };
    }
    let value = table.get(*last)?;
    match value.get_ref() {
        DeValue::Array(items) if tables.is_empty() => items.get(nth).map_or(Some(value.span()), |item| Some(item.span())),
        _ => Some(value.span()),
    }
}

/// Whether a template opens a brace that it does not close.
fn unclosed(template: &str) -> bool {
    template.split('{').skip(1).any(|rest| !rest.contains('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "summary = \"s\"\nscope = \"key-result\"\nlevel = \"error\"\nconfidence = \"high\"\nmessage = \"m\"\n\
        why = \"w\"\nfix = \"f\"\nsource = \"s\"\n";

    fn mistake(text: &str) -> RuleFileError {
        RuleFile::parse(text).unwrap_err()
    }

    #[test]
    fn a_whole_rule_is_read() {
        let rule = RuleFile::parse(&format!("{RULE}[match]\nmark = \"vague\"\n")).unwrap();
        assert_eq!((rule.scope, rule.level), (Scope::KeyResult, Level::Error));
        assert_eq!(rule.matches.and_then(|matches| matches.mark).as_deref(), Some("vague"));
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        let error = mistake(&RULE.replace("level = \"error\"", "level = \"fatal\""));
        assert!(error.message.contains("unknown variant `fatal`") && error.message.contains("`warning`"), "{error}");
        assert_eq!(&RULE.replace("error", "fatal")[error.span.unwrap()], "\"fatal\"");
        assert!(mistake(&format!("{RULE}helpp = \"h\"\n")).message.contains("unknown field `helpp`"));
        assert!(mistake("summary = ").span.is_some());
    }

    #[test]
    fn what_was_measured_is_possible() {
        let measured = |findings, wrong| format!("{RULE}[measured]\nfindings = {findings}\nwrong = {wrong}\ndate = 2026-11-24\n");
        let date = RuleFile::parse(&measured(20, 3)).unwrap().measured.unwrap().date;
        assert_eq!(date.to_string(), "2026-11-24");
        assert!(mistake(&measured(3, 4)).message.contains("4 wrong of 3"));
        assert!(mistake(&measured(0, 0)).message.contains("no findings"));
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!(mistake(&RULE.replace("message = \"m\"\n", "")).message.starts_with("`message` is missing"));
        assert!(mistake(&RULE.replace("why = \"w\"", "why = \" \"")).message.starts_with("`why` is empty"));
        assert!(mistake(&RULE.replace("\"m\"", "\"about {quote\"")).message.contains("never closed"));
        assert!(
            mistake(&RULE.replace("key-result", "series").replace("source", "match = { condition = \"true\" }\nsource"))
                .message
                .contains("looks into one document")
        );
        assert!(mistake(&format!("{RULE}[remedy]\nrewording = \"from ___\"\n")).message.contains("`{quote}`"));
        assert!(mistake(&format!("{RULE}[[bad]]\ndocument = \"d\"\n")).message.contains("no `underline`"));
        assert!(mistake(&format!("{RULE}[[good]]\ndocument = \"d\"\nunderline = \"d\"\n")).message.contains("good example"));
    }
}
