//! A hundred rules as teams write them for themselves: word lists, regular expressions and conditions, most of which find nothing in most
//! documents.

use std::fs;
use std::io;
use std::path::Path;

/// Rules of each kind, a hundred together.
const WORDS: usize = 40;
const PATTERNS: usize = 30;
const CONDITIONS: usize = 30;

/// Writes the rules and a configuration that names them into a folder.
///
/// # Errors
///
/// The files cannot be written.
pub(crate) fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("okr-rules"))?;
    for number in 0..WORDS + PATTERNS + CONDITIONS {
        fs::write(folder.join(format!("okr-rules/own-{number:03}.toml")), rule(number))?;
    }
    fs::write(folder.join("okrlint.toml"), "rules = [\"okr-rules/*.toml\"]\ntoday = \"2026-08-15\"\n")
}

fn rule(number: usize) -> String {
    let scope = if number % 5 == 4 { "objective" } else { "key-result" };
    let item = scope.replace('-', "_");
    let matches = match number.checked_sub(WORDS) {
        None => words(number),
        Some(number) if number < PATTERNS => pattern(number),
        Some(number) => condition(number - PATTERNS, &item),
    };
    format!(
        "summary = \"Own rule {number}.\"\nflag = \"value\"\nscope = \"{scope}\"\nlevel = \"warning\"\nconfidence = \"high\"\n\
         message = \"rule {number} about {{quote}} of {{set.team}}\"\nwhy = \"w\"\nfix = \"f\"\nsource = \"s\"\n{matches}"
    )
}

/// Ten words or phrases, one of which stands in some documents.
fn words(number: usize) -> String {
    const COMMON: [&str; 4] = ["season tickets", "workshops", "followers", "connection"];
    let rare = (0..9).map(|n| format!("\"tool {number} {}\", ", char::from(b'a' + n)));
    format!("[match]\nlexicon = [\"own\"]\n[lexicon]\nown = [{}\"{} {number}\"]\n", rare.collect::<String>(), COMMON[number % 4])
}

fn pattern(number: usize) -> String {
    let regex = match number % 5 {
        0 => format!(r"(?i)\bproject\s+x{number}\b"),
        1 => format!(r"PRJ-\d+{number}\b"),
        2 => format!(r"(?i)\b(?:roll|ship|push)(?:s|ed|ing)?\s+out\s+v{number}"),
        3 => format!(r"\b{number}\d\d%\s*$"),
        _ => format!(r"(?i)^(?:implement|introduce|set up)\b.*\bv{number}\b"),
    };
    format!("[match]\nregex = '{regex}'\n")
}

fn condition(number: usize, item: &str) -> String {
    let condition = match (number % 6, item) {
        (0, _) => format!("set.level == 'company' && size({item}.owners) > {number}"),
        (1, "objective") => format!("objective.key_results.exists(k, k.measure.target.value > {number}000.0)"),
        (1, _) => format!("key_result.class == 'outcome' && key_result.measure.target.value > {number}000.0"),
        (2, _) => format!("{item}.confidence < 0.0{number} && {item}.score == null"),
        (3, "objective") => format!("objective.text.startsWith('Objective {number}')"),
        (3, _) => format!("key_result.deadline.date < day('2020-01-{number:02}')"),
        (4, _) => format!("{item}.id.startsWith('PAY-O{number}') && !has({item}.priority)"),
        _ => format!("{item}.text.contains('quarter {number}') || set.team == 'Team {number}'"),
    };
    format!("[match]\ncondition = \"{condition}\"\n")
}
