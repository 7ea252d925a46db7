//! What conditions mean, and what is told of those that mean nothing.

use jiff::civil::date;

use super::*;
use crate::calendar::FiscalYear;
use crate::catalogue;
use crate::checks::{Options, Run};
use crate::model::{Document, Format};
use crate::read::{self, Context as ReadContext};
use crate::source::Source;

const DOCUMENT: &str = "---\ncycle: 2026-Q3\nteam: Ward 7\nlevel: team\n---\n\n## W-O1: Patients who go home stay home (owner: Ana)\n\n\
    - W-O1-KR1: Cut readmissions within 30 days from 14% to 9% by 2026-09-30, now 12% (owner: Bo) (score: 0.4)\n\
    - Improve discharge letters\n";

fn document() -> Document {
    let source = Source::new("okrs/ward.md", DOCUMENT);
    read::read(&source, Format::Markdown, &ReadContext { named: true, ..ReadContext::default() }).document
}

/// The answer of a condition on the first or second key result.
fn asked(text: &str, nth: usize) -> Result<bool, String> {
    let document = document();
    let objective = &document.objectives[0];
    let rule = catalogue::find("focus-limits").unwrap();
    let run =
        Run { today: date(2026, 8, 15), fiscal_year: FiscalYear::default(), levers: &[], options: Options { rule, given: None } };
    let key_result = objective.key_results.get(nth);
    let subject =
        Subject { run, document: &document, section: objective.section, objective: Some(objective), key_result, text: None };
    let options: Vec<&str> = rule.options.iter().map(|option| option.name).collect();
    let condition = Condition::new(text, Scope::KeyResult, &options).map_err(|mistakes| format!("{mistakes:?}"))?;
    condition.holds(&subject)
}

#[test]
fn names_stand_for_what_the_document_says() {
    for text in [
        "key_result.text.startsWith(\"Cut readmissions\")",
        "key_result.class == 'outcome' && key_result.measure.direction == 'decrease'",
        "key_result.measure.target.value == 9.0 && key_result.measure.baseline.value > 9",
        "key_result.measure.current.text == '12%' && key_result.score < 0.5",
        "key_result.deadline.date > today && key_result.deadline.date - today < days(60)",
        "key_result.deadline.date == day('2026-09-30') && set.end == day(\"2026-09-30\")",
        "'Bo' in key_result.owners && size(objective.owners) == 1",
        "set.team == 'Ward 7' && objective.level == 'team' && set.cycle == '2026-Q3'",
        "objective.key_results.exists(k, k.class == 'vague')",
        "size(objective.key_results.filter(k, has(k.score))) == 1",
        "set.objectives[0].key_results[0].id == 'W-O1-KR1'",
        "options.max_objectives == 5",
        "key_result.text.matches(r'(?i)\\bREADMISSIONS\\b')",
        "document.format == 'markdown' && document.path.endsWith('ward.md')",
    ] {
        assert_eq!(asked(text, 0), Ok(true), "{text}");
    }
}

#[test]
fn what_is_not_said_is_null_and_an_undecided_condition_does_not_hold() {
    for text in [
        "key_result.score == null && null == key_result.deadline",
        "!has(key_result.deadline) && !has(key_result.measure.target.value)",
        "key_result.measure.target.value == null",
        "key_result.score > 0.5 || key_result.class == 'vague'",
        "objective.key_results.exists(k, k.measure.target.value == null)",
        "objective.key_results.exists(k, null == k.deadline)",
    ] {
        assert_eq!(asked(text, 1), Ok(true), "{text}");
    }
    for text in [
        "key_result.score > 0.5",
        "!(key_result.score > 0.5)",
        "key_result.measure.target.value + 1.0 > 2.0",
        "key_result.status.startsWith('on')",
        "key_result.deadline.date < today",
        "key_result.owners[0] == 'Bo'",
        "objective.key_results.all(k, k.measure.target.value > 1.0)",
    ] {
        assert_eq!(asked(text, 1), Ok(false), "{text}");
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    assert!(asked("1 / (size(key_result.owners) - 1) == 2", 0).unwrap_err().contains("zero"));
    assert!(asked("day(key_result.text) < today", 0).unwrap_err().contains("YYYY-MM-DD"));
    assert!(asked("set.objectives.map(o, o.text)[0] == 3 || dyn(1)", 0).is_err());
}

/// The text that a mistake is about, what is wrong and what to do.
fn mistake(text: &str) -> (String, String) {
    let mistakes = Condition::new(text, Scope::KeyResult, &["max-objectives"]).unwrap_err();
    let Mistake { range, message, help } = &mistakes[0];
    (text[range.clone()].to_owned(), format!("{message}. {help}"))
}

#[test]
fn mistakes_are_told_with_their_places() {
    for (text, place, words) in [
        ("key_result.mesure.target.value > 3", "mesure", "did you mean `measure`?"),
        ("'ü' == key_result.text && key_rsult.text == ''", "key_rsult", "did you mean `key_result`?"),
        ("objective.key_results.exists(k, k.clas == 'vague')", "clas", "did you mean `class`?"),
        ("key_result.text.contain('x')", "contain", "did you mean `contains`?"),
        ("key_result.text.matches('(x')", "(x", "unclosed group"),
        ("key_result.text.matches(key_result.id)", "matches", "wants a text in quotes"),
        ("key_result.score == '0.3'", "==", "a number is compared with a text"),
        ("today > '2026-01-01'", ">", "day(\"2026-09-30\")"),
        ("key_result.text", "key_result.text", "not true or false"),
        ("key_result.text && true", "&&", "joins conditions"),
        ("key_result.text.id == 'x'", "id", "has no fields"),
        ("options.max_goals == 3", "max_goals", "no option `max_goals`"),
        ("key_result.score > ", ">", "this is no condition"),
        ("key_result.score >> 3", ">", "this is no condition"),
        ("text == 'x'", "text", "there is no `text` here"),
    ] {
        let (at, told) = mistake(text);
        assert!(at == place && told.contains(words), "{text}: {at:?}: {told}");
    }
}

#[test]
fn every_function_of_the_reference_can_be_called() {
    for function in reference() {
        let answer = asked(function.example, 0);
        assert!(answer.is_ok() || function.name == "bool", "{}: {answer:?}", function.example);
        assert!(function.example.contains(function.name), "{}", function.example);
    }
}

#[test]
fn a_regular_expression_is_told_where_it_breaks() {
    let broken = regex("a(b").unwrap_err();
    assert_eq!((broken.range.clone(), broken.message.contains("unclosed group")), (1..2, true), "{broken:?}");
    assert!(regex("(?=x)").unwrap_err().message.contains("look-around"));
}
