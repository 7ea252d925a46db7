//! The graph in the language of Mermaid, which GitHub, GitLab and many wikis draw, each team a subgraph.

use std::fmt::{self, Display, Formatter, Write as _};

use super::{Aim, Line, counts, heading, lines, worst};
use crate::diagnostic::Severity;
use crate::graph::{Graph, Kind};
use crate::report::paint::visible;

/// What Mermaid draws at most unless its host allows more: characters, and edges (`maxTextSize` and `maxEdges` of its configuration).
const LIMITS: [usize; 2] = [50_000, 500];

/// The graph as a flowchart.
pub(crate) fn graph(graph: &Graph<'_>) -> String {
    let mut out = String::new();
    // Writing into memory cannot fail.
    let _ = write_graph(&mut out, graph);
    out
}

/// Whether a flowchart is larger than most hosts draw.
pub(crate) fn is_too_large(text: &str, graph: &Graph<'_>) -> bool {
    text.len() > LIMITS[0] || lines(graph).len() > LIMITS[1]
}

fn write_graph(out: &mut String, graph: &Graph<'_>) -> fmt::Result {
    writeln!(out, "flowchart RL")?;
    writeln!(out, "  accTitle: {}", Words(&heading(graph)))?;
    let mut marked: [(Severity, Vec<String>); 3] = [Severity::Error, Severity::Warning, Severity::Info].map(|s| (s, Vec::new()));
    for (index, group) in graph.groups.iter().enumerate() {
        writeln!(out, "  subgraph g{index}[\"{}\"]", Words(&with_counts(group.name(), &counts(&group.findings))))?;
        for node in group.nodes.clone() {
            let statement = with_counts(graph.nodes[node].title(), &counts(&graph.nodes[node].findings));
            let id = graph.nodes[node].id.map_or_else(String::new, |id| format!("{}<br/>", Words(id)));
            writeln!(out, "    n{node}[\"{id}{}\"]", Words(&statement))?;
            let worst = worst(&graph.nodes[node].findings);
            let list = marked.iter_mut().find(|(severity, _)| Some(*severity) == worst);
            list.into_iter().for_each(|(_, nodes)| nodes.push(format!("n{node}")));
        }
        writeln!(out, "  end")?;
    }
    for line in lines(graph) {
        write_line(out, &line)?;
    }
    for (severity, nodes) in marked.iter().filter(|(_, nodes)| !nodes.is_empty()) {
        writeln!(out, "  classDef {} {}", severity.name(), style(*severity))?;
        writeln!(out, "  class {} {}", nodes.join(","), severity.name())?;
    }
    Ok(())
}

fn with_counts(text: &str, counts: &str) -> String {
    if counts.is_empty() { text.to_owned() } else { format!("{text} ({counts})") }
}

fn write_line(out: &mut String, line: &Line) -> fmt::Result {
    let mut named = line.named.clone();
    named.sort();
    named.dedup();
    let arrow = match line.kind {
        Kind::Supports => "-->",
        Kind::DependsOn => "-.->",
    };
    let label = if named.is_empty() { String::new() } else { format!("|\"{}\"|", Words(&named.join(", "))) };
    let to = match line.to {
        Aim::Node(node) => format!("n{node}"),
        Aim::Group(group) => format!("g{group}"),
    };
    writeln!(out, "  n{} {arrow}{label} {to}", line.from)
}

/// The text is dark on both light and dark pages, since the fill is light.
fn style(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "fill:#fdecea,stroke:#c62828,stroke-width:3px,color:#1c2430",
        Severity::Warning => "fill:#fff4e0,stroke:#b26a00,stroke-width:2px,color:#1c2430",
        Severity::Info => "fill:#e8f1fc,stroke:#1565c0,stroke-width:1px,color:#1c2430",
    }
}

/// A text in a label. Letters, digits and the signs of plain prose stay; all else is written by its number, so that it is neither Mermaid's
/// own, nor HTML, nor Markdown ("1." begins a list).
struct Words<'t>(&'t str);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let text = visible(self.0);
        let mut before = ' ';
        for (at, c) in text.chars().enumerate() {
            match c {
                '\n' | '\t' => f.write_char(' ')?,
                '-' | '.' | ',' | '\'' | '(' | ')' | '?' if at > 0 && !(c == '.' && before.is_ascii_digit()) => {
                    f.write_char(c)?
                }
                _ if c.is_ascii_punctuation() => write!(f, "#{};", u32::from(c))?,
                _ => f.write_char(c)?,
            }
            before = c;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn no_text_is_read_as_anything_but_text() {
        let cases = [
            ("Keep visits, at home", "Keep visits, at home"),
            ("\"]; click n0", "#34;#93;#59; click n0"),
            ("<b>#35;</b>", "#60;b#62;#35;35#59;#60;#47;b#62;"),
            ("1. first", "1#46; first"),
            ("- item `x`", "#45; item #96;x#96;"),
            ("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"),
            ("Größe 🚀\u{7}", "Größe 🚀␇"),
        ];
        for (text, written) in cases {
            assert_eq!(Words(text).to_string(), written);
        }
    }
}
