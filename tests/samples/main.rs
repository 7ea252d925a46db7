//! The sample documents and the README, read and checked by the program as a user runs it.

mod baseline;
mod generated;
mod graph;
mod history;
mod hostile;
#[path = "../../benches/speed/organisation.rs"]
mod organisation;
mod organisations;
mod program;
mod properties;
mod readme;
mod reports;
