//! Where the findings of a run go: standard output in one format, files in others, all fed as the documents are checked.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;

use super::output::Output;
use super::report_file::ReportFile;
use crate::catalogue::Rule;
use crate::report::changes::Changes;
use crate::report::checkstyle::Checkstyle;
use crate::report::github::Github;
use crate::report::gitlab::Gitlab;
use crate::report::json::{Json, JsonLines};
use crate::report::junit::Junit;
use crate::report::part::{Assembly, Drawn, Part, Renderer};
use crate::report::rdjson::Rdjson;
use crate::report::sarif::Sarif;
use crate::report::terse::Terse;
use crate::report::text::Pen;
use crate::report::{Tally, markdown};
use crate::trouble::{Trouble, did_you_mean};

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people, in a terminal.
    Text,
    /// One line a finding, for editors and agents.
    Terse,
    /// For programs; a documented, versioned shape.
    Json,
    /// JSON Lines: the findings of `json`, each on a line of its own.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations in a GitHub workflow.
    Github,
    /// Markdown for the summary of a GitHub job.
    GithubSummary,
    /// GitLab's Code Quality report.
    Gitlab,
    /// Markdown for a comment on a pull request, under 60,000 characters.
    Markdown,
    /// JUnit's XML.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's rdjson.
    Rdjson,
}

impl ReportFormat {
    fn renderer(self, pen: &Pen, rules: &[&'static Rule]) -> Box<dyn Renderer> {
        match self {
            Self::Text => Box::new(pen.clone()),
            Self::Terse => Box::new(Terse),
            Self::Json => Box::new(Json),
            Self::Jsonl => Box::new(JsonLines),
            Self::Sarif => Box::new(Sarif::new(rules.to_vec())),
            Self::Github => Box::new(Github),
            Self::GithubSummary => Box::new(markdown::Page::JOB_SUMMARY),
            Self::Gitlab => Box::new(Gitlab),
            Self::Markdown => Box::new(markdown::Page::COMMENT),
            Self::Junit => Box::new(Junit),
            Self::Checkstyle => Box::new(Checkstyle),
            Self::Rdjson => Box::new(Rdjson),
        }
    }
}

/// A file to write, and how: `FORMAT=FILE`.
#[derive(Debug, Clone)]
pub(super) struct ToFile {
    format: ReportFormat,
    path: PathBuf,
}

/// Reads `FORMAT=FILE`.
pub(super) fn to_file(text: &str) -> Result<ToFile, String> {
    let (name, path) = text.split_once('=').ok_or("write FORMAT=FILE, for example sarif=okr.sarif")?;
    if matches!(path, "" | "-") {
        return Err("name a file after the `=`; what goes to standard output is set by --format".to_owned());
    }
    let format = ReportFormat::from_str(name, false).map_err(|_| {
        let formats = ReportFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = formats.map(|format| format.get_name().to_owned()).collect();
        match did_you_mean(name, names.iter().map(String::as_str)) {
            Some(meant) => format!("there is no format `{name}`; did you mean `{meant}`?"),
            None => format!("there is no format `{name}`; choose one of {}", names.join(", ")),
        }
    })?;
    Ok(ToFile { format, path: PathBuf::from(path) })
}

/// The renderers of a run: that of standard output, then those of files.
pub(super) struct Renderers(Vec<Box<dyn Renderer>>);

impl Renderers {
    /// Renderers for a run in which these rules may speak.
    pub(super) fn new(standard: ReportFormat, files: &[ToFile], output: &Output, rules: &[&'static Rule]) -> Self {
        let of_files = files.iter().map(|file| file.format.renderer(&output.pen_for_files(), rules));
        Self(std::iter::once(standard.renderer(&output.pen, rules)).chain(of_files).collect())
    }

    /// Draws a part in each format.
    pub(super) fn part(&self, part: &Part<'_>) -> Vec<Drawn> {
        self.0.iter().map(|renderer| renderer.part(part)).collect()
    }
}

/// The reports of a run as they are written.
pub(super) struct Reports<'f, 'o> {
    output: &'o mut Output,
    pages: Vec<Page<'f>>,
}

impl<'f, 'o> Reports<'f, 'o> {
    /// Opens the files and writes what stands before all findings.
    ///
    /// # Errors
    ///
    /// Two reports go to one file, or a file cannot be written.
    pub(super) fn open(renderers: &'f Renderers, files: &[ToFile], output: &'o mut Output) -> Result<Self, Trouble> {
        let mut targets = vec![None];
        for (nth, file) in files.iter().enumerate() {
            if files.iter().take(nth).any(|other| other.path == file.path) {
                let message = format!("two reports are to be written to `{}`", file.path.display());
                return Err(Trouble::new(message, "give each --output a file of its own"));
            }
            targets.push(Some(ReportFile::open(&file.path)?));
        }
        let pages = renderers.0.iter().zip(targets);
        let mut pages: Vec<_> = pages.map(|(renderer, file)| Page { assembly: Assembly::new(&**renderer), file }).collect();
        for page in &mut pages {
            let _ = page.write(&page.assembly.head(), output);
        }
        Ok(Self { output, pages })
    }

    /// Writes a part. The run may be broken off when nobody reads on.
    pub(super) fn add(&mut self, drawn: Vec<Drawn>) -> ControlFlow<()> {
        // A document that was only met on the way draws nothing, and says nothing of the readers.
        let mut wanted = drawn.is_empty();
        for (page, drawn) in self.pages.iter_mut().zip(drawn) {
            let bytes = page.assembly.add(drawn);
            wanted |= page.write(&bytes, self.output).is_continue();
        }
        if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Writes what is no report to standard output.
    pub(super) fn pass_on(&mut self, text: &str) {
        let _ = self.output.pass_on(text.as_bytes());
    }

    /// Writes what stands after all findings, puts the files in their places and tells the troubles.
    pub(super) fn finish(self, tally: &Tally, changes: Option<&Changes>, mut troubles: Vec<Trouble>, quiet: bool) {
        let failed = troubles.iter().any(|trouble| trouble.fatal);
        let mut closing = Vec::new();
        for page in self.pages {
            let tail = page.assembly.tail(tally, changes, failed, quiet);
            match page.file {
                Some(mut file) => {
                    file.write(&tail);
                    troubles.extend(file.close().err());
                }
                None => closing = tail,
            }
        }
        if !troubles.is_empty() {
            self.output.troubles(&troubles);
        }
        let _ = self.output.write(&closing);
    }
}

/// A report on its way.
struct Page<'f> {
    assembly: Assembly<'f>,
    /// Where it goes; `None` for standard output.
    file: Option<ReportFile>,
}

impl Page<'_> {
    fn write(&mut self, bytes: &[u8], output: &mut Output) -> ControlFlow<()> {
        match &mut self.file {
            Some(file) => {
                file.write(bytes);
                ControlFlow::Continue(())
            }
            None => output.write(bytes),
        }
    }
}
