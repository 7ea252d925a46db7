//! The commits of a repository that touch documents, in one line: what stood on the branch that is checked out, one state after the other. A
//! merge is one step of that line; the commits that it brings lend it their words.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::Commit;
use super::git::{Failure, Git, path_of};
use crate::discover::format_of;

/// Digits of a commit's id that are shown.
pub(super) const SHORT: usize = 9;
/// Longest message that is kept, in bytes: a reason stands at its beginning.
const MESSAGE: usize = 4096;

/// Everything but the time and the place.
const COMMAND: [&str; 15] = [
    "log",
    "-z",
    "--raw",
    "--no-abbrev",
    "-M",
    // Renames are looked for among so many files only: a commit that moves thousands moves them unchanged, which is seen without looking.
    "-l200",
    "--parents",
    "--topo-order",
    "--diff-merges=first-parent",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-show-signature",
    "--encoding=UTF-8",
    "--format=tformat:%H %cs %P%n%B",
];

/// An object's id in hexadecimal.
pub(crate) type Id = Box<str>;

/// What a commit did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// The content before; `None` where there was no file.
    old: Option<Id>,
    /// The content after; `None` where the file is gone.
    new: Option<Id>,
    path: PathBuf,
    /// Where it was before, if elsewhere.
    from: Option<PathBuf>,
}

/// A commit and what it did to documents.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    id: Id,
    date: Date,
    parents: Vec<Id>,
    message: String,
    entries: Vec<Entry>,
}

/// A state of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The commit that made it; `None` for the state before the first commit that was looked at.
    pub(super) commit: Option<Commit>,
    /// Its content.
    pub(super) blob: Id,
    /// Where it stood, from the root of the repository.
    pub(super) path: PathBuf,
}

/// The commits of a repository since a day.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Newest first.
    records: Vec<Record>,
    /// Indices of the commits on the line, newest first.
    line: Vec<usize>,
    /// For each commit of the line that is a merge, the commits that it brings.
    brought: HashMap<usize, Vec<usize>>,
    /// For each path, the places in `line` of the commits that touch it.
    touched: HashMap<PathBuf, Vec<usize>>,
    /// Where a shallow clone ends.
    ends: HashSet<Id>,
}

impl Log {
    /// Asks git for the commits since a day and up to a commit that touch documents in some folders; in all where none is given. A shallow
    /// clone ends at the commits `ends`.
    pub(super) fn read(git: &Git, range: (Date, &str), folders: &[PathBuf], ends: HashSet<Id>) -> Result<Self, Failure> {
        let since = format!("--since={}T00:00:00", range.0);
        let range = [since.as_str(), range.1, "--"];
        let arguments = COMMAND.iter().chain(&range).map(OsStr::new);
        let arguments: Vec<&OsStr> = arguments.chain(folders.iter().map(|folder| folder.as_os_str())).collect();
        let records = git.read(&arguments, |stdout| records(BufReader::new(stdout)))?;
        Ok(Self { ends, ..Self::of(records) })
    }

    fn of(records: Vec<Record>) -> Self {
        let by_id: HashMap<&str, usize> = records.iter().enumerate().map(|(at, record)| (&*record.id, at)).collect();
        let parents = |at: usize| records[at].parents.iter().map(|id| by_id.get(&**id).copied());
        let mut line = Vec::new();
        let mut seen: HashSet<usize> = HashSet::new();
        let mut next = (!records.is_empty()).then_some(0);
        while let Some(at) = next.filter(|at| seen.insert(*at)) {
            line.push(at);
            next = parents(at).next().flatten();
        }
        // Oldest first, so that each commit is brought by the merge that brought it first.
        let mut brought: HashMap<usize, Vec<usize>> = HashMap::new();
        for &merge in line.iter().rev() {
            let mut open: Vec<usize> = parents(merge).skip(1).flatten().collect();
            while let Some(at) = open.pop() {
                if seen.insert(at) {
                    brought.entry(merge).or_default().push(at);
                    open.extend(parents(at).flatten());
                }
            }
        }
        let mut touched: HashMap<PathBuf, Vec<usize>> = HashMap::new();
        for (place, at) in line.iter().enumerate() {
            for entry in &records[*at].entries {
                touched.entry(entry.path.clone()).or_default().push(place);
            }
        }
        Self { records, line, brought, touched, ends: HashSet::new() }
    }

    /// The states of a document, oldest first, and whether nothing is missing before them: the first is the one with which the document
    /// began, or that before the first commit that was looked at.
    pub(super) fn states(&self, path: &Path) -> (Vec<State>, bool) {
        let mut states = Vec::new();
        let mut path = path;
        let mut from = 0;
        loop {
            let next = self.touched.get(path).and_then(|places| places.iter().find(|place| **place >= from));
            let Some(&place) = next else { return (oldest_first(states), false) };
            let at = self.line[place];
            let Some(entry) = self.records[at].entries.iter().find(|entry| entry.path == path) else {
                return (oldest_first(states), false);
            };
            let Some(blob) = &entry.new else { return (oldest_first(states), false) };
            states.push(State { commit: Some(self.commit(at, path)), blob: blob.clone(), path: path.to_owned() });
            let Some(old) = &entry.old else { return (oldest_first(states), !self.ends.contains(&self.records[at].id)) };
            path = entry.from.as_deref().unwrap_or(path);
            from = place + 1;
            let earlier = self.touched.get(path).is_some_and(|places| places.iter().any(|place| *place >= from));
            if !earlier {
                states.push(State { commit: None, blob: old.clone(), path: path.to_owned() });
                return (oldest_first(states), true);
            }
        }
    }

    /// The commit at an index of `records`, with all that was said about what it did to a document.
    fn commit(&self, at: usize, path: &Path) -> Commit {
        let record = &self.records[at];
        let touches = |other: &&usize| self.records[**other].entries.iter().any(|entry| entry.path == path);
        let brought = self.brought.get(&at).into_iter().flatten().filter(touches);
        let messages: Vec<&str> =
            std::iter::once(record.message.as_str()).chain(brought.map(|other| self.records[*other].message.as_str())).collect();
        Commit { id: record.id.get(..SHORT).unwrap_or(&record.id).into(), date: record.date, message: messages.join("\n").into() }
    }

    /// Whether a shallow clone ends at a commit up to a day.
    pub(super) fn is_cut_before(&self, day: Date) -> bool {
        self.records.iter().any(|record| record.date <= day && self.ends.contains(&record.id))
    }
}

fn oldest_first(mut states: Vec<State>) -> Vec<State> {
    states.reverse();
    states
}

/// Reads what `git log -z --raw` writes: for each commit its header, message and all, and for each file a line that begins with a colon and
/// one or two paths, all ended by NUL, which neither a message nor a path can hold.
fn records(mut input: impl BufRead) -> io::Result<Vec<Record>> {
    let mut records: Vec<Record> = Vec::new();
    let mut token = Vec::new();
    loop {
        token.clear();
        if input.read_until(0, &mut token)? == 0 {
            return Ok(records);
        }
        let text = token.strip_suffix(&[0]).unwrap_or(&token);
        let text = text.strip_prefix(b"\n").unwrap_or(text);
        match text.strip_prefix(b":") {
            Some(file) => {
                let (old, new, two) = contents(file);
                let first = next_path(&mut input)?;
                let second = if two { Some(next_path(&mut input)?) } else { None };
                let (path, from) = match second {
                    Some(path) => (path, first),
                    None => (first, None),
                };
                if let (Some(path), Some(record)) = (path.filter(|path| format_of(path).is_some()), records.last_mut()) {
                    record.entries.push(Entry { old, new, path, from });
                }
            }
            None => records.extend(header(text)),
        }
    }
}

fn next_path(input: &mut impl BufRead) -> io::Result<Option<PathBuf>> {
    let mut bytes = Vec::new();
    input.read_until(0, &mut bytes)?;
    Ok(path_of(bytes.strip_suffix(&[0]).unwrap_or(&bytes)))
}

/// `100644 100644 OLD NEW M`: the two contents, and whether two paths follow. What is no plain file has no content.
fn contents(line: &[u8]) -> (Option<Id>, Option<Id>, bool) {
    let text = String::from_utf8_lossy(line);
    let parts: Vec<&str> = text.split(' ').collect();
    let [old_mode, new_mode, old, new, status] = parts[..] else { return (None, None, false) };
    let content = |mode: &str, id: &str| mode.starts_with("100").then(|| id.into());
    (content(old_mode, old), content(new_mode, new), status.starts_with(['R', 'C']))
}

/// `ID DAY PARENT…`, then the message.
fn header(text: &[u8]) -> Option<Record> {
    let text = String::from_utf8_lossy(text);
    let (first, message) = text.split_once('\n').unwrap_or((&text, ""));
    let mut words = first.split(' ');
    let (id, date) = (words.next()?.into(), words.next()?.parse().ok()?);
    let parents = words.filter(|word| !word.is_empty()).map(Into::into).collect();
    let message = message.get(..message.floor_char_boundary(MESSAGE)).unwrap_or_default().to_owned();
    Some(Record { id, date, parents, message, entries: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A commit with one changed file: id, day, parents, message, old and new content, path.
    fn commit(id: &str, day: &str, parents: &str, message: &str, file: (&str, &str, &str)) -> String {
        let (old, new, path) = file;
        let mode = |id: &str| if id == "-" { "000000" } else { "100644" };
        format!("{id} {day} {parents}\n{message}\n\0\n:{} {} {old} {new} M\0{path}\0", mode(old), mode(new))
    }

    fn log(text: &str) -> Log {
        Log::of(records(text.as_bytes()).unwrap())
    }

    fn told(states: &[State]) -> Vec<(&str, &str)> {
        states.iter().map(|state| (state.commit.as_ref().map_or("", |commit| &*commit.id), &*state.blob)).collect()
    }

    #[test]
    fn states_follow_the_line_and_a_merge_speaks_for_what_it_brings() {
        let log = log(&[
            commit("M", "2026-08-03", "B A2", "Merge", ("1", "3", "a.md")),
            commit("A2", "2026-08-02", "A1", "because of the frost", ("2", "3", "a.md")),
            commit("A1", "2026-08-01", "B", "first try", ("1", "2", "a.md")),
            commit("B", "2026-07-01", "", "begin", ("-", "1", "a.md")),
        ]
        .concat());
        let (states, begins) = log.states(Path::new("a.md"));
        assert_eq!((told(&states), begins), (vec![("B", "1"), ("M", "3")], true));
        let message = states[1].commit.as_ref().map_or("", |commit| &*commit.message);
        assert!(message.contains("Merge") && message.contains("frost") && message.contains("first try"), "{message}");
    }

    #[test]
    fn a_state_before_the_time_that_is_looked_at_has_no_commit() {
        let log = log(&commit("C", "2026-08-03", "B", "m", ("1", "2", "a.md")));
        let (states, begins) = log.states(Path::new("a.md"));
        assert_eq!((told(&states), begins), (vec![("", "1"), ("C", "2")], true));
        assert_eq!(log.states(Path::new("b.md")), (Vec::new(), false));
    }

    #[test]
    fn a_renamed_document_is_followed_and_a_deleted_one_is_not() {
        let renamed = "R 2026-08-02 D\nmove\n\0\n:100644 100644 1 2 R090\0old.md\0new.md\0";
        let log = log(&[
            renamed.to_owned(),
            commit("D", "2026-08-01", "C", "m", ("-", "1", "old.md")),
            commit("C", "2026-07-01", "B", "m", ("0", "-", "old.md")),
        ]
        .concat());
        let (states, begins) = log.states(Path::new("new.md"));
        assert_eq!((told(&states), begins), (vec![("D", "1"), ("R", "2")], true));
        assert_eq!(log.states(Path::new("old.md")).0.len(), 1);
    }

    #[test]
    fn what_git_never_writes_is_passed_over() {
        for text in ["", "\0\0\0", ":\0a.md\0", ":1 2 3 4 R\0", "x y z\0", "C 2026-08-01 \n\0:100644 100644 1 2 M\0picture.png\0"]
        {
            let (states, _) = log(text).states(Path::new("a.md"));
            assert!(states.is_empty(), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_output_is_survived(text in "((:[0-7]{6} [0-7]{6} [0-3]{1,2} [0-3]{1,2} [AMDR])|[A-D] 2026-0[1-9]-01 [A-D]?|[ab].md|[\\x00\\n:]){0,60}") {
            let log = log(&text);
            for path in ["a.md", "b.md"] {
                let (states, _) = log.states(Path::new(path));
                proptest::prop_assert!(states.iter().skip(1).all(|state| state.commit.is_some()));
            }
        }
    }
}
