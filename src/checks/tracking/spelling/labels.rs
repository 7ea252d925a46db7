//! `label-form`: "KR1:", "KR 2 -" and "Key Result 3." in one set.

use super::{Finding, FormContext, Stated, usual};
use crate::model::Format;
use crate::organisation::id_key;
use crate::source::Span;

/// A label of a set.
struct Label<'a> {
    stated: Stated<'a>,
    written: &'a str,
    /// Which labels it should look like: those of the same set whose ids differ in their numbers alone.
    kind: (usize, bool, String),
    /// The id with `0` for its numbers.
    shape: String,
    /// What stands between the id and the statement, where that is nothing but white space and one sign.
    joint: Option<(Span, &'a str)>,
}

/// Labels that are written otherwise than most of their kind in the set.
pub(in super::super) fn label_form<'a>(context: &FormContext<'a>) -> Vec<Finding<'a>> {
    let mut labels: Vec<Label<'a>> = context.stated().filter_map(|stated| label(context, stated)).collect();
    labels.sort_by(|a, b| a.kind.cmp(&b.kind));
    labels.chunk_by(|a, b| a.kind == b.kind).flat_map(odd_ones).collect()
}

fn label<'a>(context: &FormContext<'a>, stated: Stated<'a>) -> Option<Label<'a>> {
    let id = stated.item.id.as_ref()?;
    // Markup between the parts of an id is left alone.
    let written = Some(context.source.slice(id.span)).filter(|written| *written == id.value)?;
    let kind = (stated.objective.section, stated.key_result.is_some(), shape(&id_key(written)));
    let behind = Span { start: id.span.end, end: stated.item.text.span().start.max(id.span.end) };
    let sign = |c: char| c == ' ' || ":：.-–—)".contains(c);
    let joint = Some((behind, context.source.slice(behind)))
        .filter(|(_, joint)| context.document.format == Format::Markdown && !joint.is_empty() && joint.chars().all(sign));
    Some(Label { written, kind, shape: shape(written), joint, stated })
}

/// The labels of one kind that differ from most of them.
fn odd_ones<'a>(labels: &[Label<'a>]) -> Vec<Finding<'a>> {
    let shape = usual(labels.iter().map(|label| label.shape.as_str()));
    let joint = usual(labels.iter().filter_map(|label| label.joint.map(|(_, joint)| joint)));
    let odd = labels.iter().filter_map(|label| {
        let id = label.stated.item.id.as_ref()?;
        let respelt = shape.filter(|shape| *shape != label.shape).and_then(|shape| respell(label.written, shape));
        let rejoined = label.joint.zip(joint).filter(|((_, own), joint)| own != joint);
        if respelt.is_none() && rejoined.is_none() {
            return None;
        }
        let usual = format!("{}{}", respelt.as_deref().unwrap_or(label.written), joint.unwrap_or_default().trim_end());
        let mut finding = Finding::at(id.span).on(label.stated.at).with("usual", usual);
        if let Some(respelt) = respelt {
            finding = finding.edit(id.span, respelt);
        }
        if let Some(((span, _), joint)) = rejoined {
            finding = finding.edit(span, joint);
        }
        Some(finding)
    });
    odd.collect()
}

/// An id in another shape; `None` where that would make it another id.
fn respell(written: &str, shape: &str) -> Option<String> {
    let mut numbers = numbers(written);
    let mut respelt = String::with_capacity(shape.len() + 4);
    for c in shape.chars() {
        match c {
            '0' => respelt.push_str(numbers.next()?),
            c => respelt.push(c),
        }
    }
    (numbers.next().is_none() && id_key(&respelt) == id_key(written)).then_some(respelt)
}

/// An id with `0` for each of its numbers.
fn shape(id: &str) -> String {
    let mut shape = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            '0'..='9' if shape.ends_with('0') => {}
            '0'..='9' => shape.push('0'),
            c => shape.push(c),
        }
    }
    shape
}

fn numbers(id: &str) -> impl Iterator<Item = &str> {
    id.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_numbers_in_another_shape() {
        assert_eq!(shape("Key Result 12.3"), "Key Result 0.0");
        assert_eq!(respell("KR 12", "KR0").as_deref(), Some("KR12"));
        assert_eq!(respell("key result 2", "KR0").as_deref(), Some("KR2"));
        assert_eq!(respell("pay-o1/kr2", "PAY-O0-KR0").as_deref(), Some("PAY-O1-KR2"));
        assert_eq!(respell("KR2", "O0"), None);
        assert_eq!(respell("KR2", "KR0.0"), None);
    }
}
