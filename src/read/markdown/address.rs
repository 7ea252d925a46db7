//! Markdown links in place of names: "Supports: [Nobody waits](company.md#c-o2)" leads to where the address points.

use crate::model::{Item, Objective};
use crate::source::{Span, Spanned};

/// Puts the address in the place of the words, for links of an objective and its key results whose whole text is a Markdown link to a
/// place in a page of the repository.
pub(super) fn fill(objective: &mut Objective, source: &str) {
    let items =
        std::iter::once(&mut objective.item).chain(objective.key_results.iter_mut().map(|key_result| &mut key_result.item));
    for item in items {
        let Item { supports, depends_on, provides_for, .. } = item;
        for link in [supports, depends_on, provides_for].into_iter().flatten() {
            if let Some(address) = address(source, link.span) {
                *link = Spanned::new(source[address.range()].to_owned(), address);
            }
        }
    }
}

/// The address behind the words at a place, where they are those of a Markdown link.
fn address(source: &str, words: Span) -> Option<Span> {
    let before = source.get(..words.start as usize)?;
    let after = source.get(words.end as usize..)?.strip_prefix("](")?;
    let address = &after[..after.find([')', ' ', '\n'])?];
    let (_, anchor) = address.split_once('#')?;
    let start = source.len() - after.len();
    let inside = before.ends_with('[') && !address.contains("://") && !anchor.is_empty();
    inside.then(|| Span::new(start, start + address.len()))
}
