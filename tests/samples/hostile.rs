//! Files as accidents make them: wrong encodings, binary, depth without end, lines without end, broken syntax. Each is a clear finding or
//! nothing at all, never a crash. Small ones are stored in `fixtures/hostile/`; large ones are made here.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::program::{Run, okrlint, okrlint_in, root};

/// A debug build on a busy machine; a quadratic reader would need minutes.
const PATIENCE: Duration = Duration::from_secs(20);

const SET: &str = "# Payments 2026-Q3\n\n## Objective: Merchants are paid without surprises\n\nOwner: Ana\n\n\
                   - KR1: Raise payouts settled the same day from 41% to 75%, now 52%\n\
                   - KR2: Improve the mood of merchants\n";

/// Writes bytes to a file in an empty folder and checks it by name.
fn check(name: &str, bytes: impl AsRef<[u8]>) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("a file");
    timed(folder.path(), name)
}

/// Runs both commands that read documents; neither may crash or take long.
fn timed(folder: &Path, name: &str) -> Run {
    let started = Instant::now();
    let parse = okrlint_in(folder, ["parse", name, "--format", "json"], &[]);
    assert!(matches!(parse.code, Some(0 | 2)), "parse {name}: {:?}\n{}", parse.code, parse.stderr);
    let text = okrlint_in(folder, ["check", name, "--today", "2026-08-15", "--profile", "coach"], &[]);
    assert!(text.code.is_some() && !text.stderr.contains("broke down"), "{name}: {}", text.stderr);
    let run = okrlint_in(folder, ["check", name, "--today", "2026-08-15", "--profile", "coach", "--format", "json"], &[]);
    assert!(started.elapsed() < PATIENCE, "{name} took {:?}", started.elapsed());
    assert!(!run.rules().contains(&"internal-error".to_owned()), "{name}");
    assert!(matches!(run.code, Some(0..=2)), "{name}: {:?}\n{}", run.code, run.stderr);
    run
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn text_that_is_not_utf8_is_told_and_the_rest_is_checked() {
    let latin1: Vec<u8> = SET.replace("Ana", "Jürgen").chars().map(|c| c as u8).collect();
    let overlong = [SET.as_bytes(), b"- KR3: \xC0\xAF \xE0\x80\xAF late payouts from 9 to 4\n"].concat();
    let truncated = [SET.as_bytes(), b"- KR3: Late payouts from 9 to 4 \xE2\x82"].concat();
    let surrogate = [SET.as_bytes(), b"- KR3: Late payouts from 9 to 4 \xED\xA0\x80\n"].concat();
    for (name, bytes) in [("latin1", latin1), ("overlong", overlong), ("truncated", truncated), ("surrogate", surrogate)] {
        let run = check(&format!("{name}.md"), bytes);
        assert!(run.rules().contains(&"invalid-encoding".to_owned()), "{name}: {:?}", run.rules());
        assert!(run.rules().contains(&"no-number".to_owned()), "{name}: {:?}", run.rules());
        assert_eq!(run.code, Some(1), "{name}");
    }
}

#[test]
fn what_is_no_utf8_text_at_all_is_one_finding_with_a_remedy() {
    let cases = [
        ("utf16le.md", utf16(SET, u16::to_le_bytes)),
        ("utf16be.md", utf16(SET, u16::to_be_bytes)),
        ("nul.md", SET.replace("Ana", "A\0na").into_bytes()),
        ("archive.md", b"PK\x03\x04\0\0\x08\0".to_vec()),
        ("utf16le.toml", utf16("cycle = \"2026-Q3\"", u16::to_le_bytes)),
    ];
    for (name, bytes) in cases {
        let run = check(name, bytes);
        assert_eq!(run.rules(), ["invalid-encoding"], "{name}");
        let help = run.findings()[0]["help"].to_string();
        assert!(help.contains("UTF-8"), "{name}: {help}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let expected = check("plain.md", SET).rules();
    assert_eq!(expected, ["no-number"]);
    let cases = [
        ("crlf.md", SET.replace('\n', "\r\n")),
        ("bom.md", format!("\u{feff}{SET}")),
        ("bom-crlf.md", format!("\u{feff}{}", SET.replace('\n', "\r\n"))),
        ("no-final-newline.md", SET.trim_end().to_owned()),
        ("lone-cr.md", SET.replace('\n', "\r")),
        ("trailing-blanks.md", SET.replace('\n', "   \n")),
    ];
    for (name, text) in cases {
        assert_eq!(check(name, text).rules(), expected, "{name}");
    }
}

#[test]
fn files_without_content_are_named_and_nothing_more() {
    for format in ["md", "toml", "yaml", "json", "csv"] {
        for (kind, text) in [("empty", ""), ("blank", "\n \n\t\n"), ("mark", "\u{feff}")] {
            let run = check(&format!("{kind}.{format}"), text);
            // An empty file is no JSON; that may be said too.
            assert!(run.rules().iter().all(|rule| ["nothing-found", "syntax-error"].contains(&rule.as_str())), "{kind}.{format}");
            assert!(!run.rules().is_empty(), "{kind}.{format} passes in silence");
        }
    }
    let run = check("front.md", "---\ncycle: 2026-Q3\nteam: Payments\n---\n");
    assert_eq!(run.rules(), ["nothing-found"]);
    let run = check("open-front.md", "---\ncycle: 2026-Q3\nteam: Payments\n");
    assert_eq!(run.rules(), ["nothing-found"]);
}

#[test]
fn depth_without_end_is_survived() {
    let deep = |open: &str, close: &str, times: usize| format!("{}{}", open.repeat(times), close.repeat(times));
    let lists: String = (0..2_000).map(|depth| format!("{:depth$}- Item {depth}\n", "")).collect();
    let steps: String = (0..2_000).map(|depth| format!("{:depth$}a:\n", "")).collect();
    let tables: String = format!("[{}]\n", ["a"; 20_000].join("."));
    let cases = [
        ("quotes.md", format!("{SET}{}", ">".repeat(50_000))),
        ("spaced-quotes.md", format!("{SET}{}x", "> ".repeat(20_000))),
        ("lists.md", format!("{SET}{lists}")),
        ("same-line-lists.md", format!("{SET}\n{}x", "- ".repeat(20_000))),
        ("emphasis.md", format!("{SET}- KR3: {}x", "*a ".repeat(20_000))),
        ("brackets.md", format!("{SET}- KR3: {}", deep("[", "]", 20_000))),
        ("links.md", format!("{SET}- KR3: {}", "[a](".repeat(20_000))),
        ("html.md", format!("{SET}{}", "<details>".repeat(20_000))),
        ("backticks.md", format!("{SET}- KR3: {}", (1..400).map(|n| "`".repeat(n) + " ").collect::<String>())),
        ("arrays.json", deep("[", "]", 100_000)),
        ("open-arrays.json", "[".repeat(100_000)),
        ("objects.json", deep("{\"objectives\":[", "]}", 20_000)),
        ("flow.yaml", deep("[", "]", 100_000)),
        ("block.yaml", steps),
        ("dashes.yaml", "- ".repeat(50_000)),
        ("arrays.toml", format!("a = {}", deep("[", "]", 100_000))),
        ("inline.toml", format!("a = {}", deep("{ a = ", " }", 20_000))),
        ("tables.toml", tables),
        ("quotes.csv", format!("Objective,Key result\n{}", "\"".repeat(100_001))),
    ];
    for (name, text) in cases {
        check(name, text);
    }
}

#[test]
fn an_alias_bomb_does_not_grow() {
    let levels: String =
        (1..30).map(|n| format!("a{n}: &a{n} [*a{m}, *a{m}, *a{m}, *a{m}, *a{m}, *a{m}]\n", m = n - 1)).collect();
    check("bomb.yaml", format!("a0: &a0 [lol]\n{levels}objectives: *a29\n"));
}

#[test]
fn lines_without_end_are_read_and_shown_in_part() {
    let long = "very ".repeat(10_000);
    let cases = [
        ("kr.md", format!("{SET}- KR3: Improve the {long}mood\n")),
        ("number.md", format!("{SET}- KR3: Raise payouts from 1 to {}\n", "9".repeat(50_000))),
        (
            "row.md",
            format!(
                "{SET}\n| Key result |{}\n|---|{}\n| Improve mood |{}\n",
                " a |".repeat(9_000),
                "---|".repeat(9_000),
                " b |".repeat(9_000)
            ),
        ),
        ("word.md", format!("{SET}- KR3: Improve {}\n", "ü".repeat(50_000))),
        ("spaces.md", format!("{SET}- KR3: Improve{}mood\n", " ".repeat(50_000))),
        ("key.toml", format!("{} = 1\n", "k".repeat(50_000))),
        (
            "one-line.json",
            format!(
                "{{\"cycle\": \"2026-Q3\", \"objectives\": [{}]}}",
                vec!["{\"title\": \"Calm\", \"key_results\": [{\"title\": \"Improve mood\"}]}"; 1_000].join(",")
            ),
        ),
        ("wide.csv", format!("Objective,Key result{}\nCalm,Improve mood{}\n", ",x".repeat(20_000), ",y".repeat(20_000))),
    ];
    for (name, text) in cases {
        check(name, text);
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("long.md"), format!("{SET}- KR3: Improve the {long}mood\n")).unwrap();
    let run = okrlint_in(folder.path(), ["check", "long.md", "--today", "2026-08-15"], &[]);
    let longest = run.stdout.lines().map(|line| line.chars().count()).max().unwrap_or_default();
    assert!(longest < 400, "a line of {longest} characters is shown");
}

#[test]
fn stored_broken_files_say_where_and_keep_the_rest() {
    for (file, kept) in [("broken.toml", true), ("broken.yaml", false), ("broken.json", false), ("broken.csv", true)] {
        let path = format!("fixtures/hostile/{file}");
        let run = okrlint(["check", &path, "--today", "2026-08-15", "--format", "json"]);
        assert!(run.rules().contains(&"syntax-error".to_owned()), "{file}: {:?}", run.rules());
        assert_eq!(run.code, Some(1), "{file}");
        if kept {
            assert!(run.rules().contains(&"no-number".to_owned()), "{file}: {:?}", run.rules());
        }
    }
}

#[test]
fn a_broken_file_does_not_hide_its_neighbours() {
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(root().join("fixtures/hostile")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    fs::write(folder.path().join("utf16.md"), utf16(SET, u16::to_le_bytes)).unwrap();
    fs::write(folder.path().join("zz-good.md"), SET).unwrap();
    let run = okrlint_in(folder.path(), ["check", ".", "--today", "2026-08-15", "--format", "json"], &[]);
    let paths: Vec<String> = run.findings().iter().map(|finding| finding["path"].as_str().unwrap().to_owned()).collect();
    assert!(paths.contains(&"zz-good.md".to_owned()) && paths.contains(&"utf16.md".to_owned()), "{paths:?}");
    assert_eq!(run.code, Some(1));
}

#[test]
fn what_cannot_be_read_is_named_with_a_remedy() {
    let run = okrlint(["check", "fixtures/no-such-folder"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("fixtures/no-such-folder") && run.stderr.contains("help"), "{}", run.stderr);
    let folder = tempfile::tempdir().unwrap();
    let run = okrlint_in(folder.path(), ["check", "."], &[]);
    assert_eq!(run.code, Some(2), "an empty folder holds no OKR");
    assert!(run.stderr.contains("no OKR found"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("okrs.md"), SET).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let run = okrlint_in(folder.path(), ["check", ".", "--today", "2026-08-15", "--format", "json"], &[]);
    assert_eq!(run.findings().len(), 1);
}
