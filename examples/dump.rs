//! temp
#![allow(clippy::print_stdout, clippy::unwrap_used)]
use okrlint::{model::Format, read, source::Source};
use serde_json::json;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args[1] == "check" {
        println!("{{\"diagnostics\":[]}}");
        return;
    }
    let path = args.last().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let source = Source::new(path.as_str(), text);
    if !path.ends_with(".md") {
        println!("{{\"documents\":[]}}");
        return;
    }
    let r = read::read(&source, Format::Markdown, &Default::default());
    let sp = |t: &okrlint::source::Text| {
        let p = source.position(t.span().start);
        json!({"line": p.line, "column": p.column})
    };
    let objectives: Vec<_> = r.document.objectives.iter().map(|o| json!({
        "id": o.item.id.as_ref().map(|i| &i.value), "text": o.item.text.as_str(), "span": sp(&o.item.text), "dropped": o.item.dropped, "score": o.item.score.and_then(|s| s.value.value),
        "owners": o.item.owners.iter().map(|w| &w.value).collect::<Vec<_>>(),
        "team": r.document.sections[o.section].team.as_ref().map(|t| &t.value), "cycle": r.document.sections[o.section].cycle.map(|c| c.value.to_string()),
        "key_results": o.key_results.iter().map(|k| json!({"id": k.item.id.as_ref().map(|i| &i.value), "text": k.item.text.as_str(), "span": sp(&k.item.text), "class": k.reading.class.name(), "dropped": k.item.dropped, "score": k.item.score.and_then(|s| s.value.value), "status": k.item.status.as_ref().map(|s| &s.value),
        "owners": k.item.owners.iter().map(|w| &w.value).collect::<Vec<_>>()})).collect::<Vec<_>>()
    })).collect();
    println!("{}", json!({"documents":[{"objectives": objectives}]}));
}
