//! The sample organisations do what they are for: the healthy one is silent, the unhealthy one shows every rule, and one set reads the same
//! in every format.

use std::collections::BTreeSet;

use super::program::{okrlint, text};
use serde_json::Value;

/// Rules about the run itself, which no document raises.
const ABOUT_THE_RUN: [(&str, &str); 1] = [("internal-error", "a failure inside okrlint, not in a document")];

const FORMATS: [&str; 5] = ["md", "toml", "yaml", "json", "csv"];

#[test]
fn the_healthy_organisation_is_silent_in_every_profile() {
    for profile in ["ci", "coach"] {
        for today in [&["--today", "2026-08-15"][..], &[]] {
            let arguments = ["check", "fixtures/healthy", "--profile", profile, "--fail-on", "info"];
            let run = okrlint(arguments.iter().chain(today));
            assert_eq!(run.code, Some(0), "{profile} {today:?}\n{}{}", run.stdout, run.stderr);
            assert!(!run.stdout.contains('['), "{profile} {today:?}\n{}", run.stdout);
        }
    }
}

#[test]
fn the_healthy_organisation_is_understood_whole() {
    let documents = okrlint(["parse", "fixtures/healthy", "--format", "json"]).json()["documents"].clone();
    let documents = documents.as_array().unwrap();
    assert_eq!(documents.len(), 14, "seven sets in two cycles, and the page about them left alone");
    for document in documents {
        let path = &document["path"];
        assert!(document["team"].is_string() && document["level"].is_string(), "{path}");
        for objective in document["objectives"].as_array().unwrap() {
            let id = &objective["id"];
            assert!(objective["owners"].as_array().unwrap().len() == 1 && !objective["type"].is_null(), "{path}: {id}");
            assert!(document["level"] == "company" || !objective["supports"].as_array().unwrap().is_empty(), "{path}: {id}");
            let key_results = objective["key_results"].as_array().unwrap();
            assert!((2..=4).contains(&key_results.len()), "{path}: {id}");
            for key_result in key_results {
                assert_outcome(document, key_result);
            }
        }
    }
}

/// The items of a JSON array.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A key result of the healthy organisation is an outcome that somebody owns and follows; a closed one has a score.
fn assert_outcome(document: &Value, key_result: &Value) {
    let place = format!("{}: {}", document["path"], key_result["id"]);
    if key_result["dropped"] == true || key_result["text"].as_str().is_some_and(|text| text.starts_with("Decide by")) {
        return;
    }
    assert_eq!(key_result["class"], "outcome", "{place}");
    assert_eq!(list(&key_result["owners"]).len(), 1, "{place}");
    let measure = &key_result["measure"];
    assert!(!measure["target"].is_null() && !measure["current"].is_null(), "{place}: {measure}");
    assert!(!measure["baseline"].is_null() || measure["direction"] == "maintain", "{place}: {measure}");
    let closed = document["cycle"] == "2026-Q2";
    assert_eq!(key_result["score"].is_number(), closed, "{place}");
    let followed = document["format"] == "csv" || !list(&key_result["check_ins"]).is_empty();
    assert!(closed || followed, "{place} has no check-in");
}

#[test]
fn the_unhealthy_organisation_raises_every_rule() {
    let check = ["check", "fixtures/unhealthy", "--today", "2026-08-15", "--profile", "coach", "--format", "json"];
    let run = okrlint(check);
    let catalogue = okrlint(["rules", "--format", "json"]).json();
    let catalogue = catalogue["rules"].as_array().unwrap();
    // What is off by default runs when somebody asks for it.
    let off =
        catalogue.iter().filter(|rule| rule["level"] == "off").flat_map(|rule| ["--select", rule["name"].as_str().unwrap()]);
    let selected = okrlint(check.into_iter().chain(off));
    let found: BTreeSet<String> = run.rules().into_iter().chain(selected.rules()).collect();
    // What looks at the history has its own sample: a folder of documents cannot hold a repository. See tests/history/fixture.rs.
    let rules = catalogue.iter().filter(|rule| rule["scope"] != "history").map(|rule| rule["name"].as_str().unwrap());
    let missing: Vec<&str> =
        rules.filter(|rule| !found.contains(*rule) && ABOUT_THE_RUN.iter().all(|(excepted, _)| excepted != rule)).collect();
    assert!(missing.is_empty(), "nothing in fixtures/unhealthy raises {missing:?}");
    assert_eq!(run.code, Some(1));
}

#[test]
fn a_set_reads_the_same_in_every_format() {
    let models: Vec<Value> =
        FORMATS.iter().map(|format| model(&format!("fixtures/formats/teams/night-buses.{format}"))).collect();
    for (format, other) in FORMATS.iter().zip(&models).skip(1) {
        let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap();
        assert_eq!(pretty(other), pretty(&models[0]), "{format} and md differ");
    }
}

#[test]
fn a_set_has_the_same_findings_in_every_format() {
    for format in FORMATS {
        let path = format!("fixtures/formats/teams/night-buses.{format}");
        let run = okrlint(["check", &path, "--today", "2026-08-15", "--profile", "coach", "--format", "json"]);
        assert_eq!(run.rules(), [] as [&str; 0], "{format}");
    }
}

/// What was understood of a document, without where it stands.
fn model(path: &str) -> Value {
    let mut document = okrlint(["parse", path, "--format", "json"]).json()["documents"][0].clone();
    if let Some(fields) = document.as_object_mut() {
        fields.retain(|key, _| key != "path" && key != "format");
    }
    without_spans(&mut document);
    document
}

fn without_spans(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("span");
            fields.values_mut().for_each(without_spans);
        }
        Value::Array(items) => items.iter_mut().for_each(without_spans),
        _ => {}
    }
}

#[test]
fn a_person_sees_the_findings_of_the_unhealthy_organisation() {
    let run = okrlint(["check", "fixtures/unhealthy", "--today", "2026-08-15"]);
    insta::assert_snapshot!("unhealthy", run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_coach_sees_questions_too() {
    let files = ["company.md", "product.md"].map(|name| format!("fixtures/unhealthy/okrs/2026-Q3/{name}"));
    let run =
        okrlint(["check", "--today", "2026-08-15", "--profile", "coach"].iter().map(|word| (*word).to_owned()).chain(files));
    insta::assert_snapshot!("coach", run.stdout);
}

#[test]
fn a_program_sees_findings_as_json() {
    for (name, file) in [("growth-json", "2026-Q3/growth.md"), ("installation-json", "2026-Q3/installation.toml")] {
        let path = format!("fixtures/unhealthy/okrs/{file}");
        let run = okrlint(["check", &path, "--today", "2026-08-15", "--format", "json"]);
        insta::assert_snapshot!(name, serde_json::to_string_pretty(&run.json()).unwrap());
    }
}

#[test]
fn a_person_sees_what_was_understood() {
    let run = okrlint(["parse", "fixtures/healthy/okrs/2026-Q3"]);
    insta::assert_snapshot!("outline", run.stdout);
    let run = okrlint(["parse", "fixtures/unhealthy/okrs/2026-Q3"]);
    insta::assert_snapshot!("outline-unhealthy", run.stdout);
}

#[test]
fn sample_pages_about_okrs_hold_none() {
    for organisation in ["healthy", "unhealthy"] {
        let page = format!("fixtures/{organisation}/README.md");
        assert!(text(&page).contains("objectives and key results"));
        let run = okrlint(["check", &page, "--format", "json"]);
        assert_eq!(run.rules(), ["nothing-found"], "{page}");
    }
}
