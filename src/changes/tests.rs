use super::*;
use crate::model::{Document, Format};
use crate::read::{self, Context};
use crate::source::Source;

fn document(body: &str) -> Document {
    let text = format!("---\ncycle: 2026-Q3\nteam: Care\n---\n\n{body}");
    read::read(&Source::new("care.md", text), Format::Markdown, &Context::default()).document
}

/// What has changed from one document to another, as short words.
fn changes(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (document(before), document(after));
    let sets = [&before, &after].map(Set::all);
    compare(&sets[0][0], &sets[1][0]).differences.iter().map(|difference| words(&difference.what)).collect()
}

fn words(what: &What) -> String {
    let amounts = |name: &str, from: &Option<Amount>, to: &Option<Amount>| {
        let text = |amount: &Option<Amount>| amount.as_ref().map_or("none".to_owned(), |amount| amount.text.to_string());
        format!("{name} {} to {}", text(from), text(to))
    };
    match what {
        What::Target(from, to, ease) => {
            let moved = ease.map_or(String::new(), |ease| format!(", {:?} {:.0}%", ease.way, ease.percent.unwrap_or(-1.0)));
            amounts("target", from, to) + &moved
        }
        What::Baseline(from, to) => amounts("baseline", from, to),
        What::Current(from, to) => amounts("current", from, to),
        What::Reworded { .. } => "reworded".to_owned(),
        What::CheckIns(days) => format!("{} check-ins", days.len()),
        other => format!("{other:?}"),
    }
}

const CARE: &str = "## O1: Callers leave with an answer\n\n\
    - KR1: Raise calls settled at first contact from 61% to 75%\n\
    - KR2: Cut the median waiting time from 400 to 150 seconds\n";

#[test]
fn layout_is_no_change() {
    let table = "## O1 - Callers leave with an answer\n\n* **KR1**: Raise calls settled at first contact from 61 % to 75 %.\n\
        * **KR2**: Cut the median waiting time from 400 to 150 seconds\n";
    assert_eq!(changes(CARE, table), [] as [String; 0]);
}

#[test]
fn slips_of_the_pen_are_no_change() {
    let slips = CARE.replace("settled", "setled").replace("answer", "anwser").replace("waiting", "waitin");
    assert_eq!(changes(&slips, CARE), [] as [String; 0]);
    let short = ["- Raise completion from 31% to 60%\n", "- Raise completoin from 31% to 60%\n"]
        .map(|line| format!("## O: Calm\n\n{line}"));
    assert_eq!(changes(&short[1], &short[0]), [] as [String; 0]);
}

#[test]
fn targets_are_eased_and_tightened_by_so_much() {
    for (from, to, change) in [
        ("75%", "60%", "target 75% to 60%, Eased 20%"),
        ("75%", "90%", "target 75% to 90%, Tightened 20%"),
        ("150 seconds", "180 seconds", "target 150 seconds to 180 seconds, Eased 20%"),
        ("150 seconds", "90 seconds", "target 150 seconds to 90 seconds, Tightened 40%"),
        ("from 400 to", "from 380 to", "baseline 400 to 380"),
    ] {
        assert_eq!(changes(CARE, &CARE.replace(from, to)), [change]);
    }
    let bounds = ["at or below 3", "at or below 5"].map(|bound| format!("## O: Calm\n\n- KR1: Keep complaints a week {bound}\n"));
    assert_eq!(changes(&bounds[0], &bounds[1]), ["target at or below 3 to at or below 5, Eased 67%"]);
}

#[test]
fn another_metric_and_another_key_result_are_told_apart() {
    let staff = ["engineers who leave in the first year from 31% to 20%", "managers who leave in the first year from 24% to 20%"];
    let staff = staff.map(|what| format!("## O: Calm\n\n- KR1: Cut {what}\n"));
    assert_eq!(changes(&staff[0], &staff[1]), ["Metric(\"engineers\", \"managers\")", "baseline 31% to 24%"]);
    let synonym = CARE.replace("calls settled at first contact", "enquiries closed by the desk alone");
    assert_eq!(changes(CARE, &synonym), ["reworded"], "the same numbers");
    let other = CARE.replace("Cut the median waiting time from 400 to 150 seconds", "Publish a handbook");
    assert_eq!(changes(CARE, &other), ["Replaced"]);
    let finer = CARE.replace("first contact", "first contact by phone");
    assert_eq!(changes(CARE, &finer), ["reworded"]);
}

#[test]
fn what_comes_and_goes_is_seen() {
    let line = "- KR2: Cut the median waiting time from 400 to 150 seconds\n";
    assert_eq!(changes(CARE, &CARE.replace(line, "")), ["Removed"]);
    assert_eq!(changes(&CARE.replace(line, ""), CARE), ["Added"]);
    let struck = format!("- ~~{}~~ dropped: the switchboard is sold\n", line.trim_start_matches("- ").trim_end());
    assert_eq!(changes(CARE, &CARE.replace(line, &struck))[0], "Dropped");
    assert_eq!(
        changes(CARE, &format!("{CARE}\n## O2: Nobody calls twice\n\n- KR1: Cut second calls from 24% to 10%\n")),
        ["Added", "Added"]
    );
}

#[test]
fn news_is_seen() {
    let news = CARE.replace("75%", "75%, now 66% (owner: Ana) (score: 0.4)");
    assert_eq!(changes(CARE, &news), ["current none to 66%", "Owners([], [\"Ana\"])", "Score(None, Some(0.4))"]);
    let rescored = news.replace("0.4", "0.7");
    assert_eq!(changes(&news, &rescored), ["Score(Some(0.4), Some(0.7))"]);
}

#[test]
fn sets_are_found_again_by_team_and_cycle() {
    let quarters = |q2: &str, q3: &str| {
        let part = |cycle: &str, target: &str| {
            format!("# Care {cycle}\n\n## O1: Calm\n\n- KR1: Raise calls settled from 61% to {target}\n\n")
        };
        let text = part("2026-Q2", q2) + &part("2026-Q3", q3);
        read::read(&Source::new("care.md", text), Format::Markdown, &Context::default()).document
    };
    let (before, after) = (quarters("70%", "75%"), quarters("70%", "65%"));
    let counts: Vec<usize> = Set::all(&after)
        .iter()
        .map(|set| set.counterpart(&after, &before).map_or(99, |old| compare(&old, set).differences.len()))
        .collect();
    assert_eq!(counts, [0, 1]);
    let only = document(CARE);
    let next =
        read::read(&Source::new("care.md", format!("---\ncycle: 2026-Q4\n---\n\n{CARE}")), Format::Markdown, &Context::default())
            .document;
    assert!(Set::all(&only)[0].counterpart(&only, &next).is_none());
}
