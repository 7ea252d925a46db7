//! The baseline: what was found before is held back wherever it moves, what is new is told, and what a run does not look at stays as it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;

use super::program::{Run, copy_of, okrlint_in, text as text_of};

const DAY: &str = "2026-08-15";
const FILE: &str = "okrlint-baseline.json";

fn run(folder: &Path, arguments: &[&str]) -> Run {
    let fixed = [arguments, &["--today", DAY]].concat();
    okrlint_in(folder, fixed, &[])
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    run(folder, &[&["check", "--fail-on", "info"], arguments].concat())
}

/// The findings, each as its rule and the line on which it stands.
fn told(folder: &Path) -> Vec<(String, String)> {
    let run = check(folder, &["--format", "json"]);
    assert_eq!(run.stderr, "");
    let line = |finding: &serde_json::Value| {
        let text = fs::read_to_string(folder.join(finding["path"].as_str().unwrap())).unwrap();
        let line = finding["span"]["line"].as_u64().unwrap() as usize;
        text.lines().nth(line - 1).unwrap_or_default().to_owned()
    };
    run.findings().iter().map(|finding| (finding["rule"].as_str().unwrap().to_owned(), line(finding))).collect()
}

/// The run finds nothing to tell, and has nothing to complain of either.
fn assert_silent(folder: &Path) {
    let run = check(folder, &["--quiet"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
}

const METRICS: [&str; 12] = [
    "night shifts that are covered",
    "letters answered within a week",
    "ferries that leave on time",
    "patients seen before noon",
    "orders packed without a mistake",
    "lessons that begin on time",
    "wells with a keeper",
    "calls settled at first contact",
    "permits granted within ten days",
    "machines serviced before they fail",
    "volunteers who come back",
    "invoices paid at once",
];
const PLACES: [&str; 9] = ["harbour", "northern", "eastern", "old town", "airport", "hill", "river", "market", "station"];

/// A page as its author has it in mind: objectives with their key results.
type Sheet = Vec<(String, Vec<String>)>;

/// Key results of which each has a flaw or two.
fn flawed(number: usize) -> String {
    let (metric, place) = (METRICS[number % METRICS.len()], PLACES[number / METRICS.len() % PLACES.len()]);
    match number % 4 {
        0 => format!("Improve the {metric} in the {place} district"),
        1 => format!("Raise the {metric} in the {place} district to {}%", 60 + number % 30),
        2 => format!("Write a handbook about {metric} for the {place} district"),
        _ => format!("Hold {} workshops about {metric} in the {place} district", 2 + number % 9),
    }
}

fn sheet(number: usize, objectives: usize, key_results: usize) -> Sheet {
    let objective = |nth: usize| {
        let first = (number * objectives + nth) * key_results;
        let place = PLACES[(number + nth) % PLACES.len()];
        (format!("People in the {place} district can rely on us, part {nth}"), (first..first + key_results).map(flawed).collect())
    };
    (0..objectives).map(objective).collect()
}

/// How a page is laid out.
#[derive(Debug, Clone, Copy)]
struct Layout {
    labels: bool,
    indent: usize,
    bullet: char,
    gap: usize,
    crlf: bool,
    /// Whether a value is told, and which.
    current: Option<u32>,
}

const PLAIN: Layout = Layout { labels: false, indent: 0, bullet: '-', gap: 0, crlf: false, current: None };

fn page(team: usize, sheet: &Sheet, layout: Layout) -> String {
    let mut page =
        format!("---\ncycle: 2026-Q3\nlevel: team\nteam: Team {team}\n---\n{}# Team {team}\n", "\n".repeat(layout.gap));
    for (at, (objective, key_results)) in sheet.iter().enumerate() {
        let label = if layout.labels { format!("Objective {}: ", at + 1) } else { "Objective: ".to_owned() };
        let _ = write!(page, "\n{}## {label}{objective}\n\n", "\n".repeat(layout.gap));
        for (nth, key_result) in key_results.iter().enumerate() {
            let label = if layout.labels { format!("KR{}: ", nth + 1) } else { String::new() };
            let now = layout.current.filter(|_| key_result.contains('%')).map_or(String::new(), |now| format!(", now {now}%"));
            let _ = writeln!(page, "{}{} {label}{key_result}{now}", " ".repeat(layout.indent), layout.bullet);
        }
    }
    if layout.crlf { page.replace('\n', "\r\n") } else { page }
}

fn write(folder: &Path, team: usize, text: &str) {
    let file = folder.join(format!("okrs/2026-Q3/team-{team}.md"));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// Statements that nobody in these pages has written yet.
const NEW: &str = "Improve the mood of our cats considerably";

#[test]
fn two_thousand_old_findings_are_silent_and_one_new_one_is_told() {
    let folder = TempDir::new().unwrap();
    let sheets: Vec<Sheet> = (0..150).map(|team| sheet(team, 4, 4)).collect();
    sheets.iter().enumerate().for_each(|(team, sheet)| write(folder.path(), team, &page(team, sheet, PLAIN)));
    let found = check(folder.path(), &["--format", "json"]).findings().len();
    assert!(found >= 2000, "{found}");
    let written = run(folder.path(), &["baseline", "write"]);
    assert_eq!((written.code, written.stderr.as_str()), (Some(0), ""));
    assert!(written.stdout.contains(&format!("{found} findings are held back")), "{}", written.stdout);
    assert_silent(folder.path());

    for (team, sheet) in sheets.iter().enumerate() {
        let mut moved: Sheet = sheet.iter().rev().cloned().collect();
        moved.iter_mut().for_each(|(_, key_results)| key_results.rotate_left(team % 4));
        let layout = Layout { labels: true, indent: team % 3, bullet: '*', gap: team % 5, crlf: team % 2 == 0, current: None };
        write(folder.path(), team, &page(team, &moved, layout));
    }
    assert_silent(folder.path());

    let mut sheet = sheets[7].clone();
    sheet[2].1.insert(0, NEW.to_owned());
    write(folder.path(), 7, &page(7, &sheet, Layout { labels: true, ..PLAIN }));
    assert_eq!(told(folder.path()), [("no-number".to_owned(), format!("- KR1: {NEW}"))]);
}

/// Some pages, and an edit that moves what stands in them and changes nothing that it says.
fn edits() -> impl Strategy<Value = (Vec<Sheet>, Vec<Layout>)> {
    let layout = (any::<bool>(), 0..4_usize, prop::sample::select(vec!['-', '*', '+']), 0..3_usize, any::<bool>(), 20..60_u32);
    let layout = layout.prop_map(|(labels, indent, bullet, gap, crlf, current)| Layout {
        labels,
        indent,
        bullet,
        gap,
        crlf,
        current: Some(current),
    });
    let shuffled = |sheet: Sheet| {
        let objectives: Vec<_> = sheet
            .into_iter()
            .map(|(objective, key_results)| {
                Just(key_results).prop_shuffle().prop_map(move |key_results| (objective.clone(), key_results))
            })
            .collect();
        objectives.prop_shuffle()
    };
    let sheets: Vec<_> = (0..3).map(|team| shuffled(sheet(team * 5, 3, 4))).collect();
    (sheets, prop::collection::vec(layout, 3))
}

#[test]
fn shuffled_lines_and_sections_are_silent_and_one_new_key_result_is_told() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let layout = Layout { current: Some(50), ..PLAIN };
    (0..3).for_each(|team| write(folder, team, &page(team, &sheet(team * 5, 3, 4), layout)));
    assert_eq!(run(folder, &["baseline", "write"]).code, Some(0));
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    let place = (0..3_usize, 0..3_usize, 0..5_usize);
    let outcome = TestRunner::new(config).run(&(edits(), place), |((sheets, layouts), (team, objective, key_result))| {
        sheets
            .iter()
            .zip(&layouts)
            .enumerate()
            .for_each(|(team, (sheet, layout))| write(folder, team, &page(team, sheet, *layout)));
        assert_silent(folder);
        let mut sheet = sheets[team].clone();
        sheet[objective].1.insert(key_result, NEW.to_owned());
        write(folder, team, &page(team, &sheet, layouts[team]));
        let told = told(folder);
        prop_assert!(told.len() == 1 && told[0].0 == "no-number" && told[0].1.contains(NEW), "{:?}", told);
        Ok(())
    });
    outcome.unwrap();
}

/// The unhealthy organisation without its broken document, with all that is wrong with it held back.
fn organisation() -> TempDir {
    let folder = copy_of("fixtures/unhealthy");
    fs::remove_file(folder.path().join("okrs/2026-Q3/finance.json")).unwrap();
    let written = run(folder.path(), &["baseline", "write", "--profile", "coach"]);
    assert_eq!((written.code, written.stderr.as_str()), (Some(0), ""));
    folder
}

fn text(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join(FILE)).unwrap()
}

#[test]
fn findings_of_every_kind_are_held_back() {
    let folder = organisation();
    let run = check(folder.path(), &["--profile", "coach", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
    assert_silent(folder.path());
    let all = check(folder.path(), &["--no-baseline", "--format", "json"]);
    assert!(all.code == Some(1) && all.findings().len() > 100);
    // A second run writes the same, and one entry stands on a line.
    let before = text(&folder);
    assert_eq!(run_write(&folder, &["write", "--profile", "coach"]), "(0 new, 0 there no more)");
    assert_eq!(text(&folder), before);
    let entries: Vec<&str> = before.lines().filter(|line| line.starts_with("{\"path\"")).collect();
    assert!(entries.is_sorted() || entries.len() > 100, "{before}");
    let json: serde_json::Value = serde_json::from_str(&before).unwrap();
    let example =
        text_of("README.md").split_once("<!-- example: baseline -->\n```json\n").unwrap().1.lines().next().unwrap().to_owned();
    assert!(entries.iter().any(|entry| entry.trim_end_matches(',') == example), "{example}\n{before}");
    assert_eq!((&json["version"], json["findings"].as_array().unwrap().len()), (&1.into(), entries.len()));
}

/// What `baseline` says it did, in brackets.
fn run_write(folder: &TempDir, arguments: &[&str]) -> String {
    let run = run(folder.path(), &[&["baseline"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    run.stdout.split_once(" (").map_or(run.stdout.clone(), |(_, done)| format!("({}", done.trim_end()))
}

#[test]
fn a_partial_run_touches_nothing_that_it_did_not_check() {
    let folder = organisation();
    let before = text(&folder);
    for part in [&["okrs/2026-Q3/people.md"][..], &["okrs/2026-Q2"], &["--profile", "ci"], &["--no-history"]] {
        for verb in ["prune", "write"] {
            let done = run_write(&folder, &[&[verb], part].concat());
            assert_eq!(done, "(0 new, 0 there no more)", "{verb} {part:?}");
            assert_eq!(text(&folder), before, "{verb} {part:?}");
        }
        let run = check(folder.path(), &[&["--quiet"], part].concat());
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{part:?}");
    }
    for part in [["--select", "no-number"], ["--ignore", "tracking"], ["--select", "broken-link,alignment"]] {
        assert_eq!(run_write(&folder, &[&["prune"][..], &part].concat()), "(0 new, 0 there no more)", "{part:?}");
        assert_eq!(text(&folder), before, "{part:?}");
    }
}

#[test]
fn what_is_there_no_more_is_told_and_pruned_where_it_was_looked_for() {
    let folder = organisation();
    let before = text(&folder);
    let file = folder.path().join("okrs/2026-Q3/company.md");
    let page = fs::read_to_string(&file).unwrap();
    fs::write(&file, page.replace("Improve customer satisfaction", "Raise customers who praise us from 20% to 35%")).unwrap();
    let run = check(folder.path(), &["--profile", "coach", "--format", "json"]);
    assert!(run.stderr.contains("1 finding of `okrlint-baseline.json` is there no more"), "{}", run.stderr);
    assert!(run.stderr.contains("okrlint baseline prune"), "{}", run.stderr);
    // Who looks elsewhere hears nothing of it.
    assert_eq!(check(folder.path(), &["--profile", "coach", "--format", "json", "okrs/2026-Q2"]).stderr, "");
    assert_eq!(run_write(&folder, &["prune", "--select", "vague-term"]), "(0 new, 0 there no more)");
    assert_eq!(run_write(&folder, &["prune", "--profile", "coach"]), "(0 new, 1 there no more)");
    let after = text(&folder);
    let gone: Vec<&str> = before.lines().filter(|line| !after.contains(line.trim_end_matches(','))).collect();
    assert!(gone.len() == 1 && gone[0].contains("Improve customer satisfaction"), "{gone:?}");
    // What was pruned is told when it comes back.
    fs::write(&file, page).unwrap();
    assert_eq!(told(folder.path()).len(), 1);
}

#[test]
fn what_was_told_once_for_a_set_is_not_new_when_part_of_it_is_mended() {
    let folder = TempDir::new().unwrap();
    let coach = ["--profile", "coach"];
    let silent = || {
        let run = check(folder.path(), &["--profile", "coach", "--quiet"]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
    };
    let owners = || text(&folder).lines().filter(|line| line.contains("missing-owner")).count();
    let page = page(0, &sheet(0, 3, 4), PLAIN);
    write(folder.path(), 0, &page);
    run_write(&folder, &[&["write"], &coach[..]].concat());
    assert!(text(&folder).contains("\"variant\":\"nowhere\"") && owners() == 1, "{}", text(&folder));
    write(folder.path(), 0, &page.replacen("part 0\n", "part 0\n\nOwner: Ana\n", 1));
    silent();
    run_write(&folder, &[&["prune"], &coach[..]].concat());
    assert_eq!(owners(), 2, "{}", text(&folder));
    silent();
}

#[test]
fn a_moved_document_brings_nothing_and_prune_follows_it() {
    let folder = organisation();
    let before = text(&folder);
    fs::create_dir(folder.path().join("okrs/archive")).unwrap();
    let [from, to] = ["okrs/2026-Q3/product.md", "okrs/archive/product-2026-Q3.md"];
    fs::rename(folder.path().join(from), folder.path().join(to)).unwrap();
    let run = check(folder.path(), &["--profile", "coach", "--quiet", "--select", "measurability"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
    run_write(&folder, &["prune", "--profile", "coach", "--select", "measurability"]);
    let of = |text: &str, path: &str| text.lines().filter(|line| line.contains(path)).count();
    let after = text(&folder);
    assert!(of(&after, to) > 0 && of(&after, to) + of(&after, from) == of(&before, from), "{after}");
}

#[test]
fn it_holds_wherever_okrlint_runs() {
    let folder = organisation();
    let inside = folder.path().join("okrs/2026-Q3");
    let silent = |run: Run| assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
    silent(check(&inside, &["--quiet"]));
    silent(check(&std::env::temp_dir(), &["--quiet", folder.path().to_str().unwrap()]));
    // Without a configuration the baseline is where okrlint runs.
    fs::remove_file(folder.path().join("okrlint.toml")).unwrap();
    let part = ["--quiet", "--select", "task-as-key-result"];
    assert_eq!(check(&inside, &part).code, Some(1));
    silent(check(folder.path(), &part));
    silent(check(&inside, &[&part[..], &["--baseline", "../../okrlint-baseline.json"]].concat()));
}

#[test]
fn what_is_held_back_is_counted_and_stands_in_sarif_as_suppressed() {
    let folder = organisation();
    let json = check(folder.path(), &["--format", "json"]).json();
    let all = check(folder.path(), &["--format", "json", "--no-baseline"]).findings().len();
    assert_eq!(
        (json["summary"]["suppressed"].as_u64(), json["diagnostics"].as_array().map(Vec::len)),
        (Some(all as u64), Some(0))
    );
    let sarif = check(folder.path(), &["--format", "sarif"]).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() == all && results.iter().all(|result| result["suppressions"][0]["kind"] == "external"));
}

#[test]
fn a_document_that_cannot_be_read_is_told_whatever_the_baseline() {
    let folder = copy_of("fixtures/unhealthy");
    let written = run(folder.path(), &["baseline", "write"]);
    assert!(written.stderr.contains("1 finding cannot be held back"), "{}", written.stderr);
    let told = told(folder.path());
    assert_eq!(told.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>(), ["syntax-error"]);
    // What stands in the part that is hidden is not taken for gone.
    let before = text(&folder);
    fs::write(folder.path().join("okrs/2026-Q3/people.md"), [0xff, 0xfe, 0x20, 0x00]).unwrap();
    run(folder.path(), &["baseline", "prune", "--select", "measurability"]);
    assert_eq!(text(&folder), before);
}

#[test]
fn a_baseline_that_cannot_be_used_is_told_with_its_place_and_stops_the_run() {
    let folder = organisation();
    let good = text(&folder);
    let broken: BTreeMap<&str, (String, &str)> = BTreeMap::from([
        ("a bracket is missing", (good.trim_end().trim_end_matches('}').to_owned(), "restore it from git")),
        ("a merge stopped", (good.replacen("{\"path\"", "<<<<<<< HEAD\n{\"path\"", 1), "keep the lines of both sides")),
        ("an unknown field", (good.replacen("\"rule\"", "\"rul\"", 1), "unknown field `rul`")),
        ("a bad fingerprint", (good.replacen("\"fingerprint\":\"", "\"fingerprint\":\"x", 1), "16 hexadecimal digits")),
        ("another file", ("{\"name\": \"tool\"}".to_owned(), "is no baseline of okrlint")),
        ("a list", ("[]".to_owned(), "is no baseline of okrlint")),
        ("an odd version", (good.replacen("\"version\": 1", "\"version\": \"1\"", 1), "is no baseline of okrlint")),
        ("a newer one", (good.replacen("\"version\": 1", "\"version\": 7, \"more\": 1", 1), "update okrlint")),
    ]);
    for (what, (text, hint)) in broken {
        fs::write(folder.path().join(FILE), &text).unwrap();
        for command in [&["check"][..], &["baseline", "write"], &["baseline", "prune"], &["baseline", "show"]] {
            let arguments = if command[0] == "baseline" && command[1] == "show" {
                command.to_vec()
            } else {
                [command, &["--today", DAY]].concat()
            };
            let run = okrlint_in(folder.path(), arguments, &[]);
            assert!(run.code == Some(2) && run.stdout.is_empty(), "{what}, {command:?}: {}", run.stdout);
            assert!(run.stderr.contains(hint) && run.stderr.contains(FILE), "{what}, {command:?}: {}", run.stderr);
        }
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), text, "{what}");
    }
    for command in ["prune", "show"] {
        fs::remove_file(folder.path().join(FILE)).ok();
        let run = okrlint_in(folder.path(), ["baseline", command], &[]);
        assert!(run.code == Some(0) && run.stderr.contains("there is no baseline"), "{command}: {}", run.stderr);
        let run = okrlint_in(folder.path(), ["baseline", command, "--baseline", "nowhere.json"], &[]);
        assert!(run.code == Some(2) && run.stderr.contains("there is no baseline `nowhere.json`"), "{command}: {}", run.stderr);
    }
    let run = check(folder.path(), &["--baseline", "nowhere.json"]);
    assert!(run.code == Some(2) && run.stderr.contains("there is no baseline `nowhere.json`"), "{}", run.stderr);
}

#[test]
fn a_person_sees_what_is_held_back() {
    let folder = organisation();
    let shown = okrlint_in(folder.path(), ["baseline", "show", "okrs/2026-Q3/people.md", "okrs/2026-Q2/fleet.md"], &[]);
    assert_eq!((shown.code, shown.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!("baseline-show", shown.stdout);
}
