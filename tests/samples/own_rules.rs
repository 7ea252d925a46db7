//! Rules that a team writes for itself, from the file to the report.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::program::{Run, okrlint_in};

const CARE: &str = "---\ncycle: 2026-Q3\nteam: Care\nlevel: team\n---\n# Care\n\nWe pick the low-hanging fruit first.\n\n\
    ## C-O1: Callers leave with an answer\n\nOwner: Ana\n\n- C-O1-KR1: Raise calls settled in PRJ-17 from 61% to 75%, now 66%\n\
    - C-O1-KR2: Cut calls that nobody answers from 30% to 10%, now 16%\n";

/// A rule file with a scope and a `[match]`.
fn rule(scope: &str, matches: &str) -> String {
    format!(
        "summary = \"Found by a house rule.\"\nflag = \"ambition\"\nscope = \"{scope}\"\nlevel = \"warning\"\nconfidence = \"high\"\n\
         message = \"about {{quote}}\"\nlabel = \"this\"\nhelp = \"Talk.\"\nwhy = \"Because.\"\nfix = \"So.\"\nsource = \"Us.\"\n\n{matches}\n"
    )
}

/// A folder with OKRs, a configuration and rule files.
fn folder(config: &str, rules: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
        made.expect("a file for the test");
    };
    write("okrs/2026-Q3/care.md", CARE);
    write("okrlint.toml", config);
    rules.iter().for_each(|(name, text)| write(&format!("okr-rules/{name}.toml"), text));
    folder
}

fn check(folder: &Path, more: &[&str]) -> Run {
    let arguments = ["check", "okrs", "--today", "2026-08-01"].iter().chain(more);
    okrlint_in(folder, arguments, &[])
}

/// Rule, severity and what is underlined of each finding of an own rule.
fn found(folder: &Path, more: &[&str]) -> Vec<(String, String, String)> {
    let run = check(folder, &[&["--format", "json"], more].concat());
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let underlined = |span: &Value| {
        let at = |name: &str| span[name].as_u64().unwrap_or_default() as usize;
        CARE[at("start")..at("end")].to_owned()
    };
    let findings = run.findings().into_iter().filter(|finding| word(&finding["rule"]).starts_with("own-"));
    findings.map(|finding| (word(&finding["rule"]), word(&finding["severity"]), underlined(&finding["span"]))).collect()
}

fn own(name: &str, severity: &str, text: &str) -> (String, String, String) {
    (name.to_owned(), severity.to_owned(), text.to_owned())
}

#[test]
fn rules_look_at_their_scopes() {
    let jargon = "[match]\nlexicon = [\"jargon\"]\n[lexicon]\njargon = [\"low hanging fruit\"]";
    let rules = [
        ("own-text", rule("text", jargon)),
        ("own-key-result", rule("key-result", "[match]\nregex = 'PRJ-\\d+'")),
        ("own-objective", rule("objective", "[match]\ncondition = 'size(objective.key_results) == 2 && set.team == \"Care\"'")),
        ("own-set", rule("set", "[match]\ncondition = 'size(set.objectives) < 2 && set.end > today'")),
        (
            "own-metric",
            rule("key-result", "[match]\ncondition = 'key_result.measure.target.value == 10.0'\nunderline = \"target\""),
        ),
        ("own-silent", rule("key-result", "[match]\ncondition = 'key_result.score > 0.5'")),
    ];
    let folder = folder("rules = [\"okr-rules/*.toml\"]\n", &rules);
    let expected = [
        own("own-text", "warning", "low-hanging fruit"),
        own("own-objective", "warning", "Callers leave with an answer"),
        own("own-set", "warning", "Callers leave with an answer"),
        own("own-key-result", "warning", "PRJ-17"),
        own("own-metric", "warning", "10%"),
    ];
    assert_eq!(found(folder.path(), &[]), expected);
    assert_eq!(found(folder.path(), &["--select", "own-set"]), [own("own-set", "warning", "Callers leave with an answer")]);
    assert_eq!(found(folder.path(), &["--ignore", "ambition"]), []);
}

#[test]
fn levels_and_options_of_own_rules_are_set_under_either_name() {
    let condition = "[match]\ncondition = 'size(set.objectives) <= options.most_objectives'\n\
         [options]\nmost-objectives = { default = 0, doc = \"How many.\" }";
    for config in [
        "rules = [\"okr-rules/*.toml\"]\n[levels]\nown-set = { level = \"error\", most-objectives = 1 }\n",
        "rule-files = \"okr-rules/own-set.toml\"\n[rules]\nown-set = { level = \"error\", most-objectives = 1 }\n",
    ] {
        let folder = folder(config, &[("own-set", rule("set", condition))]);
        assert_eq!(found(folder.path(), &[]), [own("own-set", "error", "Callers leave with an answer")], "{config}");
    }
    let folder = folder("rules = [\"okr-rules/*.toml\"]\n", &[("own-set", rule("set", condition))]);
    assert_eq!(found(folder.path(), &[]), []);
}

#[test]
fn reports_carry_the_texts_of_own_rules() {
    let folder =
        folder("rules = [\"okr-rules/*.toml\"]\n", &[("own-project", rule("key-result", "[match]\nregex = 'PRJ-\\d+'"))]);
    let log = check(folder.path(), &["--format", "sarif", "--select", "own-project"]).json();
    let result = &log["runs"][0]["results"][0];
    let index = result["ruleIndex"].as_u64().unwrap() as usize;
    let descriptor = &log["runs"][0]["tool"]["driver"]["rules"][index];
    assert_eq!(
        (descriptor["id"].as_str(), descriptor["shortDescription"]["text"].as_str()),
        (Some("own-project"), Some("Found by a house rule."))
    );
    let page = okrlint_in(folder.path(), ["explain", "own-project"], &[]);
    assert!(page.stdout.contains("Found by a house rule.") && page.stdout.contains("own-project = \"off\""), "{}", page.stdout);
    let listing = okrlint_in(folder.path(), ["rules"], &[]).stdout;
    assert!(
        listing.contains("own-project")
            && !okrlint_in(folder.path(), ["rules", "--no-config"], &[]).stdout.contains("own-project")
    );
}

#[test]
fn a_condition_that_fails_is_told_once_in_the_name_of_its_rule() {
    let division = "[match]\ncondition = '1 / (size(key_result.owners) * size(set.objectives)) > 3'";
    let folder = folder("rules = [\"okr-rules/*.toml\"]\n", &[("own-division", rule("key-result", division))]);
    let run = check(folder.path(), &["--format", "json", "--select", "own-division"]);
    let findings = run.findings();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(
        findings[0]["message"].as_str().unwrap().starts_with("the condition of `own-division` cannot be answered"),
        "{findings:#?}"
    );
    assert_eq!((findings[0]["rule"].as_str(), run.code), (Some("own-division"), Some(0)));
}

#[test]
fn mistakes_in_rule_files_are_drawn_and_stop_the_run() {
    let broken = [
        (
            "own-names",
            rule("key-result", "[match]\ncondition = '''\nkey_result.class == \"outcome\"\n  && key_result.mesure == null\n'''"),
        ),
        ("own-pattern", rule("key-result", "[match]\nregex = \"\\\\d+(\"")),
        ("own-key", rule("key-result", "[match]\nregx = 'x'")),
        ("own-text", rule("objective", "[match]\nregex = 'x'").replace("{quote}", "{match} of {objectiv.id}")),
    ];
    let folder = folder("rules = [\"okr-rules/*.toml\"]\nselect = [\"own-names\"]\n", &broken);
    let run = check(folder.path(), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    insta::assert_snapshot!(run.stderr);
    let missing = folder.path().join("okrlint.toml");
    fs::write(missing, "rules = [\"../*.toml\", \"none/*.toml\"]\n").unwrap();
    let run = check(folder.path(), &[]);
    assert!(run.code == Some(2) && run.stderr.contains("leads out of the folder") && run.stderr.contains("no file is named"));
}

#[test]
fn the_examples_of_own_rules_are_run() {
    let example = |kind: &str, underline: &str| format!("\n[[{kind}]]\ndocument = '''\n{CARE}'''\n{underline}\n");
    let matches = "[match]\nregex = 'PRJ-\\d+'\n";
    let sound = rule("key-result", &format!("{matches}{}", example("bad", "underline = \"PRJ-17\"")));
    let wrong = rule("key-result", &format!("{matches}{}{}", example("bad", "underline = [\"PRJ-18\"]"), example("good", "")));
    let folder = folder("rules = [\"okr-rules/*.toml\"]\n", &[("own-sound", sound), ("own-wrong", wrong)]);
    let run = okrlint_in(folder.path(), ["rules", "test", "okr-rules/own-sound.toml"], &[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "1 example of 1 rule: all as they should be\n"));
    let run = okrlint_in(folder.path(), ["rules", "test"], &[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    insta::assert_snapshot!(run.stdout);
    let run = okrlint_in(folder.path(), ["rules", "test", "--no-config"], &[]);
    assert!(run.code == Some(2) && run.stderr.contains("no rule files to test"), "{}", run.stderr);
}
