//! Markdown as teams write it: an outline of headings, lists, tables and lines, in which labels or positions tell what is an OKR.

mod address;
mod cascade;
mod entry;
mod fields;
mod front;
mod html;
mod inline;
mod outline;
mod prose;
mod sections;
mod table;
mod tags;
mod walk;

use std::ops::Range;

use super::{Context, ReadResult};
use crate::model::{Document, Format, Objective, Section};
use crate::source::{Source, Span, Spanned};

pub(super) use outline::options;
use outline::{Kind, Node};

/// Reads a Markdown source. Never fails: a page without OKRs gives a document without objectives.
pub fn read(source: &Source, context: &Context) -> ReadResult {
    // Markdown starts behind a byte order mark: with it the first line would be neither heading nor front matter.
    let start = source.text.len() - source.text.trim_start_matches('\u{feff}').len();
    let mut nodes = outline::read(&source.text, start..source.text.len());
    if let Some(part) = fenced_page(&nodes, &source.text) {
        nodes = outline::read(&source.text, part);
    }
    let mut section = Section {
        cycle: context.cycle.map(|cycle| Spanned::new(cycle, Span::default())),
        team: context.team.clone().map(|team| Spanned::new(team, Span::default())),
        level: context.level,
        ..Section::default()
    };
    let mut okrs = in_okr_path(&source.path);
    if let Some(front) = nodes.iter().find(|node| node.kind == Kind::FrontMatter) {
        okrs |= front::read(&mut section, &source.text, front.span);
    }
    nodes.retain(|node| node.kind != Kind::FrontMatter);
    let entries = entry::entries(nodes);
    let mut walk = walk::Walk::page(vec![section], &entries, okrs, context);
    if !context.named && is_template(&walk.objectives) {
        walk.objectives.clear();
    }
    walk.objectives.iter_mut().for_each(|objective| address::fill(objective, &source.text));
    let document = Document {
        path: source.path.clone(),
        format: Format::Markdown,
        prose: if walk.objectives.is_empty() { Vec::new() } else { prose::prose(entries, &walk.objectives) },
        tabled: walk.tabled,
        touched: Vec::new(),
        sections: walk.sections,
        objectives: walk.objectives,
    };
    let recognised = !document.objectives.is_empty();
    ReadResult { document, problems: Vec::new(), recognised }
}

/// The tables of a page, in file order.
pub(crate) fn tables(text: &str) -> Vec<Range<usize>> {
    outline::tables(text)
}

/// The inside of a fence that holds the whole page, as happens when a page is pasted out of a chat or a tool.
fn fenced_page(nodes: &[Node], source: &str) -> Option<Range<usize>> {
    let [node] = nodes else { return None };
    let text = &source[node.span.range()];
    let fence = text.chars().next().filter(|c| node.kind == Kind::Code && matches!(c, '`' | '~'))?;
    let (first, body) = text.split_once('\n')?;
    if !matches!(first.trim_start_matches(fence).trim(), "" | "md" | "markdown") {
        return None;
    }
    let end = body.trim_end();
    let inner = if end.ends_with(fence) { end.trim_end_matches(fence) } else { body };
    let start = node.span.start as usize + first.len() + 1;
    Some(start..start + inner.len())
}

/// Whether the file's name, or its folder's, says that it holds OKRs. A README in such a folder explains them.
fn in_okr_path(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path);
    let folder = parts.next().unwrap_or_default();
    sections::speaks_of_okrs(file) || sections::speaks_of_okrs(folder) && !file.to_ascii_lowercase().starts_with("readme")
}

/// Whether no key result says anything but what should be filled in: "[measurable outcome]".
fn is_template(objectives: &[Objective]) -> bool {
    let mut key_results = objectives.iter().flat_map(|o| &o.key_results).peekable();
    key_results.peek().is_some()
        && key_results
            .all(|k| k.item.text.as_str().starts_with(['[', '<', '{']) && k.item.text.as_str().ends_with([']', '>', '}']))
}
