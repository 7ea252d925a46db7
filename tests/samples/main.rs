//! The sample documents and the README, read and checked by the program as a user runs it.

#![allow(
    clippy::unwrap_used,
    reason = "the helper functions of tests are tests too, and clippy allows it only in those marked as such"
)]

mod baseline;
mod generated;
mod graph;
mod history;
mod hostile;
mod init;
mod mending;
#[path = "../../benches/speed/organisation.rs"]
mod organisation;
mod organisations;
mod own_rules;
mod program;
mod properties;
mod readme;
mod reports;
