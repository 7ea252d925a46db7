//! How files extend each other, and what holds for which document.

use std::fs;

use super::*;
use crate::catalogue;
use crate::engine::{Engine, Settings};

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn loaded(folder: &tempfile::TempDir, name: &str) -> Config {
    load(&folder.path().join(name)).unwrap_or_else(|trouble| panic!("{trouble:?}"))
}

/// The mistakes that are told, with the words that they underline.
fn mistakes(folder: &tempfile::TempDir, name: &str) -> Vec<(String, String)> {
    let trouble = load(&folder.path().join(name)).unwrap_err();
    let of = |blame: &Blame| {
        let told = |problem: &crate::read::Problem| (problem.message.clone(), blame.source.slice(problem.span).to_owned());
        blame.problems.iter().map(told).collect::<Vec<_>>()
    };
    trouble.blame.iter().flat_map(of).collect()
}

#[test]
fn a_file_comes_before_those_that_it_extends() {
    let folder = folder(&[
        (
            "standard.toml",
            "profile = \"coach\"\nignore = [\"no-number\"]\n[rules]\nvague-term = \"off\"\nfocus-limits = { max-objectives = 3, max-key-results = 4 }\n",
        ),
        (
            "okrlint.toml",
            "extends = \"standard.toml\"\nfail-on = \"warning\"\n[fiscal-year]\nfirst-month = 10\n[rules]\nvague-term = \"error\"\n",
        ),
        (
            "team/okrlint.toml",
            "extends = \"..\"\nprofile = \"ci\"\nignore = \"placeholder\"\nexclude = \"old\"\n[rules]\nfocus-limits = { max-objectives = 2 }\n",
        ),
    ]);
    let config = loaded(&folder, "team/okrlint.toml");
    assert_eq!((config.profile, config.fail_on), (Some(Profile::Ci), Some(Some(Severity::Warning))));
    assert_eq!(config.ignore, ["no-number", "placeholder"]);
    assert_eq!(config.levels["vague-term"], Some(Severity::Error));
    assert_eq!(config.fiscal_year.first_month, 10);
    let limits = &config.options["focus-limits"];
    assert_eq!((&limits["max-objectives"], &limits["max-key-results"]), (&OptionValue::Integer(2), &OptionValue::Integer(4)));
    assert!(config.excludes(&folder.path().join("team/old/a.md")) && !config.excludes(&folder.path().join("old/a.md")));
    let lines = |key: &str| config.origins.of(key).iter().map(|origin| origin.line).collect::<Vec<_>>();
    assert_eq!(
        (lines("ignore"), lines("profile"), lines("options.focus-limits.max-key-results")),
        (vec![2, 3], vec![2], vec![5])
    );
}

#[test]
fn circles_missing_files_and_mistakes_in_them_are_told_at_their_line() {
    let folder = folder(&[
        ("a.toml", "extends = [\"b.toml\", \"gone.toml\"]\n"),
        ("b.toml", "profle = \"ci\"\nextends = \"a.toml\"\n"),
        ("self.toml", "extends = \"./self.toml\"\n"),
        ("diamond.toml", "extends = [\"left.toml\", \"right.toml\"]\n"),
        ("left.toml", "extends = \"top.toml\"\n"),
        ("right.toml", "extends = \"top.toml\"\n"),
        ("top.toml", "profile = \"coach\"\n"),
    ]);
    let told = mistakes(&folder, "a.toml");
    let [(missing, at), (unknown, key), (circle, closing)] = told.as_slice() else { panic!("{told:?}") };
    assert!(missing.contains("there is no file or folder") && at == "\"gone.toml\"", "{told:?}");
    assert!(unknown.contains("`profle` is no setting") && key == "profle", "{told:?}");
    assert!(circle.contains("extends this file in its turn") && closing == "\"a.toml\"", "{told:?}");
    assert_eq!(mistakes(&folder, "self.toml").len(), 1);
    assert_eq!(loaded(&folder, "diamond.toml").profile, Some(Profile::Coach));
}

#[test]
fn paths_of_a_shared_file_start_where_it_is_extended() {
    let folder = folder(&[
        ("shared/okr.toml", "exclude = [\"drafts\"]\n[[documents]]\npath = \"okrs/{cycle}/{team}.md\"\n"),
        ("team/okrlint.toml", "extends = \"../shared/okr.toml\"\n"),
    ]);
    let config = loaded(&folder, "team/okrlint.toml");
    assert!(config.excludes(&folder.path().join("team/drafts/a.md")));
    let (context, claimed) = config.context(folder.path().join("team/okrs/2026-Q3/care.md").to_str().unwrap());
    assert!(claimed);
    assert_eq!(context.team.as_deref(), Some("care"));
}

#[test]
fn overrides_hold_for_their_documents_and_the_last_one_wins() {
    let folder = folder(&[(
        "okrlint.toml",
        "[rules]\nno-number = \"info\"\n[[overrides]]\npaths = [\"a/**\", \"b\"]\nignore = \"value\"\n[overrides.rules]\nno-number = \"off\"\n\
         [[overrides]]\npaths = \"b\"\nflags = { measurability = \"error\" }\nrules = { no-number = \"warning\" }\n",
    )]);
    let config = loaded(&folder, "okrlint.toml");
    let at = |path: &str| config.overrides(folder.path().join(path).to_str().unwrap());
    assert_eq!((at("c/x.md"), at("a/x.md"), at("b/x.md")), (vec![], vec![0], vec![0, 1]));
    let level = |path: &str| config.with_overrides(&at(path)).levels["no-number"];
    assert_eq!((level("c/x.md"), level("a/x.md"), level("b/x.md")), (Some(Severity::Info), None, Some(Severity::Warning)));
    assert_eq!(config.with_overrides(&[0]).ignore, ["value"]);
    assert_eq!(config.with_overrides(&[0, 1]).levels["measurability"], Some(Severity::Error));
}

#[test]
fn every_key_of_the_table_is_read() {
    fn leaves(prefix: &str, keys: &[table::Key]) -> Vec<String> {
        keys.iter()
            .flat_map(|key| match key.shape {
                table::Shape::Table(inner) => leaves(&format!("{prefix}[{}]\n", key.name), inner),
                table::Shape::Tables(inner) => leaves(&format!("{prefix}[[{}]]\n", key.name), inner),
                _ => vec![format!("{prefix}{} = 2.5\n", key.name)],
            })
            .collect()
    }
    let all = leaves("", table::KEYS);
    assert!(all.len() > 20, "{all:?}");
    for text in all {
        let source = Source::new(FILE_NAME, text.as_str());
        let mut opened = sections::open(&source, Path::new("/"));
        let _ = opened.extends();
        let problems = opened.read(Path::new("/"), &[]).problems;
        let wrong_type =
            problems.iter().any(|problem| source.slice(problem.span) == "2.5" && problem.label.starts_with("should be"));
        assert!(wrong_type && !problems.iter().any(|problem| problem.label == "unknown key"), "{text}: {problems:?}");
    }
}

#[test]
fn every_value_that_holds_is_shown_with_what_set_it() {
    let folder = folder(&[(
        "okrlint.toml",
        "ignore = [\"value\"]\n[rules]\nno-number = \"info\"\nfocus-limits = { max-objectives = 3 }\n[flags]\nevaluation = \"error\"\n",
    )]);
    let config = loaded(&folder, "okrlint.toml");
    let settings = Settings {
        ignore: config.ignore.clone(),
        levels: config.levels.clone(),
        options: config.options.clone(),
        ..Settings::new(jiff::civil::date(2026, 7, 1))
    };
    let effective = config.effective(&Engine::new(settings).unwrap());
    let shown = |key: &str| {
        let setting = effective.settings.iter().find(|setting| setting.key == key).unwrap();
        (setting.value.to_string(), setting.origins.first().map(|origin| origin.line))
    };
    assert_eq!(shown("no-number"), ("\"info\"".to_owned(), Some(3)));
    assert_eq!(shown("focus-limits.max-objectives"), ("3".to_owned(), Some(4)));
    assert_eq!(shown("focus-limits.max-key-results").1, None);
    assert_eq!(shown("pay-linked"), ("\"error\"".to_owned(), Some(6)));
    assert_eq!(shown("vanity-metric.level"), ("\"off\"".to_owned(), Some(1)));
    assert_eq!(shown("no-target"), ("\"error\"".to_owned(), None));
    let names = |setting: &&Setting| setting.table == "rules";
    let levels =
        effective.settings.iter().filter(names).filter(|setting| !setting.key.contains('.') || setting.key.ends_with(".level"));
    assert_eq!(levels.count(), catalogue::rules().count());
}
