//! The command line: what can be asked of okrlint. One file for each command lies below.

mod baseline;
mod baselines;
mod check;
mod config;
mod configs;
mod diff;
mod explain;
mod graph;
mod history;
mod init;
mod inputs;
mod mend;
mod ordered;
mod output;
mod parse;
mod report_file;
mod reports;
mod rule_choice;
mod rules;
mod run;
mod schema;
mod shell;
mod since;

use clap::{Args, Parser, Subcommand, ValueEnum};

use output::Output;

const AFTER_HELP: &str = "\
Exit status:
  0  nothing at or above --fail-on was found
  1  findings at or above --fail-on
  2  okrlint could not do its work: bad usage, bad configuration, an unreadable file, or no OKR found at all";

/// A linter for OKR documents.
///
/// okrlint reads the OKRs that teams keep in Markdown, TOML, YAML, JSON and CSV files, understands what each key result measures, from
/// where, to where and by when, and reports red flags with the place, the reason and a remedy.
#[derive(Debug, Parser)]
#[command(name = "okrlint", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    appearance: Appearance,
}

/// How output looks, whatever the command.
#[derive(Debug, Clone, Copy, Args)]
struct Appearance {
    /// When to use colours; `auto` honours NO_COLOR, CLICOLOR and whether the output is a terminal.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Colour::Auto, global = true, help_heading = "Global options")]
    color: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report the red flags in OKR documents.
    Check(check::Check),
    /// Write what a team begins with: okrlint.toml, a page for its OKRs, and the file for its builds.
    Init(init::Init),
    /// Hold back what is there already, so that only what is new is told.
    Baseline(baseline::Command),
    /// Show how each team's OKRs went over the cycles.
    History(history::History),
    /// Draw how objectives hang together: what they support and what they depend on.
    Graph(graph::Graph),
    /// Show what okrlint understands of OKR documents.
    Parse(parse::Parse),
    /// Show what changed in the OKRs between two commits, or since one.
    Diff(diff::Diff),
    /// Explain a rule: what it finds, why that matters, how to fix it.
    Explain(explain::Explain),
    /// List all rules.
    Rules(rules::Rules),
    /// Show which settings hold, each with the file and line that set it.
    Config(config::ShowConfig),
    /// Write the JSON Schema of a kind of file, for editors.
    Schema(schema::Schema),
    /// Write shell completions to standard output.
    Completions(shell::Completions),
    /// Write a manual page (roff) to standard output.
    Man(shell::Man),
}

/// How output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs; a documented, versioned shape.
    Json,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing at or above the level that fails a run.
    Clean,
    /// Findings at or above that level.
    Findings,
    /// okrlint could not do its work.
    Failed,
}

impl Cli {
    /// Does what was asked, writing to standard output and standard error.
    pub fn run(self) -> Status {
        let mut output = Output::new(self.appearance.color);
        let status = match self.command {
            Command::Check(check) => check.run(&mut output),
            Command::Init(init) => init.run(&mut output),
            Command::Baseline(baseline) => baseline.run(&mut output),
            Command::History(history) => history.run(&mut output),
            Command::Graph(graph) => graph.run(&mut output),
            Command::Parse(parse) => parse.run(&mut output),
            Command::Diff(diff) => diff.run(&mut output),
            Command::Explain(explain) => explain.run(&mut output),
            Command::Rules(rules) => rules.run(&mut output),
            Command::Config(config) => config.run(&mut output),
            Command::Schema(schema) => schema.run(&mut output),
            Command::Completions(completions) => completions.run(&mut output),
            Command::Man(man) => man.run(&mut output),
        };
        output.close(status)
    }
}
