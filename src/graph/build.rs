//! From the sets of a run to the graph that is drawn.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Edge, End, Graph, Group, KeyResult, Kind, Node, Part, Target, kind_of};
use crate::diagnostic::Diagnostic;
use crate::model::Level;
use crate::organisation::{Link, Organisation, Target as Named};
use crate::workspace::LinkKind;

/// What makes two sets one group: the team, or the document where there is no team; the level; and the time, each organisation's apart.
type GroupKey = (String, Option<Level>, usize, usize);

pub(super) fn build<'a>(parts: &[Part<'_, 'a>]) -> Graph<'a> {
    let mut builder = Builder::default();
    let mut ends = Vec::with_capacity(parts.len());
    for (part, drawn) in parts.iter().enumerate() {
        builder.add_groups(part, drawn);
    }
    builder.put_in_order();
    for (part, drawn) in parts.iter().enumerate() {
        ends.push(builder.ends(part, drawn));
    }
    for ((part, drawn), ends) in parts.iter().enumerate().zip(&ends) {
        builder.add_edges(part, drawn, ends);
        builder.add_findings(drawn);
    }
    builder.graph.cycles = cycles(parts);
    builder.graph
}

/// The names of the cycles, in the order of their days.
fn cycles(parts: &[Part<'_, '_>]) -> Vec<String> {
    let mut named = Vec::new();
    for Part { organisation, times, .. } in parts {
        let times = times.iter().map(|time| &organisation.times[*time]);
        let cycles = times.flat_map(|time| time.sets.iter().map(move |set| (time.days, organisation.sets[*set].set.cycle)));
        named.extend(cycles.filter_map(|(days, cycle)| Some((days.map(|days| (days.start, days.end)), cycle?.to_string()))));
    }
    named.sort();
    let mut seen = HashSet::new();
    named.into_iter().map(|(_, name)| name).filter(|name| seen.insert(name.clone())).collect()
}

#[derive(Default)]
struct Builder<'a> {
    graph: Graph<'a>,
    groups: HashMap<GroupKey, usize>,
    /// The node of an objective of a part's organisation.
    drawn: HashMap<(usize, usize), usize>,
    /// The node of a document's objective.
    objectives: HashMap<(&'a str, u32), usize>,
    keys: HashSet<String>,
}

impl<'a> Builder<'a> {
    /// Makes the groups of a part and the nodes in them, which stand in no order yet.
    fn add_groups(&mut self, part: usize, drawn: &Part<'_, 'a>) {
        let organisation = drawn.organisation;
        for time in &drawn.times {
            for set in &organisation.times[*time].sets {
                let unit = &organisation.sets[*set];
                let name = unit.team().map_or_else(|| unit.outline.path.clone(), str::to_lowercase);
                let group = *self.groups.entry((name, unit.set.level, part, *time)).or_insert_with(|| {
                    self.graph.groups.push(Group {
                        team: unit.team(),
                        level: unit.set.level,
                        cycle: unit.set.cycle.map(|cycle| cycle.to_string()),
                        path: &unit.outline.path,
                        nodes: 0..0,
                        objectives: 0,
                        findings: Vec::new(),
                    });
                    self.graph.groups.len() - 1
                });
                let objectives = unit.nodes.clone().filter(|node| organisation.nodes[*node].objective == *node);
                for objective in objectives {
                    self.add_node(part, organisation, group, objective);
                }
            }
        }
    }

    fn add_node(&mut self, part: usize, organisation: &Organisation<'a>, group: usize, objective: usize) {
        let trace = organisation.nodes[objective].trace;
        let key_results: Vec<KeyResult<'a>> = key_results(organisation, objective)
            .map(|node| KeyResult {
                id: organisation.id(node),
                text: organisation.text(node),
                span: organisation.nodes[node].trace.span,
            })
            .collect();
        let text = organisation.text(objective);
        if trace.dropped || text.is_empty() && key_results.is_empty() {
            return;
        }
        let path: &'a str = &organisation.unit(objective).outline.path;
        let span = if text.is_empty() { key_results[0].span } else { trace.span };
        let id = organisation.id(objective);
        self.drawn.insert((part, objective), self.graph.nodes.len());
        self.objectives.insert((path, trace.objective), self.graph.nodes.len());
        let key = self.key(path, id, trace.objective);
        self.graph.nodes.push(Node { group, key, id, text, path, span, kind: trace.kind, key_results, findings: Vec::new() });
    }

    /// A name that no node has yet.
    fn key(&mut self, path: &str, id: Option<&str>, objective: u32) -> String {
        let plain = id.map_or_else(|| format!("{path}#{}", objective + 1), |id| format!("{path}#{id}"));
        let mut key = plain.clone();
        // The number of an objective is its own; only an id can be there twice.
        if !self.keys.insert(key.clone()) {
            key = format!("{plain}#{}", objective + 1);
            self.keys.insert(key.clone());
        }
        key
    }

    /// Puts the groups in order of level, then of appearance, and the nodes in that of their groups; groups without nodes go.
    fn put_in_order(&mut self) {
        let mut sizes = vec![0; self.graph.groups.len()];
        self.graph.nodes.iter().for_each(|node| sizes[node.group] += 1);
        let mut order: Vec<usize> = (0..sizes.len()).filter(|group| sizes[*group] > 0).collect();
        order.sort_by_key(|group| self.graph.groups[*group].level.map_or(u8::MAX, |level| level as u8));
        let mut places = vec![0; sizes.len()];
        let mut start = 0;
        let mut groups = Vec::with_capacity(order.len());
        for (place, group) in order.into_iter().enumerate() {
            places[group] = place;
            let nodes = start..start + sizes[group];
            start = nodes.end;
            groups.push(Group { objectives: sizes[group], nodes, ..self.graph.groups[group].clone() });
        }
        let mut nodes: Vec<(usize, Node<'a>)> = std::mem::take(&mut self.graph.nodes).into_iter().enumerate().collect();
        nodes.sort_by_key(|(_, node)| places[node.group]);
        let mut moved = vec![0; nodes.len()];
        nodes.iter().enumerate().for_each(|(place, (node, _))| moved[*node] = place);
        self.graph.nodes = nodes.into_iter().map(|(_, node)| Node { group: places[node.group], ..node }).collect();
        self.graph.groups = groups;
        self.drawn.values_mut().chain(self.objectives.values_mut()).for_each(|node| *node = moved[*node]);
    }

    /// Where the items of a part's organisation are drawn; those that are not are left out.
    fn ends(&self, part: usize, drawn: &Part<'_, 'a>) -> HashMap<usize, End> {
        let organisation = drawn.organisation;
        let objectives = self.drawn.iter().filter(|((of, _), _)| *of == part);
        objectives
            .flat_map(|((_, objective), node)| {
                let own = (*objective, End { node: *node, key_result: None });
                let key_results = key_results(organisation, *objective).enumerate();
                std::iter::once(own).chain(key_results.map(|(nth, item)| (item, End { node: *node, key_result: Some(nth) })))
            })
            .collect()
    }

    fn add_edges(&mut self, part: usize, drawn: &Part<'_, 'a>, ends: &HashMap<usize, End>) {
        let organisation = drawn.organisation;
        let mut edges: Vec<Edge<'a>> = Vec::new();
        let mut answers: Vec<Edge<'a>> = Vec::new();
        for link in &organisation.links {
            let Some(from) = ends.get(&link.from) else { continue };
            let path: &'a str = &organisation.unit(link.from).outline.path;
            let edge = |to| Edge {
                from: *from,
                to,
                kind: kind_of(link.kind),
                name: link.name,
                path,
                span: link.span,
                settled: link.settled,
            };
            let targets = self
                .targets(part, drawn, link, ends)
                .into_iter()
                .filter(|to| !matches!(to, Target::Item(end) if end.node == from.node));
            match link.kind {
                LinkKind::Supports | LinkKind::DependsOn => edges.extend(targets.map(edge)),
                // The need is the other's.
                LinkKind::ProvidesFor => answers.extend(targets.filter_map(|to| match to {
                    Target::Item(end) => Some(Edge { from: end, settled: true, ..edge(Target::Item(*from)) }),
                    _ => None,
                })),
            }
        }
        self.answer(&mut edges, answers);
        edges.sort_by_key(|edge| (edge.from, edge.span, edge.to));
        self.graph.edges.extend(edges);
    }

    /// Settles the dependencies that are answered by the other side. An answer to a need that is nowhere stated makes an edge of its own.
    fn answer(&self, edges: &mut Vec<Edge<'a>>, answers: Vec<Edge<'a>>) {
        let mut needs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (nth, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.kind == Kind::DependsOn) {
            let group = match edge.to {
                Target::Item(end) => self.graph.nodes[end.node].group,
                Target::Team(group) => group,
                _ => continue,
            };
            needs.entry((edge.from.node, group)).or_default().push(nth);
        }
        for answer in answers {
            let Target::Item(end) = answer.to else { continue };
            match needs.get(&(answer.from.node, self.graph.nodes[end.node].group)) {
                Some(needs) => needs.iter().for_each(|need| edges[*need].settled = true),
                None => edges.push(answer),
            }
        }
    }

    /// Where a link leads in the graph; nowhere where that is not drawn.
    fn targets(&self, part: usize, drawn: &Part<'_, 'a>, link: &Link<'a>, ends: &HashMap<usize, End>) -> Vec<Target> {
        match &link.target {
            Named::Items(items) => items.iter().filter_map(|item| ends.get(item)).map(|end| Target::Item(*end)).collect(),
            Named::Team(sets) => {
                let shown = sets.iter().filter_map(|set| {
                    let unit = &drawn.organisation.sets[*set];
                    let first = unit.nodes.clone().find_map(|node| self.drawn.get(&(part, node)))?;
                    Some(Target::Team(self.graph.nodes[*first].group))
                });
                shown.collect()
            }
            Named::OtherCycle(_) => vec![Target::OtherCycle],
            Named::Missing(_) | Named::Unknown => vec![Target::Missing],
            Named::Elsewhere => vec![Target::Elsewhere],
        }
    }

    /// Puts each finding to its objective; one that is about none to the last team of the document that begins above it.
    fn add_findings(&mut self, drawn: &Part<'_, 'a>) {
        let mut documents: HashMap<&str, Vec<(u32, usize)>> = HashMap::new();
        for node in &self.graph.nodes {
            documents.entry(node.path).or_default().push((node.span.start, node.group));
        }
        documents.values_mut().for_each(|nodes| nodes.sort_unstable());
        for finding in drawn.findings.iter().filter(|finding| finding.held.is_none()) {
            self.add_finding(finding, &documents);
        }
    }

    fn add_finding(&mut self, finding: &'a Diagnostic, documents: &HashMap<&str, Vec<(u32, usize)>>) {
        let objective = finding.objective.and_then(|objective| u32::try_from(objective).ok());
        if let Some(objective) = objective {
            // What is found in an objective that is not drawn is not drawn.
            if let Some(node) = self.objectives.get(&(finding.path.as_str(), objective)) {
                self.graph.nodes[*node].findings.push(finding);
            }
            return;
        }
        let Some(nodes) = documents.get(finding.path.as_str()) else { return };
        let above = nodes.partition_point(|(start, _)| *start <= finding.span.start).saturating_sub(1);
        if let Some((_, group)) = nodes.get(above) {
            self.graph.groups[*group].findings.push(finding);
        }
    }
}

/// The key results of an objective that stand.
fn key_results<'o>(organisation: &'o Organisation<'_>, objective: usize) -> impl Iterator<Item = usize> + 'o {
    let below = organisation.nodes.iter().enumerate().skip(objective + 1);
    let own = below.take_while(move |(_, node)| node.objective == objective);
    own.filter(|(_, node)| !node.trace.dropped).map(|(node, _)| node)
}
