//! `okrlint check --fix` as a user runs it: what is written, what is left alone, what is said and how a run ends.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

const ODD: &str = "---\ncycle: 2026-Q3\n---\n\n## Objective: Callers leave with an answer\n\nOwner: Ana\n\n\
    - KR1: Raise calls settled at first contact from 61% to 75% by 30.09.2026\n- KR 2: Reduce repeat calls a week from 1'200 to 900\n\
    - KR3: Reduce the wait from 9 to 3 minutes\n";
const EVEN: &str = "---\ncycle: 2026-Q3\n---\n\n## Objective: Callers leave with an answer\n\nOwner: Ana\n\n\
    - KR1: Raise calls settled at first contact from 61% to 75% by 2026-09-30\n- KR2: Reduce repeat calls a week from 1,200 to 900\n\
    - KR3: Reduce the wait from 9 to 3 minutes\n";
const VAGUE: &str = "---\ncycle: 2026-Q3\n---\n\n## Objective: Callers leave with an answer\n\nOwner: Ana\n\n- KR1: Better answers\n\
    - KR2: Reduce the wait from 9 to 3 minutes\n";

struct Run {
    stdout: String,
    stderr: String,
    code: Option<i32>,
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

fn okrlint(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_okrlint"))
        .arg("check")
        .args(["--today", "2026-07-01", "--color", "never"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("okrlint starts");
    child.stdin.take().expect("standard input").write_all(input).expect("okrlint reads it");
    let output = child.wait_with_output().expect("okrlint ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a text")
}

#[test]
fn forms_are_mended_and_a_second_run_finds_nothing_to_do() {
    let folder = folder(&[("okrs.md", ODD.as_bytes()), ("even.md", EVEN.as_bytes())]);
    let first = okrlint(folder.path(), &["--fix"], b"");
    assert_eq!((first.code, first.stderr.as_str()), (Some(0), "Mended 3 places in 1 document.\n"));
    assert_eq!((text(&folder, "okrs.md"), text(&folder, "even.md")), (EVEN.to_owned(), EVEN.to_owned()));
    let second = okrlint(folder.path(), &["--fix"], b"");
    assert_eq!((second.code, second.stderr.as_str()), (Some(0), "Mended nothing.\n"));
}

#[test]
fn what_is_left_decides_how_the_run_ends() {
    let folder = folder(&[("okrs.md", VAGUE.as_bytes())]);
    let safe = okrlint(folder.path(), &["--fix"], b"");
    assert_eq!((safe.code, text(&folder, "okrs.md").as_str()), (Some(1), VAGUE));
    assert_eq!(safe.stderr, "Mended nothing; --unsafe could mend 1 more, by writing blanks into statements.\n");
    let reworded = okrlint(folder.path(), &["--fix", "--unsafe", "--format", "terse"], b"");
    assert_eq!((reworded.code, reworded.stderr.as_str()), (Some(1), "Mended 1 place in 1 document.\n"));
    assert_eq!(text(&folder, "okrs.md"), VAGUE.replace("answers\n- ", "answers (raise ___ from ___ to ___ by ___)\n- "));
    assert!(reworded.stdout.contains("placeholder") && !reworded.stdout.contains("no-number"), "{}", reworded.stdout);
}

#[test]
fn a_diff_can_be_applied_and_nothing_is_written() {
    let folder = folder(&[("okrs.md", ODD.as_bytes())]);
    let shown = okrlint(folder.path(), &["--diff"], b"");
    assert_eq!((shown.code, shown.stderr.as_str()), (Some(1), "Would mend 3 places in 1 document.\n"));
    assert_eq!(text(&folder, "okrs.md"), ODD);
    let mut apply = Command::new("git").args(["apply", "-"]).current_dir(folder.path()).stdin(Stdio::piped()).spawn().unwrap();
    apply.stdin.take().unwrap().write_all(shown.stdout.as_bytes()).unwrap();
    assert!(apply.wait().unwrap().success());
    assert_eq!(text(&folder, "okrs.md"), EVEN);
    let nothing = okrlint(folder.path(), &["--diff"], b"");
    assert_eq!((nothing.code, nothing.stdout.as_str()), (Some(0), ""));
}

#[test]
fn standard_input_comes_back_mended_and_the_report_stands_aside() {
    let folder = folder(&[]);
    let run = okrlint(folder.path(), &["--fix", "--stdin-filename", "okrs.md", "-"], ODD.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), EVEN));
    assert!(run.stderr.contains("no red flags") && run.stderr.contains("Mended 3 places"), "{}", run.stderr);
    let unchanged = okrlint(folder.path(), &["--fix", "-"], VAGUE.as_bytes());
    assert_eq!((unchanged.code, unchanged.stdout.as_str()), (Some(1), VAGUE));
    assert!(unchanged.stderr.contains("no-number"));
    let broken = okrlint(folder.path(), &["--fix", "-"], &[ODD.as_bytes(), b"\xff\n"].concat());
    assert_eq!((broken.code, broken.stdout.as_str()), (Some(2), ""));
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let folder = folder(&[("okrs.md", windows(ODD).as_bytes()), ("old.md", ODD.replace('\n', "\r").as_bytes())]);
    assert_eq!(okrlint(folder.path(), &["--fix"], b"").code, Some(0));
    assert_eq!((text(&folder, "okrs.md"), text(&folder, "old.md")), (windows(EVEN), EVEN.replace('\n', "\r")));
}

#[test]
fn what_is_switched_off_is_not_mended() {
    let folder = folder(&[("okrs.md", ODD.as_bytes()), ("okrlint.toml", b"[rules]\nlabel-form = \"off\"\n")]);
    okrlint(folder.path(), &["--fix", "--ignore", "date-form"], b"");
    assert_eq!(text(&folder, "okrs.md"), ODD.replace("1'200", "1,200"));
    okrlint(folder.path(), &["--fix", "--select", "no-number"], b"");
    assert_eq!(text(&folder, "okrs.md"), ODD.replace("1'200", "1,200"));
    okrlint(folder.path(), &["--fix", "--select", "date-form"], b"");
    assert_eq!(text(&folder, "okrs.md"), ODD.replace("1'200", "1,200").replace("30.09.2026", "2026-09-30"));
}

#[test]
fn a_file_that_is_no_text_is_left_alone() {
    let bytes = [ODD.as_bytes(), b"\nGr\xf6\xdfe\n"].concat();
    let folder = folder(&[("okrs.md", &bytes)]);
    let run = okrlint(folder.path(), &["--fix"], b"");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`okrs.md` was not mended: not all of it is UTF-8"), "{}", run.stderr);
    assert_eq!(fs::read(folder.path().join("okrs.md")).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_read_only_file_is_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("okrs.md", ODD.as_bytes()), ("closed.md", ODD.as_bytes())]);
    let mode = |name: &str, mode| fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("okrs.md", 0o640);
    mode("closed.md", 0o444);
    let run = okrlint(folder.path(), &["--fix"], b"");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`closed.md` was not mended: it is read-only"), "{}", run.stderr);
    assert_eq!((text(&folder, "okrs.md"), text(&folder, "closed.md")), (EVEN.to_owned(), ODD.to_owned()));
    let known = fs::metadata(folder.path().join("okrs.md")).unwrap();
    assert_eq!(known.permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no draft is left behind");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_inside_the_folder_only() {
    let outside = folder(&[("okrs.md", ODD.as_bytes())]);
    let folder = folder(&[("okrs.md", ODD.as_bytes())]);
    std::os::unix::fs::symlink(outside.path().join("okrs.md"), folder.path().join("away.md")).unwrap();
    std::os::unix::fs::symlink("okrs.md", folder.path().join("near.md")).unwrap();
    let away = okrlint(folder.path(), &["--fix", "away.md"], b"");
    assert_eq!(away.code, Some(2));
    assert!(away.stderr.contains("`away.md` was not mended: it is a link to a file outside this folder"), "{}", away.stderr);
    assert_eq!(text(&outside, "okrs.md"), ODD);
    assert_eq!(okrlint(folder.path(), &["--fix", "near.md"], b"").code, Some(0));
    assert_eq!(text(&folder, "okrs.md"), EVEN);
    assert!(fs::symlink_metadata(folder.path().join("near.md")).unwrap().file_type().is_symlink());
}

#[test]
fn reports_carry_the_fixes() {
    let folder = folder(&[("okrs.md", VAGUE.as_bytes())]);
    let json = |format: &str| {
        serde_json::from_str::<serde_json::Value>(&okrlint(folder.path(), &["--format", format], b"").stdout).unwrap()
    };
    let found = &json("json")["diagnostics"][0];
    let end = VAGUE.find("answers\n-").unwrap() + "answers".len();
    assert_eq!(found["fix"]["safe"], false);
    let edit = &found["fix"]["edits"][0];
    assert_eq!((&edit["span"]["start"], &edit["span"]["end"]), (&end.into(), &end.into()));
    assert_eq!(edit["replacement"], " (raise ___ from ___ to ___ by ___)");
    let change = &json("sarif")["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], edit["replacement"]);
    assert_eq!(json("rdjson")["diagnostics"][0]["suggestions"][0]["text"], edit["replacement"]);
}

#[test]
fn the_options_want_each_other() {
    let folder = folder(&[("okrs.md", ODD.as_bytes())]);
    for arguments in [&["--unsafe"][..], &["--diff", "--format", "json"], &["--diff", "--output", "sarif=okr.sarif"]] {
        assert_eq!(okrlint(folder.path(), arguments, b"").code, Some(2), "{arguments:?}");
    }
}
