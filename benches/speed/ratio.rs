//! The table of ratios: each part of the work beside a bound, in turns, so that a busy moment of the machine hits both.

use std::io::Write as _;
use std::time::{Duration, Instant};

use okrlint::model::Format;

use crate::work::{self, Documents, Tree};
use crate::{FILES, FORMATS, SETS};

/// How often each side is timed; the medians are compared.
const TURNS: usize = 15;

/// Measures and prints all ratios.
pub(crate) fn print() {
    say(&format!("\n{:44} {:>10} {:>10} {:>7}   bound", "part of the work", "time", "bound", "ratio"));
    for format in FORMATS {
        let documents = Documents::new(SETS, format);
        // What is no Markdown is parsed as Markdown all the same: the bound is a pass over as much text.
        row(
            &format!("read {} ({SETS} documents)", format.name()),
            "parse",
            || time(|| documents.read()),
            || time(|| documents.parse()),
        );
    }
    let documents = Documents::new(SETS, Format::Markdown);
    let results = documents.results();
    row("read markdown without statements", "parse", || time(|| documents.read_structure()), || time(|| documents.parse()));
    let statements = || {
        let structures = documents.structures();
        time(|| work::read_statements(structures))
    };
    row("read statements", "parse", statements, || time(|| documents.parse()));
    row("check", "parse", || time(|| documents.check(&results)), || time(|| documents.parse()));

    let tree = Tree::new(FILES, Format::Markdown);
    let whole = format!("whole run ({FILES} files)");
    row(&whole, "walk, parse", || time(|| tree.check()), || time(|| tree.parse()));
    row(&whole, "walk, parse, find 500 terms", || time(|| tree.check()), || time(|| tree.parse_and_find()));
    let own = "whole run, 100 own rules besides";
    row(own, "whole run", || time(|| tree.check_with_own_rules()), || time(|| tree.check()));
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn row(name: &str, bound_name: &str, mut work: impl FnMut() -> Duration, mut bound: impl FnMut() -> Duration) {
    let (mut times, mut bounds): (Vec<Duration>, Vec<Duration>) = (0..TURNS).map(|_| (work(), bound())).unzip();
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[TURNS / 2]
    };
    let (time, bound) = (median(&mut times), median(&mut bounds));
    let ratio = time.as_secs_f64() / bound.as_secs_f64();
    say(&format!("{name:44} {:>7.2} ms {:>7.2} ms {ratio:>7.2}   {bound_name}", millis(time), millis(bound)));
}

/// One line of the table; a closed pipe ends nothing.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
