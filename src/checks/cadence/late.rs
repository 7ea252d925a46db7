//! When the news of a cycle was written down.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::calendar::{Period, days};
use crate::changes::{Set, What};
use crate::checks::{Finding, HistoryContext, Statement};

/// Days of a cycle that is too short for news on the way.
const SHORT: i32 = 28;

/// A closed cycle whose values and check-ins were nearly all written in its last days, or in one go.
pub(super) fn last_minute_updates<'a>(context: &HistoryContext<'a>) -> Vec<Finding<'a>> {
    let (cycle, timeline) = (context.cycle, context.timeline);
    let early = timeline.began.is_none_or(|began| began < day_at(cycle, 50));
    if context.run.today <= cycle.end || !timeline.complete || !early || length(cycle) <= SHORT {
        return Vec::new();
    }
    let news = news(context);
    let last_days = day_at(cycle, 90);
    let late = news.iter().filter(|(_, day)| *day >= last_days).count();
    let days: BTreeSet<Date> = news.iter().map(|(_, day)| *day).collect();
    let told: BTreeSet<Statement> = news.iter().map(|(statement, _)| *statement).collect();
    let variant = match days.first() {
        Some(_) if days.len() == 1 && told.len() > 1 => "once",
        _ if news.len() >= context.run.options.count("least")
            && late * 100 >= news.len() * context.run.options.count("percent") =>
        {
            ""
        }
        _ => return Vec::new(),
    };
    let day = days.first().map(Date::to_string).unwrap_or_default();
    let finding =
        first_statement(&context.set).of_the_set().variant(variant).with_count("late", late).with_count("count", news.len());
    vec![finding.with("start", last_days.to_string()).with("date", day)]
}

/// What was told when, each key result at most once a day. Scores are given when a cycle ends and are no news.
fn news(context: &HistoryContext<'_>) -> BTreeSet<(Statement, Date)> {
    let mut news = BTreeSet::new();
    for (step, change) in context.changes() {
        let Some(statement) = change.now else { continue };
        match &change.difference.what {
            What::Current(..) | What::Status(..) | What::Confidence(..) => {
                news.insert((statement, step.commit.date));
            }
            // A check-in that was dated is news of its day, whenever it was committed.
            What::CheckIns(days) => news.extend(days.iter().map(|day| (statement, day.unwrap_or(step.commit.date)))),
            _ => {}
        }
    }
    let key_results = context.set.key_results();
    let dated = key_results.iter().flat_map(|(statement, key_result)| {
        key_result.check_ins.iter().filter_map(|check_in| Some((*statement, check_in.date?.value)))
    });
    news.extend(dated);
    news
}

/// The first objective or key result that is written.
fn first_statement<'a>(set: &Set<'a>) -> Finding<'a> {
    let stated = set.objectives.iter().find(|(_, objective)| !objective.is_implicit());
    match (stated, set.key_results().first()) {
        (Some((index, objective)), _) => Finding::at(objective.item.text.span()).on_objective(*index),
        (None, Some((at, key_result))) => {
            Finding::at(key_result.item.text.span()).on_key_result(at.objective, at.key_result.unwrap_or_default())
        }
        (None, None) => Finding::at(Default::default()),
    }
}

/// Days of a cycle.
fn length(cycle: Period) -> i32 {
    days(cycle.start, cycle.end) + 1
}

/// The day on which so many percent of a cycle are over.
pub(in crate::checks) fn day_at(cycle: Period, percent: i32) -> Date {
    cycle.start.saturating_add(jiff::Span::new().days(length(cycle) * percent / 100))
}
