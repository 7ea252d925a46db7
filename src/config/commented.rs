//! A first `okrlint.toml`: every setting with a word on it, left out by a comment sign, and what holds for the documents of one folder.

use super::table::{KEYS, Key, Shape};

/// The text of the file for OKRs that are kept in `folder` by cycle and team.
pub(crate) fn commented(folder: &str) -> String {
    let mut text = "# What okrlint is to know of the OKRs in this repository. A setting holds once the `#` before it is gone; `okrlint config` shows\n\
         # what holds, and why.\n\n"
        .to_owned();
    let (tables, values): (Vec<&Key>, Vec<&Key>) =
        KEYS.iter().partition(|key| matches!(key.shape, Shape::Table(_) | Shape::Tables(_)));
    for Key { name, doc, example, .. } in values {
        text.push_str(&format!("# {doc}\n# {name} = {example}\n\n"));
    }
    text.push_str(&format!("[[documents]]\npath = \"{folder}/{{cycle}}/{{team}}.*\"\nlevel = \"team\"\n"));
    for key in tables {
        let (head, keys) = match key.shape {
            Shape::Table(keys) => (format!("[{}]", key.name), keys),
            Shape::Tables(keys) => (format!("[[{}]]", key.name), keys),
            _ => continue,
        };
        text.push_str(&format!("\n# {}\n# {head}\n", key.doc));
        for Key { name, doc, example, .. } in keys {
            text.push_str(&format!("# {name} = {example}  # {doc}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::sections;
    use super::*;
    use crate::source::Source;

    fn mistakes(text: &str) -> Vec<String> {
        let source = Source::new("okrlint.toml", text);
        let opened = sections::open(&source, Path::new("/"));
        opened.read(Path::new("/"), &[]).problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn every_setting_holds_once_its_comment_sign_is_gone() {
        let text = commented("okrs");
        assert_eq!(mistakes(&text), [] as [&str; 0]);
        // What names other files holds where there are such files.
        let setting = |line: &&str| {
            line.split_once(" = ").is_some_and(|(name, _)| !name.contains(' ')) && !line.starts_with("rule-files")
                || line.starts_with('[')
        };
        let free: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# ").or(Some(line))).filter(setting).collect();
        assert!(free.len() > 35, "{free:#?}");
        assert_eq!(mistakes(&free.join("\n")), [] as [&str; 0], "{free:#?}");
    }
}
