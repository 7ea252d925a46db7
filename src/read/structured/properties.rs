//! Any text and any bytes: no panic, and every place lies in the file and holds what it claims.

use proptest::prelude::*;

use crate::model::{Document, Format, Item};
use crate::read::{Context, read};
use crate::source::{Source, Span, Spanned, Text};

const FORMATS: [Format; 4] = [Format::Toml, Format::Yaml, Format::Json, Format::Csv];

/// Pieces of real documents, so that random texts reach the mapper.
fn fragment() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "objectives",
        "key_results",
        "title",
        "\"title\"",
        ":",
        ": ",
        " = ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "{",
        "}",
        "[",
        "]",
        "[[objectives]]",
        "[[objectives.key_results]]",
        ",",
        "\"",
        "\"\"",
        "'",
        "''",
        "\\",
        "\\u00e9",
        "\\n",
        "Objective,Key result,Target\n",
        "KR1: Reach 5 clubs (0.7)",
        "O1 – Grow",
        "été 🎯",
        "\u{feff}",
        "\r\n",
        "score",
        "0.7",
        "check_ins",
        "2026-09-30",
        "2026-Q3",
        "cycle",
        "|",
        ">-",
        "&a",
        "*a",
        "---\n",
        "...",
        "#",
        "\t",
        ";",
        "目标1：增长",
        "P0 - ",
        "\"objectives\": [",
        "{\"title\": \"a\"",
        "owner",
        "@ana, @bo",
        "\u{0}",
        "\"\"\"",
        "<<",
        "okr",
        "(50%)",
        "n/a",
        "\u{a0}",
        "teams:\n",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => ".{0,6}"], 0..40)
        .prop_map(|pieces| pieces.concat())
}

fn inside(source: &Source, span: Span) {
    let range = span.range();
    assert!(range.end <= source.text.len(), "{span:?} is outside");
    assert!(source.text.is_char_boundary(range.start) && source.text.is_char_boundary(range.end), "{span:?} cuts a character");
}

/// Located text stands where it says, word for word where it is not escaped.
fn text(source: &Source, text: &Text) {
    inside(source, text.span());
    for (at, c) in text.as_str().char_indices() {
        let span = text.locate(at..at + c.len_utf8());
        inside(source, span);
    }
}

fn words<T>(source: &Source, value: &Spanned<T>) {
    inside(source, value.span);
}

fn item(source: &Source, item: &Item) {
    text(source, &item.text);
    item.notes.iter().for_each(|note| text(source, note));
    item.owners.iter().chain(&item.supports).chain(&item.depends_on).for_each(|value| words(source, value));
    [&item.id, &item.priority, &item.status, &item.due, &item.lever, &item.horizon]
        .into_iter()
        .flatten()
        .for_each(|value| words(source, value));
    item.score.iter().for_each(|value| words(source, value));
    item.confidence.iter().for_each(|value| words(source, value));
}

fn document(source: &Source, document: &Document) {
    for objective in &document.objectives {
        assert!(objective.section < document.sections.len());
        item(source, &objective.item);
        objective.guardrails.iter().chain(&objective.initiatives).for_each(|value| text(source, value));
        for key_result in &objective.key_results {
            item(source, &key_result.item);
            key_result.initiatives.iter().for_each(|value| text(source, value));
            let fields = &key_result.fields;
            [&fields.metric, &fields.baseline, &fields.target, &fields.current, &fields.unit, &fields.direction, &fields.source]
                .into_iter()
                .flatten()
                .for_each(|value| words(source, value));
            for update in &key_result.check_ins {
                update.told().value.iter().for_each(|value| words(source, value));
                update.told().note.iter().for_each(|note| text(source, note));
                update.date.iter().for_each(|value| words(source, value));
            }
        }
    }
}

fn check(input: &str) {
    let source = Source::new("okrs.txt", input);
    for format in FORMATS {
        let result = read(&source, format, &Context::default());
        document(&source, &result.document);
        result.problems.iter().for_each(|problem| inside(&source, problem.span));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        // Without the word the reader would not look at the file at all.
        check(&format!("okr {}", String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn any_mix_of_pieces(input in fragment()) {
        check(&format!("{input}\nokr"));
        check(&format!("{{\"objectives\": [{input}"));
        check(&format!("objectives:\n- {input}"));
        check(&format!("Objective,Key result\n{input}"));
        check(&format!("cycle = 1\n[[objectives]]\n{input}"));
    }

    #[test]
    fn plain_statements_stand_where_they_say(title in "[A-Za-zé🎯 ]{1,30}", statement in "[a-zA-Zü€ ]{1,40}") {
        prop_assume!(!title.trim().is_empty() && !statement.trim().is_empty());
        let yaml = format!("objectives:\n- title: \"{title}\"\n  krs:\n  - title: '{statement}'\n");
        let json = format!("{{\"objectives\": [{{\"title\": \"{title}\", \"krs\": [\"{statement}\"]}}]}}");
        for (format, input) in [(Format::Yaml, yaml), (Format::Json, json)] {
            let source = Source::new("okrs.txt", input);
            let found = read(&source, format, &Context::default()).document;
            prop_assert_eq!(found.objectives.len(), 1);
            let statements = std::iter::once(&found.objectives[0].item).chain(found.objectives[0].key_results.iter().map(|key_result| &key_result.item));
            for item in statements {
                prop_assert_eq!(source.slice(item.text.span()), item.text.as_str());
            }
        }
    }
}

#[test]
fn deep_and_long_files_are_read_in_bounded_stack_and_time() {
    let deep = ["[", "{\"objectives\":", "objectives:\n- ", "a = [", "- "].map(|piece| format!("okr {}", piece.repeat(20_000)));
    let long = ["\"", "a: b\n", "objectives: x\n", "Objective,Key result\n", "KR1: ", "\\u00e9", "x = 1\n"]
        .map(|piece| format!("okr = 1\n{}", piece.repeat(20_000)));
    for input in deep.iter().chain(&long) {
        check(input);
    }
    check(&format!("{{\"objectives\": {}", "[".repeat(100_000)));
}
