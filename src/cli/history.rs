//! `okrlint history`: how the sets of each team went, cycle by cycle.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::Status;
use super::check::broken;
use super::inputs::{self, Input, Inputs};
use super::ordered::in_order;
use super::output::Output;
use super::rule_choice::day;
use crate::config::Config;
use crate::report::history::{self, Told};
use crate::series::{Record, series};
use crate::trouble::Trouble;
use crate::workspace::{Depth, Outline};

/// Show how each team's OKRs went over the cycles.
///
/// One line a cycle: a bar for the score of each key result (a dot where there is none), their mean, how many were achieved (0.7 and above; a
/// committed one at 1.0), how many key results were there in the cycle before, how many of these have a new target, and the days on which
/// something was told.
#[derive(Debug, Args)]
pub(super) struct History {
    #[command(flatten)]
    inputs: Inputs,
    /// How to write it.
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
    /// The day that tells which cycles are over [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

/// How the series are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people.
    Text,
    /// For programs; a documented, versioned shape.
    Json,
    /// For spreadsheets: one row a team and cycle.
    Csv,
}

/// What came of one document.
#[derive(Default)]
struct Read {
    /// Index of the configuration, and the outline.
    outline: Option<(usize, Outline)>,
    trouble: Option<Trouble>,
}

impl History {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let (plan, mut troubles) = match self.inputs.planned() {
            Ok(planned) => planned,
            Err(troubles) => {
                output.troubles(&troubles);
                return Status::Failed;
            }
        };
        let mut outlines: Vec<Vec<Outline>> = (0..plan.organisation_count()).map(|_| Vec::new()).collect();
        let mut found = false;
        in_order(
            &plan.inputs,
            |input: &Input| read(input, &plan.configs),
            |read: Read| {
                troubles.extend(read.trouble);
                if let Some((config, outline)) = read.outline {
                    found |= outline.sets.iter().any(|set| !set.traces.is_empty());
                    outlines[plan.organisations[config]].push(outline);
                }
                ControlFlow::Continue(())
            },
        );
        for outlines in &mut outlines {
            outlines.sort_by(|a, b| a.path.cmp(&b.path));
        }
        let outlines: Vec<Vec<&Outline>> = outlines.iter().map(|outlines| outlines.iter().collect()).collect();
        // The organisation's year is that of its first configuration.
        let configs = (0..outlines.len()).map(|organisation| &plan.configs[plan.first_of(organisation)]);
        let joined = outlines.iter().zip(configs).map(|(outlines, config)| (series(outlines, config.fiscal_year), config));
        let joined: Vec<_> = joined.collect();
        let told: Vec<Told<'_, '_>> = joined
            .iter()
            .flat_map(|(series, config)| {
                let today = self.today(config);
                series.iter().map(move |series| Told { series, records: records(series, today) })
            })
            .collect();
        self.write(output, &told);
        if !found && plan.excluded == 0 {
            troubles.push(inputs::nothing_found());
        } else if found && told.is_empty() {
            troubles.push(Trouble::notice(
                "no document says which cycle it is for",
                "name the cycle in the front matter (`cycle: 2026-Q3`), in a heading, or in the path",
            ));
        }
        if !troubles.is_empty() {
            output.troubles(&troubles);
        }
        Status::Clean
    }

    fn today(&self, config: &Config) -> Date {
        self.today.or(config.today).unwrap_or_else(|| jiff::ZonedDateTime::now().date())
    }

    fn write(&self, output: &mut Output, told: &[Told<'_, '_>]) {
        let mut bytes = Vec::new();
        match self.format {
            Shape::Json => history::object(&mut bytes, told),
            Shape::Csv => history::rows(&mut bytes, told),
            Shape::Text => {
                let mut sheet = output.pen.sheet();
                history::table(&mut sheet, told);
                return output.sheet(sheet);
            }
        }
        let _ = output.write(&bytes);
    }
}

fn records(series: &crate::series::Series<'_>, today: Date) -> Vec<Record> {
    let steps = &series.steps;
    let before = std::iter::once(None).chain(steps.iter().map(Some));
    steps.iter().zip(before).map(|(step, before)| Record::of(step, before, today)).collect()
}

/// Reads one document. Whatever goes wrong inside okrlint stays with it.
fn read(input: &Input, configs: &[Config]) -> Read {
    let loaded = catch_unwind(AssertUnwindSafe(|| {
        let loaded = input.load(configs)?;
        Ok(loaded.map(|loaded| Outline::of(&loaded.read.document, Depth::Traces)))
    }));
    match loaded {
        Ok(Ok(outline)) => Read { outline: outline.map(|outline| (input.config, outline)), trouble: None },
        Ok(Err(trouble)) => Read { trouble: Some(trouble), ..Read::default() },
        Err(_) => Read { trouble: Some(broken(input.path())), ..Read::default() },
    }
}
