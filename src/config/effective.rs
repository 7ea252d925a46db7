//! The values that hold, those that nobody set among them, each with the file and line that set it: what `okrlint config` shows.

use serde_json::{Value, json};

use super::origins::Origin;
use super::table::{FAIL_ON, PROFILES};
use super::{Config, Severity};
use crate::catalogue::{Flag, Rule};
use crate::engine::Engine;

/// A value that holds.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The table that it stands in; empty for the top of the file.
    pub(crate) table: &'static str,
    /// Its key within the table, dotted.
    pub(crate) key: String,
    pub(crate) value: Value,
    /// Where it is set, or the elements of a list are; nothing for a default.
    pub(crate) origins: Vec<Origin>,
}

/// All values that hold.
#[derive(Debug)]
pub(crate) struct Effective {
    pub(crate) settings: Vec<Setting>,
    /// Where entries of lists of tables stand, by the name of the list.
    pub(crate) entries: Vec<(&'static str, Vec<Origin>)>,
}

impl Config {
    /// The values that hold, as an engine that was made from this configuration sees them.
    pub(crate) fn effective(&self, engine: &Engine) -> Effective {
        let mut settings = self.top();
        settings.extend(self.catalogue.rules().flat_map(|rule| self.of_rule(rule, engine)));
        let first_month = json!(self.fiscal_year.first_month);
        settings.push(self.setting("fiscal-year", "first-month", "fiscal-year.first-month", first_month));
        if self.origins.sets("growth-model.levers") {
            settings.push(self.setting("growth-model", "levers", "growth-model.levers", json!(self.levers)));
        }
        if let Some(star) = &self.north_star {
            settings.push(self.setting("growth-model", "north-star", "growth-model.north-star", json!(star.metric.value)));
        }
        let entries = ["overrides", "suppressions", "documents"];
        let entries = entries.map(|name| (name, self.origins.of(name).to_vec())).into_iter();
        Effective { settings, entries: entries.filter(|(_, origins)| !origins.is_empty()).collect() }
    }

    fn top(&self) -> Vec<Setting> {
        let word = |value| PROFILES.iter().find(|(_, profile)| *profile == value).map_or("", |(word, _)| word);
        let fail_on = self.fail_on.unwrap_or(Some(Severity::Error));
        let fail_on = FAIL_ON.iter().find(|(_, severity)| *severity == fail_on).map_or("", |(word, _)| word);
        let top = |key: &str, value| self.setting("", key, key, value);
        let mut settings = vec![top("profile", json!(word(self.profile.unwrap_or_default()))), top("fail-on", json!(fail_on))];
        settings.push(top("select", json!(self.select)));
        settings.push(top("ignore", json!(self.ignore)));
        settings.extend(self.today.map(|today| top("today", json!(today.to_string()))));
        settings.push(top("exclude", json!(self.excluded)));
        if !self.rule_files.is_empty() {
            let files: Vec<String> =
                self.rule_files.iter().map(|file| crate::discover::shown(&super::relative_to_here(file))).collect();
            settings.push(top("rule-files", json!(files)));
        }
        settings
    }

    fn setting(&self, table: &'static str, key: &str, origin: &str, value: Value) -> Setting {
        Setting { table, key: key.to_owned(), value, origins: self.origins.of(origin).to_vec() }
    }

    /// The level of a rule, and its options.
    fn of_rule(&self, rule: &'static Rule, engine: &Engine) -> Vec<Setting> {
        let level = engine.level_of(rule.name).map_or("off", Severity::name);
        let key = if rule.options.is_empty() { rule.name.to_owned() } else { format!("{}.level", rule.name) };
        let origins = self.origins_of_level(rule);
        let mut settings = vec![Setting { table: "rules", key, value: json!(level), origins }];
        settings.extend(rule.options.iter().map(|option| {
            let given = self.options.get(rule.name).and_then(|given| given.get(option.name));
            let value = given.map_or_else(|| json!(option.default), |given| json!(given));
            let (key, origin) = (format!("{}.{}", rule.name, option.name), format!("options.{}.{}", rule.name, option.name));
            self.setting("rules", &key, &origin, value)
        }));
        settings
    }

    /// What decides the level of a rule: that it is left out, or its own level, or that of its red flag.
    fn origins_of_level(&self, rule: &Rule) -> Vec<Origin> {
        let (name, flag) = (rule.name, rule.flag.name());
        let ignored = self.ignore.iter().zip(self.origins.of("ignore"));
        let left_out = ignored.filter(|(ignored, _)| [name, flag].contains(&ignored.as_str())).map(|(_, origin)| origin.clone());
        let selected = |name: &str| self.select.iter().any(|selected| selected == name);
        let mut origins: Vec<Origin> = left_out.filter(|_| !selected(name)).take(1).collect();
        if origins.is_empty() && !self.select.is_empty() && !selected(name) && !selected(flag) {
            origins = self.origins.of("select").to_vec();
        }
        let own = || self.origins.of(&format!("levels.{name}"));
        let of_flag = || self.origins.of(&format!("levels.{}", Flag::name(rule.flag)));
        match (origins.is_empty(), own().is_empty()) {
            (false, _) => origins,
            (true, false) => own().to_vec(),
            (true, true) => of_flag().to_vec(),
        }
    }
}
