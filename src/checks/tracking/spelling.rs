//! One way of writing: labels, dates, numbers, names and tables that are spelt in several ways or in a way that others read otherwise. What
//! these rules find can be mended without a change of meaning.

mod dates;
mod labels;
mod names;
mod numbers;
mod tables;

pub(super) use dates::date_form;
pub(super) use labels::label_form;
pub(super) use names::owner_form;
pub(super) use numbers::number_form;
pub(super) use tables::table_form;

use super::{Finding, FormContext};
use crate::checks::Statement;
use crate::model::{Item, KeyResult, Objective};
use crate::statement::Reading;

/// An objective or key result that has a text.
struct Stated<'a> {
    at: Statement,
    item: &'a Item,
    reading: &'a Reading,
    objective: &'a Objective,
    key_result: Option<&'a KeyResult>,
}

impl<'a> FormContext<'a> {
    /// Every objective and key result, in file order.
    fn stated(&self) -> impl Iterator<Item = Stated<'a>> {
        self.document.objectives.iter().enumerate().flat_map(|(index, objective)| {
            let at = move |key_result| Statement { objective: index, key_result };
            let own = Stated { at: at(None), item: &objective.item, reading: &objective.reading, objective, key_result: None };
            let below = objective.key_results.iter().enumerate().map(move |(nth, key_result)| Stated {
                at: at(Some(nth)),
                item: &key_result.item,
                reading: &key_result.reading,
                objective,
                key_result: Some(key_result),
            });
            std::iter::once(own).chain(below).filter(|stated| !stated.item.text.is_empty())
        })
    }
}

impl<'a> Finding<'a> {
    fn on(mut self, statement: Statement) -> Self {
        self.statement = Some(statement);
        self
    }
}

/// What most of them are; of equally many the shorter one, then the one that comes first.
fn usual<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Option<&'t str> {
    let count = |wanted: &str| texts.clone().filter(|text| *text == wanted).count();
    // The last of equal maxima is taken, so the first text must be the last one.
    let mut all: Vec<&str> = texts.clone().collect();
    all.reverse();
    all.into_iter().max_by_key(|text| (count(text), std::cmp::Reverse(text.chars().count())))
}
