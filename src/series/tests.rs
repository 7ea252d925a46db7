//! Which sets are joined to a series.

use super::*;
use crate::model::Format;
use crate::read::{self, Context};
use crate::source::Source;
use crate::workspace::Depth;

/// Name and cycles of each series of some documents, given by path and front matter.
fn joined(documents: &[(&str, &str)]) -> Vec<String> {
    joined_in(documents, FiscalYear::default())
}

fn joined_in(documents: &[(&str, &str)], fiscal_year: FiscalYear) -> Vec<String> {
    let outlines: Vec<Outline> = documents
        .iter()
        .map(|(path, front)| {
            let text = match front.contains('#') {
                true => (*front).to_owned(),
                false => format!("---\n{front}\n---\n\n## Objective: Short waits\n\n- KR1: Answered calls from 61% to 75%\n"),
            };
            let context = Context { cycle: Cycle::from_path(path), named: true, ..Context::default() };
            Outline::of(&read::read(&Source::new(*path, text), Format::Markdown, &context).document, Depth::Traces)
        })
        .collect();
    let outlines: Vec<&Outline> = outlines.iter().collect();
    let cycles = |series: &Series<'_>| series.steps.iter().map(Step::name).collect::<Vec<_>>().join(" ");
    series(&outlines, fiscal_year).iter().map(|series| format!("{}: {}", series.name(), cycles(series))).collect()
}

#[test]
fn a_team_is_known_however_its_name_is_spelled() {
    let documents = [
        ("a.md", "cycle: 2026-Q3\nteam: Web-Shop"),
        ("b.md", "cycle: 2026-Q2\nteam: Team web shop"),
        ("c.md", "cycle: 2026-Q2\nteam: Warehouse"),
    ];
    assert_eq!(joined(&documents), ["Warehouse: 2026-Q2", "Team web shop: 2026-Q2 2026-Q3"]);
}

#[test]
fn a_team_is_known_by_its_place() {
    assert_eq!(
        joined(&[("okrs/2018-q2.md", "level: company"), ("okrs/2018-q1.md", "level: company")]),
        ["okrs/*: 2018-Q1 2018-Q2"]
    );
    let renamed =
        [("2026-Q1/web.md", "team: Web"), ("2026-Q2/web.yaml.md", "team: Storefront"), ("2026-Q3/web.md", "owner: Ana")];
    assert_eq!(joined(&renamed), ["Web: 2026-Q1 2026-Q2 2026-Q3"]);
    let others = [("2026-Q1.md", "team: Web"), ("2026-Q2.md", "team: Warehouse")];
    assert_eq!(joined(&others), ["Warehouse: 2026-Q2", "Web: 2026-Q1"], "a file named after its cycle may be anybody's");
}

#[test]
fn two_teams_of_one_name_stay_apart() {
    let documents = [
        ("emea/2026-Q1/platform.md", "team: Platform"),
        ("apac/2026-Q1/platform.md", "team: Platform"),
        ("apac/2026-Q2/platform.md", "team: Platform"),
    ];
    assert_eq!(joined(&documents), ["Platform: 2026-Q1 2026-Q2", "Platform: 2026-Q1"]);
}

#[test]
fn a_year_and_its_quarters_are_two_series() {
    let quarter = |n: u8| (format!("{n}.md"), format!("team: Web\ncycle: 2026-Q{n}"));
    let documents: Vec<(String, String)> =
        [("y.md".to_owned(), "team: Web\ncycle: 2026".to_owned())].into_iter().chain((1..=2).map(quarter)).collect();
    let documents: Vec<(&str, &str)> = documents.iter().map(|(path, front)| (path.as_str(), front.as_str())).collect();
    assert_eq!(joined(&documents), ["Web: 2026-Q1 2026-Q2", "Web: 2026"]);
    let shorter = [("a.md", "team: Web\ncycle: 2025-H2"), ("b.md", "team: Web\ncycle: 2026-Q1")];
    assert_eq!(joined(&shorter), ["Web: 2025-H2 2026-Q1"], "a team may shorten its cycle");
}

#[test]
fn one_file_may_hold_several_cycles() {
    let text = "# Web\n\n## 2026 Q1\n\n### Objective: Short waits\n\n- KR1: Answered calls from 61% to 75%\n\n\
        ## 2026 Q2\n\n### Objective: Short waits\n\n- KR1: Answered calls from 75% to 85%\n";
    assert_eq!(joined(&[("web.md", text)]), ["Web: 2026-Q1 2026-Q2"]);
}

#[test]
fn fiscal_cycles_lie_where_the_year_begins() {
    let documents =
        [("a.md", "team: Web\ncycle: FY26-Q4"), ("b.md", "team: Web\ncycle: 2026-Q1"), ("c.md", "team: Web\ncycle: FY27-Q1")];
    assert_eq!(joined_in(&documents, FiscalYear { first_month: 4 }), ["Web: FY26-Q4 FY27-Q1"]);
}

#[test]
fn a_gap_is_known() {
    let step =
        |cycle: &str| Step { days: Cycle::parse(cycle).unwrap().0.period(FiscalYear::default()), cycle: None, sets: Vec::new() };
    assert!(!step("2026-Q2").is_after_gap(&step("2026-Q1")) && step("2026-Q4").is_after_gap(&step("2026-Q2")));
    assert!(!step("2026-Q1").is_after_gap(&step("2025-H2")) && step("2026-08").is_after_gap(&step("2026-06")));
}

#[test]
fn a_set_that_stands_on_two_pages_counts_once() {
    let before = "---\nteam: Web\n---\n\n# Web\n\n## 2026 Q1\n\n### Objective: Short waits\n\n- KR1: Answered calls from 61% to 75%\n- KR2: Missed calls from 90 to 40\n";
    let after = format!(
        "{}\n## 2026 Q2\n\n### Objective: Calm nights\n\n- KR1: Night calls from 40 to 12\n",
        before.replace("75%\n", "75% (score: 0.7)\n")
    );
    let read = |path: &str, text: &str| {
        Outline::of(
            &read::read(&Source::new(path, text), Format::Markdown, &Context { named: true, ..Context::default() }).document,
            Depth::Traces,
        )
    };
    let outlines = [read("q1.md", before), read("q2.md", &after)];
    let series = series(&outlines.iter().collect::<Vec<_>>(), FiscalYear::default());
    let counts: Vec<(usize, usize)> = series[0]
        .steps
        .iter()
        .map(|step| (step.key_results().count(), step.key_results().filter(|item| item.trace.score.is_some()).count()))
        .collect();
    assert_eq!((series.len(), counts), (1, vec![(2, 1), (1, 0)]));
}
