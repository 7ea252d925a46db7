//! What is found in an invented organisation, against the record of what was planted.

#![allow(
    clippy::unwrap_used,
    reason = "the helper functions of tests are tests too, and clippy allows it only in those marked as such"
)]

#[path = "../support/chance.rs"]
mod chance;
mod company;
mod plots;
#[path = "../support/program.rs"]
mod program;
mod proof;
mod sheet;
#[path = "../support/statements.rs"]
mod statements;
mod words;
