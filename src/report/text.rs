//! Findings as a person reads them in a terminal: the lines of the document with what is wrong underlined, why, and what to do.

use codespan_reporting::diagnostic::{Diagnostic as Drawing, LabelStyle, Severity as DrawnSeverity};
use codespan_reporting::term::{self, Config};

use super::Tally;
use super::excerpt::{Excerpts, Pointer};
use super::paint::{FAINT, Paint, STRONG, visible, wrapped};
use crate::catalogue;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::trouble::Trouble;

/// Help and notes are broken into lines of this many characters.
const NOTE_WIDTH: usize = 100;

/// Draws findings and troubles.
#[derive(Debug, Clone)]
pub(crate) struct Pen {
    colour: bool,
    config: Config,
}

impl Pen {
    /// A pen, with or without colours.
    pub(crate) fn new(colour: bool) -> Self {
        Self { colour, config: Config::default() }
    }

    /// An empty sheet for this pen.
    pub(crate) fn sheet(&self) -> Paint {
        Paint::new(self.colour)
    }

    /// Draws the findings of a document: those of one rule under one objective as one block.
    pub(crate) fn findings(&self, sheet: &mut Paint, sources: &[&Source], diagnostics: &[&Diagnostic]) {
        for block in blocks(diagnostics) {
            self.block(sheet, sources, &block);
        }
    }

    fn block(&self, sheet: &mut Paint, sources: &[&Source], block: &[&Diagnostic]) {
        let first = block[0];
        let rule = catalogue::find(first.rule);
        let message = match (block.len(), rule) {
            (count @ 2.., Some(rule)) => format!("{} ({count} places)", rule.summary.trim_end_matches('.')),
            _ => first.message.clone(),
        };
        let mut notes: Vec<String> = Vec::new();
        for diagnostic in block {
            let help = note("help", &diagnostic.help);
            if !diagnostic.help.is_empty() && !notes.contains(&help) {
                notes.push(help);
            }
        }
        notes.extend(rule.map(|rule| note("note", &rule.flag.note())));

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
        let drawing = Drawing::new(drawn(first.severity)).with_code(first.rule).with_message(visible(&message));
        self.draw(sheet, &drawing.with_labels(labels).with_notes(notes), &excerpts);
    }

    /// Draws what kept okrlint from its work.
    pub(crate) fn trouble(&self, sheet: &mut Paint, trouble: &Trouble) {
        if let Some(blame) = &trouble.blame {
            for problem in &blame.problems {
                let mut excerpts = Excerpts::default();
                let pointer = Pointer { span: problem.span, style: LabelStyle::Primary, message: &problem.label };
                let labels = excerpts.add(&blame.source, &[pointer]);
                let drawing = Drawing::error().with_message(visible(&problem.message)).with_labels(labels);
                self.draw(sheet, &drawing.with_notes(vec![note("help", &problem.help)]), &excerpts);
            }
        }
        let severity = if trouble.fatal { DrawnSeverity::Error } else { DrawnSeverity::Warning };
        let drawing = Drawing::new(severity).with_message(visible(&trouble.message));
        let notes = if trouble.help.is_empty() { Vec::new() } else { vec![note("help", &trouble.help)] };
        self.draw(sheet, &drawing.with_notes(notes), &Excerpts::default());
    }

    fn draw(&self, sheet: &mut Paint, drawing: &Drawing<usize>, excerpts: &Excerpts<'_>) {
        // A sheet cannot fail to be written, and every label points into its excerpt.
        let drawn = term::emit_to_write_style(sheet, &self.config, excerpts, drawing);
        debug_assert!(drawn.is_ok(), "{drawn:?}");
    }

    /// Draws the closing lines: counts, and findings by red flag.
    pub(crate) fn summary(&self, sheet: &mut Paint, tally: &Tally) {
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
    }
}

/// Findings of one rule and severity under one objective, in order of the first of each.
fn blocks<'d>(diagnostics: &[&'d Diagnostic]) -> Vec<Vec<&'d Diagnostic>> {
    let mut blocks: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut open = std::collections::HashMap::new();
    for diagnostic in diagnostics.iter().copied() {
        let key =
            diagnostic.objective.map(|objective| (diagnostic.path.as_str(), objective, diagnostic.rule, diagnostic.severity));
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

/// A line under a finding, broken where it is long.
fn note(kind: &str, text: &str) -> String {
    let lines = wrapped(&visible(text), NOTE_WIDTH - kind.len());
    format!("{kind}: {}", lines.join(&format!("\n{:1$}", "", kind.len() + 2)))
}

/// "3 errors, 5 warnings in 2 documents, 6 objectives, 21 key results".
fn summary_line(tally: &Tally) -> String {
    let summary = &tally.summary;
    let counted = |count: usize, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
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
