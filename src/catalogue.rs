//! The rules: what each looks at, how bad and how sure its findings are, and the words in which they are told. The tables are made from
//! `rules/<flag>/<rule>.toml` when okrlint is built, so that starting the program parses nothing and no fact stands twice.

use std::sync::OnceLock;

use serde::Serialize;

use crate::statement::MarkKind;
use crate::trouble::did_you_mean;

mod explain;
mod flag;
mod matcher;
pub(crate) mod own;
pub mod rule_file;
pub(crate) mod template;

pub use explain::{Explanation, Part, Section, explain};
pub use flag::Flag;
pub(crate) use matcher::Matcher;
pub use rule_file::{Confidence, Level, OptionValue, Scope};

/// A rule.
#[derive(Debug, Serialize)]
pub struct Rule {
    /// The name, unique among all rules.
    pub name: &'static str,
    /// The red flag it belongs to.
    pub flag: Flag,
    /// One line: what the rule finds.
    pub summary: &'static str,
    /// What it looks at.
    pub scope: Scope,
    /// Default level.
    pub level: Level,
    /// How sure it is.
    pub confidence: Confidence,
    /// Rules that say nothing about a statement on which this rule has spoken.
    pub silences: &'static [&'static str],
    /// The bit of what a document must speak of for the rule to look at it; 0 where the rule always looks.
    #[serde(skip)]
    pub(crate) topic: u32,
    /// Its wordings; the first is the default and has an empty name.
    pub variants: &'static [Variant],
    /// Templates of what stands under the underline of other places, by name.
    #[serde(skip)]
    pub labels: &'static [(&'static str, &'static str)],
    /// Why it is a red flag.
    pub why: &'static str,
    /// How to fix it.
    pub fix: &'static str,
    /// What it leaves alone on purpose.
    pub exceptions: &'static [&'static str],
    /// Where the advice comes from.
    pub source: &'static str,
    /// What a team may set.
    pub options: &'static [RuleOption],
    /// How often its findings were right; `None` where nobody has judged them.
    pub measured: Option<Measured>,
    /// What a rule that needs no code looks for.
    #[serde(skip)]
    pub matches: Option<Match>,
    /// Documents in which it finds something, and documents in which it finds nothing.
    pub examples: &'static [Example],
}

/// One wording of a rule, with the level and certainty of the case it is for.
#[derive(Debug, Serialize)]
pub struct Variant {
    /// The name that the rule's code uses; empty for the default.
    pub name: &'static str,
    /// Level of this case.
    pub level: Level,
    /// How sure the rule is in this case.
    pub confidence: Confidence,
    /// Template: what was found.
    pub message: &'static str,
    /// Template: what stands under the underline.
    pub label: &'static str,
    /// Template: what to do.
    pub help: &'static str,
    /// What okrlint itself can do.
    pub remedy: Remedy,
}

/// A change of the document that okrlint can make itself. All is empty where it can make none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// Template: what it does, in the imperative.
    pub title: &'static str,
    /// The field that is written beside the statement, as a blank, where the document is structured.
    pub field: &'static str,
    /// Template: what is written in place of the words that it repeats as `{quote}` (what is underlined) or `{statement}`.
    pub rewording: &'static str,
}

/// How often a rule was right: what it found in published OKR documents in the profile ci, judged by hand as their authors would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// Findings, at least one.
    pub findings: u32,
    /// Findings that their authors would reject, at most all.
    pub wrong: u32,
    /// The day on which they were judged (YYYY-MM-DD).
    pub date: &'static str,
}

/// A setting of a rule.
#[derive(Debug, Serialize)]
pub struct RuleOption {
    /// The name in the configuration.
    pub name: &'static str,
    /// The value where the configuration gives none; its type is the option's type.
    pub default: OptionDefault,
    /// What it does.
    pub doc: &'static str,
}

/// The default of an option: an [`OptionValue`] that can stand in a static table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum OptionDefault {
    /// true or false.
    Switch(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(&'static str),
    /// A list of texts.
    Words(&'static [&'static str]),
}

impl OptionDefault {
    /// The name of the option's type, for messages.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Switch(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Text(_) => "a text",
            Self::Words(_) => "a list of texts",
        }
    }

    /// Whether a value given by the user has the option's type.
    pub fn accepts(self, value: &OptionValue) -> bool {
        self.type_name() == value.type_name()
    }
}

/// What a data-only rule looks for: all of it must be there.
#[derive(Debug, Default)]
pub struct Match {
    /// A mark of this kind on the statement, which is underlined.
    pub mark: Option<MarkKind>,
    /// Names of word lists, of the rule's own or built in.
    pub lexicon: &'static [&'static str],
    /// The rule's own word lists: the list's name, a term of it, and the note on the term.
    pub words: &'static [(&'static str, &'static str, &'static str)],
    /// A regular expression; empty for none.
    pub regex: &'static str,
    /// A condition in CEL; empty for none.
    pub condition: &'static str,
    /// What is underlined instead of what was found.
    pub underline: Option<Piece>,
    /// All of it ready for use, once somebody has asked for it.
    pub(crate) matcher: OnceLock<Matcher>,
}

/// A part of a statement that a finding can underline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The whole statement.
    Statement,
    /// The leading verb.
    Verb,
    /// The metric's noun phrase.
    Metric,
    /// From where.
    Baseline,
    /// To where.
    Target,
    /// Where it is now.
    Current,
    /// By when.
    Deadline,
    /// The vanity metric.
    Vanity,
    /// The first mark of a kind.
    Mark(MarkKind),
}

impl Piece {
    /// The parts that are no marks, by the names that rule files use.
    pub(crate) const NAMES: [(&'static str, Self); 8] = [
        ("statement", Self::Statement),
        ("verb", Self::Verb),
        ("metric", Self::Metric),
        ("baseline", Self::Baseline),
        ("target", Self::Target),
        ("current", Self::Current),
        ("deadline", Self::Deadline),
        ("vanity", Self::Vanity),
    ];

    /// The part of a name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let part = Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, piece)| *piece);
        part.or_else(|| MarkKind::find(name).map(Self::Mark))
    }
}

/// A small document that shows the rule at work, and tests it.
#[derive(Debug, Serialize)]
pub struct Example {
    /// The whole document.
    pub document: &'static str,
    /// The exact texts that are underlined, in order; none in a good example.
    pub underline: &'static [&'static str],
    /// The format's name.
    pub format: &'static str,
    /// The path the document is read under; empty for any.
    pub path: &'static str,
    /// The day on which it is checked (YYYY-MM-DD); empty for any.
    pub today: &'static str,
    /// Path and text of other documents of the same run.
    pub also: &'static [(&'static str, &'static str)],
    /// The document as `--fix --unsafe` leaves it; empty where that does not change it.
    pub fixed: &'static str,
    /// The days on which the repository saw the document change (YYYY-MM-DD).
    pub touched: &'static [&'static str],
    /// What was committed of the document, oldest first.
    pub versions: &'static [ExampleVersion],
}

/// A state of an example's document.
#[derive(Debug, Serialize)]
pub struct ExampleVersion {
    /// The day on which it was committed (YYYY-MM-DD).
    pub date: &'static str,
    /// The commit's message.
    pub message: &'static str,
    /// The whole document.
    pub document: &'static str,
}

impl Example {
    /// Whether the rule stays silent on it.
    pub fn is_good(&self) -> bool {
        self.underline.is_empty()
    }
}

impl Rule {
    /// The rule's wording of a name; the default where there is none of that name.
    pub fn variant(&self, name: &str) -> &'static Variant {
        let default = &self.variants[0];
        self.variants.iter().find(|variant| variant.name == name).unwrap_or(default)
    }

    /// What a data-only rule looks for, ready for use; `None` for a rule with code.
    pub(crate) fn matcher(&self) -> Option<&Matcher> {
        // The matcher of an own rule was made when its file was read, and a test makes those of all built-in rules.
        self.matches.as_ref().map(|matches| matches.matcher.get_or_init(|| Matcher::new(self, matches).unwrap_or_default()))
    }

    /// The option of a name.
    pub fn option(&self, name: &str) -> Option<&'static RuleOption> {
        self.options.iter().find(|option| option.name == name)
    }
}

/// Two rules of one name are one rule: names are unique.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// All built-in rules, in the order of the flags in the articles, then by name.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    Flag::ALL.into_iter().flat_map(|flag| RULES.iter().filter(move |rule| rule.flag == flag))
}

/// The built-in rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|index| &RULES[index])
}

/// The rules of a configuration: the built-in ones and the user's own.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    own: Vec<&'static Rule>,
}

impl Catalogue {
    /// The built-in rules and these.
    pub(crate) fn with(own: Vec<&'static Rule>) -> Self {
        Self { own }
    }

    /// The user's own rules, in the order of their files.
    pub fn own(&self) -> &[&'static Rule] {
        &self.own
    }

    /// All rules, in the order of the flags in the articles; of each flag the built-in ones by name, then the user's own.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        let of_flag = |flag: Flag| rules().chain(self.own.iter().copied()).filter(move |rule| rule.flag == flag);
        Flag::ALL.into_iter().flat_map(of_flag)
    }

    /// The rule of a name.
    pub fn find(&self, name: &str) -> Option<&'static Rule> {
        find(name).or_else(|| self.own.iter().find(|rule| rule.name == name).copied())
    }

    /// The rule or flag name that a mistyped name most likely means.
    pub fn suggest(&self, name: &str) -> Option<&'static str> {
        did_you_mean(name, self.rules().map(|rule| rule.name).chain(Flag::ALL.into_iter().map(Flag::name)))
    }
}
