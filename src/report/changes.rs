//! What changed between two states, in sentences, for a terminal, a pull request and a program.

mod sentence;

use serde::Serialize;

use super::markdown::prose;
use super::paint::{FAINT, Paint, STRONG};
use super::text::counted;
use crate::changes::review::{Fate, ItemReview, Reason, SetReview};
use sentence::Sentence;

/// What became of one document.
#[derive(Debug)]
pub(crate) struct DocumentReview {
    /// Its path; the former where it is gone.
    pub(crate) path: String,
    /// Its former path, where that was another.
    pub(crate) previous_path: Option<String>,
    /// Its sets that changed.
    pub(crate) sets: Vec<SetReview>,
}

/// What lies between two states.
#[derive(Debug)]
pub(crate) struct Changes {
    /// The states, the earlier first.
    pub(crate) states: [StateName; 2],
    /// The documents that changed.
    pub(crate) documents: Vec<DocumentReview>,
}

/// A state that is compared.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StateName {
    /// What it is, or the name that the user gave.
    pub(crate) name: String,
    /// The first digits of its commit; `None` for the working tree.
    pub(crate) commit: Option<String>,
    /// The day of its commit.
    pub(crate) date: Option<String>,
}

impl StateName {
    /// The state in words.
    fn words(&self) -> String {
        match (&self.commit, &self.date) {
            (Some(commit), Some(date)) => format!("{} ({commit}, {date})", self.name),
            _ => self.name.clone(),
        }
    }
}

/// Draws the changes for a person at a terminal.
pub(crate) fn text(sheet: &mut Paint, changes: &Changes) {
    let Changes { states, documents } = changes;
    sheet.styled(FAINT, &format!("from {} to {}\n", states[0].words(), states[1].words()));
    if documents.is_empty() {
        sheet.text("no changes in the OKRs\n");
    }
    for document in documents {
        if document.sets.is_empty() {
            sheet.styled(STRONG, &format!("\n{}", document.path));
            sheet.styled(FAINT, &format!("{}\n", moved(document)));
        }
        for set in &document.sets {
            sheet.styled(STRONG, &format!("\n{}", document.path));
            sheet.styled(FAINT, &format!("{}{}\n", moved(document), about(set)));
            match &set.fate {
                Fate::Changed(items) => items.iter().for_each(|item| line(sheet, item)),
                fate => sheet.text(&format!("  {}\n", whole(fate))),
            }
        }
    }
}

fn line(sheet: &mut Paint, item: &ItemReview) {
    let Sentence { subject, predicate, reason } = Sentence::of(item);
    sheet.text("  ");
    sheet.styled(STRONG, &subject);
    sheet.text(&format!(" {predicate}"));
    match reason {
        Some(Reason::Missing) => sheet.styled(STRONG, " without a reason"),
        Some(Reason::Given(words)) => sheet.styled(FAINT, &format!(": {words}")),
        None => {}
    }
    sheet.text("\n");
}

fn moved(document: &DocumentReview) -> String {
    document.previous_path.as_ref().map_or(String::new(), |path| format!(" (was {path})"))
}

/// Team and cycle.
fn about(set: &SetReview) -> String {
    let parts: Vec<&str> = [&set.team, &set.cycle].into_iter().flatten().map(String::as_str).collect();
    if parts.is_empty() { String::new() } else { format!("  {}", parts.join(", ")) }
}

/// A set that came or went.
fn whole(fate: &Fate) -> String {
    match fate {
        Fate::Added(objectives, results) => {
            format!("new: {}, {}", counted(*objectives, "objective"), counted(*results, "key result"))
        }
        Fate::Removed(objectives, results) => {
            format!("removed: {}, {}", counted(*objectives, "objective"), counted(*results, "key result"))
        }
        Fate::Changed(_) => String::new(),
    }
}

/// The changes as Markdown, for a comment on a pull request, in at most `room` bytes or little more than the names of the states.
pub(crate) fn markdown(changes: &Changes, room: usize) -> String {
    let Changes { states, documents } = changes;
    let mut page = format!("## Changes in the OKRs\n\nFrom {} to {}.\n", prose(&states[0].words()), prose(&states[1].words()));
    if documents.is_empty() {
        page.push_str("\nNone.\n");
    }
    let lines: Vec<Line> = documents.iter().flat_map(lines).collect();
    let mut left = lines.iter().filter(|line| line.is_change).count();
    let rest = |left: usize| format!("\n{left} more: `okrlint diff` shows them.\n");
    for line in lines {
        if page.len() + line.text.len() + rest(left).len() > room {
            page.push_str(&rest(left));
            break;
        }
        page.push_str(&line.text);
        left -= usize::from(line.is_change);
    }
    page
}

/// A heading, or a change below it.
struct Line {
    text: String,
    is_change: bool,
}

fn lines(document: &DocumentReview) -> Vec<Line> {
    let heading = |text: String| Line { text: format!("\n### {}\n\n", prose(&text)), is_change: false };
    let change = |text: String| Line { text, is_change: true };
    let mut lines = Vec::new();
    if document.sets.is_empty() {
        lines.push(heading(format!("{}{}", document.path, moved(document))));
    }
    for set in &document.sets {
        lines.push(heading(format!("{}{}{}", document.path, moved(document), about(set).replacen("  ", " · ", 1))));
        match &set.fate {
            Fate::Changed(items) => lines.extend(items.iter().map(|item| change(bullet(item)))),
            fate => lines.push(change(format!("- {}\n", whole(fate)))),
        }
    }
    lines
}

fn bullet(item: &ItemReview) -> String {
    let Sentence { subject, predicate, reason } = Sentence::of(item);
    let reason = match reason {
        Some(Reason::Missing) => " **without a reason**".to_owned(),
        Some(Reason::Given(words)) => format!(": {}", prose(&words)),
        None => String::new(),
    };
    format!("- **{}** {}{reason}\n", prose(&subject), prose(&predicate))
}

#[derive(Serialize)]
struct Page<'a> {
    version: u8,
    from: &'a StateName,
    to: &'a StateName,
    documents: Vec<DocumentJson<'a>>,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    path: &'a str,
    previous_path: Option<&'a str>,
    sets: Vec<SetJson<'a>>,
}

#[derive(Serialize)]
struct SetJson<'a> {
    team: Option<&'a str>,
    cycle: Option<&'a str>,
    change: &'static str,
    objectives: Option<usize>,
    key_results: Option<usize>,
    changes: Vec<sentence::ChangeJson>,
}

/// The changes as JSON. The shape is a contract: fields are added, never removed or given another meaning within one `version`.
pub(crate) fn json(changes: &Changes) -> String {
    let Changes { states, documents } = changes;
    let set = |set| {
        let SetReview { team, cycle, fate }: &SetReview = set;
        let (change, counts, changes) = match fate {
            Fate::Added(objectives, results) => ("added", Some((*objectives, *results)), Vec::new()),
            Fate::Removed(objectives, results) => ("removed", Some((*objectives, *results)), Vec::new()),
            Fate::Changed(items) => ("changed", None, items.iter().map(sentence::json).collect()),
        };
        SetJson {
            team: team.as_deref(),
            cycle: cycle.as_deref(),
            change,
            objectives: counts.map(|counts| counts.0),
            key_results: counts.map(|counts| counts.1),
            changes,
        }
    };
    let documents = documents.iter().map(|document| DocumentJson {
        path: &document.path,
        previous_path: document.previous_path.as_deref(),
        sets: document.sets.iter().map(set).collect(),
    });
    let page = Page { version: 1, from: &states[0], to: &states[1], documents: documents.collect() };
    serde_json::to_string_pretty(&page).unwrap_or_default() + "\n"
}
