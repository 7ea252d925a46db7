//! What okrlint knows from git: repositories made for the purpose, honest, crowded and hostile.

#![allow(
    clippy::unwrap_used,
    reason = "the helper functions of tests are tests too, and clippy allows it only in those marked as such"
)]

mod diff;
mod fixture;
mod hostile;
mod organisation;
#[path = "../support/program.rs"]
mod program;
mod proof;
mod repository;
mod since;
