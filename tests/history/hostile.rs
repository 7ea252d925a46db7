//! Repositories that mean harm or have little to say.

use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::date;

use crate::program::{command, okrlint, run};
use crate::repository::{Act, Repository, git, write};

const PATH: &str = "okrs/care.md";
const CHECK: [&str; 7] = ["check", "--today", "2026-08-20", "--select", "silent-change", "--format", "json"];

fn care(target: &str) -> String {
    format!(
        "---\ncycle: 2026-Q3\nteam: Care\n---\n\n## Objective: Callers leave with an answer\n\n- KR1: Raise calls settled at first contact from 61% to {target}\n"
    )
}

/// A repository with one silent change.
fn repository() -> Repository {
    let mut repository = Repository::new();
    for (day, target) in [(date(2026, 7, 1), "75%"), (date(2026, 8, 5), "65%")] {
        repository.commit(day, "update", &[Act::Write(PATH.to_owned(), care(target))]);
    }
    repository.finish();
    repository
}

fn found(folder: &Path) -> Vec<String> {
    okrlint(folder, &CHECK).rules().into_iter().collect()
}

/// Settings that each run a program.
#[cfg(unix)]
fn settings(program: &str) -> Vec<(&'static str, String)> {
    let shell = format!("!{program}");
    let mut settings: Vec<(&str, String)> = [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "pager.cat-file",
        "core.sshCommand",
        "core.editor",
        "core.askPass",
        "core.gitProxy",
        "gpg.program",
        "gpg.ssh.program",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "uploadpack.packObjectsHook",
        "remote.origin.uploadpack",
        "credential.helper",
    ]
    .map(|name| (name, program.to_owned()))
    .to_vec();
    settings.extend(["alias.log", "alias.cat-file", "alias.rev-parse"].map(|name| (name, shell.clone())));
    settings.push(("remote.origin.url", format!("ext::{program} %S")));
    settings.extend(
        [
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("protocol.ext.allow", "always"),
            ("log.showSignature", "true"),
            ("diff.renames", "copies"),
        ]
        .map(|(name, value)| (name, value.to_owned())),
    );
    settings
}

/// Signs the newest commit anew, so that whoever wants to see signatures asks `gpg.program`.
#[cfg(unix)]
fn sign(repository: &Repository) {
    use std::io::Write as _;
    let commit = repository.git(&["cat-file", "commit", "HEAD"]);
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n";
    let signed = commit.replacen("\n\n", &format!("\n{signature}\n"), 1) + "\n";
    let mut hash = Command::new("git")
        .args(["hash-object", "-t", "commit", "-w", "--stdin"])
        .current_dir(repository.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("git starts");
    hash.stdin.take().expect("a pipe").write_all(signed.as_bytes()).expect("git reads");
    let id = String::from_utf8(hash.wait_with_output().expect("git ends").stdout).expect("an id");
    repository.git(&["update-ref", "refs/heads/main", id.trim()]);
}

#[cfg(unix)]
#[test]
fn nothing_that_a_repository_configures_is_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let repository = repository();
    let root = repository.path();
    sign(&repository);
    let outside = tempfile::tempdir().unwrap();
    let (program, trace) = (outside.path().join("evil"), outside.path().join("trace"));
    write(&program, &format!("#!/bin/sh\necho run >> '{}'\ncat \"$1\" 2>/dev/null\n", trace.display()));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    for hook in ["post-index-change", "reference-transaction", "post-checkout"] {
        let path = root.join(".git/hooks").join(hook);
        fs::create_dir_all(root.join(".git/hooks")).unwrap();
        fs::copy(&program, path).unwrap();
    }
    write(&root.join(".gitattributes"), "* diff=evil filter=evil\n");
    // A content that only the remote has.
    let blob = repository.git(&["rev-parse", "HEAD~1:okrs/care.md"]);
    for (name, value) in settings(program.to_str().unwrap()) {
        repository.git(&["config", name, &value]);
    }
    let open = |arguments: &[&str]| {
        let _ = fs::remove_file(&trace);
        let mut plain = Command::new("git");
        let _ = plain.args(arguments).current_dir(&root).stdin(std::process::Stdio::null()).output();
        trace.exists()
    };
    // The trap is a trap: git alone walks into it in more ways than one.
    assert!(open(&["log", "-1"]), "signatures");
    assert!(open(&["status"]), "fsmonitor");
    assert!(open(&["log", "-p", "--ext-diff", "--no-show-signature"]), "external diff");
    let _ = fs::remove_file(&trace);
    for arguments in [&CHECK[..], &["diff"], &["diff", "HEAD~1", "HEAD"], &["diff", "HEAD~1", "--", "okrs"]] {
        let run = okrlint(&root, arguments);
        assert!(run.code == Some(0) && !trace.exists(), "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
    assert_eq!(found(&root), ["silent-change"]);
    // What is missing is not fetched.
    let _ = fs::remove_dir_all(root.join(".git/objects/pack"));
    let _ = fs::remove_file(root.join(".git/objects").join(&blob[..2]).join(&blob[2..]));
    let run = okrlint(&root, &CHECK);
    assert!(!trace.exists() && run.rules().is_empty(), "{}{}", run.stdout, run.stderr);
}

#[test]
fn without_history_nothing_is_asked_of_git() {
    let repository = repository();
    let root = repository.path();
    assert_eq!(found(&root), ["silent-change"]);
    let none = okrlint(&root, &[&CHECK[..], &["--no-history"]].concat());
    assert!(none.rules().is_empty() && none.stderr.is_empty(), "{}", none.stderr);
}

#[test]
fn a_finding_shows_commit_and_day_and_never_who() {
    let repository = repository();
    let run = okrlint(&repository.path(), &["check", "--today", "2026-08-20", "--select", "silent-change"]);
    let commit = repository.git(&["rev-parse", "HEAD"]);
    assert!(run.stdout.contains("from 75% to 65% on 2026-08-05") && run.stdout.contains(&commit[..9]), "{}", run.stdout);
    assert!(!run.stdout.contains("Somebody"), "{}", run.stdout);
    // Named from inside its folder, it is the same document.
    let near = okrlint(&repository.path().join("okrs"), &[&CHECK[..], &["care.md"]].concat());
    assert!(near.rules().contains("silent-change"), "{}", near.stderr);
}

#[test]
fn no_repository_no_commit_and_no_git_are_borne() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join(PATH), &care("65%"));
    let outside = okrlint(folder.path(), &CHECK);
    assert_eq!((outside.code, outside.stderr.as_str()), (Some(0), ""));
    git(folder.path(), &["init", "--quiet", "."]);
    let unborn = okrlint(folder.path(), &CHECK);
    assert_eq!((unborn.code, unborn.stderr.as_str()), (Some(0), ""));
    let diff = okrlint(folder.path(), &["diff"]);
    assert!(diff.code == Some(2) && diff.stderr.contains("there is no commit yet"), "{}", diff.stderr);
    let repository = repository();
    let without = run(command(&repository.path(), &CHECK).env("PATH", folder.path()));
    assert!(without.code == Some(0) && without.stderr.contains("git is not installed"), "{}", without.stderr);
    assert!(without.rules().is_empty());
}

#[test]
fn a_folder_that_only_looks_like_a_repository_is_none() {
    let outer = repository();
    for broken in ["", "gitdir: nowhere\n", "HEAD\n"] {
        let inner = outer.path().join("inner");
        let _ = fs::remove_dir_all(&inner);
        write(&inner.join(PATH), &care("65%"));
        write(&inner.join(".git"), broken);
        let run = okrlint(&inner, &CHECK);
        assert!(run.code == Some(0) && run.stderr.contains("was not looked at"), "{broken:?}: {}", run.stderr);
    }
}

#[test]
fn a_shallow_clone_is_told_and_claims_nothing() {
    let repository = repository();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file://{}", repository.path().display());
    git(folder.path(), &["clone", "--quiet", "--depth", "1", &url, "clone"]);
    let run = okrlint(&folder.path().join("clone"), &CHECK);
    assert!(run.code == Some(0) && run.rules().is_empty() && run.stderr.contains("is shallow"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn another_working_tree_and_a_repository_in_another_have_their_own_history() {
    let inner = repository();
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    inner.git(&["worktree", "add", "--quiet", tree.to_str().unwrap()]);
    assert_eq!(found(&tree), ["silent-change"]);
    let outer = repository();
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path().to_str().unwrap(), "sub"]);
    let both = okrlint(&outer.path(), &CHECK).findings();
    let paths: Vec<&str> = both.iter().filter_map(|finding| finding["path"].as_str()).collect();
    assert_eq!(paths, ["okrs/care.md", "sub/okrs/care.md"]);
}

#[cfg(unix)]
#[test]
fn a_path_may_hold_any_byte() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "."]);
    let names: [&[u8]; 4] = [b"k\xE4ufer.md", b"two\nlines \"quoted\".md", b":(glob)*.md", b"-x \t.md"];
    for (day, target) in [("2026-07-01", "75%"), ("2026-08-05", "65%")] {
        for name in names {
            fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), care(target)).unwrap();
        }
        git(folder.path(), &["add", "--all"]);
        let dated = format!("{day}T12:00:00Z");
        let mut commit = Command::new("git");
        commit.current_dir(folder.path()).args([
            "-c",
            "user.name=S",
            "-c",
            "user.email=s@example.org",
            "commit",
            "--quiet",
            "-m",
            "update",
        ]);
        assert!(commit.env("GIT_COMMITTER_DATE", dated).status().unwrap().success());
    }
    assert_eq!(okrlint(folder.path(), &CHECK).findings().len(), names.len());
}

#[test]
fn git_run_by_git_is_not_led_astray() {
    let repository = repository();
    let mut inside = command(&repository.path(), &CHECK);
    inside.env("GIT_DIR", "/nowhere").env("GIT_INDEX_FILE", "/nowhere").env("GIT_EXTERNAL_DIFF", "false").env("GIT_TRACE", "1");
    let inside = run(&mut inside);
    assert!(inside.rules().contains("silent-change") && inside.stderr.is_empty(), "{}", inside.stderr);
}
