//! What holds for every graph, whatever stands in it.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::graph::{End, Group, KeyResult};
use crate::model::Level;
use crate::source::Span;

/// What graphs are made of in tests: the texts, the level and size of each team, and the links between objectives.
#[derive(Debug, Clone)]
pub(super) struct Sketch {
    pub(super) texts: Vec<String>,
    pub(super) teams: Vec<(Option<Level>, usize)>,
    /// From which objective to which; whether it is a dependency; whether it leads to the whole team.
    pub(super) links: Vec<(Index, Index, bool, bool)>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Sketches with texts of one's own.
pub(super) fn sketches(text: impl Strategy<Value = String>) -> impl Strategy<Value = Sketch> {
    let level = prop::option::of(prop::sample::select(vec![Level::Company, Level::Department, Level::Team, Level::Individual]));
    let links = prop::collection::vec(any::<(Index, Index, bool, bool)>(), 0..50);
    let texts = prop::collection::vec(text, 1..6);
    (texts, prop::collection::vec((level, 1..6_usize), 1..16), links).prop_map(|(texts, teams, links)| {
        let finding = |text: &String| finding(text);
        Sketch { findings: texts.iter().map(finding).collect(), texts, teams, links }
    })
}

fn finding(message: &str) -> Diagnostic {
    Diagnostic {
        rule: crate::catalogue::find("no-number").unwrap(),
        variant: "",
        severity: Severity::Error,
        message: message.to_owned(),
        label: String::new(),
        path: "a.md".to_owned(),
        span: Span::default(),
        labels: Vec::new(),
        help: String::new(),
        subject: String::new(),
        objective: None,
        key_result: None,
        fix: None,
        held: None,
        sought: Default::default(),
        fingerprint: String::new(),
    }
}

impl Sketch {
    fn text(&self, nth: usize) -> &str {
        &self.texts[nth % self.texts.len()]
    }

    pub(super) fn graph(&self) -> Graph<'_> {
        let mut graph = Graph { cycles: vec!["2026-Q3".to_owned()], ..Graph::default() };
        for (nth, (level, size)) in self.teams.iter().enumerate() {
            let first = graph.nodes.len();
            for objective in first..first + size {
                let text = self.text(objective);
                let id = (objective % 3 > 0).then_some(self.text(objective + 1));
                let findings = self.findings.iter().take(usize::from(objective % 4 == 0)).collect();
                let key_results = vec![KeyResult { id, text, span: Span::default() }];
                let (key, span) = (format!("a.md#{objective}"), Span::default());
                graph.nodes.push(Node { group: nth, key, id, text, path: "a.md", span, kind: None, key_results, findings });
            }
            graph.groups.push(Group {
                team: Some(self.text(nth)),
                level: *level,
                cycle: None,
                path: "a.md",
                nodes: first..first + size,
                objectives: size + nth % 2,
                findings: self.findings.iter().take(nth % 2).collect(),
            });
        }
        let nodes = graph.nodes.len();
        for (from, to, depends, whole) in &self.links {
            let (from, to) = (from.index(nodes), to.index(nodes));
            let end = |node, key_result| End { node, key_result };
            let aim = if *whole { Target::Team(graph.nodes[to].group) } else { Target::Item(end(to, Some(0))) };
            if from != to {
                graph.edges.push(Edge {
                    from: end(from, None),
                    to: aim,
                    kind: if *depends { Kind::DependsOn } else { Kind::Supports },
                    name: self.text(from + to),
                    path: "a.md",
                    span: Span::default(),
                    settled: false,
                });
            }
        }
        graph
    }
}

/// Any text at all, and often what formats trip over.
fn hostile() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "\"", "\\", "&", "<", ">", "#", ";", "`", "]]>", "<!--", "%%{", "\n", "\r\n", "\0", "\u{7f}", "\u{fffe}", "\u{202e}",
        "end", "\"];", "--", "1. ", "🚀", "e\u{301}",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(signs, 0..8).prop_map(|signs| signs.concat())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_well_formed_xml(sketch in sketches(hostile())) {
        let graph = sketch.graph();
        let drawn = svg::graph(&graph);
        let document = roxmltree::Document::parse(&drawn).expect("well-formed XML");
        let items = document.descendants().filter(|element| element.attribute("role") == Some("listitem"));
        prop_assert_eq!(items.count(), graph.nodes.len());
        let named = |element: &roxmltree::Node<'_, '_>| element.has_tag_name("script") || element.has_tag_name("foreignObject");
        prop_assert!(!document.descendants().any(|element| named(&element)));
    }

    #[test]
    fn no_text_leaves_its_quotes_in_dot(sketch in sketches(hostile())) {
        let graph = sketch.graph();
        let text = dot::graph(&graph);
        let (rest, strings) = unquoted(&text, true);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || " \n_=,;[]{}->.".contains(c);
        prop_assert!(rest.chars().all(is_plain), "{}", rest);
        prop_assert!(strings.iter().all(|string| !string.contains(['\n', '\0'])));
        prop_assert_eq!(rest.matches("->").count(), lines(&graph).len());
    }

    #[test]
    fn no_text_leaves_its_quotes_in_mermaid(sketch in sketches(hostile())) {
        let graph = sketch.graph();
        let text = mermaid::graph(&graph);
        let (rest, strings) = unquoted(&text, false);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || " \n[]->|.,:#-".contains(c);
        prop_assert!(rest.chars().all(is_plain), "{}", rest);
        for string in &strings {
            let label = string.replace("<br/>", "");
            prop_assert!(!label.contains(['<', '>', '`', '{', '&', '\n', '\0']), "{}", string);
        }
        let nodes = rest.lines().filter(|line| line.trim_start().starts_with('n') && line.ends_with(']')).count();
        prop_assert_eq!(nodes, graph.nodes.len());
    }

    #[test]
    fn every_format_says_the_same_each_time(sketch in sketches(".{0,60}")) {
        let graph = sketch.graph();
        let texts = json::Texts::of(std::iter::empty());
        prop_assert_eq!(svg::graph(&graph), svg::graph(&graph));
        prop_assert_eq!(json::graph(&graph, &texts), json::graph(&graph, &texts));
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&json::graph(&graph, &texts)).is_ok());
    }
}

/// A text without what stands in double quotes, and that. A backslash may escape the sign after it.
fn unquoted(text: &str, escapes: bool) -> (String, Vec<String>) {
    let (mut rest, mut strings) = (String::new(), Vec::new());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        if sign != '"' {
            rest.push(sign);
            continue;
        }
        let mut string = String::new();
        loop {
            match signs.next() {
                Some('\\') if escapes => string.extend(['\\'].into_iter().chain(signs.next())),
                Some('"') => break,
                Some(other) => string.push(other),
                None => panic!("a string without end: {string}"),
            }
        }
        strings.push(string);
    }
    (rest, strings)
}

#[test]
fn links_between_the_same_two_are_one_line() {
    let sketch = Sketch {
        texts: ["A-1", "B-2", "C-3"].map(str::to_owned).to_vec(),
        teams: vec![(Some(Level::Company), 1), (None, 1)],
        links: Vec::new(),
        findings: Vec::new(),
    };
    let mut graph = sketch.graph();
    let edge = |key_result, to, kind| Edge {
        from: End { node: 1, key_result },
        to,
        kind,
        name: "A-1",
        path: "a.md",
        span: Span::default(),
        settled: key_result.is_none(),
    };
    let item = |key_result| Target::Item(End { node: 0, key_result });
    graph.edges = vec![
        edge(None, item(None), Kind::Supports),
        edge(Some(0), item(Some(0)), Kind::Supports),
        edge(None, item(None), Kind::DependsOn),
        edge(Some(0), Target::Team(0), Kind::DependsOn),
        edge(None, Target::Missing, Kind::Supports),
    ];
    let told: Vec<(Kind, Aim, Vec<String>, bool)> =
        lines(&graph).into_iter().map(|line| (line.kind, line.to, line.named, line.settled)).collect();
    assert_eq!(
        told,
        [
            (Kind::Supports, Aim::Node(0), vec!["C-3 → A-1".to_owned()], false),
            (Kind::DependsOn, Aim::Node(0), Vec::new(), true),
            (Kind::DependsOn, Aim::Group(0), vec!["C-3 →".to_owned()], false),
        ]
    );
}

#[test]
fn an_empty_graph_is_drawn_too() {
    let graph = Graph::default();
    assert!(roxmltree::Document::parse(&svg::graph(&graph)).is_ok());
    assert!(dot::graph(&graph).ends_with("}\n"));
}
