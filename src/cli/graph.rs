//! `okrlint graph`: how the objectives of a run hang together.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::Status;
use super::check::broken;
use super::inputs::{self, Input, Inputs, Plan};
use super::ordered::in_order;
use super::output::Output;
use super::report_file::ReportFile;
use super::run::{Examined, RuleOptions, Run};
use crate::calendar::{Cycle, FiscalYear};
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::graph::{self, Focus, Graph as Drawn, Part};
use crate::organisation::Organisation;
use crate::report::graph::{dot, json, mermaid, svg};
use crate::source::Source;
use crate::trouble::Trouble;
use crate::workspace::{Depth, Outline};

/// Draw how objectives hang together: what they support and what they depend on.
///
/// Drawn are the cycles that run today; where none does, the last one. Teams are groups, links to parents are solid lines, dependencies
/// dashed ones, and objectives bear the signs of what `okrlint check --no-baseline` finds in them.
#[derive(Debug, Args)]
pub(super) struct Graph {
    #[command(flatten)]
    inputs: Inputs,
    /// How to write it [default: as the ending of --output tells, else svg].
    #[arg(long, value_enum)]
    format: Option<Shape>,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draw this cycle, and those that share days with it, instead of those that run today (comma separated, repeatable).
    #[arg(long, value_name = "CYCLE", value_delimiter = ',', value_parser = cycle)]
    cycle: Vec<Cycle>,
    /// Draw only this team and what it is linked to (repeatable).
    #[arg(long, value_name = "NAME")]
    team: Vec<String>,
    /// Draw only this objective, or that of this key result, and what it is linked to (repeatable).
    #[arg(long, value_name = "ID")]
    objective: Vec<String>,
    /// How many links away from these an objective may be.
    #[arg(long, value_name = "LINKS", default_value_t = 1)]
    distance: usize,
    #[command(flatten)]
    rules: RuleOptions,
}

/// How the graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// A picture, laid out and ready for a browser.
    Svg,
    /// For Graphviz.
    Dot,
    /// For pages that draw Mermaid, such as GitHub's.
    Mermaid,
    /// For programs; a documented, versioned shape.
    Json,
}

/// Reads a cycle.
fn cycle(text: &str) -> Result<Cycle, String> {
    let whole = Cycle::parse_or_year(text)
        .filter(|(_, range)| text[..range.start].trim().is_empty() && text[range.end..].trim().is_empty());
    whole.map(|(cycle, _)| cycle).ok_or_else(|| "write the cycle as 2026-Q3, FY27-H1, 2026-08 or 2026".to_owned())
}

/// What came of one document.
#[derive(Default)]
struct Read {
    /// Index of the configuration, and the outline.
    outline: Option<(usize, Outline)>,
    findings: Vec<Diagnostic>,
    /// The text, where lines and columns are wanted.
    source: Option<Source>,
    trouble: Option<Trouble>,
}

/// The documents of one organisation.
#[derive(Default)]
struct Documents {
    outlines: Vec<Outline>,
    findings: Vec<Diagnostic>,
    sources: Vec<Source>,
}

impl Graph {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let (plan, mut troubles) = match self.inputs.planned() {
            Ok(planned) => planned,
            Err(troubles) => {
                output.troubles(&troubles);
                return Status::Failed;
            }
        };
        let written = self.rules.run(&plan).and_then(|run| {
            let written = self.write(&run, &mut troubles, output);
            troubles.extend(run.notes());
            written.map_err(|trouble| vec![trouble])
        });
        troubles.extend(written.err().into_iter().flatten());
        if !troubles.is_empty() {
            output.troubles(&troubles);
        }
        Status::Clean
    }

    fn write(&self, run: &Run<'_>, troubles: &mut Vec<Trouble>, output: &mut Output) -> Result<(), Trouble> {
        let shape = self.shape()?;
        let documents = documents(run, shape == Shape::Json, troubles);
        let found = documents.iter().flat_map(|documents| &documents.outlines).flat_map(|outline| &outline.sets);
        if found.filter(|set| !set.traces.is_empty()).count() == 0 && run.plan.excluded == 0 {
            return Err(inputs::nothing_found());
        }
        let graph = self.graph(run.plan, &documents, &run.engines)?;
        let bytes = match shape {
            Shape::Svg => svg::graph(&graph).into_bytes(),
            Shape::Dot => dot::graph(&graph).into_bytes(),
            Shape::Json => json::graph(&graph, &json::Texts::of(documents.iter().flat_map(|documents| &documents.sources))),
            Shape::Mermaid => {
                let text = mermaid::graph(&graph);
                if mermaid::is_too_large(&text, &graph) {
                    troubles.push(Trouble::notice(
                        "the graph is larger than Mermaid draws unless its page allows more (`maxTextSize`, `maxEdges`)",
                        "draw a part of it with --team, --objective or --cycle, or use --format svg",
                    ));
                }
                text.into_bytes()
            }
        };
        match &self.output {
            Some(path) => {
                let mut file = ReportFile::open(path)?;
                file.write(&bytes);
                file.close()
            }
            None => {
                let _ = output.write(&bytes);
                Ok(())
            }
        }
    }

    /// The format, which the ending of the file may tell.
    fn shape(&self) -> Result<Shape, Trouble> {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        match (self.format, &self.output, ending) {
            (Some(shape), ..) => Ok(shape),
            (None, None, _) | (None, _, Some("svg")) => Ok(Shape::Svg),
            (None, _, Some("dot" | "gv")) => Ok(Shape::Dot),
            (None, _, Some("mmd" | "mermaid")) => Ok(Shape::Mermaid),
            (None, _, Some("json")) => Ok(Shape::Json),
            (None, Some(path), _) => Err(Trouble::new(
                format!("the ending of `{}` does not tell how to write the graph", path.display()),
                "end it in .svg, .dot, .mmd or .json, or name the format with --format",
            )),
        }
    }

    fn graph<'a>(&self, plan: &Plan, documents: &'a [Documents], engines: &[Engine]) -> Result<Drawn<'a>, Trouble> {
        let engines = || (0..documents.len()).map(|organisation| &engines[plan.first_of(organisation)]);
        let years: Vec<FiscalYear> = engines().map(|engine| engine.settings().fiscal_year).collect();
        let days: Vec<Date> = engines().map(|engine| engine.settings().today).collect();
        let organisations: Vec<Organisation<'a>> = documents
            .iter()
            .zip(&years)
            .map(|(documents, year)| Organisation::of(&documents.outlines.iter().collect::<Vec<_>>(), *year))
            .collect();
        let times = graph::shown(&organisations, &years, &self.cycle, &days).map_err(|unshown| {
            let known = if unshown.known.is_empty() {
                "no document names its cycle".to_owned()
            } else {
                format!("there are {}", unshown.known.join(", "))
            };
            Trouble::new(format!("no document is for {}", unshown.cycle), known)
        })?;
        let parts: Vec<Part<'_, 'a>> = organisations
            .iter()
            .zip(times)
            .zip(documents)
            .map(|((organisation, times), documents)| Part { organisation, times, findings: &documents.findings })
            .collect();
        let focus = Focus { teams: self.team.clone(), objectives: self.objective.clone(), distance: self.distance };
        focus.on(Drawn::of(&parts)).map_err(|unfound| {
            let message = format!("no {} of the cycles drawn is called `{}`", unfound.what, unfound.name);
            match unfound.meant {
                Some(meant) => Trouble::new(message, format!("did you mean `{meant}`?")),
                None => Trouble::new(message, "`okrlint parse` shows how they are called; --cycle draws another cycle"),
            }
        })
    }
}

/// Reads and checks all documents, those of each organisation together. Their texts are kept where that is wanted.
fn documents(run: &Run<'_>, keep: bool, troubles: &mut Vec<Trouble>) -> Vec<Documents> {
    let mut documents: Vec<Documents> = (0..run.plan.organisation_count()).map(|_| Documents::default()).collect();
    in_order(
        &run.plan.inputs,
        |input: &Input| read(run, input, keep),
        |read: Read| {
            troubles.extend(read.trouble);
            if let Some((config, outline)) = read.outline {
                let documents = &mut documents[run.plan.organisations[config]];
                documents.outlines.push(outline);
                documents.findings.extend(read.findings);
                documents.sources.extend(read.source);
            }
            ControlFlow::Continue(())
        },
    );
    for (organisation, documents) in documents.iter_mut().enumerate() {
        documents.outlines.sort_by(|a, b| a.path.cmp(&b.path));
        let found = run.across(organisation, &documents.outlines);
        documents.findings.extend(found.into_iter().flat_map(|(_, found)| found));
    }
    documents
}

/// Reads and checks one document. Whatever goes wrong inside okrlint stays with it.
fn read(run: &Run<'_>, input: &Input, keep: bool) -> Read {
    let loaded = catch_unwind(AssertUnwindSafe(|| {
        let examined = run.examine(input)?;
        Ok(examined.map(|Examined { config, source, document, report, .. }| {
            let suppressions = report.outline.suppressions;
            let outline = Some((config, Outline { suppressions, ..Outline::of(&document, Depth::Traces) }));
            Read { outline, findings: report.diagnostics, source: keep.then_some(source), trouble: None }
        }))
    }));
    match loaded {
        Ok(Ok(read)) => read.unwrap_or_default(),
        Ok(Err(trouble)) => Read { trouble: Some(trouble), ..Read::default() },
        Err(_) => Read { trouble: Some(broken(input.path())), ..Read::default() },
    }
}
