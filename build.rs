//! Turns `rules/lexicons/*.toml` and `rules/<flag>/*.toml` into static tables, so that starting the program parses nothing.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

#[path = "src/catalogue/rule_file.rs"]
pub mod rule_file;
#[path = "build/rules.rs"]
mod rules;

/// One file of `rules/lexicons/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    /// What the list is for; read by people only.
    #[serde(rename = "description")]
    _description: String,
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
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/catalogue/rule_file.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("lexicons.rs"), lexicons(Path::new("rules/lexicons"))?)?;
    fs::write(out.join("rules.rs"), rules::rules(Path::new("rules"))?)?;
    Ok(())
}

/// One sorted static table a lexicon: `pub(crate) static FIELD_LABELS: &[Entry]`, terms in lower case.
fn lexicons(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    let mut names = Vec::new();
    for path in toml_files(folder)? {
        let lexicon: Lexicon = toml::from_str(&fs::read_to_string(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut rows: Vec<(String, String, String)> = lexicon
            .group
            .into_iter()
            .flat_map(|g| g.terms.into_iter().map(move |term| (term, g.class.clone(), g.note.clone())))
            .chain(lexicon.entry.into_iter().map(|e| (e.term, e.class, e.note)))
            .map(|(term, class, note)| (term.to_lowercase(), class, note))
            .collect();
        rows.sort();
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].1 == pair[1].1) {
            return Err(format!("{}: {:?} stands twice in class {}", path.display(), pair[0].0, pair[0].1).into());
        }
        let name = stem(&path);
        writeln!(code, "pub(crate) static {}: &[Entry] = &[", name.to_uppercase().replace('-', "_"))?;
        for (term, class, note) in rows {
            writeln!(code, "    Entry {{ term: {term:?}, class: {class:?}, note: {note:?} }},")?;
        }
        writeln!(code, "];")?;
        names.push(name);
    }
    writeln!(code, "/// Every lexicon by name.\npub(crate) static LEXICONS: &[(&str, &[Entry])] = &[")?;
    for name in names {
        writeln!(code, "    ({name:?}, {}),", name.to_uppercase().replace('-', "_"))?;
    }
    writeln!(code, "];")?;
    Ok(code)
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
