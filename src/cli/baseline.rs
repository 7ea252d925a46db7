//! `okrlint baseline`: what was found before is written down, so that `check` tells only what is new.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{Args, Subcommand};

use super::Status;
use super::baselines::{BaselineFile, Baselines};
use super::check::broken;
use super::inputs::{self, Inputs};
use super::ordered::in_order;
use super::output::Output;
use super::report_file::ReportFile;
use super::run::{Examined, RuleOptions, Run, used_entries};
use crate::baseline::{Baseline, Entry, Sighting, is_never_held};
use crate::diagnostic::Diagnostic;
use crate::discover::lexical;
use crate::report::paint::{FAINT, STRONG, visible};
use crate::report::text::counted;
use crate::source::Span;
use crate::trouble::Trouble;
use crate::workspace::Outline;

/// Hold back what is there already, so that only what is new is told.
///
/// The baseline is the file okrlint-baseline.json beside okrlint.toml, or where okrlint runs when there is none. `okrlint check` uses it when it is
/// there. An entry names a finding by its document, its rule and its words, so it holds wherever the lines move.
#[derive(Debug, Args)]
pub(super) struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write down all that is found now. What this run does not look at stays as it is.
    Write(Update),
    /// Remove what is no longer found. What this run does not look at stays as it is.
    Prune(Update),
    /// Show what is held back.
    Show(Show),
}

#[derive(Debug, Args)]
struct Update {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    rules: RuleOptions,
    #[command(flatten)]
    file: BaselineFile,
}

#[derive(Debug, Args)]
struct Show {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    file: BaselineFile,
}

impl Command {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let done = match &self.action {
            Action::Write(update) => update.run(true, output),
            Action::Prune(update) => update.run(false, output),
            Action::Show(show) => show.run(output),
        };
        match done {
            Ok(()) => Status::Clean,
            Err(troubles) => {
                output.troubles(&troubles);
                Status::Failed
            }
        }
    }
}

/// What a run found, as far as a baseline takes it.
#[derive(Default)]
struct Found {
    /// For each baseline.
    sightings: Vec<Vec<Sighting>>,
    /// For each organisation.
    outlines: Vec<Vec<Outline>>,
    /// The places in configuration files that held findings back.
    used: BTreeSet<(String, Span)>,
    unread: BTreeSet<String>,
    troubles: Vec<Trouble>,
    documents: usize,
    /// How many findings no baseline takes.
    never_held: usize,
}

impl Found {
    /// Takes findings of a document with a configuration in, but for those that something else holds back.
    fn see(&mut self, baselines: &Baselines, config: usize, diagnostics: &[Diagnostic]) {
        self.used.extend(used_entries(diagnostics));
        let standing: Vec<Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.held.is_none()).cloned().collect();
        if let Some((nth, baseline)) = baselines.of(config) {
            self.sightings[nth].extend(baseline.sightings(&standing));
        }
    }
}

impl Update {
    /// Rewrites the baselines; with `add` what is new is held back too.
    fn run(&self, add: bool, output: &mut Output) -> Result<(), Vec<Trouble>> {
        let (plan, troubles) = self.inputs.planned()?;
        let run = self.rules.run(&plan)?;
        let baselines = self.file.load(&plan, |file| if add { Ok(Some(Baseline::empty(file))) } else { self.file.needed(file) });
        let baselines = baselines.map_err(|trouble| vec![trouble])?;
        if baselines.all.is_empty() {
            output.troubles(&[none()]);
            return Ok(());
        }
        let found = Found { troubles, ..examine(&run, &baselines) };
        let mut troubles = found.troubles;
        if found.documents == 0 && plan.excluded == 0 {
            troubles.push(inputs::nothing_found());
            return Err(troubles);
        }
        for (nth, sightings) in found.sightings.into_iter().enumerate() {
            let baseline = &baselines.all[nth];
            let rewritten = baseline.rewritten(sightings, &baselines.coverage(nth, &run, &found.unread), add);
            let shown = baseline.file.display();
            if baseline.entries().is_empty() && rewritten.kept == 0 {
                let _ = output.write(format!("{shown}: there is nothing to hold back\n").as_bytes());
                continue;
            }
            let written = ReportFile::open(&baseline.file).and_then(|mut file| {
                file.write(rewritten.text.as_bytes());
                file.close()
            });
            if let Err(trouble) = written {
                troubles.push(trouble);
                continue;
            }
            let (kept, added, removed) = (findings(rewritten.kept), rewritten.added, rewritten.removed);
            let _ = output.write(format!("{shown}: {kept} held back ({added} new, {removed} there no more)\n").as_bytes());
        }
        if add && found.never_held > 0 {
            let message = format!("{} cannot be held back", counted(found.never_held, "finding"));
            troubles.push(Trouble::notice(message, "mend what cannot be read: it hides what else there is to find"));
        }
        output.troubles(&troubles);
        Ok(())
    }
}

/// Checks all documents.
fn examine(run: &Run<'_>, baselines: &Baselines) -> Found {
    let mut found = Found {
        sightings: baselines.all.iter().map(|_| Vec::new()).collect(),
        outlines: (0..run.plan.organisation_count()).map(|_| Vec::new()).collect(),
        ..Found::default()
    };
    let work = |input: &inputs::Input| {
        let examined = catch_unwind(AssertUnwindSafe(|| run.examine(input)));
        let examined = examined.unwrap_or_else(|_| Err(broken(input.path())));
        let page = matches!(examined, Ok(None)).then(|| run.page(input)).flatten();
        (input.path().to_owned(), examined, page.map(|page| (input.config, page)))
    };
    in_order(&run.plan.inputs, work, |(path, examined, page)| {
        match examined {
            Ok(Some(Examined { config, report, in_part, .. })) => {
                found.documents += 1;
                found.never_held += report.diagnostics.iter().filter(|diagnostic| is_never_held(diagnostic)).count();
                found.see(baselines, config, &report.diagnostics);
                found.outlines[run.plan.organisations[config]].push(report.outline);
                found.unread.extend(in_part.then_some(path));
            }
            Ok(None) => page.into_iter().for_each(|(config, page)| found.outlines[run.plan.organisations[config]].push(page)),
            Err(trouble) => {
                found.unread.insert(path);
                found.troubles.push(trouble);
            }
        }
        std::ops::ControlFlow::Continue(())
    });
    for (organisation, mut outlines) in std::mem::take(&mut found.outlines).into_iter().enumerate() {
        outlines.extend(run.opaque(organisation));
        run.across(organisation, &outlines).iter().for_each(|(config, diagnostics)| found.see(baselines, *config, diagnostics));
    }
    let used = std::mem::take(&mut found.used);
    run.on_configurations(&used).iter().for_each(|(config, diagnostics)| found.see(baselines, *config, diagnostics));
    found.troubles.extend(run.notes());
    found
}

/// Says that nothing is held back.
fn none() -> Trouble {
    Trouble::notice("there is no baseline, so nothing is held back", "`okrlint baseline write` writes one")
}

fn findings(count: usize) -> String {
    if count == 1 { "1 finding is".to_owned() } else { format!("{count} findings are") }
}

impl Show {
    fn run(&self, output: &mut Output) -> Result<(), Vec<Trouble>> {
        let (plan, troubles) = self.inputs.planned()?;
        let baselines = self.file.load(&plan, |file| self.file.needed(file)).map_err(|trouble| vec![trouble])?;
        if baselines.all.is_empty() {
            output.troubles(&[none()]);
            return Ok(());
        }
        let roots: Vec<_> = plan.roots().map(lexical).collect();
        let mut sheet = output.pen.sheet();
        for baseline in &baselines.all {
            let entries: Vec<&Entry> = baseline.entries_in(&roots).collect();
            let count: usize = entries.iter().map(|entry| entry.count as usize).sum();
            sheet.styled(STRONG, &format!("{}: {} held back\n", visible(&baseline.file.display().to_string()), findings(count)));
            for document in entries.chunk_by(|one, other| one.path == other.path) {
                sheet.text(&format!("\n{}\n", visible(&document[0].path)));
                for entry in document {
                    let times = if entry.count == 1 { String::new() } else { format!(" ({} times)", entry.count) };
                    sheet.text(&format!("  {}", visible(&entry.rule)));
                    sheet.styled(FAINT, &format!("  {}{times}\n", visible(&entry.text)));
                }
            }
        }
        output.sheet(sheet);
        output.troubles(&troubles);
        Ok(())
    }
}
