//! Which baseline holds for which configuration.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::Plan;
use super::run::Run;
use crate::baseline::{Baseline, Coverage};
use crate::diagnostic::Diagnostic;
use crate::discover::lexical;
use crate::trouble::Trouble;

/// The options that name a baseline.
#[derive(Debug, Args)]
pub(super) struct BaselineFile {
    /// Use this baseline instead of the okrlint-baseline.json beside the configuration.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
}

/// The baselines of a run.
#[derive(Debug, Default)]
pub(super) struct Baselines {
    pub(super) all: Vec<Baseline>,
    /// Which of them holds for which configuration.
    of: Vec<Option<usize>>,
}

impl BaselineFile {
    /// Reads the baselines. What `missing` makes of a file that is not there holds in its place.
    ///
    /// # Errors
    ///
    /// A file cannot be used.
    pub(super) fn load(
        &self,
        plan: &Plan,
        missing: impl Fn(&Path) -> Result<Option<Baseline>, Trouble>,
    ) -> Result<Baselines, Trouble> {
        let mut baselines = Baselines::default();
        for config in &plan.configs {
            let file = self.baseline.clone().unwrap_or_else(|| config.baseline());
            let known = baselines.all.iter().position(|other| other.file == file);
            let fresh = match known {
                Some(_) => None,
                None => Baseline::load(&file)?.map_or_else(|| missing(&file), |baseline| Ok(Some(baseline)))?,
            };
            let at = known.or_else(|| fresh.is_some().then_some(baselines.all.len()));
            baselines.all.extend(fresh);
            baselines.of.push(at);
        }
        Ok(baselines)
    }

    /// What most commands make of a missing file: they can do without one that nobody named.
    pub(super) fn needed(&self, file: &Path) -> Result<Option<Baseline>, Trouble> {
        match &self.baseline {
            None => Ok(None),
            Some(_) => {
                let message = format!("there is no baseline `{}`", file.display());
                Err(Trouble::new(message, "check the spelling, or write it with `okrlint baseline write`"))
            }
        }
    }
}

impl Baselines {
    /// The baseline of a configuration, and its place among all.
    pub(super) fn of(&self, config: usize) -> Option<(usize, &Baseline)> {
        let nth = self.of.get(config).copied().flatten()?;
        Some((nth, self.all.get(nth)?))
    }

    /// Holds back what the baseline of a configuration has.
    pub(super) fn hold(&self, config: usize, diagnostics: &mut [Diagnostic]) {
        if let Some((_, baseline)) = self.of(config) {
            baseline.hold(diagnostics);
        }
    }

    /// Whether the order in which documents are held against them makes a difference.
    pub(super) fn wants_order(&self) -> bool {
        self.all.iter().any(Baseline::wants_order)
    }

    /// How far a run looked that is through, for one of the baselines.
    pub(super) fn coverage<'r>(&self, nth: usize, run: &'r Run<'_>, unread: &'r BTreeSet<String>) -> Coverage<'r> {
        let engines = run.engines.iter().zip(&self.of).filter(|(_, of)| **of == Some(nth)).map(|(engine, _)| engine).collect();
        let roots = run.plan.roots().map(lexical).collect();
        Coverage { engines, roots, unread, history: run.looks_back() && run.notes().is_empty() }
    }

    /// Tells of findings that are known and no longer there, where a run looked for them.
    pub(super) fn notes(&self, run: &Run<'_>, unread: &BTreeSet<String>) -> Vec<Trouble> {
        let note = |(nth, baseline): (usize, &Baseline)| {
            let stale = baseline.stale(&self.coverage(nth, run, unread));
            let file = baseline.file.display();
            let message = match stale {
                1 => format!("1 finding of `{file}` is there no more"),
                _ => format!("{stale} findings of `{file}` are there no more"),
            };
            (stale > 0)
                .then(|| Trouble::notice(message, "`okrlint baseline prune` removes them, so that they cannot come back unseen"))
        };
        self.all.iter().enumerate().filter_map(note).collect()
    }
}
