//! What a page says beside its OKRs.

use super::entry::Entry;
use super::outline::Kind;
use crate::model::Objective;
use crate::source::{Span, Text};

/// The lines of a page that state no objective or key result, in file order. Quotes and code are left out.
pub(super) fn prose(entries: Vec<Entry>, objectives: &[Objective]) -> Vec<Text> {
    let mut statements: Vec<Span> = objectives
        .iter()
        .flat_map(|o| std::iter::once(&o.item).chain(o.key_results.iter().map(|k| &k.item)))
        .filter(|item| !item.text.is_empty())
        .map(|item| item.text.span())
        .collect();
    statements.sort_unstable();
    let stated = |span: Span| {
        let next = statements.partition_point(|statement| statement.end <= span.start);
        statements.get(next).is_some_and(|statement| statement.start < span.end)
    };
    let mut out = Vec::new();
    gather(entries, &stated, &mut out);
    out
}

fn gather(entries: Vec<Entry>, stated: &impl Fn(Span) -> bool, out: &mut Vec<Text>) {
    for entry in entries {
        if matches!(entry.kind, Kind::Quote | Kind::Code | Kind::FrontMatter) {
            continue;
        }
        let cells = entry.rows.into_iter().flatten().flatten().map(|line| line.text);
        let lines = std::iter::once(entry.line.text).chain(cells);
        out.extend(lines.filter(|text| text.as_str().contains(' ') && !stated(text.span())));
        gather(entry.children, stated, out);
    }
}
