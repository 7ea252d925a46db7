//! Markdown as teams write it: an outline of headings, lists, tables and lines, in which labels or positions tell what is an OKR.

mod cascade;
mod entry;
mod fields;
mod front;
mod html;
mod inline;
mod outline;
mod sections;
mod table;
mod tags;
mod walk;

use super::{Context, ReadResult};
use crate::model::{Document, Format, Section};
use crate::source::{Source, Span, Spanned};

use outline::Kind;

/// Reads a Markdown source. Never fails: a page without OKRs gives a document without objectives.
pub fn read(source: &Source, context: &Context) -> ReadResult {
    let mut nodes = outline::read(&source.text, 0..source.text.len());
    let mut section = Section {
        cycle: context.cycle.map(|cycle| Spanned::new(cycle, Span::default())),
        team: context.team.clone().map(|team| Spanned::new(team, Span::default())),
        level: context.level,
        ..Section::default()
    };
    let mut okrs = sections::speaks_of_okrs(file_name(&source.path));
    if let Some(front) = nodes.iter().find(|node| node.kind == Kind::FrontMatter) {
        okrs |= front::read(&mut section, &source.text, front.span);
    }
    nodes.retain(|node| node.kind != Kind::FrontMatter);
    let entries = entry::entries(nodes);
    let walk = walk::Walk::page(vec![section], &entries, okrs);
    let document =
        Document { path: source.path.clone(), format: Format::Markdown, sections: walk.sections, objectives: walk.objectives };
    let recognised = !document.objectives.is_empty();
    ReadResult { document, problems: Vec::new(), recognised }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
