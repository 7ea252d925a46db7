//! Runs the program and looks at how long it took and how much memory it needed.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// What a run of the program left behind.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
    pub(crate) took: Duration,
}

impl Run {
    /// The findings of `check --format json`.
    pub(crate) fn findings(&self) -> Vec<Value> {
        let json: Value =
            serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}{}", self.stdout, self.stderr));
        json["diagnostics"].as_array().cloned().unwrap_or_default()
    }

    /// The rules of the findings, each once.
    pub(crate) fn rules(&self) -> BTreeSet<String> {
        self.findings().iter().filter_map(|finding| finding["rule"].as_str().map(str::to_owned)).collect()
    }
}

/// The program in a folder, not yet started.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_okrlint"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program in a folder.
pub(crate) fn okrlint(folder: &Path, arguments: &[&str]) -> Run {
    run(&mut command(folder, arguments))
}

/// Runs a prepared command.
pub(crate) fn run(command: &mut Command) -> Run {
    let start = Instant::now();
    let output = command.output().expect("okrlint starts");
    Run {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code(),
        took: start.elapsed(),
    }
}

/// The most memory, in megabytes, that a run of the program holds, as far as the system tells.
#[cfg(target_os = "linux")]
pub(crate) fn memory(folder: &Path, arguments: &[&str]) -> Option<u64> {
    let mut child = command(folder, arguments).stdout(Stdio::null()).spawn().expect("okrlint starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().expect("okrlint is a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = peak.max(kilobytes.map(|kilobytes| kilobytes >> 10));
        std::thread::sleep(Duration::from_millis(2));
    }
    peak
}

/// The most memory that a run of the program holds: not told here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn memory(_: &Path, _: &[&str]) -> Option<u64> {
    None
}
