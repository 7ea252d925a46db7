//! What stands behind a statement.

use std::ops::Range;

use super::signs::{emoji_len, handle_len, is_name_word, is_team_tag};
use super::{MAX_VALUES, Perhaps, PerhapsValue, Strip, is_separator};
use crate::read::markdown::inline::Style;
use crate::read::markdown::sections;
use crate::read::values;

impl Strip<'_> {
    pub(super) fn back(&mut self) {
        self.struck_remark();
        self.result_arrow();
        for _ in 0..MAX_VALUES {
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
        // "=> 31" counts something; "=> 0.7", "=> 66%" and "=> 3/4" grade it.
        let grades = rest[result.clone()].contains(['%', '/', '.']);
        if let Some(score) = values::score(&rest[result.clone()]).filter(|_| grades) {
            self.out.item.score = Some(self.spanned(score, range));
        } else if let Some(state) = values::state(&rest[result.clone()]) {
            self.out.item.dropped |= state.is_dropped();
            self.out.item.status = Some(self.spanned(rest[result].to_string(), range));
        } else {
            self.out.item.dropped |= sections::says_dropped(&rest[result]);
            self.out.item.notes.push(self.line.text.sub(range).trim());
        }
        self.end = self.start + end;
    }

    fn back_emoji(&mut self) -> bool {
        let rest = self.rest();
        // An emoji ends in a sign of its own, a shortcode in a colon.
        if rest.ends_with(|c: char| c.is_ascii() && c != ':') {
            return false;
        }
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
        } else {
            self.need(inner);
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
        // "**Objective: …** (Ana Berg)": outside the bold sentence, a name is no part of it.
        let strong = |range: Range<usize>| self.line.covers(Style::Strong, range);
        let apart = strong(self.start..inner.start - 1) && !strong(inner.clone());
        if handles || all && apart || (several && all && self.line.covers(Style::Strong, inner.start - 1..inner.end)) {
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
}
