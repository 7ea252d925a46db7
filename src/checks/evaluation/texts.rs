//! All that a set says, in statements and beside them.

use crate::checks::{Finding, SetContext};
use crate::model::Item;
use crate::source::Text;

/// A text of a set.
pub(super) struct Said<'a> {
    pub(super) text: &'a Text,
    /// The statement it is, or belongs to: an objective and perhaps its key result, by index.
    about: Option<(usize, Option<usize>)>,
    /// Whether it is the statement itself.
    pub(super) is_statement: bool,
}

impl<'a> Said<'a> {
    /// A text that belongs to no statement.
    pub(super) fn beside(text: &'a Text) -> Self {
        Self { text, about: None, is_statement: false }
    }

    /// A finding on some bytes of the text.
    pub(super) fn finding<'f>(&self, bytes: std::ops::Range<usize>) -> Finding<'f> {
        let finding = Finding::at(self.text.locate(bytes));
        match self.about {
            Some((objective, Some(key_result))) => finding.on_key_result(objective, key_result),
            Some((objective, None)) => finding.on_objective(objective),
            None => finding,
        }
    }
}

/// The statements of a set with their notes, its lessons and initiatives, and the prose around it, each once.
pub(super) fn texts<'a>(set: &SetContext<'a>) -> Vec<Said<'a>> {
    let mut said: Vec<Said<'a>> = Vec::new();
    for &(index, objective) in &set.objectives {
        of_item(&mut said, &objective.item, (index, None));
        for (nth, key_result) in objective.key_results.iter().enumerate() {
            of_item(&mut said, &key_result.item, (index, Some(nth)));
        }
    }
    said.extend(set.section.lessons.iter().chain(&set.section.initiatives).map(Said::beside));
    // A note is also a line of the page.
    let mut told: Vec<u32> = said.iter().map(|said| said.text.span().start).collect();
    told.sort_unstable();
    said.extend(set.prose.iter().filter(|text| told.binary_search(&text.span().start).is_err()).map(Said::beside));
    said
}

fn of_item<'a>(said: &mut Vec<Said<'a>>, item: &'a Item, about: (usize, Option<usize>)) {
    said.push(Said { text: &item.text, about: Some(about), is_statement: true });
    said.extend(item.notes.iter().map(|text| Said { text, about: Some(about), is_statement: false }));
}
