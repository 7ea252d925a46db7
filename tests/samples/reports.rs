//! Reports for other programs, as a user has them written: several at once, beside what goes to standard output, and all of one mind.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::program::{Run, copy_of, okrlint_in, text};

/// All formats.
const FORMATS: [&str; 12] = [
    "text",
    "terse",
    "json",
    "jsonl",
    "sarif",
    "github",
    "github-summary",
    "gitlab",
    "markdown",
    "junit",
    "checkstyle",
    "rdjson",
];

/// A copy of the unhealthy organisation, to write reports into.
fn organisation() -> TempDir {
    copy_of("fixtures/unhealthy")
}

fn check(folder: &TempDir, arguments: &[&str]) -> Run {
    let fixed = ["check", "--today", "2026-08-15"];
    okrlint_in(folder.path(), fixed.iter().chain(arguments), &[])
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a report")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn items(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// The text at a place within a JSON value.
fn at(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn assert_valid(schema: &str, report: &Value) {
    let validator = jsonschema::validator_for(&json(&text(&format!("tests/schemas/{schema}")))).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(report).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{schema}: {errors:#?}");
}

#[test]
fn one_run_writes_all_formats_and_each_has_all_findings() {
    let folder = organisation();
    let outputs: Vec<String> = FORMATS.iter().map(|format| format!("--output={format}=report.{format}")).collect();
    let arguments: Vec<&str> = ["--format", "json"].into_iter().chain(outputs.iter().map(String::as_str)).collect();
    let run = check(&folder, &arguments);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    // What goes into a file is what would have gone to standard output.
    assert_eq!(run.stdout, read(&folder, "report.json"));
    for format in FORMATS {
        let alone = check(&folder, &["--format", format, "okrs"]);
        let whole = check(&folder, &["--format", "text", "okrs", "--output", &format!("{format}=again")]);
        assert_eq!((alone.code, whole.code), (Some(1), Some(1)));
        assert!(alone.stdout == read(&folder, "again"), "{format}");
    }
    let findings = run.findings();
    let fingerprints: BTreeSet<String> = findings.iter().map(|finding| at(finding, "/fingerprint")).collect();
    assert!(fingerprints.len() == findings.len() && findings.len() > 50);

    let sarif = json(&read(&folder, "report.sarif"));
    assert_valid("sarif-schema-2.1.0.json", &sarif);
    let results = items(&sarif["runs"][0]["results"]);
    assert_eq!(results.iter().map(|r| at(r, "/partialFingerprints/okrlint~1v1")).collect::<BTreeSet<_>>(), fingerprints);
    let gitlab = json(&read(&folder, "report.gitlab"));
    assert_valid("gitlab-code-quality.json", &gitlab);
    assert_eq!(items(&gitlab).iter().map(|issue| at(issue, "/fingerprint")).collect::<BTreeSet<_>>(), fingerprints);
    let rdjson = json(&read(&folder, "report.rdjson"));
    assert_valid("rdjson-diagnostic-result.json", &rdjson);
    assert_eq!(items(&rdjson["diagnostics"]).len(), findings.len());
    for (format, element) in [("junit", "testcase"), ("checkstyle", "error")] {
        let report = read(&folder, &format!("report.{format}"));
        let document = roxmltree::Document::parse(&report).unwrap();
        let found = document.descendants().filter(|node| node.has_tag_name(element));
        assert_eq!(found.filter(|node| node.attribute("name") != Some("no red flags")).count(), findings.len(), "{format}");
    }
    for format in ["terse", "jsonl", "github"] {
        assert_eq!(read(&folder, &format!("report.{format}")).lines().count(), findings.len(), "{format}");
    }
    for format in ["markdown", "github-summary"] {
        assert!(read(&folder, &format!("report.{format}")).contains("<summary>measurability: "), "{format}");
    }
    assert!(read(&folder, "report.markdown").chars().count() < 60_000);
}

#[test]
fn the_columns_of_each_format_are_those_it_asks_for() {
    let folder = tempfile::tempdir().unwrap();
    let line = "- 🎯 Zürich: Better alignment with the partners\n";
    fs::write(folder.path().join("ä b.md"), format!("# Care, 2026-Q3\n\n## Objective: Calm\n\n{line}")).unwrap();
    let check = |format: &str| check(&folder, &["--select", "no-number", "--format", format]).stdout;
    let sarif = json(&check("sarif"));
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "%C3%A4%20b.md");
    let part = |start: &Value, end: &Value| {
        let number = |value: &Value| value.as_u64().unwrap() as usize - 1;
        (number(start), number(end))
    };
    let (start, end) = part(&location["region"]["startColumn"], &location["region"]["endColumn"]);
    let characters: String = line.chars().skip(start).take(end - start).collect();
    let range = &json(&check("rdjson"))["diagnostics"][0]["location"]["range"];
    let (start, end) = part(&range["start"]["column"], &range["end"]["column"]);
    assert_eq!(&line[start..end], characters);
    assert!(characters.ends_with("Better alignment with the partners"), "{characters}");
}

#[test]
fn a_report_never_holds_an_absolute_path() {
    let folder = organisation();
    let here = fs::canonicalize(folder.path()).unwrap();
    let path = here.join("okrs").display().to_string();
    let relative = |format: &str, path: &str| check(&folder, &["--format", format, path]).stdout;
    for format in FORMATS.into_iter().filter(|format| !matches!(*format, "text" | "json")) {
        let report = relative(format, &path);
        assert!(!report.contains(&here.display().to_string()), "{format}");
    }
    assert_eq!(relative("terse", &path), relative("terse", "okrs"));
}

#[cfg(unix)]
#[test]
fn a_report_names_no_author_of_a_commit() {
    let folder = organisation();
    let make = "git init -q . && git add . && git -c user.name=Zebedee -c user.email=zebedee@example.org commit -q -m OKRs";
    let mut shell = std::process::Command::new("sh");
    assert!(shell.args(["-c", make]).current_dir(folder.path()).status().unwrap().success());
    for format in FORMATS {
        let report = check(&folder, &["--profile", "coach", "--format", format]);
        assert!(!format!("{}{}", report.stdout, report.stderr).to_lowercase().contains("zebedee"), "{format}");
    }
}

#[test]
fn a_report_that_cannot_be_written_fails_the_run() {
    let folder = organisation();
    let run = check(&folder, &["--output", "sarif=missing/okr.sarif"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("`missing/okr.sarif` cannot be written") && run.stderr.contains("help: "), "{}", run.stderr);
    let run = check(&folder, &["--output", "sarif=okrs"]);
    assert!(run.code == Some(2) && run.stderr.contains("not a folder"), "{}", run.stderr);
    let run = check(&folder, &["--output", "sarif=a", "--output", "json=a"]);
    assert!(run.code == Some(2) && run.stderr.contains("two reports"), "{}", run.stderr);
    for (argument, hint) in
        [("sarf=okr.sarif", "did you mean `sarif`?"), ("okr.sarif", "FORMAT=FILE"), ("json=-", "--format"), ("x=y", "rdjson")]
    {
        let run = check(&folder, &["--output", argument]);
        assert!(run.code == Some(2) && run.stderr.contains(hint), "{argument}: {}", run.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_fails_the_run() {
    let folder = organisation();
    let run = check(&folder, &["--output", "json=/dev/full", "--quiet"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`/dev/full` cannot be written: No space left on device"), "{}", run.stderr);
    assert!(run.stdout.contains("error["));
}

#[cfg(unix)]
#[test]
fn a_report_is_replaced_whole_and_keeps_its_place() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = organisation();
    fs::create_dir(folder.path().join("reports")).unwrap();
    let file = folder.path().join("reports/okr.json");
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("reports/okr.json", folder.path().join("latest.json")).unwrap();
    // Bad usage leaves the report as it was.
    assert_eq!(check(&folder, &["--output", "json=latest.json", "--select", "no-such-rule"]).code, Some(2));
    assert_eq!(read(&folder, "latest.json"), "old");
    check(&folder, &["--output", "json=latest.json", "okrs"]);
    assert!(fs::symlink_metadata(folder.path().join("latest.json")).unwrap().is_symlink());
    assert!(json(&read(&folder, "reports/okr.json"))["diagnostics"].is_array());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    let names: Vec<_> = fs::read_dir(folder.path().join("reports")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["okr.json"]);
}

#[test]
fn a_reader_that_goes_away_leaves_the_files_whole() {
    let folder = organisation();
    let program = env!("CARGO_BIN_EXE_okrlint");
    let mut child = std::process::Command::new(program)
        .args(["check", "--today", "2026-08-15", "--output", "json=okr.json", "okrs"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(read(&folder, "okr.json"), check(&folder, &["--format", "json", "okrs"]).stdout);
}

#[test]
fn a_report_in_the_folder_is_no_document() {
    let folder = organisation();
    let first = check(&folder, &["--format", "json"]).stdout;
    for (format, name) in [
        ("json", "okr.json"),
        ("gitlab", "gl-code-quality-report.json"),
        ("markdown", "comment.md"),
        ("rdjson", "rd.json"),
        ("sarif", "sarif.json"),
    ] {
        check(&folder, &["--output", &format!("{format}={name}")]);
        assert!(folder.path().join(name).exists());
        assert!(check(&folder, &["--format", "json"]).stdout == first, "{format}");
    }
}

#[test]
fn reports_of_an_organisation_look_as_expected() {
    let folder = organisation();
    for format in ["terse", "github", "gitlab", "checkstyle", "junit", "rdjson", "markdown"] {
        let run = check(&folder, &["--format", format, "okrs/2026-Q3/growth.md"]);
        insta::assert_snapshot!(format!("report-{format}"), run.stdout);
    }
}

#[test]
fn sarif_has_the_texts_of_every_rule() {
    let folder = organisation();
    let report = json(&check(&folder, &["--format", "sarif", "okrs"]).stdout);
    let rules = items(&report["runs"][0]["tool"]["driver"]["rules"]);
    let catalogue = okrlint_in(folder.path(), ["rules", "--format", "json"], &[]).json();
    let catalogue = items(&catalogue["rules"]);
    assert_eq!(rules.len(), catalogue.len());
    for (descriptor, rule) in rules.iter().zip(&catalogue) {
        let told = ["/id", "/shortDescription/text", "/fullDescription/text", "/help/text", "/properties/tags/0"];
        let known = ["/name", "/summary", "/why", "/fix", "/flag"];
        assert_eq!(told.map(|pointer| at(descriptor, pointer)), known.map(|pointer| at(rule, pointer)));
        assert_eq!(descriptor["defaultConfiguration"]["enabled"], rule["level"] != "off");
        let page = at(descriptor, "/help/markdown");
        assert!(page.starts_with("## What it finds\n\n") && page.contains("\n## How to fix it\n\n"), "{page}");
    }
}
