//! The graph of objectives as a person, a program or another drawing program reads it; one file per output format. Where things lie on the
//! page is worked out apart from how they are drawn.

pub(crate) mod dot;
pub(crate) mod json;
mod layout;
mod measure;
pub(crate) mod mermaid;
pub(crate) mod svg;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::text;
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Edge, Graph, Kind, Node, Target, counted};

/// "2 errors, 1 info": how many findings there are; empty where there are none.
fn counts(findings: &[&Diagnostic]) -> String {
    let told = counted(findings).into_iter().map(|(severity, count)| text::counted(count, severity.name()));
    told.collect::<Vec<_>>().join(", ")
}

/// The worst of some findings.
fn worst(findings: &[&Diagnostic]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}

/// "26 objectives", "1 objective".
fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What the picture is called: the cycles that it shows.
fn heading(graph: &Graph<'_>) -> String {
    match &graph.cycles[..] {
        [] => "How these OKRs hang together".to_owned(),
        cycles => format!("How the OKRs of {} hang together", cycles.join(", ")),
    }
}

/// How much the picture shows.
fn summary(graph: &Graph<'_>) -> String {
    let drawn = |kind| graph.edges.iter().filter(|edge| edge.kind == kind && leads_into_graph(edge)).count();
    let mut parts = vec![
        format!("{} of {}", number(graph.nodes.len(), "objective", "objectives"), number(graph.groups.len(), "team", "teams")),
        number(drawn(Kind::Supports), "link to a parent", "links to parents"),
        number(drawn(Kind::DependsOn), "dependency", "dependencies"),
    ];
    let findings: Vec<&Diagnostic> = graph.findings().collect();
    parts.extend(Some(counts(&findings)).filter(|counts| !counts.is_empty()));
    parts.join(" · ")
}

fn leads_into_graph(edge: &Edge<'_>) -> bool {
    matches!(edge.to, Target::Item(_) | Target::Team(_))
}

/// What the links of each node say: "supports C-O1-KR2".
fn links_of<'g, 'a>(graph: &'g Graph<'a>) -> Vec<Vec<&'g Edge<'a>>> {
    let mut links: Vec<Vec<&Edge<'a>>> = graph.nodes.iter().map(|_| Vec::new()).collect();
    for edge in &graph.edges {
        if let Some(links) = links.get_mut(edge.from.node) {
            links.push(edge);
        }
    }
    links
}

/// What an edge says, from the view of its objective: "KR2 depends on Legal (agreed)".
fn sentence(graph: &Graph<'_>, edge: &Edge<'_>) -> String {
    let from = edge.from.key_result.map_or_else(String::new, |_| format!("{} ", graph.called(edge.from)));
    let agreed = if edge.kind == Kind::DependsOn && edge.settled { " (agreed)" } else { "" };
    format!("{from}{} {}{}{agreed}", edge.kind.words(), graph.aim(edge), whereabouts(edge))
}

/// What there is to say of a link that leads to nothing in the run.
fn whereabouts(edge: &Edge<'_>) -> &'static str {
    match edge.to {
        Target::OtherCycle => " (in another cycle)",
        Target::Missing => " (not found)",
        Target::Item(_) | Target::Team(_) | Target::Elsewhere => "",
    }
}

/// One line for all links of a kind from one objective to another or to a team; in the words of each, the key results that they name.
struct Line {
    kind: Kind,
    from: usize,
    to: Aim,
    /// The key results at either end: "KR2", "KR1 → KR3"; empty where the objectives themselves are linked.
    named: Vec<String>,
    settled: bool,
}

/// What a line leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Aim {
    /// To an objective, by index.
    Node(usize),
    /// To a team, by index.
    Group(usize),
}

/// The team at which a line ends, by index.
fn group_of(graph: &Graph<'_>, aim: Aim) -> usize {
    match aim {
        Aim::Node(node) => graph.nodes[node].group,
        Aim::Group(group) => group,
    }
}

/// The lines of a graph, in the order of their objectives. What leads out of the graph has none.
fn lines(graph: &Graph<'_>) -> Vec<Line> {
    let mut lines: BTreeMap<(usize, Kind, Aim), Line> = BTreeMap::new();
    for edge in &graph.edges {
        let (to, key_result) = match edge.to {
            Target::Item(end) => (Aim::Node(end.node), end.key_result.map(|_| graph.called(end))),
            Target::Team(group) => (Aim::Group(group), None),
            _ => continue,
        };
        let from = edge.from.key_result.map(|_| graph.called(edge.from));
        let named = match (from, key_result) {
            (Some(from), Some(to)) => Some(format!("{from} → {to}")),
            (Some(from), None) => Some(format!("{from} →")),
            (None, to) => to.map(|to| format!("→ {to}")),
        };
        let line = Line { kind: edge.kind, from: edge.from.node, to, named: Vec::new(), settled: true };
        let line = lines.entry((edge.from.node, edge.kind, to)).or_insert(line);
        line.settled &= edge.settled;
        line.named.extend(named);
    }
    lines.into_values().collect()
}

/// All that is known of an objective, a line each.
fn told(graph: &Graph<'_>, node: &Node<'_>, links: &[&Edge<'_>]) -> Vec<String> {
    let group = &graph.groups[node.group];
    let mut told = vec![node.full()];
    told.push(match &group.cycle {
        Some(cycle) => format!("{} · {cycle} · {}", group.name(), node.path),
        None => format!("{} · {}", group.name(), node.path),
    });
    told.extend(links.iter().map(|edge| sentence(graph, edge)));
    told.extend(node.findings.iter().map(|finding| described(finding)));
    told
}

/// "warning: ... (rule)".
fn described(finding: &Diagnostic) -> String {
    format!("{}: {} ({})", finding.severity.name(), finding.message, finding.rule.name)
}
