//! The least that a program can do with the same text. What okrlint takes is told as a multiple of it, which travels from machine to machine.

use aho_corasick::{AhoCorasick, MatchKind};
use pulldown_cmark::{Event, Options, Parser};

/// Parses Markdown and does nothing with it; the number of events.
pub(crate) fn parse(text: &str) -> usize {
    parser(text).count()
}

fn parser(text: &str) -> impl Iterator<Item = Event<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter().map(|(event, _)| event)
}

/// An automaton of 500 terms, as a linter of words would have it.
pub(crate) struct Terms(AhoCorasick);

impl Terms {
    /// Five hundred terms of one and two words.
    pub(crate) fn new() -> Self {
        const FIRST: [&str; 20] = [
            "improve",
            "various",
            "several",
            "robust",
            "leverage",
            "seamless",
            "optimise",
            "followers",
            "downloads",
            "better",
            "alignment",
            "page views",
            "synergy",
            "as much as possible",
            "significantly",
            "world-class",
            "try to",
            "impressions",
            "stakeholders",
            "best in class",
        ];
        let second = (0..24).map(|n| format!(" {}", char::from(b'a' + n)));
        let endings: Vec<String> = std::iter::once(String::new()).chain(second).collect();
        let terms = endings.iter().flat_map(|ending| FIRST.iter().map(move |first| format!("{first}{ending}")));
        let builder = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(terms);
        Self(builder.expect("five hundred short terms fit"))
    }

    /// Parses Markdown and looks for the terms and for digits in its texts; the number of hits.
    pub(crate) fn parse(&self, text: &str) -> usize {
        let hits = |text: &str| self.0.find_iter(text).count() + usize::from(!text.bytes().any(|b| b.is_ascii_digit()));
        parser(text).map(|event| if let Event::Text(text) = event { hits(&text) } else { 0 }).sum()
    }
}
