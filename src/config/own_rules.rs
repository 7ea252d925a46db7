//! The files of a team's own rules: which they are, and what is wrong with them.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use toml::de::{DeTable, DeValue};

use super::keys::Keys;
use crate::catalogue::{Catalogue, Rule, own};
use crate::discover::shown;
use crate::read::Problem;
use crate::source::{Source, Span, Spanned};
use crate::trouble::{Blame, Trouble};

/// Rules that have been read, each with its file.
#[derive(Debug, Default)]
pub(crate) struct OwnRules {
    pub(crate) catalogue: Catalogue,
    pub(crate) files: Vec<(&'static Rule, Source)>,
}

/// The rule files that a configuration names, as often as it does. Where it names none that can be used, that is a problem at its pattern.
pub(super) fn files(keys: &mut Keys<'_>, table: &DeTable<'_>, folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for name in ["rules", "rule-files"] {
        let Some(value) = table.get(name).filter(|value| name != "rules" || !matches!(value.get_ref(), DeValue::Table(_))) else {
            continue;
        };
        for Spanned { value: pattern, span } in keys.words(name, value) {
            match matching(folder, &pattern) {
                Ok(found) => files.extend(found),
                Err((message, help)) => keys.problem(span.range(), message, "this pattern", help),
            }
        }
    }
    files
}

/// The files below a folder that a pattern names, or what is wrong with it and what to do.
fn matching(folder: &Path, pattern: &str) -> Result<Vec<PathBuf>, (String, String)> {
    let path = Path::new(pattern);
    let outside = path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
    if outside {
        let help = "keep rule files in the folder of okrlint.toml or below".to_owned();
        return Err((format!("`{pattern}` leads out of the folder of the configuration"), help));
    }
    let glob = GlobBuilder::new(pattern.trim_start_matches("./")).literal_separator(true).build().map_err(|error| {
        let help = "write a path with `*`, `**` or `?`, such as \"okr-rules/*.toml\"".to_owned();
        (format!("`{pattern}` is no pattern for paths: {}", error.kind()), help)
    })?;
    let plain = path.components().take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']));
    let found = walk(folder, &folder.join(plain.collect::<PathBuf>()), &glob.compile_matcher());
    // Neither a link to a file nor one to a folder may lead elsewhere.
    let home = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    if let Some(stray) = found.iter().find(|file| !file.canonicalize().is_ok_and(|real| real.starts_with(&home))) {
        let message = format!("`{}` is a link that leads out of the folder of the configuration", shown(stray));
        return Err((message, "copy the file instead".to_owned()));
    }
    match found.is_empty() {
        true => Err((
            format!("no file is named `{pattern}`"),
            "a path is relative to okrlint.toml; `okrlint rules new` writes a first rule".to_owned(),
        )),
        false => Ok(found),
    }
}

fn walk(folder: &Path, start: &Path, glob: &GlobMatcher) -> Vec<PathBuf> {
    let entries = WalkBuilder::new(start).standard_filters(false).follow_links(false).build().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.path().is_file()).map(ignore::DirEntry::into_path);
    files.filter(|file| file.strip_prefix(folder).is_ok_and(|within| glob.is_match(within))).collect()
}

/// Reads rule files.
///
/// # Errors
///
/// What cannot be read, and all mistakes in what can, by file.
pub(crate) fn read(files: &[PathBuf]) -> Result<OwnRules, Vec<Blame>> {
    let outcomes: Vec<(Source, Result<&'static Rule, Vec<Problem>>)> = files.par_iter().map(|file| read_one(file)).collect();
    let (mut files, mut blames) = (Vec::new(), Vec::new());
    for (source, outcome) in outcomes {
        match outcome {
            Ok(rule) => files.push((rule, source)),
            Err(problems) => blames.push(Blame { source, problems }),
        }
    }
    if !blames.is_empty() {
        return Err(blames);
    }
    let rules: Vec<(&'static Rule, &Source)> = files.iter().map(|(rule, source)| (*rule, source)).collect();
    match own::join(&rules) {
        Ok(catalogue) => Ok(OwnRules { catalogue, files }),
        Err(problems) => Err(by_file(files, problems)),
    }
}

/// The text of a file and the rule that it holds, or what is wrong with it.
fn read_one(file: &Path) -> (Source, Result<&'static Rule, Vec<Problem>>) {
    let path = shown(&super::relative_to_here(file));
    match std::fs::read_to_string(file) {
        Ok(text) => {
            let source = Source::new(path, text);
            let rule = own::read(&source);
            (source, rule)
        }
        Err(error) => {
            let Trouble { message, help, .. } = Trouble::unreadable(file, &error);
            let problem = Problem { rule: "config", span: Span::default(), message, label: String::new(), help };
            (Source::new(path, ""), Err(vec![problem]))
        }
    }
}

/// Problems with the files that they are about.
fn by_file(files: Vec<(&'static Rule, Source)>, mut problems: Vec<(usize, Problem)>) -> Vec<Blame> {
    let blames = files.into_iter().enumerate().map(|(nth, (_, source))| Blame {
        source,
        problems: problems.extract_if(.., |(of, _)| *of == nth).map(|(_, problem)| problem).collect(),
    });
    blames.filter(|blame| !blame.problems.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_files_below_the_folder_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in ["rules/a.toml", "rules/deep/b.toml", "rules/c.txt", "outside.toml"] {
            std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            std::fs::write(root.join(name), "").unwrap();
        }
        let names = |pattern: &str| {
            let mut found = matching(&root, pattern).map_err(|(message, _)| message)?;
            found.sort();
            Ok::<_, String>(found.iter().map(|file| shown(file.strip_prefix(&root).unwrap())).collect::<Vec<_>>())
        };
        assert_eq!(names("rules/*.toml").unwrap(), ["rules/a.toml"]);
        assert_eq!(names("./rules/**/*.toml").unwrap(), ["rules/a.toml", "rules/deep/b.toml"]);
        assert_eq!(names("rules/a.toml").unwrap(), ["rules/a.toml"]);
        assert!(names("../*.toml").unwrap_err().contains("leads out"));
        assert!(names("rules/*.yaml").unwrap_err().contains("no file"));
        assert!(names("rules/[").unwrap_err().contains("no pattern"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_may_not_lead_out() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(other.path().join("x.toml"), "").unwrap();
        std::os::unix::fs::symlink(other.path().join("x.toml"), folder.path().join("x.toml")).unwrap();
        std::os::unix::fs::symlink(other.path(), folder.path().join("rules")).unwrap();
        for pattern in ["*.toml", "rules/x.toml", "rules/*.toml"] {
            assert!(matching(folder.path(), pattern).unwrap_err().0.contains("a link"), "{pattern}");
        }
    }
}
