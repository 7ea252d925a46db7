//! The sample documents and the README, read and checked by the program as a user runs it.

mod baseline;
mod generated;
mod graph;
mod history;
mod hostile;
mod mending;
#[path = "../../benches/speed/organisation.rs"]
mod organisation;
mod organisations;
mod own_rules;
mod program;
mod properties;
mod readme;
mod reports;
