//! Which rules run: those that the command line names, else those of the configuration.

use std::sync::OnceLock;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::config::Config;
use crate::engine::{Engine, Profile, Settings};
use crate::trouble::Trouble;

/// The options that choose rules, and the day they judge by.
#[derive(Debug, Default, Args)]
pub(super) struct RuleChoice {
    /// `ci` reports what is sure enough to fail a build, `coach` adds the questions worth raising in a review.
    #[arg(long, value_enum)]
    profile: Option<ProfileArg>,
    /// Run only these rules or red flags (comma separated, repeatable).
    #[arg(long, value_name = "RULE|FLAG", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules or red flags out (comma separated, repeatable).
    #[arg(long, value_name = "RULE|FLAG", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The day for which documents are judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

/// Reads a day.
pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write the day as YYYY-MM-DD, for example 2026-07-01".to_owned())
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ProfileArg {
    Ci,
    Coach,
}

impl RuleChoice {
    /// The rules of each configuration, ready to run; the command line comes before it. The day, where neither names one, is that of the
    /// system.
    ///
    /// # Errors
    ///
    /// Every rule, flag or option that does not exist.
    pub(super) fn engines(&self, configs: &[Config]) -> Result<Vec<Engine>, Vec<Trouble>> {
        configs.iter().map(|config| self.engine(config)).collect()
    }

    /// The rules of one configuration.
    ///
    /// # Errors
    ///
    /// Every rule, flag or option that does not exist.
    pub(super) fn engine(&self, config: &Config) -> Result<Engine, Vec<Trouble>> {
        let today = self.today.or(config.today).unwrap_or_else(system_day);
        Engine::new(self.settings(config, today))
            .map_err(|errors| errors.into_iter().map(|error| Trouble::new(error.message, error.help)).collect::<Vec<_>>())
    }

    fn settings(&self, config: &Config, today: Date) -> Settings {
        Settings {
            catalogue: config.catalogue.clone(),
            profile: match self.profile {
                Some(ProfileArg::Ci) => Profile::Ci,
                Some(ProfileArg::Coach) => Profile::Coach,
                None => config.profile.unwrap_or_default(),
            },
            select: if self.select.is_empty() { config.select.clone() } else { self.select.clone() },
            ignore: config.ignore.iter().chain(&self.ignore).cloned().collect(),
            levels: config.levels.clone(),
            options: config.options.clone(),
            today,
            fiscal_year: config.fiscal_year,
            levers: config.levers.clone(),
            north_star: config.north_star.clone(),
            suppressions: config.suppressions.clone(),
            mends_form: false,
        }
    }
}

/// Today; the same day for all of a run. The time zone database is opened only for who asks.
fn system_day() -> Date {
    static DAY: OnceLock<Date> = OnceLock::new();
    *DAY.get_or_init(|| jiff::ZonedDateTime::now().date())
}
