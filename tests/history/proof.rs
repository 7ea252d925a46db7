//! What is found in an organisation's history, against the record of what was planted.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::organisation::{Expected, Organisation, organisation};
use crate::program::{memory, okrlint};

const RULES: &str = "silent-change,goalpost-moved,last-minute-updates";

/// What was found, how long all runs took together, and the most memory one of them held in megabytes.
struct Outcome {
    found: BTreeSet<Expected>,
    took: Duration,
    memory: u64,
}

/// Checks the organisation once for each of its cycles, twenty days after its end.
fn check(organisation: &Organisation) -> Outcome {
    let root = organisation.repository.path();
    let mut outcome = Outcome { found: BTreeSet::new(), took: Duration::ZERO, memory: 0 };
    for quarter in &organisation.quarters {
        let today = quarter.end.saturating_add(jiff::Span::new().days(20)).to_string();
        let folder = format!("okrs/{}", quarter.name);
        // All documents are read; those of the cycle that ended lately have their past looked at.
        let arguments = ["check", "okrs", "--today", &today, "--profile", "coach", "--select", RULES, "--format", "json"];
        let run = okrlint(&root, &arguments);
        outcome.took += run.took;
        outcome.memory = outcome.memory.max(memory(&root, &arguments).unwrap_or(0));
        let ended =
            run.findings().into_iter().filter(|finding| finding["path"].as_str().is_some_and(|path| path.starts_with(&folder)));
        outcome.found.extend(ended.map(|finding| told(&root, &finding)));
        assert_eq!(run.stderr, "");
    }
    outcome
}

/// A finding as the record has it.
fn told(root: &Path, finding: &serde_json::Value) -> Expected {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let path = text(&finding["path"]);
    let document = fs::read_to_string(root.join(&path)).expect("the document that a finding is about");
    let number = finding["span"]["line"].as_u64().expect("a line") as usize;
    // In YAML the id stands above the statement.
    let lines: Vec<&str> = document.lines().take(number).collect();
    let id = lines.iter().rev().find_map(|line| id_in(line)).unwrap_or_default();
    let message = text(&finding["message"]);
    let day = message.split([' ', ',']).find(|word| word.len() == 10 && word.starts_with("20")).unwrap_or_default().to_owned();
    let rule = text(&finding["rule"]);
    let day = if rule == "last-minute-updates" { String::new() } else { day };
    (rule, path, id, day)
}

/// The id that a line holds: T07-O1-KR2.
fn id_in(line: &str) -> Option<String> {
    let word = line.split([' ', '*', ':', '~']).find(|word| word.starts_with('T') && word.contains("-O"))?;
    Some(word.to_owned())
}

/// Compares and reports; precision and recall must both reach the bar.
#[expect(clippy::print_stdout, reason = "the figures are what the proof is run for")]
fn prove(organisation: &Organisation, least: f64) -> Outcome {
    let outcome = check(organisation);
    let hits = outcome.found.intersection(&organisation.expected).count() as f64;
    let precision = hits / outcome.found.len() as f64;
    let recall = hits / organisation.expected.len() as f64;
    let missed: Vec<_> = organisation.expected.difference(&outcome.found).take(20).collect();
    let wrong: Vec<_> = outcome.found.difference(&organisation.expected).take(20).collect();
    println!(
        "{} commits; planted {}, honest changes {}; found {}: precision {precision:.4}, recall {recall:.4}; {} runs took {:.1} s, at most {} MB",
        organisation.repository.commits(),
        organisation.expected.len(),
        organisation.honest,
        outcome.found.len(),
        organisation.quarters.len(),
        outcome.took.as_secs_f64(),
        outcome.memory,
    );
    println!("missed {missed:#?}\nwrong {wrong:#?}");
    assert!(precision >= least && recall >= least, "precision {precision:.4}, recall {recall:.4}");
    outcome
}

#[test]
fn what_was_planted_in_a_small_organisation_is_found_and_nothing_else() {
    let mut organisation = organisation(12, 2, 3, 7);
    organisation.repository.finish();
    prove(&organisation, 1.0);
}

#[test]
#[ignore = "takes a minute: cargo test --release --test history -- --ignored --nocapture"]
fn forty_teams_over_eight_cycles() {
    let mut organisation = organisation(40, 8, 24, 11);
    organisation.repository.finish();
    let outcome = prove(&organisation, 0.98);
    assert!(outcome.took < Duration::from_secs(20), "{:?}", outcome.took);
    assert!(outcome.memory < 500, "{} MB", outcome.memory);
}
