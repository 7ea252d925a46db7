//! The shapes in which people write OKRs, each as a small document and the outline that okrlint reads from it.

use std::fs;

use jiff::civil::Date;
use okrlint::model::{Change, CheckIn, Document, Format, Item};
use okrlint::read::{self, Context};
use okrlint::source::{Source, Spanned};

#[test]
fn shapes() {
    insta::glob!("shapes/*.md", |path| {
        let text = fs::read_to_string(path).unwrap();
        let named = !path.ends_with("readme-is-left-alone.md") && !path.ends_with("how-to-is-left-alone.md");
        let source = Source::new("document.md", text);
        let read = read::read(&source, Format::Markdown, &Context { named, ..Context::default() });
        insta::assert_snapshot!(outline(&read.document, &source));
    });
}

/// One line an objective or key result: line, id, statement, values.
fn outline(document: &Document, source: &Source) -> String {
    let mut out = String::new();
    for objective in &document.objectives {
        let section = &document.sections[objective.section];
        let cycle = section.cycle.map(|c| c.value.to_string()).unwrap_or_default();
        let team = section.team.as_ref().map_or("", |t| t.value.as_str());
        let set = [team, cycle.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
        let set = if set.is_empty() { String::new() } else { format!("  <{set}>") };
        out.push_str(&format!("O  {}{set}\n", item(&objective.item, source)));
        for key_result in &objective.key_results {
            let mut line = item(&key_result.item, source);
            let fields = &key_result.fields;
            for (name, field) in [
                ("metric", &fields.metric),
                ("baseline", &fields.baseline),
                ("target", &fields.target),
                ("current", &fields.current),
            ] {
                if let Some(field) = field {
                    line.push_str(&format!("  {name}={}", field.value));
                }
            }
            out.push_str(&format!("   KR  {line}\n"));
            followed(&mut out, "      ", &key_result.check_ins, &key_result.item.changes);
        }
        followed(&mut out, "   ", &objective.check_ins, &objective.item.changes);
    }
    // Sections inside another inherit its rhythm.
    if let Some(cadence) = document.sections.iter().find_map(|section| section.cadence) {
        out.push_str(&format!("every {} days\n", cadence.value));
    }
    for section in &document.sections {
        followed(&mut out, "", &section.check_ins, &section.changes);
        for header in &section.unfilled {
            out.push_str(&format!("unfilled: {}\n", header.as_str()));
        }
    }
    out
}

/// One line a check-in or change: its day, value, status, confidence and words.
fn followed(out: &mut String, indent: &str, check_ins: &[CheckIn], changes: &[Change]) {
    let day = |date: Option<Spanned<Date>>| date.map_or("no day".to_owned(), |date| date.value.to_string());
    for check_in in check_ins {
        let mut parts = vec![day(check_in.date)];
        parts.extend(check_in.told().value.as_ref().map(|value| value.value.clone()));
        parts.extend(check_in.told().status.as_ref().map(|status| format!("[{}]", status.value)));
        parts.extend(check_in.told().confidence.map(|confidence| format!("{:.2}", confidence.value)));
        parts.extend(check_in.told().note.as_ref().map(|note| format!("\"{}\"", note.as_str())));
        out.push_str(&format!("{indent}at {}\n", parts.join("  ")));
    }
    for change in changes {
        out.push_str(&format!("{indent}change {}  \"{}\"\n", day(change.date), change.text.as_str()));
    }
}

fn item(item: &Item, source: &Source) -> String {
    let mut line = format!("{}: ", source.position(item.text.span().start).line);
    if let Some(id) = &item.id {
        line.push_str(&format!("[{}] ", id.value));
    }
    line.push_str(item.text.as_str());
    for owner in &item.owners {
        line.push_str(&format!("  @{}", owner.value));
    }
    if let Some(score) = item.score {
        line.push_str(&format!("  score={:.2}", score.value.value.unwrap_or(f64::NAN)));
    }
    for (name, value) in [("priority", &item.priority), ("status", &item.status)] {
        if let Some(value) = value {
            line.push_str(&format!("  {name}={}", value.value));
        }
    }
    if let Some(kind) = item.kind {
        line.push_str(&format!("  {}", kind.value.name()));
    }
    for link in &item.supports {
        line.push_str(&format!("  supports={}", link.value));
    }
    if item.dropped {
        line.push_str("  dropped");
    }
    line
}
