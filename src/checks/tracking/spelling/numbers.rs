//! `number-form`: numbers with separators that English readers do not expect.

use super::{Finding, FormContext};
use crate::model::Format;
use crate::source::Span;
use crate::statement;

/// Baselines, targets and current values whose separators leave no doubt and are not those of English.
pub(in super::super) fn number_form<'a>(context: &FormContext<'a>) -> Vec<Finding<'a>> {
    let of_statements = context.stated().flat_map(|stated| {
        let reading = stated.reading;
        let amounts = [&reading.baseline, &reading.target, &reading.current].into_iter().flatten();
        amounts.filter_map(move |amount| finding(context, amount.span).map(|finding| finding.on(stated.at))).collect::<Vec<_>>()
    });
    of_statements.collect()
}

fn finding<'a>(context: &FormContext<'a>, amount: Span) -> Option<Finding<'a>> {
    let amount = context.source.clamp(amount);
    let (place, written) = statement::english_form(context.source.slice(amount))?;
    // A comma would begin another cell.
    if context.document.format == Format::Csv && written.contains(',') {
        return None;
    }
    let span = Span::new(amount.start as usize + place.start, amount.start as usize + place.end);
    Some(Finding::at(span).with("usual", written.clone()).edit(span, written))
}
