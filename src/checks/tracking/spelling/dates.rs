//! `date-form`: a day in figures whose order others read otherwise.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Finding, FormContext};
use crate::calendar;
use crate::checks::Statement;
use crate::source::Span;

/// Days in figures that are not written year first.
pub(in super::super) fn date_form<'a>(context: &FormContext<'a>) -> Vec<Finding<'a>> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for stated in context.stated() {
        let check_ins = match stated.key_result {
            Some(key_result) => &key_result.check_ins,
            None => &stated.objective.check_ins,
        };
        let places = stated.reading.deadline.iter().map(|deadline| deadline.span);
        let places = places.chain(check_ins.iter().filter_map(|check_in| Some(check_in.date?.span)));
        let places = places.chain(stated.item.changes.iter().filter_map(|change| Some(change.date?.span)));
        findings.extend(places.filter_map(|span| finding(context, span, Some(stated.at), &mut seen)));
    }
    for section in &context.document.sections {
        let dates =
            section.check_ins.iter().map(|check_in| check_in.date).chain(section.changes.iter().map(|change| change.date));
        findings.extend(dates.flatten().filter_map(|date| finding(context, date.span, None, &mut seen)));
    }
    findings
}

fn finding<'a>(context: &FormContext<'a>, span: Span, at: Option<Statement>, seen: &mut BTreeSet<Span>) -> Option<Finding<'a>> {
    let (place, date) = in_figures(context.source.slice(span))?;
    let start = context.source.clamp(span).start as usize;
    let span = Span::new(start + place.start, start + place.end);
    if !seen.insert(span) {
        return None;
    }
    let written = date.to_string();
    Some(Finding { statement: at, ..Finding::at(span).with("usual", written.clone()).edit(span, written) })
}

/// The first day of a text, where it is written in figures alone and not year first with hyphens.
fn in_figures(text: &str) -> Option<(std::ops::Range<usize>, Date)> {
    let (place, date) = calendar::find_day(text, None)?;
    let (date, written) = (date?, text.get(place.clone())?);
    let figures = written.bytes().all(|byte| byte.is_ascii_digit() || b"./-".contains(&byte));
    (figures && written != date.to_string()).then_some((place, date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_figures_in_another_order_are_meant() {
        let form = |text: &str| in_figures(text).map(|(place, date)| (text[place].to_owned(), date.to_string()));
        let some = |written: &str, date: &str| Some((written.to_owned(), date.to_owned()));
        assert_eq!(form("by 30.09.2026"), some("30.09.2026", "2026-09-30"));
        assert_eq!(form("due 9/30/2026"), some("9/30/2026", "2026-09-30"));
        assert_eq!(form("2026/9/30"), some("2026/9/30", "2026-09-30"));
        assert!(form("2026-09-30").is_none() && form("30 September 2026").is_none() && form("03/04/2026").is_none());
    }
}
