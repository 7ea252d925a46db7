//! `rules/<flag>/<rule>.toml` as one static table, sorted by name.

use std::error::Error;
use std::fmt::{Debug, Write as _};
use std::fs;
use std::path::{Path, PathBuf};

use super::rule_file::{
    ExampleFile, MatchFile, MeasuredFile, OptionValue, RemedyFile, RuleFile, VariantFile, VersionFile, WordsFile,
};
use super::topics::Topics;
use super::vocabulary::Term;
use super::{stem, toml_files};

/// The code of `static RULES` and of what the topics of the rules need.
pub(crate) fn rules(folder: &Path, terms: &[Term]) -> Result<String, Box<dyn Error>> {
    let mut flags: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    flags.retain(|path| path.is_dir() && !path.ends_with("lexicons"));
    let mut rows = Vec::new();
    for flag in flags {
        for path in toml_files(&flag)? {
            let file = RuleFile::parse(&fs::read_to_string(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
            rows.push((stem(&path), camel(&stem(&flag)), file));
        }
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(format!("two rules are named {}", pair[0].0).into());
    }
    if let Some((name, ..)) = rows.iter().find(|(_, _, file)| file.flag.is_some()) {
        return Err(format!("{name}: the flag of a built-in rule is its folder; leave `flag` out").into());
    }
    if let Some((name, unknown)) = unknown_silence(&rows) {
        return Err(format!("{name} silences {unknown}, which is no rule").into());
    }
    let mut topics = Topics::new(terms);
    let mut code = format!("/// Every rule, sorted by name.\nstatic RULES: [Rule; {}] = [\n", rows.len());
    for (name, flag, file) in &rows {
        let topic = file.topic.as_ref().map_or(Ok(0), |topic| topics.bit(topic)).map_err(|error| format!("{name}: {error}"))?;
        writeln!(code, "{},", rule(name, flag, topic, file)?)?;
    }
    code.push_str("];\n");
    code.push_str(&topics.table());
    Ok(code)
}

fn unknown_silence(rows: &[(String, String, RuleFile)]) -> Option<(&str, &str)> {
    let names: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    rows.iter()
        .flat_map(|row| row.2.silences.iter().map(|other| (row.0.as_str(), other.as_str())))
        .find(|pair| !names.contains(&pair.1))
}

/// The code of one `Rule`.
fn rule(name: &str, flag: &str, topic: u32, file: &RuleFile) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    write!(code, "Rule {{ name: {name:?}, flag: Flag::{flag}, summary: {:?}, ", file.summary)?;
    write!(
        code,
        "scope: Scope::{:?}, level: Level::{:?}, confidence: Confidence::{:?}, ",
        file.scope, file.level, file.confidence
    )?;
    write!(code, "silences: {}, topic: {topic:#x}, variants: &[{}", list(&file.silences), variant("", file, None))?;
    for (name, case) in &file.variant {
        write!(code, ", {}", variant(name, file, Some(case)))?;
    }
    let labels: Vec<(&String, &String)> = file.labels.iter().collect();
    write!(code, "], labels: {}, why: {:?}, fix: {:?}, ", list(&labels), file.why.trim(), file.fix.trim())?;
    write!(code, "exceptions: {}, source: {:?}, options: &[", list(&file.exceptions), file.source)?;
    for (name, option) in &file.options {
        let default = match &option.default {
            OptionValue::Words(words) => format!("Words({})", list(words)),
            other => format!("{other:?}").replace(".to_string()", ""),
        };
        write!(code, "RuleOption {{ name: {name:?}, default: OptionDefault::{default}, doc: {:?} }}, ", option.doc)?;
    }
    let measured = file.measured.as_ref().map_or_else(|| "None".to_owned(), measured);
    let matches = file.matches.as_ref().map_or_else(|| "None".to_owned(), |m| format!("Some({})", matches(m, file)));
    write!(code, "], measured: {measured}, matches: {matches}, examples: &[")?;
    for example in file.bad.iter().chain(&file.good) {
        write!(code, "{}, ", self::example(example))?;
    }
    code.push_str("] }");
    Ok(code)
}

fn measured(file: &MeasuredFile) -> String {
    let MeasuredFile { findings, wrong, date } = file;
    format!("Some(Measured {{ findings: {findings}, wrong: {wrong}, date: {:?} }})", date.to_string())
}

fn variant(name: &str, file: &RuleFile, case: Option<&VariantFile>) -> String {
    let text = |own: fn(&VariantFile) -> &Option<String>, default: &str| {
        case.and_then(|case| own(case).clone()).unwrap_or_else(|| default.to_owned()).trim().to_owned()
    };
    format!(
        "Variant {{ name: {name:?}, level: Level::{:?}, confidence: Confidence::{:?}, message: {:?}, label: {:?}, help: {:?}, \
         remedy: {} }}",
        case.and_then(|case| case.level).unwrap_or(file.level),
        case.and_then(|case| case.confidence).unwrap_or(file.confidence),
        text(|case| &case.message, &file.message),
        text(|case| &case.label, &file.label),
        text(|case| &case.help, &file.help),
        self::remedy(case.and_then(|case| case.remedy.as_ref()).or(file.remedy.as_ref())),
    )
}

fn remedy(file: Option<&RemedyFile>) -> String {
    let none = RemedyFile::default();
    let RemedyFile { title, field, rewording } = file.unwrap_or(&none);
    format!("Remedy {{ title: {title:?}, field: {field:?}, rewording: {rewording:?} }}")
}

/// The names of marks and pieces are those of the enums in the library; a wrong one does not compile.
fn matches(file: &MatchFile, rule: &RuleFile) -> String {
    let mark = file.mark.as_ref().map_or_else(|| "None".to_owned(), |mark| format!("Some(MarkKind::{})", camel(mark)));
    let underline = file.underline.as_ref().map_or_else(|| "None".to_owned(), |name| format!("Some({})", piece(name)));
    let of_list = |(name, list): (&'_ String, &'_ WordsFile)| {
        list.terms().into_iter().map(|(term, note)| format!("({name:?}, {term:?}, {note:?}), ")).collect::<String>()
    };
    let words: String = rule.lexicon.iter().map(of_list).collect();
    format!(
        "Match {{ mark: {mark}, lexicon: {}, words: &[{words}], regex: {:?}, condition: {:?}, underline: {underline}, \
         matcher: OnceLock::new() }}",
        list(&file.lexicon),
        file.regex.as_deref().unwrap_or_default(),
        file.condition.as_deref().unwrap_or_default(),
    )
}

/// A part of a statement, or else the kind of a mark.
fn piece(name: &str) -> String {
    match name {
        "statement" | "verb" | "metric" | "baseline" | "target" | "current" | "deadline" | "vanity" => {
            format!("Piece::{}", camel(name))
        }
        mark => format!("Piece::Mark(MarkKind::{})", camel(mark)),
    }
}

fn example(file: &ExampleFile) -> String {
    format!(
        "Example {{ document: {:?}, fixed: {:?}, underline: {}, format: {:?}, path: {:?}, today: {:?}, also: {}, touched: {}, \
         versions: &[{}] }}",
        file.document(),
        file.fixed,
        list(file.underline.texts()),
        file.format,
        file.path,
        file.today,
        list(&file.also.iter().map(|other| (&other.path, &other.document)).collect::<Vec<_>>()),
        list(&file.touched),
        file.versions.iter().map(version).collect::<String>()
    )
}

fn version(file: &VersionFile) -> String {
    format!("ExampleVersion {{ date: {:?}, message: {:?}, document: {:?} }}, ", file.date, file.message, file.document)
}

fn list<T: Debug>(items: &[T]) -> String {
    format!("&{items:?}")
}

/// `wants-guardrail` as `WantsGuardrail`.
fn camel(name: &str) -> String {
    name.split('-').flat_map(|word| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1))).collect()
}
