//! `okrlint check`: reads, checks and draws documents in parallel and writes what was found in order of path.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::Status;
use super::inputs::{self, Input, Inputs, Loaded, Plan};
use super::mend::{Count, Mending};
use super::ordered::in_order;
use super::output::Output;
use super::reports::{self, Renderers, ReportFormat, Reports, ToFile};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{Engine, Profile, Settings, Summary};
use crate::fix;
use crate::history::{Histories, Past};
use crate::report::Tally;
use crate::report::part::{Drawn, Folder, Part};
use crate::source::Source;
use crate::trouble::Trouble;
use crate::workspace::Outline;

/// Report the red flags in OKR documents.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    inputs: Inputs,
    /// How to write what was found.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    /// Also write a report to a file, in any format of --format (repeatable): `--output sarif=okr.sarif`.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = reports::to_file)]
    output: Vec<ToFile>,
    /// `ci` reports what is sure enough to fail a build, `coach` adds the questions worth raising in a review.
    #[arg(long, value_enum)]
    profile: Option<ProfileArg>,
    /// Run only these rules or red flags (comma separated, repeatable).
    #[arg(long, value_name = "RULE|FLAG", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules or red flags out (comma separated, repeatable).
    #[arg(long, value_name = "RULE|FLAG", value_delimiter = ',')]
    ignore: Vec<String>,
    /// From which severity on findings make the exit status 1 [default: error].
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<FailOn>,
    /// The day for which documents are judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// Do not look at what git knows of how the documents changed.
    #[arg(long)]
    no_history: bool,
    #[command(flatten)]
    mending: Mending,
    /// Show only the findings that make the exit status 1, and no summary.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ProfileArg {
    Ci,
    Coach,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

/// Reads a day.
pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write the day as YYYY-MM-DD, for example 2026-07-01".to_owned())
}

/// A configuration made ready: its rules and the severity that fails a run.
struct Ready {
    engine: Engine,
    /// Finds what can be mended; `None` where nothing is to be.
    mender: Option<Engine>,
    fail_on: Option<Severity>,
}

/// With what findings are drawn.
struct Desk {
    renderers: Renderers,
    folder: Folder,
}

/// What came of one document.
#[derive(Default)]
struct Checked {
    /// The findings as drawn, in each format.
    drawn: Vec<Drawn>,
    tally: Tally,
    /// Whether a finding fails the run.
    failing: bool,
    /// Index of the configuration and outline, for the rules across documents.
    outline: Option<(usize, Outline)>,
    mended: Count,
    /// The mended text of standard input.
    passed_on: Option<String>,
    troubles: Vec<Trouble>,
}

impl Check {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let plan = self.inputs.plan();
        let ready = match self.ready(&plan.configs) {
            Ok(ready) => ready,
            Err(troubles) => {
                output.troubles(plan.troubles.iter().chain(&troubles));
                return Status::Failed;
            }
        };
        if plan.inputs.is_empty() && plan.troubles.iter().any(|trouble| trouble.fatal) {
            output.troubles(&plan.troubles);
            return Status::Failed;
        }
        if self.mending.diff {
            return self.show(plan, &ready, output);
        }
        if self.mending.is_wanted() && plan.inputs.iter().any(Input::is_stdin) {
            output.step_aside();
        }
        let desk = Desk { renderers: Renderers::new(self.format, &self.output, output), folder: Folder::here() };
        let mut reports = match Reports::open(&desk.renderers, &self.output, output) {
            Ok(reports) => reports,
            Err(trouble) => {
                output.troubles([&trouble]);
                return Status::Failed;
            }
        };
        let mut total = Checked::default();
        let mut outlines: Vec<Vec<Outline>> = ready.iter().map(|_| Vec::new()).collect();
        let mut troubles = Vec::new();
        let histories = self.histories(&plan, &ready);
        let work = |input: &Input| self.check(input, &plan.configs, &ready, &desk, histories.as_ref());
        in_order(&plan.inputs, work, |checked: Checked| {
            total.tally.add(&checked.tally);
            total.failing |= checked.failing;
            total.mended += checked.mended;
            troubles.extend(checked.troubles);
            if let Some(text) = checked.passed_on {
                reports.pass_on(&text);
            }
            if let Some((config, outline)) = checked.outline {
                outlines[config].push(outline);
            }
            reports.add(checked.drawn)
        });
        for (ready, outlines) in ready.iter().zip(&outlines) {
            let found = self.across(ready, outlines, &plan, &desk);
            total.tally.add(&found.tally);
            total.failing |= found.failing;
            let _ = reports.add(found.drawn);
        }
        let latest = ready.iter().map(|ready| ready.engine.settings().today).max();
        troubles.extend(histories.iter().zip(latest).flat_map(|(histories, latest)| histories.notes(latest)));
        troubles.splice(0..0, plan.troubles);
        if total.tally.summary.files == 0 && !total.failing && plan.excluded == 0 {
            troubles.push(inputs::nothing_found());
        }
        reports.finish(&total.tally, troubles, self.quiet);
        if self.mending.is_wanted() && !self.quiet {
            output.tell(total.mended.told(false).as_bytes());
        }
        if total.failing { Status::Findings } else { Status::Clean }
    }

    /// Prepares the rules of each configuration; the command line comes before it.
    fn ready(&self, configs: &[Config]) -> Result<Vec<Ready>, Vec<Trouble>> {
        // The time zone database is opened only for who needs it.
        let mut system_day = None;
        configs
            .iter()
            .map(|config| {
                let today = self.today.or(config.today);
                let today = today.unwrap_or_else(|| *system_day.get_or_insert_with(|| jiff::ZonedDateTime::now().date()));
                let settings = Settings {
                    profile: match self.profile {
                        Some(ProfileArg::Ci) => Profile::Ci,
                        Some(ProfileArg::Coach) => Profile::Coach,
                        None => config.profile.unwrap_or_default(),
                    },
                    select: if self.select.is_empty() { config.select.clone() } else { self.select.clone() },
                    ignore: config.ignore.iter().chain(&self.ignore).cloned().collect(),
                    levels: config.levels.clone(),
                    options: config.options.clone(),
                    today,
                    fiscal_year: config.fiscal_year,
                    levers: config.levers.clone(),
                    north_star: config.north_star.clone(),
                    mends_form: false,
                };
                let mender = self.mending.is_wanted().then(|| Settings { mends_form: true, ..settings.clone() });
                let engine = |settings| {
                    Engine::new(settings).map_err(|errors| {
                        errors.into_iter().map(|error| Trouble::new(error.message, error.help)).collect::<Vec<_>>()
                    })
                };
                let mender = mender.map(engine).transpose()?;
                Ok(Ready { engine: engine(settings)?, mender, fail_on: self.fail_on(config) })
            })
            .collect()
    }

    /// The pasts of the documents, unless the user wants none looked at.
    fn histories<'p>(&self, plan: &'p Plan, ready: &[Ready]) -> Option<Histories<'p>> {
        let since = ready.iter().map(|ready| ready.engine.history_since()).min()?;
        (!self.no_history).then(|| Histories::new(plan.inputs.iter().map(Input::file), since))
    }

    fn fail_on(&self, config: &Config) -> Option<Severity> {
        match self.fail_on {
            Some(FailOn::Error) => Some(Severity::Error),
            Some(FailOn::Warning) => Some(Severity::Warning),
            Some(FailOn::Info) => Some(Severity::Info),
            Some(FailOn::Never) => None,
            None => config.fail_on.unwrap_or(Some(Severity::Error)),
        }
    }

    /// Reads, checks and draws one document. Whatever goes wrong inside okrlint stays with this document.
    fn check(
        &self,
        input: &Input,
        configs: &[Config],
        ready: &[Ready],
        desk: &Desk,
        histories: Option<&Histories<'_>>,
    ) -> Checked {
        let checked = catch_unwind(AssertUnwindSafe(|| match input.load(configs) {
            Ok(Some(loaded)) => {
                let ready = &ready[input.config];
                let (loaded, mended) = self.mended(input, loaded, configs, ready);
                let asked = histories.filter(|_| ready.engine.wants_past(&loaded.read.document));
                let past = asked.and_then(|histories| input.past(histories, configs));
                let Checked { mended, passed_on, troubles, .. } = mended;
                Checked { mended, passed_on, troubles, ..self.checked(input.config, &loaded, past.as_ref(), ready, desk) }
            }
            Ok(None) => Checked::default(),
            Err(trouble) => Checked { troubles: vec![trouble], ..Checked::default() },
        }));
        checked.unwrap_or_else(|_| Checked { troubles: vec![broken(input.path())], ..Checked::default() })
    }

    /// Mends a document where that is wanted, before it is checked.
    fn mended(&self, input: &Input, loaded: Loaded, configs: &[Config], ready: &Ready) -> (Loaded, Checked) {
        let Some(mender) = &ready.mender else { return (loaded, Checked::default()) };
        let (loaded, outcome) = self.mending.mend(input, loaded, configs, mender);
        let passed_on = (input.is_stdin() && !loaded.repaired).then(|| loaded.source.text.clone());
        let mended = match outcome {
            Ok(mended) => Checked { mended, troubles: mended.doubt(input.path()).into_iter().collect(), ..Checked::default() },
            Err(trouble) => Checked { troubles: vec![trouble], ..Checked::default() },
        };
        (loaded, Checked { passed_on, ..mended })
    }

    /// Shows what would be mended.
    fn show(&self, plan: Plan, ready: &[Ready], output: &mut Output) -> Status {
        let mut total = Count::default();
        let mut troubles = plan.troubles;
        let proposal = |input: &Input| -> Result<Option<(Count, String)>, Trouble> {
            let Some(loaded) = input.load(&plan.configs)? else { return Ok(None) };
            let Some(mender) = &ready[input.config].mender else { return Ok(None) };
            let (mended, count) = self.mending.mended(input, &loaded, &plan.configs, mender);
            Ok(Some((count, fix::unified(input.path(), &loaded.source.text, &mended.source.text))))
        };
        let work =
            |input: &Input| catch_unwind(AssertUnwindSafe(|| proposal(input))).unwrap_or_else(|_| Err(broken(input.path())));
        in_order(&plan.inputs, work, |proposed| match proposed {
            Ok(None) => ControlFlow::Continue(()),
            Ok(Some((count, diff))) => {
                total += count;
                output.pass_on(diff.as_bytes())
            }
            Err(trouble) => {
                troubles.push(trouble);
                ControlFlow::Continue(())
            }
        });
        output.troubles(&troubles);
        if !self.quiet {
            output.tell(total.told(true).as_bytes());
        }
        if total.is_empty() { Status::Clean } else { Status::Findings }
    }

    fn checked(&self, config: usize, loaded: &Loaded, past: Option<&Past>, ready: &Ready, desk: &Desk) -> Checked {
        let Loaded { source, read, .. } = loaded;
        let report = ready.engine.check_with_past(source, read, past);
        let found = self.written(Some(source), &[source], &report.diagnostics, report.summary, ready, desk);
        Checked { outline: Some((config, report.outline)), ..found }
    }

    /// Runs the rules across the documents of one configuration.
    fn across(&self, ready: &Ready, outlines: &[Outline], plan: &Plan, desk: &Desk) -> Checked {
        let diagnostics = ready.engine.check_organisation(outlines);
        let concerns = |path: &str| {
            diagnostics.iter().any(|d| d.path == path || d.labels.iter().any(|label| label.path.as_deref() == Some(path)))
        };
        let sources: Vec<Source> = match diagnostics.is_empty() {
            true => Vec::new(),
            false => {
                let inputs = plan.inputs.iter().filter(|input| concerns(input.path())).filter_map(Input::source);
                let declared = ready.engine.settings().north_star.iter().filter(|declared| concerns(&declared.path));
                inputs.chain(declared.filter_map(|declared| configuration(&declared.path))).collect()
            }
        };
        let sources: Vec<&Source> = sources.iter().collect();
        self.written(None, &sources, &diagnostics, Summary::default(), ready, desk)
    }

    /// Counts and draws findings.
    fn written(
        &self,
        document: Option<&Source>,
        sources: &[&Source],
        diagnostics: &[Diagnostic],
        summary: Summary,
        ready: &Ready,
        desk: &Desk,
    ) -> Checked {
        let tally = Tally::of(summary, diagnostics);
        let fails = |severity: Severity| ready.fail_on.is_some_and(|fail_on| severity >= fail_on);
        let (held, standing): (Vec<_>, Vec<_>) =
            diagnostics.iter().filter(|d| !self.quiet || fails(d.severity)).partition(|d| d.held.is_some());
        let part = Part {
            document: document.map(|source| &*source.path),
            sources,
            diagnostics: &standing,
            held: &held,
            fail_on: ready.fail_on,
            folder: &desk.folder,
        };
        Checked { drawn: desk.renderers.part(&part), failing: tally.worst.is_some_and(fails), tally, ..Checked::default() }
    }
}

/// The text of a configuration file, for findings in it.
fn configuration(path: &str) -> Option<Source> {
    std::fs::read_to_string(path).ok().map(|text| Source::new(path, text))
}

/// Says that okrlint itself failed on a document.
pub(super) fn broken(path: &str) -> Trouble {
    Trouble::new(
        format!("okrlint broke down on `{path}`; the other files were checked"),
        "this is a fault of okrlint: please report it with the file, or with the part of it that makes it happen",
    )
}
