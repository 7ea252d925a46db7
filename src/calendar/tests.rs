use jiff::civil::date;

use super::*;

fn cycle(text: &str) -> Option<(String, &str)> {
    Cycle::parse(text).map(|(cycle, range)| (cycle.to_string(), &text[range]))
}

#[test]
fn cycles_in_texts() {
    let cases = [
        ("2019 Q4", "2019-Q4", "2019 Q4"),
        ("Q4 2019", "2019-Q4", "Q4 2019"),
        ("# CY19-Q3 OKRs", "2019-Q3", "CY19-Q3"),
        ("FY21-Q2 OKRs", "FY21-Q2", "FY21-Q2"),
        ("FY24-Q1", "FY24-Q1", "FY24-Q1"),
        ("fy20-q4", "FY20-Q4", "fy20-q4"),
        ("1Q2018", "2018-Q1", "1Q2018"),
        ("OKRs Q3 2020", "2020-Q3", "Q3 2020"),
        ("CY22-Q2", "2022-Q2", "CY22-Q2"),
        ("2020 H1", "2020-H1", "2020 H1"),
        ("2020 Set 1", "2020-H1", "2020 Set 1"),
        ("FY27-H1", "FY27-H1", "FY27-H1"),
        ("2026-Q3", "2026-Q3", "2026-Q3"),
        ("2026Q3", "2026-Q3", "2026Q3"),
        ("22Q2 goals", "2022-Q2", "22Q2"),
        ("August 2023", "2023-08", "August 2023"),
        ("2026-08", "2026-08", "2026-08"),
        ("Jan-Mar 2021", "2021-Q1", "Jan-Mar 2021"),
        ("January to June 2021", "2021-H1", "January to June 2021"),
        ("July 2021 – September 2021", "2021-Q3", "July 2021 – September 2021"),
        ("school year 2020", "2020", "school year 2020"),
        ("FY24 plan", "FY24", "FY24"),
        ("fiscal year 2024, Q2", "FY24-Q2", "fiscal year 2024, Q2"),
        ("Q4'19", "2019-Q4", "Q4'19"),
        ("Q4 ’19 goals", "2019-Q4", "Q4 ’19"),
        ("Q1 FY2024", "FY24-Q1", "Q1 FY2024"),
        ("H1 of 2020", "2020-H1", "H1 of 2020"),
        ("third quarter of 2026", "2026-Q3", "third quarter of 2026"),
        ("3. Quartal 2026", "2026-Q3", "3. Quartal 2026"),
        ("Quarter 2, 2021", "2021-Q2", "Quarter 2, 2021"),
        ("Q1-Q2 2020", "2020-H1", "Q1-Q2 2020"),
        ("2020 Q3/Q4", "2020-H2", "2020 Q3/Q4"),
        ("T2 2026", "2026-T2", "T2 2026"),
        ("2026年第3Q", "2026-Q3", "2026年第3Q"),
        ("(Q3 2026)", "2026-Q3", "Q3 2026"),
        ("Objectives: Q2-2021", "2021-Q2", "Q2-2021"),
        ("FY2026/Q3", "FY26-Q3", "FY2026/Q3"),
        ("1H 2020", "2020-H1", "1H 2020"),
        ("In Q3 2026 we ship v2", "2026-Q3", "Q3 2026"),
        ("OKR_2023_Q1", "2023-Q1", "2023_Q1"),
        ("März 2026", "2026-03", "März 2026"),
    ];
    for (text, expected, place) in cases {
        assert_eq!(cycle(text), Some((expected.to_owned(), place)), "{text:?}");
    }
}

#[test]
fn what_names_no_cycle() {
    let texts = [
        "",
        "OKRs 2024",
        "reach 2020 members",
        "port 2020",
        "#2019",
        "v2019.4",
        "Q3",
        "RFC 2119",
        "3 August 2023",
        "August 3, 2023",
        "2026-08-15",
        "FAQ 2020x",
        "2026Q5",
        "H3 2020",
        "15/03/2026",
        "2019. Q1 was hard",
        "Feb-May 2021",
        "P50 2020",
        "2020 Q3%",
        "ISO 27001",
        "IQ4 2019",
        "$2020 H1",
    ];
    for text in texts {
        assert_eq!(cycle(text), None, "{text:?}");
    }
}

#[test]
fn years_on_their_own() {
    for (text, expected) in [
        ("OKRs 2024", Some("2024")),
        ("2025", Some("2025")),
        ("OKRs 2024 for Q3 2025", Some("2025-Q3")),
        ("okrs-2024.md", Some("2024")),
        ("port 2020", None),
        ("01.07.2020", None),
        ("30 September 2026", None),
        ("2020-07-01", None),
        ("#2020", None),
        ("1,2020", None),
        ("2020%", None),
    ] {
        assert_eq!(Cycle::parse_or_year(text).map(|(cycle, _)| cycle.to_string()).as_deref(), expected, "{text:?}");
    }
}

#[test]
fn cycles_in_paths() {
    let cases = [
        ("okrs/2019/Q2/search.md", Some("2019-Q2")),
        ("2018-q4.md", Some("2018-Q4")),
        ("handbook/fy20-q4/index.html.md", Some("FY20-Q4")),
        ("2026/payments/h1.md", Some("2026-H1")),
        ("okrs/2024.md", Some("2024")),
        ("okrs/2023/08.md", Some("2023-08")),
        ("q3-2020/team.md", Some("2020-Q3")),
        ("2019/2020-Q1.md", Some("2020-Q1")),
        ("_posts/2020-01-15-okrs.md", None),
        ("okrs/payments.md", None),
        ("v2/okr.md", None),
        ("2019\\Q2\\a.md", Some("2019-Q2")),
        ("okrs/2021/august.md", Some("2021-08")),
        ("OKRs_Q1_2022.yaml", Some("2022-Q1")),
        ("a1/08.md", None),
    ];
    for (path, expected) in cases {
        assert_eq!(Cycle::from_path(path).map(|cycle| cycle.to_string()).as_deref(), expected, "{path:?}");
    }
}

#[test]
fn parts_without_a_year() {
    for (text, expected) in [
        ("## Q3", Some(Part::Quarter(3))),
        ("First half", Some(Part::Half(1))),
        ("H2 goals", Some(Part::Half(2))),
        ("4Q", Some(Part::Quarter(4))),
        ("Q3s", None),
        ("P3", None),
        ("H1N1", None),
    ] {
        assert_eq!(Part::parse(text).map(|(part, _)| part), expected, "{text:?}");
    }
}

#[test]
fn periods_of_cycles() {
    let january = FiscalYear::default();
    let april = FiscalYear { first_month: 4 };
    let cases = [
        ("2026-Q3", january, date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-Q3", april, date(2026, 7, 1), date(2026, 9, 30)),
        ("FY26-Q1", january, date(2026, 1, 1), date(2026, 3, 31)),
        ("FY26-Q1", april, date(2025, 4, 1), date(2025, 6, 30)),
        ("FY26-Q4", april, date(2026, 1, 1), date(2026, 3, 31)),
        ("FY27-H1", april, date(2026, 4, 1), date(2026, 9, 30)),
        ("FY24", april, date(2023, 4, 1), date(2024, 3, 31)),
        ("2024-02", january, date(2024, 2, 1), date(2024, 2, 29)),
        ("T3 2026", january, date(2026, 9, 1), date(2026, 12, 31)),
    ];
    for (text, fiscal_year, start, end) in cases {
        let (cycle, _) = Cycle::parse(text).unwrap();
        assert_eq!(cycle.period(fiscal_year), Period { start, end }, "{text:?}");
    }
}

#[test]
fn days() {
    let cases = [
        ("2026-09-30", Some(date(2026, 9, 30))),
        ("by 2026-09-30T10:00Z", Some(date(2026, 9, 30))),
        ("30.09.2026", Some(date(2026, 9, 30))),
        ("30.9.2026", Some(date(2026, 9, 30))),
        ("30.09.26", Some(date(2026, 9, 30))),
        ("30 September 2026", Some(date(2026, 9, 30))),
        ("30. September 2026", Some(date(2026, 9, 30))),
        ("30th of Sep, 2026", Some(date(2026, 9, 30))),
        ("Sep 30", Some(date(2025, 9, 30))),
        ("September 30, 2026", Some(date(2026, 9, 30))),
        ("Sept. 30th 2026", Some(date(2026, 9, 30))),
        ("9/30/2026", Some(date(2026, 9, 30))),
        ("30/9/2026", Some(date(2026, 9, 30))),
        ("30-Sep-2026", Some(date(2026, 9, 30))),
        ("30.09.", Some(date(2025, 9, 30))),
        ("2026/09/30", Some(date(2026, 9, 30))),
        ("9/10/2026", None),
        ("31 June 2026", None),
        ("v1.10.2", None),
        ("12.5", None),
        ("1.2.3", None),
        ("September 2026", None),
        ("#2026-09-30", None),
        ("may 5x", None),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_date(text, Some(2025)), expected, "{text:?}");
    }
    assert_eq!(parse_date("Sep 30", None), None);
    assert_eq!(find_day("done by 31 June 2026.", None), Some((8..20, None)), "an impossible day is found, with its place");
}

#[test]
fn periods_in_texts() {
    for (text, start, end, place) in [
        ("01.07.2020 – 31.12.2020", date(2020, 7, 1), date(2020, 12, 31), "01.07.2020 – 31.12.2020"),
        ("Cycle: 2026-07-01 to 2026-09-30.", date(2026, 7, 1), date(2026, 9, 30), "2026-07-01 to 2026-09-30"),
        ("(1 July - 30 September 2026)", date(2026, 7, 1), date(2026, 9, 30), "1 July - 30 September 2026"),
    ] {
        assert_eq!(
            Period::parse(text),
            Some((
                Period { start, end },
                Range { start: text.find(place).unwrap(), end: text.find(place).unwrap() + place.len() }
            )),
            "{text:?}"
        );
    }
    assert_eq!(Period::parse("1 July - 30 September"), None);
    assert_eq!(Period::parse("2026-09-30, 2026-10-01"), None);
}
