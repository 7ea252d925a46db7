//! A rule as a page for a person: what it finds, why that matters, how to fix it, and how to live with it.

use super::{Confidence, Example, Level, Measured, OptionDefault, Rule, Scope, Variant};

/// A page about a rule, ready to be laid out for a terminal, an editor or a README.
#[derive(Debug)]
pub struct Explanation {
    /// The rule.
    pub rule: &'static Rule,
    /// What is said about it, in order.
    pub sections: Vec<Section>,
}

/// A heading and what stands under it.
#[derive(Debug)]
pub struct Section {
    /// The heading.
    pub heading: &'static str,
    /// Paragraphs, list items and documents.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Debug)]
pub enum Part {
    /// Prose.
    Paragraph(String),
    /// An item of a list.
    Item(String),
    /// A small document in which some texts are underlined.
    Document(&'static Example),
}

/// The page of a rule.
pub fn explain(rule: &'static Rule) -> Explanation {
    let paragraphs = |text: &str| {
        text.split("\n\n").map(|part| Part::Paragraph(part.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
    };
    let example = |good: bool| rule.examples.iter().filter(|e| e.is_good() == good).take(1).map(Part::Document).collect();
    let options =
        rule.options.iter().map(|o| Part::Item(format!("{} (default {}): {}", o.name, shown(o.default), o.doc))).collect();
    let exceptions = rule.exceptions.iter().map(|text| Part::Item((*text).to_owned())).collect();
    let mut sections = vec![
        Section {
            heading: "What it finds",
            parts: vec![Part::Paragraph(rule.summary.to_owned()), Part::Paragraph(standing(rule))],
        },
        Section { heading: "How often it is right", parts: rule.measured.map(precision).into_iter().collect() },
        Section { heading: "Why it is a red flag", parts: paragraphs(rule.why) },
        Section { heading: "How to fix it", parts: paragraphs(rule.fix) },
        Section { heading: "Instead of", parts: example(false) },
        Section { heading: "Write", parts: example(true) },
        Section { heading: "What it leaves alone", parts: exceptions },
        Section { heading: "Options", parts: options },
        Section { heading: "How to silence it", parts: silencing(rule) },
        Section { heading: "Source", parts: vec![Part::Paragraph(rule.source.to_owned())] },
    ];
    sections.retain(|section| !section.parts.is_empty());
    Explanation { rule, sections }
}

/// Flag, level and profile in one sentence.
fn standing(rule: &Rule) -> String {
    let level = match rule.level {
        Level::Off => "off until you select it",
        Level::Info => "a question (info)",
        Level::Warning => "a warning",
        Level::Error => "an error",
    };
    let sure = |variant: &Variant| variant.level > Level::Info && variant.confidence == Confidence::High;
    let profile = match rule.level {
        Level::Off if rule.scope == Scope::Form => "then it runs in every profile; --fix mends what it finds in any case",
        Level::Off => "then it runs in every profile",
        _ if rule.variants.iter().any(sure) => "runs in both profiles",
        _ => "runs in --profile coach",
    };
    let (article, number) = rule.flag.article();
    format!("Red flag {number} of article {article}: {}. By default {level}; {profile}.", rule.flag.title())
}

/// What the rule's findings were worth where it was measured.
fn precision(measured: Measured) -> Part {
    let Measured { findings, wrong, date } = measured;
    Part::Paragraph(format!(
        "{} of {findings} {} in published OKR documents, in --profile ci, judged by hand as their authors would ({date}).",
        findings.saturating_sub(wrong),
        if findings == 1 { "finding" } else { "findings" },
    ))
}

fn silencing(rule: &Rule) -> Vec<Part> {
    vec![
        Part::Item(format!(
            "for one statement: <!-- okrlint-ignore {}: reason --> above it or on its line, in the comments of the document's format",
            rule.name
        )),
        Part::Item(format!("for one run: okrlint check --ignore {}", rule.name)),
        Part::Item(format!(
            "for good: {} = \"off\" under [levels] in okrlint.toml; \"info\", \"warning\" or \"error\" set its level",
            rule.name
        )),
    ]
}

fn shown(default: OptionDefault) -> String {
    match default {
        OptionDefault::Switch(on) => on.to_string(),
        OptionDefault::Integer(number) => number.to_string(),
        OptionDefault::Text(text) => format!("{text:?}"),
        OptionDefault::Words(words) => format!("{words:?}"),
    }
}
