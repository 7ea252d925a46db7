//! OKRs of one cycle in several forms, and in files that nobody can compare.

use std::collections::BTreeMap;

use super::copies::is_snapshot;
use crate::checks::{Finding, OrganisationContext};
use crate::organisation::Time;
use crate::source::Span;
use crate::workspace::{Form, Outline};

/// How many other documents a finding points at.
const SHOWN: usize = 3;

/// Cycles whose documents keep their OKRs in more than one form.
pub(super) fn mixed_formats<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let times = context.organisation.times.iter().filter(|time| time.days.is_some());
    times.filter_map(|time| mixed(context, time)).collect()
}

fn mixed<'a>(context: &OrganisationContext<'a>, time: &Time) -> Option<Finding<'a>> {
    let organisation = context.organisation;
    let options = context.run.options;
    // The first objective of each document, by form.
    let mut forms: BTreeMap<Form, BTreeMap<&str, usize>> = BTreeMap::new();
    for &set in &time.sets {
        let outline = organisation.sets[set].outline;
        if outline.is_passing {
            return None;
        }
        let form = outline.form.filter(|form| is_kept(outline) && !options.lists("agreed", form.name()));
        if let Some((form, first)) = form.zip(organisation.objectives(set).next()) {
            forms.entry(form).or_default().entry(outline.path.as_str()).or_insert(first);
        }
    }
    let mut forms: Vec<(Form, Vec<usize>)> =
        forms.into_iter().map(|(form, documents)| (form, documents.into_values().collect())).collect();
    forms.sort_by_key(|(form, documents)| (std::cmp::Reverse(documents.len()), *form));
    let all: usize = forms.iter().map(|(_, documents)| documents.len()).sum();
    let (most, others) = forms.split_first()?;
    let odd = all - most.1.len();
    if all < options.count("documents") || odd * 10 <= all {
        return None;
    }
    let first = *others.first()?.1.first()?;
    let counts: Vec<String> = forms.iter().map(|(form, documents)| format!("{} in {}", documents.len(), form.name())).collect();
    let cycle = organisation.unit(first).set.cycle.map_or_else(String::new, |cycle| cycle.to_string());
    let finding = Finding::on_node(organisation, first).with("cycle", cycle).with("counts", counts.join(", "));
    let finding = finding.with("form", others[0].0.name()).with("most", most.0.name());
    let examples = forms.iter().filter(|(form, _)| *form != others[0].0).filter_map(|(_, documents)| documents.first());
    Some(examples.take(SHOWN).fold(finding, |finding, node| finding.see_node(organisation, *node, "other")))
}

/// Whether a document is one that people keep, not one made from others or a page about them.
fn is_kept(outline: &Outline) -> bool {
    let file = outline.path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    !is_snapshot(&outline.path) && !file.starts_with("readme") && !file.starts_with("index")
}

/// Files with OKRs of a cycle of which no document can be read. One whose cycle its path does not tell may be of any.
pub(super) fn opaque_document<'a>(context: &OrganisationContext<'a>) -> Vec<Finding<'a>> {
    let sets = &context.organisation.sets;
    let told = |outline: &&'a Outline| {
        let cycle = outline.sets.first()?.cycle?;
        let has_text = sets.iter().any(|unit| unit.set.cycle == Some(cycle));
        let finding = Finding::at(Span::default()).in_document(&outline.path).with("cycle", cycle.to_string());
        let finding = finding.with("kind", kind_of(&outline.path));
        (!has_text && !is_snapshot(&outline.path)).then_some(finding)
    };
    context.opaque.iter().filter_map(told).collect()
}

/// What a file is, by its extension.
fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "ppt" | "pptx" | "key" | "odp" => "slides",
        "xls" | "xlsx" | "numbers" | "ods" => "a spreadsheet",
        "doc" | "docx" | "pages" | "odt" => "a text of an office program",
        "pdf" => "a PDF",
        _ => "a picture",
    }
}
