//! What holds findings back, and what there is to say about that: suppressions that hold nothing back, have ended, or cannot be followed.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::plan::{Plan, Sight};
use super::{Settings, render};
use crate::checks::Finding;
use crate::diagnostic::{Diagnostic, Held};
use crate::source::Span;
use crate::suppression::{Configured, Mistake, Suppression, is_known};
use crate::workspace::Outline;

/// Rules about suppressions. A comment may name them; whether they hold anything back is not asked, for that would be asked of itself.
const ABOUT_SUPPRESSIONS: [&str; 4] = ["expired-suppression", "invalid-suppression", "unknown-rule", "unused-suppression"];

/// That okrlint itself failed is never held back.
const ALWAYS_TOLD: &str = "internal-error";

/// Holds back what the suppressions of a document reach; the first one that does gives the reason.
pub(super) fn hold<'s>(diagnostics: &mut [Diagnostic], suppressions: impl Fn(&str) -> &'s [Suppression], today: Date) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.rule.name != ALWAYS_TOLD) {
        let suppressions = suppressions(&diagnostic.path).iter().filter(|suppression| suppression.holds_on(today));
        diagnostic.held = suppressions.into_iter().find_map(|suppression| suppression.hold(diagnostic));
    }
}

/// What there is to say about the comments of a document once its findings are known. Names that only findings across documents can answer
/// for are marked as pending.
pub(super) fn remarks(
    plan: &Plan,
    settings: &Settings,
    path: &str,
    has_past: bool,
    suppressions: &mut [Suppression],
    mistakes: &[Mistake],
    diagnostics: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut remarks: Vec<Diagnostic> = mistakes.iter().filter_map(|mistake| of_mistake(plan, path, mistake)).collect();
    let used = used_names(diagnostics);
    for suppression in suppressions.iter_mut().filter(|suppression| suppression.is_comment()) {
        if let Some(until) = suppression.until.filter(|_| !suppression.holds_on(settings.today)) {
            remarks.extend(expired(plan, path, until.span, until.value));
            continue;
        }
        for name in &mut suppression.names {
            if used.contains(&(path, name.span)) || ABOUT_SUPPRESSIONS.contains(&&*name.text) {
                continue;
            }
            match plan.sight(settings, &name.text, has_past) {
                Sight::Partial => {}
                Sight::AcrossDocuments => name.is_pending = true,
                Sight::Whole => remarks.extend(unused(plan, path, "", name.span, &name.text)),
            }
        }
    }
    remarks
}

/// The pending names that hold back nothing across documents either.
pub(super) fn remarks_across(plan: &Plan, outlines: &[Outline], diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let used = used_names(diagnostics);
    let mut remarks = Vec::new();
    for Outline { path, suppressions, .. } in outlines {
        let pending = suppressions.iter().flat_map(|suppression| &suppression.names).filter(|name| name.is_pending);
        let pending = pending.filter(|name| !used.contains(&(path.as_str(), name.span)));
        remarks.extend(pending.filter_map(|name| unused(plan, path, "", name.span, &name.text)));
    }
    remarks
}

/// What there is to say about an entry of the configuration. `used` are the places of the names that held something back, and `is_whole` says
/// whether all documents of the configuration were looked at.
pub(super) fn remarks_on_configured(
    plan: &Plan,
    settings: &Settings,
    entry: &Configured,
    used: &BTreeSet<(String, Span)>,
    is_whole: bool,
) -> Vec<Diagnostic> {
    let unknown = entry.names.iter().filter(|name| !is_known(&settings.catalogue, &name.value));
    let unknown = unknown.map(|name| Mistake::unknown(&settings.catalogue, &name.value, name.span));
    let mut remarks: Vec<Diagnostic> = unknown.filter_map(|mistake| of_mistake(plan, &entry.path, &mistake)).collect();
    if let Some(until) = entry.until.filter(|until| until.value < settings.today) {
        remarks.extend(expired(plan, &entry.path, until.span, until.value));
    } else if is_whole {
        let idle = entry.names.iter().filter(|name| {
            is_known(&settings.catalogue, &name.value)
                && !used.contains(&(entry.path.clone(), name.span))
                && !ABOUT_SUPPRESSIONS.contains(&name.value.as_str())
                && plan.sight(settings, &name.value, false) != Sight::Partial
        });
        remarks.extend(idle.filter_map(|name| unused(plan, &entry.path, "configured", name.span, &name.value)));
    }
    remarks
}

/// The suppressions of the documents across which findings lie, by path.
pub(super) fn by_path(outlines: &[Outline]) -> HashMap<&str, &[Suppression]> {
    let suppressed = outlines.iter().filter(|outline| !outline.suppressions.is_empty());
    suppressed.map(|outline| (outline.path.as_str(), outline.suppressions.as_slice())).collect()
}

/// The places of names in comments that hold a finding back, with the document.
fn used_names(diagnostics: &[Diagnostic]) -> BTreeSet<(&str, Span)> {
    let used = diagnostics.iter().filter_map(|diagnostic| match diagnostic.held {
        Some(Held::Comment { name, .. }) => Some((diagnostic.path.as_str(), name)),
        _ => None,
    });
    used.collect()
}

fn of_mistake(plan: &Plan, path: &str, mistake: &Mistake) -> Option<Diagnostic> {
    let Mistake { rule, variant, span, values } = mistake;
    let id = values.first().map(|(_, value)| value.clone()).unwrap_or_default();
    let mut finding = Finding::at(*span).in_document(path).variant(variant).with("id", id);
    finding.values.extend(values.iter().cloned());
    render::across(plan.find(rule)?, &finding)
}

fn unused(plan: &Plan, path: &str, variant: &'static str, span: Span, name: &str) -> Option<Diagnostic> {
    let finding = Finding::at(span).in_document(path).variant(variant);
    render::across(plan.find("unused-suppression")?, &finding.with("name", name).with("id", name))
}

fn expired(plan: &Plan, path: &str, span: Span, day: Date) -> Option<Diagnostic> {
    let finding = Finding::at(span).in_document(path).with("day", day.to_string());
    render::across(plan.find("expired-suppression")?, &finding.with("id", day.to_string()))
}
