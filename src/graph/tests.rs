//! Which objectives and links are drawn.

use jiff::civil::{Date, date};

use super::*;
use crate::calendar::{Cycle, FiscalYear};
use crate::engine::{Engine, Settings};
use crate::model::Format;
use crate::read::{self, Context};
use crate::source::Source;
use crate::workspace::{Depth, Outline};

/// A company, three teams and a year, in small.
const DOCUMENTS: [(&str, &str); 6] = [
    (
        "2026-Q3/company.md",
        "---\ncycle: 2026-Q3\nlevel: company\nteam: Harbour\n---\n\n## C-O1: Ships leave on the tide they were promised\n\n\
         - C-O1-KR1: Departures on time from 71% to 85%\n- KR2: Complaints from 40 to 20 a month\n\n## C-O2: Nobody is hurt on the quay\n\n\
         Supports: Y-O1\n\n- C-O2-KR1: Injuries from 9 to 3 a year\n",
    ),
    (
        "2026-Q3/cranes.md",
        "---\ncycle: 2026-Q3\nteam: Cranes\n---\n\n## CR-O1: Cranes that do not stop\n\nSupports: C-O1-KR1, C-O9\n\n\
         - CR-O1-KR1: Crane stops from 90 to 30 a month (depends on: Legal)\n- CR-O1-KR2: Better cranes\n",
    ),
    (
        "2026-Q3/legal.md",
        "---\ncycle: 2026-Q3\nteam: Legal\n---\n\n## O1: Contracts in a week\n\n- KR1: Days to a contract from 19 to 7 (provides for PI-O1)\n\n\
         ## ~~O2: Fewer forms~~\n\n- KR1: Forms from 12 to 5\n",
    ),
    (
        "2026-Q3/pilots.md",
        "---\ncycle: 2026-Q3\nteam: Pilots\n---\n\n## PI-O1: A pilot is there when the ship is\n\nSupports: C-O1\n\n\
         - PI-O1-KR1: Ships that wait for a pilot from 12% to 5%\n",
    ),
    (
        "2026/company.md",
        "---\ncycle: 2026\nlevel: company\nteam: Harbour\n---\n\n## Y-O1: The harbour that captains ask for\n\n\
         - Y-O1-KR1: Captains who ask for us from 31% to 50%\n",
    ),
    (
        "2025-Q1/cranes.md",
        "---\ncycle: 2025-Q1\nteam: Cranes\n---\n\n## CR-O1: Cranes that turn\n\n- CR-O1-KR1: Crane stops from 120 to 90 a month\n",
    ),
];

struct Run {
    outlines: Vec<Outline>,
    findings: Vec<Diagnostic>,
}

impl Run {
    fn new() -> Self {
        let engine = Engine::new(Settings::new(date(2026, 8, 15))).expect("the default settings are right");
        let mut run = Self { outlines: Vec::new(), findings: Vec::new() };
        for (path, text) in DOCUMENTS {
            let source = Source::new(path, text);
            let result = read::read(&source, Format::Markdown, &Context { named: true, ..Context::default() });
            run.findings.extend(engine.check_document(&source, &result).diagnostics);
            run.outlines.push(Outline::of(&result.document, Depth::Traces));
        }
        run.findings.extend(engine.check_organisation(&run.outlines));
        run
    }

    fn organisation(&self) -> Organisation<'_> {
        Organisation::of(&self.outlines.iter().collect::<Vec<_>>(), FiscalYear::default())
    }

    fn graph(&self, cycles: &[Cycle], today: Date) -> Graph<'_> {
        let organisations = [self.organisation()];
        let times = shown(&organisations, &[FiscalYear::default()], cycles, &[today]).expect("the cycle is there");
        let [organisation] = &organisations;
        let times = times.into_iter().next().unwrap_or_default();
        Graph::of(&[Part { organisation, times, findings: &self.findings }])
    }

    fn whole(&self) -> Graph<'_> {
        self.graph(&[], date(2026, 8, 15))
    }
}

fn cycle(name: &str) -> Cycle {
    Cycle::parse_or_year(name).expect("a cycle").0
}

/// The edges as text: "CR-O1-KR1 depends on Legal".
fn told(graph: &Graph<'_>) -> Vec<String> {
    let told = |edge: &Edge<'_>| {
        let to = match edge.to {
            Target::Item(end) => graph.called(end).to_owned(),
            Target::Team(group) => format!("@{}", graph.groups[group].name()),
            Target::OtherCycle => format!("{} in another cycle", edge.name),
            Target::Missing => format!("{}, which is missing", edge.name),
            Target::Elsewhere => format!("{}, which is elsewhere", edge.name),
        };
        let settled = if edge.settled { ", settled" } else { "" };
        format!("{} {} {to}{settled}", graph.called(edge.from), edge.kind.words())
    };
    graph.edges.iter().map(told).collect()
}

fn ids<'a>(graph: &Graph<'a>) -> Vec<&'a str> {
    graph.nodes.iter().map(|node| node.id.unwrap_or(node.text)).collect()
}

#[test]
fn links_become_edges_between_objectives() {
    let run = Run::new();
    let graph = run.whole();
    assert_eq!(graph.cycles, ["2026", "2026-Q3"]);
    assert_eq!(graph.groups.iter().map(Group::name).collect::<Vec<_>>(), ["Harbour", "Harbour", "Cranes", "Legal", "Pilots"]);
    assert_eq!(ids(&graph), ["C-O1", "C-O2", "Y-O1", "CR-O1", "O1", "PI-O1"]);
    let edges = [
        "C-O2 supports Y-O1",
        "CR-O1 supports C-O1-KR1",
        "CR-O1 supports C-O9, which is missing",
        "CR-O1-KR1 depends on @Legal",
        "PI-O1 depends on KR1, settled",
        "PI-O1 supports C-O1",
    ];
    let mut told = told(&graph);
    told.sort();
    assert_eq!(told, edges);
}

#[test]
fn nodes_have_names_of_their_own_and_stand_with_their_team() {
    let run = Run::new();
    let graph = run.whole();
    let keys: Vec<&str> = graph.nodes.iter().map(|node| node.key.as_str()).collect();
    assert_eq!(keys[..3], ["2026-Q3/company.md#C-O1", "2026-Q3/company.md#C-O2", "2026/company.md#Y-O1"]);
    for (index, group) in graph.groups.iter().enumerate() {
        assert!(graph.nodes[group.nodes.clone()].iter().all(|node| node.group == index));
    }
    assert_eq!(graph.groups.last().map(|group| group.nodes.end), Some(graph.nodes.len()));
}

#[test]
fn findings_stand_at_their_objectives() {
    let run = Run::new();
    let graph = run.whole();
    let cranes = graph.nodes.iter().find(|node| node.id == Some("CR-O1")).expect("the cranes");
    let rules: Vec<&str> = cranes.findings.iter().map(|finding| finding.rule.name).collect();
    assert!(rules.contains(&"no-number") && rules.contains(&"broken-link"), "{rules:?}");
    assert_eq!(counted(&cranes.findings)[0].0, Severity::Error);
}

#[test]
fn the_cycles_that_run_are_drawn_else_the_last_else_the_next() {
    let run = Run::new();
    let cycles = |today| run.graph(&[], today).cycles;
    assert_eq!(cycles(date(2026, 8, 15)), ["2026", "2026-Q3"]);
    assert_eq!(cycles(date(2026, 2, 1)), ["2026"]);
    assert_eq!(cycles(date(2025, 12, 1)), ["2025-Q1"]);
    assert_eq!(cycles(date(2027, 6, 1)), ["2026"]);
    assert_eq!(cycles(date(2024, 6, 1)), ["2025-Q1"]);
}

#[test]
fn a_cycle_is_drawn_with_those_that_share_its_days() {
    let run = Run::new();
    let cycles = |name| run.graph(&[cycle(name)], date(2030, 1, 1)).cycles;
    assert_eq!(cycles("2026-Q3"), ["2026", "2026-Q3"]);
    assert_eq!(cycles("2026-08"), ["2026", "2026-Q3"]);
    assert_eq!(cycles("2026-Q1"), ["2026"]);
    assert_eq!(cycles("2025"), ["2025-Q1"]);
    let organisations = [run.organisation()];
    let unshown = shown(&organisations, &[FiscalYear::default()], &[cycle("2031-Q1")], &[date(2026, 8, 15)]).unwrap_err();
    assert_eq!(unshown.known, ["2025-Q1", "2026", "2026-Q3"]);
}

fn focused(teams: &[&str], objectives: &[&str], distance: usize) -> Vec<String> {
    let run = Run::new();
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let focus = Focus { teams: owned(teams), objectives: owned(objectives), distance };
    let graph = focus.on(run.whole()).expect("the names are known");
    assert!(graph.edges.iter().all(|edge| edge.from.node < graph.nodes.len()));
    ids(&graph).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_focus_reaches_as_far_as_it_is_told() {
    assert_eq!(focused(&["pilots"], &[], 0), ["PI-O1"]);
    assert_eq!(focused(&["Pilots"], &[], 1), ["C-O1", "O1", "PI-O1"]);
    assert_eq!(focused(&[], &["pi-o1"], 1), ["C-O1", "O1", "PI-O1"]);
    assert_eq!(focused(&[], &["CR-O1-KR2"], 0), ["CR-O1"]);
    // The link to Legal as a team leads to its objectives, and from them back.
    assert_eq!(focused(&["Cranes"], &[], 1), ["C-O1", "CR-O1", "O1"]);
    assert_eq!(focused(&["Legal"], &[], 1), ["CR-O1", "O1", "PI-O1"]);
    assert_eq!(focused(&["Legal"], &["Y-O1"], 1), ["C-O2", "Y-O1", "CR-O1", "O1", "PI-O1"]);
    assert_eq!(focused(&["Harbour"], &[], 9), ["C-O1", "C-O2", "Y-O1", "CR-O1", "O1", "PI-O1"]);
}

#[test]
fn unknown_names_are_told_with_what_may_be_meant() {
    let run = Run::new();
    let focus = Focus { teams: vec!["Crnaes".to_owned()], ..Focus::default() };
    let unfound = focus.on(run.whole()).unwrap_err();
    assert_eq!((unfound.what, unfound.meant.as_deref()), ("team", Some("Cranes")));
    let focus = Focus { objectives: vec!["CR-O3".to_owned()], ..Focus::default() };
    assert_eq!(focus.on(run.whole()).unwrap_err().meant.as_deref(), Some("CR-O1"));
}

#[test]
fn a_part_of_a_team_knows_how_many_objectives_the_team_has() {
    let run = Run::new();
    let focus = Focus { objectives: vec!["C-O1".to_owned()], ..Focus::default() };
    let graph = focus.on(run.whole()).expect("the objective is there");
    let [group] = &graph.groups[..] else { panic!("one team: {:?}", graph.groups) };
    assert_eq!((group.nodes.len(), group.objectives), (1, 2));
}
