//! What `check` and `baseline` have in common: the rules of a run, and what they find in each document.

use std::collections::BTreeSet;

use clap::Args;

use super::inputs::{Input, Loaded, Plan};
use super::rule_choice::RuleChoice;
use crate::diagnostic::{Diagnostic, Held};
use crate::engine::{DocumentReport, Engine};
use crate::history::Histories;
use crate::model::Document;
use crate::source::{Source, Span};
use crate::trouble::Trouble;
use crate::workspace::Outline;

/// The options that say which rules run, and how.
#[derive(Debug, Default, Args)]
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
        Ok(input.load(&self.plan.configs)?.map(|loaded| self.examine_loaded(input, loaded)))
    }

    /// Checks a document that has been read, with what the run knows of its past.
    pub(super) fn examine_loaded(&self, input: &Input, loaded: Loaded) -> Examined {
        self.examined(input, loaded, self.histories.as_ref())
    }

    /// The outline of a page without OKRs, where a rule asks what such pages say.
    pub(super) fn page(&self, input: &Input) -> Option<Outline> {
        let wanted = input.is_page() && self.engines[input.config].wants_pages();
        wanted.then(|| input.source()).flatten().map(|page| Outline::page(&page))
    }

    /// The outlines of the files of an organisation whose OKRs no text tool can read.
    pub(super) fn opaque(&self, organisation: usize) -> impl Iterator<Item = Outline> {
        let files = self.plan.opaque.iter().filter(move |(_, config)| self.plan.organisations[*config] == organisation);
        files.map(move |(path, config)| Outline::opaque(path, &self.plan.configs[*config].context(path).0))
    }

    /// Checks a document that has been read, with its past where that is given and a rule asks for it.
    pub(super) fn examined(&self, input: &Input, loaded: Loaded, histories: Option<&Histories<'_>>) -> Examined {
        let Loaded { source, read, .. } = loaded;
        let engine = &self.engines[input.config];
        let asked = histories.filter(|_| engine.wants_past(&read.document));
        let past = asked.and_then(|histories| input.past(histories, &self.plan.configs));
        let report = engine.check_with_past(&source, &read, past.as_ref());
        let in_part = read.problems.iter().any(|problem| matches!(problem.rule, "syntax-error" | "invalid-encoding"));
        Examined { config: input.config, source, document: read.document, report, in_part }
    }

    /// Runs the rules across the documents of an organisation. Each document's own configuration says what is told of it: the findings come
    /// with the index of the configuration of the document in which they have their primary place.
    pub(super) fn across(&self, organisation: usize, outlines: &[Outline]) -> Vec<(usize, Vec<Diagnostic>)> {
        let Self { plan, engines, .. } = self;
        let members: Vec<usize> = (0..engines.len()).filter(|config| plan.organisations[*config] == organisation).collect();
        let mut found: Vec<(usize, Vec<Diagnostic>)> = members.iter().map(|config| (*config, Vec::new())).collect();
        let mut rest = members;
        while let Some(first) = rest.first().copied() {
            let (alike, others): (Vec<usize>, Vec<usize>) =
                rest.iter().partition(|config| engines[first].agrees_across_documents(&engines[**config]));
            rest = others;
            for diagnostic in engines[first].check_organisation(outlines) {
                // What stands in no document of the run is told by the first configuration.
                let config = plan.config_of(&diagnostic.path).unwrap_or_else(|| plan.first_of(organisation));
                if let Some((_, found)) = found.iter_mut().find(|(member, _)| *member == config && alike.contains(member)) {
                    found.push(diagnostic);
                }
            }
        }
        found
    }

    /// What there is to say about the configuration files themselves, each once. `used` are the places in them that held a finding back.
    pub(super) fn on_configurations(&self, used: &BTreeSet<(String, Span)>) -> Vec<(usize, Vec<Diagnostic>)> {
        let mut told = BTreeSet::new();
        let files = self.plan.config_files().into_iter();
        let found = files.map(|(config, is_whole)| {
            let mut diagnostics = self.engines[config].check_configuration(used, is_whole);
            // A file that several others extend speaks once.
            diagnostics.retain(|diagnostic| told.insert((diagnostic.path.clone(), diagnostic.span, diagnostic.rule.name)));
            (config, diagnostics)
        });
        found.collect()
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

/// The places in configuration files that hold some of the findings back.
pub(super) fn used_entries(diagnostics: &[Diagnostic]) -> impl Iterator<Item = (String, Span)> {
    diagnostics.iter().filter_map(|diagnostic| match &diagnostic.held {
        Some(Held::Configuration { path, name, .. }) => Some((path.clone(), *name)),
        _ => None,
    })
}
