//! What `okrlint init` writes is read and understood by okrlint, and takes nothing away.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::okrlint_in;

const INIT: [&str; 5] = ["init", "--today", "2026-07-06", "--team", "Night buses"];

fn init(folder: &Path, options: &[&str]) -> String {
    let run = okrlint_in(folder, INIT.iter().chain(options), &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    run.stdout
}

#[test]
fn the_page_is_read_in_every_format_and_its_gaps_are_told() {
    for (format, ending) in [("markdown", "md"), ("toml", "toml"), ("yaml", "yaml"), ("json", "json"), ("csv", "csv")] {
        let folder = TempDir::new().unwrap();
        init(folder.path(), &["--format", format]);
        let path = format!("okrs/2026-Q3/night-buses.{ending}");
        let parsed = okrlint_in(folder.path(), ["parse", "--format", "json", &path], &[]).json();
        let document = &parsed["documents"][0];
        // A sheet has no place for its team: the path tells it.
        let team = document["team"].as_str().unwrap().replace('-', " ").to_lowercase();
        assert_eq!((document["cycle"].as_str(), team.as_str()), (Some("2026-Q3"), "night buses"), "{format}");
        let objectives = document["objectives"].as_array().unwrap();
        assert_eq!(objectives.len(), 1, "{format}");
        assert_eq!(objectives[0]["key_results"].as_array().unwrap().len(), 2, "{format}");
        let check = okrlint_in(folder.path(), ["check", "--today", "2026-07-06", "--format", "json"], &[]);
        assert_eq!(check.code, Some(1), "{format}: {}", check.stderr);
        let rules = check.rules();
        assert!(rules.iter().all(|rule| rule == "placeholder") && !rules.is_empty(), "{format}: {rules:?}");
    }
}

#[test]
fn what_is_there_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("okrlint.toml"), "profile = \"coach\"\n").unwrap();
    fs::write(folder.path().join(".gitlab-ci.yml"), "").unwrap();
    let told = init(folder.path(), &[]);
    assert!(told.contains("okrlint.toml: there already, left alone"), "{told}");
    assert!(folder.path().join(".gitlab/okrlint.yml").is_file());
    assert_eq!(fs::read_to_string(folder.path().join("okrlint.toml")).unwrap(), "profile = \"coach\"\n");
    assert_eq!(init(folder.path(), &[]).matches("left alone").count(), 3);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    std::os::unix::fs::symlink(other.path(), folder.path().join("okrs")).unwrap();
    let run = okrlint_in(folder.path(), INIT, &[]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("a link leads out of the folder"), "{}", run.stderr);
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
}
