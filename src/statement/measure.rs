//! Measures the reading against the labelled key results, where they lie beside the repository.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use super::{Class, Context, Reading, read_key_result};
use crate::model::Fields;
use crate::source::{Text, TextBuilder};

fn text(plain: &str) -> Text {
    let mut builder = TextBuilder::default();
    builder.push(plain, 0);
    builder.finish()
}

/// Class, target, deadline and vanity.
type Label = (String, bool, bool, bool);

/// A labelled key result with the second reader's class where the two differ.
struct Row {
    id: String,
    text: String,
    class: String,
    target: bool,
    deadline: bool,
    vanity: bool,
    second: Option<Label>,
}

fn table(path: &Path) -> Vec<HashMap<String, String>> {
    let content = std::fs::read_to_string(path).unwrap_or_default();
    let mut lines = content.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines.map(|line| head.iter().map(|name| (*name).to_owned()).zip(line.split('\t').map(str::to_owned)).collect()).collect()
}

fn rows() -> Vec<Row> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let flag = |row: &HashMap<String, String>, name: &str| row[name] == "y";
    let disputed: HashMap<(String, String, String), Label> = table(&corpus.join("disputed.tsv"))
        .into_iter()
        .map(|row| {
            let reading = (row["class"].clone(), flag(&row, "target"), flag(&row, "deadline"), flag(&row, "vanity"));
            ((row["id"].clone(), row["line"].clone(), row["text"].clone()), reading)
        })
        .collect();
    let mut files: Vec<_> =
        std::fs::read_dir(corpus.join("labels")).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files {
        let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for row in table(&file).into_iter().filter(|row| row["kind"] == "KR") {
            let second = disputed.get(&(id.clone(), row["line"].clone(), row["text"].clone())).cloned();
            rows.push(Row {
                id: id.clone(),
                class: row["class"].clone(),
                target: flag(&row, "target"),
                deadline: flag(&row, "deadline"),
                vanity: flag(&row, "vanity"),
                text: row["text"].clone(),
                second,
            });
        }
    }
    rows
}

#[derive(Default)]
struct Counts {
    hits: f64,
    gold: f64,
    found: f64,
}

impl Counts {
    fn add(&mut self, gold: bool, found: bool) {
        self.hits += f64::from(u8::from(gold && found));
        self.gold += f64::from(u8::from(gold));
        self.found += f64::from(u8::from(found));
    }

    fn precision(&self) -> f64 {
        self.hits / self.found.max(1.0)
    }

    fn recall(&self) -> f64 {
        self.hits / self.gold.max(1.0)
    }

    fn f1(&self) -> f64 {
        2.0 * self.hits / (self.gold + self.found).max(1.0)
    }
}

/// Names of the figures in the order in which [`figures`] gives them.
const FIGURES: [&str; 9] = [
    "class accuracy",
    "outcome F1",
    "output F1",
    "not measurable F1",
    "work precision",
    "work recall",
    "target F1",
    "deadline F1",
    "vanity F1",
];

fn figures(rows: &[Row], mut miss: impl FnMut(&Row, &Reading, &str)) -> [f64; 9] {
    let (mut right, mut counts): (f64, [Counts; 7]) = (0.0, Default::default());
    for row in rows {
        let reading = read_key_result(&text(&row.text), &Fields::default(), None, &Context::default());
        let name = reading.class.name();
        let mut gold = (row.class.clone(), row.target, row.deadline, row.vanity);
        if let Some(second) = row.second.as_ref().filter(|second| second.0 == name && second.3 == reading.vanity.is_some()) {
            gold = second.clone();
        }
        right += f64::from(u8::from(gold.0 == name));
        let unmeasured = |name: &str| name == "milestone" || name == "vague";
        let work = |name: &str| name == "milestone" || name == "output";
        counts[0].add(gold.0 == "outcome", reading.class == Class::Outcome);
        counts[1].add(gold.0 == "output", reading.class == Class::Output);
        counts[2].add(unmeasured(&gold.0), !reading.is_measurable());
        counts[3].add(work(&gold.0), work(name));
        counts[4].add(gold.1, reading.target.is_some());
        counts[5].add(gold.2, reading.deadline.is_some());
        counts[6].add(gold.3, reading.vanity.is_some());
        if gold.0 != name {
            miss(row, &reading, &format!("class {} read as {name}", gold.0));
        }
        if gold.1 != reading.target.is_some() {
            miss(row, &reading, &format!("target {}", gold.1));
        }
        if gold.2 != reading.deadline.is_some() {
            miss(row, &reading, &format!("deadline {}", gold.2));
        }
        if gold.3 != reading.vanity.is_some() {
            miss(row, &reading, &format!("vanity {}", gold.3));
        }
    }
    let [outcome, output, unmeasured, work, target, deadline, vanity] = counts;
    let accuracy = right / (rows.len() as f64).max(1.0);
    [
        accuracy,
        outcome.f1(),
        output.f1(),
        unmeasured.f1(),
        work.precision(),
        work.recall(),
        target.f1(),
        deadline.f1(),
        vanity.f1(),
    ]
}

/// Floors a little under what is reached, on all rows.
const FLOORS: [f64; 9] = [0.92, 0.91, 0.90, 0.975, 0.935, 0.965, 0.965, 0.90, 0.82];

#[test]
fn reads_the_labelled_key_results() {
    let all = rows();
    if all.is_empty() {
        return;
    }
    let shown = std::env::var("MEASURE_MISSES").unwrap_or_default();
    let mut report = String::new();
    let held = |id: &str| ["sr", "st", "te", "wo"].iter().any(|organisation| id.starts_with(organisation));
    let (early, late): (Vec<Row>, Vec<Row>) = all.into_iter().partition(|row| !held(&row.id));
    let mut read = |name: &str, rows: &[Row]| {
        let figures = figures(rows, |row, reading, what| {
            if shown.contains(name) {
                let verb = reading.verb.map(|verb| verb.kind);
                let target = reading.target.as_ref().map(|target| &*target.text);
                let _ = writeln!(
                    report,
                    "{}: {what}: {} [{verb:?} {target:?} {:?}]",
                    row.id,
                    row.text,
                    reading.metric.as_ref().map(|m| &*m.0)
                );
            }
        });
        for (figure, value) in FIGURES.iter().zip(figures) {
            let _ = writeln!(report, "{name} {figure:18} {value:.3}");
        }
        figures
    };
    read("early", &early);
    read("late", &late);
    let figures = read("all", &early.into_iter().chain(late).collect::<Vec<_>>());
    for ((name, value), floor) in FIGURES.iter().zip(figures).zip(FLOORS) {
        assert!(value >= floor, "{name} fell to {value:.3}, under {floor}\n{report}");
    }
    assert!(shown.is_empty(), "{report}");
}
