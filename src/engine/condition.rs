//! The conditions of data-only rules, held against one statement.

use crate::catalogue::{Match, Piece};
use crate::checks::Finding;
use crate::model::{Item, OkrType};
use crate::source::Span;
use crate::statement::Reading;

/// A finding where the statement meets the condition.
pub(super) fn find<'a>(
    condition: &Match,
    item: &'a Item,
    reading: &'a Reading,
    declared: Option<OkrType>,
) -> Option<Finding<'a>> {
    let holds = (condition.class.is_empty() || condition.class.contains(&reading.class))
        && (condition.verb.is_empty() || reading.verb.is_some_and(|verb| condition.verb.contains(&verb.kind)))
        && !declared.is_some_and(|kind| condition.unless_type.contains(&kind))
        && condition.has.iter().all(|piece| span(*piece, item, reading).is_some())
        && !condition.lacks.iter().any(|piece| span(*piece, item, reading).is_some());
    if !holds || item.text.is_empty() {
        return None;
    }
    let mark = match condition.mark {
        Some(kind) => Some(reading.mark(kind)?),
        None => None,
    };
    let place = span(condition.underline, item, reading).unwrap_or_else(|| item.text.span());
    let finding = Finding::at(place);
    Some(match mark {
        Some(mark) => finding.with("mark", &*mark.text).with("note", mark.note),
        None => finding,
    })
}

/// Where a part of the statement stands, if it has it.
fn span(piece: Piece, item: &Item, reading: &Reading) -> Option<Span> {
    match piece {
        Piece::Statement => Some(item.text.span()),
        Piece::Verb => reading.verb.map(|verb| verb.span),
        Piece::Metric => reading.metric.as_ref().map(|metric| metric.1),
        Piece::Baseline => reading.baseline.as_ref().map(|amount| amount.span),
        Piece::Target => reading.target.as_ref().map(|amount| amount.span),
        Piece::Current => reading.current.as_ref().map(|amount| amount.span),
        Piece::Deadline => reading.deadline.as_ref().map(|deadline| deadline.span),
        Piece::Vanity => reading.vanity.as_ref().map(|vanity| vanity.span),
        Piece::Mark(kind) => reading.mark(kind).map(|mark| mark.span),
    }
}
