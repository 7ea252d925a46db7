//! How the objectives of a run hang together: those of some cycles as nodes, their teams as groups, and the links between them as edges,
//! each from objective to objective. What the outputs of `okrlint graph` draw.

mod build;
mod focus;
mod shown;
#[cfg(test)]
mod tests;

pub(crate) use focus::Focus;
pub(crate) use shown::shown;

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Level, OkrType};
use crate::organisation::Organisation;
use crate::source::Span;
use crate::workspace::LinkKind;

/// The sets of a run that are drawn, and what was found in them.
pub(crate) struct Part<'o, 'a> {
    /// The sets, their items and their links.
    pub(crate) organisation: &'o Organisation<'a>,
    /// The times that are drawn, by index.
    pub(crate) times: Vec<usize>,
    /// The findings in all documents of the organisation.
    pub(crate) findings: &'a [Diagnostic],
}

/// Objectives, grouped by team, and the links between them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Graph<'a> {
    /// The cycles that are drawn, by name, in the order of their days.
    pub(crate) cycles: Vec<String>,
    /// The teams, each with the nodes that follow those of the one before.
    pub(crate) groups: Vec<Group<'a>>,
    /// The objectives, team by team.
    pub(crate) nodes: Vec<Node<'a>>,
    /// The links, in the order of the objectives at which they stand.
    pub(crate) edges: Vec<Edge<'a>>,
}

/// A team with its objectives of one cycle.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group<'a> {
    /// The team's name; `None` where no document tells it.
    pub(crate) team: Option<&'a str>,
    /// Where in the organisation it stands.
    pub(crate) level: Option<Level>,
    /// The cycle, as it is written in documents.
    pub(crate) cycle: Option<String>,
    /// The document, the first one where there are several.
    pub(crate) path: &'a str,
    /// Its objectives that are drawn, by index.
    pub(crate) nodes: Range<usize>,
    /// How many objectives it has, those included that are not drawn.
    pub(crate) objectives: usize,
    /// What was found that is about no objective in particular.
    pub(crate) findings: Vec<&'a Diagnostic>,
}

/// An objective.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node<'a> {
    /// Index of its team.
    pub(crate) group: usize,
    /// A name that no other node has, the same in every run: the document's path, `#`, and the id, or the number where there is no id.
    pub(crate) key: String,
    /// The id as written.
    pub(crate) id: Option<&'a str>,
    /// The statement; empty where key results stand under no objective.
    pub(crate) text: &'a str,
    /// The document.
    pub(crate) path: &'a str,
    /// Where the statement stands.
    pub(crate) span: Span,
    /// Declared type.
    pub(crate) kind: Option<OkrType>,
    /// Its key results that stand.
    pub(crate) key_results: Vec<KeyResult<'a>>,
    /// What was found in it and its key results.
    pub(crate) findings: Vec<&'a Diagnostic>,
}

/// A key result.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyResult<'a> {
    /// The id as written.
    pub(crate) id: Option<&'a str>,
    /// The statement.
    pub(crate) text: &'a str,
    /// Where it stands.
    pub(crate) span: Span,
}

/// An objective, or a key result of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct End {
    /// Index of the objective.
    pub(crate) node: usize,
    /// Index of the key result in it.
    pub(crate) key_result: Option<usize>,
}

/// What an edge says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// That an objective contributes to another.
    Supports,
    /// That an objective needs another.
    DependsOn,
}

/// Where an edge leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Target {
    /// To an objective or key result.
    Item(End),
    /// To a team, by index.
    Team(usize),
    /// To an item that is in another cycle alone.
    OtherCycle,
    /// To nothing, although others of that name are known.
    Missing,
    /// To something that no document of the run holds.
    Elsewhere,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edge<'a> {
    /// Where it stands, or where the answered need is.
    pub(crate) from: End,
    /// Where it leads.
    pub(crate) to: Target,
    /// What it says.
    pub(crate) kind: Kind,
    /// The name in it as written.
    pub(crate) name: &'a str,
    /// The document in which it is written.
    pub(crate) path: &'a str,
    /// Where it is written.
    pub(crate) span: Span,
    /// Whether a dependency is told to be agreed on, or is answered by the other side.
    pub(crate) settled: bool,
}

impl Kind {
    /// The name used in JSON output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::DependsOn => "depends_on",
        }
    }

    /// The words between the two ends.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::DependsOn => "depends on",
        }
    }
}

impl<'a> Graph<'a> {
    /// The graph of all objectives that stand in the times to be drawn.
    pub(crate) fn of(parts: &[Part<'_, 'a>]) -> Self {
        build::build(parts)
    }

    /// The findings that are drawn.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &'a Diagnostic> {
        let of_groups = self.groups.iter().flat_map(|group| &group.findings);
        of_groups.chain(self.nodes.iter().flat_map(|node| &node.findings)).copied()
    }

    /// What the end of an edge is called: the id, that of the key result where it is one, else the statement.
    pub(crate) fn called(&self, end: End) -> &'a str {
        let node = &self.nodes[end.node];
        let key_result = end.key_result.and_then(|nth| node.key_results.get(nth));
        key_result.map_or_else(|| node.id.unwrap_or(node.text), |key_result| key_result.id.unwrap_or(key_result.text))
    }

    /// What an edge leads to: the id, the team's name, else the name in the link.
    pub(crate) fn aim(&self, edge: &Edge<'a>) -> &'a str {
        match edge.to {
            Target::Item(end) => {
                let node = &self.nodes[end.node];
                let key_result = end.key_result.and_then(|nth| node.key_results.get(nth));
                // "KR1" says little without its objective; the link itself was clear enough.
                let id = key_result.map_or(node.id, |key_result| key_result.id.filter(|id| id.contains(['-', '.', '/'])));
                id.unwrap_or(edge.name)
            }
            Target::Team(group) => self.groups[group].name(),
            Target::OtherCycle | Target::Missing | Target::Elsewhere => edge.name,
        }
    }
}

impl<'a> Group<'a> {
    /// The team's name, else the document's path.
    pub(crate) fn name(&self) -> &'a str {
        self.team.unwrap_or(self.path)
    }
}

impl<'a> Node<'a> {
    /// The statement, or what stands for it.
    pub(crate) fn title(&self) -> &'a str {
        if self.text.is_empty() { "(key results without an objective)" } else { self.text }
    }

    /// The id and the statement.
    pub(crate) fn full(&self) -> String {
        self.id.map_or_else(|| self.title().to_owned(), |id| format!("{id}: {}", self.title()))
    }
}

/// How many findings there are of each severity, the worst first; those of which there are none are left out.
pub(crate) fn counted(findings: &[&Diagnostic]) -> Vec<(Severity, usize)> {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| (severity, count(severity)));
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// The kind of edge that a link makes; one that provides for another makes that other's dependency.
fn kind_of(link: LinkKind) -> Kind {
    match link {
        LinkKind::Supports => Kind::Supports,
        LinkKind::DependsOn | LinkKind::ProvidesFor => Kind::DependsOn,
    }
}
