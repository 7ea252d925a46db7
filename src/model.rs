//! What a document says: objectives, key results and their values, each with the place that states it.

use std::sync::OnceLock;

use jiff::civil::Date;

use crate::calendar::{Cycle, FiscalYear, Period};
use crate::indicator::Indicator;
use crate::source::{Spanned, Text};
use crate::statement::{Amount, Reading};

/// The format a document was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown and its dialects.
    Markdown,
    /// okrlint's own structured format and other TOML.
    Toml,
    /// YAML.
    Yaml,
    /// JSON, with or without comments.
    Json,
    /// Comma, semicolon or tab separated rows.
    Csv,
}

impl Format {
    /// The name used in JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Toml => "toml",
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

/// Where in the organisation a set belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The whole organisation.
    Company,
    /// A department, division, product group.
    Department,
    /// One team.
    Team,
    /// One person.
    Individual,
}

impl Level {
    /// The name used in documents and JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Department => "department",
            Self::Team => "team",
            Self::Individual => "individual",
        }
    }
}

/// One file's OKRs.
#[derive(Debug, Clone)]
pub struct Document {
    /// The path as shown to the user.
    pub path: String,
    /// What it was read as.
    pub format: Format,
    /// The team and cycle contexts in the file. Never empty; the first is that of the document itself.
    pub sections: Vec<Section>,
    /// All objectives in file order.
    pub objectives: Vec<Objective>,
    /// What the document says beside its OKRs: context, notes, policy, reviews. One text a line or paragraph, in file order; quotes and
    /// code are left out.
    pub prose: Vec<Text>,
    /// How many of its key results stand in the rows of a Markdown table.
    pub tabled: usize,
    /// The days on which what the document says of its OKRs was changed, as the repository tells, oldest first. Empty where that is not known.
    pub touched: Vec<Date>,
}

impl Document {
    /// The objective or key result below which an objective stands, unless one of its own links names it.
    pub(crate) fn parent<'a>(&'a self, objective: &Objective) -> Option<&'a Item> {
        let at = objective.parent?;
        let parent = self.objectives.get(at.objective)?;
        let parent = match at.key_result {
            Some(nth) => &parent.key_results.get(nth)?.item,
            None => &parent.item,
        };
        let is_named = |link: &Spanned<String>| link.value.eq_ignore_ascii_case(parent.name());
        (!parent.text.is_empty() && !objective.item.supports.iter().any(is_named)).then_some(parent)
    }

    /// What an objective supports, by name: the one below which it stands, then what its links say.
    pub(crate) fn parents<'a>(&'a self, objective: &'a Objective) -> impl Iterator<Item = &'a str> {
        let linked = objective.item.supports.iter().map(|link| link.value.as_str());
        self.parent(objective).map(Item::name).into_iter().chain(linked)
    }

    /// Shows every text in it: statements, what stands beside them, and the prose. A note may also be a line of the prose, and comes twice.
    pub(crate) fn each_text<'a>(&'a self, mut show: impl FnMut(&'a Text)) {
        for section in &self.sections {
            let Section { guardrails, north_stars, initiatives, lessons, .. } = section;
            [guardrails, north_stars, initiatives, lessons].into_iter().flatten().for_each(&mut show);
        }
        for objective in &self.objectives {
            let items = std::iter::once(&objective.item).chain(objective.key_results.iter().map(|key_result| &key_result.item));
            for item in items {
                show(&item.text);
                item.notes.iter().for_each(&mut show);
            }
            [&objective.guardrails, &objective.initiatives].into_iter().flatten().for_each(&mut show);
            objective.key_results.iter().flat_map(|key_result| &key_result.initiatives).for_each(&mut show);
        }
        self.prose.iter().for_each(show);
    }
}

/// The team and cycle that a stretch of a document speaks for. Its objectives form one set.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// The cycle, from front matter, a heading, a field or the path.
    pub cycle: Option<Spanned<Cycle>>,
    /// The team's name.
    pub team: Option<Spanned<String>>,
    /// The level in the organisation.
    pub level: Option<Level>,
    /// An owner stated once for the whole set.
    pub owner: Option<Spanned<String>>,
    /// First and last day where the document states them instead of, or beside, a cycle.
    pub period: Option<Period>,
    /// Whether lines under a heading such as "Health metrics" or "Guardrails" give the set counter-metrics.
    pub guardrails: Vec<Text>,
    /// North Star lines: the metric that all sets of a product serve.
    pub north_stars: Vec<Text>,
    /// Growth levers that the document declares for its set.
    pub levers: Vec<Spanned<String>>,
    /// Work listed for the whole set as initiatives, tasks or projects.
    pub initiatives: Vec<Text>,
    /// Lessons, learnings, retrospective lines.
    pub lessons: Vec<Text>,
    /// Days from one check-in to the next, where the document says how often the team meets.
    pub cadence: Option<Spanned<u16>>,
    /// Dated updates that name no objective and no key result.
    pub check_ins: Vec<CheckIn>,
    /// Lines of the change log that name no objective and no key result.
    pub changes: Vec<Change>,
    /// Headings and columns that were made for check-ins or values and hold none.
    pub unfilled: Vec<Text>,
}

impl Section {
    /// First and last day: as stated, else those of the cycle.
    pub fn days(&self, fiscal_year: FiscalYear) -> Option<Period> {
        self.period.or_else(|| self.cycle.map(|cycle| cycle.value.period(fiscal_year)))
    }

    /// Whether a lesson speaks of an item: names its id, or names none and so speaks of all.
    pub(crate) fn tells_of(&self, item: &Item) -> bool {
        let id = item.id.as_ref().map_or("", |id| id.value.as_str());
        self.lessons.iter().any(|lesson| match named(lesson.as_str()) {
            None => true,
            Some(name) => {
                let start = id.len().checked_sub(name.len()).filter(|start| id.is_char_boundary(*start));
                start.is_some_and(|start| {
                    id[start..].eq_ignore_ascii_case(name) && !id[..start].ends_with(|c: char| c.is_alphanumeric())
                })
            }
        })
    }

    /// A section inside this one: it inherits what holds for the whole, not what was written for this part.
    pub(crate) fn below(&self) -> Self {
        Self {
            initiatives: Vec::new(),
            lessons: Vec::new(),
            check_ins: Vec::new(),
            changes: Vec::new(),
            unfilled: Vec::new(),
            ..self.clone()
        }
    }
}

/// Committed, aspirational or learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OkrType {
    /// A promise: expected to score 1.0.
    Committed,
    /// A stretch: 0.7 is a good score.
    Aspirational,
    /// An answer to a question is the result.
    Learning,
}

impl OkrType {
    /// The name used in documents and JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::Aspirational => "aspirational",
            Self::Learning => "learning",
        }
    }
}

/// What an objective and a key result have in common.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The id as written (`O1`, `PAY-O1-KR2`), when there is one.
    pub id: Option<Spanned<String>>,
    /// The statement without markup, label, owner and score. Empty for the objective that stands in where key results have none.
    pub text: Text,
    /// Declared type.
    pub kind: Option<Spanned<OkrType>>,
    /// Named owners; placeholders such as `@???` or `TBD` are left out.
    pub owners: Vec<Spanned<String>>,
    /// Links to parents, as written.
    pub supports: Vec<Spanned<String>>,
    /// Why it is linked to nothing above or below on purpose ("Local: reason", "Direct: owner").
    pub alone: Option<Spanned<String>>,
    /// Links to what it depends on, as written.
    pub depends_on: Vec<Spanned<String>>,
    /// Word that what it depends on is agreed with the other side, or that somebody bears the risk.
    pub agreed: Option<Spanned<String>>,
    /// Items that depend on this one and that it answers, as written.
    pub provides_for: Vec<Spanned<String>>,
    /// Priority tag (`P0`).
    pub priority: Option<Spanned<String>>,
    /// Score, looking back.
    pub score: Option<Spanned<Score>>,
    /// Confidence 0.0..=1.0, looking ahead.
    pub confidence: Option<Spanned<f64>>,
    /// Status word as written.
    pub status: Option<Spanned<String>>,
    /// Struck through, cancelled or postponed.
    pub dropped: bool,
    /// A due date in its own field.
    pub due: Option<Spanned<String>>,
    /// Growth lever tag.
    pub lever: Option<Spanned<String>>,
    /// Horizon tag.
    pub horizon: Option<Spanned<String>>,
    /// Free text that belongs to the item: rationale, notes, sub-bullets that are no key results.
    pub notes: Vec<Text>,
    /// What the change log says of it.
    pub changes: Vec<Change>,
}

impl Item {
    /// What it is called: its id, else its statement.
    pub(crate) fn name(&self) -> &str {
        self.id.as_ref().map_or(self.text.as_str(), |id| id.value.as_str())
    }
}

/// A statement of a document, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Statement {
    /// Index of the objective in its document.
    pub objective: usize,
    /// Index of the key result in its objective; `None` for the objective itself.
    pub key_result: Option<usize>,
}

/// An objective with its key results.
#[derive(Debug, Clone, Default)]
pub struct Objective {
    /// Id, statement, owners and so on.
    pub item: Item,
    /// Index into [`Document::sections`].
    pub section: usize,
    /// The objective or key result of the document below which it stands, its parent in a cascade.
    pub parent: Option<Statement>,
    /// Its key results in file order.
    pub key_results: Vec<KeyResult>,
    /// Counter-metrics declared beside the key results.
    pub guardrails: Vec<Text>,
    /// Work listed as initiatives, tasks or projects.
    pub initiatives: Vec<Text>,
    /// Dated updates that name none of its key results.
    pub check_ins: Vec<CheckIn>,
    /// What the statement says.
    pub reading: Reading,
}

impl Objective {
    /// Whether this is the stand-in for key results that stand under no objective.
    pub fn is_implicit(&self) -> bool {
        self.item.text.is_empty()
    }

    /// The key results that are not dropped, each with its index.
    pub fn standing(&self) -> impl Iterator<Item = (usize, &KeyResult)> {
        self.key_results.iter().enumerate().filter(|(_, key_result)| !key_result.item.dropped)
    }
}

/// A key result.
#[derive(Debug, Clone, Default)]
pub struct KeyResult {
    /// Id, statement, owners and so on.
    pub item: Item,
    /// Values stated in fields, columns or sub-bullets rather than in the sentence.
    pub fields: Fields,
    /// Whether it is a checkbox item.
    pub checkbox: bool,
    /// Work that is to move this key result, listed beside it.
    pub initiatives: Vec<Text>,
    /// Dated updates.
    pub check_ins: Vec<CheckIn>,
    /// What the statement and the fields together say.
    pub reading: Reading,
    /// What its metric tells; filled when it is first asked for.
    pub(crate) indicator: OnceLock<Indicator>,
}

impl KeyResult {
    /// What is measured: as the statement has it, else as its field says.
    pub fn metric(&self) -> Option<&str> {
        let read = self.reading.metric.as_ref().map(|(metric, _)| &**metric);
        read.or_else(|| self.fields.metric.as_ref().map(|metric| metric.value.as_str()))
    }

    /// The unit of its values: as they are written, else as its field says.
    pub fn unit(&self) -> Option<&str> {
        let written = self.amounts().map(|amount| &*amount.unit).find(|unit| !unit.is_empty());
        written.or_else(|| self.fields.unit.as_ref().map(|unit| unit.value.as_str()))
    }

    /// Whether the statement or its fields name a metric or a value.
    pub fn is_measured(&self) -> bool {
        self.metric().is_some() || self.reading.vanity.is_some() || self.amounts().next().is_some()
    }

    fn amounts(&self) -> impl Iterator<Item = &Amount> {
        [&self.reading.target, &self.reading.baseline, &self.reading.current].into_iter().flatten()
    }
}

/// Values of a key result that stand in their own field, column or sub-bullet, as written.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// What is measured.
    pub metric: Option<Spanned<String>>,
    /// Where it started.
    pub baseline: Option<Spanned<String>>,
    /// Where it should be.
    pub target: Option<Spanned<String>>,
    /// Where it is now.
    pub current: Option<Spanned<String>>,
    /// Unit.
    pub unit: Option<Spanned<String>>,
    /// Direction word.
    pub direction: Option<Spanned<String>>,
    /// Where the number comes from.
    pub source: Option<Spanned<String>>,
}

/// A score and the scale it was written in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Normalised to 0.0..=1.0 (not clamped: 1.4 stays 1.4); `None` where it has no number ("n/a", a bare status).
    pub value: Option<f64>,
    /// The scale as written.
    pub scale: Scale,
}

/// How a score was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// 0.0 to 1.0.
    Unit,
    /// 0 to 100, with or without `%`.
    Percent,
    /// n of m.
    OutOf(f64),
    /// A grade in letters or colours.
    Grade,
}

/// How the words of a check-in are read.
type Reader = fn(&Text) -> Told;

/// A dated update: of a key result, or of all that stand together.
#[derive(Debug, Clone, Default)]
pub struct CheckIn {
    /// When.
    pub date: Option<Spanned<Date>>,
    /// The words that are yet to be read, and how.
    words: Option<(Text, Reader)>,
    told: OnceLock<Told>,
}

impl CheckIn {
    /// A check-in whose values are known.
    pub fn new(date: Option<Spanned<Date>>, told: Told) -> Self {
        Self { date, words: None, told: OnceLock::from(told) }
    }

    /// A check-in in words, which are read when somebody asks: most rules want to know only when it was written.
    pub(crate) fn in_words(date: Option<Spanned<Date>>, words: Text, read: Reader) -> Self {
        Self { date, words: Some((words, read)), told: OnceLock::new() }
    }

    /// What it says.
    pub fn told(&self) -> &Told {
        self.told.get_or_init(|| self.words.as_ref().map(|(words, read)| read(words)).unwrap_or_default())
    }
}

/// What a check-in says.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The value then, as written.
    pub value: Option<Spanned<String>>,
    /// Confidence 0.0..=1.0.
    pub confidence: Option<Spanned<f64>>,
    /// Status word as written.
    pub status: Option<Spanned<String>>,
    /// What else is told: reasons, next steps.
    pub note: Option<Text>,
}

/// A line of a change log: what was changed, and why.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// When.
    pub date: Option<Spanned<Date>>,
    /// What it says, without the date and the name of the key result.
    pub text: Text,
}

/// The id before a colon: "KR1: cut-off times set the limit".
fn named(text: &str) -> Option<&str> {
    let (name, _) = text.split_once(':')?;
    let name = name.trim();
    let is_id = name.len() <= 24 && !name.contains(' ') && name.bytes().any(|b| b.is_ascii_digit());
    is_id.then_some(name)
}

/// Whether an id says more than the place in its document: it has a word before its number that is not the word for the item itself.
pub(crate) fn is_global_id(id: &str) -> bool {
    let mut words = id.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(|word| {
        !["O", "KR", "OBJ", "OKR", "OBJECTIVE", "KEY", "RESULT", "K", "R"].iter().any(|own| word.eq_ignore_ascii_case(own))
    })
}

#[cfg(test)]
mod tests {
    use super::{Item, Section, is_global_id};
    use crate::source::{Span, Spanned, TextBuilder};

    #[test]
    fn a_lesson_speaks_of_whom_it_names() {
        let section = |lesson: &str| {
            let mut text = TextBuilder::default();
            text.push(lesson, 0);
            Section { lessons: vec![text.finish()], ..Section::default() }
        };
        let item = |id: &str| Item { id: Some(Spanned::new(id.to_owned(), Span::default())), ..Item::default() };
        assert!(section("KR1: porters were late").tells_of(&item("SU-O1-KR1")));
        assert!(!section("KR1: porters were late").tells_of(&item("SU-O1-KR11")));
        assert!(!section("KR1: porters were late").tells_of(&item("")));
        assert!(section("We learned: ask first").tells_of(&item("KR2")) && !Section::default().tells_of(&item("KR2")));
    }

    #[test]
    fn an_id_with_its_own_prefix_is_global() {
        assert!(["PAY-O1", "C-O2-KR1", "LEGAL-1"].into_iter().all(is_global_id));
        assert!(!["O1", "KR2.1", "O1-KR3", "1.2", "Objective 1"].into_iter().any(is_global_id));
    }
}
