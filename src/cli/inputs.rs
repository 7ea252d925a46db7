//! What a command looks at: paths, standard input, and the configuration that holds for each.

use std::path::{Path, PathBuf};

use clap::Args;

use super::configs::{ConfigChoice, Configs};
use crate::config::Config;
use crate::discover::{self, Candidate, Found, Origin, decode, lexical};
use crate::history::{Histories, Past, Recorded, Version};
use crate::model::{Document, Format};
use crate::read::{self, Context, ReadResult};
use crate::report::markdown::MARKER;
use crate::source::Source;
use crate::trouble::Trouble;

/// The options that name what to look at.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// Files and folders; `-` reads standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The name of what `-` reads; its extension tells the format.
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<String>,
    #[command(flatten)]
    choice: ConfigChoice,
}

/// A file to look at, with the configuration that holds for it.
#[derive(Debug)]
pub(super) struct Input {
    candidate: Candidate,
    /// Index into [`Plan::configs`].
    pub(super) config: usize,
}

impl std::borrow::Borrow<Candidate> for Input {
    fn borrow(&self) -> &Candidate {
        &self.candidate
    }
}

/// All that a command looks at.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) configs: Vec<Config>,
    /// For each configuration the organisation to which its documents belong, counted from 0: what lies across documents is looked for among
    /// those of one organisation.
    pub(super) organisations: Vec<usize>,
    /// In order of path.
    pub(super) inputs: Vec<Input>,
    /// What could not be looked at.
    pub(super) troubles: Vec<Trouble>,
    /// Files that hold OKRs and cannot be read, with the index of their configuration, in order of path.
    pub(super) opaque: Vec<(String, usize)>,
    /// How many files the configuration left out.
    pub(super) excluded: usize,
    /// The files and folders that the user named.
    roots: Vec<PathBuf>,
    lookup: Configs,
}

impl Plan {
    /// The files and folders that the user named; standard input by the name that it was given.
    pub(super) fn roots(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().map(PathBuf::as_path)
    }

    /// What a file would have been for the run if it were still there; nothing if the run would have passed it over.
    pub(super) fn absent(&self, file: &Path) -> Option<Input> {
        self.roots.iter().find_map(|root| {
            let inside = file.strip_prefix(lexical(root)).ok()?;
            let hidden = inside.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
            let candidate = Candidate::walked(&root.join(inside)).filter(|_| !hidden)?;
            let config = self.lookup.of_absent(file, &candidate.path)?;
            Some(Input { candidate, config })
        })
    }

    /// Whether troubles left nothing to look at.
    pub(super) fn is_in_vain(&self, troubles: &[Trouble]) -> bool {
        self.inputs.is_empty() && troubles.iter().any(|trouble| trouble.fatal)
    }

    /// The file of a path as shown to the user.
    pub(super) fn input(&self, path: &str) -> Option<&Input> {
        self.inputs.binary_search_by(|input| input.path().cmp(path)).ok().map(|index| &self.inputs[index])
    }

    /// Whether a path is that of a file that holds OKRs and cannot be read.
    pub(super) fn is_opaque(&self, path: &str) -> bool {
        self.opaque.iter().any(|(opaque, _)| opaque == path)
    }

    /// The configuration that holds for a document of the run, readable or not.
    pub(super) fn config_of(&self, path: &str) -> Option<usize> {
        let opaque = || self.opaque.iter().find(|(opaque, _)| opaque == path).map(|(_, config)| *config);
        self.input(path).map(|input| input.config).or_else(opaque)
    }

    /// The first configuration of an organisation: its year is that of the organisation.
    pub(super) fn first_of(&self, organisation: usize) -> usize {
        self.organisations.iter().position(|of| *of == organisation).unwrap_or_default()
    }

    /// How many organisations there are.
    pub(super) fn organisation_count(&self) -> usize {
        self.organisations.iter().max().map_or(0, |last| last + 1)
    }

    /// One configuration for each file that sets one, and whether the run looks at all documents that it is for.
    pub(super) fn config_files(&self) -> Vec<(usize, bool)> {
        let folders: Vec<PathBuf> = self.roots.iter().filter(|root| root.is_dir()).map(|root| lexical(root)).collect();
        self.lookup.files(&folders).collect()
    }
}

/// A document that has been read.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) read: ReadResult,
    /// Whether the file has bytes that are no text, so that `source` is not what stands in it.
    pub(super) repaired: bool,
}

impl Inputs {
    /// Finds the files and their configurations.
    pub(super) fn plan(&self) -> Plan {
        let mut lookup = self.choice.start();
        let mut found = Found::default();
        if self.stdin_filename.is_some() && !self.paths.iter().any(|path| is_stdin(path)) {
            let message = "--stdin-filename names what `-` reads, but `-` is not among the paths";
            found.troubles.push(Trouble::new(message, "run `okrlint check --stdin-filename FILE -`"));
        } else {
            self.paths.iter().for_each(|path| self.find(path, &mut lookup, &mut found));
        }
        let inputs = found.candidates.into_iter().map(|candidate| {
            let config = lookup.of(&candidate.file, &candidate.path);
            Input { candidate, config }
        });
        let mut inputs: Vec<Input> = inputs.collect();
        discover::settle(&mut inputs);
        let opaque = found.opaque.into_iter().map(|path| {
            let config = lookup.of(Path::new(&path), &path);
            (path, config)
        });
        let mut opaque: Vec<(String, usize)> = opaque.collect();
        opaque.sort_unstable();
        opaque.dedup_by(|later, earlier| later.0 == earlier.0);
        let mistakes = lookup.troubles();
        if !mistakes.is_empty() {
            // Nothing is checked by half of a configuration.
            inputs.clear();
            found.troubles.extend(mistakes);
        }
        let named = |path: &PathBuf| if is_stdin(path) { PathBuf::from(self.stdin_name()) } else { path.clone() };
        Plan {
            configs: lookup.finish(),
            organisations: lookup.organisations(),
            inputs,
            troubles: found.troubles,
            opaque,
            excluded: found.excluded,
            roots: self.paths.iter().map(named).collect(),
            lookup,
        }
    }

    /// The plan, and what stood in its way.
    ///
    /// # Errors
    ///
    /// What stood in its way, where that left nothing to look at.
    pub(super) fn planned(&self) -> Result<(Plan, Vec<Trouble>), Vec<Trouble>> {
        let mut plan = self.plan();
        let troubles = std::mem::take(&mut plan.troubles);
        match plan.is_in_vain(&troubles) {
            true => Err(troubles),
            false => Ok((plan, troubles)),
        }
    }

    fn find(&self, path: &Path, lookup: &mut Configs, found: &mut Found) {
        let excluded = |file: &Path| lookup.exclude(file);
        match is_stdin(path) {
            true => discover::take_standard_input(self.stdin_name(), excluded, found),
            false => discover::find(path, excluded, found),
        }
    }

    fn stdin_name(&self) -> &str {
        self.stdin_filename.as_deref().unwrap_or("<stdin>")
    }
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

impl Input {
    /// Reads the document; nothing where a file was only met on the way and holds no OKRs.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub(super) fn load(&self, configs: &[Config]) -> Result<Option<Loaded>, Trouble> {
        Ok(self.read(self.candidate.bytes()?, configs))
    }

    /// Reads the document from its bytes, now or at some other time.
    pub(super) fn read(&self, bytes: Vec<u8>, configs: &[Config]) -> Option<Loaded> {
        let Candidate { path, format, origin, .. } = &self.candidate;
        let decoded = decode::decode(bytes);
        if *origin == Origin::Walked && decoded.text.starts_with(MARKER) {
            return None;
        }
        let (context, claimed) = self.context(configs);
        let source = Source::new(path.clone(), decoded.text);
        let mut read = read::read(&source, *format, &context);
        if !read.recognised && *origin == Origin::Walked && !claimed {
            return None;
        }
        if !decoded.refused {
            let repaired = decoded.problem.is_some();
            read.problems.extend(decoded.problem);
            return Some(Loaded { source, read, repaired });
        }
        // What was recognised in a guess cannot be pointed at.
        let source = Source::new(path.clone(), "");
        let mut read = read::read(&source, *format, &Context::default());
        read.problems = decoded.problem.into_iter().collect();
        Some(Loaded { source, read, repaired: true })
    }

    /// What is known of the document before it is read, and whether a path template claims it.
    fn context(&self, configs: &[Config]) -> (Context, bool) {
        let (mut context, claimed) = configs[self.config].context(self.path());
        context.named = claimed || self.candidate.origin != Origin::Walked;
        (context, claimed)
    }

    /// Reads another text of the document.
    pub(super) fn reread(&self, source: &Source, configs: &[Config]) -> ReadResult {
        read::read(source, self.candidate.format, &self.context(configs).0)
    }

    /// Whether it is read from standard input.
    pub(super) fn is_stdin(&self) -> bool {
        self.candidate.origin == Origin::StandardInput
    }

    /// What git knows of the document; `None` where that is nothing.
    pub(super) fn past(&self, histories: &Histories<'_>, configs: &[Config]) -> Option<Past> {
        let (recorded, complete) = histories.of(self.file())?;
        let versions =
            recorded.into_iter().map(|state| Version { document: self.version(&state, configs), commit: state.commit });
        Some(Past { versions: versions.collect(), complete })
    }

    /// An earlier state of the document.
    fn version(&self, state: &Recorded, configs: &[Config]) -> Document {
        let decoded = decode::decode(state.bytes.clone());
        let (mut context, _) = configs[self.config].context(self.path());
        // Where it stood then may have named another cycle.
        context.cycle = configs[self.config].context(&discover::shown(&state.path)).0.cycle.or(context.cycle);
        context.named = true;
        let text = if decoded.refused { String::new() } else { decoded.text };
        read::read(&Source::new(self.path(), text), self.candidate.format, &context).document
    }

    /// The file to open.
    pub(super) fn file(&self) -> &Path {
        &self.candidate.file
    }

    /// The document's text once more, for findings that turn up after it has been let go.
    pub(super) fn source(&self) -> Option<Source> {
        let decoded = decode::decode(self.candidate.bytes().ok()?);
        (!decoded.refused).then(|| Source::new(self.path(), decoded.text))
    }

    /// Whether it is a page that people read.
    pub(super) fn is_page(&self) -> bool {
        self.candidate.format == Format::Markdown
    }

    /// The path as shown to the user.
    pub(super) fn path(&self) -> &str {
        &self.candidate.path
    }
}

/// What to say when nothing at all was recognised.
pub(super) fn nothing_found() -> Trouble {
    Trouble::new(
        "no OKR found at all",
        "name the files or folders that hold your OKRs; okrlint reads Markdown (.md, .markdown, .mdx, .qmd), TOML, YAML, JSON, CSV and TSV",
    )
}
