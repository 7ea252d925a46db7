//! What the engine promises, whatever the rules say.

use super::*;
use crate::checks::{Check, Finding};
use crate::model::Format;
use crate::read::{self, Context};

const DOCUMENT: &str = "---\ncycle: 2026-Q3\nteam: Ward 7\n---\n\n## Objective: Patients who go home stay home\n\n\
    - KR1: Improve discharge letters\n- KR2: Write a discharge handbook\n- KR3: Raise answered calls to X%\n";

fn settings() -> Settings {
    Settings { profile: Profile::Coach, ..Settings::new(jiff::civil::date(2026, 7, 1)) }
}

fn report(engine: &Engine, path: &str, text: &str) -> DocumentReport {
    let source = Source::new(path, text);
    let result = read::read(&source, Format::Markdown, &Context { named: true, ..Context::default() });
    engine.check_document(&source, &result)
}

fn rules(report: &DocumentReport) -> Vec<&str> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.rule.name).collect()
}

#[test]
fn a_panicking_check_is_a_finding_and_the_others_run() {
    let code: [checks::Entry; 2] = [
        ("no-number", Check::KeyResult(|_| panic!("lost the thread"))),
        ("task-as-key-result", Check::KeyResult(|context| Some(Finding::at(context.key_result.item.text.span())))),
    ];
    let settings =
        Settings { select: vec!["no-number".into(), "task-as-key-result".into(), "internal-error".into()], ..settings() };
    let report = report(&Engine::with_code(settings, code.into_iter()).unwrap(), "a.md", DOCUMENT);
    let failed: Vec<&Diagnostic> =
        report.diagnostics.iter().filter(|diagnostic| diagnostic.rule.name == "internal-error").collect();
    assert_eq!(failed.len(), 3);
    assert!(failed[0].message.contains("no-number") && failed[0].label.contains("lost the thread"), "{failed:?}");
    assert_eq!(rules(&report).iter().filter(|rule| **rule == "task-as-key-result").count(), 3);
}

#[test]
fn one_cause_is_told_once() {
    let report = report(&Engine::new(settings()).unwrap(), "a.md", DOCUMENT);
    let of = |line: &str| {
        let on = report.diagnostics.iter().filter(move |d| d.subject.contains(line) && d.rule.name != "missing-owner");
        on.map(|d| d.rule.name).collect::<Vec<_>>()
    };
    assert_eq!(of("Improve discharge letters"), ["no-number"]);
    assert_eq!(of("Write a discharge handbook"), ["task-as-key-result"]);
    assert_eq!(of("Raise answered calls"), ["placeholder"]);
}

#[test]
fn unknown_names_and_wrong_values_are_all_reported() {
    let mut settings = settings();
    settings.select = vec!["no-numbr".into()];
    settings.ignore = vec!["measurability".into()];
    settings.levels.insert("vage-term".into(), None);
    let given =
        [("max-objectives".to_owned(), OptionValue::Text("five".into())), ("max-goals".to_owned(), OptionValue::Integer(3))];
    settings.options.insert("focus-limits".into(), given.into_iter().collect());
    let errors = Engine::new(settings).unwrap_err();
    let texts: Vec<String> = errors.iter().map(|error| format!("{}. {}", error.message, error.help)).collect();
    assert_eq!(texts.len(), 4, "{texts:#?}");
    assert!(texts[0].contains("Did you mean `no-number`?") && texts[1].contains("Did you mean `vague-term`?"));
    assert!(texts[2].contains("no option `max-goals`") && texts[3].contains("Give it a whole number"), "{texts:#?}");
}

#[test]
fn selection_profile_and_levels_decide_what_runs() {
    let run = |change: fn(&mut Settings)| {
        let mut settings = Settings::new(jiff::civil::date(2026, 7, 1));
        change(&mut settings);
        let report = report(&Engine::new(settings).unwrap(), "a.md", DOCUMENT);
        report.diagnostics.iter().map(|d| (d.rule.name, d.severity)).collect::<Vec<_>>()
    };
    let [errors, warning] = [("no-number", Severity::Error), ("task-as-key-result", Severity::Warning)];
    assert_eq!(run(|_| {}), [errors, warning, ("placeholder", Severity::Error)]);
    assert_eq!(run(|s| s.select.push("no-number".into())), [errors]);
    assert_eq!(run(|s| s.select.push("tracking".into())), []);
    assert_eq!(run(|s| s.select.push("missing-owner".into())), [("missing-owner", Severity::Info)]);
    assert_eq!(run(|s| s.ignore = vec!["measurability".into(), "flexibility".into()]), []);
    let lowered = |s: &mut Settings| s.levels.extend([("no-number".into(), Some(Severity::Info)), ("placeholder".into(), None)]);
    assert_eq!(run(lowered)[..2], [("no-number", Severity::Info), warning]);
}

#[test]
fn fingerprints_survive_moved_lines_and_tell_repeats_apart() {
    let engine = Engine::new(settings()).unwrap();
    let prints = |text: &str| {
        let report = report(&engine, "a.md", text);
        let of = report.diagnostics.iter().filter(|d| d.rule.name == "no-number");
        of.map(|d| d.fingerprint.clone()).collect::<Vec<_>>()
    };
    let once = prints(DOCUMENT);
    assert_eq!(prints(&DOCUMENT.replace("team: Ward 7\n", "team: Ward 7\nowner: Ana\n")), once);
    let bare = DOCUMENT.replace("KR1: ", "").replace("KR2: Write a discharge handbook", "Improve discharge letters");
    let twice = prints(&bare);
    assert_eq!(twice.len(), 2);
    assert_eq!(twice[1], format!("{}-2", twice[0]));
}

#[test]
fn the_order_of_documents_makes_no_difference() {
    let engine = Engine::new(settings()).unwrap();
    let document = |path: &str, words: &str| {
        let text = format!("---\ncycle: 2026-Q3\n---\n\n## WEB-O1: {words}\n\n- KR1: Answered calls from 61% to 75%\n");
        report(&engine, path, &text).outline
    };
    let [a, b, c] = [document("a.md", "Short waits"), document("b.md", "Sound castings"), document("c.md", "Short waits!")];
    let found = engine.check_organisation(&[a.clone(), b.clone(), c.clone()]);
    assert_eq!(found.len(), 1, "the same statement in a third file is a copy: {found:#?}");
    assert_eq!((found[0].path.as_str(), found[0].labels[0].path.as_deref()), ("b.md", Some("a.md")));
    assert_eq!(engine.check_organisation(&[c, b, a]), found);
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let engine = Engine::new(settings()).unwrap();
    let team = |number: usize| {
        let (to, on) = (number % 5 + 1, (number * 7 + 1) % 40);
        let text = format!(
            "---\ncycle: 2026-Q3\nlevel: {}\nteam: Ward {number}\n---\n\n## W{number}-O1: Patients of ward {number} go home\n\n\
             Supports: W0-O{to}\nDepends on: W{on}-O1\n\n- W{number}-O1-KR1: Answered calls from 61% to 75%\n",
            if number == 0 { "company" } else { "team" }
        );
        report(&engine, &format!("{number:02}.md"), &text).outline
    };
    let outlines: Vec<Outline> = (0..40).map(team).collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| engine.check_organisation(&outlines))
    };
    let alone = with(1);
    assert!(alone.len() > 30, "{alone:#?}");
    assert_eq!(with(2), alone);
    assert_eq!(with(7), alone);
}

#[test]
fn a_document_without_okrs_is_named() {
    let engine = Engine::new(settings()).unwrap();
    let source = Source::new("notes.md", "\n\nMinutes of Tuesday\n\nWe talked.\n");
    let result = read::read(&source, Format::Markdown, &Context::default());
    let found = engine.check_document(&source, &result).diagnostics;
    assert_eq!(
        found.iter().map(|d| (d.rule.name, source.slice(d.span))).collect::<Vec<_>>(),
        [("nothing-found", "Minutes of Tuesday")]
    );
}
