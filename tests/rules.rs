//! The examples in the rule files are tests: a bad document is underlined exactly where its file says, a good one not at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use okrlint::catalogue::{self, Catalogue, Example, Rule, Scope};
use okrlint::diagnostic::Diagnostic;
use okrlint::examples;

/// Rules whose subject cannot stand in an example: bytes that are no text, and a failure of the program.
const WITHOUT_EXAMPLES: [&str; 2] = ["internal-error", "invalid-encoding"];

/// What a rule finds in an example: each finding with the text it underlines.
fn check(rule: &Rule, example: &Example) -> Vec<(String, Diagnostic)> {
    examples::findings(&Catalogue::default(), rule, example).expect("a rule that exists")
}

/// What `--fix --unsafe` makes of a text of an example.
fn mended(rule: &Rule, example: &Example, text: &str) -> String {
    let mended = examples::mended(&Catalogue::default(), rule, example, text).expect("a rule that exists");
    assert_eq!(mended.refused, 0, "{} does more than it says to {text}", rule.name);
    mended.source.text
}

#[test]
fn every_example_is_mended_as_its_rule_says() {
    for rule in catalogue::rules() {
        for example in rule.examples {
            let once = mended(rule, example, example.document);
            assert_eq!(mended(rule, example, &once), once, "{} does not come to an end", rule.name);
            if !example.fixed.is_empty() {
                assert_eq!(once, example.fixed, "{}", rule.name);
            }
            assert!(!example.is_good() || once == example.document, "{} mends what is good: {once}", rule.name);
        }
    }
}

#[test]
fn every_remedy_is_shown_by_an_example() {
    for rule in catalogue::rules() {
        let fixed: Vec<&Example> = rule.examples.iter().filter(|example| !example.fixed.is_empty()).collect();
        let titles = fixed.iter().flat_map(|example| check(rule, example)).filter_map(|(_, found)| Some(found.fix?.title));
        let titles: Vec<String> = titles.collect();
        for remedy in rule.variants.iter().map(|variant| variant.remedy).filter(|remedy| !remedy.title.is_empty()) {
            let shown = titles.iter().any(|title| like(remedy.title, title));
            assert!(shown, "no example shows how {} does this: {}", rule.name, remedy.title);
        }
    }
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

/// All files below a folder with an ending, as text; without the escapes of TOML: quotes, and lines that go on behind a
/// backslash.
fn texts(folder: &Path, ending: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            texts(&path, ending, found);
        } else if path.extension().is_some_and(|own| own == ending) {
            let text = fs::read_to_string(&path).expect("a text").replace("\\\"", "\"");
            let lines: Vec<&str> =
                text.split("\\\n").enumerate().map(|(nth, part)| if nth > 0 { part.trim_start() } else { part }).collect();
            found.push(lines.concat());
        }
    }
}

#[test]
fn the_words_of_a_rule_stand_in_its_file_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut rules, mut code) = (Vec::new(), Vec::new());
    texts(&root.join("rules"), "toml", &mut rules);
    ["src", "build", "benches"].iter().for_each(|folder| texts(&root.join(folder), "rs", &mut code));
    let files = |texts: &[String], words: &str| texts.iter().filter(|text| text.contains(words)).count();
    for rule in catalogue::rules() {
        let messages = rule.variants.iter().map(|variant| variant.message).collect::<BTreeSet<_>>();
        // Shorter ones are phrases that anybody may write.
        for text in messages.into_iter().chain([rule.summary, rule.why.trim(), rule.fix.trim()]).filter(|text| text.len() > 40) {
            assert_eq!(files(&code, text), 0, "the code repeats {text:?} of {}", rule.name);
            assert_eq!(files(&rules, text), 1, "{text:?} of {} stands in several files, or not as it is told", rule.name);
        }
    }
}
