//! How long okrlint takes for each part of its work. `cargo bench` prints the times, and in the end each as a multiple of the least that a
//! program can do with the same documents, measured in the same run.

mod bound;
mod organisation;
mod own_rules;
mod ratio;
mod work;

use divan::Bencher;
use divan::counter::BytesCount;
use okrlint::model::Format;

use work::{Documents, Tree};

const FORMATS: [Format; 5] = [Format::Markdown, Format::Toml, Format::Yaml, Format::Json, Format::Csv];
/// Documents in memory for the parts.
const SETS: usize = 64;
/// Files on the disk for the whole.
const FILES: usize = 1000;

fn main() {
    divan::main();
    // Cargo says so when it wants times; a test of the benchmarks wants none.
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    if asked("--bench") && !asked("--test") && !asked("--list") {
        ratio::print();
    }
}

#[divan::bench(args = FORMATS.map(Format::name))]
fn read(bencher: Bencher<'_, '_>, format: &str) {
    let documents = Documents::new(SETS, FORMATS.into_iter().find(|known| known.name() == format).unwrap_or(Format::Markdown));
    bencher.counter(BytesCount::new(documents.bytes())).bench(|| documents.read());
}

#[divan::bench]
fn read_markdown_without_statements(bencher: Bencher<'_, '_>) {
    let documents = Documents::new(SETS, Format::Markdown);
    bencher.counter(BytesCount::new(documents.bytes())).bench(|| documents.read_structure());
}

#[divan::bench]
fn read_statements(bencher: Bencher<'_, '_>) {
    let documents = Documents::new(SETS, Format::Markdown);
    bencher.with_inputs(|| documents.structures()).bench_values(work::read_statements);
}

#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let documents = Documents::new(SETS, Format::Markdown);
    let results = documents.results();
    bencher.bench(|| documents.check(&results));
}

#[divan::bench(sample_count = 10)]
fn whole_run_with_own_rules(bencher: Bencher<'_, '_>) {
    let tree = Tree::new(FILES, Format::Markdown);
    bencher.counter(BytesCount::new(tree.bytes())).bench(|| tree.check_with_own_rules());
}

#[divan::bench(sample_count = 10)]
fn whole_run(bencher: Bencher<'_, '_>) {
    let tree = Tree::new(FILES, Format::Markdown);
    bencher.counter(BytesCount::new(tree.bytes())).bench(|| tree.check());
}
