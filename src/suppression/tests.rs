//! What comments and entries reach, in every format and place.

use super::*;
use crate::calendar::Cycle;
use crate::engine::{Engine, Profile, Settings};
use crate::model::Format;
use crate::read::{self, Context};

/// What is found in a document, apart from what is said about its suppressions: rule, line, and whether it is held back.
fn found(format: Format, text: &str, configured: Vec<Configured>) -> Vec<(String, usize, bool)> {
    let source = Source::new("okrs/2026-Q3/care.md", text);
    let context = Context { cycle: Cycle::from_path(&source.path), named: true, ..Context::default() };
    let result = read::read(&source, format, &context);
    let settings = Settings {
        profile: Profile::Coach,
        select: ["no-number", "vague-term", "duplicate-id", "unused-suppression", "invalid-suppression", "unknown-rule"]
            .map(str::to_owned)
            .to_vec(),
        suppressions: configured,
        ..Settings::new(jiff::civil::date(2026, 7, 1))
    };
    let engine = Engine::new(settings).unwrap();
    let report = engine.check_document(&source, &result);
    let across = engine.check_organisation(&[report.outline]);
    let all = report.diagnostics.into_iter().chain(across);
    all.map(|d| (d.rule.name.to_owned(), source.position(d.span.start).line, d.held.is_some())).collect()
}

/// The lines with a key result without a number that is held back, and those with one that is not. Nothing else may be found.
fn lines(format: Format, text: &str) -> (Vec<usize>, Vec<usize>) {
    let found = found(format, text, Vec::new());
    assert!(found.iter().all(|(rule, ..)| rule == "no-number"), "{found:?}");
    let (held, told): (Vec<_>, Vec<_>) = found.into_iter().partition(|(.., held)| *held);
    (held.iter().map(|f| f.1).collect(), told.iter().map(|f| f.1).collect())
}

#[test]
fn the_next_key_result_in_a_list() {
    let text = "## Objective: Calm\n\n<!-- okrlint-ignore no-number: so -->\n- KR1: Better a\n- KR2: Better b\n  <!-- okrlint-ignore no-number: so -->\n\
        - KR3: Better c\n- KR4: Better d <!-- okrlint-ignore measurability: so -->\n- <!-- okrlint-ignore no-number: so --> KR5: Better e\n- KR6: Better f\n";
    assert_eq!(lines(Format::Markdown, text), (vec![4, 7, 8, 9], vec![5, 10]));
}

#[test]
fn an_objective_stands_for_its_key_results() {
    let text = "<!-- okrlint-ignore no-number: so -->\n## Objective: Calm\n\n- KR1: Better a\n- KR2: Better b\n\n## Objective: Quick\n\n- KR1: Better c\n\n\
        ## Objective: Kind <!-- okrlint-ignore no-number: so -->\n\n- KR1: Better d\n";
    assert_eq!(lines(Format::Markdown, text), (vec![4, 5, 13], vec![9]));
}

#[test]
fn a_statement_over_several_lines() {
    let text = "## Objective: Calm\n\n- KR1: Better alignment\n  with the partners <!-- okrlint-ignore no-number: so -->\n- KR2: Better b\n";
    assert_eq!(lines(Format::Markdown, text), (vec![3], vec![5]));
}

#[test]
fn rows_of_a_table() {
    let text = "## Objective: Calm\n\n| Key result | Owner |\n| --- | --- |\n| Better a | Ana |\n| Better b | Bo <!-- okrlint-ignore no-number: so --> |\n\
        | <!-- okrlint-ignore no-number: so --> | |\n| Better c | Cy |\n| Better d <!-- okrlint-ignore no-number: so --> | Di |\n| Better e | Ed |\n";
    assert_eq!(lines(Format::Markdown, text), (vec![6, 8, 9], vec![5, 10]));
}

#[test]
fn a_comment_over_several_lines_and_one_in_a_quote_of_code() {
    let text = "## Objective: Calm\n\n<!-- okrlint-ignore\n     no-number,\n     vague-term: the desk\n     counts -->\n- KR1: Better a\n- KR2: Better b\n\n\
        ```html\n<!-- okrlint-ignore no-number: code -->\n```\n- KR3: Better `<!-- okrlint-ignore no-number: code -->` c\n";
    let found = found(Format::Markdown, text, Vec::new());
    let of = |rule: &str, held| found.iter().filter(|f| f.0 == rule && f.2 == held).map(|f| f.1).collect::<Vec<_>>();
    assert_eq!((of("no-number", true), of("no-number", false)), (vec![7], vec![8, 13]));
    assert_eq!(of("unused-suppression", false), [5]);
}

#[test]
fn front_matter_reaches_the_first_objective_or_the_file() {
    let body = "## Objective: Calm\n\n- KR1: Better a\n\n## Objective: Kind\n\n- KR1: Better b\n";
    let text = format!("---\ncycle: 2026-Q3\n# okrlint-ignore no-number: so\nteam: Care\n---\n\n{body}");
    assert_eq!(lines(Format::Markdown, &text), (vec![9], vec![13]));
    let text = format!("---\ncycle: 2026-Q3 # okrlint-ignore-file no-number: so\n---\n\n{body}");
    assert_eq!(lines(Format::Markdown, &text), (vec![7, 11], vec![]));
    let text = format!("+++\ncycle = \"2026-Q3\"\n# okrlint-ignore-file no-number: so\n+++\n\n{body}");
    assert_eq!(lines(Format::Markdown, &text), (vec![8, 12], vec![]));
}

#[test]
fn blocks_end_where_they_say_and_may_overlap() {
    let item = |n: usize| format!("- KR{n}: Better alignment\n");
    let text = [
        "## Objective: Calm\n\n",
        &item(1),
        "<!-- okrlint-ignore-start no-number: so -->\n",
        &item(2),
        &item(3),
        "<!-- okrlint-ignore-end no-number -->\n",
        &item(4),
        "<!-- okrlint-ignore-start no-number: so -->\n",
        &item(5),
        "<!-- okrlint-ignore-end -->\n",
        &item(6),
    ]
    .concat();
    assert_eq!(lines(Format::Markdown, &text), (vec![5, 6, 10], vec![3, 8, 12]));
}

#[test]
fn toml_yaml_and_json() {
    let toml = "[[objectives]]\ntitle = \"Calm\"\n\n[[objectives.key_results]] # okrlint-ignore no-number: so\nid = \"a\"\ntitle = \"Better a\"\n\n\
        [[objectives.key_results]]\nid = \"b\"\n# okrlint-ignore no-number: so\ntitle = \"Better b\"\n\n\
        [[objectives.key_results]]\ntitle = \"Better c # okrlint-ignore no-number: text\"\n\n[[objectives.key_results]]\ntitle = \"Better d\" # okrlint-ignore no-number: so\n";
    assert_eq!(lines(Format::Toml, toml), (vec![6, 11, 17], vec![14]));
    let yaml = "objectives:\n  - title: Calm\n    key_results:\n      # okrlint-ignore no-number: so\n      - title: Better a\n      - title: Better b # okrlint-ignore no-number: so\n\
        \x20     - title: >\n          Better c\n          # okrlint-ignore no-number: text\n      - id: x # okrlint-ignore no-number: so\n        title: Better d\n";
    assert_eq!(lines(Format::Yaml, yaml), (vec![5, 6, 11], vec![8]));
    let json = "{\"objectives\": [{\"title\": \"Calm\", \"key_results\": [\n  // okrlint-ignore no-number: so\n  {\"title\": \"Better a\"},\n\
        \x20 {\"title\": \"Better b\"}, // okrlint-ignore no-number: so\n  {\"title\": \"Better c\"},\n  /* okrlint-ignore no-number: so */\n  {\"title\": \"Better // d\"}\n]}]}\n";
    assert_eq!(lines(Format::Json, json), (vec![3, 4, 7], vec![5]));
}

#[test]
fn findings_across_documents_are_held_back_at_their_primary_place() {
    let text = "## O1: Calm\n\n- O1-KR1: Calls from 3 to 4\n\n<!-- okrlint-ignore duplicate-id: renumbered in autumn -->\n## O1: Kind\n\n- KR1: Mails from 3 to 4\n";
    assert_eq!(found(Format::Markdown, text, Vec::new()), [("duplicate-id".to_owned(), 6, true)]);
    // Whether such a comment is of use is known only once all documents are.
    let text = text.replace("## O1: Kind", "## O2: Kind");
    assert_eq!(found(Format::Markdown, &text, Vec::new()), [("unused-suppression".to_owned(), 5, false)]);
}

#[test]
fn entries_of_the_configuration_reach_by_path_and_logical_path() {
    let text =
        "objective,id,key result\nCalm days,KR1,Better a\nCalm days,KR2,Better b\nKind words,KR1,Better alignment at night\n";
    let entry = |objective: Option<&str>, key_result: Option<&str>| Configured {
        path: "okrlint.toml".to_owned(),
        span: Span::default(),
        files: None,
        objective: objective.map(str::to_owned),
        key_result: key_result.map(str::to_owned),
        names: vec![Spanned::new("no-number".to_owned(), Span::new(0, 9))],
        reason: "so".to_owned(),
        until: None,
    };
    let held = |objective, key_result| {
        let found = found(Format::Csv, text, vec![entry(objective, key_result)]);
        found.into_iter().filter(|f| f.0 == "no-number" && f.2).map(|f| f.1).collect::<Vec<_>>()
    };
    assert_eq!(held(None, None), [2, 3, 4]);
    assert_eq!(held(Some("calm  DAYS"), None), [2, 3]);
    assert_eq!(held(Some("kind"), Some("KR1")), [4]);
    assert_eq!(held(None, Some("kr1")), [2, 4]);
    assert_eq!(held(None, Some("alignment at night")), [4]);
    assert_eq!(held(None, Some("alignment night")), [0; 0]);
}

#[test]
fn what_was_not_looked_for_is_not_called_unused() {
    let text = "## Objective: Calm\n\n<!-- okrlint-ignore missing-owner, tracking: so -->\n- KR1: Calls from 3 to 4\n";
    assert_eq!(found(Format::Markdown, text, Vec::new()), []);
}
