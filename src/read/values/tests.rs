use super::*;
use crate::lexicon::STATUS_WORDS;
use crate::model::{Scale, Score};

fn close(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
        (None, None) => true,
        _ => false,
    }
}

#[test]
fn numbers() {
    for (text, expected) in [
        ("12", Some(12.0)),
        ("1,200.5", Some(1200.5)),
        ("1.200,5", Some(1200.5)),
        ("0,7", Some(0.7)),
        (".6", Some(0.6)),
        ("-3", Some(-3.0)),
        ("$1 200", Some(1200.0)),
        ("40 %", Some(40.0)),
        ("1,200", Some(1200.0)),
        ("0,125", Some(0.125)),
        ("", None),
        ("ten", None),
        ("12 members", None),
        ("-", None),
        ("1.2.3", None),
        ("1.200.000", Some(1200000.0)),
        ("inf", None),
        ("1e5", None),
    ] {
        assert!(close(number(text), expected), "{text:?}: {:?}", number(text));
    }
}

#[test]
fn scores_of_fields() {
    let cases = [
        ("0.7", Some(0.7), Scale::Unit),
        (".6", Some(0.6), Scale::Unit),
        ("1", Some(1.0), Scale::Unit),
        ("1.0", Some(1.0), Scale::Unit),
        ("0", Some(0.0), Scale::Unit),
        ("0,7", Some(0.7), Scale::Unit),
        ("1.4", Some(1.4), Scale::Unit),
        ("70%", Some(0.7), Scale::Percent),
        ("70", Some(0.7), Scale::Percent),
        ("7/10", Some(0.7), Scale::OutOf(10.0)),
        ("[12/14]", Some(12.0 / 14.0), Scale::OutOf(14.0)),
        ("7 of 10", Some(0.7), Scale::OutOf(10.0)),
        ("2.5 out of 4", Some(0.625), Scale::OutOf(4.0)),
        ("0/5", Some(0.0), Scale::OutOf(5.0)),
        ("(1/5, 1/2)", Some(0.2), Scale::OutOf(5.0)),
        ("**0.4**", Some(0.4), Scale::Unit),
        ("n/a", None, Scale::Unit),
        ("Achieved", None, Scale::Grade),
        ("B+", None, Scale::Grade),
        ("0.7 (missed the last week)", Some(0.7), Scale::Unit),
        ("4", Some(4.0), Scale::Unit),
    ];
    for (text, value, scale) in cases {
        let found = score(text).unwrap_or_else(|| panic!("{text:?} is a score"));
        assert!(close(found.value, value) && found.scale == scale, "{text:?}: {found:?}");
    }
    for text in ["", "-", "–", "TBD", "?", "soon", "3 clubs joined", "not started"] {
        assert_eq!(score(text), None, "{text:?}");
    }
}

#[test]
fn scores_behind_statements() {
    let cases = [
        ("Ship it (0.7)", "0.7", 0.7, "Ship it", true),
        ("Ship it   -- (0.9)", "0.9", 0.9, "Ship it", true),
        ("Ship it.[30%]", "30%", 0.3, "Ship it.", true),
        ("Ship it (7/10)", "7/10", 0.7, "Ship it", true),
        ("Ship it [2.5/4]", "2.5/4", 0.625, "Ship it", true),
        ("Ship it (1/5, 1/2)", "1/5", 0.2, "Ship it", true),
        ("Ship it (score: 0.7)", "0.7", 0.7, "Ship it", true),
        ("Ship it (Final Score = 70%)", "70%", 0.7, "Ship it", true),
        ("Ship it - 0.7", "0.7", 0.7, "Ship it", true),
        ("Ship it – .6", ".6", 0.6, "Ship it", true),
        ("Ship it --0.7", "0.7", 0.7, "Ship it", true),
        ("Ship it, score: 0.7", "0.7", 0.7, "Ship it", true),
        ("Ship it. Score 0.4", "0.4", 0.4, "Ship it.", true),
        ("Ship it. 75% done", "75%", 0.75, "Ship it.", true),
        ("Ship it (60%)", "60%", 0.6, "Ship it", false),
        ("Ship it (1)", "1", 1.0, "Ship it", false),
        ("Learn to sail – 4", "4", 0.8, "Learn to sail", false),
        ("Ship it - 70%", "70%", 0.7, "Ship it", false),
        ("Ship it. *50%*", "50%", 0.5, "Ship it.", false),
    ];
    for (text, place, value, statement, sure) in cases {
        let found = trailing_score(text).unwrap_or_else(|| panic!("{text:?} has a score"));
        assert_eq!((&text[found.range], &text[..found.end], found.sure), (place, statement, sure), "{text:?}");
        assert!(close(found.score.value, Some(value)), "{text:?}: {:?}", found.score);
    }
    let unscored = trailing_score("Ship it []").unwrap();
    assert_eq!((unscored.score, unscored.end), (Score { value: None, scale: Scale::Unit }, 7));
}

#[test]
fn numbers_that_belong_to_the_statement() {
    let texts = [
        "Raise it to 70% (up from 64%)",
        "Raise it to 70%",
        "Cut it from 0.4 - 0.7",
        "Reach 12 members",
        "Support 24/7",
        "Cover all cases (24/7)",
        "Done by (9/30)",
        "Meet on (2/14)",
        "See [1]",
        "Score above 0.7",
        "Hire 2 people (2)",
        "Grow (x2)",
        "Use v0.7",
        "Raise the credit score to 0.7",
        "(0.7)",
        "",
        "- 0.7",
        "Ship it [ ]",
        "Reduce range 10 – 4",
        "P50 - 100ms",
        "Ship (Q3)",
        "Ship (0.7 of plan)",
    ];
    for text in texts {
        assert_eq!(trailing_score(text), None, "{text:?}");
    }
}

#[test]
fn results_behind_arrows() {
    let parts = |text: &'static str| arrow_result(text).map(|(end, tail)| (&text[..end], &text[tail]));
    assert_eq!(parts("3x pipeline => 1.7x"), Some(("3x pipeline", "1.7x")));
    assert_eq!(parts("Hire well. ==> 80%, 2 hired"), Some(("Hire well.", "80%, 2 hired")));
    assert_eq!(parts("Hire well =>. Done"), Some(("Hire well", "Done")));
    assert_eq!(parts("Grow from 5 => 10"), None);
    assert_eq!(parts("Grow from 5 to 10"), None);
}

#[test]
fn confidences() {
    for (text, expected) in [
        ("0.4", Some(0.4)),
        ("80%", Some(0.8)),
        ("5/10", Some(0.5)),
        ("5 of 10", Some(0.5)),
        ("8", Some(0.8)),
        ("80", Some(0.8)),
        ("High", Some(0.83)),
        ("medium", Some(0.5)),
        ("Low", Some(0.17)),
        ("0.4 (was 0.6)", Some(0.4)),
        ("", None),
        ("180", None),
        ("who knows", None),
        ("11/10", None),
    ] {
        assert!(close(confidence(text), expected), "{text:?}: {:?}", confidence(text));
    }
}

#[test]
fn owners_of_fields() {
    let cases: [(&str, &[&str]); 25] = [
        ("Ana", &["Ana"]),
        ("@ana", &["ana"]),
        ("@ana, @bo", &["ana", "bo"]),
        ("@ana @bo", &["ana", "bo"]),
        ("(Max & Zach)", &["Max", "Zach"]),
        ("Ana and Bo", &["Ana", "Bo"]),
        ("Ana Maria López", &["Ana Maria López"]),
        ("Ana (20%), Bo (80%)", &["Ana", "Bo"]),
        ("Ana (Sales, West), Bo", &["Ana", "Bo"]),
        ("Ana, Bo (lead)", &["Bo"]),
        ("Ana (with Sales, West)", &["Ana"]),
        ("@org/team", &["org/team"]),
        ("@ana/@bo", &["ana", "bo"]),
        ("Ana / Bo", &["Ana", "Bo"]),
        ("ana@example.org", &["ana@example.org"]),
        ("OWNER", &[]),
        ("@???", &[]),
        ("???", &[]),
        ("TBD", &[]),
        ("", &[]),
        ("@", &[]),
        ("-", &[]),
        ("[name]", &[]),
        ("Ana, TBD", &["Ana"]),
        ("Sandy Brand", &["Sandy Brand"]),
    ];
    for (text, expected) in cases {
        let found = owners(text);
        assert_eq!(found.iter().map(|owner| owner.name).collect::<Vec<_>>(), expected, "{text:?}");
        assert!(found.iter().all(|owner| text[owner.range.clone()].contains(owner.name)), "{text:?}: {found:?}");
    }
}

#[test]
fn priorities() {
    for (text, expected) in [
        ("P0", Some("P0")),
        ("[p1]", Some("p1")),
        ("`PX`", Some("PX")),
        ("High", Some("High")),
        ("2", Some("2")),
        ("P50", None),
        ("", None),
        ("P0.5", None),
    ] {
        assert_eq!(priority(text).map(|range| &text[range]), expected, "{text:?}");
    }
    for (text, expected) in [
        ("`P0` - text", Some(("P0", "text"))),
        ("[P1] text", Some(("P1", "text"))),
        ("P1 - @ana - text", Some(("P1", "@ana - text"))),
        ("p0 text", Some(("p0", "text"))),
        ("P2: text", Some(("P2", "text"))),
        ("P1 incidents below 3", None),
        ("P1s below 3", None),
        ("P50 latency", None),
        ("Pay", None),
        ("P0", Some(("P0", ""))),
        ("P3ü", None),
    ] {
        assert_eq!(leading_priority(text).map(|(tag, rest)| (&text[tag], &text[rest..])), expected, "{text:?}");
    }
    for (text, expected) in [
        ("text (P0)", Some(("P0", "text"))),
        ("text [p1]", Some(("p1", "text"))),
        ("text `[P2]`", Some(("P2", "text"))),
        ("text, P2", Some(("P2", "text"))),
        ("fix all P0", None),
        ("(P0)", None),
        ("ü", None),
    ] {
        assert_eq!(trailing_priority(text).map(|(tag, end)| (&text[tag], &text[..end])), expected, "{text:?}");
    }
}

#[test]
fn states() {
    for entry in STATUS_WORDS.entries {
        assert!(state(entry.term).is_some(), "class {:?} of {:?} has no state", entry.class, entry.term);
    }
    for (text, expected) in [
        ("on_track", Some(State::OnTrack)),
        ("At-Risk", Some(State::AtRisk)),
        ("✅", Some(State::Done)),
        ("⚠️", Some(State::AtRisk)),
        ("PartiallyAchieved", Some(State::Partial)),
        ("cancelled", Some(State::Stopped)),
        ("Won’t do", Some(State::Stopped)),
        ("Dropped: no budget", Some(State::Stopped)),
        ("moved to Q3", Some(State::Rolled)),
        ("Achieved. 83%", Some(State::Done)),
        ("**Blocked**", Some(State::OffTrack)),
        ("", None),
        ("Drop-in visits rose", None),
    ] {
        assert_eq!(state(text), expected, "{text:?}");
    }
    assert!(state("postponed").is_some_and(State::is_dropped) && state("deferred").is_some_and(State::is_dropped));
}

#[test]
fn states_around_statements() {
    for (text, expected) in [
        ("text (In Progress)", Some(("In Progress", State::InProgress, "text"))),
        ("text ✅", Some(("✅", State::Done, "text"))),
        ("text ⚠️", Some(("⚠️", State::AtRisk, "text"))),
        ("text [dropped]", Some(("dropped", State::Stopped, "text"))),
        ("text (WIP: half)", Some(("WIP: half", State::InProgress, "text"))),
        ("text (a red one)", None),
        ("text", None),
        ("(done)", None),
    ] {
        assert_eq!(trailing_status(text).map(|(range, state, end)| (&text[range], state, &text[..end])), expected, "{text:?}");
    }
    for (text, expected) in [
        ("✅ text", Some(("✅", State::Done, "text"))),
        ("⚠️ text", Some(("⚠", State::AtRisk, "text"))),
        ("[Done] text", Some(("Done", State::Done, "text"))),
        ("PARTIALLY ACHIEVED Key Result", Some(("PARTIALLY ACHIEVED", State::Partial, "Key Result"))),
        ("ACHIEVED: text", Some(("ACHIEVED", State::Done, "text"))),
        ("Complete the move", None),
        ("Open two shops", None),
        ("🚀 text", None),
        ("NEW YORK office opened", None),
    ] {
        assert_eq!(leading_status(text).map(|(range, state, rest)| (&text[range], state, &text[rest..])), expected, "{text:?}");
    }
}
