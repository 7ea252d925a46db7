//! What stands around a statement on its line: checkbox, label, priority, owner, type, status, score, links. Each is taken off and kept as a value.

use std::ops::Range;

use super::inline::{Line, Style};
use super::sections;
use crate::model::{Item, OkrType, Score};
use crate::read::labels::{self, Field, Labelled};
use crate::read::values;
use crate::source::Spanned;

/// A line taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Dressed {
    /// The statement and the values found around it.
    pub(super) item: Item,
    /// The label at its start, if it has one.
    pub(super) label: Option<Field>,
    /// State of a checkbox.
    pub(super) checked: Option<bool>,
    /// The bold title before the statement, without its colon.
    pub(super) title: Option<String>,
    /// The role before its label: "VP Sales" of "VP Sales KR: …".
    pub(super) role: Option<String>,
    /// A number at the end that is a score only if its siblings have one too.
    pub(super) perhaps: Option<Perhaps>,
    /// Whether a priority tag was found; key results carry them, objectives hardly ever.
    pub(super) tagged: bool,
}

/// What may be a value at the end of a statement: it is one if most statements of the page end so.
#[derive(Debug, Clone)]
pub(super) struct Perhaps {
    pub(super) value: PerhapsValue,
    /// The part of the statement that is left without it.
    pub(super) range: Range<usize>,
}

/// See [`Perhaps`].
#[derive(Debug, Clone)]
pub(super) enum PerhapsValue {
    /// "(60%)"
    Score(Spanned<Score>),
    /// "(Ana & Bo)"
    Owners(Vec<Spanned<String>>),
}

/// Takes a line apart.
pub(super) fn dress(line: &Line) -> Dressed {
    take_apart(line, true)
}

/// Takes a line apart that has no label, whatever its first words look like.
pub(super) fn dress_unlabelled(line: &Line) -> Dressed {
    take_apart(line, false)
}

fn take_apart(line: &Line, labels: bool) -> Dressed {
    let mut strip = Strip { line, start: 0, end: line.as_str().len(), labels, out: Dressed::default() };
    strip.priority_badge();
    strip.front();
    strip.back();
    strip.finish()
}

/// A line whose ends move inwards as values are taken off.
struct Strip<'l> {
    line: &'l Line,
    start: usize,
    end: usize,
    /// Whether its first words may be a label.
    labels: bool,
    out: Dressed,
}

/// Characters that part values from the statement.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '：' | ',' | '|' | '·' | '•' | '.')
}

impl<'l> Strip<'l> {
    fn rest(&self) -> &'l str {
        &self.line.as_str()[self.start..self.end]
    }

    fn spanned<T>(&self, value: T, range: Range<usize>) -> Spanned<T> {
        Spanned::new(value, self.line.text.locate(range))
    }

    fn priority_badge(&mut self) {
        for (alt, span) in &self.line.images {
            if priority_tag(alt.trim()) {
                self.out.item.priority.get_or_insert(Spanned::new(alt.trim().to_uppercase(), *span));
                self.out.tagged = true;
            }
        }
    }

    fn front(&mut self) {
        self.skip_space();
        self.numbering();
        while self.badge()
            || self.emoji()
            || self.checkbox()
            || self.label()
            || self.priority()
            || self.handle()
            || self.bracket()
            || self.title()
        {}
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.start += rest.len() - rest.trim_start().len();
    }

    /// "2." or "2.1)" before a heading or line, which Markdown gives as text.
    fn numbering(&mut self) {
        let rest = self.rest().trim_start_matches(['•', '◦', '▪']).trim_start();
        self.start = self.end - rest.len();
        self.start += numbering_len(rest);
    }

    /// Moves past `length` bytes and the separators that follow, as long as a statement is left.
    fn take_front(&mut self, length: usize) {
        self.start += length;
        let rest = self.rest();
        let trimmed = rest.trim_start_matches(is_separator);
        // A leading minus that belongs to a number is no separator: "- -5%" is rare, "P0 - 5 users" is not.
        self.start += rest.len() - trimmed.len();
    }

    fn badge(&mut self) -> bool {
        let Some(range) = self.line.styled_at(Style::Badge, self.start).filter(|r| r.end <= self.end) else { return false };
        let text = self.line.as_str()[range.clone()].trim().to_string();
        self.out.item.status = Some(self.spanned(text, range.clone()));
        self.take_front(range.len());
        true
    }

    fn emoji(&mut self) -> bool {
        let rest = self.rest();
        let length = emoji_len(rest);
        if length == 0 {
            return false;
        }
        let range = self.start..self.start + length;
        let word = self.line.as_str()[range.clone()].to_string();
        if values::state(&word).is_some() && self.out.item.status.is_none() {
            self.out.item.status = Some(self.spanned(word, range));
        }
        self.start += length;
        self.skip_space();
        true
    }

    fn checkbox(&mut self) -> bool {
        let state = match self.rest().as_bytes() {
            [b'[', b' ', b']', ..] => false,
            [b'[', b'x' | b'X', b']', ..] => true,
            _ => return false,
        };
        self.out.checked = Some(state);
        self.take_front(3);
        true
    }

    fn label(&mut self) -> bool {
        if !self.labels {
            return false;
        }
        let Some(Labelled { field, id, role, aside, rest: end, separated }) = labels::labelled(self.rest()) else { return false };
        // The second label of one line only repeats the first: "_Key Result_: Key Result 2: text".
        if self.out.label.is_some_and(|label| label != field) {
            return false;
        }
        if matches!(field, Field::NotOkr) || !separated && id.is_none() {
            return false;
        }
        // "KR 1 → company objective 2" links a key result, it does not state one.
        let links = |id: &Range<usize>| self.rest()[id.end..].trim_start().starts_with(['→', '➜', '⇒']);
        if id.as_ref().is_some_and(links) {
            return false;
        }
        self.out.label = Some(field);
        if let Some(id) = id {
            let range = self.start + id.start..self.start + id.end;
            let text = self.line.as_str()[range.clone()].to_string();
            self.out.item.id.get_or_insert(self.spanned(text, range));
        }
        if let Some(role) = role {
            let range = self.start + role.start..self.start + role.end;
            self.out.role = Some(self.line.as_str()[range.clone()].to_string());
            self.own(range);
        }
        if let Some(aside) = aside {
            self.group(self.start + aside.start..self.start + aside.end, true);
        }
        self.start += end;
        self.skip_space();
        end > 0
    }

    fn priority(&mut self) -> bool {
        let Some((tag, statement)) = values::leading_priority(self.rest()) else { return false };
        let range = self.start + tag.start..self.start + tag.end;
        let text = self.line.as_str()[range.clone()].to_uppercase();
        self.out.item.priority.get_or_insert(self.spanned(text, range));
        self.out.tagged = true;
        self.take_front(statement);
        // "`PX` - somebody - text": a single token between two dashes after the priority is an owner.
        self.bare_owner();
        true
    }

    fn bare_owner(&mut self) {
        let rest = self.rest();
        let Some(length) = rest.find(char::is_whitespace) else { return };
        let (word, after) = rest.split_at(length);
        let dashed = [" - ", " – ", " — "].iter().any(|dash| after.starts_with(dash)) || after.trim_start().starts_with("- ");
        if dashed && !word.starts_with('@') && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
            self.own(self.start..self.start + length);
            self.take_front(length);
        }
    }

    /// Keeps the words in `range` as owners; placeholders such as `OWNER` are no owner.
    fn own(&mut self, range: Range<usize>) {
        for owner in values::owners(&self.line.as_str()[range.clone()]) {
            let name = range.start + owner.range.start..range.start + owner.range.end;
            let owner = self.spanned(owner.name.to_string(), name);
            if !self.out.item.owners.contains(&owner) {
                self.out.item.owners.push(owner);
            }
        }
    }

    fn handle(&mut self) -> bool {
        let rest = self.rest();
        let placeholder =
            ["???", "@???", "TBD:", "OWNER"].iter().find(|p| rest.starts_with(**p) && rest[p.len()..].starts_with(is_separator));
        if let Some(placeholder) = placeholder {
            self.take_front(placeholder.len());
            return true;
        }
        let Some(length) = handle_len(rest) else { return false };
        let after = &rest[length..];
        // "@ana leads the review" is a sentence about Ana; "@ana - text", "@ana, @bo: text", "@ana @bo text" name owners.
        let set_off = after.trim_start().starts_with(['-', '–', '—', ':', ',', '@', '&', '/'])
            || after.trim_start().starts_with(char::is_uppercase);
        if !set_off {
            return false;
        }
        self.own(self.start..self.start + length);
        self.take_front(length);
        let more = self.rest();
        if let Some(joined) = more.strip_prefix(['&', '/']).map(str::trim_start).filter(|m| m.starts_with('@')) {
            self.start += more.len() - joined.len();
        }
        true
    }

    /// `[P0]`, `[ana]`, `[COMMITTED]`, `[DR]` before the statement.
    fn bracket(&mut self) -> bool {
        let rest = self.rest();
        let Some(inner) = rest.strip_prefix('[').and_then(|r| r.split_once(']')).map(|(inner, _)| inner) else { return false };
        if inner.is_empty() || inner.len() > 40 || !rest[inner.len() + 2..].starts_with([' ', '[', ':', '-']) {
            return false;
        }
        let range = self.start + 1..self.start + 1 + inner.len();
        let single = !inner.trim().contains(char::is_whitespace);
        if !self.group(range.clone(), true) {
            if !single || !inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@')) {
                return false;
            }
            // A lower-case word in brackets is a person, one in capitals a team.
            if inner.chars().next().is_some_and(|c| c.is_lowercase() || c == '@') {
                self.own(range);
            }
        }
        self.take_front(inner.len() + 2);
        true
    }

    /// `**Short title:** statement`: the statement is what follows.
    fn title(&mut self) -> bool {
        if self.out.title.is_some() || self.out.label.is_some_and(|l| l != Field::KeyResult) {
            return false;
        }
        let Some(range) = self.line.styled_at(Style::Strong, self.start).filter(|r| r.end < self.end) else { return false };
        let bold = &self.line.as_str()[range.clone()];
        let after = &self.line.as_str()[range.end..self.end];
        let ends = bold.trim_end().ends_with([':', '：']) || after.trim_start().starts_with([':', '：']);
        if !ends || after.split_whitespace().count() < 3 {
            return false;
        }
        let mut title = bold.trim().trim_end_matches([':', '：']).to_string();
        if let Some((head, tag)) = title.rsplit_once('[') {
            let inner = range.start + head.len() + 1;
            let length = tag.trim_end().trim_end_matches(']').len();
            let keep = head.trim().to_string();
            if self.group(inner..inner + length, true) {
                title = keep;
            }
        }
        if labels::field(&title).is_some_and(|f| !matches!(f, Field::KeyResult | Field::Title)) {
            return false;
        }
        self.out.title = Some(title);
        self.take_front(range.len());
        true
    }

    fn back(&mut self) {
        self.struck_remark();
        self.result_arrow();
        loop {
            let before = self.end;
            self.trim_back();
            let _ = self.back_emoji() || self.back_group() || self.back_handle() || self.back_score();
            if self.end >= before || self.rest().is_empty() {
                break;
            }
        }
    }

    /// "~~statement~~ dropped: reason".
    fn struck_remark(&mut self) {
        let struck =
            self.line.styles.iter().find(|s| s.style == Style::Strike && s.range.start <= self.start && s.range.end < self.end);
        let Some(end) = struck.map(|s| s.range.end).filter(|&end| end > self.start) else { return };
        let remark = self.line.as_str()[end..self.end].trim_matches(is_separator);
        if values::state(remark).is_some() {
            let offset = self.line.as_str()[end..self.end].find(remark).unwrap_or(0);
            self.out.item.status = Some(self.spanned(remark.to_string(), end + offset..end + offset + remark.len()));
            self.out.item.dropped = true;
            self.end = end;
        }
    }

    fn trim_back(&mut self) {
        let rest = self.rest();
        self.end = self.start + rest.trim_end().len();
    }

    /// Removes separators that stood between the statement and a value just taken off.
    fn trim_separators(&mut self) {
        let rest = self.rest();
        let trimmed = rest.trim_end();
        let dashed = trimmed.trim_end_matches(['-', '–', '—', '|', ',', ';']);
        self.end = self.start + if dashed.ends_with(char::is_whitespace) { dashed.trim_end().len() } else { trimmed.len() };
    }

    /// "statement => what came of it".
    fn result_arrow(&mut self) {
        let rest = self.rest();
        let Some((end, result)) = values::arrow_result(rest) else { return };
        if rest[..end].split_whitespace().count() < 3 {
            return;
        }
        let range = self.start + result.start..self.start + result.end;
        if let Some(score) = values::score(&rest[result.clone()]) {
            self.out.item.score = Some(self.spanned(score, range));
        } else if let Some(state) = values::state(&rest[result.clone()]) {
            self.out.item.dropped |= state.is_dropped();
            self.out.item.status = Some(self.spanned(rest[result].to_string(), range));
        } else {
            self.out.item.dropped |= sections::says_dropped(&rest[result]);
        }
        self.end = self.start + end;
    }

    fn back_emoji(&mut self) -> bool {
        let rest = self.rest();
        let Some(at) =
            rest.char_indices().rev().take(4).map(|(at, _)| at).filter(|at| emoji_len(&rest[*at..]) == rest.len() - at).last()
        else {
            return false;
        };
        let range = self.start + at..self.end;
        let word = self.line.as_str()[range.clone()].to_string();
        if values::state(&word).is_some() {
            self.out.item.status.get_or_insert(self.spanned(word, range));
        }
        self.end = self.start + at;
        true
    }

    /// `(owner: Ana, score: 0.7)`, `[2/5]`, `[P0][DP]`, `(WIP)` after the statement.
    fn back_group(&mut self) -> bool {
        let rest = self.rest();
        let Some((open, close)) = [('(', ')'), ('[', ']'), ('{', '}')].into_iter().find(|(_, close)| rest.ends_with(*close))
        else {
            return false;
        };
        let Some(at) = rest.rfind(open) else { return false };
        if at == 0 {
            return false;
        }
        let inner = self.start + at + 1..self.end - close.len_utf8();
        let text = &self.line.as_str()[inner.clone()];
        let taken = match open {
            '{' => text.starts_with(['#', ':', '.']),
            '[' => text.trim().is_empty() || self.group(inner.clone(), true) || is_team_tag(text),
            _ => self.group(inner.clone(), false) || self.name_list(inner.clone()),
        };
        if taken {
            self.end = self.start + at;
            self.trim_separators();
        }
        taken
    }

    /// `(Ana, Bo)`: names of people at the end of a line.
    fn name_list(&mut self, inner: Range<usize>) -> bool {
        let text = &self.line.as_str()[inner.clone()];
        let mut names = text.split([',', '&']).map(str::trim).peekable();
        let several = text.contains([',', '&']);
        let all = names.all(|name| {
            let name = name.strip_prefix("and ").unwrap_or(name);
            let words = name.split_whitespace().count();
            (1..=2).contains(&words) && name.len() > 1 && name.split_whitespace().all(is_name_word)
        });
        // One bare capitalised word may be anything ("(Rust)"); several joined by a comma or "&" are people only where words are short.
        let handles = text.trim_start().starts_with('@');
        if handles || (several && all && self.line.covers(Style::Strong, inner.start - 1..inner.end)) {
            self.own(inner);
            return true;
        }
        if all && self.out.perhaps.is_none() {
            let owners = values::owners(text).into_iter().map(|owner| {
                let range = inner.start + owner.range.start..inner.start + owner.range.end;
                self.spanned(owner.name.to_string(), range)
            });
            let value = PerhapsValue::Owners(owners.collect());
            self.out.perhaps = Some(Perhaps { value, range: 0..inner.start - 1 - self.start });
        }
        false
    }

    fn back_handle(&mut self) -> bool {
        let rest = self.rest();
        let Some(at) = rest.rfind('@') else { return false };
        let Some(length) = handle_len(&rest[at..]) else { return false };
        if at + length != rest.len() || at == 0 {
            return false;
        }
        let before = rest[..at].trim_end();
        // "a review by @ana" names her as part of the sentence.
        let joined = before.ends_with(['-', '–', '—', ',', '|', ')', '.', '/', '&'])
            || self.line.styled_at(Style::Link, self.start + at).is_some();
        let word_before = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        let in_sentence =
            matches!(word_before.as_str(), "by" | "with" | "to" | "from" | "than" | "and" | "or" | "of" | "for" | "at");
        if in_sentence && !joined {
            return false;
        }
        self.own(self.start + at..self.end);
        self.end = self.start + at;
        self.trim_separators();
        true
    }

    fn back_score(&mut self) -> bool {
        if self.out.item.score.is_some() {
            return false;
        }
        let Some(values::Trailing { range, score, end, sure }) = values::trailing_score(self.rest()) else { return false };
        if !sure {
            let place = self.start + range.start..self.start + range.end;
            self.out.perhaps = Some(Perhaps { value: PerhapsValue::Score(self.spanned(score, place)), range: 0..end });
            return false;
        }
        let range = self.start + range.start..self.start + range.end;
        self.out.item.score = Some(self.spanned(score, range));
        self.end = self.start + end;
        self.trim_separators();
        true
    }

    /// Reads the inside of a bracket as values; false, and nothing kept, when any part of it is something else.
    fn group(&mut self, inner: Range<usize>, square: bool) -> bool {
        let text = &self.line.as_str()[inner.clone()];
        let mut parts = Vec::new();
        let mut at = inner.start;
        for part in text.split([',', ';']) {
            let start = at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            let range = start..start + part.trim().len();
            match self.value(&range, square) {
                Some(value) => parts.push((range, value)),
                None => return false,
            }
        }
        for (range, value) in parts {
            self.keep(range, value);
        }
        true
    }

    fn value(&self, range: &Range<usize>, square: bool) -> Option<Value> {
        let text = &self.line.as_str()[range.clone()];
        if let Some((label, rest)) = split_field(text) {
            let offset = text.len() - rest.len();
            let inner = range.start + offset..range.end;
            return match label {
                Field::Owner => Some(Value::Owner(inner)),
                Field::Score | Field::Progress => Some(Value::Score(values::score(rest)?, inner)),
                Field::Confidence => Some(Value::Confidence(values::confidence(rest)?, inner)),
                Field::Supports => Some(Value::Supports(inner)),
                Field::DependsOn => Some(Value::DependsOn(inner)),
                Field::Due => Some(Value::Due(inner)),
                Field::Status => Some(Value::Status(inner)),
                Field::Priority => Some(Value::Priority(inner)),
                Field::Type => Some(Value::Type(values::okr_type(rest)?)),
                _ => None,
            };
        }
        if priority_tag(text) {
            return Some(Value::Priority(range.clone()));
        }
        if let Some(kind) = values::okr_type(text) {
            return Some(Value::Type(kind));
        }
        if values::state(text).is_some() {
            return Some(Value::Status(range.clone()));
        }
        if text.starts_with('@') && handle_len(text) == Some(text.len()) {
            return Some(Value::Owner(range.clone()));
        }
        if text.to_lowercase().starts_with("rolled over") || text.eq_ignore_ascii_case("carryover") {
            return Some(Value::Status(range.clone()));
        }
        if square && text.ends_with('%') || square && text.contains('/') {
            return values::score(text).map(|score| Value::Score(score, range.clone()));
        }
        None
    }

    fn keep(&mut self, range: Range<usize>, value: Value) {
        let words = |strip: &Self, range: &Range<usize>| strip.line.as_str()[range.clone()].trim().to_string();
        match value {
            Value::Owner(inner) => self.own(inner),
            Value::Score(score, inner) => self.out.item.score = Some(self.spanned(score, inner)),
            Value::Confidence(value, inner) => self.out.item.confidence = Some(self.spanned(value, inner)),
            Value::Supports(inner) => {
                let link = self.spanned(words(self, &inner), inner);
                self.out.item.supports.push(link);
            }
            Value::DependsOn(inner) => {
                let link = self.spanned(words(self, &inner), inner);
                self.out.item.depends_on.push(link);
            }
            Value::Due(inner) => self.out.item.due = Some(self.spanned(words(self, &inner), inner)),
            Value::Status(inner) => {
                let status = self.spanned(words(self, &inner), inner);
                self.out.item.status.get_or_insert(status);
            }
            Value::Priority(inner) => {
                let priority = self.spanned(words(self, &inner).to_uppercase(), inner);
                self.out.item.priority.get_or_insert(priority);
                self.out.tagged = true;
            }
            Value::Type(kind) => self.out.item.kind = Some(self.spanned(kind, range)),
        }
    }

    fn finish(mut self) -> Dressed {
        let whole = self.start..self.end;
        let rest = self.rest();
        let start = self.start + rest.len() - rest.trim_start().len();
        self.out.item.text = self.line.text.sub(start..start + rest.trim().len());
        self.out.item.dropped |= self.is_struck(whole)
            || self.out.item.status.as_ref().and_then(|s| values::state(&s.value)).is_some_and(values::State::is_dropped);
        self.out
    }

    /// Whether most of the statement is struck through.
    fn is_struck(&self, whole: Range<usize>) -> bool {
        let struck: usize = self
            .line
            .styles
            .iter()
            .filter(|s| s.style == Style::Strike)
            .map(|s| s.range.end.min(whole.end).saturating_sub(s.range.start.max(whole.start)))
            .sum();
        !whole.is_empty() && struck * 2 > whole.len()
    }
}

/// A value read from a bracket, with where it stands in the line.
enum Value {
    Owner(Range<usize>),
    Score(Score, Range<usize>),
    Confidence(f64, Range<usize>),
    Supports(Range<usize>),
    DependsOn(Range<usize>),
    Due(Range<usize>),
    Status(Range<usize>),
    Priority(Range<usize>),
    Type(OkrType),
}

/// `label: value` or one of the phrases that introduce a link without a colon.
fn split_field(text: &str) -> Option<(Field, &str)> {
    const PHRASES: &[(&str, Field)] = &[
        ("supports ", Field::Supports),
        ("contributes to ", Field::Supports),
        ("depends on ", Field::DependsOn),
        ("blocked by ", Field::DependsOn),
    ];
    if let Some((label, rest)) = text.split_once([':', '=']) {
        return Some((labels::field(label)?, rest.trim()));
    }
    let phrase = PHRASES.iter().find(|(p, _)| text.get(..p.len()).is_some_and(|head| head.eq_ignore_ascii_case(p)))?;
    let rest = text[phrase.0.len()..].trim();
    // "(depends on 5 teams)" tells of a number, not of a link.
    rest.contains(|c: char| c.is_ascii_digit() || c == '-').then_some((phrase.1, rest)).filter(|_| !rest.contains(' '))
}

/// Length of an `@handle` at the start of a text.
pub(super) fn handle_len(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('@')?;
    let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '?'))).unwrap_or(rest.len());
    let length = rest[..length].trim_end_matches('.').len();
    (length > 0).then_some(length + 1)
}

/// Whether a text is nothing but a priority tag.
fn priority_tag(text: &str) -> bool {
    values::leading_priority(text).is_some_and(|(tag, _)| tag.len() == text.trim_matches(['[', ']', '`']).len())
}

fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, '-' | '.' | '\''))
}

/// `[DR]`, `[INFRA]`: a team in capitals.
fn is_team_tag(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '-' | '/' | '?' | '&'))
}

/// Length of the numbering that opens a line: "2. ", "2.1 ", "(a) ", "3)Text"; 0 when there is none.
pub(super) fn numbering_len(text: &str) -> usize {
    let body = text.strip_prefix('(').unwrap_or(text);
    let digits = body.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(body.len());
    let letter = digits == 0 && text.starts_with('(') && body.starts_with(|c: char| c.is_ascii_alphabetic());
    let number = &body[..digits];
    if !letter && (number.is_empty() || number.len() > 6 || !number.starts_with(|c: char| c.is_ascii_digit())) {
        return 0;
    }
    let rest = if letter { &body[1..] } else { &body[digits..] };
    let closed = rest.strip_prefix(')');
    let pointed = number.ends_with('.') || number.contains('.') && rest.starts_with(' ');
    let after = closed.unwrap_or(rest);
    // "2.5 hours" is a quantity: dotted numbers count only before a capital.
    let opens = after.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '*' | '`' | '“' | '"' | '@' | '['));
    let lower = after.starts_with(' ') && (closed.is_some() || number.ends_with('.'));
    if (closed.is_some() || pointed) && (opens || lower) && !(text.starts_with('(') && closed.is_none()) {
        return text.len() - after.trim_start().len();
    }
    0
}

/// Length of an emoji or `:shortcode:` at the start of a text; 0 when there is none.
pub(super) fn emoji_len(text: &str) -> usize {
    let is_emoji = |c: char| {
        matches!(c as u32, 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x23E9..=0x23FF | 0x25AA..=0x25FE)
            && !matches!(c, '➔'..='➾')
    };
    let joins = |c: char| matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}');
    let mut length = 0;
    for c in text.chars() {
        if is_emoji(c) || (length > 0 && joins(c)) {
            length += c.len_utf8();
        } else {
            break;
        }
    }
    if length > 0 {
        return length;
    }
    // `:construction_worker:`
    let Some(rest) = text.strip_prefix(':') else { return 0 };
    match rest.find(':') {
        Some(n)
            if n > 1
                && rest[..n].chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '+' | '-') || c.is_ascii_digit()) =>
        {
            n + 2
        }
        _ => 0,
    }
}
