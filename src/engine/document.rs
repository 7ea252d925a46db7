//! The rules that look at one document: each at its scope, one cause told once.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::matching::{self, Ground};
use super::plan::{Active, Finder, Plan};
use super::remedy::Remedies;
use super::{Settings, render};
use crate::catalogue::Scope;
use crate::changes::Set;
use crate::checks::{
    Check, Finding, FormContext, HistoryContext, KeyResultContext, ObjectiveContext, SetContext, Statement, sure_period,
};
use crate::diagnostic::Diagnostic;
use crate::facts::Subject;
use crate::history::Timeline;
use crate::model::{Document, KeyResult, Objective};
use crate::source::{Source, Span, Text};
use crate::topics::Topics;

/// A finding, the rule that made it (index into the plan) and the statement it is about.
struct Found<'a> {
    rule: usize,
    statement: Option<Statement>,
    finding: Finding<'a>,
}

/// Where an objective begins, in bytes; a stand-in begins with its first key result.
fn place(objective: &Objective) -> usize {
    let stated =
        if objective.is_implicit() { objective.key_results.first().map(|first| &first.item) } else { Some(&objective.item) };
    stated.map_or(0, |item| item.text.span().start as usize)
}

/// One document on its way through the rules.
pub(super) struct Pass<'a> {
    plan: &'a Plan,
    settings: &'a Settings,
    source: &'a Source,
    document: &'a Document,
    topics: Topics,
    /// What became of the document's sets, by section; empty where that is not known.
    timelines: &'a [Timeline],
    found: Vec<Found<'a>>,
    /// What the program and the conditions of rules got wrong.
    failures: Vec<Diagnostic>,
    /// Rules whose condition could not be answered, so that it is not asked again.
    unanswered: BTreeSet<usize>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(plan: &'a Plan, settings: &'a Settings, source: &'a Source, document: &'a Document) -> Self {
        let topics = if plan.has_topics() { Topics::of(document) } else { Topics::default() };
        Self {
            plan,
            settings,
            source,
            document,
            topics,
            timelines: &[],
            found: Vec::new(),
            failures: Vec::new(),
            unanswered: BTreeSet::new(),
        }
    }

    /// With what became of the document's sets, by section.
    pub(super) fn in_time(self, timelines: &'a [Timeline]) -> Self {
        Self { timelines, ..self }
    }

    /// The findings of all scopes, in no order.
    pub(super) fn run(mut self) -> Vec<Diagnostic> {
        for (index, objective) in self.document.objectives.iter().enumerate().filter(|(_, objective)| !objective.item.dropped) {
            self.objective(index, objective);
            for (nth, key_result) in objective.standing() {
                self.key_result(index, nth, objective, key_result);
            }
        }
        self.sets();
        self.texts();
        self.histories();
        self.form();
        self.silence();
        let remedies = Remedies::new(self.source, self.document);
        let rendered = self.found.iter().filter_map(|found| {
            render::diagnostic(
                &self.plan.active[found.rule],
                &found.finding,
                found.statement,
                self.source,
                &self.document.objectives,
                Some(&remedies),
            )
        });
        let mut diagnostics: Vec<Diagnostic> = rendered.collect();
        diagnostics.append(&mut self.failures);
        diagnostics
    }

    /// The rules of a scope that may find something in the document.
    fn rules(&self, scope: Scope) -> impl Iterator<Item = (usize, &'a Active)> + use<'a> {
        let (plan, topics): (&'a Plan, Topics) = (self.plan, self.topics);
        plan.at(scope).filter(move |(_, active)| topics.concern(active.rule))
    }

    fn key_result(&mut self, index: usize, nth: usize, objective: &'a Objective, key_result: &'a KeyResult) {
        let Some(section) = self.document.sections.get(objective.section) else { return };
        let statement = Statement { objective: index, key_result: Some(nth) };
        let text = &key_result.item.text;
        let through = self.plan.gate.of(text.as_str());
        for (rule, active) in self.rules(Scope::KeyResult) {
            match active.finder {
                Finder::Code(Check::KeyResult(check)) => {
                    let context = KeyResultContext { run: active.run(self.settings), section, objective, key_result };
                    let found = self.guarded(active, text.span(), || check(&context));
                    self.keep(rule, Some(statement), found);
                }
                Finder::Match(..) if through.lets(rule, active) => {
                    let subject = Subject { key_result: Some(key_result), ..self.subject(active, objective) };
                    let ground = Ground { subject, text: Some(text), reading: Some(&key_result.reading), whole: text.span() };
                    self.matched(rule, active, Some(statement), &ground);
                }
                _ => {}
            }
        }
    }

    fn objective(&mut self, index: usize, objective: &'a Objective) {
        let Some(section) = self.document.sections.get(objective.section) else { return };
        let statement = Statement { objective: index, key_result: None };
        let text = &objective.item.text;
        let through = self.plan.gate.of(text.as_str());
        for (rule, active) in self.rules(Scope::Objective) {
            match active.finder {
                Finder::Code(Check::Objective(check)) => {
                    let context = ObjectiveContext { run: active.run(self.settings), section, index, objective };
                    let found = self.guarded(active, text.span(), || check(&context));
                    self.keep(rule, Some(statement), found);
                }
                Finder::Match(..) if !objective.is_implicit() && through.lets(rule, active) => {
                    let subject = self.subject(active, objective);
                    let ground = Ground { subject, text: Some(text), reading: Some(&objective.reading), whole: text.span() };
                    self.matched(rule, active, Some(statement), &ground);
                }
                _ => {}
            }
        }
    }

    fn sets(&mut self) {
        // What sets inherit from the whole document, a North Star for one, is told once.
        let mut told: BTreeSet<(usize, Span)> = BTreeSet::new();
        let (standing, dropped) = (self.members(false), self.members(true));
        let starts = standing.iter().map(|set| set.first().map(|(_, objective)| place(objective)));
        let mut starts: Vec<usize> = starts.flatten().collect();
        starts.sort_unstable();
        for (number, section) in self.document.sections.iter().enumerate() {
            let objectives = &standing[number];
            let Some((_, first)) = objectives.first() else { continue };
            let prose = self.prose(place(first), &starts);
            let timeline = self.timelines.get(number).filter(|timeline| !timeline.is_empty());
            let touched = timeline.map_or(&self.document.touched, |timeline| &timeline.days);
            for (rule, active) in self.rules(Scope::Set) {
                let check = match active.finder {
                    Finder::Code(Check::Set(check) | Check::SetOverDays(check)) => check,
                    Finder::Match(..) => {
                        let whole = if first.is_implicit() {
                            first.key_results.first().map(|first| &first.item)
                        } else {
                            Some(&first.item)
                        };
                        let Some(whole) = whole else { continue };
                        let subject = Subject { objective: None, ..self.subject(active, first) };
                        let ground = Ground { subject, text: None, reading: None, whole: whole.text.span() };
                        self.matched(rule, active, None, &ground);
                        continue;
                    }
                    _ => continue,
                };
                let (run, document) = (active.run(self.settings), self.document);
                let (objectives, dropped) = (objectives.clone(), dropped[number].clone());
                let context = SetContext { run, document, section, objectives, dropped, prose, touched };
                let found = self.guarded(active, first.item.text.span(), || Some(check(&context)));
                let fresh = found.into_iter().flatten().filter(|finding| told.insert((rule, finding.span)));
                self.keep(rule, None, fresh);
            }
        }
    }

    /// The rules that look at any text, which built-in ones of that scope leave to the reader.
    fn texts(&mut self) {
        let rules: Vec<(usize, &'a Active)> = self.rules(Scope::Text).collect();
        if !rules.iter().any(|(_, active)| matches!(active.finder, Finder::Match(..))) {
            return;
        }
        let document = self.document;
        let mut texts: Vec<&'a Text> = Vec::new();
        document.each_text(|text| texts.push(text));
        // A note may also be a line of the prose.
        texts.sort_by_key(|text| text.span());
        texts.dedup_by_key(|text| text.span());
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            let through = self.plan.gate.of(text.as_str());
            for (rule, active) in rules.iter().filter(|(rule, active)| through.lets(*rule, active)) {
                let run = active.run(self.settings);
                let subject = Subject { run, document, section: 0, objective: None, key_result: None, text: Some(text.as_str()) };
                self.matched(*rule, active, None, &Ground { subject, text: Some(text), reading: None, whole: text.span() });
            }
        }
    }

    /// What a rule's condition can name around an objective.
    fn subject(&self, active: &Active, objective: &'a Objective) -> Subject<'a> {
        let (run, document) = (active.run(self.settings), self.document);
        Subject { run, document, section: objective.section, objective: Some(objective), key_result: None, text: None }
    }

    /// Holds what a rule looks for against a piece of the document.
    fn matched(&mut self, rule: usize, active: &'a Active, statement: Option<Statement>, ground: &Ground<'a>) {
        let Finder::Match(matches, matcher) = active.finder else { return };
        if self.unanswered.contains(&rule) {
            return;
        }
        match self.guarded(active, ground.whole, || Some(matching::find(matches, matcher, ground))) {
            Some(Ok(found)) => self.keep(rule, statement, found),
            Some(Err(reason)) => {
                self.unanswered.insert(rule);
                self.failures.extend(render::unanswered(active, self.source, ground.whole, &reason));
            }
            None => {}
        }
    }

    fn histories(&mut self) {
        for (number, timeline) in self.timelines.iter().enumerate().filter(|(_, timeline)| !timeline.is_empty()) {
            let Some(set) = Set::of(self.document, number) else { continue };
            let Some(cycle) = sure_period(set.section, self.settings.fiscal_year) else { continue };
            let start = set.objectives.first().map_or_else(Span::default, |(_, objective)| objective.item.text.span());
            for (rule, active) in self.plan.at(Scope::History) {
                let Finder::Code(Check::History(check)) = active.finder else { continue };
                let context = HistoryContext { run: active.run(self.settings), set: set.clone(), cycle, timeline };
                let found = self.guarded(active, start, || Some(check(&context)));
                self.keep(rule, None, found.into_iter().flatten());
            }
        }
    }

    fn form(&mut self) {
        let start = self.document.objectives.first().map_or_else(Span::default, |first| first.item.text.span());
        for (rule, active) in self.rules(Scope::Form) {
            let Finder::Code(Check::Form(check)) = active.finder else { continue };
            let context = FormContext { run: active.run(self.settings), source: self.source, document: self.document };
            let found = self.guarded(active, start, || Some(check(&context)));
            self.keep(rule, None, found.into_iter().flatten());
        }
    }

    /// The standing or the dropped objectives of each section.
    fn members(&self, dropped: bool) -> Vec<Vec<(usize, &'a Objective)>> {
        let mut members = vec![Vec::new(); self.document.sections.len()];
        for (index, objective) in self.document.objectives.iter().enumerate() {
            if let Some(set) = members.get_mut(objective.section).filter(|_| objective.item.dropped == dropped) {
                set.push((index, objective));
            }
        }
        members
    }

    /// What the document says beside its OKRs from the start of one set to the start of the next; the first set has what stands before.
    fn prose(&self, start: usize, starts: &[usize]) -> &'a [Text] {
        let prose: &'a [Text] = &self.document.prose;
        let before = |place: usize| prose.partition_point(|text| (text.span().start as usize) < place);
        let set = starts.partition_point(|other| *other < start);
        let from = if set == 0 { 0 } else { before(start) };
        let to = starts.get(set + 1).map_or(prose.len(), |next| before(*next));
        prose.get(from..to).unwrap_or_default()
    }

    fn keep(&mut self, rule: usize, statement: Option<Statement>, findings: impl IntoIterator<Item = Finding<'a>>) {
        for finding in findings {
            let wanted = self.plan.active[rule].variant(finding.variant).is_some();
            if wanted {
                self.found.push(Found { rule, statement: finding.statement.or(statement), finding });
            }
        }
    }

    /// One cause, one finding: drops what another finding on the same statement silences.
    fn silence(&mut self) {
        self.found.sort_by_key(|found| found.statement);
        let mut kept = Vec::with_capacity(self.found.len());
        for group in self.found.chunk_by(|a, b| a.statement.is_some() && a.statement == b.statement) {
            let silenced = |found: &Found<'_>| {
                let name = self.plan.active[found.rule].rule.name;
                group.iter().any(|other| self.plan.active[other.rule].rule.silences.contains(&name))
            };
            kept.extend(group.iter().map(|found| !silenced(found)));
        }
        let mut kept = kept.into_iter();
        self.found.retain(|_| kept.next().unwrap_or(true));
    }

    /// Runs a check; should it panic, that is a finding and the run goes on.
    fn guarded<T>(&mut self, active: &Active, span: Span, check: impl FnOnce() -> Option<T>) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(check)) {
            Ok(found) => found,
            Err(panic) => {
                let values = [("rule", active.rule.name), ("detail", reason(&*panic))];
                self.failures.extend(text_finding(self.plan, "internal-error", self.source, span, &values));
                None
            }
        }
    }
}

/// What a panic says.
pub(super) fn reason(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}

/// A finding of a rule of scope text; `None` where the rule is off.
pub(super) fn text_finding(
    plan: &Plan,
    rule: &str,
    source: &Source,
    span: Span,
    values: &[(&'static str, &str)],
) -> Option<Diagnostic> {
    let active = plan.find(rule)?;
    let mut finding = Finding::at(span);
    for (name, value) in values {
        finding = finding.with(name, *value);
    }
    render::diagnostic(active, &finding, None, source, &[], None)
}
