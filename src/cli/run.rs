//! What `check` and `baseline` have in common: the rules of a run, and what they find in each document.

use clap::Args;

use super::inputs::{Input, Loaded, Plan};
use super::rule_choice::RuleChoice;
use crate::engine::{DocumentReport, Engine};
use crate::history::Histories;
use crate::model::Document;
use crate::source::Source;
use crate::trouble::Trouble;
use crate::workspace::Outline;

/// The options that say which rules run, and how.
#[derive(Debug, Args)]
pub(super) struct RuleOptions {
    #[command(flatten)]
    choice: RuleChoice,
    /// Do not look at what git knows of how the documents changed.
    #[arg(long)]
    no_history: bool,
}

/// The documents of a run and the rules that are ready for them.
pub(super) struct Run<'p> {
    pub(super) plan: &'p Plan,
    /// The rules by configuration.
    pub(super) engines: Vec<Engine>,
    /// The pasts of the documents, unless the user wants none looked at.
    histories: Option<Histories<'p>>,
}

/// A document and what was found in it.
pub(super) struct Examined {
    /// Index of its configuration.
    pub(super) config: usize,
    pub(super) source: Source,
    pub(super) document: Document,
    pub(super) report: DocumentReport,
    /// Whether part of it could not be read, so that there may be more to find.
    pub(super) in_part: bool,
}

impl RuleOptions {
    /// Prepares the rules of each configuration; the command line comes before it.
    ///
    /// # Errors
    ///
    /// Every name and value that no rule knows.
    pub(super) fn run<'p>(&self, plan: &'p Plan) -> Result<Run<'p>, Vec<Trouble>> {
        let engines = self.choice.engines(&plan.configs)?;
        let since = engines.iter().map(Engine::history_since).min().filter(|_| !self.no_history);
        let histories = since.map(|since| Histories::new(plan.inputs.iter().map(Input::file), since));
        Ok(Run { plan, engines, histories })
    }
}

impl Run<'_> {
    /// Reads and checks one document; nothing where a file was only met on the way and holds no OKRs.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub(super) fn examine(&self, input: &Input) -> Result<Option<Examined>, Trouble> {
        let loaded = input.load(&self.plan.configs)?;
        Ok(loaded.map(|loaded| self.examined(input, loaded, self.histories.as_ref())))
    }

    /// Checks a document that has been read, with its past where that is given and a rule asks for it.
    pub(super) fn examined(&self, input: &Input, loaded: Loaded, histories: Option<&Histories<'_>>) -> Examined {
        let Loaded { source, read } = loaded;
        let engine = &self.engines[input.config];
        let asked = histories.filter(|_| engine.wants_past(&read.document));
        let past = asked.and_then(|histories| input.past(histories, &self.plan.configs));
        let report = engine.check_with_past(&source, &read, past.as_ref());
        let in_part = read.problems.iter().any(|problem| matches!(problem.rule, "syntax-error" | "invalid-encoding"));
        Examined { config: input.config, source, document: read.document, report, in_part }
    }

    /// What is known of files beside the documents of a configuration: those that cannot be read, and what pages say of how OKRs are used
    /// where a rule asks for that.
    pub(super) fn beside(&self, config: usize) -> Vec<Outline> {
        let opaque = self.plan.opaque.iter().filter(|(_, of)| *of == config);
        let opaque = opaque.map(|(path, of)| Outline::opaque(path, &self.plan.configs[*of].context(path).0));
        let wanted = |input: &&Input| self.engines[config].wants_pages() && input.config == config && input.is_page();
        let pages = self.plan.inputs.iter().filter(wanted).filter_map(|input| Some(Outline::page(&input.source()?)));
        opaque.chain(pages).collect()
    }

    /// Whether the user wants the past looked at.
    pub(super) fn looks_back(&self) -> bool {
        self.histories.is_some()
    }

    /// What the user should know of pasts that could not be looked at, or not to their beginning.
    pub(super) fn notes(&self) -> Vec<Trouble> {
        let latest = self.engines.iter().map(|engine| engine.settings().today).max();
        self.histories.iter().zip(latest).flat_map(|(histories, latest)| histories.notes(latest)).collect()
    }
}
