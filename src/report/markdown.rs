//! Findings as a Markdown page grouped by red flag: a comment on a pull request, or the summary of a job. The page has an upper limit of
//! length, which its worst findings get first.

use std::fmt::Write as _;

use super::changes;
use super::paint::visible;
use super::part::{Drawn, End, Entry, Part, Renderer};
use super::text::{counted, summary_line};
use crate::catalogue::Flag;
use crate::diagnostic::Diagnostic;

/// The first line of a page: by it a program that keeps one comment up to date finds it again, and okrlint knows its own pages from
/// documents.
pub(crate) const MARKER: &str = "<!-- okrlint -->";

/// A page of limited length.
pub(crate) struct Page {
    /// Upper limit in bytes; a page never has more characters than bytes.
    limit: usize,
}

impl Page {
    /// A comment on a pull request. GitHub takes 65,536 characters; the difference leaves room for what others write above it.
    pub(crate) const COMMENT: Self = Self { limit: 60_000 };
    /// The summary of a job, of which GitHub takes 1 MiB a step.
    pub(crate) const JOB_SUMMARY: Self = Self { limit: 1_000_000 };
}

impl Renderer for Page {
    fn room(&self) -> usize {
        self.limit
    }

    fn part(&self, part: &Part<'_>) -> Drawn {
        let entries = part.located().map(|(diagnostic, path, place)| {
            let place = match part.source(&diagnostic.path) {
                Some(_) => format!("{path}:{}", place.line),
                None => path.into_owned(),
            };
            Entry { flag: diagnostic.rule.flag, severity: diagnostic.severity, text: item(diagnostic, &place) }
        });
        Drawn { bytes: Vec::new(), entries: entries.collect() }
    }

    fn tail(&self, end: &End<'_>) -> Vec<u8> {
        let mut page = format!("{MARKER}\n");
        if let Some(changes) = end.changes {
            // What was found is as much as what was changed.
            page.push_str(&changes::markdown(changes, self.limit / 2));
            page.push('\n');
        }
        let _ = writeln!(page, "### okrlint: {}", summary_line(end.tally));
        if end.failed {
            page.push_str("\nNot everything could be checked; the log of the run says why.\n");
        }
        let flags = end.tally.by_flag();
        if !flags.is_empty() {
            page.push_str("\n| red flag | findings | what goes wrong |\n| --- | ---: | --- |\n");
        }
        // Writing into memory cannot fail.
        for (flag, count) in &flags {
            let _ = writeln!(page, "| {} | {count} | {} |", flag.name(), flag.title());
        }
        // Each flag gets its share of the room, and what it leaves goes to those after it.
        for (nth, (flag, count)) in flags.iter().enumerate() {
            let share = self.limit.saturating_sub(page.len()) / (flags.len() - nth);
            let details = details(*flag, *count, end, share);
            page.push_str(&details);
        }
        page.into_bytes()
    }
}

/// The findings of a flag, folded, in at most `room` bytes.
fn details(flag: Flag, count: usize, end: &End<'_>, room: usize) -> String {
    let title = format!("\n<details>\n<summary>{}: {}</summary>\n\n", flag.name(), counted(count, "finding"));
    let close = "\n</details>\n";
    let rest = |left: usize| format!("- and {left} more: `okrlint check --select {}` shows them\n", flag.name());
    let room = room.saturating_sub(title.len() + close.len() + rest(count).len());
    let mut items = String::new();
    let mut shown = 0;
    for item in end.digest.of(flag) {
        if items.len() + item.len() > room {
            break;
        }
        items.push_str(item);
        shown += 1;
    }
    if shown < count {
        items.push_str(&rest(count - shown));
    }
    format!("{title}{items}{close}")
}

/// A finding as an item of a list.
fn item(diagnostic: &Diagnostic, place: &str) -> String {
    let Diagnostic { severity, rule, message, help, .. } = diagnostic;
    let gap = if help.is_empty() { "" } else { "<br>" };
    format!("- **{}** {} {}: {}{gap}{}\n", severity.name(), code(place), code(rule.name), prose(message), prose(help))
}

/// A text as code within a line.
fn code(text: &str) -> String {
    let text = visible(text).replace(['\n', '\t'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A text as a block of code in a language.
pub(super) fn block(text: &str, language: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A text within a line that Markdown leaves as it is. It calls nobody by `@name`, links no `#1` and starts no formula with `$`.
pub(super) fn prose(text: &str) -> String {
    let mut prose = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '\n' | '\t' => prose.push(' '),
            '@' | '#' => {
                prose.push(c);
                prose.push_str("&#8203;");
            }
            '$' => prose.push_str("<span>$</span>"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' => {
                prose.push('\\');
                prose.push(c);
            }
            _ => prose.push(c),
        }
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_author_are_no_markup() {
        assert_eq!(prose("<b> @ana #12 `x` a|b\nc_d"), "\\<b\\> @&#8203;ana #&#8203;12 \\`x\\` a\\|b c\\_d");
        assert_eq!(prose("from $5 to $9"), "from <span>$</span>5 to <span>$</span>9");
    }

    #[test]
    fn back_ticks_do_not_end_code() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(block("```\nx", "markdown"), "````markdown\n```\nx\n````\n");
    }

    /// What a reader of Markdown sees of a line, or nothing where part of it is markup.
    fn seen(line: &str) -> Option<String> {
        use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
        let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
        let mut seen = String::new();
        for event in Parser::new_ext(line, options) {
            match event {
                Event::Text(text) => seen.push_str(&text),
                Event::InlineHtml(tag) if matches!(&*tag, "<span>" | "</span>") => {}
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(seen.replace('\u{200b}', ""))
    }

    proptest::proptest! {
        #[test]
        fn any_text_stays_text(text in "([*_~`<>&#@$|\\[\\]()!\\\\a-c1 .:-]|\\PC){0,40}") {
            let text = text.replace('\u{200b}', "");
            let line = format!("x {} x", prose(&text));
            proptest::prop_assert_eq!(seen(&line), Some(format!("x {} x", visible(&text))));
        }
    }
}
