//! Makes repositories: in one go through `git fast-import`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::Date;
use tempfile::TempDir;

/// What a commit does to one file.
pub(crate) enum Act {
    Write(String, String),
    Delete(String),
}

/// A repository in a folder of its own that goes with the test.
pub(crate) struct Repository {
    folder: TempDir,
    stream: String,
    marks: usize,
    /// The mark of the newest commit of the main branch.
    tip: Option<usize>,
}

impl Repository {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), stream: String::new(), marks: 0, tip: None }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("the folder is there")
    }

    /// Adds a commit to the main branch.
    pub(crate) fn commit(&mut self, date: Date, message: &str, acts: &[Act]) {
        self.tip = Some(self.record("main", date, message, None, acts));
    }

    /// Adds a commit to a branch that leaves the main branch here.
    pub(crate) fn branch(&mut self, date: Date, message: &str, acts: &[Act]) -> usize {
        self.record("side", date, message, None, acts)
    }

    /// Merges a commit into the main branch, which takes over its files.
    pub(crate) fn merge(&mut self, date: Date, message: &str, side: usize, acts: &[Act]) {
        self.tip = Some(self.record("main", date, message, Some(side), acts));
    }

    fn record(&mut self, branch: &str, date: Date, message: &str, merged: Option<usize>, acts: &[Act]) -> usize {
        self.marks += 1;
        let days = jiff::civil::date(1970, 1, 1).until(date).expect("a day").get_days();
        let noon = i64::from(days) * 86_400 + 43_200;
        let out = &mut self.stream;
        let _ = write!(
            out,
            "commit refs/heads/{branch}\nmark :{}\ncommitter Somebody <somebody@example.org> {noon} +0000\n",
            self.marks
        );
        let _ = write!(out, "data {}\n{message}\n", message.len());
        if let Some(tip) = self.tip {
            let _ = writeln!(out, "from :{tip}");
        }
        if let Some(merged) = merged {
            let _ = writeln!(out, "merge :{merged}");
        }
        for act in acts {
            let _ = match act {
                Act::Write(path, text) => write!(out, "M 100644 inline {path}\ndata {}\n{text}\n", text.len()),
                Act::Delete(path) => writeln!(out, "D {path}"),
            };
        }
        out.push('\n');
        self.marks
    }

    /// Writes all commits into the repository and checks the main branch out.
    pub(crate) fn finish(&mut self) {
        git(self.folder.path(), &["init", "--quiet", "--initial-branch=main", "."]);
        let mut import = bare_git(self.folder.path(), &["fast-import", "--quiet", "--force"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("git starts");
        let mut input = import.stdin.take().expect("a pipe");
        input.write_all(self.stream.as_bytes()).expect("git reads");
        drop(input);
        assert!(import.wait().expect("git ends").success());
        git(self.folder.path(), &["reset", "--quiet", "--hard", "main"]);
    }

    /// How many commits there are.
    pub(crate) fn commits(&self) -> usize {
        self.marks
    }

    /// Runs git in the repository.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git(self.folder.path(), arguments)
    }

    /// Writes a file that is not committed.
    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.folder.path().join(path), text);
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, text: &str) {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    made.expect("a file for the test");
}

/// Runs git in a folder, whatever the settings of the machine.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = bare_git(folder, arguments).output().expect("git starts");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn bare_git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    let person = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgSign=false"];
    command
        .arg("-C")
        .arg(folder)
        .args(person)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command
}
