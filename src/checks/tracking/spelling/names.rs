//! `owner-form`: one person spelt in several ways.

use std::collections::BTreeMap;

use super::{Finding, FormContext, usual};
use crate::checks::Statement;
use crate::model::Format;
use crate::read::person;
use crate::source::Spanned;

/// An owner as a document spells it.
struct Spelling<'a> {
    owner: &'a Spanned<String>,
    written: &'a str,
    at: Option<Statement>,
}

/// Owners that are spelt otherwise than mostly in the same document.
pub(in super::super) fn owner_form<'a>(context: &FormContext<'a>) -> Vec<Finding<'a>> {
    let of_sets = context.document.sections.iter().filter_map(|section| Some((section.owner.as_ref()?, None)));
    let of_items = context.stated().flat_map(|stated| stated.item.owners.iter().map(move |owner| (owner, Some(stated.at))));
    let mut people: BTreeMap<String, Vec<Spelling<'a>>> = BTreeMap::new();
    for (owner, at) in of_sets.chain(of_items) {
        let written = context.source.slice(owner.span);
        // Parts of a document inherit its owner; a name with markup inside is left alone.
        let known = people.values().flatten().any(|other| other.owner.span == owner.span);
        if !known && written.trim_start_matches('@') == owner.value.trim_start_matches('@') {
            people.entry(person(&owner.value)).or_default().push(Spelling { owner, written, at });
        }
    }
    people.values().flat_map(|spellings| odd_ones(context, spellings)).collect()
}

fn odd_ones<'a>(context: &FormContext<'a>, spellings: &[Spelling<'a>]) -> Vec<Finding<'a>> {
    let Some(usual) = usual(spellings.iter().map(|spelling| spelling.written)) else { return Vec::new() };
    // In YAML no value may begin with `@`.
    let free = context.document.format == Format::Markdown;
    let odd = spellings
        .iter()
        .filter(|odd| odd.written != usual && (free || odd.written.starts_with('@') == usual.starts_with('@')))
        .map(|odd| {
            let finding = Finding::at(odd.owner.span).with("usual", usual).edit(odd.owner.span, usual);
            Finding { statement: odd.at, ..finding }
        });
    odd.collect()
}
