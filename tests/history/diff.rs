//! `okrlint diff` as a person, a pull request and a program meet it.

use jiff::civil::date;
use serde_json::Value;

use crate::program::okrlint;
use crate::repository::{Act, Repository};

const BEFORE: &str = "\
---
cycle: 2026-Q3
team: Care
---

## O1: Callers leave with an answer

- KR1: Raise calls settled at first contact from 61% to 75%
- KR2: Cut the median waiting time from 400 to 150 seconds
- KR3: Raise callers who praise us from 20% to 35%

## O2: Nobody calls twice

- KR1: Cut second calls from 24% to 10%
";

const AFTER: &str = "\
---
cycle: 2026-Q3
team: Care
---

## O1 - Callers leave with an answer

* KR1: Raise calls settled at first contact from 61% to 70%, now 66%
* KR2: Cut the median waiting time from 400 to 200 seconds
* ~~KR3: Raise callers who praise us from 20% to 35%~~ dropped: the survey was stopped by its vendor

### Change log

- 2026-08-05: KR2 150 to 200: the switchboard is replaced in winter only
";

fn repository() -> Repository {
    let write = |path: &str, text: &str| Act::Write(path.to_owned(), text.to_owned());
    let mut repository = Repository::new();
    repository.commit(
        date(2026, 7, 1),
        "plan",
        &[write("okrs/care.md", BEFORE), write("okrs/legal.md", &BEFORE.replace("Care", "Legal"))],
    );
    repository.commit(
        date(2026, 8, 5),
        "work",
        &[write("okrs/care.md", AFTER), write("README.md", "# A tool\n\nWe speak of OKRs here.\n")],
    );
    repository.finish();
    repository
}

#[test]
fn a_person_reads_what_changed() {
    let repository = repository();
    let run = okrlint(&repository.path(), &["diff", "HEAD~1", "HEAD"]);
    let told = run.stdout.replace(&repository.git(&["rev-parse", "HEAD"])[..9], "COMMIT");
    insta::assert_snapshot!(told.replace(&repository.git(&["rev-parse", "HEAD~1"])[..9], "COMMIT"));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let example = readme.split_once("<!-- example: diff -->\n```text\n").and_then(|(_, rest)| rest.split_once("```"));
    let changes = run.stdout.split_once("\n\n").map(|(_, changes)| changes);
    assert_eq!(example.map(|(example, _)| example), changes);
}

#[test]
fn a_pull_request_shows_what_changed() {
    let repository = repository();
    let run = okrlint(&repository.path(), &["diff", "HEAD~1", "HEAD", "--format", "markdown"]);
    let told = run.stdout.replace(&repository.git(&["rev-parse", "HEAD"])[..9], "COMMIT");
    insta::assert_snapshot!(told.replace(&repository.git(&["rev-parse", "HEAD~1"])[..9], "COMMIT"));
}

#[test]
fn a_program_reads_what_changed() {
    let repository = repository();
    let run = okrlint(&repository.path(), &["diff", "HEAD~1", "HEAD", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&json["version"], &json["from"]["name"], &json["to"]["date"]),
        (&1.into(), &"HEAD~1".into(), &"2026-08-05".into())
    );
    let document = &json["documents"][0];
    assert_eq!((&document["path"], json["documents"].as_array().unwrap().len()), (&"okrs/care.md".into(), 1));
    let eased = &document["sets"][0]["changes"][0];
    for (key, value) in [("kind", "target"), ("id", "KR1"), ("from", "75%"), ("to", "70%"), ("way", "eased")] {
        assert_eq!(eased[key], value, "{eased}");
    }
    assert_eq!((&eased["explained"], &eased["percent"]), (&false.into(), &6.7.into()));
}

#[test]
fn without_revisions_the_fork_is_chosen_and_named() {
    let repository = repository();
    let first = |arguments: &[&str]| okrlint(&repository.path(), arguments).stdout.lines().next().unwrap_or_default().to_owned();
    assert!(first(&["diff"]).starts_with("from HEAD ("), "{}", first(&["diff"]));
    repository.git(&["checkout", "--quiet", "-b", "pr", "HEAD~1"]);
    repository.git(&["commit", "--quiet", "--allow-empty", "-m", "empty"]);
    assert!(first(&["diff"]).starts_with("from where this branch left main ("), "{}", first(&["diff"]));
}

#[test]
fn what_is_not_committed_is_compared_too() {
    let repository = repository();
    assert!(okrlint(&repository.path(), &["diff"]).stdout.ends_with("no changes in the OKRs\n"));
    repository.write("okrs/legal.md", &BEFORE.replace("Care", "Legal").replace("10%", "15%"));
    let run = okrlint(&repository.path().join("okrs"), &["diff"]);
    assert!(
        run.stdout.contains("legal.md") && run.stdout.contains("target eased from 10% to 15% (50%) without a reason"),
        "{}",
        run.stdout
    );
    assert!(okrlint(&repository.path(), &["diff", "--", "okrs/care.md"]).stdout.ends_with("no changes in the OKRs\n"));
    repository.git(&["mv", "okrs/care.md", "okrs/desk.md"]);
    let moved = okrlint(&repository.path(), &["diff", "HEAD", "--", "okrs/desk.md", "okrs/care.md"]).stdout;
    assert!(moved.contains("okrs/desk.md (was okrs/care.md)"), "{moved}");
}

#[test]
fn what_cannot_be_compared_is_told() {
    let repository = repository();
    for revision in ["nowhere", "--output=x", "HEAD~9", "HEAD:okrs/care.md"] {
        let run = okrlint(&repository.path(), &["diff", "--", revision]);
        assert!(run.code == Some(0), "a path: {}", run.stderr);
        let run = okrlint(&repository.path(), &["diff", revision]);
        assert!(run.code == Some(2) && run.stdout.is_empty(), "{revision}: {}", run.stdout);
    }
    let outside = tempfile::tempdir().unwrap();
    let run = okrlint(outside.path(), &["diff"]);
    assert!(run.code == Some(2) && run.stderr.contains("there is no git repository here"), "{}", run.stderr);
}
