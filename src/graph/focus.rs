//! A part of the graph: some teams and objectives, and what is near them.

use std::collections::VecDeque;

use super::{Edge, End, Graph, Group, Node, Target};
use crate::fingerprint;
use crate::organisation::id_key;
use crate::trouble::did_you_mean;

/// What a drawing is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Focus {
    /// Names of teams.
    pub(crate) teams: Vec<String>,
    /// Ids of objectives and key results.
    pub(crate) objectives: Vec<String>,
    /// How many links away from them an objective may be.
    pub(crate) distance: usize,
}

/// A name that no team or objective has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unfound {
    /// What it was to name: `team` or `objective`.
    pub(crate) what: &'static str,
    /// The name.
    pub(crate) name: String,
    /// The name that may be meant.
    pub(crate) meant: Option<String>,
}

impl Focus {
    /// The part of a graph that lies within the distance; all of it where nothing is named.
    ///
    /// # Errors
    ///
    /// A team or an objective that is not there.
    pub(crate) fn on<'a>(&self, graph: Graph<'a>) -> Result<Graph<'a>, Unfound> {
        if self.teams.is_empty() && self.objectives.is_empty() {
            return Ok(graph);
        }
        let mut start = Vec::new();
        for team in &self.teams {
            start.extend(members(&graph, team)?);
        }
        for id in &self.objectives {
            start.extend(named(&graph, id)?);
        }
        let near = near(&graph, start, self.distance);
        Ok(part(&graph, &near))
    }
}

fn members(graph: &Graph<'_>, team: &str) -> Result<Vec<usize>, Unfound> {
    let key = fingerprint::of_words(team);
    let of_team = |group: &&Group<'_>| group.team.is_some_and(|name| fingerprint::of_words(name) == key);
    let mut groups = graph.groups.iter().filter(of_team).peekable();
    if groups.peek().is_some() {
        return Ok(groups.flat_map(|group| group.nodes.clone()).collect());
    }
    let known: Vec<(String, &str)> =
        graph.groups.iter().filter_map(|group| group.team).map(|name| (name.to_lowercase(), name)).collect();
    Err(unfound("team", team, &known))
}

fn named(graph: &Graph<'_>, id: &str) -> Result<Vec<usize>, Unfound> {
    let key = id_key(id);
    let is_named = |own: Option<&str>| own.is_some_and(|own| id_key(own) == key);
    let is_meant = |node: &Node<'_>| {
        node.key == id || is_named(node.id) || node.key_results.iter().any(|key_result| is_named(key_result.id))
    };
    let found: Vec<usize> = graph.nodes.iter().enumerate().filter(|(_, node)| is_meant(node)).map(|(index, _)| index).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known: Vec<(String, &str)> = graph.nodes.iter().filter_map(|node| node.id).map(|id| (id.to_lowercase(), id)).collect();
    Err(unfound("objective", id, &known))
}

fn unfound(what: &'static str, name: &str, known: &[(String, &str)]) -> Unfound {
    let meant = did_you_mean(name, known.iter().map(|(lower, _)| lower.as_str()));
    let meant = meant.and_then(|meant| known.iter().find(|(lower, _)| lower == meant)).map(|(_, name)| (*name).to_owned());
    Unfound { what, name: name.to_owned(), meant }
}

/// Which nodes lie within a distance of some.
fn near(graph: &Graph<'_>, start: Vec<usize>, distance: usize) -> Vec<bool> {
    let mut beside: Vec<Vec<usize>> = graph.nodes.iter().map(|_| Vec::new()).collect();
    // A team that is linked to is a stop of its own, so that its objectives cost no pairs.
    let mut of_teams: Vec<Vec<usize>> = graph.groups.iter().map(|_| Vec::new()).collect();
    for Edge { from, to, .. } in &graph.edges {
        match to {
            Target::Item(end) => {
                beside[from.node].push(end.node);
                beside[end.node].push(from.node);
            }
            Target::Team(group) => of_teams[*group].push(from.node),
            Target::OtherCycle | Target::Missing | Target::Elsewhere => {}
        }
    }
    let mut to_teams: Vec<Vec<usize>> = graph.nodes.iter().map(|_| Vec::new()).collect();
    for (group, from) in of_teams.iter().enumerate() {
        from.iter().for_each(|node| to_teams[*node].push(group));
    }
    let mut seen = vec![false; graph.nodes.len()];
    let mut seen_from_inside = vec![false; graph.groups.len()];
    let mut seen_from_outside = vec![false; graph.groups.len()];
    let mut queue: VecDeque<(usize, usize)> = start.into_iter().map(|node| (node, 0)).collect();
    while let Some((node, away)) = queue.pop_front() {
        if std::mem::replace(&mut seen[node], true) || away == distance {
            continue;
        }
        queue.extend(beside[node].iter().map(|next| (*next, away + 1)));
        for group in &to_teams[node] {
            if !std::mem::replace(&mut seen_from_outside[*group], true) {
                queue.extend(graph.groups[*group].nodes.clone().map(|next| (next, away + 1)));
            }
        }
        let own = graph.nodes[node].group;
        if !std::mem::replace(&mut seen_from_inside[own], true) {
            queue.extend(of_teams[own].iter().map(|next| (*next, away + 1)));
        }
    }
    seen
}

/// The nodes that are wanted, with their groups and the edges between them.
fn part<'a>(graph: &Graph<'a>, wanted: &[bool]) -> Graph<'a> {
    let mut nodes: Vec<Node<'a>> = Vec::new();
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut node_places = vec![None; graph.nodes.len()];
    let mut group_places = vec![None; graph.groups.len()];
    for (index, group) in graph.groups.iter().enumerate() {
        let first = nodes.len();
        for node in group.nodes.clone().filter(|node| wanted[*node]) {
            node_places[node] = Some(nodes.len());
            nodes.push(Node { group: groups.len(), ..graph.nodes[node].clone() });
        }
        if nodes.len() > first {
            group_places[index] = Some(groups.len());
            groups.push(Group { nodes: first..nodes.len(), ..group.clone() });
        }
    }
    let moved = |end: End| Some(End { node: node_places[end.node]?, ..end });
    let edges = graph.edges.iter().filter_map(|edge| {
        let to = match edge.to {
            Target::Item(end) => Target::Item(moved(end)?),
            Target::Team(group) => Target::Team(group_places[group]?),
            nowhere => nowhere,
        };
        Some(Edge { from: moved(edge.from)?, to, ..edge.clone() })
    });
    let edges = edges.collect();
    Graph { cycles: graph.cycles.clone(), groups, nodes, edges }
}
