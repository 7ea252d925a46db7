//! The examples in the rule files are tests: a bad document is underlined exactly where its file says, a good one not at all.

use okrlint::calendar::Cycle;
use okrlint::catalogue::{self, Example, Rule, Scope};
use okrlint::diagnostic::Diagnostic;
use okrlint::engine::{Engine, Profile, Settings};
use okrlint::history::{Commit, Past, Version};
use okrlint::model::Format;
use okrlint::read::{self, Context};
use okrlint::source::Source;
use okrlint::workspace::Outline;

/// Rules whose subject cannot stand in an example: bytes that are no text, and a failure of the program.
const WITHOUT_EXAMPLES: [&str; 2] = ["internal-error", "invalid-encoding"];

const FORMATS: [Format; 5] = [Format::Markdown, Format::Toml, Format::Yaml, Format::Json, Format::Csv];

/// What a rule finds in an example: each finding with the text it underlines.
fn check(rule: &Rule, example: &Example) -> Vec<(String, Diagnostic)> {
    let today = if example.today.is_empty() { "2026-07-01" } else { example.today };
    let mut settings = Settings::new(today.parse().expect("a date"));
    settings.profile = Profile::Coach;
    // What is said about suppressions depends on all that is found.
    let is_about_all = rule.scope == Scope::Text;
    if !is_about_all {
        settings.select = vec![rule.name.to_owned()];
    }
    let engine = Engine::new(settings).expect("a rule that exists");
    let format = FORMATS.into_iter().find(|format| format.name() == example.format).expect("a format that exists");
    let path = if example.path.is_empty() { "example" } else { example.path };
    let sources: Vec<Source> =
        [(path, example.document)].iter().chain(example.also).map(|(path, text)| Source::new(*path, *text)).collect();
    let (mut diagnostics, mut outlines) = (Vec::new(), Vec::new());
    for source in &sources {
        if source.text.is_empty() {
            let context = Context { cycle: Cycle::from_path(&source.path), ..Context::default() };
            outlines.push(Outline::opaque(&source.path, &context));
            continue;
        }
        let format = format_of(&source.path).unwrap_or(format);
        let context = Context { cycle: Cycle::from_path(&source.path), named: true, ..Context::default() };
        let mut result = read::read(source, format, &context);
        result.document.touched = example.touched.iter().map(|day| day.parse().expect("a date")).collect();
        // A page without OKRs explains them.
        if result.document.objectives.is_empty() && rule.scope == Scope::Organisation {
            outlines.push(Outline::page(source));
            continue;
        }
        let report = engine.check_with_past(source, &result, past(example, &context, format).as_ref());
        diagnostics.extend(report.diagnostics);
        outlines.push(report.outline);
    }
    diagnostics.extend(engine.check_organisation(&outlines));
    diagnostics.retain(|diagnostic| diagnostic.rule == rule.name);
    let source = |diagnostic: &Diagnostic| {
        sources.iter().find(|source| source.path == diagnostic.path).expect("a document of the example")
    };
    diagnostics.into_iter().map(|d| (source(&d).slice(d.span).to_owned(), d)).collect()
}

/// The format that a path promises.
fn format_of(path: &str) -> Option<Format> {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension)?;
    FORMATS.into_iter().find(|format| format.name() == extension)
}

/// What an example says was committed.
fn past(example: &Example, context: &Context, format: Format) -> Option<Past> {
    let version = |(number, version): (usize, &okrlint::catalogue::ExampleVersion)| Version {
        commit: Some(Commit {
            id: format!("c{number}").into(),
            date: version.date.parse().expect("a date"),
            message: version.message.into(),
        }),
        document: read::read(&Source::new("example", version.document), format, context).document,
    };
    let versions: Vec<Version> = example.versions.iter().enumerate().map(version).collect();
    (!versions.is_empty()).then_some(Past { versions, complete: true })
}

#[test]
fn every_example_is_judged_as_its_rule_says() {
    let mut failures = Vec::new();
    for rule in catalogue::rules() {
        for example in rule.examples {
            let found = check(rule, example);
            let underlined: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
            if underlined != example.underline {
                failures.push(format!(
                    "{}: {}\n  expected {:?}\n  found    {underlined:?}",
                    rule.name, example.document, example.underline
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} examples fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_text_is_filled_and_every_variant_is_shown_by_an_example() {
    for rule in catalogue::rules().filter(|rule| rule.scope != Scope::Text) {
        let found: Vec<Diagnostic> = rule.examples.iter().flat_map(|example| check(rule, example)).map(|found| found.1).collect();
        for diagnostic in &found {
            let texts = diagnostic.labels.iter().map(|label| &label.message).chain([
                &diagnostic.message,
                &diagnostic.label,
                &diagnostic.help,
            ]);
            for text in texts {
                assert!(!text.contains('{') && !text.is_empty(), "{}: {text:?}", rule.name);
            }
        }
        for variant in rule.variants {
            let fits = |d: &&Diagnostic| {
                like(variant.message, &d.message) && like(variant.label, &d.label) && like(variant.help, &d.help)
            };
            assert!(found.iter().any(|d| fits(&d)), "no example shows variant {:?} of {}", variant.name, rule.name);
        }
    }
}

/// Whether a text may have come from a template.
fn like(template: &str, text: &str) -> bool {
    let fixed = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
    let mut rest = Some(text);
    for part in fixed {
        rest = rest.and_then(|rest| rest.find(part).map(|at| &rest[at + part.len()..]));
    }
    rest.is_some()
}

#[test]
fn what_speaks_in_a_build_is_right_nine_times_in_ten() {
    let measured: Vec<_> = catalogue::rules().filter_map(|rule| Some((rule.name, rule.measured?))).collect();
    assert!(measured.len() > 10);
    for (name, measured) in measured {
        assert!(measured.wrong * 10 <= measured.findings, "{name}: {measured:?}");
    }
}

#[test]
fn every_rule_has_three_examples_of_either_kind() {
    for rule in catalogue::rules().filter(|rule| !WITHOUT_EXAMPLES.contains(&rule.name)) {
        let least = if rule.scope == Scope::Text { 1 } else { 3 };
        let (good, bad): (Vec<_>, Vec<_>) = rule.examples.iter().partition(|example| example.is_good());
        assert!(
            good.len() >= least && bad.len() >= least,
            "{} has {} bad and {} good examples",
            rule.name,
            bad.len(),
            good.len()
        );
    }
}
