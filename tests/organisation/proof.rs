//! Precision and recall of each rule across teams.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::company::{Company, Place, Plant, company};
use crate::program::{command, memory, okrlint, run};

/// The rules that are measured.
const RULES: [&str; 13] = [
    "broken-link",
    "conflicting-copies",
    "dependency-cycle",
    "metric-mismatch",
    "missing-top-level",
    "opposing-directions",
    "orphan-objective",
    "overloaded-team",
    "rollup-double-counted",
    "rollup-short",
    "unacknowledged-dependency",
    "unsupported-parent",
    "volume-quality-clash",
];

/// What came of a rule.
#[derive(Default)]
struct Count {
    planted: usize,
    told: usize,
    right: usize,
}

/// The counts of all rules, and what was missed and wrong.
#[derive(Default)]
struct Outcome {
    counts: BTreeMap<&'static str, Count>,
    honest: usize,
    mistakes: Vec<String>,
    /// The longest run, and the most memory that one held, in megabytes.
    took: Duration,
    memory: Option<u64>,
}

impl Outcome {
    /// Checks an organisation and compares.
    fn add(&mut self, company: &Company) {
        let folder = tempfile::tempdir().expect("a folder");
        for sheet in &company.sheets {
            let path = folder.path().join(&sheet.path);
            fs::create_dir_all(path.parent().expect("a folder above")).expect("folders");
            fs::write(path, sheet.text()).expect("a document");
        }
        let rules = RULES.join(",");
        let arguments = ["check", "okrs", "--today", "2026-08-15", "--profile", "coach", "--select", &rules, "--format", "json"];
        let found = okrlint(folder.path(), &arguments);
        assert_eq!((found.code, found.stderr.as_str()), (Some(1), ""));
        let alone = run(command(folder.path(), &arguments).env("RAYON_NUM_THREADS", "1"));
        assert_eq!(alone.stdout, found.stdout, "the number of threads makes no difference");
        self.took = self.took.max(found.took);
        self.memory = self.memory.max(memory(folder.path(), &arguments));
        self.honest += company.honest;
        assert!(found.rules().iter().all(|rule| RULES.contains(&&**rule)), "{:?}", found.rules());
        let findings = found.findings();
        let paths: Vec<&str> = findings.iter().filter_map(|finding| finding["path"].as_str()).collect();
        assert!(paths.is_sorted(), "findings come in order of path");
        let mut open: Vec<&Plant> = company.plants.iter().collect();
        for plant in &company.plants {
            self.counts.entry(plant.rule).or_default().planted += 1;
        }
        for finding in findings {
            self.compare(&mut open, company, folder.path(), &finding);
        }
        self.mistakes.extend(open.iter().map(|plant| format!("missed {}: {:?}", plant.rule, company.said(&plant.places))));
    }

    /// Looks for what a finding is about among what is still to be found.
    fn compare(&mut self, open: &mut Vec<&Plant>, company: &Company, folder: &Path, finding: &Value) {
        let rule = RULES.into_iter().find(|rule| finding["rule"] == *rule).expect("a rule that was asked for");
        let at = place(folder, &finding["path"], &finding["span"]);
        let labels = finding["labels"].as_array().expect("labels");
        let seen: Vec<Place> = labels.iter().map(|label| place(folder, &label["path"], &label["span"])).collect();
        let is_meant = |plant: &&Plant| {
            // What several teams do together is told with more than one of them.
            let together = plant.places.len() > 1 && !matches!(rule, "orphan-objective" | "missing-top-level");
            plant.rule == rule
                && plant.places.contains(&at)
                && (!together || seen.iter().any(|place| plant.places.contains(place)))
        };
        let count = self.counts.entry(rule).or_default();
        count.told += 1;
        match open.iter().position(is_meant) {
            Some(found) => {
                open.remove(found);
                count.right += 1;
            }
            None => {
                let places: Vec<Place> = std::iter::once(at).chain(seen).collect();
                self.mistakes.push(format!("wrong {rule}: {} {:?}", finding["message"], company.said(&places)))
            }
        }
    }

    /// The figures as a table.
    fn table(&self) -> String {
        let mut table = format!("{:28}{:>9}{:>7}{:>7}{:>11}{:>9}\n", "rule", "planted", "told", "right", "precision", "recall");
        for (rule, count) in &self.counts {
            let Count { planted, told, right } = count;
            let _ = writeln!(table, "{rule:28}{planted:>9}{told:>7}{right:>7}{:>11.3}{:>9.3}", count.precision(), count.recall());
        }
        let _ = writeln!(table, "stories that only look like these: {}", self.honest);
        let _ = writeln!(table, "the longest run took {:.2} s; most memory {:?} MB", self.took.as_secs_f64(), self.memory);
        table
    }
}

impl Count {
    fn precision(&self) -> f64 {
        self.right as f64 / self.told as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.planted as f64
    }
}

/// The statement at a place of a document: where a link is meant, that at which it stands.
fn place(folder: &Path, path: &Value, span: &Value) -> Place {
    let path = path.as_str().expect("a path");
    let document = fs::read_to_string(folder.join(path)).expect("the document that a finding shows");
    let lines: Vec<&str> = document.lines().take(span["line"].as_u64().expect("a line") as usize).collect();
    (path.to_owned(), lines.iter().rev().find_map(|line| id_at(line)).unwrap_or_default())
}

/// The id with which a line begins, "T017-O1-KR2".
fn id_at(line: &str) -> Option<String> {
    let line = line.trim_start_matches(['#', '-', ' ']);
    let line = line.strip_prefix("id").map_or(line, |rest| rest.trim_start_matches([':', '=', ' ', '"']));
    let id = line.split([':', '"', ' ']).next()?;
    let (team, item) = id.split_once('-')?;
    let is_id = team.starts_with(|c: char| c.is_ascii_uppercase()) && item.starts_with('O');
    is_id.then(|| id.to_owned())
}

/// Checks organisations of so many teams; each rule must reach both bars.
#[expect(clippy::print_stdout, reason = "the figures are what the proof is run for")]
fn prove(teams: usize, seeds: std::ops::Range<u64>) -> Outcome {
    let mut outcome = Outcome::default();
    seeds.for_each(|seed| outcome.add(&company(teams, seed)));
    println!("{}{}", outcome.table(), outcome.mistakes.join("\n"));
    assert_eq!(outcome.counts.len(), RULES.len(), "something is planted for each rule");
    for (rule, count) in &outcome.counts {
        assert!(count.precision() >= 0.98 && count.recall() >= 0.95, "{rule}\n{}", outcome.table());
    }
    outcome
}

#[test]
fn what_was_planted_in_a_small_organisation_is_found_and_nothing_else() {
    prove(160, 0..1);
}

#[test]
#[ignore = "takes ten seconds: cargo test --test organisation -- --ignored --nocapture"]
fn four_organisations_of_500_teams() {
    let outcome = prove(437, 1..5);
    assert!(outcome.took < Duration::from_secs(3), "{:?}", outcome.took);
    assert!(outcome.memory.is_none_or(|memory| memory < 200), "{:?} MB", outcome.memory);
}
