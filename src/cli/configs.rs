//! Which configuration holds for which file: the nearest `okrlint.toml` at or above it, with those of its overrides that it meets.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::config::{self, Config};
use crate::discover::lexical;
use crate::trouble::Trouble;

/// The options that choose the configuration.
#[derive(Debug, Args)]
pub(super) struct ConfigChoice {
    /// Use this configuration instead of the nearest okrlint.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Use no configuration.
    #[arg(long)]
    no_config: bool,
}

/// A configuration file.
#[derive(Debug)]
struct Base {
    /// `None` for what holds without one.
    file: Option<PathBuf>,
    config: Config,
    /// The outermost configuration at or above it: whose documents make up one organisation.
    organisation: usize,
}

/// The configurations of a run, found as its files are.
#[derive(Debug)]
pub(super) struct Configs {
    /// Whether each file looks for its own.
    nested: bool,
    /// The first one holds where no other does.
    bases: Vec<Base>,
    /// The bases at and above a folder, nearest first.
    by_folder: HashMap<PathBuf, Arc<[usize]>>,
    /// The same by the folder as it is named, so that a path is made absolute once for all files in it.
    by_place: HashMap<PathBuf, Arc<[usize]>>,
    /// The base and the overrides of each configuration that holds for some file.
    known: Vec<(usize, Vec<usize>)>,
    troubles: Vec<Trouble>,
}

impl ConfigChoice {
    /// The configuration that holds where okrlint runs.
    ///
    /// # Errors
    ///
    /// It cannot be read, or has mistakes.
    pub(super) fn here(&self) -> Result<Config, Trouble> {
        let file = match (self.no_config, &self.config) {
            (true, _) => None,
            (false, Some(file)) => Some(file.clone()),
            (false, None) => config::nearest(Path::new(".")),
        };
        file.as_deref().map_or_else(|| Ok(Config::default()), config::load)
    }

    /// Gets ready to look configurations up.
    pub(super) fn start(&self) -> Configs {
        let mut configs = Configs {
            nested: !self.no_config && self.config.is_none(),
            bases: vec![Base { file: None, config: Config::default(), organisation: 0 }],
            by_folder: HashMap::new(),
            by_place: HashMap::new(),
            known: Vec::new(),
            troubles: Vec::new(),
        };
        if let Some(file) = &self.config {
            match config::load(file) {
                Ok(config) => configs.bases = vec![Base { file: Some(file.clone()), config, organisation: 0 }],
                Err(trouble) => configs.troubles.push(trouble),
            }
        }
        configs
    }
}

impl Configs {
    /// The bases at and above a folder (absolute, without `.` and `..`), nearest first.
    fn chain(&mut self, folder: &Path) -> Arc<[usize]> {
        if !self.nested {
            return Arc::from([]);
        }
        if let Some(chain) = self.by_folder.get(folder) {
            return chain.clone();
        }
        let above = folder.parent().map_or_else(|| Arc::from([]), |parent| self.chain(parent));
        let file = folder.join(config::FILE_NAME);
        let chain = match file.is_file() {
            true => {
                let base = self.bases.len();
                let config = config::load(&file).unwrap_or_else(|trouble| {
                    self.troubles.push(trouble);
                    Config::default()
                });
                let organisation = above.last().copied().unwrap_or(base);
                self.bases.push(Base { file: Some(file), config, organisation });
                std::iter::once(base).chain(above.iter().copied()).collect()
            }
            false => above,
        };
        self.by_folder.insert(folder.to_owned(), chain.clone());
        chain
    }

    fn chain_of(&mut self, file: &Path) -> Arc<[usize]> {
        let place = file.parent().unwrap_or(file);
        if let Some(chain) = self.by_place.get(place) {
            return chain.clone();
        }
        let chain = self.chain(&lexical(place));
        self.by_place.insert(place.to_owned(), chain.clone());
        chain
    }

    /// Whether a configuration at or above a file leaves it out.
    pub(super) fn exclude(&mut self, file: &Path) -> bool {
        let chain = self.chain_of(file);
        let outer = chain.iter().copied().chain(chain.is_empty().then_some(0));
        outer.into_iter().any(|base| self.bases[base].config.excludes(file))
    }

    /// The configuration that holds for a document, by its index among those of [`Self::finish`].
    pub(super) fn of(&mut self, file: &Path, path: &str) -> usize {
        let base = self.chain_of(file).first().copied().unwrap_or(0);
        let key = (base, self.bases[base].config.overrides(path));
        self.known.iter().position(|known| *known == key).unwrap_or_else(|| {
            self.known.push(key);
            self.known.len() - 1
        })
    }

    /// What has gone wrong so far.
    pub(super) fn troubles(&mut self) -> Vec<Trouble> {
        std::mem::take(&mut self.troubles)
    }

    /// The configurations that hold for some file.
    pub(super) fn finish(&self) -> Vec<Config> {
        let known = self.known.iter();
        known.map(|(base, overrides)| self.bases[*base].config.with_overrides(overrides)).collect()
    }

    /// For each of these the organisation to which its documents belong, counted from 0.
    pub(super) fn organisations(&self) -> Vec<usize> {
        let all: BTreeSet<usize> = self.known.iter().map(|(base, _)| self.bases[*base].organisation).collect();
        let number = |base: usize| all.range(..self.bases[base].organisation).count();
        self.known.iter().map(|(base, _)| number(*base)).collect()
    }

    /// One configuration for each file that sets one, and whether folders hold all that it is for.
    pub(super) fn files<'c>(&'c self, folders: &'c [PathBuf]) -> impl Iterator<Item = (usize, bool)> + 'c {
        let mut seen = BTreeSet::new();
        let first = self.known.iter().enumerate().filter(move |(_, (base, _))| seen.insert(*base));
        first
            .filter(|(_, (base, _))| self.bases[*base].file.is_some())
            .map(move |(index, (base, _))| (index, folders.iter().any(|folder| self.bases[*base].config.is_within(folder))))
    }

    /// What holds for a file that is not there; `None` where nothing else of the run has the same configuration, or it is left out.
    pub(super) fn of_absent(&self, file: &Path, path: &str) -> Option<usize> {
        let chain = file.ancestors().skip(1).find_map(|folder| self.by_folder.get(folder));
        let base = chain.and_then(|chain| chain.first().copied()).unwrap_or(0);
        let outer = chain.into_iter().flat_map(|chain| chain.iter().copied()).chain([base]);
        if outer.into_iter().any(|base| self.bases[base].config.excludes(file)) {
            return None;
        }
        let overrides = self.bases[base].config.overrides(path);
        self.known.iter().position(|known| *known == (base, overrides.clone()))
    }
}
