//! Which rules run, at which level, with which options: the settings resolved against the catalogue.

use std::collections::BTreeMap;

use super::matching::Gate;
use super::{Profile, Reach, Settings, SettingsError};
use crate::catalogue::{Catalogue, Confidence, Flag, Level, Match, Matcher, Rule, Scope, Variant};
use crate::checks::{self, Check, Options, Run};
use crate::diagnostic::Severity;
use crate::workspace::Depth;

/// What finds the findings of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) enum Finder {
    /// A function.
    Code(Check),
    /// The `[match]` of the rule's file.
    Match(&'static Match, &'static Matcher),
    /// The reading of the document.
    Reader,
}

/// A rule that runs.
#[derive(Debug)]
pub(super) struct Active {
    /// The rule.
    pub(super) rule: &'static Rule,
    /// What finds its findings.
    pub(super) finder: Finder,
    /// Severity by the index of the rule's variants; `None` where that case is not wanted.
    severities: Vec<Option<Severity>>,
}

impl Active {
    /// The wording of a finding and its severity; `None` where that case is not wanted.
    pub(super) fn variant(&self, name: &str) -> Option<(&'static Variant, Severity)> {
        let index = self.rule.variants.iter().position(|variant| variant.name == name).unwrap_or(0);
        let severity = self.severities.get(index).copied().flatten()?;
        Some((&self.rule.variants[index], severity))
    }

    /// The severity of its gravest case that is wanted.
    pub(super) fn worst(&self) -> Option<Severity> {
        self.severities.iter().copied().flatten().max()
    }

    /// Whether all cases of the rule are wanted, but for those that want to be asked for.
    fn is_whole(&self) -> bool {
        let mut cases = self.rule.variants.iter().zip(&self.severities);
        cases.all(|(variant, severity)| severity.is_some() || variant.level == Level::Off)
    }

    /// How much of each document must be kept for it.
    fn depth(&self) -> Depth {
        match self.finder {
            Finder::Code(Check::Organisation(depth, _)) => depth,
            Finder::Code(Check::Series(_)) => Depth::Traces,
            _ => Depth::Ids,
        }
    }

    /// Whether it looks at the days on which a set changed.
    fn looks_at_days(&self) -> bool {
        matches!(self.finder, Finder::Code(Check::SetOverDays(_)))
    }

    /// What the rule's code may know besides its scope.
    pub(super) fn run<'a>(&self, settings: &'a Settings) -> Run<'a> {
        let options = Options { rule: self.rule, given: settings.options.get(self.rule.name) };
        Run { today: settings.today, fiscal_year: settings.fiscal_year, levers: &settings.levers, options }
    }
}

/// How much a run sees of what a rule or red flag could find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Not all of it: rules are off, or not all of their cases are wanted.
    Partial,
    /// All of it, in one document.
    Whole,
    /// All of it, once the findings across documents are known.
    AcrossDocuments,
}

/// The rules that run.
#[derive(Debug)]
pub(super) struct Plan {
    /// The rules, sorted by name.
    pub(super) active: Vec<Active>,
    /// Their indices, by scope.
    by_scope: BTreeMap<Scope, Vec<usize>>,
    /// Which rules that look for words a text may concern.
    pub(super) gate: Gate,
    /// How much the rules across documents need to know of each.
    pub(super) depth: Depth,
    /// Whether a rule looks at how documents changed, or at the days on which they did.
    pub(super) wants_history: bool,
}

impl Plan {
    /// Resolves settings against the catalogue and the code behind it.
    pub(super) fn new(settings: &Settings, code: impl Iterator<Item = checks::Entry>) -> Result<Self, Vec<SettingsError>> {
        let mistakes = mistakes(settings);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let code: BTreeMap<&str, Check> = code.collect();
        let active = settings.catalogue.rules().filter_map(|rule| {
            let severities: Vec<Option<Severity>> =
                rule.variants.iter().map(|variant| severity(settings, rule, variant)).collect();
            if severities.iter().all(Option::is_none) {
                return None;
            }
            let finder = match (rule.matches.as_ref().zip(rule.matcher()), code.get(rule.name)) {
                (Some((matches, matcher)), _) => Finder::Match(matches, matcher),
                (None, Some(check)) => Finder::Code(*check),
                (None, None) if rule.scope == Scope::Text => Finder::Reader,
                (None, None) => return None,
            };
            Some(Active { rule, finder, severities })
        });
        let mut active: Vec<Active> = active.collect();
        active.sort_by_key(|active| active.rule.name);
        let mut by_scope: BTreeMap<Scope, Vec<usize>> = BTreeMap::new();
        for (index, active) in active.iter().enumerate() {
            by_scope.entry(active.rule.scope).or_default().push(index);
        }
        let gate = Gate::new(&active);
        let depth = active.iter().map(Active::depth).max().unwrap_or(Depth::Ids);
        let wants_history = active.iter().any(|active| active.rule.scope == Scope::History || active.looks_at_days());
        Ok(Self { active, by_scope, gate, depth, wants_history })
    }

    /// The rules that look at a scope.
    pub(super) fn at(&self, scope: Scope) -> impl Iterator<Item = (usize, &Active)> {
        self.by_scope.get(&scope).into_iter().flatten().map(|index| (*index, &self.active[*index]))
    }

    /// What a running rule looks at.
    pub(super) fn reach(active: &Active) -> Reach {
        match active.rule.scope {
            Scope::Series | Scope::Organisation => Reach::Organisation,
            Scope::History => Reach::History,
            Scope::Set if active.looks_at_days() => Reach::History,
            Scope::Text | Scope::KeyResult | Scope::Objective | Scope::Set | Scope::Form => Reach::Document,
        }
    }

    /// Whether a rule asks what a document speaks of.
    pub(super) fn has_topics(&self) -> bool {
        self.active.iter().any(|active| active.rule.topic != 0)
    }

    /// All that decides what is found across documents.
    pub(super) fn across_documents<'p>(&'p self, settings: &'p Settings) -> impl PartialEq + use<'p> {
        let rules =
            self.active.iter().filter(|active| matches!(active.rule.scope, Scope::Text | Scope::Series | Scope::Organisation));
        let rules: Vec<_> =
            rules.map(|active| (active.rule.name, &active.severities, settings.options.get(active.rule.name))).collect();
        (rules, settings.today, settings.fiscal_year, &settings.levers)
    }

    /// How much the run sees of what the rule or red flag of a name could find. Rules that look at the past see nothing without one.
    pub(super) fn sight(&self, settings: &Settings, name: &str, has_past: bool) -> Sight {
        let flag = Flag::find(name);
        let is_meant = |rule: &&Rule| rule.name == name || Some(rule.flag) == flag && rule.level != Level::Off;
        let mut meant = settings.catalogue.rules().filter(is_meant).peekable();
        let mut sight = if meant.peek().is_some() { Sight::Whole } else { Sight::Partial };
        for rule in meant {
            let runs = self.find(rule.name).is_some_and(Active::is_whole) && (has_past || rule.scope != Scope::History);
            match rule.scope {
                _ if !runs => return Sight::Partial,
                Scope::Series | Scope::Organisation => sight = Sight::AcrossDocuments,
                _ => {}
            }
        }
        sight
    }

    /// The running rule of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Active> {
        self.active.binary_search_by(|active| active.rule.name.cmp(name)).ok().map(|index| &self.active[index])
    }
}

/// The severity of one case of a rule; `None` where it is not wanted.
///
/// A rule that the user names, in `select` or `levels`, runs whatever the profile says. A selected flag runs what the profile holds of it.
fn severity(settings: &Settings, rule: &Rule, variant: &Variant) -> Option<Severity> {
    let named = |list: &[String], name: &str| list.iter().any(|listed| listed == name);
    if named(&settings.ignore, rule.name) || named(&settings.ignore, rule.flag.name()) && !named(&settings.select, rule.name) {
        return None;
    }
    let selected = named(&settings.select, rule.name);
    if !selected && !settings.select.is_empty() && !named(&settings.select, rule.flag.name()) {
        return None;
    }
    match settings.levels.get(rule.name).or_else(|| settings.levels.get(rule.flag.name())) {
        Some(Some(level)) => return Some(*level),
        Some(None) if !selected => return None,
        _ => {}
    }
    let mended = settings.mends_form && rule.scope == Scope::Form;
    let level = match variant.level {
        Level::Off if selected || mended => Severity::Info,
        Level::Off => return None,
        Level::Info => Severity::Info,
        Level::Warning => Severity::Warning,
        Level::Error => Severity::Error,
    };
    let wanted = match settings.profile {
        Profile::Coach => true,
        Profile::Ci => level > Severity::Info && variant.confidence == Confidence::High,
    };
    (selected || mended || wanted).then_some(level)
}

/// Every name that no rule knows and every option value of the wrong type.
fn mistakes(settings: &Settings) -> Vec<SettingsError> {
    let names = settings.select.iter().chain(&settings.ignore).chain(settings.levels.keys());
    let catalogue = &settings.catalogue;
    let mut mistakes: Vec<SettingsError> = names.filter_map(|name| unknown_rule(catalogue, name)).collect();
    for (name, given) in &settings.options {
        let Some(rule) = catalogue.find(name) else {
            mistakes.extend(unknown_rule(catalogue, name));
            continue;
        };
        mistakes.extend(given.iter().filter_map(|(option, value)| match rule.option(option) {
            None => Some(unknown_option(rule, option)),
            Some(known) if known.default.accepts(value) => None,
            Some(known) => Some(SettingsError {
                name: format!("{name}.{option}"),
                message: format!("option `{option}` of rule `{name}` is {}", value.type_name()),
                help: format!("Give it {}.", known.default.type_name()),
            }),
        }));
    }
    mistakes
}

fn unknown_rule(catalogue: &Catalogue, name: &str) -> Option<SettingsError> {
    if catalogue.find(name).is_some() || Flag::find(name).is_some() {
        return None;
    }
    let help = match catalogue.suggest(name) {
        Some(known) => format!("Did you mean `{known}`? `okrlint rules` lists them all."),
        None => "`okrlint rules` lists all rules and flags.".to_owned(),
    };
    Some(SettingsError { name: name.to_owned(), message: format!("no rule or flag is named `{name}`"), help })
}

fn unknown_option(rule: &Rule, option: &str) -> SettingsError {
    let known: Vec<String> = rule.options.iter().map(|option| format!("`{}`", option.name)).collect();
    let help = match known.is_empty() {
        true => format!("`{}` has no options.", rule.name),
        false => format!("Its options are {}.", known.join(", ")),
    };
    SettingsError {
        name: format!("{}.{option}", rule.name),
        message: format!("rule `{}` has no option `{option}`", rule.name),
        help,
    }
}
