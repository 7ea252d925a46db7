//! `--since`: on made-up histories, what it keeps is the difference of two full runs, statement by statement; and what a person, a pull request
//! and a build meet.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use serde_json::Value;

use crate::organisation::organisation;
use crate::program::{Run, okrlint};
use crate::repository::{Act, Repository, git, write};

/// A statement of a run: where it stands, what it promises, and the rules that found something on it.
struct Statement {
    path: String,
    lines: (u64, u64),
    promise: String,
    id: String,
    /// Its team and cycle.
    set: String,
}

const DAY: &str = "2026-05-20";
/// What these tell once for a set or a cycle they tell at another place, or one by one, when part of it is mended: the same findings, which the
/// tests of the baseline look at.
const TOLD_ONCE: &str = "missing-owner,untracked-key-result,type-undeclared,unscored-cycle,orphan-objective,missing-top-level";

fn check(folder: &Path, arguments: &[&str]) -> Run {
    let fixed = ["check", "okrs", "--profile", "coach", "--today", DAY, "--ignore", TOLD_ONCE, "--format", "json"];
    okrlint(folder, &[&fixed[..], arguments].concat())
}

/// The statements of a folder as `parse` tells them.
fn statements(folder: &Path) -> Vec<Statement> {
    let run = okrlint(folder, &["parse", "okrs", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut statements = Vec::new();
    for document in json["documents"].as_array().unwrap() {
        let mut add = |item: &Value, cycle: &Value| {
            let text = item["text"].as_str().unwrap();
            // A new current value is no new promise.
            let promise = text.split(", now ").next().unwrap_or_default().to_lowercase();
            let lines = (item["span"]["line"].as_u64().unwrap(), item["span"]["end_line"].as_u64().unwrap());
            let id = format!("{cycle} {}", item["id"]);
            let set = format!("{cycle} {}", document["team"]);
            let path = document["path"].as_str().unwrap().to_owned();
            statements.push(Statement { path, lines, promise, id, set });
        };
        for objective in document["objectives"].as_array().unwrap() {
            add(objective, &objective["cycle"]);
            objective["key_results"].as_array().unwrap().iter().for_each(|key_result| add(key_result, &objective["cycle"]));
        }
    }
    statements
}

/// The findings of a run: the id of the statement on whose lines each stands, else its set; and its rule.
fn findings(run: &Run, statements: &[Statement]) -> Vec<(String, String)> {
    let of = |finding: &Value| {
        let (path, line) = (finding["path"].as_str().unwrap(), finding["span"]["line"].as_u64().unwrap());
        let here: Vec<&Statement> = statements.iter().filter(|other| other.path == path).collect();
        let on = here.iter().find(|other| other.lines.0 <= line && line <= other.lines.1);
        let at = on.map_or_else(|| here[0].set.clone(), |statement| statement.id.clone());
        (at, finding["rule"].as_str().unwrap().to_owned())
    };
    run.findings().iter().map(of).collect()
}

/// How often each rule speaks at each place.
fn counted<'f>(findings: impl IntoIterator<Item = &'f (String, String)>) -> BTreeMap<(&'f str, &'f str), i64> {
    let mut counts = BTreeMap::new();
    findings.into_iter().for_each(|(at, rule)| *counts.entry((at.as_str(), rule.as_str())).or_default() += 1);
    counts
}

#[test]
fn what_is_kept_is_the_difference_of_two_full_runs() {
    let mut organisation = organisation(15, 2, 0, 5);
    organisation.repository.finish();
    let repository = &organisation.repository;
    let root = repository.path();
    let before = tempfile::tempdir().unwrap();
    let commits: usize = repository.git(&["rev-list", "--first-parent", "--count", "HEAD"]).parse().unwrap();
    let (mut kept, mut different) = (0, Vec::new());
    for back in [1, 7, 40, commits / 3, commits * 2 / 3] {
        let revision = format!("HEAD~{back}");
        let base = repository.git(&["rev-parse", &revision]);
        let old = before.path().join(&base);
        // Two full runs, the earlier in a clone of its own.
        git(before.path(), &["clone", "--quiet", root.to_str().unwrap(), old.to_str().unwrap()]);
        git(&old, &["reset", "--quiet", "--hard", &base]);
        let (now, then) = (statements(&root), statements(&old));
        let (all_now, all_then) = (findings(&check(&root, &[]), &now), findings(&check(&old, &[]), &then));
        let since = check(&root, &["--since", &revision]);
        assert_eq!(since.stderr, "");
        let told = findings(&since, &now);

        let promise = |statements: &[Statement], id: &str| {
            statements.iter().find(|statement| statement.id == id).map(|statement| statement.promise.clone())
        };
        let (told, old_counts) = (counted(&told), counted(&all_then));
        for (place, count) in counted(&all_now) {
            let shown = told.get(&place).copied().unwrap_or_default();
            let untouched = promise(&now, place.0) == promise(&then, place.0);
            let earlier = old_counts.get(&place).copied().unwrap_or_default();
            let expected = if untouched { (count - earlier).max(0) } else { count };
            if shown != expected {
                different.push(format!("{place:?} since {revision}: {count} now, {earlier} then, {shown} told"));
            }
            kept += shown;
        }
        assert!(told.keys().all(|place| counted(&all_now).contains_key(place)));
    }
    assert_eq!(different, [] as [String; 0]);
    assert!(kept > 50, "{kept}");
}

const PAGE: &str = "\
---
cycle: 2026-Q3
level: team
team: Care
---

## CARE-O1: Callers leave with an answer

Owner: Ana

- CARE-O1-KR1: Improve the mood at the desk
- CARE-O1-KR2: Raise calls settled at first contact from 61% to 75%, now 62%
- CARE-O1-KR3: Write a handbook for new colleagues
";

fn repository(pages: &[(&str, String)]) -> Repository {
    let acts: Vec<Act> = pages.iter().map(|(path, text)| Act::Write((*path).to_owned(), text.clone())).collect();
    let mut repository = Repository::new();
    repository.commit(date(2026, 7, 1), "plan", &acts);
    repository.finish();
    repository
}

fn two_pages() -> Repository {
    repository(&[("okrs/care.md", PAGE.to_owned()), ("okrs/legal.md", PAGE.replace("Care", "Legal").replace("CARE", "LEGAL"))])
}

/// What `--since HEAD` keeps: path, rule and line.
fn kept(repository: &Repository, arguments: &[&str]) -> Vec<String> {
    let fixed = ["check", "--today", "2026-08-15", "--select", "measurability,broken-link,duplicate-id,conflicting-copies"];
    let run = okrlint(&repository.path(), &[&fixed[..], &["--format", "json", "--since", "HEAD"], arguments].concat());
    assert_eq!(run.stderr, "");
    let told = |finding: &Value| {
        format!("{} {} {}", finding["path"].as_str().unwrap(), finding["rule"].as_str().unwrap(), finding["span"]["line"])
    };
    run.findings().iter().map(told).collect()
}

#[test]
fn only_what_the_change_touched_or_made_wrong_is_told() {
    let repository = two_pages();
    assert_eq!(kept(&repository, &[]), [] as [&str; 0]);
    // A new value is progress, a moved line is nothing.
    let moved = PAGE.replace("now 62%", "now 66%").replace("Owner: Ana\n", "Owner: Ana\nType: aspirational\n\n");
    repository.write("okrs/care.md", &moved);
    assert_eq!(kept(&repository, &[]), [] as [&str; 0]);
    // Who touches a statement hears what is wrong with it.
    repository.write("okrs/care.md", &PAGE.replace("the mood at the desk", "the mood at the front desk"));
    assert_eq!(kept(&repository, &[]), ["okrs/care.md no-number 11"]);
    // A new document is touched throughout; one that moved is not.
    repository.write("okrs/care.md", PAGE);
    repository.write("okrs/sales.md", &PAGE.replace("Care", "Sales").replace("CARE", "SALES"));
    assert_eq!(kept(&repository, &[]), ["okrs/sales.md no-number 11", "okrs/sales.md task-as-key-result 13"]);
    fs::remove_file(repository.path().join("okrs/sales.md")).unwrap();
    repository.git(&["mv", "okrs/legal.md", "okrs/lawyers.md"]);
    assert_eq!(kept(&repository, &[]), [] as [&str; 0]);
    fs::remove_file(repository.path().join("okrs/lawyers.md")).unwrap();
    assert_eq!(kept(&repository, &[]), [] as [&str; 0]);
}

#[test]
fn a_finding_between_two_documents_is_told_when_one_end_was_changed() {
    let company = "---\ncycle: 2026-Q3\nlevel: company\n---\n\n## C-O1: Callers trust us\n\nOwner: Eva\n\n- C-O1-KR1: Raise callers who come back from 20% to 35%, now 22%\n- C-O1-KR2: Cut complaints from 90 to 40 a month, now 80\n";
    let care = PAGE.replace("Owner: Ana\n", "Owner: Ana\nSupports: C-O1\n");
    let repository = repository(&[("okrs/care.md", care), ("okrs/company.md", company.to_owned())]);
    assert_eq!(kept(&repository, &[]), [] as [&str; 0]);
    repository.write("okrs/company.md", &company.replace("C-O1", "C-O7"));
    assert_eq!(kept(&repository, &[]), ["okrs/care.md broken-link 10"]);
}

#[test]
fn a_pull_request_is_compared_with_where_it_began() {
    let repository = two_pages();
    repository.git(&["checkout", "--quiet", "-b", "pr"]);
    repository.write(
        "okrs/care.md",
        &PAGE.replace("KR2: Raise calls settled at first contact from 61% to 75%, now 62%", "KR2: Improve the calls"),
    );
    repository.git(&["commit", "--quiet", "-am", "change"]);
    repository.git(&["checkout", "--quiet", "main"]);
    // The main branch goes on, and what it makes better or worse is none of the pull request's business.
    repository.write(
        "okrs/legal.md",
        &PAGE.replace("Care", "Legal").replace("CARE", "LEGAL").replace("Write a handbook", "Improve the handbook"),
    );
    repository.git(&["commit", "--quiet", "-am", "meanwhile"]);
    repository.git(&["checkout", "--quiet", "pr"]);
    let run = okrlint(
        &repository.path(),
        &["check", "--today", "2026-08-15", "--select", "measurability", "--since", "main", "--format", "markdown"],
    );
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    let base = repository.git(&["rev-parse", "main~1"]);
    insta::assert_snapshot!(run.stdout.replace(&base[..9], "COMMIT"));
    assert_eq!(kept(&repository, &["okrs"]).len(), 0, "nothing is uncommitted");
}

#[test]
fn a_comment_stays_short_however_much_was_changed() {
    let pages: Vec<(String, String)> = (0..400)
        .map(|nth| {
            (format!("okrs/team-{nth}.md"), PAGE.replace("Care", &format!("Care {nth}")).replace("CARE", &format!("C{nth}")))
        })
        .collect();
    let named: Vec<(&str, String)> = pages.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    let repository = repository(&named);
    for (path, text) in &pages {
        write(
            &repository.path().join(path),
            &text
                .replace("Improve the mood at the desk", "Improve the general mood of all who sit at the desk")
                .replace("75%", "65%"),
        );
    }
    let page = okrlint(&repository.path(), &["check", "--today", "2026-08-15", "--since", "HEAD", "--format", "markdown"]).stdout;
    assert!(page.chars().count() < 60_000 && page.len() > 40_000, "{}", page.len());
    assert!(page.contains("more: `okrlint diff` shows them.") && page.contains("<summary>measurability: 400 findings"), "{page}");
}

#[test]
fn what_cannot_be_compared_is_told_with_the_remedy() {
    let repository = two_pages();
    let refused = |folder: &Path, revision: &str, words: &str, remedy: &str| {
        let run = okrlint(folder, &["check", &format!("--since={revision}")]);
        assert!(run.code == Some(2) && run.stdout.is_empty(), "{revision}: {}", run.stdout);
        assert!(run.stderr.contains(words) && run.stderr.contains(remedy), "{revision}: {}", run.stderr);
    };
    let root = repository.path();
    refused(&root, "nowhere", "`nowhere` names no commit", "fetch-depth: 0");
    refused(&root, "--output=x", "`--output=x` names no commit", "name commits");
    let outside = tempfile::tempdir().unwrap();
    write(&outside.path().join("care.md"), PAGE);
    refused(outside.path(), "main", "lies in no git repository", "run it in a clone");
    git(outside.path(), &["init", "--quiet", "."]);
    refused(outside.path(), "main", "names no commit", "name commits");

    for nth in 0..3 {
        repository.write("okrs/care.md", &format!("{PAGE}\nNote {nth}\n"));
        repository.git(&["commit", "--quiet", "-am", "note"]);
    }
    repository.git(&["checkout", "--quiet", "-b", "pr", "HEAD~2"]);
    repository.git(&["commit", "--quiet", "--allow-empty", "-m", "empty"]);
    let shallow = tempfile::tempdir().unwrap();
    let url = format!("file://{}", root.display());
    git(shallow.path(), &["clone", "--quiet", "--depth", "1", "--no-single-branch", &url, "."]);
    refused(shallow.path(), "origin/main", "this clone is shallow", "git fetch --unshallow");
    repository.git(&["checkout", "--quiet", "--orphan", "alone"]);
    repository.git(&["commit", "--quiet", "-m", "alone"]);
    refused(&root, "main", "have no commit in common", "name the branch that this one came from");
}

#[test]
fn a_hostile_attribute_runs_nothing() {
    let repository =
        repository(&[("okrs/care.md", PAGE.to_owned()), (".gitattributes", "*.md filter=evil diff=evil\n".to_owned())]);
    let mark = repository.path().join("mark");
    for key in ["filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "diff.evil.command"] {
        repository.git(&["config", key, &format!("touch {}", mark.display())]);
    }
    repository.write("okrs/care.md", &PAGE.replace("the mood", "the general mood"));
    assert_eq!(kept(&repository, &[]), ["okrs/care.md no-number 11"]);
    assert!(!mark.exists());
}
