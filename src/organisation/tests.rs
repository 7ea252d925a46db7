//! Links as people write them, resolved.

use super::*;
use crate::model::Format;
use crate::read::{self, Context};
use crate::source::Source;
use crate::workspace::Depth;

const COMPANY: &str = "---\ncycle: 2026-Q3\nlevel: company\nteam: Harbour\n---\n\n## C-O1: Ships leave on the tide they were promised\n\n\
    - C-O1-KR1: Departures on time from 71% to 85%\n- KR2: Complaints from 40 to 20\n\n## C-O2: Nobody is hurt on the quay\n\n- C-O2-KR1: Injuries from 9 to 3\n";
const YEAR: &str = "---\ncycle: 2026\nlevel: company\nteam: Harbour\n---\n\n## Y-O1: The harbour that captains ask for\n\n- Y-O1-KR1: Calls from 900 to 1100\n";
const OLD: &str = "---\ncycle: 2025-Q1\nlevel: company\nteam: Harbour\n---\n\n## C-O7: Cranes that do not stop\n\n- C-O7-KR1: Crane stops from 90 to 30\n";
const LEGAL: &str = "---\ncycle: 2026-Q3\nlevel: team\nteam: Legal\n---\n\n## O1: Contracts in a week\n\n- KR1: Days to a contract from 19 to 7\n";

fn outline(path: &str, text: &str) -> Outline {
    let source = Source::new(path, text);
    let result = read::read(&source, Format::Markdown, &Context { named: true, ..Context::default() });
    Outline::of(&result.document, Depth::Traces)
}

/// What a link of the pilots' first objective names: ids, `@team`, or the name of the target.
fn resolved(link: &str) -> String {
    let pilots = format!(
        "---\ncycle: 2026-Q3\nlevel: team\nteam: Pilots\n---\n\n## PI-O1: A pilot is there when the ship is\n\n{link}\n\n\
         - PI-O1-KR1: Ships that wait for a pilot from 12% to 5%\n\n## PI-O2: Nights are safe\n\n- PI-O2-KR1: Near misses from 8 to 2\n"
    );
    let documents =
        [("2025/c.md", OLD), ("company.md", COMPANY), ("legal.md", LEGAL), ("pilots.md", &*pilots), ("year.md", YEAR)];
    let outlines: Vec<Outline> = documents.iter().map(|(path, text)| outline(path, text)).collect();
    let outlines: Vec<&Outline> = outlines.iter().collect();
    let organisation = Organisation::of(&outlines, FiscalYear::default());
    let told = |link: &Link<'_>| match &link.target {
        Target::Items(items) => items.iter().map(|node| organisation.name(*node)).collect::<Vec<_>>().join("+"),
        Target::Team(sets) => format!("@{}", organisation.sets[sets[0]].name()),
        Target::OtherCycle(node) => format!("once {}", organisation.name(*node)),
        Target::Missing(known) => format!("none of {}", known.len()),
        Target::Unknown => "unknown".to_owned(),
        Target::Elsewhere => "elsewhere".to_owned(),
    };
    organisation.links.iter().map(told).collect::<Vec<_>>().join(", ")
}

#[test]
fn links_are_resolved_in_the_forms_that_people_write() {
    let cases = [
        ("Supports: C-O2", "C-O2"),
        ("Supports: c-o2", "C-O2"),
        ("Supports: C-O1, C-O2", "C-O1, C-O2"),
        ("Supports: C-O1 and C-O2", "C-O1, C-O2"),
        ("Supports: C-O2: nobody is hurt", "C-O2"),
        ("Supports: C-O1-KR1", "C-O1-KR1"),
        ("Supports: C-O1-KR2", "KR2"),
        ("Supports: COMPANY-O2", "C-O2"),
        ("Supports: Harbour O2", "elsewhere"),
        ("Supports: O2", "C-O2"),
        ("Supports: Objective 2", "C-O2"),
        ("Supports: Nobody is hurt on the quay", "C-O2"),
        ("Supports: Y-O1", "Y-O1"),
        ("Supports: C-O7", "once C-O7"),
        ("Supports: C-O9", "none of 2"),
        ("Supports: O9", "elsewhere"),
        ("Supports: X-O1", "elsewhere"),
        ("Supports: a harbour that everybody likes", "elsewhere"),
        ("Supports: https://example.org/okrs#C-O9", "elsewhere"),
        ("Supports: ../company.md#C-O2", "C-O2"),
        ("Supports: company.md#c-o2-nobody-is-hurt-on-the-quay", "C-O2"),
        ("Supports: [Nobody is hurt](company.md#c-o2)", "C-O2"),
        ("Supports: [the tide](company.md#ships-leave-on-the-tide-they-were-promised)", "C-O1"),
        ("Supports: [Nobody is hurt on the quay](company.md)", "C-O2"),
        ("Depends on: legal.md#o1", "O1"),
        ("Supports: our company objective 2, for the crews", "C-O2"),
        ("Contributes to C-O1-KR1", "C-O1-KR1"),
        ("_Contributes to \"Nobody is hurt on the quay\"._", "C-O2"),
        ("In support of company objective 1, tugs are there first.", "C-O1"),
        ("- Supports C-O2", "C-O2"),
        ("Supports: Objective 2: nobody is hurt. Pilots see the quay first.", "C-O2"),
        ("Supports: TBD", ""),
        ("Supports: This does not align to the company's objectives. The law asks for it.", ""),
        ("Depends on: KR2.1", "PI-O2-KR1"),
        ("Supports: PI-O1", "PI-O1"),
        ("Depends on: Legal", "@Legal"),
        ("Depends on: Legal, for two reviews by May", "@Legal"),
        ("Depends on: Legal O1", "O1"),
        ("Depends on: LEGAL-O1-KR1", "KR1"),
        ("Depends on: O2", "PI-O2"),
        ("Depends on: OPS-42", "elsewhere"),
        ("Local: the pilots asked for it", ""),
    ];
    for (link, names) in cases {
        assert_eq!(resolved(link), names, "{link}");
    }
}

#[test]
fn what_stands_below_another_objective_or_repeats_one_above_supports_it() {
    let pilots = "---\ncycle: 2026-Q3\nlevel: team\nteam: Pilots\n---\n\n## O1: Ships leave on the tide they were promised\n\n- KR1: Late pilots from 9 to 3\n\n\
        ### Objective: Pilots sleep before a night shift\n\n- KR: Night shifts after eight hours of sleep from 60% to 90%\n";
    let outlines = [outline("company.md", COMPANY), outline("pilots.md", pilots)];
    let outlines: Vec<&Outline> = outlines.iter().collect();
    let organisation = Organisation::of(&outlines, FiscalYear::default());
    let told = |link: &Link<'_>| {
        let targets: Vec<&str> = link.target.items().iter().map(|node| organisation.name(*node)).collect();
        format!("{} {:?} {}", organisation.name(link.from), link.basis, targets.join("+"))
    };
    let told: Vec<String> = organisation.links.iter().map(told).collect();
    assert_eq!(told, ["O1 Restated C-O1", "Pilots sleep before a night shift Nested O1"]);
}

#[test]
fn times_that_share_days_belong_together() {
    let outlines = [outline("a.md", OLD), outline("b.md", COMPANY), outline("c.md", YEAR)];
    let outlines: Vec<&Outline> = outlines.iter().collect();
    let organisation = Organisation::of(&outlines, FiscalYear::default());
    let beside = |set| organisation.beside(set).collect::<Vec<_>>();
    assert_eq!((beside(0), beside(1), beside(2)), (vec![0], vec![1, 2], vec![1, 2]));
    assert_eq!(organisation.objectives(1).count(), 2);
    assert_eq!(organisation.key_results(1).count(), 3);
}
