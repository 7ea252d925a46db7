//! The series of a run as a person, a program or a spreadsheet reads them.

use serde::Serialize;

use super::json;
use super::paint::{FAINT, Paint, STRONG};
use crate::series::{Record, Series, Step};

/// A series with the record of each of its cycles.
#[derive(Debug)]
pub(crate) struct Told<'s, 'a> {
    pub(crate) series: &'s Series<'a>,
    /// One for each step.
    pub(crate) records: Vec<Record>,
}

/// Eight heights from 0.0 to 1.0.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Stands where there is no score.
const NONE: char = '·';
/// The most key results of a cycle that are drawn.
const DRAWN: usize = 24;

/// One bar for each score.
fn bars(scores: impl Iterator<Item = Option<f32>>) -> String {
    let bar = |score: f32| BARS[((score.clamp(0.0, 1.0) * 7.0).round() as usize).min(7)];
    scores.map(|score| score.map_or(NONE, bar)).collect()
}

/// Draws the cycles of all series as one table.
pub(crate) fn table(sheet: &mut Paint, told: &[Told<'_, '_>]) {
    let of_series =
        |told: &Told<'_, '_>| told.series.steps.iter().zip(&told.records).map(|(step, record)| row(step, record)).collect();
    let rows: Vec<Vec<[String; COLUMNS]>> = told.iter().map(of_series).collect();
    let width = |column: usize| {
        let cells = rows.iter().flatten().map(|row| row[column].chars().count());
        cells.chain([HEADS[column].len()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    if !rows.is_empty() {
        sheet.styled(FAINT, &line(&HEADS.map(str::to_owned), &widths));
    }
    for (told, rows) in told.iter().zip(&rows) {
        sheet.text("\n");
        heading(sheet, told);
        for (row, record) in rows.iter().zip(&told.records) {
            if record.after_gap {
                sheet.styled(FAINT, "  (nothing on record between)\n");
            }
            sheet.text(&line(row, &widths));
        }
    }
}

/// The name, and the mean of each cycle where there is more than one.
fn heading(sheet: &mut Paint, told: &Told<'_, '_>) {
    sheet.styled(STRONG, &told.series.name());
    let means = || told.records.iter().map(Record::mean);
    if means().flatten().count() > 1 {
        sheet.text(&format!("  {}", bars(means())));
    }
    sheet.text("\n");
}

const COLUMNS: usize = 9;
const HEADS: [&str; COLUMNS] = ["cycle", "", "scores", "mean", "achieved", "carried over", "new target", "changes", "check-ins"];

fn row(step: &Step<'_>, record: &Record) -> [String; COLUMNS] {
    let none = || "-".to_owned();
    let (scored, all) = (record.scored(), record.scores.len());
    let of = |count: Option<usize>| count.filter(|_| all > 0).map_or_else(none, |count| format!("{count} of {all}"));
    let drawn = if all == 0 { "no key results".to_owned() } else { bars(record.scores.iter().take(DRAWN).copied()) };
    let rest = all.saturating_sub(DRAWN);
    [
        step.name(),
        record.phase.name().to_owned(),
        if rest > 0 { format!("{drawn} +{rest}") } else { drawn },
        match record.mean() {
            Some(mean) if scored < all => format!("{mean:.2} ({scored} of {all} scored)"),
            Some(mean) => format!("{mean:.2}"),
            None => none(),
        },
        if scored > 0 { format!("{} of {scored}", record.achieved) } else { none() },
        of(record.carried_over),
        record
            .retargeted
            .filter(|_| record.carried_over.is_some_and(|carried| carried > 0))
            .map_or_else(none, |moved| moved.to_string()),
        if record.changes > 0 { record.changes.to_string() } else { none() },
        match (record.check_ins, record.rhythm) {
            (0, _) => none(),
            (count, Some(1)) => format!("{count}, every day"),
            (count, Some(days)) => format!("{count}, every {days} days"),
            (count, None) => count.to_string(),
        },
    ]
}

fn line(cells: &[String; COLUMNS], widths: &[usize]) -> String {
    let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
    format!("  {}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
}

#[derive(Serialize)]
struct Team<'a> {
    /// The team's name; null where it is known by its place alone.
    team: Option<&'a str>,
    name: String,
    level: Option<&'static str>,
    cycles: Vec<Cycle<'a>>,
}

/// A cycle in JSON and, but for what is a list, in CSV.
#[derive(Serialize)]
struct Cycle<'a> {
    cycle: String,
    start: String,
    end: String,
    phase: &'static str,
    after_gap: bool,
    objectives: usize,
    key_results: usize,
    dropped: usize,
    scored: usize,
    mean: Option<f64>,
    achieved: usize,
    carried_over: Option<usize>,
    retargeted: Option<usize>,
    logged_changes: usize,
    check_ins: usize,
    days_between_check_ins: Option<i32>,
    scores: Vec<Option<f64>>,
    documents: Vec<&'a str>,
}

/// Hundredths are all that scores say.
fn hundredths(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

fn cycle<'a>(step: &Step<'a>, record: &Record) -> Cycle<'a> {
    let mut documents: Vec<&str> = step.sets.iter().map(|(outline, _)| outline.path.as_str()).collect();
    documents.dedup();
    Cycle {
        cycle: step.name(),
        start: step.days.start.to_string(),
        end: step.days.end.to_string(),
        phase: record.phase.name(),
        after_gap: record.after_gap,
        objectives: record.objectives,
        key_results: record.scores.len(),
        dropped: record.dropped,
        scored: record.scored(),
        mean: record.mean().map(hundredths),
        achieved: record.achieved,
        carried_over: record.carried_over,
        retargeted: record.retargeted,
        logged_changes: record.changes,
        check_ins: record.check_ins,
        days_between_check_ins: record.rhythm,
        scores: record.scores.iter().map(|score| score.map(hundredths)).collect(),
        documents,
    }
}

/// Writes the series as a JSON object.
pub(crate) fn object(bytes: &mut Vec<u8>, told: &[Told<'_, '_>]) {
    bytes.extend_from_slice(b"{\"version\":1,\"teams\":[");
    let mut teams = Vec::new();
    for Told { series, records } in told {
        let cycles = series.steps.iter().zip(records).map(|(step, record)| cycle(step, record)).collect();
        let level = series.level().map(crate::model::Level::name);
        json::line(&mut teams, &Team { team: series.team, name: series.name(), level, cycles });
    }
    // Each element brings the comma before it, which the first does not want.
    bytes.extend_from_slice(teams.get(1..).unwrap_or_default());
    bytes.extend_from_slice(if teams.is_empty() { b"]}\n" } else { b"\n]}\n" });
}

/// Writes one row a team and cycle, for a spreadsheet. What is not known is empty.
pub(crate) fn rows(bytes: &mut Vec<u8>, told: &[Told<'_, '_>]) {
    bytes.extend_from_slice(
        b"team,cycle,start,end,phase,objectives,key_results,dropped,scored,mean,achieved,carried_over,retargeted,logged_changes,check_ins,days_between_check_ins\n",
    );
    for Told { series, records } in told {
        for (step, record) in series.steps.iter().zip(records) {
            let cycle = cycle(step, record);
            let known = |value: Option<String>| value.unwrap_or_default();
            let cells = [
                field(&series.name()),
                field(&cycle.cycle),
                cycle.start,
                cycle.end,
                cycle.phase.to_owned(),
                cycle.objectives.to_string(),
                cycle.key_results.to_string(),
                cycle.dropped.to_string(),
                cycle.scored.to_string(),
                known(cycle.mean.map(|mean| format!("{mean:.2}"))),
                known((cycle.scored > 0).then(|| cycle.achieved.to_string())),
                known(cycle.carried_over.map(|count| count.to_string())),
                known(cycle.retargeted.map(|count| count.to_string())),
                cycle.logged_changes.to_string(),
                cycle.check_ins.to_string(),
                known(cycle.days_between_check_ins.map(|days| days.to_string())),
            ];
            bytes.extend_from_slice(cells.join(",").as_bytes());
            bytes.push(b'\n');
        }
    }
}

/// A CSV field, quoted where it must be (RFC 4180). A spreadsheet would read a text that begins like a formula as one.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_rise_with_scores_and_gaps_show() {
        assert_eq!(bars([Some(0.0), Some(0.5), None, Some(1.0), Some(1.4)].into_iter()), "▁▅·██");
    }

    #[test]
    fn names_cannot_break_out_of_their_field() {
        assert_eq!(field("Web, shop"), "\"Web, shop\"");
        assert_eq!(field("the \"A\" team"), "\"the \"\"A\"\" team\"");
        assert_eq!(field("=SUM(A1)"), "'=SUM(A1)");
    }
}
