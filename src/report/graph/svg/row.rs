//! The row of an objective in its team's card: id and links, then the statement, and what was found to the right.

use std::fmt::{self, Write as _};

use super::{CARD, Num, Words, counts, measure, signs_width, write_signs};
use crate::diagnostic::Diagnostic;
use crate::graph::{Edge, Graph, Kind, Node};
use crate::report::graph::{told, whereabouts, worst};
use crate::report::paint::visible;

/// Sizes of the id with its links and of the statement.
const SIZES: [f64; 2] = [11.0, 12.5];
/// Heights of their lines.
const LINES: [f64; 2] = [15.0, 16.0];
/// Above and below.
const SPACE: [f64; 2] = [6.0, 8.0];
/// To the left, the mark of the worst finding included, and to the right.
const SIDES: [f64; 2] = [14.0, 10.0];

/// A row.
pub(super) struct Row {
    /// The id, and what the links lead to, as far as there is room.
    head: Option<[String; 2]>,
    /// The lines of the statement.
    statement: Vec<String>,
    class: &'static str,
    /// What a reader hears and what a tooltip shows.
    label: String,
    tooltip: String,
    /// The signs, and where they begin, from the left.
    signs: String,
}

impl Row {
    pub(super) fn of(graph: &Graph<'_>, node: &Node<'_>, links: &[&Edge<'_>]) -> Self {
        let room = CARD - SIDES[0] - SIDES[1];
        let signs = signs_width(&node.findings);
        let head = head(graph, node, links, room - signs);
        let first = if head.is_some() { room } else { room - signs };
        let found = counts(&node.findings);
        let mut row = Self {
            statement: measure::fitted(&visible(node.title()), SIZES[1], &[first, room]),
            head,
            class: worst(&node.findings).map_or("", |severity| severity.name()),
            label: if found.is_empty() { node.full() } else { format!("{} ({found})", node.full()) },
            tooltip: told(graph, node, links).join("\n"),
            signs: String::new(),
        };
        row.keep_signs(&node.findings, CARD - SIDES[1] - signs);
        row
    }

    fn keep_signs(&mut self, findings: &[&Diagnostic], x: f64) {
        // Writing into memory cannot fail.
        let _ = write_signs(&mut self.signs, findings, x, SPACE[0]);
    }

    pub(super) fn height(&self) -> f64 {
        let head = if self.head.is_some() { LINES[0] } else { 0.0 };
        SPACE[0] + head + self.statement.len() as f64 * LINES[1] + SPACE[1]
    }

    /// Draws the row at a place, with a mark in the colour of the lines that lead to it.
    pub(super) fn write(&self, out: &mut String, [x, y]: [f64; 2], hue: Option<String>) -> fmt::Result {
        writeln!(
            out,
            "<g role=\"listitem\" aria-label=\"{}\" class=\"row {}\" transform=\"translate({} {})\"><title>{}</title>",
            Words(&self.label),
            self.class,
            Num(x),
            Num(y),
            Words(&self.tooltip)
        )?;
        let height = self.height();
        writeln!(out, "<rect class=\"back\" x=\"1\" y=\"1\" width=\"{}\" height=\"{}\"/>", Num(CARD - 2.0), Num(height - 2.0))?;
        if !self.class.is_empty() {
            writeln!(out, "<rect class=\"stripe\" x=\"1\" y=\"1\" width=\"4\" height=\"{}\"/>", Num(height - 2.0))?;
        }
        if let Some(hue) = hue {
            let x = Num(CARD - 4.0);
            writeln!(out, "<rect class=\"cap {hue}\" x=\"{x}\" y=\"1\" width=\"3\" height=\"{}\"/>", Num(height - 2.0))?;
        }
        let mut y = SPACE[0];
        if let Some([id, links]) = &self.head {
            y += LINES[0];
            let gap = if id.is_empty() || links.is_empty() { "" } else { " " };
            writeln!(
                out,
                "<text class=\"small\" x=\"{}\" y=\"{}\"><tspan class=\"id\">{}</tspan>{gap}{}</text>",
                Num(SIDES[0]),
                Num(y - 4.0),
                Words(id),
                Words(links)
            )?;
        }
        for line in &self.statement {
            y += LINES[1];
            writeln!(out, "<text x=\"{}\" y=\"{}\">{}</text>", Num(SIDES[0]), Num(y - 3.0), Words(line))?;
        }
        writeln!(out, "{}</g>", self.signs)
    }
}

/// The id, and behind arrows what is supported and what is needed.
fn head(graph: &Graph<'_>, node: &Node<'_>, links: &[&Edge<'_>], room: f64) -> Option<[String; 2]> {
    let names = |kind: Kind| {
        let of_kind = links.iter().filter(|edge| edge.kind == kind);
        let mut names: Vec<String> = of_kind.map(|edge| format!("{}{}", graph.aim(edge), whereabouts(edge))).collect();
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names.join(", ")
    };
    let arrow = |arrow: &str, names: String| if names.is_empty() { None } else { Some(format!("{arrow} {names}")) };
    let links: Vec<String> =
        [arrow("→", names(Kind::Supports)), arrow("⇢", names(Kind::DependsOn))].into_iter().flatten().collect();
    // Ids are bold, which is a tenth wider.
    let id = measure::cut(&visible(node.id.unwrap_or_default()), SIZES[0] * 1.1, room);
    let rest = room - measure::width(&id, SIZES[0] * 1.1) - measure::width(" ", SIZES[0]);
    let links = if rest < 30.0 { String::new() } else { measure::cut(&visible(&links.join("  ")), SIZES[0], rest) };
    (!id.is_empty() || !links.is_empty()).then_some([id, links])
}
