//! The README says what is true: its commands run as written, its examples are read, its tables are those of the catalogue. With
//! `OKRLINT_UPDATE=1` the tables are written anew.

use std::collections::BTreeSet;
use std::fs;

use super::program::{copy_of, okrlint, okrlint_in, root, text};
use serde_json::Value;

/// The block of code that follows a marker.
fn block(marker: &str) -> String {
    let readme = text("README.md");
    let after = readme.split_once(marker).unwrap_or_else(|| panic!("README.md has no {marker}")).1;
    let fence = after.split("```").nth(1).unwrap_or_default();
    fence.split_once('\n').map(|(_, code)| code.to_owned()).unwrap_or_default()
}

#[test]
fn commands_do_what_is_shown() {
    trycmd::TestCases::new().case("README.md");
}

/// A copy of the healthy organisation in a repository of its own.
#[cfg(unix)]
fn healthy_repository() -> tempfile::TempDir {
    let folder = copy_of("fixtures/healthy");
    let make = "git init -q . && git add . && git -c user.name=S -c user.email=s@example.org commit -q -m OKRs";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", make]).current_dir(folder.path());
    assert!(shell.status().expect("sh runs").success());
    folder
}

/// The commands without output run in a shell, in a repository with OKRs, with a document as standard input. Those of Cargo build this very
/// program, so they are left to `.ci/run`.
#[cfg(unix)]
#[test]
fn commands_for_a_shell_run_as_written() {
    let repository = healthy_repository();
    let folder = repository.path();
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join(".local/share/bash-completion/completions")).unwrap();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_okrlint")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let readme = text("README.md");
    let blocks = readme.split("\n```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines: Vec<&str> = blocks.flat_map(str::lines).filter(|line| line.starts_with("okrlint ")).collect();
    assert!(lines.len() >= 3, "{lines:?}");
    for line in lines {
        let document = fs::File::open(folder.join("okrs/2026-Q3/surgery.md")).unwrap();
        let mut shell = std::process::Command::new("sh");
        let output = shell.args(["-c", line]).current_dir(folder).env("PATH", &path).env("HOME", home.path()).stdin(document);
        let output = output.env("GITHUB_STEP_SUMMARY", home.path().join("summary.md"));
        let output = output.output().unwrap();
        assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_first_command_is_the_one_whose_output_is_shown() {
    let readme = text("README.md");
    let shown = "okrlint check fixtures/unhealthy --today 2026-08-15";
    assert!(readme.contains(&format!("$ {shown}\n")));
    assert!(readme.contains(&format!("\ncargo run --release -- {}\n", shown.trim_start_matches("okrlint "))));
}

/// An example document of the page in a folder of its own, checked: it must be without fault.
fn faultless_example(path: &str, key_results: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("okrs/2026-Q3")).expect("a folder for the set");
    fs::write(folder.path().join(path), block(&format!("<!-- example: {path} -->"))).expect("a file");
    let arguments = ["check", path, "--profile", "coach", "--today", "2026-08-15", "--format", "json"];
    let run = okrlint_in(folder.path(), arguments, &[]);
    assert_eq!(run.rules(), [] as [&str; 0], "{}", run.stdout);
    assert_eq!(run.json()["summary"]["key_results"], key_results);
    folder
}

#[test]
fn the_example_in_markdown_is_without_fault() {
    faultless_example("okrs/2026-Q3/night-buses.md", 3);
}

#[test]
fn the_example_of_check_ins_is_without_fault() {
    let path = "okrs/2026-Q3/vaccination.md";
    let folder = faultless_example(path, 2);
    let parsed = okrlint_in(folder.path(), ["parse", path, "--format", "json"], &[]).json();
    let days = |key_result: usize| {
        let key_result = &parsed["documents"][0]["objectives"][0]["key_results"][key_result];
        let check_ins = key_result["check_ins"].as_array().unwrap();
        check_ins
            .iter()
            .map(|check_in| format!("{} {}", check_in["date"].as_str().unwrap(), check_in["value"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(days(0), ["2026-07-06 54%", "2026-07-20 58%", "2026-08-03 66%", "2026-08-10 70%"]);
    assert_eq!(days(1), ["2026-08-03 19%", "2026-08-10 16%"]);
}

#[test]
fn the_example_of_links_is_without_fault() {
    let path = "okrs/2026-Q3/lanterns.md";
    let folder = faultless_example(path, 2);
    let parsed = okrlint_in(folder.path(), ["parse", path, "--format", "json"], &[]).json();
    let objective = &parsed["documents"][0]["objectives"][0];
    assert_eq!(objective["supports"][0], "C-O2");
    assert_eq!(objective["key_results"][0]["supports"][0], "C-O2-KR1");
}

#[test]
fn the_example_of_a_suppression_holds_back_what_it_names() {
    let path = "okrs/2026-Q3/night-kitchen.md";
    let folder = faultless_example(path, 2);
    let run = okrlint_in(folder.path(), ["check", path, "--today", "2026-08-15", "--format", "json"], &[]);
    assert_eq!(run.json()["summary"]["suppressed"], 2);
    // A month later it has ended.
    let run = okrlint_in(
        folder.path(),
        ["check", path, "--today", "2026-09-01", "--format", "json", "--select", "no-baseline,tracking"],
        &[],
    );
    let rules: BTreeSet<String> = run.rules().into_iter().collect();
    assert_eq!(rules.into_iter().collect::<Vec<_>>(), ["expired-suppression", "no-baseline", "untracked-key-result"]);
}

#[test]
fn the_examples_of_extends_and_suppressions_are_accepted() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("teams/okrs/2026-Q3")).unwrap();
    fs::write(folder.path().join("okrlint.toml"), block("<!-- suppressions -->")).unwrap();
    fs::write(folder.path().join("teams/okrlint.toml"), block("<!-- extends -->")).unwrap();
    let rows = "objective,id,key result\nCrews get home safe,KR2,Raise meters that are read in time to 80%\n";
    fs::write(folder.path().join("teams/okrs/2026-Q3/field.csv"), rows).unwrap();
    let check = ["check", ".", "--format", "json", "--today", "2026-08-01", "--select", "no-baseline,unused-suppression"];
    let run = okrlint_in(folder.path(), check, &[]);
    // The path is that of the folder above: it names no document here.
    assert_eq!(run.rules(), ["no-baseline", "unused-suppression"]);
    fs::create_dir_all(folder.path().join("okrs/2026-Q3")).unwrap();
    fs::rename(folder.path().join("teams/okrs/2026-Q3/field.csv"), folder.path().join("okrs/2026-Q3/field.csv")).unwrap();
    let run = okrlint_in(folder.path(), check, &[]);
    assert_eq!((run.rules(), &run.json()["summary"]["suppressed"]), (vec![], &1.into()));
}

#[test]
fn the_example_of_the_own_format_is_without_fault() {
    let path = "okrs/2026-Q3/night-buses.toml";
    let folder = faultless_example(path, 2);
    let parsed = okrlint_in(folder.path(), ["parse", path, "--format", "json"], &[]).json();
    let mut expected = parsed.clone();
    let key_results = &mut expected["documents"][0]["objectives"][0]["key_results"];
    key_results.as_array_mut().unwrap().truncate(1);
    key_results[0]["check_ins"].as_array_mut().unwrap().truncate(1);
    let contract: Value = serde_json::from_str(&block("<!-- contract: parse -->")).unwrap();
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap();
    assert_eq!(pretty(&contract), pretty(&expected));
}

#[test]
fn the_example_of_the_configuration_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("okrlint.toml"), block("<!-- configuration -->")).unwrap();
    fs::create_dir_all(folder.path().join("okrs/FY27-Q1")).unwrap();
    fs::write(folder.path().join("okrs/FY27-Q1/support.md"), "## Objective: Calm\n\n- KR1: Calls from 9 to 3\n").unwrap();
    let run = okrlint_in(folder.path(), ["check", ".", "--format", "json"], &[]);
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    let document = okrlint_in(folder.path(), ["parse", ".", "--format", "json"], &[]).json()["documents"][0].clone();
    assert_eq!((document["cycle"].as_str(), document["team"].as_str()), (Some("FY27-Q1"), Some("support")));
}

#[test]
fn the_rule_of_ones_own_does_what_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = "okr-rules/owner-of-the-promise.toml";
    fs::create_dir_all(folder.path().join("okr-rules")).unwrap();
    fs::write(folder.path().join(file), block(&format!("<!-- own rule: {file} -->"))).unwrap();
    fs::write(folder.path().join("okrlint.toml"), block("<!-- own configuration -->")).unwrap();
    let run = okrlint_in(folder.path(), ["rules", "test"], &[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "2 examples of 1 rule: all as they should be\n"), "{}", run.stderr);
    let due = |day: &str| format!("# Care, 2026-Q3\n\n## O1: Calm\nType: committed\n\n- KR1: Calls from 9 to 3 by {day}\n");
    fs::write(folder.path().join("okrs.md"), due("2026-08-30")).unwrap();
    fs::write(folder.path().join("later.md"), due("2026-09-15")).unwrap();
    let run = okrlint_in(folder.path(), ["check", ".", "--today", "2026-08-01", "--format", "json"], &[]);
    let findings = run.json()["diagnostics"].as_array().unwrap().clone();
    let own: Vec<&Value> = findings.iter().filter(|finding| finding["rule"] == "owner-of-the-promise").collect();
    assert_eq!(own.len(), 1, "{findings:#?}");
    assert_eq!((own[0]["severity"].as_str(), own[0]["path"].as_str()), (Some("warning"), Some("okrs.md")));
    assert_eq!(own[0]["message"], "KR1 is promised for 2026-08-30, and nobody answers for it");
}

#[test]
fn the_contract_of_findings_names_every_field() {
    let run = okrlint(["check", "fixtures/unhealthy/okrs/2026-Q2/company.md", "--today", "2026-08-15", "--format", "json"]);
    let contract: Value = serde_json::from_str(&block("<!-- contract: check -->")).unwrap();
    assert_eq!(fields(&contract), fields(&run.json()));
}

#[test]
fn the_contract_of_the_graph_names_every_field() {
    let run = okrlint(["graph", "fixtures/unhealthy", "--today", "2026-08-15", "--format", "json"]);
    let contract: Value = serde_json::from_str(&block("<!-- contract: graph -->")).unwrap();
    assert_eq!(fields(&contract), fields(&run.json()));
}

/// The paths of all fields of a JSON value.
fn fields(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, "", &mut found);
    found
}

fn collect(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.insert(format!("{path}.{name}"));
                collect(value, &format!("{path}.{name}"), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, &format!("{path}[]"), found)),
        _ => {}
    }
}

#[test]
fn tables_are_those_of_the_catalogue() {
    let catalogue = okrlint(["rules", "--format", "json"]).json();
    let rules = catalogue["rules"].as_array().unwrap();
    let readme = text("README.md");
    let tables = [
        ("rules", rule_table(rules)),
        ("options", option_table(rules)),
        ("names", name_tables(catalogue["names"].as_array().unwrap())),
        ("functions", function_table(catalogue["functions"].as_array().unwrap())),
    ];
    let fresh = tables.iter().fold(readme.clone(), |page, (name, table)| replaced(&page, name, table));
    if std::env::var_os("OKRLINT_UPDATE").is_some() {
        fs::write(root().join("README.md"), &fresh).unwrap();
        return;
    }
    assert!(fresh == readme, "the tables of README.md are out of date: run OKRLINT_UPDATE=1 cargo test --test samples");
}

/// The page with what stands between two markers replaced.
fn replaced(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name}:begin"), format!("<!-- {name}:end -->"));
    let start = page.find(&begin).map(|at| at + page[at..].find('\n').unwrap_or_default() + 1);
    let (Some(start), Some(end)) = (start, page.find(&end)) else { panic!("README.md lacks the markers of {name}") };
    format!("{}\n{table}\n{}", &page[..start], &page[end..])
}

fn word<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

fn rule_table(rules: &[Value]) -> String {
    let mut table =
        "| flag | rule | level | profile | right | what it finds |\n| --- | --- | --- | --- | --- | --- |\n".to_owned();
    for rule in rules {
        let (name, flag, level) = (word(rule, "name"), word(rule, "flag"), word(rule, "level"));
        let built = |variant: &Value| variant["confidence"] == "high" && matches!(word(variant, "level"), "error" | "warning");
        let profile = match rule["variants"].as_array() {
            _ if level == "off" => "when selected",
            Some(variants) if variants.iter().any(built) => "ci, coach",
            _ => "coach",
        };
        let summary = word(rule, "summary").replace('|', "\\|");
        let measured = |field: &str| rule["measured"][field].as_u64();
        let right = match (measured("findings"), measured("wrong")) {
            (Some(findings), Some(wrong)) => format!("{}/{findings}", findings - wrong),
            _ => String::new(),
        };
        table += &format!("| {flag} | [`{name}`](rules/{flag}/{name}.toml) | {level} | {profile} | {right} | {summary} |\n");
    }
    table
}

/// A table of names for each record; first what a name begins with.
fn name_tables(names: &[Value]) -> String {
    let mut tables = String::new();
    for records in names.chunk_by(|one, other| one["of"] == other["of"]) {
        let of = match word(&records[0], "of") {
            "" => "a name begins with",
            of => of,
        };
        tables += &format!("| {of} | is | says |\n| --- | --- | --- |\n");
        for name in records {
            tables += &format!("| `{}` | {} | {} |\n", word(name, "name"), word(name, "kind"), word(name, "doc"));
        }
        tables.push('\n');
    }
    tables.trim_end().to_owned() + "\n"
}

fn function_table(functions: &[Value]) -> String {
    let mut table = "| function | for example | answers |\n| --- | --- | --- |\n".to_owned();
    for function in functions {
        let example = word(function, "example").replace('|', "\\|");
        table += &format!("| `{}` | `{example}` | {} |\n", word(function, "name"), word(function, "doc"));
    }
    table
}

fn option_table(rules: &[Value]) -> String {
    let mut table = "| rule | option | default | meaning |\n| --- | --- | --- | --- |\n".to_owned();
    for rule in rules {
        for option in rule["options"].as_array().into_iter().flatten() {
            let (name, doc) = (word(option, "name"), word(option, "doc"));
            table += &format!("| `{}` | `{name}` | `{}` | {doc} |\n", word(rule, "name"), option["default"]);
        }
    }
    table
}
