//! The outline as a tree of entries: headings, bold lines and labels own what follows them, and each entry knows which label it bears.

use super::inline::{Line, Style};
use super::outline::{Kind, Node};
use super::sections::{self, Excluded};
use super::tags::{self, Dressed};
use super::walk::Title;
use crate::calendar::Cycle;
use crate::read::labels::{self, Field};
use crate::read::links;
use crate::read::updates::{self, Reckoning};

/// What the author's own label says an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// No label.
    Plain,
    /// "Objective 2: …", or "Objective 2" with the statement in what follows.
    Objective,
    /// "Objectives": its items are objectives.
    Objectives,
    /// "KR 1: …".
    KeyResult,
    /// "Key results": its items are key results.
    KeyResults,
    /// "OKRs": both are to be expected below.
    Okrs,
    /// A named part of an objective or set: initiatives, health metrics, check-ins, lessons, North Star, growth levers.
    Part(Field),
    /// "Owner: Ana".
    Field(Field),
    /// A part of the page without OKRs.
    Excluded(Excluded),
}

/// The lines of a table cell.
pub(super) type Cell = Vec<Line>;

/// How many labels stand in an entry and below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Labels {
    pub(super) objectives: usize,
    pub(super) key_results: usize,
    /// Key results with a role before the label: "VP Sales KR: …".
    pub(super) role_key_results: usize,
    /// Entries that open with a role: "VP Sales: Build pipeline."
    pub(super) roles: usize,
    /// List items.
    pub(super) items: usize,
}

impl std::ops::AddAssign for Labels {
    fn add_assign(&mut self, other: Self) {
        self.objectives += other.objectives;
        self.key_results += other.key_results;
        self.role_key_results += other.role_key_results;
        self.roles += other.roles;
        self.items += other.items;
    }
}

/// An entry with all that it owns.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) role: Role,
    /// Its first line as written.
    pub(super) line: Line,
    /// Its first line taken apart.
    pub(super) dressed: Box<Dressed>,
    pub(super) children: Vec<Entry>,
    /// Labels in the entry itself and below.
    pub(super) labels: Labels,
    /// How high it stands among its neighbours: 1 to 6 for headings, then bold lines and labels; `LEAF` owns nothing that follows.
    rank: u8,
    /// Rows of cells, for a table.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A bold line, or a line labelled as objective.
const BOLD: u8 = 7;
/// A line labelled as a part of an objective.
const PART: u8 = 8;
/// A line labelled as a key result.
const KEY_RESULT: u8 = 9;
/// "…:" before a list.
const INTRO: u8 = 10;
const LEAF: u8 = 100;

impl Entry {
    pub(super) fn is_item(&self) -> bool {
        matches!(self.kind, Kind::Item { .. })
    }

    /// Whether it heads what follows: a heading or a bold line.
    pub(super) fn is_head(&self) -> bool {
        self.rank <= BOLD
    }

    /// The level of its heading, where it is one.
    pub(super) fn heading(&self) -> Option<u8> {
        match self.kind {
            Kind::Heading(level) => Some(level),
            _ => None,
        }
    }

    /// Whether it only introduces the list that follows.
    pub(super) fn is_intro(&self) -> bool {
        self.rank == INTRO
    }

    /// Whether it is a plain line, no sentence, that stands over a list as a title does.
    pub(super) fn is_plain_title(&self) -> bool {
        self.rank == INTRO && is_title(self.line.as_str())
    }

    /// Whether it has a label and no statement of its own.
    pub(super) fn is_bare(&self) -> bool {
        is_bare(self.text())
    }

    pub(super) fn text(&self) -> &str {
        self.dressed.item.text.as_str()
    }

    /// Items directly below that say something of their own, links to other pages left out.
    pub(super) fn statements(&self) -> impl Iterator<Item = &Entry> {
        self.children.iter().filter(|child| child.is_item() && child.says_something())
    }

    /// Whether it reads as a statement: two words or more that are not merely a link to another document.
    pub(super) fn says_something(&self) -> bool {
        let linked: usize = self.line.styles.iter().filter(|s| s.style == Style::Link).map(|s| s.range.len()).sum();
        let link_only = linked * 2 > self.line.as_str().len() && sections::is_pointer(self.line.as_str());
        self.text().split_whitespace().nth(1).is_some() && !link_only
    }

    pub(super) fn has_statements(&self) -> bool {
        self.statements().next().is_some()
    }

    /// Whether it is a heading or bold line over a list or table that may be one of OKRs.
    pub(super) fn heads_a_list(&self) -> bool {
        self.is_head() && self.has_list_or_table() && !matches!(self.role, Role::Part(Field::CheckIn | Field::ChangeLog))
    }

    /// Whether it holds items or tables directly.
    pub(super) fn has_list_or_table(&self) -> bool {
        self.has_statements() || self.children.iter().any(|c| c.kind == Kind::Table)
    }
}

/// Makes entries of the nodes of one level.
pub(super) fn entries(nodes: Vec<Node>) -> Vec<Entry> {
    level(nodes, false)
}

/// The entries of one level; `inside` an item or not.
fn level(nodes: Vec<Node>, inside: bool) -> Vec<Entry> {
    let mut split = Vec::with_capacity(nodes.len());
    for node in nodes {
        split_lines(node, &mut split);
    }
    let mut flat: Vec<Entry> = Vec::with_capacity(split.len());
    let mut nodes = split.into_iter().peekable();
    while let Some(node) = nodes.next() {
        let list_follows = nodes.peek().is_some_and(|next| next.is_item() || next.kind == Kind::Table);
        flat.push(entry(node, list_follows, inside));
    }
    nest(flat)
}

/// One paragraph with several labelled lines is several paragraphs; further labelled lines of an item are paragraphs inside it.
fn split_lines(mut node: Node, split: &mut Vec<Node>) {
    let whole = |line: &Line| line.breaks.is_empty() && !line.as_str().contains('|') && !line.as_str().starts_with('-');
    if matches!(node.kind, Kind::Heading(_)) || node.lines.len() <= 1 && node.lines.iter().all(whole) {
        return split.push(node);
    }
    let lines: Vec<Line> = node.lines.drain(..).flat_map(split_breaks).collect();
    let loose = lines.iter().filter(|line| loose_bullet(line.as_str()) > 0).count();
    if node.kind == Kind::Paragraph && (loose > 1 || loose == 1 && lines.len() == 1 && lines[0].as_str().starts_with('-')) {
        let mut items = loose_items(lines);
        if let Some(last) = items.last_mut() {
            last.children.append(&mut node.children);
        }
        return split.extend(items);
    }
    let mut lines = lines.into_iter();
    node.lines.extend(lines.next());
    let rest = lines.map(|line| Node::of(Kind::Paragraph, line));
    if node.is_item() {
        node.children.splice(0..0, rest);
        split.push(node);
    } else {
        split.push(node);
        split.extend(rest);
    }
}

/// Length of a list marker that Markdown does not take for one because no space follows it: "-text", "1.Text", "•text".
fn loose_bullet(text: &str) -> usize {
    let rest = text.trim_start_matches(['-', '*', '•', '–', '·']);
    let marks = text.len() - rest.len();
    if marks > 0 && marks <= 3 && rest.trim_start().starts_with(char::is_alphanumeric) && text[..marks].chars().count() == 1 {
        return text.len() - rest.trim_start().len();
    }
    tags::numbering_len(text)
}

fn loose_items(lines: Vec<Line>) -> Vec<Node> {
    let kind = Kind::Item { list: u32::MAX, ordered: false, checked: None };
    let node = |line: Line| {
        let marker = loose_bullet(line.as_str());
        let kind = if marker > 0 { kind.clone() } else { Kind::Paragraph };
        Node::of(kind, line.sub(marker..line.as_str().len()))
    };
    lines.into_iter().map(node).collect()
}

/// Splits a line where a source line of it begins with a label, or with a value set off by `|`.
fn split_breaks(line: Line) -> Vec<Line> {
    let text = line.as_str();
    let mut cuts = vec![0];
    for &at in &line.breaks {
        let rest = text[at..].trim_start();
        let dated =
            updates::may_open(rest) && updates::opening(&line.text.sub(at..text.len()).trim(), Reckoning::default()).is_some();
        if dated || loose_bullet(rest) > 0 || labels::labelled(rest).is_some_and(|l| l.separated || l.id.is_some()) {
            cuts.push(at);
        }
    }
    let opens_with_field =
        || labels::labelled(text).is_some_and(|l| l.separated && !matches!(l.field, Field::Objective | Field::KeyResult));
    if text.contains(" | ") && opens_with_field() {
        for (at, _) in text.match_indices(" | ") {
            cuts.push(at + 1);
        }
        cuts.sort_unstable();
        cuts.dedup();
    }
    if cuts.len() == 1 && !text.starts_with('|') {
        return vec![line.trim()];
    }
    cuts.push(text.len());
    line.split(&cuts)
        .into_iter()
        .map(|part| {
            let part = part.trim();
            match part.as_str().strip_prefix('|') {
                Some(rest) => part.sub(part.as_str().len() - rest.len()..part.as_str().len()).trim(),
                None => part,
            }
        })
        .collect()
}

fn entry(node: Node, list_follows: bool, inside: bool) -> Entry {
    let item = node.is_item();
    let line = node.lines.into_iter().next().unwrap_or_default();
    // A dated line inside an item, or a paragraph, is an update: its words are no label, owner, status or score of a statement.
    let mut dressed = if (inside || node.kind == Kind::Paragraph) && updates::opening(&line.text, Reckoning::default()).is_some()
    {
        Dressed::plain(&line)
    } else {
        tags::dress(&line)
    };
    let rows = match node.kind {
        Kind::Table => node.children.iter().map(cells).collect(),
        _ => Vec::new(),
    };
    let children = match node.kind {
        Kind::Table => Vec::new(),
        _ => level(node.children, item),
    };
    let role = role(&node.kind, &line, &dressed, children.iter().any(Entry::is_item) || list_follows);
    if role == Role::Plain && dressed.label.is_some() {
        // What looked like a label is the statement's own word: "Health", "Team spirit".
        dressed = tags::dress_unlabelled(&line);
    }
    if let Kind::Item { checked: Some(checked), .. } = node.kind {
        dressed.checked = Some(checked);
    }
    let rank = rank(&node.kind, &line, role, list_follows);
    let mut entry = Entry { kind: node.kind, role, line, dressed, children, labels: Labels::default(), rank, rows };
    count(&mut entry);
    entry
}

/// Whether a text has hardly a letter.
fn is_bare(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_none()
}

fn cells(row: &Node) -> Vec<Cell> {
    row.children.iter().map(|cell| cell.lines.clone()).collect()
}

fn role(kind: &Kind, line: &Line, dressed: &Dressed, has_items: bool) -> Role {
    if matches!(kind, Kind::Quote | Kind::Code | Kind::Table | Kind::Rule | Kind::FrontMatter) {
        return Role::Plain;
    }
    let text = line.as_str();
    let bare = is_bare(dressed.item.text.as_str());
    // "2027 goals", "Q3 key results": a title with its time, not a label.
    if bare && Cycle::parse_or_year(text).is_some() {
        return Role::Plain;
    }
    // "## Goals" heads many things; it is left to what stands around it.
    if bare && matches!(kind, Kind::Heading(_)) && sections::is_everyday_goal(text) {
        return Role::Plain;
    }
    let label = || text.split([':', '：', '–', '—']).next().unwrap_or(text);
    match dressed.label {
        Some(Field::Objective) if bare && has_items && is_plural(text) => return Role::Objectives,
        Some(Field::KeyResult) if bare && (has_items || is_plural(text)) && dressed.item.id.is_none() => return Role::KeyResults,
        Some(Field::Objective)
            if !sections::is_definition(dressed.item.text.as_str()) && !sections::defines(dressed.item.text.as_str()) =>
        {
            return Role::Objective;
        }
        Some(Field::KeyResult) if matches!(kind, Kind::Heading(_)) && is_plural(label()) && dressed.item.id.is_none() => {
            return Role::KeyResults;
        }
        Some(Field::KeyResult)
            if !sections::is_definition(dressed.item.text.as_str()) && !sections::defines(dressed.item.text.as_str()) =>
        {
            return Role::KeyResult;
        }
        Some(Field::Okr) => return Role::Okrs,
        // "## Company objective: …" states one; "Company objective: C-O2" below an objective links to one.
        Some(Field::Supports) if matches!(kind, Kind::Heading(_)) && !bare && sections::says_objective(text) => {
            return Role::Objective;
        }
        _ => {}
    }
    let heads =
        matches!(kind, Kind::Heading(_)) || line.is_all(Style::Strong) || text.trim_end().ends_with(':') || (has_items && bare);
    if heads {
        if let Some(title) = Title::of(&line.text, Reckoning::default()) {
            return Role::Part(if title.change { Field::ChangeLog } else { Field::CheckIn });
        }
        // Retrospectives hold no OKRs, and what the set taught.
        let named = labels::field(text);
        if named == Some(Field::Lessons) {
            return Role::Part(Field::Lessons);
        }
        if let Some(excluded) = sections::excluded(text) {
            return Role::Excluded(excluded);
        }
        match named {
            Some(field @ (Field::Initiative | Field::Guardrail | Field::NorthStar | Field::Lever)) => {
                return Role::Part(field);
            }
            Some(Field::KeyResult) => return Role::KeyResults,
            Some(Field::Objective) if has_items => return Role::Objectives,
            Some(Field::Okr) => return Role::Okrs,
            Some(Field::NotOkr | Field::Rubric) => return Role::Excluded(Excluded::Strongly),
            Some(Field::DependsOn | Field::Metric) => return Role::Excluded(Excluded::Weakly),
            Some(Field::Note) if !matches!(kind, Kind::Heading(_)) => return Role::Excluded(Excluded::Weakly),
            _ => {}
        }
    }
    match dressed.label {
        Some(Field::Objective | Field::KeyResult | Field::Okr) | None => Role::Plain,
        // "### Organisation" heads a set; "Organisation: North" names it. "## Contributes to C-O2" heads what does.
        Some(_) if matches!(kind, Kind::Heading(_)) && (bare || links::phrase(text).is_some()) => Role::Plain,
        Some(field) => Role::Field(field),
    }
}

/// "Objectives", "Key results", "KRs".
fn is_plural(label: &str) -> bool {
    let words = label.trim_end_matches(|c: char| !c.is_alphabetic());
    words
        .split(|c: char| !c.is_alphabetic())
        .any(|w| matches!(w.to_lowercase().as_str(), "objectives" | "results" | "krs" | "goals"))
        || labels::field(label).is_some() && words.ends_with('s')
}

fn rank(kind: &Kind, line: &Line, role: Role, list_follows: bool) -> u8 {
    match kind {
        Kind::Heading(level) => *level,
        Kind::Paragraph => match role {
            Role::Objective | Role::Objectives => BOLD,
            Role::KeyResults | Role::Part(_) | Role::Excluded(_) => PART,
            Role::KeyResult => KEY_RESULT,
            Role::Okrs if list_follows => BOLD,
            _ if line.is_all(Style::Strong) && line.as_str().split_whitespace().nth(1).is_some() => BOLD,
            _ if list_follows && line.as_str().trim_end().ends_with([':', '：', '…']) => INTRO,
            // "Owner: Ana" over key results is a line of the objective, not the title of the list.
            Role::Field(field) if states_fact(field) => LEAF,
            _ if list_follows && is_title(line.as_str()) => INTRO,
            _ => LEAF,
        },
        _ => LEAF,
    }
}

/// Whether a field says in a word or two what holds for the objective, so that a list below it is not its own.
fn states_fact(field: Field) -> bool {
    use Field::{
        Agreed, Confidence, Cycle, Due, Horizon, Level, Lever, Local, Owner, Priority, Score, Status, Supports, Team, Type,
        Weight,
    };
    matches!(
        field,
        Owner
            | Type
            | Supports
            | Local
            | Agreed
            | Horizon
            | Lever
            | Status
            | Priority
            | Due
            | Score
            | Confidence
            | Weight
            | Level
            | Team
            | Cycle
    )
}

/// "Make the evening stream good!" over a list: short, and not the end of a sentence that leads to it.
fn is_title(line: &str) -> bool {
    let words = line.split_whitespace().take(13).count();
    (2..=12).contains(&words) && !line.trim_end().ends_with(['.', ':', '：', '…', ',', ';'])
}

fn count(entry: &mut Entry) {
    let mut labels = Labels::default();
    for child in &entry.children {
        labels += child.labels;
    }
    match entry.role {
        Role::Objective => labels.objectives += 1,
        Role::KeyResult => {
            labels.key_results += 1;
            labels.role_key_results += usize::from(entry.dressed.role.is_some());
        }
        Role::KeyResults if entry.children.iter().any(Entry::is_item) => labels.key_results += 1,
        _ => {}
    }
    // Updates name key results, they state none.
    if matches!(entry.role, Role::Part(Field::CheckIn | Field::ChangeLog | Field::Lessons)) && labels.objectives == 0 {
        (labels.key_results, labels.role_key_results) = (0, 0);
    }
    labels.roles += usize::from(
        entry.role == Role::Plain && (entry.is_item() || entry.is_head()) && sections::role_prefix(entry.text()).is_some(),
    );
    labels.items += usize::from(entry.is_item());
    entry.labels = labels;
}

/// Gives each entry what follows it, up to the next entry that stands as high.
fn nest(flat: Vec<Entry>) -> Vec<Entry> {
    let mut roots = Vec::new();
    let mut open: Vec<Entry> = Vec::new();
    let close = |open: &mut Vec<Entry>, roots: &mut Vec<Entry>| {
        if let Some(mut done) = open.pop() {
            count(&mut done);
            match open.last_mut() {
                Some(parent) => parent.children.push(done),
                None => roots.push(done),
            }
        }
    };
    for entry in flat {
        let ends = match entry.kind {
            Kind::Rule => BOLD,
            Kind::Paragraph if entry.rank == LEAF => INTRO,
            _ => entry.rank,
        };
        // A table belongs to the objective, not to the key result whose line stands before it.
        let table = entry.kind == Kind::Table;
        while open.last().is_some_and(|last| last.rank >= ends || table && last.rank == KEY_RESULT) {
            close(&mut open, &mut roots);
        }
        if entry.rank < LEAF {
            open.push(entry);
        } else if let Some(parent) = open.last_mut() {
            parent.children.push(entry);
        } else {
            roots.push(entry);
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}
