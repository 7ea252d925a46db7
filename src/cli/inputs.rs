//! What a command looks at: paths, standard input, and the configuration that holds for each.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::{self, Config};
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
    /// Use this configuration instead of the nearest okrlint.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration.
    #[arg(long)]
    no_config: bool,
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
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) configs: Vec<Config>,
    /// In order of path.
    pub(super) inputs: Vec<Input>,
    /// What could not be looked at.
    pub(super) troubles: Vec<Trouble>,
    /// Files that hold OKRs and cannot be read, with the index of their configuration, in order of path.
    pub(super) opaque: Vec<(String, usize)>,
    /// How many files the configuration left out.
    pub(super) excluded: usize,
    /// The files and folders that the user named, each with the index of its configuration.
    roots: Vec<(PathBuf, usize)>,
}

impl Plan {
    /// The files and folders that the user named; standard input by the name that it was given.
    pub(super) fn roots(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().map(|(root, _)| root.as_path())
    }

    /// What a file would have been for the run if it were still there; nothing if the run would have passed it over.
    pub(super) fn absent(&self, file: &Path) -> Option<Input> {
        self.roots.iter().find_map(|(root, config)| {
            let inside = file.strip_prefix(lexical(root)).ok()?;
            let hidden = inside.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
            let wanted = !hidden && !self.configs[*config].excludes(file);
            let candidate = wanted.then(|| Candidate::walked(&root.join(inside))).flatten()?;
            Some(Input { candidate, config: *config })
        })
    }
}

impl Plan {
    /// The file of a path as shown to the user.
    pub(super) fn input(&self, path: &str) -> Option<&Input> {
        self.inputs.binary_search_by(|input| input.path().cmp(path)).ok().map(|index| &self.inputs[index])
    }
}

/// A document that has been read.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) source: Source,
    pub(super) read: ReadResult,
}

impl Inputs {
    /// Finds the files and their configurations.
    pub(super) fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        if self.stdin_filename.is_some() && !self.paths.iter().any(|path| is_stdin(path)) {
            let message = "--stdin-filename names what `-` reads, but `-` is not among the paths";
            plan.troubles.push(Trouble::new(message, "run `okrlint check --stdin-filename FILE -`"));
            return plan;
        }
        let mut known: Vec<Option<PathBuf>> = Vec::new();
        for path in &self.paths {
            let file = self.config_for(path);
            let index = known.iter().position(|other| *other == file).unwrap_or(known.len());
            if index == known.len() {
                match file.as_deref().map_or_else(|| Ok(Config::default()), config::load) {
                    Ok(config) => plan.configs.push(config),
                    Err(trouble) => {
                        plan.troubles.push(trouble);
                        // Nothing is checked by half of a configuration.
                        plan.inputs.clear();
                        return plan;
                    }
                }
                known.push(file);
            }
            self.add(path, index, &mut plan);
        }
        discover::settle(&mut plan.inputs);
        plan.opaque.sort_unstable();
        plan.opaque.dedup_by(|later, earlier| later.0 == earlier.0);
        plan
    }

    fn config_for(&self, path: &Path) -> Option<PathBuf> {
        match (self.no_config, &self.config) {
            (true, _) => None,
            (false, Some(file)) => Some(file.clone()),
            (false, None) if is_stdin(path) => config::nearest(Path::new(self.stdin_name())),
            (false, None) => config::nearest(path),
        }
    }

    fn stdin_name(&self) -> &str {
        self.stdin_filename.as_deref().unwrap_or("<stdin>")
    }

    fn add(&self, path: &Path, config: usize, plan: &mut Plan) {
        let mut found = Found::default();
        match is_stdin(path) {
            true => found.candidates.push(Candidate::standard_input(discover::shown(Path::new(self.stdin_name())))),
            false => discover::find(path, |file| plan.configs[config].excludes(file), &mut found),
        }
        plan.roots.push((if is_stdin(path) { PathBuf::from(self.stdin_name()) } else { path.to_owned() }, config));
        plan.inputs.extend(found.candidates.into_iter().map(|candidate| Input { candidate, config }));
        plan.opaque.extend(found.opaque.into_iter().map(|path| (path, config)));
        plan.troubles.extend(found.troubles);
        plan.excluded += found.excluded;
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
        let (mut context, claimed) = configs[self.config].context(path);
        context.named = claimed || *origin != Origin::Walked;
        let source = Source::new(path.clone(), decoded.text);
        let mut read = read::read(&source, *format, &context);
        if !read.recognised && *origin == Origin::Walked && !claimed {
            return None;
        }
        if !decoded.refused {
            read.problems.extend(decoded.problem);
            return Some(Loaded { source, read });
        }
        // What was recognised in a guess cannot be pointed at.
        let source = Source::new(path.clone(), "");
        let mut read = read::read(&source, *format, &Context::default());
        read.problems = decoded.problem.into_iter().collect();
        Some(Loaded { source, read })
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
