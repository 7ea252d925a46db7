//! Turns `rules/lexicons/*.toml` and `rules/<flag>/*.toml` into static tables, so that starting the program parses nothing.

#[path = "src/lexicon/hash.rs"]
mod hash;
#[path = "build/inflection.rs"]
mod inflection;
#[path = "src/catalogue/rule_file.rs"]
pub mod rule_file;
#[path = "build/rules.rs"]
mod rules;
#[path = "build/topics.rs"]
mod topics;
#[path = "build/vocabulary.rs"]
mod vocabulary;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

use inflection::Inflect;
use vocabulary::Term;

/// One file of `rules/lexicons/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    /// What the list is for; read by people only.
    #[serde(rename = "description")]
    _description: String,
    /// Whether its terms are looked up in every statement.
    #[serde(default)]
    statement: bool,
    /// Whether its terms are looked up in any text, together with those of the other such lists.
    #[serde(default)]
    text: bool,
    /// How its terms change their form.
    #[serde(default)]
    inflect: Inflect,
    #[serde(default)]
    group: Vec<Group>,
    #[serde(default)]
    entry: Vec<Entry>,
}

/// Terms that share a class and a note.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    class: String,
    #[serde(default)]
    note: String,
    /// Where it differs from the rest of the lexicon.
    inflect: Option<Inflect>,
    terms: Vec<String>,
}

/// A term with its own note.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    term: String,
    class: String,
    #[serde(default)]
    note: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/lexicon/hash.rs");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/catalogue/rule_file.rs");
    println!("cargo::rerun-if-changed=src/catalogue/rule_file");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let (tables, terms) = lexicons(Path::new("rules/lexicons"))?;
    fs::write(out.join("lexicons.rs"), tables)?;
    fs::write(out.join("classes.rs"), classes(&terms)?)?;
    let of_statements: Vec<&Term> = terms.iter().filter(|term| term.statement).collect();
    fs::write(out.join("vocabulary.rs"), vocabulary::vocabulary(&of_statements)?)?;
    fs::write(out.join("rules.rs"), rules::rules(Path::new("rules"), &terms)?)?;
    Ok(())
}

/// One static table a lexicon, `pub(crate) static FIELD_LABELS: &Table`, its terms sorted and in lower case, but for the
/// statement lexicons, which go into the vocabulary; and the terms of all lexicons.
fn lexicons(folder: &Path) -> Result<(String, Vec<Term>), Box<dyn Error>> {
    let mut code = String::new();
    let (mut terms, mut of_texts) = (Vec::new(), Vec::new());
    for path in toml_files(folder)? {
        let lexicon: Lexicon = toml::from_str(&fs::read_to_string(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        let name = stem(&path);
        let own = lexicon.inflect;
        let mut rows: Vec<(String, String, String, Inflect)> = lexicon
            .group
            .into_iter()
            .flat_map(|g| g.terms.into_iter().map(move |term| (term, g.class.clone(), g.note.clone(), g.inflect.unwrap_or(own))))
            .chain(lexicon.entry.into_iter().map(|e| (e.term, e.class, e.note, own)))
            .map(|(term, class, note, inflect)| (term.to_lowercase(), class, note, inflect))
            .collect();
        rows.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].1 == pair[1].1) {
            return Err(format!("{}: {:?} stands twice in class {}", path.display(), pair[0].0, pair[0].1).into());
        }
        let (statement, words) = (lexicon.statement, lexicon.statement || lexicon.text);
        let term = |(text, class, note, inflect)| Term { text, lexicon: name.clone(), class, note, inflect, statement, words };
        terms.extend(rows.iter().cloned().map(term));
        if statement {
            continue;
        }
        if lexicon.text {
            let named = |(term, class, note)| (term, format!("{name}/{class}"), note);
            of_texts.extend(rows.iter().flat_map(forms).map(named));
            continue;
        }
        let written = rows.iter().flat_map(|row| match row {
            (term, class, note, Inflect::None) => vec![(term.clone(), class.clone(), note.clone())],
            row => forms(row),
        });
        let mut rows: Vec<(String, String, String)> = written.collect();
        rows.sort();
        rows.dedup();
        write_table(&mut code, &name.to_uppercase().replace('-', "_"), rows)?;
    }
    of_texts.sort();
    of_texts.dedup();
    write_table(&mut code, "TEXT_TERMS", of_texts)?;
    Ok((code, terms))
}

/// The code of `static CLASSES: &[Class]`: what rules can look for by the name of a lexicon's class, sorted by name.
fn classes(terms: &[Term]) -> Result<String, Box<dyn Error>> {
    let mut classes: BTreeMap<(&str, &str), BTreeMap<String, &str>> = BTreeMap::new();
    for term in terms.iter().filter(|term| term.words) {
        let forms = inflection::inflect(&vocabulary::split(&term.text), term.inflect).into_iter();
        let class = classes.entry((&term.lexicon, &term.class)).or_default();
        class.extend(forms.map(|(words, _)| (words.join(" "), term.note.as_str())));
    }
    let mut code = String::from(
        "/// The classes of the lexicons that speak of words in statements and texts.\npub(crate) static CLASSES: &[Class] = &[\n",
    );
    for ((lexicon, name), terms) in classes {
        writeln!(code, "    Class {{ lexicon: {lexicon:?}, name: {name:?}, terms: &{:?} }},", Vec::from_iter(terms))?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// Every form of a term, its words as `lexicon::terms` writes them: with one space between them.
fn forms((term, class, note, how): &(String, String, String, Inflect)) -> Vec<(String, String, String)> {
    let words: Vec<String> =
        term.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let forms = inflection::inflect(&words, *how).into_iter();
    forms.map(|(words, _)| (words.join(" "), class.clone(), note.clone())).collect()
}

/// A static table of entries sorted by term.
fn write_table(code: &mut String, name: &str, rows: Vec<(String, String, String)>) -> Result<(), Box<dyn Error>> {
    let mut first: Vec<(&str, usize)> = rows.iter().enumerate().map(|(at, row)| (row.0.as_str(), at)).collect();
    first.dedup_by_key(|(term, _)| *term);
    let slots = vocabulary::slots(first.into_iter())?;
    let mut openings: BTreeMap<&str, usize> = BTreeMap::new();
    for (term, ..) in &rows {
        let most = openings.entry(opening(term)).or_default();
        *most = term.split(' ').count().max(*most);
    }
    let opening_slots = vocabulary::slots(openings.keys().enumerate().map(|(at, word)| (*word, at)))?;
    let longest = rows.iter().map(|row| row.0.len()).max().unwrap_or_default();
    writeln!(code, "pub(crate) static {name}: &Table = &Table {{\nslots: &{slots:?},\nopening_slots: &{opening_slots:?},")?;
    writeln!(code, "longest: {longest},")?;
    writeln!(code, "openings: &{:?},\nentries: &[", Vec::from_iter(openings))?;
    for (term, class, note) in rows {
        writeln!(code, "    Entry {{ term: {term:?}, class: {class:?}, note: {note:?} }},")?;
    }
    writeln!(code, "]}};")?;
    Ok(())
}

/// The letters that a term begins with.
fn opening(term: &str) -> &str {
    term.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
