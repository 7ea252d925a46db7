//! Every format on one report that holds what breaks formats, read back by the schemas and readers of others.

use jsonschema::Validator;
use serde_json::Value;

use super::part::{Assembly, Folder, Part, Renderer};
use super::text::Pen;
use super::{Tally, checkstyle, github, gitlab, json, junit, markdown, rdjson, sarif, terse};
use crate::catalogue;
use crate::diagnostic::{Diagnostic, Edit, Fix, Held, Label, Severity};
use crate::engine::Summary;
use crate::fingerprint::Sought;
use crate::source::{Source, Span};

const SARIF: &str = include_str!("../../tests/schemas/sarif-schema-2.1.0.json");
const RDJSON: &str = include_str!("../../tests/schemas/rdjson-diagnostic-result.json");
const GITLAB: &str = include_str!("../../tests/schemas/gitlab-code-quality.json");

/// A path, a text and a message with what formats trip over.
const PATH: &str = "okrs/2026-Q3/Zürich Süd, 50%:1.md";
const TEXT: &str = "# Care\n\n## Ä 🎯 Objective\n\n- Improve calls\n- Improve the way\n  we answer\n";
const HOSTILE: &str = "\"100%\" ::error::<b>&amp;]]>\r\n@ana, #1 costs $5 `x` | \u{1b}[31m\u{0}\u{ffff}";

fn finding(severity: Severity, text: &str) -> Diagnostic {
    let start = TEXT.find(text).unwrap_or_default();
    Diagnostic {
        rule: catalogue::find("no-number").unwrap(),
        variant: "",
        severity,
        message: format!("nothing in \"{}\" can be counted", text.replace('\n', " ")),
        label: "no number".to_owned(),
        path: PATH.to_owned(),
        span: Span::new(start, start + text.len()),
        labels: Vec::new(),
        help: "Write ___ from ___ to ___.".to_owned(),
        subject: text.to_owned(),
        objective: None,
        key_result: None,
        fix: None,
        held: None,
        sought: Sought::default(),
        fingerprint: format!("{start:016x}"),
    }
}

/// Findings of one document: on an exact span, over two lines, with other places and a fix, with a hostile text, and held back.
fn of_a_document() -> Vec<Diagnostic> {
    let edits = vec![Edit { span: Span::new(36, 43), replacement: "Raise \"___\"".to_owned() }];
    let fix = Some(Fix { title: "Leave a blank".to_owned(), safe: true, edits });
    let own = Label { path: None, span: Span::new(11, 15), message: "under this".to_owned() };
    let other = Label { path: Some("company.md".to_owned()), span: Span::new(2, 9), message: "and there".to_owned() };
    vec![
        Diagnostic { fix, labels: vec![own, other], ..finding(Severity::Error, "Improve calls") },
        finding(Severity::Warning, "Improve the way\n  we answer"),
        Diagnostic { message: HOSTILE.to_owned(), help: HOSTILE.to_owned(), ..finding(Severity::Info, "🎯") },
        held(Held::Comment { reason: "counted by hand".to_owned(), name: Span::default() }),
        held(Held::Configuration { reason: String::new(), path: "okrlint.toml".to_owned(), name: Span::default() }),
        held(Held::Baseline),
    ]
}

/// A finding that is held back, with a text that no report may hold unless it says so.
fn held(held: Held) -> Diagnostic {
    Diagnostic { message: "held back".to_owned(), held: Some(held), ..finding(Severity::Error, "calls") }
}

/// A finding of no document that could be read.
fn of_no_document() -> Vec<Diagnostic> {
    vec![Diagnostic { path: "<stdin>".to_owned(), help: String::new(), ..finding(Severity::Error, "Care") }]
}

/// The report in a format.
fn report(renderer: &dyn Renderer) -> String {
    let (own, other) = (Source::new(PATH, TEXT), Source::new("company.md", "# Company\n"));
    let folder = Folder::default();
    let mut assembly = Assembly::new(renderer);
    let mut tally = Tally::default();
    let mut bytes = assembly.head();
    let parts = [(Some(PATH), of_a_document()), (Some("company.md"), Vec::new()), (None, of_no_document())];
    for (document, diagnostics) in parts {
        let (held, shown): (Vec<&Diagnostic>, Vec<&Diagnostic>) = diagnostics.iter().partition(|d| d.held.is_some());
        let sources = [&own, &other];
        let fail_on = Some(Severity::Error);
        let part = Part { document, sources: &sources, diagnostics: &shown, held: &held, fail_on, folder: &folder };
        let counts = Summary { files: usize::from(document.is_some()), ..Summary::default() };
        tally.add(&Tally::of(counts, &diagnostics));
        bytes.extend(assembly.add(renderer.part(&part)));
    }
    bytes.extend(assembly.tail(&tally, None, false, false));
    String::from_utf8(bytes).unwrap()
}

/// The report without any finding.
fn empty(renderer: &dyn Renderer) -> String {
    let assembly = Assembly::new(renderer);
    let bytes = [assembly.head(), assembly.tail(&Tally::default(), None, false, false)].concat();
    String::from_utf8(bytes).unwrap()
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Fails with what a schema finds wrong.
fn assert_valid(schema: &str, text: &str) {
    let validator: Validator = jsonschema::validator_for(&json_of(schema)).unwrap();
    let report = json_of(text);
    let errors: Vec<String> = validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn sarif() -> sarif::Sarif {
    sarif::Sarif::new(catalogue::rules().collect())
}

/// A log without what changes with every new rule.
fn without_rules(sarif: &str) -> Value {
    let mut log = json_of(sarif);
    log["runs"][0]["tool"]["driver"]["rules"] = Value::Null;
    let results = log.pointer_mut("/runs/0/results").and_then(Value::as_array_mut);
    results.into_iter().flatten().for_each(|result| result["ruleIndex"] = Value::Null);
    log
}

#[test]
fn sarif_is_valid_and_whole() {
    for text in [report(&sarif()), empty(&sarif())] {
        assert_valid(SARIF, &text);
    }
    let log = json_of(&report(&sarif()));
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&without_rules(&report(&sarif()))).unwrap());
}

#[test]
fn what_is_held_back_stands_in_sarif_alone() {
    let page = markdown::Page::COMMENT;
    let others: [&dyn Renderer; 10] = [
        &Pen::new(false),
        &terse::Terse,
        &json::Json,
        &json::JsonLines,
        &github::Github,
        &gitlab::Gitlab,
        &page,
        &junit::Junit,
        &checkstyle::Checkstyle,
        &rdjson::Rdjson,
    ];
    for other in others {
        assert!(!report(other).contains("held back"));
    }
    let log = json_of(&report(&sarif()));
    let results = log["runs"][0]["results"].as_array().unwrap();
    let held: Vec<String> = results.iter().map(|result| result["suppressions"].to_string()).filter(|s| s != "[]").collect();
    let external = "[{\"kind\":\"external\"}]";
    assert_eq!(held, ["[{\"justification\":\"counted by hand\",\"kind\":\"inSource\"}]", external, external]);
    assert_eq!(json_of(&report(&json::Json))["summary"]["suppressed"], 3);
}

#[test]
fn the_schema_of_sarif_finds_mistakes() {
    let broken = report(&sarif()).replace("\"startLine\":5", "\"startLine\":0");
    let validator = jsonschema::validator_for(&json_of(SARIF)).unwrap();
    assert!(!validator.is_valid(&json_of(&broken)));
}

#[test]
fn gitlab_is_valid_and_names_each_finding_once() {
    let text = report(&gitlab::Gitlab);
    assert_valid(GITLAB, &text);
    assert_valid(GITLAB, &empty(&gitlab::Gitlab));
    insta::assert_snapshot!(text);
}

#[test]
fn rdjson_is_valid() {
    let text = report(&rdjson::Rdjson);
    assert_valid(RDJSON, &text);
    assert_valid(RDJSON, &empty(&rdjson::Rdjson));
    insta::assert_snapshot!(text);
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let lines: Vec<Value> = report(&json::JsonLines).lines().map(json_of).collect();
    assert_eq!(Value::Array(lines), json_of(&report(&json::Json))["diagnostics"]);
    assert_eq!(empty(&json::JsonLines), "");
    assert_eq!(json_of(&empty(&json::Json))["diagnostics"], Value::Array(Vec::new()));
}

#[test]
fn checkstyle_is_read_back() {
    let text = report(&checkstyle::Checkstyle);
    let document = roxmltree::Document::parse(&text).unwrap();
    let files: Vec<_> = document.root_element().children().filter(|node| node.has_tag_name("file")).collect();
    assert_eq!(files.iter().filter_map(|file| file.attribute("name")).collect::<Vec<_>>(), [PATH, "<stdin>"]);
    let errors: Vec<_> = document.descendants().filter(|node| node.has_tag_name("error")).collect();
    let severities: Vec<_> = errors.iter().filter_map(|error| error.attribute("severity")).collect();
    assert_eq!(severities, ["error", "warning", "info", "error"]);
    assert!(errors[2].attribute("message").unwrap().starts_with("\"100%\" ::error::<b>&amp;]]>\r\n@ana"));
    assert!(roxmltree::Document::parse(&empty(&checkstyle::Checkstyle)).is_ok());
    insta::assert_snapshot!(text);
}

#[test]
fn junit_is_read_back_and_counts_what_fails_the_run() {
    let text = report(&junit::Junit);
    let document = roxmltree::Document::parse(&text).unwrap();
    let suites: Vec<_> = document.root_element().children().filter(|node| node.has_tag_name("testsuite")).collect();
    let counted = suites.iter().map(|suite| ["name", "tests", "failures"].map(|name| suite.attribute(name).unwrap()));
    assert_eq!(counted.collect::<Vec<_>>(), [[PATH, "3", "1"], ["company.md", "1", "0"], ["across documents", "1", "1"]]);
    for suite in suites {
        let within = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        assert_eq!(
            (&*within("testcase"), &*within("failure")),
            (suite.attribute("tests").unwrap(), suite.attribute("failures").unwrap())
        );
    }
    assert!(roxmltree::Document::parse(&empty(&junit::Junit)).is_ok());
    insta::assert_snapshot!(text);
}

#[test]
fn workflow_commands_cannot_be_broken_out_of() {
    let text = report(&github::Github);
    assert_eq!(text.lines().count(), 4);
    assert!(text.lines().all(|line| line.starts_with("::") && line.matches("::error").count() < 3), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn terse_lines_are_one_a_finding() {
    let text = report(&terse::Terse);
    assert_eq!(text.lines().count(), 4);
    insta::assert_snapshot!(text);
}

#[test]
fn a_comment_groups_by_red_flag() {
    insta::assert_snapshot!(report(&markdown::Page::COMMENT));
    assert!(empty(&markdown::Page::JOB_SUMMARY).contains("\n### okrlint: no red flags"));
}

#[test]
fn a_comment_stays_short_however_many_findings() {
    let page = markdown::Page::COMMENT;
    let source = Source::new(PATH, TEXT);
    let mut assembly = Assembly::new(&page);
    let mut tally = Tally::default();
    for rule in ["no-number", "vanity-metric", "duplicate-id"] {
        let diagnostics: Vec<Diagnostic> = (0..3000)
            .map(|_| Diagnostic { rule: catalogue::find(rule).unwrap(), ..finding(Severity::Error, "🎯 Objective") })
            .collect();
        let shown: Vec<&Diagnostic> = diagnostics.iter().collect();
        let part = Part {
            document: Some(PATH),
            sources: &[&source],
            diagnostics: &shown,
            held: &[],
            fail_on: None,
            folder: &Folder::default(),
        };
        tally.add(&Tally::of(Summary::default(), &diagnostics));
        assembly.add(page.part(&part));
    }
    let text = String::from_utf8(assembly.tail(&tally, None, false, false)).unwrap();
    assert!((50_000..60_000).contains(&text.len()), "{}", text.len());
    assert_eq!(text.matches("<details>").count(), 3);
    assert_eq!(text.matches("</details>").count(), 3);
    let shown = text.matches("- **error**").count();
    let left: usize = text.lines().filter_map(|line| line.strip_prefix("- and ")?.split(' ').next()?.parse::<usize>().ok()).sum();
    assert_eq!(shown + left, 9000);
}

proptest::proptest! {
    #[test]
    fn any_text_survives_xml(text in "\\PC*|.*") {
        let message = text.replace('\0', "");
        let document = format!("<a b=\"{}\">{}</a>", super::xml::Xml(&message), super::xml::Xml(&message));
        let parsed = roxmltree::Document::parse(&document).unwrap();
        let written: String = message
            .chars()
            .map(|c| match c {
                '\t' | '\n' | '\r' => c,
                '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
                '\u{1}'..='\u{1f}' => super::paint::visible_char(c),
                _ => c,
            })
            .collect();
        let read = parsed.root_element();
        proptest::prop_assert_eq!(read.attribute("b"), Some(&*written));
        proptest::prop_assert_eq!(read.text().unwrap_or_default(), &*written);
    }
}
