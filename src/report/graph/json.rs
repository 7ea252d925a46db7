//! The graph for other programs. The shape is a contract: fields are added, never removed or given another meaning within one `version`.

use std::collections::HashMap;

use serde::Serialize;

use crate::catalogue::Flag;
use crate::diagnostic::Diagnostic;
use crate::graph::{Edge, End, Graph, Group, Node, Target};
use crate::report::json::Place;
use crate::source::{Source, Span};

#[derive(Serialize)]
struct GraphJson<'g> {
    version: u32,
    cycles: &'g [String],
    groups: Vec<GroupJson<'g>>,
    nodes: Vec<NodeJson<'g>>,
    edges: Vec<EdgeJson<'g>>,
}

#[derive(Serialize)]
struct GroupJson<'g> {
    id: String,
    team: Option<&'g str>,
    level: Option<&'static str>,
    cycle: Option<&'g str>,
    path: &'g str,
    /// How many objectives there are, those included that a filter leaves out.
    objectives: usize,
    findings: Vec<FindingJson<'g>>,
}

#[derive(Serialize)]
struct NodeJson<'g> {
    id: &'g str,
    group: String,
    name: Option<&'g str>,
    text: &'g str,
    path: &'g str,
    span: Place,
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    key_results: Vec<KeyResultJson<'g>>,
    findings: Vec<FindingJson<'g>>,
}

#[derive(Serialize)]
struct KeyResultJson<'g> {
    name: Option<&'g str>,
    text: &'g str,
    span: Place,
}

#[derive(Serialize)]
struct FindingJson<'g> {
    rule: &'g str,
    flag: Flag,
    severity: &'static str,
    message: &'g str,
    path: &'g str,
    span: Place,
    fingerprint: &'g str,
}

#[derive(Serialize)]
struct EdgeJson<'g> {
    kind: &'static str,
    from: EndJson<'g>,
    to: EndJson<'g>,
    /// What it leads to: `item`, `team`, or why it leads nowhere.
    target: &'static str,
    name: &'g str,
    settled: bool,
    path: &'g str,
    span: Place,
}

#[derive(Default, Serialize)]
struct EndJson<'g> {
    node: Option<&'g str>,
    /// Index in the node's key results.
    key_result: Option<usize>,
    group: Option<String>,
}

/// The texts of the documents, by path, for lines and columns.
pub(crate) struct Texts<'s>(HashMap<&'s str, &'s Source>);

impl<'s> Texts<'s> {
    /// The texts of some documents.
    pub(crate) fn of(sources: impl Iterator<Item = &'s Source>) -> Self {
        Self(sources.map(|source| (source.path.as_str(), source)).collect())
    }

    fn place(&self, path: &str, span: Span) -> Place {
        match self.0.get(path) {
            Some(source) => Place::of(source, span),
            None => Place::of(&Source::new("", ""), span),
        }
    }
}

/// The graph as a JSON object.
pub(crate) fn graph(graph: &Graph<'_>, texts: &Texts<'_>) -> Vec<u8> {
    let writer = Writer { graph, texts };
    let object = GraphJson {
        version: 1,
        cycles: &graph.cycles,
        groups: graph.groups.iter().enumerate().map(|(index, group)| writer.group(index, group)).collect(),
        nodes: graph.nodes.iter().map(|node| writer.node(node)).collect(),
        edges: graph.edges.iter().map(|edge| writer.edge(edge)).collect(),
    };
    // Our own types always have a JSON form.
    let mut bytes = serde_json::to_vec(&object).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

struct Writer<'g, 'a> {
    graph: &'g Graph<'a>,
    texts: &'g Texts<'g>,
}

impl<'g> Writer<'g, '_> {
    /// A name of a group that no other of this graph has.
    fn group_id(&self, group: usize) -> String {
        format!("group-{}", group + 1)
    }

    fn group(&self, index: usize, group: &'g Group<'_>) -> GroupJson<'g> {
        GroupJson {
            id: self.group_id(index),
            team: group.team,
            level: group.level.map(crate::model::Level::name),
            cycle: group.cycle.as_deref(),
            path: group.path,
            objectives: group.objectives,
            findings: self.findings(&group.findings),
        }
    }

    fn node(&self, node: &'g Node<'_>) -> NodeJson<'g> {
        let key_results = node.key_results.iter().map(|key_result| KeyResultJson {
            name: key_result.id,
            text: key_result.text,
            span: self.texts.place(node.path, key_result.span),
        });
        NodeJson {
            id: &node.key,
            group: self.group_id(node.group),
            name: node.id,
            text: node.text,
            path: node.path,
            span: self.texts.place(node.path, node.span),
            kind: node.kind.map(crate::model::OkrType::name),
            key_results: key_results.collect(),
            findings: self.findings(&node.findings),
        }
    }

    fn findings(&self, findings: &[&'g Diagnostic]) -> Vec<FindingJson<'g>> {
        let json = |finding: &&'g Diagnostic| FindingJson {
            rule: finding.rule.name,
            flag: finding.rule.flag,
            severity: finding.severity.name(),
            message: &finding.message,
            path: &finding.path,
            span: self.texts.place(&finding.path, finding.span),
            fingerprint: &finding.fingerprint,
        };
        findings.iter().map(json).collect()
    }

    fn edge(&self, edge: &'g Edge<'_>) -> EdgeJson<'g> {
        let (to, target) = match edge.to {
            Target::Item(end) => (self.end(end), "item"),
            Target::Team(group) => (EndJson { group: Some(self.group_id(group)), ..EndJson::default() }, "team"),
            Target::OtherCycle => (EndJson::default(), "other-cycle"),
            Target::Missing => (EndJson::default(), "missing"),
            Target::Elsewhere => (EndJson::default(), "elsewhere"),
        };
        EdgeJson {
            kind: edge.kind.name(),
            from: self.end(edge.from),
            to,
            target,
            name: edge.name,
            settled: edge.settled,
            path: edge.path,
            span: self.texts.place(edge.path, edge.span),
        }
    }

    fn end(&self, end: End) -> EndJson<'g> {
        let node = &self.graph.nodes[end.node];
        EndJson { node: Some(&node.key), key_result: end.key_result, group: Some(self.group_id(node.group)) }
    }
}
