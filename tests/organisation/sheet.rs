//! The documents of the organisation: sets with their objectives and key results, in the words and the format of each team.

/// What is written beside a statement.
#[derive(Clone, PartialEq)]
pub(super) enum Aside {
    Supports(String),
    DependsOn(String),
    Provides(String),
    Local(String),
    Direct(String),
    Agreed(String),
    Note(String),
}

#[derive(Clone)]
pub(super) struct KeyResult {
    pub(super) id: String,
    pub(super) text: String,
    /// What it supports, said in parentheses behind it.
    pub(super) supports: Option<String>,
}

#[derive(Clone)]
pub(super) struct Objective {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) asides: Vec<Aside>,
    pub(super) key_results: Vec<KeyResult>,
}

impl Objective {
    /// Adds a key result and gives its id.
    pub(super) fn add(&mut self, text: String) -> &mut KeyResult {
        let id = format!("{}-KR{}", self.id, self.key_results.len() + 1);
        self.key_results.push(KeyResult { id, text, supports: None });
        let last = self.key_results.len() - 1;
        &mut self.key_results[last]
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Format {
    Markdown,
    Toml,
    Yaml,
}

/// The set of a team for a cycle.
#[derive(Clone)]
pub(super) struct Sheet {
    pub(super) path: String,
    pub(super) cycle: String,
    pub(super) level: &'static str,
    pub(super) team: String,
    /// The person whose set it is.
    pub(super) owner: Option<String>,
    pub(super) format: Format,
    /// How the team words what it writes.
    pub(super) form: usize,
    pub(super) objectives: Vec<Objective>,
}

const SUPPORTS: [&str; 4] = ["Supports", "Contributes to", "Parent", "Aligned with"];
const DEPENDS_ON: [&str; 4] = ["Depends on", "Needs", "Requires", "Relies on"];

impl Sheet {
    /// The statement of a metric that is to go from one value to another at a site.
    pub(super) fn statement(&self, metric: &str, site: &str, from: i64, change: i64, unit: &str) -> String {
        let (up, metric) = (metric.starts_with('^'), &metric[1..]);
        let to = if up { from + change } else { from - change };
        let verb = if up { "Raise" } else { "Cut" };
        match self.form % 3 {
            0 => format!("{verb} {metric} at {site} from {from}{unit} to {to}{unit}"),
            1 => format!("{}{} at {site}: from {from}{unit} to {to}{unit}", metric[..1].to_uppercase(), &metric[1..]),
            _ => format!("{verb} {metric} at {site} to {to}{unit} (baseline {from}{unit})"),
        }
    }

    pub(super) fn text(&self) -> String {
        match self.format {
            Format::Markdown => self.markdown(),
            Format::Toml => self.toml(),
            Format::Yaml => self.yaml(),
        }
    }

    fn markdown(&self) -> String {
        let Self { cycle, level, team, .. } = self;
        let owner = self.owner.as_ref().map_or_else(String::new, |owner| format!("owner: {owner}\n"));
        let mut text =
            format!("---\ncycle: {cycle}\nlevel: {level}\nteam: {team}\n{owner}---\n# {}\n", self.owner.as_ref().unwrap_or(team));
        for Objective { id, title, asides, key_results } in &self.objectives {
            text += &format!("\n## {id}: {title}\n\n");
            for aside in asides {
                text += &match aside {
                    Aside::Supports(what) => format!("{}: {what}\n", SUPPORTS[self.form % 4]),
                    Aside::DependsOn(what) => format!("{}: {what}\n", DEPENDS_ON[self.form % 4]),
                    Aside::Provides(what) => format!("Provides for: {what}\n"),
                    Aside::Local(why) => format!("Local: {why}\n"),
                    Aside::Direct(who) => format!("Direct: {who}\n"),
                    Aside::Agreed(when) => format!("{when}\n"),
                    Aside::Note(_) => continue,
                };
            }
            text.push('\n');
            for KeyResult { id, text: statement, supports } in key_results {
                let supports = supports.as_ref().map_or_else(String::new, |parent| format!(" (supports {parent})"));
                text += &format!("- {id}: {statement}{supports}\n");
            }
            for aside in asides {
                if let Aside::Note(note) = aside {
                    text += &format!("  - {note}\n");
                }
            }
        }
        text
    }

    fn toml(&self) -> String {
        let Self { cycle, level, team, .. } = self;
        let mut text = format!("cycle = \"{cycle}\"\nlevel = \"{level}\"\nteam = \"{team}\"\n");
        for Objective { id, title, asides, key_results } in &self.objectives {
            text += &format!("\n[[objectives]]\nid = \"{id}\"\ntitle = \"{title}\"\n");
            text += &links(asides, |key, what| format!("{key} = [{what}]\n"));
            for KeyResult { id, text: statement, .. } in key_results {
                text += &format!("\n[[objectives.key_results]]\nid = \"{id}\"\ntitle = \"{statement}\"\n");
            }
        }
        text
    }

    fn yaml(&self) -> String {
        let Self { cycle, level, team, .. } = self;
        let mut text = format!("cycle: {cycle}\nlevel: {level}\nteam: {team}\nobjectives:\n");
        for Objective { id, title, asides, key_results } in &self.objectives {
            text += &format!("  - id: {id}\n    title: \"{title}\"\n");
            text += &links(asides, |key, what| format!("    {key}: [{what}]\n"));
            text += "    key_results:\n";
            for KeyResult { id, text: statement, .. } in key_results {
                text += &format!("      - id: {id}\n        title: \"{statement}\"\n");
            }
        }
        text
    }
}

/// The links of an objective in a format of keys and lists.
fn links(asides: &[Aside], line: impl Fn(&str, &str) -> String) -> String {
    let quoted = |what: &String| format!("\"{what}\"");
    let supports: Vec<String> =
        asides.iter().filter_map(|aside| if let Aside::Supports(what) = aside { Some(quoted(what)) } else { None }).collect();
    let needs: Vec<String> =
        asides.iter().filter_map(|aside| if let Aside::DependsOn(what) = aside { Some(quoted(what)) } else { None }).collect();
    let written = [("supports", supports), ("depends_on", needs)];
    written.into_iter().filter(|(_, what)| !what.is_empty()).map(|(key, what)| line(key, &what.join(", "))).collect()
}
