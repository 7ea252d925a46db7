//! Runs the user's `git` in a repository that may be hostile: nothing that a repository can configure is executed, nothing is fetched, nothing
//! is written.

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What git may still know of the caller's environment: where the user's and the machine's own settings are, for `safe.directory`. The
/// machine's are not shut out: who writes them also chooses which `git` runs.
const KEPT: [&str; 4] = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"];

/// Settings that win over the repository's.
const SETTINGS: [&str; 8] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "safe.bareRepository=explicit",
    // Would run the program named by `gpg.program` for each signed commit.
    "log.showSignature=false",
    "log.follow=false",
    // The first commit is told like any other: its files begin there.
    "log.showRoot=true",
    "diff.relative=false",
    "color.ui=false",
];

/// Longest part of git's own message that is kept, in bytes.
const COMPLAINT: usize = 2048;

/// Why git could not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no `git` on this machine.
    Missing,
    /// The branch has no commit yet.
    Unborn,
    /// git refuses to look at a repository of another user.
    Foreign,
    /// Two commits have no commit in common, by their names; a shallow clone may have cut it off.
    Unrelated {
        /// The names, as in a sentence.
        names: String,
        /// Whether the clone is shallow.
        shallow: bool,
    },
    /// Anything else, in git's words.
    Other(String),
}

impl Failure {
    /// What to do, where commits were to be compared.
    pub(crate) fn remedy(&self) -> &'static str {
        match self {
            Self::Missing => "install git",
            Self::Unborn => "commit your OKRs first; then there is something to compare with",
            Self::Foreign => "name it in git's setting `safe.directory` if you trust it",
            Self::Unrelated { shallow: true, .. } => {
                "fetch the whole history (`git fetch --unshallow`; in a build: fetch-depth: 0)"
            }
            Self::Unrelated { shallow: false, .. } => "name the branch that this one came from",
            Self::Other(_) => {
                "name commits, branches or tags of this repository; in a shallow clone fetch them first (fetch-depth: 0)"
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("git is not installed"),
            Self::Unborn => f.write_str("there is no commit yet"),
            Self::Foreign => f.write_str("the repository belongs to another user"),
            Self::Unrelated { names, shallow: false } => write!(f, "{names} have no commit in common"),
            Self::Unrelated { names, shallow: true } => {
                write!(f, "this clone is shallow, and in it {names} have no commit in common")
            }
            Self::Other(words) => f.write_str(words),
        }
    }
}

/// A place where `git` runs: the folder that holds `.git`.
#[derive(Debug, Clone)]
pub(crate) struct Git {
    root: PathBuf,
}

impl Git {
    /// `git` for a repository.
    pub(crate) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Starts a command of git: with pipes from its standard output and error, or, to converse with it, to its input and from its output.
    pub(super) fn start<S: AsRef<OsStr>>(&self, arguments: &[S], converse: bool) -> Result<Child, Failure> {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os() {
            let foreign = name.as_encoded_bytes().starts_with(b"GIT_");
            if foreign && !KEPT.iter().any(|kept| name == *kept) {
                command.env_remove(name);
            }
        }
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
        // No transport at all: what a partial clone lacks is not fetched, by older versions of git neither.
        command.env("GIT_ALLOW_PROTOCOL", "none");
        // Its messages are compared, so they must be the untranslated ones.
        command.env("LC_ALL", "C").env_remove("LANGUAGE");
        if let Some(above) = self.root.parent() {
            command.env("GIT_CEILING_DIRECTORIES", above);
        }
        command.arg("-C").arg(&self.root).args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"]);
        command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting])).args(arguments);
        let (input, error) = if converse { (Stdio::piped(), Stdio::null()) } else { (Stdio::null(), Stdio::piped()) };
        command.stdin(input).stdout(Stdio::piped()).stderr(error);
        command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::Missing,
            _ => Failure::Other(error.to_string()),
        })
    }

    /// Runs a command of git and hands its standard output to a reader.
    pub(super) fn read<T, S: AsRef<OsStr>>(
        &self,
        arguments: &[S],
        reader: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> Result<T, Failure> {
        let mut child = self.start(arguments, false)?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (read, complaint) = std::thread::scope(|scope| {
            // Both are emptied at once, so that git never waits for a reader.
            let complaint = scope.spawn(|| stderr.map(complaint).unwrap_or_default());
            let read = stdout.map(|mut stdout| {
                let read = reader(&mut stdout);
                io::copy(&mut stdout, &mut io::sink()).and(read)
            });
            (read, complaint.join().unwrap_or_default())
        });
        let status = child.wait().map_err(|error| Failure::Other(error.to_string()))?;
        match read {
            Some(Ok(value)) if status.success() => Ok(value),
            Some(Err(error)) if status.success() => Err(Failure::Other(error.to_string())),
            _ => Err(failure(&complaint)),
        }
    }

    /// Runs a command of git and gives its standard output as text.
    pub(crate) fn text<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<String, Failure> {
        let bytes = self.bytes(arguments)?;
        Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
    }

    /// Runs a command of git and gives its standard output.
    pub(crate) fn bytes<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Vec<u8>, Failure> {
        self.read(arguments, |stdout| {
            let mut bytes = Vec::new();
            stdout.read_to_end(&mut bytes).map(|_| bytes)
        })
    }
}

/// A path as git writes it: bytes with `/` between the parts. `None` where this system has no such path.
pub(super) fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    #[cfg(unix)]
    let path = Some(std::os::unix::ffi::OsStrExt::from_bytes(bytes)).map(|path: &OsStr| PathBuf::from(path));
    #[cfg(not(unix))]
    let path = std::str::from_utf8(bytes).ok().map(PathBuf::from);
    path.filter(|path| !path.as_os_str().is_empty())
}

/// The beginning of what git complains of.
fn complaint(mut stderr: impl Read) -> String {
    let mut bytes = Vec::new();
    // A complaint that cannot be read is an empty one.
    let _ = stderr.by_ref().take(COMPLAINT as u64).read_to_end(&mut bytes);
    let _ = io::copy(&mut stderr, &mut io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn failure(complaint: &str) -> Failure {
    let unborn = ["does not have any commits yet", "bad revision 'HEAD'"];
    if complaint.contains("dubious ownership") {
        return Failure::Foreign;
    }
    if unborn.iter().any(|words| complaint.contains(words)) {
        return Failure::Unborn;
    }
    let line = complaint.lines().find(|line| !line.trim().is_empty()).unwrap_or("git gave no reason");
    Failure::Other(line.trim_start_matches("fatal: ").to_owned())
}
