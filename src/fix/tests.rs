//! What mending promises, whatever the rules offer.

use super::*;
use crate::model::Format;
use crate::read::{self, Context};

const DOCUMENT: &str = "---\ncycle: 2026-Q3\n---\n\n## O1: A bed when you need one\n\n- KR1: Raise homeward trips before noon from 18% to 35%\n\
    - KR2: Reduce waiting from 90 to 45 minutes\n";

fn read(source: &Source) -> ReadResult {
    read::read(source, Format::Markdown, &Context { named: true, ..Context::default() })
}

fn edit(source: &Source, at: &str, replacement: &str) -> Option<Edit> {
    let start = source.text.find(at)?;
    Some(Edit { span: Span::new(start, start + at.len()), replacement: replacement.to_owned() })
}

fn offer(safe: bool, edits: Vec<Edit>) -> Fix {
    Fix { title: "mend it".to_owned(), safe, edits }
}

/// Mends the document with whatever fits of these replacements, each a fix of its own.
fn mended(replacements: &[(&str, &str)], safe: bool, courage: Courage) -> Mended {
    let source = Source::new("a.md", DOCUMENT);
    let result = read(&source);
    let offers = |source: &Source, _: &ReadResult| {
        let fixes = replacements.iter().filter_map(|(at, text)| Some(offer(safe, vec![edit(source, at, text)?])));
        fixes.collect()
    };
    mend(&source, &result, courage, read, offers)
}

#[test]
fn a_fix_that_changes_the_meaning_is_refused_and_the_others_are_applied() {
    let mended = mended(&[("KR1:", "KR 1:"), ("35%", "55%"), ("\n- KR2", " KR2")], true, Courage::Safe);
    assert_eq!((mended.applied, mended.source.text), (1, DOCUMENT.replace("KR1:", "KR 1:")));
}

#[test]
fn fixes_that_meet_are_applied_one_after_the_other() {
    let mended = mended(&[("KR1: Raise", "KR 1: Raise"), (": Raise homeward", " - Raise homeward")], true, Courage::Safe);
    assert_eq!((mended.applied, mended.source.text), (2, DOCUMENT.replace("KR1: R", "KR 1 - R")));
}

#[test]
fn a_fix_that_never_ends_is_given_up() {
    let mended = mended(&[("KR1:", "KR 1:"), ("KR 1:", "KR1:")], true, Courage::Safe);
    assert_eq!(mended.applied, ROUNDS);
}

#[test]
fn unsafe_fixes_wait_until_they_are_wanted_and_keep_the_words() {
    let rewording = [("45 minutes", "45 minutes (now ___)")];
    let kept = mended(&rewording, false, Courage::Safe);
    assert_eq!((kept.applied, kept.waiting, kept.source.text.as_str()), (0, 1, DOCUMENT));
    let lost = mended(&[("from 18% to 35%", "")], false, Courage::Unsafe);
    assert_eq!((lost.applied, lost.source.text.as_str()), (0, DOCUMENT));
}

#[test]
fn edits_that_meet_are_told() {
    let span = Span::new;
    assert!(meet(span(1, 4), span(3, 5)) && meet(span(2, 2), span(2, 2)) && meet(span(2, 2), span(2, 5)));
    assert!(!meet(span(1, 3), span(3, 5)) && !meet(span(5, 5), span(2, 5)));
    assert_eq!(
        applied(
            "abc",
            &[&Fix { title: String::new(), safe: true, edits: vec![Edit { span: span(2, 9), replacement: String::new() }] }]
        ),
        None
    );
}
