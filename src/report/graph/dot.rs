//! The graph in the language of Graphviz, each team a cluster.

use std::fmt::{self, Display, Formatter, Write as _};

use super::{Aim, Line, counts, heading, lines, links_of, told, worst};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Kind};
use crate::report::paint::{visible, wrapped};

/// Characters in a line of a node.
const LINE: usize = 30;

/// The graph as a DOT document.
pub(crate) fn graph(graph: &Graph<'_>) -> String {
    let mut out = String::new();
    // Writing into memory cannot fail.
    let _ = write_graph(&mut out, graph);
    out
}

fn write_graph(out: &mut String, graph: &Graph<'_>) -> fmt::Result {
    writeln!(out, "digraph okrs {{")?;
    writeln!(
        out,
        "  graph [label={}, labelloc=t, rankdir=RL, compound=true, fontname=\"sans-serif\"];",
        Quoted(&heading(graph))
    )?;
    writeln!(out, "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\", fontsize=11];")?;
    writeln!(out, "  edge [color=\"#5b6b82\", fontname=\"sans-serif\", fontsize=9];")?;
    let links = links_of(graph);
    for (index, group) in graph.groups.iter().enumerate() {
        writeln!(out, "  subgraph cluster_{index} {{")?;
        let found = counts(&group.findings);
        let name = if found.is_empty() { group.name().to_owned() } else { format!("{}\n{found}", group.name()) };
        writeln!(out, "    graph [label={}, style=rounded, color=\"#8b96a8\"];", Quoted(&name))?;
        for node in group.nodes.clone() {
            let found = counts(&graph.nodes[node].findings);
            let statement = wrapped(graph.nodes[node].title(), LINE);
            let found = Some(found.as_str()).filter(|found| !found.is_empty());
            let label: Vec<&str> = graph.nodes[node].id.into_iter().chain(statement).chain(found).collect();
            let tooltip = told(graph, &graph.nodes[node], &links[node]).join("\n");
            let style = style(worst(&graph.nodes[node].findings));
            writeln!(out, "    n{node} [label={}, tooltip={}{style}];", Quoted(&label.join("\n")), Quoted(&tooltip))?;
        }
        writeln!(out, "  }}")?;
    }
    for line in lines(graph) {
        write_line(out, graph, &line)?;
    }
    writeln!(out, "}}")
}

fn write_line(out: &mut String, graph: &Graph<'_>, line: &Line) -> fmt::Result {
    let mut named = line.named.clone();
    named.sort();
    named.dedup();
    let (to, head) = match line.to {
        Aim::Node(node) => (node, String::new()),
        // An edge to a cluster is one to a node in it that ends at the cluster's border.
        Aim::Group(group) => (graph.groups[group].nodes.start, format!(", lhead=cluster_{group}")),
    };
    let style = match line.kind {
        Kind::Supports => "style=solid",
        Kind::DependsOn => "style=dashed, constraint=false",
    };
    let label = if named.is_empty() { String::new() } else { format!(", label={}", Quoted(&named.join("\n"))) };
    writeln!(out, "  n{} -> n{to} [{style}{label}{head}];", line.from)
}

fn style(worst: Option<Severity>) -> &'static str {
    match worst {
        Some(Severity::Error) => ", color=\"#c62828\", fillcolor=\"#fdecea\", penwidth=2.5",
        Some(Severity::Warning) => ", color=\"#b26a00\", fillcolor=\"#fff4e0\", penwidth=2",
        Some(Severity::Info) => ", color=\"#1565c0\", fillcolor=\"#e8f1fc\", penwidth=1.5",
        None => "",
    }
}

/// A text in double quotes. In labels a backslash begins an escape and an ampersand an entity.
struct Quoted<'t>(&'t str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in visible(self.0).chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '&' => f.write_str("&amp;")?,
                '\n' => f.write_str("\\n")?,
                _ => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::Quoted;

    #[test]
    fn no_text_leaves_its_quotes() {
        assert_eq!(Quoted("say \"yes\" \\ & &lt;\n\u{0}").to_string(), r#""say \"yes\" \\ &amp; &amp;lt;\n␀""#);
        assert_eq!(Quoted("ends in \\").to_string(), r#""ends in \\""#);
    }
}
