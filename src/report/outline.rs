//! The model of a document as a person reads it: what okrlint understood of each statement.

use super::paint::{FAINT, Paint, STRONG};
use crate::model::{Document, Item, KeyResult, Objective};
use crate::source::Spanned;
use crate::statement::Reading;

/// Draws a document's objectives and key results.
pub(crate) fn document(sheet: &mut Paint, document: &Document) {
    sheet.styled(STRONG, &document.path);
    let about: Vec<String> = [Some(document.format.name().to_owned()), setting(document, 0)].into_iter().flatten().collect();
    sheet.styled(FAINT, &format!("  ({})", about.join(", ")));
    sheet.text("\n");
    if document.objectives.is_empty() {
        sheet.text("\n  no OKRs recognised\n");
    }
    let mut told = setting(document, 0);
    for found in &document.objectives {
        let setting = setting(document, found.section);
        if setting != told {
            if let Some(setting) = &setting {
                sheet.styled(STRONG, &format!("\n  {setting}\n"));
            }
            told = setting;
        }
        objective(sheet, document, found);
    }
    sheet.text("\n");
}

/// Cycle, team and level of a section.
fn setting(document: &Document, section: usize) -> Option<String> {
    let section = document.sections.get(section)?;
    let parts: Vec<String> = [
        section.cycle.as_ref().map(|cycle| cycle.value.to_string()),
        section.team.as_ref().map(|team| team.value.clone()),
        section.level.map(|level| level.name().to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn objective(sheet: &mut Paint, document: &Document, objective: &Objective) {
    sheet.text("\n  ");
    match objective.is_implicit() {
        true => sheet.styled(FAINT, "(key results without an objective)"),
        false => {
            label(sheet, "O", &objective.item);
            sheet.styled(STRONG, objective.item.text.as_str());
        }
    }
    sheet.text("\n");
    detail(sheet, 5, about(&objective.item, &document.parents(objective).collect::<Vec<_>>()));
    for result in &objective.key_results {
        key_result(sheet, result);
    }
}

fn key_result(sheet: &mut Paint, result: &KeyResult) {
    sheet.text("     ");
    label(sheet, "KR", &result.item);
    sheet.text(&format!("{}: {}\n", result.reading.class.name(), result.item.text.as_str()));
    let mut parts = measured(&result.reading);
    parts.extend(about(&result.item, &names(&result.item.supports)));
    parts.extend(last_check_in(result));
    detail(sheet, 8, parts);
}

/// How often a key result was looked at, and the last day on which it was.
fn last_check_in(result: &KeyResult) -> Option<String> {
    let last = result.check_ins.iter().filter_map(|check_in| check_in.date).map(|date| date.value).max()?;
    Some(match result.check_ins.len() {
        1 => format!("check-in {last}"),
        count => format!("{count} check-ins, last {last}"),
    })
}

fn label(sheet: &mut Paint, kind: &str, item: &Item) {
    let label = item.id.as_ref().map_or(kind, |id| id.value.as_str());
    sheet.styled(FAINT, &format!("{label}  "));
}

fn detail(sheet: &mut Paint, indent: usize, parts: Vec<String>) {
    if !parts.is_empty() {
        sheet.styled(FAINT, &format!("{:indent$}{}\n", "", parts.join(" · ")));
    }
}

/// Metric, values and deadline.
fn measured(reading: &Reading) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some((metric, _)) = &reading.metric {
        parts.push(format!("metric: {metric}"));
    }
    match (&reading.baseline, &reading.target) {
        (Some(from), Some(to)) => parts.push(format!("from {} to {}", from.text, to.text)),
        (Some(from), None) => parts.push(format!("from {}", from.text)),
        (None, Some(to)) => parts.push(format!("target {}", to.text)),
        (None, None) => {}
    }
    if let Some(now) = &reading.current {
        parts.push(format!("now {}", now.text));
    }
    if let Some(deadline) = &reading.deadline {
        let date = deadline.date.map(|date| format!(" ({date})")).unwrap_or_default();
        parts.push(format!("due {}{date}", deadline.text));
    }
    if let Some(vanity) = &reading.vanity {
        parts.push(format!("vanity: {}", vanity.term));
    }
    parts
}

fn names(values: &[Spanned<String>]) -> Vec<&str> {
    values.iter().map(|value| value.value.as_str()).collect()
}

/// What objectives and key results have in common; `supports` are the names of the item's parents.
fn about(item: &Item, supports: &[&str]) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(kind) = item.kind {
        parts.push(kind.value.name().to_owned());
    }
    for (word, values) in [("owner", &*names(&item.owners)), ("supports", supports), ("depends on", &*names(&item.depends_on))] {
        if !values.is_empty() {
            parts.push(format!("{word} {}", values.join(", ")));
        }
    }
    if let Some(value) = item.score.and_then(|score| score.value.value) {
        parts.push(format!("score {value}"));
    }
    if let Some(confidence) = item.confidence {
        parts.push(format!("confidence {}", confidence.value));
    }
    if let Some(status) = &item.status {
        parts.push(format!("status {}", status.value));
    }
    if item.dropped {
        parts.push("dropped".to_owned());
    }
    parts
}
