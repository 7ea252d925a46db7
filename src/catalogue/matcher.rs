//! What a data-only rule looks for, made ready: its words or pattern, its condition, and the names that its messages fill in.

use std::ops::Range;

use super::{Match, Rule, Scope};
use crate::condition::{self, Condition, Mistake};
use crate::facts::{Path, ROOTS};
use crate::lexicon;
use crate::trouble::did_you_mean;
use crate::wording::Wording;

/// A `[match]` ready for use.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    pub(crate) wording: Option<Wording>,
    pub(crate) condition: Option<Condition>,
    /// The names of the model that stand in the rule's texts.
    pub(crate) names: Vec<(&'static str, Path)>,
}

/// A mistake in a rule, and the key of its file under which it stands.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) keys: Vec<&'static str>,
    pub(crate) mistake: Mistake,
}

impl Matcher {
    /// Makes a `[match]` ready.
    ///
    /// # Errors
    ///
    /// Word lists that nobody has, patterns and conditions that mean nothing, and placeholders that nothing fills.
    pub(super) fn new(rule: &Rule, matches: &Match) -> Result<Self, Vec<Fault>> {
        let mut matcher = Self::default();
        let mut faults = Vec::new();
        match wording(matches) {
            Ok(wording) => matcher.wording = wording,
            Err(fault) => faults.push(fault),
        }
        if !matches.condition.is_empty() {
            let options: Vec<&str> = rule.options.iter().map(|option| option.name).collect();
            match Condition::new(matches.condition, rule.scope, &options) {
                Ok(condition) => matcher.condition = Some(condition),
                Err(mistakes) => {
                    faults.extend(mistakes.into_iter().map(|mistake| Fault { keys: vec!["match", "condition"], mistake }));
                }
            }
        }
        // What the groups of a broken pattern would have been called is not known.
        if faults.is_empty() {
            let groups: Vec<&str> = matcher.wording.iter().flat_map(Wording::groups).collect();
            let texts = rule.variants.iter().flat_map(|v| {
                let remedy = [("remedy", v.remedy.title), ("remedy", v.remedy.rewording)];
                [("message", v.message), ("label", v.label), ("help", v.help)].into_iter().chain(remedy)
            });
            let mut names = Vec::new();
            for (key, text) in texts {
                for (range, name) in placeholders(text) {
                    match named(rule, name, &groups) {
                        Ok(path) => names.extend(path.map(|path| (name, path))),
                        Err((message, help)) => {
                            faults.push(Fault { keys: vec![key], mistake: Mistake { range, message, help } });
                        }
                    }
                }
            }
            matcher.names = names;
        }
        if faults.is_empty() { Ok(matcher) } else { Err(faults) }
    }
}

fn wording(matches: &Match) -> Result<Option<Wording>, Fault> {
    if !matches.regex.is_empty() {
        let regex = condition::regex(matches.regex).map_err(|mistake| Fault { keys: vec!["match", "regex"], mistake })?;
        return Ok(Some(Wording::pattern(regex)));
    }
    let mut terms = Vec::new();
    for name in matches.lexicon {
        let before = terms.len();
        terms.extend(matches.words.iter().filter(|(list, ..)| list == name).map(|(_, term, note)| (*term, *note)));
        if terms.len() == before {
            terms.extend(lexicon::classes(name).flat_map(|class| class.terms.iter().copied()));
        }
        if terms.len() == before {
            return Err(no_list(matches, name));
        }
    }
    if terms.is_empty() {
        return Ok(None);
    }
    Wording::terms(terms.into_iter()).map(Some).ok_or_else(|| {
        let message = "so many words cannot be looked for by one rule".to_owned();
        let mistake = Mistake { range: 0..0, message, help: "split them between two rules".to_owned() };
        Fault { keys: vec!["match", "lexicon"], mistake }
    })
}

fn no_list(matches: &Match, name: &str) -> Fault {
    let own = matches.words.iter().map(|(list, ..)| (*list).to_owned());
    let built_in = lexicon::all_classes().map(|class| format!("{}/{}", class.lexicon, class.name));
    let lexicons = lexicon::all_classes().map(|class| class.lexicon.to_owned());
    let known: Vec<String> = own.chain(built_in).chain(lexicons).collect();
    let help = match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write the words under [lexicon]: {name} = [\"…\", \"…\"]"),
    };
    let mistake = Mistake { range: 0..0, message: format!("there is no word list `{name}`"), help };
    Fault { keys: vec!["match", "lexicon"], mistake }
}

/// What may stand between braces in the texts of a rule that looks for a mark or for words.
const OF_WORDS: [&str; 2] = ["match", "note"];
/// What may stand there when the rule looks at a statement.
const OF_STATEMENTS: [&str; 9] = ["statement", "id", "metric", "verb", "baseline", "target", "current", "deadline", "objective"];

/// The path that a placeholder stands for; nothing where it is filled without one.
fn named(rule: &Rule, name: &str, groups: &[&str]) -> Result<Option<Path>, (String, String)> {
    let of_statements = matches!(rule.scope, Scope::KeyResult | Scope::Objective);
    let looks = rule.matches.as_ref().is_some_and(|m| m.mark.is_some() || !m.lexicon.is_empty() || !m.regex.is_empty());
    let reworded = rule.variants.iter().any(|variant| !variant.remedy.rewording.is_empty()).then_some("rewording");
    let known = || {
        let own = OF_WORDS.iter().filter(|_| looks).chain(OF_STATEMENTS.iter().filter(|_| of_statements)).copied();
        std::iter::once("quote").chain(reworded).chain(own).chain(groups.iter().copied())
    };
    if known().any(|known| known == name) {
        return Ok(None);
    }
    let parts: Vec<&str> = name.split('.').collect();
    let is_path = parts.len() > 1 || ROOTS.iter().any(|root| root.name == name);
    if is_path {
        let options: Vec<&str> = rule.options.iter().map(|option| option.name).collect();
        return Path::new(&parts, rule.scope, &options).map(Some).map_err(|error| (error.message, error.help));
    }
    let help = match did_you_mean(name, known()) {
        Some(meant) => format!("did you mean `{{{meant}}}`?"),
        None => format!("write one of {}", known().map(|known| format!("`{{{known}}}`")).collect::<Vec<_>>().join(", ")),
    };
    Err((format!("nothing fills `{{{name}}}`"), help))
}

/// The placeholders of a template: where each stands, without its braces, and what it is called.
fn placeholders(template: &'static str) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    template.match_indices('{').filter_map(move |(open, _)| {
        let name = template[open + 1..].split('}').next()?;
        Some((open + 1..open + 1 + name.len(), name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_match_can_be_made_ready() {
        let mut some = 0;
        for rule in crate::catalogue::rules() {
            let Some(matches) = &rule.matches else { continue };
            assert!(Matcher::new(rule, matches).is_ok(), "{}: {:?}", rule.name, Matcher::new(rule, matches));
            some += 1;
        }
        assert!(some > 0);
    }
}
