use std::ops::Range;

use super::*;

#[test]
fn every_term_is_in_normal_form_and_its_class_is_known() {
    for entry in FIELD_LABELS.entries {
        assert_eq!(normalise(entry.term), entry.term, "not in the form in which labels are looked up");
        assert!(class(entry).is_some(), "class {:?} of {:?} has no field", entry.class, entry.term);
        assert!(matches!(entry.note, "" | "colon"), "note of {:?}", entry.term);
        assert_eq!(lexicon::exact(FIELD_LABELS, entry.term).len(), 1, "{:?} stands in two classes", entry.term);
    }
}

#[test]
fn names_of_fields() {
    use Field::*;
    let cases = [
        ("Objective", Objective),
        ("Objectives:", Objective),
        ("**Objective #3**", Objective),
        ("O1", Objective),
        ("O1:", Objective),
        ("Ziel", Objective),
        ("Objectif 2 :", Objective),
        ("目标", Objective),
        ("目標1：", Objective),
        ("Mål", Objective),
        ("Цель", Objective),
        ("Key Result", KeyResult),
        ("key_results", KeyResult),
        ("keyResults", KeyResult),
        ("KeyResult", KeyResult),
        ("KR", KeyResult),
        ("KRs", KeyResult),
        ("krs", KeyResult),
        ("KR1.1", KeyResult),
        ("Resultado-chave", KeyResult),
        ("Résultats clés", KeyResult),
        ("关键结果", KeyResult),
        ("As measured by", KeyResult),
        ("🎯 Key Results", KeyResult),
        ("Key Result (KR)", KeyResult),
        ("okrs", Okr),
        ("results", KeyResult),
        ("startValue", Baseline),
        ("startingAmount", Baseline),
        ("initial_number_value", Baseline),
        ("As-is", Baseline),
        ("targetValue", Target),
        ("endingAmount", Target),
        ("target_number_value", Target),
        ("End of Q2", Target),
        ("Q3 target", Target),
        ("commitValue", Commit),
        ("stretchGoal", Stretch),
        ("currentValue", Current),
        ("Actual", Current),
        ("End-Q Actual", Score),
        ("Where we are", Current),
        ("Mid-Q", MidScore),
        ("Mid-Q Score", MidScore),
        ("Projected", ProjectedScore),
        ("Final", Score),
        ("Final Score", Score),
        ("Score (0-1)", Score),
        ("Lead", Owner),
        ("DRI", Owner),
        ("Owner(s)", Owner),
        ("Owner / Team", Owner),
        ("owner_email", Owner),
        ("Lead/lag", Indicator),
        ("dueDate", Due),
        ("due_on", Due),
        ("Target date", Due),
        ("progress_pct", Progress),
        ("Progress %", Progress),
        ("Progress_Percent", Progress),
        ("parentObjectiveId", Supports),
        ("parent_goal_id", Supports),
        ("Parent", Supports),
        ("Confidence_Level", Confidence),
        ("kr_id", KeyResultId),
        ("Key result ID", KeyResultId),
        ("OKR_ID", Id),
        ("check_ins", CheckIn),
        ("Check-in", CheckIn),
        ("depends_on", DependsOn),
        ("unit", Unit),
        ("Growth levers", Lever),
        ("scoring", Rubric),
        ("Team", Team),
        ("Department", Department),
        ("Quarter", Cycle),
        ("Time frame", Cycle),
        ("Status", Status),
        ("Priority", Priority),
        ("Why?", Note),
        ("Maßnahmen", Initiative),
        ("Health metrics", Guardrail),
        ("Counter-metrics", Guardrail),
        ("Definitions", NotOkr),
        ("FAQ", NotOkr),
        ("Lessons", Lessons),
        ("Change log", ChangeLog),
        ("North Star Metric", NorthStar),
        ("isArchived", Archived),
        ("horizon", Horizon),
    ];
    for (label, expected) in cases {
        assert_eq!(field(label), Some(expected), "{label:?}");
    }
}

#[test]
fn what_names_no_field() {
    for label in [
        "",
        ":",
        "12",
        "Payments",
        "Objective measures",
        "O-rings",
        "PKR",
        "KR10Y",
        "Members find what they need in one search",
        "dependencies list",
    ] {
        assert_eq!(field(label), None, "{label:?}");
    }
}

/// Field, id, role and rest as text, so that a case reads like the line.
fn parts(line: &str) -> Option<(Field, &str, &str, &str)> {
    let label = labelled(line)?;
    let part = |range: Option<Range<usize>>| range.map_or("", |range| &line[range]);
    Some((label.field, part(label.id), part(label.role), &line[label.rest..]))
}

#[test]
fn labels_of_lines() {
    use Field::*;
    let cases = [
        ("Objective 1: Ship", Objective, "Objective 1", "", "Ship"),
        ("O1 - Ship", Objective, "O1", "", "Ship"),
        ("O2 – Ship", Objective, "O2", "", "Ship"),
        ("O3—Ship", Objective, "O3", "", "Ship"),
        ("O1：Ship", Objective, "O1", "", "Ship"),
        ("O1. Ship", Objective, "O1", "", "Ship"),
        ("O: Ship", Objective, "", "", "Ship"),
        ("O1 Ship it", Objective, "O1", "", "Ship it"),
        ("OKR 2: Ship", Objective, "OKR 2", "", "Ship"),
        ("Objective 3 — Ship", Objective, "Objective 3", "", "Ship"),
        ("Objective #1", Objective, "Objective #1", "", ""),
        ("Objective", Objective, "", "", ""),
        ("Objective – Ship", Objective, "", "", "Ship"),
        ("Objective 1 (P0): Ship", Objective, "Objective 1", "", "Ship"),
        ("1. OBJECTIVE: Ship", Objective, "", "", "Ship"),
        ("🎯 Objective 2: Ship", Objective, "Objective 2", "", "Ship"),
        ("Objectve 2: Ship", Objective, "Objectve 2", "", "Ship"),
        ("[Objective] Faster builds", Objective, "", "", "Faster builds"),
        ("Objetivo 1: Crecer", Objective, "Objetivo 1", "", "Crecer"),
        ("Ziel: Wachsen", Objective, "", "", "Wachsen"),
        ("目标1：增长", Objective, "目标1", "", "增长"),
        ("Goal: Grow", Objective, "", "", "Grow"),
        ("Goal 2: Grow", Objective, "Goal 2", "", "Grow"),
        ("OCTO Objective 1: Grow", Objective, "Objective 1", "OCTO", "Grow"),
        ("PAY-O1: Grow", Objective, "PAY-O1", "", "Grow"),
        ("KR 1 - text", KeyResult, "KR 1", "", "text"),
        ("KR: text", KeyResult, "", "", "text"),
        ("KR [lever: uptake]: text", KeyResult, "", "", "[lever: uptake]: text"),
        ("KR1: text", KeyResult, "KR1", "", "text"),
        ("KR1 text", KeyResult, "KR1", "", "text"),
        ("KR1.2: text", KeyResult, "KR1.2", "", "text"),
        ("KR6 ：text", KeyResult, "KR6", "", "text"),
        ("KR-2: text", KeyResult, "KR-2", "", "text"),
        ("KR1a) text", KeyResult, "KR1a", "", "text"),
        ("kr1: text", KeyResult, "kr1", "", "text"),
        ("Key Result 1.1: text", KeyResult, "Key Result 1.1", "", "text"),
        ("Key results:", KeyResult, "", "", ""),
        ("Résultat clé 2 : texte", KeyResult, "Résultat clé 2", "", "texte"),
        ("Result: 5 clubs", KeyResult, "", "", "5 clubs"),
        ("[KeyResult] text", KeyResult, "", "", "text"),
        ("[Ket Result] text", KeyResult, "", "", "text"),
        ("Ket Result: text", KeyResult, "", "", "text"),
        ("O1KR2", KeyResult, "O1KR2", "", ""),
        ("O1KR2: text", KeyResult, "O1KR2", "", "text"),
        ("O1.KR2 - text", KeyResult, "O1.KR2", "", "text"),
        ("PAY-O1-KR1: text", KeyResult, "PAY-O1-KR1", "", "text"),
        ("C-O2-KR1 – text", KeyResult, "C-O2-KR1", "", "text"),
        ("VP Sales KR: text", KeyResult, "", "VP Sales", "text"),
        ("CEO KR: text", KeyResult, "", "CEO", "text"),
        ("Head of Data KR2: text", KeyResult, "KR2", "Head of Data", "text"),
        ("Baseline: 12", Baseline, "", "", "12"),
        ("Owner(s): Ana", Owner, "", "", "Ana"),
        ("Final score: 0.7", Score, "", "", "0.7"),
        ("Supports: C-O2", Supports, "", "", "C-O2"),
        ("Where we are: 12", Current, "", "", "12"),
        ("Notes", Note, "", "", ""),
    ];
    for (line, field, id, role, rest) in cases {
        assert_eq!(parts(line), Some((field, id, role, rest)), "{line:?}");
    }
}

#[test]
fn what_a_role_and_an_aside_say() {
    let line = "Key Result 2 (committed): text";
    let label = labelled(line).unwrap();
    assert_eq!(label.aside.map(|range| &line[range]), Some("committed"));
    assert!(!labelled("O1 Ship it").unwrap().separated);
    assert!(labelled("O1").unwrap().separated);
}

#[test]
fn ordinary_sentences_carry_no_label() {
    let lines = [
        "Objective measures of success",
        "O-rings fail below zero",
        "Goals are set by teams",
        "Goal - something",
        "Results are in",
        "O365 rollout finished",
        "Objective 2 is owned by us",
        "O2 levels stay above 92%",
        "KR10Y yield below 3%",
        "PKR 5 million raised",
        "Target 5 new clubs",
        "Target: https",
        "Link://x",
        "Key results of the study show growth",
        "Work - life balance",
        "Objectives and principles",
        "Now we ship",
        "To: ",
        "P0: fix login",
        "Team 7: ships",
        "Increase sign-ups: from 5 to 10",
        "Measure 3 times, cut once",
        "O’Reilly: talk given",
        "Results 2024 are in",
        "Key Result 5% better",
        "RFC-O1 is out",
    ];
    for line in lines {
        let label = labelled(line).filter(|label| matches!(label.field, Field::Objective | Field::KeyResult | Field::Okr));
        assert_eq!(label, None, "{line:?}");
    }
}
