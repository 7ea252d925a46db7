//! The program as a user meets it: exit status, streams, bad input, configuration, determinism.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = "\
---
cycle: 2026-Q3
team: Care
owner: Ana
---
# Care

## Objective: Callers leave with an answer

- KR1: Raise customer satisfaction after a call from 61% to 75%
- KR2: Cut the median waiting time from 400 to 150 seconds
";
const VAGUE: &str =
    "# Care, 2026-Q3\n\n## Objective: Callers leave with an answer\n\n- KR1: Better alignment with the partners\n";
const CHATTER: &str = "# A tool\n\nWe speak of OKRs here, of objectives and of key results.\n";

/// What a run of the program gave.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("okrlint writes UTF-8");
        let status = output.status.code().expect("okrlint ends by itself");
        Self { status, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    fn diagnostics(&self) -> Vec<Value> {
        self.json()["diagnostics"].as_array().cloned().unwrap_or_default()
    }

    fn rules(&self) -> Vec<String> {
        self.diagnostics().iter().filter_map(|d| d["rule"].as_str().map(str::to_owned)).collect()
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okrlint"));
    command.current_dir(folder).args(arguments).env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(command: &mut Command) -> Run {
    Run::of(command.output().expect("okrlint starts"))
}

fn okrlint(folder: &TempDir, arguments: &[&str]) -> Run {
    run(&mut command(folder.path(), arguments))
}

fn with_input(folder: &TempDir, arguments: &[&str], input: &str) -> Run {
    let mut child = command(folder.path(), arguments).spawn().expect("okrlint starts");
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends without reading is what some tests are about.
        let _ = stdin.write_all(input.as_bytes());
    }
    Run::of(child.wait_with_output().expect("okrlint ends"))
}

/// A folder with files.
fn folder<T: AsRef<[u8]>>(files: &[(&str, T)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, content) in files {
        let path = folder.path().join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, content));
        made.expect("a file for the test");
    }
    folder
}

#[test]
fn exit_status_says_how_the_run_ended() {
    let good = folder(&[("okrs.md", GOOD)]);
    assert_eq!(okrlint(&good, &["check"]).status, 0);
    let vague = folder(&[("okrs.md", VAGUE)]);
    assert_eq!(okrlint(&vague, &["check"]).status, 1);
    assert_eq!(okrlint(&vague, &["check", "--fail-on", "never"]).status, 0);
    assert_eq!(okrlint(&vague, &["check", "missing.md"]).status, 2);
    assert_eq!(okrlint(&vague, &["check", "--no-such-option"]).status, 2);
    assert_eq!(okrlint(&vague, &["check", "--today", "tomorrow"]).status, 2);
    assert_eq!(okrlint(&vague, &["--help"]).status, 0);
}

#[test]
fn a_healthy_run_says_so_in_one_line() {
    let folder = folder(&[("okrs.md", GOOD)]);
    let run = okrlint(&folder, &["check", "--select", "no-number"]);
    assert_eq!(run.stdout, "no red flags in 1 document, 1 objective, 2 key results\n");
    assert_eq!(run.stderr, "");
    assert_eq!(okrlint(&folder, &["check", "--quiet", "--select", "no-number"]).stdout, "");
}

#[test]
fn quiet_shows_only_what_fails_the_run() {
    let folder = folder(&[("okrs.md", format!("{VAGUE}- KR2: Launch the new portal\n"))]);
    let loud = okrlint(&folder, &["check"]).stdout;
    let quiet = okrlint(&folder, &["check", "--quiet"]).stdout;
    assert!(loud.contains("warning[") && loud.contains("error[no-number]") && loud.contains("1 document"), "{loud}");
    assert!(!quiet.contains("warning[") && quiet.contains("error[no-number]") && !quiet.contains("1 document"), "{quiet}");
}

#[test]
fn walking_leaves_alone_what_holds_no_okrs() {
    let folder = folder(&[
        ("okrs/care.md", VAGUE),
        ("README.md", CHATTER),
        ("package.json", "{\"name\": \"x\"}"),
        ("broken.yaml", "a: ["),
    ]);
    let run = okrlint(&folder, &["check", "--format", "json"]);
    let json = run.json();
    assert!(run.diagnostics().iter().all(|d| d["path"] == "okrs/care.md"), "{json}");
    assert_eq!(json["summary"]["files"], 1);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_named_file_without_okrs_is_a_finding_and_nothing_at_all_a_failure() {
    let folder = folder(&[("README.md", CHATTER), ("empty.md", ""), ("okrs.md", GOOD)]);
    let run = okrlint(&folder, &["check", "--format", "json", "README.md", "okrs.md"]);
    assert!(run.rules().contains(&"nothing-found".to_owned()));
    assert_eq!(run.status, 0);
    for paths in [&["README.md"][..], &["empty.md"], &["README.md", "empty.md"]] {
        let run = okrlint(&folder, &[&["check"], paths].concat());
        assert_eq!(run.status, 2);
        assert!(run.stdout.contains("warning[nothing-found]"), "{run:?}");
        assert!(run.stderr.contains("no OKR found at all"), "{run:?}");
    }
    fs::remove_file(folder.path().join("okrs.md")).unwrap();
    let run = okrlint(&folder, &["check"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("no OKR found at all") && run.stderr.contains("help: "), "{run:?}");
}

#[test]
fn unreadable_files_are_named_and_the_others_are_checked() {
    let folder = folder(&[("okrs.md", VAGUE)]);
    let huge = File::create(folder.path().join("huge.md")).unwrap();
    huge.set_len(2 << 30).unwrap();
    let run = okrlint(&folder, &["check", "okrs.md", "huge.md", "gone.md"]);
    assert_eq!(run.status, 2);
    assert!(run.stdout.contains("error[no-number]"), "{run:?}");
    assert!(run.stderr.contains("`huge.md` was not read: it has 2048 MB"), "{run:?}");
    assert!(run.stderr.contains("there is no file or folder `gone.md`"), "{run:?}");
    // Met while walking, a huge file is worth a notice, but the OKRs have been checked.
    let run = okrlint(&folder, &["check"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("warning: `huge.md` was not read"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_neither_hang_nor_lead_out() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("elsewhere.md", VAGUE)]);
    let folder = folder(&[("okrs/care.md", GOOD)]);
    symlink(folder.path(), folder.path().join("okrs/loop")).unwrap();
    symlink(outside.path(), folder.path().join("okrs/outside")).unwrap();
    symlink("self.md", folder.path().join("self.md")).unwrap();
    symlink("nowhere.md", folder.path().join("dangling.md")).unwrap();
    fs::create_dir(folder.path().join("folder.md")).unwrap();
    let run = okrlint(&folder, &["check", "--format", "json"]);
    assert_eq!(run.json()["summary"]["files"], 1);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for (path, message) in [("self.md", "cannot be read"), ("dangling.md", "no file or folder"), ("folder.md", "no OKR found")] {
        let run = okrlint(&folder, &["check", path]);
        assert_eq!(run.status, 2, "{path}");
        assert!(run.stderr.contains(message), "{run:?}");
    }
    let named = okrlint(&folder, &["check", "--format", "json", "okrs/outside/elsewhere.md"]);
    assert_eq!(named.json()["summary"]["files"], 1);
}

#[cfg(unix)]
#[test]
fn a_file_name_need_not_be_utf8() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder::<&str>(&[]);
    fs::write(folder.path().join(OsStr::from_bytes(b"k\xE4ufer.md")), VAGUE).unwrap();
    let run = okrlint(&folder, &["check"]);
    assert!(run.status == 1 && run.stdout.contains("k\u{fffd}ufer.md:5:8"), "{run:?}");
}

#[test]
fn bytes_that_are_no_text_are_findings() {
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(VAGUE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin1: Vec<u8> = VAGUE.replace("Callers", "K\u{1}ufer").bytes().map(|b| if b == 1 { 0xE4 } else { b }).collect();
    let folder = folder(&[("utf16.md", utf16), ("latin1.md", latin1), ("picture.md", b"\x89PNG\0\0".to_vec())]);
    // The UTF-16 file holds OKRs, so that it is not passed over in silence; the picture holds none.
    let run = okrlint(&folder, &["check", "--format", "json", "--select", "invalid-encoding"]);
    let diagnostics = run.diagnostics();
    let found: Vec<_> = diagnostics.iter().map(|d| (&d["path"], &d["span"]["line"], &d["span"]["column"])).collect();
    assert_eq!(found, [(&"latin1.md".into(), &3.into(), &16.into()), (&"utf16.md".into(), &1.into(), &1.into())]);
    let run = okrlint(&folder, &["check", "picture.md"]);
    assert!(run.stdout.contains("byte 5 of 6 is NUL"), "{run:?}");
    assert_eq!(run.status, 2);
}

#[test]
fn standard_input_is_a_document_with_a_name() {
    let folder = folder::<&str>(&[]);
    let run = with_input(&folder, &["check", "--format", "json", "--stdin-filename", "okrs/2026-Q3/care.md", "-"], VAGUE);
    assert_eq!(run.status, 1);
    assert!(run.diagnostics().iter().all(|d| d["path"] == "okrs/2026-Q3/care.md"));
    let run = with_input(&folder, &["check", "-"], VAGUE);
    assert!(run.stdout.contains("┌─ <stdin>:5:8"), "{run:?}");
    let run = with_input(&folder, &["check", "--stdin-filename", "x.md"], VAGUE);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("--stdin-filename"), "{run:?}");
}

#[test]
fn unknown_names_get_a_suggestion() {
    let folder = folder(&[("okrs.md", GOOD)]);
    for arguments in [&["check", "--select", "no-nmber"][..], &["check", "--ignore", "no-nmber,vanity"], &["explain", "no-nmber"]]
    {
        let run = okrlint(&folder, arguments);
        assert_eq!(run.status, 2, "{arguments:?}");
        assert!(run.stderr.contains("`no-nmber`") && run.stderr.to_lowercase().contains("did you mean `no-number`?"), "{run:?}");
    }
}

#[test]
fn select_and_ignore_take_rules_and_flags() {
    let folder = folder(&[("okrs.md", VAGUE)]);
    let rules = |arguments: &[&str]| okrlint(&folder, &[&["check", "--format", "json"], arguments].concat()).rules();
    assert_eq!(rules(&["--select", "no-number"]), ["no-number"]);
    assert!(!rules(&["--ignore", "no-number"]).contains(&"no-number".to_owned()));
    assert!(!rules(&["--ignore", "measurability,tracking"]).contains(&"no-number".to_owned()));
    assert!(rules(&["--select", "measurability"]).contains(&"no-number".to_owned()));
}

#[test]
fn configuration_is_found_upwards_and_given_by_hand() {
    let off = "[rules]\nno-number = \"off\"\n";
    let folder = folder(&[("okrlint.toml", off), ("teams/care/okrs.md", VAGUE), ("other.toml", "fail-on = \"never\"\n")]);
    let rules = |arguments: &[&str]| okrlint(&folder, &[&["check", "--format", "json"], arguments].concat()).rules();
    let has = |rules: Vec<String>| rules.contains(&"no-number".to_owned());
    assert!(!has(rules(&["teams/care"])));
    assert!(has(rules(&["--no-config", "teams/care"])));
    assert!(has(rules(&["--config", "other.toml", "teams/care"])));
    assert_eq!(okrlint(&folder, &["check", "--config", "other.toml", "teams"]).status, 0);
    assert_eq!(okrlint(&folder, &["check", "--config", "gone.toml"]).status, 2);
}

#[test]
fn mistakes_in_the_configuration_are_drawn_and_stop_the_run() {
    let config = "\
profle = \"ci\"
fail-on = \"eror\"
select = [\"no-nmber\"]
exclude = 5

[rules]
no-number = \"wrning\"
measurability = \"off\"
vanty-metric = \"off\"

[rules.vague-term]
levl = \"info\"

[[documents]]
path = \"okrs/{quarter}.md\"

[fiscal-year]
first-month = 13

[[overrides]]
path = [\"okrs/**\"]
rules = { no-numbr = \"off\" }

[[suppressions]]
rules = [\"no-number\"]
until = \"soon\"

[[suppressions]]
reasn = \"so\"

[[suppressions]]
objective = \"Calm\"
";
    let folder = folder(&[("okrlint.toml", config), ("okrs.md", GOOD)]);
    let run = okrlint(&folder, &["check"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(run.stderr.replace(folder.path().to_str().unwrap(), "FOLDER"));
}

#[test]
fn a_configuration_that_is_no_toml_is_drawn() {
    let folder = folder(&[("okrlint.toml", "profile = \n"), ("okrs.md", GOOD)]);
    let run = okrlint(&folder, &["check"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("okrlint.toml:1:") && run.stderr.contains("not TOML"), "{run:?}");
}

#[test]
fn path_templates_tell_cycle_team_and_level() {
    let config = "[[documents]]\npath = \"okrs/{cycle}/{team}.md\"\nlevel = \"team\"\n";
    let bare = "## Objective: Callers leave with an answer\n\n- Raise calls settled at first contact from 61% to 75%\n";
    let folder = folder(&[("okrlint.toml", config), ("okrs/2026-Q3/care.md", bare), ("okrs/2026-Q3/notes.md", CHATTER)]);
    let json = okrlint(&folder, &["parse", "--format", "json", "okrs/2026-Q3/care.md"]).json();
    let document = &json["documents"][0];
    assert_eq!((&document["cycle"], &document["team"], &document["level"]), (&"2026-Q3".into(), &"care".into(), &"team".into()));
    // A template claims its files: nothing found in one is worth a word.
    assert!(okrlint(&folder, &["check", "--format", "json"]).rules().contains(&"nothing-found".to_owned()));
}

#[test]
fn exclude_holds_for_named_files_too() {
    let folder = folder(&[("okrlint.toml", "exclude = [\"archive\"]\n"), ("archive/old.md", VAGUE), ("okrs.md", GOOD)]);
    assert_eq!(okrlint(&folder, &["check", "--format", "json"]).json()["summary"]["files"], 1);
    let run = okrlint(&folder, &["check", "archive/old.md"]);
    assert_eq!(run.status, 0);
    assert!(run.stderr.contains("`archive/old.md` is left out by `exclude`"), "{run:?}");
}

#[test]
fn check_writes_findings_as_fixed() {
    let folder = folder(&[("okrs.md", VAGUE)]);
    let json = okrlint(&folder, &["check", "--format", "json", "--select", "no-number"]).json();
    let summary = r#"{"files":1,"objectives":1,"key_results":1,"errors":1,"warnings":0,"infos":0,"suppressed":0}"#;
    assert_eq!((&json["version"], json["summary"].to_string()), (&1.into(), sorted(summary)));
    let finding = &json["diagnostics"][0];
    assert_eq!(
        (&finding["rule"], &finding["flag"], &finding["severity"]),
        (&"no-number".into(), &"measurability".into(), &"error".into())
    );
    let span = r#"{"start":68,"end":102,"line":5,"column":8,"end_line":5,"end_column":42}"#;
    assert_eq!((finding["span"].to_string(), &finding["path"]), (sorted(span), &"okrs.md".into()));
    assert_eq!(&VAGUE[68..102], "Better alignment with the partners");
    for key in ["message", "labels", "help", "fingerprint", "fix"] {
        assert!(finding.get(key).is_some(), "{key}");
    }
}

/// JSON with its keys in the order in which `serde_json` writes them.
fn sorted(json: &str) -> String {
    serde_json::from_str::<Value>(json).map(|value| value.to_string()).unwrap_or_default()
}

#[test]
fn parse_writes_the_model_as_fixed() {
    let folder = folder(&[("okrs.md", GOOD)]);
    let run = okrlint(&folder, &["parse", "--format", "json", "okrs.md"]);
    let json = run.json();
    assert_eq!((run.status, &json["version"]), (0, &1.into()));
    let document = &json["documents"][0];
    assert_eq!(
        (&document["path"], &document["format"], &document["cycle"]),
        (&"okrs.md".into(), &"markdown".into(), &"2026-Q3".into())
    );
    let objective = &document["objectives"][0];
    assert_eq!(objective["text"], "Callers leave with an answer");
    assert_eq!((&objective["span"]["line"], &objective["span"]["column"]), (&8.into(), &15.into()));
    for key in ["id", "type", "owners", "supports", "depends_on", "score", "confidence", "status", "dropped", "key_results"] {
        assert!(objective.get(key).is_some(), "{key}");
    }
    let result = &objective["key_results"][0];
    assert_eq!((&result["id"], &result["class"]), (&"KR1".into(), &"outcome".into()));
    assert_eq!((&result["measure"]["baseline"]["value"], &result["measure"]["target"]["value"]), (&61.0.into(), &75.0.into()));
    for key in ["owners", "score", "confidence", "status", "dropped", "deadline", "check_ins", "span", "text"] {
        assert!(result.get(key).is_some(), "{key}");
    }
}

#[test]
fn parse_without_okrs_is_empty_or_a_failure() {
    let folder = folder(&[("README.md", CHATTER)]);
    let named = okrlint(&folder, &["parse", "--format", "json", "README.md"]);
    assert_eq!((named.status, named.json()["documents"][0]["objectives"].as_array().unwrap().len()), (0, 0));
    let walked = okrlint(&folder, &["parse", "--format", "json"]);
    assert_eq!((walked.status, walked.json()["documents"].as_array().unwrap().len()), (2, 0));
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let names: Vec<String> = (0..60).map(|n| format!("teams/{:02}/okrs.md", n)).collect();
    let files: Vec<(&str, &str)> =
        names.iter().enumerate().map(|(n, name)| (name.as_str(), if n % 3 == 0 { GOOD } else { VAGUE })).collect();
    let folder = folder(&files);
    for format in ["text", "json"] {
        let [one, four] = ["1", "4"].map(|threads| {
            run(command(folder.path(), &["check", "--format", format, "--fail-on", "info"]).env("RAYON_NUM_THREADS", threads))
        });
        assert_eq!(one, four);
        assert_eq!(one.status, 1);
    }
}

#[test]
fn colours_are_used_when_asked_for() {
    let folder = folder(&[("okrs.md", VAGUE)]);
    assert!(okrlint(&folder, &["check", "--color", "always"]).stdout.contains("\u{1b}["));
    assert!(!okrlint(&folder, &["check", "--color", "never"]).stdout.contains('\u{1b}'));
    assert!(!okrlint(&folder, &["check"]).stdout.contains('\u{1b}'));
    let forced = run(command(folder.path(), &["check"]).env("CLICOLOR_FORCE", "1"));
    assert!(forced.stdout.contains("\u{1b}["));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let names: Vec<String> = (0..400).map(|n| format!("{n:03}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), VAGUE)).collect();
    let folder = folder(&files);
    let mut child = command(folder.path(), &["check"]).spawn().unwrap();
    let mut first = [0; 64];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn every_rule_can_be_explained_and_listed() {
    let folder = folder::<&str>(&[]);
    let json = okrlint(&folder, &["rules", "--format", "json"]).json();
    let names: Vec<&str> = json["rules"].as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"no-number"));
    let table = okrlint(&folder, &["rules"]).stdout;
    let overview = okrlint(&folder, &["explain"]).stdout;
    let pages = run(command(folder.path(), &["explain"]).args(names.iter().map(OsStr::new)));
    assert_eq!(pages.status, 0);
    for name in names {
        assert!(table.contains(name) && overview.contains(name) && pages.stdout.contains(name), "{name}");
    }
    let flag = okrlint(&folder, &["explain", "measurability"]).stdout;
    assert!(flag.contains("no-number") && !flag.contains("duplicate-id"));
}

#[test]
fn completions_and_manual_pages_are_written() {
    let folder = folder::<&str>(&[]);
    for shell in ["bash", "zsh", "fish"] {
        assert!(okrlint(&folder, &["completions", shell]).stdout.contains("okrlint"), "{shell}");
    }
    assert!(okrlint(&folder, &["man"]).stdout.contains(".TH okrlint"));
    assert!(okrlint(&folder, &["man", "check"]).stdout.contains("fail"));
    let run = okrlint(&folder, &["man", "chek"]);
    assert!(run.status == 2 && run.stderr.contains("did you mean `check`?"), "{run:?}");
}

#[test]
fn a_weak_north_star_in_the_configuration_is_found_there() {
    let config = "[growth-model]\nlevers = [\"arrivals\", \"beds\"]\nnorth-star = \"monthly recurring revenue\"\n";
    let folder = folder(&[("okrlint.toml", config), ("okrs.md", GOOD)]);
    let run = okrlint(&folder, &["check", "--format", "json", "--fail-on", "warning", "--today", "2026-08-15"]);
    let found = run.diagnostics();
    assert_eq!((run.status, run.rules()), (1, vec!["weak-north-star".to_owned()]));
    assert_eq!((&found[0]["path"], &found[0]["span"]["line"]), (&"okrlint.toml".into(), &3.into()));
    assert!(okrlint(&folder, &["check"]).stdout.contains("north-star = \"monthly recurring revenue\""));
}

#[test]
fn a_mistake_in_the_growth_model_is_told_with_a_suggestion() {
    let folder = folder(&[("okrlint.toml", "[growth-model]\nlever = [\"arrivals\"]\n"), ("okrs.md", GOOD)]);
    let run = okrlint(&folder, &["check"]);
    assert!(run.status == 2 && run.stderr.contains("did you mean `levers`?"), "{run:?}");
}

#[test]
fn the_levers_of_the_configuration_are_those_that_count() {
    let tagged = "# Beds, 2026-Q3\n\n## Objective: A bed when you need one\n\nOwner: Ana\n\n- KR1: Patients home before noon: from 18% to 35%\n  - Lever: arivals\n";
    let folder = folder(&[("okrlint.toml", "[growth-model]\nlevers = [\"arrivals\"]\n"), ("okrs.md", tagged)]);
    let run = okrlint(&folder, &["check", "--select", "lever-mismatch", "--format", "json"]);
    let help = run.diagnostics()[0]["help"].as_str().unwrap_or_default().to_owned();
    assert!(help.contains("Did you mean \"arrivals\"?"), "{help}");
}

#[test]
fn the_nearest_configuration_holds_for_each_document() {
    let folder = folder(&[
        (
            "okrlint.toml",
            "[rules]\nno-number = \"warning\"\n[[overrides]]\npaths = [\"legal/**\"]\nrules = { no-number = \"info\" }\n",
        ),
        ("okrs.md", VAGUE),
        ("legal/okrs.md", VAGUE),
        ("care/okrlint.toml", ""),
        ("care/okrs.md", VAGUE),
        ("shop/okrlint.toml", "extends = \"..\"\nignore = \"no-number\"\n"),
        ("shop/okrs.md", VAGUE),
    ]);
    let found = |arguments: &[&str]| {
        let run = okrlint(&folder, &[&["check", "--format", "json", "--select", "no-number"], arguments].concat());
        run.diagnostics()
            .iter()
            .map(|d| format!("{} {}", d["path"].as_str().unwrap(), d["severity"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["care/okrs.md error", "legal/okrs.md info", "okrs.md warning"]);
    // A document is checked alike however okrlint comes by it.
    assert_eq!(found(&["care/okrs.md", "shop", "legal/okrs.md"]), ["care/okrs.md error", "legal/okrs.md info"]);
    assert_eq!(found(&["--config", "okrlint.toml", "shop", "care"]), ["care/okrs.md warning", "shop/okrs.md warning"]);
}

#[test]
fn what_lies_across_documents_is_told_as_each_document_is_configured() {
    let text = |id: &str| {
        format!(
            "---\ncycle: 2026-Q3\n---\n\n## {id}: Callers leave with an answer to {id}\n\n- KR1: Answered calls from 61% to 75%\n\n## {id}: Short waits\n\n- KR1: Waits from 9 to 4 minutes\n"
        )
    };
    let files = [("a.md", text("A-O1")), ("care/b.md", text("B-O1")), ("shop/c.md", text("C-O1")), ("shop/d.md", text("B-O1"))];
    let folder = folder(&files);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let found = || {
        let run = okrlint(&folder, &["check", "--format", "json", "--select", "duplicate-id"]);
        run.diagnostics()
            .iter()
            .map(|d| format!("{} {}", d["path"].as_str().unwrap(), d["severity"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    write("okrlint.toml", "");
    write("shop/okrlint.toml", "[rules]\nduplicate-id = \"info\"\n");
    let mut all = found();
    all.sort();
    assert_eq!(all, ["a.md error", "care/b.md error", "shop/c.md info", "shop/d.md info", "shop/d.md info"]);
    write("shop/okrlint.toml", "[rules]\nduplicate-id = \"off\"\n");
    assert_eq!(okrlint(&folder, &["check", "--format", "json"]).rules().iter().filter(|rule| *rule == "duplicate-id").count(), 2);
}

#[test]
fn exclude_holds_for_nested_folders_and_standard_input() {
    let folder = folder(&[
        ("okrlint.toml", "exclude = [\"archive\"]\n"),
        ("archive/okrlint.toml", "profile = \"coach\"\n"),
        ("archive/old.md", VAGUE),
        ("okrs.md", GOOD),
    ]);
    assert_eq!(okrlint(&folder, &["check", "--format", "json"]).json()["summary"]["files"], 1);
    for arguments in
        [&["check", "archive/old.md"][..], &["check", "archive"], &["check", "--stdin-filename", "archive/old.md", "-"]]
    {
        let run = with_input(&folder, arguments, VAGUE);
        assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{arguments:?}");
    }
    let run = with_input(&folder, &["check", "--stdin-filename", "archive/old.md", "-"], VAGUE);
    assert!(run.stderr.contains("`archive/old.md` is left out by `exclude`"), "{run:?}");
}

#[test]
fn extended_files_are_blamed_where_they_are_wrong() {
    let folder = folder(&[
        ("okrlint.toml", "extends = [\"shared.toml\", \"gone.toml\"]\n"),
        ("shared.toml", "extends = \"okrlint.toml\"\nfail-on = \"eror\"\n"),
        ("okrs.md", GOOD),
    ]);
    let run = okrlint(&folder, &["check"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn suppressions_of_the_configuration_are_looked_after() {
    let config = "\
[[suppressions]]
path = \"okrs/*.csv\"
objective = \"Callers leave\"
key-result = \"KR1\"
rules = [\"no-number\", \"vague-term\"]
reason = \"counted by the desk\"

[[suppressions]]
rules = [\"no-nmber\"]
reason = \"so\"

[[suppressions]]
rules = [\"no-target\"]
reason = \"until the survey\"
until = 2026-06-30
";
    let rows = "objective,id,key result\nCallers leave with an answer,KR1,Better alignment with the partners\n";
    let folder = folder(&[("okrlint.toml", config), ("okrs/care.csv", rows), ("okrs/other.csv", &rows.replace("KR1", "KR7"))]);
    let check = |path: &str| {
        okrlint(&folder, &["check", "--format", "json", "--today", "2026-07-01", "--select", "measurability,tracking", path])
    };
    let run = check(".");
    let found: Vec<_> = run
        .diagnostics()
        .iter()
        .map(|d| {
            (d["rule"].as_str().unwrap().to_owned(), d["path"].as_str().unwrap().to_owned(), d["span"]["line"].as_u64().unwrap())
        })
        .collect();
    let at = |rule: &str| found.iter().filter(|f| f.0 == rule).map(|f| (f.1.as_str(), f.2)).collect::<Vec<_>>();
    assert_eq!(at("no-number"), [("okrs/other.csv", 2)]);
    assert_eq!(at("unused-suppression"), [("okrlint.toml", 5)]);
    assert_eq!(at("unknown-rule"), [("okrlint.toml", 9)]);
    assert_eq!(at("expired-suppression"), [("okrlint.toml", 15)]);
    assert_eq!(run.json()["summary"]["suppressed"], 1);
    // A run over some of the documents cannot tell what is of use for the others.
    assert!(!check("okrs/other.csv").rules().contains(&"unused-suppression".to_owned()));
    let sarif = okrlint(&folder, &["check", "--format", "sarif", "--today", "2026-07-01"]).json();
    let held: Vec<&Value> =
        sarif["runs"][0]["results"].as_array().unwrap().iter().map(|r| &r["suppressions"]).filter(|s| s[0].is_object()).collect();
    assert_eq!(held, [&serde_json::json!([{ "kind": "external", "justification": "counted by the desk" }])]);
}

#[test]
fn what_a_comment_holds_back_does_not_fail_the_run() {
    let text = VAGUE.replace("- KR1", "<!-- okrlint-ignore measurability: the board counts it -->\n- KR1");
    let folder = folder(&[("okrs.md", text.as_str())]);
    let run = okrlint(&folder, &["check", "--today", "2026-08-15"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.stdout.starts_with("no red flags (1 suppressed) in 1 document"), "{run:?}");
}

#[test]
fn the_configuration_that_is_shown_says_the_same() {
    let config = "profile = \"coach\"\nignore = [\"value\"]\n[rules]\nno-number = \"info\"\nfocus-limits = { max-objectives = 3 }\n\
        [[overrides]]\npaths = [\"legal\"]\nrules = { vague-term = \"off\" }\n";
    let folder = folder(&[("okrlint.toml", config), ("legal/okrs.md", VAGUE)]);
    let shown = okrlint(&folder, &["config", "legal/okrs.md"]);
    assert_eq!(shown.status, 0, "{shown:?}");
    for line in [
        "# for legal/okrs.md",
        "profile = \"coach\"",
        "# okrlint.toml:1\n",
        "vague-term.level = \"off\"",
        "# okrlint.toml:8\n",
        "focus-limits.max-key-results = 5",
        "# default\n",
        "# [[overrides]]  okrlint.toml:6",
    ] {
        assert!(shown.stdout.contains(line), "{line}: {}", shown.stdout);
    }
    fs::write(folder.path().join("shown.toml"), &shown.stdout).unwrap();
    let again = okrlint(&folder, &["config", "--config", "shown.toml", "legal/okrs.md"]);
    let values = |text: &str| {
        text.lines().filter_map(|line| line.split_once("  #")).map(|(value, _)| value.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(values(&again.stdout), values(&shown.stdout));
    let json = okrlint(&folder, &["config", "--format", "json", "legal/okrs.md"]).json();
    let setting = |key: &str| json["settings"].as_array().unwrap().iter().find(|setting| setting["key"] == key).cloned().unwrap();
    assert_eq!(
        setting("rules.no-number"),
        serde_json::json!({ "key": "rules.no-number", "value": "info", "origins": [{ "path": "okrlint.toml", "line": 4 }] })
    );
    assert_eq!(okrlint(&folder, &["config", "--no-config"]).stdout.matches("okrlint.toml").count(), 0);
}

#[test]
fn the_schema_of_the_configuration_is_written() {
    let folder = folder::<&str>(&[]);
    let schema = okrlint(&folder, &["schema", "config"]).json();
    assert_eq!(schema["title"], "okrlint.toml");
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&serde_json::json!({ "profile": "coach", "rules": { "no-number": "off" } })));
    assert!(!validator.is_valid(&serde_json::json!({ "rules": { "no-nmber": "off" } })));
}
