//! Findings as a person reads them in a terminal: the lines of the document with what is wrong underlined, why, and what to do.

use std::collections::BTreeMap;

use codespan_reporting::diagnostic::{Diagnostic as Drawing, LabelStyle, Severity as DrawnSeverity};
use codespan_reporting::term::{Config, Renderer, RichDiagnostic};

use super::Tally;
use super::excerpt::{Excerpts, Pointer};
use super::paint::{FAINT, Paint, STRONG, visible, wrapped};
use super::part::{self, Drawn, End, Part};
use crate::catalogue::Flag;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::trouble::{Blame, Trouble};

/// Help and notes are broken into lines of this many characters.
const NOTE_WIDTH: usize = 100;

/// Draws findings and troubles.
#[derive(Debug, Clone)]
pub(crate) struct Pen {
    colour: bool,
    config: Config,
    /// What stands under the findings of each red flag.
    flags: BTreeMap<Flag, String>,
}

impl Pen {
    /// A pen, with or without colours.
    pub(crate) fn new(colour: bool) -> Self {
        let flags = Flag::ALL.map(|flag| (flag, note("note", &flag.note()))).into();
        Self { colour, config: Config::default(), flags }
    }

    /// An empty sheet for this pen.
    pub(crate) fn sheet(&self) -> Paint {
        Paint::new(self.colour)
    }

    /// Draws the findings of a document: those of one rule under one objective as one block.
    fn findings(&self, sheet: &mut Paint, sources: &[&Source], diagnostics: &[&Diagnostic]) {
        for block in blocks(diagnostics) {
            self.block(sheet, sources, &block);
        }
    }

    fn block(&self, sheet: &mut Paint, sources: &[&Source], block: &[&Diagnostic]) {
        let first = block[0];
        let rule = first.rule;
        let message = match block.len() {
            count @ 2.. => format!("{} ({count} places)", clause(rule.summary)),
            _ => first.message.clone(),
        };
        let mut notes: Vec<String> = Vec::new();
        for diagnostic in block {
            let help = note("help", &diagnostic.help);
            if !diagnostic.help.is_empty() && !notes.contains(&help) {
                notes.push(help);
            }
        }
        notes.extend(self.flags.get(&rule.flag).cloned());

        let mut excerpts = Excerpts::default();
        let mut labels = Vec::new();
        for source in sources.iter().filter(|source| !source.text.is_empty()) {
            let pointers = pointers(source, block);
            if !pointers.is_empty() {
                labels.extend(excerpts.add(source, &pointers));
            }
        }
        let message = match labels.is_empty() {
            true => format!("{}: {message}", first.path),
            false => message,
        };
        let drawing = Drawing::new(drawn(first.severity)).with_code(rule.name).with_message(visible(&message));
        self.draw(sheet, &drawing.with_labels(labels).with_notes(notes), &excerpts);
    }

    /// Draws what kept okrlint from its work.
    pub(crate) fn trouble(&self, sheet: &mut Paint, trouble: &Trouble) {
        trouble.blame.iter().for_each(|blame| self.blame(sheet, blame));
        let severity = if trouble.fatal { DrawnSeverity::Error } else { DrawnSeverity::Warning };
        let drawing = Drawing::new(severity).with_message(visible(&trouble.message));
        let notes = if trouble.help.is_empty() { Vec::new() } else { vec![note("help", &trouble.help)] };
        self.draw(sheet, &drawing.with_notes(notes), &Excerpts::default());
    }

    /// Draws mistakes in a file that is no OKR document.
    pub(crate) fn blame(&self, sheet: &mut Paint, blame: &Blame) {
        for problem in &blame.problems {
            let mut excerpts = Excerpts::default();
            let pointer = Pointer { span: problem.span, style: LabelStyle::Primary, message: &problem.label };
            let labels = match blame.source.text.is_empty() {
                true => Vec::new(),
                false => excerpts.add(&blame.source, &[pointer]),
            };
            let drawing = Drawing::error().with_message(visible(&problem.message)).with_labels(labels);
            self.draw(sheet, &drawing.with_notes(vec![note("help", &problem.help)]), &excerpts);
        }
    }

    fn draw(&self, sheet: &mut Paint, drawing: &Drawing<usize>, excerpts: &Excerpts<'_>) {
        // A sheet cannot fail to be written, and every label points into its excerpt.
        let drawn = RichDiagnostic::new(drawing, &self.config).render(excerpts, &mut Renderer::new(sheet, &self.config));
        debug_assert!(drawn.is_ok(), "{drawn:?}");
    }

    /// Draws the closing lines: counts, and findings by red flag.
    fn summary(&self, sheet: &mut Paint, tally: &Tally) {
        sheet.styled(STRONG, &summary_line(tally));
        sheet.text("\n");
        let flags = tally.by_flag();
        if flags.is_empty() {
            return;
        }
        sheet.text("\n");
        let width = flags.iter().map(|(flag, _)| flag.name().len()).max().unwrap_or_default();
        for (flag, count) in flags {
            sheet.text(&format!("  {:width$}  {count:>5}  ", flag.name()));
            sheet.styled(FAINT, flag.title());
            sheet.text("\n");
        }
        sheet.text("\n");
        sheet.styled(FAINT, "`okrlint explain RULE` tells why a rule matters and how to mend what it finds.");
        sheet.text("\n");
        if let Some(offer) = offer(tally.mendable) {
            sheet.styled(FAINT, &offer);
            sheet.text("\n");
        }
    }
}

impl part::Renderer for Pen {
    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut sheet = self.sheet();
        self.findings(&mut sheet, part.sources, part.diagnostics);
        sheet.into_bytes().into()
    }

    fn tail(&self, end: &End<'_>) -> Vec<u8> {
        let mut sheet = self.sheet();
        if !end.quiet && end.tally.summary.files > 0 {
            self.summary(&mut sheet, end.tally);
        }
        sheet.into_bytes()
    }
}

/// Findings of one rule and severity under one objective, in order of the first of each.
fn blocks<'d>(diagnostics: &[&'d Diagnostic]) -> Vec<Vec<&'d Diagnostic>> {
    let mut blocks: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut open = std::collections::HashMap::new();
    for diagnostic in diagnostics.iter().copied() {
        let key = diagnostic
            .objective
            .map(|objective| (diagnostic.path.as_str(), objective, diagnostic.rule.name, diagnostic.severity));
        match key.and_then(|key| open.get(&key).copied()) {
            Some(at) => {
                let block: &mut Vec<&Diagnostic> = &mut blocks[at];
                block.push(diagnostic);
            }
            None => {
                if let Some(key) = key {
                    open.insert(key, blocks.len());
                }
                blocks.push(vec![diagnostic]);
            }
        }
    }
    blocks
}

/// What a block points at in one source.
fn pointers<'d>(source: &Source, block: &[&'d Diagnostic]) -> Vec<Pointer<'d>> {
    let mut pointers = Vec::new();
    for diagnostic in block {
        if diagnostic.path == source.path {
            pointers.push(Pointer { span: diagnostic.span, style: LabelStyle::Primary, message: &diagnostic.label });
        }
        for label in &diagnostic.labels {
            if label.path.as_ref().unwrap_or(&diagnostic.path) == &source.path {
                pointers.push(Pointer { span: label.span, style: LabelStyle::Secondary, message: &label.message });
            }
        }
    }
    pointers
}

fn drawn(severity: Severity) -> DrawnSeverity {
    match severity {
        Severity::Error => DrawnSeverity::Error,
        Severity::Warning => DrawnSeverity::Warning,
        Severity::Info => DrawnSeverity::Note,
    }
}

/// A sentence as a part of another: without its full stop, and small where it begins with an everyday word.
fn clause(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut chars = sentence.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => sentence.to_owned(),
    }
}

/// A line under a finding, broken where it is long.
fn note(kind: &str, text: &str) -> String {
    let text = visible(text);
    let width = NOTE_WIDTH - kind.len();
    if text.len() <= width && !text.contains('\n') {
        return format!("{kind}: {text}");
    }
    let lines = wrapped(&text, width);
    format!("{kind}: {}", lines.join(&format!("\n{:1$}", "", kind.len() + 2)))
}

/// What okrlint can do about the findings itself; nothing where it can do nothing.
fn offer(mendable: (usize, usize)) -> Option<String> {
    match mendable {
        (0, 0) => None,
        (safe, 0) => Some(format!("`--fix` can mend {safe} of these findings.")),
        (0, reworded) => Some(format!("`--fix --unsafe` can leave blanks to fill for {reworded} of these findings.")),
        (safe, reworded) => Some(format!(
            "`--fix` can mend {safe} of these findings, `--fix --unsafe` can leave blanks to fill for {reworded} more."
        )),
    }
}

/// "3 errors, 5 warnings in 2 documents, 6 objectives, 21 key results".
pub(super) fn summary_line(tally: &Tally) -> String {
    let summary = &tally.summary;
    let found: Vec<String> = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, one)| counted(count, one))
        .collect();
    let found = if found.is_empty() { "no red flags".to_owned() } else { found.join(", ") };
    let held_back = match summary.suppressed {
        0 => String::new(),
        count => format!(" ({count} suppressed)"),
    };
    let [files, objectives, key_results] =
        [(summary.files, "document"), (summary.objectives, "objective"), (summary.key_results, "key result")]
            .map(|(count, one)| counted(count, one));
    format!("{found}{held_back} in {files}, {objectives}, {key_results}")
}

/// "1 rule", "3 rules".
pub(crate) fn counted(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Label;
    use crate::engine::Summary;
    use crate::fingerprint::Sought;
    use crate::read::Problem;
    use crate::source::Span;

    /// A warning about the `nth` place where `text` stands.
    fn warning(source: &Source, text: &str, nth: usize) -> Diagnostic {
        let start = source.text.match_indices(text).nth(nth).map(|(at, _)| at).unwrap_or_default();
        Diagnostic {
            rule: crate::catalogue::find("no-number").unwrap(),
            variant: "",
            severity: Severity::Warning,
            message: format!("nothing in \"{}\" can be counted", text.trim()),
            label: "no number".to_owned(),
            path: source.path.clone(),
            span: Span::new(start, start + text.len()),
            labels: Vec::new(),
            help: "Write what two people would read off on the last day, and where: \"Raise ___ from ___ to ___\".".to_owned(),
            subject: text.to_owned(),
            objective: None,
            key_result: None,
            fix: None,
            held: None,
            sought: Sought::default(),
            fingerprint: String::new(),
        }
    }

    fn drawn(sources: &[&Source], diagnostics: &[Diagnostic]) -> String {
        let pen = Pen::new(false);
        let mut sheet = pen.sheet();
        pen.findings(&mut sheet, sources, &diagnostics.iter().collect::<Vec<_>>());
        String::from_utf8(sheet.into_bytes()).unwrap()
    }

    fn numbered(objective: usize, diagnostic: Diagnostic) -> Diagnostic {
        Diagnostic { objective: Some(objective), ..diagnostic }
    }

    #[test]
    fn one_finding() {
        let source =
            Source::new("okrs/care.md", "# Care\n\n## Objective: Callers leave with an answer\n\n- Improve satisfaction\n");
        insta::assert_snapshot!(drawn(&[&source], &[warning(&source, "Improve satisfaction", 0)]));
    }

    #[test]
    fn findings_of_one_rule_under_one_objective_are_one_block() {
        let source = Source::new(
            "care.md",
            "## Answers\n\n- Improve calls\n- 4 of 5 stars\n- Improve mails\n\n## Speed\n\n- Improve speed\n",
        );
        let found = [(0, "Improve calls"), (0, "Improve mails"), (1, "Improve speed")];
        insta::assert_snapshot!(drawn(
            &[&source],
            &found.map(|(objective, text)| numbered(objective, warning(&source, text, 0)))
        ));
    }

    #[test]
    fn other_places_are_drawn_too_even_in_other_documents() {
        let source = Source::new("team.md", "- O1: Answers\n- O1: Speed\n");
        let other = Source::new("company.md", "# Company\n\n- O1: Growth\n");
        let labels = vec![
            Label { path: None, span: Span::new(2, 4), message: "first used here".to_owned() },
            Label { path: Some("company.md".to_owned()), span: Span::new(13, 15), message: "and here".to_owned() },
        ];
        let finding = Diagnostic { labels, severity: Severity::Info, ..warning(&source, "O1", 1) };
        insta::assert_snapshot!(drawn(&[&source, &other], &[finding]));
    }

    #[test]
    fn long_lines_are_cut_around_what_is_underlined() {
        let source = Source::new("long.md", format!("- {0}Improve calls {0} Improve mails {0}\n", "so many words ".repeat(3000)));
        let found = ["Improve calls", "Improve mails"].map(|text| numbered(0, warning(&source, text, 0)));
        let drawn = drawn(&[&source], &found);
        assert!(drawn.lines().all(|line| line.chars().count() < 200), "{drawn}");
        insta::assert_snapshot!(drawn);
    }

    #[test]
    fn a_statement_over_several_lines_is_underlined_line_by_line() {
        let source = Source::new("care.md", "- Improve the way in which\r\n  we answer\r\n\r\n  calls\r\n- next\r\n");
        let text = "Improve the way in which\r\n  we answer\r\n\r\n  calls\r\n";
        let finding = Diagnostic { message: "nothing can be counted".to_owned(), ..warning(&source, text, 0) };
        insta::assert_snapshot!(drawn(&[&source], &[finding]));
    }

    #[test]
    fn wide_characters_tabs_and_marks_keep_the_underline_in_its_place() {
        let source = Source::new("wide.md", "\u{feff}🎯\t目標 Improve\u{1b}[31m calls");
        insta::assert_snapshot!(drawn(&[&source], &[warning(&source, "Improve\u{1b}[31m calls", 0)]));
    }

    #[test]
    fn an_empty_document_has_no_excerpt() {
        let source = Source::new("empty.md", "");
        let finding = Diagnostic { message: "no OKR is recognised here".to_owned(), ..warning(&source, "", 0) };
        insta::assert_snapshot!(drawn(&[&source], &[finding]));
    }

    #[test]
    fn positions_outside_the_file_are_drawn_at_its_end() {
        let source = Source::new("short.md", "ü");
        let finding = Diagnostic { span: Span::new(1, 90), ..warning(&source, "ü", 0) };
        insta::assert_snapshot!(drawn(&[&source], &[finding]));
    }

    #[test]
    fn colours_follow_severity() {
        let source = Source::new("care.md", "- Improve calls\n");
        let pen = Pen::new(true);
        let mut sheet = pen.sheet();
        pen.findings(&mut sheet, &[&source], &[&warning(&source, "Improve calls", 0)]);
        insta::assert_snapshot!(String::from_utf8(sheet.into_bytes()).unwrap().replace('\u{1b}', "ESC"));
    }

    #[test]
    fn mistakes_in_the_configuration_are_drawn_like_findings() {
        let source = Source::new("okrlint.toml", "[rules]\nno-nmber = \"off\"\n");
        let problem = Problem {
            rule: "config",
            span: Span::new(8, 16),
            message: "there is no rule `no-nmber`".to_owned(),
            label: "unknown name".to_owned(),
            help: "did you mean `no-number`?".to_owned(),
        };
        let blame = vec![Blame { source, problems: vec![problem] }];
        let trouble = Trouble { blame, ..Trouble::new("`okrlint.toml` has mistakes, so nothing was checked", "mend them") };
        let pen = Pen::new(false);
        let mut sheet = pen.sheet();
        pen.trouble(&mut sheet, &trouble);
        insta::assert_snapshot!(String::from_utf8(sheet.into_bytes()).unwrap());
    }

    #[test]
    fn the_summary_counts_and_names_red_flags() {
        let source = Source::new("care.md", "Improve");
        let summary = Summary { files: 1, objectives: 1, key_results: 3, ..Summary::default() };
        let pen = Pen::new(false);
        let mut sheet = pen.sheet();
        pen.summary(&mut sheet, &Tally::of(summary, &[warning(&source, "Improve", 0)]));
        pen.summary(&mut sheet, &Tally::of(summary, &[]));
        insta::assert_snapshot!(String::from_utf8(sheet.into_bytes()).unwrap());
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_any_spans_can_be_drawn(
            text in "([a-zäé🎯\u{feff}\u{1b}\t *|]{0,300}(\r\n|\n)?){0,6}",
            spans in proptest::collection::vec((0_usize..2000, 0_usize..2000), 1..5),
        ) {
            let source = Source::new("any.md", text);
            let found: Vec<Diagnostic> = spans
                .into_iter()
                .map(|(start, end)| numbered(0, Diagnostic { span: Span::new(start, end), ..warning(&source, "", 0) }))
                .collect();
            let drawn = drawn(&[&source], &found);
            proptest::prop_assert!(drawn.starts_with("warning[no-number]"));
            proptest::prop_assert!(drawn.lines().all(|line| line.chars().count() < 250), "{}", drawn);
        }
    }
}
