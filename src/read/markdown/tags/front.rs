//! What stands before a statement.

use std::ops::Range;

use super::signs::{emoji_len, handle_len, numbering_len};
use super::{MAX_VALUES, Strip, is_separator};
use crate::read::labels::{self, Field, Labelled};
use crate::read::markdown::inline::Style;
use crate::read::values;

impl Strip<'_> {
    pub(super) fn front(&mut self) {
        self.skip_space();
        self.numbering();
        for _ in 0..MAX_VALUES {
            let taken = self.badge()
                || self.emoji()
                || self.checkbox()
                || self.label()
                || self.priority()
                || self.handle()
                || self.bracket()
                || self.title();
            if !taken {
                break;
            }
        }
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
        // A second label stands before a colon.
        let open = self.out.label.is_none() || labels::colon(self.rest()).is_some();
        if !self.labels || !open {
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
            // "Learning KR: …" names the type, "VP Sales KR: …" the owner.
            if let Some(kind) = values::okr_type(&self.line.as_str()[range.clone()]) {
                self.out.item.kind = Some(self.spanned(kind, range.clone()));
            }
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
}
