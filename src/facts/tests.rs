//! The names are those of the JSON of `okrlint parse`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::model::Format;
use crate::read::{self, Context};
use crate::report::model;
use crate::source::Source;

/// A document in which every field of the model has a value.
const FULL: &str = "---\ncycle: 2026-Q3\nteam: Care\nlevel: team\n---\n\n## C-O1: Callers leave with an answer\n\nOwner: Ana\n\n\
    - C-O1-KR1: Reach 5,000 page views by 2026-09-30\n  - 2026-07-13: 41%, at risk, confidence 0.4. Two are ill.\n\
    - C-O1-KR2: Raise calls settled at once from 61% to 75%, now 66%, as far as possible\n";

/// The names that a record has in JSON, without those that only say where it stands.
fn names(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).filter(|name| *name != "span").collect()
}

/// The names that conditions know of a record, without those that JSON has not.
fn known(shape: &str, besides: &[&'static str]) -> BTreeSet<&'static str> {
    let shape = fields::SHAPES.iter().find(|known| known.name == shape).unwrap();
    shape.fields.iter().map(|field| field.name).filter(|name| !besides.contains(name)).collect()
}

#[test]
fn every_name_is_one_of_parse() {
    let source = Source::new("okrs/care.md", FULL);
    let document = read::read(&source, Format::Markdown, &Context { named: true, ..Context::default() }).document;
    let json = serde_json::to_value(model::document(&source, &document)).unwrap();
    let objective = &json["objectives"][0];
    let (views, calls) = (&objective["key_results"][0], &objective["key_results"][1]);
    for (shape, record) in [
        ("objective", objective),
        ("horizon", &objective["horizon"]),
        ("key result", views),
        ("measure", &views["measure"]),
        ("vanity", &views["measure"]["vanity"]),
        ("deadline", &views["deadline"]),
        ("check-in", &views["check_ins"][0]),
        ("indicator", &views["indicator"]),
        ("value", &calls["measure"]["target"]),
        ("mark", &calls["marks"][0]),
    ] {
        assert_eq!(known(shape, &[]), names(record), "{shape}");
    }
    let of_document: BTreeSet<&str> = known("document", &[]).union(&known("set", &[])).copied().collect();
    assert!(names(&json).is_subset(&of_document), "{:?}", names(&json));
}

#[test]
fn every_name_can_be_asked_for_and_is_explained() {
    for named in reference() {
        assert!(!named.doc.is_empty() && !named.kind.is_empty(), "{named:?}");
    }
    for root in ROOTS {
        for scope in root.scopes {
            assert!(Path::new(&[root.name], *scope, &[]).is_ok(), "{} in {scope:?}", root.name);
        }
        assert!(Path::new(&[root.name], Scope::Organisation, &[]).is_err());
    }
}
