//! A document on its way through a cycle, in the words and the format of its team.

use jiff::civil::Date;

use super::Quarter;
use super::chance::Chance;
use super::statements::METRICS;

/// A key result as its team has it in mind.
#[derive(Clone)]
pub(super) struct KeyResult {
    pub(super) id: String,
    /// Of its metric.
    pub(super) number: usize,
    pub(super) metric: String,
    up: bool,
    pub(super) baseline: i64,
    pub(super) target: i64,
    /// The target it began with.
    pub(super) original: i64,
    pub(super) current: Option<i64>,
    /// Where the value ends.
    pub(super) last: i64,
    pub(super) score: Option<String>,
    pub(super) note: Option<String>,
    pub(super) dropped: Option<String>,
    pub(super) owner: Option<&'static str>,
}

impl KeyResult {
    /// A key result about the metric of a number.
    pub(super) fn new(id: String, number: usize, chance: &mut Chance) -> Self {
        let metric = METRICS[number % METRICS.len()];
        let up = metric.starts_with('^');
        let baseline = chance.of(200, 600);
        let way = baseline * chance.of(30, 60) / 100;
        let target = if up { baseline + way } else { baseline - way };
        let share = chance.of(30, 120);
        let last = baseline + (target - baseline) * share / 100;
        let metric = metric[1..].to_owned();
        let (current, score, note, dropped, owner) = (None, None, None, None, None);
        Self { id, number, metric, up, baseline, target, original: target, current, last, score, note, dropped, owner }
    }

    /// The statement; the form is its team's.
    fn statement(&self, form: usize) -> String {
        let verb = if self.up { "Raise" } else { "Cut" };
        let Self { metric, baseline, target, .. } = self;
        let way = match form {
            0 => format!("{verb} {metric} from {baseline} to {target}"),
            1 => format!("{}{}: from {baseline} to {target}", metric[..1].to_uppercase(), &metric[1..]),
            _ => format!("{verb} {metric} to {target} (baseline {baseline})"),
        };
        self.current.map_or(way.clone(), |current| format!("{way}, now {current}"))
    }

    fn markdown(&self, form: usize, bold: bool) -> String {
        let mut text = self.statement(form);
        if let Some(owner) = self.owner {
            text += &format!(" (owner: {owner})");
        }
        if let Some(score) = &self.score {
            text += &format!(" (score: {score})");
        }
        let mut line = match (&self.dropped, bold) {
            (Some(why), _) => format!("- ~~{}: {text}~~ dropped: {why}\n", self.id),
            (None, false) => format!("- {}: {text}\n", self.id),
            (None, true) => format!("* **{}:** {text}\n", self.id),
        };
        if let Some(note) = &self.note {
            line += &format!("  - {note}\n");
        }
        line
    }

    fn yaml(&self, form: usize) -> String {
        let mut text = format!("      - id: {}\n        title: \"{}\"\n", self.id, self.statement(form));
        if let Some(owner) = self.owner {
            text += &format!("        owner: {owner}\n");
        }
        if let Some(score) = &self.score {
            text += &format!("        score: {score}\n");
        }
        text
    }

    /// A target nearer to the baseline by so many percent of the way.
    pub(super) fn easier(&self, percent: i64) -> i64 {
        self.target - (self.target - self.baseline) * percent / 100
    }

    /// The share of the way to a target that the last value is gone.
    pub(super) fn score(&self, target: i64) -> String {
        let share = (self.last - self.baseline) as f64 / (target - self.baseline) as f64;
        format!("{:.1}", share.clamp(0.0, 1.0))
    }
}

/// A document.
pub(super) struct Sheet {
    pub(super) team: String,
    pub(super) quarter: Quarter,
    pub(super) path: String,
    pub(super) objectives: Vec<(String, String, Vec<KeyResult>)>,
    pub(super) check_ins: Vec<String>,
    pub(super) log: Vec<String>,
    /// How the team words its key results.
    pub(super) form: usize,
    /// Whether it sets ids in bold.
    pub(super) bold: bool,
}

impl Sheet {
    /// Whether the team writes YAML.
    pub(super) fn is_yaml(&self) -> bool {
        self.path.ends_with(".yaml")
    }

    pub(super) fn text(&self) -> String {
        if self.is_yaml() { self.yaml() } else { self.markdown() }
    }

    fn markdown(&self) -> String {
        let mut text = format!("---\ncycle: {}\nlevel: team\nteam: {}\n---\n# {}\n", self.quarter.name, self.team, self.team);
        for (id, title, key_results) in &self.objectives {
            text += &format!("\n## {id}: {title}\n\n");
            key_results.iter().for_each(|key_result| text += &key_result.markdown(self.form, self.bold));
        }
        for (title, lines) in [("Check-ins", &self.check_ins), ("Change log", &self.log)] {
            if !lines.is_empty() {
                text += &format!("\n### {title}\n\n{}\n", lines.join("\n"));
            }
        }
        text
    }

    fn yaml(&self) -> String {
        let mut text = format!("cycle: {}\nlevel: team\nteam: {}\nobjectives:\n", self.quarter.name, self.team);
        for (id, title, key_results) in &self.objectives {
            text += &format!("  - id: {id}\n    title: {title}\n    key_results:\n");
            key_results.iter().for_each(|key_result| text += &key_result.yaml(self.form));
        }
        text
    }

    pub(super) fn key_result(&mut self, objective: usize, nth: usize) -> &mut KeyResult {
        &mut self.objectives[objective].2[nth]
    }

    /// The values of one objective on a day of the cycle, with a line about each.
    pub(super) fn check_in(&mut self, objective: usize, day: i64, date: Date, notes: &[&str], chance: &mut Chance) {
        let mut lines = Vec::new();
        for key_result in self.objectives[objective].2.iter_mut().filter(|key_result| key_result.dropped.is_none()) {
            let current = key_result.baseline + (key_result.last - key_result.baseline) * (day + 1) / 91;
            key_result.current = Some(current);
            let (confidence, note) = (chance.of(4, 9), chance.one(notes));
            lines.push(format!("- {date}: {} {current}, on track, confidence 0.{confidence}.{note}", key_result.id));
        }
        self.check_ins.extend(lines);
    }
}
