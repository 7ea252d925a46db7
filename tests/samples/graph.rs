//! `okrlint graph` as a user runs it: what it draws of the sample organisations, and what other programs make of that.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::program::{Run, okrlint, okrlint_in, root, text};

const UNHEALTHY: [&str; 6] = ["graph", "fixtures/unhealthy", "--today", "2026-08-15", "--team", "Finance"];

fn unhealthy(format: &str) -> Run {
    let run = okrlint(UNHEALTHY.iter().chain(&["--format", format]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    run
}

#[test]
fn a_team_and_what_it_is_linked_to_in_every_format() {
    insta::assert_snapshot!("graph-svg", unhealthy("svg").stdout);
    insta::assert_snapshot!("graph-dot", unhealthy("dot").stdout);
    insta::assert_snapshot!("graph-mermaid", unhealthy("mermaid").stdout);
    insta::assert_snapshot!("graph-json", serde_json::to_string_pretty(&unhealthy("json").json()).unwrap());
}

/// The picture in the README is what the program draws. With `OKRLINT_UPDATE=1` it is drawn anew.
#[test]
fn the_picture_of_the_readme_is_up_to_date() {
    let drawn = okrlint(["graph", "fixtures/healthy"]).stdout;
    let path = "docs/graph.svg";
    assert!(text("README.md").contains(path));
    if std::env::var_os("OKRLINT_UPDATE").is_some() {
        fs::write(root().join(path), drawn).unwrap();
        return;
    }
    assert!(drawn == text(path), "{path} is out of date: run OKRLINT_UPDATE=1 cargo test --test samples");
}

#[test]
fn the_ending_of_the_file_tells_the_format() {
    let folder = tempfile::tempdir().unwrap();
    for (name, start) in
        [("o.svg", "<?xml"), ("o.dot", "digraph"), ("o.gv", "digraph"), ("o.mmd", "flowchart"), ("o.json", "{\"version\":1")]
    {
        let file = folder.path().join(name);
        let run = okrlint([Path::new("graph"), Path::new("fixtures/healthy"), Path::new("--output"), &file]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""), "{name}");
        assert!(fs::read_to_string(&file).unwrap().starts_with(start), "{name}");
    }
    let run = okrlint_in(folder.path(), ["graph", root().to_str().unwrap(), "--output", "o.png"], &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains(".svg, .dot, .mmd or .json"), "{}", run.stderr);
}

#[test]
fn names_that_nobody_bears_are_told_with_what_may_be_meant() {
    let cases = [
        (&["--team", "Surgrey"][..], "did you mean `Surgery`?"),
        (&["--objective", "SU-O9"][..], "did you mean `SU-O2`?"),
        (&["--cycle", "2031-Q1"][..], "there are 2026-Q2, 2026-Q3"),
        (&["--cycle", "soon"][..], "write the cycle as 2026-Q3"),
        (&["--format", "png"][..], "svg, dot, mermaid, json"),
    ];
    for (arguments, told) in cases {
        let run = okrlint(["graph", "fixtures/healthy"].iter().chain(arguments));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.stderr.contains(told), "{arguments:?}\n{}", run.stderr);
    }
    let run = okrlint(["graph", "fixtures/healthy/README.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no OKR found at all"), "{}", run.stderr);
}

#[test]
fn positions_are_those_of_the_text_also_on_standard_input() {
    let path = "fixtures/healthy/okrs/2026-Q3/surgery.md";
    let file = okrlint(["graph", path, "--format", "json"]).json();
    let input = Command::new(env!("CARGO_BIN_EXE_okrlint"))
        .args(["graph", "--format", "json", "--stdin-filename", path, "-"])
        .current_dir(root())
        .stdin(fs::File::open(root().join(path)).unwrap())
        .output()
        .unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&input.stdout).unwrap(), file);
    let text = text(path);
    for node in file["nodes"].as_array().unwrap() {
        let offset = |name: &str| node["span"][name].as_u64().unwrap() as usize;
        assert_eq!(&text[offset("start")..offset("end")], node["text"].as_str().unwrap());
        assert!(text.lines().nth(offset("line") - 1).unwrap().contains(node["text"].as_str().unwrap()));
    }
}

/// A set whose texts hold what trips over its quotes.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let title = r##"\\ \"say\" <b>&lt;&amp;</b> #35; \\N \\l `x` {a|b} end %%{init}%% 1. ] ; -->"##;
    let set = format!(
        r#"{{"cycle": "2026-Q3", "team": "A \"team\" \\ <i> & #quot; end", "objectives": [
            {{"id": "X-O1", "title": "{title}", "key_results": [{{"id": "X-O1-KR1", "title": "{title}"}}]}},
            {{"id": "X-O2", "title": "1. {title}", "supports": ["X-O1-KR1"], "depends_on": ["X-O1"], "key_results": []}}]}}"#
    );
    fs::write(folder.path().join("okrs.json"), set).expect("a file");
    folder
}

/// The sample and the hostile graph in a format, as files in a folder.
fn graphs(ending: &str) -> (tempfile::TempDir, Vec<std::path::PathBuf>) {
    let folder = hostile();
    let files = ["healthy", "unhealthy", "hostile"].map(|name| folder.path().join(format!("{name}.{ending}")));
    let inputs = [root().join("fixtures/healthy"), root().join("fixtures/unhealthy"), folder.path().join("okrs.json")];
    for (input, file) in inputs.iter().zip(&files) {
        let run = okrlint([Path::new("graph"), input, Path::new("--cycle"), Path::new("2026-Q3"), Path::new("--output"), file]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    let files = files.to_vec();
    (folder, files)
}

/// Whether a program is there.
fn is_there(program: &str) -> bool {
    Command::new(program).arg("-V").output().is_ok()
}

#[test]
fn graphviz_draws_what_is_written_for_it() {
    if !is_there("dot") {
        println!("`dot` is not on the PATH: nothing was drawn with it");
        return;
    }
    let (_folder, files) = graphs("dot");
    for file in files {
        let output = Command::new("dot").arg("-Tsvg").arg(&file).output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{}", file.display());
        let drawn = String::from_utf8(output.stdout).unwrap();
        let drawn =
            roxmltree::Document::parse_with_options(&drawn, roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() });
        let drawn = drawn.unwrap();
        let nodes = drawn.descendants().filter(|element| element.attribute("class") == Some("node")).count();
        let written = fs::read_to_string(&file).unwrap().lines().filter(|line| line.starts_with("    n")).count();
        assert_eq!(nodes, written, "{}", file.display());
        if file.ends_with("hostile.dot") {
            let words: String =
                drawn.descendants().filter(|element| element.has_tag_name("text")).filter_map(|text| text.text()).collect();
            assert!(words.contains("<b>&lt;&amp;</b>") && words.contains("\\N"), "{words}");
        }
    }
}

#[test]
fn mermaid_draws_what_is_written_for_it() {
    if !is_there("mmdc") {
        println!("`mmdc` is not on the PATH: nothing was drawn with it");
        return;
    }
    let (folder, files) = graphs("mmd");
    let browser = folder.path().join("browser.json");
    fs::write(&browser, r#"{"args": ["--no-sandbox"]}"#).unwrap();
    for file in files {
        let drawn = file.with_extension("svg");
        let output =
            Command::new("mmdc").arg("-q").arg("-p").arg(&browser).arg("-i").arg(&file).arg("-o").arg(&drawn).output().unwrap();
        assert!(output.status.success(), "{}\n{}", file.display(), String::from_utf8_lossy(&output.stderr));
        let drawn = fs::read_to_string(drawn).unwrap();
        assert!(drawn.contains("flowchart") && !drawn.contains("Syntax error"), "{}", file.display());
    }
}
