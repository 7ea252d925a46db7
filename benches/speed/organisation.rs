//! A made-up organisation of any size: teams with their objectives and key results for one quarter after another, written in every format
//! that okrlint reads. The same number always gives the same set.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use okrlint::model::Format;

/// Objectives in a set.
pub(crate) const OBJECTIVES: usize = 4;
/// Key results under each objective.
pub(crate) const KEY_RESULTS: usize = 4;

/// One team's objectives for one quarter.
pub(crate) struct Set {
    team: String,
    cycle: String,
    objectives: Vec<Objective>,
}

struct Objective {
    id: String,
    title: &'static str,
    owner: &'static str,
    why: &'static str,
    key_results: Vec<KeyResult>,
}

struct KeyResult {
    id: String,
    title: String,
    owner: &'static str,
    due: String,
    confidence: u32,
    check_ins: Vec<CheckIn>,
}

struct CheckIn {
    date: String,
    value: u32,
    note: &'static str,
}

const TEAMS: [&str; 8] = ["Ferries", "Timetable", "Tickets", "Depots", "Track works", "Night lines", "Catering", "Lost property"];
const OWNERS: [&str; 8] =
    ["Ines Aalto", "Rafi Omondi", "Greta Silvers", "Taro Lindqvist", "Noor Haas", "Pavel Oduya", "Mia Brandt", "Zuri Kowal"];
const OBJECTIVES_SAY: [&str; 6] = [
    "Commuters set their watch by us",
    "A missed connection no longer ruins the day",
    "Families choose the train for their holidays",
    "Buying a ticket takes no thought",
    "Stations feel safe after dark",
    "Drivers want to stay with us",
];
const WHY: [&str; 3] = [
    "Three of four riders who left us last year named this first, and the survey of the unions says the same in other words.",
    "The regional contract is up for renewal in two years, and this is the part of it that only our team can turn around.",
    "We lived with it for so long that nobody complains any more; those who would have complained take the car.",
];
const METRICS: [&str; 6] = [
    "departures within two minutes of plan",
    "riders who would recommend us",
    "tickets bought without help",
    "complaints per 10,000 journeys",
    "median wait at the counter",
    "season tickets renewed before they lapse",
];
const NOTES: [&str; 4] = [
    "Two signals on the harbour line were out for a week; since Monday the numbers move again.",
    "The trial in the northern stations is ahead of the others, so the rest follows next month.",
    "On track, and the weekly review keeps its ten minutes.",
    "Confidence is down because the new cars arrive six weeks late.",
];

/// The `number`th set: each team writes sixteen in a row, from 2023-Q1 on.
pub(crate) fn set(number: usize) -> Set {
    let mut random = Random(number as u64);
    let (team, quarter) = (number / 16, number % 16);
    let (year, quarter) = (2023 + quarter / 4, quarter % 4 + 1);
    let name = TEAMS[team % TEAMS.len()];
    let first = random.below(6) as usize;
    let objectives = (1..=OBJECTIVES).map(|o| Objective {
        id: format!("O{o}"),
        title: OBJECTIVES_SAY[(first + o) % OBJECTIVES_SAY.len()],
        owner: random.one(&OWNERS),
        why: random.one(&WHY),
        key_results: (1..=KEY_RESULTS).map(|k| key_result(&mut random, year, quarter, o, k)).collect(),
    });
    Set {
        objectives: objectives.collect(),
        team: if team < TEAMS.len() { name.to_owned() } else { format!("{name} {}", team / TEAMS.len() + 1) },
        cycle: format!("{year}-Q{quarter}"),
    }
}

/// Three of four key results are sound, the others have one flaw or another.
fn key_result(random: &mut Random, year: usize, quarter: usize, objective: usize, nth: usize) -> KeyResult {
    let metric = random.one(&METRICS);
    let from = random.below(60) + 5;
    let to = from + random.below(30) + 3;
    let title = match random.below(16) {
        0 => format!("Improve {metric} as much as possible"),
        1 => format!("Raise {metric}"),
        2 => format!("Hold {} workshops about {metric}", random.below(5) + 2),
        3 => format!("Reach {to}k followers"),
        n if n % 2 == 0 => format!("Raise {metric} from {from}% to {to}% by {year}-{:02}-28", quarter * 3),
        _ => format!("Bring {metric} from {from} to {to}"),
    };
    let check_ins = (0..1 + nth % 2).map(|month| CheckIn {
        date: format!("{year}-{:02}-{:02}", quarter * 3 - 2 + month, random.below(28) + 1),
        value: from + random.below(to - from),
        note: random.one(&NOTES),
    });
    KeyResult {
        id: format!("O{objective}-KR{nth}"),
        title,
        check_ins: check_ins.collect(),
        owner: random.one(&OWNERS),
        due: format!("{year}-{:02}-28", quarter * 3),
        confidence: random.below(10) + 1,
    }
}

impl Set {
    /// The set as a document of a format, 3 to 6 KB.
    pub(crate) fn text(&self, format: Format) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = match format {
            Format::Markdown => self.markdown(&mut text),
            Format::Toml => self.toml(&mut text),
            Format::Yaml => self.yaml(&mut text),
            Format::Json => self.json(&mut text),
            Format::Csv => self.csv(&mut text),
        };
        text
    }

    fn markdown(&self, to: &mut String) -> std::fmt::Result {
        let Self { team, cycle, .. } = self;
        write!(to, "---\ncycle: {cycle}\nteam: {team}\n---\n\n# OKRs of {team}\n")?;
        for Objective { id, title, owner, why, key_results } in &self.objectives {
            write!(to, "\n## {id}: {title}\n\nOwner: {owner}\n\n{why}\n\n")?;
            for KeyResult { id, title, owner, confidence, check_ins, .. } in key_results {
                writeln!(to, "- **{id}:** {title} (owner: {owner}, confidence: {confidence}/10)")?;
                for CheckIn { date, value, note } in check_ins {
                    writeln!(to, "  - {date}: {value}. {note}")?;
                }
            }
        }
        Ok(())
    }

    fn toml(&self, to: &mut String) -> std::fmt::Result {
        let Self { team, cycle, .. } = self;
        writeln!(to, "cycle = {cycle:?}\nteam = {team:?}")?;
        for Objective { id, title, owner, why, key_results } in &self.objectives {
            write!(to, "\n[[objectives]]\nid = {id:?}\ntitle = {title:?}\nowner = {owner:?}\nwhy = {why:?}\n")?;
            for KeyResult { id, title, owner, due, confidence, check_ins } in key_results {
                write!(to, "\n[[objectives.key_results]]\nid = {id:?}\ntitle = {title:?}\nowner = {owner:?}\ndue = {due}\n")?;
                writeln!(to, "confidence = {:.1}", f64::from(*confidence) / 10.0)?;
                for CheckIn { date, value, note } in check_ins {
                    write!(to, "[[objectives.key_results.check_ins]]\ndate = {date}\nvalue = {value}\nnote = {note:?}\n")?;
                }
            }
        }
        Ok(())
    }

    fn yaml(&self, to: &mut String) -> std::fmt::Result {
        let Self { team, cycle, .. } = self;
        writeln!(to, "cycle: {cycle:?}\nteam: {team:?}\nobjectives:")?;
        for Objective { id, title, owner, why, key_results } in &self.objectives {
            write!(to, "  - id: {id}\n    title: {title:?}\n    owner: {owner}\n    why: {why:?}\n    key_results:\n")?;
            for KeyResult { id, title, owner, due, confidence, check_ins } in key_results {
                write!(to, "      - id: {id}\n        title: {title:?}\n        owner: {owner}\n        due: {due}\n")?;
                write!(to, "        confidence: {:.1}\n        check_ins:\n", f64::from(*confidence) / 10.0)?;
                for CheckIn { date, value, note } in check_ins {
                    write!(to, "          - date: {date}\n            value: {value}\n            note: {note:?}\n")?;
                }
            }
        }
        Ok(())
    }

    fn json(&self, to: &mut String) -> std::fmt::Result {
        let objectives = self.objectives.iter().map(|objective| {
            let key_results = objective.key_results.iter().map(|key_result| {
                let check_ins = key_result
                    .check_ins
                    .iter()
                    .map(|check_in| serde_json::json!({ "date": check_in.date, "value": check_in.value, "note": check_in.note }));
                serde_json::json!({
                    "id": key_result.id, "title": key_result.title, "owner": key_result.owner, "due": key_result.due,
                    "confidence": f64::from(key_result.confidence) / 10.0, "check_ins": check_ins.collect::<Vec<_>>(),
                })
            });
            serde_json::json!({
                "id": objective.id, "title": objective.title, "owner": objective.owner, "why": objective.why,
                "key_results": key_results.collect::<Vec<_>>(),
            })
        });
        let set = serde_json::json!({
            "cycle": self.cycle, "team": self.team, "objectives": objectives.collect::<Vec<_>>(),
        });
        writeln!(to, "{set:#}")
    }

    fn csv(&self, to: &mut String) -> std::fmt::Result {
        writeln!(to, "cycle,team,objective_id,objective,key_result_id,key_result,owner,due,confidence")?;
        let Self { team, cycle, .. } = self;
        for objective in &self.objectives {
            for KeyResult { id, title, owner, due, confidence, .. } in &objective.key_results {
                let confidence = f64::from(*confidence) / 10.0;
                writeln!(to, "{cycle},{team},{},{},{id},{title:?},{owner},{due},{confidence:.1}", objective.id, objective.title)?;
            }
        }
        Ok(())
    }
}

/// Writes the first `sets` sets as documents of a format below a folder, a hundred in each folder.
///
/// # Errors
///
/// The files cannot be written.
pub(crate) fn write(folder: &Path, sets: usize, format: Format) -> io::Result<()> {
    for number in 0..sets {
        let inner = folder.join(format!("{:03}", number / 100));
        fs::create_dir_all(&inner)?;
        fs::write(inner.join(format!("okrs-{number:05}.{}", extension(format))), set(number).text(format))?;
    }
    Ok(())
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Markdown => "md",
        Format::Toml => "toml",
        Format::Yaml => "yaml",
        Format::Json => "json",
        Format::Csv => "csv",
    }
}

/// SplitMix64: a few lines that give the same numbers on every machine. See <https://prng.di.unimi.it/splitmix64.c>.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(limit)) as u32
    }

    fn one(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len() as u32) as usize]
    }
}
