//! `okrlint init`: what a team needs to begin with, as files that are only ever added.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::Status;
use super::output::Output;
use super::rule_choice::day;
use crate::calendar::{Cycle, FiscalYear, Part};
use crate::catalogue::template::fill;
use crate::config;
use crate::trouble::Trouble;

/// The folder in which OKRs are kept.
const FOLDER: &str = "okrs";

/// Write what a team begins with: a commented okrlint.toml, a page for its first OKRs, and the file for its builds.
///
/// What is there already is left alone.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder of the repository.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The format of the page for the OKRs.
    #[arg(long, value_enum, default_value_t = Form::Markdown)]
    format: Form,
    /// The team whose OKRs they are.
    #[arg(long, value_name = "NAME", default_value = "Our team", value_parser = name)]
    team: String,
    /// Where builds run [default: as the folder tells, else github].
    #[arg(long, value_enum)]
    ci: Option<Builds>,
    /// The day whose quarter the page is for [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

/// A format of OKR documents.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    #[value(alias = "md")]
    Markdown,
    Toml,
    Yaml,
    Json,
    Csv,
}

/// Where builds run.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Builds {
    Github,
    Gitlab,
    /// Nowhere: no file is written for them.
    None,
}

impl Form {
    /// The ending of a file, and the page.
    fn page(self) -> (&'static str, &'static str) {
        match self {
            Self::Markdown => ("md", include_str!("init/okrs.md")),
            Self::Toml => ("toml", include_str!("init/okrs.toml")),
            Self::Yaml => ("yaml", include_str!("init/okrs.yaml")),
            Self::Json => ("json", include_str!("init/okrs.json")),
            Self::Csv => ("csv", include_str!("init/okrs.csv")),
        }
    }
}

impl Builds {
    /// The file for the builds, and its text.
    fn file(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Github => Some((".github/workflows/okrs.yml", include_str!("init/github.yml"))),
            Self::Gitlab => Some((".gitlab/okrlint.yml", include_str!("init/gitlab.yml"))),
            Self::None => None,
        }
    }
}

/// Reads the name of a team.
fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().any(char::is_alphanumeric) && !text.chars().any(char::is_control) {
        true => Ok(text.to_owned()),
        false => Err("write a name in one line, with a letter in it".to_owned()),
    }
}

impl Init {
    pub(super) fn run(self, output: &mut Output) -> Status {
        let root = match fs::canonicalize(&self.folder) {
            Ok(root) => root,
            Err(error) => {
                output.troubles(&[Trouble::unreadable(&self.folder, &error)]);
                return Status::Failed;
            }
        };
        let mut status = Status::Clean;
        for (path, text) in self.files(&root) {
            let shown = path.display();
            match add(&root, &path, &text) {
                Ok(()) => drop(output.write(format!("{shown}: written\n").as_bytes())),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let _ = output.write(format!("{shown}: there already, left alone\n").as_bytes());
                }
                Err(error) => {
                    let help = "check whether you may write there, and that no link leads out of the folder";
                    output.troubles(&[Trouble::new(format!("`{shown}` cannot be written: {error}"), help)]);
                    status = Status::Failed;
                }
            }
        }
        if status == Status::Clean {
            let next =
                "\nFill in the blanks (`___`), then run `okrlint check`. `okrlint explain RULE` tells more of what it finds.\n";
            let _ = output.write(next.as_bytes());
        }
        status
    }

    /// The files, by path relative to the folder.
    fn files(&self, root: &Path) -> Vec<(PathBuf, String)> {
        let today = self.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
        let quarter = Part::Quarter((today.month() as u8).div_ceil(3));
        let cycle = Cycle { year: today.year(), part: quarter, fiscal: false };
        let value = |placeholder: &str| {
            Some(Cow::Owned(match placeholder {
                "folder" => FOLDER.to_owned(),
                "cycle" => cycle.to_string(),
                "end" => cycle.period(FiscalYear::default()).end.to_string(),
                "team" => self.team.clone(),
                "quoted" => serde_json::Value::from(self.team.as_str()).to_string(),
                "plain" => plain(&self.team),
                _ => return None,
            }))
        };
        let (ending, page) = self.format.page();
        let page = (format!("{FOLDER}/{cycle}/{}.{ending}", file_name(&self.team)), fill(page, value));
        let builds = self.ci.unwrap_or_else(|| builds(root)).file();
        let builds = builds.map(|(path, text)| (path.to_owned(), fill(text, value)));
        let config = (config::FILE_NAME.to_owned(), config::commented(FOLDER));
        let files = [config, page].into_iter().chain(builds);
        files.map(|(path, text)| (PathBuf::from(path), text)).collect()
    }
}

/// Where builds seem to run.
fn builds(root: &Path) -> Builds {
    match root.join(".gitlab-ci.yml").exists() {
        true => Builds::Gitlab,
        false => Builds::Github,
    }
}

/// A name as YAML takes it: in quotes unless it is of plain words.
fn plain(name: &str) -> String {
    let words = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    match name.chars().all(words) && name.starts_with(char::is_alphabetic) {
        true => name.to_owned(),
        false => serde_json::Value::from(name).to_string(),
    }
}

/// A name as that of a file: "R&D, North" is `r-d-north`.
fn file_name(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Adds a file, whole or not at all. Nothing is written through a link that leads out of the root.
///
/// # Errors
///
/// There is such a file already, or it cannot be written.
fn add(root: &Path, path: &Path, text: &str) -> io::Result<()> {
    let target = root.join(path);
    let folder = target.parent().unwrap_or(root);
    let known = folder.ancestors().find(|folder| folder.exists()).unwrap_or(root);
    if !fs::canonicalize(known)?.starts_with(root) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "a link leads out of the folder"));
    }
    fs::create_dir_all(folder)?;
    let mut file = File::create_new(&target)?;
    file.write_all(text.as_bytes()).inspect_err(|_| drop(fs::remove_file(&target)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_each_format_takes_them() {
        assert_eq!((plain("Night buses"), plain("on: call")), ("Night buses".into(), "\"on: call\"".into()));
        assert_eq!(file_name("R&D, North"), "r-d-north");
        assert!(name(" \n").is_err() && name("...").is_err());
    }
}
