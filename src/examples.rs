//! The examples in rule files, which are the tests of their rules: a bad document is underlined exactly where its file says, a good one not
//! at all.

use jiff::civil::{Date, date};

use crate::calendar::Cycle;
use crate::catalogue::{Catalogue, Example, ExampleVersion, Rule, Scope};
use crate::diagnostic::Diagnostic;
use crate::engine::{Engine, Profile, Settings, SettingsError};
use crate::fix::{self, Courage, Mended};
use crate::history::{Commit, Past, Version};
use crate::model::Format;
use crate::read::{self, Context, ReadResult};
use crate::source::Source;
use crate::workspace::Outline;

const FORMATS: [Format; 5] = [Format::Markdown, Format::Toml, Format::Yaml, Format::Json, Format::Csv];
/// The day on which an example is checked that names none.
const TODAY: Date = date(2026, 7, 1);

/// What a rule finds in an example: each finding with the text that it underlines, in order.
///
/// # Errors
///
/// The catalogue does not have the rule.
pub fn findings(catalogue: &Catalogue, rule: &Rule, example: &Example) -> Result<Vec<(String, Diagnostic)>, Vec<SettingsError>> {
    let engine = engine(catalogue, rule, example)?;
    let (format, path) = (format(example), path(example));
    let sources: Vec<Source> =
        [(path, example.document)].iter().chain(example.also).map(|(path, text)| Source::new(*path, *text)).collect();
    let (mut diagnostics, mut outlines) = (Vec::new(), Vec::new());
    for source in &sources {
        if source.text.is_empty() {
            let context = Context { cycle: Cycle::from_path(&source.path), ..Context::default() };
            outlines.push(Outline::opaque(&source.path, &context));
            continue;
        }
        let format = format_of(&source.path).unwrap_or(format);
        let context = Context { cycle: Cycle::from_path(&source.path), named: true, ..Context::default() };
        let mut result = read::read(source, format, &context);
        result.document.touched = example.touched.iter().filter_map(|day| day.parse().ok()).collect();
        // A page without OKRs explains them.
        if result.document.objectives.is_empty() && rule.scope == Scope::Organisation {
            outlines.push(Outline::page(source));
            continue;
        }
        let report = engine.check_with_past(source, &result, past(example, &context, format).as_ref());
        diagnostics.extend(report.diagnostics);
        outlines.push(report.outline);
    }
    diagnostics.extend(engine.check_organisation(&outlines));
    diagnostics.retain(|diagnostic| !is_about_all(rule) || diagnostic.rule.name == rule.name);
    let underlined = |diagnostic: &Diagnostic| {
        let source = sources.iter().find(|source| source.path == diagnostic.path);
        source.map_or_else(String::new, |source| source.slice(diagnostic.span).to_owned())
    };
    Ok(diagnostics.into_iter().map(|diagnostic| (underlined(&diagnostic), diagnostic)).collect())
}

/// What `--fix --unsafe` makes of a text of an example when the rule runs alone.
///
/// # Errors
///
/// The catalogue does not have the rule.
pub fn mended(catalogue: &Catalogue, rule: &Rule, example: &Example, text: &str) -> Result<Mended, Vec<SettingsError>> {
    let engine = engine(catalogue, rule, example)?;
    let source = Source::new(path(example), text);
    let context = Context { cycle: Cycle::from_path(&source.path), named: true, ..Context::default() };
    let read = |source: &Source| read::read(source, format(example), &context);
    let offers = |source: &Source, read: &ReadResult| {
        let mut diagnostics = engine.check_document(source, read).diagnostics;
        diagnostics.retain(|diagnostic| diagnostic.rule.name == rule.name);
        fix::offers(diagnostics)
    };
    Ok(fix::mend(&source, &read(&source), Courage::Unsafe, read, offers))
}

/// The engine that runs one rule on the day of an example.
fn engine(catalogue: &Catalogue, rule: &Rule, example: &Example) -> Result<Engine, Vec<SettingsError>> {
    let mut settings = Settings::new(example.today.parse().unwrap_or(TODAY));
    settings.catalogue = catalogue.clone();
    settings.profile = Profile::Coach;
    if !is_about_all(rule) {
        settings.select = vec![rule.name.to_owned()];
    }
    Engine::new(settings)
}

fn format(example: &Example) -> Format {
    FORMATS.into_iter().find(|format| format.name() == example.format).unwrap_or(Format::Markdown)
}

fn path(example: &Example) -> &'static str {
    if example.path.is_empty() { "example" } else { example.path }
}

/// What a rule about suppressions says depends on all that is found.
fn is_about_all(rule: &Rule) -> bool {
    rule.scope == Scope::Text && rule.matches.is_none()
}

/// The format that a path promises.
fn format_of(path: &str) -> Option<Format> {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension)?;
    FORMATS.into_iter().find(|format| format.name() == extension)
}

/// What an example says was committed.
fn past(example: &Example, context: &Context, format: Format) -> Option<Past> {
    let version = |(number, version): (usize, &ExampleVersion)| Version {
        commit: Some(Commit {
            id: format!("c{number}").into(),
            date: version.date.parse().unwrap_or(TODAY),
            message: version.message.into(),
        }),
        document: read::read(&Source::new("example", version.document), format, context).document,
    };
    let versions: Vec<Version> = example.versions.iter().enumerate().map(version).collect();
    (!versions.is_empty()).then_some(Past { versions, complete: true })
}
