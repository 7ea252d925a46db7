//! JUnit's report, as Jenkins describes it: a suite a document, a case a finding. A case fails where its finding fails the run, so that the
//! report and the exit status agree; other findings are cases that pass and say what was found.

use std::fmt::Write as _;

use super::part::{Drawn, End, Part, Renderer, told};
use super::xml::{DECLARATION, Xml};

/// A JUnit report.
pub(crate) struct Junit;

impl Renderer for Junit {
    fn head(&self) -> Vec<u8> {
        format!("{DECLARATION}<testsuites name=\"okrlint\">\n").into_bytes()
    }

    fn part(&self, part: &Part<'_>) -> Drawn {
        let mut cases = String::new();
        let mut failures = 0;
        // Writing into memory cannot fail.
        for (diagnostic, path, place) in part.located() {
            let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule.name);
            let name = format!("{}:{}: {}", place.line, place.column, diagnostic.message);
            let _ = write!(cases, "<testcase classname=\"{}\" name=\"{}\">", Xml(rule), Xml(&name));
            let text = format!("{path}:{}:{}: {severity}[{rule}] {}", place.line, place.column, told(diagnostic));
            let _ = match part.fails(diagnostic) {
                true => {
                    failures += 1;
                    let (rule, message) = (Xml(rule), Xml(&diagnostic.message));
                    write!(cases, "<failure type=\"{rule}\" message=\"{message}\">{}</failure>", Xml(&text))
                }
                false => write!(cases, "<system-out>{}</system-out>", Xml(&text)),
            };
            cases.push_str("</testcase>\n");
        }
        let suite = part.document.map_or("across documents".into(), |document| part.folder.relative(document));
        let tests = match (part.diagnostics.len(), part.document) {
            (0, None) => return Drawn::default(),
            (0, Some(_)) => {
                // Some readers take a suite without cases for a run that broke down.
                cases.push_str("<testcase classname=\"okrlint\" name=\"no red flags\"/>\n");
                1
            }
            (count, _) => count,
        };
        let drawn = format!(
            "<testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n{cases}</testsuite>\n",
            Xml(&suite)
        );
        drawn.into_bytes().into()
    }

    fn tail(&self, _end: &End<'_>) -> Vec<u8> {
        b"</testsuites>\n".to_vec()
    }
}
