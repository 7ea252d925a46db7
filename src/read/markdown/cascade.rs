//! Cascades: "VP Sales: Build pipeline. 3x coverage. Hire two." names the role, the objective and its results in one line.

use std::ops::Range;

use super::entry::{Entry, Labels};
use super::sections::role_prefix;
use super::tags::Dressed;
use crate::model::Item;
use crate::read::sentences::sentences;
use crate::source::Spanned;

/// A line of a cascade taken apart.
pub(super) struct Statement {
    pub(super) objective: Item,
    pub(super) results: Vec<Dressed>,
}

/// Whether a page writes its cascade in sentences: most of its lines open with a role, several hold more than one sentence, and no key
/// result is labelled.
pub(super) fn writes_sentences(entries: &[Entry]) -> bool {
    let mut labels = Labels::default();
    for entry in entries {
        labels += entry.labels;
    }
    if labels.key_results > 0 || labels.objectives > 0 || labels.roles < 4 || labels.roles * 2 < labels.items {
        return false;
    }
    let mut several = 0;
    let mut stack: Vec<&Entry> = entries.iter().collect();
    while let Some(entry) = stack.pop() {
        let text = entry.text();
        if role_prefix(text).is_some() && sentences(text).len() > 1 {
            several += 1;
        }
        stack.extend(&entry.children);
    }
    several * 2 >= labels.roles
}

/// Takes a line apart: the role if the page `cascades`, the sentences if it writes its results in the same line. A line of any other page
/// comes back whole.
pub(super) fn statement(item: &Item, sentenced: bool, cascades: bool) -> Statement {
    let text = item.text.as_str();
    let Some((role, start)) = role_prefix(text).filter(|_| cascades) else {
        return Statement { objective: item.clone(), results: Vec::new() };
    };
    let mut objective = item.clone();
    if objective.owners.is_empty() {
        objective.owners.push(Spanned::new(text[..role].trim().to_string(), item.text.locate(0..role)));
    }
    let split = if sentenced { sentences(&text[start..]) } else { Vec::new() };
    let mut parts = split.into_iter().map(|r| r.start + start..r.end + start);
    let first = parts.next().unwrap_or(start..text.len());
    let rest: Vec<Range<usize>> = parts.collect();
    let end = if rest.is_empty() { text.len() } else { first.end };
    objective.text = item.text.sub(first.start..end).trim();
    let results = rest
        .into_iter()
        .map(|range| Dressed { item: Item { text: item.text.sub(range).trim(), ..Item::default() }, ..Dressed::default() })
        .collect();
    Statement { objective, results }
}
