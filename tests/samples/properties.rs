//! What holds for every document, tried on many: nothing panics, no position lies outside its file, positions hold the text that they claim,
//! and neither line ends, a byte order mark nor the number of threads change what is found.

use std::fs;

use super::program::{okrlint_in, text};
use okrlint::calendar::Cycle;
use okrlint::engine::{Engine, Profile, Settings};
use okrlint::model::{CheckIn, Document, Format, Item};
use okrlint::read::{self, Context, ReadResult};
use okrlint::source::{Source, Span};
use proptest::prelude::*;
use proptest::sample::select;

const FORMATS: [(Format, &str); 5] =
    [(Format::Markdown, "md"), (Format::Toml, "toml"), (Format::Yaml, "yaml"), (Format::Json, "json"), (Format::Csv, "csv")];

/// Lines as documents hold them, from which documents are put together.
const LINES: &[&str] = &[
    "",
    "# Payments 2026-Q3",
    "## Objective: Merchants are paid without surprises",
    "## O2: Launch the new portal by September",
    "### Key results",
    "Owner: Ana",
    "Type: aspirational",
    "Supports: C-O2",
    "- KR1: Raise payouts settled the same day from 41% to 75% by 2026-09-30, now 52% (owner: Bo) (score: 0.7)",
    "- KR2: Improve the mood of merchants",
    "- [x] Write 12 articles for größere Kunden 🚀",
    "* **KR 3** - `P0` - @ana - Grow sign-ups to $7.8M",
    "1. ~~KR4: Reduce tickets from 900 to 300~~ dropped: moved",
    "    - TBD",
    "  - Reach X% NPS and launch in two countries",
    "| Key result | Owner | Baseline | Target | Score |",
    "|---|---|---|---|---|",
    "| Cut waits | @bo, @cy | 4.5 h | 2 h | 80% |",
    "| Increase orders from 400 to 300 | | | | 1.4 |",
    "**Objective: Nobody calls twice** (Piet)",
    "O: People stay. 90% retention. => 0.7, 0.3",
    "### Check-ins",
    "- 2026-07-13: KR1 48%, at risk, confidence 0.4. Bank cut-off moved. Next: second file.",
    "- 13 July: 49% (on track), confidence: high - the bank answers; KR2 🔴 größer als 3",
    "  - 2026-07-20: from 41% to 50% → 51 %, now at risk",
    "    - Next: ask Ömer",
    "  - w3: green. Week 4 (24 July)",
    "## Weekly update 27 July",
    "**Update 8/3**",
    "### Week 6",
    "- O1 KR1: 3,5 days 🟢, conf. 7/10",
    "- Payouts settled: 55%, blocked: the file is late",
    "### Change log",
    "- 2026-08-02: KR1 target 80% to 75%: the second bank joins in October.",
    "| Date | KR1 | O1-KR2 | Notes |",
    "| 2026-08-03 | 58% | – | für alle |",
    "| Key result | 6 Jul | Week 2 | Current |",
    "| KR1 | 41% | 44%, on track | |",
    "Check-ins: every second Tuesday",
    "### Initiatives",
    "- Ship the new widget",
    "> Objective: only quoted",
    "```",
    "<details><summary>Key Result 1: better & faster (60%)</summary>",
    "Objective | Result \\",
    "---",
    "cycle: 2026-Q3",
];

/// A document of such lines.
pub(crate) fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(select(LINES), 0..40).prop_map(|lines| lines.join("\n") + "\n")
}

/// A file of the samples in a format.
fn sample(extension: &str) -> String {
    text(&format!("fixtures/formats/teams/night-buses.{extension}"))
}

/// A place in a text as a share of its length, and what comes there: how many bytes go, which text comes.
type Edit = (f64, usize, String);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let scraps = select(
        &[
            "\"", "[", "]]", "{", "}", ":", ",", "- ", "\n", "\r", "\t", "|", "#", "=", "'", "&a", "*a", "\u{feff}", "ü", "🚀",
            "0.7", "<b>", "`",
        ][..],
    );
    prop::collection::vec((0.0..1.0, 0_usize..12, prop_oneof![scraps.prop_map(str::to_owned), ".{0,6}"]), 0..8)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for (share, length, inserted) in edits {
        let start = text.floor_char_boundary((share * text.len() as f64) as usize);
        let end = text.ceil_char_boundary((start + length).min(text.len()));
        text.replace_range(start..end, inserted);
    }
    text
}

fn engine() -> Engine {
    let mut settings = Settings::new("2026-08-15".parse().expect("a day"));
    settings.profile = Profile::Coach;
    Engine::new(settings).expect("rules that exist")
}

fn read(text: &str, format: Format) -> (Source, ReadResult) {
    let source = Source::new("okrs/2026-Q3/payments", text);
    let context = Context { cycle: Cycle::parse("2026-Q3").map(|(cycle, _)| cycle), named: true, ..Context::default() };
    let result = read::read(&source, format, &context);
    (source, result)
}

/// Reads and checks a text; every position must lie in the file, between characters.
fn check_positions(text: &str, format: Format) -> Result<(), TestCaseError> {
    let (source, result) = read(text, format);
    let within = |span: Span, what: &str| {
        let sound = span.start <= span.end && source.text.get(span.range()).is_some();
        prop_assert!(sound, "{what} at {span:?} in {} bytes", source.text.len());
        Ok(())
    };
    for problem in &result.problems {
        within(problem.span, problem.rule)?;
    }
    for (item, what) in items(&result.document) {
        within(item.text.span(), what)?;
    }
    for update in updates(&result.document) {
        let spans = [
            update.date.map(|date| date.span),
            update.told().value.as_ref().map(|value| value.span),
            update.told().status.as_ref().map(|status| status.span),
            update.told().confidence.map(|confidence| confidence.span),
            update.told().note.as_ref().map(|note| note.span()),
        ];
        spans.into_iter().flatten().try_for_each(|span| within(span, "check-in"))?;
    }
    let engine = engine();
    let report = engine.check_document(&source, &result);
    let mut diagnostics = report.diagnostics;
    diagnostics.extend(engine.check_organisation(&[report.outline]));
    for diagnostic in &diagnostics {
        prop_assert!(diagnostic.rule.name != "internal-error", "{}", diagnostic.message);
        within(diagnostic.span, diagnostic.rule.name)?;
        for label in &diagnostic.labels {
            within(label.span, diagnostic.rule.name)?;
        }
    }
    Ok(())
}

/// All check-ins of a document.
fn updates(document: &Document) -> impl Iterator<Item = &CheckIn> {
    let of_objectives = document.objectives.iter().flat_map(|objective| {
        objective.check_ins.iter().chain(objective.key_results.iter().flat_map(|key_result| &key_result.check_ins))
    });
    document.sections.iter().flat_map(|section| &section.check_ins).chain(of_objectives)
}

/// Every word of every statement stands where it is said to stand.
fn check_words(text: &str, format: Format) -> Result<(), TestCaseError> {
    let (source, result) = read(text, format);
    for (item, what) in items(&result.document) {
        let plain = item.text.as_str();
        for (start, word) in words(plain) {
            let shown = source.slice(item.text.locate(start..start + word.len()));
            prop_assert_eq!(shown, word, "{}: {:?}", what, plain);
        }
    }
    Ok(())
}

/// The words of a text and where they start.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = |(at, c): (usize, char)| !c.is_whitespace() && !text[..at].ends_with(|c: char| !c.is_whitespace());
    let starts = text.char_indices().filter(move |&indexed| starts(indexed)).map(|(at, _)| at);
    starts.map(|at| (at, text[at..].split_whitespace().next().unwrap_or_default()))
}

fn items(document: &Document) -> Vec<(&Item, &'static str)> {
    let mut items = Vec::new();
    for objective in &document.objectives {
        items.push((&objective.item, "objective"));
        items.extend(objective.key_results.iter().map(|key_result| (&key_result.item, "key result")));
    }
    items
}

/// What is found in a text, with the lines and the underlined words but without offsets.
fn findings(text: &str) -> Vec<(String, String, usize, usize, String)> {
    let (source, result) = read(text, Format::Markdown);
    let report = engine().check_document(&source, &result);
    let finding = |d: &okrlint::diagnostic::Diagnostic| {
        let at = source.position(d.span.start);
        let underlined = source.slice(d.span).replace("\r\n", "\n");
        (d.rule.name.to_owned(), d.message.clone(), at.line, at.column, underlined)
    };
    report.diagnostics.iter().map(finding).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn any_text_is_survived_in_every_format(text in any::<String>()) {
        for (format, _) in FORMATS {
            check_positions(&text, format)?;
        }
    }

    #[test]
    fn damaged_samples_are_survived(edits in edits()) {
        for (format, extension) in FORMATS {
            check_positions(&edited(&sample(extension), &edits), format)?;
        }
    }

    #[test]
    fn pages_of_any_lines_have_sound_positions(page in page(), edits in edits()) {
        check_positions(&page, Format::Markdown)?;
        check_words(&page, Format::Markdown)?;
        check_positions(&edited(&page, &edits), Format::Markdown)?;
    }

    #[test]
    fn quantities_are_where_they_are_said_to_be(page in page()) {
        let (source, result) = read(&page, Format::Markdown);
        for key_result in result.document.objectives.iter().flat_map(|objective| &objective.key_results) {
            let reading = &key_result.reading;
            for amount in [&reading.baseline, &reading.target, &reading.current].into_iter().flatten() {
                prop_assert_eq!(source.slice(amount.span), &*amount.text);
            }
            for mark in &reading.marks {
                prop_assert!(source.text.get(mark.span.range()).is_some());
            }
        }
    }

    #[test]
    fn line_ends_change_nothing(page in page()) {
        prop_assert_eq!(findings(&page), findings(&page.replace('\n', "\r\n")));
    }

    #[test]
    fn a_byte_order_mark_changes_nothing(page in page()) {
        prop_assert_eq!(findings(&page), findings(&format!("\u{feff}{page}")));
    }
}

proptest! {
    // Each case starts the program, so a case holds many files.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn the_program_survives_any_bytes(files in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 20)) {
        let folder = tempfile::tempdir().unwrap();
        let mut names = Vec::new();
        for (index, bytes) in files.iter().enumerate() {
            for (_, extension) in FORMATS {
                let name = format!("{index}.{extension}");
                fs::write(folder.path().join(&name), bytes).unwrap();
                names.push(name);
            }
        }
        let run = okrlint_in(folder.path(), ["check", "--today", "2026-08-15"].into_iter().chain(names.iter().map(String::as_str)), &[]);
        prop_assert!(matches!(run.code, Some(0..=2)), "{:?}\n{}", run.code, run.stderr);
        prop_assert!(!run.stderr.contains("broke down"), "{}", run.stderr);
    }
}

#[test]
fn statements_stand_where_they_are_said_to_stand_in_every_format() {
    for (format, extension) in FORMATS {
        check_words(&sample(extension), format).unwrap();
        check_words(&sample(extension).replace('\n', "\r\n"), format).unwrap();
        check_words(&sample(extension).replace("gets", "gëts 🚀"), format).unwrap();
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let sets = folder.path().join("okrs/2026-Q3");
    fs::create_dir_all(&sets).unwrap();
    for (index, lines) in LINES.windows(9).enumerate() {
        fs::write(sets.join(format!("team-{index}.md")), lines.join("\n")).unwrap();
        let (_, extension) = FORMATS[index % FORMATS.len()];
        fs::write(sets.join(format!("other-{index}.{extension}")), sample(extension)).unwrap();
    }
    let run = |threads: &str, format: &str| {
        let arguments = ["check", ".", "--today", "2026-08-15", "--profile", "coach", "--format", format];
        let run = okrlint_in(folder.path(), arguments, &[("RAYON_NUM_THREADS", threads)]);
        (run.code, run.stdout, run.stderr)
    };
    for format in ["text", "json"] {
        let one = run("1", format);
        assert_eq!(one.0, Some(1), "{}", one.2);
        for threads in ["2", "5", "16"] {
            assert!(one == run(threads, format), "{threads} threads give another {format}");
        }
    }
}
