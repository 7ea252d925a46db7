//! `okrlint history` tells what is on record, and no more.

use super::program::{okrlint, okrlint_in};
use serde_json::{Value, json};

#[test]
fn a_person_sees_one_table() {
    insta::assert_snapshot!("history", okrlint(["history", "fixtures/unhealthy"]).stdout);
}

/// A series with a rollover, a moved target, a missing score, a dropped key result and check-ins.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let set = |cycle: &str, lines: &str| {
        let text = format!("---\ncycle: {cycle}\nteam: Wells, north\n---\n\n## Objective: Water all year\n\n{lines}");
        std::fs::write(folder.path().join(format!("wells-{cycle}.md")), text).expect("a file");
    };
    set(
        "2026-Q1",
        "- KR1: Raise wells with a keeper from 40% to 60% (score: 0.7)\n- KR2: Cut dry days from 20 to 5 (score: 0.3)\n- KR3: Raise pumps repaired within a day from 30% to 70%\n",
    );
    set(
        "2026-Q2",
        "- KR1: Raise wells with a keeper from 54% to 80%, now 60%\n- KR2: Cut dry days from 16 to 5, now 12\n- ~~KR3: Raise pumps repaired within a day from 40% to 70%~~ dropped: no parts\n\n\
         ### Check-ins\n\n- 2026-04-06: KR1 55%, on track\n- 2026-04-20: KR1 58%, on track; KR2 14, at risk. Next: second tank.\n- 2026-05-04: KR1 60%, on track\n",
    );
    folder
}

#[test]
fn a_program_sees_what_is_known_and_null_for_what_is_not() {
    let folder = folder();
    let run = okrlint_in(folder.path(), ["history", "--today", "2026-05-20", "--format", "json"], &[]);
    let cycles = run.json()["teams"][0]["cycles"].clone();
    let expected = json!([
        {
            "cycle": "2026-Q1", "start": "2026-01-01", "end": "2026-03-31", "phase": "closed", "after_gap": false, "objectives": 1,
            "key_results": 3, "dropped": 0, "scored": 2, "mean": 0.5, "achieved": 1, "carried_over": null, "retargeted": null,
            "logged_changes": 0, "check_ins": 0, "days_between_check_ins": null, "scores": [0.7, 0.3, null],
            "documents": ["wells-2026-Q1.md"]
        },
        {
            "cycle": "2026-Q2", "start": "2026-04-01", "end": "2026-06-30", "phase": "running", "after_gap": false, "objectives": 1,
            "key_results": 2, "dropped": 1, "scored": 0, "mean": null, "achieved": 0, "carried_over": 2, "retargeted": 1,
            "logged_changes": 0, "check_ins": 3, "days_between_check_ins": 14, "scores": [null, null],
            "documents": ["wells-2026-Q2.md"]
        }
    ]);
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    assert_eq!(pretty(&cycles), pretty(&expected));
}

#[test]
fn a_spreadsheet_sees_a_row_a_cycle() {
    let folder = folder();
    let rows = okrlint_in(folder.path(), ["history", "--today", "2026-05-20", "--format", "csv"], &[]).stdout;
    let rows: Vec<&str> = rows.lines().skip(1).collect();
    let first = "\"Wells, north\",2026-Q1,2026-01-01,2026-03-31,closed,1,3,0,2,0.50,1,,,0,0,";
    assert_eq!(rows, [first, "\"Wells, north\",2026-Q2,2026-04-01,2026-06-30,running,1,2,1,0,,,2,1,0,3,14"]);
}

#[test]
fn what_has_no_cycle_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("okrs.md"), "# OKRs\n\n## Objective: Water\n\n- KR1: Cut dry days from 20 to 5\n")
        .expect("a file");
    let run = okrlint_in(folder.path(), ["history"], &[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
    assert!(run.stderr.contains("no document says which cycle it is for"), "{}", run.stderr);
    let empty = tempfile::tempdir().expect("a folder");
    assert_eq!(okrlint_in(empty.path(), ["history"], &[]).code, Some(2));
}
