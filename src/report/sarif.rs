//! SARIF 2.1.0, which code scanning services and viewers read. See
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use serde::Serialize;

use super::json::{Place, line};
use super::part::{Drawn, End, Part, Renderer, path_of, told};
use super::rule_page;
use crate::catalogue::{self, Confidence, Level, Rule};
use crate::diagnostic::{Diagnostic, Fix, Held, Severity};
use crate::source::Span;

/// The name of the folder to which all addresses are relative; GitHub knows it.
const ROOT: &str = "%SRCROOT%";

/// A SARIF log of one run.
pub(crate) struct Sarif {
    rules: Vec<&'static Rule>,
}

impl Sarif {
    /// A log of a run in which these rules may speak.
    pub(crate) fn new(rules: Vec<&'static Rule>) -> Self {
        Self { rules }
    }

    fn outcome<'a>(&self, part: &Part<'_>, diagnostic: &'a Diagnostic) -> Outcome<'a> {
        let related = diagnostic.labels.iter().enumerate().map(|(index, label)| Location {
            id: Some(index + 1),
            physical_location: physical(part, path_of(label, diagnostic), label.span),
            message: Some(Message { text: &label.message }),
        });
        Outcome {
            rule_id: diagnostic.rule.name,
            rule_index: self.rules.iter().position(|rule| std::ptr::eq(*rule, diagnostic.rule)),
            level: level(diagnostic.severity),
            message: Text { text: told(diagnostic) },
            locations: [Location {
                id: None,
                physical_location: physical(part, &diagnostic.path, diagnostic.span),
                message: None,
            }],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints { okrlint: &diagnostic.fingerprint },
            fixes: diagnostic.fix.iter().map(|fix| remedy(part, diagnostic, fix)).collect(),
            suppressions: diagnostic.held.iter().map(suppression).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message<'static>,
    full_description: Message<'static>,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

/// Properties that GitHub's code scanning reads.
#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 1],
    precision: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Remedy<'a>>,
    /// Written even where there is none: within a log, either all results have it or none has (section 3.27.23).
    suppressions: Vec<Suppression<'a>>,
}

/// Why a result is held back.
#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

/// Under a name of our own: services compute `primaryLocationLineHash` themselves and warn where a tool sets it.
#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "okrlint/v1")]
    okrlint: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Remedy<'a> {
    description: Message<'a>,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

impl From<&Place> for Region {
    fn from(place: &Place) -> Self {
        let Place { line, column, end_line, end_column, .. } = *place;
        Self { start_line: line, start_column: column, end_line, end_column }
    }
}

impl Renderer for Sarif {
    fn head(&self) -> Vec<u8> {
        let rules = self.rules.iter().copied().map(descriptor).collect();
        let driver = Driver { name: "okrlint", semantic_version: env!("CARGO_PKG_VERSION"), rules };
        // Our own types always have a JSON form.
        let driver = serde_json::to_string(&driver).unwrap_or_default();
        format!(
            "{{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\
             \"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\
             \"originalUriBaseIds\":{{\"{ROOT}\":{{\"description\":{{\"text\":\"The folder in which okrlint ran.\"}}}}}},\
             \"results\":["
        )
        .into_bytes()
    }

    fn is_array(&self) -> bool {
        true
    }

    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut bytes = Vec::new();
        let mut diagnostics: Vec<&Diagnostic> = part.diagnostics.iter().chain(part.held).copied().collect();
        diagnostics.sort_by(|a, b| (&a.path, a.span, a.rule.name).cmp(&(&b.path, b.span, b.rule.name)));
        for diagnostic in diagnostics {
            line(&mut bytes, &self.outcome(part, diagnostic));
        }
        bytes.into()
    }

    fn tail(&self, end: &End<'_>) -> Vec<u8> {
        let gap = if end.empty { "" } else { "\n" };
        format!("{gap}],\"invocations\":[{{\"executionSuccessful\":{}}}]}}]}}\n", !end.failed).into_bytes()
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    Descriptor {
        id: rule.name,
        short_description: Message { text: rule.summary },
        full_description: Message { text: rule.why },
        help: Help { text: rule.fix, markdown: rule_page::markdown(&catalogue::explain(rule)) },
        default_configuration: Configuration {
            enabled: rule.level != Level::Off,
            level: match rule.level {
                Level::Off | Level::Info => level(Severity::Info),
                Level::Warning => level(Severity::Warning),
                Level::Error => level(Severity::Error),
            },
        },
        properties: RuleProperties {
            tags: [rule.flag.name()],
            precision: match rule.confidence {
                Confidence::High => "high",
                Confidence::Medium => "medium",
            },
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn suppression(held: &Held) -> Suppression<'_> {
    Suppression { kind: if held.is_in_source() { "inSource" } else { "external" }, justification: held.reason() }
}

fn physical(part: &Part<'_>, path: &str, span: Span) -> PhysicalLocation {
    let region = part.source(path).map(|source| Region::from(&Place::of(source, span)));
    PhysicalLocation { artifact_location: artifact(part, path), region }
}

fn artifact(part: &Part<'_>, path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri(&part.folder.relative(path)), uri_base_id: ROOT }
}

fn remedy<'a>(part: &Part<'_>, diagnostic: &Diagnostic, fix: &'a Fix) -> Remedy<'a> {
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: Region::from(&part.place(&diagnostic.path, edit.span)),
        inserted_content: Message { text: &edit.replacement },
    });
    let change = Change { artifact_location: artifact(part, &diagnostic.path), replacements: replacements.collect() };
    Remedy { description: Message { text: &fix.title }, artifact_changes: [change] }
}

/// A relative path as a relative reference of RFC 3986: all but its unreserved characters and `/` in percent form. A colon would be taken
/// for the end of a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
