//! Runs the program as a user does, from the folder of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// What a run of the program left behind.
pub(crate) struct Run {
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// The exit status; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
}

impl Run {
    /// The findings of a `check --format json`.
    pub(crate) fn findings(&self) -> Vec<Value> {
        self.json()["diagnostics"].as_array().cloned().unwrap_or_default()
    }

    /// Standard output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}{}", self.stdout, self.stderr))
    }

    /// The rules of the findings, sorted, each once.
    pub(crate) fn rules(&self) -> Vec<String> {
        let mut rules: Vec<String> =
            self.findings().iter().map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect();
        rules.sort();
        rules.dedup();
        rules
    }
}

/// Runs `okrlint` with arguments.
pub(crate) fn okrlint<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    okrlint_in(&root(), arguments, &[])
}

/// Runs `okrlint` in a folder, with environment variables.
pub(crate) fn okrlint_in<S: AsRef<std::ffi::OsStr>>(
    folder: &Path,
    arguments: impl IntoIterator<Item = S>,
    environment: &[(&str, &str)],
) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_okrlint"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .envs(environment.iter().copied())
        .output()
        .expect("okrlint starts");
    Run {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code(),
    }
}

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the repository.
pub(crate) fn text(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A copy of a folder of the repository, to write into.
pub(crate) fn copy_of(fixture: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    copy(&root().join(fixture), folder.path()).expect("a copy of the fixture");
    folder
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => std::fs::create_dir(&target).and_then(|()| copy(&entry.path(), &target))?,
            false => std::fs::write(target, std::fs::read(entry.path())?)?,
        }
    }
    Ok(())
}
