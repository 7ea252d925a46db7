//! How `okrlint check` grows with the organisation: time and memory of whole runs, beside the least that a program can do with the same
//! text, measured in the same run. Steps that grow faster than n log n would show in the time for an objective.

#[path = "../speed/bound.rs"]
mod bound;
#[path = "../../tests/support/program.rs"]
mod program;
mod tree;

use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use bound::Terms;
use program::{memory, okrlint};

/// Objectives of each organisation.
const SIZES: [usize; 3] = [5_000, 50_000, 200_000];
/// How often each is checked; the quickest run counts.
const TURNS: usize = 3;

fn main() {
    // Cargo says so when it wants times; a test of the benchmark wants one small run.
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    let is_asked = asked("--bench") && !asked("--test");
    let sizes = if is_asked { &SIZES[..] } else { &[500] };
    say(&format!(
        "{:>10} {:>8} {:>9} {:>9} {:>14} {:>9} {:>7} {:>11} {:>7} {:>9}\n",
        "objectives", "links", "documents", "check", "an objective", "parse", "ratio", "500 terms", "ratio", "memory"
    ));
    for objectives in sizes {
        row(*objectives);
    }
}

fn row(objectives: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let size = tree::write(folder.path(), objectives);
    let arguments = ["check", "okrs", "--today", "2026-08-15", "--format", "json"];
    let mut least = Duration::MAX;
    let (mut parse, mut find) = (Duration::MAX, Duration::MAX);
    let terms = Terms::new();
    for _ in 0..TURNS {
        let run = okrlint(folder.path(), &arguments);
        assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
        let broken = run.findings().iter().filter(|finding| finding["rule"] == "broken-link").count();
        assert_eq!(broken, size.broken, "whatever the size, all is found: {:?}", run.rules());
        least = least.min(run.took);
        parse = parse.min(read(folder.path(), bound::parse));
        find = find.min(read(folder.path(), |text| terms.parse(text)));
    }
    let memory = memory(folder.path(), &arguments).map_or_else(|| "-".to_owned(), |memory| format!("{memory} MB"));
    let [check, parse, find] = [least, parse, find].map(|took| took.as_secs_f64());
    let each = check * 1e6 / objectives as f64;
    say(&format!(
        "{objectives:>10} {:>8} {:>9} {check:>7.2} s {each:>11.1} µs {parse:>7.2} s {:>7.1} {find:>9.2} s {:>7.1} {memory:>9}\n",
        size.links,
        size.documents,
        check / parse,
        check / find,
    ));
}

/// How long it takes one thread to read all documents and to do little with each.
fn read(folder: &Path, little: impl Fn(&str) -> usize) -> Duration {
    let start = Instant::now();
    let inner = fs::read_dir(folder.join("okrs")).expect("the folders").map(|folder| folder.expect("a folder").path());
    let files = inner.flat_map(|folder| fs::read_dir(folder).expect("the documents"));
    let texts = files.map(|file| fs::read_to_string(file.expect("a document").path()).expect("a text"));
    black_box(texts.map(|text| little(&text)).sum::<usize>());
    start.elapsed()
}

fn say(text: &str) {
    // Nobody may be listening any more.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
