//! The made-up organisation of the benchmarks: every format says the same of it, whatever its size.

use okrlint::model::Format;

use crate::{organisation, program};

#[test]
fn every_format_holds_the_same_organisation() {
    const SETS: usize = 20;
    for format in [Format::Markdown, Format::Toml, Format::Yaml, Format::Json, Format::Csv] {
        let folder = tempfile::tempdir().unwrap();
        organisation::write(folder.path(), SETS, format).unwrap();
        let path = folder.path().to_str().unwrap();
        let run = program::okrlint(["check", "--no-config", "--today", "2026-08-15", "--format", "json", path]);
        let summary = &run.json()["summary"];
        let objectives = SETS * organisation::OBJECTIVES;
        assert_eq!(summary["files"], SETS, "{}: {}", format.name(), run.stderr);
        assert_eq!(summary["objectives"], objectives, "{}", format.name());
        assert_eq!(summary["key_results"], objectives * organisation::KEY_RESULTS, "{}", format.name());
        assert!(!run.rules().contains(&"syntax-error".to_owned()), "{}", format.name());
    }
}
