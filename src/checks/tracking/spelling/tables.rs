//! `table-form`: Markdown tables of OKRs whose columns do not stand under each other.

use unicode_width::UnicodeWidthStr;

use super::{Finding, FormContext};
use crate::model::Format;
use crate::read::markdown;
use crate::source::Span;

/// Longer lines are not made: nobody reads them as a table.
const WIDEST: usize = 160;

/// Tables in which a statement stands and that are not aligned.
pub(in super::super) fn table_form<'a>(context: &FormContext<'a>) -> Vec<Finding<'a>> {
    let text = context.source.text.as_str();
    if context.document.format != Format::Markdown {
        return Vec::new();
    }
    let found = markdown::tables(text).into_iter().filter_map(|table| {
        let stated = context.stated().find(|stated| table.contains(&(stated.item.text.span().start as usize)))?;
        let start = text.get(..table.start)?.rfind('\n').map_or(0, |at| at + 1);
        let end = table.start + text.get(table.clone())?.trim_end().len();
        let written = text.get(start..end)?;
        let aligned = aligned(written).filter(|aligned| aligned != written)?;
        let lead = written.len() - written.trim_start().len();
        let header = written.lines().next().map_or(0, |line| line.trim_end().len());
        let finding = Finding::at(Span::new(start + lead, start + header)).on(stated.at);
        Some(finding.edit(Span::new(start, end), aligned))
    });
    found.collect()
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Plain,
    Left,
    Centre,
    Right,
}

/// A table with each column as wide as its widest cell. None where its lines are not all of one kind, or would be too long.
fn aligned(table: &str) -> Option<String> {
    let lines: Vec<&str> = table.split('\n').collect();
    let [header, rule, ..] = lines.as_slice() else { return None };
    let lead = lead(header);
    let stands: Vec<Stand> = cells(rule.strip_prefix(lead)?).into_iter().map(stand).collect::<Option<_>>()?;
    let mut rows = Vec::with_capacity(lines.len());
    for (number, line) in lines.iter().enumerate().filter(|(number, _)| *number != 1) {
        let row = cells(line.strip_prefix(lead)?);
        // Cells beyond the last column are not shown, and a header of another width makes no table.
        if row.len() > stands.len() || number == 0 && row.len() != stands.len() {
            return None;
        }
        rows.push(row);
    }
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0).max(3);
    let widths: Vec<usize> = (0..stands.len()).map(width).collect();
    if widths.iter().map(|width| width + 3).sum::<usize>() + 1 + lead.len() > WIDEST {
        return None;
    }
    let columns: Vec<(usize, Stand)> = widths.into_iter().zip(stands).collect();
    let mut rows = rows.iter().map(|row| drawn(row, &columns));
    let first = rows.next()?;
    let drawn = [first, ruled(&columns)].into_iter().chain(rows);
    let ends = lines.iter().map(|line| if line.ends_with('\r') { "\r" } else { "" });
    let drawn: Vec<String> = drawn.zip(ends).map(|(line, end)| format!("{lead}{line}{end}")).collect();
    Some(drawn.join("\n"))
}

/// What stands before the first cell: white space, the `>` of a quote. A line that begins with a list's sign is not split from it.
fn lead(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '>']).len()]
}

/// The cells of a line, without the white space around them.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(line[start..at].trim());
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if !line[start..].trim().is_empty() {
        cells.push(line[start..].trim());
    }
    cells
}

fn stand(cell: &str) -> Option<Stand> {
    let dashes = cell.trim_start_matches(':').trim_end_matches(':');
    let plain = !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-');
    plain.then(|| match (cell.starts_with(':'), cell.ends_with(':')) {
        (false, false) => Stand::Plain,
        (true, false) => Stand::Left,
        (true, true) => Stand::Centre,
        (false, true) => Stand::Right,
    })
}

fn drawn(row: &[&str], columns: &[(usize, Stand)]) -> String {
    let mut line = String::from("|");
    for (at, (width, stand)) in columns.iter().enumerate() {
        let cell = row.get(at).copied().unwrap_or_default();
        let space = width.saturating_sub(cell.width());
        let before = match stand {
            Stand::Plain | Stand::Left => 0,
            Stand::Centre => space / 2,
            Stand::Right => space,
        };
        line.push_str(&format!(" {}{cell}{} |", " ".repeat(before), " ".repeat(space - before)));
    }
    line
}

fn ruled(columns: &[(usize, Stand)]) -> String {
    let mut line = String::from("|");
    for (width, stand) in columns {
        let (left, right) = match stand {
            Stand::Plain => ("-", "-"),
            Stand::Left => (":", "-"),
            Stand::Centre => (":", ":"),
            Stand::Right => ("-", ":"),
        };
        line.push_str(&format!(" {left}{}{right} |", "-".repeat(width.saturating_sub(2))));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let table = "| KR|Target |\n|:-|-:|\r\n| Raise \\| it| 5|\n|出勤|\n";
        let expected =
            "| KR          | Target |\n| :---------- | -----: |\r\n| Raise \\| it |      5 |\n| 出勤        |        |";
        assert_eq!(aligned(table.trim_end()).as_deref(), Some(expected));
        assert_eq!(aligned(expected).as_deref(), Some(expected));
    }

    #[test]
    fn what_is_no_plain_table_is_left_alone() {
        assert_eq!(aligned("| a | b |\n|--|--|\n| 1 | 2 | 3 |"), None);
        assert_eq!(aligned(&format!("| a | b |\n|--|--|\n| {} | 2 |", "long ".repeat(40))), None);
        assert_eq!(aligned("| a |"), None);
    }
}
