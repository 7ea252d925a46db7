//! The sample set over time raises every rule that looks at the history.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::okrlint;
use crate::repository::{Act, Repository};

#[test]
fn every_rule_that_looks_at_the_history_finds_something_in_the_sample() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/history");
    let mut states: Vec<PathBuf> =
        fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    states.sort();
    let mut repository = Repository::new();
    for state in states {
        let day = state.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok()).expect("a day");
        let path = "okrs/2026-Q2/hotline.md";
        let text = fs::read_to_string(state.join(path)).unwrap();
        let message = fs::read_to_string(state.join("MESSAGE")).unwrap();
        repository.commit(day, &message, &[Act::Write(path.to_owned(), text)]);
    }
    repository.finish();
    let catalogue: Value = serde_json::from_str(&okrlint(&repository.path(), &["rules", "--format", "json"]).stdout).unwrap();
    let rules = catalogue["rules"].as_array().unwrap().iter().filter(|rule| rule["scope"] == "history");
    let rules: BTreeSet<String> = rules.filter_map(|rule| rule["name"].as_str().map(str::to_owned)).collect();
    let select = rules.iter().cloned().collect::<Vec<_>>().join(",");
    let run = okrlint(&repository.path(), &["check", "--today", "2026-08-15", "--select", &select, "--format", "json"]);
    assert_eq!(run.rules(), rules, "{}", run.stdout);
    assert!(rules.len() >= 3);
}
