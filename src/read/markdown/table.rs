//! Tables: one per objective, one for the whole cycle, row groups, blank cells that mean "same as above".

use super::entry::Cell;
use super::inline::{Line, Style};
use super::tags::{self, Dressed};
use crate::model::{CheckIn, KeyResult, Told};
use crate::read::labels::{self, Field};
use crate::read::updates::{self, Opening, Reckoning};
use crate::read::values;
use crate::source::{Spanned, Text};

/// What a row says.
pub(super) enum Row {
    Objective(Box<Dressed>),
    KeyResult(Box<KeyResult>),
}

/// A table of OKRs.
pub(super) struct Table {
    /// Its rows, in order; never empty.
    pub(super) rows: Vec<Row>,
    /// Headers of the columns for values that no row fills.
    pub(super) unfilled: Vec<Text>,
}

/// The columns of a table.
struct Columns {
    fields: Vec<Option<Field>>,
    /// Columns that hold the values of a day.
    days: Vec<Option<Opening>>,
    /// The column with the key result's sentence.
    statement: usize,
    /// The column with the objective, in a table for several.
    objective: Option<usize>,
}

/// Reads a table's rows, header first, if it is a table of OKRs. `wanted`: it stands where key results are expected; `okrs`: the page
/// speaks of OKRs.
pub(super) fn read(rows: &[Vec<Cell>], wanted: bool, okrs: bool, reckoning: Reckoning) -> Option<Table> {
    let (header, body) = rows.split_first()?;
    let columns = columns(header, body, wanted, okrs, reckoning)?;
    let mut out = Vec::new();
    for cells in body {
        let cell = |at: usize| cells.get(at).filter(|cell| !is_blank(cell));
        if let Some(line) = columns.objective.and_then(cell).and_then(|cell| cell.first()) {
            let dressed = tags::dress(line);
            if !dressed.item.text.is_empty() && !repeats(&out, &dressed) {
                out.push(Row::Objective(dressed));
            }
        }
        let Some(statements) = cell(columns.statement) else { continue };
        let alone = cells.iter().enumerate().all(|(at, c)| at == columns.statement || is_empty(c));
        let named_objective = cells[..columns.statement].iter().any(|c| labels::field(text(c)) == Some(Field::Objective));
        for line in statements {
            let dressed = tags::dress(line);
            let grouped = alone && cells.len() > 1 && line.is_all(Style::Strong) && columns.objective.is_none();
            if grouped {
                out.push(Row::Objective(group(line)));
            } else if dressed.label == Some(Field::Objective) || named_objective {
                out.push(Row::Objective(dressed));
            } else if let Some(key_result) = key_result(&columns, cells, dressed) {
                out.push(Row::KeyResult(Box::new(key_result)));
            }
        }
    }
    let unfilled = unfilled(header, body, &columns);
    (!out.is_empty()).then_some(Table { rows: out, unfilled })
}

/// Columns made to follow the key results, of which every cell is blank.
fn unfilled(header: &[Cell], body: &[Vec<Cell>], columns: &Columns) -> Vec<Text> {
    let follows = |field: &Option<Field>| {
        matches!(
            field,
            Some(Field::Current | Field::Progress | Field::Status | Field::MidScore | Field::Confidence | Field::CheckIn)
        )
    };
    let blank = |at: usize| body.iter().all(|cells| cells.get(at).is_none_or(is_empty));
    let columns =
        columns.fields.iter().zip(&columns.days).enumerate().filter(|(_, (field, day))| follows(field) || day.is_some());
    columns.filter(|(at, _)| blank(*at)).filter_map(|(at, _)| header.get(at)?.first().map(|line| line.text.clone())).collect()
}

/// The first line of a cell.
fn text(cell: &Cell) -> &str {
    cell.first().map_or("", Line::as_str)
}

fn is_blank(cell: &Cell) -> bool {
    cell.iter().all(Line::is_blank)
}

/// Blank, and without an image either.
fn is_empty(cell: &Cell) -> bool {
    is_blank(cell) && cell.iter().all(|line| line.images.is_empty())
}

/// Whether a row states the objective of the row above once more.
fn repeats(rows: &[Row], dressed: &Dressed) -> bool {
    let last = rows.iter().rev().find_map(|row| match row {
        Row::Objective(last) => Some(last),
        Row::KeyResult(_) => None,
    });
    last.is_some_and(|last| last.item.text.as_str() == dressed.item.text.as_str())
}

/// "**1 Ship the base case (Ana, Bo)**" over a group of rows.
fn group(line: &Line) -> Box<Dressed> {
    let text = line.as_str();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')')).trim_start();
    match rest.len() < text.len() && rest.starts_with(char::is_alphabetic) {
        true => tags::dress(&line.sub(text.len() - rest.len()..text.len())),
        false => tags::dress(line),
    }
}

fn columns(header: &[Cell], body: &[Vec<Cell>], wanted: bool, okrs: bool, reckoning: Reckoning) -> Option<Columns> {
    let fields: Vec<Option<Field>> = header.iter().map(|cell| labels::field(text(cell))).collect();
    let find = |field: Field| fields.iter().position(|f| *f == Some(field));
    let width = header.len();
    let words = |at: usize| {
        let (mut words, mut cells) = (0, 0);
        for cell in body.iter().filter_map(|cells| cells.get(at)).filter(|cell| !is_blank(cell)) {
            words += text(cell).split_whitespace().count();
            cells += 1;
        }
        words as f64 / f64::from(cells.max(1))
    };
    let longest = (0..width).max_by(|&a, &b| words(a).total_cmp(&words(b)))?;
    let objective = find(Field::Objective);
    let named = find(Field::KeyResult).or_else(|| find(Field::Title)).or_else(|| find(Field::Description));
    let known = fields.iter().flatten().filter(|f| is_value(**f)).count();
    let grouped = body.iter().any(|cells| {
        let first = cells.first().and_then(|cell| cell.first());
        cells.len() > 1
            && first.is_some_and(|line| line.is_all(Style::Strong) && words_of(line) > 1)
            && cells[1..].iter().all(is_empty)
    });
    let has_key_results = find(Field::KeyResult).is_some();
    let is_okr_table = has_key_results
        || objective.is_some() && (named.is_some() || known > 0)
        || wanted && (known > 0 || words(longest) >= 3.0)
        || okrs && grouped && known > 0;
    if !is_okr_table {
        return None;
    }
    // "KR 1 | the sentence": the column named after key results may hold only their numbers.
    let statement = match named.or(find(Field::Metric)) {
        Some(at) if words(at) >= 2.5 || words(longest) < 4.0 || Some(longest) == objective => at,
        Some(_) => longest,
        None if fields.first() == Some(&None) && words(0) >= 2.0 => 0,
        None => longest,
    };
    let objective = objective.filter(|&at| at != statement);
    let day = |line: &Line| updates::opening(&line.text, reckoning).filter(|day| day.rest == line.as_str().len());
    let days = header.iter().map(|cell| cell.first().and_then(day)).collect();
    Some(Columns { fields, days, statement, objective })
}

fn words_of(line: &Line) -> usize {
    line.as_str().split_whitespace().count()
}

/// Columns that hold values of a key result.
fn is_value(field: Field) -> bool {
    matches!(
        field,
        Field::Owner
            | Field::Priority
            | Field::Score
            | Field::MidScore
            | Field::ProjectedScore
            | Field::Progress
            | Field::Status
            | Field::Confidence
            | Field::Target
            | Field::Baseline
            | Field::Current
            | Field::Due
            | Field::Metric
            | Field::Weight
    )
}

fn key_result(columns: &Columns, cells: &[Cell], dressed: Box<Dressed>) -> Option<KeyResult> {
    let text = dressed.item.text.as_str();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let remark = text.ends_with(':') && text.to_lowercase().starts_with("the following")
        || letters <= 3 && values::owners(text).is_empty();
    if letters < 3 || remark || labels::field(text).is_some() {
        return None;
    }
    let mut key_result = KeyResult { item: dressed.item, checkbox: dressed.checked.is_some(), ..KeyResult::default() };
    for (at, cell) in cells.iter().enumerate() {
        if at == columns.statement || Some(at) == columns.objective {
            continue;
        }
        let Some(line) = cell.first() else { continue };
        match columns.fields.get(at).copied().flatten() {
            Some(field) => value(&mut key_result, field, line),
            None if columns.days.get(at).is_some_and(Option::is_some) => {
                let date = columns.days[at].and_then(|day| day.date);
                if !line.is_blank() {
                    key_result.check_ins.push(updates::report(date, line.text.clone()));
                }
            }
            None if at < columns.statement => id(&mut key_result, line),
            None => {}
        }
    }
    if columns.fields.get(columns.statement) == Some(&Some(Field::Metric)) {
        key_result.fields.metric = Some(Spanned::new(key_result.item.text.as_str().to_string(), key_result.item.text.span()));
    }
    Some(key_result)
}

/// A cell before the sentence that names the key result: "KR 2", "3".
fn id(key_result: &mut KeyResult, cell: &Line) {
    let text = cell.as_str().trim();
    if !text.is_empty() && text.len() <= 16 && text.chars().any(|c| c.is_ascii_digit()) {
        key_result.item.id.get_or_insert(Spanned::new(text.to_string(), cell.text.span()));
    }
}

fn value(key_result: &mut KeyResult, field: Field, cell: &Line) {
    let dressed = tags::dress(cell);
    if let (Field::Priority, Some(priority)) = (field, dressed.item.priority) {
        key_result.item.priority.get_or_insert(priority);
        return;
    }
    let text = cell.as_str().trim();
    if text.is_empty() {
        return;
    }
    let span = cell.text.span();
    let words = || Spanned::new(text.to_string(), span);
    let item = &mut key_result.item;
    match field {
        Field::Owner => item.owners.extend(
            values::owners(cell.as_str())
                .into_iter()
                .map(|owner| Spanned::new(owner.name.to_string(), cell.text.locate(owner.range))),
        ),
        Field::Priority => item.priority = values::priority(text).map(|_| words()),
        Field::Score | Field::Progress => {
            if let Some(score) = values::score(text) {
                item.score = Some(Spanned::new(score, span));
            }
        }
        Field::MidScore | Field::ProjectedScore => {
            if let Some(score) = values::score(text) {
                key_result.check_ins.push(CheckIn::new(None, Told { value: Some(words()), ..Told::default() }));
                // Until the cycle is closed, the score taken in its middle is the score.
                if field == Field::MidScore && item.score.is_none() {
                    item.score = Some(Spanned::new(score, span));
                }
            }
        }
        Field::Confidence => item.confidence = values::confidence(text).map(|c| Spanned::new(c, span)),
        Field::Status => {
            item.dropped |= values::state(text).is_some_and(values::State::is_dropped);
            item.status = Some(words());
        }
        Field::Due => item.due = Some(words()),
        Field::Supports => item.supports.push(words()),
        Field::DependsOn => item.depends_on.push(words()),
        Field::Id | Field::KeyResult | Field::KeyResultId => id(key_result, cell),
        Field::Target => key_result.fields.target = Some(words()),
        Field::Baseline => key_result.fields.baseline = Some(words()),
        Field::Current => key_result.fields.current = Some(words()),
        Field::Metric => key_result.fields.metric = Some(words()),
        Field::Unit => key_result.fields.unit = Some(words()),
        Field::Source => key_result.fields.source = Some(words()),
        Field::Note => item.notes.push(cell.text.clone()),
        _ => {}
    }
}
