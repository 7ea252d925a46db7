//! An organisation of any size on the disk, in which every objective is linked to two others.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Objectives in a set.
const OBJECTIVES: usize = 5;
/// Key results under each.
const KEY_RESULTS: usize = 3;
/// Departments; the other sets but the first are teams.
const DEPARTMENTS: usize = 20;
/// One team in so many has a link that leads nowhere.
const BROKEN: usize = 100;

const AIMS: [&str; 5] = [
    "Riders set their watch by",
    "A missed connection no longer ruins the day at",
    "Families choose the train at",
    "Buying a ticket takes no thought at",
    "Drivers want to stay at",
];
const METRICS: [&str; 8] = [
    "departures within two minutes of plan",
    "riders who would recommend us",
    "tickets bought without help",
    "questions answered at the first counter",
    "season tickets renewed before they lapse",
    "lifts in service at opening time",
    "platforms cleared of snow by six",
    "lost things returned within a week",
];

/// How much there is.
pub(crate) struct Size {
    pub(crate) documents: usize,
    pub(crate) links: usize,
    pub(crate) broken: usize,
}

/// Writes the documents of so many objectives below a folder, a hundred in each folder.
pub(crate) fn write(folder: &Path, objectives: usize) -> Size {
    let sets = objectives / OBJECTIVES;
    let mut size = Size { documents: sets, links: 0, broken: 0 };
    for number in 0..sets {
        let inner = folder.join(format!("okrs/{:04}", number / 100));
        fs::create_dir_all(&inner).expect("folders");
        fs::write(inner.join(format!("unit-{number:05}.md")), document(number, sets, &mut size)).expect("a document");
    }
    size
}

fn document(number: usize, sets: usize, size: &mut Size) -> String {
    let level = match number {
        0 => "company",
        1..=DEPARTMENTS => "department",
        _ => "team",
    };
    let mut text = format!("---\ncycle: 2026-Q3\nlevel: {level}\nteam: Station {number}\n---\n\n# Station {number}\n");
    for nth in 1..=OBJECTIVES {
        let _ = write!(text, "\n## S{number}-O{nth}: {} station {number}\n\n", AIMS[nth - 1]);
        if number > 0 {
            let parent = if number <= DEPARTMENTS { 0 } else { number % DEPARTMENTS + 1 };
            let is_broken = nth == 1 && number % BROKEN == BROKEN - 1;
            let objective = if is_broken { 9 } else { (number + nth) % OBJECTIVES + 1 };
            // Who is needed comes later, so that nobody waits in a circle.
            let needed = number + 1 + (number * 31 + nth * 17) % (sets - number).min(1000);
            let _ = writeln!(text, "Supports: S{parent}-O{objective}");
            if needed < sets {
                let _ = writeln!(text, "Depends on: S{needed}-O{nth}, agreed on 2026-07-02");
            }
            size.links += 1 + usize::from(needed < sets);
            size.broken += usize::from(is_broken);
        }
        text.push('\n');
        for key_result in 1..=KEY_RESULTS {
            let metric = METRICS[(number + nth * KEY_RESULTS + key_result) % METRICS.len()];
            let from = 20 + (number * 7 + nth * 11 + key_result * 13) % 40;
            let to = from + 8 + (number + nth) % 17;
            let _ = writeln!(text, "- S{number}-O{nth}-KR{key_result}: Raise {metric} at station {number} from {from}% to {to}%");
        }
    }
    text
}
