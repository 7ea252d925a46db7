//! TOML, YAML, JSON and CSV: parse, map, and tell OKR documents from other files of these formats.

mod rooms;

pub(crate) use rooms::Rooms;

use super::tree::Parsed;
use super::{Context, ReadResult, csv, json, mapper, toml, yaml};
use crate::model::{Document, Format, Section};
use crate::source::{Source, Span};

/// The words without which a file holds no OKRs are looked for in this many bytes from its start.
const SNIFFED: usize = 64 * 1024;

/// Reads a structured source. A file that has nothing of an OKR document gives no objectives and no problems.
pub(super) fn read(source: &Source, format: Format, context: &Context) -> ReadResult {
    if !may_hold_okrs(&source.text) {
        return nothing(source, format);
    }
    let (parsed, above) = match format {
        Format::Toml => (toml::parse(&source.text), Span::default()),
        Format::Yaml => (yaml::parse(&source.text), Span::default()),
        Format::Json => (json::parse(&source.text), Span::default()),
        Format::Csv | Format::Markdown => {
            let sheet = csv::parse(&source.text);
            (sheet.parsed, sheet.above)
        }
    };
    result(parsed, above, source, format, context)
}

fn result(mut parsed: Parsed<'_>, above: Span, source: &Source, format: Format, context: &Context) -> ReadResult {
    let mapped = mapper::map(&parsed, source, format, context, above);
    let broken = !parsed.problems.is_empty();
    let recognised = mapped.recognised || (broken && names_objectives_and_key_results(&source.text));
    if !recognised && mapped.document.objectives.is_empty() && !(broken && context.named) {
        return nothing(source, format);
    }
    let mut problems = std::mem::take(&mut parsed.problems);
    problems.iter_mut().for_each(|problem| problem.span = visible(problem.span, &source.text));
    problems.extend(mapped.problems);
    problems.sort_by_key(|problem| problem.span);
    ReadResult { document: mapped.document, problems, recognised }
}

/// A place that can be underlined: where a parser gives a point between two characters, the next word or quoted text, or at the end of a
/// line the character before it.
fn visible(span: Span, text: &str) -> Span {
    let at = span.start as usize;
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return span };
    if !span.is_empty() {
        return span;
    }
    let word = after.trim_start_matches([' ', '\t']);
    let start = text.len() - word.len();
    let length = match word.chars().next() {
        Some(quote @ ('"' | '\'')) => word[1..].lines().next().and_then(|line| line.find(quote)).map_or(1, |end| end + 2),
        Some(c) if c.is_alphanumeric() => word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len()),
        Some(c) if !matches!(c, '\n' | '\r') => c.len_utf8(),
        _ => {
            let line = before.trim_end();
            let last = line.chars().next_back().map_or(0, char::len_utf8);
            return Span::new(line.len() - last, line.len());
        }
    };
    Span::new(start, start + length)
}

fn nothing(source: &Source, format: Format) -> ReadResult {
    let document = Document {
        path: source.path.clone(),
        format,
        sections: vec![Section::default()],
        objectives: Vec::new(),
        prose: Vec::new(),
        tabled: 0,
        touched: Vec::new(),
    };
    ReadResult { document, problems: Vec::new(), recognised: false }
}

/// Whether a text may be an OKR document, told from words that every known format has in one language or another. Spares parsing lock files
/// and manifests.
pub(super) fn may_hold_okrs(text: &str) -> bool {
    let start = text.as_bytes().get(..SNIFFED).unwrap_or(text.as_bytes());
    const WORDS: [&str; 16] = [
        "bjective",
        "BJECTIVE",
        "okr",
        "OKR",
        "key_result",
        "keyResult",
        "KeyResult",
        "Key Result",
        "Key result",
        "krs",
        "goal",
        "Goal",
        "bjetivo",
        "Ziel",
        "目标",
        "目標",
    ];
    WORDS.iter().any(|word| memchr::memmem::find(start, word.as_bytes()).is_some())
}

/// Whether a broken file has the names of both, so that its syntax errors are worth reporting although nothing of it could be read.
fn names_objectives_and_key_results(text: &str) -> bool {
    let start = text.as_bytes().get(..SNIFFED).unwrap_or(text.as_bytes());
    let has = |words: &[&str]| words.iter().any(|word| memchr::memmem::find(start, word.as_bytes()).is_some());
    has(&["objectives", "\"objective\"", "objective:"]) && has(&["key_results", "keyResults", "key-results", "krs"])
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
