use super::*;
use crate::model::{KeyResult, Objective};

fn read_as(format: Format, text: &str) -> ReadResult {
    super::super::read(&Source::new("plan.txt", text), format, &Context::default())
}

/// A document in a few words: one line an objective or key result.
fn outline(result: &ReadResult) -> Vec<String> {
    let document = &result.document;
    let mut lines = Vec::new();
    for objective in &document.objectives {
        let section = &document.sections[objective.section];
        let cycle = section.cycle.map(|cycle| cycle.value.to_string()).unwrap_or_default();
        let team = section.team.as_ref().map(|team| team.value.as_str()).unwrap_or_default();
        lines.push(format!(
            "O [{cycle}|{team}] {}{}",
            common(&objective.item, &document.parents(objective).collect::<Vec<_>>()),
            lists(objective)
        ));
        lines.extend(objective.key_results.iter().map(|key_result| {
            format!("  KR {}{}", common(&key_result.item, &names(&key_result.item.supports)), values(key_result))
        }));
    }
    lines
}

fn names(values: &[crate::source::Spanned<String>]) -> Vec<&str> {
    values.iter().map(|value| value.value.as_str()).collect()
}

fn common(item: &crate::model::Item, parents: &[&str]) -> String {
    let mut line = String::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            line.push_str(&format!(" {name}={value}"));
        }
    };
    add("id", item.id.as_ref().map(|id| id.value.clone()));
    add("by", Some(names(&item.owners).join("+")));
    add("up", Some(parents.join("+")));
    add("needs", Some(names(&item.depends_on).join("+")));
    add("type", item.kind.map(|kind| kind.value.name().to_owned()));
    add("score", item.score.and_then(|score| score.value.value).map(|value| format!("{value:.2}")));
    add("confidence", item.confidence.map(|value| format!("{:.2}", value.value)));
    add("status", item.status.as_ref().map(|status| status.value.clone()));
    add("due", item.due.as_ref().map(|due| due.value.clone()));
    add("priority", item.priority.as_ref().map(|priority| priority.value.clone()));
    add("lever", item.lever.as_ref().map(|lever| lever.value.clone()));
    add("horizon", item.horizon.as_ref().map(|horizon| horizon.value.clone()));
    add("notes", Some(item.notes.iter().map(|note| note.as_str()).collect::<Vec<_>>().join("+")));
    add("dropped", item.dropped.then(|| "yes".to_owned()));
    format!("{}{line}", item.text.as_str())
}

fn lists(objective: &Objective) -> String {
    let join = |texts: &[crate::source::Text]| texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("+");
    let mut line = String::new();
    if !objective.guardrails.is_empty() {
        line.push_str(&format!(" guardrails={}", join(&objective.guardrails)));
    }
    if !objective.initiatives.is_empty() {
        line.push_str(&format!(" initiatives={}", join(&objective.initiatives)));
    }
    line
}

fn values(key_result: &KeyResult) -> String {
    let fields = &key_result.fields;
    let named = [
        ("metric", &fields.metric),
        ("baseline", &fields.baseline),
        ("target", &fields.target),
        ("current", &fields.current),
        ("unit", &fields.unit),
        ("direction", &fields.direction),
        ("source", &fields.source),
    ];
    let mut line: String =
        named.iter().filter_map(|(name, value)| value.as_ref().map(|value| format!(" {name}={}", value.value))).collect();
    for update in &key_result.check_ins {
        let date = update.date.map(|date| date.value.to_string()).unwrap_or_default();
        let value = update.told().value.as_ref().map(|value| value.value.as_str()).unwrap_or_default();
        let confidence = update.told().confidence.map(|value| format!(" {:.2}", value.value)).unwrap_or_default();
        line.push_str(&format!(" @{date}:{value}{confidence}"));
    }
    line
}

fn problems(result: &ReadResult, text: &str) -> Vec<(&'static str, String)> {
    result.problems.iter().map(|problem| (problem.rule, text[problem.span.range()].to_owned())).collect()
}

const TOML: &str = r#"cycle = "2026-Q3"
team = "Payments"
level = "team"
guardrails = ["Disputes per 1,000 payouts stay below 3"]

[[objectives]]
id = "PAY-O1"
title = "Merchants are paid without surprises"
owner = ["Ana", "@bo"]
type = "aspirational"
supports = ["C-O2"]
horizon = "H1"
levers = ["retention"]
why = "Support asks for it"
initiatives = ["Second bank"]

[[objectives.key_results]]
id = "PAY-O1-KR1"
title = "Payouts settled the same day"
baseline = 41
target = "75%"
current = 52
unit = "%"
direction = "increase"
owner = "Cy"
due = 2026-09-30
score = 0.7
confidence = 0.4
status = "at risk"
source = "payout ledger"
check_ins = [
  { date = 2026-07-13, value = "48%", confidence = 0.5, note = "bank moved" },
  { date = "2026-08-10", value = 52 },
]

[[objectives.key_results]]
title = "KR2: Disputes per 1,000 payouts at or below 3 (0.9)"
depends_on = "LEGAL-O1, RISK-O2"
status = "cancelled"
"#;

#[test]
fn okrlints_own_format() {
    let result = read_as(Format::Toml, TOML);
    assert_eq!(problems(&result, TOML), []);
    assert!(result.recognised);
    assert_eq!(
        outline(&result),
        [
            "O [2026-Q3|Payments] Merchants are paid without surprises id=PAY-O1 by=Ana+bo up=C-O2 type=aspirational lever=retention horizon=H1 notes=Support asks for it initiatives=Second bank",
            "  KR Payouts settled the same day id=PAY-O1-KR1 by=Cy score=0.70 confidence=0.40 status=at risk due=2026-09-30 baseline=41 target=75% current=52 unit=% direction=increase source=payout ledger @2026-07-13:48% 0.50 @2026-08-10:52",
            "  KR Disputes per 1,000 payouts at or below 3 id=KR2 needs=LEGAL-O1+RISK-O2 score=0.90 status=cancelled dropped=yes",
        ]
    );
    assert_eq!(result.document.sections[0].guardrails.len(), 1);
}

/// A text, the rules and places of its findings, and words of the first one's help.
type Mistake<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[test]
fn mistakes_in_okrlints_own_format() {
    let cases: [Mistake; 9] = [
        (
            "cycle = \"2026-Q3\"\n[[objectives]]\ntitle = \"a\"\n[[objectives.key_results]]\ntitle = \"b\"\ntagret = 5\n",
            &[("unknown-key", "tagret")],
            "target",
        ),
        (
            "cycle = \"2026-Q3\"\n[[objectives]]\ntitle = \"a\"\n[[objectives.key_results]]\ntitle = \"b\"\nscore = [1]\n",
            &[("wrong-type", "[1]")],
            "0.7",
        ),
        (
            "cycle = \"2026-Q3\"\n[[objectives]]\ntitle = \"a\"\n[[objectives.key_results]]\ntitle = \"b\"\nconfidence = \"maybe\"\n",
            &[("wrong-type", "\"maybe\"")],
            "0.0 to 1.0",
        ),
        ("cycle = \"2026-Q3\"\nobjectives = \"Ship\"\n", &[("wrong-type", "\"Ship\"")], "[[objectives]]"),
        ("cycle = \"2026-Q3\"\nteam = = \"x\"\n[[objectives]]\ntitle = \"a\"\n", &[("syntax-error", "=")], "double quotes"),
        (
            "cycle = \"2026-Q3\"\nteam = \"x\"\nteam = \"y\"\n[[objectives]]\ntitle = \"a\"\n",
            &[("duplicate-key", "team")],
            "Keep one",
        ),
        (
            "cycle = \"2026-Q3\"\n[[objectives]]\ntitle = \"a\"\nowners = [\"x\"\n[[objectives]]\ntitle = \"b\"\n",
            &[("syntax-error", "[\"x\"")],
            "bracket",
        ),
        ("cycle = \"2026-Q3\"\n[[objectives]]\nid = \"O1\"\n", &[("wrong-type", "[[objectives]]")], "title"),
        (
            "cycle = \"2026-Q3\"\ncolour = \"red\"\n[[objectives]]\ntitle = \"a\"\nkey_results = [{ title = \"b\", check_ins = [{ dat = 2026-01-01 }] }]\n",
            &[("unknown-key", "colour"), ("unknown-key", "dat")],
            "notes",
        ),
    ];
    for (text, expected, help) in cases {
        let result = read_as(Format::Toml, text);
        let found = problems(&result, text);
        assert_eq!(found, expected.iter().map(|(rule, place)| (*rule, (*place).to_owned())).collect::<Vec<_>>(), "{text}");
        assert!(result.problems[0].help.contains(help), "{text}: {}", result.problems[0].help);
        assert!(result.recognised, "{text}");
    }
    let two = read_as(
        Format::Toml,
        "cycle = \"2026-Q3\"\n[[objectives]]\ntitle = \"a\"\nowners = [\"x\"\n[[objectives]]\ntitle = \"b\"\n",
    );
    assert_eq!(two.document.objectives.len(), 2, "an unclosed list hides nothing behind it");
}

#[test]
fn one_set_in_four_formats() {
    let yaml = "cycle: 2026-Q3\nteam: Payments\nobjectives:\n  - title: Merchants are paid without surprises\n    owner: Ana\n    key_results:\n      - title: Payouts settled the same day\n        baseline: 41%\n        target: 75%\n        score: 0.7\n      - title: Disputes stay rare\n        target: 3\n";
    let json = r#"{"cycle": "2026-Q3", "team": "Payments", "objectives": [{"title": "Merchants are paid without surprises", "owner": "Ana", "key_results": [
        {"title": "Payouts settled the same day", "baseline": "41%", "target": "75%", "score": 0.7}, {"title": "Disputes stay rare", "target": 3}]}]}"#;
    let toml = "cycle = '2026-Q3'\nteam = \"Payments\"\n[[objectives]]\ntitle = \"Merchants are paid without surprises\"\nowner = \"Ana\"\n[[objectives.key_results]]\ntitle = \"Payouts settled the same day\"\nbaseline = \"41%\"\ntarget = \"75%\"\nscore = 0.7\n[[objectives.key_results]]\ntitle = \"Disputes stay rare\"\ntarget = 3\n";
    let csv = "Cycle,Team,Objective,Objective owner,Key result,Baseline,Target,Score\n2026-Q3,Payments,Merchants are paid without surprises,Ana,Payouts settled the same day,41%,75%,0.7\n,,,,Disputes stay rare,,3,\n";
    let expected = [
        "O [2026-Q3|Payments] Merchants are paid without surprises by=Ana",
        "  KR Payouts settled the same day score=0.70 baseline=41% target=75%",
        "  KR Disputes stay rare target=3",
    ];
    for (format, text) in [(Format::Yaml, yaml), (Format::Json, json), (Format::Toml, toml), (Format::Csv, csv)] {
        let result = read_as(format, text);
        assert_eq!(outline(&result), expected, "{format:?}");
        assert!(result.recognised && result.problems.is_empty(), "{format:?}: {:?}", result.problems);
    }
}

#[test]
fn shapes_of_other_tools() {
    let cases: [(Format, &str, &[&str]); 13] = [
        // A rubric says what earns which score; the description is the statement.
        (
            Format::Json,
            r#"{"objectives": [{"name": "Grow the community", "okrs": ["people"], "weight": 2, "results": [{"name": "Clubs", "description": "Start 20 clubs", "progress": 0, "score": "0.4", "scoring": {"0.2": "4", "1.0": "20"}}]}]}"#,
            &["O [|] Grow the community", "  KR Start 20 clubs score=0.40 notes=Clubs"],
        ),
        // Start, current and target values; scores from 0 to 100.
        (
            Format::Json,
            r#"{"objectives": [{"name": "Grow", "keyResults": [{"name": "Active members", "startValue": 10, "currentValue": 15, "targetValue": 40, "unit": "members", "progression": 0.17}]}]}"#,
            &["O [|] Grow", "  KR Active members score=0.17 baseline=10 target=40 current=15 unit=members"],
        ),
        (
            Format::Json,
            r#"{"objectives": [{"title": "Grow", "key_results": [{"title": "a", "score": 70}, {"title": "b", "score": 5}]}]}"#,
            &["O [|] Grow", "  KR a score=0.70", "  KR b score=0.05"],
        ),
        // Ordinal and metric key results of one tool, with objects for unit, owner and quarter.
        (
            Format::Json,
            r#"[{"title": "Grow", "quarter": {"label": "Q3 2026"}, "keyResults": [{"keyResultType": "metric", "title": "NPS", "baseline": 10, "commitValue": 20, "targetValue": 30, "stretchGoal": 40, "unit": {"unitName": "POINTS"}, "owner": {"name": "Ana"}, "lastCheckIn": {"value": 12, "confidence": 5}}, {"title": "Audit", "commitZone": "draft", "stretchZone": "passed"}]}]"#,
            &["O [2026-Q3|] Grow", "  KR NPS by=Ana baseline=10 target=30 unit=POINTS @:12 0.50", "  KR Audit target=draft"],
        ),
        // Objectives and key results side by side.
        (
            Format::Json,
            r#"{"objectives": [{"id": 1, "title": "Grow"}, {"id": 2, "title": "Last"}], "keyResults": [{"id": 7, "parentObjectiveId": 1, "title": "Members", "startValue": 1, "targetValue": 9}]}"#,
            &["O [|] Grow id=1", "  KR Members id=7 up=1 baseline=1 target=9", "O [|] Last id=2"],
        ),
        // Goals of both kinds in one list.
        (
            Format::Json,
            r#"{"goals": [{"id": "g1", "name": "Grow", "okrType": "objective", "dueDate": "2026-09-30"}, {"name": "Members", "okrType": "key_result", "parent_goal_id": "g1", "startingAmount": 1, "endingAmount": 9, "currentAmount": 4}]}"#,
            &["O [|] Grow id=g1 due=2026-09-30", "  KR Members up=g1 baseline=1 target=9 current=4"],
        ),
        (
            Format::Json,
            r#"{"goals": [{"gid": "1", "name": "Members", "status": "green", "metric": {"unit": "percent", "initial_number_value": 1, "target_number_value": 9, "current_number_value": 4}}]}"#,
            &["O [|] ", "  KR Members id=1 status=green baseline=1 target=9 current=4 unit=percent"],
        ),
        (
            Format::Yaml,
            "scope: team\nobjectives:\n  - objective_id: O1\n    objective: Grow\n    owner_id: ana\n    key_results:\n      - kr_id: KR1\n        description: Members from 1 to 9\n        metric_key: members\n        confidence: 0.6\n        evidence: [dashboard]\n",
            &["O [|] Grow id=O1 by=ana", "  KR Members from 1 to 9 id=KR1 confidence=0.60 metric=members source=dashboard"],
        ),
        (
            Format::Yaml,
            "objective: Grow\nkey_results:\n  - title: Members\n    target: 9\n    unit: people\n  - Nine more clubs\n",
            &["O [|] Grow", "  KR Members target=9 unit=people", "  KR Nine more clubs"],
        ),
        (
            Format::Yaml,
            "teams:\n  - name: Search\n    objectives:\n      - title: Find\n        krs: [\"O1KR1: one (0.3)\"]\n  - name: Pay\n    objectives:\n      - title: Paid\n        krs: {KR1: two, KR2: {title: three, target: {value: 5, unit: h}}}\n",
            &[
                "O [|Search] Find",
                "  KR one id=O1KR1 score=0.30",
                "O [|Pay] Paid",
                "  KR two id=KR1",
                "  KR three id=KR2 target=5 unit=h",
            ],
        ),
        (
            Format::Yaml,
            "teams:\n  search:\n    objectives:\n      Find it: [one, two]\nq: 1\n",
            &["O [|search] Find it", "  KR one", "  KR two"],
        ),
        (
            Format::Yaml,
            "objectives:\n  - id: A\n    title: Top\n    krs:\n      - id: K\n        title: one\n        objectives:\n          - title: Below K\n            krs: [x]\n    children:\n      - title: Below A\n        quarter: Q2 2026\n        krs: [y]\n",
            &["O [|] Top id=A", "  KR one id=K", "O [|] Below K up=K", "  KR x", "O [2026-Q2|] Below A up=A", "  KR y"],
        ),
        (
            Format::Yaml,
            "cycle: Q1 2026\nobjectives:\n- title: One\n  krs: [a]\n---\ncycle: Q2 2026\nobjectives:\n- title: Two\n  krs:\n  - &x b\n  - *x\n",
            &["O [2026-Q1|] One", "  KR a", "O [2026-Q2|] Two", "  KR b"],
        ),
    ];
    for (format, text, expected) in cases {
        let result = read_as(format, text);
        assert_eq!(outline(&result), expected, "{text}");
        assert_eq!(result.problems, [], "{text}");
    }
}

#[test]
fn sheets() {
    let cases: [(&str, &[&str]); 8] = [
        (
            "Objective,Key Result,Progress,Owner,Quarter,Status\nGrow,Members to 9,40,\"Ana, Bo\",Q3 2026,On track\nGrow,Clubs to 5,70,Cy,Q3 2026,Done\n",
            &[
                "O [2026-Q3|] Grow",
                "  KR Members to 9 by=Ana+Bo score=0.40 status=On track",
                "  KR Clubs to 5 by=Cy score=0.70 status=Done",
            ],
        ),
        // Filled only in the first row of the group.
        (
            "Objective;Key result;Target\nGrow;Members;9\n;Clubs;5\nLast;Visits;7\n",
            &["O [|] Grow", "  KR Members target=9", "  KR Clubs target=5", "O [|] Last", "  KR Visits target=7"],
        ),
        (
            "Date\tObjective\tKey result\tValue\tConfidence\tNote\n2026-07-01\tGrow\tMembers\t5\t0.5\tok\n2026-08-01\tGrow\tMembers\t7\t0.6\tbetter\n",
            &["O [|] Grow", "  KR Members confidence=0.60 notes=ok current=7 @2026-07-01:5 0.50 @2026-08-01:7 0.60"],
        ),
        (
            "Key result ID,Objective,Key result,Direction,Baseline,Target,Unit\nKR7,Grow,Members,increase,1,9,people\n",
            &["O [|] Grow", "  KR Members id=KR7 baseline=1 target=9 unit=people direction=increase"],
        ),
        (
            "\u{feff}\"OKR_ID,Objective,Owner,Status,Comments\"\n\"O1,\"\"Grow, \"\"\"\"fast\"\"\"\"\"\",Ana,On Track,\"\n",
            &["O [|] Grow, \"fast\" id=O1 by=Ana status=On Track"],
        ),
        (
            "\"id\",\"title\",\"status\",\"quarter\",\"team\",\"objective\"\n\"#558\",\"Write it\",\"Active\",\"Q2 2024\",\"Core\",\"Be known\"\n",
            &["O [2024-Q2|Core] Be known", "  KR Write it id=#558 status=Active"],
        ),
        (
            "Objective Title,Owner_Email_ID,Metric_Name,Metric_Start_Value,Metric_Target_Value\nGrow,ana@example.org,Members,1,9\n",
            &["O [|] Grow", "  KR Members by=ana@example.org baseline=1 target=9"],
        ),
        (
            "OKRs Q3 2026,,\n,,\nObjective,Key result,Mid-Q,Final\r\nGrow,\"Mem\r\nbers\",0.3,0.6\r\n",
            &["O [2026-Q3|] Grow", "  KR Mem bers score=0.60 @:0.3"],
        ),
    ];
    for (text, expected) in cases {
        let result = read_as(Format::Csv, text);
        assert_eq!(outline(&result), expected, "{text}");
        assert!(result.recognised, "{text}");
        assert_eq!(result.problems, [], "{text}");
    }
}

#[test]
fn broken_files_are_read_as_far_as_possible() {
    let cases: [(Format, &str, &str, &[&str]); 7] = [
        (
            Format::Json,
            r#"{"cycle": "2026-Q3", "objectives": [{"title": "a", "key_results": [{"title": "b"}]}, {"#,
            "{",
            &["O [2026-Q3|] a", "  KR b"],
        ),
        (
            Format::Json,
            r#"{"cycle": "2026-Q3", "objectives": [{"title": "Faster triage" "owner": "Ana"}]}"#,
            "\"owner\"",
            &["O [2026-Q3|] Faster triage by=Ana"],
        ),
        (
            Format::Json,
            r#"{"cycle": "2026-Q3", "objectives": [{"title": "a", "key_results": [{"title": "b"}, {"title": "c}]}]}"#,
            "\"c}]}]}",
            &["O [2026-Q3|] a", "  KR b"],
        ),
        (
            Format::Yaml,
            "cycle: 2026-Q3\nobjectives:\n  - title: a\n    key_results:\n      - title: b\n     - title: c\n",
            "- title: c",
            &["O [2026-Q3|] a", "  KR b"],
        ),
        (Format::Yaml, "cycle: 2026-Q3\nteam: A\nteam: B\nobjectives:\n  - title: a\n", "team", &["O [2026-Q3|B] a"]),
        (
            Format::Csv,
            "Objective,Key result,Owner\nGrow,Members, clubs and more,Ana\n",
            "Ana",
            &["O [|] Grow", "  KR Members by=clubs+more"],
        ),
        (
            Format::Csv,
            "Objective,Key result,Owner\nGrow,\"Members,Ana\nLast,Clubs,Bo\n",
            "\"Members,Ana",
            &["O [|] Grow", "  KR Members,Ana Last,Clubs,Bo"],
        ),
    ];
    for (format, text, place, expected) in cases {
        let result = read_as(format, text);
        assert_eq!(outline(&result), expected, "{text}");
        assert_eq!(result.problems.len(), 1, "{text}: {:?}", result.problems);
        assert_eq!(&text[result.problems[0].span.range()], place, "{text}: {:?}", result.problems);
        assert!(result.recognised, "{text}");
    }
}

#[test]
fn units_and_periods_of_a_set() {
    let cases = [
        ("company: Acme\nteam: Search\ncycle: FY27-Q1\nfiscal_year_start: 4\n", "Some(\"Search\") None Some(\"2026-04-01\")"),
        (
            "organization: Acme\nquarter: {label: Q3 2026, start_on: 2026-07-01, end_on: 2026-09-30}\n",
            "Some(\"Acme\") Some(Company) Some(\"2026-07-01\")",
        ),
        (
            "employee: Ana\nteam: Search\nperiod: 01.07.2026 - 30.09.2026\n",
            "Some(\"Search\") Some(Individual) Some(\"2026-07-01\")",
        ),
        ("title: Search OKRs Q3 2026\nlevel: department\n", "None Some(Department) None"),
    ];
    for (head, expected) in cases {
        let text = format!("{head}objectives:\n- title: Grow\n  krs: [a]\n");
        let result = read_as(Format::Yaml, &text);
        let section = &result.document.sections[result.document.objectives[0].section];
        let start = section.period.map(|period| period.start.to_string());
        let found = format!("{:?} {:?} {start:?}", section.team.as_ref().map(|team| &team.value), section.level);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn other_files_are_left_alone() {
    let cases = [
        (Format::Toml, "[package]\nname = \"okr\"\nversion = \"0.1.0\"\ncategories = [\"objectives\", \"goals\"]\n"),
        (Format::Toml, "[vendor]\nokr = \"files\"\ngoal = 3\n"),
        (Format::Json, r#"{"name": "goals", "dependencies": {"okr": "1.0.0"}, "scripts": {"objective": "x"}}"#),
        (
            Format::Yaml,
            "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nspec:\n  slos:\n    - name: up\n      objective: 99.9\n",
        ),
        (Format::Yaml, "course: Baking\nobjectives:\n  - Learn to knead\n  - Learn to bake\n"),
        (Format::Yaml, "objectives:\n  - ratio: 0.99\n    target: 0.99\n    op: lte\n"),
        (Format::Csv, "Name,Goal,Score\nAna,12,3\n"),
        (Format::Csv, "id,title\n1,okr tool\n"),
        (Format::Json, "goal {{{{"),
        (Format::Yaml, "a: goal\n  b: - c\n"),
    ];
    for (format, text) in cases {
        let result = read_as(format, text);
        assert!(!result.recognised, "{text}: {:?}", outline(&result));
        assert_eq!(result.problems, [], "{text}");
    }
}
