//! The graph as a picture that needs no other program: SVG without scripts, fonts or anything from elsewhere. It is light or dark as its
//! reader likes, and whatever a line or a colour says also stands in words: in the row of the objective, in its tooltip, in the legend.

mod row;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter, Write as _};

use super::layout::{Band, Bundle, CARD, Card, Curve, HEAD, Layout};
use super::{Aim, Line, counts, described, group_of, heading, lines, links_of, measure, summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Graph, Group, Kind, counted};
use crate::model::Level;
use crate::report::paint::visible;
use crate::report::xml::{DECLARATION, Xml};

use row::Row;

/// Around the page.
const MARGIN: f64 = 28.0;
/// Where the cards begin, from the top.
const TOP: f64 = 132.0;
/// The least width of a page: heading and legend fit.
const LEAST: f64 = 620.0;
/// The most objectives that a tooltip names.
const NAMED: usize = 12;
/// How many colours lines to parents have.
const HUES: usize = 7;
/// Up to so many teams with parents, colours tell objectives apart.
const FEW: usize = 2;
/// Classes are those of this picture alone, also where it stands in a page among others.
const STYLE: &str = include_str!("svg/style.css");
/// The signs of severities, each of its own shape.
const SIGNS: &str = include_str!("svg/signs.svg");

/// The graph as an SVG document.
pub(crate) fn graph(graph: &Graph<'_>) -> String {
    let links = links_of(graph);
    let rows: Vec<Row> = graph.nodes.iter().zip(&links).map(|(node, links)| Row::of(graph, node, links)).collect();
    let heights: Vec<f64> = rows.iter().map(Row::height).collect();
    let lines = lines(graph);
    let layout = Layout::of(graph, &lines, &heights);
    let mut out = String::new();
    // Writing into memory cannot fail.
    let _ = Picture { graph, lines: &lines, rows: &rows, layout: &layout, hues: hues(graph, &layout) }.write(&mut out);
    out
}

/// The colours of lines to parents, by what they lead to: those of a team have one, so that one sees who works for it; where there are but
/// few teams, each objective has its own.
fn hues(graph: &Graph<'_>, layout: &Layout) -> BTreeMap<Aim, usize> {
    let supported = || layout.bundles.iter().filter(|bundle| bundle.kind == Kind::Supports).map(|bundle| bundle.to);
    let aims: BTreeSet<Aim> = supported().collect();
    let groups: BTreeSet<usize> = supported().map(|aim| group_of(graph, aim)).collect();
    let places: BTreeMap<usize, usize> = groups.iter().enumerate().map(|(place, group)| (*group, place)).collect();
    let hue = |(place, aim): (usize, Aim)| {
        let place = if groups.len() > FEW { places.get(&group_of(graph, aim)).copied().unwrap_or_default() } else { place };
        (aim, place % HUES)
    };
    aims.into_iter().enumerate().map(hue).collect()
}

/// A number without needless digits.
struct Num(f64);

impl Display for Num {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        match tenths % 10 {
            0 => write!(f, "{}", tenths / 10),
            _ => write!(f, "{}", tenths as f64 / 10.0),
        }
    }
}

/// A text that steers nothing, as it may stand in the picture.
struct Words<'t>(&'t str);

impl Display for Words<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Xml(&visible(self.0)).fmt(f)
    }
}

struct Picture<'g, 'a> {
    graph: &'g Graph<'a>,
    lines: &'g [Line],
    rows: &'g [Row],
    layout: &'g Layout,
    /// The colours of lines to parents.
    hues: BTreeMap<Aim, usize>,
}

impl Picture<'_, '_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        let width = (self.layout.width + 2.0 * MARGIN).max(LEAST);
        let height = TOP + self.layout.height + MARGIN;
        out.push_str(DECLARATION);
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"okrlint-graph\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             role=\"graphics-document document\" aria-labelledby=\"okrlint-title okrlint-desc\">",
            w = Num(width),
            h = Num(height)
        )?;
        let (heading, summary) = (heading(self.graph), summary(self.graph));
        writeln!(out, "<title id=\"okrlint-title\">{}</title>", Words(&heading))?;
        writeln!(
            out,
            "<desc id=\"okrlint-desc\">{}. Lines lead from an objective to what it supports, dashed ones to what it depends on.</desc>",
            Words(&summary)
        )?;
        writeln!(out, "<style>\n{STYLE}</style>\n{}", SIGNS.trim_end())?;
        writeln!(out, "<rect class=\"page\" width=\"{}\" height=\"{}\"/>", Num(width), Num(height))?;
        writeln!(out, "<text class=\"heading\" x=\"{MARGIN}\" y=\"44\" aria-hidden=\"true\">{}</text>", Words(&heading))?;
        writeln!(out, "<text class=\"faint\" x=\"{MARGIN}\" y=\"64\" aria-hidden=\"true\">{}</text>", Words(&summary))?;
        legend(out)?;
        writeln!(out, "<g transform=\"translate({MARGIN} {TOP})\">")?;
        self.layout.bands.iter().try_for_each(|band| write_band(out, band))?;
        writeln!(out, "<g aria-hidden=\"true\">")?;
        self.layout.bundles.iter().try_for_each(|bundle| self.write_bundle(out, bundle))?;
        writeln!(out, "</g>")?;
        (0..self.layout.cards.len()).try_for_each(|group| self.write_card(out, group))?;
        writeln!(out, "</g>\n</svg>")
    }

    fn write_bundle(&self, out: &mut String, bundle: &Bundle) -> fmt::Result {
        let class = match bundle.kind {
            Kind::DependsOn => "depends".to_owned(),
            Kind::Supports => self.hue(bundle.to).unwrap_or_default(),
        };
        writeln!(out, "<g class=\"line {class}\"><title>{}</title>", Words(&self.told(bundle)))?;
        if !bundle.trunk.is_empty() {
            out.push_str("<path d=\"");
            bundle.trunk.iter().try_for_each(|curve| write!(out, "{curve}"))?;
            writeln!(out, "\"/>")?;
        }
        for (line, curve) in &bundle.branches {
            writeln!(out, "<path d=\"{curve}\"><title>{}</title></path>", Words(&self.line_told(&self.lines[*line])))?;
        }
        for ([x, y], from_left) in &bundle.tips {
            let back = if *from_left { -7 } else { 7 };
            writeln!(out, "<path class=\"tip\" d=\"M{} {}l{back} -4v8z\"/>", Num(*x), Num(*y))?;
        }
        writeln!(out, "</g>")
    }

    fn aim(&self, aim: Aim) -> String {
        match aim {
            Aim::Node(node) => self.graph.nodes[node].full(),
            Aim::Group(group) => self.graph.groups[group].name().to_owned(),
        }
    }

    /// All lines of a bundle in words.
    fn told(&self, bundle: &Bundle) -> String {
        let name = |line: usize| {
            let node = &self.graph.nodes[self.lines[line].from];
            node.id.unwrap_or_else(|| node.title())
        };
        let mut names: Vec<&str> = bundle.branches.iter().take(NAMED).map(|(line, _)| name(*line)).collect();
        if bundle.branches.len() > NAMED {
            names.push("others");
        }
        let relation = if bundle.kind == Kind::Supports { "is supported by" } else { "is needed by" };
        format!("{} {relation} {}", self.aim(bundle.to), names.join(", "))
    }

    /// A line in words, with the key results that it is about.
    fn line_told(&self, line: &Line) -> String {
        let Line { kind, from, to, named, settled } = line;
        let agreed = if *kind == Kind::DependsOn && *settled { " (agreed)" } else { "" };
        let named = if named.is_empty() { String::new() } else { format!("\n{}", named.join("\n")) };
        format!("{}\n{}{agreed}\n{}{named}", self.graph.nodes[*from].full(), kind.words(), self.aim(*to))
    }

    fn write_card(&self, out: &mut String, index: usize) -> fmt::Result {
        let (group, card) = (&self.graph.groups[index], &self.layout.cards[index]);
        let Card { x, y, height, .. } = card;
        let name = group.name();
        let label = format!("{name}{}", level_words(group.level));
        writeln!(out, "<g role=\"list\" aria-label=\"{}\">", Words(&label))?;
        writeln!(
            out,
            "<rect class=\"card\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
            Num(*x),
            Num(*y),
            Num(CARD),
            Num(*height)
        )?;
        self.write_head(out, group, *x, *y)?;
        for (node, top) in group.nodes.clone().zip(&card.rows) {
            self.rows[node].write(out, [*x, *top], self.hue(Aim::Node(node)))?;
        }
        writeln!(out, "</g>")
    }

    /// The class of the colour of lines that lead to something.
    fn hue(&self, aim: Aim) -> Option<String> {
        self.hues.get(&aim).map(|hue| format!("hue{hue}"))
    }

    fn write_head(&self, out: &mut String, group: &Group<'_>, x: f64, y: f64) -> fmt::Result {
        let mut aside: Vec<String> = Vec::new();
        aside.extend(group.cycle.clone().filter(|_| self.graph.cycles.len() > 1));
        if group.nodes.len() < group.objectives {
            aside.push(format!("{} of {}", group.nodes.len(), group.objectives));
        }
        let aside = aside.join(" · ");
        let mut right = x + CARD - 10.0 - signs_width(&group.findings);
        let signs = right;
        right -= if aside.is_empty() { 0.0 } else { measure::width(&aside, 11.0) + 8.0 };
        let mut told = vec![format!("{}{} · {}", group.name(), level_words(group.level), group.path)];
        told.extend(group.findings.iter().map(|finding| described(finding)));
        writeln!(out, "<g><title>{}</title>", Words(&told.join("\n")))?;
        // Its upper corners are those of the card.
        let (width, bottom) = (CARD - 16.0, HEAD - 2.0 - 8.0);
        writeln!(
            out,
            "<path class=\"head\" d=\"M{} {}v-{b}a8 8 0 0 1 8 -8h{w}a8 8 0 0 1 8 8v{b}z\"/>",
            Num(x),
            Num(y + HEAD - 2.0),
            b = Num(bottom),
            w = Num(width)
        )?;
        let name = measure::cut(&visible(group.name()), 13.5, right - x - 12.0);
        writeln!(out, "<text class=\"team\" x=\"{}\" y=\"{}\">{}</text>", Num(x + 12.0), Num(y + 21.0), Words(&name))?;
        if !aside.is_empty() {
            writeln!(out, "<text class=\"small\" x=\"{}\" y=\"{}\">{}</text>", Num(right + 4.0), Num(y + 21.0), Words(&aside))?;
        }
        write_signs(out, &group.findings, signs, y + 10.0)?;
        writeln!(out, "</g>")
    }
}

impl Display for Curve {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { from: [x, y], straight, to: [to_x, to_y], swing } = self;
        write!(f, "M{} {}", Num(*x), Num(*y))?;
        if straight != x {
            write!(f, "H{}", Num(*straight))?;
        }
        let (one, other) = match swing {
            // A curve comes as far as three quarters of the way to its control points.
            Some(swing) => (x + swing / 0.75, to_x + swing / 0.75),
            None => (f64::midpoint(*straight, *to_x), f64::midpoint(*straight, *to_x)),
        };
        write!(f, "C{} {} {} {} {} {}", Num(one), Num(*y), Num(other), Num(*to_y), Num(*to_x), Num(*to_y))
    }
}

fn level_words(level: Option<Level>) -> String {
    level.map_or_else(String::new, |level| format!(" ({})", level.name()))
}

fn write_band(out: &mut String, band: &Band) -> fmt::Result {
    let name = match band.level {
        Some(Level::Company) => "Company",
        Some(Level::Department) => "Departments",
        Some(Level::Team) => "Teams",
        Some(Level::Individual) => "People",
        None => return Ok(()),
    };
    writeln!(out, "<text class=\"band\" x=\"{}\" y=\"-14\">{name}</text>", Num(band.x))
}

fn legend(out: &mut String) -> fmt::Result {
    let mut x = MARGIN;
    writeln!(out, "<g class=\"legend\" transform=\"translate(0 86)\">")?;
    for (class, words) in [("hue0", "supports"), ("depends", "depends on")] {
        writeln!(
            out,
            "<g class=\"line {class}\"><path d=\"M{} 0h30\"/><path class=\"tip\" d=\"M{} 0l-7 -4v8z\"/></g>",
            Num(x),
            Num(x + 34.0)
        )?;
        writeln!(out, "<text class=\"small\" x=\"{}\" y=\"4\">{words}</text>", Num(x + 42.0))?;
        x += 42.0 + measure::width(words, 11.0) + 22.0;
    }
    for (severity, words) in [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Info, "infos")] {
        writeln!(out, "<use href=\"#okrlint-{}\" x=\"{}\" y=\"-7\" width=\"14\" height=\"14\"/>", severity.name(), Num(x))?;
        writeln!(out, "<text class=\"small\" x=\"{}\" y=\"4\">{words}</text>", Num(x + 20.0))?;
        x += 20.0 + measure::width(words, 11.0) + 22.0;
    }
    writeln!(out, "</g>")
}

/// The width of a sign with its number.
fn sign_width(count: usize) -> f64 {
    14.0 + 3.0 + measure::width(&count.to_string(), 11.0) + 6.0
}

/// The room that the signs of some findings take.
fn signs_width(findings: &[&Diagnostic]) -> f64 {
    counted(findings).iter().map(|(_, count)| sign_width(*count)).sum()
}

/// A sign for each severity with the number of findings.
fn write_signs(out: &mut String, findings: &[&Diagnostic], x: f64, y: f64) -> fmt::Result {
    let mut x = x;
    for (severity, count) in counted(findings) {
        writeln!(
            out,
            "<use href=\"#okrlint-{}\" x=\"{}\" y=\"{}\" width=\"14\" height=\"14\"/><text class=\"small\" x=\"{}\" y=\"{}\">{count}</text>",
            severity.name(),
            Num(x),
            Num(y),
            Num(x + 17.0),
            Num(y + 11.0)
        )?;
        x += sign_width(count);
    }
    Ok(())
}
