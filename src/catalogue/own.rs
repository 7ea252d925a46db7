//! A user's own rules: files of the same form as those of the built-in rules, read when okrlint runs. The texts of a rule live as long as the
//! program, as those of built-in rules do, so that everything that speaks of rules knows one kind of them.

use std::ops::Range;
use std::sync::OnceLock;

use super::matcher::{Fault, Matcher};
use super::rule_file::{ExampleFile, MatchFile, RemedyFile, RuleFile, RuleFileError, VersionFile, place};
use super::{Catalogue, Example, ExampleVersion, Flag, Match, Measured, OptionDefault, Piece, Remedy, Rule, RuleOption, Variant};
use crate::catalogue::{self, OptionValue};
use crate::condition::Mistake;
use crate::read::Problem;
use crate::source::{Source, Span};
use crate::statement::MarkKind;
use crate::trouble::did_you_mean;

/// Keeps a text for as long as the program runs.
fn keep(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// Keeps a list for as long as the program runs.
fn keep_all<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    items.into_iter().collect::<Vec<_>>().leak()
}

fn keep_texts(texts: impl IntoIterator<Item = String>) -> &'static [&'static str] {
    keep_all(texts.into_iter().map(keep))
}

/// Reads a rule file; the rule is named as its file.
///
/// # Errors
///
/// All mistakes that can be told at once, with their places in the file.
pub(crate) fn read(source: &Source) -> Result<&'static Rule, Vec<Problem>> {
    let name = source.path.rsplit('/').next().and_then(|file| file.strip_suffix(".toml")).unwrap_or(&source.path);
    let file = RuleFile::parse(&source.text).map_err(|error| vec![unreadable(source, error)])?;
    let (flag, pieces) = settled(source, name, &file)?;
    let rule = Box::leak(Box::new(rule(name, flag, pieces, file)));
    let Some(matches) = &rule.matches else { return Ok(rule) };
    let matcher =
        Matcher::new(rule, matches).map_err(|faults| faults.iter().map(|fault| located(source, fault)).collect::<Vec<_>>())?;
    // Nobody else knows of the rule yet.
    let _ = matches.matcher.set(matcher);
    Ok(rule)
}

/// Joins rules to a catalogue; each comes with its file.
///
/// # Errors
///
/// Names that two of them or a built-in rule have, and rules to be silenced that do not exist: the file by its index, and the problem.
pub(crate) fn join(rules: &[(&'static Rule, &Source)]) -> Result<Catalogue, Vec<(usize, Problem)>> {
    let catalogue = Catalogue::with(rules.iter().map(|(rule, _)| *rule).collect());
    let mut problems = Vec::new();
    for (nth, (rule, source)) in rules.iter().enumerate() {
        let start = Span::new(0, source.text.lines().next().map_or(0, str::len));
        if catalogue::find(rule.name).is_some() || Flag::find(rule.name).is_some() {
            let message = format!("`{}` is the name of a built-in rule or red flag", rule.name);
            problems.push((nth, problem(start, message, "this file", "give the file another name".to_owned())));
        }
        if let Some((_, other)) = rules.iter().take(nth).find(|(other, _)| other.name == rule.name) {
            let message = format!("`{}` is also the name of the rule in `{}`", rule.name, other.path);
            problems.push((nth, problem(start, message, "this file", "give one of the files another name".to_owned())));
        }
        for unknown in rule.silences.iter().filter(|name| catalogue.find(name).is_none()) {
            let help = match catalogue.suggest(unknown) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`okrlint rules` lists all rules".to_owned(),
            };
            let span = place(&source.text, &["silences"], usize::MAX).map_or(start, Span::from);
            problems.push((nth, problem(span, format!("there is no rule `{unknown}` to silence"), "unknown name", help)));
        }
    }
    if problems.is_empty() { Ok(catalogue) } else { Err(problems) }
}

fn problem(span: Span, message: String, label: &str, help: String) -> Problem {
    Problem { rule: "config", span, message, label: label.to_owned(), help }
}

/// A file that is not of the form of a rule file.
fn unreadable(source: &Source, error: RuleFileError) -> Problem {
    let start = Span::new(0, source.text.lines().next().map_or(0, str::len));
    let span = error.span.map_or(start, Span::from);
    // The reader names the unknown word first and then, each between back-ticks, what it knows.
    let mut words = error.message.split('`').skip(1).step_by(2);
    let meant = match error.message.starts_with("unknown ") {
        true => words.next().and_then(|unknown| did_you_mean(unknown, words)),
        false => None,
    };
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`okrlint rules new` writes a rule file to start from".to_owned(),
    };
    let message = error.message.split(", expected one of").next().unwrap_or_default().to_owned();
    problem(span, message, "here", help)
}

/// What a file of its own kind must have besides: the flag, and what is underlined.
fn settled(source: &Source, name: &str, file: &RuleFile) -> Result<(Flag, Pieces), Vec<Problem>> {
    let start = Span::new(0, source.text.lines().next().map_or(0, str::len));
    let at = |keys: &[&str]| place(&source.text, keys, 0).map_or(start, Span::from);
    let mut problems = Vec::new();
    if !name.starts_with(|c: char| c.is_ascii_lowercase())
        || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        let message = format!("`{name}` is no name for a rule");
        problems.push(problem(
            start,
            message,
            "this file",
            "name the file in small letters with hyphens, such as no-tool-names.toml".to_owned(),
        ));
    }
    let names: Vec<&str> = Flag::ALL.iter().map(|flag| flag.name()).collect();
    let flag = file.flag.as_deref().and_then(Flag::find);
    if flag.is_none() {
        let (message, label) = match &file.flag {
            Some(flag) => (format!("there is no red flag `{flag}`"), "unknown name"),
            None => ("`flag` is missing: which red flag does the rule belong to?".to_owned(), "no `flag`"),
        };
        let help = match file.flag.as_deref().and_then(|flag| did_you_mean(flag, names.iter().copied())) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("write flag = one of {}", names.join(", ")),
        };
        problems.push(problem(at(&["flag"]), message, label, help));
    }
    let matches = file.matches.as_ref();
    if matches.is_none() {
        let help = "write [match] with a `lexicon`, a `regex` or a `condition`".to_owned();
        problems.push(problem(start, "the rule looks for nothing".to_owned(), "no `[match]`", help));
    }
    let for_code = [("variant", file.variant.is_empty()), ("labels", file.labels.is_empty()), ("topic", file.topic.is_none())];
    for (key, _) in for_code.iter().filter(|(_, left_out)| !left_out) {
        let message = format!("`{key}` is for rules with code of their own");
        problems.push(problem(
            at(&[key]),
            message,
            "not here",
            format!("leave `{key}` out; write a second rule for another case"),
        ));
    }
    let piece = |key: &'static str, name: &Option<String>, find: fn(&str) -> Option<Piece>| match name
        .as_deref()
        .map(|name| (name, find(name)))
    {
        Some((name, None)) => {
            let known: Vec<String> =
                Piece::NAMES.iter().map(|(name, _)| (*name).to_owned()).chain(MarkKind::ALL.map(MarkKind::name)).collect();
            let help = match did_you_mean(name, known.iter().map(String::as_str)) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("write one of {}", known.join(", ")),
            };
            Err(problem(at(&["match", key]), format!("there is no `{name}` on a statement"), "unknown name", help))
        }
        found => Ok(found.and_then(|(_, piece)| piece)),
    };
    let mark = piece("mark", &matches.and_then(|matches| matches.mark.clone()), |name| MarkKind::find(name).map(Piece::Mark));
    let underline = piece("underline", &matches.and_then(|matches| matches.underline.clone()), Piece::find);
    match (flag, mark, underline) {
        (Some(flag), Ok(mark), Ok(underline)) if problems.is_empty() => Ok((flag, Pieces { mark, underline })),
        (_, mark, underline) => {
            problems.extend(mark.err().into_iter().chain(underline.err()));
            Err(problems)
        }
    }
}

/// The parts of statements that a file names.
struct Pieces {
    mark: Option<Piece>,
    underline: Option<Piece>,
}

fn rule(name: &str, flag: Flag, pieces: Pieces, file: RuleFile) -> Rule {
    let lexicon: Vec<(&'static str, Vec<(String, String)>)> = file
        .lexicon
        .iter()
        .map(|(name, list)| {
            (keep(name.clone()), list.terms().into_iter().map(|(term, note)| (term.to_owned(), note.to_owned())).collect())
        })
        .collect();
    let matches = file.matches.map(|matches| matched(matches, lexicon, pieces));
    let options = file.options.into_iter();
    let options =
        options.map(|(name, option)| RuleOption { name: keep(name), default: default(option.default), doc: keep(option.doc) });
    let measured = file.measured.map(|m| Measured { findings: m.findings, wrong: m.wrong, date: keep(m.date.to_string()) });
    let text = |text: String| keep(text.trim().to_owned());
    let RemedyFile { title, field, rewording } = file.remedy.unwrap_or_default();
    let remedy = Remedy { title: keep(title), field: keep(field), rewording: keep(rewording) };
    let (level, confidence) = (file.level, file.confidence);
    let variant = Variant {
        name: "",
        level,
        confidence,
        message: text(file.message),
        label: text(file.label),
        help: text(file.help),
        remedy,
    };
    Rule {
        name: keep(name.to_owned()),
        flag,
        summary: keep(file.summary),
        scope: file.scope,
        level,
        confidence,
        silences: keep_texts(file.silences),
        topic: 0,
        variants: keep_all([variant]),
        labels: &[],
        why: text(file.why),
        fix: text(file.fix),
        exceptions: keep_texts(file.exceptions),
        source: keep(file.source),
        options: keep_all(options),
        measured,
        matches,
        examples: keep_all(file.bad.into_iter().chain(file.good).map(example)),
    }
}

fn matched(file: MatchFile, lexicon: Vec<(&'static str, Vec<(String, String)>)>, pieces: Pieces) -> Match {
    let words =
        lexicon.into_iter().flat_map(|(list, terms)| terms.into_iter().map(move |(term, note)| (list, keep(term), keep(note))));
    Match {
        mark: match pieces.mark {
            Some(Piece::Mark(kind)) => Some(kind),
            _ => None,
        },
        lexicon: keep_texts(file.lexicon),
        words: keep_all(words),
        regex: keep(file.regex.unwrap_or_default()),
        condition: keep(file.condition.unwrap_or_default()),
        underline: pieces.underline,
        matcher: OnceLock::new(),
    }
}

fn default(value: OptionValue) -> OptionDefault {
    match value {
        OptionValue::Switch(on) => OptionDefault::Switch(on),
        OptionValue::Integer(number) => OptionDefault::Integer(number),
        OptionValue::Text(text) => OptionDefault::Text(keep(text)),
        OptionValue::Words(words) => OptionDefault::Words(keep_texts(words)),
    }
}

fn example(file: ExampleFile) -> Example {
    let version = |VersionFile { date, message, document }| ExampleVersion {
        date: keep(date),
        message: keep(message),
        document: keep(document),
    };
    Example {
        document: keep(file.document().to_owned()),
        fixed: keep(file.fixed),
        underline: keep_texts(file.underline.texts().to_vec()),
        format: keep(file.format),
        path: keep(file.path),
        today: keep(file.today),
        also: keep_all(file.also.into_iter().map(|other| (keep(other.path), keep(other.document)))),
        touched: keep_texts(file.touched),
        versions: keep_all(file.versions.into_iter().map(version)),
    }
}

/// A mistake inside a text of the file, in its place.
fn located(source: &Source, fault: &Fault) -> Problem {
    let Mistake { range, message, help } = &fault.mistake;
    let span = match place(&source.text, &fault.keys, 0) {
        Some(value) if range.is_empty() => value.into(),
        Some(value) => inside(source, value, range.clone()),
        None => Span::default(),
    };
    problem(span, message.clone(), "here", help.clone())
}

/// Where a part of a text stands in the file that writes the text as a TOML string.
pub(crate) fn inside(source: &Source, string: Range<usize>, part: Range<usize>) -> Span {
    let raw = source.text.get(string.clone()).unwrap_or_default();
    let at = |offset| string.start + written(raw, offset);
    Span::new(at(part.start), at(part.end))
}

/// Where a byte of a TOML string's value is written, in bytes from the start of the string's own notation.
fn written(raw: &str, offset: usize) -> usize {
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| raw.starts_with(quote)).map_or(0, str::len);
    let body = raw.get(quotes..).unwrap_or_default();
    // A line break right behind three quotes is none of the value's.
    let skipped =
        if quotes == 3 { body.len() - body.trim_start_matches('\r').strip_prefix('\n').unwrap_or(body).len() } else { 0 };
    let start = quotes + skipped;
    if raw.starts_with('\'') {
        return start + offset;
    }
    let (mut at, mut value) = (start, 0);
    while value < offset {
        let rest = raw.get(at..).unwrap_or_default();
        let (length, stands_for) = match rest.as_bytes() {
            [] => break,
            [b'\\', b'u', ..] => escaped(rest, 6),
            [b'\\', b'U', ..] => escaped(rest, 10),
            [b'\\', b'\n' | b'\r' | b' ' | b'\t', ..] => (rest.len() - rest[1..].trim_start().len(), 0),
            [b'\\', ..] => (2, 1),
            _ => rest.chars().next().map_or((1, 1), |c| (c.len_utf8(), c.len_utf8())),
        };
        at += length;
        value += stands_for;
    }
    at.min(raw.len())
}

/// The length of an escape, and that of the character it stands for.
fn escaped(rest: &str, length: usize) -> (usize, usize) {
    let code = rest.get(2..length).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    (length, code.and_then(char::from_u32).map_or(1, char::len_utf8))
}

#[cfg(test)]
#[path = "own/tests.rs"]
mod tests;
