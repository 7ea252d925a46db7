//! Mending keeps what documents say, tried on every document there is and on many that there are not: fixes never claim less than they do,
//! come to an end, and the safe ones change no value.

use std::fs;
use std::path::Path;

use okrlint::calendar::Cycle;
use okrlint::catalogue::{self, Scope};
use okrlint::engine::{Engine, Profile, Settings};
use okrlint::fix::{self, Courage, Mended};
use okrlint::model::{Format, Objective};
use okrlint::read::{self, Context, ReadResult};
use okrlint::source::Source;
use okrlint::statement::{Amount, Reading};
use proptest::prelude::*;

use super::program::root;
use super::properties::page;
use crate::organisation;

/// The published documents, where they lie beside the repository.
const CORPUS: &str = "/work/shared/corpus/documents";

fn engine() -> Engine {
    let form = catalogue::rules().filter(|rule| rule.scope == Scope::Form);
    let settings = Settings {
        profile: Profile::Coach,
        levels: form.map(|rule| (rule.name.to_owned(), Some(okrlint::diagnostic::Severity::Info))).collect(),
        ..Settings::new(jiff::civil::date(2026, 8, 15))
    };
    Engine::new(settings).expect("rules that exist")
}

fn read(source: &Source, format: Format) -> ReadResult {
    read::read(source, format, &Context { cycle: Cycle::from_path(&source.path), named: true, ..Context::default() })
}

fn mended(engine: &Engine, path: &str, text: &str, format: Format, courage: Courage) -> Mended {
    let source = Source::new(path, text);
    let offers = |source: &Source, read: &ReadResult| fix::offers(engine.check_document(source, read).diagnostics);
    fix::mend(&source, &read(&source, format), courage, |source| read(source, format), offers)
}

/// The values of a document, without the words that state them.
fn values(read: &ReadResult) -> Vec<String> {
    let number = |amount: &Option<Amount>| amount.as_ref().map(|amount| (amount.number, amount.unit.clone(), amount.bound));
    let reading = |reading: &Reading| {
        let due = reading.deadline.as_ref().map(|deadline| deadline.date);
        let amounts = [&reading.baseline, &reading.target, &reading.current].map(number);
        format!("{:?} {:?} {due:?} {amounts:?}", reading.class, reading.direction)
    };
    let objective = |objective: &Objective| {
        let results = objective.key_results.iter().map(|result| {
            let check_ins: Vec<_> = result.check_ins.iter().map(|check_in| check_in.date.map(|date| date.value)).collect();
            format!("{} {check_ins:?} {}", reading(&result.reading), result.item.owners.len())
        });
        std::iter::once(reading(&objective.reading)).chain(results).collect::<Vec<_>>()
    };
    read.document.objectives.iter().flat_map(objective).collect()
}

/// Holds the promises to one document; says how many safe and unsafe fixes there were.
fn keeps_its_word(engine: &Engine, path: &str, text: &str, format: Format) -> (usize, usize) {
    let safe = mended(engine, path, text, format, Courage::Safe);
    assert_eq!(values(&safe.read), values(&read(&Source::new(path, text), format)), "{path}");
    let all = mended(engine, path, text, format, Courage::Unsafe);
    for (once, courage) in [(&safe, Courage::Safe), (&all, Courage::Unsafe)] {
        let twice = mended(engine, path, &once.source.text, format, courage);
        assert_eq!(twice.source.text, once.source.text, "{path} is mended twice");
    }
    let written = |document: &ReadResult| document.document.objectives.iter().map(|o| o.key_results.len()).collect::<Vec<_>>();
    assert_eq!(written(&all.read), written(&safe.read), "{path} has other key results");
    assert!(all.read.problems.len() <= read(&Source::new(path, text), format).problems.len(), "{path} is broken");
    (safe.applied, all.applied - safe.applied.min(all.applied))
}

fn files(folder: &Path, found: &mut Vec<(String, Format)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let format = match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => Format::Markdown,
            Some("toml") => Format::Toml,
            Some("yaml" | "yml") => Format::Yaml,
            Some("json") => Format::Json,
            Some("csv") => Format::Csv,
            _ if path.is_dir() => {
                files(&path, found);
                continue;
            }
            _ => continue,
        };
        found.push((path.to_string_lossy().into_owned(), format));
    }
}

#[test]
fn documents_keep_what_they_say() {
    let (engine, mut found) = (engine(), Vec::new());
    files(&root().join("fixtures"), &mut found);
    files(Path::new(CORPUS), &mut found);
    let (mut safe, mut reworded) = (0, 0);
    for (path, format) in found {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let (of_form, of_words) = keeps_its_word(&engine, &path, &text, format);
        (safe, reworded) = (safe + of_form, reworded + of_words);
        let refused = mended(&engine, &path, &text, format, Courage::Unsafe).refused;
        assert_eq!(refused, 0, "a fix offered for {path} does more than it says");
    }
    assert!(safe > 10 && reworded > 10, "{safe} safe and {reworded} unsafe fixes are too few to tell");
}

#[test]
fn made_up_organisations_keep_what_they_say() {
    let engine = engine();
    for format in [Format::Markdown, Format::Toml, Format::Yaml, Format::Json, Format::Csv] {
        let folder = tempfile::tempdir().expect("a folder for the test");
        organisation::write(folder.path(), 6, format).expect("documents");
        let mut found = Vec::new();
        files(folder.path(), &mut found);
        assert_eq!(found.len(), 6);
        for (path, format) in found {
            let text = fs::read_to_string(&path).expect("a text");
            keeps_its_word(&engine, &path, &text, format);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_page_keeps_what_it_says(page in page()) {
        keeps_its_word(&engine(), "page.md", &page, Format::Markdown);
    }
}
