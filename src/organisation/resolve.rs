//! Which item a link names.

use rayon::prelude::*;

use super::names::{self, Mention};
use super::restated::UpperStatements;
use super::{Basis, Link, Organisation, Target, Unit};
use crate::calendar::Cycle;
use crate::fingerprint::{self, Hasher};
use crate::model::{Level, Statement, is_global_id};
use crate::workspace::{LinkKind, OutlineLink};

/// A name that means more items than this means none of them.
const SEVERAL: usize = 8;
/// How many others of a prefix are remembered, to be suggested.
const REMEMBERED: usize = 16;
/// Prefixes by which a company's items are called, whatever its name.
const COMPANY: [&str; 6] = ["C", "CO", "COMP", "COMPANY", "CORP", "ORG"];

/// The links of all items, each resolved, in the order of the items.
pub(super) fn links<'a>(organisation: &Organisation<'a>) -> Vec<Link<'a>> {
    let written = organisation.sets.iter().any(|unit| !unit.set.links.is_empty());
    let index = written.then(|| Index::of(organisation));
    let stated = UpperStatements::of(organisation);
    let links_of = |(set, unit): (usize, &Unit<'a>)| {
        let mut links: Vec<Link<'a>> = Vec::with_capacity(unit.set.links.len());
        for (from, link) in unit.links() {
            index.iter().for_each(|index| index.resolve(set, from, link, &mut links));
        }
        let silent = |node: &usize| {
            let supports = |link: &Link<'_>| link.from == *node && link.kind == LinkKind::Supports;
            !links.iter().any(supports)
        };
        let restated: Vec<Link<'a>> = stated.repeated_in(organisation, set, silent).collect();
        if !restated.is_empty() {
            links.extend(restated);
            links.sort_by_key(|link| link.from);
        }
        links
    };
    organisation.sets.par_iter().enumerate().flat_map_iter(links_of).collect()
}

/// What a key names, and where.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// An id that is valid everywhere, in whatever cycle.
    Anywhere,
    /// An id that is valid everywhere, in the sets of a time.
    Time(usize),
    /// The local part of an id, in the upper sets of a time.
    Upper(usize),
    /// The local part of an id, in one set.
    Set(usize),
    /// A statement of a time, word for word.
    Text(usize),
    /// A team's name in a time; the values are sets.
    Team(usize),
    /// A prefix in use in a time, with its objectives.
    Prefix(usize),
    /// A time in which sets name their items by bare ids, or by none; the values are the sets, under the empty key.
    Bare(usize),
    /// An objective of a document that nests them, by its place there, under the path.
    Nested(u32),
    /// A document, under its path, where a link leads into a page; the values are its sets.
    Page,
}

/// A place, the hash of a key, and what has that key there.
type Entry = (Place, u64, usize);

struct Index<'o, 'a> {
    organisation: &'o Organisation<'a>,
    /// Sorted, each once.
    entries: Vec<Entry>,
}

fn hash(key: &str) -> u64 {
    Hasher::new().part(key).finish()
}

impl<'o, 'a> Index<'o, 'a> {
    fn of(organisation: &'o Organisation<'a>) -> Self {
        let leads_into_page = |link: &OutlineLink| link.text.contains('#') && is_address(&link.text);
        let pages = organisation.sets.iter().flat_map(|unit| &unit.set.links).any(leads_into_page);
        let filed = |mut entries: Vec<Entry>, set| {
            File { organisation, set, pages, entries: &mut entries }.add_set();
            entries
        };
        let sets = (0..organisation.sets.len()).into_par_iter();
        let mut entries: Vec<Entry> = sets.fold(Vec::new, filed).reduce(Vec::new, |mut all, mut more| {
            all.append(&mut more);
            all
        });
        entries.par_sort_unstable();
        entries.dedup();
        Self { organisation, entries }
    }

    /// What stands under a key in a place, as much of it as may matter.
    fn at(&self, place: Place, key: u64) -> impl Iterator<Item = usize> {
        let limit = match place {
            Place::Page => usize::MAX,
            Place::Prefix(_) => REMEMBERED,
            _ => SEVERAL + 1,
        };
        let first = self.entries.partition_point(|entry| (entry.0, entry.1) < (place, key));
        let same = self.entries[first..].iter().take_while(move |entry| (entry.0, entry.1) == (place, key));
        same.take(limit).map(|entry| entry.2)
    }

    fn times(&self, set: usize) -> &'o [usize] {
        &self.organisation.times[self.organisation.sets[set].time].shared
    }

    /// What stands under a key in the times that share days with a set's.
    fn look(&self, set: usize, place: fn(usize) -> Place, key: u64) -> Vec<usize> {
        let times = self.times(set).iter();
        times.flat_map(|time| self.at(place(*time), key)).collect()
    }

    /// The items that upper sets call by a local id: those of the set's own cycle, else those of a longer or shorter one.
    fn upper(&self, set: usize, local: &str) -> Vec<usize> {
        let time = self.organisation.sets[set].time;
        let own = self.at(Place::Upper(time), hash(local));
        let own: Vec<usize> = own.filter(|node| self.is_elsewhere(*node, set)).collect();
        if own.is_empty() { self.look(set, Place::Upper, hash(local)) } else { own }
    }

    fn resolve(&self, set: usize, from: usize, link: &'a OutlineLink, links: &mut Vec<Link<'a>>) {
        let text: &'a str = &link.text;
        let (kind, settled) = (link.kind, link.settled);
        let written = |name: &'a str, span, target| Link { from, kind, basis: Basis::Written, span, name, settled, target };
        if let Some(above) = link.above {
            let target = self.nested(set, above).map_or(Target::Elsewhere, |node| Target::Items(vec![node]));
            links.push(Link { basis: Basis::Nested, ..written(text, link.span, target) });
            return;
        }
        if is_address(text) {
            links.push(written(text, link.span, self.address(set, from, link)));
            return;
        }
        let mentions = names::mentions(text);
        if mentions.is_empty() {
            links.push(written(text, link.span, self.words(set, from, text)));
            return;
        }
        // Where the words stand in the document as they were read, the name is underlined alone.
        let is_exact = link.span.len() == text.len();
        for mention in mentions {
            let start = link.span.start + mention.range.start as u32;
            let span = crate::source::Span { start, end: start + mention.range.len() as u32 };
            let target = self.item(set, from, link.kind, &mention);
            links.push(written(&text[mention.range], if is_exact { span } else { link.span }, target));
        }
    }

    /// The item of a set's document that has a place there.
    fn nested(&self, set: usize, above: Statement) -> Option<usize> {
        let path = self.organisation.sets[set].outline.path.as_str();
        let objective = self.at(Place::Nested(above.objective as u32), hash(path)).next()?;
        Some(objective + above.key_result.map_or(0, |nth| nth + 1))
    }

    /// What an address leads to: a place in a page of the run, or an item whose id it ends in.
    fn address(&self, set: usize, from: usize, link: &OutlineLink) -> Target {
        let Some((page, anchor)) = link.text.split_once('#').filter(|(_, anchor)| Cycle::parse(anchor).is_none()) else {
            return Target::Elsewhere;
        };
        let page = beside(&self.organisation.sets[set].outline.path, page);
        let mention = names::anchored(anchor);
        let local = mention.as_ref().and_then(|mention| names::local(&mention.key)).map(hash);
        let stated = fingerprint::of_words(anchor);
        let found = self.at(Place::Page, hash(&page)).flat_map(|set| {
            let mut found: Vec<usize> = local.into_iter().flat_map(|local| self.at(Place::Set(set), local)).collect();
            if found.is_empty() {
                found.extend(self.at(Place::Text(self.organisation.sets[set].time), stated));
            }
            found.retain(|node| self.organisation.nodes[*node].set == set);
            found
        });
        let found: Vec<usize> = found.filter(|node| *node != from).collect();
        match mention {
            _ if (1..=SEVERAL).contains(&found.len()) => Target::Items(found),
            Some(mention) if !link.text.contains("://") && is_global_id(&mention.key) => {
                Some(self.global(set, &mention)).filter(|target| !target.items().is_empty()).unwrap_or(Target::Elsewhere)
            }
            _ => Target::Elsewhere,
        }
    }

    /// What an id names.
    fn item(&self, set: usize, from: usize, kind: LinkKind, mention: &Mention) -> Target {
        let key = mention.key.as_str();
        if is_global_id(key) {
            return self.global(set, mention);
        }
        let (itself, own): (Vec<usize>, Vec<usize>) = self.at(Place::Set(set), hash(key)).partition(|node| *node == from);
        let upper: Vec<usize> = self.upper(set, key).into_iter().filter(|node| self.is_elsewhere(*node, set)).collect();
        // "Supports: O2" of a team means the company's; "depends on KR1" means one's own.
        let found = match kind {
            LinkKind::Supports if !upper.is_empty() => upper,
            _ if !own.is_empty() => own,
            _ => upper,
        };
        match found.len() {
            // A team's own O1 that supports "O1" means one that is kept elsewhere.
            0 if !itself.is_empty() => {
                let is_top = self.organisation.sets[set].set.level == Some(Level::Company);
                if is_top { Target::Items(itself) } else { Target::Elsewhere }
            }
            1..=SEVERAL => Target::Items(found),
            _ => self.missing_local(set, kind, key),
        }
    }

    fn is_elsewhere(&self, node: usize, set: usize) -> bool {
        self.organisation.nodes[node].set != set
    }

    fn global(&self, set: usize, mention: &Mention) -> Target {
        let key = mention.key.as_str();
        let mut found = self.look(set, Place::Time, hash(key));
        if found.is_empty() && COMPANY.contains(&names::prefix(key)) {
            let is_company = |node: &usize| self.organisation.unit(*node).set.level == Some(Level::Company);
            found = names::local(key).map_or_else(Vec::new, |local| self.upper(set, local));
            found.retain(is_company);
        }
        match found.len() {
            0 => {}
            1..=SEVERAL => return Target::Items(found),
            _ => return Target::Elsewhere,
        }
        if let Some(other) = self.at(Place::Anywhere, hash(key)).next() {
            return Target::OtherCycle(other);
        }
        let known = self.look(set, Place::Prefix, hash(names::prefix(key)));
        let has_form = |node: &usize| {
            self.organisation.id(*node).is_some_and(|id| names::local(&names::key(id)).is_some() == mention.is_sure)
        };
        match known.iter().any(has_form) {
            true => Target::Missing(known),
            // Another team may be meant that has bare ids, or another tool.
            false if !mention.is_sure || !self.look(set, Place::Bare, hash("")).is_empty() => Target::Elsewhere,
            false => Target::Unknown,
        }
    }

    /// What to say of a bare id that names nothing: it is missing only where an upper set counts its objectives and has not so many.
    fn missing_local(&self, set: usize, kind: LinkKind, key: &str) -> Target {
        let first = if kind == LinkKind::Supports { self.look(set, Place::Upper, hash("O1")) } else { Vec::new() };
        let [one] = first[..] else { return Target::Elsewhere };
        let unit = self.organisation.unit(one);
        match key.starts_with('O') && self.organisation.nodes[one].set != set {
            true => Target::Missing(
                self.organisation.objectives(self.organisation.nodes[one].set).take(unit.nodes.len().min(REMEMBERED)).collect(),
            ),
            false => Target::Elsewhere,
        }
    }

    /// What words name: a statement that they quote, or a team.
    fn words(&self, set: usize, from: usize, text: &str) -> Target {
        let mut quoted = self.look(set, Place::Text, fingerprint::of_words(text));
        quoted.retain(|node| *node != from && self.organisation.nodes[*node].objective != from);
        if !quoted.is_empty() {
            return if quoted.len() <= SEVERAL { Target::Items(quoted) } else { Target::Elsewhere };
        }
        // "Legal O1", "our company objective 2, which ...".
        let said = text.split([':', '(', ',', ';', '.', '–', '—']).next().unwrap_or(text);
        let said = ["our ", "the "].iter().find_map(|word| said.strip_prefix(word)).unwrap_or(said);
        let named = names::anchored(said).filter(|mention| said.len() < 60 && is_global_id(&mention.key));
        if let Some(Target::Items(items)) = named.map(|mention| self.global(set, &mention)) {
            return Target::Items(items);
        }
        let name = text.split([':', '(', ',', ';', '–', '—']).next().unwrap_or(text);
        let name = name.split(" - ").next().unwrap_or(name).split(" for ").next().unwrap_or(name);
        let mut teams = self.look(set, Place::Team, fingerprint::of_words(name));
        teams.retain(|team| *team != set);
        if teams.is_empty() || teams.len() > SEVERAL { Target::Elsewhere } else { Target::Team(teams) }
    }
}

/// Files what stands in a set under the keys by which links may name it.
struct File<'f, 'a> {
    organisation: &'f Organisation<'a>,
    set: usize,
    /// Whether some link leads into a page.
    pages: bool,
    entries: &'f mut Vec<Entry>,
}

impl File<'_, '_> {
    fn add_set(&mut self) {
        let unit = &self.organisation.sets[self.set];
        if let Some(team) = unit.team() {
            self.entries.push((Place::Team(unit.time), fingerprint::of_words(team), self.set));
        }
        let path = unit.outline.path.as_str();
        if unit.outline.nests() {
            let objectives = unit.nodes.clone().map(|node| (node, self.organisation.nodes[node].trace));
            let objectives = objectives.filter(|(_, trace)| trace.key_result.is_none());
            self.entries.extend(objectives.map(|(node, trace)| (Place::Nested(trace.objective), hash(path), node)));
        }
        if self.pages {
            self.entries.push((Place::Page, hash(path), self.set));
        }
        let mut parent = String::new();
        let mut ordinal = 0;
        // Key results without an id are called by their number, in their own set above all.
        let counts = !unit.set.links.is_empty();
        for node in unit.nodes.clone() {
            let text = self.organisation.text(node);
            if !text.is_empty() {
                self.entries.push((Place::Text(unit.time), fingerprint::of_words(text), node));
            }
            let own = self.organisation.id(node).map(names::key);
            let trace = self.organisation.nodes[node].trace;
            if trace.key_result.is_none() {
                ordinal += 1;
                // Objectives are called by their number where they have no id.
                parent = own.unwrap_or_else(|| format!("O{ordinal}"));
                self.add_id(unit, node, &parent);
            } else if let Some(own) = own {
                self.add_id(unit, node, &own);
                // "KR1.2" of PAY-O1 is PAY-O1-KR2.
                let own =
                    own.strip_prefix(names::local(&parent).unwrap_or(&parent)).map_or(&*own, |own| own.trim_start_matches('-'));
                if !own.starts_with(&parent) {
                    self.add_id(unit, node, &format!("{parent}-{own}"));
                }
            } else if counts {
                let number = trace.key_result.map_or(0, |nth| nth + 1);
                self.add_id(unit, node, &format!("{parent}-KR{number}"));
            }
        }
    }

    /// Files an item under its id, and under the forms by which other sets may call it.
    fn add_id(&mut self, unit: &Unit<'_>, node: usize, key: &str) {
        let time = unit.time;
        let mut add = |place, key: &str| self.entries.push((place, hash(key), node));
        if let Some(local) = names::local(key) {
            add(Place::Set(self.set), local);
            if unit.is_upper() {
                add(Place::Upper(time), local);
            }
        }
        if is_global_id(key) {
            add(Place::Time(time), key);
            add(Place::Anywhere, key);
            if self.organisation.nodes[node].trace.key_result.is_none() {
                add(Place::Prefix(time), names::prefix(key));
            }
            return;
        }
        let file = unit.outline.path.rsplit('/').next().and_then(|file| file.split('.').next());
        for name in [unit.set.team.as_deref(), file].into_iter().flatten() {
            add(Place::Time(time), &names::key(&format!("{name} {key}")));
        }
        self.entries.push((Place::Bare(time), hash(""), self.set));
    }
}

/// Whether a link is a page or an address rather than a name.
fn is_address(text: &str) -> bool {
    let is_page = |text: &str| text.split('#').next().is_some_and(|path| path.contains('/') || path.ends_with(".md"));
    text.contains("://")
        || text.starts_with('#') && text[1..].starts_with(char::is_alphabetic)
        || !text.contains(' ')
            && is_page(text)
            && names::mentions(text).iter().all(|mention| !mention.is_sure || text.contains('#'))
}

/// The path of a page that a document leads to: itself where only an anchor is given.
fn beside(document: &str, page: &str) -> String {
    if page.is_empty() {
        return document.to_owned();
    }
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in page.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
